"""The bytes of exports."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sample_bundles import FIGURES, make_bundle, name_of

from schemas.records import RECORDS
from warehouse.engines import reading
from warehouse.exports.csvs import write_csv
from warehouse.exports.figures import write_figures
from warehouse.rows import record_batches
from warehouse.store import Failure, Warehouse, WarehouseError
from warehouse.values import canonical, canonical_digits, yuan_of

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def filled(url: str, folder: Path) -> Path:
    """Export a warehouse in which order, nulls and numbers could go wrong."""
    with Warehouse.open(url) as warehouse:
        for seed, names in (("a", ["乙.pdf", "Z.pdf"]), ("b", ["é.pdf"]), ("c", ["\U00020000.pdf", "\uff5e.pdf"])):
            warehouse.load(make_bundle(seed, rows=12), [name_of(seed, name) for name in names], "r1", NOW)
        warehouse.sync_names("other", [name_of("b", "a/ä.pdf", "other", publisher="", licence='CC "BY"')])
        warehouse.fail(Failure("other", "x.pdf", "encrypted", '有密码，\n"请解密" / password'))
        warehouse.write_classifications(
            {"code": code, "name": name, "level": "class", "list": "functional", "provenance": "draft"}
            for code, name in (("201", "一般公共服务支出"), ("201", "一般公共服务"), ("2080505", "缴费"))
        )
        counts = warehouse.export(folder)
    assert list(counts) == list(RECORDS)
    assert counts["cells"] == 3 * 13 * 3
    return folder


def test_both_engines_give_the_same_bytes(sqlite_url: str, postgres_url: str, tmp_path: Path) -> None:
    one, two = filled(sqlite_url, tmp_path / "sqlite"), filled(postgres_url, tmp_path / "postgres")
    for record in RECORDS:
        left, right = (folder / f"{record}.csv" for folder in (one, two))
        if record in ("loads", "failures"):
            assert len(left.read_bytes()) == len(right.read_bytes())
        else:
            assert left.read_bytes() == right.read_bytes(), record


def test_the_form_of_the_csv(url: str, tmp_path: Path) -> None:
    folder = filled(url, tmp_path / "out")
    for record in RECORDS.values():
        data = (folder / f"{record.name}.csv").read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")
        rows = list(csv.reader(data.decode("utf-8").splitlines(keepends=True), strict=True))
        assert rows[0] == [column.name for column in record.columns]
        assert {len(row) for row in rows} == {len(record.columns)}
    described = {"README.md", "datapackage.json", "csv-metadata.json", "dcat.jsonld"}
    assert {path.name for path in folder.iterdir()} == described | {f"{name}.csv" for name in RECORDS}
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == [], "nothing temporary stays"


def test_null_and_the_empty_text_stay_apart(url: str, tmp_path: Path) -> None:
    folder = filled(url, tmp_path / "out")
    names = (folder / "document_names.csv").read_text(encoding="utf-8")
    assert ',other,a/ä.pdf,,"",,"CC ""BY""",,true' in names
    cells = (folder / "cells.csv").read_text(encoding="utf-8")
    assert ',0,1,1,1,"","",header,false,,,1,70.92,100,180.5,112.25' in cells


