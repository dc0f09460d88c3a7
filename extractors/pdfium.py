"""The fast reader: glyphs, rulings and images of a page through pypdfium2."""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from extractors import standin
from extractors.overlays import Overlays, lie_over
from extractors.page import Box, Floats, Glyphs, Ints, Page, Rules
from extractors.pdfium_calls import Handle
from extractors.pdfium_paths import Drawn, read_drawn
from extractors.pdfium_text import OBLIQUE, Characters, read_characters

#: Quarters of text on its side: it reads from the bottom up, or from the top down.
RISING, FALLING = 3, 1
#: So many characters on their side may turn a page.
MANY = 20
NO_RULES = Rules(np.zeros((0, 3)), np.zeros((0, 3)))
#: Images that cover this share of a page make it a picture.
PICTURE = 0.5


class PdfError(Exception):
    """The file cannot be opened; ``code`` says whether it is encrypted or corrupt."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class PdfInfo:
    """What the file says of itself."""

    page_count: int
    producer: str | None


class PdfDocument:
    """An open PDF; pages are read one at a time and closed after use.

    Raises:
        PdfError: ``encrypted`` when a password is needed, ``corrupt`` when the file cannot be parsed.
    """

    def __init__(self, path: str) -> None:
        standin.install()
        self._path = path
        self._fonts_seen = False
        try:
            self._pdf = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            needs_password = error.err_code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY)
            raise PdfError("encrypted" if needs_password else "corrupt") from error
        if _may_have_layers(path):
            from extractors import fonts  # most documents need neither this nor the libraries behind it

            self._use(fonts.without_layers(path))

    def __enter__(self) -> PdfDocument:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pdf.close()

    def info(self) -> PdfInfo:
        """Return the page count and the program that made the file."""
        producer = self._pdf.get_metadata_value("Producer").strip() or None
        return PdfInfo(page_count=len(self._pdf), producer=producer)

    def page(self, number: int) -> Page:
        """Read page ``number`` (from 1); fonts that leave characters without meaning are mended first.

        Raises:
            PdfError: ``corrupt`` when the page cannot be loaded.
        """
        page = self._read(number)
        if not self._fonts_seen and page.glyphs.unmapped.any() and self.mend_fonts():
            page = self._read(number)
        return page

    def mend_fonts(self) -> bool:
        """Rebuild the maps of the fonts from their programs, once; return whether anything is read differently now."""
        if self._fonts_seen:
            return False
        self._fonts_seen = True
        from extractors import fonts

        return self._use(fonts.mended(self._path))

    def _use(self, data: bytes | None) -> bool:
        """Read a mended file in place of the first; return whether that can be."""
        if data is None:
            return False
        try:
            better = pdfium.PdfDocument(data)
        except pdfium.PdfiumError:
            return False
        if len(better) != len(self._pdf):
            better.close()
            return False
        self._pdf.close()
        self._pdf = better
        return True

    def _read(self, number: int) -> Page:
        # As the helpers of pypdfium2 do it, without what they keep to close what was forgotten.
        page = c.FPDF_LoadPage(self._pdf.raw, number - 1)
        if not page:
            raise PdfError("corrupt")
        try:
            return _read(page, number)
        finally:
            c.FPDF_ClosePage(page)


def _may_have_layers(path: str) -> bool:
    """Tell whether a file names layers, or may do so in a catalogue that is compressed."""
    try:
        with Path(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return data.find(b"/OCProperties") >= 0 or data.find(b"/ObjStm") >= 0
    except (OSError, ValueError):
        return False  # empty, or no file that can be mapped


@dataclass(frozen=True, slots=True)
class _View:
    """The map from page space to the page as displayed."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def boxes(self, raw: Floats) -> Floats:
        """Map (n, 4) corner pairs in page space to displayed x0, y0, x1, y1."""
        xa, ya = self.points(raw[:, 0], raw[:, 1])
        xb, yb = self.points(raw[:, 2], raw[:, 3])
        return np.array((np.minimum(xa, xb), np.minimum(ya, yb), np.maximum(xa, xb), np.maximum(ya, yb))).T


