"""Pages made of lines, for tests: A4, text from 90 to 505 points, 16-point type."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.page import Grid, Line, PageReading

EM = 16.0
LEFT, RIGHT, PITCH, TOP = 90.0, 506.0, 30.0, 80.0


def width(text: str, size: float = EM) -> float:
    """The printed width of a text in points."""
    return sum(size if c > "\u2e7f" or c in "“”‘’" else size / 2 for c in text)


def line(text: str, y: float, x: float = LEFT, size: float = EM) -> Line:
    """A line that begins at ``x``."""
    end = x + width(text, size)
    return Line(text=text, box=(x, y, end, y + size), size=size, parts=((text, x, end),))


def centred(text: str, y: float, size: float = EM, page_width: float = 595.0) -> Line:
    """A line in the middle of the page."""
    return line(text, y, (page_width - width(text, size)) / 2, size)


def page(number: int, lines: Sequence[Line], grids: Sequence[Grid] = ()) -> PageReading:
    """An A4 page."""
    return PageReading(number, 595.0, 842.0, 0, "text", grids=tuple(grids), lines=tuple(lines))


def wrap(*paragraphs: str, top: float = TOP, first: float = 2.0) -> list[Line]:
    """Set paragraphs into lines of 26 characters, the first of each indented; no mark starts a line."""
    lines: list[Line] = []
    y = top
    for text in paragraphs:
        x, rest = LEFT + first * EM, text
        while rest:
            cut = 0
            while cut < len(rest) and x + width(rest[: cut + 1]) <= RIGHT:
                cut += 1
            while cut < len(rest) and (rest[cut] in "，。、；：）”" or (rest[cut - 1] in "“（")):
                cut -= 1
            lines.append(line(rest[:cut], y, x))
            rest, x, y = rest[cut:], LEFT, y + PITCH
    return lines


def grid(top: float, bottom: float) -> Grid:
    """A ruled area of two columns over the width of the text."""
    return Grid((LEFT, 300.0, RIGHT), (top, (top + bottom) / 2, bottom))
