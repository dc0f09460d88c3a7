"""Shared table building: header trees, code rows, money cells, class lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.typeset import codes
from tests.typeset.figures import Entry, Ledger, spent_on, under
from tests.typeset.model import Align, Amount, Cell, Row
from tests.typeset.numbers import Format


@dataclass(frozen=True, slots=True)
class Head:
    """A header cell and the cells under it; `height` rows, the rest of the header when it has no children."""

    text: str
    children: tuple[Head, ...] = ()
    height: int = 1
    bold: bool = False

    @property
    def width(self) -> int:
        """Columns covered."""
        return sum(child.width for child in self.children) or 1

    @property
    def depth(self) -> int:
        """Rows needed."""
        return self.height + max((child.depth for child in self.children), default=0)


def head(text: str, *children: Head | str, height: int = 1) -> Head:
    """A header cell; plain strings become leaves."""
    return Head(text, tuple(Head(c) if isinstance(c, str) else c for c in children), height)


def header(columns: Sequence[Head | str], *, numbers: Sequence[str] = (), bold: bool = False) -> tuple[Row, ...]:
    """Header rows of a tree of header cells, with a column-number row when `numbers` is given."""
    tops = [Head(c) if isinstance(c, str) else c for c in columns]
    depth = max(top.depth for top in tops)
    grid: list[list[Cell | None]] = [[None] * sum(top.width for top in tops) for _ in range(depth)]

    def place(node: Head, row: int, col: int) -> None:
        tall = node.height if node.children else depth - row
        grid[row][col] = Cell(node.text, row_span=tall, col_span=node.width, bold=bold)
        for child in node.children:
            place(child, row + tall, col)
            col += child.width

    col = 0
    for top in tops:
        place(top, 0, col)
        col += top.width
    rows = [tuple(row) for row in grid]
    if numbers:
        rows.append(tuple(Cell(n) for n in numbers))
    return tuple(rows)


def column_numbers(marks: int, count: int) -> list[str]:
    """The ※ row: marks over the text columns, 1 2 3 … over the amounts."""
    return ["※"] * marks + [str(i + 1) for i in range(count)]


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount column: which entries it adds up and what they are."""

    keep: Callable[[Entry], bool]
    dims: Mapping[str, str] = field(default_factory=dict)


def money(
    fen: int,
    form: Format,
    label: str,
    *,
    functional: str | None = None,
    economic: str | None = None,
    dims: Mapping[str, str] | None = None,
    bold: bool = False,
    align: Align = "right",
) -> Cell:
    """An amount cell; the truth holds what is printed, and nothing where nothing or a dash is printed."""
    text = form.show(fen)
    if not any(c.isdigit() for c in text):
        return Cell(text, align=align, bold=bold)
    return Cell(
        text, align=align, bold=bold, amount=Amount(form.value(fen), label, functional, economic, dict(dims or {}))
    )


def amounts(
    ledger: Ledger,
    measures: Sequence[Measure],
    form: Format,
    label: str,
    *,
    functional: str | None = None,
    economic: str | None = None,
    bold: bool = False,
) -> list[Cell]:
    """One amount cell for each measure of the ledger."""
    return [
        money(ledger.total(m.keep), form, label, functional=functional, economic=economic, dims=m.dims, bold=bold)
        for m in measures
    ]


def blank(count: int) -> Row:
    """A row of empty cells."""
    return tuple(Cell() for _ in range(count))


def blanks(columns: int, rows: int) -> tuple[Row, ...]:
    """Empty body rows."""
    return tuple(blank(columns) for _ in range(rows))


def spanned(text: str, span: int, *, bold: bool = False, align: Align = "center") -> list[Cell | None]:
    """A cell over several columns and the places it covers."""
    return [Cell(text, col_span=span, bold=bold, align=align), *[None] * (span - 1)]


@dataclass(frozen=True, slots=True)
class CodeLayout:
    """How a publisher lists classes: split code columns or one, leaves or the tree, where the total goes."""

    split: bool = True
    tree: bool = False
    total: str = "合计"
    total_first: bool = False
    bold_total: bool = True


FUNCTION_WIDTHS = (3, 2, 2)
ECONOMIC_WIDTHS = (3, 2)


def code_cells(code: str, parts: Sequence[int], *, split: bool) -> list[Cell]:
    """A code in one column, or in a column for each level with the deeper ones empty."""
    if not split:
        return [Cell(code, align="left")]
    cells, at = [], 0
    for width in parts:
        cells.append(Cell(code[at : at + width]))
        at += width
    return cells


def code_rows(
    ledger: Ledger, measures: Sequence[Measure], form: Format, layout: CodeLayout, *, kind: str = "functional"
) -> list[Row]:
    """Body rows of a table by functional or economic class, total included."""
    is_function = kind == "functional"
    parts = FUNCTION_WIDTHS if is_function else ECONOMIC_WIDTHS
    name = codes.functional if is_function else codes.economic
    leaves = ledger.functions() if is_function else ledger.economics()
    lengths = [sum(parts[: i + 1]) for i in range(len(parts))]
    wanted = sorted({code[:n] for code in leaves for n in lengths}) if layout.tree else leaves
    rows: list[Row] = []
    for code in wanted:
        part = ledger.only(under(code) if is_function else spent_on(code))
        label = name(code)
        cells: list[Cell | None] = [*code_cells(code, parts, split=layout.split)]
        cells.append(Cell(label, align="left"))
        keys = (code, None) if is_function else (None, code)
        cells += amounts(part, measures, form, label, functional=keys[0], economic=keys[1])
        rows.append(tuple(cells))
    span = (len(parts) if layout.split else 1) + 1
    total = spanned(layout.total, span, bold=layout.bold_total)
    total += amounts(ledger, measures, form, layout.total, bold=layout.bold_total)
    return [tuple(total), *rows] if layout.total_first else [*rows, tuple(total)]


def in_columns(left: Iterable[Sequence[Cell | None]], right: Iterable[Sequence[Cell | None]]) -> list[Row]:
    """Two lists side by side, the shorter one filled with empty cells."""
    a, b = [tuple(x) for x in left], [tuple(x) for x in right]
    wide_a, wide_b = len(a[0]), len(b[0])
    length = max(len(a), len(b))
    a += [blank(wide_a)] * (length - len(a))
    b += [blank(wide_b)] * (length - len(b))
    return [x + y for x, y in zip(a, b, strict=True)]


NUMERALS = "一二三四五六七八九十"


def ordinal(number: int) -> str:
    """Chinese numeral of 1 to 99."""
    tens, ones = divmod(number, 10)
    text = ("" if tens < 2 else NUMERALS[tens - 1]) + ("十" if tens else "")
    return text + (NUMERALS[ones - 1] if ones else "")
