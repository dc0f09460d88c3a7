"""Glyphs → lines of text, and lines → one wrapped text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractors.page import UNMAPPED, Bools, Codes, Floats, Glyphs, Ints, Line
from extractors.rows import Marks, rows_of
from schemas.text import radical_table

#: The same character this close to itself, in its own widths, was drawn twice.
AGAIN = 0.3
#: A gap wider than this many character sizes is a space between Latin letters or digits.
SPACE = 0.22
#: A gap wider than this many character sizes parts a line into pieces.
PART = 1.6
#: Code points above this are as wide as they are high.
NARROW = 0x2E7F
#: Whether a code point is a letter, digit or ideograph: 1 or 0, -1 where nobody asked yet.
_ALNUM: NDArray[np.int8] = np.full(0x110000, -1, np.int8)

_WIDE = (
    "\u1100-\u11ff\u2018-\u201f\u2026\u2014\u2460-\u24ff\u2500-\u33ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
)
_SPACE_AT_WIDE = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}%‰℃])")
_RADICAL = re.compile("[\u2e80-\u2fdf]")
_SPACES = re.compile(r"\s+")
_WIDE_SIGN = re.compile(rf"[{_WIDE}]")
_WIDE_START = re.compile(rf"[{_WIDE}%‰]")
_CLOSE_START = re.compile(rf"[{_WIDE}%‰℃]")
_NUMBER_GOES_ON = re.compile(r"\d|[.,，]\d|%")
_NUMBER_BREAK = re.compile(r"(?:[\d.,，]$|\d-$)")


def tidy(text: str) -> str:
    """Remove spaces inside Chinese, fold other runs of blanks into one space, write radicals as the signs they are."""
    if _RADICAL.search(text):
        text = text.translate(radical_table())
    if " " not in text and text.isprintable():
        return text
    if "\u3000" in text:  # a blank that is as wide as a sign
        return _SPACES.sub(" ", _SPACE_AT_WIDE.sub("", text)).strip()
    words = text.split()
    joined = words[0] if words else ""
    for before, word in pairwise(words):
        apart = _CLOSE_START.match(word) is None and not _ends_wide(before)
        joined += f" {word}" if apart else word
    return joined


def _ends_wide(text: str) -> bool:
    """Tell whether the last sign of a text is as wide as high."""
    return _WIDE_SIGN.match(text, len(text) - 1) is not None


def join_wraps(parts: Iterable[str]) -> str:
    """Join printed lines into one text: nothing between Chinese or the halves of a number, a space between words."""
    joined = ""
    for part in (tidy(p) for p in parts):
        if not part:
            continue
        glue = ""
        if joined and not _ends_wide(joined) and not _WIDE_START.match(part):
            broken_number = _NUMBER_BREAK.search(joined) and _NUMBER_GOES_ON.match(part)
            glue = "" if broken_number or joined.endswith("-") else " "
        joined += glue + part
    return joined


def lines_of(glyphs: Glyphs) -> tuple[Line, ...]:
    """Group glyphs into lines, top to bottom, each from left to right.

    Args:
        glyphs: upright characters; blanks among them are read as spaces.
    """
    return lines_by_owner(glyphs, np.zeros(len(glyphs), np.intp)).get(0, ())


def lines_by_owner(glyphs: Glyphs, owner: Ints) -> dict[int, tuple[Line, ...]]:
    """Group the glyphs of each owner, a cell or what is outside of all cells, into lines from top to bottom.

    Args:
        glyphs: upright characters; blanks among them are read as spaces.
        owner: number of the owner of each glyph.

    Returns:
        Owner -> lines, for owners with something else than blanks.
    """
    if not len(glyphs):
        return {}
    type_ = _Type.of(glyphs)
    box, blank = type_.box, type_.blank
    order = owner.argsort(kind="stable")
    middle = (box[:, 1] + box[:, 3]) / 2
    letter = type_.letter | type_.unmapped
    places, row = rows_of(Marks(owner[order], middle[order], type_.em[order], letter[order], blank[order]))
    places = order[places]
    ordered = np.lexsort((box[places, 0], row))
    places, row = places[ordered], row[ordered]
    again = _drawn_again(type_, places, row)
    if again is not None:
        places, row = places[~again], row[~again]
    shown = ~blank[places]
    parted = np.zeros(len(places), np.bool_)
    parted[1:] = ~shown[:-1]
    if not shown.all():
        places, row, parted = places[shown], row[shown], parted[shown]
    if not len(places):
        return {}
    owners, lines = _lines(type_.take(places), row, parted, owner[places])
    cuts = [0, *((owners[1:] != owners[:-1]).nonzero()[0] + 1).tolist(), len(lines)]
    return {int(owners[a]): tuple(lines[a:b]) for a, b in pairwise(cuts)}


@dataclass(frozen=True, slots=True)
class _Type:
    """What lines need of glyphs, an array element each.

    Attributes:
        em: size of the type: Chinese is as wide as high, letters and digits about half as wide. Some fonts give boxes
            twice as high as their type and others boxes as high as the ink, so height is no guide.
        letter: a letter, digit or ideograph.
    """

    code: Codes
    box: Floats
    em: Floats
    wide: Bools
    letter: Bools
    blank: Bools
    unmapped: Bools

    @classmethod
    def of(cls, glyphs: Glyphs) -> _Type:
        code, box, blank = glyphs.code, glyphs.box, glyphs.blank
        wide = (code > NARROW) & ~blank & ~glyphs.unmapped
        width, height = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
        letter = _ALNUM[code]
        if letter.min() < 0:
            new = list(set(code[letter < 0].tolist()))
            _ALNUM[new] = [chr(each).isalnum() for each in new]
            letter = _ALNUM[code]
        em = np.where(wide, width, np.minimum(2 * width, height))
        return cls(code, box, em, wide, (letter > 0) & ~blank, blank, glyphs.unmapped)

    def take(self, index: Ints) -> _Type:
        return _Type(
            self.code[index],
            self.box[index],
            self.em[index],
            self.wide[index],
            self.letter[index],
            self.blank[index],
            self.unmapped[index],
        )


def _drawn_again(type_: _Type, places: Ints, row: Ints) -> Bools | None:
    """Tell which glyphs are drawn again a hair beside themselves, which is how some programs make bold type."""
    code = type_.code[places]
    same = (code[1:] == code[:-1]) & (row[1:] == row[:-1]) & ~type_.blank[places[1:]]
    if not same.any():
        return None
    x0, x1 = type_.box[places, 0], type_.box[places, 2]
    near = AGAIN * (x1 - x0)
    again = np.zeros(len(code), np.bool_)
    again[1:] = same & (x0[1:] - x0[:-1] < near[1:])
    # Drawn three times: each is measured from the first, not from the one before.
    for place in (again[1:] & again[:-1]).nonzero()[0].tolist():
        first = place
        while again[first]:
            first -= 1
        again[place + 1] = x0[place + 1] - x0[first] < near[place + 1]
    return again


def _lines(type_: _Type, row: Ints, parted: Bools, owner: Ints) -> tuple[Ints, list[Line]]:
    """Build the lines of glyphs sorted by row and from left to right, ``parted`` from the one before by a blank or not.

    Also return the owner of each line.
    """
    count = len(row)
    begins = np.ones(count, np.bool_)
    begins[1:] = row[1:] != row[:-1]
    starts = begins.nonzero()[0]
    line = begins.cumsum() - 1
    size = _sizes(type_, starts, line)
    left, right = type_.box[:, 0], _reach(type_.box[:, 2], starts, line)
    gap = np.zeros(count)
    gap[1:] = left[1:] - right[:-1]
    type_size = size[line]
    breaks = (gap > PART * type_size) & ~begins
    text, at = _text(type_, (parted | (gap > SPACE * type_size)) & ~begins)
    # Pieces begin where lines do, and where gaps are wide.
    first, start, end = (begins | breaks).nonzero()[0], left.tolist(), right.tolist()
    cuts = [*first.tolist(), count]
    parts = [(text[at[a] : at[b - 1] + 1], start[a], end[b - 1]) for a, b in pairwise(cuts)]
    pieces = [*first.searchsorted(starts).tolist(), len(first)]
    low, high = np.minimum.reduceat(type_.box[:, 1], starts), np.maximum.reduceat(type_.box[:, 3], starts)
    unmapped = np.logical_or.reduceat(type_.unmapped, starts)
    columns = zip(
        pairwise([*starts.tolist(), count]),
        pairwise(pieces),
        low.tolist(),
        high.tolist(),
        size.tolist(),
        unmapped.tolist(),
        strict=True,
    )
    lines = [
        Line(text[at[a] : at[b - 1] + 1], (start[a], top, end[b - 1], bottom), em, lost, tuple(parts[i:j]))
        for (a, b), (i, j), top, bottom, em, lost in columns
    ]
    return owner[starts], lines


def _text(type_: _Type, spaced: Bools) -> tuple[str, list[int]]:
    """Return the characters of all lines with a space before some, and where in that text each glyph is."""
    code = np.where(type_.unmapped, ord(UNMAPPED), type_.code)
    at = np.arange(len(code)) + spaced.cumsum()
    text = np.full(int(at[-1]) + 1, ord(" "), "<u4")
    text[at] = code
    return text.tobytes().decode("utf-32-le"), at.tolist()


def _sizes(type_: _Type, starts: Ints, line: Ints) -> Floats:
    """Return the size of the type of each line; digits tell it only roughly: their width differs from font to font."""
    chosen = type_.letter | ~np.logical_or.reduceat(type_.letter, starts)[line]
    wide = chosen & type_.wide
    chosen &= wide | ~np.logical_or.reduceat(wide, starts)[line]
    em, of = type_.em[chosen], line[chosen]
    em = em[np.lexsort((em, of))]
    first = of.searchsorted(np.arange(len(starts) + 1))
    # The median: of an even number the middle of two.
    size: Floats = (em[(first[:-1] + first[1:] - 1) // 2] + em[(first[:-1] + first[1:]) // 2]) / 2
    size[size == 0] = 1.0
    return size


def _reach(right: Floats, starts: Ints, line: Ints) -> Floats:
    """Return how far each line reaches at each glyph."""
    back = ((right[1:] < right[:-1]) & (line[1:] == line[:-1])).nonzero()[0]
    if not len(back):
        return right
    reach = right.copy()
    ends = [*starts[1:].tolist(), len(right)]
    for each in set(line[back].tolist()):
        np.maximum.accumulate(right[starts[each] : ends[each]], out=reach[starts[each] : ends[each]])
    return reach


def block_box(lines: Sequence[Line]) -> tuple[float, float, float, float]:
    """Return the box around some lines."""
    return (
        min(line.box[0] for line in lines),
        min(line.box[1] for line in lines),
        max(line.box[2] for line in lines),
        max(line.box[3] for line in lines),
    )
