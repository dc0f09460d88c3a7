"""Row labels → codes, parents, units, projects and what is counted."""

from __future__ import annotations

import pytest

from pipeline.normalize.model import NormalTable, Row
from tests.pipeline.normalize.printed import dims, figure, normal


def row(table: NormalTable, number: int, side: int = 0) -> Row:
    return next(r for r in table.rows if (r.row, r.side) == (number, side))


FISCAL = [
    ["收入", "<", "支出", "<", "<"],
    ["项目", "预算数", "项目", "合计", "一般公共预算"],
    ["一、本年收入", "40.00", "一、本年支出", "45.00", "45.00"],
    ["（一）一般公共预算拨款", "40.00", "（一）教育支出", "30.00", "30.00"],
    ["（二）政府性基金预算拨款", "", "（二）卫生健康支出", "15.00", "15.00"],
    ["二、上年结转", "5.00", "二、年终结转结余", "", ""],
    ["（一）一般公共预算拨款", "5.00", "", "", ""],
    ["收入总计", "45.00", "支出总计", "45.00", "45.00"],
]


def test_the_same_label_under_revenue_and_under_a_balance_is_of_two_flows() -> None:
    table = normal(FISCAL, "财政拨款收支总表")
    assert dims(table, 3, 1)["flow"] == "revenue"
    assert (dims(table, 6, 1)["flow"], dims(table, 6, 1)["origin"]) == ("opening_balance", "carried_over")
    assert {dims(table, r, 1)["fund"] for r in (3, 6)} == {"general_public"}


def test_counted_lines_hang_on_the_line_above_them() -> None:
    table = normal(FISCAL, "财政拨款收支总表")
    assert (row(table, 3).parent, row(table, 6).parent) == (2, 5)
    assert row(table, 3, side=1).parent == 2


def test_only_where_both_sides_stand_is_a_grand_total_a_balance() -> None:
    assert dims(normal(FISCAL, "财政拨款收支总表"), 7, 1)["flow"] == "balance"
    rows = [["项目", "金额"], ["一般公共预算资金", "3.00"], ["其他资金", "1.00"], ["收入总计", "4.00"]]
    assert dims(normal(rows, "收入预算总表"), 3, 1)["flow"] == "revenue"


def test_a_line_of_revenue_that_is_not_understood_has_no_fund() -> None:
    rows = [
        ["收入", "<", "支出", "<"],
        ["项目", "预算数", "项目", "预算数"],
        ["一、彩虹收入", "60.00", "一、教育支出", "100.00"],
        ["二、历年滚存", "40.00", "", ""],
        ["三、其他收入", "", "", ""],
        ["收入总计", "100.00", "支出总计", "100.00"],
    ]
    table = normal(rows, "部门收支总表")
    assert "fund" not in dims(table, 2, 1)
    assert "flow" not in dims(table, 3, 1)
    assert dims(table, 5, 1)["fund"] == "all"


def test_of_which_is_part_of_the_line_above() -> None:
    rows = [
        ["收入", "<", "支出", "<"],
        ["项目", "预算数", "项目", "预算数"],
        ["1.一般公共预算", "3.00", "201 一般公共服务支出", "4.00"],
        ["其中：一般财力", "2.00", "", ""],
        ["上级一般公共预算安排转移支付", "1.00", "", ""],
        ["2.单位资金", "1.00", "", ""],
        ["其中：事业收入", "1.00", "", ""],
        ["收入总计", "4.00", "支出总计", "4.00"],
    ]
    table = normal(rows, "部门收支总体情况表")
    assert [row(table, r).parent for r in (3, 4, 6)] == [2, 2, 5]
    assert dims(table, 4, 1)["fund"] == "general_public_transfer"
    assert row(table, 2, side=1).code == "201"


@pytest.mark.parametrize(
    "codes",
    [
        [("201", "", ""), ("201", "06", ""), ("201", "06", "01")],
        [("201", "", ""), ("", "06", ""), ("", "", "01")],
        [("201", "", ""), ("201", "20106", ""), ("201", "20106", "2010601")],
    ],
)
def test_codes_repeated_sparse_or_whole_are_one_tree(codes: list[tuple[str, str, str]]) -> None:
    names = ["一般公共服务支出", "财政事务", "行政运行"]
    rows = [
        ["科目编码", "<", "<", "科目名称", "合计", "基本支出", "项目支出"],
        ["类", "款", "项", "^", "^", "^", "^"],
        *([*code, name, "1.00", "1.00", ""] for code, name in zip(codes, names, strict=True)),
    ]
    table = normal(rows, "支出总表")
    assert [r.code for r in table.rows] == ["201", "20106", "2010601"]
    assert [r.parent for r in table.rows] == [None, 2, 3]
    assert [r.is_leaf for r in table.rows] == [False, False, True]


