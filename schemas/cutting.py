"""Chinese text cut into words by jieba, whose dictionary is read by the sign, as needed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache

# Signs on either side of a place that decide how text is cut there.
_AROUND = 6
# Places of a word in a text that are looked at.
_PLACES = 3


class Words:
    """Jieba's way of cutting text, without the second and the hundred megabytes that its whole dictionary takes.

    Its cache is left out too, which would be a file in the shared temporary folder.

    Args:
        more: Further words, with their frequencies among those of jieba.
    """

    def __init__(self, more: Mapping[str, int] | None = None) -> None:
        import jieba

        self._tokenizer = jieba.Tokenizer()
        with self._tokenizer.get_dict_file() as file:
            self._lines = b"\n" + file.read() + b"\n"  # each: word, frequency, part of speech
        self._tokenizer.total = sum(map(int, self._lines.split()[1::3]))
        self._tokenizer.initialized = True
        self._known: set[str] = set()
        self._more: dict[str, list[bytes]] = {}
        for word, often in (more or {}).items():
            self._more.setdefault(word[0], []).append(f"{word} {often} n".encode())

    def cut(self, text: str) -> list[str]:
        """Return the words of a text."""
        for sign in set(text) - self._known:
            self._learn(sign)
        return list(self._tokenizer.cut(text, HMM=False))

    def _learn(self, sign: str) -> None:
        """Take in the words that begin with a sign; they stand together, but for a few."""
        found: list[bytes] = []
        start = self._lines.find(begins := f"\n{sign}".encode())
        while start >= 0:
            end = self._lines.find(b"\n", start + 1)
            found.append(self._lines[start + 1 : end])
            start = self._lines.find(begins, end)
        found += self._more.get(sign, ())
        self._tokenizer.FREQ |= self._tokenizer.gen_pfdict(io.BytesIO(b"\n".join(found)))[0]
        self._known.add(sign)


@lru_cache(maxsize=1)
def words() -> Words:
    """Return the words of the common language: names of classifications are not whole, what they are made of is."""
    return Words()


def stands_alone(word: str, text: str) -> bool:
    """Whether a word that the text holds begins and ends, at one of its first places, where words of the text do."""
    at = text.find(word)
    for _ in range(_PLACES):
        if at < 0:
            return False
        before = text[max(0, at - _AROUND) : at]
        if _parted(before, word, text[at + len(word) : at + len(word) + _AROUND]):
            return True
        at = text.find(word, at + 1)
    return False


@lru_cache(maxsize=10_000)
def _parted(before: str, word: str, after: str) -> bool:
    """Whether the text is cut right before and right behind the word."""
    places, at = {0}, 0
    for part in words().cut(before + word + after):
        at += len(part)
        places.add(at)
    return {len(before), len(before) + len(word)} <= places
