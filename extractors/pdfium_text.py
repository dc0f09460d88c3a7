"""Characters of a page through pdfium: a few calls for the page where one a character would do, arrays throughout."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
from numpy.typing import NDArray

from extractors.page import Bools, Codes, Floats, Ints

#: Characters off by less than this many radians stand straight; slanted italics stay below it, watermarks do not.
STRAIGHT = 0.5
#: The quarter of characters that stand neither upright nor on their side.
OBLIQUE = -1
_MAY_BE_MADE_UP = (0x20, 0x0D, 0x0A, 0x02, 0xFFFE)
_INVISIBLE = (c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP)


@dataclass(frozen=True, slots=True)
class Characters:
    """Characters in the order they were drawn, in page space.

    Attributes:
        code: code points; meaningless where unmapped.
        box: (n, 4) of left, bottom, right, top.
        quarter: how often each is turned clockwise by a right angle, or OBLIQUE.
        unmapped: the font gives no Unicode value.
    """

    code: Codes
    box: Floats
    quarter: Ints
    unmapped: Bools


def read_characters(text: pdfium.PdfTextPage, *, hidden: bool) -> Characters:
    """Return the characters of a page; those that pdfium makes up are left out.

    Args:
        text: the page.
        hidden: some text is invisible, so look at each character and leave such out.
    """
    handle = text.raw
    count = max(0, c.FPDFText_CountChars(handle))
    code = _codes(handle, count)
    boxes = (c.FS_RECTF * count)()
    has_box = np.fromiter(map(c.FPDFText_GetLooseCharBox, repeat(handle), range(count), boxes), np.bool_, count)
    # The structure holds left, top, right, bottom.
    raw = np.frombuffer(boxes, np.float32).reshape(-1, 4)[:, (0, 3, 2, 1)].astype(np.float64)
    kept = has_box & ~_made_up(handle, code)
    if hidden:
        kept &= ~_invisible(handle, count)
    unmapped = np.fromiter(map(c.FPDFText_HasUnicodeMapError, repeat(handle), range(count)), np.int32, count) == 1
    return Characters(code[kept], raw[kept], _quarters(handle, raw)[kept], unmapped[kept])


def _codes(handle: c.FPDF_TEXTPAGE, count: int) -> Codes:
    """Return the code points: in one call, or one by one where that call does not give one a character."""
    units: NDArray[np.uint16] = np.zeros(count + 1, np.uint16)
    buffer = units.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort))
    given = c.FPDFText_GetText(handle, 0, count, buffer) - 1
    in_pairs = (units >= 0xD800) & (units < 0xE000)
    if given == count and not in_pairs.any():
        return units[:count].astype(np.uint32)
    return np.fromiter(map(c.FPDFText_GetUnicode, repeat(handle), range(count)), np.uint32, count)


def _made_up(handle: c.FPDF_TEXTPAGE, code: Codes) -> Bools:
    """Tell which characters pdfium added to part words and lines."""
    made_up = np.isin(code, _MAY_BE_MADE_UP)
    places = np.flatnonzero(made_up)
    made_up[places] = [c.FPDFText_IsGenerated(handle, place) == 1 for place in places.tolist()]
    return made_up


def _invisible(handle: c.FPDF_TEXTPAGE, count: int) -> Bools:
    things = map(c.FPDFText_GetTextObject, repeat(handle), range(count))
    return np.fromiter((c.FPDFTextObj_GetTextRenderMode(thing) in _INVISIBLE for thing in things), np.bool_, count)


def _quarters(handle: c.FPDF_TEXTPAGE, box: Floats) -> Ints:
    """Return how often each character is turned by a right angle; only where a run begins pdfium is asked."""
    steps = box[1:] != box[:-1]
    # Along a run two edges stay: bottom and top of upright text, left and right of text on its side.
    begins = np.concatenate(([True], (steps[:, 1] | steps[:, 3]) & (steps[:, 0] | steps[:, 2])))[: len(box)]
    places = np.flatnonzero(begins)
    turned = np.array([c.FPDFText_GetCharAngle(handle, place) for place in places.tolist()], np.float64)
    turns = turned / (math.pi / 2)
    nearest = np.round(turns)
    quarter = np.where(np.abs(turns - nearest) * (math.pi / 2) < STRAIGHT, np.mod(nearest, 4), OBLIQUE).astype(np.intp)
    spread: Ints = quarter[np.cumsum(begins) - 1]
    return spread
