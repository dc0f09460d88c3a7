"""The page as displayed: glyphs, rulings and images in one coordinate system.

Every reader makes the same :class:`Page`. Coordinates are points from the top left corner of the page as a
reader of the document sees it: crop box and rotation are applied, ``y`` grows downwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from schemas.values import value

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]
Codes = NDArray[np.uint32]
TextLayer = Literal["text", "scan", "mixed", "none"]
#: Shown in place of a character that the font gives no meaning.
UNMAPPED = "\ufffd"
#: Characters that leave no ink.
BLANK = frozenset((0x20, 0xA0, 0x3000, 0x09, 0x0A, 0x0D, 0x200B, 0xFEFF))
_IS_BLANK = np.zeros(0x110000, np.bool_)
_IS_BLANK[list(BLANK)] = True
#: Full-width characters with their ink in the right half of their box (1), and in the left half (2).
_HALF = np.zeros(0x110000, np.uint8)
_HALF[[ord(char) for char in "（《〈【〔「『［｛〖"]] = 1
_HALF[[ord(char) for char in "）》〉】〕」』］｝〗，。、；：！？"]] = 2
#: A box as (x0, y0, x1, y1).
Box = tuple[float, float, float, float]


def is_blank(code: Codes) -> Bools:
    """Tell which characters leave no ink."""
    blank: Bools = _IS_BLANK[code]
    return blank


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters on a page, one array element each, in the order they were drawn.

    Attributes:
        code: Unicode code points (uint32).
        box: float array (n, 4) of x0, y0, x1, y1 in points; heights follow the font, not the ink.
        upright: True where the character stands upright on the displayed page.
        unmapped: True where the font gives no Unicode value; ``code`` is then meaningless.
    """

    code: Codes
    box: Floats
    upright: Bools
    unmapped: Bools

    def __len__(self) -> int:
        return len(self.code)

    def take(self, index: Ints | Bools) -> Glyphs:
        """Return the glyphs at an index or under a mask."""
        return Glyphs(self.code[index], self.box[index], self.upright[index], self.unmapped[index])

    @property
    def blank(self) -> Bools:
        """Where a character leaves no ink."""
        return is_blank(self.code)

    @property
    def ink(self) -> Floats:
        """Boxes (n, 4) without the empty half of full-width brackets and stops, which may lie over a neighbour."""
        half = _HALF[self.code]
        places = half.nonzero()[0]
        if not len(places):
            return self.box
        ink = self.box.copy()
        width, opens = (ink[places, 2] - ink[places, 0]) / 2, half[places] == 1
        ink[places, 0] += width * opens
        ink[places, 2] -= width * ~opens
        return ink

    @staticmethod
    def empty() -> Glyphs:
        """Return no glyphs."""
        return _NO_GLYPHS


_NO_GLYPHS = Glyphs(np.zeros(0, np.uint32), np.zeros((0, 4)), np.zeros(0, np.bool_), np.zeros(0, np.bool_))


def joined(parts: Sequence[Glyphs]) -> Glyphs:
    """Return the glyphs of all parts, one after another."""
    if len(parts) == 1:
        return parts[0]
    columns = zip(*((part.code, part.box, part.upright, part.unmapped) for part in parts), strict=True)
    return Glyphs(*map(np.concatenate, columns))


@dataclass(frozen=True, slots=True)
class Rules:
    """Straight rulings: arrays (n, 3) of position, start, end in points.

    ``horizontal`` rows are (y, x0, x1); ``vertical`` rows are (x, y0, y1).
    """

    horizontal: Floats
    vertical: Floats


@dataclass(frozen=True, slots=True)
class Page:
    """One page as displayed.

    Attributes:
        number: page number from 1.
        width, height: size in points as displayed.
        rotation: degrees clockwise by which the page is turned to be read: what the file asks viewers for, and a
            quarter more where nearly all text lies on its side.
        dropped: characters outside the page box, never shown to a reader.
        image_share: part of the page area that images cover, 0 to 1.
        rising, falling: the glyphs on their side, in words that read from the bottom up or from the top down.
    """

    number: int
    width: float
    height: float
    rotation: int
    glyphs: Glyphs
    rules: Rules
    dropped: int = 0
    image_share: float = 0.0
    rising: Glyphs = field(default_factory=Glyphs.empty)
    falling: Glyphs = field(default_factory=Glyphs.empty)

    @property
    def text_layer(self) -> TextLayer:
        """What a reader can copy from the page: text, a picture of text, both, or nothing."""
        has_text = len(self.glyphs) > 0
        pictured = self.image_share > 0.5
        if has_text:
            return "mixed" if pictured else "text"
        return "scan" if self.image_share > 0.1 else "none"


@value
class Line:
    """Characters on one line, left to right.

    Attributes:
        text: the characters with spaces where the page shows them (none inside Chinese).
        box: bounding box in points.
        size: type size of the line in points.
        unmapped: some character has no Unicode value.
        parts: pieces of the line that wide gaps set apart, as (text, x0, x1).
    """

    text: str
    box: Box
    size: float
    unmapped: bool = False
    parts: tuple[tuple[str, float, float], ...] = ()


@value
class Cell:
    """One box of a grid.

    Attributes:
        row, col: place of the top left base cell, from 0.
        row_span, col_span: base cells covered.
        lines: printed lines in the box, top to bottom.
    """

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box
    lines: tuple[Line, ...] = ()

    @property
    def printed(self) -> str:
        """The text as printed, lines parted by a line feed."""
        return "\n".join(line.text for line in self.lines)

    @property
    def unmapped(self) -> bool:
        """Whether a glyph in the box could not be read."""
        return any(line.unmapped for line in self.lines)


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled area: column edges, row edges and the cells between them.

    Attributes:
        xs, ys: edges in points, ascending; ``len(xs) - 1`` columns, ``len(ys) - 1`` rows.
        cells: every box once, in row-major order of its top left corner; blank ones included.
        finder: what found it.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...] = ()
    finder: str = "rulings"

    @property
    def box(self) -> Box:
        """The outer box in points."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return (len(self.ys) - 1, len(self.xs) - 1)


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one reader and one finder made of a page: grids with their cells, and the lines outside them."""

    number: int
    width: float
    height: float
    rotation: int
    text_layer: TextLayer
    grids: tuple[Grid, ...] = ()
    lines: tuple[Line, ...] = ()
    engine: str = "pdfium"
    dropped: int = 0
    marks: tuple[str, ...] = field(default=())
