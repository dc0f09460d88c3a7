"""A search that looks for openings first finds the same."""

from __future__ import annotations

import re

import pytest

from schemas.openings import searched

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
