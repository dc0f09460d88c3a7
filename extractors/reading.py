"""One page through one reader and one finder: the interchangeable front of the extractors."""

from __future__ import annotations

from typing import Protocol

from extractors.filling import fill_grids
from extractors.grids import find_grids
from extractors.page import Page, PageReading


class Reader(Protocol):
    """An open document that gives pages."""

    def page(self, number: int) -> Page:
        """Read page ``number`` (from 1)."""
        ...


def read_page(reader: Reader, number: int) -> PageReading:
    """Read one page: its grids with text in their cells, and the lines outside them."""
    page = reader.page(number)
    grids, lines = fill_grids(find_grids(page), page)
    return PageReading(
        number=page.number,
        width=page.width,
        height=page.height,
        rotation=page.rotation,
        text_layer=page.text_layer,
        grids=grids,
        lines=lines,
        dropped=page.dropped,
    )
