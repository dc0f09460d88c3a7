"""The nine tables of the national final account: 行次 columns and 栏次 rows, three lists in 06, two times six in 09."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.typeset import codes, figures
from tests.typeset.builders import (
    CodeLayout,
    Head,
    Measure,
    amounts,
    blank,
    blanks,
    code_rows,
    head,
    header,
    money,
    ordinal,
    spanned,
)
from tests.typeset.figures import Entry, Ledger
from tests.typeset.final_figures import LISTED, Account
from tests.typeset.final_habit import FUNDS, SOURCES, starts
from tests.typeset.model import CaptionLine, Cell, Row, Table
from tests.typeset.numbers import Format

TITLES = (
    ("final_rev_exp_summary", "收入支出决算总表"),
    ("final_revenue_by_function", "收入决算表"),
    ("final_expenditure_by_function", "支出决算表"),
    ("final_fiscal_summary", "财政拨款收入支出决算总表"),
    ("final_gpb_expenditure_by_function", "一般公共预算财政拨款支出决算表"),
    ("final_gpb_basic_by_dept_economic", "一般公共预算财政拨款基本支出决算明细表"),
    ("final_govfund", "政府性基金预算财政拨款收入支出决算表"),
    ("final_statecap", "国有资本经营预算财政拨款支出决算表"),
    ("final_three_public", "财政拨款“三公”经费支出决算表"),
)
OUT = {"flow": "expenditure", "phase": "final"}


@dataclass(frozen=True, slots=True)
class Habit:
    """What this publisher does the same way in every table."""

    agency: str
    form: Format
    size: float
    row_height: float
    repeat: bool


def _table(
    habit: Habit, n: int, top: tuple[Row, ...], body: Sequence[Row], widths: Sequence[float], **more: object
) -> Table:
    form, title = TITLES[n - 1]
    number = f"公开{n:02d}表"
    caption = (
        CaptionLine(center=title, bold=True, size=habit.size + 6),
        CaptionLine(right=number),
        CaptionLine(left=f"部门：{habit.agency}", right=f"金额单位：{habit.form.unit}"),
    )
    return Table(
        number=number,
        title=title,
        unit=habit.form.unit,
        form=form,
        caption=caption,
        rows=(*top, *body),
        header_rows=len(top),
        widths=tuple(widths),
        font_size=habit.size,
        row_height=habit.row_height,
        repeat_header=habit.repeat,
        **more,  # type: ignore[arg-type]
    )


def _numbered(sides: Sequence[Sequence[tuple[Cell, ...]]]) -> list[Row]:
    """Lists side by side, each line with its 行次 behind the label; counting goes on from side to side."""
    length, at = max(map(len, sides)), 1
    rows: list[list[Cell]] = [[] for _ in range(length)]
    for side in sides:
        wide = len(side[0])
        for i in range(length):
            label, *rest = side[i] if i < len(side) else [Cell()] * wide
            rows[i] += [label, Cell(str(at)), *rest]
            at += 1
    return [tuple(row) for row in rows]


def _line(habit: Habit, label: str, fen: int, dims: dict[str, str], *, center: bool = False) -> tuple[Cell, ...]:
    name = Cell(label, align="center" if center else "left")
    return name, money(fen, habit.form, label, dims={"phase": "final", **dims})


def _padded(lines: list[tuple[Cell, ...]], length: int, closing: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """A list filled up with empty lines, its closing lines last."""
    wide = len(lines[0])
    return [*lines, *[tuple(Cell() for _ in range(wide))] * (length - len(lines) - len(closing)), *closing]


def _classes(habit: Habit, ledger: Ledger, measures: Sequence[Measure]) -> list[tuple[Cell, ...]]:
    rows = []
    for i, code in enumerate(LISTED, start=1):
        label = f"{ordinal(i)}、{codes.functional(code)}"
        part = ledger.only(figures.under(code))
        rows.append((Cell(label, align="left"), *amounts(part, measures, habit.form, label, functional=code)))
    return rows


def _column_numbers(count: int, keys: int) -> Row:
    return (*spanned("栏次", keys), *(Cell(str(i + 1)) for i in range(count)))


def _summary(a: Account, habit: Habit) -> Table:
    received, spent = a.received, a.spent
    names = [*((f"{name}收入", fund) for name, fund in FUNDS), *SOURCES]
    left = [
        _line(habit, f"{ordinal(i)}、{name}", received.total(starts(fund)), {"flow": "revenue", "fund": fund})
        for i, (name, fund) in enumerate(names, start=1)
    ]
    opening, closing = sum(a.opening.values()), sum(a.closing.values())
    total = received.total() + opening
    right = _classes(habit, spent, [Measure(lambda e: True, OUT)])
    right += [
        _line(habit, "本年支出合计", spent.total(), {"flow": "expenditure"}, center=True),
        _line(habit, "结余分配", 0, {"flow": "surplus_distributed"}),
        _line(habit, "年末结转和结余", closing, {"flow": "closing_balance"}),
        _line(habit, "总计", total, {"flow": "balance"}, center=True),
    ]
    below = [
        _line(habit, "本年收入合计", received.total(), {"flow": "revenue"}, center=True),
        _line(habit, "使用非财政拨款结余", 0, {"flow": "surplus_used"}),
        _line(habit, "年初结转和结余", opening, {"flow": "opening_balance"}),
        _line(habit, "总计", total, {"flow": "balance"}, center=True),
    ]
    rows = _numbered([_padded(left, len(right), below), right])
    top = header([head("收入", "项目", "行次", "金额"), head("支出", "项目", "行次", "金额")])
    number: Row = (Cell("栏次"), Cell(), Cell("1"), Cell("栏次"), Cell(), Cell("2"))
    return _table(habit, 1, (*top, number), rows, (38, 7, 18, 38, 7, 18), number_rows=1)


def _by_code(
    habit: Habit, n: int, ledger: Ledger, columns: Sequence[Head | str], measures: Sequence[Measure], note: str = ""
) -> Table:
    count = len(measures)
    top = header([head("项目", "科目代码", "科目名称"), *columns])
    top = (*top, _column_numbers(count, 2))
    layout = CodeLayout(split=False, tree=True, total_first=True, bold_total=False)
    widths = (14.0, 34.0, *(15.0 for _ in measures))
    if not ledger.entries:
        body = [(*spanned("合计", 2), *blank(count)), *blanks(2 + count, 2)]
        notes = (note,) if note else ()
        return _table(habit, n, top, body, widths, number_rows=1, is_empty=True, notes=notes)
    return _table(habit, n, top, code_rows(ledger, measures, habit.form, layout), widths, number_rows=1)


def _fiscal(a: Account, habit: Habit) -> Table:
    received, spent = a.received.only(figures.fiscal), a.spent.only(figures.fiscal)
    measures = [Measure(lambda e: True, {**OUT, "fund": "fiscal"})]
    measures += [Measure(starts(fund), {**OUT, "fund": fund}) for _, fund in FUNDS]

    def held(balance: dict[str, int], fund: str) -> int:
        return sum(fen for name, fen in balance.items() if name.startswith(fund) and name in figures.FISCAL)

    def across(label: str, values: Sequence[int], flow: str, *, center: bool) -> tuple[Cell, ...]:
        cells = [
            money(fen, habit.form, label, dims={"flow": flow, "phase": "final", "fund": m.dims["fund"]})
            for fen, m in zip(values, measures, strict=True)
        ]
        return (Cell(label, align="center" if center else "left"), *cells)

    out = [spent.total(m.keep) for m in measures]
    kept = [held(a.closing, fund) for _, fund in FUNDS]
    kept = [sum(kept), *kept]
    opening = sum(held(a.opening, fund) for _, fund in FUNDS)
    right = _classes(habit, spent, measures)
    right += [
        across("本年支出合计", out, "expenditure", center=True),
        across("年末财政拨款结转和结余", kept, "closing_balance", center=False),
        *[tuple(Cell() for _ in range(5))] * 2,
        across("总计", [x + y for x, y in zip(out, kept, strict=True)], "balance", center=True),
    ]
    left = [
        _line(habit, f"{ordinal(i)}、{name}", received.total(starts(fund)), {"flow": "revenue", "fund": fund})
        for i, (name, fund) in enumerate(FUNDS, start=1)
    ]
    own = {"flow": "opening_balance"}
    below = [
        _line(habit, "本年收入合计", received.total(), {"flow": "revenue", "fund": "fiscal"}, center=True),
        _line(habit, "年初财政拨款结转和结余", opening, {**own, "fund": "fiscal"}),
        *(_line(habit, name, held(a.opening, fund), {**own, "fund": fund}) for name, fund in FUNDS),
    ]
    total = _line(habit, "总计", received.total() + opening, {"flow": "balance", "fund": "fiscal"}, center=True)
    rows = _numbered([_padded(left, len(right), [*below, total]), right])
    top = header(
        [head("收入", "项目", "行次", "金额"), head("支出", "项目", "行次", "合计", *(name for name, _ in FUNDS))]
    )
    number: Row = (Cell("栏次"), Cell(), Cell("1"), Cell("栏次"), Cell(), *(Cell(str(i)) for i in range(2, 6)))
    return _table(habit, 4, (*top, number), rows, (32, 7, 16, 34, 7, 16, 16, 16, 16), number_rows=1)


def _basic(a: Account, habit: Habit) -> Table:
    """Three lists: personnel, and public spending in two."""
    ledger = a.spent.only(figures.both(figures.general, figures.basic))
    base = {**OUT, "fund": "general_public"}

    def side(parents: Sequence[str]) -> list[tuple[Cell, ...]]:
        found: list[tuple[Cell, ...]] = []
        for parent in parents:
            for code in (parent, *codes.economic_items(parent)):
                name = codes.economic(code)
                amount = money(ledger.total(figures.spent_on(code)), habit.form, name, economic=code, dims=base)
                found.append((Cell(code, align="left"), Cell(name, align="left", indent=len(code) // 5), amount))
        return found

    people, goods, rest = side(("301", "303")), side(("302",)), side(("307", "310", "312", "399"))
    length = max(len(people), len(goods), len(rest))
    rows: list[Row] = [
        tuple(c for s in (people, goods, rest) for c in (s[i] if i < len(s) else blank(3))) for i in range(length)
    ]
    fen = ledger.total(figures.spent_on("301", "303"))
    rows.append(
        (
            *spanned("人员经费合计", 2),
            money(fen, habit.form, "人员经费合计", dims={**base, "nature": "personnel"}),
            *spanned("公用经费合计", 5),
            money(ledger.total() - fen, habit.form, "公用经费合计", dims={**base, "nature": "public"}),
        )
    )
    one: list[Head | str] = ["科目代码", "科目名称", "金额"]
    top = header([head("人员经费", *one), head("公用经费", *one, *one)])
    return _table(habit, 6, top, rows, (10, 28, 14) * 3)


def _fund(a: Account, habit: Habit) -> Table:
    """Balances at both ends, income and spending of the government funds."""
    fund = "government_fund"
    spent, got = a.spent.only(starts(fund)), a.received.only(starts(fund))
    extra: list[Entry] = []
    main = max(got.entries or spent.entries, key=lambda e: e.fen, default=None)
    for kind, balance in (("opening", a.opening), ("closing", a.closing)):
        fen = balance.get(f"{fund}_own", 0)
        if main and fen:
            extra.append(Entry(main.function, kind, "", main.fund, fen))
    full = Ledger((*spent.entries, *got.entries, *extra))
    base = {"fund": fund, "phase": "final"}

    def natured(*natures: str) -> Callable[[Entry], bool]:
        return lambda e: e.nature in natures

    measures = [
        Measure(lambda e: e.economic == "opening", {**base, "flow": "opening_balance"}),
        Measure(lambda e: e.economic == "", {**base, "flow": "revenue"}),
        Measure(natured("personnel", "public", "project"), {**base, "flow": "expenditure", "nature": "all"}),
        Measure(natured("personnel", "public"), {**base, "flow": "expenditure", "nature": "basic"}),
        Measure(natured("project"), {**base, "flow": "expenditure", "nature": "project"}),
        Measure(lambda e: e.economic == "closing", {**base, "flow": "closing_balance"}),
    ]
    columns: list[Head | str] = [
        "年初结转和结余",
        "本年收入",
        head("本年支出", "小计", "基本支出", "项目支出"),
        "年末结转和结余",
    ]
    note = f"注：{habit.agency}没有政府性基金预算财政拨款收入，也没有使用其安排的支出，故本表无数据。"
    return _by_code(habit, 7, full, columns, measures, note)


def _three_public(a: Account, habit: Habit) -> Table:
    """Twelve columns: six of the budget, six of the account."""
    cars = ("31013", "30231")
    items = (("30212", "30217", *cars), ("30212",), cars, ("31013",), ("30231",), ("30217",))
    inner = head("公务用车购置及运行维护费", "小计", "公务用车购置费", "公务用车运行维护费")
    top = header([head(name, "合计", "因公出国（境）费", inner, "公务接待费") for name in ("预算数", "决算数")])
    row: Row = tuple(
        money(ledger.only(figures.fiscal).total(figures.spent_on(*w)), habit.form, "", dims={"phase": phase})
        for ledger, phase in ((a.planned, "budget"), (a.spent, "final"))
        for w in items
    )
    numbers: Row = tuple(Cell(str(i + 1)) for i in range(12))
    note = "注：预算数为全年预算数，决算数包括当年财政拨款和以前年度结转资金安排的实际支出。"
    return _table(habit, 9, (*top, numbers), [row], [10.0] * 12, number_rows=1, notes=(note,))


def tables(a: Account, habit: Habit) -> list[Table]:
    """The nine tables in printed order."""
    earn = {"flow": "revenue", "phase": "final"}
    income = [Measure(lambda e: True, {**earn, "fund": "all"}), Measure(figures.fiscal, {**earn, "fund": "fiscal"})]
    income += [Measure(starts(fund), {**earn, "fund": fund}) for _, fund in SOURCES]
    never: Callable[[Entry], bool] = lambda e: False  # noqa: E731
    kinds = [
        Measure(lambda e: True, {**OUT, "nature": "all"}),
        Measure(figures.basic, {**OUT, "nature": "basic"}),
        Measure(figures.project, {**OUT, "nature": "project"}),
        *(Measure(never, {**OUT, "nature": n}) for n in ("remitted_up", "operating", "affiliate_subsidy")),
    ]

    def three(fund: str) -> list[Measure]:
        base = {**OUT, "fund": fund}
        tests = (("all", lambda e: True), ("basic", figures.basic), ("project", figures.project))
        return [Measure(keep, {**base, "nature": nature}) for nature, keep in tests]

    spending: list[Head | str] = [
        "本年支出合计",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "经营支出",
        "对附属单位补助支出",
    ]
    this_year: list[Head | str] = [head("本年支出", "小计", "基本支出", "项目支出")]
    capital = a.spent.only(starts("state_capital"))
    return [
        _summary(a, habit),
        _by_code(habit, 2, a.received, ["本年收入合计", "财政拨款收入", *(name for name, _ in SOURCES)], income),
        _by_code(habit, 3, a.spent, spending, kinds),
        _fiscal(a, habit),
        _by_code(habit, 5, a.spent.only(figures.general), this_year, three("general_public")),
        _basic(a, habit),
        _fund(a, habit),
        _by_code(
            habit,
            8,
            capital,
            this_year,
            three("state_capital"),
            "注：本部门没有国有资本经营预算财政拨款支出，故本表无数据。",
        ),
        _three_public(a, habit),
    ]
