"""Fullness of lines, and words across joints."""

from __future__ import annotations

import pytest

from pipeline.assemble.wraps import Margins, Row, continues, find_margins, unit_width


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


def test_lines_that_end_near_each_other_by_chance_make_no_edge() -> None:
    set_text = [
        row
        for page in (1, 2, 3)
        for row in (
            _row("本部门收入预算", 90.0, 506.0, 100.0, page),
            _row("本部门支出预算", 74.0, 506.0, 120.0, page),
        )
    ]
    short = [
        _row("政府采购预算", 90.0, 470.0, 100.0, 4),
        _row("预留项目预算", 90.0, 462.0, 120.0, 4),
    ]
    margins = find_margins([*set_text, *short], dict.fromkeys((1, 2, 3, 4), 595.0), 16.0)
    assert margins[4].right == pytest.approx(506.0, abs=3.0)
    ragged = [_row("政府采购预算", 90.0, x1, 100.0, page) for page in (1, 2, 3) for x1 in (470.0, 462.0)]
    assert find_margins(ragged, dict.fromkeys((1, 2, 3), 595.0), 16.0)[1].right == pytest.approx(470.0, abs=3.0)
