"""Rules that are no lines: rows of dots, and pictures drawn long and thin."""

from __future__ import annotations

import ctypes
from itertools import pairwise

import numpy as np
import pypdfium2.raw as c

from extractors.page import Floats, Ints
from extractors.pdfium_calls import Pointer
from extractors.pdfium_strokes import thin

#: Dots are no larger than this, in points; their middles no further apart than that along a rule, nor off it.
DOT, PITCH, LEVEL = 1.6, 5.0, 0.3
#: So many dots make a rule; where most are nearer to each other than this share of their size it is an area.
ROW, FULL, MAX_DOTS = 8, 0.9, 20_000
#: The next row of a pattern of dots is no further away, in points.
BESIDE = 2.2
#: Pictures with more pixels are no rules, nor are pictures brighter than this.
MAX_PIXELS, DARK = 4096, 200
#: More thin pictures than a page of tables has.
MAX_PICTURES = 4000


def rows_of_dots(corners: Floats) -> Floats:
    """Return the rules that small boxes make, along x and along y, as pairs of points (n, 4).

    Args:
        corners: (n, 4) opposite corners of filled boxes, in page space.
    """
    low, high = np.minimum(corners[:, :2], corners[:, 2:]), np.maximum(corners[:, :2], corners[:, 2:])
    small = ((high - low) <= DOT).all(axis=1)
    if not ROW <= np.count_nonzero(small) <= MAX_DOTS:
        return np.zeros((0, 4))
    middle = np.unique(np.round((low[small] + high[small]) / 2, 2), axis=0)
    size = float(np.median(high[small] - low[small]))
    return np.concatenate((_rows(middle, size), _rows(middle[:, ::-1], size)[:, [1, 0, 3, 2]]))


def _rows(middle: Floats, size: float) -> Floats:
    """Return the rules along x."""
    order = np.lexsort((middle[:, 0], np.round(middle[:, 1] / LEVEL)))
    x, y = middle[order].T
    step = np.diff(x)
    breaks = (np.abs(np.diff(y)) > LEVEL) | (step < 0) | (step > PITCH)
    found = []
    cuts = [0, *(np.flatnonzero(breaks) + 1).tolist(), len(x)]
    for start, end in pairwise(cuts):
        # Nearly all runs are short: a look at their length has to do.
        if end - start < ROW:
            continue
        run = slice(start, end)
        at, first, last = float(y[run].mean()), x[start], x[end - 1]
        if (np.diff(x[run]) < FULL * size).sum() > (end - start) / 2:
            continue
        # Beside a rule there is paper, but for the rules that cross it; beside a row of a pattern the next row.
        off = np.abs(middle[:, 1] - at)
        beside = (off > LEVEL) & (off <= BESIDE) & (middle[:, 0] >= first) & (middle[:, 0] <= last)
        if np.count_nonzero(beside) <= (end - start) / 2:
            found.append((first - size / 2, at, last + size / 2, at))
    return np.array(found, np.float64).reshape(-1, 4)


def picture_rules(images: list[Pointer], corners: Floats) -> Floats:
    """Return the rules that thin dark pictures draw, as pairs of points (n, 4).

    Args:
        images: pointers to them.
        corners: (n, 4) opposite corners of each, in page space.
    """
    lines, places = thin(corners)
    if not len(lines) or len(lines) > MAX_PICTURES:
        return np.zeros((0, 4))
    long_enough: Ints = np.flatnonzero(np.abs(lines[:, :2] - lines[:, 2:]).max(axis=1) > 2 * DOT)
    dark = [place for place in long_enough.tolist() if _is_dark(images[places[place]])]
    return lines[dark]


def _is_dark(image: Pointer) -> bool:
    """Tell whether a small picture has dark ink all over, as far as that can be told."""
    thing = ctypes.cast(image, c.FPDF_PAGEOBJECT)
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    if not c.FPDFImageObj_GetImagePixelSize(thing, wide, high) or not 0 < wide.value * high.value <= MAX_PIXELS:
        return False
    bitmap = c.FPDFImageObj_GetBitmap(thing)
    if not bitmap:
        return False
    try:
        stride, rows = c.FPDFBitmap_GetStride(bitmap), c.FPDFBitmap_GetHeight(bitmap)
        channels = {c.FPDFBitmap_Gray: 1, c.FPDFBitmap_BGR: 3}.get(c.FPDFBitmap_GetFormat(bitmap), 4)
        pointer = ctypes.cast(c.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte))
        pixels = np.ctypeslib.as_array(pointer, (rows, stride))[:, : c.FPDFBitmap_GetWidth(bitmap) * channels]
        colour = pixels.reshape(rows, -1, channels)[:, :, :3]
        return bool(colour.min(axis=2).mean() < DARK)
    finally:
        c.FPDFBitmap_Destroy(bitmap)
