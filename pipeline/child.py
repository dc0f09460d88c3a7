"""Parent side of the limited child: a warm process that reads one hostile document at a time."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from pipeline import frames, messages
from pipeline.bundle import Bundle, BundleError, Intake
from pipeline.errors import Code
from pipeline.warm import Late, Nursery
from schemas.records import clean_text

OnPage = Callable[[int, int], None]

_STOP_SECONDS: Final = 5.0
_MAX_PAGES: Final = 10_000  # what a child may claim when its time is measured out
_MAX_TEXT: Final = 500
_BROKEN_SIGNALS: Final = (signal.SIGABRT, signal.SIGSEGV, signal.SIGTRAP, signal.SIGBUS, signal.SIGILL)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may use; seconds are of the wall clock unless they say CPU."""

    memory_bytes: int = 1 << 30  # address space beyond that of the warm process
    cpu_seconds: int = 3600
    start_seconds: float = 120.0
    wall_seconds: float = 300.0  # for a document, however few its pages
    wall_seconds_a_page: float = 3.0  # and for each of its pages
    page_seconds: float = 60.0
    file_bytes: int = 0
    open_files: int = 64
    message_bytes: int = 32 << 20
    result_bytes: int = 512 << 20


@dataclass(frozen=True, slots=True)
class Request:
    """A document to read, and the pages to leave out."""

    path: str
    document_id: str
    file_name: str
    skip_pages: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Done:
    """The document was read; `max_rss` in bytes."""

    bundle: Bundle
    max_rss: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The child says that the document cannot be read."""

    code: Code
    message: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The child broke down: on which page (0 for none in particular), and whether it surely would again."""

    page: int
    code: Code
    message: str
    certain: bool = False


Outcome = Done | Refused | Broken


class Child:
    """A warm limited child, for one thread. Starts when first used; use as a context manager.

    Args:
        limits: what each document may use.
        stop: set from outside to interrupt; looked at five times a second.
        worker: module whose `read_document` does the work.
    """

    def __init__(
        self, limits: Limits | None = None, stop: threading.Event | None = None, worker: str = "pipeline.worker"
    ) -> None:
        self.limits = limits or Limits()
        self._stop = stop or threading.Event()
        self._worker = worker
        self._nursery: Nursery | None = None

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, request: Request, on_page: OnPage | None = None) -> Outcome:
        """Read a document once.

        Args:
            request: the document.
            on_page: called with the page begun (0 for the document as a whole) and the number of pages.

        Returns:
            The checked bundle, or why there is none.

        Raises:
            Stopped: `stop` was set.
            ChildUnavailable: the warm process does not start.
        """
        nursery = self._warm()
        life = _Life(request, self.limits, on_page or _ignore)
        fields = {"path": request.path, "document_id": request.document_id, "file_name": request.file_name}
        line: dict[str, object] = {
            "do": "read",
            **fields,
            "skip_pages": sorted(request.skip_pages),
            "limits": asdict(self.limits),
        }
        try:
            nursery.say(line)
            for kind, payload in nursery.frames(life.deadline):
                if kind == frames.EXIT:
                    return life.end(json.loads(payload))
                life.hear(payload)
        except (Late, BrokenPipeError) as error:
            self._halt(nursery)
            return Broken(life.page, *(_timeout() if isinstance(error, Late) else _crash()))
        except _BAD as error:
            if not life.ended:
                self._halt(nursery)
            reason = str(error) if isinstance(error, BundleError | frames.FrameError) else type(error).__name__
            return Broken(0, Code.CRASHED, messages.BAD_BUNDLE.both(reason=reason[:_MAX_TEXT]), certain=True)
        except BaseException:
            self.close()
            raise
        self.close()  # the nursery itself is gone
        return Broken(life.page, *_crash())

    def close(self) -> None:
        """End the warm process and whatever it has started."""
        nursery, self._nursery = self._nursery, None
        if nursery is not None:
            nursery.close()

    def _warm(self) -> Nursery:
        if self._nursery is None or not self._nursery.is_alive():
            self.close()
            self._nursery = Nursery(self._worker, self._stop, self.limits.start_seconds)
        return self._nursery

    def _halt(self, nursery: Nursery) -> None:
        """Have the child killed; if the nursery does not answer, it goes too."""
        deadline = time.monotonic() + _STOP_SECONDS
        try:
            nursery.say({"do": "stop"})
            if any(kind == frames.EXIT for kind, _ in nursery.frames(lambda: deadline)):
                return
        except (Late, BrokenPipeError, frames.FrameError):
            pass
        self.close()


