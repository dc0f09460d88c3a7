"""Camelot as a finder of grids: its edges between rows and columns, with the text of our own page in them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from extractors.grids import find_grids
from extractors.page import Box, Grid, Page, Rules

Flavour = Literal["lattice", "stream", "network"]
#: By strokes of the file rather than of a picture of it: as right, and many times as fast.
_OPTIONS: dict[str, dict[str, Any]] = {"lattice": {"engine": "vector"}, "stream": {}, "network": {}}


def camelot_grids(path: str, page: Page, flavour: Flavour) -> tuple[Grid, ...]:
    """Return the grids that one of camelot's parsers finds, cells without text; none on pages that are turned.

    Args:
        path: the file.
        page: the page as our reader shows it.
        flavour: the parser.
    """
    if page.rotation:
        return ()
    import camelot

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tables = camelot.read_pdf(  # type: ignore[attr-defined]
            path, pages=str(page.number), flavor=flavour, suppress_stdout=True, **_OPTIONS[flavour]
        )
    found: list[Grid] = []
    for table in tables:
        sides = np.array(list(_sides(table)), np.float64).reshape(-1, 4)
        level = sides[:, 1] == sides[:, 3]
        ruled = Rules(
            np.column_stack([page.height - sides[level, 1], sides[level, 0], sides[level, 2]]),
            np.column_stack([sides[~level, 0], page.height - sides[~level, 3], page.height - sides[~level, 1]]),
        )
        found.extend(replace(grid, finder=f"camelot-{flavour}") for grid in find_grids(replace(page, rules=ruled)))
    return tuple(sorted(found, key=lambda grid: (grid.ys[0], grid.xs[0])))


def _sides(table: Any) -> Iterator[Box]:
    """Yield the drawn sides of every cell, upwards from the bottom left of the page."""
    for row in table.cells:
        for cell in row:
            x0, y0, x1, y1 = cell.x1, cell.y1, cell.x2, cell.y2
            if cell.left:
                yield x0, y0, x0, y1
            if cell.right:
                yield x1, y0, x1, y1
            if cell.top:
                yield x0, y1, x1, y1
            if cell.bottom:
                yield x0, y0, x1, y0
