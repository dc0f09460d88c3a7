"""Chinese text cut into words by jieba, whose dictionary is read by the sign, as needed."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Final

_OFTEN: Final = re.compile(rb" (\d+) ")


class Words:
    """Jieba's way of cutting text, without the second and the hundred megabytes that its whole dictionary takes.

    Its cache is left out too, which would be a file in the shared temporary folder.

    Args:
        more: Further words, with their frequencies among those of jieba.
    """

    def __init__(self, more: Mapping[str, int] | None = None) -> None:
        import jieba
        import numpy as np

        self._tokenizer = jieba.Tokenizer()
        with self._tokenizer.get_dict_file() as file:
            self._lines = b"\n" + file.read() + b"\n"  # each: word, frequency, part of speech
        self._tokenizer.total = sum(map(int, _OFTEN.findall(self._lines)))
        data = np.frombuffer(self._lines, np.uint8)
        #: Where each line begins, and its first three bytes as a number: a Chinese sign takes so many.
        self._starts = (data == ord("\n")).nonzero()[0] + 1
        one, two, three = (data.take(self._starts[:-2] + place).astype(np.int32) for place in range(3))
        self._openings = one << 16 | two << 8 | three
        self._tokenizer.initialized = True
        self._known: set[str] = set()
        self._more: dict[str, list[bytes]] = {}
        for word, often in (more or {}).items():
            self._more.setdefault(word[0], []).append(f"{word} {often} n".encode())

    def cut(self, text: str) -> list[str]:
        """Return the words of a text."""
        for pair in {text[at : at + 2] for at in range(len(text))} - self._known:
            self._learn(pair)
        return list(self._tokenizer.cut(text, HMM=False))

    def _learn(self, pair: str) -> None:
        """Take in the words that begin with a pair of signs, and the first sign itself: no others can stand there."""
        sign = pair[0].encode()
        begins = (sign + b" ", pair.encode()) if len(pair) > 1 else sign + b" "
        first = int.from_bytes(sign[:3], "big")
        places = (self._openings >> 8 * max(0, 3 - len(sign)) == first).nonzero()[0]
        lines = (self._lines[self._starts[at] : self._starts[at + 1] - 1] for at in places)
        found = [line for line in (*lines, *self._more.get(pair[0], ())) if line.startswith(begins)]
        self._tokenizer.FREQ |= self._tokenizer.gen_pfdict(io.BytesIO(b"\n".join(found)))[0]
        self._known.add(pair)
