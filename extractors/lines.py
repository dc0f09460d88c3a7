"""Glyphs → lines of text, and lines → one wrapped text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from extractors.page import Bools, Codes, Floats, Glyphs, Ints, Line

#: Characters whose centres differ by less than this share of their height stand on one line.
SAME_LINE = 0.5
#: A gap wider than this many character heights is a space between Latin letters or digits.
SPACE = 0.22
#: A gap wider than this many character heights parts a line into pieces.
PART = 1.6
#: Shown in place of a character that the font gives no meaning.
UNMAPPED = "\ufffd"

_BLANK = (0x20, 0xA0, 0x3000, 0x09, 0x0A, 0x0D, 0x200B, 0xFEFF)
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
    centre = (glyphs.box[:, 1] + glyphs.box[:, 3]) / 2
    height = glyphs.box[:, 3] - glyphs.box[:, 1]
    order = np.argsort(centre, kind="stable")
    found: list[Line] = []
    for members in _rows(order, centre, height):
        line = _line(glyphs, members)
        if line is not None:
            found.append(line)
    return tuple(found)


def _rows(order: Ints, centre: Floats, height: Floats) -> list[Ints]:
    """Cut glyph indexes sorted by centre wherever the centre leaves the line."""
    rows: list[Ints] = []
    start, top = 0, centre[order[0]]
    tallest = height[order[0]]
    mean = top
    for at in range(1, len(order)):
        index = order[at]
        reach = SAME_LINE * min(tallest, max(height[index], 1.0))
        if centre[index] - mean > reach:
            rows.append(order[start:at])
            start, mean, tallest = at, centre[index], height[index]
        else:
            mean += (centre[index] - mean) / (at - start + 1)
            tallest = max(tallest, height[index])
    rows.append(order[start:])
    return rows


def _line(glyphs: Glyphs, members: Ints) -> Line | None:
    """Build one line from glyph indexes; None when only blanks are left."""
    box = glyphs.box[members]
    across = np.argsort(box[:, 0], kind="stable")
    members, box = members[across], box[across]
    code = glyphs.code[members]
    ink = ~np.isin(code, _BLANK)
    if not ink.any():
        return None
    shown = box[ink]
    size = float(np.median(shown[:, 3] - shown[:, 1])) or 1.0
    unmapped = glyphs.unmapped[members]
    text, parts = _text(code, box, ink, unmapped, size)
    outer = (float(shown[:, 0].min()), float(shown[:, 1].min()), float(shown[:, 2].max()), float(shown[:, 3].max()))
    return Line(text=text, box=outer, size=size, unmapped=bool((unmapped & ink).any()), parts=parts)


def _text(
    code: Codes, box: Floats, ink: Bools, unmapped: Bools, size: float
) -> tuple[str, tuple[tuple[str, float, float], ...]]:
    """Return the line's text with spaces, and its pieces between wide gaps."""
    pieces: list[tuple[str, float, float]] = []
    piece, begin, end = "", 0.0, 0.0
    blank_seen = False
    whole: list[str] = []
    rows = zip(code.tolist(), box.tolist(), ink.tolist(), unmapped.tolist(), strict=True)
    for value, (x0, _, x1, _), has_ink, is_unmapped in rows:
        if not has_ink:
            blank_seen = True
            continue
        char = UNMAPPED if is_unmapped else chr(value)
        gap = (x0 - end) / size if piece else 0.0
        if piece and gap > PART:
            pieces.append((piece, begin, end))
            whole.append(piece)
            piece = ""
        if not piece:
            piece, begin = char, x0
        else:
            piece += (" " if blank_seen or gap > SPACE else "") + char
        blank_seen = False
        end = max(end, x1) if piece != char else x1
    pieces.append((piece, begin, end))
    whole.append(piece)
    return " ".join(whole), tuple(pieces)


def block_box(lines: Sequence[Line]) -> tuple[float, float, float, float]:
    """Return the box around some lines."""
    return (
        min(line.box[0] for line in lines),
        min(line.box[1] for line in lines),
        max(line.box[2] for line in lines),
        max(line.box[3] for line in lines),
    )
