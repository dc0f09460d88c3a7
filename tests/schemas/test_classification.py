"""The dated code lists: their data and their lookup."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from schemas.classification import (
    LISTS,
    Classification,
    Entry,
    ListName,
    classification,
    level_of,
    list_date,
    list_of,
    parent_of,
)
from schemas.records import check_rows
from schemas.text import fold

BOOK = classification()


@pytest.mark.parametrize("list_name", LISTS)
def test_every_code_has_its_parent_and_its_own_list(list_name: ListName) -> None:
    codes = {e.code for e in BOOK.entries(list_name)}
    for code in codes:
        assert list_of(code) == list_name
        assert parent_of(code) is None or parent_of(code) in codes


@pytest.mark.parametrize("list_name", LISTS)
def test_names_are_clean_and_appear_once_for_a_code(list_name: ListName) -> None:
    seen: set[tuple[str, str]] = set()
    for entry in BOOK.entries(list_name):
        assert entry.name == entry.name.strip()
        assert not set("() \n") & set(entry.name)
        assert (entry.code, fold(entry.name)) not in seen
        seen.add((entry.code, fold(entry.name)))


def _overlap(a: Entry, b: Entry) -> bool:
    start = max(a.valid_from or date.min, b.valid_from or date.min)
    return start <= min(a.valid_to or date.max, b.valid_to or date.max)


@pytest.mark.parametrize("list_name", LISTS)
def test_two_attested_names_of_a_code_are_never_in_force_together(list_name: ListName) -> None:
    for code in {e.code for e in BOOK.entries(list_name)}:
        attested = [e for e in BOOK.names(list_name, code) if e.provenance == "attested"]
        for a, b in combinations(attested, 2):
            assert not _overlap(a, b), (a, b)


@pytest.mark.parametrize("list_name", LISTS)
def test_validities_run_forward(list_name: ListName) -> None:
    for e in BOOK.entries(list_name):
        assert (e.valid_from or date.min) <= (e.valid_to or date.max)


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("20805", 2018, "行政事业单位离退休"),
        ("20805", 2024, "行政事业单位养老支出"),
        ("207", 2018, "文化体育与传媒支出"),
        ("207", 2024, "文化旅游体育与传媒支出"),
        ("210", 2018, "医疗卫生与计划生育支出"),
        ("210", 2019, "卫生健康支出"),
        ("2040405", 2017, "公诉和审判监督"),
        ("2040405", 2018, "公诉、审判、侦查、执行等检察监督支出"),
        ("201", 2008, "一般公共服务"),
    ],
)
def test_functional_names_by_year(code: str, year: int, name: str) -> None:
    entry = BOOK.by_code("functional", code, list_date(year))
    assert entry is not None
    assert entry.name == name


def test_department_codes_were_reused_in_2018() -> None:
    names = {y: BOOK.by_code("economic_department", "30311", list_date(y)) for y in (2017, 2024)}
    assert [e.name for e in names.values() if e] == ["住房公积金", "代缴社会保险费"]


def test_a_code_added_within_a_year_begins_on_its_day() -> None:
    (entry,) = BOOK.names("functional", "22006")
    assert entry.valid_from == date(2024, 3, 29)
    assert entry.in_force(entry.valid_from)
    assert not entry.in_force(entry.valid_from - timedelta(days=1))
    assert BOOK.by_code("functional", "22006", list_date(2024)) is not None
    assert BOOK.by_code("functional", "22006", list_date(2023)) is None


def test_names_runs_from_the_earliest_to_the_latest() -> None:
    assert [e.name for e in BOOK.names("functional", "220")] == [
        "国土资源气象等事务",
        "国土海洋气象等支出",
        "自然资源海洋气象等支出",
    ]
    assert BOOK.names("functional", "299") == ()


def test_a_name_may_be_ambiguous_and_its_parent_decides() -> None:
    on = list_date(2024)
    assert len(BOOK.by_name("functional", "行政运行", None, on)) > 50
    assert [e.code for e in BOOK.by_name("functional", "行政运行", "20103", on)] == ["2010301"]
    assert {e.code for e in BOOK.by_name("functional", "其他公共安全支出", "204", on)} == {"20499", "2049999"}
    assert [e.code for e in BOOK.by_name("functional", "其他公共安全支出", "204", on, "item")] == ["2049999"]


def test_a_class_of_several_budgets_names_them_all() -> None:
    entry = BOOK.by_code("functional", "212")
    assert entry is not None
    assert entry.account == ("general_public", "government_fund")


def test_a_known_misprint_is_not_in_the_lists() -> None:
    assert [e.name for e in BOOK.names("functional", "22198")] == ["超长期特别国债安排的支出"]


@pytest.mark.parametrize(
    ("list_name", "code", "level"),
    [
        ("functional", "201", "class"),
        ("functional", "20101", "group"),
        ("functional", "2010101", "item"),
        ("functional", "2010", None),
        ("economic_department", "30101", "group"),
        ("economic_department", "3010101", None),
        ("functional", "２０１", None),
        ("functional", "", None),
    ],
)
def test_level_of(list_name: ListName, code: str, level: str | None) -> None:
    assert level_of(list_name, code) == level


def test_list_of_tells_department_from_government() -> None:
    assert [list_of(c) for c in ("30101", "50101", "2010101", "101", "401", "2010")] == [
        "economic_department",
        "economic_government",
        "functional",
        "revenue",
        None,
        None,
    ]


def test_rows_are_rows_of_the_contract() -> None:
    rows = BOOK.rows()
    check_rows("classifications", rows)
    assert len(rows) == sum(len(BOOK.entries(each)) for each in LISTS)


def test_a_bad_row_is_refused_with_its_file(tmp_path: Path) -> None:
    header = "code,name,level,account,valid_from,valid_to,provenance\n"
    (tmp_path / "functional.csv").write_text(header + "2010,某项支出,item,,,,draft\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"functional\.csv"):
        Classification(tmp_path).entries("functional")
