"""Performance tables of any layout → indicators: three levels over merged boxes, relation, value, unit, weight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from extractors.page import Box
from pipeline.assemble.table import PrintedTable, TableCell
from pipeline.normalize.grid import TableGrid
from pipeline.normalize.numbers import parse_number
from schemas.narrative import read_yaml
from schemas.text import fold, strip_ordinal
from schemas.vocabulary import strip_unit

#: Roles that the levels of a second period share with the first.
_SHARED = ("level1", "level2", "project")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One performance target.

    Attributes:
        table: ordinal of its table; ``row``: where its name begins; ``form``: which form of a table of several.
        operator: ``>=``, ``<=``, ``=``, ``>``, ``<``, ``定性`` or None.
        value: number as printed, or text.
        weight, score: None where not printed.
        is_execution: weighs the execution of the budget, beside the indicators proper.
    """

    table: int
    row: int
    form: int
    project: str | None
    level1: str | None
    level2: str | None
    name: str
    operator: str | None
    value: str | None
    unit: str | None
    basis: str | None
    weight: Decimal | None
    actual: str | None
    score: Decimal | None
    is_execution: bool
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class _Words:
    columns: tuple[tuple[str, re.Pattern[str]], ...]
    required: tuple[str, ...]
    together: frozenset[str]
    ends: re.Pattern[str]
    project_keys: re.Pattern[str]
    operators: tuple[tuple[str, str], ...]
    suffixes: Mapping[str, str]
    figure: re.Pattern[str]
    not_units: re.Pattern[str]
    execution: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = read_yaml("indicators")
    suffixes = "|".join(sorted(data["suffixes"], key=len, reverse=True))
    return _Words(
        columns=tuple((role, re.compile(pattern)) for role, pattern in data["columns"].items()),
        required=tuple(data["required"]),
        together=frozenset(data["together_with"]),
        ends=re.compile(data["ends"]),
        project_keys=re.compile(data["project_keys"]),
        operators=tuple(sorted(data["operators"].items(), key=lambda item: -len(item[0]))),
        suffixes=data["suffixes"],
        figure=re.compile(rf"(-?\d[\d,]*(?:\.\d+)?)({data['unit']})??({suffixes})?"),
        not_units=re.compile(data["not_units"]),
        execution=re.compile(data["execution"]),
    )


def read_indicators(table: PrintedTable) -> tuple[Indicator, ...]:
    """Return the indicators of a table; none where no header names them."""
    folded = [fold(cell.text) for cell in table.cells]
    if not any("指标" in text for text in folded):
        return ()
    return tuple(_read(TableGrid(table)))


def _read(grid: TableGrid) -> Iterator[Indicator]:
    columns: Mapping[str, int] = {}
    project: str | None = None
    last: Indicator | None = None
    form = 0
    for row, cells in enumerate(grid.table.rows()):
        header = _header(grid, row)
        if header is not None:
            columns, form, last = header, form + 1, None
            continue
        named = _project(cells)
        project, last = named or project, None if named else last
        if columns:
            found = _indicator(grid, row, columns, project, form)
            if found is not None:
                last = _carried(found, last)
                yield last
            elif cells and _words().ends.fullmatch(fold(cells[0].text)) and cells[0].row_span == 1:
                columns = columns if "level1" in columns and cells[0].col == columns["level1"] else {}


def _role(text: str) -> str | None:
    bare = strip_unit(fold(strip_ordinal(text)[1]))
    return next((role for role, pattern in _words().columns if pattern.fullmatch(bare)), None) if bare else None


def _header(grid: TableGrid, row: int) -> dict[str, int] | None:
    """Return the columns by role where a row heads indicators; of two periods side by side the last."""
    if not any("指标" in fold(cell.text) for cell in grid.table.rows()[row]):
        return None
    groups: list[dict[str, int]] = [{}]
    seen: TableCell | None = None
    for col in range(grid.table.column_count):
        cell = grid.cover[row][col]
        below = grid.cover[row + 1][col] if row + 1 < grid.table.row_count else None
        if cell is None or cell is seen:
            continue
        seen = cell
        for at, text in _heads(grid, row, col, cell, below):
            role = _role(text)
            if role is None:
                continue
            if role in groups[-1]:
                groups.append({key: value for key, value in groups[-1].items() if key in _SHARED and key != role})
            groups[-1][role] = at
    full = [g for g in groups if all(r in g for r in _words().required) and _words().together & g.keys()]
    return full[-1] if full else None


