"""The tables of the Sichuan budget form: numbers such as 1-2-1(3), economic classes spread over several sheets."""

from __future__ import annotations

from collections.abc import Sequence

from tests.typeset import codes, figures, hunan_tables, regional
from tests.typeset.builders import Head, Measure, amounts, blanks, head, header, money, spanned
from tests.typeset.figures import Ledger
from tests.typeset.hunan_tables import EARN, FUNDS, OWN, SPEND
from tests.typeset.model import Cell, Row, Table
from tests.typeset.regional import Book, Unit, measure

SHEETS = (("301",), ("302",), ("303", "307", "309"), ("310", "311", "312", "313", "399"))


def _unit_top(columns: Sequence[Head | str]) -> tuple[Row, ...]:
    return header([head("项目", head("科目编码", "类", "款", "项"), "单位代码", "单位名称（科目）"), *columns])


def _unit_tree(book: Book, units: Sequence[Unit], measures: Sequence[Measure]) -> list[Row]:
    """The total, then each unit and its 项 with the unit's code beside."""
    whole = regional.together(units).ledger
    rows: list[Row] = [(*spanned("合计", 5), *amounts(whole, measures, book.form, "合计"))]
    for u in units:
        own = [Measure(m.keep, {**m.dims, "unit_name": u.name}) for m in measures]
        cells = amounts(u.f.ledger, own, book.form, u.name)
        rows.append((*blanks(4, 1)[0], Cell(u.name, align="left"), *cells))
        for code in u.f.ledger.functions():
            name, part = codes.functional(code), u.f.ledger.only(figures.under(code))
            parts = [Cell(code[:3]), Cell(code[3:5]), Cell(code[5:]), Cell(u.code)]
            rows.append(
                (*parts, Cell(name, align="left", indent=1), *amounts(part, measures, book.form, name, functional=code))
            )
    return rows


def _income(book: Book, units: Sequence[Unit]) -> Table:
    inner = [*((f"{name}拨款收入", fund) for name, fund in FUNDS), *OWN]
    measures = [Measure(lambda e: True, {"phase": "budget", "fund": "all"}), Measure(lambda e: False, {})]
    measures += [measure(fund, **EARN) for _, fund in inner]
    columns: list[Head | str] = ["合计", "上年结转", *(name for name, _ in inner)]
    return regional.by_unit(
        book,
        "budget_revenue_by_function",
        "1-1",
        "部门收入总表",
        regional.unit_split(units, lambda e: True),
        columns,
        measures,
    )


def _spending(book: Book, units: Sequence[Unit]) -> Table:
    kinds = ("all", "basic", "project", "remitted_up", "affiliate_subsidy")
    measures = [measure(None, nature, **SPEND) for nature in kinds]
    top = _unit_top(["合计", "基本支出", "项目支出", "上缴上级支出", "对附属单位补助支出"])
    widths = (7, 6, 6, 12, 36, 15, 15, 15, 15, 15)
    return book.table(
        "budget_expenditure_by_function", "1-2", "部门支出总表", top, _unit_tree(book, units, measures), widths
    )


def _sheet(book: Book, units: Sequence[Unit], n: int, classes: Sequence[str]) -> Table:
    """One sheet of the spending detail: a group of columns for each 类, its subtotal first."""
    whole = regional.together(units).ledger
    columns: list[Head | str] = ["总计"] if n == 1 else []
    measures = [Measure(lambda e: True, SPEND)] if n == 1 else []
    for parent in classes:
        used = [c for c in whole.economics() if c.startswith(parent)] or codes.economic_items(parent)[-1:]
        columns.append(head(codes.economic(parent), "小计", *(codes.economic(c) for c in used)))
        measures += [Measure(figures.spent_on(code), {**SPEND, "economic_code": code}) for code in (parent, *used)]
    rows = _unit_tree(book, units, measures)
    widths = (6, 5, 5, 9, 24, *(10.0 for _ in measures))
    return book.table(
        "budget_expenditure_by_dept_economic",
        f"1-2-1（{n}）",
        "部门支出预算明细表",
        _unit_top(columns),
        rows,
        widths,
        size=6.0 if len(measures) > 14 else 7.5,
    )


def _general(book: Book, ledger: Ledger) -> Table:
    part = ledger.only(figures.general)
    measures = [measure("general_public", nature, **SPEND) for nature in ("all", "basic", "project")]
    columns: list[Head | str] = ["合计", "基本支出", "项目支出"]
    title = "一般公共预算支出预算表"
    return regional.by_function(book, "budget_gpb_expenditure_by_function", "3", title, part, columns, measures)


