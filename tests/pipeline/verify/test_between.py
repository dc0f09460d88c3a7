"""Identities between tables, their keys and conditions, and what makes them untestable."""

from __future__ import annotations

import pytest

from tests.pipeline.verify.ledgers import BASIC, HEAD, PUBLIC, SPENDING, SUMMARY, Ledger, Texts, places

PROJECT = "一般公共预算项目支出表"
TREE: Texts = (
    HEAD,
    ("", "合计", "31.00", "18.50", "12.50"),
    ("201", "一般公共服务支出", "31.00", "18.50", "12.50"),
    ("20106", "财政事务", "31.00", "18.50", "12.50"),
    ("2010601", "行政运行", "20.70", "15.40", "5.30"),
    ("2010602", "一般行政管理事务", "10.30", "3.10", "7.20"),
)
BASIC_ROWS: Texts = (
    ("科目编码", "科目名称", "合计", "人员经费", "公用经费"),
    ("", "合计", "18.50", "13.20", "5.30"),
    ("301", "工资福利支出", "13.20", "13.20", ""),
    ("302", "商品和服务支出", "5.30", "", "5.30"),
)


def summary(revenue: str = "31.00", other: str = "", carried: str = "") -> Texts:
    """The summary of revenue and expenditure."""
    return (
        ("收入", "<", "支出", "<"),
        ("项目", "预算数", "项目", "预算数"),
        ("一、一般公共预算", revenue, "一、一般公共服务支出", "31.00"),
        ("二、其他收入", other, "", ""),
        ("本年收入合计", "31.00", "本年支出合计", "31.00"),
        ("上年结转", carried, "结转下年", ""),
        ("收入总计", "31.00", "支出总计", "31.00"),
    )


def test_totals_of_two_tables() -> None:
    (trial,) = Ledger((PUBLIC, TREE), (BASIC, BASIC_ROWS)).tried("B-14")
    assert places(trial) == (["18.50"], ["18.50"])
    assert (trial.reach, trial.direction, trial.status) == ("tables", "table", "exact")
    assert trial.form_id == "budget_gpb_expenditure_by_function"


def test_a_total_that_is_not_printed_is_added_up() -> None:
    leaves = [row for row in TREE if row[1] != "合计"]
    (trial,) = Ledger((PUBLIC, leaves), (BASIC, BASIC_ROWS)).tried("B-14")
    assert places(trial) == (["18.50"], ["18.50"])
    assert trial.left[0].figure.row.code == "201"


def test_two_units_are_compared_in_fen() -> None:
    in_yuan = [[cell.replace(".", "") + "00" if "." in cell else cell for cell in row] for row in BASIC_ROWS]
    (trial,) = Ledger((PUBLIC, TREE), (BASIC, in_yuan, "元")).tried("B-14")
    assert trial.status == "exact"


class TestByCode:
    """One trial a code, and one for the codes that only one table prints."""

    def test_every_code_by_itself(self) -> None:
        ledger = Ledger((PUBLIC, TREE), (SPENDING, TREE), (SUMMARY, summary()))
        trials = ledger.tried("B-13.code")
        assert len(trials) == 4
        assert {t.status for t in trials} == {"exact"}

    def test_a_code_that_only_one_table_prints(self) -> None:
        ledger = Ledger((PUBLIC, TREE), (SPENDING, TREE[:-1]), (SUMMARY, summary()))
        (trial,) = [t for t in ledger.tried("B-13.code") if t.status == "not_testable"]
        assert (trial.reason, trial.missing) == ("row_missing", ("2010602",))
        assert places(trial) == (["10.30"], [])

    def test_not_where_other_money_pays_too(self) -> None:
        ledger = Ledger((PUBLIC, TREE), (SPENDING, TREE), (SUMMARY, summary("30.00", other="1.00")))
        assert ledger.tried("B-13.code") == []

    def test_not_where_balances_are_spent(self) -> None:
        ledger = Ledger((PUBLIC, TREE), (SPENDING, TREE), (SUMMARY, summary(carried="0.01")))
        assert ledger.tried("B-13.code") == []

    def test_untestable_where_nothing_says_what_else_pays(self) -> None:
        (trial,) = Ledger((PUBLIC, TREE), (SPENDING, TREE)).tried("B-13.code")
        assert (trial.status, trial.reason) == ("not_testable", "table_missing")
        assert trial.missing == ("budget_rev_exp_summary",)


