"""What lies over a page and is no part of it: watermarks, seals, and boxes of white that cover old text.

Asked only on pages where something hints at them, so that other pages pay nothing. A watermark is known by its size
beside the rest of the page and what it lies over, by being translucent where the page is not, or by being pale and
there again and again; a seal by its circle in a colour of its own; what is covered by the order of drawing.
"""

from __future__ import annotations

from collections import Counter
from itertools import repeat
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as c

import extractors.pdfium_calls as call
from extractors.page import Bools, Codes, Floats, Ints, is_blank
from extractors.pdfium_answers import COLOURS, CORNERS, MODES, count
from extractors.pdfium_calls import Handle, Pointer
from extractors.pdfium_objects import IDENTITY, MAX_DEPTH, Matrix, matrix_of, moved

#: Type this many times the usual size of a page, and at least so many points high, is large.
LARGE, LARGE_POINTS = 2.2, 20.0
#: This share of its size a large character's box is larger than its ink; and so many have to lie over others.
INSET, SEVERAL = 0.22, 2
#: Text that lets so much of the paper through is translucent, of 255; and text as bright as this is pale.
TRANSLUCENT, PALE = 165, 160
#: Pale words that stand on a page this often are a pattern.
OFTEN = 3
#: Seals are this wide, in points: from 2 to 7 cm.
SEAL = (55.0, 200.0)
#: Channels of a colour further apart than this are a colour, not a grey; nearer than that, two colours are one.
COLOURED, ALIKE = 80, 40
#: Points of a circle as pdfium counts them: a start and four curves.
CIRCLE = (12, 16)
#: Covers are at least this high and wide, in points.
COVER = 3.0
#: So many pairs of a character and a cover are looked at together.
TOGETHER = 1 << 18
#: As bright as paper, and dark enough to be a rule.
WHITE, DARK = 250, 200
#: Boxes of white that cover this share of a dark area leave rules of it.
MOST = 0.7


def lie_over(box: Floats, code: Codes) -> Bools:
    """Tell which characters are much larger than is usual on their page, and lie over others."""
    size = _size(box, code)
    over = _large(size)
    if over.any():
        # Boxes follow the font, not the ink: a title may reach over the blanks and the line below it.
        x, y = ((box[:, :2] + box[:, 2:]) / 2)[~over & ~is_blank(code)].T
        inset = size[over] * INSET
        x0, y0, x1, y1 = box[over].T
        inside = (x[:, None] > x0 + inset) & (x[:, None] < x1 - inset)
        inside &= (y[:, None] > y0 + inset) & (y[:, None] < y1 - inset)
        over[over] = inside.any(axis=0)
    return over


def _large(size: Floats) -> Bools:
    """Tell which characters are much larger than is usual on their page."""
    if size.max(initial=0.0) <= LARGE_POINTS:
        return np.zeros(len(size), np.bool_)
    much: Bools = size > max(LARGE_POINTS, LARGE * _median(size))
    return much


def _median(values: Floats) -> float:
    """Return the median; numpy's own looks for more than there is here."""
    low, high = (len(values) - 1) // 2, len(values) // 2
    ordered = np.partition(values, (low, high))
    return float((ordered[low] + ordered[high]) / 2)


def _size(box: Floats, code: Codes) -> Floats:
    """Return type sizes: Chinese is as wide as high whichever way it lies, digits half as wide."""
    wide, high = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    small = np.minimum(wide, high)
    size: Floats = np.where(code > 0x2E7F, small, np.minimum(2 * small, wide + high))
    return size


class _Painted(NamedTuple):
    """An object in the order of drawing: what it is, and the matrix of the form it is in."""

    thing: Pointer
    kind: int
    matrix: Matrix


