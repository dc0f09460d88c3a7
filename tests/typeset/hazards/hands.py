"""Hands that draw rules as worse programs do: doubled, broken, dotted, as pictures, as gaps, half missing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]

from tests.typeset.canvas_hand import Bar, Box, Hand
from tests.typeset.canvas_text import Face
from tests.typeset.model import Align, Cell


def _pieces(bar: Bar, long: float, gap: float, offset: float = 0.0) -> Iterator[Bar]:
    """Cut a rule into pieces with gaps between them."""
    x, y, w, h = bar
    length = max(w, h)
    at = offset
    while at < length:
        end = min(at + long, length)
        yield (x + at, y, end - at, h) if w > h else (x, y + at, w, end - at)
        at = end + gap


class Doubled(Hand):
    """Every rule is two thin lines with paper between them, as a text processor's double border."""

    def __init__(self, apart: float) -> None:
        self.gap = apart

    def rules(self, canvas: Any, rules: Sequence[Bar]) -> None:
        for x, y, w, h in rules:
            for shift in (-self.gap / 2, self.gap / 2):
                across = (0.0, shift) if w > h else (shift, 0.0)
                canvas.rect(x + across[0], y + across[1], w, h, stroke=0, fill=1)


class Broken(Hand):
    """Rules with gaps, at the crossings and between them."""

    def rules(self, canvas: Any, rules: Sequence[Bar]) -> None:
        for bar in rules:
            for x, y, w, h in _pieces(bar, 17.0, 2.0, offset=1.2):
                canvas.rect(x, y, w, h, stroke=0, fill=1)


class Dotted(Hand):
    """Rules as rows of dots, each a square of its own."""

    def rules(self, canvas: Any, rules: Sequence[Bar]) -> None:
        for bar in rules:
            for x, y, w, h in _pieces(bar, 0.6, 1.4):
                canvas.rect(x, y, w, h, stroke=0, fill=1)


class Dashed(Hand):
    """Rules stroked with a dash pattern, in a hair line."""

    def rules(self, canvas: Any, rules: Sequence[Bar]) -> None:
        canvas.saveState()
        canvas.setLineWidth(0.25)
        canvas.setDash(3, 2)
        for x, y, w, h in rules:
            canvas.line(x + (0 if w > h else w / 2), y + (h / 2 if w > h else 0), x + (w if w > h else w / 2),
                        y + (h / 2 if w > h else h))  # fmt: skip
        canvas.restoreState()


class Pictures(Hand):
    """Every rule is a picture of one black pixel, drawn long and thin; pictures of one clear pixel keep places."""

    def __init__(self) -> None:
        from PIL import Image

        self.dot = ImageReader(Image.new("RGB", (1, 1), (0, 0, 0)))
        self.spacer = ImageReader(Image.new("RGB", (1, 1), (255, 255, 255)))

    def rules(self, canvas: Any, rules: Sequence[Bar]) -> None:
        for x, y, w, h in rules:
            canvas.drawImage(self.dot, x, y, w, h)
            if w > h:  # a spacer in the middle of the row below, which nobody sees
                canvas.drawImage(self.spacer, x, y - 7.0, w, 1.0)


class Gaps(Hand):
    """A dark area with white boxes on it: the rules are what the boxes leave, as web pages print their tables."""

    def rules(self, canvas: Any, rules: Sequence[Bar]) -> None:
        """The boxes have made them."""

    def under(self, canvas: Any, box: Box) -> None:
        x0, y0, x1, y1 = box
        canvas.setFillGray(0.35)
        canvas.rect(x0 - 0.5, y0 - 0.5, x1 - x0 + 1, y1 - y0 + 1, stroke=0, fill=1)
        canvas.setFillGray(0)

    def cell(self, canvas: Any, cell: Cell, lines: Sequence[str], box: Box, face: Face) -> bool:
        x0, y0, x1, y1 = box
        canvas.setFillGray(1)
        canvas.rect(x0 + 0.4, y0 + 0.4, x1 - x0 - 0.8, y1 - y0 - 0.8, stroke=0, fill=1)
        canvas.setFillGray(0)
        return False


class Thick(Hand):
    """Rules as grey strips two and a half points thick."""

    def rules(self, canvas: Any, rules: Sequence[Bar]) -> None:
        canvas.setFillGray(0.5)
        for x, y, w, h in rules:
            wide = 2.5
            canvas.rect(
                x if w > h else x - wide / 2, y - wide / 2 if w > h else y, w if w > h else wide,
                wide if w > h else h, stroke=0, fill=1,
            )  # fmt: skip
        canvas.setFillGray(0)


class Open(Hand):
    """Tables without their outer borders on some sides."""

    def __init__(self, sides: str) -> None:
        self.sides = sides

    def rules(self, canvas: Any, rules: Sequence[Bar]) -> None:
        upright = [x for x, _, w, h in rules if h > w]
        left, right = min(upright, default=0.0), max(upright, default=0.0)
        for x, y, w, h in rules:
            if h > w and ((x == left and "l" in self.sides) or (x == right and "r" in self.sides)):
                continue
            canvas.rect(x, y, w, h, stroke=0, fill=1)


class Decorated(Hand):
    """Slanted lines in header corners, underlined text, ticks at borders, small boxes to be ticked."""

    def cell(self, canvas: Any, cell: Cell, lines: Sequence[str], box: Box, face: Face) -> bool:
        x0, y0, x1, y1 = box
        if cell.text in ("项目", "项 目", "科目", "支出功能分类科目") or (cell.col_span > 1 and cell.row_span == 1):
            canvas.setLineWidth(0.4)
            canvas.line(x0, y1, x1, y0)
        if not cell.text:
            canvas.setLineWidth(0.4)
            canvas.line(x0, (y0 + y1) / 2, x0 + 3, (y0 + y1) / 2)
            canvas.rect((x0 + x1) / 2 - 3, (y0 + y1) / 2 - 3, 6, 6, stroke=1, fill=0)
        return False

    def line(self, canvas: Any, text: str, room: tuple[float, float], y: float, face: Face, align: Align) -> None:
        super().line(canvas, text, room, y, face, align)
        if align == "right":
            # Underlined from border to border but for the padding, twice, as accountants do under totals.
            for low in (1.6, 2.8):
                canvas.setLineWidth(0.3)
                canvas.line(room[0], y - low, room[1], y - low)


class Apart(Hand):
    """The header stands in boxes of its own, some points above the body."""

    apart = 4.0


def arc(canvas: Any, text: str, centre: tuple[float, float], radius: float, font: tuple[str, float]) -> None:
    """Write along a circle as round seals do: the first and the last character lie on their side."""
    step = 220 / max(1, len(text) - 1)
    for place, char in enumerate(text):
        angle = 200 - place * step
        canvas.saveState()
        canvas.translate(centre[0] + radius * math.cos(math.radians(angle)),
                         centre[1] + radius * math.sin(math.radians(angle)))  # fmt: skip
        canvas.rotate(angle - 90)
        canvas.setFont(*font)
        canvas.drawCentredString(0, 0, char)
        canvas.restoreState()
