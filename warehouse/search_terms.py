"""Texts of a document → the terms of its part of the search index, as `grams` says what they are.

A document has tens of thousands of terms. A character takes sixteen bits, so a term is a number; numbers are made, and
those that come again left out, all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from warehouse.grams import FOUR, FROM, LETTERS, LONGEST, folded

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    _Numbers: TypeAlias = npt.NDArray[np.uint64]
    _Signs: TypeAlias = npt.NDArray[np.uint16]

#: Terms in one part: PostgreSQL allows a megabyte. Longer texts are cut, and overlap by what can be looked for.
MOST: Final = 20_000
# Counting takes longer than so many terms too many do.
_FEW: Final = 1_000
# Signs that folding takes out, and those that are no letters.
_GONE, _OTHER = 0, 1
_BETWEEN: Final = "\x1e"


def terms_of(texts: Iterable[str]) -> Iterator[str]:
    """Yield terms of the texts, each once and a blank between them, so many at a time that PostgreSQL takes them."""
    import numpy as np

    held, waiting, room = np.empty(0, np.uint64), [""], MOST
    for text in texts:
        for start in range(0, len(text), MOST):
            waiting.append(text[start : start + MOST + LONGEST])
            room -= 2 * len(waiting[-1])
            if room < 0:
                held, waiting = _joined(held, _numbers(waiting)), []
                room = max(MOST - held.size, _FEW)
            if held.size > MOST:
                yield _written(held)
                held, room = held[:0], MOST
    held = _joined(held, _numbers(waiting))
    if held.size:
        yield _written(held)


def _joined(held: _Numbers, more: _Numbers) -> _Numbers:
    """Return all numbers in order, each once; `np.union1d` hashes them, which takes eight times as long."""
    import numpy as np

    numbers = np.sort(np.concatenate((held, more)))
    is_first = np.ones(numbers.size, np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=is_first[1:])
    return numbers[is_first]


def _numbers(texts: Sequence[str]) -> _Numbers:
    """Return the terms of texts, each character sixteen bits of a number."""
    import numpy as np

    printed = np.frombuffer(_BETWEEN.join(texts).encode("utf-16-le", "replace"), "<u2")
    signs = _folding()[printed]
    signs = np.concatenate((signs[signs != _GONE], np.full(3, _OTHER, np.uint16)))
    one, two, three, four = (signs[place : signs.size - 3 + place].astype(np.uint64) for place in range(4))
    letter, chinese = signs > _OTHER, signs >= ord(LETTERS[2][0])
    begins, goes_on = letter[:-3], letter[1:-2]
    pairs = (one << 16 | two)[begins & goes_on]
    whole = chinese[:-3] & chinese[1:-2] & chinese[2:-1]
    threes = one << 32 | two << 16 | three
    fours = np.where(chinese[3:], threes << 16 | four, threes)[whole]
    return np.concatenate((one[begins & ~goes_on], pairs, fours))


def _written(numbers: _Numbers) -> str:
    """Return terms as text; those of three characters and four are marked."""
    import numpy as np

    signs = np.zeros((numbers.size, 6), "<u2")
    signs[:, 0] = ord(" ")
    signs[numbers >> 32 > 0, 1] = ord(FOUR)
    signs[:, 2:] = numbers.astype(">u8").view(">u2").reshape(-1, 4)
    text: bytes = signs[signs != 0].tobytes()
    return text.decode("utf-16-le")[1:]


@lru_cache(maxsize=1)
def _folding() -> _Signs:
    """Return what each sign of the basic plane becomes; all letters stand there."""
    import numpy as np

    table = np.full(1 << 16, _OTHER, np.uint16)
    for first, last in LETTERS:
        table[ord(first) : ord(last) + 1] = range(ord(first), ord(last) + 1)
    for sign in FROM:
        plain = folded(sign)
        table[ord(sign)] = table[ord(plain)] if plain else _GONE
    return table
