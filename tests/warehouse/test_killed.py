"""A process killed while it loads leaves nothing half loaded."""

from __future__ import annotations

import os
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
from warehouse import loading
from warehouse.store import Warehouse

url, moment = sys.argv[1:]
insert_values, insert_rows = loading.insert_values, loading.insert_rows

def die(table):
    if table == moment:
        os.kill(os.getpid(), signal.SIGKILL)

def values_or_die(connection, table, columns, values):
    die(table)
    insert_values(connection, table, columns, values)

def rows_or_die(connection, record, rows):
    die(record.name)
    insert_rows(connection, record, rows)

loading.insert_values, loading.insert_rows = values_or_die, rows_or_die
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