def test_rows_stand_in_the_order_of_the_key(url: str, tmp_path: Path) -> None:
    folder = filled(url, tmp_path / "out")
    for record in RECORDS.values():
        with (folder / f"{record.name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        numbers = {column.name for column in record.columns if column.type == "int"}
        keys = [tuple(int(row[n]) if n in numbers else row[n] for n in record.primary_key) for row in rows]
        assert keys == sorted(keys), record.name


def test_figures_are_exact(url: str, tmp_path: Path) -> None:
    with (filled(url, tmp_path / "out") / "amounts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert Decimal(row["amount_yuan"]) * 100 == int(row["amount_fen"])
        printed = Decimal(row["printed"])
        if len(printed.as_tuple().digits) <= 16:
            assert Decimal(row["value"]) == printed
    assert {row["value"] for row in rows} == {canonical_digits(figure) for figure in FIGURES}


def test_figures_are_printed_as_every_record_is(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick way and the common one, over documents, some alone, and a figure without a disclosure."""
    # Several chunks and runs, as large warehouses have them.
    for name, size in (("_DOCUMENTS", 2), ("_RUN", 2), ("BATCH", 3)):
        monkeypatch.setattr(f"warehouse.rows.{name}", size)
    with Warehouse.open(url) as warehouse:
        ids = []
        for seed in "abcde":
            made = make_bundle(seed, rows=11)
            first, second = made["amounts"][0], made["amounts"][1]
            first |= {"disclosure_id": None, "printed": 'a,"b"', "column_path": "", "amount_fen": None, "value": None}
            second |= {"printed": "两\n行", "x0": 0.05, "x1": 100, "measure": "percent", "row_label": " x "}
            warehouse.load(made, [name_of(seed, f"{seed}.pdf")], "r1", NOW)
            ids.append(made["documents"][0]["document_id"])
        for documents in (None, ids[1:4], []):
            with reading(warehouse._engine) as connection:
                for name, record in RECORDS.items():
                    write_csv(record, record_batches(connection, record, documents), tmp_path / f"{name}.csv")
                write_figures(connection, documents, tmp_path / "quick.csv")
            assert (tmp_path / "quick.csv").read_bytes() == (tmp_path / "amounts.csv").read_bytes()
            for name in ("amounts", "cells", "checks", "check_operands", "unparsed"):
                record = RECORDS[name]
                with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                    rows = list(csv.DictReader(file))
                numbers = {column.name for column in record.columns if column.type == "int"}
                keys = [tuple(int(row[n]) if n in numbers else row[n] for n in record.primary_key) for row in rows]
                assert keys == sorted(keys), name
                assert bool(keys) == (documents != []), name


def test_yuan_is_a_number_in_questions(url: str) -> None:
    with Warehouse.open(url) as warehouse:
        warehouse.load(make_bundle("a"), [name_of("a", "a.pdf")], "r1", NOW)
        sql = "SELECT count(*) FROM amounts WHERE amount_yuan > 10000000000000 AND value > 2 AND value < 100"
        assert warehouse.query(sql)[1] == [(1,)], "33.3 alone is between 2 and 100, as numbers go"
        ((yuan,),) = warehouse.query("SELECT amount_yuan FROM claims")[1]
        assert Decimal(str(yuan)) == Decimal("123000.00")


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("0", "0"),
        ("-0.00", "0"),
        ("10.00", "10"),
        ("100", "100"),
        ("-0.10", "-0.1"),
        ("0.0000001", "0.0000001"),
        ("9007199254740993", "9007199254740993"),
        ("9223372036854775807", "9223372036854775807"),
        ("9999999999999.99", "9999999999999.99"),
        ("66.66666666666666666666", "66.6666666666667"),
        ("12345678901234567890", "12345678901234600000"),
        ("171915169.005", "171915169.005"),
    ],
)
def test_decimals_have_one_form(digits: str, shown: str) -> None:
    assert canonical_digits(digits) == shown
    number = canonical(digits)
    assert Decimal(repr(number)) == Decimal(shown)


@pytest.mark.parametrize(("fen", "yuan"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (-12345, "-123.45")])
def test_yuan_is_made_from_fen(fen: int, yuan: str) -> None:
    assert yuan_of(fen) == yuan


def test_an_export_that_fails_leaves_the_older_one(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    with Warehouse.open(sqlite_url) as warehouse:
        warehouse.export(out)
        before = {path.name: path.read_bytes() for path in out.iterdir()}

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("warehouse.export.readme.render", full)
        with pytest.raises(WarehouseError, match="No space left"):
            warehouse.export(out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_with_other_files_is_left_alone(sqlite_url: str, tmp_path: Path) -> None:
    with Warehouse.open(sqlite_url) as warehouse:
        own = tmp_path / "own" / "thesis.docx"
        own.parent.mkdir()
        own.write_text("mine")
        with pytest.raises(WarehouseError, match=r"thesis\.docx"):
            warehouse.export(own.parent)
        with pytest.raises(WarehouseError, match="no folder"):
            warehouse.export(own)
    assert own.read_text() == "mine"


def test_some_documents_alone_and_nothing_but_reading(url: str, tmp_path: Path) -> None:
    with Warehouse.open(url) as warehouse:
        for seed, year in (("a", 2023), ("b", 2024)):
            bundle = make_bundle(seed)
            bundle["disclosures"][0]["fiscal_year"] = year
            warehouse.load(bundle, [name_of(seed, f"{seed}.pdf")], "r1", NOW)
        if url.startswith("postgresql"):
            warehouse.grant_reader()
        counts = warehouse.export(tmp_path / "out", where="fiscal_year = 2024 -- this year")
        assert (counts["documents"], counts["cells"], counts["readings"], counts["check_operands"]) == (1, 12, 1, 1)
        for where in ("1) UNION SELECT name FROM mingzhang_meta --", "1); DELETE FROM documents; --", "nonsense"):
            with pytest.raises(WarehouseError):
                warehouse.export(tmp_path / "out", where=where)
        assert warehouse.summary().documents == 2


def test_a_folder_that_cannot_be_written_is_told(url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with Warehouse.open(url) as warehouse:
        with pytest.raises(WarehouseError, match="choose another folder"):
            warehouse.export(tmp_path / "file" / "out")
        warehouse.export(tmp_path / "deep" / "er" / "out")
