"""Parent's handle on the warm process that bears the limited children: started, spoken to, listened to, ended."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from pipeline import frames

_POLL_SECONDS: Final = 0.2
_END_SECONDS: Final = 5.0
_KINDS: Final = frames.READY + frames.DATA + frames.EXIT + frames.FAILED
# All that is passed on: a database password in the environment is no business of a process that opens hostile files.
_KEPT: Final = ("HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PATH", "TMPDIR")
# A fork copies one thread only, and each thread of a library would cost address space.
_ENVIRONMENT: Final = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES",  # macOS: its frameworks otherwise end a forked child
}


class Late(Exception):
    """A deadline has passed."""


class Stopped(Exception):
    """The run was interrupted."""


class ChildUnavailable(Exception):
    """The warm process does not start; the message says why."""


class Nursery:
    """A running `pipeline.nursery`, in a session of its own so that Ctrl-C reaches the parent only.

    Args:
        worker: module whose `read_document` does the work.
        stop: set from outside to interrupt.
        start_seconds: how long its imports may take.

    Raises:
        ChildUnavailable: it does not start.
        Stopped: `stop` was set.
    """

    def __init__(self, worker: str, stop: threading.Event, start_seconds: float) -> None:
        self._stop = stop
        theirs_in, self._in = os.pipe()
        self._out, theirs_out = os.pipe()
        try:
            # -P: a folder named schemas where the user stands must not become ours.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "pipeline.nursery", worker],
                stdin=theirs_in,
                stdout=theirs_out,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                env=_environment(),
            )
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        try:
            self._await_ready(worker, start_seconds)
        except BaseException:
            self.close()
            raise

    def _await_ready(self, worker: str, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        reason = "ended at once"
        try:
            for kind, payload in self.frames(lambda: deadline):
                if kind == frames.READY:
                    return
                reason = payload.decode("utf-8", "replace")
        except Late:
            reason = f"not ready after {seconds:.0f} s"
        raise ChildUnavailable(f"{worker}: {reason}")

    def is_alive(self) -> bool:
        """Whether it can take a request."""
        return self._process.poll() is None

    def say(self, line: Mapping[str, object]) -> None:
        """Send a request; raises BrokenPipeError when it is gone."""
        rest = memoryview(json.dumps(line).encode() + b"\n")
        while rest:
            rest = rest[os.write(self._in, rest) :]

    def frames(self, deadline: Callable[[], float]) -> Iterator[tuple[bytes, bytes]]:
        """Frames until it ends.

        Args:
            deadline: asked again and again, on the clock of `time.monotonic`.

        Raises:
            Late: the deadline has passed.
            Stopped: the run was interrupted.
        """
        reader = frames.FrameReader(_KINDS, frames.CHUNK)
        while True:
            left = deadline() - time.monotonic()
            if self._stop.is_set():
                raise Stopped
            if left <= 0:
                raise Late
            ready, _, _ = select.select([self._out], [], [], min(left, _POLL_SECONDS))
            if ready:
                data = os.read(self._out, frames.CHUNK)
                if not data:
                    return
                yield from reader.feed(data)

    def close(self) -> None:
        """End it and whatever it has started; once only."""
        os.close(self._in)  # its sign to kill its child and go
        os.close(self._out)
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _environment() -> dict[str, str]:
    """Environment of the warm process: it imports from where the parent does, and learns nothing else."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, **_ENVIRONMENT, "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)}
