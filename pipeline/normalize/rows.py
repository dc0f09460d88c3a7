"""Row labels → codes, dimensions and the tree of rows on one side of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.normalize.codes import join_code, resolve_code, split_code_name
from pipeline.normalize.grid import TableGrid
from pipeline.normalize.model import Column, Row, Side
from schemas.classification import ListName
from schemas.forms import Form
from schemas.text import Ordinal, fold, strip_of_which, strip_ordinal
from schemas.vocabulary import Word, first_match, vocabulary

_LISTS: dict[str, tuple[ListName, ...]] = {
    "functional": ("functional",),
    "economic": ("economic_department", "economic_government"),
    "auto": ("functional", "economic_department", "economic_government"),
}
#: Ordinals from the outermost in.
_RANK = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "chinese": 3,
    "chinese_paren": 4,
    "arabic": 5,
    "arabic_paren": 6,
    "circled": 7,
}


@dataclass(frozen=True, slots=True)
class Label:
    """What the label columns of one row print.

    Attributes:
        texts: one text for each name column of the side, left to right.
        codes: one text for each code column.
        merged: a label box reaches over figure columns of the side.
    """

    row: int
    texts: tuple[str, ...]
    codes: tuple[str, ...]
    project: str | None
    merged: bool

    @property
    def name(self) -> str:
        """The innermost label."""
        return next((text for text in reversed(self.texts) if text), "")


def read_rows(grid: TableGrid, columns: Sequence[Column], side: Side, form: Form | None, on: date) -> list[Row]:
    """Return the labelled rows of a side, top to bottom, each with its parent.

    Args:
        grid: the table.
        columns: its columns.
        side: the side.
        form: its form, or None.
        on: the day whose classification lists are in force.
    """
    labels = [read_label(grid, columns, side, row) for row in range(grid.header_rows, grid.table.row_count)]
    if not side.labels:
        return [Row(label.row, side.index, "", (), None) for label in labels]
    if side.rows == "levels" and form is not None:
        return _level_rows(grid, columns, side, form)
    labels = [label for label in labels if label.name or any(label.codes)]
    drafts: list[_Draft] = []
    above: str | None = None
    for label in labels:
        draft = _draft(label, side, form, on, above)
        above = draft.row.code or above
        drafts.append(draft)
    return _with_parents(_inherit(drafts))


def read_label(grid: TableGrid, columns: Sequence[Column], side: Side, row: int) -> Label:
    """Collect the label boxes of one row; a box over several columns is read once."""
    texts: list[str] = []
    codes: list[str] = []
    project: str | None = None
    seen: list[tuple[int, int]] = []
    reach = -1
    for col in side.labels:
        cell = grid.cover[row][col]
        place = (cell.row, cell.col) if cell else None
        text = "" if cell is None or place in seen else cell.text
        if cell is not None and place is not None:
            seen.append(place)
            reach = max(reach, cell.col + cell.col_span - 1) if cell.text and cell.row == row else reach
        kind = columns[col].kind
        wide = cell is not None and cell.col_span > 1
        if kind == "code" and not wide:
            codes.append(text)
        elif kind == "text":
            continue
        elif (
            columns[col].path and fold(columns[col].path[-1]).startswith("项目名称") and len(side.labels) > 1 and codes
        ):
            project = text or None
        else:
            texts.append(text)
    merged = any(col <= reach for col in side.amounts)
    return Label(row, tuple(texts), tuple(codes), project, merged)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row before it knows its parent."""

    row: Row
    ordinal: Ordinal | None
    of_which: bool
    block: str | None


