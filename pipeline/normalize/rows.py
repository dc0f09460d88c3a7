"""Row labels → codes, dimensions, units and projects of the rows on one side of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from pipeline.normalize.codes import join_code, resolve_code, split_code_name
from pipeline.normalize.columns import dated_phase
from pipeline.normalize.grid import TableGrid
from pipeline.normalize.levels import level_rows
from pipeline.normalize.model import Column, Row, Side
from pipeline.normalize.row_labels import Label, measured, read_labels
from pipeline.normalize.row_tree import Draft, inherit, with_parents
from schemas.classification import ListName
from schemas.forms import Form
from schemas.text import fold, strip_of_which, strip_ordinal
from schemas.vocabulary import Word, vocabulary

_LISTS: Final[dict[str, tuple[ListName, ...]]] = {
    "functional": ("functional",),
    "economic": ("economic_department", "economic_government"),
    "economic_department": ("economic_department", "economic_government"),
    "economic_government": ("economic_government", "economic_department"),
    "auto": ("functional", "economic_department", "economic_government"),
}
_ECONOMIC: Final[tuple[ListName, ...]] = ("economic_department", "economic_government")
#: Sides whose labels say what their figures are of.
_SAYING: Final = frozenset(("source", "nature"))
#: Sides where a first label can stand over a block of rows that a second one names.
_IN_BLOCKS: Final = frozenset(("source", "nature", "item", "none", "auto"))
#: A subordinate unit shares at least the place at the front of its department's name.
_PLACE: Final = 3


def read_rows(
    grid: TableGrid, columns: Sequence[Column], side: Side, form: Form | None, on: date, fiscal_year: int | None = None
) -> list[Row]:
    """Return the labelled rows of a side, top to bottom, each with its parent.

    Args:
        grid: the table.
        columns: its columns.
        side: the side.
        form: its form, or None.
        on: the day whose classification lists are in force.
        fiscal_year: for rows that are years.
    """
    labels = read_labels(grid, columns, side)
    if not side.labels:
        return [Row(label.row, side.index, "", (), None) for label in labels]
    if side.rows == "levels" and form is not None:
        return level_rows(grid, columns, side, form)
    labels = [label for label in labels if label.name or any(label.codes) or label.unit_name or label.project]
    drafts: list[Draft] = []
    above: str | None = None
    agency = fold(grid.table.caption.agency or "")
    for label in labels:
        draft = _of_agency(_draft(label, side, form, on, above), agency)
        if side.rows in ("item", "unit") and (dated := dated_phase(fold(label.name), fiscal_year)):
            draft = replace(draft, row=replace(draft.row, dims={**draft.row.dims, **dated}))
        above = draft.row.code or above
        drafts.append(draft)
    return with_parents(inherit(drafts), agency)


def _draft(label: Label, side: Side, form: Form | None, on: date, above: str | None) -> Draft:
    name, measure, unit = measured(label.name, label.counted)
    ordinal, rest = strip_ordinal(name)
    of_which, bare = strip_of_which(rest)
    if ordinal is None and of_which:
        ordinal, bare = strip_ordinal(bare)
    word = row_word(bare, form)
    block = label.texts[0] if side.rows in _IN_BLOCKS and len([t for t in label.texts if t]) > 1 else None
    row = Row(
        row=label.row,
        side=side.index,
        label=label.name or label.project or label.unit_name or "",
        path=(),
        parent=None,
        project=label.project,
        merged=label.merged,
        unit_name=label.unit_name,
        measure=measure,
        unit=unit,
    )
    if word is not None and word.total is not None and not _has_code(label):
        row = replace(row, dims=_block_dims(block, form)) if block else replace(row, total=word.total, dims=word.dims)
        return Draft(row, ordinal, of_which, block)
    if side.rows in _LISTS:
        row = _classified(row, label, side, on, above)
    elif side.rows == "nature" and word is None:
        row = _by_class(row, bare, on)
    if row.code is None and word is not None:
        row = replace(row, dims=word.dims, tag=word.tag)
    if block and row.code is None:
        row = replace(row, dims={**_block_dims(block, form), **row.dims})
    gathers = word is not None and not (word.dims or word.tag or word.total)
    told = _told(row, label, side, on, known=word is not None)
    return Draft(told, ordinal, of_which, block, label.unit_code, gathers)


def _of_agency(draft: Draft, agency: str) -> Draft:
    """A public body of the agency's place, where projects stand, is a unit and no project."""
    row = draft.row
    if row.project is None or row.code is not None or row.total is not None:
        return draft
    name = fold(row.project)
    beside_codes = row.project != row.label
    is_body = name[:_PLACE] == agency[:_PLACE] if agency else beside_codes
    if is_body and vocabulary().organisation.search(name):
        return replace(draft, row=replace(row, unit_name=row.unit_name or row.project, project=None))
    return draft