def _read(page: Handle, number: int) -> Page:
    box = _bounds(page)
    drawn = read_drawn(page, box)
    text = c.FPDFText_LoadPage(page)
    if not text:
        raise PdfError("corrupt")
    try:
        characters = read_characters(text, drawn.clips)
        overlays = Overlays(page) if drawn.hints or lie_over(characters.box, characters.code).any() else None
        view = _View(*box, _turn(characters.quarter, 90 * max(0, c.FPDFPage_GetRotation(page))))
        images = _area(drawn.images, view)
        # Under a picture of the page hidden text is what a machine read in it, elsewhere nobody sees it.
        hidden = _backdrop(drawn) if drawn.hidden_text and images < PICTURE else None
        if hidden is not None or overlays is not None:
            characters = read_characters(text, drawn.clips, hidden, overlays)
    finally:
        c.FPDFText_ClosePage(text)
    glyphs, quarter, dropped = _glyphs(characters, view)
    width, height = view.size
    return Page(
        number=number,
        width=width,
        height=height,
        rotation=view.rotation,
        glyphs=glyphs,
        rules=_rules(np.concatenate((drawn.segments, *([overlays.gaps] if overlays else []))), view),
        dropped=dropped,
        image_share=images,
        rising=_turned(glyphs, quarter, RISING),
        falling=_turned(glyphs, quarter, FALLING),
    )


def _bounds(page: Handle) -> Box:
    """Return left, bottom, right, top of what is shown of a page, in page space."""
    rect = c.FS_RECTF()
    if not c.FPDF_GetPageBoundingBox(page, rect):
        raise PdfError("corrupt")
    return rect.left, rect.bottom, rect.right, rect.top


def _backdrop(drawn: Drawn) -> Floats:
    """Return left, bottom, right, top of what makes white text visible."""
    corners = drawn.backdrop.reshape(-1, 2, 2)
    return np.column_stack([corners.min(axis=1, initial=np.inf), corners.max(axis=1, initial=-np.inf)])


def _turned(glyphs: Glyphs, quarter: Ints, way: int) -> Glyphs:
    """Return the glyphs that are turned in one way."""
    turned = (quarter == way).nonzero()[0]
    return glyphs.take(turned) if len(turned) else Glyphs.empty()


def _turn(quarter: Ints, rotation: int) -> int:
    """Return how to turn the page: as the file asks, but a page whose text lies on its side is set upright."""
    if not np.count_nonzero(quarter) and rotation == 0:
        return 0
    seen = np.bincount((quarter[quarter != OBLIQUE] + rotation // 90) % 4, minlength=4)
    side = RISING if seen[RISING] > seen[FALLING] else FALLING
    if seen[side] < MANY or seen[side] <= seen[0]:
        return rotation
    return (rotation + (90 if side == RISING else 270)) % 360


def _glyphs(found: Characters, view: _View) -> tuple[Glyphs, Ints, int]:
    """Return the glyphs in view, their quarters as displayed, and the number of those outside the page box."""
    if not len(found.code):
        return Glyphs.empty(), np.zeros(0, np.intp), 0
    box = view.boxes(found.box)
    quarter = found.quarter
    if view.rotation or np.count_nonzero(quarter):
        quarter = np.where(quarter == OBLIQUE, OBLIQUE, (quarter + view.rotation // 90) % 4)
    glyphs = Glyphs(found.code, box, quarter == 0, found.unmapped)
    width, height = view.size
    cx, cy = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    inside = (cx >= 0) & (cx <= width) & (cy >= 0) & (cy <= height)
    if inside.all():
        return glyphs, quarter, 0
    return glyphs.take(inside), quarter[inside], int(np.count_nonzero(~inside & ~glyphs.blank))


def _area(corners: Floats, view: _View) -> float:
    """Return the share of the page that images cover, 0 to 1; where they overlap both count."""
    width, height = view.size
    if not len(corners) or width * height <= 0:
        return 0.0
    box = view.boxes(corners)
    wide = np.minimum(box[:, 2], width) - np.maximum(box[:, 0], 0)
    high = np.minimum(box[:, 3], height) - np.maximum(box[:, 1], 0)
    return min(1.0, float((wide.clip(0) * high.clip(0)).sum()) / (width * height))


def _rules(segments: Floats, view: _View) -> Rules:
    """Sort segments into horizontal and vertical rulings on the page as displayed."""
    if not len(segments):
        return NO_RULES
    width, height = view.size
    box = view.boxes(segments)
    wide, tall = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    flat = ((tall <= 1.0) & (wide > 1.0)).nonzero()[0]
    upright = ((wide <= 1.0) & (tall > 1.0)).nonzero()[0]
    x0, y0, x1, y1 = box[flat].T
    h = np.array(((y0 + y1) / 2, np.minimum(np.maximum(x0, 0), width), np.minimum(np.maximum(x1, 0), width))).T
    x0, y0, x1, y1 = box[upright].T
    v = np.array(((x0 + x1) / 2, np.minimum(np.maximum(y0, 0), height), np.minimum(np.maximum(y1, 0), height))).T
    h = h[(h[:, 0] >= -1) & (h[:, 0] <= height + 1) & (h[:, 2] > h[:, 1])]
    v = v[(v[:, 0] >= -1) & (v[:, 0] <= width + 1) & (v[:, 2] > v[:, 1])]
    return Rules(h, v)
