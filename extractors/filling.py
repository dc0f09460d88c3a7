"""Glyphs → cells: each cell gets the lines that stand in it, and what stands in none is left over."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, pairwise

import numpy as np

from extractors.lines import LineMaker
from extractors.page import Floats, Glyphs, Grid, Ints, Line, Page
from extractors.sideways import FALLING, RISING
from extractors.spill import NOWHERE, keep_whole


def fill_grids(grids: tuple[Grid, ...], page: Page) -> tuple[tuple[Grid, ...], tuple[Line, ...]]:
    """Put the glyphs into the cells that hold their centres; words stay whole.

    Returns:
        The grids with text, and the upright lines that stand outside all of them.
    """
    upright = page.glyphs.take(page.glyphs.upright)
    cells = [cell for grid in grids for cell in grid.cells]
    boxes = np.array([cell.box for cell in cells], np.float64).reshape(-1, 4)
    lines, free = _by_cell(upright, keep_whole(_owners(grids, boxes, upright), upright, boxes), len(cells))
    for glyphs, turn in ((page.rising, RISING), (page.falling, FALLING)):
        if len(glyphs) and cells:
            turned, _ = _by_cell(
                replace(glyphs, box=turn.upright(glyphs.box)), _owners(grids, boxes, glyphs), len(cells)
            )
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


def _owners(grids: tuple[Grid, ...], boxes: Floats, glyphs: Glyphs) -> Ints:
    """Return which of all cells holds the middle of each glyph, NOWHERE for none."""
    ink = glyphs.ink
    cx, cy = (ink[:, 0] + ink[:, 2]) / 2, (ink[:, 1] + ink[:, 3]) / 2
    owner = np.full(len(glyphs), NOWHERE, np.intp)
    before = 0
    for grid in grids:
        x0, y0, x1, y1 = grid.box
        inside = np.flatnonzero((owner == NOWHERE) & (cx >= x0) & (cx <= x1) & (cy >= y0) & (cy <= y1))
        mine = boxes[before : before + len(grid.cells)]
        if len(inside):
            # Edges of the boxes, not of the grid: where the grid takes two edges for one, boxes keep their own.
            xs, ys = np.unique(mine[:, 0::2]), np.unique(mine[:, 1::2])
            number = np.full((len(ys) - 1, len(xs) - 1), NOWHERE, np.intp)
            columns, rows = np.searchsorted(xs, mine[:, 0::2]).tolist(), np.searchsorted(ys, mine[:, 1::2]).tolist()
            for place, ((left, right), (top, bottom)) in enumerate(zip(columns, rows, strict=True), before):
                number[top:bottom, left:right] = place
            row = np.clip(np.searchsorted(ys, cy[inside], side="right") - 1, 0, len(ys) - 2)
            col = np.clip(np.searchsorted(xs, cx[inside], side="right") - 1, 0, len(xs) - 2)
            owner[inside] = number[row, col]
        before += len(grid.cells)
    return owner
