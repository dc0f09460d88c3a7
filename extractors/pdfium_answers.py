"""What pdfium answers about many things at once: memory that is used again from page to page, read as arrays.

There is one such memory in a process, for one thread at a time, as pdfium itself is.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.page import Bools, Ints
from extractors.pdfium_calls import Pointer

#: So many things are asked about at a time: memory and the pointers into it stay small on the largest page.
BATCH = 4096
_ALL = np.ones(BATCH, np.bool_)


class Answers:
    """Room for the answers of functions that give ``places`` values of one kind about each thing.

    Args:
        kind: ctypes type of a value.
        places: values a thing.
        together: the function takes one pointer to all values of a thing, not one to each.
    """

    def __init__(self, kind: Any, places: int, *, together: bool = False) -> None:
        self._kind, self._places, self._together = kind, places, together
        self._type: np.dtype[Any] = np.dtype(kind)
        self._room = 0
        self._slots: list[list[Pointer]] = []
        self._values: NDArray[Any] = np.zeros((0, places), self._type)

    def ask(self, question: Callable[..., int], things: Sequence[Any], *page: Pointer) -> tuple[NDArray[Any], Bools]:
        """Ask pdfium about each thing.

        Args:
            question: one of ``extractors.pdfium_calls``.
            things: pointers to objects, or places of characters.
            page: the page of text that the characters are on.

        Returns:
            The answers (n, places), 0 where pdfium gave none, and where it gave them (n).
        """
        values = np.empty((self._places, len(things)), self._type).T
        known = _ALL[: len(things)] if len(things) <= BATCH else np.ones(len(things), np.bool_)
        for start in range(0, len(things), BATCH):
            some = things[start : start + BATCH] if len(things) > BATCH else things
            end = start + len(some)
            if len(some) > self._room:
                self._grow(len(some))
            told = list(map(question, *map(repeat, page), some, *self._slots))
            values[start:end] = self._values[: len(some)]
            if not all(told):
                known = known.copy()
                known[start:end] = told
                values[start:end][~known[start:end]] = 0
        return values, known

    def _grow(self, count: int) -> None:
        self._room = min(BATCH, max(2 * self._room, count, 64))
        memory = (self._kind * (self._room * self._places))()
        size = ctypes.sizeof(self._kind)
        flat = np.frombuffer(memory, self._type)
        starts = range(0, size * len(memory), size)
        if self._together:
            self._values = flat.reshape(self._room, self._places)
            columns = [starts[:: self._places]]
        else:
            self._values = flat.reshape(self._places, self._room).T
            columns = [starts[place * self._room : (place + 1) * self._room] for place in range(self._places)]
        self._slots = [[ctypes.byref(memory, start) for start in column] for column in columns]


def count(question: Callable[..., int], things: Sequence[Any], *page: Pointer) -> Ints:
    """Return the whole number that pdfium answers about each thing."""
    return np.array(list(map(question, *map(repeat, page), things)), np.intp)


#: A box or a matrix in one piece of memory; colours, corners, points and ways to paint value by value.
BOXES, MATRICES = Answers(ctypes.c_float, 4, together=True), Answers(ctypes.c_float, 6, together=True)
COLOURS, CORNERS = Answers(ctypes.c_uint, 4), Answers(ctypes.c_float, 4)
POINTS, WIDTHS, MODES = Answers(ctypes.c_float, 2), Answers(ctypes.c_float, 1), Answers(ctypes.c_int, 2)
