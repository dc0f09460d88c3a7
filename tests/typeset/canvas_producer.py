"""Producer two: own page layout drawn with reportlab, rulings as thin filled rectangles."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from tests.typeset import canvas_table, canvas_text, fonts, radical
from tests.typeset.canvas_hand import Hand
from tests.typeset.canvas_text import Face, Type
from tests.typeset.model import (
    Block,
    Contents,
    Document,
    Heading,
    Line,
    PageBreak,
    Paragraph,
    Section,
    Space,
    Style,
    Table,
)

WIDTH, HEIGHT = 595.28, 841.89
_FOOTERS = {"plain": "{}", "dashes": "— {} —", "page": "第{}页"}


class Press:
    """Pages under way: the canvas, the place on the page, what was found where."""

    def __init__(self, canvas: Any, document: Document, type_: Type, places: dict[str, int], hand: Hand) -> None:
        self.canvas, self.style, self.type, self.hand = canvas, document.style, type_, hand
        self.places, self.found = places, dict[str, int]()
        self.page, self.y = 0, 0.0
        self.section: Section = document.sections[0]
        self.tables: dict[int, tuple[int, int]] = {}
        self.size = (WIDTH, HEIGHT)
        self.ordinal = 0

    @property
    def margin(self) -> float:
        """Left margin of the page."""
        return self.style.table_margin if self.section.landscape else self.style.margin

    @property
    def width(self) -> float:
        """Width of the page as displayed."""
        return HEIGHT if self.section.landscape else WIDTH

    @property
    def bottom(self) -> float:
        """Lowest place text may take."""
        return self.margin

    def open_page(self) -> None:
        """Start a page of the current section."""
        if self.page:
            self.close_page()
        self.page += 1
        tall = WIDTH if self.section.landscape else HEIGHT
        self.size = (self.width, tall)
        if self._turned:
            # The sheet stays upright and is turned by /Rotate, as printed spreadsheets are; reportlab swaps the sizes.
            self.canvas.setPageSize((HEIGHT, WIDTH))
            self.canvas.setPageRotation(90)
            self.canvas.translate(WIDTH, 0)
            self.canvas.rotate(90)
        else:
            self.canvas.setPageSize((self.width, tall))
            self.canvas.setPageRotation(0)
        self.y = tall - self.margin - 4
        if self.style.crop:
            self._crop(tall)
        if self.style.ghost:
            self._ghost(tall)
        if self.style.running:
            face = self.type.face(9.0)
            canvas_text.aligned(
                self.canvas, self.style.running, 0, self.width, tall - self.margin * 0.6, face, "center"
            )
        if self.section.numbered and self.style.page_number != "none":
            text = _FOOTERS[self.style.page_number].format(self.page)
            face = self.type.face(9.0)
            canvas_text.aligned(self.canvas, text, 0, self.width, self.margin * 0.5, face, "center")

    def close_page(self) -> None:
        """Finish the page; what lies over everything is drawn last."""
        self.hand.over(self.canvas, *self.size)
        self.canvas.showPage()

    def _crop(self, tall: float) -> None:
        """Put the page into a larger sheet of which only the middle is shown."""
        edge = self.style.crop
        wide, high = (tall, self.width) if self._turned else (self.width, tall)
        sheet = (wide + 2 * edge, high + 2 * edge)
        # reportlab swaps the sizes of a turned page itself.
        self.canvas.setPageSize(sheet[::-1] if self._turned else sheet)
        self.canvas.setCropBox((edge, edge, edge + wide, edge + high))
        if self._turned:
            self.canvas.translate(edge, -edge)
        else:
            self.canvas.translate(edge, edge)

    def _ghost(self, tall: float) -> None:
        """Text and a ruled figure beyond the page, as copies left behind by office programs."""
        face = self.type.face(10.0)
        for i in range(4):
            canvas_text.draw(self.canvas, "合计 888,888.88", 60.0, -40.0 - 16 * i, face)
            self.canvas.rect(50, -46 - 16 * i, 200, 0.5, stroke=0, fill=1)
        canvas_text.draw(self.canvas, "合计 777,777.77", self.width + 30, tall / 2, face)

    @property
    def _turned(self) -> bool:
        return self.section.landscape and self.style.rotate_landscape

    def room(self, points: float) -> bool:
        """Whether that much still fits on the page."""
        return self.y - points >= self.bottom

    def need(self, points: float) -> None:
        """Turn the page unless that much still fits."""
        if not self.room(points):
            self.open_page()

    def line(self, text: str, face: Face, leading: float, align: str = "left", indent: float = 0.0) -> None:
        """One line of text at the current place."""
        self.need(leading)
        self.y -= leading
        base = self.y + (leading - face.size) / 2 + face.size * 0.12
        left, right = self.margin + indent, self.width - self.margin
        canvas_text.aligned(self.canvas, text, left, right, base, face, align)  # type: ignore[arg-type]


def _paragraph(press: Press, block: Paragraph) -> None:
    style = press.style
    face = press.type.face(style.body_size)
    indent = style.indent * style.body_size
    width = press.width - 2 * press.margin
    press.y -= style.gap
    lines = canvas_text.break_lines(block.text, face, width, indent)
    for i, text in enumerate(lines):
        shift = indent if i == 0 else 0.0
        press.need(style.leading)
        press.y -= style.leading
        base = press.y + (style.leading - face.size) / 2 + face.size * 0.12
        slack = width - shift - face.width(text)
        last = i == len(lines) - 1
        spacing = slack / (len(text) - 1) if not last and len(text) > 1 else 0.0
        canvas_text.draw(press.canvas, text, press.margin + shift, base, face, spacing)


def _heading(press: Press, block: Heading) -> None:
    style = press.style
    size = style.body_size + {1: 3, 2: 1}.get(block.level, 0)
    face = press.type.face(size, bold=True)
    indent = 0.0 if block.align == "center" or block.level == 1 else 2 * style.body_size
    width = press.width - 2 * press.margin
    lines = canvas_text.break_lines(block.text, face, width, indent)
    leading = max(style.leading, size * 1.5)
    press.need(leading * len(lines) + style.leading * 2)
    press.y -= style.leading * 0.2
    press.found.setdefault(block.text, press.page)
    for i, text in enumerate(lines):
        press.line(text, face, leading, block.align, indent if i == 0 else 0.0)


def _contents(press: Press, block: Contents) -> None:
    style = press.style
    for level, text in block.entries:
        face = press.type.face(style.body_size, bold=level == 1)
        shift = (level - 1) * 1.2 * style.body_size
        number = str(press.places.get(Contents.target(text), 0))
        width = press.width - 2 * press.margin
        lines = canvas_text.break_lines(text, face, width - 3 * style.body_size, shift)
        for i, cut in enumerate(lines):
            part = cut
            if i == len(lines) - 1 and block.dotted:
                plain = press.type.face(style.body_size)
                free = width - (shift if i == 0 else 0) - face.width(part) - plain.width(number)
                part += "." * max(3, int(free / plain.width(".")) - 1) + number
            press.line(part, face, style.leading, "left", shift if i == 0 else 0.0)


def _put(press: Press, block: Block) -> None:
    if isinstance(block, Table):
        press.ordinal += 1
        press.found.setdefault(block.title, press.page)
        press.tables[press.ordinal] = canvas_table.put(press, block)
    elif isinstance(block, Heading):
        _heading(press, block)
    elif isinstance(block, Paragraph):
        _paragraph(press, block)
    elif isinstance(block, Contents):
        _contents(press, block)
    elif isinstance(block, Line):
        face = press.type.face(block.size or press.style.body_size, bold=block.bold)
        for text in canvas_text.break_lines(block.text, face, press.width - 2 * press.margin):
            press.line(text, face, face.size * 1.8, block.align)
    elif isinstance(block, Space):
        press.y -= block.points
    elif isinstance(block, PageBreak):
        press.open_page()


def _run(document: Document, out: Path, type_: Type, places: dict[str, int], hand: Hand) -> Press:
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    canvas = Canvas(str(out), invariant=1, pageCompression=1)
    press = Press(canvas, document, type_, places, hand)
    for section in document.sections:
        press.section = section
        press.open_page()
        for block in section.blocks:
            _put(press, block)
    press.close_page()
    canvas.save()
    return press


def characters(document: Document) -> str:
    """Everything that may be printed."""
    return repr(document) + "\u3000第页—.合计"  # repr() escapes the ideographic space


def typeset(document: Document, out: Path, hand: Hand | None = None) -> dict[int, tuple[int, int]]:
    """Write the PDF.

    Args:
        document: what to print.
        out: the PDF file to write.
        hand: how rules and the text of cells are drawn, where it is not the plain way.

    Returns:
        Table ordinal to its first and last page.
    """
    document = radical.printed(document)
    with tempfile.TemporaryDirectory() as folder:
        type_ = canvas_text.register(fonts.cut(characters(document), Path(folder)), document.style)
        # The first run only finds the page numbers of the contents.
        hand = hand or Hand()
        places = _run(document, out, type_, {}, hand).found
        return _run(document, out, type_, places, hand).tables


__all__ = ["Press", "Style", "typeset"]