class Overlays:
    """Finds the characters of one page that are no part of it.

    Args:
        page: the page; it is walked through when this is made.
    """

    def __init__(self, page: Handle) -> None:
        self._order: dict[int, int] = {}
        self._painted: list[_Painted] = []
        top = call.pointer(page)
        self._walk(list(map(call.page_object, repeat(top), range(call.page_count(top)))), IDENTITY, 0)
        paths = [(place, each) for place, each in enumerate(self._painted) if each.kind == c.FPDF_PAGEOBJ_PATH]
        (self._covers, self._covered_at), dark = _boxes_filled(paths)
        #: What boxes of white leave of a dark area under them: the rules of some web pages.
        self.gaps = _gaps(self._covers, self._covered_at, *dark)
        texts = [(place, each) for place, each in enumerate(self._painted) if each.kind == c.FPDF_PAGEOBJ_TEXT]
        covered = texts if self._covered_at else []
        self._text_at = np.array([place for place, _ in covered], np.intp)
        self._text_boxes = _boxes([each for _, each in covered])
        self._seals, self._seal_colours = _seals([each for _, each in paths])

    def _walk(self, handles: list[int], matrix: Matrix, depth: int) -> None:
        things = call.pointers(handles)
        forms = {c.FPDF_PAGEOBJ_FORM} if depth < MAX_DEPTH else set()
        for handle, thing, kind in zip(handles, things, map(call.object_type, things), strict=True):
            if kind in forms:
                inner = list(map(call.form_object, repeat(thing), range(call.form_count(thing))))
                self._walk(inner, matrix_of(thing, matrix), depth + 1)
                continue
            self._order[handle] = len(self._painted)
            self._painted.append(_Painted(thing, kind, matrix))

    def find(self, page: Pointer, code: Codes, box: Floats) -> Bools:
        """Tell which characters of a page of text lie over the page, or are covered on it; boxes in page space."""
        handles, owner = np.unique(count(call.char_object, range(len(box)), page), return_inverse=True)
        colour, known = COLOURS.ask(call.fill_colour, call.pointers(handles.tolist()))
        colour = np.where(known[:, None], colour, (0, 0, 0, 255)).astype(np.intp)
        middle = np.column_stack(((box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2))
        drawn_at = np.array([self._order.get(handle, -1) for handle in handles.tolist()], np.intp)
        marks = self._covered(middle, box, drawn_at[owner]) | self._sealed(middle, colour[owner])
        strange = _pieces_over(lie_over(box, code), owner) | _faint(colour, owner, code, _large(_size(box, code)))
        found: Bools = marks | strange[owner]
        return found

    def _covered(self, middle: Floats, box: Floats, drawn_at: Ints) -> Bools:
        """Tell which characters have a box of white drawn over them later, and are not drawn again on top of it."""
        cover = np.full(len(middle), -1, np.intp)
        together = max(1, TOGETHER // max(1, len(middle)))
        x, y, drawn = middle[:, :1], middle[:, 1:], np.where(drawn_at < 0, len(self._painted), drawn_at)[:, None]
        for start in range(0, len(self._covers), together):
            x0, y0, x1, y1 = self._covers[start : start + together].T
            at = np.array(self._covered_at[start : start + together], np.intp)
            over = (x > x0) & (x < x1) & (y > y0) & (y < y1) & (drawn < at)
            cover = np.maximum(cover, np.where(over, at, -1).max(axis=1))
        covered: Bools = cover >= 0
        # Pdfium leaves out a character that repeats another at its place: then the one below stands for it.
        for place in np.flatnonzero(covered).tolist():
            x, y = middle[place]
            later = drawn_at > cover[place]
            shown = later & (box[:, 0] < x) & (box[:, 2] > x) & (box[:, 1] < y) & (box[:, 3] > y)
            covered[place] = bool(shown.any()) or not self._written_on(middle[place], int(cover[place]))
        return covered

    def _written_on(self, point: Floats, after: int) -> bool:
        """Tell whether some text drawn later stands at a point."""
        texts = self._text_at > after
        x, y = point
        x0, y0, x1, y1 = self._text_boxes[texts].T
        return bool(((x0 < x) & (x < x1) & (y0 < y) & (y < y1)).any())

    def _sealed(self, middle: Floats, colour: Ints) -> Bools:
        """Tell which characters stand in a circle, in its colour."""
        sealed = np.zeros(len(middle), np.bool_)
        for (x0, y0, x1, y1), own in zip(self._seals.tolist(), self._seal_colours, strict=True):
            away = np.hypot(middle[:, 0] - (x0 + x1) / 2, middle[:, 1] - (y0 + y1) / 2)
            sealed |= (away < (x1 - x0) / 2) & (np.abs(colour[:, :3] - own).max(axis=1) < ALIKE)
        return sealed


def _boxes(paths: list[_Painted]) -> Floats:
    """Return left, bottom, right, top of objects in page space."""
    bounds, _ = CORNERS.ask(call.object_bounds, [each.thing for each in paths])
    raw = bounds.astype(np.float64)
    moved_by: dict[Matrix, list[int]] = {}
    for place, each in enumerate(paths):
        if each.matrix != IDENTITY:
            moved_by.setdefault(each.matrix, []).append(place)
    for matrix, places in moved_by.items():
        raw[places] = moved(matrix, raw[places])
    return np.column_stack((np.minimum(raw[:, :2], raw[:, 2:]), np.maximum(raw[:, :2], raw[:, 2:])))


#: Boxes (n, 4) and where each stands in the order of drawing.
_Placed = tuple[Floats, list[int]]


def _boxes_filled(paths: list[tuple[int, _Painted]]) -> tuple[_Placed, _Placed]:
    """Return the boxes filled with opaque white, and those filled with a darker colour."""
    things = [each.thing for _, each in paths]
    colour, known = COLOURS.ask(call.fill_colour, things)
    filled = known & (MODES.ask(call.path_mode, things)[0][:, 0] != 0) & (colour[:, 3] == 255)
    filled &= count(call.path_count, things) <= 5  # one box
    bright = colour[:, :3].min(axis=1, initial=255)
    white, dark = _opaque(paths, filled & (bright >= WHITE)), _opaque(paths, filled & (bright < DARK))
    return white, dark


def _opaque(paths: list[tuple[int, _Painted]], filled: Bools) -> _Placed:
    """Return those of some filled boxes that hide what is under them."""
    chosen = [paths[place] for place in np.flatnonzero(filled).tolist()]
    box = _boxes([each for _, each in chosen])
    enough = (box[:, 2] - box[:, 0] > COVER) & (box[:, 3] - box[:, 1] > COVER)
    kept = [place for place in enough.nonzero()[0].tolist() if not call.object_is_clear(chosen[place][1].thing)]
    return box[kept], [chosen[place][0] for place in kept]


def _gaps(white: Floats, white_at: list[int], dark: Floats, dark_at: list[int]) -> Floats:
    """Return the edges, as pairs of points, of boxes of white on a dark area of which little is left."""
    found = [np.zeros((0, 4))]
    for area, at in zip(dark, dark_at, strict=True):
        inside = (white[:, :2] >= area[:2]).all(axis=1) & (white[:, 2:] <= area[2:]).all(axis=1)
        box = white[inside & (np.array(white_at, np.intp) > at)]
        size = (box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1])
        whole = (area[2] - area[0]) * (area[3] - area[1])
        if len(box) > 1 and size.sum() > MOST * whole:
            x0, y0, x1, y1 = box.T
            found += [np.column_stack(edge) for edge in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1),
                                                         (x1, y0, x1, y1))]  # fmt: skip
    return np.concatenate(found)


