"""Identities inside one table: parents and totals down a column, totals along a row."""

from __future__ import annotations

from pipeline.normalize.model import Column
from pipeline.verify.within import column_sums
from tests.pipeline.verify.ledgers import HEAD, SPENDING, SUMMARY, Ledger, places

PLAIN = ("科目编码", "科目名称", "合计")


def test_parents_are_the_sum_of_the_rows_beneath_them() -> None:
    rows = (
        PLAIN,
        ("201", "一般公共服务支出", "6.00"),
        ("20106", "财政事务", "6.00"),
        ("2010601", "行政运行", "4.00"),
        ("2010602", "一般行政管理事务", "2.00"),
        ("合计", "", "6.00"),
    )
    ledger = Ledger(("财政拨款支出表", rows))
    assert [places(t) for t in ledger.tried("B-9")] == [
        (["6.00"], ["6.00"]),
        (["6.00"], ["4.00", "2.00"]),
        (["6.00"], ["6.00"]),
    ]
    assert {t.direction for t in ledger.tried("B-9")} == {"column"}
    assert {t.reach for t in ledger.tried("B-9")} == {"table"}


def test_a_code_makes_up_its_group_even_alone() -> None:
    ledger = Ledger(("财政拨款支出表", (PLAIN, ("20106", "财政事务", "6.00"), ("2010601", "行政运行", "4.00"))))
    assert ledger.statuses("B-9") == ["violated"]


def test_leaf_rows_alone_make_up_the_total_first_or_last() -> None:
    leaves = (("2010601", "行政运行", "4.00"), ("2210201", "住房公积金", "2.00"))
    for rows in ((("", "合计", "6.00"), *leaves), (*leaves, ("", "合计", "6.00"))):
        ledger = Ledger(("财政拨款支出表", (PLAIN, *rows)))
        assert [places(t) for t in ledger.tried("B-9")] == [(["6.00"], ["4.00", "2.00"])]


def test_a_single_of_which_is_a_part_only() -> None:
    rows = (
        ("收入", "<", "支出", "<"),
        ("项目", "预算数", "项目", "预算数"),
        ("一、财政拨款", "9.00", "一、一般公共服务支出", "9.00"),
        ("其中：一般公共预算", "5.00", "", ""),
        ("收入总计", "9.00", "支出总计", "9.00"),
    )
    assert [places(t) for t in Ledger((SUMMARY, rows)).tried("B-2")] == [
        (["9.00"], ["9.00"]),
        (["9.00"], ["9.00"]),
    ]


def test_balances_and_the_year_make_the_grand_total() -> None:
    rows = (
        ("收入", "<", "支出", "<"),
        ("项目", "决算数", "项目", "决算数"),
        ("一、一般公共预算财政拨款收入", "5.00", "一、一般公共服务支出", "6.00"),
        ("二、其他收入", "2.00", "二、住房保障支出", "2.50"),
        ("本年收入合计", "7.00", "本年支出合计", "8.50"),
        ("使用非财政拨款结余", "0.50", "结余分配", ""),
        ("年初结转和结余", "2.00", "年末结转和结余", "1.00"),
        ("总计", "9.50", "总计", "9.50"),
    )
    ledger = Ledger(("收入支出决算总表", rows), stage="final")
    assert [places(t) for t in ledger.tried("F-1")] == [
        (["7.00"], ["5.00", "2.00"]),
        (["9.50"], ["7.00", "0.50", "2.00"]),
        (["8.50"], ["6.00", "2.50"]),
        (["9.50"], ["8.50", "1.00"]),
    ]
    assert ledger.statuses("F-1") == ["exact"] * 4
    assert [t.direction for t in ledger.tried("F-2")] == ["row"]


