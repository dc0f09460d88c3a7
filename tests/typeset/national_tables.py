"""The nine budget tables of the national form: one code column, carry-over shown, last year's figures beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.typeset import codes, figures
from tests.typeset.builders import (
    CodeLayout,
    Head,
    Measure,
    amounts,
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
from tests.typeset.numbers import Format, percent, rounded

TITLES = (
    ("budget_rev_exp_summary", "收支总表"),
    ("budget_revenue_by_function", "收入总表"),
    ("budget_expenditure_by_function", "支出总表"),
    ("budget_fiscal_summary", "财政拨款收支总表"),
    ("budget_gpb_expenditure_by_function", "一般公共预算支出表"),
    ("budget_gpb_basic_by_dept_economic", "一般公共预算基本支出表"),
    ("budget_three_public", "一般公共预算“三公”经费支出表"),
    ("budget_govfund_expenditure", "政府性基金预算支出表"),
    ("budget_statecap_expenditure", "国有资本经营预算支出表"),
)
FUNDS = (
    ("一般公共预算拨款", "general_public"),
    ("政府性基金预算拨款", "government_fund"),
    ("国有资本经营预算拨款", "state_capital"),
)
SOURCES = (
    ("财政专户管理资金收入", "special_account"),
    ("事业收入", "business_income"),
    ("上级补助收入", "superior_subsidy"),
    ("附属单位上缴收入", "affiliate_remittance"),
    ("事业单位经营收入", "operating_income"),
    ("其他收入", "other_income"),
)


@dataclass(frozen=True, slots=True)
class Habit:
    """What this publisher does the same way in every table."""

    agency: str
    year: int
    form: Format
    prefix: str
    numbered: str
    total_first: bool
    compared: bool
    repeat: bool
    size: float
    row_height: float


def _now(e: Entry) -> bool:
    return e.origin == "current_year"


def _old(e: Entry) -> bool:
    return e.origin == "carried_over"


def _paid(fund: str, *, old: bool = False) -> Callable[[Entry], bool]:
    return figures.both(figures.funded(fund), _old if old else _now)


def _table(
    habit: Habit,
    number: int,
    top: tuple[Row, ...],
    body: Sequence[Row],
    widths: Sequence[float],
    *,
    empty: bool = False,
    notes: tuple[str, ...] = (),
) -> Table:
    form, name = TITLES[number - 1]
    title = habit.prefix + name
    label = habit.numbered.format(number, f"{number:02d}") if habit.numbered else ""
    caption = [CaptionLine(left=label)] if label else []
    caption += [
        CaptionLine(center=title, bold=True, size=habit.size + 6),
        CaptionLine(left=f"部门：{habit.agency}", right="单位：万元"),
    ]
    return Table(
        number=label,
        title=title,
        unit="万元",
        form=form,
        caption=tuple(caption),
        rows=(*top, *body),
        header_rows=len(top),
        widths=tuple(widths),
        font_size=habit.size,
        row_height=habit.row_height,
        repeat_header=habit.repeat,
        is_empty=empty,
        notes=notes,
    )


def _line(habit: Habit, label: str, fen: int, dims: dict[str, str], indent: int = 0) -> tuple[Cell, Cell]:
    name = Cell(label, align="left", indent=indent)
    return name, money(fen, habit.form, label, dims={"phase": "budget", **dims})


def _classes(habit: Habit, ledger: Ledger, measures: Sequence[Measure], mark: str) -> list[tuple[Cell, ...]]:
    """Classes in use, under ordinals of their own."""
    rows = []
    for i, code in enumerate(ledger.functions(3), start=1):
        label = mark.format(ordinal(i)) + codes.functional(code)
        part = ledger.only(figures.under(code))
        rows.append((Cell(label, align="left"), *amounts(part, measures, habit.form, label, functional=code)))
    return rows


def _summary(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger
    now, old = ledger.only(_now), ledger.total(_old)
    sources = [*((f"{name}收入", fund) for name, fund in FUNDS), *SOURCES]
    left = [
        _line(habit, f"{ordinal(i)}、{name}", now.total(figures.funded(fund)), {"flow": "revenue", "fund": fund})
        for i, (name, fund) in enumerate(sources, start=1)
    ]
    measure = Measure(lambda e: True, {"flow": "expenditure", "phase": "budget"})
    rows = in_columns(left, _classes(habit, ledger, [measure], "{}、"))
    total = ledger.total()
    below_left = [
        _line(habit, "本年收入合计", now.total(), {"flow": "revenue"}),
        _line(habit, "上年结转结余", old, {"origin": "carried_over"}),
        _line(habit, "收入总计", total, {"flow": "balance"}),
    ]
    below_right = [
        _line(habit, "本年支出合计", total, {"flow": "expenditure"}),
        _line(habit, "年终结转结余", 0, {"flow": "closing_balance"}),
        _line(habit, "支出总计", total, {"flow": "balance"}),
    ]
    rows += in_columns(below_left, below_right)
    top = header([head("收入", "项目", "预算数"), head("支出", "项目", "预算数")])
    return _table(habit, 1, top, rows, (34, 18, 34, 18))


def _by_code(
    habit: Habit,
    number: int,
    ledger: Ledger,
    columns: Sequence[Head | str],
    measures: Sequence[Measure],
    *,
    keys: Sequence[str] = ("科目编码", "科目名称"),
    over: str = "",
    kind: str = "functional",
    note: str = "",
) -> Table:
    layout = CodeLayout(split=False, tree=True, total_first=habit.total_first)
    first: list[Head | str] = [head(over, *keys)] if over else list(keys)
    top = header([*first, *columns])
    widths = (14.0, 34.0, *([15.0] * len(measures)))
    if ledger.entries:
        return _table(habit, number, top, code_rows(ledger, measures, habit.form, layout, kind=kind), widths)
    body = [*blanks(2 + len(measures), 2), (*spanned("合计", 2), *[Cell() for _ in measures])]
    return _table(habit, number, top, body, widths, empty=True, notes=(note,) if note else ())


def _revenue(f: Figures, habit: Habit) -> Table:
    base = {"flow": "revenue", "phase": "budget"}
    measures = [
        Measure(lambda e: True, {"phase": "budget", "fund": "all"}),
        Measure(_old, {"phase": "budget", "origin": "carried_over"}),
    ]
    measures += [Measure(_paid(fund), {**base, "fund": fund}) for _, fund in (*FUNDS, *SOURCES)]
    columns = ["合计", "上年结转", *(f"{name}收入" for name, _ in FUNDS), *(name for name, _ in SOURCES)]
    return _by_code(habit, 2, f.ledger, columns, measures)


def _spending(f: Figures, habit: Habit) -> Table:
    base = {"flow": "expenditure", "phase": "budget"}
    never: Callable[[Entry], bool] = lambda e: False  # noqa: E731
    measures = [
        Measure(lambda e: True, {**base, "nature": "all"}),
        Measure(figures.basic, {**base, "nature": "basic"}),
        Measure(figures.project, {**base, "nature": "project"}),
        Measure(never, {**base, "nature": "remitted_up"}),
        Measure(never, {**base, "nature": "operating"}),
        Measure(never, {**base, "nature": "affiliate_subsidy"}),
    ]
    columns = ["合计", "基本支出", "项目支出", "上缴上级支出", "事业单位经营支出", "对附属单位补助支出"]
    return _by_code(habit, 3, f.ledger, columns, measures)


def _fiscal(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger.only(figures.fiscal)
    now, old = ledger.total(_now), ledger.total(_old)
    left = [_line(habit, "一、本年收入", now, {"flow": "revenue", "fund": "fiscal"})]
    left += [
        _line(habit, f"（{ordinal(i)}）{name}", ledger.total(_paid(fund)), {"flow": "revenue", "fund": fund}, 1)
        for i, (name, fund) in enumerate(FUNDS, start=1)
    ]
    left.append(_line(habit, "二、上年结转", old, {"origin": "carried_over", "fund": "fiscal"}))
    left += [
        _line(
            habit,
            f"（{ordinal(i)}）{name}",
            ledger.total(_paid(fund, old=True)),
            {"origin": "carried_over", "fund": fund},
            1,
        )
        for i, (name, fund) in enumerate(FUNDS, start=1)
    ]
    spend = {"flow": "expenditure", "phase": "budget"}
    measures = [Measure(lambda e: True, {**spend, "fund": "fiscal"})]
    measures += [Measure(figures.funded(fund), {**spend, "fund": fund}) for _, fund in FUNDS]
    right: list[tuple[Cell, ...]] = [
        (Cell("一、本年支出", align="left"), *amounts(ledger, measures, habit.form, "一、本年支出"))
    ]
    right += _classes(habit, ledger, measures, "（{}）")
    right.append((Cell("二、年终结转结余", align="left"), *[Cell(habit.form.show(0), align="right") for _ in measures]))
    rows = in_columns(left, right)
    dims = {"flow": "balance", "phase": "budget"}
    closing = [Measure(m.keep, {**m.dims, **dims}) for m in measures]
    rows.append(
        (
            Cell("收入总计"),
            money(ledger.total(), habit.form, "收入总计", dims=dims),
            Cell("支出总计"),
            *amounts(ledger, closing, habit.form, "支出总计"),
        )
    )
    top = header(
        [
            head("收入", "项目", "预算数"),
            head("支出", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"),
        ]
    )
    return _table(habit, 4, top, rows, (30, 15, 34, 15, 15, 15, 15))


def _general(f: Figures, habit: Habit) -> Table:
    """With last year's execution and the change where this publisher compares."""
    now, before = f.ledger.only(figures.general), f.prior.only(figures.general)
    base = {"flow": "expenditure", "fund": "general_public"}
    plan = {**base, "phase": "budget"}
    measures = [
        Measure(lambda e: True, {**plan, "nature": "all"}),
        Measure(figures.basic, {**plan, "nature": "basic"}),
        Measure(figures.project, {**plan, "nature": "project"}),
    ]
    year = habit.year
    if not habit.compared:
        columns: list[Head | str] = ["合计", "基本支出", "项目支出"]
        return _by_code(habit, 5, now, columns, measures)
    plain = _by_code(habit, 5, now, ["小计", "基本支出", "项目支出"], measures)
    top = header(
        [
            head("功能分类科目", "科目编码", "科目名称"),
            f"{year - 1}年执行数",
            head(f"{year}年预算数", "小计", "基本支出", "项目支出"),
            head(f"{year}年预算数比{year - 1}年执行数", "增减额", "增减%"),
        ]
    )
    body = []
    for row in plain.rows[plain.header_rows :]:
        code = row[0].text if row[0] is not None and row[1] is not None else ""
        label = row[1].text if row[1] is not None else "合计"
        keep = figures.under(code)
        a, b = now.total(keep), before.total(keep)
        bold = not code
        spent = money(
            b, habit.form, label, functional=code or None, dims={**base, "phase": "prior_executed"}, bold=bold
        )
        # The difference is that of the printed figures, as a reader would work it out.
        gap = rounded(a, habit.form.step) - rounded(b, habit.form.step)
        change = money(gap, habit.form, label, functional=code or None, dims={"comparison": "change"}, bold=bold)
        share = percent(gap, rounded(b, habit.form.step)) if rounded(b, habit.form.step) else ""
        body.append((*row[:2], spent, *row[2:], change, Cell(share, align="right", bold=bold)))
    return _table(habit, 5, top, body, (14, 34, 15, 15, 15, 15, 15, 11))


