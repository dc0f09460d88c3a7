"""What `mingzhang status` tells at once is what the warehouse holds."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sample_bundles import make_bundle, name_of
from sample_reports import fill

from pipeline.status import seen
from warehouse.glance import glance
from warehouse.store import Failure, Warehouse


def test_a_glance_sees_what_the_warehouse_says(tmp_path: Path) -> None:
    path = tmp_path / "某 县'1.db"
    with Warehouse.open(str(path)) as warehouse:
        fill(warehouse)
        warehouse.fail(Failure("raw_pdfs", "x.pdf", "encrypted", "有密码 / password", page=3))
        held = glance(str(path))
        assert held is not None
        assert held.summary == warehouse.summary()
        assert held.summary.documents == 7
        assert (held.inboxes, held.failures) == (seen(warehouse).inboxes, seen(warehouse).failures)
        assert held.address == f"sqlite:///{path}"
        assert glance(f"sqlite:///{path}") == held


def test_a_glance_at_a_server_sees_the_same(postgres_url: str) -> None:
    from warehouse.store import safe_url

    with Warehouse.open(postgres_url) as warehouse:
        fill(warehouse)
        warehouse.fail(Failure("raw_pdfs", "x%.pdf", "encrypted", "有密码 / password", page=3))
        held = glance(postgres_url)
        assert held is not None
        assert held.summary == warehouse.summary()
        assert (held.inboxes, held.failures) == (seen(warehouse).inboxes, seen(warehouse).failures)
        assert held.address == safe_url(postgres_url)
        secret = postgres_url.replace("postgres@", "postgres:p%40ss@")
        told = glance(secret)
        assert told is not None
        assert told.address == safe_url(secret)
        assert "ss@" not in told.address
    with closing(psycopg.connect(postgres_url, autocommit=True)) as connection:
        connection.execute("UPDATE mingzhang_meta SET value = '99' WHERE name = 'version'")
    assert glance(postgres_url) is None
    assert glance(f"{postgres_url}&passfile=x") is None
    assert glance(f"{postgres_url}nowhere") is None


def test_what_is_out_of_the_ordinary_is_left_to_the_warehouse(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    with Warehouse.open(str(path)) as warehouse:
        warehouse.load(make_bundle("a"), [name_of("a", "a.pdf")], "r1", datetime.now(UTC))
    assert glance(str(path)) is not None
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE mingzhang_meta SET value = '99' WHERE name = 'version'")
    (tmp_path / "text.db").write_text("no database " * 100)
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection, connection:
        connection.execute("CREATE TABLE mine (x)")
    for address in (
        path,
        tmp_path / "none.db",
        tmp_path / "text.db",
        tmp_path / "other.db",
        "postgresql://h/d",
        tmp_path,
    ):
        assert glance(str(address)) is None, address
    assert not (tmp_path / "none.db").exists()


def test_a_glance_loads_no_database_library(url: str) -> None:
    with Warehouse.open(url):
        pass
    code = (
        "import sys; from pipeline.cli import run; code = run(['status', '--warehouse', sys.argv[1]]); "
        "print(code, sorted({'sqlalchemy', 'alembic', 'numpy', 'yaml'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"
