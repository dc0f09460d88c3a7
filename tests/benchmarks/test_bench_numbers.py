"""Numbers found in text, and two lots of them compared page by page."""

from __future__ import annotations

import pytest

from benchmarks.numbers import Found, compare, numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收入总计1,234.56万元，下降3.20%。", ["1,234.56", "3.20"]),
        ("171,915,169", ["171,915,169"]),
        ("2024 年 12 月", []),
        ("2024.01.15", []),
        ("１２．５０", ["12.50"]),
        ("-0.05", ["0.05"]),
        ("12.3445.67", []),
        ("1234,567", []),
        ("4．2025年预算", []),
        ("14.2025", ["14.2025"]),
    ],
)
def test_numbers(text: str, found: list[str]) -> None:
    assert numbers(text) == found


def _found(number: str, first: int = 1, last: int | None = None) -> Found:
    return Found(number, first, last or first, "here")


def test_every_number_counts_as_often_as_it_stands() -> None:
    result = compare([["1.00 1.00 2.00"]], [_found("1.00"), _found("3.00")])
    assert (result.agreed, result.missing, result.extra) == (1, 2, 1)
    assert [(d.kind, d.number) for d in result.differences] == [
        ("missing", "1.00"),
        ("missing", "2.00"),
        ("extra", "3.00"),
    ]
    assert result.recall == pytest.approx(1 / 3)
    assert result.precision == pytest.approx(1 / 2)


def test_a_number_on_another_page_is_a_difference() -> None:
    result = compare([["1.00"], []], [_found("1.00", 2)])
    assert [(d.kind, d.page) for d in result.differences] == [("missing", 1), ("extra", 2)]


def test_who_may_stand_on_few_pages_chooses_first() -> None:
    result = compare([["1.00"], ["1.00"]], [_found("1.00", 1, 2), _found("1.00", 1)])
    assert (result.agreed, result.differences) == (2, ())


def test_a_number_cut_by_a_line_break_is_one() -> None:
    result = compare([["收入 12,345,", "678.90 万元"]], [_found("12,345,678.90")])
    assert (result.agreed, result.wrapped, result.differences) == (1, 1, ())


def test_a_number_cut_by_a_page_break_is_one() -> None:
    result = compare([["收入 1,234.", "- 3 -"], ["公开表", "56 万元"]], [_found("1,234.56", 1, 2)])
    assert (result.agreed, result.wrapped, result.differences) == (1, 1, ())


def test_two_numbers_one_below_the_other_are_not_one() -> None:
    result = compare([["1.20", "3.40"]], [_found("1.203")])
    assert {d.kind for d in result.differences} == {"missing", "extra"}


def test_parts_that_were_read_are_not_joined_as_well() -> None:
    result = compare([["12,345", ".60"]], [_found("12,345"), _found("12,345.60")])
    assert [(d.kind, d.number) for d in result.differences] == [("extra", "12,345.60")]


def test_nothing_to_compare_is_no_fault() -> None:
    result = compare([[]], [])
    assert (result.recall, result.precision) == (1.0, 1.0)
