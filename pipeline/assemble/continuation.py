"""When does a grid continue the table before it, and how do the two become one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from extractors.lines import join_wraps, tidy
from extractors.page import Cell, Grid
from pipeline.assemble.table import TableCell
from schemas.text import fold, similarity
from schemas.vocabulary import vocabulary

#: Column edges closer than this are the same edge, in points.
EDGE = 3.0
#: A line that leaves less than this many characters free was wrapped there.
FULL = 1.35
#: A blank row at the foot of a page lower than this share of the usual row height is the stub of a cut row.
STUB = 0.75
#: A repeated header's text shares at least this much with the text that it repeats.
CUT_SHORT = 0.4
#: A header has at most this many rows.
HEADER = 4
#: Header words in fewer boxes than this may as well be labels.
HEADER_BOXES = 3

_AMOUNT = re.compile(r"^[-－]?[\d,，]+(?:\.\d+)?%?$")
_STARTS_ROW = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、]|其中[:：]|\d{3,}|合\s*计|总\s*计)"
)

_TOTAL = re.compile(r"合计|总计|收入总计|支出总计")
#: The first row of a form that is filled in has at most this many boxes.
_FORM_BOXES = 6

#: Tells whether a text is a whole name that forms print (a classification name, a row label).
IsLabel = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Part:
    """One grid on one page, on its way into a table."""

    page: int
    grid: Grid
    reader: str = "pdfium"

    @property
    def row_count(self) -> int:
        """Rows of the grid."""
        return self.grid.shape[0]


def shared_edges(first: Grid, second: Grid) -> tuple[float, ...] | None:
    """Return the union of both grids' column edges in the first one's place, or None when they do not match.

    Edges match when the outer ones do and those of one grid are all edges of the other: a page whose rows merge
    columns draws fewer of them. The second grid may stand further left or right on its page.
    """
    a, b = first.xs, second.xs
    shift = a[0] - b[0]
    if abs((a[-1] - a[0]) - (b[-1] - b[0])) > EDGE:
        return None
    moved = [x + shift for x in b]
    fewer, more = (moved, list(a)) if len(moved) <= len(a) else (list(a), moved)
    if all(min(abs(x - y) for y in more) <= EDGE for x in fewer):
        return tuple(more)
    return None


def repeated_header(first: Grid, second: Grid) -> int:
    """Return how many rows at the top of the second grid print the top rows of the first once more.

    The boxes must be the same; the texts may be cut short, as happens where a page gives its header less height. Of a
    header of several rows a page may repeat the lower ones only.
    """
    a, b = _row_boxes(first), _row_boxes(second)
    for start in range(min(HEADER, len(a))):
        if start and not _is_words(a[start]):
            continue
        same = 0
        for left, right in zip(a[start:], b, strict=False):
            if not _same_row(left, right):
                break
            same += 1
        while same and any(cell.row < same < cell.row + cell.row_span for cell in second.cells):
            same -= 1
        if same:
            return same
    return 0


def _is_words(row: Sequence[Cell]) -> bool:
    """Tell a row that can head columns, though not at the top: words over several of them, no digits."""
    texts = [cell.printed for cell in row if cell.printed]
    return len(texts) > 1 and not any(char.isdigit() for text in texts for char in text)


def opens_header(first: Grid, second: Grid) -> bool:
    """Tell whether the second grid begins with a header of its own: each box a header word, not all of the first's."""
    top = [re.sub(r"\s", "", cell.printed) for cell in _row_boxes(second)[0]]
    if len(top) < HEADER_BOXES or not all(vocabulary().is_header_word(text) for text in top):
        return False
    if first.shape[0] < HEADER and all(vocabulary().is_header_word(cell.printed) for cell in first.cells):
        return False  # the page ended within the header
    known = {re.sub(r"\s", "", cell.printed) for row in _row_boxes(first)[:HEADER] for cell in row}
    return not known.issuperset(top)


def has_no_header(grid: Grid) -> bool:
    """Tell whether the first row of a page is of the body: it holds figures, or a name alone among blank boxes."""
    row = _row_boxes(grid)[0]
    printed = [cell for cell in row if cell.printed]
    if any(_AMOUNT.match(re.sub(r"\s", "", cell.printed)) for cell in printed):
        return True
    return len(printed) == 1 and printed[0].col_span == 1 and len(row) > HEADER_BOXES


