"""The thirteen tables of the Beijing budget form: projects, procurement and bought services in lists of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.typeset import codes, figures, hunan_tables, regional
from tests.typeset.builders import Head, Measure, amounts, head, header, money, spanned
from tests.typeset.figures import Entry, Ledger
from tests.typeset.hunan_tables import EARN, FUNDS, OWN, SPEND
from tests.typeset.model import Cell, Row, Table
from tests.typeset.regional import Book, Unit, measure


def _never(e: Entry) -> bool:
    return False


def _revenue(book: Book, ledger: Ledger) -> Table:
    inner = [*((f"{n}财政拨款", f) for n, f in FUNDS), *OWN]
    measures = [Measure(lambda e: True, {"phase": "budget", "fund": "all"})]
    measures += [measure(fund, **EARN) for _, fund in inner]
    columns: list[Head | str] = ["合计", *(name for name, _ in inner)]
    return regional.by_function(book, "budget_revenue_by_function", "02", "收入总表", ledger, columns, measures)


def _spending(book: Book, ledger: Ledger) -> Table:
    kinds = ("all", "basic", "project", "operating", "remitted_up", "affiliate_subsidy")
    measures = [measure(None, nature, **SPEND) for nature in kinds]
    columns: list[Head | str] = [
        "合计",
        "基本支出",
        "项目支出",
        "事业单位经营支出",
        "上缴上级支出",
        "对附属单位补助支出",
    ]
    return regional.by_function(book, "budget_expenditure_by_function", "03", "支出总表", ledger, columns, measures)


def _projects(book: Book, units: Sequence[Unit]) -> Table:
    """Projects with their type and unit; this year's money and money carried over by fund."""
    base = {**SPEND, "nature": "project"}
    measures = [Measure(figures.project, base)]
    measures += [measure(fund, "project", **SPEND) for _, fund in FUNDS]
    old: list[Callable[[Entry], bool]] = [_never] * 3
    measures += [Measure(keep, {}) for keep in old]
    measures += [
        measure("special_account", "project", **SPEND),
        Measure(figures.both(figures.project, figures.nonfiscal), base),
    ]
    rows: list[Row] = []
    for u in units:
        for i, p in enumerate(u.f.ledger.projects()):
            own = [Measure(m.keep, {**m.dims, "project_name": p.name}) for m in measures]
            kind = ("31-部门项目", "22-其他运转类")[i % 2]
            texts = [Cell(kind), Cell(p.name, align="left"), Cell(u.name, align="left")]
            rows.append((*texts, *amounts(u.f.ledger.only(figures.of_project(p)), own, book.form, p.name)))
    whole = regional.together(units).ledger
    rows.append((*spanned("合计", 3), *amounts(whole, measures, book.form, "合计")))
    funds = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
    top = header(
        [
            "类型",
            "项目名称",
            "项目单位",
            "合计",
            head("本年拨款", *funds),
            head("财政拨款结转结余", *funds),
            "财政专户管理资金",
            "单位资金",
        ]
    )
    widths = (14, 30, 28, 14, *([13.0] * 8))
    return book.table("budget_project_list", "04", "项目支出表", top, rows, widths, size=book.size - 1)


def _bought(book: Book, units: Sequence[Unit], *, services: bool) -> Table:
    """Procurement by class of goods, works and services; or bought services by three levels of a catalogue."""
    rows: list[Row] = []
    total = 0
    pool = units[0].f.ledger.projects()
    for i, p in enumerate(pool):
        fen = (31 + 17 * i) * 1_230_000
        total += fen
        if services:
            texts = (
                "政府履职辅助性服务",
                ("法律服务", "会议服务", "咨询服务")[i % 3],
                ("法律顾问服务", "大型会议服务", "专业咨询")[i % 3],
                codes.functional(p.function[:3]),
            )
            rows.append((*(Cell(x, align="left") for x in texts), money(fen, book.form, texts[2])))
        else:
            kind = ("A-货物", "B-工程", "C-服务")[i % 3]
            rows.append((Cell(kind), Cell(p.name, align="left"), money(fen, book.form, p.name)))
    wide = 4 if services else 2
    rows.append((*spanned("合计", wide), money(total, book.form, "合计")))
    if services:
        top = header([head("指导性目录", "一级", "二级", "三级"), "服务领域", "预算金额"])
        return book.table(
            "budget_service_purchase", "12", "政府购买服务预算财政拨款明细表", top, rows, (26, 22, 26, 30, 18)
        )
    top = header(["采购类别", "项目名称", "金额"])
    return book.table("budget_procurement", "05", "政府采购预算明细表", top, rows, (20, 60, 24))


