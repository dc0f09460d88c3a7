"""Rulings and images of a page through pdfium."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
from numpy.typing import NDArray

import extractors.pdfium_calls as call
from extractors.page import Bools, Box
from extractors.pdfium_clips import Clips, cut
from extractors.pdfium_text import INVISIBLE, WHITE

#: A filled rectangle no thicker than this is a drawn rule, in points.
THIN = 3.0
#: A stroke thicker than this is a band of colour.
BAND = 6.0
#: Nested form objects are followed this deep; hostile files nest without end.
MAX_DEPTH = 8
_TEXT, _PATH, _IMAGE, _FORM = c.FPDF_PAGEOBJ_TEXT, c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM
_BEGINS = (c.FPDF_SEGMENT_MOVETO, c.FPDF_SEGMENT_BEZIERTO)

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page, in page space.

    Attributes:
        segments: straight strokes, and thin fills along their middle, as pairs of points.
        images: pairs of opposite corners.
        hidden_text: some text is drawn invisibly, or white.
        backdrop: on a page with white text, opposite corners of what makes it visible: colour and images.
        clips: text object -> the box (left, bottom, right, top) outside of which it is not seen, where there is one.
    """

    segments: list[Box]
    images: list[Box]
    hidden_text: bool
    backdrop: list[Box]
    clips: dict[int, Box]


def read_drawn(page: pdfium.PdfPage) -> Drawn:
    """Return the straight lines and images of a page."""
    ask = _Questions()
    segments: list[Box] = []
    images: list[Box] = []
    hidden = False
    clips: dict[int, Box] = {}
    whole = list(_walk(page, ask))
    for things in whole:
        hidden = hidden or _hides_text(things.texts)
        measure = Clips(_into(things.matrix, page.get_bbox()))
        clips.update(_all_outer(things.matrix, measure.narrow(things.texts)))
        clipped = _all_outer(things.matrix, measure.narrow(things.paths))
        for path, segment in _lines(things, ask):
            left = cut(segment, clipped[path]) if path in clipped else segment
            if left is not None:
                segments.append(left)
        for image in things.images:
            matrix = _multiply(_matrix(image, ask), things.matrix)
            images.append((*_apply(matrix, (0.0, 0.0)), *_apply(matrix, (1.0, 1.0))))
    backdrop = [box for things in whole for box in _coloured(things, ask)] if hidden else []
    return Drawn(segments, images, hidden, backdrop + images, clips)


