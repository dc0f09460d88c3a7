"""How the canvas producer draws what a table consists of; other hands draw it as worse programs do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.typeset import canvas_text
from tests.typeset.canvas_text import Face
from tests.typeset.model import Align, Cell

#: Left, bottom, width, height of a rule, in points.
Bar = tuple[float, float, float, float]
#: Left, bottom, right, top, in points.
Box = tuple[float, float, float, float]


class Hand:
    """The plain hand: rules as thin filled rectangles, text line by line.

    Attributes:
        apart: space in points between the header of a table and its body.
    """

    apart = 0.0

    def under(self, canvas: Any, box: Box) -> None:
        """Draw what lies under some rows of a table."""

    def cell(self, canvas: Any, cell: Cell, lines: Sequence[str], box: Box, face: Face) -> bool:
        """Draw the text of a cell in another way; return whether that was done."""
        return False

    def line(self, canvas: Any, text: str, room: tuple[float, float], y: float, face: Face, align: Align) -> None:
        """Draw one line of a cell between two edges."""
        canvas_text.aligned(canvas, text, *room, y, face, align)

    def rules(self, canvas: Any, rules: Sequence[Bar]) -> None:
        """Draw the rules of some rows."""
        for x, y, w, h in rules:
            canvas.rect(x, y, w, h, stroke=0, fill=1)

    def over(self, canvas: Any, width: float, height: float) -> None:
        """Draw what lies over a finished page."""