def _draft(label: Label, side: Side, form: Form | None, on: date, above: str | None) -> _Draft:
    ordinal, rest = strip_ordinal(label.name)
    of_which, bare = strip_of_which(rest)
    if ordinal is None and of_which:
        ordinal, bare = strip_ordinal(bare)
    word = _word(bare, form)
    block = label.texts[0] if len([t for t in label.texts if t]) > 1 else None
    row = Row(label.row, side.index, label.name, (), None, project=label.project, merged=label.merged)
    if word is not None and word.total is not None:
        if block:
            row = replace(row, total=None, dims=_block_dims(block, form))
        else:
            row = replace(row, total=word.total, dims=word.dims)
        return _Draft(row, ordinal, of_which, block)
    if side.rows in _LISTS:
        row = _classified(row, label, side, on, above)
    if row.code is None and word is not None:
        row = replace(row, dims=word.dims, tag=word.tag)
    if block and row.code is None:
        row = replace(row, dims={**_block_dims(block, form), **row.dims})
    return _Draft(row, ordinal, of_which, block)


def _word(bare: str, form: Form | None) -> Word | None:
    folded = fold(bare)
    return (first_match(form.row_words, folded) if form else None) or first_match(vocabulary().rows, folded)


def _block_dims(block: str, form: Form | None) -> dict[str, str]:
    word = _word(strip_of_which(strip_ordinal(block)[1])[1], form)
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
    level = "class" if printed is None and side.rows == "functional" and side.panel is not None else None
    match = resolve_code(printed, name or None, lists, on, level=level)  # type: ignore[arg-type]
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


def _beneath(row: Row, label: Label, lists: tuple[ListName, ...], on: date, above: str | None) -> Row:
    """Place a row whose printed code cannot be read by its name, beneath the code of the row above or its parent."""
    for parent in (above, above[:-2] if above and len(above) > 3 else None):
        match = resolve_code(None, label.name or None, lists, on, parent) if parent and any(label.codes) else None
        if match is not None and match.code is not None:
            return replace(
                row, code=match.code, list=match.list, name=match.name, status=match.code_status, level=match.level
            )
    return row


def _inherit(drafts: list[_Draft]) -> list[_Draft]:
    """Rows that list funds beneath a balance line (上年结转结余, 年初…结转和结余) are of that balance."""
    found: list[_Draft] = []
    balance: _Draft | None = None
    for draft in drafts:
        row = draft.row
        if row.total is not None or row.code is not None:
            balance = None
        elif row.dims.get("flow") is not None:
            balance = draft
        elif balance is not None and row.dims.get("fund") is not None:
            alike = draft.ordinal is not None and balance.ordinal is not None
            if alike and draft.ordinal.kind == balance.ordinal.kind and not _inside(row, balance.row):  # type: ignore[union-attr]
                balance = None
            else:
                given = {k: v for k, v in balance.row.dims.items() if k in ("flow", "origin")}
                found.append(replace(draft, row=replace(row, dims={**given, **row.dims})))
                continue
        found.append(draft)
    return found


def _inside(row: Row, other: Row) -> bool:
    part, whole = row.dims.get("fund"), other.dims.get("fund", "all")
    return part is not None and part != whole and vocabulary().is_part_of(part, whole)


def _with_parents(drafts: list[_Draft]) -> list[Row]:
    """Give every row its parent and path, and mark the leaves."""
    placed: list[tuple[_Draft, int | None]] = []
    for draft in drafts:
        placed.append((draft, _parent(draft, placed)))
    parents = {parent for _, parent in placed if parent is not None}
    paths: dict[int, tuple[str, ...]] = {}
    rows: list[Row] = []
    for draft, parent in placed:
        row = draft.row
        path = (*paths.get(parent if parent is not None else -1, ()), row.label)
        paths[row.row] = path
        rows.append(replace(row, path=path, parent=parent, is_leaf=row.total is None and row.row not in parents))
    return _own_funds(rows)


