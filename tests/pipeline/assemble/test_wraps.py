"""Fullness of lines, and words across joints."""

from __future__ import annotations

import pytest

from pipeline.assemble.wraps import Margins, Row, continues, unit_width


def _row(text: str, x0: float, x1: float, y: float = 100.0, page: int = 1) -> Row:
    return Row((page, int(y)), text, x0, y, x1, y + 16, 16.0)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("收入", 1.0),
        ("入。其他", 2.0),
        ("（类）支出", 3.0),
        ("161.62万元，支出", 6.0),
        ("2024年", 3.0),
        ("“三公”经费", 2.0),
    ],
)
def test_what_cannot_be_broken_at_the_start_of_a_line(text: str, width: float) -> None:
    assert unit_width(text) == width


def test_a_line_is_full_when_the_next_word_would_not_fit() -> None:
    margins = (Margins(90.0, 506.0), Margins(90.0, 506.0))
    before = _row("年初预算为", 122.0, 440.0)

    def never(left: str, right: str) -> bool:
        return False

    assert continues(before, _row("161.62万元，支出决算为", 90.0, 300.0, 130.0), margins, False, never)
    assert not continues(before, _row("本年收入合计", 90.0, 300.0, 130.0), margins, False, never)
    assert not continues(before, _row("161.62万元，支出决算为", 122.0, 300.0, 130.0), margins, False, never)
