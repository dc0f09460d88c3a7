"""Work in a forked process of its own, so that whatever it does harms nobody: its value comes back, or nothing."""

from __future__ import annotations

import ctypes
import os
import pickle
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

T = TypeVar("T")
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG
_CHUNK: Final = 1 << 16
_MAX_BYTES: Final = 256 << 20


def apart(work: Callable[[], T], seconds: float) -> T | None:
    """Do some work in a process of its own; None when it fails in any way, or is late.

    Args:
        work: what to do; its value must pickle. The process may use all address space that the hard limit allows.
        seconds: of the wall clock.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            _live(work, writing)
        finally:
            os._exit(70)
    os.close(writing)
    data = b""
    try:
        data = _hear(reading, time.monotonic() + seconds)
    finally:
        os.close(reading)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    done = os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
    try:
        # What comes is as trusted as this process itself: the same code over the same file, in the same limits.
        return pickle.loads(data) if done and data else None  # noqa: S301
    except (pickle.UnpicklingError, EOFError, ValueError, IndexError, AttributeError):
        return None


def _live(work: Callable[[], Any], out: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
        data = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
    except BaseException:  # noqa: BLE001 - process boundary: a second reading that fails in any way is none
        os._exit(1)
    with os.fdopen(out, "wb") as stream:
        stream.write(data)
    os._exit(0)


def _hear(reading: int, deadline: float) -> bytes:
    """Return what the process writes until it ends; nothing when it is late or writes without end."""
    data = bytearray()
    while True:
        ready, _, _ = select.select([reading], [], [], max(0.0, deadline - time.monotonic()))
        if not ready or len(data) > _MAX_BYTES:
            return b""
        chunk = os.read(reading, _CHUNK)
        if not chunk:
            return bytes(data)
        data += chunk
