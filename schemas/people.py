"""What the views for people are made of: which forms hold all spending, and the items of the three public expenses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from schemas.text import fold


@dataclass(frozen=True, slots=True)
class Item:
    """One of the three public expenses, or of what is printed beside them.

    Attributes:
        item: Its word.
        zh: Name in Chinese.
        en: Name in English.
        words: Any of which its header or label holds, folded.
    """

    item: str
    zh: str
    en: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """The data of `people.yaml`.

    Attributes:
        spending: Forms that hold all spending, best first, by stage.
        three_public: Forms of the three public expenses.
        items: Their items, in the order in which they are tried.
        skip: Headers that name no item, folded.
    """

    spending: Mapping[str, tuple[str, ...]]
    three_public: tuple[str, ...]
    items: tuple[Item, ...]
    skip: frozenset[str]

    def item_of(self, label: str | None, path: str | None) -> str | None:
        """Return the item a figure is of.

        Args:
            label: Of its row.
            path: Headers of its column, joined by `/`.
        """
        headers = [fold(part) for part in (path or "").split("/")]
        named = [header for header in headers if header and header not in self.skip]
        row = fold(label or "")
        if row and row not in self.skip:
            return self._find(row)
        if row:
            # A row of sums: of what its column names, else of all.
            return "total"
        return self._find(named[-1]) if named else None

    def _find(self, said: str) -> str | None:
        return next((item.item for item in self.items if any(word in said for word in item.words)), None)


@cache
def people() -> People:
    """Return what the views for people are made of."""
    told = yaml.safe_load((Path(__file__).parent / "people.yaml").read_text(encoding="utf-8"))
    three = told["three_public"]
    return People(
        {stage: tuple(forms) for stage, forms in told["spending"].items()},
        tuple(three["forms"]),
        tuple(Item(**{**item, "words": tuple(map(fold, _words(item)))}) for item in three["items"]),
        frozenset(map(fold, three["skip"])),
    )


def _words(item: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return item["words"]
