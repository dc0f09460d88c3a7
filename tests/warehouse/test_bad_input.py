"""Whatever is wrong with a database or a bundle, the error says what to do, and nothing is lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sample_bundles import document_id_of, make_bundle, name_of

from schemas.records import RecordError
from warehouse import sending
from warehouse.address import parse
from warehouse.engines import make_engine, writing
from warehouse.errors import told
from warehouse.store import Warehouse, WarehouseError

NOW = datetime(2026, 1, 2, tzinfo=UTC)
NOBODY = 65_534


def load(url: str, seed: str = "a", rows: int = 3) -> None:
    with Warehouse.open(url) as warehouse:
        warehouse.load(make_bundle(seed, rows=rows), [name_of(seed, f"{seed}.pdf")], "r1", NOW)


def refused(url: str, said: str) -> None:
    with pytest.raises(WarehouseError, match=said) as caught:
        load(url)
    assert caught.value.zh != caught.value.en


def test_a_database_that_does_not_answer() -> None:
    pytest.importorskip("psycopg")
    refused("postgresql://u:hidden@127.0.0.1:1/db", "cannot be reached")


def test_a_user_or_database_that_is_not_there(postgres: str) -> None:
    if "user=" in postgres or "@/" not in postgres:
        pytest.skip("made for the server of the tests")
    refused(postgres.replace("postgres@", "nobody_of_that_name@"), "does not exist")
    refused(postgres.replace("/postgres?", "/nothing_of_that_name?"), "does not exist")


def test_a_wrong_password_is_told_apart() -> None:
    class Refusal(Exception):
        sqlstate = "28P01"

    import sqlalchemy.exc

    # In whatever language the server speaks.
    with pytest.raises(WarehouseError, match="user name and password"), told("postgresql://u:***@h/db"):
        raise sqlalchemy.exc.OperationalError("", None, Refusal("用户认证失败\n第二行"))


def test_a_connection_that_breaks_loses_nothing(postgres_url: str) -> None:
    load(postgres_url, "a")
    with Warehouse.open(postgres_url) as warehouse:
        pid = warehouse.query("SELECT pg_backend_pid()")[1][0][0]
        with writing(make_engine(parse(postgres_url))) as connection:
            connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
        with pytest.raises(WarehouseError, match="connection broke"):
            warehouse.load(make_bundle("b"), [name_of("b", "b.pdf")], "r1", NOW)
        warehouse.load(make_bundle("b"), [name_of("b", "b.pdf")], "r1", NOW)
        assert set(warehouse.known()) == {document_id_of("a"), document_id_of("b")}


def test_a_connection_that_breaks_while_rows_are_sent_loses_nothing(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    load(postgres_url, "a")
    insert = sending._Postgres.insert

    def insert_and_die(sender: Any, table: str, *rest: Any) -> None:
        insert(sender, table, *rest)
        if table == "amounts_data":
            # By a connection that waits for no writer.
            with psycopg.connect(postgres_url) as connection:
                connection.execute("SELECT pg_terminate_backend(%s, 5000)", (sender._server.backend_pid,))

    with Warehouse.open(postgres_url) as warehouse:
        with monkeypatch.context() as patched, pytest.raises(WarehouseError, match="connection broke"):
            patched.setattr(sending._Postgres, "insert", insert_and_die)
            warehouse.load(make_bundle("b"), [name_of("b", "b.pdf")], "r1", NOW)
        assert set(warehouse.known()) == {document_id_of("a")}
        warehouse.load(make_bundle("b"), [name_of("b", "b.pdf")], "r1", NOW)
        assert set(warehouse.known()) == {document_id_of("a"), document_id_of("b")}


def test_an_interruption_while_rows_are_sent_loses_nothing(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load(postgres_url, "a")
    send = sending._Postgres._next

    def interrupted(sender: Any) -> None:
        copies = any(rows for _, rows in sender._queue)
        send(sender)
        if copies:
            raise KeyboardInterrupt

    with Warehouse.open(postgres_url) as warehouse:
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(sending._Postgres, "_next", interrupted)
            warehouse.load(make_bundle("b", rows=300), [name_of("b", "b.pdf")], "r1", NOW)
        assert set(warehouse.known()) == {document_id_of("a")}
        warehouse.load(make_bundle("b"), [name_of("b", "b.pdf")], "r1", NOW)
        assert set(warehouse.known()) == {document_id_of("a"), document_id_of("b")}


def test_quotes_and_slashes_stay_what_they_are_however_few_rows_there_are(url: str) -> None:
    said = "O'Neill \\' ; DROP TABLE loads; -- \\n 'x\\"
    bundle = make_bundle("a")
    bundle["paragraphs"][0]["text"] = said
    with Warehouse.open(url) as warehouse:
        warehouse.load(bundle, [name_of("a", "a.pdf")], "r1", NOW)
        assert said in [row[0] for row in warehouse.query("SELECT text FROM paragraphs")[1]]


def test_a_database_of_another_encoding_is_refused(postgres: str) -> None:
    import psycopg

    name = f"gb{os.getpid()}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'EUC_CN' TEMPLATE template0 LOCALE 'C'")
        try:
            refused(parse(postgres).set(database=name).render_as_string(hide_password=False), "must be UTF8")
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _other(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE somebodys (data TEXT)")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.mkdir(), "cannot be opened"),
        (lambda path: path.write_bytes(b"no database, only text that is long enough" * 50), "is no warehouse"),
        (_other, "another program"),
    ],
)
def test_what_stands_in_the_way_is_named(tmp_path: Path, make: Callable[[Path], object], said: str) -> None:
    path = tmp_path / "w.db"
    make(path)
    refused(str(path), said)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(str(tmp_path / "file" / "w.db"), "cannot be opened")


def test_a_file_cut_short_is_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    load(str(path), rows=300)
    os.truncate(path, 9_000)
    refused(str(path), "damaged")


def test_a_full_disk_keeps_what_was_complete(tmp_path: Path) -> None:
    path = str(tmp_path / "w.db")
    load(path)
    with Warehouse.open(path) as warehouse:
        with writing(warehouse._engine) as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            # As many pages as there are: what SQLite then says is what it says of a full disk.
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(WarehouseError, match="no space left"):
            warehouse.load(make_bundle("b", rows=2_000), [name_of("b", "b.pdf")], "r1", NOW)
        assert set(warehouse.known()) == {document_id_of("a")}
    load(path, "b")


AS_NOBODY = """
import os, sqlite3, sys
from datetime import UTC, datetime
from sample_bundles import make_bundle, name_of
from warehouse.store import Warehouse, WarehouseError
# The interpreter may lie where nobody may look: sqlite3 comes first, and questions run in this process.
sys.executable = ""
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(NOBODY), os.setuid(NOBODY)
with Warehouse.open(sys.argv[1], create=False) as warehouse:
    print(warehouse.summary().documents)
    print(warehouse.ask("SELECT count(*) FROM documents")[1][0][0])
    try:
        warehouse.load(make_bundle("b"), [name_of("b", "b.pdf")], "r1", datetime.now(UTC))
    except WarehouseError as error:
        print(error.en)
