"""A question to an SQLite file, asked in a process of its own that the system limits (`sqlite_child`)."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from warehouse import sqlite_child
from warehouse.answering import Answer, Budget, late, refused, select_wanted
from warehouse.engines import BUSY_SECONDS

# Characters that are read at a time; a frame is longer only when its rows are.
_CHUNK: Final = 1 << 20


def ask_sqlite(path: str, sql: str, limit: int | None, seconds: float, frozen: bool = False) -> Answer:
    """Run one reading statement.

    Args:
        path: Of the file.
        sql: The statement.
        limit: Greatest number of rows, None for all.
        seconds: Greatest time it may take.
        frozen: Whether neither the file nor its folder may be written.

    Raises:
        WarehouseError: It is refused, or too late, or its answer is too large.
    """
    way = "mode=ro&immutable=1" if frozen else "mode=ro"
    uri = f"file:{quote(str(Path(path).absolute()))}?{way}"
    wait = min(BUSY_SECONDS, seconds)
    if not sys.executable:
        # Inside another program there is no interpreter to start.
        return _answer(sqlite_child.frames(uri, sql, limit, seconds, wait), seconds)
    told = (uri, "" if limit is None else str(limit), str(seconds), str(wait))
    with _child(told, seconds) as child:
        try:
            child.stdin.write(sql)
            child.stdin.close()
        except OSError:
            # It died at once; its silence says so below.
            pass
        return _answer(_frames(child.stdout), seconds)


@contextlib.contextmanager
def _child(told: Sequence[str], seconds: float) -> Iterator[Any]:
    """Start the process, and end it: when the time is up, or when it is needed no more."""
    command = [sys.executable, "-I", "-S", "-c", sqlite_child.START, sqlite_child.__file__, *told]
    ways: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, encoding="utf-8", **ways) as child:
        clock = threading.Timer(seconds + sqlite_child.GRACE, child.kill)
        clock.daemon = True
        clock.start()
        try:
            yield child
        finally:
            clock.cancel()
            child.kill()


def _frames(out: Any) -> Iterator[dict[str, Any]]:
    """Frames of the child; it is not trusted with the size of a line."""
    budget, held = Budget(), ""
    while chunk := out.read(_CHUNK):
        budget.spend(len(chunk))
        *lines, held = (held + chunk).split("\n")
        for line in lines:
            yield json.loads(line, object_hook=_bytes)


def _bytes(found: dict[str, Any]) -> Any:
    return bytes.fromhex(found["hex"]) if found.keys() == {"hex"} else found


def _answer(frames: Iterable[dict[str, Any]], seconds: float) -> Answer:
    end = time.monotonic() + seconds
    names: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = []
    for frame in frames:
        if "error" in frame:
            raise late(seconds) if frame["late"] else refused(frame["error"])
        if "end" in frame:
            return names, rows
        if "names" in frame:
            if frame["names"] is None:
                raise select_wanted()
            names = tuple(frame["names"])
        rows += map(tuple, frame.get("rows", ()))
    # The system ended it.
    raise late(seconds) if time.monotonic() > end else refused("out of memory")
