"""Does a word stand across the joint of two texts: asked of the words of budgets, and of jieba.

Jieba's dictionary is read by the sign, as needed; the words of budgets are added to it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from schemas.cutting import Words
from schemas.lexicon import lexicon, longest, spans

#: Frequency of a word of budgets among those of jieba: kept whole where its parts are common words.
OFTEN = 100_000
_CHINESE = re.compile(r"[一-鿿]+")


@lru_cache(maxsize=1)
def _words() -> Words:
    return Words(dict.fromkeys(lexicon(), OFTEN))


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
