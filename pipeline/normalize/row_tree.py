"""The tree of rows on one side of a table: which row is part of which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.normalize.model import Row
from schemas.text import Ordinal, fold
from schemas.values import value
from schemas.vocabulary import vocabulary

#: Ordinals from the outermost in.
_RANK: Final = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "chinese": 3,
    "chinese_paren": 4,
    "arabic": 5,
    "arabic_paren": 6,
    "circled": 7,
}


#: A department and at least one unit of it.
_UNITS: Final = 2
#: What stands behind the name of a department that is meant as a whole.
_WHOLE: Final = ("部门", "汇总", "(汇总)", "小计", "合计", "(部门)")


@value
class Draft:
    """A row before it knows its parent.

    Attributes:
        block: the first of two labels, over the rows of a block.
        unit_code: printed code of the unit of the row.
        gathers: its label only says that lines follow (一、本年收入).
    """

    row: Row
    ordinal: Ordinal | None
    of_which: bool
    block: str | None
    unit_code: str | None = None
    gathers: bool = False

    @property
    def is_unit(self) -> bool:
        """Whether the row names a unit and nothing of it."""
        return self.row.unit_name is not None and self.row.code is None and self.row.project is None


def inherit(drafts: list[Draft]) -> list[Draft]:
    """Hand down what a line says of the lines beneath it: the balance of its funds, the nature of its classes."""
    return _of_unit(_of_nature(_of_balance(drafts)))


def _of_balance(drafts: list[Draft]) -> list[Draft]:
    """Rows that list funds beneath a balance line (上年结转结余, 年初…结转和结余) are of that balance."""
    found: list[Draft] = []
    balance: Draft | None = None
    for draft in drafts:
        row = draft.row
        if row.total is not None or row.code is not None:
            balance = None
        elif row.dims.get("flow", "unknown") != "unknown":
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


def _of_nature(drafts: list[Draft]) -> list[Draft]:
    """Economic classes beneath 基本支出 or 项目支出 are of that nature."""
    found: list[Draft] = []
    nature: str | None = None
    counted = False
    for draft in drafts:
        row = draft.row
        if row.total is not None:
            nature = None
        elif row.code is None and "nature" in row.dims:
            nature, counted = row.dims["nature"], draft.ordinal is not None
        elif nature is not None and row.unclear and counted and draft.ordinal is None:
            # Lines without an ordinal beneath one that has it are its parts.
            found.append(replace(draft, row=replace(row, dims={"nature": nature}, unclear=False)))
            continue
        elif nature is not None and row.code is not None and row.list != "functional":
            found.append(replace(draft, row=replace(row, dims={"nature": nature, **row.dims})))
            continue
        found.append(draft)
    return found


def _of_unit(drafts: list[Draft]) -> list[Draft]:
    """Classes and projects beneath the row of a unit are of that unit; total rows are of all."""
    found: list[Draft] = []
    unit: str | None = None
    for draft in drafts:
        row = draft.row
        if row.total is not None:
            unit = None if not draft.unit_code else unit
        elif row.unit_name is not None:
            unit = row.unit_name
        elif unit is not None:
            found.append(replace(draft, row=replace(row, unit_name=unit)))
            continue
        found.append(draft)
    return found


def _inside(row: Row, other: Row) -> bool:
    part, whole = row.dims.get("fund"), other.dims.get("fund", "all")
    return part is not None and part != whole and vocabulary().is_part_of(part, whole)


def _department(drafts: Sequence[Draft], agency: str) -> Draft | None:
    """Return the row of the whole department that stands above the rows of its units, if it is printed.

    It comes first and a unit follows at once; it has no code where all others do, or the name of the agency.
    """
    units = [draft for draft in drafts if draft.is_unit]
    if len(units) < _UNITS:
        return None
    first, others = units[0], units[1:]
    follows = next((d for d in drafts if d.row.row > first.row.row), None)
    named = fold(first.row.unit_name or "") in {f"{agency}{end}" for end in ("", *_WHOLE)} if agency else False
    coded = not first.unit_code and all(unit.unit_code for unit in others)
    return first if follows is not None and follows.is_unit and (named or coded) else None


def with_parents(drafts: list[Draft], agency: str = "") -> list[Row]:
    """Give every row its parent and path, and mark the leaves.

    Args:
        drafts: the rows of a side.
        agency: whose table it is, folded; '' where it is not printed.
    """
    placed: list[tuple[Draft, int | None]] = []
    department = _department(drafts, agency)
    for draft in drafts:
        parent = _parent(draft, placed)
        if parent is None and draft.is_unit and department is not None and department.row.row < draft.row.row:
            parent = department.row.row
        placed.append((draft, parent))
    parents = {parent for _, parent in placed if parent is not None}
    by_row = {draft.row.row: draft.row for draft, _ in placed}
    paths: dict[int, tuple[str, ...]] = {}
    rows: list[Row] = []
    for draft, parent in placed:
        row = draft.row
        path = (*paths.get(parent if parent is not None else -1, ()), row.label)
        paths[row.row] = path
        if row.unclear and parent is not None and (fund := by_row[parent].dims.get("fund")):
            given = {k: v for k, v in by_row[parent].dims.items() if k in ("flow", "origin")}
            row = replace(row, dims={**given, "fund": fund, **row.dims}, unclear=False)
        if parent is not None:
            open_ = {k: v for k, v in by_row[parent].dims.items() if v == "unknown"}
            row = replace(row, dims={**open_, **row.dims}) if open_ else row
            by_row[row.row] = row
        rows.append(replace(row, path=path, parent=parent, is_leaf=row.total is None and row.row not in parents))
    return _own_funds(rows)


def _parent(draft: Draft, placed: Sequence[tuple[Draft, int | None]]) -> int | None:
    """Return the row that a row is part of: by its code, its unit, its fund, nature or item, 其中, or its ordinal."""
    row = draft.row
    if row.total is not None:
        return None
    if draft.is_unit:
        return _unit_above(draft, placed)
    section = _section(placed)
    if row.code is not None:
        found = _by_code(row, placed)
        return found if found is not None or row.level != "class" else _gathered(draft, section)
    if draft.block is not None:
        head = next((d for d, _ in section if d.block == draft.block), None)
        return head.row.row if head is not None else None
    if draft.of_which and section:
        before, parent = section[-1]
        return parent if before.of_which and parent is not None else before.row.row
    for key in ("fund", "nature"):
        if row.dims.get(key, "unknown") != "unknown":
            found = _container(row, section, key, same=draft.ordinal is None)
            return found if found is not None else _gathered(draft, section)
    if row.tag:
        found = next((d.row.row for d, _ in reversed(section) if d.row.tag and _holds(d.row.tag, row.tag)), None)
        return found if found is not None else _by_ordinal(draft, section)
    if row.project is not None and row.unit_name is not None:
        return next((d.row.row for d, _ in reversed(section) if d.is_unit and d.row.unit_name == row.unit_name), None)
    return _by_ordinal(draft, section)


def _holds(whole: str, part: str) -> bool:
    return vocabulary().is_part_of(part, whole)


def _by_code(row: Row, placed: Sequence[tuple[Draft, int | None]]) -> int | None:
    """Return the row of the code above: of the same unit; else the unit, or the nature that the class is of."""
    code = row.code or ""
    same_unit = [d for d, _ in placed if d.row.unit_name == row.unit_name]
    above = [d.row for d in same_unit if d.row.code and code != d.row.code and code.startswith(d.row.code)]
    for more in ("economic", "project"):
        # The class itself stands above its economic classes and its projects.
        if getattr(row, more) is not None:
            alike = [d.row.row for d in same_unit if d.row.code == code and getattr(d.row, more) is None]
            if alike:
                return alike[-1]
    if above:
        # A list that begins anew (another unit, another year) has parents of its own: the nearest one counts.
        longest = max(len(r.code or "") for r in above)
        return next(r.row for r in reversed(above) if len(r.code or "") == longest)
    section = _section(placed)
    if row.unit_name is not None:
        return next((d.row.row for d in reversed(same_unit) if d.is_unit), None)
    if row.dims.get("nature") is not None:
        return next((d.row.row for d, _ in reversed(section) if d.row.code is None and d.row.dims.get("nature")), None)
    return None


def _unit_above(draft: Draft, placed: Sequence[tuple[Draft, int | None]]) -> int | None:
    """Return the unit whose printed code begins the code of this one (001 above 001001)."""
    if not draft.unit_code:
        return None
    found = [
        d
        for d, _ in placed
        if d.is_unit and d.unit_code and d.unit_code != draft.unit_code and draft.unit_code.startswith(d.unit_code)
    ]
    return max(found, key=lambda d: len(d.unit_code or "")).row.row if found else None


def _section(placed: Sequence[tuple[Draft, int | None]]) -> list[tuple[Draft, int | None]]:
    """Return the rows since the last total."""
    start = max((i for i, (d, _) in enumerate(placed) if d.row.total is not None), default=-1)
    return list(placed[start + 1 :])


def _container(row: Row, section: Sequence[tuple[Draft, int | None]], key: str, *, same: bool) -> int | None:
    """Return the nearest row above whose fund (or nature) contains the row's own, of the same flow.

    Args:
        row: the row.
        section: the rows above it since the last total.
        key: ``fund`` or ``nature``.
        same: a counted row of the very nature counts too, for its parts without a number.
    """
    parents = {d.row.row: parent for d, parent in section}
    dims = {d.row.row: d.row.dims for d, _ in section}
    for draft, _ in reversed(section):
        other = draft.row
        if other.dims.get("flow") != row.dims.get("flow"):
            continue
        whole = other.dims.get(key)
        if same and key == "nature" and whole == row.dims[key] and draft.ordinal is not None:
            return other.row
        if whole is None and key == "fund" and other.dims.get("flow") is not None:
            whole = "all"
        if whole is not None and vocabulary().is_part_of(row.dims[key], whole):
            above = parents[other.row]
            # 其中：政府性基金收入 names its parent's fund again: its neighbours hang on the parent.
            again = above is not None and dims.get(above, {}).get(key) == whole
            return above if again else other.row
    return None


def _gathered(draft: Draft, section: Sequence[tuple[Draft, int | None]]) -> int | None:
    """Return the line with an outer ordinal, or the gathering line (一、本年收入) that lines without one follow."""
    if draft.ordinal is not None:
        return _by_ordinal(draft, section)
    if draft.row.dims.get("flow") is not None:
        return None
    for other, _ in reversed(section):
        if other.gathers:
            return other.row.row
        if other.ordinal is not None:
            return None
    return None


def _by_ordinal(draft: Draft, section: Sequence[tuple[Draft, int | None]]) -> int | None:
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
