"""The values of table assembly: a printed table and its boxes."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.page import Box
from schemas.values import value

#: What finds tables by their rulings.
_RULED = frozenset({"rulings", "camelot-lattice"})


@value
class TableCell:
    """One box of a printed table.

    Attributes:
        row, col: place in the whole table, from 0; repeated headers of later pages are not counted.
        text: wraps joined; ``printed`` keeps them as line feeds.
        page, box: where the box stands; a row cut by a page break stands where it begins.
    """

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    printed: str
    page: int
    box: Box
    unmapped: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around a table: its number, title, unit, agency line; each None when not printed."""

    number: str | None = None
    title: str | None = None
    unit: str | None = None
    agency: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was printed above the table."""
        return not (self.number or self.title or self.unit or self.agency)


@dataclass(frozen=True, slots=True)
class Join:
    """Why a grid was read as the continuation of the table before it."""

    page: int
    same_edges: bool
    header_rows: int
    row_cut: bool


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One printed table, continuation pages merged.

    Attributes:
        ordinal: from 1 in the document.
        cells: row-major; every box once, blank ones included.
        notes: lines under the table that explain it.
        joins: evidence for each continuation page.
        reader, finder: what read its pages, and what found its grids.
    """

    ordinal: int
    caption: Caption
    row_count: int
    column_count: int
    cells: tuple[TableCell, ...]
    page_first: int
    page_last: int
    notes: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()
    reader: str = "pdfium"
    finder: str = "rulings"

    @property
    def is_ruled(self) -> bool:
        """Whether rulings show its columns on every page."""
        return set(self.finder.split("+")) <= _RULED

    def rows(self) -> list[list[TableCell]]:
        """Return the boxes that begin in each row."""
        found: list[list[TableCell]] = [[] for _ in range(self.row_count)]
        for cell in self.cells:
            found[cell.row].append(cell)
        return found
