"""A process killed while it loads leaves nothing half loaded."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sample_bundles import document_id_of, make_bundle, name_of

from warehouse.store import Warehouse

ROOT = Path(__file__).parents[2]
# Dies by SIGKILL at the moment a record is about to be written, after all before it went into the database.
DYING = """
import os, signal, sys
from datetime import UTC, datetime
from sample_bundles import make_bundle, name_of
from warehouse.sending import _Postgres, _Sqlite
from warehouse.store import Warehouse

url, moment = sys.argv[1:]

def dying(insert):
    def insert_or_die(sender, table, names, columns):
        if table == moment:
            sender.wait()
            os.kill(os.getpid(), signal.SIGKILL)
        insert(sender, table, names, columns)
    return insert_or_die

for kind in (_Sqlite, _Postgres):
    kind.insert = dying(kind.insert)
with Warehouse.open(url) as warehouse:
    warehouse.load(make_bundle("a", rows=300), [name_of("a", "a.pdf")], "r2", datetime.now(UTC))
"""


def die(url: str, moment: str) -> None:
    path = os.pathsep.join([str(ROOT), str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", DYING, url, moment], env=environment, capture_output=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.parametrize("moment", ["cells_data", "loads"])
def test_nothing_of_a_first_load_remains(url: str, moment: str) -> None:
    with Warehouse.open(url):
        pass
    die(url, moment)
    with Warehouse.open(url) as warehouse:
        assert warehouse.known() == {}
        for table in ("documents", "document_names", "pages", "cells", "amounts", "loads"):
            assert warehouse.query(f"SELECT count(*) FROM {table}")[1] == [(0,)]


def test_a_reload_that_dies_leaves_the_older_load(url: str) -> None:
    with Warehouse.open(url) as warehouse:
        warehouse.load(make_bundle("a"), [name_of("a", "a.pdf")], "r1", datetime.now(UTC))
    die(url, "loads")
    with Warehouse.open(url) as warehouse:
        assert warehouse.known() == {document_id_of("a"): "r1"}
        assert warehouse.query("SELECT count(*) FROM cells")[1] == [(12,)]
        warehouse.load(make_bundle("a", rows=300), [name_of("a", "a.pdf")], "r2", datetime.now(UTC))
        assert warehouse.known() == {document_id_of("a"): "r2"}
        assert warehouse.query("SELECT count(*) FROM cells")[1] == [(903,)]


# Loads what is not known yet, says when it begins, and ends by itself when all stands.
LOADING = """
import sys
from datetime import UTC, datetime
from sample_reports import REPORTS, bundle
from sample_bundles import document_id_of, make_bundle, name_of
from warehouse.store import Warehouse

with Warehouse.open(sys.argv[1]) as warehouse:
    print("begun", flush=True)
    known = warehouse.known()
    documents = [(bundle(report), report.name) for report in REPORTS]
    documents += [(make_bundle(seed, rows=250), name_of(seed, f"{seed}.pdf")) for seed in "abcd"]
    for made, name in documents:
        if name.document_id not in known:
            warehouse.load(made, [name], "r1", datetime.now(UTC))
    warehouse.sync_names("raw_pdfs", [name for _, name in documents])
"""


def run_or_die(url: str, seconds: float | None) -> bool:
    """Load, killed after some seconds; tell whether it came to its end."""
    path = os.pathsep.join([str(ROOT), str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path}
    command = [sys.executable, "-c", LOADING, url]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stderr is not None
        begun = child.stdout.readline() == b"begun\n"
        try:
            child.wait(60 if seconds is None else seconds)
        except subprocess.TimeoutExpired:
            child.kill()
        said = child.stderr.read().decode()
        child.wait()
    assert begun and child.returncode in (0, -signal.SIGKILL), said
    return child.returncode == 0


def exported(url: str, folder: Path) -> dict[str, bytes]:
    with Warehouse.open(url) as warehouse:
        warehouse.export(folder)
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv")) if path.name != "loads.csv"}


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.soak)])
def test_killed_at_any_moment_and_run_again_it_ends_like_undisturbed(url: str, tmp_path: Path, kills: int) -> None:
    undisturbed = str(tmp_path / "undisturbed.db")
    assert run_or_die(undisturbed, None)
    wanted = exported(undisturbed, tmp_path / "1")
    chance = random.Random(kills)
    died = 0
    while died < kills:
        if not run_or_die(url, chance.uniform(0, 0.3)):
            died += 1
            with Warehouse.open(url) as warehouse:
                sql = "SELECT count(*) FROM documents_data WHERE document_id NOT IN (SELECT document_id FROM loads)"
                assert warehouse.query(sql)[1] == [(0,)], "half a document is seen"
        else:
            # All stands: begin again, so that kills find something to do.
            with Warehouse.open(url) as warehouse:
                warehouse.sync_names("raw_pdfs", [])
                warehouse.prune(warehouse.known())
    assert run_or_die(url, None)
    assert exported(url, tmp_path / "2") == wanted
