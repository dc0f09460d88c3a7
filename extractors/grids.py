"""Rulings → grids of cells with row and column spans, and glyphs → cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice, pairwise

import numpy as np

from extractors.lines import LineMaker
from extractors.page import Bools, Cell, Floats, Glyphs, Grid, Ints, Line, Page, Rules
from extractors.sideways import FALLING, RISING
from extractors.spill import NOWHERE, keep_whole

#: Rulings closer than this are one (double and broken rules), in points.
SNAP = 2.0
#: Rulings that miss each other by less than this still meet, in points.
REACH = 3.0
#: Shorter pieces are decoration, and rows or columns narrower than this hold no text, in points.
SHORT = 4.0
#: A border counts as drawn when this share of it is covered.
COVER = 0.6
#: An area open at a side is closed there when its rules stick out this far, in points.
OPEN_SIDE = 8.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """Edges of a grid and which borders between base cells are drawn."""

    xs: Floats
    ys: Floats
    right: Bools
    below: Bools


def find_grids(page: Page) -> tuple[Grid, ...]:
    """Return the ruled areas of a page with two boxes or more, top to bottom; cells are without text."""
    horizontal, vertical = _merge(page.rules.horizontal), _merge(page.rules.vertical)
    grids = [
        grid
        for group in _groups(Rules(horizontal, vertical))
        if (grid := _grid(horizontal[group[0]], vertical[group[1]])) is not None
    ]
    return tuple(sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0])))


def fill_grids(grids: tuple[Grid, ...], page: Page) -> tuple[tuple[Grid, ...], tuple[Line, ...]]:
    """Put the glyphs into the cells that hold their centres; words stay whole.

    Returns:
        The grids with text, and the upright lines that stand outside all of them.
    """
    upright = page.glyphs.take(page.glyphs.upright)
    cells = [cell for grid in grids for cell in grid.cells]
    boxes = np.array([cell.box for cell in cells], np.float64).reshape(-1, 4)
    lines, free = _by_cell(upright, keep_whole(_owners(grids, upright), upright, boxes), len(cells))
    for glyphs, turn in ((page.rising, RISING), (page.falling, FALLING)):
        if len(glyphs) and cells:
            turned, _ = _by_cell(replace(glyphs, box=turn.upright(glyphs.box)), _owners(grids, glyphs), len(cells))
            lines = [a + tuple(map(turn.as_displayed, b)) for a, b in zip(lines, turned, strict=True)]
    full = (replace(cell, lines=text) if text else cell for cell, text in zip(cells, lines, strict=True))
    return tuple(replace(grid, cells=tuple(islice(full, len(grid.cells)))) for grid in grids), free


def _by_cell(glyphs: Glyphs, owner: Ints, count: int) -> tuple[list[tuple[Line, ...]], tuple[Line, ...]]:
    """Return the lines of each cell, and those of no cell."""
    order = np.argsort(owner, kind="stable")
    cuts = np.searchsorted(owner[order], np.arange(count + 1)).tolist()
    chosen = order.tolist()
    maker = LineMaker(glyphs)
    lines = [maker.lines(chosen[start:end]) if end > start else () for start, end in pairwise(cuts)]
    return lines, maker.lines(chosen[: cuts[0]])


def _owners(grids: tuple[Grid, ...], glyphs: Glyphs) -> Ints:
    """Return which of all cells holds the middle of each glyph, NOWHERE for none."""
    cx, cy = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2, (glyphs.box[:, 1] + glyphs.box[:, 3]) / 2
    owner = np.full(len(glyphs), NOWHERE, np.intp)
    before = 0
    for grid in grids:
        x0, y0, x1, y1 = grid.box
        inside = (owner == NOWHERE) & (cx >= x0) & (cx <= x1) & (cy >= y0) & (cy <= y1)
        rows, cols = grid.shape
        number = np.zeros(grid.shape, np.intp)
        for place, cell in enumerate(grid.cells, before):
            number[cell.row : cell.row + cell.row_span, cell.col : cell.col + cell.col_span] = place
        row = np.clip(np.searchsorted(np.array(grid.ys), cy[inside], side="right") - 1, 0, rows - 1)
        col = np.clip(np.searchsorted(np.array(grid.xs), cx[inside], side="right") - 1, 0, cols - 1)
        owner[inside] = number[row, col]
        before += len(grid.cells)
    return owner


def _merge(rules: Floats) -> Floats:
    """Join rulings of one position that touch or overlap; double rules become one."""
    if not len(rules):
        return rules
    found: list[tuple[float, float, float]] = []
    order = rules[np.argsort(rules[:, 0], kind="stable")]
    cuts = np.flatnonzero(np.diff(order[:, 0]) > SNAP) + 1
    for cluster in np.split(order, cuts):
        run = cluster[np.argsort(cluster[:, 1], kind="stable")]
        start, end, weight, total = run[0, 1], run[0, 2], 0.0, 0.0
        for position, a, b in run:
            if a > end + REACH:
                found.append((total / weight, start, end))
                start, end, weight, total = a, b, 0.0, 0.0
            end = max(end, b)
            weight += b - a
            total += position * (b - a)
        found.append((total / weight, start, end))
    merged = np.array(found, np.float64)
    kept: Floats = merged[merged[:, 2] - merged[:, 1] >= SHORT]
    return kept


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


def _edges(positions: Floats, low: float, high: float) -> Floats:
    """Return distinct edge positions; a side left open by the drawing gets the extent as its edge."""
    ordered = np.sort(positions)
    cuts = np.flatnonzero(np.diff(ordered) > SHORT) + 1
    edges = [float(part.mean()) for part in np.split(ordered, cuts)]
    if edges[0] - low > OPEN_SIDE:
        edges.insert(0, low)
    if high - edges[-1] > OPEN_SIDE:
        edges.append(high)
    return np.array(edges, np.float64)


def _grid(horizontal: Floats, vertical: Floats) -> Grid | None:
    """Build the grid of one group of rulings; None for a lone box or crossing lines without a box."""
    xs = _edges(vertical[:, 0], float(horizontal[:, 1].min()), float(horizontal[:, 2].max()))
    ys = _edges(horizontal[:, 0], float(vertical[:, 1].min()), float(vertical[:, 2].max()))
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    right = _drawn(xs, ys, vertical)
    below = _drawn(ys, xs, horizontal).T
    cells = _cells(_Frame(xs, ys, right.T, below.T))
    if len(cells) < 2:
        return None
    return Grid(tuple(xs.tolist()), tuple(ys.tolist()), cells)


def _drawn(edges: Floats, spans: Floats, rules: Floats) -> Bools:
    """Tell for each edge (n) and each span between ``spans`` (m) whether a ruling covers it: bool array (n, m)."""
    nearest = np.abs(rules[:, None, 0] - edges[None, :]).argmin(axis=1)
    low, high = spans[:-1], spans[1:]
    covered = np.zeros((len(edges), len(low)), np.float64)
    for edge, (_, start, end) in zip(nearest, rules, strict=True):
        covered[edge] += np.clip(np.minimum(high, end) - np.maximum(low, start), 0, None)
    drawn: Bools = covered >= COVER * (high - low)[None, :]
    return drawn


def _cells(frame: _Frame) -> tuple[Cell, ...]:
    """Merge base cells without a border between them; a merge that is not a rectangle is undone row by row."""
    rows, cols = len(frame.ys) - 1, len(frame.xs) - 1
    # right[r, e] is the border at edge e of row r; below[e, c] the border at edge e of column c.
    parent = list(range(rows * cols))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for r in range(rows):
        for col in range(cols):
            here = r * cols + col
            if col + 1 < cols and not frame.right[r, col + 1]:
                parent[root(here + 1)] = root(here)
            if r + 1 < rows and not frame.below[r + 1, col]:
                parent[root(here + cols)] = root(here)
    groups: dict[int, list[int]] = {}
    for n in range(rows * cols):
        groups.setdefault(root(n), []).append(n)
    boxes = [piece for members in groups.values() for piece in _rectangles(members, cols)]
    return tuple(
        Cell(
            row=r,
            col=col,
            row_span=height,
            col_span=width,
            box=(
                float(frame.xs[col]),
                float(frame.ys[r]),
                float(frame.xs[col + width]),
                float(frame.ys[r + height]),
            ),
        )
        for r, col, height, width in sorted(boxes)
    )


def _rectangles(members: list[int], cols: int) -> list[tuple[int, int, int, int]]:
    """Return (row, col, height, width) of the rectangles that make up some base cells."""
    rows = sorted({n // cols for n in members})
    columns = sorted({n % cols for n in members})
    height, width = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    if height * width == len(members):
        return [(rows[0], columns[0], height, width)]
    found: list[tuple[int, int, int, int]] = []
    for r in rows:
        run: list[int] = []
        for col in sorted(n % cols for n in members if n // cols == r):
            if run and col != run[-1] + 1:
                found.append((r, run[0], 1, len(run)))
                run = []
            run.append(col)
        found.append((r, run[0], 1, len(run)))
    return found
