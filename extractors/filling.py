"""Glyphs → cells: each cell gets the lines that stand in it, and what stands in none is left over."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np

from extractors.lines import lines_by_owner
from extractors.page import Cell, Floats, Glyphs, Grid, Ints, Line, Page
from extractors.sideways import FALLING, RISING
from extractors.spill import NOWHERE, keep_whole


def fill_grids(grids: tuple[Grid, ...], page: Page) -> tuple[tuple[Grid, ...], tuple[Line, ...]]:
    """Put the glyphs into the cells that hold their centres; words stay whole.

    Returns:
        The grids with text, and the upright lines that stand outside all of them.
    """
    upright = page.glyphs if page.glyphs.upright.all() else page.glyphs.take(page.glyphs.upright)
    cells = [cell for grid in grids for cell in grid.cells]
    boxes = np.array([cell.box for cell in cells], np.float64).reshape(-1, 4)
    lines = lines_by_owner(upright, keep_whole(_owners(grids, boxes, upright), upright, boxes))
    free = lines.pop(NOWHERE, ())
    for glyphs, turn in ((page.rising, RISING), (page.falling, FALLING)):
        if len(glyphs) and cells:
            turned = lines_by_owner(replace(glyphs, box=turn.upright(glyphs.box)), _owners(grids, boxes, glyphs))
            turned.pop(NOWHERE, None)
            for place, text in turned.items():
                lines[place] = lines.get(place, ()) + tuple(map(turn.as_displayed, text))
    for place, text in lines.items():
        cell = cells[place]
        cells[place] = Cell(cell.row, cell.col, cell.row_span, cell.col_span, cell.box, text)
    full = iter(cells)
    filled = (Grid(grid.xs, grid.ys, tuple(islice(full, len(grid.cells))), grid.finder) for grid in grids)
    return tuple(filled), free


def _owners(grids: tuple[Grid, ...], boxes: Floats, glyphs: Glyphs) -> Ints:
    """Return which of all cells holds the middle of each glyph, NOWHERE for none."""
    ink = glyphs.ink
    cx, cy = (ink[:, 0] + ink[:, 2]) / 2, (ink[:, 1] + ink[:, 3]) / 2
    owner = np.full(len(glyphs), NOWHERE, np.intp)
    before = 0
    for grid in grids:
        x0, y0, x1, y1 = grid.box
        inside = ((owner == NOWHERE) & (cx >= x0) & (cx <= x1) & (cy >= y0) & (cy <= y1)).nonzero()[0]
        mine = boxes[before : before + len(grid.cells)]
        if len(inside):
            # Edges of the boxes, not of the grid: where the grid takes two edges for one, boxes keep their own.
            xs, ys = (np.array(sorted({*edges.ravel().tolist()})) for edges in (mine[:, 0::2], mine[:, 1::2]))
            columns, rows = xs.searchsorted(mine[:, 0::2]), ys.searchsorted(mine[:, 1::2])
            number = np.full((len(ys) - 1, len(xs) - 1), NOWHERE, np.intp)
            number[rows[:, 0], columns[:, 0]] = np.arange(before, before + len(mine))
            spans = (columns[:, 1] - columns[:, 0] > 1) | (rows[:, 1] - rows[:, 0] > 1)
            for place in spans.nonzero()[0].tolist():
                (left, right), (top, bottom) = columns[place], rows[place]
                number[top:bottom, left:right] = before + place
            row = np.minimum(np.maximum(ys.searchsorted(cy[inside], side="right") - 1, 0), len(ys) - 2)
            col = np.minimum(np.maximum(xs.searchsorted(cx[inside], side="right") - 1, 0), len(xs) - 2)
            owner[inside] = number[row, col]
        before += len(grid.cells)
    return owner
