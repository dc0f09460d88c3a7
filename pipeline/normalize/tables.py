"""A printed table → a table with its form, columns, rows and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.assemble.table import PrintedTable, TableCell
from pipeline.normalize.columns import read_columns
from pipeline.normalize.grid import TableGrid, column_kind
from pipeline.normalize.key_values import key_values
from pipeline.normalize.model import Column, Figure, NormalTable, Row, Side
from pipeline.normalize.numbers import is_too_large, parse_number, step_fen, to_fen
from pipeline.normalize.recognise import Guess, Unrecognised, recognise_all
from pipeline.normalize.rows import read_rows
from pipeline.normalize.sides import read_sides
from schemas.forms import Form
from schemas.text import fold
from schemas.vocabulary import vocabulary

#: Dimensions in the order of the data contract.
DIMENSIONS = ("flow", "fund", "origin", "nature", "phase", "comparison")

_Dims = Mapping[str, str | None]


def normalize_tables(
    printed: Sequence[PrintedTable], stage: str | None, fiscal_year: int | None, on: date
) -> tuple[NormalTable, ...]:
    """Recognise the tables of one disclosure and give every figure its meaning.

    Args:
        printed: the assembled tables, in the order of the document.
        stage: ``budget`` or ``final`` where the disclosure says so.
        fiscal_year: year of the disclosure, for headers that name years.
        on: the day whose classification lists are in force.
    """
    return tuple(table for table, _ in explained_tables(printed, stage, fiscal_year, on))


def explained_tables(
    printed: Sequence[PrintedTable], stage: str | None, fiscal_year: int | None, on: date
) -> tuple[tuple[NormalTable, Guess], ...]:
    """As ``normalize_tables``, each table with why it is the form."""
    unknown = [unrecognised(table) for table in printed]
    guesses = recognise_all(unknown, stage)
    return tuple((meant(u, g.form, fiscal_year, on), g) for u, g in zip(unknown, guesses, strict=True))


def normalize_table(printed: PrintedTable, fiscal_year: int | None, on: date, stage: str | None = None) -> NormalTable:
    """Recognise one table by itself and give every figure its meaning."""
    return normalize_tables([printed], stage, fiscal_year, on)[0]


def unrecognised(printed: PrintedTable) -> Unrecognised:
    """Return a table with what its columns hold, before its form is known."""
    grid = TableGrid(printed)
    return Unrecognised(grid, tuple(column_kind(grid, col) for col in range(printed.column_count)))


def meant(unknown: Unrecognised, form: Form | None, fiscal_year: int | None, on: date) -> NormalTable:
    """Give every figure of a table the meaning that it has in a form."""
    grid, kinds = unknown.grid, unknown.kinds
    printed = grid.table
    if form is not None and form.rows == "key_value":
        return key_values(grid, form)
    columns = read_columns(grid, kinds, form, fiscal_year, on)
    sides = read_sides(grid, columns, form)
    rows: list[Row] = []
    figures: list[Figure] = []
    for side in sides:
        found = read_rows(grid, columns, side, form, on, fiscal_year)
        rows.extend(found)
        figures.extend(_figures(grid, columns, side, found, form))
    figures = _current_year(figures)
    roles, unplaced = _roles(grid, columns, figures, form)
    return NormalTable(
        table=printed,
        form=form,
        unit=printed.caption.unit,
        header_rows=grid.header_rows,
        is_empty=_is_empty(grid, figures),
        columns=columns,
        sides=sides,
        rows=tuple(rows),
        figures=tuple(figures),
        roles=roles,
        unplaced=unplaced,
    )


def _is_empty(grid: TableGrid, figures: Sequence[Figure]) -> bool:
    """Tell whether a table holds nothing: no figure where it has places for them, else no words either."""
    if figures:
        return not any(figure.value is not None for figure in figures)
    body = (parse_number(cell.text) for cell in grid.table.cells if cell.row >= grid.header_rows and cell.text)
    return all(number is not None and number.null_kind is not None for number in body)


def _figures(
    grid: TableGrid, columns: tuple[Column, ...], side: Side, rows: list[Row], form: Form | None
) -> list[Figure]:
    """Return the figures on a side, printed absences included, row by row."""
    found: list[Figure] = []
    said = _said(grid.table, side, form) if form is not None else {}
    for row in rows:
        for col in side.amounts:
            cell = grid.cover[row.row][col]
            if cell is None or (cell.row, cell.col) != (row.row, col):
                continue
            if not row.label and not cell.text:
                continue
            figure = _figure(grid, cell, columns[col], side, row, form, said)
            if figure is not None and (form is not None or (figure.value is not None and figure.unit is not None)):
                found.append(figure)
    return found


def _figure(
    grid: TableGrid, cell: TableCell, column: Column, side: Side, row: Row, form: Form | None, said: _Dims
) -> Figure | None:
    number = parse_number(cell.text) if not cell.unmapped else None
    if number is None:
        return None
    dims = _dims(said, column, side, row, form)
    unit = row.unit or column.unit or grid.table.caption.unit
    measure = _measure(column, row, dims, number.percent, form)
    money = measure == "money" and unit is not None and unit in vocabulary().units
    if money and unit and number.value is not None and is_too_large(number.value, unit):
        return None
    return Figure(
        table=grid.table.ordinal,
        cell=cell,
        side=side,
        row=row,
        column=column,
        dims=dims,
        value=number.value,
        fen=to_fen(number.value, unit) if money and number.value is not None and unit else None,
        step=step_fen(number.step, unit) if money and number.step is not None and unit else number.step,
        measure=measure,
        unit=unit if measure == "money" else None,
        null_kind=number.null_kind,
    )


def _said(table: PrintedTable, side: Side, form: Form) -> _Dims:
    """Lay what form, title and panel say over each other; the more particular wins."""
    dims: dict[str, str | None] = {**dict.fromkeys(DIMENSIONS), **form.defaults}
    titled = form.title_dims.first(fold(table.caption.title or ""))
    if titled is not None:
        dims.update(titled.dims)
    elif not table.caption.title:
        # What only the title would say is not known without it.
        dims.update((key, None) for word in form.title_dims for key in word.dims)
    if side.panel is not None:
        dims.update(side.panel.dims)
    return dims


def _dims(said: _Dims, column: Column, side: Side, row: Row, form: Form | None) -> _Dims:
    """Lay what header and row say over what form, title and panel say."""
    if form is None:
        return dict.fromkeys(DIMENSIONS)
    dims = dict(said)
    if column.unclear or row.unclear:
        _forget(dims, column, row, side)
    dims.update(column.dims)
    dims.update(row.dims)
    # Only where both sides are printed is a total a balance; in a list of revenue it is revenue.
    if row.dims.get("flow") == "balance" and not form.panels:
        dims["flow"] = form.defaults.get("flow")
    if (row.measure or column.measure or form.measure) == "count":
        dims.update(dict.fromkeys(("flow", "fund", "origin", "nature")))
    return {key: None if value == "unknown" else value for key, value in dims.items()}


def _forget(dims: dict[str, str | None], column: Column, row: Row, side: Side) -> None:
    """Take back what a form says of all its figures where a word over or beside one is not understood."""
    doubtful: set[str] = set()
    if column.unclear:
        doubtful |= {"fund", "nature", "origin"}
    if row.unclear:
        doubtful |= {"nature"} if side.rows == "nature" else {"fund", "origin"}
    for key in doubtful:
        if dims.get(key) in ("all", "fiscal", "current_year"):
            dims[key] = None
    said = "".join((row.label if row.unclear else "", *(column.path if column.unclear else ())))
    if doubtful and dims.get("flow") == "revenue" and vocabulary().balance_words.search(fold(said)):
        dims["flow"] = None


def _measure(column: Column, row: Row, dims: Mapping[str, str | None], percent: bool, form: Form | None) -> str:
    """Return what a figure measures: its percent sign, its row, its header, its form, in this order."""
    if percent or (dims.get("comparison") or "").endswith("_pct"):
        return "percent"
    return row.measure or column.measure or (form.measure if form else "money")


def _current_year(figures: list[Figure]) -> list[Figure]:
    """Where a table keeps balances brought forward apart, its other revenue is of the current year."""
    carried = {f.side.index for f in figures if f.dims.get("origin") == "carried_over"}
    return [
        replace(f, dims={**f.dims, "origin": "current_year"})
        if f.side.index in carried and f.dims.get("flow") == "revenue" and f.dims.get("fund") not in (None, "all")
        else f
        for f in figures
    ]


def _roles(
    grid: TableGrid, columns: tuple[Column, ...], figures: list[Figure], form: Form | None
) -> tuple[dict[tuple[int, int], str], dict[tuple[int, int], str]]:
    """Return each box's role and, for boxes that no rule consumed, why."""
    roles: dict[tuple[int, int], str] = {}
    unplaced: dict[tuple[int, int], str] = {}
    used = {(f.cell.row, f.cell.col) for f in figures if f.value is not None}
    for cell in grid.table.cells:
        place = (cell.row, cell.col)
        kind = columns[cell.col].kind
        if not cell.text:
            roles[place] = "blank"
        elif cell.row < grid.header_rows:
            roles[place] = "column_number" if grid.numbers_column(cell) else "header"
        elif place in used:
            roles[place] = "amount"
        elif kind == "amount":
            number = parse_number(cell.text)
            roles[place] = "amount" if number is not None else "text"
            if form is not None and not (number is not None and number.value is None):
                unplaced[place] = "no_row_label" if number is not None else "not_a_figure"
        else:
            roles[place] = {"code": "code", "text": "text"}.get(kind, "label")
            if kind == "code" and vocabulary().label_code.fullmatch(fold(cell.text)):
                roles[place] = "header"
        if form is None and cell.text and cell.row >= grid.header_rows:
            unplaced[place] = "form_not_recognised"
    return roles, unplaced
