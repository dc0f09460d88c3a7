"""The limited child answers for every document, whatever the document does to it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import messages
from pipeline.child import Broken, Child, Done, Limits, Refused, Request
from pipeline.errors import Code
from pipeline.reading import Reading, read
from pipeline.warm import ChildUnavailable, Stopped

NEEDS_MEMORY_LIMIT = pytest.mark.skipif(sys.platform == "darwin", reason="macOS enforces no limit of address space")
Fake = Callable[..., Request]


def test_document_comes_back_with_its_pages(child: Child, fake: Fake) -> None:
    pages: list[tuple[int, int]] = []
    outcome = child.read(fake("nothing"), lambda page, count: pages.append((page, count)))
    assert isinstance(outcome, Done)
    assert list(outcome.bundle["pages"]["page"]) == [1, 2, 3]
    assert pages[:3] == [(1, 3), (2, 3), (3, 3)]
    assert outcome.max_rss > 1 << 20


@pytest.mark.parametrize(
    ("what", "code", "certain"),
    [
        ("crash", "crashed", False),
        ("hang", "timeout", False),
        ("hang_deaf", "timeout", False),
        pytest.param("memory", "out_of_memory", True, marks=NEEDS_MEMORY_LIMIT),
        ("defect", "crashed", True),
        ("bad_page", "corrupt", True),
        ("orphan", "timeout", False),
    ],
)
def test_breaking_page_is_named_and_the_child_serves_on(
    child: Child, fake: Fake, what: str, code: str, certain: bool
) -> None:
    outcome = child.read(fake(what))
    assert isinstance(outcome, Broken)
    assert (outcome.page, outcome.code, outcome.certain) == (2, code, certain)
    assert "private" not in outcome.message
    assert isinstance(child.read(fake("nothing")), Done)


def test_defect_names_the_place_and_not_the_text(child: Child, fake: Fake) -> None:
    outcome = child.read(fake("defect"))
    assert isinstance(outcome, Broken)
    assert "ValueError, pipeline/faulty_worker.py" in outcome.message


@pytest.mark.parametrize("what", ["stranger", "misfit", "unserialisable", "huge", "scribble"])
def test_bad_bundle_is_refused_without_its_values(child: Child, fake: Fake, what: str) -> None:
    outcome = child.read(fake(what))
    assert isinstance(outcome, Broken)
    assert (outcome.code, outcome.certain) == ("crashed", True)
    assert "private" not in outcome.message


def test_endless_bundle_is_cut_off(faulty: str, fake: Fake) -> None:
    limits = Limits(memory_bytes=256 << 20, result_bytes=1 << 20)
    with Child(limits, worker=faulty) as child:
        outcome = child.read(fake("endless"))
    assert isinstance(outcome, Broken)
    assert "larger than allowed" in outcome.message


def test_noise_of_libraries_goes_nowhere(child: Child, fake: Fake, capfd: pytest.CaptureFixture[str]) -> None:
    assert isinstance(child.read(fake("noise")), Done)
    assert capfd.readouterr() == ("", "")


def test_refusal_carries_code_and_remedy(child: Child, fake: Fake) -> None:
    outcome = child.read(fake("refuse"))
    assert isinstance(outcome, Refused)
    assert outcome.code == "encrypted"
    assert "密码" in outcome.message
    assert "password" in outcome.message


def test_child_writes_no_file_and_sees_no_password(
    faulty: str, fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINGZHANG_WAREHOUSE", "postgresql://u:secret@host/db")
    with Child(worker=faulty) as child:
        assert isinstance(child.read(fake("write_file")), Broken)
        assert isinstance(child.read(fake("environment")), Done)
    assert (tmp_path / "write_file.pdf.written").stat().st_size == 0


def test_bytes_changed_since_discovery_are_refused(child: Child, fake: Fake) -> None:
    outcome = child.read(replace(fake("nothing"), document_id="0" * 64))
    assert isinstance(outcome, Refused)
    assert outcome.code == "corrupt"


def test_page_that_breaks_twice_is_left_out(child: Child, fake: Fake) -> None:
    reading = read(child, fake("crash"))
    assert isinstance(reading, Reading)
    assert [(failure.page, failure.code) for failure in reading.given_up] == [(2, "crashed")]
    assert list(reading.bundle["pages"]["status"]) == ["read", "crashed", "read"]
    assert reading.bundle["documents"]["status"][0] == "partial"


def test_document_without_a_readable_page_is_refused(child: Child, fake: Fake) -> None:
    assert read(child, fake("bad_page", 0)) == Refused(Code.CORRUPT, messages.failure_text(Code.CORRUPT))


def test_page_that_breaks_once_is_read_again(child: Child, fake: Fake) -> None:
    reading = read(child, fake("abort_once"))
    assert isinstance(reading, Reading)
    assert reading.given_up == ()
    assert reading.bundle["documents"]["status"][0] == "loaded"


def test_hanging_page_is_left_out_as_timeout(child: Child, fake: Fake) -> None:
    reading = read(child, fake("hang"))
    assert isinstance(reading, Reading)
    assert list(reading.bundle["pages"]["status"]) == ["read", "timeout", "read"]


def test_stop_ends_a_hanging_child_soon(faulty: str, fake: Fake) -> None:
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    began = time.monotonic()
    with Child(worker=faulty, stop=stop) as child, pytest.raises(Stopped):
        child.read(fake("hang"))
    assert time.monotonic() - began < 5


def test_missing_worker_says_so() -> None:
    with Child(worker="pipeline.no_such_worker") as child, pytest.raises(ChildUnavailable, match="no_such_worker"):
        child.read(Request("x", "0" * 64, "x"))


def test_nothing_lives_on_when_the_parent_is_killed(faulty: str, fake: Fake, tmp_path: Path) -> None:
    request = fake("hang_deaf")
    script = (
        f"import sys; sys.path[:] = {sys.path!r}; from pipeline.child import Child, Request\n"
        f"Child(worker={faulty!r}).read(Request({request.path!r}, {request.document_id!r}, 'x.pdf'),"
        " lambda page, of: print(page, flush=True))"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.read(2) == b"1\n"
    group = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    children = {int(b): int(a) for a, b in (line.split() for line in group.splitlines()[1:])}
    nursery = children[parent.pid]
    offspring = children[nursery]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and any(_lives(pid) for pid in (nursery, offspring)):
        time.sleep(0.05)
    assert not _lives(nursery)
    assert not _lives(offspring)


def _lives(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")
