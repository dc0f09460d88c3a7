"""Loading, names and failures, on SQLite and PostgreSQL."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sample_bundles import document_id_of, make_bundle, name_of

from schemas.records import RECORDS, RecordError
from warehouse.engines import writing
from warehouse.store import Failure, Name, Warehouse, WarehouseError, safe_url

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MOVING = {"loads.csv", "failures.csv"}


def exported(warehouse: Warehouse, folder: Path) -> dict[str, bytes]:
    warehouse.export(folder)
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv")) if path.name not in MOVING}


def load(warehouse: Warehouse, seed: str, *file_names: str, recipe: str = "r1", **changes: Any) -> None:
    names = [name_of(seed, file_name) for file_name in file_names or (f"{seed}.pdf",)]
    warehouse.load({**make_bundle(seed), **changes}, names, recipe, NOW)


def first_names(warehouse: Warehouse) -> set[object]:
    """Every name under which any table knows the one document in it."""
    held: set[object] = set()
    for record in RECORDS.values():
        if record.name not in ("document_names", "failures") and any(c.name == "file_name" for c in record.columns):
            held |= {row[0] for row in warehouse.query(f"SELECT DISTINCT file_name FROM {record.name}")[1]}
    return held


def test_a_load_makes_the_document_known_and_counted(url: str) -> None:
    with Warehouse.open(url) as warehouse:
        assert warehouse.known() == {}
        assert warehouse.summary().proven_share is None
        load(warehouse, "a")
        load(warehouse, "b", recipe="r2")
        assert warehouse.known() == {document_id_of("a"): "r1", document_id_of("b"): "r2"}
        summary = warehouse.summary()
    assert (summary.documents, summary.pages, summary.tables, summary.amounts, summary.proven) == (2, 2, 2, 6, 4)
    assert summary.proven_share == pytest.approx(2 / 3)
    assert summary.checks == {"exact": 0, "within_rounding": 2, "violated": 0, "not_testable": 0}
    assert summary.failures == 0


def test_the_same_again_changes_nothing_and_a_reload_leaves_no_remainder(url: str, tmp_path: Path) -> None:
    with Warehouse.open(url) as warehouse:
        load(warehouse, "a")
        load(warehouse, "b")
        before = exported(warehouse, tmp_path / "1")
        load(warehouse, "a", amounts=[], cells=[], check_operands=[], recipe="r0")
        assert exported(warehouse, tmp_path / "2") != before
        load(warehouse, "a")
        assert exported(warehouse, tmp_path / "3") == before
        assert warehouse.query("SELECT count(*) FROM loads")[1] == [(2,)]


def test_the_order_of_loading_leaves_no_trace(url: str, tmp_path: Path) -> None:
    with Warehouse.open(url) as warehouse:
        load(warehouse, "b")
        load(warehouse, "a")
        one = exported(warehouse, tmp_path / "1")
    with Warehouse.open(f"sqlite:///{tmp_path}/other.db") as warehouse:
        load(warehouse, "a")
        load(warehouse, "b")
        assert exported(warehouse, tmp_path / "2") == one


def test_a_wrong_bundle_leaves_the_warehouse_as_it_was(url: str, tmp_path: Path) -> None:
    with Warehouse.open(url) as warehouse:
        load(warehouse, "a")
        before = exported(warehouse, tmp_path / "1")
        hostile = make_bundle("a")["cells"]
        hostile[0]["text"] = "a\x00b"
        with pytest.raises(RecordError):
            load(warehouse, "a", cells=hostile)
        # Another document whose id begins with the same sixteen digits: the database says no.
        other = document_id_of("a")[:16] + document_id_of("b")[16:]
        taken = json.loads(json.dumps(make_bundle("a")).replace(document_id_of("a"), other))
        with pytest.raises(RecordError, match="another document") as caught:
            warehouse.load(taken, [Name("raw_pdfs", "b.pdf", other)], "r1", NOW)
        assert "合计印为" not in str(caught.value)
        # An id that does not say where the figure stands, and a number that no page has.
        for record, column, value in (("amounts", "amount_id", f"{other[:16]}-t1-r9-c9"), ("cells", "page", 2**31)):
            rows = make_bundle("a")[record]
            rows[0][column] = value
            with pytest.raises(RecordError, match=column):
                load(warehouse, "a", **{record: rows})
        assert exported(warehouse, tmp_path / "2") == before


def test_names_must_be_of_the_document(url: str) -> None:
    with Warehouse.open(url) as warehouse:
        for names in ([], [name_of("b", "b.pdf")]):
            with pytest.raises(ValueError, match="names"):
                warehouse.load(make_bundle("a"), names, "r1", NOW)


def test_the_first_name_in_code_point_order_stands_everywhere(url: str) -> None:
    with Warehouse.open(url) as warehouse:
        load(warehouse, "a", "乙.pdf", "丁.pdf")
        assert first_names(warehouse) == {"丁.pdf"}
        warehouse.sync_names("raw_pdfs", [name_of("a", "乙.pdf"), name_of("a", "丁.pdf"), name_of("a", "z.pdf")])
        assert first_names(warehouse) == {"z.pdf"}
        warehouse.sync_names("raw_pdfs", [name_of("a", "乙.pdf")])
        assert first_names(warehouse) == {"乙.pdf"}, "names still present come first"
        warehouse.sync_names("raw_pdfs", [])
        assert first_names(warehouse) == {"z.pdf"}, "of a document that is gone, the first of all it had"


def test_names_of_two_inboxes_and_their_origin_are_kept_apart(url: str) -> None:
    with Warehouse.open(url) as warehouse:
        load(warehouse, "a")
        warehouse.sync_names("other", [name_of("a", "a.pdf", "other", source_url="https://example.org/1", licence="")])
        warehouse.sync_names("raw_pdfs", [])
        sql = "SELECT inbox, file_name, source_url, licence, publisher, present FROM document_names ORDER BY 1"
        rows = [(*row[:5], bool(row[5])) for row in warehouse.query(sql)[1]]
        assert rows == [
            ("other", "a.pdf", "https://example.org/1", "", None, True),
            ("raw_pdfs", "a.pdf", None, None, None, False),
        ]
        load(warehouse, "a", recipe="r2")
        assert warehouse.query("SELECT count(*) FROM document_names")[1] == [(2,)], "a reload keeps other names"


def test_a_name_whose_bytes_changed_leaves_the_old_document(url: str) -> None:
    with Warehouse.open(url) as warehouse:
        load(warehouse, "a", "x.pdf")
        load(warehouse, "b", "x.pdf")
        rows = warehouse.query("SELECT document_id, present FROM document_names")[1]
        assert {row[0]: bool(row[1]) for row in rows} == {document_id_of("a"): False, document_id_of("b"): True}


def test_part_of_an_inbox_says_nothing_of_the_rest(url: str) -> None:
    with Warehouse.open(url) as warehouse:
        load(warehouse, "a")
        load(warehouse, "b")
        warehouse.fail(Failure("raw_pdfs", "c.pdf", "corrupt", "坏了 / broken"))
        warehouse.sync_names("raw_pdfs", [name_of("a", "a.pdf")], whole=False)
        assert warehouse.query("SELECT count(*) FROM document_names WHERE present")[1] == [(2,)]
        assert warehouse.summary().failures == 1
        warehouse.sync_names("raw_pdfs", [name_of("a", "a.pdf"), Name("raw_pdfs", "c.pdf", None)])
        assert warehouse.query("SELECT count(*) FROM document_names WHERE present")[1] == [(1,)]
        assert warehouse.summary().failures == 1
        warehouse.sync_names("raw_pdfs", [name_of("a", "a.pdf")])
        assert warehouse.summary().failures == 0, "its file is gone"


def test_failures_are_replaced_kept_and_dropped(url: str) -> None:
    failure = Failure("raw_pdfs", "a.pdf", "timeout", "超时\n请加大时限 / timed out", document_id_of("a"))
    codes = "SELECT file_name, page, code, at FROM failures ORDER BY file_name, page"
    with Warehouse.open(url) as warehouse:
        warehouse.fail(failure, Failure("raw_pdfs", "b.pdf", "encrypted", "有密码 / has a password"))
        before = warehouse.query(codes)[1]
        warehouse.fail(failure)
        assert warehouse.query(codes)[1] == before, "the same failure again is no change"
        warehouse.fail(Failure("raw_pdfs", "a.pdf", "crashed", "崩溃 / crashed"))
        assert [row[:3] for row in warehouse.query(codes)[1]] == [
            ("a.pdf", None, "crashed"),
            ("b.pdf", None, "encrypted"),
        ]
        pages = [Failure("raw_pdfs", "a.pdf", "timeout", "第3页超时 / page 3", document_id_of("a"), 3)]
        warehouse.load(make_bundle("a"), [name_of("a", "a.pdf")], "r1", NOW, pages)
        assert [row[:3] for row in warehouse.query(codes)[1]] == [("a.pdf", 3, "timeout"), ("b.pdf", None, "encrypted")]
        load(warehouse, "a")
        assert [row[0] for row in warehouse.query(codes)[1]] == ["b.pdf"]


def test_a_failure_with_control_characters_is_refused(url: str) -> None:
    with Warehouse.open(url) as warehouse:
        with pytest.raises(RecordError):
            warehouse.fail(Failure("raw_pdfs", "a\x1b[2J.pdf", "corrupt", "x"))
        with pytest.raises(RecordError):
            warehouse.fail(Failure("raw_pdfs", "a.pdf", "mystery", "x"))
        assert warehouse.summary().failures == 0


def test_classifications_count_the_documents_that_carry_a_code(url: str) -> None:
    row = {"code": "2080505", "name": "机关事业单位基本养老保险缴费支出", "level": "item", "list": "functional"}
    unseen = {**row, "code": "2080506", "name": "职业年金", "valid_from": "2014-10-01"}
    sql = "SELECT code, documents_seen FROM classifications ORDER BY code"
    with Warehouse.open(url) as warehouse:
        warehouse.write_classifications([{**entry, "provenance": "draft"} for entry in (row, unseen)])
        load(warehouse, "a")
        load(warehouse, "b")
        assert warehouse.query(sql)[1] == [("2080505", 2), ("2080506", 0)]
        warehouse.write_classifications([{**row, "provenance": "attested"}])
        assert warehouse.query(sql)[1] == [("2080505", 2)]


def test_times_are_utc(url: str, tmp_path: Path) -> None:
    with Warehouse.open(url) as warehouse:
        beijing = NOW.astimezone(tz=None) + timedelta(0)
        warehouse.load(make_bundle("a"), [name_of("a", "a.pdf")], "r1", beijing)
        warehouse.export(tmp_path / "out")
    assert b",2026-01-02T03:04:05Z,20" in (tmp_path / "out" / "loads.csv").read_bytes()


def test_opening_again_finds_everything_and_rewrites_nothing(sqlite_url: str) -> None:
    with Warehouse.open(sqlite_url) as warehouse:
        load(warehouse, "a")
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    before = file.stat().st_mtime_ns
    with Warehouse.open(sqlite_url, create=False) as warehouse:
        assert list(warehouse.known()) == [document_id_of("a")]
    with Warehouse.open(str(file)) as warehouse:
        warehouse.sync_names("raw_pdfs", [name_of("a", "a.pdf")])
    assert file.stat().st_mtime_ns == before


def test_what_is_not_a_warehouse_is_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="mingzhang ingest"):
        Warehouse.open(str(tmp_path / "none.db"), create=False)
    (tmp_path / "text.db").write_bytes(b"not a database, only a text that is long enough to be read" * 20)
    with pytest.raises(WarehouseError):
        Warehouse.open(str(tmp_path / "text.db"))
    for address in ("mysql://u:hidden@h/d", "sqlite://", "sqlite:///:memory:", "http://[bad"):
        with pytest.raises(WarehouseError) as caught:
            Warehouse.open(address)
        assert "hidden" not in str(caught.value)


def age(sqlite_url: str, *statements: str) -> None:
    """Make a warehouse look as if an older version had made it."""
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as old, old:
        for statement in statements:
            old.execute(statement)


def test_views_of_another_build_are_made_anew(sqlite_url: str) -> None:
    with Warehouse.open(sqlite_url) as warehouse:
        load(warehouse, "a")
    age(sqlite_url, "DROP VIEW tables", "UPDATE mingzhang_meta SET value = 'other' WHERE name = 'tables'")
    with pytest.raises(WarehouseError, match="warehouse upgrade"):
        Warehouse.open(sqlite_url, create=False)
    with Warehouse.open(sqlite_url) as warehouse:
        assert warehouse.query("SELECT notes FROM tables")[1] == [("注：本表\n单位为万元",)]
    with Warehouse.open(sqlite_url, create=False) as warehouse:
        assert warehouse.summary().documents == 1


def test_tables_of_another_build_are_refused_and_kept(sqlite_url: str) -> None:
    with Warehouse.open(sqlite_url) as warehouse:
        load(warehouse, "a")
    age(sqlite_url, "UPDATE mingzhang_meta SET value = '[]' WHERE name = 'tables_data'")
    with pytest.raises(WarehouseError, match="another address"):
        Warehouse.open(sqlite_url)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as kept:
        assert kept.execute("SELECT count(*) FROM cells").fetchone() == (12,)


def test_a_newer_warehouse_is_refused_with_the_remedy(url: str) -> None:
    with Warehouse.open(url) as warehouse:
        load(warehouse, "a")
        with writing(warehouse._engine) as connection:
            connection.exec_driver_sql("UPDATE mingzhang_meta SET value = '99' WHERE name = 'version'")
    for create in (True, False):
        with pytest.raises(WarehouseError, match="upgrade"):
            Warehouse.open(url, create=create)


def test_every_table_and_column_says_what_it_is(sqlite_url: str, postgres_url: str) -> None:
    with Warehouse.open(sqlite_url) as warehouse:
        ((sql,),) = warehouse.query("SELECT sql FROM sqlite_master WHERE name = 'amounts'")[1]
        assert all(f"/* {column.zh} / {column.en} */" in sql for column in RECORDS["amounts"].columns)
    with Warehouse.open(postgres_url) as warehouse:
        sql = """SELECT c.relname, a.attname, col_description(c.oid, a.attnum), obj_description(c.oid)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND c.relkind IN ('v', 'r')"""
        said = {(row[0], row[1]): (row[2], row[3]) for row in warehouse.query(sql)[1]}
        for record in RECORDS.values():
            if record.name != "classifications":
                for column in record.columns:
                    assert said[record.name, column.name][0] == f"{column.zh} / {column.en}"
                    assert said[record.name, column.name][1] == f"{record.zh} / {record.en}"


def test_a_database_of_another_program_is_left_alone(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "own.db"
    age(f"sqlite:///{file}", "CREATE TABLE documents (mine TEXT)")
    with pytest.raises(WarehouseError, match="another program"):
        Warehouse.open(str(file))
    with pytest.raises(WarehouseError, match="mingzhang ingest"):
        Warehouse.open(str(file), create=False)
    with closing(sqlite3.connect(file)) as kept:
        assert kept.execute("SELECT name FROM sqlite_master").fetchall() == [("documents",)]


def test_writers_take_turns(url: str) -> None:
    """Two ingests of one warehouse at once, both making it and both loading a document they share."""

    def work(number: int) -> None:
        with Warehouse.open(url) as warehouse:
            for seed in ("shared", f"{number}a", f"{number}b"):
                load(warehouse, seed)

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(work, number) for number in range(2)]:
            future.result()
    with Warehouse.open(url) as warehouse:
        assert len(warehouse.known()) == 5
        assert warehouse.summary().amounts == 15


def test_large_inboxes_fit(url: str) -> None:
    """More names and failures than a statement may have parameters."""
    with Warehouse.open(url) as warehouse:
        load(warehouse, "a")
        names = [name_of("a", f"{number}.pdf") for number in range(20_000)]
        warehouse.sync_names("raw_pdfs", names, whole=False)
        assert warehouse.query("SELECT count(*) FROM document_names WHERE present")[1] == [(20_001,)]
        warehouse.fail(*(Failure("raw_pdfs", name.file_name, "corrupt", "坏 / broken") for name in names))
        assert warehouse.summary().failures == 20_000
        warehouse.sync_names("raw_pdfs", [])
        assert warehouse.summary().failures == 0


def test_passwords_are_never_shown(tmp_path: Path) -> None:
    for address in (
        "postgresql://user:hunter2@localhost:1/db",
        "postgres://user@localhost:1/db?password=hunter2&sslpassword=hunter2",
    ):
        assert "hunter2" not in safe_url(address)
        assert "user" in safe_url(address)
        pytest.importorskip("psycopg")
        with pytest.raises(WarehouseError) as caught:
            Warehouse.open(address)
        shown = f"{caught.value!r} {caught.value} {caught.value.__cause__}"
        assert "hunter2" not in shown
        assert caught.value.__suppress_context__