def ends_in_total(grid: Grid) -> bool:
    """Tell whether the last row of a page is the total of a whole table: what follows under a header is another one."""
    first = next((cell.printed for cell in _row_boxes(grid)[-1] if cell.printed), "")
    return grid.shape[0] > 1 and _TOTAL.fullmatch(re.sub(r"\s", "", first)) is not None


def opens_alike(first: Grid, second: Grid) -> bool:
    """Tell whether the second grid is another copy of a form: it begins with the same label, filled in otherwise."""
    a, b = _row_boxes(first)[0], _row_boxes(second)[0]
    if [(c.col, c.col_span) for c in a] != [(c.col, c.col_span) for c in b] or not 1 < len(a) <= _FORM_BOXES:
        return False
    pairs = [(re.sub(r"\s", "", x.printed), re.sub(r"\s", "", y.printed)) for x, y in zip(a, b, strict=True)]
    return (
        bool(pairs[0][0])
        and pairs[0][0] == pairs[0][1]
        and all(x and y for x, y in pairs)
        and pairs[1][0] != pairs[1][1]
    )


def _row_boxes(grid: Grid) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[] for _ in range(grid.shape[0])]
    for cell in grid.cells:
        rows[cell.row].append(cell)
    return rows


def _same_row(left: Sequence[Cell], right: Sequence[Cell]) -> bool:
    """Tell whether two rows are one header row printed twice.

    A box that reaches past the header into the first row of the body (类 beside 栏次 and 合计) is cut where the header
    is repeated, and may lose its text. Numbers of columns are the same whatever boxes they stand in.
    """
    texts, again = ([fold(cell.printed) for cell in row if cell.printed] for row in (left, right))
    if texts == again and vocabulary().number_columns(texts):
        return True
    if [(c.col, c.col_span) for c in left] != [(c.col, c.col_span) for c in right]:
        return False
    if any(a.row_span < b.row_span for a, b in zip(left, right, strict=True)):
        return False
    equal = 0
    for a, b in zip(left, right, strict=True):
        whole, seen = re.sub(r"\s", "", a.printed), re.sub(r"\s", "", b.printed)
        if whole == seen:
            equal += bool(whole)
        elif not (_cut_short(whole, seen) or (not seen and b.row_span < a.row_span)):
            return False
    return equal > 0


def _cut_short(whole: str, seen: str) -> bool:
    """Tell whether a text is what is left of a header text; figures are never taken for one."""
    if not seen or any(char.isdigit() for char in whole) or _AMOUNT.match(seen):
        return False
    return seen in whole or similarity(seen, whole) >= CUT_SHORT


def stack(parts: Sequence[Part], is_label: IsLabel) -> tuple[tuple[TableCell, ...], int, int, list[tuple[int, bool]]]:
    """Stack the grids of one table.

    Returns:
        Cells, row count, column count, and for each further part its repeated header rows and whether a row was cut.
    """
    edges = parts[0].grid.xs
    for part in parts[1:]:
        edges = _union(edges, part.grid)
    rows = 0
    cells: list[TableCell] = []
    evidence: list[tuple[int, bool]] = []
    for at, part in enumerate(parts):
        skip = repeated_header(parts[0].grid, part.grid) if at else 0
        skip = 0 if skip >= part.row_count and part.row_count == parts[0].row_count else skip
        fresh = _place(part, edges, skip, rows)
        if at and _is_stub(cells, rows):
            # A row that did not fit left its empty beginning on the page before.
            cells, rows = [cell for cell in cells if cell.row < rows - 1], rows - 1
            fresh = [replace(cell, row=cell.row - 1) for cell in fresh]
        cut = bool(at) and _is_cut(cells, fresh, rows, is_label)
        if cut:
            cells, fresh = _rejoin(cells, fresh, rows), [replace(c, row=c.row - 1) for c in fresh if c.row > rows]
            rows -= 1
        cells.extend(fresh)
        rows += part.row_count - skip
        if at:
            evidence.append((skip, cut))
    return tuple(sorted(cells, key=lambda c: (c.row, c.col))), rows, len(edges) - 1, evidence


