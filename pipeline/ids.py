"""Ids of rows, as the data contract spells them: deterministic for a recipe, never serial numbers."""

from __future__ import annotations

import hashlib

from schemas.text import fold


class Ids:
    """The ids of one document's rows, as the data contract spells them."""

    def __init__(self, document_id: str) -> None:
        self.document = document_id
        self._head = document_id[:16]

    def disclosure(self, ordinal: int) -> str:
        """Return the id of a disclosure."""
        return f"{self._head}-d{ordinal}"

    def table(self, ordinal: int) -> str:
        """Return the id of a table."""
        return f"{self._head}-t{ordinal}"

    def place(self, place: tuple[int, int, int]) -> str:
        """Return the id of a cell or of the amount in it: table ordinal, row and column."""
        return f"{self._head}-t{place[0]}-r{place[1]}-c{place[2]}"

    def paragraph(self, ordinal: int) -> str:
        """Return the id of a paragraph."""
        return f"{self._head}-p{ordinal}"


def agency_id(name: str, region_code: str | None = None) -> str:
    """Return the id of an agency: by its name and, where known, its region. Variants of one name stay apart."""
    # 鼓楼区财政局 of two cities are two bodies.
    parts = fold(name) if region_code is None else f"{fold(name)}\0{region_code}"
    return "a" + hashlib.sha256(parts.encode()).hexdigest()[:12]
