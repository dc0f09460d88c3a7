"""What portals, spreadsheets and researchers get: described, whole, exact."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sample_bundles import Bundle, make_bundle, name_of

from schemas.records import RECORDS
from warehouse.exports.workbook import write_workbook
from warehouse.store import Warehouse

NOW = datetime(2026, 1, 2, tzinfo=UTC)
STARTS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1",
    "－12.50",
    "－",
    "  =cmd|'/c calc'!A1",
    "0201",
    "{=1}",
    "http://example.org",
)


def bundle() -> Bundle:
    made = make_bundle("a", rows=len(STARTS))
    for row, text in zip(made["cells"], STARTS, strict=False):
        row["text"] = row["printed"] = text
    made["amounts"][0]["functional_code"] = "0201"
    made["amounts"][0]["amount_fen"] = 2**63 - 1
    return made


@pytest.fixture
def warehouse(sqlite_url: str) -> Warehouse:
    warehouse = Warehouse.open(sqlite_url)
    source = {"publisher": "青禾县财政局", "source_url": "https://example.org/a.pdf", "licence": "CC-BY-4.0"}
    warehouse.load(bundle(), [name_of("a", "a.pdf", **source)], "r1", NOW)
    return warehouse


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_frictionless_accepts_the_package(warehouse: Warehouse, tmp_path: Path) -> None:
    pytest.importorskip("frictionless")
    warehouse.export(tmp_path / "out")
    code = (
        "import sys; from frictionless import validate; r = validate('datapackage.json'); "
        "print(r.flatten(['type', 'note'])); sys.exit(not r.valid)"
    )
    # In a process of its own: a relative path is trusted only from the folder of the descriptor.
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path / "out", capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_frictionless_sees_damage(warehouse: Warehouse, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    warehouse.export(tmp_path / "out")
    path = tmp_path / "out" / "readings.csv"
    path.write_bytes(path.read_bytes().replace(b"-t1,", b"-t2,"))
    package = frictionless.Package(str(tmp_path / "out" / "datapackage.json"))
    found = {kind for (kind,) in package.validate().flatten(["type"])}
    assert found >= {"hash-count", "foreign-key"}


def test_the_package_describes_every_column_in_both_languages(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.export(tmp_path / "out")
    told = read_json(tmp_path / "out" / "datapackage.json")
    assert told["$schema"].endswith("/2.0/datapackage.json")
    assert told["sources"] == [{"title": "青禾县财政局", "path": "https://example.org/a.pdf"}]
    assert told["licenses"] == [{"name": "CC-BY-4.0", "title": "CC-BY-4.0"}]
    assert [resource["name"] for resource in told["resources"]] == list(RECORDS)
    for resource in told["resources"]:
        data = (tmp_path / "out" / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["bytes"] == len(data)
        for field, column in zip(resource["schema"]["fields"], RECORDS[resource["name"]].columns, strict=True):
            assert (field["name"], field["titles"]) == (column.name, {"zh": column.zh, "en": column.en})
    by_name = {field["name"]: field for field in told["resources"][list(RECORDS).index("amounts")]["schema"]["fields"]}
    assert by_name["amount_yuan"]["columnType"] == "value"
    assert by_name["fiscal_year"]["columnType"] == "date:fiscal-year"
    readme = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "不要直接对 `amounts` 求和" in readme
    assert all(f"`{column.name}`" in readme for record in RECORDS.values() for column in record.columns)


def test_csvw_and_dcat_name_every_file(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.export(tmp_path / "out")
    group = read_json(tmp_path / "out" / "csv-metadata.json")
    assert [table["url"] for table in group["tables"]] == [f"{name}.csv" for name in RECORDS]
    for table, record in zip(group["tables"], RECORDS.values(), strict=True):
        assert [column["name"] for column in table["tableSchema"]["columns"]] == [c.name for c in record.columns]
        for key in table["tableSchema"].get("foreignKeys", ()):
            assert key["reference"]["resource"] in {f"{name}.csv" for name in RECORDS}
    dataset = read_json(tmp_path / "out" / "dcat.jsonld")
    assert {title["@language"] for title in dataset["dct:title"]} == {"zh", "en"}
    assert dataset["dct:description"]
    for part in dataset["dcat:distribution"]:
        data = (tmp_path / "out" / part["dcat:accessURL"]["@id"]).read_bytes()
        assert part["spdx:checksum"]["spdx:checksumValue"]["@value"] == hashlib.sha256(data).hexdigest()


def test_excel_keeps_codes_and_starts_no_formula(warehouse: Warehouse, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    openpyxl = pytest.importorskip("openpyxl")
    warehouse.export(tmp_path / "out", "xlsx")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"README.md", "mingzhang.xlsx"}
    book = openpyxl.load_workbook(tmp_path / "out" / "mingzhang.xlsx")
    assert book.sheetnames == list(RECORDS)
    cells = book["cells"]
    assert cells.freeze_panes == "A3"
    assert [box.value for box in cells[1]] == [column.zh for column in RECORDS["cells"].columns]
    names = [box.value for box in cells[2]]
    shown = [row[names.index("text")] for row in cells.iter_rows(min_row=3)]
    assert [box.value for box in shown[: len(STARTS)]] == list(STARTS)
    for sheet in book:
        for row in sheet.iter_rows():
            for box in row:
                assert box.data_type != "f" and box.hyperlink is None
                if box.data_type == "s" and box.value.strip().startswith(("=", "+", "-", "@", "＝", "－")):
                    assert box.quotePrefix, f"{sheet.title} {box.coordinate}"
    amounts = book["amounts"]
    names = [box.value for box in amounts[2]]
    rows = [dict(zip(names, (box.value for box in row), strict=True)) for row in amounts.iter_rows(min_row=3)]
    assert "0201" in {row["functional_code"] for row in rows}
    assert str(2**63 - 1) in {row["amount_fen"] for row in rows}, "Excel's numbers have fifteen digits"


def test_a_sheet_that_is_full_goes_on_in_the_next(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    openpyxl = pytest.importorskip("openpyxl")
    rows = [(f"{number:03}", f"第{number}", None) for number in range(7)]
    counts = write_workbook([(RECORDS["agencies"], [rows[:4], rows[4:]])], tmp_path / "x.xlsx", limit=5)
    assert counts == {"agencies": 7}
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["agencies", "agencies (2)", "agencies (3)"]
    assert [[row[0].value for row in sheet.iter_rows(min_row=3)] for sheet in book] == [
        ["000", "001", "002"],
        ["003", "004", "005"],
        ["006"],
    ]


def test_parquet_is_exact(warehouse: Warehouse, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    warehouse.export(tmp_path / "csv")
    counts = warehouse.export(tmp_path / "out", "parquet")
    for name, record in RECORDS.items():
        table = parquet.read_table(tmp_path / "out" / f"{name}.parquet")
        assert table.column_names == [column.name for column in record.columns]
        assert table.num_rows == counts[name]
    rows = parquet.read_table(tmp_path / "out" / "amounts.parquet").to_pylist()
    with (tmp_path / "csv" / "amounts.csv").open(encoding="utf-8", newline="") as file:
        for row, shown in zip(rows, csv.DictReader(file), strict=True):
            assert row["amount_fen"] == int(shown["amount_fen"])
            assert row["amount_yuan"] == Decimal(shown["amount_yuan"])
            assert row["value"] == Decimal(shown["value"])
            assert (row["functional_code"], row["trust"]) == (shown["functional_code"], shown["trust"])