def _basic(book: Book, ledger: Ledger) -> Table:
    """Basic spending by 类 and 款 in two code columns."""
    part = ledger.only(figures.both(figures.general, figures.basic))
    measures = [measure("general_public", nature, **SPEND) for nature in ("basic", "personnel", "public")]
    rows: list[Row] = [(*spanned("合计", 3), *amounts(part, measures, book.form, "合计"))]
    for code in sorted({c[:n] for c in part.economics() for n in (3, 5)}):
        name = codes.economic(code)
        first = "" if book.sparse and len(code) == 5 else code[:3]
        cells = amounts(part.only(figures.spent_on(code)), measures, book.form, name, economic=code)
        rows.append((Cell(first), Cell(code[3:]), Cell(name, align="left"), *cells))
    top = header(
        [
            head("经济分类科目", head("科目编码", "类", "款"), "科目名称"),
            head("基本支出", "合计", "人员经费", "公用经费"),
        ]
    )
    title = "一般公共预算基本支出预算表（部门支出经济分类）"
    return book.table("budget_gpb_basic_by_dept_economic", "3-1", title, top, rows, (8, 7, 40, 18, 18, 18))


def _projects(book: Book, units: Sequence[Unit]) -> Table:
    """Projects paid from the general public budget, with their codes and units."""
    base = {**SPEND, "fund": "general_public", "nature": "project"}
    parts = regional.unit_split(units, figures.both(figures.general, figures.project))
    rows: list[Row] = []
    for u in parts:
        for p in u.f.ledger.projects():
            fen = u.f.ledger.total(figures.of_project(p))
            split = [Cell(p.function[:3]), Cell(p.function[3:5]), Cell(p.function[5:])]
            amount = money(fen, book.form, p.name, functional=p.function, dims={**base, "project_name": p.name})
            rows.append((*split, Cell(u.code), Cell(p.name, align="left"), amount))
    whole = regional.together(parts).ledger.total() if rows else 0
    top = header([head("科目编码", "类", "款", "项"), "单位代码", "单位名称（项目）", "金额"])
    empty = not rows
    rows = [(*spanned("合计", 5), money(whole, book.form, "合计", dims=base)), *rows] if rows else list(blanks(6, 3))
    title = "一般公共预算项目支出预算表"
    return book.table("budget_gpb_project_by_economic", "3-2", title, top, rows, (8, 7, 7, 14, 50, 20), empty=empty)


def _three_public(book: Book, units: Sequence[Unit]) -> Table:
    cars = ("31013", "30231")
    items = (("30212", "30217", *cars), ("30212",), cars, ("31013",), ("30231",), ("30217",))
    measures = [Measure(figures.both(figures.general, figures.spent_on(*w)), {"phase": "budget"}) for w in items]
    columns: list[Head | str] = [
        head(
            "当年财政拨款预算安排",
            "合计",
            "因公出国（境）费用",
            head("公务用车购置及运行费", "小计", "公务用车购置费", "公务用车运行费"),
            "公务接待费",
        )
    ]
    return regional.by_unit(
        book, "budget_three_public", "3-3", "一般公共预算“三公”经费支出预算表", units, columns, measures
    )


def tables(book: Book, units: Sequence[Unit]) -> list[Table]:
    """The tables in printed order."""
    f = regional.together(units)
    ledger, institution = f.ledger, units[0].profile.institution
    fiscal = ledger.only(figures.fiscal)
    columns: list[Head | str] = ["合计", "基本支出", "项目支出"]

    def fund(number: str, form: str, title: str, name: str) -> Table:
        measures = [measure(name, nature, **SPEND) for nature in ("all", "basic", "project")]
        note = "注：本表无数据。"
        return regional.by_function(
            book, form, number, title, ledger.only(figures.funded(name)), columns, measures, note=note
        )

    return [
        hunan_tables.overall(book, "1", "部门收支总表", ledger),
        _income(book, units),
        _spending(book, units),
        *(_sheet(book, units, n, classes) for n, classes in enumerate(SHEETS, start=1)),
        hunan_tables.fiscal(book, "2", "财政拨款收支预算总表", ledger),
        regional.cross_tab(
            book,
            "budget_expenditure_by_gov_economic",
            "2-1",
            "财政拨款支出预算表（政府经济分类科目）",
            fiscal,
            regional.government_classes(institution=institution),
            {**SPEND, "fund": "fiscal"},
        ),
        _general(book, ledger),
        _basic(book, ledger),
        _projects(book, units),
        _three_public(book, units),
        fund("4", "budget_govfund_expenditure", "政府性基金支出预算表", "government_fund"),
        fund("5", "budget_statecap_expenditure", "国有资本经营预算支出预算表", "state_capital"),
    ]
