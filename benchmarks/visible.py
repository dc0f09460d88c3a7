"""What a page shows, without our reader: lines of text, ruled areas and text off the page, by pdfium and pdfplumber."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

Box = tuple[float, float, float, float]

#: A ruled area counts from this many rows and columns on.
MIN_ROWS, MIN_COLUMNS = 2, 3
#: Shorter pieces of text off the page say nothing.
_MIN_RUN = 4
_HYPHENS = {0x02: None, 0xFFFE: None}


@dataclass(frozen=True, slots=True)
class Area:
    """A ruled area: page from 1, box in points from the top left of the page as displayed, rows and columns."""

    page: int
    box: Box
    rows: int
    columns: int

    @property
    def counts(self) -> bool:
        """Whether it is large enough to be a table."""
        return self.rows >= MIN_ROWS and self.columns >= MIN_COLUMNS

    def covers(self, other: Area) -> bool:
        """Whether the two share half of the smaller one."""
        if self.page != other.page:
            return False
        wide = min(self.box[2], other.box[2]) - max(self.box[0], other.box[0])
        high = min(self.box[3], other.box[3]) - max(self.box[1], other.box[1])
        smaller = min((b[2] - b[0]) * (b[3] - b[1]) for b in (self.box, other.box))
        return wide > 0 and high > 0 and wide * high >= smaller / 2


@dataclass(frozen=True, slots=True)
class Visible:
    """A document as shown.

    Attributes:
        lines: the lines of each page by pdfium, within the page box.
        words: the words of each page by pdfplumber, within the page box.
        areas: ruled areas by pdfplumber, small ones too.
        off_page: pieces of text that stand outside the page box, without blanks.
    """

    lines: tuple[tuple[str, ...], ...]
    words: tuple[tuple[str, ...], ...]
    areas: tuple[Area, ...]
    off_page: tuple[str, ...]

    @property
    def text(self) -> str:
        """All that is shown, without blanks."""
        return squeeze("".join("".join(page) for page in self.lines))


def squeeze(text: str) -> str:
    """Remove blanks and the marks that pdfium puts for hyphens."""
    return "".join(text.translate(_HYPHENS).split())


def look(path: Path) -> Visible:
    """Look at every page of a PDF with both libraries."""
    import pdfplumber  # a second to load

    lines: list[tuple[str, ...]] = []
    off_page: list[str] = []
    document = pdfium.PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        box = page.get_bbox()
        lines.append(_lines(text, box))
        off_page += _off_page(text, box)
        text.close()
        page.close()
    document.close()
    words: list[tuple[str, ...]] = []
    areas: list[Area] = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            words.append(_words(page))
            areas += _areas(page)
            page.close()
    return Visible(tuple(lines), tuple(words), tuple(areas), tuple(off_page))


def _lines(text: pdfium.PdfTextPage, box: Box) -> tuple[str, ...]:
    """Return the lines within the page box."""
    bounded, whole = text.get_text_bounded(*box), text.get_text_range()
    # On turned pages pdfium loses line breaks in a box, but not when it gives everything.
    nothing_outside = squeeze(bounded) == squeeze(whole)
    return tuple((whole if nothing_outside else bounded).splitlines())


def _off_page(text: pdfium.PdfTextPage, box: Box) -> Iterator[str]:
    """Yield the pieces of text whose characters have their middle outside the page box."""
    left, bottom, right, top = box
    run: list[str] = []
    for index in range(text.count_chars()):
        x0, y0, x1, y1 = text.get_charbox(index)
        code = c.FPDFText_GetUnicode(text.raw, index)
        outside = not (left <= (x0 + x1) / 2 <= right and bottom <= (y0 + y1) / 2 <= top)
        if outside and code not in (0x0A, 0x0D):
            run.append(chr(code))
        else:
            yield from _long([squeeze("".join(run))])
            run = []
    yield from _long([squeeze("".join(run))])


def _long(runs: list[str]) -> Iterator[str]:
    return (run for run in runs if len(run) >= _MIN_RUN)


def _words(page: Any) -> tuple[str, ...]:
    """Return the words of a pdfplumber page within its crop box; text drawn twice counts once."""
    x0, top, x1, bottom = page.cropbox

    def shown(thing: dict[str, Any]) -> bool:
        inside = x0 <= (thing["x0"] + thing["x1"]) / 2 <= x1 and top <= (thing["top"] + thing["bottom"]) / 2 <= bottom
        return bool(thing["object_type"] == "char" and inside)

    kept = page.filter(shown).dedupe_chars(tolerance=1, extra_attrs=("fontname",))
    return tuple(word["text"] for word in kept.extract_words(x_tolerance=1.5, y_tolerance=2))


def _areas(page: Any) -> Iterator[Area]:
    """Yield the tables that pdfplumber finds on a page; those outside its crop box are not shown."""
    left, top, right, bottom = page.cropbox
    for table in page.find_tables():
        x0, y0, x1, y1 = table.bbox
        if x0 >= right or x1 <= left or y0 >= bottom or y1 <= top:
            continue
        columns = len({round(cell[0]) for cell in table.cells})
        yield Area(page.page_number, (x0 - left, y0 - top, x1 - left, y1 - top), len(table.rows), columns)
