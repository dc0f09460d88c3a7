"""Length-prefixed frames between parent, nursery and child: one byte of kind, four of length, the payload."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from typing import Final

# From the nursery, which is trusted: ready, bytes of the child's own stream, the child ended, the start failed.
READY: Final = b"R"
DATA: Final = b"D"
EXIT: Final = b"X"
FAILED: Final = b"F"
# From the child, which is not: one JSON object each.
MESSAGE: Final = b"J"

CHUNK: Final = 1 << 16
_HEADER: Final = struct.Struct(">cI")


class FrameError(Exception):
    """A stream that is not made of frames, or one that is larger than allowed."""


class FrameReader:
    """Cuts a stream of bytes into frames.

    Args:
        kinds: kinds of frame that may come.
        max_frame: largest payload, in bytes.
        max_total: largest sum of payloads, in bytes; None for no limit.
    """

    def __init__(self, kinds: bytes, max_frame: int, max_total: int | None = None) -> None:
        self._kinds = kinds
        self._max_frame = max_frame
        self._left = max_total
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Take in bytes and give the frames that are complete.

        Raises:
            FrameError: an unknown kind, or a payload beyond the limits.
        """
        self._buffer += data
        while len(self._buffer) >= _HEADER.size:
            kind, length = _HEADER.unpack_from(self._buffer)
            if kind not in self._kinds:
                raise FrameError("unknown kind of frame")
            if length > self._max_frame or (self._left is not None and length > self._left):
                raise FrameError("frame larger than allowed")
            end = _HEADER.size + length
            if len(self._buffer) < end:
                return
            payload = bytes(memoryview(self._buffer)[_HEADER.size : end])
            del self._buffer[:end]
            if self._left is not None:
                self._left -= length
            yield kind, payload


def send(descriptor: int, kind: bytes, payload: bytes = b"") -> None:
    """Write one frame whole.

    Raises:
        OSError: nobody reads any more.
    """
    rest = memoryview(_HEADER.pack(kind, len(payload)) + payload)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