def _basic(book: Book, ledger: Ledger) -> Table:
    part = ledger.only(figures.both(figures.general, figures.basic))
    measures = [measure("general_public", nature, **SPEND) for nature in ("basic", "personnel", "public")]
    rows: list[Row] = []
    for code in sorted({c[:n] for c in part.economics() for n in (3, 5)}):
        name = codes.economic(code)
        cells = amounts(part.only(figures.spent_on(code)), measures, book.form, name, economic=code)
        rows.append((Cell(code, align="left"), Cell(name, align="left", indent=len(code) // 5), *cells))
    rows.append((*spanned("合计", 2), *amounts(part, measures, book.form, "合计")))
    top = header(["经济科目编码", "科目名称", "合计", "人员经费", "公用经费"])
    title = "一般公共预算财政拨款基本支出表"
    return book.table("budget_gpb_basic_by_dept_economic", "08", title, top, rows, (14, 42, 18, 18, 18))


def _three_public(book: Book, units: Sequence[Unit]) -> Table:
    """Two years as lines."""
    f = regional.together(units)
    cars = ("31013", "30231")
    columns = (("30212", "30217", *cars), ("30212",), ("30217",), cars, ("31013",), ("30231",))
    top = header(
        [
            "年度",
            "合计",
            "因公出国（境）费用",
            "公务接待费",
            head("公务用车购置和运行维护费", "小计", "公务用车购置费", "公务用车运行维护费"),
        ]
    )
    rows: list[Row] = []
    # A bare year does not say whether the earlier one was planned or spent.
    for year, ledger, phase in ((book.year - 1, f.prior, None), (book.year, f.ledger, "budget")):
        part = ledger.only(figures.general)
        cells = [
            money(part.total(figures.spent_on(*w)), book.form, f"{year}年", dims={"phase": phase} if phase else {})
            for w in columns
        ]
        rows.append((Cell(f"{year}年"), *cells))
    title = "财政拨款（含一般公共预算和政府性基金预算）“三公”经费支出表"
    return book.table("budget_three_public", "11", title, top, rows, (12, 18, 20, 18, 18, 18, 20))


def tables(book: Book, units: Sequence[Unit]) -> list[Table]:
    """The tables up to the targets, in printed order."""
    ledger = regional.together(units).ledger
    columns: list[Head | str] = ["合计", "基本支出", "项目支出"]

    def by(number: str, form: str, title: str, fund: str) -> Table:
        measures = [measure(fund, nature, **SPEND) for nature in ("all", "basic", "project")]
        part = ledger.only(figures.funded(fund))
        return regional.by_function(
            book, form, number, title, part, columns, measures, note="注：本部门无此项预算，本表无数据。"
        )

    return [
        hunan_tables.overall(book, "01", "收支总表", ledger),
        _revenue(book, ledger),
        _spending(book, ledger),
        _projects(book, units),
        _bought(book, units, services=False),
        hunan_tables.fiscal(book, "06", "财政拨款收支总表", ledger),
        by("07", "budget_gpb_expenditure_by_function", "一般公共预算财政拨款支出表", "general_public"),
        _basic(book, ledger),
        by("09", "budget_govfund_expenditure", "政府性基金预算财政拨款支出表", "government_fund"),
        by("10", "budget_statecap_expenditure", "国有资本经营预算财政拨款支出表", "state_capital"),
        _three_public(book, units),
        _bought(book, units, services=True),
    ]