"""


def test_a_file_that_may_only_be_read_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    load(str(folder / "w.db"))
    (folder / "w.db").chmod(0o444)
    folder.chmod(0o555)
    for above in tmp_path.parents:
        # Folders of pytest are closed to others.
        if above.is_relative_to("/tmp") and above != Path("/tmp") and os.geteuid() == 0:
            above.chmod(0o755)
    tmp_path.chmod(0o755)
    path = os.pathsep.join([str(Path(__file__).parents[2]), str(Path(__file__).parent)])
    code = AS_NOBODY.replace("NOBODY", str(NOBODY))
    command = [sys.executable, "-c", code, str(folder / "w.db")]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True)
    folder.chmod(0o755)
    said = done.stdout.splitlines()
    assert said[:2] == ["1", "1"], done.stderr
    assert "is read-only" in said[2]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800b", "a\x1bb"])
def test_what_no_text_holds_is_refused_before_anything_is_written(url: str, text: str) -> None:
    load(url)
    for record, column in (("paragraphs", "text"), ("cells", "text"), ("checks", "message"), ("claims", "sentence")):
        rows: list[dict[str, Any]] = make_bundle("a")[record]
        rows[0][column] = text
        with Warehouse.open(url) as warehouse:
            with pytest.raises(RecordError, match=f"{record}.{column}"):
                warehouse.load({**make_bundle("a"), record: rows}, [name_of("a", "a.pdf")], "r2", NOW)
            assert warehouse.known() == {document_id_of("a"): "r1"}


def test_amounts_beyond_64_bits_are_refused(url: str) -> None:
    rows = make_bundle("a")["amounts"]
    rows[0] |= {"amount_fen": 2**63, "amount_yuan": None}
    with Warehouse.open(url) as warehouse:
        with pytest.raises(RecordError, match="amount_fen"):
            warehouse.load({**make_bundle("a"), "amounts": rows}, [name_of("a", "a.pdf")], "r1", NOW)
        rows[0] |= {"amount_fen": 2**63 - 1, "amount_yuan": None}
        warehouse.load({**make_bundle("a"), "amounts": rows}, [name_of("a", "a.pdf")], "r1", NOW)
        assert (2**63 - 1,) in warehouse.query("SELECT amount_fen FROM amounts")[1]


def test_a_second_writer_of_one_file_waits(sqlite_url: str) -> None:
    load(sqlite_url)
    engine = make_engine(parse(sqlite_url))
    begun = threading.Event()

    def hold() -> None:
        with writing(engine):
            begun.set()
            time.sleep(0.3)

    first = threading.Thread(target=hold)
    first.start()
    begun.wait()
    load(sqlite_url, "b")
    first.join()
    with Warehouse.open(sqlite_url) as warehouse:
        assert len(warehouse.known()) == 2


def test_a_second_writer_that_waits_too_long_says_so(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load(sqlite_url)
    monkeypatch.setattr("warehouse.engines.BUSY_SECONDS", 0.1)
    with writing(make_engine(parse(sqlite_url))), pytest.raises(WarehouseError, match="another program"):
        load(sqlite_url, "b")
