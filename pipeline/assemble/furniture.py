"""Lines that are not text of the disclosure: cover, contents, page numbers, running heads, closing lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from extractors.page import Line, PageReading
from pipeline.assemble.captions import may_caption
from pipeline.assemble.contents import Contents, Place, find_contents
from schemas.text import fold, strip_ordinal

Kind = Literal["cover", "contents", "page_number", "running", "closing"]

_PAGE_NUMBER = re.compile(r"^[-~·.第]*\d{1,4}[-~·.页]*(?:[/共](?:共)?\d{1,4}页?)?$")
#: Figures that nobody may lose: a line with one is never furniture.
_FIGURE = re.compile(r"\d\.\d|\d[,，]\d{3}")
_SENTENCE = re.compile(r"[。；！？]")
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = re.compile(
    rf"^(?:[一-鿿]{{2,6}}(?:时间|日期):?)?(?:\d{{4}}|[〇○零一二三四五六七八九]{{4}})年{_NUMBER}月(?:{_NUMBER}日)?$"
)
_DIGITS = re.compile(r"\d+")
_MARK = re.compile(r"[，。；：、！？\d]")
_YEAR_REPORT = re.compile(r"[预决]算")
#: Heads and feet stand in this share of the page height.
MARGIN = 0.12
#: Running heads and feet stand in this share of it; the text begins close below.
EDGE = 0.085
#: A cover has at most this many lines.
MAX_COVER = 15
#: A line repeated at one height on this many pages is a running head or foot.
REPEATS = 3


@dataclass(frozen=True, slots=True)
class Furniture:
    """What is set aside, and why.

    Attributes:
        kinds: place of each such line -> its kind.
        contents: the tables of contents.
        body_size: usual character size of the text, in points.
    """

    kinds: Mapping[Place, Kind]
    contents: tuple[Contents, ...]
    body_size: float


def find_furniture(pages: Sequence[PageReading], claimed: Mapping[int, frozenset[int]]) -> Furniture:
    """Find the lines of a document that belong to no paragraph.

    Args:
        pages: readings in page order.
        claimed: page number -> indexes of the lines that tables took (title, number, unit, agency).
    """
    size = body_size(pages, claimed)
    contents = find_contents(pages)
    kinds: dict[Place, Kind] = {}
    for place in _cover(pages, contents, size):
        kinds[place] = "cover"
    for one in contents:
        kinds.update((place, "contents") for place in one.lines)
    for place in _running(pages, claimed):
        kinds.setdefault(place, "running")
    for place in _page_numbers(pages):
        kinds[place] = "page_number"
    for place in _closing(pages, kinds):
        kinds.setdefault(place, "closing")
    return Furniture(kinds, contents, size)


def margin_lines(pages: Sequence[PageReading]) -> dict[int, frozenset[int]]:
    """Return page number -> indexes of page numbers and running heads and feet, before tables have taken theirs.

    A table's title, number or unit line may be printed again on each of its pages: such lines are left alone.
    """
    aside: dict[int, set[int]] = {page.number: set() for page in pages}
    lines = {page.number: page.lines for page in pages}
    for number, index in (*_running(pages, {}), *_page_numbers(pages)):
        if not may_caption(lines[number][index]):
            aside[number].add(index)
    return {number: frozenset(found) for number, found in aside.items()}


def body_size(pages: Sequence[PageReading], claimed: Mapping[int, frozenset[int]]) -> float:
    """Return the character size that most of the text outside tables has, in points (12 when there is none)."""
    weight: dict[float, int] = defaultdict(int)
    for page in pages:
        taken = claimed.get(page.number, frozenset())
        for index, line in enumerate(page.lines):
            if index not in taken:
                weight[round(line.size * 2) / 2] += len(line.text)
    return max(weight, key=lambda s: (weight[s], s)) if weight else 12.0


def _cover(pages: Sequence[PageReading], contents: Sequence[Contents], size: float) -> list[Place]:
    found: list[Place] = []
    starts = {one.title[0]: one.title[1] for one in contents}
    before_contents = True
    for page in reversed(pages):
        if page.number in starts:
            lines = page.lines[: starts[page.number]]
            before_contents = True
        else:
            lines = page.lines
            alone = page is pages[0] or _is_title_page(page, size)
            before_contents = (before_contents or alone) and not page.grids
            if not before_contents:
                continue
        if _is_cover(lines):
            found.extend((page.number, index) for index in range(len(lines)))
        else:
            before_contents = page.number in starts
    return found


def _is_cover(lines: Sequence[Line]) -> bool:
    return len(lines) <= MAX_COVER and not any(
        _SENTENCE.search(line.text) or _FIGURE.search(line.text) or strip_ordinal(line.text)[0] for line in lines
    )


def _is_title_page(page: PageReading, size: float) -> bool:
    """Tell a page that holds a few large lines, one of them naming a budget or final account."""
    if not page.lines or len(page.lines) > 6 or page.grids:
        return False
    large = max(line.size for line in page.lines) >= 1.4 * size
    return large and any(_YEAR_REPORT.search(line.text) for line in page.lines)


def _page_numbers(pages: Sequence[PageReading]) -> list[Place]:
    found: list[Place] = []
    for page in pages:
        order = sorted(range(len(page.lines)), key=lambda i: page.lines[i].box[1])
        for index in order[:1] + order[-1:]:
            line = page.lines[index]
            in_margin = line.box[3] < MARGIN * page.height or line.box[1] > (1 - MARGIN) * page.height
            if in_margin and _PAGE_NUMBER.match(fold(line.text)):
                found.append((page.number, index))
    return found


def _running(pages: Sequence[PageReading], claimed: Mapping[int, frozenset[int]]) -> list[Place]:
    """Return lines in the margins that return at the same height on several pages, digits apart."""
    seen: dict[tuple[str, int], list[Place]] = defaultdict(list)
    for page in pages:
        taken = claimed.get(page.number, frozenset())
        for index, line in enumerate(page.lines):
            in_margin = line.box[3] < EDGE * page.height or line.box[1] > (1 - EDGE) * page.height
            if in_margin and index not in taken and not _FIGURE.search(line.text) and not _SENTENCE.search(line.text):
                words = _DIGITS.sub("0", fold(line.text))
                seen[words, round(line.box[1] / 4)].append((page.number, index))
    shares = (places for places in seen.values() if len(places) >= max(REPEATS, 0.2 * len(pages)))
    return [place for places in shares for place in places]


def _closing(pages: Sequence[PageReading], kinds: Mapping[Place, Kind]) -> list[Place]:
    """Return the date under a text and the name of the agency above it, both set to the right."""
    found: list[Place] = []
    for page in pages:
        free = [i for i in range(len(page.lines)) if (page.number, i) not in kinds]
        for at, index in enumerate(free):
            line = page.lines[index]
            if line.box[0] < 0.35 * page.width or not _DATE.match(fold(line.text)):
                continue
            found.append((page.number, index))
            if at and _is_signature(page.lines[free[at - 1]], page, line):
                found.append((page.number, free[at - 1]))
    return found


def _is_signature(line: Line, page: PageReading, date: Line) -> bool:
    right = line.box[0] > 0.3 * page.width and line.box[2] > 0.6 * page.width
    near = date.box[1] - line.box[3] < 4 * median((line.size, date.size))
    return right and near and not _MARK.search(line.text)