def test_a_total_row_that_shares_its_line_with_class_words_is_a_total() -> None:
    rows = [
        ["功能分类科目编码", "<", "<", "科目名称", "合计", "基本支出", "项目支出"],
        ["类", "款", "项", "合计", "3.00", "2.00", "1.00"],
        ["201", "06", "01", "行政运行", "3.00", "2.00", "1.00"],
    ]
    table = normal(rows, "支出决算表")
    assert (row(table, 1).total, row(table, 1).code) == ("total", None)


def test_classes_under_basic_expenditure_are_basic() -> None:
    rows = [
        ["收入", "<", "支出", "<", "<", "<"],
        ["项目", "预算", "项目（按功能分类）", "预算", "项目类别（资金使用性质）", "预算"],
        ["一、财政拨款", "100.00", "一、教育支出", "100.00", "一、基本支出", "60.00"],
        ["二、其他资金", "", "", "", "工资福利支出", "60.00"],
        ["", "", "", "", "二、项目支出", "40.00"],
        ["", "", "", "", "日常运转类", "40.00"],
        ["收入总计", "100.00", "支出总计", "100.00", "支出总计", "100.00"],
    ]
    table = normal(rows, "收支总体情况表")
    assert (row(table, 3, side=2).code, dims(table, 3, 5)["nature"], row(table, 3, side=2).parent) == (
        "301",
        "basic",
        2,
    )
    assert (dims(table, 5, 5)["nature"], row(table, 5, side=2).parent) == ("project", 4)


def test_units_stand_above_their_codes() -> None:
    rows = [
        ["科目编码", "<", "<", "单位代码", "单位名称（科目）", "合计", "基本支出", "项目支出"],
        ["类", "款", "项", "^", "^", "^", "^", "^"],
        ["", "", "", "", "合计", "100.00", "60.00", "40.00"],
        ["", "", "", "101", "青禾县财政局", "100.00", "60.00", "40.00"],
        ["", "", "", "101001", "青禾县财政局本级", "60.00", "60.00", ""],
        ["201", "06", "01", "101001", "行政运行", "60.00", "60.00", ""],
        ["", "", "", "101002", "青禾县会计中心", "40.00", "", "40.00"],
        ["201", "06", "50", "101002", "事业运行", "40.00", "", "40.00"],
    ]
    table = normal(rows, "部门支出总表")
    assert [r.unit_name for r in table.rows] == [
        None, "青禾县财政局", "青禾县财政局本级", "青禾县财政局本级", "青禾县会计中心", "青禾县会计中心",
    ]  # fmt: skip
    assert [r.parent for r in table.rows] == [None, None, 3, 4, 3, 6]


def test_projects_of_units() -> None:
    rows = [
        ["单位代码", "单位名称", "项目类型", "项目名称", "合计"],
        ["合计", "<", "<", "<", "40.00"],
        ["101001", "青禾县财政局", "特定目标类", "系统运维", "30.00"],
        ["101001", "青禾县财政局", "其他运转类", "会计考试", "10.00"],
    ]
    table = normal(rows, "项目支出表")
    assert [(r.project, r.unit_name) for r in table.rows] == [
        (None, None), ("系统运维", "青禾县财政局"), ("会计考试", "青禾县财政局"),
    ]  # fmt: skip


def test_a_second_classification_beside_the_first() -> None:
    rows = [
        ["部门预算支出经济分类科目", "<", "政府预算支出经济分类科目", "<", "金额"],
        ["科目编码", "科目名称", "科目编码", "科目名称", "^"],
        ["301", "工资福利支出", "501", "机关工资福利支出", "90.00"],
        ["30101", "基本工资", "50101", "工资奖金津补贴", "60.00"],
    ]
    table = normal(rows, "一般公共预算基本支出情况表")
    assert [r.code for r in table.rows] == ["301", "30101"]


def test_functions_crossed_with_economic_rows() -> None:
    rows = [
        ["功能分类科目", "<", "部门经济分类科目", "<", "合计", "基本支出", "项目支出"],
        ["编码", "名称", "编码", "名称", "^", "^", "^"],
        ["2010601", "行政运行", "", "", "60.00", "60.00", ""],
        ["2010601", "行政运行", "30101", "基本工资", "60.00", "60.00", ""],
    ]
    table = normal(rows, "支出总表")
    assert [(r.code, r.economic) for r in table.rows] == [("2010601", None), ("2010601", ("30101", "基本工资"))]
    assert row(table, 3).parent == 2


MIXED = [
    ["项目", "行次", "预算数", "决算数"],
    ["（一）支出合计", "1", "10.00", "9.00"],
    ["1．因公出国（境）费", "2", "", ""],
    ["2．公务用车购置及运行维护费", "3", "6.00", "6.00"],
    ["（1）公务用车购置费", "4", "", ""],
    ["（2）公务用车运行维护费", "5", "6.00", "6.00"],
    ["3．公务接待费", "6", "4.00", "3.00"],
    ["（二）相关统计数", "7", "—", "—"],
    ["1．公务用车保有量（辆）", "8", "—", "2"],
    ["2．国内公务接待人次（人）", "9", "—", "150"],
]


