"""Tables of keys and values (performance targets): the money they print under or beside a header of money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.assemble.table import TableCell
from pipeline.normalize.columns import header_word
from pipeline.normalize.grid import TableGrid
from pipeline.normalize.model import Column, Figure, NormalTable, Row, Side
from pipeline.normalize.numbers import is_too_large, parse_number, step_fen, to_fen
from schemas.forms import Form
from schemas.text import fold
from schemas.vocabulary import strip_unit, vocabulary

_UNIT = re.compile(r"\((?:单位:)?((?:亿|万|千|百)?元)\)$")
_EMPTY: Mapping[str, str | None] = dict.fromkeys(("flow", "fund", "origin", "nature", "phase", "comparison"))


def key_values(grid: TableGrid, form: Form) -> NormalTable:
    """Return the table with the figures that stand under or beside its headers of money; the rest is text."""
    figures: list[Figure] = []
    roles: dict[tuple[int, int], str] = {}
    for header in grid.table.cells:
        folded = fold(header.text)
        printed = _UNIT.search(folded)
        unit = printed.group(1) if printed else grid.table.caption.unit
        if unit and any(p.fullmatch(strip_unit(folded)) for p in form.money_headers):
            roles[header.row, header.col] = "header"
            found = list(_below(grid, form, header, unit)) or list(_beside(grid, form, header, unit))
            figures.extend(figure for figure in found if figure.place not in {f.place for f in figures})
    for cell in grid.table.cells:
        roles.setdefault((cell.row, cell.col), "text" if cell.text else "blank")
    roles.update({(f.cell.row, f.cell.col): "amount" for f in figures})
    return NormalTable(
        table=grid.table,
        form=form,
        unit=grid.table.caption.unit,
        header_rows=0,
        is_empty=not any(cell.text for cell in grid.table.cells),
        columns=tuple(Column(i, (), "text") for i in range(grid.table.column_count)),
        sides=(),
        rows=tuple({figure.row.row: figure.row for figure in figures}.values()),
        figures=tuple(figures),
        roles=roles,
        unplaced={},
    )


def _below(grid: TableGrid, form: Form, header: TableCell, unit: str) -> Iterator[Figure]:
    """Yield the figures in the boxes under a header, down to the first box that is not one."""
    column = Column(header.col, (header.text,), "amount")
    for row in range(header.row + header.row_span, grid.table.row_count):
        cell = grid.cover[row][header.col]
        if cell is None or parse_number(cell.text) is None:
            break
        if cell.row != row:
            continue
        labels = tuple(dict.fromkeys(c.text for c in grid.cover[row][: header.col] if c is not None and c.text))
        if figure := _figure(grid, form, cell, labels, column, unit):
            yield figure


def _beside(grid: TableGrid, form: Form, header: TableCell, unit: str) -> Iterator[Figure]:
    """Yield the figures in the rows that a header stands in front of, each with its label and what heads its column."""
    right = header.col + header.col_span
    heads: dict[int, str] = {}
    for row in range(header.row, header.row + header.row_span):
        cells = [c for c in grid.table.cells if c.row == row and c.col >= right]
        numbered = [c for c in cells if c.text and parse_number(c.text) is not None]
        if not numbered:
            heads |= {c.col: c.text for c in cells if c.text}
            continue
        for cell in numbered:
            label = next((c.text for c in reversed(cells) if c.col < cell.col and c.text and c not in numbered), "")
            head = heads.get(cell.col)
            if head is not None and vocabulary().label_text.fullmatch(fold(head)):
                continue  # 分值 and 得分 are no money
            column = Column(cell.col, (head,) if head else (), "amount", _said(head, form))
            if label and (figure := _figure(grid, form, cell, (label,), column, unit)):
                yield figure


def _project(grid: TableGrid, labels: tuple[str, ...]) -> str | None:
    """Return the project of a row in a list of projects: what stands first under 项目名称."""
    first = grid.cover[0][0] if grid.cover and grid.cover[0] else None
    listed = first is not None and first.row_span == 1 and vocabulary().subject((first.text,)) == "project"
    return labels[0] if listed and labels and grid.table.caption.unit else None


def _said(head: str | None, form: Form) -> Mapping[str, str]:
    word = header_word(strip_unit(fold(head)), form) if head else None
    return word.dims if word else {"phase": "unknown"} if head else {}


def _figure(
    grid: TableGrid, form: Form, cell: TableCell, labels: tuple[str, ...], column: Column, unit: str
) -> Figure | None:
    number = parse_number(cell.text)
    if number is None or cell.unmapped:
        return None
    value = number.value
    said = {**_EMPTY, **form.defaults, **column.dims}
    percent = number.percent or (said["comparison"] or "").endswith("_pct")
    money = value is not None and not percent
    if money and value is not None and is_too_large(value, unit):
        return None
    return Figure(
        table=grid.table.ordinal,
        cell=cell,
        side=Side(0, (), (cell.col,), None, "key_value"),
        row=Row(cell.row, 0, labels[-1] if labels else "", labels, None, project=_project(grid, labels)),
        column=column,
        dims={key: None if dim == "unknown" else dim for key, dim in said.items()},
        value=value,
        fen=to_fen(value, unit) if money and value is not None else None,
        step=step_fen(number.step, unit) if money and number.step is not None else number.step,
        measure="percent" if percent else "money",
        unit=None if percent else unit,
        null_kind=number.null_kind,
    )
