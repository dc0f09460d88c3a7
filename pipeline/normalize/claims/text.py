"""Printed text → folded text with a map back to the printed places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from schemas.narrative import narrative_words
from schemas.text import fold, uneven_signs
from schemas.values import value

_OPENING = "“‘「『《"
_CLOSING = "”’」』》"
_QUOTE = re.compile(f"[{_OPENING}{_CLOSING}]")


@value
class Folded:
    """A paragraph in its matching form.

    Attributes:
        printed: as printed.
        text: folded; traditional signs of fiscal words made plain.
        places: index in ``printed`` of each sign of ``text``.
    """

    printed: str
    text: str
    places: Sequence[int]

    def tail(self, start: int) -> Folded:
        """Return what stands from a place of the folded text on."""
        return Folded(self.printed, self.text[start:], self.places[start:]) if start else self

    def slice(self, start: int, end: int) -> str:
        """Return the printed text of a stretch of the folded text, with quotation marks that belong to it."""
        if start >= end:
            return ""
        first, last = self.places[start], self.places[end - 1] + 1
        floor = self.places[start - 1] + 1 if start else 0
        ceiling = self.places[end] if end < len(self.places) else len(self.printed)
        inside = self.printed[first:last]
        quotes = _QUOTE.findall(inside)
        opened = sum(1 if quote in _OPENING else -1 for quote in quotes) if quotes else 0
        while opened < 0 and first > floor:
            first -= 1
            opened += self.printed[first] in _OPENING
        while opened > 0 and last < ceiling:
            opened -= self.printed[last] in _CLOSING
            last += 1
        if first > floor and last < ceiling and self.printed[first - 1] in _OPENING and self.printed[last] in _CLOSING:
            first, last = first - 1, last + 1
        return self.printed[first:last].strip()


def fold_places(printed: str) -> Folded:
    """Fold a text and keep where each sign came from."""
    if _uneven().search(printed) is None:
        return Folded(printed, _plain(printed), range(len(printed)))
    folded = ""
    places: list[int] = []
    done = 0
    for match in _uneven().finditer(printed):
        at = match.start()
        # What stands between folds sign by sign.
        folded += _plain(printed[done:at])
        places += range(done, at)
        done = at + 1
        plain = _plain_sign(match.group())
        if not (plain == "-" and folded.endswith("-")):
            folded += plain
            places += [at] * len(plain)
    folded += _plain(printed[done:])
    places += range(done, len(printed))
    return Folded(printed, folded, tuple(places))


def _plain(text: str) -> str:
    folded, words = fold(text), narrative_words()
    return folded.translate(words.traditional) if words.any_traditional.search(folded) else folded


@lru_cache(maxsize=8192)
def _plain_sign(sign: str) -> str:
    return _plain(sign)


@lru_cache(maxsize=1)
def _uneven() -> re.Pattern[str]:
    """Signs that fold to none or to several, and dashes, of which several fold to one: places move behind them."""
    return re.compile(f"[{re.escape(''.join(uneven_signs()))}]")
