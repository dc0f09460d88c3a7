"""Rulings → grids of cells with row and column spans."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extractors.apart import join_apart
from extractors.page import Bools, Cell, Floats, Grid, Ints, Page, Rules

#: Rulings closer than this are one (double and broken rules), in points.
SNAP = 2.0
#: Rulings that miss each other by less than this still meet, in points.
REACH = 3.0
#: Shorter pieces are decoration, and rows or columns narrower than this hold no text, in points.
SHORT = 4.0
#: Edges nearer than this, with no box between them, are one edge drawn a little apart, in points.
SLIVER = 10.0
#: A border counts as drawn when this share of it is covered.
COVER = 0.6
#: An area open at a side is closed there when its rules stick out this far, in points.
OPEN_SIDE = 8.0
#: More rulings or boxes than any table has: drawings and hostile files.
MAX_RULES, MAX_CELLS = 2000, 40_000


def find_grids(page: Page) -> tuple[Grid, ...]:
    """Return the ruled areas of a page with two boxes or more, top to bottom; cells are without text."""
    horizontal, vertical = _merge(page.rules.horizontal), _merge(page.rules.vertical)
    if max(len(horizontal), len(vertical)) > MAX_RULES:
        return ()
    grids = [
        grid
        for group in _groups(Rules(horizontal, vertical))
        if (grid := _grid(horizontal[group[0]], vertical[group[1]])) is not None
    ]
    return tuple(join_apart(sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))))


def _merge(rules: Floats) -> Floats:
    """Join rulings of one position that touch or overlap; double rules become one."""
    if not len(rules):
        return rules
    found: list[tuple[float, float, float]] = []
    last, start, end, weight, total = -1, 0.0, 0.0, 0.0, 0.0
    for place, a, _, at, b in _clusters(rules.tolist()):
        if place != last or a > end + REACH:
            if end - start >= SHORT:
                found.append((total / weight, start, end))
            last, start, end, weight, total = place, a, b, 0.0, 0.0
        end = max(end, b)
        weight += b - a
        total += at * (b - a)
    if end - start >= SHORT:
        found.append((total / weight, start, end))
    return np.array(found, np.float64).reshape(-1, 3)


def _clusters(rules: list[list[float]]) -> list[tuple[int, float, int, float, float]]:
    """Return number of the position, start, place among all, position and end of rulings, sorted."""
    # So few are sorted faster as a list than as an array.
    order = sorted(range(len(rules)), key=[rule[0] for rule in rules].__getitem__)
    found, number, before = [], 0, rules[order[0]][0]
    for place in order:
        at, start, end = rules[place]
        number += at - before > SNAP
        found.append((number, start, place, at, end))
        before = at
    return sorted(found)


def _groups(rules: Rules) -> list[tuple[Ints, Ints]]:
    """Return the sets of rulings that hang together, as index arrays (horizontal, vertical)."""
    h, v = rules.horizontal, rules.vertical
    if not len(h) or not len(v):
        return []
    meets = (
        (v[None, :, 0] >= h[:, None, 1] - REACH)
        & (v[None, :, 0] <= h[:, None, 2] + REACH)
        & (h[:, None, 0] >= v[None, :, 1] - REACH)
        & (h[:, None, 0] <= v[None, :, 2] + REACH)
    )
    groups = []
    left: Bools = np.asarray(meets.any(axis=1), np.bool_)
    while left.any():
        rows: Bools = np.arange(len(h)) == np.flatnonzero(left)[0]
        while True:
            cols = meets[rows].any(axis=0)
            grown: Bools = np.asarray(meets[:, cols].any(axis=1), np.bool_)
            if (grown == rows).all():
                break
            rows = grown
        left = left & ~rows
        groups.append((np.flatnonzero(rows), np.flatnonzero(cols)))
    return groups


@dataclass(frozen=True, slots=True)
class _Edges:
    """Positions of the edges of a grid in one direction, and which of its ends are edges only for want of a rule."""

    at: Floats
    opens_first: bool = False
    opens_last: bool = False

    @property
    def count(self) -> int:
        """Rows or columns between them."""
        return len(self.at) - 1


def _edges(positions: Floats, low: float, high: float) -> _Edges | None:
    """Return distinct edge positions; a side left open by the drawing gets the extent as its edge.

    A single rule with a side open is no edge of a table: such are the axes of charts.
    """
    ordered = np.sort(positions)
    places = ordered.tolist()
    cuts = [0, *((ordered[1:] - ordered[:-1] > SHORT).nonzero()[0] + 1).tolist(), len(places)]
    edges = [places[a] if b - a == 1 else float(ordered[a:b].mean()) for a, b in pairwise(cuts)]
    first, last = edges[0] - low > OPEN_SIDE, high - edges[-1] > OPEN_SIDE
    if len(edges) == 1 and not (first and last):
        return None
    return _Edges(np.array([low] * first + edges + [high] * last, np.float64), first, last)


def _grid(horizontal: Floats, vertical: Floats) -> Grid | None:
    """Build the grid of one group of rulings; None for a lone box or crossing lines without a box."""
    columns = _edges(vertical[:, 0], float(horizontal[:, 1].min()), float(horizontal[:, 2].max()))
    rows = _edges(horizontal[:, 0], float(vertical[:, 1].min()), float(vertical[:, 2].max()))
    if columns is None or rows is None or not 2 <= columns.count * rows.count <= MAX_CELLS:
        return None
    right = _drawn(columns.at, rows.at, vertical).T
    below = _drawn(rows.at, columns.at, horizontal)
    blocks = _blocks(right, below)
    last_row, last_column = rows.count, columns.count
    corners = [b for b in blocks if (b[0] == 0 or b[2] == last_row) and (b[1] == 0 or b[3] == last_column)]
    outside = {block for block in corners if _is_outside(_Block(*block), right, below, columns, rows)}
    if outside:
        blocks = [block for block in blocks if block not in outside]
    if len(blocks) < 2:
        return None
    xs, ys = columns.at.tolist(), rows.at.tolist()
    new_row, new_col = _without_slivers(ys, [b[0::2] for b in blocks]), _without_slivers(xs, [b[1::2] for b in blocks])
    cells = tuple(
        Cell(
            first := new_row[top],
            start := new_col[left],
            new_row[bottom] - first,
            new_col[right] - start,
            (xs[left], ys[top], xs[right], ys[bottom]),
        )
        for top, left, bottom, right in blocks
    )
    return Grid(_kept(xs, new_col), _kept(ys, new_row), cells)


def _drawn(edges: Floats, spans: Floats, rules: Floats) -> Bools:
    """Tell for each edge (n) and each span between ``spans`` (m) whether a ruling covers it: bool array (n, m)."""
    nearest = np.abs(rules[:, None, 0] - edges[None, :]).argmin(axis=1)
    low, high = spans[:-1], spans[1:]
    overlaps = np.maximum(np.minimum(high, rules[:, 2:3]) - np.maximum(low, rules[:, 1:2]), 0)
    order = nearest.argsort(kind="stable")
    sorted_ = nearest[order]
    starts = np.concatenate(([0], (sorted_[1:] != sorted_[:-1]).nonzero()[0] + 1))
    covered = np.zeros((len(edges), len(low)), np.float64)
    covered[sorted_[starts]] = np.add.reduceat(overlaps[order], starts)
    drawn: Bools = covered >= COVER * (high - low)[None, :]
    return drawn


class _Block(NamedTuple):
    """Base cells that are one box: first row and column, and those after the last."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> tuple[int, int]:
        return self.top, self.bottom

    @property
    def columns(self) -> tuple[int, int]:
        return self.left, self.right


