"""Small pages drawn at test time, in the coordinates in which they are displayed: points from the top left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from extractors.page import Cell, Page, PageReading
from extractors.pdfium import PdfDocument
from extractors.reading import read_page

#: A Chinese font that is not embedded, as many disclosures have it.
SONG = "STSong-Light"
LATIN = "Helvetica"


class Sheet:
    """One page to draw on.

    Args:
        path: where the PDF goes.
        size: width and height as displayed, in points.
        rotation: what the page asks viewers to turn it by, clockwise; what is drawn stands upright all the same.
        margin: the crop box leaves out this much of the media box on every side.
        asked: without, the file does not ask for the rotation, and the text lies on its side.
    """

    def __init__(
        self,
        path: Path,
        size: tuple[float, float] = (400, 300),
        rotation: int = 0,
        margin: float = 0.0,
        *,
        asked: bool = True,
    ) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(SONG))
        self.path = path
        self.width, self.height = size
        wide, high = size if rotation in (0, 180) else (size[1], size[0])
        # reportlab turns the page size by itself.
        paper = size if asked else (wide, high)
        self.canvas: Any = Canvas(str(path), pagesize=(paper[0] + 2 * margin, paper[1] + 2 * margin))
        if margin:
            self.canvas.setCropBox((margin, margin, margin + wide, margin + high))
        if rotation and asked:
            self.canvas.setPageRotation(rotation)
        turns = {
            0: (1, 0, 0, 1, 0, 0),
            90: (0, 1, -1, 0, wide, 0),
            180: (-1, 0, 0, -1, wide, high),
            270: (0, -1, 1, 0, 0, high),
        }
        self.canvas.translate(margin, margin)
        self.canvas.transform(*turns[rotation])

    def text(self, x: float, y: float, text: str, size: float = 10.0, font: str = SONG) -> None:
        """Write with the baseline at ``y``."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, text)

    def right(self, x: float, y: float, text: str, size: float = 10.0, font: str = LATIN) -> None:
        """Write so that the text ends at ``x``."""
        self.text(x - pdfmetrics.stringWidth(text, font, size), y, text, size, font)

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        """Stroke a straight line."""
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def bar(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        """Fill a thin rectangle in place of a line."""
        if x0 == x1:
            self.canvas.rect(x0 - width / 2, self.height - y1, width, y1 - y0, stroke=0, fill=1)
        else:
            self.canvas.rect(x0, self.height - y0 - width / 2, x1 - x0, width, stroke=0, fill=1)

    def grid(self, xs: Sequence[float], ys: Sequence[float], *, filled: bool = False, width: float = 0.5) -> None:
        """Draw every border of a table, stroked or as thin filled rectangles."""
        draw = self.bar if filled else self.line
        for y in ys:
            draw(xs[0], y, xs[-1], y, width)
        for x in xs:
            draw(x, ys[0], x, ys[-1], width)

    def close(self) -> Path:
        """Write the file."""
        self.canvas.showPage()
        self.canvas.save()
        return self.path

    def read(self) -> PageReading:
        """Write the file and read its page."""
        with PdfDocument(str(self.close())) as document:
            return read_page(document, 1)

    def page(self) -> Page:
        """Write the file and return its page before grids are looked for."""
        with PdfDocument(str(self.close())) as document:
            return document.page(1)


def texts(reading: PageReading) -> list[list[str]]:
    """Return the printed text of the only grid, row by row; a merged box stands once, at its top left."""
    (grid,) = reading.grids
    rows, columns = grid.shape
    found = [["" for _ in range(columns)] for _ in range(rows)]
    for cell in grid.cells:
        found[cell.row][cell.col] = cell.printed
    return found


def box_at(reading: PageReading, row: int, col: int) -> Cell:
    """Return the box of the only grid that begins at a place."""
    (grid,) = reading.grids
    (cell,) = (cell for cell in grid.cells if (cell.row, cell.col) == (row, col))
    return cell
