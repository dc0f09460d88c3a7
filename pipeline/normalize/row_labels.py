"""What the label columns of one row print: names, codes, unit, project, and what its figures are counted in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.normalize.code_cells import same_or_near
from pipeline.normalize.grid import TableGrid
from pipeline.normalize.model import Column, Side
from schemas.classification import LISTS, classification
from schemas.text import fold, strip_of_which, strip_ordinal
from schemas.values import value
from schemas.vocabulary import vocabulary

_MONEY: Final = re.compile(r".*\((?:单位:)?((?:亿|万|千|百)?元)\)")
_UNIT: Final = re.compile(r"\((?:单位:)?[^()\d]{1,4}\)$")


@value
class Label:
    """The label boxes of one row of one side.

    Attributes:
        texts: one text for each name column of what the rows are classed by, left to right.
        codes: one text for each of its code columns.
        second: code and name of another classification printed beside it, or None.
        unit_code, unit_name: of the subordinate unit, where columns are headed so.
        project: name of the project, where a column is headed so.
        counted: text of the column that says what the row is counted in (辆, 万元).
        merged: a label box reaches over figure columns of the side.
        names_projects: the column of names is headed by projects.
    """

    row: int
    texts: tuple[str, ...]
    codes: tuple[str, ...]
    second: tuple[str, str] | None = None
    unit_code: str | None = None
    unit_name: str | None = None
    project: str | None = None
    counted: str | None = None
    merged: bool = False
    names_projects: bool = False

    @property
    def name(self) -> str:
        """The innermost label."""
        return next((text for text in reversed(self.texts) if text), "")


def main_subjects(columns: Sequence[Column], side: Side) -> frozenset[str | None]:
    """Return the subjects of the label columns that name the rows; columns of other subjects tell more about them."""
    present = {columns[col].subject for col in side.labels if columns[col].kind != "text"}
    named = {columns[col].subject for col in side.labels if columns[col].kind == "label"}
    if side.rows == "functional":
        wanted = ["functional"]
    elif side.rows == "auto":
        wanted = ["functional", "department", "government"]
    elif side.rows in ("economic", "economic_department"):
        wanted = ["department", "government"]
    elif side.rows == "economic_government":
        wanted = ["government", "department"]
    elif side.rows in ("unit", "project"):
        wanted = [side.rows]
    else:
        return frozenset(present - {"unit"} if named - {"unit"} else present)
    own = next((subject for subject in wanted if subject in present), None)
    if own is not None and (own in named or not named):
        return frozenset((own, None, "any")) if own in ("functional", "unit", "project") else frozenset((own, "any"))
    if named & {None, "any"}:
        return frozenset((None, "any", *((own,) if own else ())))
    return frozenset(present)


def read_labels(grid: TableGrid, columns: Sequence[Column], side: Side) -> list[Label]:
    """Collect the label boxes of every row of the body; a box over several columns is read once."""
    main = main_subjects(columns, side)
    return [_label(grid, columns, side, main, row) for row in range(grid.header_rows, grid.table.row_count)]


def _label(grid: TableGrid, columns: Sequence[Column], side: Side, main: frozenset[str | None], row: int) -> Label:
    texts: list[str] = []
    codes: list[str] = []
    second: dict[str, str] = {}
    more: dict[str, str] = {}
    seen: list[tuple[int, int]] = []
    reach = -1
    projects = False
    for col in side.labels:
        cell = grid.cover[row][col]
        place = (cell.row, cell.col) if cell else None
        text = "" if cell is None or place in seen else cell.text
        if cell is not None and place is not None:
            seen.append(place)
            reach = max(reach, cell.col + cell.col_span - 1) if cell.text and cell.row == row else reach
        column = columns[col]
        wide = cell is not None and cell.col_span > 1
        if column.kind == "text":
            word = vocabulary().row(text) if text else None
            if word is not None and word.total:
                texts.append(text)
            elif vocabulary().count_header(column.path) and text:
                more["counted"] = text
        elif _is_total(text):
            texts.append(text)
        elif column.kind == "code" and not wide:
            _put_code(column, text, codes, second, more, main)
        elif column.subject in main or wide:
            texts.append(text)
            projects = projects or (_names_projects(column) and not wide and bool(text))
        else:
            _put_name(column, text, texts, second, more)
    _share_code(columns, side, texts, codes, more)
    return Label(
        row=row,
        texts=tuple(texts),
        codes=tuple(codes),
        second=(second.get("code", ""), second.get("name", "")) if any(second.values()) else None,
        unit_code=more.get("unit_code") or None,
        unit_name=more.get("unit") or None,
        project=more.get("project") or None,
        counted=more.get("counted"),
        merged=any(col <= reach for col in side.amounts),
        names_projects=projects,
    )


def _names_projects(column: Column) -> bool:
    """Tell a column of projects, or of classes and the projects beneath them (科目、项目)."""
    return column.subject == "project" or (column.subject == "any" and "项目" in column.path[-1])


def _is_total(text: str) -> bool:
    """Tell a total, which may stand in a column of codes, numbers or units, from what the column is for."""
    word = vocabulary().row(text) if text and not text[0].isdigit() else None
    return word is not None and word.total is not None


def _put_code(
    column: Column,
    text: str,
    codes: list[str],
    second: dict[str, str],
    more: dict[str, str],
    main: frozenset[str | None],
) -> None:
    if column.subject == "unit":
        more["unit_code"] = text
    elif column.subject == "project":
        more["project_code"] = text
    elif column.subject in main:
        codes.append(text)
    else:
        second["code"] = second.get("code", "") + fold(text)


def _share_code(
    columns: Sequence[Column], side: Side, texts: list[str], codes: list[str], more: dict[str, str]
) -> None:
    """One column of codes and one of names can serve units and their functions; the name tells which it is."""
    code = fold(more.get("unit_code", ""))
    shared = not codes and any(columns[col].subject == "any" for col in side.labels)
    if shared and len(code) in (3, 5, 7) and code.isdigit():
        name = next((text for text in reversed(texts) if text), None)
        if any(same_or_near(name or "", e.name) for each in LISTS for e in classification().names(each, code)):
            codes.append(more.pop("unit_code"))


def _put_name(column: Column, text: str, texts: list[str], second: dict[str, str], more: dict[str, str]) -> None:
    if column.subject == "unit":
        more["unit"] = text
    elif column.subject == "project":
        more["project"] = text
    elif column.subject in ("department", "government", "functional"):
        second["name"] = second.get("name", "") + text
    else:
        texts.append(text)


def measured(text: str, counted: str | None) -> tuple[str, str | None, str | None]:
    """Return a label without its unit, what it measures (count, money or None) and the unit of money.

    ``公务用车保有量（辆）`` counts, ``办公用房价值（万元）`` is money in 万元, whatever the unit of the table.
    """
    folded = fold(text)
    for said in (folded, f"({fold(counted)})" if counted else ""):
        if match := _MONEY.fullmatch(said):
            return _without_unit(text, folded), "money", match.group(1)
    if counted and vocabulary().count_units.fullmatch(fold(counted)):
        return text, "count", None
    bare = fold(strip_of_which(strip_ordinal(text)[1])[1])
    if vocabulary().counts.fullmatch(bare):
        return _without_unit(text, folded), "count", None
    return text, None, None


def _without_unit(text: str, folded: str) -> str:
    return folded[: match.start()] if (match := _UNIT.search(folded)) else text
