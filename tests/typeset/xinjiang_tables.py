"""The eleven numbered tables of the Xinjiang budget form: 万元, leaf rows only, ※ rows."""

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
    column_numbers,
    head,
    header,
    in_columns,
    money,
)
from tests.typeset.figures import Entry, Figures, both
from tests.typeset.model import CaptionLine, Cell, Row, Table
from tests.typeset.numbers import Format

TITLES: dict[str, tuple[str, ...]] = {
    "budget_rev_exp_summary": ("部门收支总体情况表", "部门收支总表", "收支总体情况表"),
    "budget_revenue_by_function": ("部门收入总体情况表", "部门收入总表"),
    "budget_expenditure_by_function": ("部门支出总体情况表", "部门支出总表"),
    "budget_fiscal_summary": ("财政拨款收支总体情况表", "财政拨款收支预算总体情况表", "财政拨款收支总表"),
    "budget_gpb_expenditure_by_function": ("一般公共预算支出情况表", "一般公共预算支出表"),
    "budget_gpb_basic_by_dept_economic": ("一般公共预算基本支出情况表", "一般公共预算基本支出表"),
    "budget_gpb_project_by_economic": ("一般公共预算项目支出情况表",),
    "budget_govfund_expenditure": ("政府性基金预算支出情况表", "政府性基金预算支出表"),
    "budget_statecap_expenditure": ("国有资本经营预算支出情况表", "国有资本经营预算支出表"),
    "budget_three_public": (
        "财政拨款“三公”经费支出情况表",
        "一般公共预算“三公”经费支出情况表",
        "财政拨款“三公”经费支出表",
    ),
    "budget_carryover": ("上年结转结余情况明细表",),
}
SIDES = {"一般公共预算": "general_public", "政府性基金预算": "government_fund", "国有资本经营预算": "state_capital"}


@dataclass(frozen=True, slots=True)
class Habit:
    """What this publisher does the same way in every table."""

    agency: str
    year: int
    titles: dict[str, str]
    form: Format
    label: str
    number: Callable[[int], str]
    repeat_caption: bool
    repeat_header: bool
    size: float
    row_height: float
    marks: bool
    total_first: bool
    jitter: Callable[[float], float]


def _now(e: Entry) -> bool:
    return e.origin == "current_year"


def _fund(*names: str, origin: str = "current_year") -> Callable[[Entry], bool]:
    return lambda e: e.fund.startswith(names) and e.origin == origin


def _table(
    habit: Habit,
    ordinal: int,
    form: str,
    head_rows: tuple[Row, ...],
    body: Sequence[Row],
    widths: Sequence[float],
    *,
    empty: bool = False,
    size: float | None = None,
) -> Table:
    title = habit.titles[form]
    caption = (
        CaptionLine(left=habit.number(ordinal)),
        CaptionLine(center=title, bold=True, size=habit.size + 5),
        CaptionLine(left=f"{habit.label}：{habit.agency}", right="单位：万元", repeat=habit.repeat_caption),
    )
    return Table(
        number=habit.number(ordinal),
        title=title,
        unit="万元",
        form=form,
        caption=caption,
        rows=(*head_rows, *body),
        header_rows=len(head_rows),
        number_rows=1 if head_rows[-1][0] is not None and head_rows[-1][0].text == "※" else 0,
        widths=tuple(habit.jitter(w) for w in widths),
        font_size=size or habit.size,
        row_height=habit.row_height,
        repeat_header=habit.repeat_header,
        is_empty=empty,
    )


def _numbers(habit: Habit, marks: int, count: int) -> list[str]:
    return column_numbers(marks, count) if habit.marks else []


