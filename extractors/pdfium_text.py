"""Characters of a page through pdfium: a few calls for the page where one a character would do, arrays throughout."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2.raw as c
from numpy.typing import NDArray

import extractors.pdfium_calls as call
from extractors.overlays import Overlays
from extractors.page import UNMAPPED, Bools, Codes, Floats, Ints
from extractors.pdfium_answers import BOXES, COLOURS, count
from extractors.pdfium_calls import Handle, Pointer
from extractors.pdfium_clips import TextClips
from extractors.pdfium_paths import INVISIBLE, WHITE

#: Characters off by less than this many radians stand straight; slanted italics stay below it, watermarks do not.
STRAIGHT = 0.5
#: The quarter of characters that stand neither upright nor on their side.
OBLIQUE = -1
#: A character of which a clip path leaves less than this share of its height or width is not seen.
SHOWN = 0.45
#: One that loses more than this share stands where the rest does.
CUT = 0.25
#: Widths and heights are at least this, in points.
TINY = 0.01
#: What pdfium puts in place of a hyphen at the end of a line.
_MARKED = (0x02, 0xFFFE)
#: Code points that are no character or of private use, and at the end all that are beyond Unicode.
_SENSELESS = np.zeros(0x110001, np.bool_)
_SENSELESS[[*set(range(0x20)) - {0x09, 0x0A, 0x0D}, 0x110000]] = True
_SENSELESS[0xFFFE::0x10000] = _SENSELESS[0xFFFF::0x10000] = True
_SENSELESS[0xD800:0xF900] = _SENSELESS[0xF0000:] = _SENSELESS[ord(UNMAPPED)] = True
#: Characters that pdfium may have added (1) or changed (2).
_LOOK_TWICE = np.zeros(0x10000, np.uint8)
_LOOK_TWICE[[0x20, 0x0D, 0x0A]] = 1
_LOOK_TWICE[[*_MARKED]] = 2


@dataclass(frozen=True, slots=True)
class Characters:
    """Characters in the order they were drawn, in page space.

    Attributes:
        code: code points; UNMAPPED where the font gives none.
        box: (n, 4) of left, bottom, right, top.
        quarter: how often each is turned clockwise by a right angle, or OBLIQUE.
        unmapped: the font gives no Unicode value.
    """

    code: Codes
    box: Floats
    quarter: Ints
    unmapped: Bools

    def take(self, kept: Bools) -> Characters:
        """Return the characters under a mask."""
        return Characters(self.code[kept], self.box[kept], self.quarter[kept], self.unmapped[kept])


def read_characters(
    text: Handle,
    clips: TextClips | None,
    backdrop: Floats | None = None,
    overlays: Overlays | None = None,
) -> Characters:
    """Return the characters of a page; those that pdfium makes up or that a clip path hides are left out.

    Args:
        text: the page.
        clips: what clips leave of the text; None where they hide nothing.
        backdrop: given where some text is hidden; each character is looked at then, and left out when it is not
            painted, or white outside these boxes (n, 4) of left, bottom, right, top.
        overlays: given where something may lie over the page; what does is left out.
    """
    page = call.pointer(text)
    places = range(max(0, c.FPDFText_CountChars(text)))
    code = _codes(text, page, places)
    raw, has_box = BOXES.ask(call.char_box, places, page)
    box = raw.astype(np.float64)
    # Pdfium gives left, top, right, bottom.
    box[:, 1], box[:, 3] = raw[:, 3], raw[:, 1]
    kept = has_box & ~_made_up(page, code) & ~_second_halves(code)
    unmapped = _is_senseless(code)
    told = list(map(call.char_is_unmapped, repeat(page), places))
    if any(told):
        unmapped |= np.array(told) == 1
    code[unmapped] = ord(UNMAPPED)
    characters = Characters(code, box, _quarters(page, box), unmapped)
    if clips is not None:
        kept &= ~_clipped(page, box, clips)
    if backdrop is not None:
        kept &= ~_invisible(page, box, backdrop)
    if overlays is not None:
        kept &= ~overlays.find(page, code, box)
    return characters if kept.all() else characters.take(kept)


def _codes(text: Handle, page: Pointer, places: range) -> Codes:
    """Return the code points: in one call, or one by one where that call does not give one a character."""
    units: NDArray[np.uint16] = np.zeros(len(places) + 1, np.uint16)
    buffer = units.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort))
    given = c.FPDFText_GetText(text, 0, len(places), buffer) - 1
    if given == len(places) and not ((units >= 0xD800) & (units < 0xE000)).any():
        return units[:-1].astype(np.uint32)
    return np.array(list(map(call.char_code, repeat(page), places)), np.uint32)


def _made_up(page: Pointer, code: Codes) -> Bools:
    """Tell which characters pdfium added to part words and lines; what it marked as hyphens becomes hyphens again."""
    made_up = np.zeros(len(code), np.bool_)
    look = _LOOK_TWICE[code & 0xFFFF]
    places = look.nonzero()[0]
    made_up[places] = count(call.char_is_made_up, places.tolist(), page) == 1
    if look.max(initial=0) == 2:
        marked = (look == 2).nonzero()[0]
        code[marked[count(call.char_is_hyphen, marked.tolist(), page) == 1]] = ord("-")
    return made_up


def _second_halves(code: Codes) -> Bools:
    """Tell which characters are second halves of pairs; the first halves become the characters meant."""
    seconds = np.zeros(len(code), np.bool_)
    firsts = (code & 0xFFFFFC00) == 0xD800
    if firsts.any():
        seconds[1:] = firsts[:-1] & ((code[1:] & 0xFFFFFC00) == 0xDC00)
        places = seconds.nonzero()[0]
        code[places - 1] = 0x10000 + ((code[places - 1] & 0x3FF) << 10) + (code[places] & 0x3FF)
    return seconds


def _is_senseless(code: Codes) -> Bools:
    """Tell where a code is no character: control codes but for blanks, halves of pairs, private use, beyond Unicode."""
    senseless: Bools = _SENSELESS[np.minimum(code, 0x110000)]
    return senseless


def _clipped(page: Pointer, box: Floats, clips: TextClips) -> Bools:
    """Tell which characters have less than about a half of themselves inside of what their clip path leaves.

    Of those that lose a good part the boxes become what is left: they stand where they are seen.
    """
    low, high = clips.boxes[:-1, :2].max(axis=0).tolist(), clips.boxes[:-1, 2:].min(axis=0).tolist()
    left, bottom, right, top = box.T
    reaches = (left < low[0]) | (right > high[0]) | (bottom < low[1]) | (top > high[1])
    outside = np.zeros(len(box), np.bool_)
    # Nearly always all text is inside of all clip paths: the margins of the page.
    places = reaches.nonzero()[0]
    if len(places):
        which = clips.which(map(call.char_object, repeat(page), places.tolist()))
        (left, bottom, right, top), (xa, ya, xb, yb) = clips.boxes[which].T, box[places].T
        x0, y0, x1, y1 = np.maximum(xa, left), np.maximum(ya, bottom), np.minimum(xb, right), np.minimum(yb, top)
        share = np.minimum((x1 - x0) / np.maximum(xb - xa, TINY), (y1 - y0) / np.maximum(yb - ya, TINY))
        outside[places] = share < SHOWN
        cut = ((share >= SHOWN) & (share < 1 - CUT)).nonzero()[0]
        if len(cut):
            box[places[cut]] = np.column_stack((x0, y0, x1, y1))[cut]
    return outside


def _invisible(page: Pointer, box: Floats, backdrop: Floats) -> Bools:
    """Tell which characters nobody sees."""
    handles, owner = np.unique(count(call.char_object, range(len(box)), page), return_inverse=True)
    things = call.pointers(handles.tolist())
    unpainted = np.isin(count(call.text_mode, things), tuple(INVISIBLE))
    colour, known = COLOURS.ask(call.fill_colour, things)
    white, clear = known & (colour[:, :3].min(axis=1, initial=255) >= WHITE), known & (colour[:, 3] == 0)
    x, y = (box[:, 0] + box[:, 2])[:, None] / 2, (box[:, 1] + box[:, 3])[:, None] / 2
    left, bottom, right, top = backdrop.T
    on_colour = ((x >= left) & (x <= right) & (y >= bottom) & (y <= top)).any(axis=1)
    hidden: Bools = (unpainted | clear)[owner] | (white[owner] & ~on_colour)
    return hidden


def _quarters(page: Pointer, box: Floats) -> Ints:
    """Return how often each character is turned by a right angle; only where a run begins pdfium is asked."""
    steps = box[1:] != box[:-1]
    # Along a run two edges stay: bottom and top of upright text, left and right of text on its side.
    begins = np.ones(len(box), np.bool_)
    begins[1:] = (steps[:, 1] | steps[:, 3]) & (steps[:, 0] | steps[:, 2])
    angles = list(map(call.char_angle, repeat(page), begins.nonzero()[0].tolist()))
    if not any(angles):
        return np.zeros(len(box), np.intp)
    turns = np.array(angles, np.float64) / (math.pi / 2)
    nearest = np.round(turns)
    quarter = np.where(np.abs(turns - nearest) * (math.pi / 2) < STRAIGHT, np.mod(nearest, 4), OBLIQUE).astype(np.intp)
    spread: Ints = quarter[np.cumsum(begins) - 1]
    return spread
