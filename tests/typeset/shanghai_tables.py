"""The nine tables of the Shanghai budget form: 元, the 类/款/项 tree, totals last, one wide row in 万元."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.typeset import codes, figures
from tests.typeset.builders import (
    CodeLayout,
    Measure,
    amounts,
    blank,
    blanks,
    code_rows,
    head,
    header,
    in_columns,
    money,
    ordinal,
    spanned,
)
from tests.typeset.figures import Entry, Figures, Ledger
from tests.typeset.model import CaptionLine, Cell, Row, Table
from tests.typeset.numbers import Format

NAMES = {
    "budget_rev_exp_summary": "财务收支预算总表",
    "budget_revenue_by_function": "收入预算总表",
    "budget_expenditure_by_function": "支出预算总表",
    "budget_fiscal_summary": "财政拨款收支预算总表",
    "budget_gpb_expenditure_by_function": "一般公共预算支出功能分类预算表",
    "budget_govfund_expenditure": "政府性基金预算支出功能分类预算表",
    "budget_statecap_expenditure": "国有资本经营预算支出功能分类预算表",
    "budget_gpb_basic_by_dept_economic": "一般公共预算基本支出部门预算经济分类预算表",
    "budget_three_public": "“三公”经费和机关运行经费预算表",
}


@dataclass(frozen=True, slots=True)
class Habit:
    """What this publisher does the same way in every table."""

    agency: str
    prefix: str
    label: str
    form: Format
    split_summary: bool
    row_height: float
    size: float
    repeat: float
    rng: random.Random


def _table(
    habit: Habit,
    form: str,
    top: tuple[Row, ...],
    body: Sequence[Row],
    widths: Sequence[float],
    *,
    unit: str = "元",
    empty: bool = False,
    notes: tuple[str, ...] = (),
) -> Table:
    name = NAMES[form]
    # The last table often goes without the year in its title.
    title = habit.prefix + name if form != "budget_three_public" else habit.prefix.split("年")[-1] + name
    return Table(
        number="",
        title=title,
        unit=unit,
        form=form,
        caption=(
            CaptionLine(center=title, size=habit.size + 6),
            CaptionLine(left=f"{habit.label}：{habit.agency}", right=f"单位：{unit}"),
        ),
        rows=(*top, *body),
        header_rows=len(top),
        widths=tuple(widths),
        font_size=habit.size,
        row_height=habit.row_height,
        repeat_header=habit.rng.random() < habit.repeat,
        is_empty=empty,
        notes=notes,
    )


def _left(f: Ledger, form: Format, name: str, *, all_sources: bool) -> list[tuple[Cell, Cell]]:
    """Income lines."""
    short = "拨款收入" if all_sources else ""
    lines: list[tuple[str, Callable[[Entry], bool], str]] = [
        ("一般公共预算资金", figures.general, "general_public"),
        ("政府性基金", lambda e: e.fund.startswith("government_fund"), "government_fund"),
        ("国有资本经营预算", lambda e: e.fund.startswith("state_capital"), "state_capital"),
    ]
    rows: list[tuple[str, Callable[[Entry], bool], str]] = []
    if all_sources:
        rows.append((f"一、财政{short}", figures.fiscal, "fiscal"))
        rows += [(f"{i}{name}{label}", keep, fund) for i, (label, keep, fund) in enumerate(lines, start=1)]
        rows += [
            ("二、事业收入", lambda e: e.fund == "business_income", "business_income"),
            ("三、事业单位经营收入", lambda e: e.fund == "operating_income", "operating_income"),
            ("四、其他收入", lambda e: e.fund == "other_income", "other_income"),
        ]
    else:
        rows += [(f"{ordinal(i)}、{label}", keep, fund) for i, (label, keep, fund) in enumerate(lines, start=1)]
    return [
        (
            Cell(label, align="left"),
            money(f.total(keep), form, label, dims={"flow": "revenue", "fund": fund, "phase": "budget"}),
        )
        for label, keep, fund in rows
    ]


def _right(f: Ledger, form: Format, measures: Sequence[Measure]) -> list[tuple[Cell, ...]]:
    """Only the classes in use, with ordinals instead of codes."""
    rows = []
    for i, code in enumerate(f.functions(3), start=1):
        label = f"{ordinal(i)}、{codes.functional(code)}"
        part = f.only(figures.under(code))
        rows.append((Cell(label, align="left"), *amounts(part, measures, form, label, functional=code)))
    return rows


def _closed(
    f: Ledger, form: Format, left: list[tuple[Cell, Cell]], right: list[tuple[Cell, ...]], measures: Sequence[Measure]
) -> list[Row]:
    """Two sides, some empty lines, the totals."""
    rows = in_columns(left, right)
    wide = len(rows[0])
    rows += [blank(wide)] * max(0, 11 - len(rows))
    dims = {"flow": "balance", "phase": "budget"}
    rows.append(
        (
            Cell("收入总计"),
            money(f.total(), form, "收入总计", dims=dims),
            Cell("支出总计"),
            *amounts(f, [replace(m, dims={**m.dims, **dims}) for m in measures], form, "支出总计"),
        )
    )
    return rows


def _summary(f: Figures, habit: Habit) -> Table:
    spend = {"flow": "expenditure", "phase": "budget"}
    measures = [Measure(lambda e: True, {**spend, "nature": "all"})]
    right_head = head("本年支出", "项目", "预算数")
    widths: tuple[float, ...] = (34, 22, 38, 22)
    if habit.split_summary:
        measures += [
            Measure(figures.of_nature("personnel"), {**spend, "nature": "personnel"}),
            Measure(figures.of_nature("public"), {**spend, "nature": "public"}),
            Measure(figures.project, {**spend, "nature": "project"}),
        ]
        right_head = head(
            "本年支出", "项目", head("预算数", "合计", head("基本支出", "人员经费", "公用经费"), "项目支出")
        )
        widths = (34, 20, 38, 20, 20, 20, 20)
    left = _left(f.ledger, habit.form, habit.rng.choice((". ", "、", ".")), all_sources=True)
    body = _closed(f.ledger, habit.form, left, _right(f.ledger, habit.form, measures), measures)
    return _table(
        habit, "budget_rev_exp_summary", header([head("本年收入", "项目", "预算数"), right_head]), body, widths
    )


_CODE = head("项目", head("功能分类科目编码", "类", "款", "项"), "功能分类科目名称")
_TREE = CodeLayout(tree=True, bold_total=False)


def _revenue(f: Figures, habit: Habit) -> Table:
    def m(keep: Callable[[Entry], bool], fund: str) -> Measure:
        return Measure(keep, {"flow": "revenue", "fund": fund, "phase": "budget"})

    measures = [
        m(lambda e: True, "all"),
        m(figures.fiscal, "fiscal"),
        m(lambda e: e.fund == "business_income", "business_income"),
        m(lambda e: e.fund == "operating_income", "operating_income"),
        m(lambda e: e.fund == "other_income", "other_income"),
    ]
    top = header([_CODE, head("收入预算", "合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入")])
    body = code_rows(f.ledger, measures, habit.form, _TREE)
    return _table(habit, "budget_revenue_by_function", top, body, (8, 7, 7, 48, 22, 22, 18, 18, 18))


def _by_function(f: Figures, habit: Habit, form: str, over: str, fund: str) -> Table:
    tests: dict[str, Callable[[Entry], bool]] = {
        "all": lambda e: True,
        "general_public": figures.general,
        "government_fund": lambda e: e.fund.startswith("government_fund"),
        "state_capital": lambda e: e.fund.startswith("state_capital"),
    }
    base = {"flow": "expenditure", "fund": fund, "phase": "budget"}
    measures = [
        Measure(lambda e: True, {**base, "nature": "all"}),
        Measure(figures.basic, {**base, "nature": "basic"}),
        Measure(figures.project, {**base, "nature": "project"}),
    ]
    ledger = f.ledger.only(tests[fund])
    top = header([_CODE, head(over, "合计", "基本支出", "项目支出")])
    widths = (8, 7, 7, 50, 26, 26, 26)
    if ledger.entries:
        return _table(habit, form, top, code_rows(ledger, measures, habit.form, _TREE), widths)
    body = (*blanks(7, habit.rng.randint(1, 6)), (*spanned("合计", 4), *[Cell() for _ in range(3)]))
    name = "政府性基金" if fund == "government_fund" else "国有资本经营预算"
    notes = (f"注：本部门没有{name}安排的支出，本表无数据。",) if habit.rng.random() < 0.5 else ()
    return _table(habit, form, top, body, widths, empty=True, notes=notes)


def _fiscal_summary(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger.only(figures.fiscal)
    spend = {"flow": "expenditure", "phase": "budget"}
    measures = [Measure(lambda e: True, {**spend, "fund": "fiscal"})]
    measures += [
        Measure(figures.funded(fund), {**spend, "fund": fund})
        for fund in ("general_public", "government_fund", "state_capital")
    ]
    top = header(
        [
            head("财政拨款收入", "项目", "预算数"),
            head("财政拨款支出", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"),
        ]
    )
    left = _left(ledger, habit.form, "", all_sources=False)
    body = _closed(ledger, habit.form, left, _right(ledger, habit.form, measures), measures)
    return _table(habit, "budget_fiscal_summary", top, body, (32, 20, 36, 20, 20, 20, 20))


def _basic(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger.only(figures.both(figures.general, figures.basic))
    base = {"flow": "expenditure", "fund": "general_public", "phase": "budget"}
    measures = [
        Measure(lambda e: True, {**base, "nature": "basic"}),
        Measure(figures.of_nature("personnel"), {**base, "nature": "personnel"}),
        Measure(figures.of_nature("public"), {**base, "nature": "public"}),
    ]
    top = header(
        [
            head("项目", head("部门预算经济分类科目编码", "类", "款"), "部门预算经济分类科目名称"),
            head("一般公共预算基本支出", "合计", "人员经费", "公用经费"),
        ]
    )
    body = code_rows(ledger, measures, habit.form, _TREE, kind="economic")
    return _table(habit, "budget_gpb_basic_by_dept_economic", top, body, (11, 11, 50, 26, 26, 26))


def _three_public(f: Figures, habit: Habit) -> Table:
    form = replace(habit.form, unit="万元", decimals=2, zero="0.00")
    ledger = f.ledger.only(figures.fiscal)

    def cell(label: str, *items: str) -> Cell:
        fen = ledger.total(figures.spent_on(*items))
        return money(fen, form, label, dims={"phase": "budget"}, align="center")

    public = f.ledger.total(lambda e: e.nature == "public" and figures.general(e))
    row: Row = (
        cell("", "30212", "30217", "31013", "30231"),
        cell("", "30212"),
        cell("", "30217"),
        cell("", "31013", "30231"),
        cell("", "31013"),
        cell("", "30231"),
        money(public, form, "", dims={"phase": "budget"}, align="center"),
    )
    top = header(
        [
            head(
                "“三公”经费预算数",
                "合计",
                "因公出国(境)费",
                "公务接待费",
                head("公务用车购置及运行费", "小计", "购置费", "运行费"),
            ),
            "机关运行经费预算数",
        ]
    )
    return _table(habit, "budget_three_public", top, [row], (20, 20, 20, 20, 20, 20, 24), unit="万元")


def tables(f: Figures, habit: Habit) -> list[Table]:
    """The nine tables in printed order."""
    gov, cap = "budget_govfund_expenditure", "budget_statecap_expenditure"
    return [
        _summary(f, habit),
        _revenue(f, habit),
        _by_function(f, habit, "budget_expenditure_by_function", "支出预算", "all"),
        _fiscal_summary(f, habit),
        _by_function(f, habit, "budget_gpb_expenditure_by_function", "一般公共预算支出", "general_public"),
        _by_function(f, habit, gov, "政府性基金预算支出", "government_fund"),
        _by_function(f, habit, cap, "国有资本经营预算支出", "state_capital"),
        _basic(f, habit),
        _three_public(f, habit),
    ]
