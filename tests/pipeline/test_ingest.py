"""A run brings in what it can, records what it cannot, and the next run completes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pipeline import recipe
from pipeline.child import Limits
from pipeline.ingest import Options, Report, ingest
from warehouse.store import Failure, Warehouse

LIMITS = Limits(memory_bytes=256 << 20, page_seconds=1.0, wall_seconds=3.0, wall_seconds_a_page=0.0)


class Quiet:
    """Counts documents done."""

    def __init__(self) -> None:
        self.todo = -1
        self.documents: list[str] = []

    def begin(self, todo: int, known: int) -> None:
        self.todo = todo

    def page(self, file_name: str, page: int, count: int) -> None:
        return

    def done(self, file_name: str, failures: Sequence[Failure]) -> None:
        self.documents.append(file_name)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    root = tmp_path / "inbox"
    root.mkdir()
    return root


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse.open(str(tmp_path / "w.db")) as warehouse:
        yield warehouse


@pytest.fixture
def options(faulty: str) -> Options:
    return Options(workers=2, limits=LIMITS, worker=faulty)


def _put(root: Path, name: str, what: str, page: int = 2) -> None:
    (root / name).write_text(f"%PDF-fake {what} {page} {name}", encoding="utf-8")


def _run(inbox: Path, warehouse: Warehouse, options: Options) -> tuple[Report, Quiet]:
    progress = Quiet()
    return ingest([inbox], warehouse, progress, options), progress


def _codes(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return list(warehouse.query("SELECT file_name, page, code FROM failures ORDER BY file_name, page")[1])


def test_run_goes_on_past_every_kind_of_failure(inbox: Path, warehouse: Warehouse, options: Options) -> None:
    _put(inbox, "good.pdf", "nothing")
    _put(inbox, "crash.pdf", "crash")
    _put(inbox, "locked.pdf", "refuse")
    _put(inbox, "foreign.pdf", "stranger")
    (inbox / "page.pdf").write_text("<html>", encoding="utf-8")
    (inbox / "notes.txt").write_text("hello", encoding="utf-8")
    report, progress = _run(inbox, warehouse, options)
    assert (report.found, report.loaded, report.partial, len(report.failures)) == (4, 2, 1, 4)
    assert sorted(progress.documents) == ["crash.pdf", "foreign.pdf", "good.pdf", "locked.pdf"]
    assert _codes(warehouse) == [
        ("crash.pdf", 2, "crashed"),
        ("foreign.pdf", None, "crashed"),
        ("locked.pdf", None, "encrypted"),
        ("page.pdf", None, "html_page"),
    ]
    documents = warehouse.query("SELECT file_name, status FROM documents ORDER BY 1")[1]
    assert list(documents) == [("crash.pdf", "partial"), ("good.pdf", "loaded")]
    pages = warehouse.query("SELECT page, status FROM pages WHERE page = 2")[1]
    assert sorted(pages) == [(2, "crashed"), (2, "read")]
    assert report.others == {".txt": 1}
    education = "SELECT name FROM classifications WHERE list = 'functional' AND code = '205' AND valid_to IS NULL"
    assert [name for (name,) in warehouse.query(education)[1]] == ["教育支出"]


def test_second_run_reads_nothing_and_changes_nothing(
    inbox: Path, tmp_path: Path, warehouse: Warehouse, options: Options
) -> None:
    _put(inbox, "good.pdf", "nothing")
    _put(inbox, "crash.pdf", "crash")
    _run(inbox, warehouse, options)
    warehouse.export(tmp_path / "first")
    report, progress = _run(inbox, warehouse, options)
    warehouse.export(tmp_path / "second")
    assert (progress.todo, report.known, report.loaded) == (0, 2, 0)
    assert [failure.page for failure in report.failures] == [2]
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_same_bytes_are_one_document_with_two_names(inbox: Path, warehouse: Warehouse, options: Options) -> None:
    _put(inbox, "b.pdf", "nothing")
    (inbox / "a.pdf").write_bytes((inbox / "b.pdf").read_bytes())
    report, _ = _run(inbox, warehouse, options)
    assert (report.found, report.loaded) == (1, 1)
    assert warehouse.query("SELECT file_name FROM document_names ORDER BY 1")[1] == [("a.pdf",), ("b.pdf",)]
    (inbox / "a.pdf").unlink()
    _run(inbox, warehouse, options)
    names = warehouse.query("SELECT file_name, present FROM document_names ORDER BY 1")[1]
    assert [(name, bool(present)) for name, present in names] == [("a.pdf", False), ("b.pdf", True)]


def test_manifest_reaches_the_warehouse(inbox: Path, warehouse: Warehouse, options: Options) -> None:
    _put(inbox, "a.pdf", "nothing")
    rows = "file_name,source_url,region_code\na.pdf,https://example.invalid/a.pdf,650000\n"
    (inbox / "manifest.csv").write_text(rows, encoding="utf-8")
    _run(inbox, warehouse, options)
    names = warehouse.query("SELECT source_url, region_code, publisher FROM document_names")[1]
    assert names == [("https://example.invalid/a.pdf", "650000", None)]


def test_failure_vanishes_when_the_file_is_mended(inbox: Path, warehouse: Warehouse, options: Options) -> None:
    _put(inbox, "good.pdf", "nothing")
    (inbox / "later.pdf").write_text("<html>", encoding="utf-8")
    _run(inbox, warehouse, options)
    assert _codes(warehouse) == [("later.pdf", None, "html_page")]
    (inbox / "later.pdf").write_bytes((inbox / "good.pdf").read_bytes())
    report, _ = _run(inbox, warehouse, options)
    assert _codes(warehouse) == []
    assert report.failures == []


def test_single_file_leaves_the_rest_of_its_inbox_alone(inbox: Path, warehouse: Warehouse, options: Options) -> None:
    _put(inbox, "a.pdf", "nothing")
    _put(inbox, "b.pdf", "refuse")
    _run(inbox, warehouse, options)
    _put(inbox, "c.pdf", "nothing")
    ingest([inbox / "c.pdf"], warehouse, Quiet(), options)
    names = warehouse.query("SELECT file_name, present FROM document_names ORDER BY 1")[1]
    assert [(name, bool(present)) for name, present in names] == [("a.pdf", True), ("c.pdf", True)]
    assert _codes(warehouse) == [("b.pdf", None, "encrypted")]


def test_new_recipe_reads_again(
    inbox: Path, warehouse: Warehouse, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    _put(inbox, "a.pdf", "nothing")
    _run(inbox, warehouse, options)
    monkeypatch.setattr(recipe, "current", lambda: "f" * 32)
    report, _ = _run(inbox, warehouse, options)
    assert report.loaded == 1
    assert set(warehouse.known().values()) == {"f" * 32}


SCRIPT = """
import sys
sys.path[:] = {path!r}
from pipeline import cli, ingest
real = ingest.Options
ingest.Options = lambda **given: real(worker="faulty_worker", **given)
cli.signal.signal(cli.signal.SIGTERM, cli._terminate)
cli.signal.signal(cli.signal.SIGINT, cli.signal.default_int_handler)  # ignored where the tests run in the background
sys.exit(cli.run(["ingest", {inbox!r}, "--warehouse", {db!r}, "--workers", "1"]))
"""


def _start(inbox: Path, db: Path) -> subprocess.Popen[str]:
    """A run of the command in a process of its own, with the faulty worker."""
    script = SCRIPT.format(path=sys.path, inbox=str(inbox), db=str(db))
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_interrupted_run_is_completed_by_the_next(
    inbox: Path, tmp_path: Path, options: Options, how: signal.Signals
) -> None:
    # The larger file is read first; the second hangs until its page is given up.
    _put(inbox, "first-and-larger.pdf", "nothing")
    _put(inbox, "hang.pdf", "hang")
    db = tmp_path / "w.db"
    run = _start(inbox, db)
    assert run.stderr is not None
    while "first-and-larger.pdf: ok" not in (line := run.stderr.readline()):
        assert line, "the run ended before it was interrupted"
    time.sleep(0.2)
    began = time.monotonic()
    os.kill(run.pid, how)
    _, said = run.communicate(timeout=20)
    assert time.monotonic() - began < 5
    assert run.returncode == (-9 if how == signal.SIGKILL else 130)
    assert "Traceback" not in said
    with Warehouse.open(str(db)) as warehouse:
        assert len(warehouse.known()) == 1
        (inbox / "hang.pdf").write_text("%PDF-fake nothing 1 mended", encoding="utf-8")
        report, progress = _run(inbox, warehouse, options)
        assert (progress.todo, report.known, report.loaded, report.failures) == (1, 1, 1, [])
