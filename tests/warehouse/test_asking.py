"""Questions in SQL can read and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sample_bundles import make_bundle, name_of

from schemas.records import RECORDS
from warehouse.store import Warehouse, WarehouseError


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    warehouse = Warehouse.open(url)
    warehouse.load(make_bundle("a"), [name_of("a", "a.pdf")], "r1", datetime.now(UTC))
    return warehouse


def test_an_answer_has_names_and_rows(warehouse: Warehouse) -> None:
    names, rows = warehouse.query("-- figures\n/* of a */ WITH x AS (SELECT row, col FROM cells) SELECT * FROM x;")
    assert names == ("row", "col")
    assert len(rows) == 12
    assert len(warehouse.query("SELECT * FROM cells ORDER BY row, col", limit=5)[1]) == 5
    assert warehouse.query("EXPLAIN SELECT 1")[1]


def test_every_column_can_be_asked_by_its_bare_name(warehouse: Warehouse) -> None:
    for record in RECORDS.values():
        columns = [column.name for column in record.columns]
        names, _ = warehouse.query(f"SELECT {', '.join(columns)} FROM {record.name} LIMIT 1")
        assert list(names) == columns
        assert list(warehouse.query(f"SELECT * FROM {record.name}")[0]) == columns


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM cells_data",
        "UPDATE documents SET file_name = 'x'",
        "CREATE TABLE x (y INT)",
        "PRAGMA query_only = OFF",
        "ATTACH DATABASE 'x.db' AS x",
        "COMMIT",
        "",
        "-- nothing",
        "SELECT 1; DELETE FROM documents",
        "SELECT 1; SELECT 2",
        "SELECT 1; COMMIT; DROP VIEW cells",
        "WITH gone AS (DELETE FROM documents RETURNING 1) SELECT * FROM gone",
        "SELECT nothing FROM nowhere",
        "SELECT (",
    ],
)
def test_everything_else_is_refused_with_a_remedy(warehouse: Warehouse, sql: str) -> None:
    with pytest.raises(WarehouseError) as caught:
        warehouse.query(sql)
    assert any("\u4e00" <= character <= "\u9fff" for character in caught.value.zh)
    assert caught.value.en
    assert warehouse.summary().documents == 1
    assert warehouse.query("SELECT count(*) FROM cells")[1] == [(12,)]


def test_two_statements_are_told_apart_from_a_mistake(warehouse: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="one statement at a time"):
        warehouse.query("SELECT 1; SELECT 2")


def test_a_function_that_writes_is_refused(postgres_url: str) -> None:
    with Warehouse.open(postgres_url) as warehouse, pytest.raises(WarehouseError):
        warehouse.query("SELECT lo_create(4711)")