def _outer(matrix: Matrix, box: Box) -> Box:
    """Return the box around a box that a matrix moves."""
    if matrix == IDENTITY:
        return box
    x0, y0, x1, y1 = box
    corners = [_apply(matrix, corner) for corner in ((x0, y0), (x0, y1), (x1, y0), (x1, y1))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def _all_outer(matrix: Matrix, boxes: dict[int, Box]) -> dict[int, Box]:
    return boxes if matrix == IDENTITY else {thing: _outer(matrix, box) for thing, box in boxes.items()}


def _into(matrix: Matrix, box: Box) -> Box:
    """Return a box of the page in the space of a form; the page as it is where the form cannot be turned back."""
    a, b, c_, d, e, f = matrix
    turn = a * d - b * c_
    if matrix == IDENTITY or turn == 0:
        return box
    back = (d / turn, -b / turn, -c_ / turn, a / turn, (c_ * f - d * e) / turn, (b * e - a * f) / turn)
    return _outer(back, box)


def _hides_text(texts: list[int]) -> bool:
    """Tell whether some text is painted white, clear, or not at all."""
    if not INVISIBLE.isdisjoint(map(call.text_mode, texts)):
        return True
    return bool((~_seen(call.fill_colour, texts)).any())


def _answers(question: Callable[..., int], things: list[int], places: int, kind: Any) -> tuple[NDArray[Any], Bools]:
    """Ask pdfium of many objects what it answers in some places of memory; also tell which answers there are."""
    memory = np.zeros((len(things), places), kind)
    start, step = memory.ctypes.data, 4 * places
    columns = (range(at, at + step * len(things), step) for at in range(start, start + step, 4))
    return memory, np.fromiter(map(question, things, *columns), np.bool_, len(things))


def _seen(colour: Callable[..., int], things: list[int]) -> Bools:
    """Tell which colours differ from white paper; what has no single colour does."""
    rgba, known = _answers(colour, things, 4, np.uint32)
    seen: Bools = ~known | ((rgba[:, :3].min(axis=1, initial=0xFF) < WHITE) & (rgba[:, 3] > 0))
    return seen


def _lines(things: _Things, ask: _Questions) -> Iterator[tuple[int, Box]]:
    """Yield each path that draws a straight line, with what it draws: strokes, and thin fills along their middle."""
    paths = things.paths
    if not paths:
        return
    modes, _ = _answers(call.path_mode, paths, 2, np.int32)
    strokes = (modes[:, 1] != 0) & _seen(call.stroke_colour, paths)
    fills = (modes[:, 0] != 0) & ~strokes & _seen(call.fill_colour, paths)
    counts = np.fromiter(map(call.path_count, paths), np.intp, len(paths))
    # One filled shape: its bounds tell whether it is thin, without a look at its points.
    shapes = [paths[place] for place in np.flatnonzero(fills & (counts <= 5)).tolist()]
    bounds, _ = _answers(call.object_bounds, shapes, 4, np.float32)
    for shape, (left, bottom, right, top) in zip(shapes, bounds.tolist(), strict=True):
        # Large areas are the most common shapes.
        if right - left <= THIN or top - bottom <= THIN or things.matrix != IDENTITY:
            corners = [_apply(things.matrix, (left, bottom)), _apply(things.matrix, (right, top))]
            yield from ((shape, segment) for segment in _thin(corners))
    for place in np.flatnonzero(strokes | (fills & (counts > 5))).tolist():
        drawn = _segments(paths[place], int(counts[place]), things.matrix, ask, stroked=bool(strokes[place]))
        yield from ((paths[place], segment) for segment in drawn)


def _coloured(things: _Things, ask: _Questions) -> Iterator[Box]:
    """Yield the outlines of the areas and bands painted in a colour on which white text can be seen."""
    for path in things.paths:
        if not call.path_mode(path, *ask.to_modes):
            continue
        fills, strokes = ask.modes
        painted = bool(fills) and _visible(path, ask, call.fill_colour)
        if not painted and strokes and _visible(path, ask, call.stroke_colour):
            painted = _stroke_width(path, _multiply(_matrix(path, ask), things.matrix), ask) > BAND
        if painted:
            a, b = _bounds(path, things.matrix, ask)
            yield (*a, *b)


@dataclass(frozen=True, slots=True)
class _Things:
    """What a page or a form holds, by handle, and where the form stands."""

    matrix: Matrix
    texts: list[int]
    paths: list[int]
    images: list[int]


class _Questions:
    """Memory for pdfium's answers, used again for every object, and the addresses in it."""

    def __init__(self) -> None:
        self.colour = (ctypes.c_uint * 4)()
        self.floats = (ctypes.c_float * 6)()
        self.modes = (ctypes.c_int * 2)()
        self.to_colour, self.to_floats = _addresses(self.colour), _addresses(self.floats)
        self.to_modes = _addresses(self.modes)


def _addresses(memory: ctypes.Array[Any]) -> list[int]:
    start, size = ctypes.addressof(memory), ctypes.sizeof(memory)
    return list(range(start, start + size, size // len(memory)))


def _walk(page: pdfium.PdfPage, ask: _Questions) -> Iterator[_Things]:
    """Yield the objects of the page and of the forms on it."""
    stack: list[tuple[int, Matrix, int]] = [(0, IDENTITY, 0)]
    top = call.handle(page.raw)
    while stack:
        form, outer, depth = stack.pop()
        if form:
            handles = list(map(call.form_object, repeat(form), range(call.form_count(form))))
        else:
            handles = list(map(call.page_object, repeat(top), range(call.page_count(top))))
        kinds = list(map(call.object_type, handles))
        yield _Things(outer, *(_of(kind, handles, kinds) for kind in (_TEXT, _PATH, _IMAGE)))
        if depth < MAX_DEPTH and _FORM in kinds:
            forms = _of(_FORM, handles, kinds)
            stack.extend((thing, _multiply(_matrix(thing, ask), outer), depth + 1) for thing in forms)


def _of(kind: int, handles: list[int], kinds: list[int]) -> list[int]:
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


def _matrix(handle: int, ask: _Questions) -> Matrix:
    if not call.object_matrix(handle, ask.to_floats[0]):
        return IDENTITY
    a, b, c_, d, e, f = ask.floats
    return (a, b, c_, d, e, f)


def _apply(m: Matrix, point: Point) -> Point:
    x, y = point
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def _visible(handle: int, ask: _Questions, get: Callable[..., int]) -> bool:
    """Tell whether the object's ink differs from white paper."""
    if not get(handle, *ask.to_colour):
        return True
    r, g, b, a = ask.colour
    return a > 0 and min(r, g, b) < WHITE


def _segments(handle: int, count: int, outer: Matrix, ask: _Questions, *, stroked: bool) -> list[Box]:
    """Return the straight strokes of a path in page space, or the thin shapes among many that it fills."""
    matrix = _multiply(_matrix(handle, ask), outer)
    if stroked and _stroke_width(handle, matrix, ask) > BAND:
        return []
    paths = _subpaths(handle, count, matrix, ask)
    if stroked:
        return [(*a, *b) for points in paths for a, b in pairwise(points)]
    return [segment for points in paths if len(points) >= 4 for segment in _thin(points)]


def _bounds(handle: int, outer: Matrix, ask: _Questions) -> list[Point]:
    """Return opposite corners of an object in page space."""
    if not call.object_bounds(handle, *ask.to_floats[:4]):
        return [(0.0, 0.0), (0.0, 0.0)]
    left, bottom, right, top = ask.floats[:4]
    return [_apply(outer, (left, bottom)), _apply(outer, (right, top))]


def _stroke_width(handle: int, matrix: Matrix, ask: _Questions) -> float:
    """Return the width in points; a stroke without one is as thin as can be."""
    if not call.stroke_width(handle, ask.to_floats[0]):
        return 0.0
    return ask.floats[0] * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))


def _thin(points: list[Point]) -> list[Box]:
    """Return the middle line of a thin filled box, or nothing for an area."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if x1 - x0 <= THIN and y1 - y0 > x1 - x0:
        return [((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)]
    if y1 - y0 <= THIN and x1 - x0 > y1 - y0:
        return [(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)]
    return []


def _subpaths(handle: int, count: int, matrix: Matrix, ask: _Questions) -> list[list[Point]]:
    """Return the straight subpaths of a path as point lists; curves end a run."""
    to_x, to_y = ask.to_floats[:2]
    paths: list[list[Point]] = []
    for segment in map(call.path_segment, repeat(handle), range(count)):
        if not call.segment_point(segment, to_x, to_y):
            continue
        kind = call.segment_type(segment)
        point = _apply(matrix, (ask.floats[0], ask.floats[1]))
        if kind in _BEGINS or not paths:
            paths.append([point])
        else:
            paths[-1].append(point)
        if call.segment_closes(segment) and len(paths[-1]) > 2:
            paths[-1].append(paths[-1][0])
    return [points for points in paths if len(points) > 1]
