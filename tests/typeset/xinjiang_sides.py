"""The two-sided tables of the Xinjiang form: income beside spending by class."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.typeset import codes, figures
from tests.typeset.builders import (
    Measure,
    amounts,
    head,
    header,
    in_columns,
    money,
)
from tests.typeset.figures import Entry, Figures, both
from tests.typeset.model import Cell, Table
from tests.typeset.numbers import Format
from tests.typeset.xinjiang_habit import SIDES, Habit, fund_of, make_table, now


def _income_rows(f: Figures, form: Format) -> list[tuple[Cell, Cell]]:
    ledger = f.ledger

    def line(
        label: str,
        keep: Callable[[Entry], bool] | None,
        fund: str,
        *,
        strong: bool = False,
        indent: int = 0,
        origin: str = "current_year",
    ) -> tuple[Cell, Cell]:
        fen = ledger.total(keep) if keep else 0
        dims = {"fund": fund, "phase": "budget", "origin": origin}
        # Whether money carried over is income or an opening balance is a matter of words: the truth does not say.
        dims |= {"flow": "revenue"} if origin == "current_year" else {}
        return (
            Cell(label, align="left", bold=strong, indent=indent),
            money(fen, form, label, dims=dims, bold=strong),
        )

    old = "carried_over"
    return [
        line("财政拨款（补助）", both(figures.fiscal, now), "fiscal", strong=True),
        line("1.一般公共预算", fund_of("general_public"), "general_public", strong=True),
        line("其中：一般财力", fund_of("general_public_own"), "general_public_own", indent=1),
        line("上级一般公共预算安排转移支付", fund_of("general_public_transfer"), "general_public_transfer", indent=1),
        line("2.政府性基金预算", fund_of("government_fund"), "government_fund", strong=True),
        line("其中：政府性基金收入", fund_of("government_fund_own"), "government_fund_own", indent=1),
        line("上级政府性基金安排转移支付", None, "government_fund_transfer", indent=1),
        line("3.国有资本经营预算", fund_of("state_capital"), "state_capital", strong=True),
        line("其中：国有资本经营收入", fund_of("state_capital_own"), "state_capital_own", indent=1),
        line("上级国有资本经营预算安排转移支付", None, "state_capital_transfer", indent=1),
        line("4.财政专户核拨", None, "special_account"),
        line("5.单位资金", fund_of("other_income", "business_income"), "unit_funds", strong=True),
        line("其中：事业收入", fund_of("business_income"), "business_income", indent=1),
        line("上级补助收入", None, "superior_subsidy", indent=1),
        line("附属单位上缴收入", None, "affiliate_remittance", indent=1),
        line("事业单位经营收入", None, "operating_income", indent=1),
        line("其他收入", fund_of("other_income"), "other_income", indent=1),
        line("上年结转结余", lambda e: e.origin == old, "all", strong=True, origin=old),
        line("1.财政拨款结转", lambda e: figures.fiscal(e) and e.origin == old, "fiscal", strong=True, origin=old),
        line("其中：一般公共预算拨款", fund_of("general_public", origin=old), "general_public", indent=1, origin=old),
        line("基金预算拨款", fund_of("government_fund", origin=old), "government_fund", indent=1, origin=old),
        line("国有资本经营预算拨款", fund_of("state_capital", origin=old), "state_capital", indent=1, origin=old),
        line(
            "2.非财政拨款结转结余",
            lambda e: not figures.fiscal(e) and e.origin == old,
            "nonfiscal",
            strong=True,
            origin=old,
        ),
        line("其中：财政专户核拨", None, "special_account", indent=1, origin=old),
        line("单位资金", fund_of("other_income", "business_income", origin=old), "unit_funds", indent=1, origin=old),
    ]


def _class_rows(f: Figures, form: Format, measures: Sequence[Measure]) -> list[tuple[Cell, ...]]:
    rows = []
    for code in codes.classes():
        part = f.ledger.only(figures.under(code))
        name = codes.functional(code)
        rows.append((Cell(f"{code} {name}", align="left"), *amounts(part, measures, form, name, functional=code)))
    return rows


def summary(f: Figures, habit: Habit) -> Table:
    total = f.ledger.total()
    measure = Measure(lambda e: True, {"flow": "expenditure", "phase": "budget"})
    rows = in_columns(_income_rows(f, habit.form), _class_rows(f, habit.form, [measure]))
    balance = {"flow": "balance", "phase": "budget"}
    rows.append(
        (
            Cell("收入总计", bold=True),
            money(total, habit.form, "收入总计", dims=balance, bold=True),
            Cell("支出总计", bold=True),
            money(total, habit.form, "支出总计", dims=balance, bold=True),
        )
    )
    top = header([head("收入", "项目", "预算数"), head("支出", "功能分类", "预算数")])
    return make_table(habit, 1, "budget_rev_exp_summary", top, rows, (30, 14, 32, 14))


def fiscal_summary(f: Figures, habit: Habit) -> Table:
    part = figures.Figures(f.ledger.only(both(figures.fiscal, now)), f.prior, f.staff)
    spend = {"flow": "expenditure", "phase": "budget"}
    measures = [Measure(lambda e: True, {**spend, "fund": "fiscal"})]
    measures += [Measure(fund_of(x), {**spend, "fund": x}) for x in SIDES.values()]
    left = []
    for label, keep, fund, strong in (
        ("财政拨款（补助）", lambda e: True, "fiscal", True),
        *((name, fund_of(fund), fund, False) for name, fund in SIDES.items()),
    ):
        dims = {"flow": "revenue", "fund": fund, "phase": "budget"}
        left.append(
            (
                Cell(label, align="left", bold=strong),
                money(part.ledger.total(keep), habit.form, label, dims=dims, bold=strong),
            )
        )
    rows = in_columns(left, _class_rows(part, habit.form, measures))
    dims = {"flow": "balance", "phase": "budget"}
    closing = [Measure(m.keep, {**m.dims, **dims}) for m in measures]
    rows.append(
        (
            Cell("收入总计", bold=True),
            money(part.ledger.total(), habit.form, "收入总计", dims=dims, bold=True),
            Cell("支出总计", bold=True),
            *amounts(part.ledger, closing, habit.form, "支出总计", bold=True),
        )
    )
    top = header(
        [
            head("财政拨款收入", "项目", "合计"),
            head("财政拨款支出", "功能分类", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"),
        ]
    )
    return make_table(habit, 4, "budget_fiscal_summary", top, rows, (24, 14, 32, 14, 14, 14, 14))
