"""Small printed tables for tests, drawn as rows of texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.assemble.table import Caption, PrintedTable, TableCell
from pipeline.normalize.model import Figure, NormalTable
from pipeline.normalize.tables import normalize_table

LEFT, ABOVE = "<", "^"
YEAR = 2024


def printed(
    rows: Sequence[Sequence[str]], title: str | None = None, unit: str | None = "万元", ordinal: int = 1
) -> PrintedTable:
    """Return a table whose boxes are the texts; ``<`` belongs to the box on its left, ``^`` to the one above."""
    width = max(len(row) for row in rows)
    grid = [[*row, *[""] * (width - len(row))] for row in rows]
    cells: list[TableCell] = []
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in (LEFT, ABOVE):
                continue
            cols = next((n for n in range(1, width - c) if row[c + n] != LEFT), width - c)
            down = next((n for n in range(1, len(grid) - r) if grid[r + n][c] != ABOVE), len(grid) - r)
            box = (float(c * 50), float(r * 20), float((c + cols) * 50), float((r + down) * 20))
            cells.append(TableCell(r, c, down, cols, text.replace("\n", ""), text, 1, box))
    return PrintedTable(
        ordinal=ordinal,
        caption=Caption(None, title, unit, None),
        row_count=len(grid),
        column_count=width,
        cells=tuple(cells),
        page_first=1,
        page_last=1,
    )


def normal(
    rows: Sequence[Sequence[str]],
    title: str | None = None,
    unit: str | None = "万元",
    year: int | None = YEAR,
    ordinal: int = 1,
) -> NormalTable:
    """Return the table with its meaning, under the lists in force at the end of the year."""
    return normalize_table(printed(rows, title, unit, ordinal), year, date(year or YEAR, 12, 31))


def figure(table: NormalTable, row: int, col: int) -> Figure:
    """Return the figure that stands in a box."""
    return next(f for f in table.figures if (f.cell.row, f.cell.col) == (row, col))


def dims(table: NormalTable, row: int, col: int) -> dict[str, str]:
    """Return what a figure is of, without what is not known."""
    return {key: value for key, value in figure(table, row, col).dims.items() if value is not None}