_BAD: Final = (BundleError, frames.FrameError, ValueError, TypeError, KeyError, RecursionError)


class _Life:
    """One child's life as its messages tell it."""

    def __init__(self, request: Request, limits: Limits, on_page: OnPage) -> None:
        self.page = 0  # being worked on; 0 for none in particular
        self.ended = False
        self._limits = limits
        self._on_page = on_page
        self._of = 0
        self._since = self._start = time.monotonic()
        self._reader = frames.FrameReader(frames.MESSAGE, limits.message_bytes, limits.result_bytes)
        self._intake = Intake(request.document_id, request.file_name)
        self._said: Outcome | None = None
        self._complete = False

    def deadline(self) -> float:
        """When it must have said something new, at the latest."""
        limits = self._limits
        whole = self._start + limits.wall_seconds + self._of * limits.wall_seconds_a_page
        return min(whole, self._since + limits.page_seconds) if self.page else whole

    def hear(self, data: bytes) -> None:
        """Take in bytes of the child's stream; raises one of `_BAD` when they are not what a child says."""
        for _, payload in self._reader.feed(data):
            self._take(json.loads(payload, parse_constant=_no_constant))

    def _take(self, message: dict[str, Any]) -> None:
        kind = message["kind"]
        if kind == "page":
            self.page, self._of = _page(message["page"]), _page(message["of"])
            self._since = time.monotonic()
            self._on_page(self.page, self._of)
        elif kind == "columns":
            self._intake.add(message["record"], message["columns"])
        elif kind in ("error", "broke"):
            code = Code(message["code"])
            text = _text(message["message"]) or messages.failure_text(code)
            self._said = Refused(code, text) if kind == "error" else Broken(self.page, code, text, certain=True)
        elif kind == "end":
            self._complete = True
        else:
            raise BundleError("unknown message")

    def end(self, result: dict[str, int]) -> Outcome:
        """What became of it, now that it has ended.

        Args:
            result: exit status (negative for a signal) and peak memory in bytes, from the nursery.
        """
        self.ended = True
        if self._said is not None:
            return self._said
        if self._complete:
            return Done(self._intake.finish(), result["max_rss"])
        return Broken(self.page, *_death(result, self._limits))


def _death(result: dict[str, int], limits: Limits) -> tuple[Code, str]:
    """Why a child ended without a word."""
    number = -result["status"]
    if number == signal.SIGXCPU:
        return _timeout()
    # Nobody but the system's memory killer sends KILL here; PDFium aborts when it gets no more memory.
    full = number in _BROKEN_SIGNALS and result["max_rss"] > limits.memory_bytes // 2
    if number == signal.SIGKILL or full:
        return Code.OUT_OF_MEMORY, messages.failure_text(Code.OUT_OF_MEMORY)
    return _crash()


def _timeout() -> tuple[Code, str]:
    return Code.TIMEOUT, messages.failure_text(Code.TIMEOUT)


def _crash() -> tuple[Code, str]:
    return Code.CRASHED, messages.failure_text(Code.CRASHED)


def _page(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _MAX_PAGES:
        raise BundleError("page number out of range")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BundleError("not a text")
    return clean_text(value)[:_MAX_TEXT]


def _no_constant(name: str) -> None:
    raise BundleError(f"{name} is no number")


def _ignore(_page: int, _count: int) -> None:
    return
