"""Child side: a warm process that forks one limited child a document, watches it, and passes on what it says.

Started as `python -P -m pipeline.nursery WORKER` by `pipeline.warm`. Requests come as JSON lines on stdin; what a
child writes comes back wrapped in frames of the nursery, so one that dies in the middle of a word garbles nothing.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import sys
import time
from types import ModuleType
from typing import Any, Final

from pipeline import frames
from pipeline.offspring import live

GRACE_SECONDS: Final = 0.2
_MAX_LINE: Final = 1 << 20


class _ParentGone(Exception):
    """Stdin ended: nobody waits for an answer."""


class _Requests:
    """JSON lines on stdin, readable while a child is watched."""

    def __init__(self) -> None:
        self._buffer = b""

    def next(self) -> dict[str, Any]:
        while b"\n" not in self._buffer:
            data = os.read(0, frames.CHUNK)
            if not data or len(self._buffer) > _MAX_LINE:
                raise _ParentGone
            self._buffer += data
        line, self._buffer = self._buffer.split(b"\n", 1)
        request: dict[str, Any] = json.loads(line)
        return request


def main() -> int:
    """Serve requests until stdin ends."""
    out = os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    # Whatever a library prints, from Python or C, goes nowhere: not into the protocol, not into a log.
    os.dup2(null, 1)
    os.dup2(null, 2)
    try:
        worker = importlib.import_module(sys.argv[1])
        warm = getattr(worker, "warm", None)
        if warm is not None:
            warm()
    except Exception as error:  # noqa: BLE001 - process boundary: the parent must learn why nothing starts
        frames.send(out, frames.FAILED, f"{type(error).__name__}: {error}"[:500].encode())
        return 1
    gc.collect()
    gc.freeze()
    frames.send(out, frames.READY)
    requests = _Requests()
    try:
        while True:
            request = requests.next()
            if request["do"] == "read":
                _serve(request, requests, worker, out)
    except (_ParentGone, BrokenPipeError):
        return 0


def _serve(request: dict[str, Any], requests: _Requests, worker: ModuleType, out: int) -> None:
    """Fork a child for one document and relay its stream until it has ended."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            os.close(out)
            live(request, worker, writing)
        finally:
            os._exit(70)
    os.close(writing)
    try:
        _relay(pid, reading, requests, out)
    finally:
        os.close(reading)
        # Its stream has ended, so it has: nothing of its group may live on. The status of one that exits stays.
        _kill(pid, signal.SIGKILL)
        _, status, usage = os.wait4(pid, 0)
    max_rss = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    result = {"status": os.waitstatus_to_exitcode(status), "max_rss": max_rss}
    frames.send(out, frames.EXIT, json.dumps(result).encode())


def _relay(pid: int, reading: int, requests: _Requests, out: int) -> None:
    """Pass on the child's stream until it ends; the only thing the parent says meanwhile is that it must end."""
    while True:
        ready, _, _ = select.select([0, reading], [], [])
        if 0 in ready:
            requests.next()
            _kill(pid, signal.SIGTERM)
            time.sleep(GRACE_SECONDS)
            _kill(pid, signal.SIGKILL)
        if reading in ready:
            data = os.read(reading, frames.CHUNK)
            if not data:
                return
            frames.send(out, frames.DATA, data)


def _kill(pid: int, number: int) -> None:
    """Signal a child that has not been waited for, and its group, which it may not have made yet."""
    for send in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            send(pid, number)


if __name__ == "__main__":
    sys.exit(main())