def test_classes_are_the_rows_on_top() -> None:
    ledger = Ledger((SPENDING, TREE), (SUMMARY, summary()))
    assert [places(t) for t in ledger.tried("B-8.class")] == [(["31.00"], ["31.00"])]
    leaves = [row for row in TREE if row[1] not in ("合计", "财政事务", "一般公共服务支出")]
    ledger = Ledger((SPENDING, leaves), (SUMMARY, summary()))
    assert [places(t) for t in ledger.tried("B-8.class")] == [(["20.70", "10.30"], ["31.00"])]


class TestUntestable:
    """One check an identity says what is missing, where something is printed that it is about."""

    def test_a_table_that_is_not_there(self) -> None:
        (trial,) = Ledger((PUBLIC, TREE)).tried("B-14")
        assert (trial.status, trial.reason) == ("not_testable", "table_missing")
        assert trial.missing == ("budget_gpb_basic_by_dept_economic",)
        assert places(trial) == (["18.50"], [])

    def test_nothing_printed_nothing_missed(self) -> None:
        assert Ledger((PUBLIC, (HEAD, ("", "合计", "", "", "")))).trials == ()

    def test_two_tables_of_that_form(self) -> None:
        (trial,) = Ledger((PUBLIC, TREE), (BASIC, BASIC_ROWS), (BASIC, BASIC_ROWS)).tried("B-14")
        assert trial.reason == "table_ambiguous"

    def test_a_table_without_a_unit(self) -> None:
        (trial,) = Ledger((PUBLIC, TREE), (BASIC, BASIC_ROWS, None)).tried("B-14")
        assert trial.reason == "unit_unknown"

    def test_a_total_row_that_is_not_there(self) -> None:
        head = ("收入", "<", "支出", "<")
        rows = (
            head,
            ("项目", "预算数", "项目", "预算数"),
            ("一、一般公共预算", "31.00", "一、一般公共服务支出", "31.00"),
        )
        (trial,) = Ledger((SUMMARY, (*rows, ("收入总计", "31.00", "", "")))).tried("B-1")
        assert (trial.reason, trial.missing) == ("operand_missing", ("budget_rev_exp_summary",))

    def test_a_layout_without_such_a_place_is_not_missing_it(self) -> None:
        plain = ("科目编码", "科目名称", "合计")
        rows = [row[:3] for row in TREE[1:]]
        assert Ledger((PUBLIC, (plain, *rows)), (BASIC, BASIC_ROWS)).tried("B-14") == []

    @pytest.mark.parametrize("blank", ["left", "right"])
    def test_a_blank_total(self, blank: str) -> None:
        tree = [list(row) for row in TREE]
        basic = [list(row) for row in BASIC_ROWS]
        (tree if blank == "left" else basic)[1][3 if blank == "left" else 2] = ""
        (trial,) = Ledger((PUBLIC, tree), (BASIC, basic)).tried("B-14")
        assert trial.reason == ("total_blank" if blank == "left" else "parts_blank")

    def test_it_disputes_nothing(self) -> None:
        ledger = Ledger((PUBLIC, TREE))
        assert ledger.trust("15.40") == "proven"


def test_sums_of_one_table_confirm_down_its_lists() -> None:
    basic = [list(row) for row in BASIC_ROWS]
    ledger = Ledger((BASIC, basic))
    (trial,) = ledger.tried("B-15.personnel")
    assert places(trial) == (["13.20"], ["13.20"])
    assert (trial.reach, trial.direction) == ("table", "column")


def test_the_total_column_of_a_cross_tab_is_meant_not_its_classes() -> None:
    project = (
        ("科目编码", "科目名称", "项目名称", "合计", "工资福利支出", "商品服务支出"),
        ("2010602", "一般行政管理事务", "零基预算试点", "12.50", "2.30", "10.20"),
        ("", "合计", "", "12.50", "2.30", "10.20"),
    )
    (trial,) = Ledger((PUBLIC, TREE), (PROJECT, project)).tried("B-16")
    assert places(trial) == (["12.50"], ["12.50"])


def test_balances_of_every_row_the_total_included() -> None:
    rows = (
        ("科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", "<", "<", "年末结转和结余"),
        ("^", "^", "^", "^", "小计", "基本支出", "项目支出", "^"),
        ("", "合计", "1.00", "9.00", "7.00", "", "7.00", "3.00"),
        ("2120803", "城市建设支出", "1.00", "9.00", "7.00", "", "7.00", "3.00"),
    )
    ledger = Ledger(("政府性基金预算财政拨款收入支出决算表", rows), stage="final")
    assert [places(t) for t in ledger.tried("F-12")] == [(["1.00", "9.00"], ["7.00", "3.00"])] * 2
    assert {t.direction for t in ledger.tried("F-12")} == {"row"}
    assert ledger.at(3, 2) == "proven"