def _blocks(right: Bools, below: Bools) -> list[tuple[int, int, int, int]]:
    """Merge base cells without a border between them; a merge that is not a rectangle is undone row by row.

    Args:
        right: (rows, columns + 1), whether the border at an edge of a row is drawn.
        below: (rows + 1, columns), whether the border at an edge of a column is drawn.
    """
    rows, cols = right.shape[0], below.shape[1]
    parent: dict[int, int] = {}

    def root(n: int) -> int:
        while (above := parent.setdefault(n, n)) != n:
            parent[n] = parent[above]
            n = above
        return n

    across, down = np.argwhere(~right[:, 1:-1]).tolist(), np.argwhere(~below[1:-1]).tolist()
    for step, open_borders in ((1, across), (cols, down)):
        for r, col in open_borders:
            here = r * cols + col
            parent[root(here + step)] = root(here)
    groups: dict[int, list[int]] = {}
    for n in sorted(parent):
        groups.setdefault(root(n), []).append(n)
    blocks = [piece for members in groups.values() for piece in _rectangles(members, cols)]
    # Most base cells stay alone; plain tuples for them take half the time.
    alone = [(r, col, r + 1, col + 1) for r in range(rows) for col in range(cols) if r * cols + col not in parent]
    return sorted([*blocks, *alone])


def _rectangles(members: list[int], cols: int) -> list[_Block]:
    """Return the rectangles that make up some base cells."""
    rows = sorted({n // cols for n in members})
    columns = sorted({n % cols for n in members})
    whole = _Block(rows[0], columns[0], rows[-1] + 1, columns[-1] + 1)
    if (whole.bottom - whole.top) * (whole.right - whole.left) == len(members):
        return [whole]
    found: list[_Block] = []
    for r in rows:
        run: list[int] = []
        for col in sorted(n % cols for n in members if n // cols == r):
            if run and col != run[-1] + 1:
                found.append(_Block(r, run[0], r + 1, run[-1] + 1))
                run = []
            run.append(col)
        found.append(_Block(r, run[0], r + 1, run[-1] + 1))
    return found


def _is_outside(block: _Block, right: Bools, below: Bools, columns: _Edges, rows: _Edges) -> bool:
    """Tell whether a block lies beside the table: at a corner of its outline, and open to both sides there."""
    top = block.top == 0 and not rows.opens_first and not below[0, block.left : block.right].any()
    bottom = block.bottom == rows.count and not rows.opens_last and not below[-1, block.left : block.right].any()
    if not (top or bottom):
        return False
    left = block.left == 0 and not columns.opens_first and not right[block.top : block.bottom, 0].any()
    last = block.right == columns.count and not columns.opens_last and not right[block.top : block.bottom, -1].any()
    return left or last


def _without_slivers(edges: list[float], spans: list[tuple[int, int]]) -> list[int]:
    """Number the edges anew: two that are near and have no box between them are one, drawn a little apart."""
    if all(high - low >= SLIVER for low, high in pairwise(edges)):
        return list(range(len(edges)))
    filled = {first for first, last in spans if last == first + 1}
    numbers = [0]
    for place, (low, high) in enumerate(pairwise(edges)):
        numbers.append(numbers[-1] + (high - low >= SLIVER or place in filled))
    return numbers


def _kept(edges: list[float], numbers: list[int]) -> tuple[float, ...]:
    """Return the edges by their new numbers; those that are one stand in their middle."""
    together: dict[int, list[float]] = {}
    for number, edge in zip(numbers, edges, strict=True):
        together.setdefault(number, []).append(edge)
    return tuple(sum(part) / len(part) for part in together.values())
