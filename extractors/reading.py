"""Pages through one reader and one finder: the interchangeable front of the extractors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from extractors.filling import fill_pages
from extractors.grids import find_grids
from extractors.page import Grid, Page, PageReading

#: Pages are filled together until they have so many glyphs: what goes wrong then is the last one's doing.
TOGETHER = 4096


class Reader(Protocol):
    """An open document that gives pages."""

    def page(self, number: int) -> Page:
        """Read page ``number`` (from 1)."""
        ...


def read_page(reader: Reader, number: int) -> PageReading:
    """Read one page: its grids with text in their cells, and the lines outside them."""
    (reading,) = read_pages(reader, (number,))
    return reading


def read_pages(reader: Reader, numbers: Iterable[int]) -> Iterator[PageReading]:
    """Read pages as ``read_page`` does, a few at a time: the work on arrays costs as much for one as for several.

    Args:
        reader: the open document.
        numbers: of the pages, from 1; the next is asked for when the page before it is read.
    """
    waiting: list[tuple[tuple[Grid, ...], Page]] = []
    glyphs = 0
    for number in numbers:
        page = reader.page(number)
        waiting.append((find_grids(page), page))
        glyphs += len(page.glyphs)
        if glyphs >= TOGETHER:
            yield from _readings(waiting)
            waiting, glyphs = [], 0
    if waiting:
        yield from _readings(waiting)


def _readings(pages: list[tuple[tuple[Grid, ...], Page]]) -> Iterator[PageReading]:
    for (_, page), (grids, lines) in zip(pages, fill_pages(pages), strict=True):
        yield PageReading(
            number=page.number,
            width=page.width,
            height=page.height,
            rotation=page.rotation,
            text_layer=page.text_layer,
            grids=grids,
            lines=lines,
            dropped=page.dropped,
        )
