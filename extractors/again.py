"""Pages read a second time, by other code: other readers of the same page, other finders of its grids."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from extractors.camelot_grids import Flavour, camelot_grids
from extractors.filling import fill_grids
from extractors.page import PageReading
from extractors.pdfium import PdfDocument
from extractors.plumber import READER, PlumberDocument
from extractors.reading import read_page
from extractors.unruled import add_unruled

Way = Callable[[str, Sequence[int]], list[PageReading]]


def _by_fonts(path: str, numbers: Sequence[int]) -> list[PageReading]:
    """The first reader with the fonts' own programs for their maps; nothing where they say the same."""
    with PdfDocument(path) as document:
        if not document.mend_fonts():
            return []
        readings = add_unruled(document, [read_page(document, number) for number in numbers])
    return [replace(reading, engine="pdfium-fonts") for reading in readings]


def _by_plumber(path: str, numbers: Sequence[int]) -> list[PageReading]:
    """Everything by pdfplumber."""
    with PlumberDocument(path) as document:
        readings = add_unruled(document, [read_page(document, number) for number in numbers])
    return [replace(reading, engine=READER) for reading in readings]


def _by_camelot(flavour: Flavour) -> Way:
    """The first reader's text in the grids of one of camelot's parsers."""

    def read(path: str, numbers: Sequence[int]) -> list[PageReading]:
        readings: list[PageReading] = []
        with PdfDocument(path) as document:
            for number in numbers:
                page, first = document.page(number), read_page(document, number)
                grids, lines = fill_grids(camelot_grids(path, page, flavour), page)
                named = tuple(replace(grid, finder=f"camelot-{flavour}") for grid in grids)
                readings.append(replace(first, grids=named, lines=lines))
        return readings

    return read


#: In the order in which they are asked: what is quick and most often right comes first.
WAYS: Mapping[str, Way] = {
    "fonts": _by_fonts,
    "pdfplumber": _by_plumber,
    "camelot-lattice": _by_camelot("lattice"),
    "camelot-stream": _by_camelot("stream"),
    "camelot-network": _by_camelot("network"),
}
#: Ways that make tables of what has no rulings: only for tables that were found without.
INFERRED = frozenset({"camelot-stream", "camelot-network"})
#: Ways for tables that were found by their rulings.
RULED = frozenset({"camelot-lattice"})


def read_again(path: str, numbers: Sequence[int], way: str) -> list[PageReading]:
    """Read some pages in one of the ways of ``WAYS``; raises whatever the libraries raise.

    Args:
        path: the file.
        numbers: pages, from 1, ascending.
        way: how.

    Returns:
        A reading for each page, or none where this way has nothing to add.
    """
    return WAYS[way](path, numbers)
