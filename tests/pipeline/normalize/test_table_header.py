"""Where the header of a table ends, what heads each column, what each column holds."""

from __future__ import annotations

import pytest

from pipeline.normalize.grid import TableGrid, column_kind, is_number_row
from tests.pipeline.normalize.printed import printed

TREE = [
    ["科目编码", "<", "<", "功能分类科目名称", "总计", "财政拨款（补助）", "<", "单位资金"],
    ["类", "款", "项", "^", "^", "小计", "一般公共预算", "^"],
    ["※", "※", "※", "※", "1", "2", "3", "4"],
    ["201", "03", "06", "政务公开审批", "457.54", "369.27", "369.27", "88.27"],
]


def test_the_header_ends_above_the_first_figures_and_has_the_row_of_column_numbers() -> None:
    grid = TableGrid(printed(TREE))
    assert (grid.header_rows, grid.number_row) == (3, 2)


def test_header_texts_over_a_column_leave_out_numbers_and_repetitions() -> None:
    grid = TableGrid(printed(TREE))
    assert grid.header_path(6) == ("财政拨款（补助）", "一般公共预算")
    assert grid.header_path(4) == ("总计",)


def test_columns_hold_codes_labels_and_figures() -> None:
    grid = TableGrid(printed(TREE))
    assert [column_kind(grid, col) for col in range(8)] == ["code"] * 3 + ["label"] + ["amount"] * 4


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "<", "<"],  # a total over the whole width is a row, not a header
        ["201", "一般公共服务支出", ""],
        ["一、一般公共服务支出", "", ""],
        ["其中：一般财力", "", ""],
        ["基本支出", "12.00", "3.00"],
    ],
)
def test_rows_of_the_body_are_not_taken_into_the_header(row: list[str]) -> None:
    assert TableGrid(printed([["科目编码", "科目名称", "合计"], row])).header_rows == 1


def test_a_row_of_figures_only_has_no_header() -> None:
    assert TableGrid(printed([["1.00", "2.00"], ["3.00", "4.00"]])).header_rows == 0


def test_a_header_whose_words_are_mostly_unknown_is_still_one() -> None:
    rows = [
        ["科目编码", "科目名称", "经费甲", "经费乙", "住房基金"],
        ["201", "一般公共服务支出", "1.00", "2.00", "3.00"],
    ]
    assert TableGrid(printed(rows)).header_rows == 1


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [(["栏次", "1", "2", "3"], True), (["※", "1", "2"], True), (["**", "１", "２"], True), (["合计", "1", "2"], False),
     (["", "1", "3"], False), (["", "7", ""], False)],
)  # fmt: skip
def test_column_numbers_run_without_gaps(texts: list[str], numbers: bool) -> None:
    assert is_number_row(printed([texts]).rows()[0]) is numbers


def test_a_year_of_three_digits_and_more_is_no_column_number() -> None:
    assert not is_number_row(printed([["", "2023", "2024"]]).rows()[0])


def test_what_rows_are_counted_in_is_text() -> None:
    rows = [["项目", "单位", "数量情况"], ["车辆", "辆", "3"], ["房屋", "平方米", "300"]]
    assert column_kind(TableGrid(printed(rows)), 1) == "text"
    named = [["单位", "合计"], ["青禾县财政局", "3.00"]]
    assert column_kind(TableGrid(printed(named)), 0) == "label"


def test_unknown_words_over_a_row_of_header_words_open_the_header() -> None:
    rows = [
        ["账目", "<", "<", "甲乙", "<"],
        ["类", "款", "科目名称", "合计", "基本支出"],
        ["201", "06", "财政事务", "1.00", "1.00"],
    ]
    assert TableGrid(printed(rows)).header_rows == 2


def test_a_body_row_of_words_over_figures_is_no_header() -> None:
    assert TableGrid(printed([["甲", "乙"], ["丙", "1.00"]])).header_rows == 0


@pytest.mark.parametrize("spanning", [False, True])
def test_column_numbers_may_stand_beside_the_words_of_the_codes(spanning: bool) -> None:
    below = ["^", "^", "^"] if spanning else ["", "", ""]
    rows = [
        ["项目", "<", "<", "<", "本年支出合计", "基本支出", "项目支出"],
        ["功能分类科目编码", "<", "<", "科目名称", "^", "^", "^"],
        ["类", "款", "项", "栏次", "1", "2", "3"],
        [*below, "合计", "30.00", "20.00", "10.00"],
        ["205", "", "", "教育支出", "30.00", "20.00", "10.00"],
    ]
    grid = TableGrid(printed(rows))
    assert (grid.header_rows, grid.number_row) == (3, 2)
    assert grid.header_path(0) == ("项目", "功能分类科目编码", "类")
    assert grid.header_path(4) == ("本年支出合计",)


def test_codes_beside_small_figures_number_no_columns() -> None:
    assert not is_number_row(printed([["类", "款", "1", "2"]]).rows()[0])
