"""Glyphs → lines of text, and lines → one wrapped text."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from operator import eq, or_, sub
from typing import cast

import numpy as np

from extractors.page import UNMAPPED, Glyphs, Line

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
    if " " not in text and text.isprintable():
        return text
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
    return LineMaker(glyphs).lines(range(len(glyphs)))


class LineMaker:
    """Makes lines of some of the glyphs of a page; what all glyphs need is worked out once.

    Args:
        glyphs: upright characters; blanks among them are read as spaces.
    """

    def __init__(self, glyphs: Glyphs) -> None:
        box = glyphs.box
        blank = glyphs.blank
        wide = (glyphs.code > 0x2E7F) & ~blank & ~glyphs.unmapped
        width, height = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
        # The size of the type: Chinese is as wide as high, letters and digits about half as wide. Some fonts give
        # boxes twice as high as their type and others boxes as high as the ink, so height is no guide.
        self._em: list[float] = np.where(wide, width, np.minimum(2 * width, height)).tolist()
        self._wide: list[bool] = wide.tolist()
        self._x0, self._y0, self._x1, self._y1 = cast("list[list[float]]", box.T.tolist())
        self._middle: list[float] = ((box[:, 1] + box[:, 3]) / 2).tolist()
        self._unmapped: list[bool] = glyphs.unmapped.tolist()
        #: Empty for a blank.
        self._char = list(map(chr, glyphs.code.tolist()))
        for place in np.flatnonzero(blank).tolist():
            self._char[place] = ""
        self._alnum = list(map(str.isalnum, self._char))
        self._letter = list(map(or_, self._unmapped, self._alnum))

    def lines(self, chosen: Sequence[int]) -> tuple[Line, ...]:
        """Return the lines that the chosen glyphs form, top to bottom."""
        if not len(chosen):
            return ()
        return tuple(line for row in self._rows(chosen) if (line := self._line(row)) is not None)

    def _rows(self, chosen: Sequence[int]) -> list[list[int]]:
        """Cut glyphs into lines: letters, digits and ideographs make them, points and dashes join the nearest."""
        letter, middle, em = self._letter, self._middle, self._em
        heights = [middle[i] for i in chosen]
        if max(heights) - min(heights) <= SAME_LINE * max(min([em[i] for i in chosen]), 1.0):
            return [list(chosen)]
        anchors = [i for i in chosen if letter[i]]
        strays = [i for i in chosen if not letter[i]] if anchors else []
        rows: list[list[int]] = []
        means: list[float] = []
        mean = reach = 0.0
        row: list[int] = []
        for i in sorted(anchors or chosen, key=middle.__getitem__):
            centre = middle[i]
            size = em[i]
            if row and centre - mean <= SAME_LINE * (max(size, 1.0) if size < reach else reach):
                row.append(i)
                mean += (centre - mean) / len(row)
                means[-1] = mean
            else:
                row, mean, reach = [i], centre, max(size, 1.0)
                rows.append(row)
                means.append(mean)
        lost = [i for i in strays if not self._join_nearest(i, rows, means)]
        return sorted(rows + self._rows(lost), key=lambda row: middle[row[0]]) if lost else rows

    def _join_nearest(self, stray: int, rows: list[list[int]], means: list[float]) -> bool:
        """Put a point, dash or blank into the nearest line; return whether there is one."""
        centre = self._middle[stray]
        at = bisect(means, centre)
        if at == len(means) or (at and centre - means[at - 1] <= means[at] - centre):
            at -= 1
        # A full stop can be all that a wrap leaves for the next line.
        if self._char[stray] and abs(means[at] - centre) > NEAREST * max(self._em[rows[at][0]], 1.0):
            return False
        rows[at].append(stray)
        return True

    def _line(self, row: list[int]) -> Line | None:
        """Build one line; None when only blanks are left."""
        x0, x1, y0, y1 = self._x0, self._x1, self._y0, self._y1
        row.sort(key=x0.__getitem__)
        chars = [self._char[i] for i in row]
        if any(map(eq, chars, chars[1:])):
            row = self._drawn_once(row)
            chars = [self._char[i] for i in row]
        if all(chars):
            shown = row
        else:
            shown = [i for i in row if self._char[i]]
            if not shown:
                return None
        size = self._size(shown)
        lefts, rights = [x0[i] for i in shown], [x1[i] for i in shown]
        left, right = lefts[0], max(rights)
        unmapped = any(map(self._unmapped.__getitem__, shown))
        # Nearly every line has neither a space nor a wide gap.
        if shown is row and not unmapped and max(map(sub, lefts[1:], rights), default=0.0) <= SPACE * size:
            text = "".join(chars)
            parts: tuple[tuple[str, float, float], ...] = ((text, left, right),)
        else:
            text, parts = self._text(row, size)
        return Line(
            text, (left, min([y0[i] for i in shown]), right, max([y1[i] for i in shown])), size, unmapped, parts
        )

    def _size(self, shown: list[int]) -> float:
        """Return the size of the type; digits tell it only roughly: their width differs from font to font."""
        em, wide, alnum = self._em, self._wide, self._alnum
        letters = [i for i in shown if alnum[i]] or shown
        sizes = sorted([em[i] for i in letters if wide[i]] or [em[i] for i in letters])
        middle = len(sizes) // 2
        return (sizes[middle] if len(sizes) % 2 else (sizes[middle - 1] + sizes[middle]) / 2) or 1.0

    def _drawn_once(self, row: list[int]) -> list[int]:
        """Leave out glyphs drawn again a hair beside themselves, which is how some programs make bold type."""
        char, x0, x1 = self._char, self._x0, self._x1
        once: list[int] = []
        last, at = "", 0.0
        for i in row:
            here = char[i]
            if here and here == last and x0[i] - at < AGAIN * (x1[i] - x0[i]):
                continue
            once.append(i)
            last, at = here, x0[i]
        return once

    def _text(self, row: list[int], size: float) -> tuple[str, tuple[tuple[str, float, float], ...]]:
        """Return the line's text with spaces, and its pieces between wide gaps."""
        chars, x0, x1, unmapped = self._char, self._x0, self._x1, self._unmapped
        space, part = SPACE * size, PART * size
        pieces: list[tuple[str, float, float]] = []
        piece: list[str] = []
        begin = end = 0.0
        blank_seen = False
        for i in row:
            char = chars[i]
            if not char:
                blank_seen = True
                continue
            left = x0[i]
            if piece:
                gap = left - end
                if gap > part:
                    pieces.append(("".join(piece), begin, end))
                    piece, begin, end = [], left, left
                elif blank_seen or gap > space:
                    piece.append(" ")
            else:
                begin = end = left
            piece.append(UNMAPPED if unmapped[i] else char)
            end = max(end, x1[i])
            blank_seen = False
        pieces.append(("".join(piece), begin, end))
        return " ".join(text for text, _, _ in pieces), tuple(pieces)


def block_box(lines: Sequence[Line]) -> tuple[float, float, float, float]:
    """Return the box around some lines."""
    return (
        min(line.box[0] for line in lines),
        min(line.box[1] for line in lines),
        max(line.box[2] for line in lines),
        max(line.box[3] for line in lines),
    )
