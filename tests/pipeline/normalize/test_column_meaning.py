"""Headers → what the figures under them are of."""

from __future__ import annotations

import pytest

from tests.pipeline.normalize.printed import dims, figure, normal

CENTRAL = [
    ["科目编码", "科目名称", "2023年执行数", "2024年预算数", "<", "<", "2024年预算数比2023年执行数", "<"],
    ["^", "^", "^", "小计", "基本支出", "项目支出", "增减额", "增减%"],
    ["201", "一般公共服务支出", "90.00", "100.00", "60.00", "40.00", "10.00", "11.11"],
]


def test_years_in_headers_are_phases_of_the_fiscal_year() -> None:
    table = normal(CENTRAL, "一般公共预算支出表")
    assert dims(table, 2, 2)["phase"] == "prior_executed"
    assert (dims(table, 2, 4)["phase"], dims(table, 2, 4)["nature"]) == ("budget", "basic")
    assert dims(table, 2, 3)["nature"] == "all"


def test_comparisons_are_no_amounts_of_their_own() -> None:
    table = normal(CENTRAL, "一般公共预算支出表")
    assert (dims(table, 2, 6)["comparison"], figure(table, 2, 6).measure) == ("change", "money")
    assert (dims(table, 2, 7)["comparison"], figure(table, 2, 7).measure) == ("change_pct", "percent")
    assert figure(table, 2, 7).fen is None


def test_a_year_without_a_word_leaves_the_phase_open() -> None:
    rows = [["科目编码", "科目名称", "2023年", "2024年预算数"], ["201", "一般公共服务支出", "90.00", "100.00"]]
    table = normal(rows, "一般公共预算支出表")
    assert "phase" not in dims(table, 1, 2)
    assert dims(table, 1, 3)["phase"] == "budget"


def test_without_a_fiscal_year_dated_headers_leave_the_phase_open() -> None:
    table = normal(CENTRAL, "一般公共预算支出表", year=None)
    assert "phase" not in dims(table, 2, 2)


REVENUE = [
    ["科目编码", "科目名称", "合计", "上年结转", "一般公共预算拨款收入", "事业收入", "<", "政府住房基金"],
    ["^", "^", "^", "^", "^", "金额", "其中：教育收费", "^"],
    ["205", "教育支出", "100.00", "5.00", "60.00", "20.00", "3.00", "15.00"],
]


@pytest.mark.parametrize(
    ("col", "expected"),
    [
        (2, {"flow": "revenue", "fund": "all", "origin": "all"}),
        (3, {"flow": "opening_balance", "fund": "all", "origin": "carried_over"}),
        (4, {"flow": "revenue", "fund": "general_public", "origin": "current_year"}),
        (5, {"flow": "revenue", "fund": "business_income", "origin": "current_year"}),
        (6, {"flow": "revenue", "fund": "education_fees", "origin": "current_year"}),
    ],
)
def test_sources_of_revenue(col: int, expected: dict[str, str]) -> None:
    found = dims(normal(REVENUE, "收入总表"), 2, col)
    assert {key: found[key] for key in expected} == expected


def test_a_header_that_is_not_understood_leaves_its_dimensions_open() -> None:
    table = normal(REVENUE, "收入总表")
    assert table.form is not None
    assert not {"fund", "origin"} & set(dims(table, 2, 7))
    assert figure(table, 2, 7).fen == 15_000_000


def test_columns_without_a_header_are_of_nothing_particular() -> None:
    rows = [["科目编码", "科目名称", "", ""], ["201", "一般公共服务支出", "1.00", "2.00"]]
    table = normal(rows, "支出总表")
    assert table.form is None or "nature" not in dims(table, 1, 2)


def test_a_fund_beside_its_transfers_is_printed_without_them() -> None:
    rows = [
        ["功能分类科目编码", "功能分类科目名称", "总计", "财政拨款", "<", "<"],
        ["^", "^", "^", "小计", "一般公共预算", "上级一般公共预算安排的转移支付"],
        ["201", "一般公共服务支出", "3.00", "3.00", "2.00", "1.00"],
    ]
    table = normal(rows, "部门收入总体情况表")
    assert dims(table, 2, 4)["fund"] == "general_public_own"
    assert dims(table, 2, 5)["fund"] == "general_public_transfer"
    assert dims(table, 2, 3)["fund"] == "fiscal"


