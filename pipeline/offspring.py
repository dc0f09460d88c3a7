"""The limited child itself: takes its limits, reads one document, writes messages, ends."""

from __future__ import annotations

import ctypes
import gc
import hashlib
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from pipeline import frames, messages
from pipeline.errors import Code, DocumentError, PageError
from schemas.rows import by_column

ROWS_PER_MESSAGE: Final = 1000
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG
_ROOMS: Final = ("extractors", "pipeline", "schemas")

Send = Callable[[Mapping[str, object]], None]


def live(request: dict[str, Any], worker: ModuleType, out: int) -> None:
    """Read the document of a request; never returns normally.

    Args:
        request: path, document_id, file_name, skip_pages and limits, as `pipeline.child` sends them.
        worker: module with `read_document`.
        out: descriptor the messages go to.
    """
    _shut_in(request["limits"])
    gc.disable()  # what one document leaves in circles is little, and looking for it takes a twentieth of the time

    def send(message: Mapping[str, object]) -> None:
        frames.send(out, frames.MESSAGE, json.dumps(message, allow_nan=False, separators=(",", ":")).encode())

    try:
        _read(request, worker, send)
    except PageError as error:
        send({"kind": "broke", "code": error.code, "message": error.message})
    except DocumentError as error:
        send({"kind": "error", "code": error.code, "message": error.message})
    except MemoryError:
        send({"kind": "broke", "code": Code.OUT_OF_MEMORY, "message": ""})
    except Exception as error:  # noqa: BLE001 - process boundary: any defect becomes a record
        send({"kind": "broke", "code": Code.CRASHED, "message": messages.BROKE.both(reason=_place(error))})
    os._exit(0)


def _read(request: dict[str, Any], worker: ModuleType, send: Send) -> None:
    _check_unchanged(request["path"], request["document_id"])
    bundle = worker.read_document(
        request["path"],
        request["document_id"],
        request["file_name"],
        skip_pages=frozenset(request["skip_pages"]),
        on_page=lambda page, count: send({"kind": "page", "page": page, "of": count}),
    )
    send({"kind": "page", "page": 0, "of": 0})  # what follows is no page's fault
    for record, rows in bundle.items():
        for start in range(0, len(rows), ROWS_PER_MESSAGE):
            # By column: the names of the columns are then said once.
            columns = by_column(rows[start : start + ROWS_PER_MESSAGE])
            send({"kind": "columns", "record": record, "columns": columns})
    send({"kind": "end"})


def _check_unchanged(path: str, document_id: str) -> None:
    """Refuse bytes other than those the parent has hashed."""
    with Path(path).open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != document_id:
            raise DocumentError(Code.CORRUPT, messages.CHANGED.both())


def _shut_in(limits: Mapping[str, int]) -> None:
    os.setpgid(0, 0)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    os.umask(0o077)
    os.dup2(1, 0)  # stdout is the null device already
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, limits["file_bytes"])
    _limit(resource.RLIMIT_NOFILE, limits["open_files"])
    _limit(resource.RLIMIT_CPU, limits["cpu_seconds"], grace=5)
    baseline = _address_space()
    if baseline is not None:
        # A second reader, in a process of its own, may take as much again.
        _limit(resource.RLIMIT_AS, baseline + limits["memory_bytes"], grace=limits["memory_bytes"])


def _limit(what: int, value: int, grace: int = 0) -> None:
    _, hard = resource.getrlimit(what)
    ceiling = value + grace
    if hard != resource.RLIM_INFINITY:
        ceiling = min(ceiling, hard)
    try:
        resource.setrlimit(what, (min(value, ceiling), ceiling))
    except (ValueError, OSError):
        return  # macOS refuses some limits; the wall clock of the parent still holds


def _address_space() -> int | None:
    """Address space already in use, in bytes; None where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return None
    return pages * resource.getpagesize()


def _place(error: BaseException) -> str:
    """Kind of an error and where in the project it arose: never its message, which may quote the document."""
    place = ""
    for frame in traceback.extract_tb(error.__traceback__):
        parts: Sequence[str] = Path(frame.filename).parts
        rooms = [index for index, part in enumerate(parts) if part in _ROOMS]
        if rooms:
            place = f", {'/'.join(parts[rooms[-1] :])}:{frame.lineno}"
    return type(error).__name__ + place
