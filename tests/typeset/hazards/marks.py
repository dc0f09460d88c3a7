"""Hands that lay something over the page or draw the text of cells in an odd way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]

from tests.typeset import canvas_text
from tests.typeset.canvas_hand import Box, Hand
from tests.typeset.canvas_text import Face
from tests.typeset.hazards.hands import arc
from tests.typeset.model import Align, Cell

SONG = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(SONG))


def _font(text: str) -> str:
    """Return an embedded font of the document that has all of a text, else a Chinese font that is not embedded."""
    for name in reversed(pdfmetrics.getRegisteredFontNames()):
        face = getattr(pdfmetrics.getFont(name), "face", None)
        known = getattr(face, "charToGlyph", {})
        if name.startswith("TypesetRegular") and all(ord(char) in known for char in text):
            return str(name)
    return SONG


class Watermark(Hand):
    """Large clear words over every page.

    Args:
        angle: by which they are turned, in degrees.
        size: of the type, in points.
        alpha: how much of them covers the paper, 1 for all.
        tiled: small words all over the page instead of one in the middle.
    """

    def __init__(self, angle: float, size: float = 60.0, alpha: float = 0.25, *, tiled: bool = False) -> None:
        self.angle, self.size, self.alpha, self.tiled = angle, size, alpha, tiled

    def over(self, canvas: Any, width: float, height: float) -> None:
        canvas.saveState()
        canvas.setFillGray(0.5, alpha=self.alpha)
        places = [(width / 2, height / 2)]
        if self.tiled:
            places = [(x, y) for x in range(60, int(width), 130) for y in range(50, int(height), 90)]
        for x, y in places:
            canvas.saveState()
            canvas.translate(x, y)
            canvas.rotate(self.angle)
            words = "内部资料888.88" if self.tiled else "部门公开资料2026"
            canvas.setFont(_font(words), self.size)
            canvas.drawCentredString(0, 0, words)
            canvas.restoreState()
        canvas.restoreState()


class Seal(Hand):
    """A round red seal drawn as text and circles over the middle of every page."""

    def over(self, canvas: Any, width: float, height: float) -> None:
        x, y = width * 0.55, height * 0.52
        canvas.saveState()
        canvas.setFillColorRGB(0.85, 0.05, 0.05)
        canvas.setStrokeColorRGB(0.85, 0.05, 0.05)
        canvas.setLineWidth(2)
        canvas.circle(x, y, 57, stroke=1, fill=0)
        name = "云杉县农业农村局财政专用章"
        arc(canvas, name, (x, y), 46, (_font(name), 11))
        canvas.setFont(SONG, 22)
        canvas.drawCentredString(x, y - 8, "★")
        canvas.setFont(_font("财政专用"), 10)
        canvas.drawCentredString(x, y - 30, "财政专用")
        canvas.setFont("Helvetica", 7)
        canvas.drawCentredString(x, y - 44, "6500990012345")
        canvas.restoreState()


class Hidden(Hand):
    """Text that nobody sees: not painted, white, under a white box, clipped away, beyond the page."""

    def over(self, canvas: Any, width: float, height: float) -> None:
        canvas.saveState()
        lines = range(int(height) - 150, 120, -24)
        for place, y in enumerate(lines):
            x = 90 + (place % 4) * width / 5
            if place % 2:
                block = canvas.beginText(x, y)
                block.setFont("Helvetica", 9)
                block.setTextRenderMode(3)
                block.textOut("31,415.92")
                canvas.drawText(block)
            else:
                canvas.saveState()
                canvas.setFillGray(1)
                canvas.setFont("Helvetica", 9)
                canvas.drawString(x, y, "27,182.81")
                canvas.restoreState()
            canvas.saveState()
            path = canvas.beginPath()
            path.rect(x - 20, y - 20, 10, 10)
            canvas.clipPath(path, stroke=0, fill=0)
            canvas.setFont("Helvetica", 9)
            canvas.drawString(x, y - 12, "16,180.33")
            canvas.restoreState()
        canvas.setFont("Helvetica", 10)
        canvas.drawString(-90, height / 2, "99,999.99")
        canvas.drawString(width / 2, -40, "88,888.88")
        canvas.restoreState()


class Covered(Hand):
    """Old figures under white boxes, the new ones on top of these."""

    def line(self, canvas: Any, text: str, room: tuple[float, float], y: float, face: Face, align: Align) -> None:
        if align == "right" and text:
            canvas_text.aligned(canvas, ("7" if len(text) % 2 else "") + text[:-1] + "5", *room, y, face, align)
            canvas.setFillGray(1)
            canvas.rect(room[0], y - face.size * 0.25, room[1] - room[0], face.size * 1.1, stroke=0, fill=1)
            canvas.setFillGray(0)
        super().line(canvas, text, room, y, face, align)


class Repeated(Hand):
    """Every line is drawn several times a hair apart, as bold by hand and soft shadows are.

    Args:
        offsets: where, in points.
    """

    def __init__(self, offsets: Sequence[tuple[float, float]]) -> None:
        self.offsets = offsets

    def line(self, canvas: Any, text: str, room: tuple[float, float], y: float, face: Face, align: Align) -> None:
        for dx, dy in self.offsets:
            canvas_text.aligned(canvas, text, room[0] + dx, room[1] + dx, y + dy, face, align)


class Letters(Hand):
    """Every character is drawn by itself."""

    def line(self, canvas: Any, text: str, room: tuple[float, float], y: float, face: Face, align: Align) -> None:
        wide = face.width(text)
        x = {"left": room[0], "right": room[1] - wide, "center": (room[0] + room[1] - wide) / 2}[align]
        for char in text:
            canvas_text.draw(canvas, char, x, y, face)
            x += face.width(char)


def _is_head(cell: Cell, box: Box) -> bool:
    """Tell a header word of a narrow column, as far as a cell tells."""
    return not cell.amount and len(cell.text) > 2 and not cell.text[0].isdigit() and box[2] - box[0] < 60


class Sideways(Hand):
    """Header texts of narrow columns lie on their side.

    Args:
        angle: 90 to read from the bottom up, -90 from the top down.
    """

    def __init__(self, angle: int) -> None:
        self.angle = angle

    def cell(self, canvas: Any, cell: Cell, lines: Sequence[str], box: Box, face: Face) -> bool:
        x0, y0, x1, y1 = box
        if not _is_head(cell, box) or face.width(cell.text) > y1 - y0 - 4:
            return False
        canvas.saveState()
        canvas.translate((x0 + x1) / 2, (y0 + y1) / 2)
        canvas.rotate(self.angle)
        canvas_text.aligned(canvas, cell.text, -100, 100, -face.size * 0.36, face, "center")
        canvas.restoreState()
        return True


class Stacked(Hand):
    """Header texts of narrow columns stand upright, one character a line."""

    def cell(self, canvas: Any, cell: Cell, lines: Sequence[str], box: Box, face: Face) -> bool:
        x0, y0, x1, y1 = box
        step = face.size * 1.1
        if not _is_head(cell, box) or len(cell.text) * step > y1 - y0 - 2:
            return False
        top = (y0 + y1) / 2 + len(cell.text) * step / 2
        for place, char in enumerate(cell.text):
            y = top - (place + 1) * step + face.size * 0.2
            canvas_text.aligned(canvas, char, x0, x1, y, face, "center")
        return True


class Clipped(Hand):
    """Header words stand so low that their cell's clip path hides nearly half of them; the next row begins there."""

    def cell(self, canvas: Any, cell: Cell, lines: Sequence[str], box: Box, face: Face) -> bool:
        if cell.amount or len(lines) != 1 or cell.text[:1].isdigit() or cell.col_span > 1:
            return False
        x0, y0, x1, y1 = box
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(x0, y0, x1 - x0, y1 - y0)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas_text.aligned(canvas, lines[0], x0 + 2, x1 - 2, y0 - 0.3 * face.size, face, cell.align)
        canvas.restoreState()
        return True