def test_in_a_list_of_projects_a_balance_is_what_pays_not_a_flow() -> None:
    rows = [
        ["单位名称", "项目名称", "合计", "本年拨款", "财政拨款结转结余"],
        ["青禾县财政局", "系统运维", "30.00", "20.00", "10.00"],
    ]
    table = normal(rows, "项目支出表")
    assert (dims(table, 1, 4)["flow"], dims(table, 1, 4)["origin"]) == ("expenditure", "carried_over")


def test_four_flows_side_by_side() -> None:
    rows = [
        ["项目", "<", "年初结转和结余", "本年收入", "本年支出", "<", "<", "年末结转和结余"],
        ["科目编码", "科目名称", "^", "^", "小计", "基本支出", "项目支出", "^"],
        ["栏次", "<", "1", "2", "3", "4", "5", "6"],
        ["212", "城乡社区支出", "1.00", "10.00", "9.00", "", "9.00", "2.00"],
    ]
    table = normal(rows, "政府性基金预算财政拨款收入支出决算表")
    found = [dims(table, 3, col)["flow"] for col in range(2, 8)]
    assert found == ["opening_balance", "revenue", *["expenditure"] * 3, "closing_balance"]
    assert dims(table, 3, 6)["nature"] == "project"
    assert {f.dims["fund"] for f in table.figures} == {"government_fund"}


def test_economic_classes_and_groups_head_columns() -> None:
    rows = [
        ["科目编码", "科目名称", "总计", "工资福利支出", "<", "<", "商品和服务支出", "<"],
        ["^", "^", "^", "小计", "基本工资", "津贴补贴", "小计", "办公费"],
        ["2010601", "行政运行", "100.00", "90.00", "60.00", "30.00", "10.00", "10.00"],
    ]
    table = normal(rows, "部门支出预算明细表")
    codes = [c.economic[0] if c.economic else None for c in table.columns]
    assert codes == [None, None, None, "301", "30101", "30102", "302", "30201"]


def test_government_classes_are_told_from_those_of_departments() -> None:
    rows = [
        ["单位名称", "总计", "机关工资福利支出", "机关商品和服务支出", "其他支出"],
        ["青禾县财政局", "100.00", "60.00", "30.00", "10.00"],
    ]
    table = normal(rows, "支出预算分类汇总表（按政府预算经济分类）")
    assert [c.economic[0] if c.economic else None for c in table.columns] == [None, None, "501", "502", "599"]


def test_a_unit_in_the_header_goes_before_that_of_the_table() -> None:
    rows = [
        ["科目编码", "科目名称", "合计（元）", "基本支出（元）", "项目支出（元）"],
        ["201", "一般公共服务支出", "12,345.00", "12,345.00", ""],
    ]
    assert figure(normal(rows, "支出总表"), 1, 2).fen == 1_234_500


ITEMS = ["因公出国（境）费", "公务用车购置及运行费", "公务接待费"]


@pytest.mark.parametrize(("more", "tag"), [([], "three_public"), (["会议费"], None)])
def test_the_total_beside_the_three_items_is_their_whole(more: list[str], tag: str | None) -> None:
    table = normal([["合计", *ITEMS, *more], ["9.00", "1.00", "6.00", "2.00", ""]], "“三公”经费支出表")
    assert table.columns[0].tag == tag


def test_classes_beneath_basic_expenditure_are_columns_of_both() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出", "<", "<", "项目支出"],
        ["^", "^", "^", "小计", "工资福利支出", "商品和服务支出", "^"],
        ["2010601", "行政运行", "60.00", "60.00", "50.00", "10.00", ""],
    ]
    table = normal(rows, "支出总体情况表")
    assert (table.columns[4].economic or ("",))[0] == "301"
    assert (dims(table, 2, 4)["nature"], dims(table, 2, 4)["fund"]) == ("basic", "all")


def test_a_group_that_bears_the_name_of_its_class() -> None:
    rows = [
        ["科目编码", "科目名称", "总计", "其他支出", "<", "资本性支出"],
        ["^", "^", "^", "小计", "其他支出", "^"],
        ["2010601", "行政运行", "9.00", "9.00", "9.00", ""],
    ]
    table = normal(rows, "部门支出预算明细表")
    assert [c.economic[0] if c.economic else None for c in table.columns[3:]] == ["399", "39999", "310"]
