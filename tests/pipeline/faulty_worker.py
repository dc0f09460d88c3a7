"""A stand-in for `pipeline.worker` that does to the child what a hostile PDF would; the file says what."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.errors import DocumentError, PageError

PAGES = 3
Bundle = dict[str, list[dict[str, Any]]]


def read_document(
    path: str,
    document_id: str,
    file_name: str,
    *,
    skip_pages: frozenset[int] = frozenset(),
    on_page: Callable[[int, int], None] | None = None,
) -> Bundle:
    """Read a file of the form `%PDF-fake <what> <page>`."""
    what, at = Path(path).read_text(encoding="utf-8").split()[1:3]  # at page 0: at every page
    bundle = _bundle(path, document_id, skip_pages)
    for page in range(1, PAGES + 1):
        if page in skip_pages:
            continue
        if on_page is not None:
            on_page(page, PAGES)
        if int(at) in (0, page):
            _FAULTS[what](bundle, path)
    return bundle


def _bundle(path: str, document_id: str, skip_pages: frozenset[int]) -> Bundle:
    document = {
        "document_id": document_id,
        "file_bytes": Path(path).stat().st_size,
        "page_count": PAGES,
        "text_layer": "text",
        "status": "loaded",
    }
    pages = [
        {"document_id": document_id, "page": page, "status": "skipped" if page in skip_pages else "read"}
        for page in range(1, PAGES + 1)
    ]
    return {"documents": [document], "pages": pages}


def _hang(bundle: Bundle, path: str) -> None:
    time.sleep(600)


def _hang_deaf(bundle: Bundle, path: str) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


def _crash(bundle: Bundle, path: str) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _abort_once(bundle: Bundle, path: str) -> None:
    marker = Path(path + ".tried")
    if not marker.is_dir():
        marker.mkdir()  # a folder: the child may not write files
        os.abort()


def _memory(bundle: Bundle, path: str) -> None:
    hoard = [bytearray(1 << 24) for _ in range(1 << 10)]
    del hoard


def _noise(bundle: Bundle, path: str) -> None:
    print("小明 private text", flush=True)
    print("private text", file=sys.stderr, flush=True)
    for descriptor in (1, 2):
        os.write(descriptor, b"\xff\xfe private \x00" * 1000)


def _defect(bundle: Bundle, path: str) -> None:
    raise ValueError("private text of the document")


def _refuse(bundle: Bundle, path: str) -> None:
    raise DocumentError("encrypted")


def _bad_page(bundle: Bundle, path: str) -> None:
    raise PageError("corrupt")


def _stranger(bundle: Bundle, path: str) -> None:
    bundle["pages"][0]["document_id"] = "f" * 64


def _misfit(bundle: Bundle, path: str) -> None:
    bundle["pages"][0]["status"] = "private text"


def _endless(bundle: Bundle, path: str) -> None:
    bundle["pages"] *= 2_000_000


def _unserialisable(bundle: Bundle, path: str) -> None:
    bundle["pages"][0]["width"] = float("nan")


def _huge(bundle: Bundle, path: str) -> None:
    bundle["pages"][0]["width"] = 10**400


def _scribble(bundle: Bundle, path: str) -> None:
    """Write into the protocol itself."""
    for descriptor in range(3, 12):
        try:
            os.write(descriptor, b"J\x00\x00\x00\x04[[[[")
        except OSError:
            continue


def _write_file(bundle: Bundle, path: str) -> None:
    Path(path + ".written").write_bytes(b"x" * 100)


def _orphan(bundle: Bundle, path: str) -> None:
    if os.fork() == 0:
        time.sleep(600)
    os.kill(os.getpid(), signal.SIGSEGV)


def _environment(bundle: Bundle, path: str) -> None:
    if "MINGZHANG_WAREHOUSE" in os.environ:
        raise DocumentError("corrupt", "the environment came along")


def _nothing(bundle: Bundle, path: str) -> None:
    return


_FAULTS: dict[str, Callable[[Bundle, str], None]] = {
    name.removeprefix("_"): value for name, value in list(globals().items()) if name.startswith("_") and callable(value)
}
