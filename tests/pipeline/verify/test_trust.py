"""Each sentence of the contract's definition of trust."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.verify import trust as trust_module
from pipeline.verify.trial import Term, Trial
from pipeline.verify.trust import judge
from tests.pipeline.verify.ledgers import BASIC, HEAD, PUBLIC, SPENDING, SUMMARY, Ledger

TREE = (
    HEAD,
    ("", "合计", "31.00", "18.50", "12.50"),
    ("201", "一般公共服务支出", "31.00", "18.50", "12.50"),
    ("20106", "财政事务", "31.00", "18.50", "12.50"),
    ("2010601", "行政运行", "20.70", "15.40", "5.30"),
    ("2010602", "一般行政管理事务", "10.30", "3.10", "7.20"),
)


def test_value_and_place_confirmed_by_row_and_column_is_proven() -> None:
    ledger = Ledger((SPENDING, TREE))
    for text in ("20.70", "15.40", "5.30", "10.30", "3.10", "7.20"):
        assert ledger.judged(text).trust == "proven"
        assert ledger.judged(text).support == 2


def test_a_figure_in_no_identity_is_unverified() -> None:
    ledger = Ledger((SPENDING, (HEAD, ("2010601", "行政运行", "20.70", "", ""))))
    assert ledger.judged("20.70").trust == "unverified"
    assert ledger.judged("20.70").support == 0
    assert ledger.judged("20.70").margin_fen is None


def test_a_figure_in_a_violated_identity_is_disputed_even_when_another_holds() -> None:
    rows = [list(row) for row in TREE]
    rows[4][3] = "15.90"  # 行政运行: the row and the column of 基本支出 disagree
    ledger = Ledger((SPENDING, rows))
    assert ledger.trust("15.90") == "disputed"
    assert ledger.trust("20.70") == "disputed"
    assert ledger.trust("5.30") == "disputed"
    assert ledger.trust("3.10") == "disputed"
    assert ledger.trust("7.20") == "proven"


def test_a_row_that_only_adds_up_does_not_say_which_column_is_which() -> None:
    # Without a total below, 基本支出 and 项目支出 could have changed places.
    ledger = Ledger((SPENDING, (HEAD, ("2010601", "行政运行", "20.70", "15.40", "5.30"))))
    assert ledger.statuses("B-6") == ["exact"]
    assert ledger.trust("15.40") == "unverified"
    assert ledger.trust("5.30") == "unverified"
    assert ledger.trust("20.70") == "proven"


def test_a_column_that_only_adds_up_does_not_say_which_row_is_which() -> None:
    ledger = Ledger(
        (
            SPENDING,
            (
                HEAD,
                ("20106", "财政事务", "31.00", "31.00", ""),
                ("2010601", "行政运行", "", "20.70", ""),
                ("2010602", "一般行政管理事务", "", "10.30", ""),
            ),
        )
    )
    assert [t.status for t in ledger.tried("B-9") if t.reason is None] == ["exact"]
    assert ledger.trust("20.70") == "unverified"
    assert ledger.trust("10.30") == "unverified"


def test_a_figure_that_could_stand_in_a_blank_row_of_its_group_is_unverified() -> None:
    rows = (
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("20106", "财政事务", "31.00", "31.00", ""),
        ("2010601", "行政运行", "", "31.00", ""),
        ("2010602", "一般行政管理事务", "", "", ""),
    )
    ledger = Ledger((SPENDING, rows))
    assert ledger.at(2, 3) == "unverified"
    # 财政事务 itself has no other row in its group, and the columns beside it do not add up without it.
    assert ledger.at(1, 3) == "proven"


def test_changing_places_with_the_same_number_changes_nothing() -> None:
    rows = (
        HEAD,
        ("20106", "财政事务", "20.60", "10.30", "10.30"),
        ("2010601", "行政运行", "10.30", "4.10", "6.20"),
        ("2010602", "一般行政管理事务", "10.30", "6.20", "4.10"),
    )
    ledger = Ledger((SPENDING, rows))
    assert ledger.at(1, 3) == "proven"
    assert ledger.at(2, 2) == "proven"


class TestRepeatedNumber:
    """A row identity whose non-zero operands are all one and the same number confirms the value only."""

    def test_alone_it_proves_nothing(self) -> None:
        ledger = Ledger((SPENDING, (HEAD, ("2010601", "行政运行", "20.70", "20.70", ""))))
        assert ledger.statuses("B-6") == ["exact"]
        assert ledger.at(1, 2) == "unverified"
        assert ledger.at(1, 3) == "unverified"

    @pytest.mark.parametrize("zero", ["0.00", "0", "-", ""])
    def test_zeros_beside_it_change_nothing(self, zero: str) -> None:
        ledger = Ledger((SPENDING, (HEAD, ("2010601", "行政运行", "20.70", "20.70", zero))))
        assert ledger.at(1, 3) == "unverified"

    def test_the_column_confirms_its_place(self) -> None:
        rows = (
            HEAD,
            ("20106", "财政事务", "31.00", "20.70", "10.30"),
            ("2010601", "行政运行", "20.70", "20.70", ""),
            ("2010602", "一般行政管理事务", "10.30", "", "10.30"),
        )
        ledger = Ledger((SPENDING, rows))
        assert ledger.at(2, 3) == "proven"
        assert ledger.at(3, 4) == "proven"

    def test_another_row_identity_is_no_other_direction(self) -> None:
        head = ("科目编码", "科目名称", "合计", "财政拨款", "<", "<", "其他收入")
        below = ("^", "^", "^", "小计", "一般公共预算", "政府性基金预算", "^")
        rows = (head, below, ("2010601", "行政运行", "31.00", "20.70", "20.70", "", "10.30"))
        ledger = Ledger(("部门收入总表", rows))
        assert ledger.statuses("B-4") == ["exact", "exact"]
        assert ledger.at(2, 3) == "unverified"
        assert ledger.at(2, 4) == "unverified"

    def test_both_totals_of_a_two_sided_table_repeat_one_number(self) -> None:
        rows = (
            ("收入", "<", "支出", "<"),
            ("项目", "预算数", "项目", "预算数"),
            ("一、一般公共预算", "", "一、一般公共服务支出", ""),
            ("收入总计", "31.00", "支出总计", "31.00"),
        )
        ledger = Ledger((SUMMARY, rows))
        assert ledger.statuses("B-1") == ["exact"]
        assert ledger.at(3, 1) == "unverified"
        assert ledger.at(3, 3) == "unverified"


class TestLeftOut:
    """The identities would not all hold if the figure were left out."""

    @pytest.mark.parametrize("zero", ["0.00", "0"])
    def test_a_printed_zero_is_never_proven(self, zero: str) -> None:
        rows = (
            HEAD,
            ("20106", "财政事务", "31.00", "31.00", zero),
            ("2010601", "行政运行", "20.70", "20.70", ""),
            ("2010602", "一般行政管理事务", "10.30", "10.30", ""),
        )
        assert Ledger((SPENDING, rows)).at(1, 4) == "unverified"

    def test_a_figure_smaller_than_the_rounding_is_not_confirmed(self) -> None:
        rows = (
            HEAD,
            ("20106", "财政事务", "31.01", "20.00", "11.01"),
            ("2010601", "行政运行", "31.00", "20.00", "11.00"),
            ("2010602", "一般行政管理事务", "0.01", "", "0.01"),
        )
        ledger = Ledger((SPENDING, rows))
        assert ledger.at(3, 4) == "unverified"
        assert ledger.trust("11.01") == "proven"

    def test_the_second_direction_has_to_notice_it_too(self) -> None:
        # The repeated number 0.01 confirms the value; its column would hold without it.
        rows = (
            HEAD,
            ("20106", "财政事务", "20.01", "20.01", ""),
            ("2010601", "行政运行", "20.00", "20.00", ""),
            ("2010602", "一般行政管理事务", "0.01", "0.01", ""),
        )
        assert Ledger((SPENDING, rows)).at(3, 3) == "unverified"


def test_rows_that_one_total_adds_up_are_one_group() -> None:
    # 上年结转 could as well be this year's revenue, whose total is blank: 收入总计 is the sum of both.
    rows = (
        ("收入", "<", "支出", "<"),
        ("项目", "预算数", "项目", "预算数"),
        ("一、一般公共预算", "", "一、一般公共服务支出", "31.00"),
        ("本年收入合计", "", "本年支出合计", "31.00"),
        ("上年结转", "31.00", "结转下年", ""),
        ("收入总计", "31.00", "支出总计", "31.00"),
    )
    ledger = Ledger((SUMMARY, rows))
    assert ledger.at(4, 1) == "unverified"
    # On the other side 本年支出合计 is the sum of what stands above it, so it cannot be 结转下年.
    assert ledger.at(3, 3) == "proven"


def test_margin_is_the_smallest_tolerance_of_the_identities_that_hold() -> None:
    ledger = Ledger((SPENDING, TREE))
    # Row: three operands; column: two rows and their group.  (n + 1) · u / 2 = 3 · 0.01 / 2 万元.
    assert ledger.judged("15.40").margin_fen == Decimal(15000)
    # 合计 also stands in 合计 = 类, which has two operands.
    assert ledger._trust[1, 1, 3].margin_fen == Decimal(10000)


def test_support_counts_directions_not_identities() -> None:
    basic = (
        ("科目编码", "科目名称", "合计", "人员经费", "公用经费"),
        ("", "合计", "18.50", "13.20", "5.30"),
        ("301", "工资福利支出", "13.20", "13.20", ""),
        ("302", "商品和服务支出", "5.30", "", "5.30"),
    )
    ledger = Ledger((PUBLIC, TREE), (BASIC, basic))
    assert ledger.statuses("B-14") == ["exact"]
    total = ledger._trust[1, 1, 3]
    assert total.trust == "proven"
    assert total.support == 3
    assert ledger._trust[2, 1, 2].support == 3
    assert ledger._trust[2, 2, 3].support == 2


class TestUnknownMeaning:
    """A value in its place proves nothing about a label that was not understood."""

    def test_a_code_whose_name_says_another_is_not_proven(self) -> None:
        rows = [list(row) for row in TREE]
        rows[4][1] = "住房公积金"
        ledger = Ledger((SPENDING, rows))
        assert ledger.trust("15.40") == "unverified"
        assert ledger.trust("3.10") == "proven"

    def test_a_row_that_names_nothing_known_is_not_proven(self) -> None:
        rows = (
            ("收入", "<", "支出", "<"),
            ("项目", "预算数", "项目", "预算数"),
            ("一、一般公共预算", "20.70", "一、一般公共服务支出", "31.00"),
            ("二、某种说不清的款项", "10.30", "", ""),
            ("收入总计", "31.00", "支出总计", "31.00"),
        )
        assert Ledger((SUMMARY, rows)).trust("10.30") == "unverified"

    def test_headers_that_do_not_tell_two_columns_apart_prove_nothing(self) -> None:
        rows = [list(row) for row in TREE]
        rows[0] = ["科目编码", "科目名称", "合计", "基本支出", "基本支出"]
        ledger = Ledger((SPENDING, rows))
        assert ledger.statuses("B-6") == ["exact"] * 5
        assert ledger.trust("15.40") == "unverified"
        assert ledger.trust("20.70") == "proven"


class TestContradictedTable:
    """Identities inside a table hold in any unit and under any title: other tables have to agree."""

    BASIC_ROWS = (
        ("科目编码", "科目名称", "合计", "人员经费", "公用经费"),
        ("", "合计", "18.50", "13.20", "5.30"),
        ("301", "工资福利支出", "13.20", "13.20", ""),
        ("302", "商品和服务支出", "5.30", "", "5.30"),
    )

    def test_a_unit_that_no_other_table_agrees_with_leaves_nothing_proven(self) -> None:
        assert Ledger((PUBLIC, TREE), (BASIC, self.BASIC_ROWS)).at(2, 3, table=2) == "proven"
        ledger = Ledger((PUBLIC, TREE), (BASIC, self.BASIC_ROWS, "元"))
        assert ledger.statuses("B-14") == ["violated"]
        assert ledger.at(1, 2, table=2) == "disputed"
        assert ledger.at(2, 3, table=2) == "unverified"

    def test_a_table_that_another_one_confirms_keeps_its_trust(self) -> None:
        total = ("部门支出总表", TREE)
        summary = (
            ("收入", "<", "支出", "<"),
            ("项目", "预算数", "项目", "预算数"),
            ("一、一般公共预算", "31.00", "一、一般公共服务支出", "31.00"),
            ("收入总计", "31.00", "支出总计", "31.00"),
        )
        ledger = Ledger((PUBLIC, TREE), (BASIC, self.BASIC_ROWS, "元"), total, (SUMMARY, summary))
        assert ledger.statuses("B-14") == ["violated"]
        assert ledger.statuses("B-13.code")
        assert ledger.trust("15.40") == "proven"


class TestSentences:
    """A sentence confirms or disputes the figures it names; it does not unsettle their table."""

    def told(self, ledger: Ledger, fen: int) -> Trial:
        """A sentence about the total of the first table."""
        figure = ledger.tables[0].figures[1]
        claim = replace(figure, table=-1, cell=replace(figure.cell, row=1, col=0), fen=fen)
        return Trial("n", "form", "narrative", "narrative", (Term(claim),), (Term(figure),))

    def test_a_sentence_is_a_direction_of_its_own(self) -> None:
        ledger = Ledger((SPENDING, TREE))
        figure = ledger.tables[0].figures[1]
        trial = self.told(ledger, figure.fen or 0)
        assert judge(ledger.tables, (*ledger.trials, trial))[figure.place].support == 3

    def test_a_wrong_sentence_disputes_its_figure_only(self) -> None:
        ledger = Ledger((SPENDING, TREE))
        figure = ledger.tables[0].figures[1]
        trust = judge(ledger.tables, (*ledger.trials, self.told(ledger, 1)))
        assert trust[figure.place].trust == "disputed"
        assert trust[ledger.figure("15.40").place].trust == "proven"


def test_columns_whose_rows_disagree_wherever_they_can_tell_are_not_proven() -> None:
    # 合计 and 基本支出 have changed places; the row that repeats one number agrees with both.
    rows = (
        ("科目编码", "科目名称", "基本支出", "合计", "项目支出"),
        ("20106", "财政事务", "31.00", "20.80", "10.20"),
        ("2010601", "行政运行", "20.70", "20.70", ""),
        ("2010602", "一般行政管理事务", "10.30", "0.10", "10.20"),
    )
    ledger = Ledger((SPENDING, rows))
    assert ledger.at(2, 2) == "unverified"
    assert ledger.at(2, 3) == "unverified"


def test_figures_without_a_unit_are_not_judged() -> None:
    ledger = Ledger((SPENDING, TREE, None))
    assert not ledger.trials
    assert all(figure.fen is None for figure in ledger.tables[0].figures)


def test_long_tables_take_work_in_proportion(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = Counter[int]()

    def count(size: int) -> None:
        rows = [
            (f"2010{651 + at % 40}", "行政运行", f"{3 * at}.75", f"{at}.25", f"{2 * at}.50") for at in range(1, size)
        ]
        pairs = ((3 * at + Decimal("0.75"), at + Decimal("0.25"), 2 * at + Decimal("0.5")) for at in range(1, size))
        sums = [f"{sum(column):.2f}" for column in zip(*pairs, strict=True)]
        ledger = Ledger((SPENDING, (HEAD, ("", "合计", *sums), *rows)))
        exchanged = trust_module._breaks

        def counted(*args: object) -> bool:
            tried[size] += 1
            return exchanged(*args)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr(trust_module, "_breaks", counted)
            trust = judge(ledger.tables, ledger.trials)
        assert sum(found.trust == "proven" for found in trust.values()) > 2.7 * size

    count(300)
    count(1200)
    assert 0 < tried[1200] < 6 * tried[300]


def test_the_row_of_a_unit_above_its_classes_is_known_by_its_name() -> None:
    rows = (
        HEAD,
        ("", "合计", "46.00", "25.50", "20.50"),
        ("", "青禾县财政局", "31.00", "18.50", "12.50"),
        ("2010601", "行政运行", "20.70", "15.40", "5.30"),
        ("2010602", "一般行政管理事务", "10.30", "3.10", "7.20"),
        ("", "青禾县票据中心", "15.00", "7.00", "8.00"),
        ("2010650", "事业运行", "9.00", "6.00", "3.00"),
        ("2010699", "其他财政事务支出", "6.00", "1.00", "5.00"),
    )
    ledger = Ledger((SPENDING, rows))
    assert [ledger.at(row, 2) for row in (2, 5)] == ["proven", "proven"]
    unknown = tuple(("", "彩虹事项", *row[2:]) if row[1] == "青禾县票据中心" else row for row in rows)
    assert Ledger((SPENDING, unknown)).at(5, 2) == "unverified"
