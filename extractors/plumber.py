"""The second reader: the same page through pdfplumber, slower and by other code, for a second opinion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import TracebackType
from typing import Any

import numpy as np

from extractors.page import Bools, Box, Floats, Glyphs, Page, Rules

READER = "pdfplumber"
#: A filled box no thicker than this is a rule, in points.
THIN = 3.0
#: Colours at least this light are white paper.
WHITE = 0.98
#: Forms in forms are followed this deep for their fonts.
DEPTH = 3
_NAMELESS = re.compile(r"\(cid:\d+\)")
_LINES = ("line", "rect", "curve")


class PlumberDocument:
    """An open PDF; makes the same pages as :class:`extractors.pdfium.PdfDocument`.

    Text that pdfminer can only guess (no ToUnicode, characters numbered as in the font) is unmapped, never guessed.
    """

    def __init__(self, path: str) -> None:
        import pdfplumber

        self._pdf = pdfplumber.open(path)

    def __enter__(self) -> PlumberDocument:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pdf.close()

    def page(self, number: int) -> Page:
        """Read page ``number`` (from 1)."""
        page = self._pdf.pages[number - 1]
        try:
            return _read(page, number)
        finally:
            page.close()


def _read(page: Any, number: int) -> Page:
    left, top, right, bottom = page.cropbox
    width, height = right - left, bottom - top
    chars = [char for char in page.chars if not _is_white(char.get("non_stroking_color"))]
    glyphs, turn = _glyphs(chars, _guessed(page), (left, top))
    middle = (glyphs.box[:, :2] + glyphs.box[:, 2:]) / 2
    inside: Bools = np.all((middle >= 0) & (middle <= (width, height)), axis=1)
    images = sum(_share(image, (left, top, right, bottom)) for image in page.images)
    return Page(
        number=number,
        width=float(width),
        height=float(height),
        rotation=int(page.rotation or 0) % 360,
        glyphs=glyphs.take(inside),
        rules=_rules(page, (left, top, right, bottom)),
        dropped=int((~inside & ~glyphs.blank).sum()),
        image_share=min(1.0, images / max(1.0, width * height)),
        rising=glyphs.take(inside & (turn > 0)),
        falling=glyphs.take(inside & (turn < 0)),
    )


def _glyphs(
    chars: Sequence[Mapping[str, Any]], guessed: frozenset[str], origin: tuple[float, float]
) -> tuple[Glyphs, Any]:
    """Return the characters, and of each whether it reads upwards (1), downwards (-1) or neither (0)."""
    code: list[int] = []
    box: list[Box] = []
    upright: list[bool] = []
    unmapped: list[bool] = []
    turn: list[int] = []
    for char in chars:
        text = char["text"]
        lost = bool(_NAMELESS.fullmatch(text)) or not text or char["fontname"] in guessed
        signs = "\ufffd" if lost else text
        x0, x1 = char["x0"] - origin[0], char["x1"] - origin[0]
        y0, y1 = char["top"] - origin[1], char["bottom"] - origin[1]
        step = (x1 - x0) / len(signs)
        for i, sign in enumerate(signs):
            code.append(ord(sign))
            box.append((x0 + i * step, y0, x0 + (i + 1) * step, y1))
            upright.append(bool(char["upright"]))
            unmapped.append(lost or sign == "\ufffd")
            turn.append(0 if char["upright"] else (1 if char["matrix"][1] > 0 else -1))
    boxes = np.array(box, np.float64).reshape(-1, 4)
    found = Glyphs(np.array(code, np.uint32), boxes, np.array(upright, np.bool_), np.array(unmapped, np.bool_))
    return found, np.array(turn, np.intp)


def _guessed(page: Any) -> frozenset[str]:
    """Return the fonts whose characters pdfminer would guess: numbered as in the font, without ToUnicode."""
    from pdfminer.pdftypes import resolve1

    found: set[str] = set()

    def look(resources: Any, depth: int) -> None:
        resources = resolve1(resources) or {}
        for font in (resolve1(resources.get("Font")) or {}).values():
            spec = resolve1(font) or {}
            kind, coding = _name(spec.get("Subtype")), _name(resolve1(spec.get("Encoding")))
            if kind == "Type0" and coding.startswith("Identity") and "ToUnicode" not in spec:
                found.add(_name(spec.get("BaseFont")))
        if depth:
            for form in (resolve1(resources.get("XObject")) or {}).values():
                look(getattr(resolve1(form), "attrs", {}).get("Resources"), depth - 1)

    look(page.page_obj.resources, DEPTH)
    return frozenset(found)


def _name(value: Any) -> str:
    name = getattr(value, "name", value)
    return name.decode("latin-1") if isinstance(name, bytes) else str(name or "")


def _is_white(colour: Any) -> bool:
    levels = (colour,) if isinstance(colour, int | float) else tuple(colour or ())
    return len(levels) in (1, 3) and all(isinstance(x, int | float) and x > WHITE for x in levels)


def _share(image: Mapping[str, Any], page: Box) -> float:
    """Return the area of an image that the page shows, in square points."""
    wide = min(image["x1"], page[2]) - max(image["x0"], page[0])
    high = min(image["bottom"], page[3]) - max(image["top"], page[1])
    return float(max(0.0, wide) * max(0.0, high))


def _rules(page: Any, shown: Box) -> Rules:
    """Return the straight lines that are seen."""
    segments = np.array([s for thing in _drawn(page) for s in _segments(thing)], np.float64).reshape(-1, 4)
    segments -= (shown[0], shown[1], shown[0], shown[1])
    wide, tall = segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]
    flat, upright = (tall <= 1.0) & (wide > 1.0), (wide <= 1.0) & (tall > 1.0)
    width, height = shown[2] - shown[0], shown[3] - shown[1]
    return Rules(
        _kept(segments[flat][:, [1, 3, 0, 2]], height, width),
        _kept(segments[upright][:, [0, 2, 1, 3]], width, height),
    )


def _kept(segments: Floats, across: float, along: float) -> Floats:
    """Return position, start and end of segments (position twice, start, end), cut to the page."""
    if not len(segments):
        return np.zeros((0, 3), np.float64)
    position = (segments[:, 0] + segments[:, 1]) / 2
    return np.column_stack([position, segments[:, 2].clip(0, along), segments[:, 3].clip(0, along)])[
        (position >= -1) & (position <= across + 1)
    ]


def _drawn(page: Any) -> Iterator[Mapping[str, Any]]:
    for kind in _LINES:
        yield from page.objects.get(kind, ())


def _segments(thing: Mapping[str, Any]) -> Iterator[Box]:
    """Yield the sides of what is stroked, and the middle line of a thin filled box."""
    x0, y0, x1, y1 = thing["x0"], thing["top"], thing["x1"], thing["bottom"]
    if thing["object_type"] == "line" or (thing.get("stroke") and not thing.get("fill")):
        if _is_white(thing.get("stroking_color")):
            return
        points = thing.get("pts") or [(x0, y0), (x1, y1)]
        if thing["object_type"] == "rect":
            points = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
        for (ax, ay), (bx, by) in pairwise(points):
            yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
        return
    if thing.get("stroke") and not _is_white(thing.get("stroking_color")):
        yield from ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
    elif thing.get("fill") and not _is_white(thing.get("non_stroking_color")):
        if x1 - x0 <= THIN and y1 - y0 > x1 - x0:
            yield (x0 + x1) / 2, y0, (x0 + x1) / 2, y1
        elif y1 - y0 <= THIN and x1 - x0 > y1 - y0:
            yield x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