def _has_code(label: Label) -> bool:
    """Tell whether a code is printed; 类|款|项 can stand in the code columns of a total row."""
    return any(char.isdigit() for code in label.codes for char in code)


def _told(row: Row, label: Label, side: Side, on: date, *, known: bool) -> Row:
    """Add what the row says beside its class: its project, its unit, a second classification."""
    if side.rows == "project" and not known and row.project is None:
        row = replace(row, project=label.name or None)
    if row.unit_name is None and not known and row.code is None and _is_unit(label, side):
        row = replace(row, unit_name=label.name)
    if label.second is not None:
        code, name = label.second
        match = resolve_code(code or None, name or None, _ECONOMIC, on)
        if match.code is not None and match.list in _ECONOMIC and row.list not in _ECONOMIC:
            row = replace(row, economic=(match.code, match.name or name))
    unclear = side.rows in _SAYING and not known and row.code is None and not row.dims
    return replace(row, unclear=True) if unclear else row


def _is_unit(label: Label, side: Side) -> bool:
    """Tell a row that names a subordinate unit: in a list of units, or above its codes in a classified list."""
    if not label.name or strip_of_which(label.name)[0]:
        return False
    if side.rows == "unit":
        return True
    if side.rows not in _LISTS or any(label.codes):
        return False
    return bool(label.unit_code) or bool(vocabulary().organisation.search(fold(label.name)))


def row_word(bare: str, form: Form | None) -> Word | None:
    """Return a label's meaning: the form's own words before the vocabulary's."""
    folded = fold(bare)
    return (form.row_words.first(folded) if form else None) or vocabulary().rows.first(folded)


def _block_dims(block: str, form: Form | None) -> dict[str, str]:
    word = row_word(strip_of_which(strip_ordinal(block)[1])[1], form)
    return dict(word.dims) if word else {}


def _classified(row: Row, label: Label, side: Side, on: date, above: str | None) -> Row:
    """Add the code of a row: from its code columns, from its name's front, or by its name."""
    lists = _LISTS[side.rows]
    printed: str | None = None
    if any(label.codes):
        printed = join_code(label.codes, above) if len(label.codes) > 1 else label.codes[0]
        if printed is None or not any(char.isdigit() for char in printed):
            return _beneath(row, label, lists, on, above)
    name = label.name
    if printed is None:
        printed, name = split_code_name(label.name, lists)
    level = "class" if printed is None and side.panel is not None else None
    match = resolve_code(printed, name or None, lists, on, level=level)  # type: ignore[arg-type]
    if label.names_projects and match.code_status in ("conflict", "unlisted"):
        # Under 单位名称（项目） stands what the money is for, not the name of its code.
        match, row = resolve_code(printed, None, lists, on), replace(row, project=label.name)
    if match.code is None:
        return row
    return replace(
        row,
        label=name or label.name,
        code=match.code,
        list=match.list,
        name=match.name,
        status=match.code_status,
        level=match.level,
    )


def _by_class(row: Row, bare: str, on: date) -> Row:
    """Add the economic class that a line of a list by nature names (工资福利支出 beneath 基本支出)."""
    code, name = split_code_name(bare, _ECONOMIC)
    match = resolve_code(code, name, _ECONOMIC, on, level=None if code else "class")
    if match.code is None or match.list not in _ECONOMIC:
        return row
    return replace(row, code=match.code, list=match.list, name=match.name, status=match.code_status, level=match.level)


def _beneath(row: Row, label: Label, lists: tuple[ListName, ...], on: date, above: str | None) -> Row:
    """Place a row whose printed code cannot be read by its name, beneath the code of the row above or its parent."""
    for parent in (above, above[:-2] if above and len(above) > 3 else None):
        match = resolve_code(None, label.name or None, lists, on, parent) if parent and any(label.codes) else None
        if match is not None and match.code is not None:
            return replace(
                row, code=match.code, list=match.list, name=match.name, status=match.code_status, level=match.level
            )
    return row
