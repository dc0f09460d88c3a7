"""Sentences that a journalist can quote."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.verify.messages import message
from tests.pipeline.verify.ledgers import BASIC, HEAD, PUBLIC, SPENDING, SUMMARY, Ledger
from tests.pipeline.verify.test_between import BASIC_ROWS, TREE, summary


def said(ledger: Ledger, rule: str, at: int = 0) -> str:
    """The sentence on a trial of a rule."""
    return message(ledger.tried(rule)[at], ledger.titles)


def test_a_row() -> None:
    ledger = Ledger((SPENDING, TREE))
    assert said(ledger, "B-6", 3) == (
        "第1页《部门支出总表》“行政运行”行，“合计”为20.70万元，“基本支出”“项目支出”合计为20.70万元，完全相符。"
    )


def test_a_column_within_rounding() -> None:
    rows = [list(row) for row in TREE]
    rows[3][3], rows[3][2] = "18.51", "31.01"
    ledger = Ledger((SPENDING, rows))
    within = next(t for t in ledger.tried("B-9") if t.status == "within_rounding" and len(t.right) == 2)
    assert message(within, ledger.titles) == (
        "第1页《部门支出总表》“合计”栏，“财政事务”为31.01万元，“行政运行”“一般行政管理事务”合计为31.00万元，"
        "相差0.01万元，在四舍五入可以解释的0.015万元以内。"
    )


def test_a_violation_says_by_how_much_and_what_rounding_allows() -> None:
    rows = [list(row) for row in TREE]
    rows[4][3] = "15.90"
    ledger = Ledger((SPENDING, rows))
    violated = next(t for t in ledger.tried("B-6") if t.status == "violated")
    assert message(violated, ledger.titles) == (
        "第1页《部门支出总表》“行政运行”行，“合计”为20.70万元，“基本支出”“项目支出”合计为21.20万元，"
        "相差0.50万元，超出四舍五入可以解释的0.015万元，两者不符。"
    )


def test_a_violation_in_a_table_without_rulings_says_that_the_reading_may_be_wrong() -> None:
    rows = [list(row) for row in TREE]
    rows[4][3] = "15.90"
    ledger = Ledger((SPENDING, rows))
    violated = next(t for t in ledger.tried("B-6") if t.status == "violated")
    said = message(violated, ledger.titles, {1})
    assert said.endswith("两者不符（表格没有完整的框线，栏目是按位置推断的，请先核对原页）。")
    assert message(violated, ledger.titles, {2}) == message(violated, ledger.titles)
    held = next(t for t in ledger.tried("B-6") if t.status == "exact")
    assert message(held, ledger.titles, {1}) == message(held, ledger.titles)


def test_many_parts_are_counted_not_listed() -> None:
    leaves = [(f"20106{n:02}", name, "1.00", "1.00", "") for n, name in _items()]
    ledger = Ledger((SPENDING, (HEAD, ("20106", "财政事务", "4.00", "4.00", ""), *leaves)))
    assert "“行政运行”“一般行政管理事务”“机关服务”等4项合计为4.00万元" in said(ledger, "B-9")


def _items() -> list[tuple[int, str]]:
    return [(1, "行政运行"), (2, "一般行政管理事务"), (3, "机关服务"), (4, "预算改革业务")]


def test_two_tables() -> None:
    assert said(Ledger((PUBLIC, TREE), (BASIC, BASIC_ROWS)), "B-14") == (
        "第1页《一般公共预算支出表》“合计·基本支出”为18.50万元，第1页《一般公共预算基本支出表》“合计”为18.50万元，完全相符。"
    )


def test_two_sides() -> None:
    assert said(Ledger((SUMMARY, summary())), "B-1") == (
        "第1页《部门收支总表》，“收入总计”为31.00万元，“支出总计”为31.00万元，完全相符。"
    )
    rows = [list(row) for row in summary()]
    rows[-1][0] = rows[-1][2] = "总计"
    assert said(Ledger((SUMMARY, rows)), "B-1") == (
        "第1页《部门收支总表》，“收入方总计”为31.00万元，“支出方总计”为31.00万元，完全相符。"
    )


def test_a_misprinted_unit_is_named_as_a_possibility() -> None:
    sentence = said(Ledger((PUBLIC, TREE), (BASIC, BASIC_ROWS, "元")), "B-14")
    assert sentence.endswith("两者不符；两数相差的倍数恰为金额单位之比，可能有一处单位标错。")
    wrong = [list(row) for row in BASIC_ROWS]
    wrong[1][2] = "19.50"
    assert said(Ledger((PUBLIC, TREE), (BASIC, wrong)), "B-14").endswith("两者不符。")


def test_what_is_missing_is_named() -> None:
    assert said(Ledger((PUBLIC, TREE)), "B-14") == (
        "本文件中没有找到《一般公共预算基本支出表（按部门经济分类）》，第1页《一般公共预算支出表》“基本支出”"
        "（18.50万元）无法与之核对。"
    )
    blank = [list(row) for row in TREE]
    blank[1][3] = ""
    assert said(Ledger((PUBLIC, blank), (BASIC, BASIC_ROWS)), "B-14") == (
        "第1页《一般公共预算支出表》“合计·基本支出”没有印出数字，第1页《一般公共预算基本支出表》“合计”为18.50万元，无法核对。"
    )


def test_what_cannot_be_read_is_named() -> None:
    rows = [list(row) for row in TREE]
    rows[4][3] = "15.4O"
    ledger = Ledger((SPENDING, rows))
    unread = next(t for t in ledger.tried("B-6") if t.reason == "unreadable")
    assert message(unread, ledger.titles) == (
        "第1页《部门支出总表》“行政运行”行，“基本支出”处印的不是可以读出的数字，无法核对合计。"
    )


def test_rows_that_only_one_table_prints_are_named() -> None:
    ledger = Ledger((PUBLIC, TREE), (SPENDING, TREE[:-1]), (SUMMARY, summary()))
    (trial,) = [t for t in ledger.tried("B-13.code") if t.reason]
    assert message(trial, ledger.titles) == "“一般行政管理事务”只列在第1页《一般公共预算支出表》中，无法逐项核对。"


def test_a_table_without_a_title_is_named_by_its_page() -> None:
    ledger = Ledger((SPENDING, TREE))
    assert message(ledger.tried("B-6")[0], {1: ""}).startswith("第1页的表“合计”行，")


def test_yuan_are_whole_where_they_are_printed_whole() -> None:
    rows = [[cell.replace(".", "") for cell in row] for row in TREE]
    assert "“合计”为2,070元，" in said(Ledger((SPENDING, rows, "元")), "B-6", 3)


@pytest.mark.parametrize(
    ("finder", "is_ruled"),
    [("rulings", True), ("camelot-lattice+rulings", True), ("unruled", False), ("rulings+unruled", False)],
)
def test_a_table_is_ruled_when_rulings_show_every_page(finder: str, is_ruled: bool) -> None:
    ledger = Ledger((SPENDING, TREE))
    assert replace(ledger.tables[0].table, finder=finder).is_ruled is is_ruled
