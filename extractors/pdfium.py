"""The fast reader: glyphs, rulings and images of a page through pypdfium2."""

from __future__ import annotations

import ctypes
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from extractors import standin
from extractors.page import Bools, Box, Codes, Floats, Glyphs, Page, Rules

#: A filled rectangle no thicker than this is a drawn rule, in points.
THIN = 3.0
#: Strokes and fills at least this bright cannot be seen on paper.
WHITE = 250
#: Nested form objects are followed this deep; hostile files nest without end.
MAX_DEPTH = 8
#: Characters turned by less than this many radians are upright; slanted italics stay below it.
UPRIGHT = 0.5

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class PdfError(Exception):
    """The file cannot be opened; ``code`` says whether it is encrypted or corrupt."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class PdfInfo:
    """What the file says of itself."""

    page_count: int
    producer: str | None


class PdfDocument:
    """An open PDF; pages are read one at a time and closed after use.

    Raises:
        PdfError: ``encrypted`` when a password is needed, ``corrupt`` when the file cannot be parsed.
    """

    def __init__(self, path: str) -> None:
        standin.install()
        try:
            self._pdf = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            needs_password = error.err_code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY)
            raise PdfError("encrypted" if needs_password else "corrupt") from error

    def __enter__(self) -> PdfDocument:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pdf.close()

    def info(self) -> PdfInfo:
        """Return the page count and the program that made the file."""
        producer = self._pdf.get_metadata_value("Producer").strip() or None
        return PdfInfo(page_count=len(self._pdf), producer=producer)

    def page(self, number: int) -> Page:
        """Read page ``number`` (from 1).

        Raises:
            PdfError: ``corrupt`` when the page cannot be loaded.
        """
        try:
            page = self._pdf[number - 1]
        except pdfium.PdfiumError as error:
            raise PdfError("corrupt") from error
        try:
            return _read(page, number)
        finally:
            page.close()


@dataclass(frozen=True, slots=True)
class _View:
    """The map from page space to the page as displayed."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def boxes(self, raw: Floats) -> Floats:
        """Map (n, 4) corner pairs in page space to displayed x0, y0, x1, y1."""
        xa, ya = self.points(raw[:, 0], raw[:, 1])
        xb, yb = self.points(raw[:, 2], raw[:, 3])
        return np.column_stack([np.minimum(xa, xb), np.minimum(ya, yb), np.maximum(xa, xb), np.maximum(ya, yb)])


def _read(page: pdfium.PdfPage, number: int) -> Page:
    left, bottom, right, top = page.get_bbox()
    view = _View(left, bottom, right, top, page.get_rotation())
    width, height = view.size
    glyphs, dropped = _glyphs(page, view)
    rules, images = _objects(page, view)
    area = width * height
    return Page(
        number=number,
        width=width,
        height=height,
        rotation=view.rotation,
        glyphs=glyphs,
        rules=rules,
        dropped=dropped,
        image_share=min(1.0, images / area) if area > 0 else 0.0,
    )


def _glyphs(page: pdfium.PdfPage, view: _View) -> tuple[Glyphs, int]:
    """Return the visible glyphs and the number of those outside the page box."""
    text = page.get_textpage()
    try:
        code, raw, angle, unmapped = _characters(text)
    finally:
        text.close()
    if not len(code):
        return Glyphs.empty(), 0
    box = view.boxes(raw)
    turned = np.abs(np.mod(angle + math.radians(view.rotation) + math.pi, 2 * math.pi) - math.pi)
    glyphs = Glyphs(code, box, turned < UPRIGHT, unmapped)
    width, height = view.size
    cx, cy = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    inside = (cx >= 0) & (cx <= width) & (cy >= 0) & (cy <= height)
    ink = ~np.isin(code, (0x20, 0xA0, 0x3000))
    return glyphs.take(inside), int(np.count_nonzero(~inside & ink))


def _characters(text: pdfium.PdfTextPage) -> tuple[Codes, Floats, Floats, Bools]:
    """Fetch code points, corner boxes, angles and mapping errors; characters that pdfium makes up are left out."""
    handle = text.raw
    count = max(0, c.FPDFText_CountChars(handle))
    rect = c.FS_RECTF()
    pointer = ctypes.byref(rect)
    get_code, get_box = c.FPDFText_GetUnicode, c.FPDFText_GetLooseCharBox
    get_angle, is_unmapped, is_made_up = c.FPDFText_GetCharAngle, c.FPDFText_HasUnicodeMapError, c.FPDFText_IsGenerated
    codes: list[int] = []
    rows: list[tuple[float, float, float, float]] = []
    angles: list[float] = []
    bad: list[bool] = []
    for index in range(count):
        code = get_code(handle, index)
        if code in (0x20, 0x0D, 0x0A, 0x02, 0xFFFE) and is_made_up(handle, index):
            continue
        if not get_box(handle, index, pointer):
            continue
        codes.append(code)
        rows.append((rect.left, rect.bottom, rect.right, rect.top))
        angles.append(get_angle(handle, index))
        bad.append(is_unmapped(handle, index) == 1)
    return (
        np.array(codes, np.uint32),
        np.array(rows, np.float64).reshape(-1, 4),
        np.array(angles, np.float64),
        np.array(bad, np.bool_),
    )


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


