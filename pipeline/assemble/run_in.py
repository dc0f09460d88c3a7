"""Headings that stand in the line of their text, such as （一）机关运行经费。2024年预算3万元."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from schemas.sections import run_in_heading, section_id
from schemas.text import OrdinalKind, strip_ordinal

#: Marks of lists from the outside in.
RANKS: Final[tuple[OrdinalKind, ...]] = ("chinese", "chinese_paren", "arabic", "arabic_paren", "circled")


class RunIn:
    """Remembers the last heading in line, for the paragraphs below it."""

    def __init__(self) -> None:
        self._rank: int | None = None
        self._words = ""

    def section_of(self, text: str, section: Sequence[str]) -> str | None:
        """Return the id of the section a paragraph belongs to.

        Args:
            text: the paragraph as printed.
            section: the headings above it, outermost first.
        """
        own = section_id(section)
        found = run_in_heading(text, within=own)
        if found is not None and found[0] in RANKS:
            self._rank, self._words = RANKS.index(found[0]), found[1]
        elif self._rank is not None:
            ordinal = strip_ordinal(text)[0]
            if ordinal is not None and (ordinal.kind not in RANKS or RANKS.index(ordinal.kind) <= self._rank):
                self._rank = None
        return own if self._rank is None else section_id((*section, self._words))
