"""Ways a table can be misread, done on purpose to a right reading, to see which wrong figures still count as proven.

Each misreading takes the printed tables of a document (as read) and returns them changed, with the places that every
figure came from. Nothing is drawn: what is tried is the arithmetic of `pipeline.verify`, not the reader.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.assemble.table import PrintedTable
from pipeline.normalize.model import Figure, NormalTable

Place = tuple[int, int]
Texts = dict[Place, str]


@dataclass(frozen=True, slots=True)
class Misread:
    """One table read wrongly.

    Attributes:
        table: the table as misread.
        rows: row of the misread table → rows of the right one that it can be, where they are not the same.
    """

    table: PrintedTable
    rows: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


Misreading = Callable[[random.Random, NormalTable], Misread | None]


def _edit(table: PrintedTable, texts: Texts) -> Misread:
    cells = tuple(
        replace(cell, text=texts[cell.row, cell.col], printed=texts[cell.row, cell.col])
        if (cell.row, cell.col) in texts
        else cell
        for cell in table.cells
    )
    return Misread(replace(table, cells=cells))


def _spot(figure: Figure) -> Place:
    return figure.cell.row, figure.cell.col


def _money(table: NormalTable) -> list[Figure]:
    return [f for f in table.figures if f.measure == "money" and f.dims.get("comparison") is None]


def _printed(table: NormalTable) -> list[Figure]:
    return [f for f in _money(table) if f.fen]


def _rows(table: NormalTable) -> dict[tuple[int, int], dict[int, Figure]]:
    """The figures of each (side, row) by column."""
    found: dict[tuple[int, int], dict[int, Figure]] = {}
    for figure in _money(table):
        found.setdefault((figure.side.index, figure.cell.row), {})[figure.cell.col] = figure
    return found


def _columns(table: NormalTable) -> dict[tuple[int, int], dict[int, Figure]]:
    """The figures of each (side, column) by row."""
    found: dict[tuple[int, int], dict[int, Figure]] = {}
    for figure in _money(table):
        found.setdefault((figure.side.index, figure.cell.col), {})[figure.cell.row] = figure
    return found


def _swap(table: NormalTable, a: Figure, b: Figure) -> Misread | None:
    if a.cell.text == b.cell.text or a.fen == b.fen:
        return None
    return _edit(table.table, {_spot(a): b.cell.text, _spot(b): a.cell.text})


def _pairs(lines: Mapping[tuple[int, int], dict[int, Figure]], blank: bool) -> list[tuple[Figure, Figure]]:
    """Neighbours in a line of which one is printed and the other blank, or both printed."""
    found = []
    for line in lines.values():
        for a, b in pairwise(line[key] for key in sorted(line)):
            half, both = bool(a.fen) != bool(b.fen), a.fen and b.fen and a.fen != b.fen
            if half if blank else both:
                found.append((a, b))
    return found


def _of_pair(lines: Callable[[NormalTable], dict[tuple[int, int], dict[int, Figure]]], blank: bool) -> Misreading:
    def misread(rng: random.Random, table: NormalTable) -> Misread | None:
        pairs = _pairs(lines(table), blank)
        return _swap(table, *rng.choice(pairs)) if pairs else None

    return misread


def dropped(rng: random.Random, table: NormalTable) -> Misread | None:
    """A figure is not seen."""
    figures = _printed(table)
    return _edit(table.table, {_spot(rng.choice(figures)): ""}) if figures else None


def digit(rng: random.Random, table: NormalTable) -> Misread | None:
    """One digit of a figure is another."""
    figures = _printed(table)
    if not figures:
        return None
    figure = rng.choice(figures)
    text = figure.cell.text
    at = rng.choice([i for i, char in enumerate(text) if char.isdigit()])
    other = rng.choice([d for d in "0123456789" if d != text[at]])
    return _edit(table.table, {_spot(figure): text[:at] + other + text[at + 1 :]})


def point(rng: random.Random, table: NormalTable) -> Misread | None:
    """The decimal point of a figure is not seen, or stands one digit to the right."""
    figures = [f for f in _printed(table) if "." in f.cell.text and "," not in f.cell.text]
    if not figures:
        return None
    figure = rng.choice(figures)
    whole, decimals = figure.cell.text.split(".")
    text = rng.choice(
        [whole + decimals, f"{whole}{decimals[:1]}.{decimals[1:]}" if len(decimals) > 1 else whole + decimals]
    )
    return _edit(table.table, {_spot(figure): text})


def row_shifted(rng: random.Random, table: NormalTable) -> Misread | None:
    """The figures of a row stand one column to the right; the last one stands first when there is no room."""
    lines = [line for line in _rows(table).values() if len(line) > 1 and any(f.fen for f in line.values())]
    if not lines:
        return None
    line = rng.choice(lines)
    cols = sorted(line)
    texts = [line[col].cell.text for col in cols]
    moved = [texts[-1], *texts[:-1]]
    return (
        None
        if moved == texts
        else _edit(table.table, {_spot(line[col]): text for col, text in zip(cols, moved, strict=True)})
    )


def rows_swapped(rng: random.Random, table: NormalTable) -> Misread | None:
    """All figures of two rows that stand below each other have changed places."""
    lines = _rows(table)
    pairs = [
        (lines[a], lines[b])
        for a, b in pairwise(sorted(lines))
        if a[0] == b[0] and lines[a].keys() == lines[b].keys()
        if any(lines[a][col].fen != lines[b][col].fen for col in lines[a])
    ]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    texts = {_spot(a[col]): b[col].cell.text for col in a} | {_spot(b[col]): a[col].cell.text for col in a}
    return _edit(table.table, texts)


def columns_swapped(rng: random.Random, table: NormalTable) -> Misread | None:
    """All figures of two columns that stand side by side have changed places."""
    lines = _columns(table)
    pairs = [
        (lines[a], lines[b])
        for a, b in pairwise(sorted(lines))
        if a[0] == b[0] and lines[a].keys() == lines[b].keys()
        if any(lines[a][row].fen != lines[b][row].fen for row in lines[a])
    ]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    texts = {_spot(a[row]): b[row].cell.text for row in a} | {_spot(b[row]): a[row].cell.text for row in a}
    return _edit(table.table, texts)


def labels_swapped(rng: random.Random, table: NormalTable) -> Misread | None:
    """The words above two columns of one group have changed places (基本支出 and 项目支出)."""
    heads = {(c.row, c.col): c for c in table.table.cells if c.row < table.header_rows and c.text}
    figured = {f.cell.col for f in _printed(table)}
    pairs = [
        (a, b)
        for a in heads.values()
        for b in heads.values()
        if a.row == b.row and a.row + a.row_span == b.row + b.row_span and a.col + a.col_span == b.col
        if a.col_span == b.col_span == 1 and not a.text.isdigit() and {a.col, b.col} & figured
        if table.columns[a.col].kind == table.columns[b.col].kind == "amount" and a.text != b.text
    ]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    return _edit(table.table, {(a.row, a.col): b.text, (b.row, b.col): a.text})


def names_swapped(rng: random.Random, table: NormalTable) -> Misread | None:
    """Codes and names of two rows that stand below each other have changed places."""
    lines = _rows(table)
    cells = {(c.row, c.col): c for c in table.table.cells}
    pairs = [
        (a, b)
        for a, b in pairwise(sorted(lines))
        if a[0] == b[0] < len(table.sides) and any(f.fen for f in lines[a].values())
        if _level(lines[a]) == _level(lines[b])
    ]
    if not pairs:
        return None
    (side, first), (_, second) = rng.choice(pairs)
    texts: Texts = {}
    for col in table.sides[side].labels:
        a, b = cells.get((first, col)), cells.get((second, col))
        if a is None or b is None:
            return None
        texts |= {(first, col): b.text, (second, col): a.text}
    return _edit(table.table, texts)


def _level(line: Mapping[int, Figure]) -> object:
    row = next(iter(line.values())).row
    return row.parent, row.level, row.total


def row_lost(rng: random.Random, table: NormalTable) -> Misread | None:
    """A row is not seen at all."""
    lines = sorted({row for (_, row), line in _rows(table).items() if any(f.fen for f in line.values())})
    if not lines:
        return None
    lost = rng.choice(lines)
    if any(c.row < lost < c.row + c.row_span or (c.row == lost and c.row_span > 1) for c in table.table.cells):
        return None
    cells = tuple(replace(c, row=c.row - (c.row > lost)) for c in table.table.cells if c.row != lost)
    rows = {row: (row + (row >= lost),) for row in range(table.table.row_count - 1)}
    return Misread(replace(table.table, cells=cells, row_count=table.table.row_count - 1), rows)


def rows_merged(rng: random.Random, table: NormalTable) -> Misread | None:
    """Two rows are read as one: their texts run together."""
    lines = _rows(table)
    pairs = [(a, b) for a, b in pairwise(sorted(lines)) if a[0] == b[0] and b[1] == a[1] + 1]
    if not pairs:
        return None
    (_, first), (_, second) = rng.choice(pairs)
    if any(c.row_span > 1 and c.row <= second < c.row + c.row_span for c in table.table.cells):
        return None
    below = {c.col: c for c in table.table.cells if c.row == second}
    cells = []
    for cell in table.table.cells:
        if cell.row == first and cell.col in below:
            text = "\n".join(t for t in (cell.text, below[cell.col].text) if t)
            cells.append(
                replace(
                    cell, text=text.replace("\n", " ") if text[:1].isdigit() else text.replace("\n", ""), printed=text
                )
            )
        elif cell.row != second:
            cells.append(replace(cell, row=cell.row - (cell.row > second)))
    rows: dict[int, tuple[int, ...]] = {row: (row + (row >= second),) for row in range(table.table.row_count - 1)}
    rows[first] = (first, second)
    return Misread(replace(table.table, cells=tuple(cells), row_count=table.table.row_count - 1), rows)


def total_lost(rng: random.Random, table: NormalTable) -> Misread | None:
    """The figures of a total row are not seen (bold type)."""
    rows = sorted({f.cell.row for f in _printed(table) if f.row.total is not None})
    if not rows:
        return None
    row = rng.choice(rows)
    return _edit(table.table, {_spot(f): "" for f in _printed(table) if f.cell.row == row})


def unit(_: random.Random, table: NormalTable) -> Misread | None:
    """The unit of the table is read wrongly."""
    if table.table.caption.unit not in ("元", "万元") or not _printed(table):
        return None
    other = "元" if table.table.caption.unit == "万元" else "万元"
    return Misread(replace(table.table, caption=replace(table.table.caption, unit=other)))


_FORMS = (
    ("一般公共预算", "政府性基金预算"),
    ("政府性基金", "一般公共预算"),
    ("财政拨款收", "收"),
    ("财政拨款", "一般公共预算"),
    ("支出", "收入"),
)


def form(rng: random.Random, table: NormalTable) -> Misread | None:
    """The title is read as that of another form."""
    title = table.table.caption.title or ""
    options = [title.replace(a, b, 1) for a, b in _FORMS if a in title]
    if not options or not _printed(table):
        return None
    return Misread(replace(table.table, caption=replace(table.table.caption, title=rng.choice(options))))


def column_lost(rng: random.Random, table: NormalTable) -> Misread | None:
    """The figures of a whole column are not seen."""
    lines = [line for line in _columns(table).values() if any(f.fen for f in line.values())]
    return _edit(table.table, {_spot(f): "" for f in rng.choice(lines).values()}) if lines else None


def labels_slipped(rng: random.Random, table: NormalTable) -> Misread | None:
    """From some row on, the figures of a side stand one row lower."""
    sides: dict[int, list[int]] = {}
    for (side, row), line in _rows(table).items():
        if all(f.row.total is None for f in line.values()):
            sides.setdefault(side, []).append(row)
    lines = _rows(table)
    options = [(side, sorted(rows)) for side, rows in sides.items() if len(rows) > 2]
    if not options:
        return None
    side, rows = rng.choice(options)
    rows = rows[rng.randrange(len(rows) - 1) :]
    texts: Texts = {}
    for above, row in pairwise(rows):
        higher = lines[side, above]
        texts |= {_spot(f): higher[col].cell.text for col, f in lines[side, row].items() if col in higher}
    texts |= {_spot(f): "" for f in lines[side, rows[0]].values()}
    cells = {(c.row, c.col): c.text for c in table.table.cells}
    return _edit(table.table, texts) if any(cells[p] != t for p, t in texts.items()) else None


MISREADINGS: Mapping[str, Misreading] = {
    "figure moved to the blank column beside it": _of_pair(_rows, blank=True),
    "two figures of a row swapped": _of_pair(_rows, blank=False),
    "figure moved to the blank row beside it": _of_pair(_columns, blank=True),
    "two figures of a column swapped": _of_pair(_columns, blank=False),
    "figure not seen": dropped,
    "digit misread": digit,
    "decimal point misread": point,
    "row shifted by a column": row_shifted,
    "two whole rows swapped": rows_swapped,
    "two whole columns swapped": columns_swapped,
    "figures slipped down a row": labels_slipped,
    "words of two columns swapped": labels_swapped,
    "codes and names of two rows swapped": names_swapped,
    "row lost": row_lost,
    "two rows merged": rows_merged,
    "total row not seen": total_lost,
    "whole column not seen": column_lost,
    "unit misread": unit,
    "form misread": form,
}