def _is_stub(cells: Sequence[TableCell], rows: int) -> bool:
    """Tell whether the last row is the empty beginning of a row that goes on overleaf: blank and lower than others."""
    last = [cell for cell in cells if cell.row + cell.row_span == rows]
    if rows < 2 or any(cell.text or cell.row_span > 1 for cell in last):
        return False
    others = sorted(cell.box[3] - cell.box[1] for cell in cells if cell.row_span == 1 and cell.row < rows - 1)
    return bool(others) and last[0].box[3] - last[0].box[1] < STUB * others[len(others) // 2]


def _union(edges: tuple[float, ...], grid: Grid) -> tuple[float, ...]:
    shift = edges[0] - grid.xs[0]
    moved = [x + shift for x in grid.xs]
    return tuple(moved) if len(moved) > len(edges) else edges


def _column(edges: tuple[float, ...], x: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - x))


def _place(part: Part, edges: tuple[float, ...], skip: int, rows: int) -> list[TableCell]:
    """Return the part's cells in the table's rows and columns."""
    shift = edges[0] - part.grid.xs[0]
    # The same few edges bound all cells.
    nearest = {x: _column(edges, x + shift) for x in {x for cell in part.grid.cells for x in cell.box[::2]}}
    return [
        _cell(cell, part.page, cell.row - skip + rows, first, nearest[cell.box[2]] - first)
        for cell in part.grid.cells
        if cell.row >= skip
        for first in [nearest[cell.box[0]]]
    ]


def _cell(cell: Cell, page: int, row: int, col: int, width: int) -> TableCell:
    lines, text, printed = cell.lines, "", ""
    if len(lines) == 1:  # as most are
        printed = lines[0].text
        text = tidy(printed)
    elif lines:
        printed = cell.printed
        text = join_wraps([line.text for line in lines])
    unmapped = bool(lines) and cell.unmapped
    return TableCell(row, col, cell.row_span, max(1, width), text, printed, page, cell.box, unmapped)


def _is_cut(cells: Sequence[TableCell], fresh: Sequence[TableCell], rows: int, is_label: IsLabel) -> bool:
    """Tell whether the first fresh row only finishes texts of the row above it.

    It does when each of its texts goes on one that stands above it, none is a figure or opens a row, and either the
    two halves make a name that forms print, or the upper half fills its box to the last character.
    """
    above = {cell.col: cell for cell in cells if cell.row <= rows - 1 < cell.row + cell.row_span}
    continued = [cell for cell in fresh if cell.row == rows and cell.text]
    if not continued or any(cell.row_span > 1 for cell in continued):
        return False
    sure = False
    # 当年收入 | 小计: both halves are names, but a row without figures below one with figures is its second half.
    counted = any(_AMOUNT.match(cell.text) for cell in above.values())
    for cell in continued:
        upper = above.get(cell.col)
        if upper is None or not upper.text or upper.row != rows - 1:
            return False
        if _AMOUNT.match(cell.text) or _AMOUNT.match(upper.text) or _STARTS_ROW.match(cell.text):
            return False
        whole = join_wraps([upper.text, cell.text])
        if is_label(whole) and (counted or not is_label(upper.text)):
            sure = True
        elif is_label(cell.text) or not _is_full(upper):
            return False
        else:
            sure = True
    return sure


def _is_full(cell: TableCell) -> bool:
    """Tell whether the last line of a box has no room for a further character."""
    last = cell.printed.rsplit("\n", 1)[-1]
    widest = max(cell.printed.split("\n"), key=_width)
    room = (cell.box[2] - cell.box[0]) / max(_width(widest), 1.0)
    size = max(6.0, min(room, 14.0))
    return _width(widest) - _width(last) < FULL and (cell.box[2] - cell.box[0]) - _width(last) * size < FULL * size + 6


def _width(text: str) -> float:
    """Return a text's width in Chinese characters."""
    return sum(0.5 if ord(char) < 0x2E80 else 1.0 for char in text)


def _rejoin(cells: Sequence[TableCell], fresh: Sequence[TableCell], rows: int) -> list[TableCell]:
    """Append the first fresh row's texts to the boxes above them."""
    tails = {cell.col: cell for cell in fresh if cell.row == rows and cell.text}
    return [
        replace(
            cell,
            text=join_wraps([cell.text, tails[cell.col].text]),
            printed=f"{cell.printed}\n{tails[cell.col].printed}",
            unmapped=cell.unmapped or tails[cell.col].unmapped,
        )
        if cell.row + cell.row_span == rows and cell.col in tails
        else cell
        for cell in cells
    ]