def _seals(paths: list[_Painted]) -> tuple[Floats, list[Ints]]:
    """Return the circles as large as seals that are drawn in a colour, and their colours."""
    points = count(call.path_count, [each.thing for each in paths])
    round_ = [paths[place] for place in np.flatnonzero((points >= CIRCLE[0]) & (points <= CIRCLE[1])).tolist()]
    things = [each.thing for each in round_]
    stroked = MODES.ask(call.path_mode, things)[0][:, 1] != 0
    lines, fills = COLOURS.ask(call.stroke_colour, things)[0], COLOURS.ask(call.fill_colour, things)[0]
    colour = np.where(stroked[:, None], lines, fills)[:, :3].astype(np.intp)
    box = _boxes(round_)
    wide, high = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    seal = (wide > SEAL[0]) & (wide < SEAL[1]) & (np.abs(wide - high) < 0.1 * wide)
    seal &= colour.max(axis=1, initial=0) - colour.min(axis=1, initial=255) > COLOURED
    return box[seal], list(colour[seal])


def _pieces_over(over: Bools, owner: Ints) -> Bools:
    """Tell which pieces of text lie over others, with more than a character or all of it."""
    pieces = int(owner.max(initial=-1)) + 1
    times, whole = np.bincount(owner[over], minlength=pieces), np.bincount(owner, minlength=pieces)
    enough: Bools = (times > 0) & ((times >= SEVERAL) | (times == whole))
    return enough


def _faint(colour: Ints, owner: Ints, code: Codes, large: Bools) -> Bools:
    """Tell which pieces of text are translucent where most are not, or faint and large, or faint words repeated."""
    bright, alpha = colour[:, :3].min(axis=1, initial=255), colour[:, 3]
    clear = (alpha > 0) & (alpha < TRANSLUCENT)
    faint = clear | ((bright >= PALE) & (bright < WHITE))
    if faint.all():
        return np.zeros(len(colour), np.bool_)
    few = 2 * np.count_nonzero(clear[owner]) < len(owner)
    texts = {n: "".join(map(chr, code[owner == n].tolist())) for n in np.flatnonzero(faint).tolist()}
    often = {text for text, times in Counter(texts.values()).items() if times >= OFTEN and _is_words(text)}
    found: Bools = (clear & few) | (faint & (np.bincount(owner[large], minlength=len(faint)) > 0))
    for piece, text in texts.items():
        found[piece] |= text in often
    return found


def _is_words(text: str) -> bool:
    """Tell words from figures and single marks, which stand in tables often."""
    return len(text) > 2 and any(char > "\u2e7f" for char in text)
