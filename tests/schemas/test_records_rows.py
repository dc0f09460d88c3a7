"""Checks of untrusted rows."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from schemas.records import RecordError, check_rows, checked, clean_text
from schemas.rows import by_column, rows_of

DOCUMENT = "ab" * 32
OTHER = "cd" * 32
TABLE = f"{DOCUMENT[:16]}-t1"
CELL: dict[str, Any] = {
    "table_id": TABLE,
    "row": 0,
    "col": 0,
    "row_span": 1,
    "col_span": 1,
    "text": "工资福利支出",
    "printed": "工资福\n利支出",
    "role": "label",
    "unmapped": False,
    "confidence": None,
    "page": 1,
    "x0": 1,
    "y0": 2.5,
    "x1": 3.0,
    "y1": 4.0,
}
CLAIM: dict[str, Any] = {
    "claim_id": f"{DOCUMENT[:16]}-p1-k1",
    "paragraph_id": f"{DOCUMENT[:16]}-p1",
    "kind": "change",
    "implied": False,
    "sentence": "减少0.05万元。",
    "trust": "unverified",
    **{name: CELL[name] for name in ("page", "x0", "y0", "x1", "y1")},
}


def test_good_rows_pass() -> None:
    check_rows("cells", [CELL, {**CELL, "col": 1, "file_name": "甲.pdf", "table_ordinal": 1, "confidence": 0.5}])
    check_rows("claims", [{**CLAIM, "change_fen": -50_000, "change_yuan": "-500.00", "change_pct": "-0.40"}])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("row", True),
        ("row", 1.0),
        ("row", "1"),
        ("row", None),
        ("row", 2**63),
        ("row", -(2**63) - 1),
        ("unmapped", 1),
        ("x0", float("nan")),
        ("x0", float("inf")),
        ("x0", 10**400),
        ("x0", 1e300),
        ("x0", "1"),
        ("x0", True),
        ("text", 1),
        ("text", b"x"),
        ("text", ["x"]),
        ("text", {}),
        ("text", "x" * 200_001),
        ("text", "a\x00b"),
        ("text", "a\x1b[31m"),
        ("text", "a\tb"),
        ("text", "a\x85b"),
        ("text", "a\u2028b"),
        ("text", "\ud83d"),
        ("unplaced_reason", "a\nb"),
        ("role", "title"),
        ("table_id", "../../etc-t1"),
        ("table_id", f"{TABLE}\n"),
        ("table_id", f"{DOCUMENT[:16]}-t１"),
        ("document_id", DOCUMENT[:16]),
    ],
)
def test_a_wrong_value_is_named_by_place_and_never_repeated(column: str, value: object) -> None:
    with pytest.raises(RecordError) as caught:
        check_rows("cells", [CELL, {**CELL, "col": 1, column: value}])
    assert (caught.value.record, caught.value.column, caught.value.row) == ("cells", column, 1)
    assert "[31m" not in str(caught.value)
    assert "etc" not in str(caught.value)


@pytest.mark.parametrize("digits", ["1e5", "1,234.5", "", ".5", "5.", "+1", "NaN", "１", "1" * 41, "0x1", " 1"])
def test_decimals_are_plain_digits(digits: str) -> None:
    with pytest.raises(RecordError):
        check_rows("claims", [{**CLAIM, "share_pct": digits}])


def test_decimals_do_not_travel_as_floats() -> None:
    with pytest.raises(RecordError):
        check_rows("claims", [{**CLAIM, "share_pct": 0.1}])


@pytest.mark.parametrize("sent", ["500.00", "-500.01", "-50000"])
def test_yuan_sent_along_must_agree_with_fen(sent: str) -> None:
    with pytest.raises(RecordError):
        check_rows("claims", [{**CLAIM, "change_fen": -50_000, "change_yuan": sent}])
    with pytest.raises(RecordError):
        check_rows("claims", [{**CLAIM, "change_yuan": sent}])


@pytest.mark.parametrize(
    "row", [[], "x", None, {**CELL, "DROP TABLE": 1}, {k: v for k, v in CELL.items() if k != "row"}]
)
def test_rows_have_the_columns_of_their_record(row: Any) -> None:
    with pytest.raises(RecordError):
        check_rows("cells", [row])


def test_unknown_records_are_refused() -> None:
    with pytest.raises(RecordError):
        check_rows("users", [])


@pytest.mark.parametrize("day", ["2024-02-30", "2024-2-1", "20240201", "2024-02-01T00:00:00", "2024-W05-4"])
def test_dates_are_iso_days(day: str) -> None:
    row = {"disclosure_id": f"{DOCUMENT[:16]}-d1", "document_id": DOCUMENT, "disclosure_ordinal": 1}
    good = {**row, "page_first": 1, "page_last": 1, "published_on": "2024-02-29"}
    check_rows("disclosures", [good])
    with pytest.raises(RecordError):
        check_rows("disclosures", [{**good, "published_on": day}])


def test_a_key_may_stand_twice_only_with_the_same_row() -> None:
    check_rows("cells", [CELL, dict(CELL)])
    with pytest.raises(RecordError, match="primary key"):
        check_rows("cells", [CELL, {**CELL, "text": "x"}])


def test_errors_survive_pickling() -> None:
    error = RecordError("cells", "row", 3, "不可为空", "must not be null")
    assert str(pickle.loads(pickle.dumps(error))) == str(error) == "cells.row[3]: 不可为空 / must not be null"


def test_cleaned_text_passes_the_check() -> None:
    dirty = "a\tb\r\nc\rd\x00\x1b[0m\ud83d\x85e\u2028f"
    check_rows("cells", [{**CELL, "printed": clean_text(dirty, multiline=True), "unplaced_reason": clean_text(dirty)}])
    assert clean_text(dirty, multiline=True) == "a b\nc\nd[0m\ne\nf"
    assert clean_text(dirty) == "a b c d[0m e f"


def bundle() -> dict[str, list[dict[str, Any]]]:
    document = {"document_id": DOCUMENT, "file_bytes": 1, "page_count": 1, "text_layer": "text", "status": "loaded"}
    table = {
        "table_id": TABLE,
        "document_id": DOCUMENT,
        "table_ordinal": 1,
        "page_first": 1,
        "page_last": 1,
        "row_count": 1,
        "column_count": 1,
        "header_rows": 1,
        "is_empty": False,
    }
    return {"documents": [document], "tables": [table], "cells": [dict(CELL)]}


def test_a_bundle_is_of_one_document() -> None:
    assert checked(bundle()).document_id == DOCUMENT


@pytest.mark.parametrize(
    ("record", "column", "value"),
    [
        ("cells", "table_id", f"{OTHER[:16]}-t1"),
        ("cells", "table_id", f"{DOCUMENT[:16]}-t2"),
        ("cells", "document_id", OTHER),
        ("tables", "document_id", OTHER),
        ("tables", "disclosure_id", f"{DOCUMENT[:16]}-d1"),
    ],
)
def test_a_bundle_cannot_write_into_another_document(record: str, column: str, value: str) -> None:
    hostile = bundle()
    hostile[record][0][column] = value
    with pytest.raises(RecordError):
        checked(hostile)


def test_a_bundle_holds_one_document_and_nothing_the_warehouse_makes() -> None:
    two = bundle()
    two["documents"].append({**two["documents"][0], "document_id": OTHER})
    with pytest.raises(RecordError):
        checked(two)
    with pytest.raises(RecordError):
        checked({"cells": [CELL]})
    with pytest.raises(RecordError):
        checked({**bundle(), "loads": []})


def test_columns_are_checked_as_rows_are() -> None:
    columns = {record: by_column(rows) for record, rows in bundle().items()}
    assert [rows_of(held) for held in columns.values()] == list(bundle().values())
    assert checked(columns) == checked(bundle())
    twice = {name: [*values, *values] for name, values in columns["cells"].items()}
    assert check_rows("cells", twice)
    for hostile, said in (
        ({**columns["cells"], "secret": ["x"]}, "unknown column"),
        ({name: values for name, values in columns["cells"].items() if name != "text"}, "required column is missing"),
        ({**columns["cells"], "text": ["a", "b"]}, "not of one length"),
        ({**columns["cells"], "text": "a"}, "not an array"),
        ({**columns["cells"], "text": [["a"]]}, "not a plain value"),
        ({**twice, "text": ["a", "b"]}, "stands twice"),
    ):
        with pytest.raises(RecordError, match=said):
            checked({**columns, "cells": hostile})


def test_rows_with_other_keys_become_columns_with_nothing() -> None:
    assert by_column([{"a": 1}, {"b": 2, "a": 3}]) == {"a": [1, 3], "b": [None, 2]}
    assert by_column([]) == {} and rows_of({}) == []


def test_what_has_passed_is_not_looked_at_again_unless_it_was_changed() -> None:
    passed = check_rows("cells", [CELL])
    assert check_rows("cells", passed) is passed
    with pytest.raises(RecordError, match="unknown column"):
        check_rows("claims", passed)
    with pytest.raises(RecordError, match="must be int"):
        check_rows("cells", {**passed, "row": ["1"]})
    with pytest.raises(RecordError, match="must not be null"):
        check_rows("cells", by_column([{**row, "row": None} for row in rows_of(passed)]))
