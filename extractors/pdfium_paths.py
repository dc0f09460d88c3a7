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
_INVISIBLE = frozenset((c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP))
_TEXT, _PATH, _IMAGE, _FORM = c.FPDF_PAGEOBJ_TEXT, c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM

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
    ask = _Questions()
    segments: list[Box] = []
    images: list[Box] = []
    modes: set[int] = set()
    for things in _walk(page):
        modes.update(map(c.FPDFTextObj_GetTextRenderMode, things.texts))
        for path in things.paths:
            segments.extend(_segments(path, things.matrix, ask))
        for image in things.images:
            matrix = _multiply(_matrix(image), things.matrix)
            images.append((*_apply(matrix, (0.0, 0.0)), *_apply(matrix, (1.0, 1.0))))
    return Drawn(segments, images, hidden_text=not modes.isdisjoint(_INVISIBLE))


@dataclass(frozen=True, slots=True)
class _Things:
    """What a page or a form holds, and where the form stands."""

    matrix: Matrix
    texts: list[c.FPDF_PAGEOBJECT]
    paths: list[c.FPDF_PAGEOBJECT]
    images: list[c.FPDF_PAGEOBJECT]


class _Questions:
    """Memory for pdfium's answers, used again for every object."""

    def __init__(self) -> None:
        self.numbers = tuple(ctypes.c_uint(0) for _ in range(4))
        self.floats = tuple(ctypes.c_float(0) for _ in range(4))
        self.mode, self.stroke = ctypes.c_int(0), ctypes.c_int(0)
        self.to_numbers = tuple(map(ctypes.byref, self.numbers))
        self.to_floats = tuple(map(ctypes.byref, self.floats))
        self.to_modes = (ctypes.byref(self.mode), ctypes.byref(self.stroke))


def _walk(page: pdfium.PdfPage) -> Iterator[_Things]:
    """Yield the objects of the page and of the forms on it."""
    stack: list[tuple[c.FPDF_PAGEOBJECT | None, Matrix, int]] = [(None, IDENTITY, 0)]
    while stack:
        form, outer, depth = stack.pop()
        if form is None:
            handles = list(map(c.FPDFPage_GetObject, repeat(page.raw), range(c.FPDFPage_CountObjects(page.raw))))
        else:
            handles = list(map(c.FPDFFormObj_GetObject, repeat(form), range(c.FPDFFormObj_CountObjects(form))))
        kinds = list(map(c.FPDFPageObj_GetType, handles))
        yield _Things(outer, *(_of(kind, handles, kinds) for kind in (_TEXT, _PATH, _IMAGE)))
        if depth < MAX_DEPTH:
            forms = _of(_FORM, handles, kinds)
            stack.extend((thing, _multiply(_matrix(thing), outer), depth + 1) for thing in forms)


def _of(kind: int, handles: list[c.FPDF_PAGEOBJECT], kinds: list[int]) -> list[c.FPDF_PAGEOBJECT]:
    return [handle for handle, this in zip(handles, kinds, strict=True) if this == kind]


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


def _visible(handle: c.FPDF_PAGEOBJECT, ask: _Questions, *, stroke: bool) -> bool:
    """Tell whether the object's ink differs from white paper."""
    get = c.FPDFPageObj_GetStrokeColor if stroke else c.FPDFPageObj_GetFillColor
    if not get(handle, *ask.to_numbers):
        return True
    r, g, b, a = (number.value for number in ask.numbers)
    return a > 0 and min(r, g, b) < WHITE


def _segments(handle: c.FPDF_PAGEOBJECT, outer: Matrix, ask: _Questions) -> list[Box]:
    """Return what a path draws as straight segments in page space: strokes, and thin fills along their middle."""
    if not c.FPDFPath_GetDrawMode(handle, *ask.to_modes):
        return []
    filled = ask.mode.value != 0
    stroked = ask.stroke.value != 0 and _visible(handle, ask, stroke=True)
    if not stroked and not (filled and _visible(handle, ask, stroke=False)):
        return []
    count = max(0, c.FPDFPath_CountSegments(handle))
    if not stroked and count <= 5:
        # One filled shape: its bounds tell whether it is thin, without a look at its points.
        return _thin(_bounds(handle, outer, ask))
    matrix = _multiply(_matrix(handle), outer)
    if stroked and _stroke_width(handle, matrix, ask) > BAND:
        return []
    paths = _subpaths(handle, count, matrix, ask)
    if stroked:
        return [(*a, *b) for points in paths for a, b in pairwise(points)]
    return [segment for points in paths if len(points) >= 4 for segment in _thin(points)]


def _bounds(handle: c.FPDF_PAGEOBJECT, outer: Matrix, ask: _Questions) -> list[Point]:
    """Return opposite corners of an object in page space."""
    if not c.FPDFPageObj_GetBounds(handle, *ask.to_floats):
        return [(0.0, 0.0), (0.0, 0.0)]
    left, bottom, right, top = (edge.value for edge in ask.floats)
    return [_apply(outer, (left, bottom)), _apply(outer, (right, top))]


def _stroke_width(handle: c.FPDF_PAGEOBJECT, matrix: Matrix, ask: _Questions) -> float:
    """Return the width in points; a stroke without one is as thin as can be."""
    width = ask.floats[0]
    if not c.FPDFPageObj_GetStrokeWidth(handle, ask.to_floats[0]):
        return 0.0
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


def _subpaths(handle: c.FPDF_PAGEOBJECT, count: int, matrix: Matrix, ask: _Questions) -> list[list[Point]]:
    """Return the straight subpaths of a path as point lists; curves end a run."""
    (x, y), to_xy = ask.floats[:2], ask.to_floats[:2]
    paths: list[list[Point]] = []
    for segment in map(c.FPDFPath_GetPathSegment, repeat(handle), range(count)):
        if not c.FPDFPathSegment_GetPoint(segment, *to_xy):
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
