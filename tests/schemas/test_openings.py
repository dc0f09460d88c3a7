"""A search that looks for openings first finds the same."""

from __future__ import annotations

import re

import pytest

from schemas.openings import alternatives, at_end, opening, searched

TEXT = "2024年收入合计1,234.50万元，比上年增加-3.2%；其中：（一）教育支出 12人、增长100%。"


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?P<a>增加|减少)|\d{4}年",
        r"(?<![\d.,])[-+]?\d+(?:\.\d+)?%",
        r"(?:共|约)?[0-9]+人",
        r"(?:[^，]{2})?支出",
        r"[\s（]|\w",
        r"(?=其中)..",
        r"x*",
    ],
)
def test_the_same_is_found(pattern: str) -> None:
    plain = [match.span() for match in re.finditer(pattern, TEXT)]
    assert plain
    assert [match.span() for match in searched(pattern).finditer(TEXT)] == plain


def test_openings_stand_in_front_where_they_are_known() -> None:
    assert searched(r"(?:共|约)?[0-9]+人").pattern.startswith("(?=[0-9共约])")
    assert searched(r"[^，]支出").pattern == r"[^，]支出"


@pytest.mark.parametrize(
    "pattern", [r"(?:决算|预算(?:安排)?数?)$", r"(?<!总)(?:合计|\d+%|。)$", r"(?:费|支出)(?:为|是)?$", r".$"]
)
def test_what_stands_at_an_end_is_found_as_without_looking_at_the_last_sign(pattern: str) -> None:
    text = "项目支出预算安排数为总合计12%。"
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            plain, found = re.compile(pattern).search(text, start, end), at_end(pattern).search(text, start, end)
            assert (plain and plain.span()) == (found and found.span())


def test_alternatives_keep_their_order_among_those_that_begin_alike() -> None:
    each = [r"(?P<a>\d{4}年)", r"(?P<b>[。；])", r"(?P<c>(?:约)?\d+)", r"(?P<d>约|比)", r"(?P<e>，)"]
    guarded, plain = re.compile(alternatives(each)), re.compile("|".join(each))
    text = "2024年约12人，比2023年约少。约；"
    assert [(m.lastgroup, m.span()) for m in guarded.finditer(text)] == [
        (m.lastgroup, m.span()) for m in plain.finditer(text)
    ]
    assert alternatives(["x*", "a"]) == "x*|a"


def test_an_opening_finds_the_first_sign() -> None:
    found = opening(r"(?:委员)?会|局").search("某市局")
    assert found is not None and found.start() == 2