def _parent(draft: _Draft, placed: Sequence[tuple[_Draft, int | None]]) -> int | None:
    """Return the row that a row is part of: by its code, its fund, nature or item, 其中, or its ordinal."""
    row = draft.row
    if row.total is not None:
        return None
    if row.code is not None:
        found = [d.row for d, _ in placed if d.row.code and row.code != d.row.code and row.code.startswith(d.row.code)]
        return max(found, key=lambda r: len(r.code or "")).row if found else None
    section = _section(placed)
    if draft.block is not None:
        head = next((d for d, _ in section if d.block == draft.block), None)
        return head.row.row if head is not None else None
    if draft.of_which and section:
        before, parent = section[-1]
        return parent if before.of_which and parent is not None else before.row.row
    for key in ("fund", "nature"):
        if row.dims.get(key):
            return _container(row, section, key)
    if row.tag:
        return next(
            (d.row.row for d, _ in reversed(section) if d.row.tag and vocabulary().is_part_of(row.tag, d.row.tag)), None
        )
    return _by_ordinal(draft, section)


def _section(placed: Sequence[tuple[_Draft, int | None]]) -> list[tuple[_Draft, int | None]]:
    """Return the rows since the last total."""
    start = max((i for i, (d, _) in enumerate(placed) if d.row.total is not None), default=-1)
    return list(placed[start + 1 :])


def _container(row: Row, section: Sequence[tuple[_Draft, int | None]], key: str) -> int | None:
    """Return the nearest row above whose fund (or nature) contains the row's own, of the same flow."""
    parents = {d.row.row: parent for d, parent in section}
    dims = {d.row.row: d.row.dims for d, _ in section}
    for draft, _ in reversed(section):
        other = draft.row
        if other.dims.get("flow") != row.dims.get("flow"):
            continue
        whole = other.dims.get(key)
        if whole is None and key == "fund" and other.dims.get("flow") is not None:
            whole = "all"
        if whole is not None and vocabulary().is_part_of(row.dims[key], whole):
            above = parents[other.row]
            # 其中：政府性基金收入 names its parent's fund again: its neighbours hang on the parent.
            same = above is not None and dims.get(above, {}).get(key) == whole
            return above if same else other.row
    return None


def _by_ordinal(draft: _Draft, section: Sequence[tuple[_Draft, int | None]]) -> int | None:
    if draft.ordinal is None:
        return None
    rank = _RANK.get(draft.ordinal.kind, 9)
    for other, _ in reversed(section):
        if other.ordinal is not None and _RANK.get(other.ordinal.kind, 9) < rank:
            return other.row.row
    return None


def _own_funds(rows: list[Row]) -> list[Row]:
    """A fund listed beside its transfers under one parent is printed without them."""
    transfers = {(r.parent, r.dims["fund"]) for r in rows if r.dims.get("fund", "").endswith("_transfer")}
    found: list[Row] = []
    for row in rows:
        fund = row.dims.get("fund")
        own = bool(fund) and row.parent is not None and (row.parent, f"{fund}_transfer") in transfers
        found.append(replace(row, dims={**row.dims, "fund": f"{fund}_own"}) if own else row)
    return found


def _level_rows(grid: TableGrid, columns: Sequence[Column], side: Side, form: Form) -> list[Row]:
    """Rows of a list whose depth is the column its first label stands in (采购品目 > 专项 > 物品)."""
    stack: list[tuple[int, Row]] = []
    rows: list[Row] = []
    for number in range(grid.header_rows, grid.table.row_count):
        found = [
            (col, cell.text)
            for col in side.labels
            if (cell := grid.cover[number][col]) is not None and cell.text and cell.row == number
        ]
        if not found:
            continue
        first, text = found[0]
        word = _word(strip_ordinal(text)[1], form)
        if word is not None and word.total:
            rows.append(Row(number, side.index, text, (text,), None, total=word.total, is_leaf=False))
            continue
        header = fold(columns[first].path[-1]) if columns[first].path else ""
        depth = next((i for i, p in enumerate(form.levels) if p.fullmatch(header)), len(form.levels))
        while stack and stack[-1][0] >= depth:
            stack.pop()
        parent = stack[-1][1] if stack else None
        path = (*(parent.path if parent else ()), text)
        row = Row(number, side.index, text, path, parent.row if parent else None)
        stack.append((depth, row))
        rows.append(row)
    parents = {row.parent for row in rows}
    return [replace(row, is_leaf=row.total is None and row.row not in parents) for row in rows]
