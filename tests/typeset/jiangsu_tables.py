"""The twelve tables of the Jiangsu budget form: one code column, three panels, totals first, procurement."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.typeset import codes, figures
from tests.typeset.builders import (
    CodeLayout,
    Measure,
    blank,
    blanks,
    code_rows,
    head,
    header,
    money,
    ordinal,
    spanned,
)
from tests.typeset.figures import Entry, Figures
from tests.typeset.final_figures import LISTED
from tests.typeset.model import CaptionLine, Cell, Row, Table
from tests.typeset.numbers import Format

TITLES = (
    ("budget_rev_exp_summary", "收支预算总表"),
    ("budget_revenue_by_source", "收入预算总表"),
    ("budget_expenditure_by_nature", "支出预算总表"),
    ("budget_fiscal_summary", "财政拨款收支预算总表"),
    ("budget_fiscal_expenditure_by_function", "财政拨款支出预算表"),
    ("budget_fiscal_basic_by_dept_economic", "财政拨款基本支出预算表"),
    ("budget_gpb_expenditure_by_function", "一般公共预算支出预算表"),
    ("budget_gpb_basic_by_dept_economic", "一般公共预算基本支出预算表"),
    ("budget_three_public", "一般公共预算“三公”经费、会议费、培训费支出预算表"),
    ("budget_govfund_expenditure", "政府性基金支出预算表"),
    ("budget_operating_expense", "一般公共预算机关运行经费支出预算表"),
    ("budget_procurement", "政府采购支出预算表"),
)


@dataclass(frozen=True, slots=True)
class Habit:
    """What this publisher does the same way in every table."""

    agency: str
    form: Format
    in_title: bool
    bold_head: bool
    size: float
    row_height: float
    repeat: bool
    total: str
    notes: bool
    rng: random.Random


def _table(
    habit: Habit,
    ordinal_: int,
    top: tuple[Row, ...],
    body: Sequence[Row],
    widths: Sequence[float],
    *,
    empty: bool = False,
    notes: tuple[str, ...] = (),
    break_rows: bool = False,
) -> Table:
    form, title = TITLES[ordinal_ - 1]
    number = f"公开{ordinal_:02d}表"
    below = CaptionLine(left=f"部门：{habit.agency}", right="单位：万元")
    if habit.in_title:
        caption: tuple[CaptionLine, ...] = (CaptionLine(left=f"{number}：{title}", size=habit.size + 5), below)
    else:
        caption = (CaptionLine(center=title, bold=True, size=habit.size + 6), CaptionLine(left=number), below)
    return Table(
        number=number,
        title=title,
        unit="万元",
        form=form,
        caption=caption,
        rows=(*top, *body),
        header_rows=len(top),
        widths=tuple(widths),
        font_size=habit.size,
        row_height=habit.row_height,
        repeat_header=habit.repeat,
        break_rows=break_rows,
        notes=notes,
        is_empty=empty,
    )


def _starts(fund: str) -> Callable[[Entry], bool]:
    return lambda e: e.fund.startswith(fund)


def _padded(rows: list[tuple[Cell, ...]], length: int) -> list[tuple[Cell, ...]]:
    wide = len(rows[0])
    return rows + [tuple(c for c in blank(wide) if c) for _ in range(length - len(rows))]


def _lines(habit: Habit, lines: Sequence[tuple[str, int, int, dict[str, str]]]) -> list[tuple[Cell, ...]]:
    return [
        (
            Cell(label, align="left", indent=indent),
            money(fen, habit.form, label, dims={"phase": "budget", **dims}),
        )
        for label, indent, fen, dims in lines
    ]


def _summary(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger
    general, govfund = ledger.total(figures.general), ledger.total(_starts("government_fund"))
    rest = ledger.total(lambda e: not figures.fiscal(e))
    income = _lines(
        habit,
        [
            ("一、财政拨款", 0, general + govfund, {"flow": "revenue", "fund": "fiscal"}),
            ("1.一般公共预算", 1, general, {"flow": "revenue", "fund": "general_public"}),
            ("2.政府性基金预算", 1, govfund, {"flow": "revenue", "fund": "government_fund"}),
            ("二、财政专户管理资金", 0, 0, {"flow": "revenue", "fund": "special_account"}),
            ("三、其他资金", 0, rest, {"flow": "revenue", "fund": "unit_funds"}),
        ],
    )
    by_class: list[tuple[Cell, ...]] = []
    for i, code in enumerate(LISTED, start=1):
        label = f"{ordinal(i)}、{codes.functional(code)}"
        fen = ledger.total(figures.under(code))
        dims = {"flow": "expenditure", "phase": "budget"}
        by_class.append((Cell(label, align="left"), money(fen, habit.form, label, functional=code, dims=dims)))
    uses = _lines(
        habit,
        [
            ("一、基本支出", 0, ledger.total(figures.basic), {"flow": "expenditure", "nature": "basic"}),
            ("二、项目支出", 0, ledger.total(figures.project), {"flow": "expenditure", "nature": "project"}),
            ("三、单位预留机动经费", 0, 0, {"flow": "expenditure"}),
        ],
    )
    length = len(by_class)
    rows: list[Row] = [
        a + b + c for a, b, c in zip(_padded(income, length), by_class, _padded(uses, length), strict=True)
    ]
    total = ledger.total()
    for left, right, fen, flows in (
        ("当年收入小计", "当年支出小计", total, ("revenue", "expenditure")),
        ("上年结转资金", "结转下年资金", 0, ("opening_balance", "closing_balance")),
        ("收入合计", "支出合计", total, ("balance", "balance")),
    ):
        strong = fen > 0
        rows.append(
            (
                Cell(left, bold=strong),
                money(fen, habit.form, left, dims={"flow": flows[0], "phase": "budget"}),
                *spanned(right, 3, bold=strong),
                money(fen, habit.form, right, dims={"flow": flows[1], "phase": "budget"}),
            )
        )
    top = header(
        [
            head("收入", "项目名称", "金额"),
            head("支出", head("功能分类", "功能科目名称", "金额"), head("支出用途", "项目名称", "金额")),
        ],
        bold=habit.bold_head,
    )
    return _table(habit, 1, top, rows, (26, 16, 32, 16, 24, 16))


def _revenue(f: Figures, habit: Habit) -> Table:
    def total(*funds: str) -> int:
        return f.ledger.total(lambda e: e.fund in funds)

    general = f.ledger.total(figures.general)
    govfund = f.ledger.total(_starts("government_fund"))
    own, other = total("business_income"), total("other_income")
    groups: tuple[tuple[str, str, tuple[tuple[str, int], ...]], ...] = (
        (
            "一般公共预算资金",
            "general_public",
            (("小计", general), ("公共财政拨款(补助)资金", general), ("专项收入", 0)),
        ),
        ("政府性基金", "government_fund", (("小计", govfund),)),
        ("财政专户管理资金", "special_account", (("小计", 0), ("专户管理教育收费", 0), ("其他非税收入", 0))),
        ("其他资金", "unit_funds", (("小计", own + other), ("事业收入", own), ("经营收入", 0), ("其他收入", other))),
        ("上年结转和结余资金", "all", (("小计", 0), ("其中：动用上年结转和结余资金", 0))),
    )
    rows: list[Row] = [
        (
            *spanned("收入总计", 2, bold=True),
            money(f.ledger.total(), habit.form, "收入总计", dims={"fund": "all", "phase": "budget"}),
        )
    ]
    for name, fund, lines in groups:
        for i, (label, fen) in enumerate(lines):
            first = Cell(name, row_span=len(lines)) if i == 0 else None
            dims = {"flow": "revenue", "phase": "budget", **({"fund": fund} if i == 0 else {})}
            rows.append((first, Cell(label, align="left"), money(fen, habit.form, label, dims=dims)))
    top: tuple[Row, ...] = ((*spanned("项目名称", 2, bold=habit.bold_head), Cell("金额", bold=habit.bold_head)),)
    return _table(habit, 2, top, rows, (30, 40, 30))


def _spending(f: Figures, habit: Habit) -> Table:
    base = {"flow": "expenditure", "phase": "budget"}
    columns: tuple[tuple[str, int, dict[str, str]], ...] = (
        ("合计", f.ledger.total(), {"nature": "all"}),
        ("基本支出", f.ledger.total(figures.basic), {"nature": "basic"}),
        ("项目支出", f.ledger.total(figures.project), {"nature": "project"}),
        ("单位预留机动经费", 0, {}),
        ("结转下年资金", 0, {"flow": "closing_balance"}),
    )
    top = header([name for name, _, _ in columns], bold=habit.bold_head)
    row = tuple(money(fen, habit.form, "", dims={**base, **dims}) for _, fen, dims in columns)
    return _table(habit, 3, top, [row], (20, 20, 20, 20, 20))


def _fiscal(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger.only(figures.fiscal)
    left = _lines(
        habit,
        [
            ("一、一般公共预算", 0, ledger.total(figures.general), {"flow": "revenue", "fund": "general_public"}),
            (
                "二、政府性基金预算",
                0,
                ledger.total(_starts("government_fund")),
                {"flow": "revenue", "fund": "government_fund"},
            ),
        ],
    )
    right = _lines(
        habit,
        [
            ("一、基本支出", 0, ledger.total(figures.basic), {"flow": "expenditure", "nature": "basic"}),
            ("二、项目支出", 0, ledger.total(figures.project), {"flow": "expenditure", "nature": "project"}),
            ("三、单位预留机动经费", 0, 0, {"flow": "expenditure"}),
        ],
    )
    rows: list[Row] = [a + b for a, b in zip(_padded(left, 3), right, strict=True)]
    balance = {"flow": "balance", "phase": "budget"}
    rows.append(
        (
            Cell("收入合计", bold=True),
            money(ledger.total(), habit.form, "收入合计", dims=balance),
            Cell("支出合计", bold=True),
            money(ledger.total(), habit.form, "支出合计", dims=balance),
        )
    )
    top = header(
        [head("收入", "项目名称", "金额"), head("支出", head("支出用途", "项目名称", "金额"))], bold=habit.bold_head
    )
    return _table(habit, 4, top, rows, (30, 20, 30, 20))


def _by_code(
    f: Figures, habit: Habit, number: int, keep: Callable[[Entry], bool], fund: str, kind: str, amount: str = "金额"
) -> Table:
    ledger = f.ledger.only(keep)
    nature = {"nature": "public"} if number == 11 else {"nature": "basic" if kind == "economic" else "all"}
    measure = Measure(lambda e: True, {"flow": "expenditure", "fund": fund, "phase": "budget", **nature})
    names = ("功能科目代码", "功能科目名称") if kind == "functional" else ("科目编码", "科目名称")
    top = header([*names, amount], bold=habit.bold_head)
    layout = CodeLayout(split=False, tree=True, total=habit.total, total_first=True)
    body = code_rows(ledger, [measure], habit.form, layout, kind=kind) if ledger.entries else []
    empty = not body
    notes: tuple[str, ...] = ()
    if empty:
        body = [(*spanned(habit.total, 2, bold=True), Cell()), *blanks(3, 2)]
        notes = ("说明：本部门没有相关收支项目。",) if habit.notes else ()
    return _table(habit, number, top, body, (30, 42, 28), empty=empty, notes=notes)


def _three_public(f: Figures, habit: Habit) -> Table:
    ledger = f.ledger.only(figures.general)

    def cell(*items: str) -> Cell:
        fen = ledger.total(figures.spent_on(*items))
        return money(fen, habit.form, "", dims={"phase": "budget", "fund": "general_public"})

    three = ("30212", "30217", "31013", "30231")
    row: Row = (
        cell(*three, "30215", "30216"),
        cell(*three),
        cell("30212"),
        cell("31013", "30231"),
        cell("31013"),
        cell("30231"),
        cell("30217"),
        cell("30215"),
        cell("30216"),
    )
    cars = head("公务用车购置及运行维护费", "小计", "公务用车购置费", "公务用车运行维护费")
    top = header(
        ["合计", head("“三公”经费", "小计", "因公出国（境）费", cars, "公务接待费"), "会议费", "培训费"],
        bold=habit.bold_head,
    )
    return _table(habit, 9, top, [row], (14, 13, 13, 13, 13, 13, 12, 9, 10))


_GOODS = ("台式计算机（20万元以下）", "打印设备（20万元以下）", "空调机", "家具用具", "其他专用设备")
_SERVICES = ("运行维护服务", "信息技术咨询服务", "车辆维修和保养服务", "印刷服务", "物业管理服务", "会议服务")
_WAYS = ("分散自行组织", "部门集中采购", "政府集中采购")


def _procurement(f: Figures, habit: Habit) -> Table:
    """Groups of goods and services by project; the texts are long so that pages cut rows."""
    rng, rows = habit.rng, list[Row]()
    grand = 0
    for prefix, name, pool in (("一、", "货物A", _GOODS), ("三、", "服务C", _SERVICES)):
        group: list[Row] = []
        whole = 0
        for project in rng.sample(f.ledger.projects(), min(len(f.ledger.projects()), rng.randint(1, 3))):
            for class_ in rng.sample(
                ("办公设备购置", "维修（护）费", "委托业务费", "信息网络及软件购置更新"), rng.randint(1, 2)
            ):
                items = [
                    (item, rng.choice(_WAYS), rng.randint(20, 9000) * 10_000)
                    for item in rng.sample(pool, rng.randint(1, 4))
                ]
                part = sum(fen for _, _, fen in items)
                whole += part
                text = f"{project.name}（含{rng.choice(pool)}、配套安装调试和质保期内的上门维护）"
                group.append(
                    (
                        Cell(),
                        Cell(text, align="left"),
                        Cell(class_, align="left"),
                        Cell(),
                        Cell(),
                        money(part, habit.form, text),
                    )
                )
                for item, way, fen in items:
                    group.append(
                        (
                            Cell(),
                            Cell(),
                            Cell(),
                            Cell(item, align="left"),
                            Cell(way, align="left"),
                            money(fen, habit.form, item),
                        )
                    )
        rows.append(
            (Cell(prefix + name, align="left"), Cell(), Cell(), Cell(), Cell(), money(whole, habit.form, prefix + name))
        )
        rows += group
        grand += whole
    total: Row = (Cell(habit.total, bold=True), Cell(), Cell(), Cell(), Cell(), money(grand, habit.form, habit.total))
    names = ("采购品目大类", "专项名称", "经济科目", "采购物品名称", "采购组织形式", "总计")
    top = header(list(names), bold=habit.bold_head)
    table = _table(habit, 12, top, [total, *rows], (14, 24, 18, 18, 14, 14), break_rows=True)
    return replace(table, row_height=habit.row_height + 1)


def tables(f: Figures, habit: Habit) -> list[Table]:
    """The twelve tables in printed order."""
    general, fiscal = figures.general, figures.fiscal
    running: Callable[[Entry], bool] = lambda e: e.nature == "public" and general(e)  # noqa: E731
    return [
        _summary(f, habit),
        _revenue(f, habit),
        _spending(f, habit),
        _fiscal(f, habit),
        _by_code(f, habit, 5, fiscal, "fiscal", "functional"),
        _by_code(f, habit, 6, figures.both(fiscal, figures.basic), "fiscal", "economic"),
        _by_code(f, habit, 7, general, "general_public", "functional"),
        _by_code(f, habit, 8, figures.both(general, figures.basic), "general_public", "economic"),
        _three_public(f, habit),
        _by_code(f, habit, 10, _starts("government_fund"), "government_fund", "functional"),
        _by_code(f, habit, 11, running, "general_public", "economic", "机关运行经费支出"),
        _procurement(f, habit),
    ]
