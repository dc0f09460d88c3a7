"""The nine tables of the final account: 万元, ordinals in the summaries, parallel lists in 06."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.typeset import codes, figures
from tests.typeset.builders import (
    CodeLayout,
    Head,
    Measure,
    blank,
    blanks,
    code_rows,
    head,
    header,
    in_columns,
    money,
    spanned,
)
from tests.typeset.figures import Entry, Ledger
from tests.typeset.final_figures import Account
from tests.typeset.final_habit import SOURCES, Habit, make_table, order, starts
from tests.typeset.final_sides import fiscal_summary, summary
from tests.typeset.model import Cell, Row, Table


def _by_code(
    habit: Habit,
    form: str,
    ledger: Ledger,
    columns: Sequence[Head | str],
    measures: Sequence[Measure],
    *,
    total_first: bool,
    notes: tuple[str, ...] = (),
) -> Table:
    """A table by function: 类/款/项 columns or one code column, tree rows."""
    count = len(measures)
    layout = CodeLayout(split=habit.split, tree=True, total_first=total_first, bold_total=False)
    body = code_rows(ledger, measures, habit.form, layout) if ledger.entries else []
    code_width = (7.0, 6.0, 6.0) if habit.split else (16.0,)
    widths = (*code_width, 34.0, *([16.0] * count))
    beside = habit.total_in_header and habit.split and total_first and bool(body)
    if beside:
        # The total stands in the row of 类 款 项, the last of the header.
        code = head("支出功能分类科目编码", height=1)
        rows = header([head("项目", Head(code.text, (Head(""), Head(""), Head(""))), "科目名称"), *columns])
        first = body.pop(0)
        last: list[Cell | None] = [Cell("类"), Cell("款"), Cell("项"), Cell("合计"), *first[4:]]
        top = (*(_shortened(row, len(rows) - 1, r) for r, row in enumerate(rows[:-1])), tuple(last))
    else:
        if habit.split:
            key = head("项目", head("支出功能分类科目编码", "类", "款", "项"), "科目名称")
        else:
            key = head("项目", "支出功能分类科目编码", "科目名称")
        top = header([key, *columns])
    numbers = 0
    if habit.numbers and not beside and body:
        wide = 4 if habit.split else 2
        row: list[Cell | None] = [*spanned("栏次", wide), *[Cell(str(i + 1)) for i in range(count)]]
        top, numbers = (*top, tuple(row)), 1
    empty = not body and not beside
    if empty:
        wide = 4 if habit.split else 2
        body = [*blanks(wide + count, habit.rng.randint(2, 6)), (*spanned("合计", wide), *blank(count))]
    return make_table(habit, form, top, body, widths, empty=empty, notes=notes, number_rows=numbers)


def _shortened(row: Row, height: int, r: int) -> Row:
    """Header row with spans ending above the row that holds the total."""
    return tuple(
        None if c is None else Cell(c.text, min(c.row_span, height - r), c.col_span, c.align, c.bold) for c in row
    )


def _revenue(a: Account, habit: Habit) -> Table:
    def m(keep: Callable[[Entry], bool], fund: str) -> Measure:
        return Measure(keep, {"flow": "revenue", "fund": fund, "phase": "final"})

    measures = [m(lambda e: True, "all"), m(figures.fiscal, "fiscal")]
    measures += [m(starts(fund), fund) for _, fund in SOURCES]
    columns: list[Head | str] = ["本年收入合计", "财政拨款收入", *(name for name, _ in SOURCES)]
    return _by_code(habit, "final_revenue_by_function", a.received, columns, measures, total_first=True)


def _spending(a: Account, habit: Habit) -> Table:
    base = {"flow": "expenditure", "phase": "final"}
    never: Callable[[Entry], bool] = lambda e: False  # noqa: E731
    measures = [
        Measure(lambda e: True, {**base, "nature": "all"}),
        Measure(figures.basic, {**base, "nature": "basic"}),
        Measure(figures.project, {**base, "nature": "project"}),
        Measure(never, {**base, "nature": "remitted_up"}),
        Measure(never, {**base, "nature": "operating"}),
        Measure(never, {**base, "nature": "affiliate_subsidy"}),
    ]
    columns: list[Head | str] = [
        "本年支出合计",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "经营支出",
        "对附属单位补助支出",
    ]
    return _by_code(habit, "final_expenditure_by_function", a.spent, columns, measures, total_first=True)


def _general(a: Account, habit: Habit) -> Table:
    base = {"flow": "expenditure", "fund": "general_public", "phase": "final"}
    measures = [
        Measure(lambda e: True, {**base, "nature": "all"}),
        Measure(figures.basic, {**base, "nature": "basic"}),
        Measure(figures.project, {**base, "nature": "project"}),
    ]
    ledger = a.spent.only(figures.general)
    columns: list[Head | str] = (
        ["合计", "基本支出", "项目支出"] if habit.split else [head("本年支出", "小计", "基本支出", "项目支出")]
    )
    return _by_code(habit, "final_gpb_expenditure_by_function", ledger, columns, measures, total_first=not habit.split)


def _balance_table(a: Account, habit: Habit, form: str, fund: str, name: str) -> Table:
    base = {"fund": fund, "phase": "final"}
    spent = a.spent.only(starts(fund))
    full = Ledger(spent.entries + a.received.only(starts(fund)).entries)

    def got(e: Entry) -> bool:
        return e.economic == ""  # income has no economic class

    # All of a year's spending may come from what was carried in.
    source = a.received.only(starts(fund)).entries or spent.entries
    main = max(source, key=lambda e: e.fen, default=None)
    opening = a.opening.get(f"{fund}_own", 0)
    closing = a.closing.get(f"{fund}_own", 0)
    measures = [
        Measure(lambda e: e.economic == "opening", {**base, "flow": "opening_balance"}),
        Measure(got, {**base, "flow": "revenue"}),
        Measure(lambda e: not got(e) and e.nature != "", {**base, "flow": "expenditure", "nature": "all"}),
        Measure(lambda e: e.nature in ("personnel", "public"), {**base, "flow": "expenditure", "nature": "basic"}),
        Measure(lambda e: e.nature == "project", {**base, "flow": "expenditure", "nature": "project"}),
        Measure(lambda e: e.economic == "closing", {**base, "flow": "closing_balance"}),
    ]
    if main:
        extra = [
            Entry(main.function, kind, "", main.fund, fen)
            for kind, fen in (("opening", opening), ("closing", closing))
            if fen
        ]
        full = Ledger((*full.entries, *extra))
    columns: list[Head | str] = [
        "年初结转和结余",
        "本年收入",
        head("本年支出", "小计", "基本支出", "项目支出"),
        "年末结转和结余",
    ]
    notes = () if full.entries else (f"注：{habit.agency}无{name}财政拨款支出，故本表无数据。",)
    return _by_code(habit, form, full, columns, measures, total_first=False, notes=notes)


def _basic(a: Account, habit: Habit) -> Table:
    ledger = a.spent.only(figures.both(figures.general, figures.basic))
    base = {"flow": "expenditure", "fund": "general_public", "phase": "final"}

    def side(parents: Sequence[str]) -> list[tuple[Cell, ...]]:
        rows = []
        for parent in parents:
            wanted = [parent, *(c for c in codes.economic_items(parent))]
            for code in wanted:
                name = codes.economic(code)
                fen = ledger.total(figures.spent_on(code))
                key = (Cell(code[:3]), Cell(code[3:])) if habit.split else (Cell(code, align="left"),)
                amount = money(fen, habit.form, name, economic=code, dims=base)
                rows.append((*key, Cell(name, align="left"), amount))
        return rows

    code: Head | str = head("经济分类科目编码", "类", "款") if habit.split else "经济分类科目编码"
    one: list[Head | str] = [code, "科目名称", "决算数"]
    rows: list[Row] = in_columns(side(("301", "303")), side(("302", "310")))
    wide = 3 if habit.split else 2
    people = ledger.total(figures.spent_on("301", "303"))
    public = ledger.total() - people
    rows.append(
        (
            *spanned("人员经费合计", wide),
            money(people, habit.form, "人员经费合计", dims={**base, "nature": "personnel"}),
            *spanned("公用经费合计", wide),
            money(public, habit.form, "公用经费合计", dims={**base, "nature": "public"}),
        )
    )
    half = (8.0, 7.0, 30.0, 15.0) if habit.split else (13.0, 30.0, 15.0)
    return make_table(habit, "final_gpb_basic_by_dept_economic", header([*one, *one]), rows, (*half, *half))


def _three_public(a: Account, habit: Habit) -> Table:
    items = (
        ("合计", ("30212", "30217", "31013", "30231")),
        ("因公出国（境）费", ("30212",)),
        ("小计", ("31013", "30231")),
        ("公务用车购置费", ("31013",)),
        ("公务用车运行费", ("30231",)),
        ("公务接待费", ("30217",)),
    )
    phases = (("预算数", a.planned, "budget"), ("决算数", a.spent, "final"))

    def cell(which: tuple[str, ...], ledger: Ledger, phase: str) -> Cell:
        fen = ledger.only(figures.fiscal).total(figures.spent_on(*which))
        return money(fen, habit.form, "", dims={"phase": phase}, align="center")

    if habit.wide_three_public:
        top = header(
            [
                head(
                    name,
                    "合计",
                    "因公出国（境）费",
                    head("公务用车购置及运行维护费", "小计", "公务用车购置费", "公务用车运行维护费"),
                    "公务接待费",
                )
                for name, _, _ in phases
            ]
        )
        row: Row = tuple(cell(which, ledger, phase) for _, ledger, phase in phases for _, which in items)
        numbers: Row = tuple(Cell(str(i + 1)) for i in range(12))
        return make_table(habit, "final_three_public", (*top, numbers), [row], [10.0] * 12, number_rows=1)
    pair = ("预算数", "决算数")
    top = header(
        [
            head(
                "财政拨款“三公”经费",
                head("合计", *pair),
                head("因公出国（境）费", *pair),
                head(
                    "公务用车购置及运行费",
                    head("小计", *pair),
                    head("公务用车购置费", *pair),
                    head("公务用车运行费", *pair),
                ),
                head("公务接待费", *pair),
            )
        ]
    )
    row = tuple(cell(which, ledger, phase) for _, which in items for _, ledger, phase in phases)
    return make_table(habit, "final_three_public", top, [row], [10.0] * 12)


def tables(a: Account, habit: Habit) -> list[Table]:
    """The nine tables in printed order."""
    made = {
        "final_rev_exp_summary": summary(a, habit),
        "final_revenue_by_function": _revenue(a, habit),
        "final_expenditure_by_function": _spending(a, habit),
        "final_fiscal_summary": fiscal_summary(a, habit),
        "final_gpb_expenditure_by_function": _general(a, habit),
        "final_gpb_basic_by_dept_economic": _basic(a, habit),
        "final_three_public": _three_public(a, habit),
        "final_govfund": _balance_table(a, habit, "final_govfund", "government_fund", "政府性基金预算"),
        "final_statecap": _balance_table(a, habit, "final_statecap", "state_capital", "国有资本经营预算"),
    }
    return [made[form] for form in order(habit)]
