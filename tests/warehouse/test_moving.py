"""Copies, and documents taken out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sample_bundles import document_id_of, make_bundle, name_of
from sample_reports import fill

from warehouse.store import Failure, Warehouse, WarehouseError

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def filled(url: str) -> Warehouse:
    warehouse = Warehouse.open(url)
    fill(warehouse)
    for seed in "ab":
        warehouse.load(make_bundle(seed, rows=7), [name_of(seed, f"{seed}.pdf", publisher="财政局")], "r1", NOW)
    warehouse.fail(Failure("raw_pdfs", "x.pdf", "encrypted", "有密码 / password"))
    row = {"code": "201", "name": "一般公共服务支出", "level": "class", "list": "functional", "provenance": "draft"}
    warehouse.write_classifications([{**row, "valid_from": "2007-01-01"}])
    return warehouse


def exported(warehouse: Warehouse, folder: Path) -> dict[str, bytes]:
    warehouse.export(folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_there_and_back_is_the_same(sqlite_url: str, postgres_url: str, tmp_path: Path) -> None:
    with (
        filled(sqlite_url) as one,
        Warehouse.open(postgres_url) as two,
        Warehouse.open(str(tmp_path / "3.db")) as three,
    ):
        one.copy_to(two)
        two.copy_to(three)
        first = exported(one, tmp_path / "1")
        assert exported(two, tmp_path / "2") == first
        assert exported(three, tmp_path / "3") == first
        assert one.summary() == two.summary() == three.summary()
        asked = (
            "SELECT agency_name, fiscal_year, stage, sum(amount_fen) FROM spending GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        answers = [
            [(*row[:3], int(str(row[3]))) for row in warehouse.query(asked)[1]] for warehouse in (one, two, three)
        ]
        assert answers[0] == answers[1] == answers[2] != []
        assert one.search("收支总预算") == two.search("收支总预算") == three.search("收支总预算")
        assert one.search("收支总预算")[1] == 2
        with pytest.raises(WarehouseError, match="choose another address"):
            one.copy_to(two)


def test_documents_whose_file_is_gone_are_removed_on_demand(url: str) -> None:
    with filled(url) as warehouse:
        held = warehouse.summary().documents
        assert warehouse.absent() == []
        warehouse.sync_names("raw_pdfs", [name_of("a", "a.pdf")], whole=True)
        gone = warehouse.absent("raw_pdfs")
        assert len(gone) == held - 1
        assert warehouse.summary().documents == held, "ingest never deletes"
        assert warehouse.absent("other") == []
        # Back in its inbox since the list was shown.
        warehouse.sync_names("raw_pdfs", [name_of("b", "b.pdf")], whole=False)
        assert warehouse.prune(document_id for document_id, _ in gone) == held - 2
        assert set(warehouse.known()) == {document_id_of("a"), document_id_of("b")}
        assert {hit.file_name for hit in warehouse.search("收支总预算")[0]} == {"a.pdf", "b.pdf"}
        for table in ("spending_data", "search_documents"):
            rows = warehouse.query(f"SELECT count(*) FROM {table} WHERE doc NOT IN (SELECT doc FROM documents_data)")[1]
            assert rows == [(0,)]
