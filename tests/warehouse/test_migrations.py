"""Warehouses of earlier versions are brought up with all they hold; models and migrations agree."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sample_bundles import document_id_of, make_bundle, name_of
from sqlalchemy import Boolean, Engine, inspect

from warehouse import packed
from warehouse.address import parse
from warehouse.engines import make_engine, reading, writing
from warehouse.migrations import FOLDER, packed4, statements, upgrade
from warehouse.migrations.versions import v5_dense
from warehouse.packed import FIGURES
from warehouse.store import Warehouse, WarehouseError
from warehouse.summing import VERSION
from warehouse.tables import META, layout
from warehouse.writing import insert_values

HELD: dict[str, Any] = json.loads((Path(__file__).parent / "version3.json").read_text(encoding="utf-8"))
#: Parts of the search index that FTS5 makes for itself.
SHADOWS = re.compile(r"search_index(_\w+)?|sqlite_\w+")


def old(url: str) -> Engine:
    """Make a warehouse as version 3 made it, with its rows and one of its views."""
    engine = make_engine(parse(url))
    if engine.dialect.name == "sqlite":
        Path(str(engine.url.database)).parent.mkdir(parents=True)
    with writing(engine) as connection:
        for sql in statements(3, engine.dialect.name):
            connection.exec_driver_sql(sql)
        inspector = inspect(connection)
        for table, held in HELD["tables"].items():
            truths = {c["name"] for c in inspector.get_columns(table) if isinstance(c["type"], Boolean)}
            rows = [
                tuple(
                    bool(value) if name in truths and value is not None else value
                    for name, value in zip(held["columns"], row, strict=True)
                )
                for row in held["rows"]
            ]
            insert_values(connection, table, held["columns"], rows)
        connection.exec_driver_sql("CREATE VIEW cells AS SELECT * FROM cells_data")
    return engine


def described(engine: Engine) -> dict[str, object]:
    """What the engine says of the stored tables."""
    inspector = inspect(engine)
    told: dict[str, object] = {}
    for table in inspector.get_table_names():
        if SHADOWS.fullmatch(table) or table == "alembic_version":
            continue
        told[table] = {
            "columns": sorted((c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)),
            "key": inspector.get_pk_constraint(table)["constrained_columns"],
            "indexes": sorted((str(i["name"]), i["column_names"]) for i in inspector.get_indexes(table)),
            "links": sorted((str(k["name"]), k["constrained_columns"]) for k in inspector.get_foreign_keys(table)),
            "unique": sorted((str(u["name"]), u["column_names"]) for u in inspector.get_unique_constraints(table)),
        }
    return told


def exported(warehouse: Warehouse, folder: Path) -> dict[str, tuple[int, str]]:
    """Rows of every table, and the hash of the columns that version 3 had."""
    warehouse.export(folder)
    made = {}
    for name, was in HELD["exported"].items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = [[row[column] for column in was["columns"]] for row in csv.DictReader(file)]
        made[name] = (len(rows), hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest())
    return made


def test_a_warehouse_of_version_3_is_brought_up_with_all_it_holds(url: str, tmp_path: Path) -> None:
    engine = old(url)
    with pytest.raises(WarehouseError, match="warehouse upgrade"):
        Warehouse.open(url, create=False)
    with Warehouse.open(url) as warehouse:
        wanted = {name: (was["rows"], was["sha256"]) for name, was in HELD["exported"].items()}
        assert exported(warehouse, tmp_path / "out") == wanted
        summary = warehouse.summary()
        assert summary.documents == len(warehouse.known()) == 7
        assert {hit.file_name for hit in warehouse.search("收支总预算")[0]} == {"a.pdf", "b.pdf"}
        # It goes on as any other.
        warehouse.load(make_bundle("a", rows=9), [name_of("a", "a.pdf")], "r2", datetime.now(UTC))
        assert warehouse.known()[document_id_of("a")] == "r2"
    with make_engine(engine.url).connect() as connection:
        left = [name for name in inspect(connection).get_table_names() if name.startswith("old_")]
        assert left == []
    with Warehouse.open(url, create=False) as warehouse:
        assert warehouse.summary().documents == 7


def test_a_warehouse_of_version_4_is_brought_up_with_all_it_holds(url: str, tmp_path: Path) -> None:
    with writing(old(url)) as connection:
        upgrade(connection, 3, "4")
        connection.exec_driver_sql(f"UPDATE {META} SET value = '4' WHERE name = 'version'")
        assert connection.exec_driver_sql("SELECT count(*) FROM cells_data").scalar_one() > 0
    with Warehouse.open(url) as warehouse:
        wanted = {name: (was["rows"], was["sha256"]) for name, was in HELD["exported"].items()}
        assert exported(warehouse, tmp_path / "out") == wanted
        warehouse.load(make_bundle("a", rows=9), [name_of("a", "a.pdf")], "r2", datetime.now(UTC))
        assert {hit.file_name for hit in warehouse.search("收支总预算")[0]} >= {"b.pdf"}


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def _check(number: int, **other: Any) -> dict[str, Any]:
    figures = {"expected": "12.30", "printed": "12.30", "difference": "0.00", "tolerance": "0.015"} | {
        name: other.pop(name) for name in list(other) if name in FIGURES
    }
    yuan = {f"{name}_yuan": value if other.get("quantity") != "count" else None for name, value in figures.items()}
    told = {"message": f"第{number}页“合计”完全相符。", "not_testable_reason": None, "quantity": "money"}
    place = {"disclosure_id": "0123456789abcdef-d1", "form_id": "f1", "rule": "F-1", "reach": "row", "status": "exact"}
    return {"check_id": f"{number:016x}", **place, **told, **figures, **yuan, **other}


def test_identities_of_version_4_are_packed_as_new_ones_are() -> None:
    checks = _columns(
        [
            _check(1),
            _check(2, message="第2页“合计”一致。"),
            _check(3, status="within_rounding", printed="12.31", difference="-0.01"),
            _check(4, quantity="count", expected="3", printed="3", difference="0", form_id=None),
            _check(5, message=None, disclosure_id=None),
            _check(6, not_testable_reason="少一项"),
        ]
    )
    shapes = [
        ("left", 1, "amount", "t1-r1-c1"),
        ("right", 1, "amount", "t1-r2-c1"),
        ("right", -1, "amount", "t1-r3-c1"),
    ]
    shapes += [("right", 1, "claim", "p1-k2"), ("right", 1, "indicator", "t2-i1"), ("left", 1, "cell", "t2-r1-c1")]
    names = ("check_id", "position", "side", "sign", "kind", "operand_id")
    operands = [
        dict(zip(names, (check, place, side, sign, kind, f"0123456789abcdef-{rest}"), strict=True))
        for check in checks["check_id"]
        for place, (side, sign, kind, rest) in enumerate(shapes, 1)
    ]
    given = checks, _columns([*operands, operands[-1]]), "0123456789abcdef"
    groups, held = packed4.identities(*given)
    kinds: dict[tuple[Any, ...], list[list[Any]]] = {}
    for (disclosure, form, status), _, text in groups:
        for one in json.loads(text):
            kind, row = v5_dense._identity(one)
            kinds.setdefault((disclosure, status, form, *kind), []).append(row)
    new, kept = packed.identities(*given)
    assert held == kept == set(checks["check_id"])
    assert list(map(_read, packed.groups_of(kinds))) == list(map(_read, new))


def _read(group: tuple[Any, ...]) -> tuple[Any, ...]:
    return *group[:3], json.loads(group[3])


def test_upgrade_brings_up_what_is_there_and_makes_nothing(url: str, tmp_path: Path) -> None:
    old(url)
    Warehouse.upgrade(url)
    Warehouse.open(url, create=False).close()
    Warehouse.upgrade(url)
    with pytest.raises(WarehouseError, match="mingzhang ingest"):
        Warehouse.upgrade(str(tmp_path / "none.db"))
    assert not (tmp_path / "none.db").exists()


def test_migrated_and_new_are_the_same(url: str) -> None:
    engine = old(url)
    with Warehouse.open(url):
        pass
    migrated = described(engine)
    with writing(engine) as connection:
        for name in layout(engine.dialect.name).views:
            connection.exec_driver_sql(f'DROP VIEW IF EXISTS "{name}"{" CASCADE" if "post" in url else ""}')
        tables = layout(engine.dialect.name)
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TABLE search_index")
        for name in (*(table.name for table in reversed(tables.metadata.sorted_tables)), "alembic_version"):
            connection.exec_driver_sql(f"DROP TABLE {name}")
    with Warehouse.open(url):
        pass
    assert described(engine) == migrated


def test_models_and_migrations_agree(url: str) -> None:
    """As `alembic check` does: from nothing through every step, and nothing is left to do."""
    engine = make_engine(parse(url))
    if engine.dialect.name == "sqlite":
        Path(str(engine.url.database)).parent.mkdir(parents=True)
    tables = layout(engine.dialect.name)
    with writing(engine) as connection:
        upgrade(connection, 0)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours, "compare_type": True})
        found = compare_metadata(context, tables.metadata)
    # Comments come with the views, after the last step; that of a table's own schema has none.
    assert [one for one in found if not _is_comment(one)] == []


def _ours(name: str | None, kind: str, _: object) -> bool:
    return kind != "table" or not SHADOWS.fullmatch(name or "")


def _is_comment(difference: Any) -> bool:
    parts = difference if isinstance(difference, list) else [difference]
    return all("comment" in str(part[0]) for part in parts)


def test_each_version_has_its_step() -> None:
    script = ScriptDirectory(str(FOLDER))
    assert script.get_current_head() == str(VERSION)
    assert script.get_base() == "3"


def test_what_is_too_old_is_refused_and_kept(sqlite_url: str) -> None:
    engine = old(sqlite_url)
    with writing(engine) as connection:
        connection.exec_driver_sql(f"UPDATE {META} SET value = '2' WHERE name = 'version'")
    with pytest.raises(WarehouseError, match="another address"):
        Warehouse.open(sqlite_url)
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM amounts_data").scalar_one() > 0


def test_a_step_that_fails_leaves_everything(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = old(url)
    monkeypatch.setattr("warehouse.search_index.DOCUMENTS", "no_such_table")
    with pytest.raises(WarehouseError):
        Warehouse.open(url)
    monkeypatch.undo()
    with reading(engine) as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM cells_data").scalar_one()
    assert count == len(HELD["tables"]["cells_data"]["rows"])
    with Warehouse.open(url) as warehouse:
        assert warehouse.summary().documents == 7


def test_alembic_is_not_imported_by_a_warehouse_that_fits(sqlite_url: str) -> None:
    with Warehouse.open(sqlite_url):
        pass
    code = "import sys; from warehouse.store import Warehouse as W; W.open(sys.argv[1]).close(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, sqlite_url], capture_output=True, text=True, check=True)
    assert "warehouse.store" in done.stdout.split()
    assert "alembic" not in done.stdout.split()
