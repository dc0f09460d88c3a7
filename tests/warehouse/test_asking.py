"""Questions in SQL can read and nothing else, and end in time."""

from __future__ import annotations

import os
import signal
import threading
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
    "SELECT readfile('/etc/passwd')",
    "SELECT fts3_tokenizer('simple')",
    "SELECT fts3_tokenizer('simple', x'4141414141414141')",
    "SAVEPOINT x",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA temp_store_directory = '/tmp/x'",
    "PRAGMA hard_heap_limit = 0",
    "PRAGMA optimize",
    "UPDATE sqlite_schema SET sql = ''",
    "DELETE FROM sqlite_master",
    "CREATE VIRTUAL TABLE x USING fts5(y)",
    "CREATE TRIGGER x AFTER INSERT ON documents_data BEGIN SELECT 1; END",
    "REPLACE INTO mingzhang_meta VALUES ('version', '99')",
    "SELECT printf('%.*c', 1000000000, 'x')",
    "SELECT group_concat(printf('%.*c', 20000000, 'x')) FROM cells",
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
    "SELECT query_to_xml('DELETE FROM documents_data', true, false, '')",
    "SELECT set_config('transaction_read_only', 'off', false), query_to_xml('DELETE FROM cells_data', true, false, '')",
    "SELECT dblink('dbname=postgres', 'DELETE FROM documents_data')",
    "CREATE EXTENSION dblink",
    "LOAD 'auto_explain'",
    "SET statement_timeout = 0",
    "SET LOCAL statement_timeout = 0",
    "SELECT pg_read_binary_file('/etc/passwd')",
    "SELECT pg_stat_file('/etc/passwd')",
    "SELECT lo_export(1, '/tmp/x')",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT pg_rotate_logfile()",
    "SELECT pg_switch_wal()",
    "COPY documents_data FROM STDIN",
    "COPY documents_data TO STDOUT",
    "DECLARE x CURSOR WITH HOLD FOR SELECT 1",
    "REFRESH MATERIALIZED VIEW x",
    "VACUUM",
    "CLUSTER",
    "GRANT ALL ON documents_data TO PUBLIC",
    "ALTER ROLE postgres PASSWORD 'x'",
    "SELECT repeat('x', 1073741824)",
    "SELECT string_agg(repeat('x', 10000000), '') FROM generate_series(1, 200)",
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
COUNTING = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT {} FROM n"
ENDLESS = [
    COUNTING.format("count(*)"),
    COUNTING.format("i"),
    "SELECT count(*) FROM cells a, cells b, cells c, cells d, cells e, cells f, cells g, cells h, cells i, cells j",
]
# One step of SQLite's machine each: it does not look at the clock meanwhile.
ENDLESS_SQLITE = [
    "SELECT instr(printf('%.*c', 40000000, 'a'), printf('%.*c', 20000000, 'a') || 'b')",
    "SELECT replace(printf('%.*c', 40000000, 'a'), printf('%.*c', 20000000, 'a') || 'b', '')",
    "SELECT trim(printf('%.*c', 25000000, 'a'), printf('%.*c', 20000000, 'b') || 'a')",
]
ENDLESS_POSTGRES = [
    "SELECT count(*) FROM generate_series(1, 1000000000000000)",
    "SELECT pg_sleep(100)",
    "SELECT repeat('x', 1000000) FROM generate_series(1, 1000000)",
    "SELECT set_config('statement_timeout', '0', false), pg_sleep(30)",
]


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


def ends_in_time(warehouse: Warehouse, sql: str) -> None:
    start = time.monotonic()
    # As many rows as there are: an endless stream of them ends too.
    with pytest.raises(WarehouseError, match=r"stopped after|too large|too much memory"):
        warehouse.ask(sql, seconds=0.5)
    assert time.monotonic() - start < 20


def test_an_endless_question_ends_at_its_deadline(warehouse: Warehouse) -> None:
    for sql in ENDLESS + (ENDLESS_SQLITE if warehouse.dialect == "sqlite" else ENDLESS_POSTGRES):
        ends_in_time(warehouse, sql)
    assert warehouse.ask("SELECT count(*) FROM cells")[1] == [(12,)]


def test_a_server_that_answers_no_more_is_hung_up_on(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if "host=/" not in postgres_url:
        pytest.skip("the server may be elsewhere")
    monkeypatch.setattr("warehouse.asking_postgres._HANG_UP", 1.0)
    find = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(3%' AND state = 'active'"
    stopped: list[int] = []

    def stop(warehouse: Warehouse) -> None:
        for _ in range(50):
            for (pid,) in warehouse.query(find)[1]:
                os.kill(int(str(pid)), signal.SIGSTOP)
                stopped.append(int(str(pid)))
                return
            time.sleep(0.02)

    with Warehouse.open(postgres_url) as warehouse:
        warehouse.grant_reader()
        stopper = threading.Thread(target=stop, args=(warehouse,))
        stopper.start()
        try:
            with pytest.raises(WarehouseError, match="stopped after"):
                warehouse.ask("SELECT pg_sleep(30)", seconds=1)
        finally:
            stopper.join()
            for pid in stopped:
                os.kill(pid, signal.SIGCONT)
        assert stopped, "the server's process was found"


def test_an_answer_that_is_too_large_says_so(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.answering.GREATEST", 1_000)
    with pytest.raises(WarehouseError, match="mingzhang export"):
        warehouse.ask("SELECT a.text FROM cells a, cells b")
    assert len(warehouse.ask("SELECT text FROM cells", limit=3)[1]) == 3


def test_what_sqlite_answers_comes_through_as_it_is(sqlite_url: str) -> None:
    with Warehouse.open(sqlite_url) as warehouse:
        asked = "SELECT x'00ff' AS a, 1.5, NULL, '中\"' || char(10), 1e999, 9223372036854775807, 0.1 + 0.2"
        expected = (b"\x00\xff", 1.5, None, '中"\n', float("inf"), 2**63 - 1, 0.1 + 0.2)
        assert warehouse.ask(asked)[1] == [expected]


def test_thirty_attempts_on_each_engine() -> None:
    assert len({*ATTEMPTS, *SQLITE_ATTEMPTS}) >= 30
    assert len({*ATTEMPTS, *POSTGRES_ATTEMPTS}) >= 30


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