def _income_rows(f: Figures, form: Format) -> list[tuple[Cell, Cell]]:
    ledger = f.ledger

    def line(
        label: str, keep: Callable[[Entry], bool] | None, fund: str, *, strong: bool = False, indent: int = 0, origin: str = "current_year"
    ) -> tuple[Cell, Cell]:
        fen = ledger.total(keep) if keep else 0
        dims = {"flow": "revenue", "fund": fund, "phase": "budget", "origin": origin}
        return (
            Cell(label, align="left", bold=strong, indent=indent),
            money(fen, form, label, dims=dims, bold=strong),
        )

    old = "carried_over"
    return [
        line("财政拨款（补助）", both(figures.fiscal, _now), "fiscal", strong=True),
        line("1.一般公共预算", _fund("general_public"), "general_public", strong=True),
        line("其中：一般财力", _fund("general_public_own"), "general_public_own", indent=1),
        line("上级一般公共预算安排转移支付", _fund("general_public_transfer"), "general_public_transfer", indent=1),
        line("2.政府性基金预算", _fund("government_fund"), "government_fund", strong=True),
        line("其中：政府性基金收入", _fund("government_fund_own"), "government_fund_own", indent=1),
        line("上级政府性基金安排转移支付", None, "government_fund_transfer", indent=1),
        line("3.国有资本经营预算", _fund("state_capital"), "state_capital", strong=True),
        line("其中：国有资本经营收入", _fund("state_capital_own"), "state_capital_own", indent=1),
        line("上级国有资本经营预算安排转移支付", None, "state_capital_transfer", indent=1),
        line("4.财政专户核拨", None, "special_account"),
        line("5.单位资金", _fund("other_income", "business_income"), "unit_funds", strong=True),
        line("其中：事业收入", _fund("business_income"), "business_income", indent=1),
        line("上级补助收入", None, "superior_subsidy", indent=1),
        line("附属单位上缴收入", None, "affiliate_remittance", indent=1),
        line("事业单位经营收入", None, "operating_income", indent=1),
        line("其他收入", _fund("other_income"), "other_income", indent=1),
        line("上年结转结余", lambda e: e.origin == old, "all", strong=True, origin=old),
        line("1.财政拨款结转", lambda e: figures.fiscal(e) and e.origin == old, "fiscal", strong=True, origin=old),
        line("其中：一般公共预算拨款", _fund("general_public", origin=old), "general_public", indent=1, origin=old),
        line("基金预算拨款", _fund("government_fund", origin=old), "government_fund", indent=1, origin=old),
        line("国有资本经营预算拨款", _fund("state_capital", origin=old), "state_capital", indent=1, origin=old),
        line("2.非财政拨款结转结余", lambda e: not figures.fiscal(e) and e.origin == old, "nonfiscal", strong=True, origin=old),
        line("其中：财政专户核拨", None, "special_account", indent=1, origin=old),
        line("单位资金", _fund("other_income", "business_income", origin=old), "unit_funds", indent=1, origin=old),
    ]


def _class_rows(f: Figures, form: Format, measures: Sequence[Measure]) -> list[tuple[Cell, ...]]:
    rows = []
    for code in codes.classes():
        part = f.ledger.only(figures.under(code))
        name = codes.functional(code)
        rows.append((Cell(f"{code} {name}", align="left"), *amounts(part, measures, form, name, functional=code)))
    return rows


def _summary(f: Figures, habit: Habit) -> Table:
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
    return _table(habit, 1, "budget_rev_exp_summary", top, rows, (30, 14, 32, 14))


