"""Does a word stand across the joint of two texts: asked of the words of budgets, and of jieba.

Jieba's dictionary is read by the sign, as needed; the words of budgets are added to it.
"""

from __future__ import annotations

import io
import re
from functools import lru_cache

from schemas.lexicon import lexicon, longest, spans

#: Frequency of a word of budgets among those of jieba: kept whole where its parts are common words.
OFTEN = 100_000
_CHINESE = re.compile(r"[一-鿿]+")


class _Words:
    """Jieba's way of cutting text, without the second and the hundred megabytes that its whole dictionary takes.

    Its cache is left out too, which would be a file in the shared temporary folder.
    """

    def __init__(self) -> None:
        import jieba

        self._tokenizer = jieba.Tokenizer()
        with self._tokenizer.get_dict_file() as file:
            self._lines = b"\n" + file.read() + b"\n"  # each: word, frequency, part of speech
        self._tokenizer.total = sum(map(int, self._lines.split()[1::3]))
        self._tokenizer.initialized = True
        self._known: set[str] = set()

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
        found += [f"{word} {OFTEN} n".encode() for word in lexicon() if word[0] == sign]
        self._tokenizer.FREQ |= self._tokenizer.gen_pfdict(io.BytesIO(b"\n".join(found)))[0]
        self._known.add(sign)


@lru_cache(maxsize=1)
def _words() -> _Words:
    return _Words()


def words_of(text: str) -> list[str]:
    """Return the words of a text, names of classifications and words of budgets whole."""
    return [word for run in _CHINESE.findall(text) for word in _words().cut(run)]


def makes_word(left: str, right: str) -> bool:
    """Tell whether a word stands across the joint of two texts."""
    tail, head = _CHINESE.findall(left[-longest() :]), _CHINESE.findall(right[: longest()])
    if not tail or not head or not left.endswith(tail[-1]) or not right.startswith(head[0]):
        return False
    if spans(tail[-1], head[0]):
        return True
    tail, head = [tail[-1][-4:]], [head[0][:4]]
    at = 0
    for word in _words().cut(tail[-1] + head[0]):
        if at < len(tail[-1]) < at + len(word):
            return True
        at += len(word)
    return False