def _basic(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger.only(figures.both(figures.general, figures.basic))
    base = {"flow": "expenditure", "fund": "general_public", "phase": "budget"}
    measures = [
        Measure(lambda e: True, {**base, "nature": "basic"}),
        Measure(figures.of_nature("personnel"), {**base, "nature": "personnel"}),
        Measure(figures.of_nature("public"), {**base, "nature": "public"}),
    ]
    columns: list[Head | str] = [head(f"{habit.year}年基本支出", "合计", "人员经费", "公用经费")]
    return _by_code(habit, 6, ledger, columns, measures, over="部门预算支出经济分类科目", kind="economic")


def _three_public(f: Figures, habit: Habit) -> Table:
    items = (("30212", "30217", "31013", "30231"), ("30212",), ("31013", "30231"), ("31013",), ("30231",), ("30217",))
    years = ((habit.year - 1, f.prior, "prior_budget"), (habit.year, f.ledger, "budget"))
    cars = head("公务用车购置及运行费", "小计", "公务用车购置费", "公务用车运行费")
    top = header([head(f"{year}年预算数", "合计", "因公出国（境）费", cars, "公务接待费") for year, _, _ in years])
    row: Row = tuple(
        money(
            ledger.total(figures.both(figures.general, figures.spent_on(*which))),
            habit.form,
            "",
            dims={"phase": phase, "fund": "general_public"},
        )
        for _, ledger, phase in years
        for which in items
    )
    return _table(habit, 7, top, [row], [10.0] * 12)


def _fund(f: Figures, habit: Habit, number: int, name: str, fund: str) -> Table:
    base = {"flow": "expenditure", "fund": fund, "phase": "budget"}
    measures = [
        Measure(lambda e: True, {**base, "nature": "all"}),
        Measure(figures.basic, {**base, "nature": "basic"}),
        Measure(figures.project, {**base, "nature": "project"}),
    ]
    columns: list[Head | str] = [head(f"本年{name}支出", "合计", "基本支出", "项目支出")]
    note = f"注：本部门没有{name}安排的支出，故本表为空表。"
    return _by_code(habit, number, f.ledger.only(figures.funded(fund)), columns, measures, note=note)


def tables(f: Figures, habit: Habit) -> list[Table]:
    """The nine tables in printed order."""
    return [
        _summary(f, habit),
        _revenue(f, habit),
        _spending(f, habit),
        _fiscal(f, habit),
        _general(f, habit),
        _basic(f, habit),
        _three_public(f, habit),
        _fund(f, habit, 8, "政府性基金预算", "government_fund"),
        _fund(f, habit, 9, "国有资本经营预算", "state_capital"),
    ]