def _heads(grid: TableGrid, row: int, col: int, cell: TableCell, below: TableCell | None) -> list[tuple[int, str]]:
    """Return the texts that head the columns under a header box: its own, or those of the boxes that part it."""
    parted = below is not None and below is not cell and cell.col_span > 1 and below.col_span < cell.col_span
    if parted and row + 1 < grid.table.row_count:
        under = [grid.cover[row + 1][c] for c in range(cell.col, cell.col + cell.col_span)]
        named = [(c.col, c.text) for c in dict.fromkeys(under) if c is not None and _role(c.text)]
        if named:
            return named
    return [(col, cell.text)]


def _project(cells: Sequence[TableCell]) -> str | None:
    """Return the project that a row of the head names."""
    for cell, following in pairwise(cells):
        if _words().project_keys.fullmatch(fold(cell.text)) and following.text and _role(following.text) is None:
            return following.text
    return None


def _indicator(
    grid: TableGrid, row: int, columns: Mapping[str, int], project: str | None, form: int
) -> Indicator | None:
    def at(role: str) -> TableCell | None:
        return grid.cover[row][columns[role]] if role in columns else None

    def text(role: str) -> str | None:
        cell = at(role)
        return cell.text or None if cell is not None else None

    name = at("indicator")
    if name is None or name.row != row or not name.text or _role(name.text) is not None:
        return None
    level1, level2 = text("level1"), text("level2")
    if name.text in (level1, level2) and name in (at("level1"), at("level2")):
        return None
    value = at("value")
    operator, number, unit = split_value(value.text if value is not None and value is not name else "")
    weight, score = _number(text("weight")), _number(text("score"))
    if number is None and weight is None and text("actual_value") is None:
        return None
    own = _operator(text("operator"))
    return Indicator(
        table=grid.table.ordinal,
        row=row,
        form=form,
        project=text("project") or project,
        level1=level1,
        level2=level2,
        name=name.text,
        operator=own or operator,
        value=number,
        unit=text("unit") or unit,
        basis=text("basis"),
        weight=weight,
        actual=text("actual_value"),
        score=score,
        is_execution=_words().execution.fullmatch(fold(name.text)) is not None,
        page=name.page,
        box=name.box,
    )


def _carried(found: Indicator, last: Indicator | None) -> Indicator:
    """Return the indicator with the project and levels of the one above where a page break left their boxes blank."""
    if last is None:
        return found
    project = found.project or last.project
    level1 = found.level1 or (last.level1 if project == last.project else None)
    same = project == last.project and level1 == last.level1
    return replace(found, project=project, level1=level1, level2=found.level2 or (last.level2 if same else None))


def _operator(text: str | None) -> str | None:
    folded = fold(text or "")
    return next((word for sign, word in _words().operators if folded == sign), None)


def _number(text: str | None) -> Decimal | None:
    number = parse_number((text or "").removesuffix("分"))
    return number.value if number is not None and number.null_kind is None else None


def split_value(text: str) -> tuple[str | None, str | None, str | None]:
    """Split a target such as ``>=10 人`` or ``95%以上`` into relation, number and unit.

    Returns:
        Relation, number, unit. What is no number stays whole: ``(relation or None, text, None)``.
    """
    folded = fold(text)
    if not folded:
        return None, None, None
    operator: str | None = None
    for sign, word in _words().operators:
        if folded.startswith(sign) and len(folded) > len(sign):
            operator, folded = word, folded[len(sign) :].lstrip(":")
            break
    found = _words().figure.fullmatch(folded)
    if found is None or (found.group(2) and _words().not_units.fullmatch(found.group(2))):
        return (operator, folded, None) if operator is not None else (None, text, None)
    if found.group(3):
        operator = operator or _words().suffixes[found.group(3)]
    return operator, found.group(1), found.group(2)