def test_what_cannot_be_read_is_no_violation() -> None:
    rows = (
        HEAD,
        ("20106", "财政事务", "6.00", "6.00", ""),
        ("2010601", "行政运行", "4.00", "4.0O", ""),
        ("2010602", "一般行政管理事务", "2.00", "2.00", ""),
    )
    ledger = Ledger((SPENDING, rows))
    column = next(t for t in ledger.tried("B-9") if t.reason)
    assert (column.status, column.reason, column.missing) == ("not_testable", "unreadable", ("行政运行",))
    row = next(t for t in ledger.tried("B-6") if t.reason)
    assert (row.reason, row.missing) == ("unreadable", ("基本支出",))
    assert "violated" not in {t.status for t in ledger.trials}


def test_total_of_a_blank_column_is_not_testable_once() -> None:
    rows = (
        HEAD,
        ("20106", "财政事务", "6.00", "", ""),
        ("2010601", "行政运行", "4.00", "4.00", ""),
        ("2010602", "一般行政管理事务", "2.00", "2.00", ""),
    )
    ledger = Ledger((SPENDING, rows))
    assert [t.reason for t in ledger.tried("B-9") if t.reason] == ["total_blank"]
    assert [t.reason for t in ledger.tried("B-6") if t.reason] == ["parts_blank"]


def column(index: int, *path: str, **marks: object) -> Column:
    """A column of figures under headers."""
    total = path[-1] in ("合计", "小计", "总计")
    return Column(index, path, "amount", is_total=total, **marks)  # type: ignore[arg-type]


def test_nested_totals() -> None:
    columns = [
        column(0, "合计"),
        column(1, "基本支出", "小计"),
        column(2, "基本支出", "人员经费"),
        column(3, "基本支出", "公用经费"),
        column(4, "项目支出"),
    ]
    assert sorted(column_sums(columns)) == [(0, (1, 4)), (1, (2, 3))]


def test_a_group_without_its_own_total_adds_its_parts() -> None:
    columns = [
        column(0, "合计"),
        column(1, "基本支出", "人员经费"),
        column(2, "基本支出", "公用经费"),
        column(3, "项目支出"),
    ]
    assert column_sums(columns) == [(0, (1, 2, 3))]


def test_an_over_header_changes_nothing() -> None:
    columns = [column(i, "支出预算", name) for i, name in enumerate(("合计", "基本支出", "项目支出"))]
    assert column_sums(columns) == [(0, (1, 2))]


def test_of_which_and_comparisons_add_to_nothing() -> None:
    columns = [
        column(0, "合计"),
        column(1, "财政专户"),
        column(2, "其中：教育收费", of_which=True),
        column(3, "单位资金"),
        column(4, "增减%", dims={"comparison": "change_pct"}),
    ]
    assert column_sums(columns) == [(0, (1, 3))]


def test_budget_and_final_are_separate_sums() -> None:
    columns = [
        column(i, phase, name, dims={"phase": dim})
        for i, (phase, dim, name) in enumerate(
            (p, d, n)
            for p, d in (("预算数", "budget"), ("决算数", "final"))
            for n in ("合计", "因公出国（境）费", "公务接待费")
        )
    ]
    assert column_sums(columns) == [(0, (1, 2)), (3, (4, 5))]


def test_columns_without_a_total_make_no_sum() -> None:
    assert column_sums([column(0, "基本支出"), column(1, "项目支出")]) == []
    assert column_sums([column(0, "合计")]) == []


def test_spending_split_by_nature_is_a_sum_even_without_the_word_total() -> None:
    head = ("科目编码", "科目名称", "本年支出", "基本支出", "项目支出")
    rows = (head, ("2010601", "行政运行", "6.00", "4.00", "2.00"), ("2010602", "一般行政管理事务", "3.00", "", "3.00"))
    ledger = Ledger(("一般公共预算财政拨款支出决算表", rows))
    assert [places(t) for t in ledger.tried("F-8.columns")] == [(["6.00"], ["4.00", "2.00"]), (["3.00"], ["3.00"])]


def test_a_column_beside_one_nature_is_no_sum() -> None:
    head = ("科目编码", "科目名称", "本年支出", "基本支出", "经营支出")
    ledger = Ledger(("一般公共预算财政拨款支出决算表", (head, ("2010601", "行政运行", "6.00", "4.00", "2.00"))))
    assert ledger.tried("F-8.columns") == []
