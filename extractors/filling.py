"""Glyphs → cells: each cell gets the lines that stand in it, and what stands in none is left over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from extractors.lines import lines_by_owner
from extractors.page import Cell, Floats, Glyphs, Grid, Ints, Line, Page, joined
from extractors.sideways import FALLING, RISING
from extractors.spill import NOWHERE, keep_whole

#: Grids with text in their cells, and the lines outside of them.
Filled = tuple[tuple[Grid, ...], tuple[Line, ...]]


def fill_grids(grids: tuple[Grid, ...], page: Page) -> Filled:
    """Put the glyphs of one page into the cells that hold their centres; see ``fill_pages``."""
    return fill_pages([(grids, page)])[0]


def fill_pages(pages: Sequence[tuple[tuple[Grid, ...], Page]]) -> list[Filled]:
    """Put the glyphs of pages into the cells that hold their centres; words stay whole.

    Arrays cost the same for a few glyphs as for many, so pages are filled together.

    Args:
        pages: each with its grids.

    Returns:
        Of each page the grids with text, and the upright lines that stand outside all of them.
    """
    boards = _boards(pages)
    glyphs = joined([board.upright for board in boards])
    boxes = np.concatenate([board.boxes for board in boards])
    owners = np.concatenate([board.owners for board in boards])
    lengths = [len(board.upright) for board in boards]
    owners = keep_whole(owners, glyphs, boxes, np.cumsum(lengths)[:-1])
    # Outside of all cells each page has an owner of its own.
    beside = NOWHERE - np.arange(len(boards)).repeat(lengths)
    lines = lines_by_owner(glyphs, np.where(owners == NOWHERE, beside, owners))
    return [_filled(board, lines, NOWHERE - number) for number, board in enumerate(boards)]


@dataclass(frozen=True, slots=True)
class _Board:
    """A page to be filled: its grids, their cells among those of all pages, and who owns its upright glyphs."""

    page: Page
    grids: tuple[Grid, ...]
    cells: list[Cell]
    boxes: Floats
    before: int
    upright: Glyphs
    owners: Ints


def _boards(pages: Sequence[tuple[tuple[Grid, ...], Page]]) -> list[_Board]:
    boards: list[_Board] = []
    before = 0
    for grids, page in pages:
        cells = [cell for grid in grids for cell in grid.cells]
        boxes = np.array([cell.box for cell in cells], np.float64).reshape(-1, 4)
        upright = page.glyphs if page.glyphs.upright.all() else page.glyphs.take(page.glyphs.upright)
        boards.append(_Board(page, grids, cells, boxes, before, upright, _owners(grids, boxes, upright, before)))
        before += len(cells)
    return boards


def _filled(board: _Board, lines: Mapping[int, tuple[Line, ...]], free: int) -> Filled:
    """Return the grids of a page with their text, and the lines of the owner ``free``."""
    cells, before, page = board.cells, board.before, board.page
    texts = {place: text for place in range(len(cells)) if (text := lines.get(before + place))}
    for glyphs, turn in ((page.rising, RISING), (page.falling, FALLING)):
        if len(glyphs) and cells:
            owners = _owners(board.grids, board.boxes, glyphs)
            turned = lines_by_owner(replace(glyphs, box=turn.upright(glyphs.box)), owners)
            turned.pop(NOWHERE, None)
            for place, text in turned.items():
                texts[place] = texts.get(place, ()) + tuple(map(turn.as_displayed, text))
    for place, text in texts.items():
        cell = cells[place]
        cells[place] = Cell(cell.row, cell.col, cell.row_span, cell.col_span, cell.box, text)
    full = iter(cells)
    filled = (Grid(grid.xs, grid.ys, tuple(islice(full, len(grid.cells))), grid.finder) for grid in board.grids)
    return tuple(filled), lines.get(free, ())


def _owners(grids: tuple[Grid, ...], boxes: Floats, glyphs: Glyphs, first: int = 0) -> Ints:
    """Return which cell, counted from ``first``, holds the middle of each glyph, NOWHERE for none."""
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
    return np.where(owner == NOWHERE, NOWHERE, owner + first) if first else owner
