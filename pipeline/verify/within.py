"""Identities inside one table: a parent row is the sum of its rows, a total column the sum of its columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.normalize.model import Column, Figure, NormalTable, Row, Side
from pipeline.verify.trial import Term, Trial, tried, untried
from schemas.forms import Identity
from schemas.text import fold
from schemas.vocabulary import vocabulary

#: What spending always splits into; other natures (经营支出) may stand beside them.
_SPLIT = {"basic", "project"}

_Figures = Mapping[tuple[int, int], Figure]


def tree_trials(table: NormalTable, identity: Identity) -> Iterator[Trial]:
    """Yield, for each column of figures, parent rows against their child rows and totals against what they total."""
    figures = _by_place(table)
    for side in table.sides:
        rows = [row for row in table.rows if row.side == side.index]
        for parent, children in [*_branches(rows), *_totals(rows)]:
            # A printed change is the difference of two rounded figures: its sums are off by more than its own rounding.
            for col in (c for c in side.amounts if not table.columns[c].dims.get("comparison")):
                trial = _rows_trial(table, identity, figures, side, parent, children, col)
                if trial is not None:
                    yield trial


def _by_place(table: NormalTable) -> _Figures:
    return {(f.cell.row, f.column.index): f for f in table.figures if f.measure == "money"}


def _rows_trial(
    table: NormalTable,
    identity: Identity,
    figures: _Figures,
    side: Side,
    parent: Row,
    children: Sequence[Row],
    col: int,
) -> Trial | None:
    whole = figures.get((parent.row, col))
    if whole is None and parent.merged:
        whole = _beyond(table, figures, side, parent)
    parts = [figure for row in children if (figure := figures.get((row.row, col))) is not None]
    unread = [row.label for row in (parent, *children) if is_unread(table, row.row, col)]
    return _sum(table, identity, "column", whole, parts, unread)


def is_unread(table: NormalTable, row: int, col: int) -> bool:
    """Tell whether a box holds something that could not be read as a figure."""
    return table.unplaced.get((row, col)) == "not_a_figure"


def _sum(
    table: NormalTable,
    identity: Identity,
    direction: str,
    whole: Figure | None,
    parts: Sequence[Figure],
    unread: Sequence[str],
) -> Trial | None:
    """Try one figure against the sum of others; an operand that cannot be read makes it untestable, not wrong."""
    form_id = table.form.id if table.form else ""
    left, right = [Term(whole)] if whole is not None else [], [Term(part) for part in parts]
    if unread:
        return untried(identity.id, form_id, (left, right), "unreadable", unread, direction)
    if not left or not right:
        return None
    return tried(identity.id, form_id, "row" if direction == "row" else "table", direction, left, right)


def _beyond(table: NormalTable, figures: _Figures, side: Side, parent: Row) -> Figure | None:
    """Return the figure of a total whose label reaches over several sides; it stands in the last of them."""
    for other in table.sides[side.index + 1 :]:
        same = other.panel and side.panel and other.panel.side == side.panel.side
        if same and (found := figures.get((parent.row, other.amounts[0]))) is not None:
            return found
    return None


def _branches(rows: Sequence[Row]) -> list[tuple[Row, list[Row]]]:
    """Return the parents with the children that make them up.

    Classification codes make up their parent even alone. Funds and items do when two of them or more are printed;
    a single 其中 names a part only.
    """
    found: list[tuple[Row, list[Row]]] = []
    by_row = {row.row: row for row in rows}
    beneath: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        beneath[row.parent].append(row)
    for number, parent in by_row.items():
        children = beneath[number]
        coded = children and all(child.code for child in children)
        if coded or len(children) > 1:
            found.append((parent, children))
    return found


def _totals(rows: Sequence[Row]) -> list[tuple[Row, list[Row]]]:
    """Return total rows with what they total: the top rows since the last total, or, standing first, those below."""
    found: list[tuple[Row, list[Row]]] = []
    pending: list[Row] = []
    for at, row in enumerate(rows):
        if row.total is None:
            if row.parent is None:
                pending.append(row)
            continue
        if row.code is None and row.dims.get("nature") and any(r.code for r in rows):
            continue  # 人员经费合计 adds classes of several sides; the form says which
        below = _below(rows[at + 1 :])
        if not pending and below:
            found.append((row, below))
        elif pending and not (row.merged and all(r.merged for r in pending)):
            found.append((row, [r for r in pending if not (row.merged and r.merged)]))
        pending = [row] if pending else []
    return found


def _below(rows: Sequence[Row]) -> list[Row]:
    """Return the top rows up to the next total."""
    found: list[Row] = []
    for row in rows:
        if row.total is not None:
            break
        if row.parent is None:
            found.append(row)
    return found


@dataclass(frozen=True, slots=True)
class _Leaf:
    column: Column
    path: tuple[str, ...]


def column_trials(table: NormalTable, identity: Identity) -> Iterator[Trial]:
    """Yield, for each row, total columns against the columns of their group."""
    figures = _by_place(table)
    for side in table.sides:
        sums = column_sums([table.columns[i] for i in side.amounts])
        rows = [row.row for row in table.rows if row.side == side.index]
        for row in rows:
            for total, cols in sums:
                parts = [figure for col in cols if (figure := figures.get((row, col))) is not None]
                unread = [_head(table, col) for col in (total, *cols) if is_unread(table, row, col)]
                trial = _sum(table, identity, "row", figures.get((row, total)), parts, unread)
                if trial is not None:
                    yield trial


def _head(table: NormalTable, col: int) -> str:
    path = table.columns[col].path
    return path[-1] if path else ""


def column_sums(columns: Sequence[Column]) -> list[tuple[int, tuple[int, ...]]]:
    """Return total columns with the columns they add up, from the tree of headers.

    Columns of different phases (预算数 | 决算数) are separate trees; comparisons and 其中 columns add to nothing.
    """
    facets: dict[tuple[str | None, str | None], list[_Leaf]] = {}
    for column in columns:
        if column.dims.get("comparison") or column.of_which:
            continue
        facets.setdefault((column.dims.get("phase"), None), []).append(_Leaf(column, _plain_path(column)))
    found: list[tuple[int, tuple[int, ...]]] = []
    for leaves in facets.values():
        _group(leaves, 0, found)
    return found


def _plain_path(column: Column) -> tuple[str, ...]:
    """Return the header path without words that only say a phase."""
    words = vocabulary()
    kept = [
        text
        for text in column.path
        if not ((word := words.column(text)) and set(word.dims) == {"phase"} and not word.tag)
    ]
    return tuple(fold(text) for text in kept)


def _group(leaves: Sequence[_Leaf], depth: int, found: list[tuple[int, tuple[int, ...]]]) -> tuple[int, ...]:
    """Record the sums inside a group of columns; return what stands for the group in the sum above it."""
    if len(leaves) == 1:
        return (leaves[0].column.index,)
    members: dict[str, list[_Leaf]] = {}
    for leaf in leaves:
        members.setdefault(leaf.path[depth] if depth < len(leaf.path) else "", []).append(leaf)
    if len(members) == 1 and "" not in members:
        return _group(leaves, depth + 1, found)
    total: int | None = None
    parts: list[int] = []
    whole = _whole_of_natures(leaves, depth)
    for name, group in members.items():
        alone = len(group) == 1 and (name == "" or (group[0].column.is_total and len(group[0].path) == depth + 1))
        if (alone or group == [whole]) and total is None:
            total = group[0].column.index
        elif len(group) == len(leaves):
            return tuple(leaf.column.index for leaf in leaves)
        else:
            parts.extend(_group(group, depth + 1, found))
    if total is not None:
        if len(parts) > 1:
            found.append((total, tuple(parts)))
        return (total,)
    return tuple(parts)


def _whole_of_natures(leaves: Sequence[_Leaf], depth: int) -> _Leaf | None:
    """Return the first column where the others split it by nature, no word says so: 本年支出 | 基本支出 | 项目支出."""
    first, *others = leaves
    if first.column.is_total or len(first.path) != depth + 1 or "nature" in first.column.dims:
        return None
    natures = {leaf.column.dims.get("nature") for leaf in others}
    if not natures >= _SPLIT or None in natures or any(leaf.column.is_total for leaf in others):
        return None
    return first if all(_bare(leaf) == _bare(first) for leaf in others) else None


def _bare(leaf: _Leaf) -> dict[str, str]:
    """Return what a column's headers say but for nature, and for the flow that all of them have."""
    return {key: value for key, value in leaf.column.dims.items() if key not in ("flow", "nature")}