def _walk(page: pdfium.PdfPage) -> Iterator[tuple[c.FPDF_PAGEOBJECT, int, Matrix]]:
    """Yield path and image objects with the matrix of the form they stand in."""
    stack: list[tuple[c.FPDF_PAGEOBJECT | None, Matrix, int]] = [(None, IDENTITY, 0)]
    while stack:
        form, outer, depth = stack.pop()
        count = c.FPDFPage_CountObjects(page.raw) if form is None else c.FPDFFormObj_CountObjects(form)
        for index in range(count):
            handle = c.FPDFPage_GetObject(page.raw, index) if form is None else c.FPDFFormObj_GetObject(form, index)
            kind = c.FPDFPageObj_GetType(handle)
            if kind == c.FPDF_PAGEOBJ_FORM:
                if depth < MAX_DEPTH:
                    stack.append((handle, _multiply(_matrix(handle), outer), depth + 1))
            elif kind in (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE):
                yield handle, kind, outer


def _objects(page: pdfium.PdfPage, view: _View) -> tuple[Rules, float]:
    """Return the rulings in view and the area that images cover."""
    segments: list[Box] = []
    images = 0.0
    width, height = view.size
    for handle, kind, outer in _walk(page):
        matrix = _multiply(_matrix(handle), outer)
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            corner = _apply(matrix, [(0.0, 0.0), (1.0, 1.0)])
            x0, y0, x1, y1 = view.boxes(np.array([[*corner[0], *corner[1]]]))[0]
            images += max(0.0, min(x1, width) - max(x0, 0)) * max(0.0, min(y1, height) - max(y0, 0))
        else:
            segments.extend(_segments(handle, matrix))
    return _rules(np.array(segments, np.float64).reshape(-1, 4), view), images


def _apply(m: Matrix, points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]) for x, y in points]


def _visible(handle: c.FPDF_PAGEOBJECT, stroke: bool) -> bool:
    """Tell whether the object's ink differs from white paper."""
    r, g, b, a = (ctypes.c_uint(0) for _ in range(4))
    get = c.FPDFPageObj_GetStrokeColor if stroke else c.FPDFPageObj_GetFillColor
    if not get(handle, ctypes.byref(r), ctypes.byref(g), ctypes.byref(b), ctypes.byref(a)):
        return True
    return a.value > 0 and min(r.value, g.value, b.value) < WHITE


def _segments(handle: c.FPDF_PAGEOBJECT, matrix: Matrix) -> list[Box]:
    """Return what a path draws as straight segments in page space: strokes, and thin fills along their middle."""
    mode, stroke = ctypes.c_int(0), ctypes.c_int(0)
    if not c.FPDFPath_GetDrawMode(handle, ctypes.byref(mode), ctypes.byref(stroke)):
        return []
    stroked = bool(stroke.value) and _visible(handle, stroke=True)
    filled = bool(mode.value) and _visible(handle, stroke=False)
    if not (stroked or filled):
        return []
    found: list[Box] = []
    for points in _subpaths(handle, matrix):
        if stroked:
            found.extend((*a, *b) for a, b in itertools.pairwise(points))
        elif len(points) >= 4:
            found.extend(_thin(points))
    return found


def _thin(points: list[tuple[float, float]]) -> list[Box]:
    """Return the middle line of a thin filled box, or nothing for an area."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if x1 - x0 <= THIN and y1 - y0 > x1 - x0:
        return [((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)]
    if y1 - y0 <= THIN and x1 - x0 > y1 - y0:
        return [(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)]
    return []


def _subpaths(handle: c.FPDF_PAGEOBJECT, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """Return the straight subpaths of a path as point lists; curves end a run."""
    x, y = ctypes.c_float(0), ctypes.c_float(0)
    px, py = ctypes.byref(x), ctypes.byref(y)
    paths: list[list[tuple[float, float]]] = []
    for index in range(max(0, c.FPDFPath_CountSegments(handle))):
        segment = c.FPDFPath_GetPathSegment(handle, index)
        if not c.FPDFPathSegment_GetPoint(segment, px, py):
            continue
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO or not paths or kind == c.FPDF_SEGMENT_BEZIERTO:
            paths.append([(x.value, y.value)])
        else:
            paths[-1].append((x.value, y.value))
        if c.FPDFPathSegment_GetClose(segment) and len(paths[-1]) > 2:
            paths[-1].append(paths[-1][0])
    return [_apply(matrix, points) for points in paths if len(points) > 1]


def _rules(segments: Floats, view: _View) -> Rules:
    """Sort segments into horizontal and vertical rulings on the page as displayed."""
    width, height = view.size
    box = view.boxes(segments)
    wide, tall = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    flat = (tall <= 1.0) & (wide > 1.0)
    upright = (wide <= 1.0) & (tall > 1.0)
    h = np.column_stack([(box[:, 1] + box[:, 3]) / 2, box[:, 0].clip(0, width), box[:, 2].clip(0, width)])[flat]
    v = np.column_stack([(box[:, 0] + box[:, 2]) / 2, box[:, 1].clip(0, height), box[:, 3].clip(0, height)])[upright]
    h = h[(h[:, 0] >= -1) & (h[:, 0] <= height + 1) & (h[:, 2] > h[:, 1])]
    v = v[(v[:, 0] >= -1) & (v[:, 0] <= width + 1) & (v[:, 2] > v[:, 1])]
    return Rules(h, v)
