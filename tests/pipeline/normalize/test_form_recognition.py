"""Tables → forms: by titles that say no more, by structure, by neighbours; never by numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from pipeline.normalize.tables import normalize_tables
from pipeline.normalize.titles import facets_of, stage_of, titled
from schemas.forms import catalogue
from tests.pipeline.normalize.printed import dims, normal, printed

SPENDING = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["201", "一般公共服务支出", "3.00", "2.00", "1.00"],
    ["2010601", "行政运行", "3.00", "2.00", "1.00"],
]
REVENUE = [
    ["科目编码", "科目名称", "合计", "财政拨款收入", "事业收入", "其他收入"],
    ["201", "一般公共服务支出", "3.00", "2.00", "1.00", ""],
]
SUMMARY = [
    ["收入", "<", "支出", "<"],
    ["项目", "预算数", "项目", "预算数"],
    ["一、财政拨款收入", "3.00", "一、教育支出", "4.00"],
    ["二、事业收入", "1.00", "", ""],
    ["收入总计", "4.00", "支出总计", "4.00"],
]
TREASURY = [
    ["收入", "<", "支出", "<", "<"],
    ["项目", "预算数", "项目", "合计", "一般公共预算"],
    ["一、一般公共预算", "3.00", "一、教育支出", "3.00", "3.00"],
    ["收入总计", "3.00", "支出总计", "3.00", "3.00"],
]
ECONOMIC = [
    ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
    ["301", "工资福利支出", "3.00", "3.00", ""],
    ["30101", "基本工资", "3.00", "3.00", ""],
]
Rows = Sequence[Sequence[str]]


def form_of(rows: Rows, title: str | None) -> str | None:
    table = normal(rows, title)
    return table.form.id if table.form else None


@pytest.mark.parametrize(
    ("rows", "title", "form"),
    [
        (SUMMARY, "部门收支总体情况表", "budget_rev_exp_summary"),
        (SUMMARY, "2024年部门财务收支预算总表", "budget_rev_exp_summary"),
        (SUMMARY, "收支预算总表", "budget_rev_exp_summary"),
        (SUMMARY, "收入支出决算总表", "final_rev_exp_summary"),
        (TREASURY, "财政拨款收支总表", "budget_fiscal_summary"),
        (TREASURY, "财政预算拨款收支总体情况表", "budget_fiscal_summary"),
        (TREASURY, "财政拨款收入支出决算总表", "final_fiscal_summary"),
        (REVENUE, "部门收入总表", "budget_revenue_by_function"),
        (REVENUE, "收入决算表", "final_revenue_by_function"),
        (SPENDING, "支出预算表", "budget_expenditure_by_function"),
        (SPENDING, "支出决算表", "final_expenditure_by_function"),
        (SPENDING, "一般公共预算支出表", "budget_gpb_expenditure_by_function"),
        (SPENDING, "一般公共预算财政拨款支出预算表", "budget_gpb_expenditure_by_function"),
        (SPENDING, "一般公共预算当年拨款支出情况表", "budget_gpb_expenditure_by_function"),
        (SPENDING, "一般公共预算财政拨款支出决算表", "final_gpb_expenditure_by_function"),
        (SPENDING, "政府性基金预算支出表", "budget_govfund_expenditure"),
        (SPENDING, "政府性基金预算财政拨款支出预算表", "budget_govfund_expenditure"),
        (SPENDING, "国有资本经营预算支出情况表", "budget_statecap_expenditure"),
        (SPENDING, "国有资本经营预算财政拨款支出决算表", "final_statecap"),
        (ECONOMIC, "一般公共预算基本支出表", "budget_gpb_basic_by_dept_economic"),
        (ECONOMIC, "一般公共预算基本支出情况表（按经济分类款级科目）", "budget_gpb_basic_by_dept_economic"),
        (ECONOMIC, "一般公共预算财政拨款基本支出决算明细表", "final_gpb_basic_by_dept_economic"),
    ],
)
def test_titles_of_all_regions(rows: Rows, title: str, form: str) -> None:
    assert form_of(rows, title) == form


@pytest.mark.parametrize(
    "title",
    [
        "青禾县财政局2024年部门支出总表",
        "2024年度青禾县政府采购中心支出总表",
        "青禾县项目服务中心支出预算总表",
        "支出总表（单位）",
    ],
)
def test_an_agency_and_a_year_in_front_change_nothing(title: str) -> None:
    assert form_of(SPENDING, title) == "budget_expenditure_by_function"


@pytest.mark.parametrize("title", ["债务支出预算表", "债务还本付息情况表", "彩虹收支一览"])
def test_a_title_of_no_form_is_not_bent_to_one(title: str) -> None:
    assert form_of(SPENDING, title) is None


def test_a_wording_that_no_alias_has_is_known_by_what_it_speaks_of() -> None:
    assert forms_of([(SPENDING, "一般公共预算支出安排表")]) == ["budget_gpb_expenditure_by_function"]
    assert facets_of("青禾县财政局一般公共预算财政拨款支出") == {"general_public", "expenditure"}
    assert facets_of("政府性基金预算财政拨款收入支出决算表") == {"government_fund", "balance_sheet"}


def test_the_longest_explanation_comes_first_and_leaves_nothing_over() -> None:
    names = [form.id for _, form in titled("一般公共预算基本支出预算表", catalogue().values())]
    assert names[0] == "budget_gpb_basic_by_dept_economic"
    assert "budget_expenditure_by_function" not in names


@pytest.mark.parametrize(
    ("title", "stage"),
    [("收入决算表", "final"), ("收支预算总表", "budget"), ("一般公共预算支出表", None), ("部门收支总体情况表", None)],
)
def test_the_stage_that_a_title_says(title: str, stage: str | None) -> None:
    assert stage_of(title) == stage


def test_a_title_without_a_stage_follows_the_disclosure() -> None:
    table = normalize_tables([printed(SUMMARY, "收入支出总表")], "final", 2024, date(2024, 12, 31))[0]
    assert table.form is not None and table.form.id == "final_rev_exp_summary"


def test_the_structure_must_agree_with_the_title() -> None:
    assert form_of(SUMMARY, "一般公共预算基本支出表") is None


def forms_of(tables: Sequence[tuple[Rows, str | None]], stage: str = "budget") -> list[str | None]:
    found = normalize_tables(
        [printed(rows, title, ordinal=i) for i, (rows, title) in enumerate(tables, 1)], stage, 2024, date(2024, 1, 1)
    )
    return [table.form.id if table.form else None for table in found]


def test_lost_titles_are_made_good_by_structure_and_neighbours() -> None:
    assert forms_of([(SUMMARY, None), (REVENUE, None), (SPENDING, None), (TREASURY, None), (SPENDING, None)]) == [
        "budget_rev_exp_summary",
        "budget_revenue_by_function",
        "budget_expenditure_by_function",
        "budget_fiscal_summary",
        "budget_gpb_expenditure_by_function",
    ]


def test_a_table_that_several_forms_fit_stays_unknown() -> None:
    assert forms_of([(SPENDING, None)]) == [None]
    assert forms_of([(SPENDING, None), (SPENDING, None)]) == [None, None]


def test_a_fund_over_all_columns_names_the_form() -> None:
    rows = [
        ["科目编码", "科目名称", "政府性基金预算支出", "<", "<"],
        ["^", "^", "合计", "基本支出", "项目支出"],
        ["212", "城乡社区支出", "3.00", "2.00", "1.00"],
    ]
    assert forms_of([(rows, None)]) == ["budget_govfund_expenditure"]


def test_items_that_a_fund_does_not_pay_tell_it_from_others() -> None:
    funds = [
        SPENDING[0],
        ["212", "城乡社区支出", "3.00", "", "3.00"],
        ["2120801", "征地和拆迁补偿支出", "3.00", "", "3.00"],
    ]
    assert forms_of([(TREASURY, None), (funds, None)]) == ["budget_fiscal_summary", None]


def test_what_only_a_title_says_is_open_without_it() -> None:
    rows = [["项目", "预算数"], ["因公出国（境）费", "1.00"], ["公务接待费", "2.00"]]
    assert dims(normal(rows, "一般公共预算“三公”经费支出表"), 1, 1)["fund"] == "general_public"
    assert "fund" not in dims(normal(rows, None), 1, 1)


def test_without_a_form_figures_have_no_dimensions_and_cells_a_reason() -> None:
    table = normal(SPENDING, "彩虹表")
    assert all(value is None for f in table.figures for value in f.dims.values())
    assert set(table.unplaced.values()) == {"form_not_recognised"}


def test_a_title_over_all_tables_names_none_of_them() -> None:
    head = "2024年部门预算公开表"
    assert forms_of([(SUMMARY, head), (REVENUE, head), (SPENDING, head)]) == [
        "budget_rev_exp_summary",
        "budget_revenue_by_function",
        "budget_expenditure_by_function",
    ]


def test_a_note_under_the_table_says_what_it_shows() -> None:
    note = "注：本表反映部门本年度一般公共预算财政拨款实际支出情况。"
    table = replace(printed(SPENDING, None), notes=(note,))
    found = normalize_tables([table], "final", 2024, date(2024, 12, 31))[0]
    assert found.form is not None and found.form.id == "final_gpb_expenditure_by_function"
    assert normalize_tables([printed(SPENDING, None)], "final", 2024, date(2024, 12, 31))[0].form is None
