"""The grid of a table without rulings: boxes of header and body on one page, blank ones included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extractors.lines import lines_by_owner
from extractors.page import Cell, Grid, Page
from extractors.spill import NOWHERE
from extractors.unruled_columns import Columns, Strip
from extractors.unruled_header import place, stacks
from extractors.unruled_rows import body_rows
from extractors.unruled_words import Region, Word

#: What such grids say found them.
FINDER = "unruled"


def outer_ends(region: Region, page: Page) -> Strip | None:
    """Return the ends of the rules across a region, where there are any."""
    rules = _across(region, page)
    return (min(r[1] for r in rules), max(r[2] for r in rules)) if rules else None


def _across(region: Region, page: Page) -> list[tuple[float, float, float]]:
    """Return the rules (height, left, right) that run across a region, pieces of one height together."""
    left = min(word.x0 for line in (*region.head, *region.body) for word in line.words)
    right = max(word.x1 for line in (*region.head, *region.body) for word in line.words)
    size = (region.body or region.head)[0].size
    near = [
        (float(y), float(a), float(b))
        for y, a, b in page.rules.horizontal.tolist()
        if region.top - 2 * size < y < region.bottom + 2 * size and b > left and a < right
    ]
    found: list[tuple[float, float, float]] = []
    for y, a, b in sorted(near):
        if found and y - found[-1][0] < 2.0:
            found[-1] = (found[-1][0], min(a, found[-1][1]), max(b, found[-1][2]))
        else:
            found.append((y, a, b))
    covered = {y: sum(b - a for z, a, b in near if abs(z - y) < 2.0) for y, _, _ in found}
    return [rule for rule in found if covered[rule[0]] > 0.8 * (right - left)]


def make_grid(region: Region, columns: Columns, page: Page) -> Grid | None:
    """Build the grid of one region; None where its header does not come out."""
    heads = stacks(region.head, columns.strips)
    placed = place(heads, columns)
    if placed is None:
        return None
    headed, inner = placed
    rules = [y for y, _, _ in _across(region, page)]
    boxes, spans = body_rows(region.body, columns, rules) if region.body else ([], [])
    start = len(inner) + 1 if headed else 0
    ys = _heights(region, spans, list(inner), rules)
    maker = _Maker(page, columns.edges, ys)
    for head in headed:
        maker.put(head.row, head.col, head.row_span, head.col_span, head.stack.words)
    for box in boxes:
        maker.put(box.row + start, box.col, 1, box.col_span, box.words)
    return maker.grid()


def _heights(
    region: Region, spans: Sequence[tuple[float, float]], inner: list[float], rules: Sequence[float]
) -> list[float]:
    """Return the edges between rows; a rule between two rows is their edge."""

    def edge(low: float, high: float) -> float:
        between = [y for y in rules if low - 2 < y < high + 2]
        return between[0] if between else (low + high) / 2

    ys: list[float] = []
    if region.head:
        last = region.head[-1]
        above = [y for y in rules if y < region.head[0].y]
        ys = [above[-1] if above else region.top, *inner]
        ys += [edge(last.y + last.size / 2, spans[0][0])] if spans else []
    else:
        above = [y for y in rules if y < region.body[0].y]
        ys = [above[-1] if above else region.top]
    ys += [edge(a[1], b[0]) for a, b in pairwise(spans)]
    below = [y for y in rules if y > (region.body or region.head)[-1].y]
    return [*ys, below[0] if below else region.bottom]


class _Maker:
    """Puts words into boxes and fills the rest of a grid with blank ones."""

    def __init__(self, page: Page, xs: Sequence[float], ys: Sequence[float]) -> None:
        self._glyphs = page.glyphs
        self._owner = np.full(len(page.glyphs), NOWHERE, np.intp)
        self._xs, self._ys = tuple(xs), tuple(ys)
        self._taken = np.zeros((len(ys) - 1, len(xs) - 1), np.bool_)
        self._cells: list[Cell] = []
        self._sound = all(a < b for a, b in pairwise(ys))

    def put(self, row: int, col: int, row_span: int, col_span: int, words: Sequence[Word]) -> None:
        """Add a box with words."""
        area = self._taken[row : row + row_span, col : col + col_span]
        if area.size != row_span * col_span or area.any():
            self._sound = False
            return
        area[:] = True
        self._owner[[i for word in words for i in word.glyphs]] = len(self._cells)
        self._cells.append(self._cell(row, col, row_span, col_span))

    def _cell(self, row: int, col: int, row_span: int, col_span: int) -> Cell:
        box = (self._xs[col], self._ys[row], self._xs[col + col_span], self._ys[row + row_span])
        return Cell(row, col, row_span, col_span, box)

    def grid(self) -> Grid | None:
        """Return the grid; None where boxes lie over each other."""
        if not self._sound:
            return None
        lines = lines_by_owner(self._glyphs, self._owner)
        self._cells = [replace(cell, lines=lines.get(i, ())) for i, cell in enumerate(self._cells)]
        blank = [self._cell(int(r), int(c), 1, 1) for r, c in np.argwhere(~self._taken)]
        cells = tuple(sorted([*self._cells, *blank], key=lambda cell: (cell.row, cell.col)))
        return Grid(self._xs, self._ys, cells, finder=FINDER)
