"""The user dictionary: names of classifications, words of budgets, ends of agencies' names."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import yaml

from schemas.classification import classification

#: Shorter names are words of the common language.
SHORTEST: Final = 3
_HAN: Final = re.compile(r"[一-鿿]{3,40}")


@lru_cache(maxsize=1)
def fiscal_words() -> frozenset[str]:
    """Return the words of budgets, without the names of classifications."""
    words: list[str] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return frozenset(words)


@lru_cache(maxsize=1)
def lexicon() -> frozenset[str]:
    """Return every word of the user dictionary; Chinese signs only, at least three."""
    names = {str(row["name"]) for row in classification().rows()}
    return fiscal_words() | {name for name in names if _HAN.fullmatch(name)}


@lru_cache(maxsize=1)
def longest() -> int:
    """Return the length of the longest word."""
    return max(map(len, lexicon()))


def spans(left: str, right: str) -> bool:
    """Tell whether a word of the dictionary stands across the joint of two texts.

    Args:
        left: Chinese signs before the joint.
        right: Chinese signs behind it.
    """
    words, most = lexicon(), longest()
    for before in range(1, min(len(left), most - 1) + 1):
        head = left[-before:]
        for behind in range(max(1, SHORTEST - before), min(len(right), most - before) + 1):
            if head + right[:behind] in words:
                return True
    return False
