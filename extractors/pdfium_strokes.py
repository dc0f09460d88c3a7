"""The points of paths through pdfium, and the straight lines that they make."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np
import pypdfium2.raw as c

import extractors.pdfium_calls as call
from extractors.page import Bools, Floats, Ints
from extractors.pdfium_answers import POINTS, count
from extractors.pdfium_calls import Pointer

#: A filled rectangle no thicker than this is a drawn rule, in points.
THIN = 3.0


@dataclass(frozen=True, slots=True)
class Points:
    """Points of straight runs, in the order they were drawn.

    Attributes:
        path: which path each is of, ascending.
        at: (n, 2) of x and y in page space.
        begins: a run begins here: a subpath, or what follows a curve.
        closes: the subpath is closed after this point.
    """

    path: Ints
    at: Floats
    begins: Bools
    closes: Bools

    def where(self, kept: Bools) -> Points:
        """Return the points of some of the paths."""
        return Points(self.path[kept], self.at[kept], self.begins[kept], self.closes[kept])


def points_of(paths: list[Pointer], counts: Ints, matrices: Floats) -> Points:
    """Return the points of paths.

    Args:
        paths: pointers to them.
        counts: how many segments each has.
        matrices: (n, 6) from the space of each path to that of the page.
    """
    sizes = counts.tolist()
    owners = chain.from_iterable(map(repeat, paths, sizes))
    segments = call.pointers(map(call.path_segment, owners, chain.from_iterable(map(range, sizes))))
    raw, known = POINTS.ask(call.segment_point, segments)
    path = np.arange(len(paths)).repeat(counts)
    begins, closes = (
        count(call.segment_type, segments) != c.FPDF_SEGMENT_LINETO,
        count(call.segment_closes, segments) != 0,
    )
    if not known.all():
        path, raw, begins, closes = path[known], raw[known], begins[known], closes[known]
    begins[:1] = True
    begins[1:] |= path[1:] != path[:-1]
    x, y = raw.astype(np.float64).T
    a, b, c_, d, e, f = matrices[path].T
    return Points(path, np.column_stack((a * x + c_ * y + e, b * x + d * y + f)), begins, closes)


def strokes(points: Points) -> tuple[Ints, Floats]:
    """Return the straight strokes along paths: which path each is of, and its two points (n, 4)."""
    if not len(points.path):
        return points.path, np.zeros((0, 4))
    if not points.closes.any():
        along = (~points.begins).nonzero()[0]
        return points.path[along], np.concatenate((points.at[along - 1], points.at[along]), axis=1)
    here = np.arange(len(points.path))
    start = np.maximum.accumulate(np.where(points.begins, here, 0))
    closes = points.closes & (here - start >= 2)
    # After a run is closed the next point is drawn to from where the run began.
    before = np.where(np.concatenate(([False], closes[:-1])), np.concatenate(([0], start[:-1])), here - 1)
    along, back = here[~points.begins], here[closes]
    first, second = np.concatenate((before[along], back)), np.concatenate((along, start[back]))
    order = np.argsort(np.concatenate((along, back)), kind="stable")
    first, second = first[order], second[order]
    return points.path[first], np.concatenate((points.at[first], points.at[second]), axis=1)


def thin_shapes(points: Points) -> tuple[Ints, Floats]:
    """Return the thin ones among many shapes that paths fill: which path each is of, and its middle line (n, 4)."""
    starts = np.flatnonzero(points.begins)
    if not len(starts):
        return points.path[:0], np.zeros((0, 4))
    ends = np.append(starts[1:], len(points.path))
    length = ends - starts
    # Four corners, or three and the way back.
    is_shape = (length >= 4) | ((length == 3) & points.closes[ends - 1])
    low, high = np.minimum.reduceat(points.at, starts), np.maximum.reduceat(points.at, starts)
    lines, kept = thin(np.concatenate((low, high), axis=1)[is_shape])
    return points.path[starts[is_shape][kept]], lines


def thin(corners: Floats) -> tuple[Floats, Ints]:
    """Return the middle lines (n, 4) of those boxes that are thin, and which they are; areas have none."""
    (xa, ya, xb, yb) = corners.T
    x0, x1, y0, y1 = np.minimum(xa, xb), np.maximum(xa, xb), np.minimum(ya, yb), np.maximum(ya, yb)
    wide, tall = x1 - x0, y1 - y0
    upright, flat = (wide <= THIN) & (tall > wide), (tall <= THIN) & (wide > tall)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    lines = np.column_stack(
        (np.where(upright, x, x0), np.where(flat, y, y0), np.where(upright, x, x1), np.where(flat, y, y1))
    )
    kept = np.flatnonzero(upright | flat)
    return lines[kept], kept
