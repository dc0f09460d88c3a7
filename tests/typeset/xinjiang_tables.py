"""The eleven numbered tables of the Xinjiang budget form: 万元, leaf rows only, ※ rows."""

from __future__ import annotations

from collections.abc import Callable

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
    money,
)
from tests.typeset.figures import Entry, Figures, both
from tests.typeset.model import Cell, Row, Table
from tests.typeset.xinjiang_habit import SIDES, Habit, fund_of, make_table, now
from tests.typeset.xinjiang_sides import fiscal_summary, summary


def _numbers(habit: Habit, marks: int, count: int) -> list[str]:
    return column_numbers(marks, count) if habit.marks else []


def _revenue(f: Figures, habit: Habit) -> Table:
    def m(keep: Callable[[Entry], bool], fund: str, **more: str) -> Measure:
        # Money carried over may be called income or an opening balance: the truth leaves the flow open.
        flow = {} if more.get("origin") == "carried_over" else {"flow": "revenue"}
        return Measure(keep, {**flow, "fund": fund, "phase": "budget", **more})

    nothing: Callable[[Entry], bool] = lambda e: False  # noqa: E731
    measures = [
        m(lambda e: True, "all"),
        m(both(figures.fiscal, now), "fiscal", origin="current_year"),
        m(fund_of("general_public_own"), "general_public_own"),
        m(fund_of("general_public_transfer"), "general_public_transfer"),
        m(fund_of("government_fund_own"), "government_fund_own"),
        m(nothing, "government_fund_transfer"),
        m(fund_of("state_capital_own"), "state_capital_own"),
        m(nothing, "state_capital_transfer"),
        m(nothing, "special_account"),
        m(fund_of("other_income", "business_income"), "unit_funds"),
        m(lambda e: figures.fiscal(e) and not now(e), "fiscal", origin="carried_over"),
        m(lambda e: not figures.fiscal(e) and not now(e), "nonfiscal", origin="carried_over"),
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
    used = habit.form.zero != "blank" or f.ledger.total(fund_of("government_fund"))
    widths = (10, 8, 8, 34, 18, 18, 18, 18, 16 if used else 6, 18, 17, 18, 13, 15, 15, 15)
    return make_table(habit, 2, "budget_revenue_by_function", top, body, widths, size=habit.size - 1)


def _nature(flow_fund: str) -> list[Measure]:
    base = {"flow": "expenditure", "fund": flow_fund, "phase": "budget"}
    return [
        Measure(lambda e: True, {**base, "nature": "all"}),
        Measure(figures.basic, {**base, "nature": "basic"}),
        Measure(figures.project, {**base, "nature": "project"}),
    ]


def _by_function(f: Figures, habit: Habit, ordinal: int, form: str, over: str, fund: str) -> Table:
    ledger = f.ledger if fund == "all" else f.ledger.only(both(figures.general, now))
    top = header(
        [
            head("科目", head("功能分类科目编码", "类", "款", "项"), "功能分类科目名称"),
            head(over, "合计", "基本支出", "项目支出"),
        ],
        numbers=_numbers(habit, 4, 3),
    )
    body = code_rows(ledger, _nature(fund), habit.form, CodeLayout(total_first=habit.total_first))
    return make_table(habit, ordinal, form, top, body, (9, 7, 7, 44, 18, 18, 18))


def _basic(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger.only(both(figures.general, figures.basic, now))
    base = {"flow": "expenditure", "fund": "general_public", "phase": "budget"}
    measures = [
        Measure(lambda e: True, {**base, "nature": "basic"}),
        Measure(figures.of_nature("personnel"), {**base, "nature": "personnel"}),
        Measure(figures.of_nature("public"), {**base, "nature": "public"}),
    ]
    top = header(
        [
            head("科目", head("经济分类科目编码", "类", "款"), "经济分类科目名称"),
            head("一般公共预算基本支出", "合计", "人员经费", "公用经费"),
        ],
        numbers=_numbers(habit, 3, 3),
    )
    body = code_rows(ledger, measures, habit.form, CodeLayout(total_first=habit.total_first), kind="economic")
    return make_table(habit, 6, "budget_gpb_basic_by_dept_economic", top, body, (9, 9, 48, 18, 18, 18))


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
    ledger = f.ledger.only(both(figures.general, figures.project, now))
    base = {"flow": "expenditure", "fund": "general_public", "phase": "budget", "nature": "project"}
    rows: list[Row] = []
    for p in ledger.projects():
        part = ledger.only(figures.of_project(p))
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
    return make_table(
        habit, 7, "budget_gpb_project_by_economic", top, body, widths, empty=not rows, size=habit.size - 1.5
    )


def _other_fund(f: Figures, habit: Habit, ordinal: int, form: str, over: str, fund: str) -> Table:
    ledger = f.ledger.only(fund_of(fund))
    base = {"flow": "expenditure", "fund": fund, "phase": "budget"}
    measures = [
        Measure(lambda e: True, {**base, "nature": "all"}),
        Measure(figures.of_nature("personnel"), {**base, "nature": "personnel"}),
        Measure(figures.of_nature("public"), {**base, "nature": "public"}),
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
    return make_table(habit, ordinal, form, top, body, (9, 7, 7, 36, 17, 17, 17, 17), empty=empty)


def three_public(ledger: figures.Ledger) -> dict[str, int]:
    """The three-public items of a ledger, in fen."""
    items = {key: ledger.total(figures.spent_on(code)) for key, code in (("abroad", "30212"), ("reception", "30217"))}
    items["buy"] = ledger.total(figures.spent_on("31013"))
    items["run"] = ledger.total(figures.spent_on("30231"))
    return items


def _three_public(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger.only(both(figures.fiscal, now))
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
        # A title that names one fund over columns of three leaves it open what the total is of.
        named = {} if "一般公共预算" in habit.titles["budget_three_public"] else {"fund": "fiscal"}
        measures = [Measure(lambda e: True, {**named, "phase": "budget"})]
        measures += [Measure(fund_of(x), {"fund": x, "phase": "budget"}) for x in SIDES.values()]
        name = Cell(label, bold=strong) if indent < 0 else Cell(label, align="left", bold=strong, indent=indent)
        rows.append((name, *amounts(part, measures, habit.form, label, bold=strong)))
    top = header(
        ["“三公”经费支出内容", "合计", head("资金来源", "一般公共预算", "政府性基金", "国有资本经营预算")],
        numbers=_numbers(habit, 1, 4),
    )
    return make_table(habit, 10, "budget_three_public", top, rows, (36, 18, 18, 18, 18))


def _carryover(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger.only(lambda e: not now(e))
    measures = [Measure(lambda e: True, {"origin": "carried_over"})]
    for side, keep in (("fiscal", figures.fiscal), ("nonfiscal", figures.nonfiscal)):
        base = {"origin": "carried_over", "fund": side}
        measures.append(Measure(keep, {**base, "nature": "all"}))
        measures += [
            Measure(both(keep, figures.of_nature(nature)), {**base, "nature": nature})
            for nature in ("personnel", "public", "project")
        ]
    rows: list[Row] = [
        (
            Cell(p.name, align="left"),
            *amounts(ledger.only(figures.of_project(p)), measures, habit.form, p.name),
        )
        for p in ledger.projects()
    ]
    if rows:
        rows.append((Cell("合计", bold=True), *amounts(ledger, measures, habit.form, "合计", bold=True)))
    half = (Head("合计"), head("基本支出", "人员经费", "公用经费"), Head("项目支出"))
    top = header(["项目名称", "总计", Head("财政拨款", half), Head("非财政拨款", half)], numbers=_numbers(habit, 1, 9))
    body = rows or list(blanks(10, 3))
    return make_table(habit, 11, "budget_carryover", top, body, (34, *([14] * 9)), empty=not rows)


def tables(f: Figures, habit: Habit) -> list[tuple[Table, bool]]:
    """The eleven tables, each with whether it lies across the page."""
    return [
        (summary(f, habit), False),
        (_revenue(f, habit), True),
        (_by_function(f, habit, 3, "budget_expenditure_by_function", "支出预算", "all"), False),
        (fiscal_summary(f, habit), False),
        (_by_function(f, habit, 5, "budget_gpb_expenditure_by_function", "一般公共预算支出", "general_public"), False),
        (_basic(f, habit), False),
        (_project_table(f, habit), True),
        (_other_fund(f, habit, 8, "budget_govfund_expenditure", "政府性基金预算支出", "government_fund"), False),
        (_other_fund(f, habit, 9, "budget_statecap_expenditure", "国有资本经营预算支出", "state_capital"), False),
        (_three_public(f, habit), False),
        (_carryover(f, habit), True),
    ]