def test_what_is_counted_is_no_money() -> None:
    table = normal(MIXED, "“三公”经费支出决算表")
    assert (figure(table, 8, 3).measure, figure(table, 8, 3).fen) == ("count", None)
    assert "flow" not in dims(table, 8, 3)
    assert figure(table, 6, 3).fen == 3_000_000
    assert [r.parent for r in table.rows[:6]] == [None, 1, 1, 3, 3, 1]


def test_a_unit_of_money_in_a_label_goes_before_that_of_the_table() -> None:
    rows = [
        ["项目", "统计数"],
        ["一、国有资产占用情况", ""],
        ["办公用房价值（元）", "1,234.00"],
        ["机关运行经费", "1.00"],
    ]
    table = normal(rows, "机构运行经费、国有资产占用情况信息表")
    assert figure(table, 2, 1).fen == 123_400
    assert "flow" not in dims(table, 2, 1)


def test_lines_without_ordinals_are_parts_of_the_line_that_gathers_them() -> None:
    rows = [
        ["收入", "<", "支出", "<"],
        ["项目", "预算数", "项目", "预算数"],
        ["一、本年收入", "95.00", "一、本年支出", "95.00"],
        ["一般公共预算资金", "95.00", "教育支出", "80.00"],
        ["政府性基金预算资金", "", "卫生健康支出", "15.00"],
        ["二、上年结转", "", "二、结转下年", ""],
        ["一般公共预算拨款", "", "", ""],
        ["收入合计", "95.00", "支出合计", "95.00"],
    ]
    table = normal(rows, "财政拨款收支总表")
    assert [row(table, r).parent for r in (2, 3, 4, 5, 6)] == [None, 2, 2, None, 5]
    assert [row(table, r, side=1).parent for r in (2, 3, 4, 5)] == [None, 2, 2, None]


def test_five_lists_side_by_side() -> None:
    ways = ("政府预算经济", "部门预算经济", "功能")
    classes = ("机关工资福利支出", "工资福利支出", "教育支出")
    rows = [
        ["收入", "<", "支出", *["<"] * 7],
        [*["项目", "预算数"] * 2, *(x for way in ways for x in (f"项目（按{way}分类）", "预算数"))],
        ["一、事业收入", "9.00", "一、基本支出", "9.00", *(x for name in classes for x in (f"一、{name}", "9.00"))],
        ["", "", "二、项目支出", "", "", "", "", "", "", ""],
        ["收入总计", "9.00", *["支出总计", "9.00"] * 4],
    ]
    table = normal(rows, "收支预算总表")
    assert [side.rows for side in table.sides] == [
        "source", "nature", "economic_government", "economic_department", "functional",
    ]  # fmt: skip
    assert [row(table, 2, side=n).code for n in range(5)] == [None, None, "501", "301", "205"]


def test_two_classifications_in_front_of_their_names_in_one_column_each() -> None:
    rows = [
        ["部门预算支出经济科目", "政府预算支出经济科目", "合计"],
        ["合计", "", "9.00"],
        ["[301]工资福利支出", "", "9.00"],
        ["[30101]基本工资", "[50101]工资奖金津补贴", "9.00"],
    ]
    table = normal(rows, "一般公共预算基本支出情况表（按支出经济分类科目）")
    assert [(r.code, r.parent) for r in table.rows] == [(None, None), ("301", None), ("30101", 2)]


def test_what_the_money_is_for_stands_where_names_of_codes_do() -> None:
    rows = [
        ["科目编码", "<", "<", "单位代码", "单位名称（项目）", "金额"],
        ["类", "款", "项", "^", "^", "^"],
        ["合计", "<", "<", "<", "<", "9.00"],
        ["201", "06", "02", "101001", "系统运维", "9.00"],
    ]
    table = normal(rows, "一般公共预算项目支出预算表")
    assert (row(table, 3).code, row(table, 3).project) == ("2010602", "系统运维")


def test_a_total_that_stands_in_a_column_of_remarks_is_a_total() -> None:
    rows = [["类型", "项目名称", "合计"], ["31-部门项目", "系统运维", "9.00"], ["合计", "", "9.00"]]
    table = normal(rows, "项目支出表")
    assert row(table, 2).total == "total"


def test_equal_first_labels_are_no_block_where_projects_are_listed() -> None:
    rows = [
        ["采购类别", "项目名称", "金额"],
        ["A-货物", "桌椅", "1.00"],
        ["B-工程", "修缮", "2.00"],
        ["A-货物", "电脑", "3.00"],
    ]
    table = normal(rows, "政府采购预算明细表")
    assert [(r.project, r.parent) for r in table.rows] == [("桌椅", None), ("修缮", None), ("电脑", None)]


def test_rows_that_are_years_are_of_their_year() -> None:
    rows = [
        ["年度", "合计", "因公出国（境）费用", "公务接待费"],
        ["2023年", "3.00", "1.00", "2.00"],
        ["2024年", "3.00", "1.00", "2.00"],
    ]
    table = normal(rows, "财政拨款“三公”经费支出表")
    assert "phase" not in dims(table, 1, 1)
    assert dims(table, 2, 1)["phase"] == "budget"