def _revenue(f: Figures, habit: Habit) -> Table:
    def m(keep: Callable[[Entry], bool], fund: str, **more: str) -> Measure:
        return Measure(keep, {"flow": "revenue", "fund": fund, "phase": "budget", **more})

    nothing: Callable[[Entry], bool] = lambda e: False  # noqa: E731
    measures = [
        m(lambda e: True, "all"),
        m(both(figures.fiscal, _now), "fiscal", origin="current_year"),
        m(_fund("general_public_own"), "general_public_own"),
        m(_fund("general_public_transfer"), "general_public_transfer"),
        m(_fund("government_fund_own"), "government_fund_own"),
        m(nothing, "government_fund_transfer"),
        m(_fund("state_capital_own"), "state_capital_own"),
        m(nothing, "state_capital_transfer"),
        m(nothing, "education_fees"),
        m(_fund("other_income", "business_income"), "unit_funds"),
        m(lambda e: figures.fiscal(e) and not _now(e), "fiscal", origin="carried_over"),
        m(lambda e: not figures.fiscal(e) and not _now(e), "nonfiscal", origin="carried_over"),
    ]
    funds = (
        "财政拨款(补助)小计",
        "一般公共预算",
        "上级一般公共预算安排的转移支付",
        "政府性基金预算",
        "上级政府性基金安排的转移支付",
        "国有资本经营预算",
        "上级国有资本经营预算安排的转移支付",
    )
    top = header(
        [
            head("功能分类科目编码", "类", "款", "项", height=2),
            "功能分类科目名称",
            "总计",
            Head("财政拨款（补助）", tuple(Head(x) for x in funds)),
            "财政专户（教育收费）",
            "单位资金",
            "财政拨款结转",
            "非财政拨款结转结余",
        ],
        numbers=_numbers(habit, 4, 12),
    )
    body = code_rows(f.ledger, measures, habit.form, CodeLayout(total_first=habit.total_first))
    # A column that stays empty may be so narrow that its header runs down, one character a line.
    used = habit.form.zero != "blank" or f.ledger.total(_fund("government_fund"))
    widths = (10, 8, 8, 34, 18, 18, 18, 18, 16 if used else 6, 18, 17, 18, 13, 15, 15, 15)
    return _table(habit, 2, "budget_revenue_by_function", top, body, widths, size=habit.size - 1)


def _nature(flow_fund: str) -> list[Measure]:
    base = {"flow": "expenditure", "fund": flow_fund, "phase": "budget"}
    return [
        Measure(lambda e: True, {**base, "nature": "all"}),
        Measure(figures.basic, {**base, "nature": "basic"}),
        Measure(figures.project, {**base, "nature": "project"}),
    ]


def _by_function(f: Figures, habit: Habit, ordinal: int, form: str, over: str, fund: str) -> Table:
    ledger = f.ledger if fund == "all" else f.ledger.only(both(figures.general, _now))
    top = header(
        [
            head("科目", head("功能分类科目编码", "类", "款", "项"), "功能分类科目名称"),
            head(over, "合计", "基本支出", "项目支出"),
        ],
        numbers=_numbers(habit, 4, 3),
    )
    body = code_rows(ledger, _nature(fund), habit.form, CodeLayout(total_first=habit.total_first))
    return _table(habit, ordinal, form, top, body, (9, 7, 7, 44, 18, 18, 18))


