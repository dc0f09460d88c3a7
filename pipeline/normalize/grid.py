"""A printed table as a matrix: which box covers a place, where the header ends, what heads each column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.assemble.table import PrintedTable, TableCell
from pipeline.normalize.numbers import is_figure, parse_number
from schemas.classification import ListName, classification
from schemas.text import fold, strip_ordinal
from schemas.vocabulary import strip_unit, vocabulary

_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_ROW_START = re.compile(r"其中:|\[?\d{3}(?:\d{2}){0,2}\]?[^\d年月]")


@dataclass(frozen=True)
class TableGrid:
    """A printed table and a lookup of the box that covers each place."""

    table: PrintedTable

    @cached_property
    def cover(self) -> list[list[TableCell | None]]:
        """The box over each row and column; None where a page draws fewer columns."""
        height, width = self.table.row_count, self.table.column_count
        places: list[list[TableCell | None]] = [[None] * width for _ in range(height)]
        for cell in self.table.cells:
            if cell.row_span == cell.col_span == 1 and cell.row < height and cell.col < width:
                places[cell.row][cell.col] = cell
                continue
            for row in range(cell.row, min(cell.row + cell.row_span, height)):
                for col in range(cell.col, min(cell.col + cell.col_span, width)):
                    places[row][col] = cell
        return places

    @cached_property
    def header_rows(self) -> int:
        """How many rows at the top head the columns, a row of column numbers included."""
        rows = self.table.rows()
        if not rows or not (_is_header_row(rows[0], self.table.column_count, first=True) or self._opens(rows)):
            return 0
        end = self._closed(1)
        while end < self.table.row_count:
            row = rows[end]
            if is_number_row(row):
                return self._below_numbers(end)
            blank = not any(cell.text for cell in row)
            if not (
                self._header_goes_on(rows, end) if blank else _is_header_row(row, self.table.column_count, first=False)
            ):
                break
            end = self._closed(end + 1)
        return end

    def _opens(self, rows: Sequence[list[TableCell]]) -> bool:
        """Tell a first row of unknown words that stands, without a gap, over a row of header words."""
        end = self._closed(1)
        full = all(cell.text and vocabulary().null_kind(cell.text) is None for cell in rows[0])
        bare = not any(is_figure(cell.text) or _CODE.fullmatch(fold(cell.text)) for cell in rows[0])
        below = rows[end] if end < len(rows) else []
        inside = [cell for row in rows[1:end] for cell in row]
        return full and bare and len(rows[0]) > 1 and any(_is_heading(row) for row in (inside, below) if row)

    def _header_goes_on(self, rows: Sequence[list[TableCell]], blank: int) -> bool:
        """Tell whether a blank row stands inside the header: boxes above reach past it, or words of a header follow."""
        following = rows[blank + 1] if blank + 1 < len(rows) else []
        texts = [cell.text for cell in following if cell.text]
        return len(texts) > 1 and all(vocabulary().is_header_word(text) for text in texts)

    def _closed(self, end: int) -> int:
        """Grow a row count until no box above reaches below it."""
        while True:
            reach = max((c.row + c.row_span for c in self.table.cells if c.row < end), default=end)
            if reach <= end:
                return end
            end = reach

    def _below_numbers(self, numbers: int) -> int:
        """Return the header's end at a row of column numbers; boxes of 类款项 may reach past it, beside figures."""
        end = self._closed(numbers + 1)
        below = (cell for cell in self.table.cells if numbers < cell.row < end)
        return numbers + 1 if any(is_figure(cell.text) for cell in below) else end

    @cached_property
    def number_row(self) -> int | None:
        """The header row that numbers the columns, if any."""
        rows = self.table.rows()
        return next((r for r in range(1, self.header_rows) if is_number_row(rows[r])), None)

    def numbers_column(self, cell: TableCell) -> bool:
        """Tell a box that numbers its column, or says that its row does, from the words printed beside it."""
        return cell.row == self.number_row and vocabulary().is_column_number(fold(cell.text))

    def header_path(self, col: int) -> tuple[str, ...]:
        """Return the header texts over a column from the top, without the column numbers and repetitions."""
        return self._header_paths[col]

    @cached_property
    def _header_paths(self) -> list[tuple[str, ...]]:
        return [self._header_path(col) for col in range(self.table.column_count)]

    def _header_path(self, col: int) -> tuple[str, ...]:
        path: list[TableCell] = []
        for row in range(self.header_rows):
            cell = self.cover[row][col]
            if cell is None or not cell.text or cell in path or self.numbers_column(cell):
                continue
            path.append(cell)
        return tuple(cell.text for cell in path)

    def body_texts(self, col: int) -> list[str]:
        """Return the texts of the boxes that begin in a column below the header; what cannot be read tells nothing."""
        return self._body_texts.get(col, [])

    @cached_property
    def _body_texts(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for cell in self.table.cells:
            if cell.row >= self.header_rows and cell.text and not cell.unmapped:
                found.setdefault(cell.col, []).append(cell.text)
        return found


def is_number_row(row: Sequence[TableCell]) -> bool:
    """Tell a row that numbers the columns (※ ※ 1 2 3, 栏次 1 2, 类 款 项 栏次 1 2) from figures."""
    return vocabulary().number_columns([cell.text for cell in row])


def _is_heading(row: Sequence[TableCell]) -> bool:
    """Tell a row most of whose boxes hold header words, and none a figure or a code."""
    words = [cell.text for cell in row if cell.text]
    if len(words) < 2 or any(is_figure(word) or _CODE.fullmatch(fold(word)) for word in words):
        return False
    return sum(vocabulary().is_header_word(word) for word in words) * 3 >= len(words) * 2


def _is_header_row(row: Sequence[TableCell], width: int, *, first: bool) -> bool:
    """Tell a row of header words from a row of the body."""
    words = [cell.text for cell in row if cell.text]
    if not words or any(is_figure(word) or _CODE.fullmatch(fold(word)) for word in words):
        return False
    known = sum(vocabulary().is_header_word(word) for word in words)
    if first:
        return known * 2 > len(words) or (known > 1 and known * 3 >= len(words))
    if any(strip_ordinal(word)[0] or _ROW_START.match(fold(word)) for word in words):
        return False
    totals = vocabulary().totals
    if len(words) == 1 and totals.fullmatch(fold(words[0])) and sum(cell.col_span for cell in row) == width:
        return False
    return (known * 2 >= len(words) and known > 0) or (known > 1 and _classes(words) * 3 >= len(words) * 2)


def _classes(words: Sequence[str]) -> int:
    """Count the names of economic classes in a row: a cross-tab prints them side by side over its columns."""
    lists: tuple[ListName, ...] = ("economic_department", "economic_government")
    return sum(any(classification().by_name(name, word) for name in lists) for word in words)


def _is_measure(text: str) -> bool:
    """Tell what a row is counted in: 辆, 万元."""
    folded = fold(text)
    return folded in vocabulary().units or bool(vocabulary().count_units.fullmatch(folded))


def column_kind(grid: TableGrid, col: int) -> str:
    """Return what a column holds: ``code``, ``label``, ``text`` or ``amount``.

    The lowest header word decides where it names a column of labels; otherwise the body does.
    """
    path = grid.header_path(col)
    words = vocabulary()
    lowest = strip_unit(fold(path[-1])) if path else ""
    texts = grid.body_texts(col)
    figures = sum(parse_number(text) is not None for text in texts)
    if words.label_code.fullmatch(lowest) and lowest not in ("科目",):
        return "code"
    if words.label_counted.fullmatch(lowest) and texts and all(_is_measure(text) for text in texts):
        return "text"
    numeric = bool(texts) and figures * 5 >= len(texts) * 4
    if words.label_text.fullmatch(lowest):
        return "text"
    if words.label_name.fullmatch(lowest) or lowest == "科目":
        return "label" if not (numeric and any(is_figure(t) for t in texts)) else "amount"
    if path and (words.column(path[-1]) is not None or words.economic_headers.fullmatch(lowest)):
        return "amount"
    if path and (words.totals.fullmatch(lowest) or words.neutral.fullmatch(lowest)):
        return "amount" if numeric or not texts else "label"
    if not texts:
        return "amount" if path else "label"
    return "amount" if numeric else "label"
