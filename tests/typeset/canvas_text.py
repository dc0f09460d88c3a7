"""Text for the canvas producer: fonts, widths, line breaking as Chinese typesetting does it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.typeset.model import Align, Style

NO_START = set("，。、；：？！）》”’％%…·〉】")
NO_END = set("（《“‘〈【")
_TOKEN = re.compile(r"[!-~]+|\s|.", re.S)
_RUN = re.compile(r"[!-~ ]+|[^!-~ ]+")
DIGITS, DIGITS_BOLD = "Times-Roman", "Times-Bold"


@dataclass(frozen=True, slots=True)
class Type:
    """The type a document is set in: names reportlab knows its fonts by, and its habits."""

    regular: str
    heavy: str
    style: Style

    def face(self, size: float, *, bold: bool = False) -> Face:
        """One size and weight."""
        return Face(size, bold, self)


@dataclass(frozen=True, slots=True)
class Face:
    """A size and weight of the document's type."""

    size: float
    bold: bool
    type: Type

    @property
    def style(self) -> Style:
        """Habits of the document."""
        return self.type.style

    def font(self, text: str) -> str:
        """The font of a run: Latin runs may use another one."""
        heavy = self.bold and self.style.bold == "font"
        if self.style.digits == "serif" and text[0] <= "~":
            return DIGITS_BOLD if heavy else DIGITS
        return self.type.heavy if heavy else self.type.regular

    def width(self, text: str) -> float:
        """Width in points."""
        from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]

        return float(sum(stringWidth(run, self.font(run), self.size) for run in _RUN.findall(text)))


def _tokens(text: str, face: Face, width: float) -> list[str]:
    """Unbreakable pieces; Latin words only break where they are wider than the line."""
    found = []
    for token in _TOKEN.findall(text):
        if len(token) > 1 and face.width(token) > width:
            found += list(token)
        else:
            found.append(token)
    return found


def break_lines(text: str, face: Face, width: float, first_indent: float = 0.0) -> list[str]:
    """Lines that fit into `width`; punctuation never starts a line, opening brackets never end one."""
    lines: list[list[str]] = [[]]
    room = width - first_indent
    used = 0.0
    for token in _tokens(text, face, width):
        wide = face.width(token)
        if lines[-1] and used + wide > room + 0.01:
            carried: list[str] = []
            # What may not stand at the end or start of a line moves on with its neighbour.
            while len(lines[-1]) > 1 and (lines[-1][-1] in NO_END or (carried or [token])[0][0] in NO_START):
                carried.insert(0, lines[-1].pop())
            lines.append(carried)
            room, used = width, sum(face.width(t) for t in carried)
        if not lines[-1] and token == " ":
            continue
        lines[-1].append(token)
        used += wide
    return ["".join(line).rstrip(" ") for line in lines if line] or [""]


def draw(canvas: Any, text: str, x: float, y: float, face: Face, spacing: float = 0.0) -> None:
    """Draw one line with its baseline at `y`; `spacing` is added after each character."""
    if not text:
        return
    offsets = (0.0, 0.35) if face.bold and face.style.bold == "twice" else (0.0,)
    for offset in offsets:
        block = canvas.beginText(x + offset, y)
        if face.bold and face.style.bold == "stroke":
            canvas.setLineWidth(0.35)
            block.setTextRenderMode(2)
        block.setCharSpace(spacing)
        for run in _RUN.findall(text):
            block.setFont(face.font(run), face.size)
            block.textOut(run)
        block.setTextRenderMode(0)
        block.setCharSpace(0)
        canvas.drawText(block)


def aligned(canvas: Any, text: str, left: float, right: float, y: float, face: Face, align: Align) -> None:
    """Draw one line between two edges."""
    wide = face.width(text)
    x = {"left": left, "right": right - wide, "center": (left + right - wide) / 2}[align]
    draw(canvas, text, x, y, face)


def register(files: Mapping[str, Path], style: Style) -> Type:
    """Make the two cuts known to reportlab, under names of their own because it keeps fonts by name."""
    from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
    from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]

    names = []
    for cut in ("Regular", "Bold"):
        names.append(f"Typeset{cut}{hashlib.sha256(files[cut].read_bytes()).hexdigest()[:8]}")
        pdfmetrics.registerFont(TTFont(names[-1], str(files[cut])))
    return Type(names[0], names[1], style)
