"""The two-sided tables of the final account."""

from __future__ import annotations

from collections.abc import Sequence

from tests.typeset import codes, figures
from tests.typeset.builders import (
    Measure,
    amounts,
    head,
    header,
    in_columns,
    money,
    ordinal,
)
from tests.typeset.figures import Ledger
from tests.typeset.final_figures import LISTED, Account
from tests.typeset.final_habit import FUNDS, SOURCES, Habit, make_table, starts
from tests.typeset.model import Cell, Table


def _lines(
    habit: Habit, lines: Sequence[tuple[str, int, dict[str, str]]], *, center: Sequence[str] = ()
) -> list[tuple[Cell, Cell]]:
    return [
        (
            Cell(label, align="center" if label in center else "left"),
            money(fen, habit.form, label, dims={"phase": "final", **dims}),
        )
        for label, fen, dims in lines
    ]


def _class_lines(habit: Habit, ledger: Ledger, measures: Sequence[Measure]) -> list[tuple[Cell, ...]]:
    rows = []
    for i, code in enumerate(LISTED, start=1):
        label = f"{ordinal(i)}、{codes.functional(code)}"
        part = ledger.only(figures.under(code))
        rows.append((Cell(label, align="left"), *amounts(part, measures, habit.form, label, functional=code)))
    return rows


def summary(a: Account, habit: Habit) -> Table:
    received, spent = a.received, a.spent
    lines = [
        (f"{ordinal(i)}、{name}收入", received.total(starts(fund)), {"flow": "revenue", "fund": fund})
        for i, (name, fund) in enumerate(FUNDS, start=1)
    ]
    lines += [
        (f"{ordinal(i)}、{name}", received.total(starts(fund)), {"flow": "revenue", "fund": fund})
        for i, (name, fund) in enumerate(SOURCES, start=4)
    ]
    opening, closing = sum(a.opening.values()), sum(a.closing.values())
    total = received.total() + opening
    spend = Measure(lambda e: True, {"flow": "expenditure", "phase": "final"})
    rows = in_columns(_lines(habit, lines), _class_lines(habit, spent, [spend]))
    middle = ("本年收入合计", "本年支出合计", "总计")
    left = _lines(
        habit,
        [
            ("本年收入合计", received.total(), {"flow": "revenue"}),
            ("使用非财政拨款结余（含专用结余）", 0, {"flow": "surplus_used"}),
            ("年初结转和结余", opening, {"flow": "opening_balance"}),
            ("总计", total, {"flow": "balance"}),
        ],
        center=middle,
    )
    right = _lines(
        habit,
        [
            ("本年支出合计", spent.total(), {"flow": "expenditure"}),
            ("结余分配", 0, {"flow": "surplus_distributed"}),
            ("年末结转和结余", closing, {"flow": "closing_balance"}),
            ("总计", total, {"flow": "balance"}),
        ],
        center=middle,
    )
    rows += in_columns(left, right)
    return make_table(
        habit,
        "final_rev_exp_summary",
        header([head("收入", "项目", "决算数"), head("支出", "项目", "决算数")]),
        rows,
        (38, 18, 38, 18),
    )


def fiscal_summary(a: Account, habit: Habit) -> Table:
    received, spent = a.received.only(figures.fiscal), a.spent.only(figures.fiscal)
    base = {"flow": "expenditure", "phase": "final"}
    measures = [Measure(lambda e: True, {**base, "fund": "fiscal"})]
    measures += [Measure(starts(fund), {**base, "fund": fund}) for _, fund in FUNDS]

    def held(balance: dict[str, int], fund: str) -> int:
        return sum(fen for name, fen in balance.items() if name.startswith(fund) and name in figures.FISCAL)

    opening = sum(held(a.opening, fund) for _, fund in FUNDS)
    first = [
        (f"{ordinal(i)}、{name}", received.total(starts(fund)), {"flow": "revenue", "fund": fund})
        for i, (name, fund) in enumerate(FUNDS, start=1)
    ]
    rows = in_columns(_lines(habit, first), _class_lines(habit, spent, measures))
    total = received.total() + opening

    def across(label: str, values: Sequence[int], flow: str, *, center: bool) -> tuple[Cell, ...]:
        cells = [
            money(fen, habit.form, label, dims={"flow": flow, "phase": "final", "fund": m.dims["fund"]})
            for fen, m in zip(values, measures, strict=True)
        ]
        return (Cell(label, align="center" if center else "left"), *cells)

    out = [spent.total(m.keep) for m in measures]
    kept = [held(a.closing, fund) for _, fund in FUNDS]
    kept = [sum(kept), *kept]
    lower_left = [
        ("本年收入合计", received.total(), {"flow": "revenue", "fund": "fiscal"}),
        ("年初财政拨款结转和结余", opening, {"flow": "opening_balance", "fund": "fiscal"}),
        *[
            (f"{ordinal(i)}、{name}", held(a.opening, fund), {"flow": "opening_balance", "fund": fund})
            for i, (name, fund) in enumerate(FUNDS, start=1)
        ],
    ]
    lower_right: list[tuple[Cell, ...]] = [
        across("本年支出合计", out, "expenditure", center=True),
        across("年末财政拨款结转和结余", kept, "closing_balance", center=False),
    ]
    rows += in_columns(_lines(habit, lower_left, center=("本年收入合计",)), lower_right)
    rows.append(
        (
            Cell("总计"),
            money(total, habit.form, "总计", dims={"flow": "balance", "fund": "fiscal", "phase": "final"}),
            *across("总计", [x + y for x, y in zip(out, kept, strict=True)], "balance", center=True),
        )
    )
    top = header(
        [
            head("收入", "项目", "决算数"),
            head("支出", "项目", "合计", *(name for name, _ in FUNDS)),
        ]
    )
    return make_table(habit, "final_fiscal_summary", top, rows, (32, 16, 36, 16, 16, 16, 16))
