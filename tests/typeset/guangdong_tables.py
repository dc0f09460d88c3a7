"""The tables of the Guangdong budget form: two economic classifications side by side, counts below the money."""

from __future__ import annotations

from collections.abc import Sequence

from tests.typeset import codes, figures, hunan_tables, regional
from tests.typeset.builders import Head, Measure, amounts, blanks, head, header, money
from tests.typeset.figures import Ledger
from tests.typeset.hunan_tables import EARN, FUNDS, OWN, SPEND
from tests.typeset.model import Cell, Row, Table
from tests.typeset.regional import Book, Unit, line, measure


def _economic(
    book: Book, number: str, title: str, form: str, ledger: Ledger, *, institution: bool, nature: str
) -> Table:
    """A row for each department class with the government class beside it, codes in brackets before the names."""
    base = {**SPEND, "fund": "general_public", "nature": nature}
    rows: list[Row] = (
        [(Cell("合计"), Cell(), money(ledger.total(), book.form, "合计", dims=base))] if ledger.entries else []
    )
    for code in sorted({c[:n] for c in ledger.economics() for n in (3, 5)}):
        name, fen = codes.economic(code), ledger.total(figures.spent_on(code))
        other = regional.government(code, institution=institution) if len(code) == 5 else ""
        beside = f"[{other}]{regional.GOVERNMENT[other]}" if other else ""
        amount = money(fen, book.form, name, economic=code, dims=base)
        rows.append((Cell(f"[{code}]{name}", align="left", indent=len(code) // 5), Cell(beside, align="left"), amount))
    top = header(["部门预算支出经济科目", "政府预算支出经济科目", "合计"])
    return book.table(form, number, title, top, rows or list(blanks(3, 3)), (42, 42, 20), empty=not rows)


def _revenue(book: Book, ledger: Ledger) -> Table:
    inner = [*FUNDS, *OWN]
    measures = [Measure(lambda e: True, {"phase": "budget", "fund": "all"})]
    measures += [measure(fund, **EARN) for _, fund in inner]
    columns: list[Head | str] = ["合计", head("财政拨款", *(n for n, _ in FUNDS)), *(n for n, _ in OWN)]
    return regional.by_function(book, "budget_revenue_by_function", "2", "收入总体情况表", ledger, columns, measures)


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
    return regional.by_function(
        book, "budget_expenditure_by_function", "3", "支出总体情况表", ledger, columns, measures
    )


def _general(book: Book, ledger: Ledger) -> Table:
    measures = [measure("general_public", nature, **SPEND) for nature in ("all", "basic", "project")]
    columns: list[Head | str] = ["合计", "基本支出", "项目支出"]
    title = "一般公共预算支出情况表（按功能分类科目）"
    part = ledger.only(figures.general)
    return regional.by_function(book, "budget_gpb_expenditure_by_function", "5", title, part, columns, measures)


def _three_public(book: Book, ledger: Ledger, units: Sequence[Unit]) -> Table:
    """Office costs and the three public expenses as lines, then numbers of trips, cars and guests."""
    part = ledger.only(figures.fiscal)
    base = {"phase": "budget"}
    cars = ("31013", "30231")
    lines = (
        ("行政经费", ("301", "302", "303"), 0),
        ("“三公”经费", ("30212", "30217", *cars), 0),
        ("其中：（一）因公出国（境）支出", ("30212",), 1),
        ("（二）公务用车购置及运行维护支出", cars, 3),
        ("1.公务用车购置", ("31013",), 4),
        ("2.公务用车运行维护费", ("30231",), 4),
        ("（三）公务接待费支出", ("30217",), 3),
    )
    rows = [line(book, label, part.total(figures.spent_on(*w)), base, indent=i) for label, w, i in lines]
    staff = units[0].f.staff
    counts = (
        ("因公出国（境）团组数（个）", staff.retired % 3),
        ("因公出国（境）人次数（人）", staff.retired % 3 * 2),
        ("公务用车购置数（辆）", staff.quota % 2),
        ("公务用车保有量（辆）", staff.active % 7),
        ("国内公务接待批次（个）", staff.active),
    )
    rows += [(Cell(label, align="left"), Cell(str(n), align="right")) for label, n in counts]
    title = "财政拨款安排的行政经费及“三公”经费预算表"
    top = header(["项目", f"{book.year}年预算数"])
    return book.table("budget_three_public", "8", title, top, rows, (60, 26))


def _by_source(book: Book, number: str, title: str, units: Sequence[Unit], *, projects: bool) -> Table:
    """Units, and under each its economic classes or its projects, by source."""
    nature = "project" if projects else "basic"
    base = {**SPEND, "nature": nature}
    measures = [measure(None, nature, **SPEND), measure("fiscal", nature, **SPEND)]
    measures += [measure(fund, nature, **SPEND) for _, fund in FUNDS]
    measures += [measure("special_account", nature, **SPEND)]
    keep = figures.project if projects else figures.basic
    measures += [Measure(figures.both(keep, figures.nonfiscal), base)]
    whole = regional.together(units).ledger
    rows: list[Row] = [(Cell("合计"), *amounts(whole, measures, book.form, "合计"))]
    for u in units:
        own = [Measure(m.keep, {**m.dims, "unit_name": u.name}) for m in measures]
        rows.append((Cell(u.name, align="left"), *amounts(u.f.ledger, own, book.form, u.name)))
        part = u.f.ledger.only(keep)
        if projects:
            for p in part.projects():
                named = [Measure(m.keep, {**m.dims, "project_name": p.name}) for m in measures]
                cells = amounts(part.only(figures.of_project(p)), named, book.form, p.name)
                rows.append((Cell(p.name, align="left", indent=1), *cells))
        else:
            for code in part.economics(3):
                name = codes.economic(code)
                cells = amounts(part.only(figures.spent_on(code)), measures, book.form, name, economic=code)
                rows.append((Cell(name, align="left", indent=1), *cells))
    fiscal = head("财政拨款", "合计", *(f"{name}" for name, _ in FUNDS))
    top = header(["支出项目类别（资金使用单位）", "总计", fiscal, "财政专户拨款", "其他资金"])
    form = "budget_project_list" if projects else ""
    return book.table(form, number, title, top, rows, (40, 16, 16, 16, 16, 16, 16, 16))


def tables(book: Book, units: Sequence[Unit]) -> list[Table]:
    """The tables in printed order."""
    ledger, institution = regional.together(units).ledger, units[0].profile.institution
    general = ledger.only(figures.general)
    columns: list[Head | str] = ["合计", "基本支出", "项目支出"]

    def fund(number: str, form: str, name: str, word: str) -> Table:
        measures = [measure(name, nature, **SPEND) for nature in ("all", "basic", "project")]
        part = ledger.only(figures.funded(name))
        note = f"注：{book.agency}没有{word}安排的支出，本表为空表。"
        return regional.by_function(book, form, number, f"{word}支出情况表", part, columns, measures, note=note)

    return [
        hunan_tables.overall(book, "1", "收支总体情况表", ledger),
        _revenue(book, ledger),
        _spending(book, ledger),
        hunan_tables.fiscal(book, "4", "财政拨款收支总体情况表", ledger),
        _general(book, ledger),
        _economic(
            book,
            "6",
            "一般公共预算基本支出情况表（按支出经济分类科目）",
            "budget_gpb_basic_by_dept_economic",
            general.only(figures.basic),
            institution=institution,
            nature="basic",
        ),
        _economic(
            book,
            "7",
            "一般公共预算项目支出情况表（按支出经济分类科目）",
            "budget_gpb_project_by_economic",
            general.only(figures.project),
            institution=institution,
            nature="project",
        ),
        _three_public(book, ledger, units),
        fund("9", "budget_govfund_expenditure", "government_fund", "政府性基金预算"),
        fund("10", "budget_statecap_expenditure", "state_capital", "国有资本经营预算"),
        _by_source(book, "11", "部门预算基本支出预算表", units, projects=False),
        _by_source(book, "12", "部门预算项目支出及其他支出预算表", units, projects=True),
    ]
