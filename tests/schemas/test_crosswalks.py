"""Crosswalks against the code lists they connect."""

from __future__ import annotations

import pytest

from schemas.classification import LISTS, classification
from schemas.crosswalks import changes, cofog, cofog_table, government_codes, names_over_years

LISTED = {(name, entry.code, entry.name) for name in LISTS for entry in classification().entries(name)}


def test_every_change_connects_listed_codes_and_says_where_it_is_from() -> None:
    found = {
        change for name in LISTS for entry in classification().entries(name) for change in changes(name, entry.code)
    }
    assert len(found) > 30
    for change in found:
        assert (change.list, change.old_code, change.old_name) in LISTED, change
        assert (change.list, change.new_code, change.new_name) in LISTED, change
        assert change.source
        assert change.provenance == "attested" or "见" in change.source or "一般知识" in change.source, change
        assert (change.old_code == change.new_code) <= (change.kind in ("merged", "split", "reused")), change
        assert 2007 <= change.year <= 2030


def test_a_code_that_ended_is_not_in_force_when_its_successor_is() -> None:
    for change in (
        change for name in LISTS for e in classification().entries(name) for change in changes(name, e.code)
    ):
        for entry in names_over_years(change.list, change.old_code):
            if entry.name == change.old_name and entry.valid_to and change.doubt != "只有一部分职能移出":
                assert entry.valid_to.year < change.year, change


def test_names_of_one_code_stand_in_the_order_of_the_years() -> None:
    names = [entry.name for entry in names_over_years("functional", "210")]
    assert names == ["医疗卫生", "医疗卫生与计划生育支出", "卫生健康支出"]
    assert names_over_years("functional", "9999999") == ()


def test_a_code_that_changed_its_meaning_is_not_joined_by_its_number() -> None:
    (moved,) = changes("economic_department", "30113")
    assert (moved.old_code, moved.kind, moved.year) == ("30311", "moved", 2018)


@pytest.mark.parametrize(
    ("code", "unit", "expected"),
    [
        ("30101", "administrative", ["50101"]),
        ("30101", "institution", ["50501"]),
        ("30101", "any", ["50101", "50501"]),
        ("30302", "institution", ["50905"]),
        ("30302", "administrative", ["50905"]),
        ("30197", "institution", ["505"]),
        ("201", "any", []),
    ],
)
def test_the_type_of_unit_decides_the_government_code(code: str, unit: str, expected: list[str]) -> None:
    assert [row.government_code for row in government_codes(code, unit)] == expected  # type: ignore[arg-type]


def test_every_department_code_since_2018_has_a_government_code_for_both_types() -> None:
    gaps = [
        (entry.code, unit)
        for entry in classification().entries("economic_department")
        if entry.valid_to is None
        for unit in ("administrative", "institution")
        if not government_codes(entry.code, unit)
    ]
    assert gaps == []


def test_every_row_of_department_codes_connects_listed_codes() -> None:
    for entry in classification().entries("economic_department"):
        for row in government_codes(entry.code, "any"):
            assert ("economic_department", row.department_code, row.department_name) in LISTED, row
            assert ("economic_government", row.government_code, row.government_name) in LISTED, row
            assert row.source
            assert row.doubt or row.provenance == "attested"


def test_every_functional_class_has_an_answer() -> None:
    for entry in classification().entries("functional"):
        assert cofog(entry.code) is not None, entry.code
    for row in cofog_table().values():
        assert ("functional", row.code, row.name) in LISTED, row
        assert (row.division is None) == (row.match == "none")
        assert row.doubt or row.match == "main", row


def test_the_longest_listed_code_decides() -> None:
    assert [cofog(code).division for code in ("206", "2060201", "20699", "2210201", "2040401")] == [  # type: ignore[union-attr]
        "04", "01", "04", None, "03",
    ]  # fmt: skip
    assert cofog("301") is None
