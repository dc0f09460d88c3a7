"""Rulings and images of a page through pdfium."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, repeat

import pypdfium2 as pdfium
import pypdfium2.raw as c

from extractors.page import Box

#: A filled rectangle no thicker than this is a drawn rule, in points.
THIN = 3.0
#: A stroke thicker than this is a band of colour.
BAND = 6.0
#: Strokes and fills at least this bright cannot be seen on paper.
WHITE = 250
#: Nested form objects are followed this deep; hostile files nest without end.
MAX_DEPTH = 8
_INVISIBLE = (c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP)

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page, in page space.

    Attributes:
        segments: straight strokes, and thin fills along their middle, as pairs of points.
        images: pairs of opposite corners.
        hidden_text: some text is drawn invisibly.
    """

    segments: list[Box]
    images: list[Box]
    hidden_text: bool


def read_drawn(page: pdfium.PdfPage) -> Drawn:
    """Return the straight lines and images of a page."""
    segments: list[Box] = []
    images: list[Box] = []
    hidden = False
    for handle, kind, outer in _walk(page):
        if kind == c.FPDF_PAGEOBJ_TEXT:
            hidden = hidden or c.FPDFTextObj_GetTextRenderMode(handle) in _INVISIBLE
        elif kind == c.FPDF_PAGEOBJ_PATH:
            segments.extend(_segments(handle, outer))
        else:
            matrix = _multiply(_matrix(handle), outer)
            images.append((*_apply(matrix, (0.0, 0.0)), *_apply(matrix, (1.0, 1.0))))
    return Drawn(segments, images, hidden)


def _walk(page: pdfium.PdfPage) -> Iterator[tuple[c.FPDF_PAGEOBJECT, int, Matrix]]:
    """Yield text, path and image objects with the matrix of the form they stand in."""
    stack: list[tuple[c.FPDF_PAGEOBJECT | None, Matrix, int]] = [(None, IDENTITY, 0)]
    while stack:
        form, outer, depth = stack.pop()
        if form is None:
            handles = list(map(c.FPDFPage_GetObject, repeat(page.raw), range(c.FPDFPage_CountObjects(page.raw))))
        else:
            handles = list(map(c.FPDFFormObj_GetObject, repeat(form), range(c.FPDFFormObj_CountObjects(form))))
        for handle, kind in zip(handles, map(c.FPDFPageObj_GetType, handles), strict=True):
            if kind == c.FPDF_PAGEOBJ_FORM:
                if depth < MAX_DEPTH:
                    stack.append((handle, _multiply(_matrix(handle), outer), depth + 1))
            elif kind in (c.FPDF_PAGEOBJ_TEXT, c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE):
                yield handle, kind, outer


def _multiply(a: Matrix, b: Matrix) -> Matrix:
    """Return the matrix that applies ``a`` first, then ``b``."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _matrix(handle: c.FPDF_PAGEOBJECT) -> Matrix:
    m = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(handle, ctypes.byref(m)):
        return IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _apply(m: Matrix, point: Point) -> Point:
    x, y = point
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def _visible(handle: c.FPDF_PAGEOBJECT, stroke: bool) -> bool:
    """Tell whether the object's ink differs from white paper."""
    r, g, b, a = (ctypes.c_uint(0) for _ in range(4))
    get = c.FPDFPageObj_GetStrokeColor if stroke else c.FPDFPageObj_GetFillColor
    if not get(handle, ctypes.byref(r), ctypes.byref(g), ctypes.byref(b), ctypes.byref(a)):
        return True
    return a.value > 0 and min(r.value, g.value, b.value) < WHITE


def _segments(handle: c.FPDF_PAGEOBJECT, outer: Matrix) -> Iterator[Box]:
    """Yield what a path draws as straight segments in page space: strokes, and thin fills along their middle."""
    mode, stroke = ctypes.c_int(0), ctypes.c_int(0)
    if not c.FPDFPath_GetDrawMode(handle, ctypes.byref(mode), ctypes.byref(stroke)):
        return
    stroked = bool(stroke.value) and _visible(handle, stroke=True)
    if not stroked and not (mode.value and _visible(handle, stroke=False)):
        return
    count = max(0, c.FPDFPath_CountSegments(handle))
    if not stroked and count <= 5:
        # One filled shape: its bounds tell whether it is thin, without a look at its points.
        yield from _thin(_bounds(handle, outer))
        return
    matrix = _multiply(_matrix(handle), outer)
    if stroked and _stroke_width(handle, matrix) > BAND:
        return
    for points in _subpaths(handle, count, matrix):
        if stroked:
            yield from ((*a, *b) for a, b in pairwise(points))
        elif len(points) >= 4:
            yield from _thin(points)


def _bounds(handle: c.FPDF_PAGEOBJECT, outer: Matrix) -> list[Point]:
    """Return opposite corners of an object in page space."""
    edges = [ctypes.c_float() for _ in range(4)]
    if not c.FPDFPageObj_GetBounds(handle, *map(ctypes.byref, edges)):
        return [(0.0, 0.0), (0.0, 0.0)]
    left, bottom, right, top = (edge.value for edge in edges)
    return [_apply(outer, (left, bottom)), _apply(outer, (right, top))]


def _stroke_width(handle: c.FPDF_PAGEOBJECT, matrix: Matrix) -> float:
    width = ctypes.c_float(0)
    c.FPDFPageObj_GetStrokeWidth(handle, ctypes.byref(width))
    return width.value * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))


def _thin(points: list[Point]) -> list[Box]:
    """Return the middle line of a thin filled box, or nothing for an area."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if x1 - x0 <= THIN and y1 - y0 > x1 - x0:
        return [((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)]
    if y1 - y0 <= THIN and x1 - x0 > y1 - y0:
        return [(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)]
    return []


def _subpaths(handle: c.FPDF_PAGEOBJECT, count: int, matrix: Matrix) -> list[list[Point]]:
    """Return the straight subpaths of a path as point lists; curves end a run."""
    x, y = ctypes.c_float(0), ctypes.c_float(0)
    px, py = ctypes.byref(x), ctypes.byref(y)
    paths: list[list[Point]] = []
    for segment in map(c.FPDFPath_GetPathSegment, repeat(handle), range(count)):
        if not c.FPDFPathSegment_GetPoint(segment, px, py):
            continue
        kind = c.FPDFPathSegment_GetType(segment)
        point = _apply(matrix, (x.value, y.value))
        if kind == c.FPDF_SEGMENT_MOVETO or not paths or kind == c.FPDF_SEGMENT_BEZIERTO:
            paths.append([point])
        else:
            paths[-1].append(point)
        if c.FPDFPathSegment_GetClose(segment) and len(paths[-1]) > 2:
            paths[-1].append(paths[-1][0])
    return [points for points in paths if len(points) > 1]
