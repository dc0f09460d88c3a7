"""The objects of a page and of the forms on it through pdfium, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, repeat

import numpy as np
import pypdfium2.raw as c

import extractors.pdfium_calls as call
from extractors.page import Box, Floats, Ints
from extractors.pdfium_answers import MATRICES
from extractors.pdfium_calls import Handle, Pointer

#: Nested form objects are followed this deep; hostile files nest without end.
MAX_DEPTH = 8

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Things:
    """What a page or a form holds, and where the form stands.

    Attributes:
        matrix: from the space of the form to that of the page.
        texts: pieces of text by handle, ``shown`` as pointers to them; ``modes`` says how each is painted.
        paths, images: as pointers.
        order: in the order of drawing, whether each object is text, and the kinds of those that are not.
    """

    matrix: Matrix
    texts: list[int]
    shown: list[Pointer]
    modes: list[int]
    paths: list[Pointer]
    images: list[Pointer]
    order: tuple[list[bool], list[int]]

    @property
    def text_at(self) -> Ints:
        """Where texts stand in the order of drawing."""
        return np.array(self.order[0], np.bool_).nonzero()[0]

    @property
    def path_at(self) -> Ints:
        """Where paths stand in the order of drawing."""
        others = (~np.array(self.order[0], np.bool_)).nonzero()[0]
        paths: Ints = others[np.array(self.order[1], np.intp) == c.FPDF_PAGEOBJ_PATH]
        return paths


def walk(page: Handle) -> Iterator[Things]:
    """Yield the objects of the page, then those of each form on it."""
    top = call.pointer(page)
    things, forms = _sorted(list(map(call.page_object, repeat(top), range(call.page_count(top)))), IDENTITY)
    yield things
    stack = [(form, IDENTITY, 1) for form in forms]
    while stack:
        form, outer, depth = stack.pop()
        matrix = matrix_of(form, outer)
        things, forms = _sorted(list(map(call.form_object, repeat(form), range(call.form_count(form)))), matrix)
        yield things
        if depth < MAX_DEPTH:
            stack.extend((inner, matrix, depth + 1) for inner in forms)


def _sorted(handles: list[int], matrix: Matrix) -> tuple[Things, list[Pointer]]:
    """Return objects by kind, and the forms among them."""
    every = call.pointers(handles)
    modes = list(map(call.text_mode, every))
    # Most objects are text, and only text tells how it is painted: the others are asked what they are.
    is_text = [mode >= 0 for mode in modes]
    others = [thing for thing, text in zip(every, is_text, strict=True) if not text]
    kinds = list(map(call.object_type, others))
    paths, images, forms = (
        [thing for thing, kind in zip(others, kinds, strict=True) if kind == wanted]
        for wanted in (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM)
    )
    if others:
        handles, every, modes = (list(compress(each, is_text)) for each in (handles, every, modes))
    return Things(matrix, handles, every, modes, paths, images, (is_text, kinds)), forms


def matrix_of(thing: Pointer, outer: Matrix) -> Matrix:
    """Return the matrix from the space of an object to that of the page."""
    a, b, c_, d, e, f = matrices_of([thing], outer)[0].tolist()
    return (a, b, c_, d, e, f)


def matrices_of(things: Sequence[Pointer], outer: Matrix) -> Floats:
    """Return the matrices (n, 6) from the space of each object to that of the page."""
    inner, known = MATRICES.ask(call.object_matrix, things)
    inner = inner.astype(np.float64)
    if not known.all():
        inner[~known] = IDENTITY
    if outer == IDENTITY:
        return inner
    a, b, c_, d, e, f = inner.T
    oa, ob, oc, od, oe, of = outer
    return np.column_stack(
        (
            a * oa + b * oc,
            a * ob + b * od,
            c_ * oa + d * oc,
            c_ * ob + d * od,
            e * oa + f * oc + oe,
            e * ob + f * od + of,
        )
    )


def moved(matrix: Matrix, boxes: Floats) -> Floats:
    """Return opposite corners (n, 4) where a matrix moves them."""
    if matrix == IDENTITY:
        return boxes
    a, b, c_, d, e, f = matrix
    xa, ya, xb, yb = boxes.T
    return np.column_stack((a * xa + c_ * ya + e, b * xa + d * ya + f, a * xb + c_ * yb + e, b * xb + d * yb + f))


def outer_box(matrix: Matrix, box: Box) -> Box:
    """Return the box around a box that a matrix moves."""
    if matrix == IDENTITY:
        return box
    x0, y0, x1, y1 = box
    corners = [_apply(matrix, corner) for corner in ((x0, y0), (x0, y1), (x1, y0), (x1, y1))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def box_inside(matrix: Matrix, box: Box) -> Box:
    """Return a box of the page in the space of a form; the page as it is where the form cannot be turned back."""
    a, b, c_, d, e, f = matrix
    turn = a * d - b * c_
    if matrix == IDENTITY or turn == 0:
        return box
    back = (d / turn, -b / turn, -c_ / turn, a / turn, (c_ * f - d * e) / turn, (b * e - a * f) / turn)
    return outer_box(back, box)


def _apply(m: Matrix, point: Point) -> Point:
    x, y = point
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
