"""Chinese text cut into words by jieba, whose dictionary is read by the sign, as needed."""

from __future__ import annotations

import io
from collections.abc import Mapping


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
