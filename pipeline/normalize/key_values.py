"""Tables of keys and values (performance targets): the money they print under a header of money."""

from __future__ import annotations

import re

from pipeline.assemble.table import TableCell
from pipeline.normalize.grid import TableGrid
from pipeline.normalize.model import Column, Figure, NormalTable, Row, Side
from pipeline.normalize.numbers import parse_number, step_fen, to_fen
from schemas.forms import Form
from schemas.text import fold
from schemas.vocabulary import strip_unit

_UNIT = re.compile(r"\((?:单位:)?((?:亿|万|千|百)?元)\)$")


def key_values(grid: TableGrid, form: Form) -> NormalTable:
    """Return the table with the figures that stand under its headers of money; the rest is text."""
    figures: list[Figure] = []
    roles: dict[tuple[int, int], str] = {}
    rows: list[Row] = []
    for header in grid.table.cells:
        folded = fold(header.text)
        unit = _UNIT.search(folded)
        if unit and any(p.fullmatch(strip_unit(folded)) for p in form.money_headers):
            roles[header.row, header.col] = "header"
            for figure in _below(grid, form, header, unit.group(1)):
                figures.append(figure)
                rows.append(figure.row)
    for cell in grid.table.cells:
        place = (cell.row, cell.col)
        roles.setdefault(place, "text" if cell.text else "blank")
    roles.update({(f.cell.row, f.cell.col): "amount" for f in figures})
    columns = tuple(Column(i, (), "text") for i in range(grid.table.column_count))
    return NormalTable(
        table=grid.table,
        form=form,
        unit=grid.table.caption.unit,
        header_rows=0,
        is_empty=not any(cell.text for cell in grid.table.cells),
        columns=columns,
        sides=(),
        rows=tuple(rows),
        figures=tuple(figures),
        roles=roles,
        unplaced={},
    )


def _below(grid: TableGrid, form: Form, header: TableCell, unit: str) -> list[Figure]:
    """Return the figures in the boxes under a header, down to the first box that is not one."""
    found: list[Figure] = []
    side = Side(0, (), (header.col,), None, "key_value")
    column = Column(header.col, (header.text,), "amount")
    for row in range(header.row + header.row_span, grid.table.row_count):
        cell = grid.cover[row][header.col]
        number = parse_number(cell.text) if cell is not None and cell.row == row else None
        if cell is None or number is None or cell.unmapped:
            break
        labels = tuple(dict.fromkeys(c.text for c in grid.cover[row][: header.col] if c is not None and c.text))
        label = labels[-1] if labels else ""
        value = number.value
        found.append(
            Figure(
                table=grid.table.ordinal,
                cell=cell,
                side=side,
                row=Row(row, 0, label, labels, None),
                column=column,
                dims={"flow": None, "fund": None, "origin": None, "nature": None, "comparison": None, **form.defaults},
                value=value,
                fen=to_fen(value, unit) if value is not None else None,
                step=step_fen(number.step, unit) if number.step is not None else None,
                measure="money",
                unit=unit,
                null_kind=number.null_kind,
            )
        )
    return found
