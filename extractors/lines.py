"""Glyphs → lines of text, and lines → one wrapped text."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from extractors.page import Glyphs, Line

#: Characters whose centres differ by less than this share of their size stand on one line.
SAME_LINE = 0.5
#: The same character this close to itself, in its own widths, was drawn twice.
AGAIN = 0.3
#: Points and dashes join the nearest line up to this many character sizes away.
NEAREST = 0.75
#: A gap wider than this many character sizes is a space between Latin letters or digits.
SPACE = 0.22
#: A gap wider than this many character sizes parts a line into pieces.
PART = 1.6
#: Shown in place of a character that the font gives no meaning.
UNMAPPED = "\ufffd"

_BLANK = frozenset((0x20, 0xA0, 0x3000, 0x09, 0x0A, 0x0D, 0x200B, 0xFEFF))
_WIDE = (
    "\u1100-\u11ff\u2018-\u201f\u2026\u2014\u2460-\u24ff\u2500-\u33ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
)
_SPACE_AT_WIDE = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}%‰℃])")
_SPACES = re.compile(r"\s+")
_WIDE_END = re.compile(rf"[{_WIDE}]$")
_WIDE_START = re.compile(rf"^[{_WIDE}%‰]")
_NUMBER_BREAK = re.compile(r"(?:[\d.,，]$|\d-$)")


def tidy(text: str) -> str:
    """Remove spaces inside Chinese and fold other runs of blanks into one space."""
    return _SPACES.sub(" ", _SPACE_AT_WIDE.sub("", text)).strip()


def join_wraps(parts: Iterable[str]) -> str:
    """Join printed lines into one text: nothing between Chinese or the halves of a number, a space between words."""
    joined = ""
    for part in (tidy(p) for p in parts):
        if not part:
            continue
        glue = ""
        if joined and not _WIDE_END.search(joined) and not _WIDE_START.match(part):
            broken_number = _NUMBER_BREAK.search(joined) and part[0].isdigit()
            glue = "" if broken_number or joined.endswith("-") else " "
        joined += glue + part
    return joined


def lines_of(glyphs: Glyphs) -> tuple[Line, ...]:
    """Group glyphs into lines, top to bottom, each from left to right.

    Args:
        glyphs: upright characters; blanks among them are read as spaces.
    """
    if not len(glyphs):
        return ()
    marks = [
        _Mark(chr(code) if code not in _BLANK else "", unmapped, *box)
        for code, unmapped, box in zip(glyphs.code.tolist(), glyphs.unmapped.tolist(), glyphs.box.tolist(), strict=True)
    ]
    return tuple(line for row in _rows(marks) if (line := _line(row)) is not None)


class _Mark(NamedTuple):
    """One character on its way into a line; ``char`` is empty for a blank."""

    char: str
    unmapped: bool
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def em(self) -> float:
        """The size of the type: Chinese is as wide as high, letters and digits about half as wide.

        Some fonts give boxes twice as high as their type and others boxes as high as the ink, so height is no guide.
        """
        width = self.x1 - self.x0
        return width if self.char > "\u2e7f" else min(2 * width, self.y1 - self.y0)


def _rows(marks: list[_Mark]) -> list[list[_Mark]]:
    """Cut characters into lines: letters, digits and ideographs make them, points and dashes join the nearest."""
    anchors = [mark for mark in marks if mark.unmapped or mark.char.isalnum()] or marks
    anchors = sorted(anchors, key=lambda m: m.y0 + m.y1)
    rows: list[list[_Mark]] = []
    means: list[float] = []
    for mark in anchors:
        centre = (mark.y0 + mark.y1) / 2
        if rows and centre - means[-1] <= SAME_LINE * min(max(mark.em, 1.0), max(rows[-1][0].em, 1.0)):
            rows[-1].append(mark)
            means[-1] += (centre - means[-1]) / len(rows[-1])
        else:
            rows.append([mark])
            means.append(centre)
    if anchors is not marks and len(anchors) < len(marks):
        stray: list[_Mark] = []
        for mark in marks:
            if not (mark.unmapped or mark.char.isalnum()):
                centre = (mark.y0 + mark.y1) / 2
                at = bisect(means, centre)
                near = min((i for i in (at - 1, at) if 0 <= i < len(means)), key=lambda i: abs(means[i] - centre))
                # A full stop can be all that a wrap leaves for the next line.
                far = mark.char and abs(means[near] - centre) > NEAREST * max(rows[near][0].em, 1.0)
                (stray if far else rows[near]).append(mark)
        if stray:
            rows = sorted(rows + _rows(stray), key=lambda row: row[0].y0 + row[0].y1)
    return rows


def _line(row: list[_Mark]) -> Line | None:
    """Build one line; None when only blanks are left."""
    row = _drawn_once(sorted(row, key=lambda m: m.x0))
    shown = [mark for mark in row if mark.char]
    if not shown:
        return None
    letters = [mark for mark in shown if mark.char.isalnum()] or shown
    # Digits tell the size only roughly: their width differs from font to font.
    size = median([mark.em for mark in letters if mark.char > "\u2e7f"] or [mark.em for mark in letters]) or 1.0
    text, parts = _text(row, size)
    outer = (
        shown[0].x0,
        min(mark.y0 for mark in shown),
        max(mark.x1 for mark in shown),
        max(mark.y1 for mark in shown),
    )
    return Line(text=text, box=outer, size=size, unmapped=any(mark.unmapped for mark in shown), parts=parts)


def _drawn_once(row: list[_Mark]) -> list[_Mark]:
    """Leave out characters drawn again a hair beside themselves, which is how some programs make bold type."""
    once: list[_Mark] = []
    for mark in row:
        before = once[-1] if once else None
        if before and mark.char and mark.char == before.char and mark.x0 - before.x0 < AGAIN * (mark.x1 - mark.x0):
            continue
        once.append(mark)
    return once


def _text(row: list[_Mark], size: float) -> tuple[str, tuple[tuple[str, float, float], ...]]:
    """Return the line's text with spaces, and its pieces between wide gaps."""
    pieces: list[tuple[str, float, float]] = []
    piece, begin, end = "", 0.0, 0.0
    blank_seen = False
    for mark in row:
        if not mark.char:
            blank_seen = True
            continue
        char = UNMAPPED if mark.unmapped else mark.char
        gap = (mark.x0 - end) / size if piece else 0.0
        if piece and gap > PART:
            pieces.append((piece, begin, end))
            piece = ""
        if not piece:
            piece, begin, end = char, mark.x0, mark.x1
        else:
            piece += (" " if blank_seen or gap > SPACE else "") + char
            end = max(end, mark.x1)
        blank_seen = False
    pieces.append((piece, begin, end))
    return " ".join(text for text, _, _ in pieces), tuple(pieces)


def block_box(lines: Sequence[Line]) -> tuple[float, float, float, float]:
    """Return the box around some lines."""
    return (
        min(line.box[0] for line in lines),
        min(line.box[1] for line in lines),
        max(line.box[2] for line in lines),
        max(line.box[3] for line in lines),
    )
