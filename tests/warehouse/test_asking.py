"""Questions in SQL can read and nothing else, and end in time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sample_bundles import make_bundle, name_of

from schemas.records import RECORDS
from warehouse.store import Warehouse, WarehouseError

SQLITE_ATTEMPTS = [
    "PRAGMA query_only = 0",
    "PRAGMA query_only",
    "PRAGMA writable_schema = 1",
    "SELECT * FROM pragma_table_info('documents_data')",
    "ATTACH DATABASE '/tmp/x.db' AS x",
    "ATTACH ':memory:' AS x",
    "DETACH main",
    "VACUUM INTO '/tmp/x.db'",
    "REINDEX",
    "ANALYZE",
    "SELECT load_extension('/tmp/x.so')",
    "SELECT zeroblob(1000000000)",
    "SELECT randomblob(1000000000)",
    "SELECT replace(hex(zeroblob(20000000)), '0', '0000')",
    "CREATE TEMP TABLE x (y)",
    "INSERT INTO search_index(search_index) VALUES ('delete-all')",
    "SELECT writefile('/tmp/x', 'y')",
    "SAVEPOINT x",
]
POSTGRES_ATTEMPTS = [
    "COPY documents_data TO PROGRAM 'cat > /tmp/x'",
    "COPY documents_data FROM PROGRAM 'id'",
    "COPY (SELECT 1) TO '/tmp/x'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "SELECT lo_create(4711)",
    "SELECT lo_import('/etc/passwd')",
    "SELECT set_config('transaction_read_only', 'off', true), lo_create(1)",
    "SELECT set_config('role', 'postgres', false), pg_read_file('/etc/passwd')",
    "SELECT set_config('session_authorization', 'postgres', false)",
    "SET ROLE postgres",
    "RESET ROLE",
    "SET SESSION AUTHORIZATION postgres",
    "SET TRANSACTION READ WRITE",
    "CREATE TEMP TABLE x (y int)",
    "DO $$ BEGIN PERFORM pg_sleep(0); DELETE FROM documents_data; END $$",
    "CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "SELECT password FROM mingzhang_reader",
    "SELECT passwd FROM pg_shadow",
    "SELECT pg_terminate_backend(pg_backend_pid() - 1), pg_reload_conf()",
    "SELECT * FROM documents_data FOR UPDATE",
    "LOCK TABLE documents_data",
    "ALTER SYSTEM SET fsync = off",
    "NOTIFY x",
    "PREPARE x AS DELETE FROM documents_data",
    "SELECT setval('x', 1)",
    "TRUNCATE documents_data CASCADE",
    "EXPLAIN ANALYZE DELETE FROM documents_data",
]
ATTEMPTS = [
    "DELETE FROM cells_data",
    "UPDATE documents_data SET file_name = 'x'",
    "INSERT INTO documents_data SELECT * FROM documents_data",
    "CREATE TABLE x (y INT)",
    "DROP VIEW cells",
    "ALTER TABLE cells_data ADD COLUMN z INT",
    "CREATE VIEW x AS SELECT 1",
    "COMMIT",
    "COMMIT; CREATE TABLE x (y INT)",
    "BEGIN",
    "",
    "-- nothing",
    "SELECT 1; DELETE FROM documents_data",
    "SELECT 1; SELECT 2",
    "SELECT 1; COMMIT; DROP VIEW cells",
    "WITH gone AS (DELETE FROM documents_data RETURNING 1) SELECT * FROM gone",
    "SELECT nothing FROM nowhere",
    "SELECT (",
    "SELECT '\x00'",
    "SELECT '\ud800'",
]
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def warehouse(url: str) -> Iterator[Warehouse]:
    with Warehouse.open(url) as warehouse:
        warehouse.load(make_bundle("a"), [name_of("a", "a.pdf")], "r1", datetime.now(UTC))
        if url.startswith("postgresql"):
            warehouse.grant_reader()
        yield warehouse


def refused(warehouse: Warehouse, sql: str) -> None:
    with pytest.raises(WarehouseError) as caught:
        warehouse.ask(sql, 10, seconds=3)
    assert any("\u4e00" <= character <= "\u9fff" for character in caught.value.zh)
    assert caught.value.en
    assert warehouse.summary().documents == 1
    assert warehouse.query("SELECT count(*) FROM cells")[1] == [(12,)]


def test_an_answer_has_names_and_rows(warehouse: Warehouse) -> None:
    names, rows = warehouse.ask("-- figures\n/* of a */ WITH x AS (SELECT row, col FROM cells) SELECT * FROM x;")
    assert names == ("row", "col")
    assert len(rows) == 12
    assert len(warehouse.ask("SELECT * FROM cells ORDER BY row, col", limit=5)[1]) == 5
    assert warehouse.ask("SELECT row AS r FROM cells WHERE row > 99", limit=5) == (("r",), [])
    assert warehouse.ask("EXPLAIN SELECT 1")[1]
    assert warehouse.ask("SELECT '100%' AS share")[1] == [("100%",)]


def test_every_column_can_be_asked_by_its_bare_name(warehouse: Warehouse) -> None:
    for record in RECORDS.values():
        columns = [column.name for column in record.columns]
        names, _ = warehouse.ask(f"SELECT {', '.join(columns)} FROM {record.name} LIMIT 1")
        assert list(names) == columns
        assert list(warehouse.ask(f"SELECT * FROM {record.name}")[0]) == columns


@pytest.mark.parametrize("attempts", [ATTEMPTS], ids=["both"])
def test_everything_else_is_refused_with_a_remedy(warehouse: Warehouse, attempts: list[str]) -> None:
    for sql in attempts:
        refused(warehouse, sql)


def test_what_sqlite_could_do_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    with Warehouse.open(sqlite_url) as warehouse:
        warehouse.load(make_bundle("a"), [name_of("a", "a.pdf")], "r1", datetime.now(UTC))
        for sql in SQLITE_ATTEMPTS:
            refused(warehouse, sql.replace("/tmp/", f"{tmp_path}/"))
    assert {path.name for path in tmp_path.iterdir()} == {"deep"}


def test_what_postgresql_could_do_is_refused(postgres_url: str) -> None:
    with Warehouse.open(postgres_url) as warehouse:
        warehouse.load(make_bundle("a"), [name_of("a", "a.pdf")], "r1", datetime.now(UTC))
        warehouse.grant_reader()
        for sql in POSTGRES_ATTEMPTS:
            refused(warehouse, sql)


def test_an_endless_question_ends_at_its_deadline(warehouse: Warehouse) -> None:
    start = time.monotonic()
    with pytest.raises(WarehouseError, match="stopped after"):
        warehouse.ask(ENDLESS, seconds=0.5)
    assert time.monotonic() - start < 5


def test_a_question_cannot_push_its_deadline_back(postgres_url: str) -> None:
    with Warehouse.open(postgres_url) as warehouse:
        warehouse.grant_reader()
        start = time.monotonic()
        with pytest.raises(WarehouseError, match="stopped after"):
            warehouse.ask("SELECT set_config('statement_timeout', '0', false), pg_sleep(30)", seconds=0.5)
        assert time.monotonic() - start < 5


def test_two_statements_are_told_apart_from_a_mistake(warehouse: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="one statement at a time"):
        warehouse.ask("SELECT 1; SELECT 2")


def test_postgresql_is_asked_by_its_reader_only(postgres_url: str) -> None:
    with Warehouse.open(postgres_url) as warehouse:
        with pytest.raises(WarehouseError, match="grant-reader"):
            warehouse.ask("SELECT 1")
        role = warehouse.grant_reader()
        assert warehouse.grant_reader() == role, "again only renews it"
        assert warehouse.ask("SELECT current_user")[1] == [(role,)]
        with Warehouse.open(postgres_url.replace("postgres@", f"{role}@"), create=False) as as_reader:
            assert as_reader.ask("SELECT current_user")[1] == [(role,)], "a reader needs no other"
        warehouse.query("SELECT 1")
        import psycopg

        with psycopg.connect(postgres_url, autocommit=True) as owner:
            owner.execute(f"GRANT INSERT ON documents_data TO {role}")
        with pytest.raises(WarehouseError, match="more than read"):
            warehouse.ask("SELECT 1")


def test_sqlite_needs_no_reader(sqlite_url: str) -> None:
    with Warehouse.open(sqlite_url) as warehouse, pytest.raises(WarehouseError, match="needs no reader"):
        warehouse.grant_reader()
