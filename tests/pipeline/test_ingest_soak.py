"""Longer runs: killed at any moment, and over broken PDFs from elsewhere."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.child import Limits
from pipeline.ingest import Options, ingest
from tests.pipeline.test_ingest import LIMITS, Quiet
from warehouse.store import Warehouse

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "hostile"
# The times of loads are the only thing that may differ.
TIMED = {"loads.csv", "failures.csv"}

SCRIPT = """
import sys
sys.path[:] = {path!r}
from pipeline import cli, ingest
real = ingest.Options
ingest.Options = lambda **given: real(worker="faulty_worker", **given)
sys.exit(cli.run(["ingest", {inbox!r}, "--warehouse", {db!r}]))
"""


def _contents(db: Path, out: Path) -> dict[str, bytes]:
    with Warehouse.open(str(db)) as warehouse:
        warehouse.export(out)
    return {path.name: path.read_bytes() for path in out.glob("*.csv") if path.name not in TIMED}


@pytest.mark.soak
def test_run_killed_again_and_again_ends_like_one_that_was_not(tmp_path: Path, faulty: str) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    whats = ["nothing"] * 30 + ["crash", "defect", "refuse", "noise"] * 3
    for number, what in enumerate(whats):
        (inbox / f"{number}.pdf").write_text(f"%PDF-fake {what} 2 {number}", encoding="utf-8")
    with Warehouse.open(str(tmp_path / "whole.db")) as warehouse:
        ingest([inbox], warehouse, Quiet(), Options(limits=LIMITS, worker=faulty))
    killed = tmp_path / "killed.db"
    script = SCRIPT.format(path=sys.path, inbox=str(inbox), db=str(killed))
    moments = random.Random(7)
    kills = 0
    while True:
        run = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.2, 0.6))
        if kills == 40 or run.poll() is not None:
            break
        run.kill()
        run.wait()
        kills += 1
    assert run.wait(60) == 3
    assert kills > 3
    assert _contents(killed, tmp_path / "a") == _contents(tmp_path / "whole.db", tmp_path / "b")


@pytest.mark.soak
@pytest.mark.skipif(not HOSTILE.is_dir(), reason="../shared/hostile is absent")
def test_every_broken_pdf_is_answered_for(tmp_path: Path) -> None:
    pytest.importorskip("pipeline.worker")
    files = sorted(path for path in HOSTILE.rglob("*") if path.is_file())
    with Warehouse.open(str(tmp_path / "w.db")) as warehouse:
        report = ingest([HOSTILE], warehouse, Quiet(), Options(limits=Limits(page_seconds=20.0, wall_seconds=60.0)))
        named = {name for (name,) in warehouse.query("SELECT file_name FROM document_names")[1]}
        failed = {name for (name,) in warehouse.query("SELECT file_name FROM failures")[1]}
    assert len(files) > 50
    pdfs = {path.relative_to(HOSTILE).as_posix() for path in files if path.suffix == ".pdf"}
    assert pdfs - named - failed == set()
    assert report.loaded == len(warehouse_documents(tmp_path / "w.db"))


def warehouse_documents(db: Path) -> list[object]:
    with Warehouse.open(str(db)) as warehouse:
        return [row[0] for row in warehouse.query("SELECT document_id FROM documents")[1]]