def _fiscal_summary(f: Figures, habit: Habit) -> Table:
    now = figures.Figures(f.ledger.only(both(figures.fiscal, _now)), f.prior, f.staff)
    spend = {"flow": "expenditure", "phase": "budget"}
    measures = [Measure(lambda e: True, {**spend, "fund": "fiscal"})]
    measures += [Measure(_fund(x), {**spend, "fund": x}) for x in SIDES.values()]
    left = []
    for label, keep, fund, strong in (
        ("财政拨款（补助）", lambda e: True, "fiscal", True),
        *((name, _fund(fund), fund, False) for name, fund in SIDES.items()),
    ):
        dims = {"flow": "revenue", "fund": fund, "phase": "budget"}
        left.append(
            (
                Cell(label, align="left", bold=strong),
                money(now.ledger.total(keep), habit.form, label, dims=dims, bold=strong),
            )
        )
    rows = in_columns(left, _class_rows(now, habit.form, measures))
    dims = {"flow": "balance", "phase": "budget"}
    rows.append(
        (
            Cell("收入总计", bold=True),
            money(now.ledger.total(), habit.form, "收入总计", dims=dims, bold=True),
            Cell("支出总计", bold=True),
            *amounts(now.ledger, measures, habit.form, "支出总计", bold=True),
        )
    )
    top = header(
        [
            head("财政拨款收入", "项目", "合计"),
            head("财政拨款支出", "功能分类", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"),
        ]
    )
    return _table(habit, 4, "budget_fiscal_summary", top, rows, (24, 14, 32, 14, 14, 14, 14))


def _basic(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger.only(both(figures.general, figures.basic, _now))
    base = {"flow": "expenditure", "fund": "general_public", "phase": "budget"}
    measures = [
        Measure(lambda e: True, {**base, "nature": "basic"}),
        Measure(lambda e: e.nature == "personnel", {**base, "nature": "personnel"}),
        Measure(lambda e: e.nature == "public", {**base, "nature": "public"}),
    ]
    top = header(
        [
            head("科目", head("经济分类科目编码", "类", "款"), "经济分类科目名称"),
            head("一般公共预算基本支出", "合计", "人员经费", "公用经费"),
        ],
        numbers=_numbers(habit, 3, 3),
    )
    body = code_rows(ledger, measures, habit.form, CodeLayout(total_first=habit.total_first), kind="economic")
    return _table(habit, 6, "budget_gpb_basic_by_dept_economic", top, body, (9, 9, 48, 18, 18, 18))


PROJECT_CLASSES = (
    ("工资福利支出", "301"),
    ("商品服务支出", "302"),
    ("对个人和家庭的补助", "303"),
    ("债务利息及费用支出", "307"),
    ("资本性支出（基本建设）", "309"),
    ("资本性支出", "310"),
    ("对企业补助（基本建设）", "311"),
    ("对企业补助", "312"),
    ("对社会保障基金补助", "313"),
    ("其他支出", "399"),
)


def _project_table(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger.only(both(figures.general, figures.project, _now))
    base = {"flow": "expenditure", "fund": "general_public", "phase": "budget", "nature": "project"}
    rows: list[Row] = []
    for p in ledger.projects():
        part = ledger.only(lambda e, q=p: e.project == q.name and e.fund == q.fund)  # type: ignore[misc]
        name = codes.functional(p.function)
        cells: list[Cell | None] = [Cell(p.function[:3]), Cell(p.function[3:5]), Cell(p.function[5:])]
        cells += [Cell(name, align="left"), Cell(p.name, align="left")]
        cells.append(money(part.total(), habit.form, name, functional=p.function, dims=base))
        for _, code in PROJECT_CLASSES:
            fen = part.total(figures.spent_on(code))
            cells.append(money(fen, habit.form, name, functional=p.function, economic=code, dims=base))
        rows.append(tuple(cells))
    if rows:
        total: list[Cell | None] = [Cell("合计", col_span=5, bold=True), None, None, None, None]
        total.append(money(ledger.total(), habit.form, "合计", dims=base, bold=True))
        for _, code in PROJECT_CLASSES:
            total.append(
                money(ledger.total(figures.spent_on(code)), habit.form, "合计", economic=code, dims=base, bold=True)
            )
        rows.append(tuple(total))
    top = header(
        [
            head("科目编码", "类", "款", "项"),
            "功能分类科目名称",
            "项目名称",
            "项目支出合计",
            *(name for name, _ in PROJECT_CLASSES),
        ],
        numbers=_numbers(habit, 5, 11),
    )
    widths = (8, 7, 7, 26, 26, 16, *([14] * 10))
    body = rows or list(blanks(16, 3))
    return _table(
        habit, 7, "budget_gpb_project_by_economic", top, body, widths, empty=not rows, size=habit.size - 1.5
    )


def _other_fund(f: Figures, habit: Habit, ordinal: int, form: str, over: str, fund: str) -> Table:
    ledger = f.ledger.only(_fund(fund))
    base = {"flow": "expenditure", "fund": fund, "phase": "budget"}
    measures = [
        Measure(lambda e: True, {**base, "nature": "all"}),
        Measure(lambda e: e.nature == "personnel", {**base, "nature": "personnel"}),
        Measure(lambda e: e.nature == "public", {**base, "nature": "public"}),
        Measure(figures.project, {**base, "nature": "project"}),
    ]
    top = header(
        [
            head("科目", head("功能分类科目编码", "类", "款", "项"), "功能分类科目名称"),
            head(over, "合计", head("基本支出", "人员经费", "公用经费"), "项目支出"),
        ],
        numbers=_numbers(habit, 4, 4),
    )
    empty = not ledger.entries
    body = list(blanks(8, 3)) if empty else code_rows(ledger, measures, habit.form, CodeLayout())
    return _table(habit, ordinal, form, top, body, (9, 7, 7, 36, 17, 17, 17, 17), empty=empty)


def three_public(ledger: figures.Ledger) -> dict[str, int]:
    """The three-public items of a ledger, in fen."""
    items = {key: ledger.total(figures.spent_on(code)) for key, code in (("abroad", "30212"), ("reception", "30217"))}
    items["buy"] = ledger.total(figures.spent_on("31013"))
    items["run"] = ledger.total(figures.spent_on("30231"))
    return items


def _three_public(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger.only(both(figures.fiscal, _now))
    lines: tuple[tuple[str, tuple[str, ...], bool, int], ...] = (
        ("合计", ("30212", "30217", "31013", "30231"), True, -1),
        ("因公出国（境）费", ("30212",), False, 0),
        ("公务接待费", ("30217",), False, 0),
        ("公务用车购置及运行费", ("31013", "30231"), True, 0),
        ("其中：公务用车购置费", ("31013",), False, 1),
        ("公务用车运行费", ("30231",), False, 3),
    )
    rows: list[Row] = []
    for label, items, strong, indent in lines:
        part = ledger.only(figures.spent_on(*items))
        measures = [Measure(lambda e: True, {"fund": "fiscal", "phase": "budget"})]
        measures += [Measure(_fund(x), {"fund": x, "phase": "budget"}) for x in SIDES.values()]
        name = Cell(label, bold=strong) if indent < 0 else Cell(label, align="left", bold=strong, indent=indent)
        rows.append((name, *amounts(part, measures, habit.form, label, bold=strong)))
    top = header(
        ["“三公”经费支出内容", "合计", head("资金来源", "一般公共预算", "政府性基金", "国有资本经营预算")],
        numbers=_numbers(habit, 1, 4),
    )
    return _table(habit, 10, "budget_three_public", top, rows, (36, 18, 18, 18, 18))


def _carryover(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger.only(lambda e: not _now(e))
    measures = [Measure(lambda e: True, {"origin": "carried_over"})]
    for side, keep in (("fiscal", figures.fiscal), ("nonfiscal", lambda e: not figures.fiscal(e))):
        for nature in ("all", "personnel", "public", "project"):
            measures.append(
                Measure(
                    lambda e, k=keep, n=nature: k(e) and n in ("all", e.nature),  # type: ignore[misc]
                    {"origin": "carried_over", "fund": side, "nature": nature},
                )
            )
    rows: list[Row] = [
        (Cell(p.name, align="left"), *amounts(ledger.only(lambda e, q=p: e.project == q.name), measures, habit.form, p.name))  # type: ignore[misc]
        for p in ledger.projects()
    ]
    if rows:
        rows.append((Cell("合计", bold=True), *amounts(ledger, measures, habit.form, "合计", bold=True)))
    half = (Head("合计"), head("基本支出", "人员经费", "公用经费"), Head("项目支出"))
    top = header(
        ["项目名称", "总计", Head("财政拨款", half), Head("非财政拨款", half)], numbers=_numbers(habit, 1, 9)
    )
    body = rows or list(blanks(10, 3))
    return _table(habit, 11, "budget_carryover", top, body, (34, *([14] * 9)), empty=not rows)


def tables(f: Figures, habit: Habit) -> list[tuple[Table, bool]]:
    """The eleven tables, each with whether it lies across the page."""
    return [
        (_summary(f, habit), False),
        (_revenue(f, habit), True),
        (_by_function(f, habit, 3, "budget_expenditure_by_function", "支出预算", "all"), False),
        (_fiscal_summary(f, habit), False),
        (_by_function(f, habit, 5, "budget_gpb_expenditure_by_function", "一般公共预算支出", "general_public"), False),
        (_basic(f, habit), False),
        (_project_table(f, habit), True),
        (_other_fund(f, habit, 8, "budget_govfund_expenditure", "政府性基金预算支出", "government_fund"), False),
        (_other_fund(f, habit, 9, "budget_statecap_expenditure", "国有资本经营预算支出", "state_capital"), False),
        (_three_public(f, habit), False),
        (_carryover(f, habit), True),
    ]
