"""Which hits of a search come first: those in which the words stand as words of the language."""

from __future__ import annotations

from functools import lru_cache

from schemas.cutting import Words

# Signs on either side of a place that decide how text is cut there.
_AROUND = 6
# Places of a word in a text that are looked at.
_PLACES = 3


@lru_cache(maxsize=1)
def words() -> Words:
    """Return the words of the common language: names of classifications are not whole, what they are made of is."""
    return Words()


def stands_alone(word: str, text: str) -> bool:
    """Whether words that a text holds are words of it, or part of one, at one of their first places.

    会议 is in 会议费, not in 社会议题.
    """
    at = text.find(word)
    for _ in range(_PLACES):
        if at < 0:
            return False
        before = text[max(0, at - _AROUND) : at]
        if _is_whole(before, word, text[at + len(word) : at + len(word) + _AROUND]):
            return True
        at = text.find(word, at + 1)
    return False


@lru_cache(maxsize=10_000)
def _is_whole(before: str, word: str, after: str) -> bool:
    """Whether the text is cut on both sides of the word, or not within it."""
    places, at = {0}, 0
    for part in words().cut(before + word + after):
        at += len(part)
        places.add(at)
    start, end = len(before), len(before) + len(word)
    return {start, end} <= places or not any(start < place < end for place in places)
