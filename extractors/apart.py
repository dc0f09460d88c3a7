"""Grids of one table that are drawn a few points apart: a header in boxes of its own above the body."""

from __future__ import annotations

from dataclasses import replace

from extractors.page import Cell, Grid

#: Grids of one table are no further apart, in points; titles and notes need more room than that.
GAP = 6.0
#: Edges that differ by less are one edge.
SAME = 2.0


def join_apart(grids: list[Grid]) -> list[Grid]:
    """Join grids that stand one right under the other between the same edges.

    Args:
        grids: from top to bottom.
    """
    found: list[Grid] = []
    for grid in grids:
        above = next((other for other in reversed(found) if _continues(other, grid)), None)
        if above is None:
            found.append(grid)
        else:
            found[found.index(above)] = _joined(above, grid)
    return found


def _continues(above: Grid, below: Grid) -> bool:
    """Tell whether two grids share their outer edges, and the one with fewer columns all its inner ones."""
    if not 0 <= below.ys[0] - above.ys[-1] <= GAP:
        return False
    fewer, more = sorted((above.xs, below.xs), key=len)
    ends = abs(fewer[0] - more[0]) <= SAME and abs(fewer[-1] - more[-1]) <= SAME
    return ends and all(min(abs(x - other) for other in more) <= SAME for x in fewer)


def _joined(above: Grid, below: Grid) -> Grid:
    """Return one grid of the rows of both."""
    xs = max((above.xs, below.xs), key=len)
    middle = (above.ys[-1] + below.ys[0]) / 2
    cells = [_placed(cell, above.xs, xs, 0) for cell in above.cells]
    cells += [_placed(cell, below.xs, xs, len(above.ys) - 1) for cell in below.cells]
    return Grid(xs, (*above.ys[:-1], middle, *below.ys[1:]), tuple(cells))


def _placed(cell: Cell, old: tuple[float, ...], new: tuple[float, ...], rows: int) -> Cell:
    """Return a cell with its place among the edges of the joined grid."""
    if old is new:
        return replace(cell, row=cell.row + rows)

    def at(edge: float) -> int:
        return min(range(len(new)), key=lambda n: abs(new[n] - edge))

    first, last = at(old[cell.col]), at(old[cell.col + cell.col_span])
    return replace(cell, row=cell.row + rows, col=first, col_span=last - first)
