"""The tables of the Hunan budget form: units in rows, both economic classifications as cross-tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.typeset import codes, figures, regional
from tests.typeset.builders import Head, Measure, amounts, head, header, money, ordinal, spanned
from tests.typeset.figures import Entry, Ledger
from tests.typeset.model import Cell, Row, Table
from tests.typeset.regional import Book, Unit, line, measure

FUNDS = (
    ("一般公共预算", "general_public"),
    ("政府性基金预算", "government_fund"),
    ("国有资本经营预算", "state_capital"),
)
OWN = (
    ("财政专户管理资金", "special_account"),
    ("事业收入", "business_income"),
    ("上级补助收入", "superior_subsidy"),
    ("附属单位上缴收入", "affiliate_remittance"),
    ("事业单位经营收入", "operating_income"),
    ("其他收入", "other_income"),
)
SPEND = {"flow": "expenditure", "phase": "budget"}
EARN = {"flow": "revenue", "phase": "budget"}


def _classes(book: Book, ledger: Ledger, measures: Sequence[Measure], mark: str) -> list[Row]:
    rows: list[Row] = []
    for i, code in enumerate(ledger.functions(3), start=1):
        label = mark.format(ordinal(i)) + codes.functional(code)
        part = ledger.only(figures.under(code))
        rows.append((Cell(label, align="left"), *amounts(part, measures, book.form, label, functional=code)))
    return rows


def overall(book: Book, number: str, title: str, ledger: Ledger) -> Table:
    """Income by source, spending by 类."""
    left = [
        line(book, f"{ordinal(i)}、{name}", ledger.total(measure(fund).keep), {**EARN, "fund": fund})
        for i, (name, fund) in enumerate([*((f"{n}拨款收入", f) for n, f in FUNDS), *OWN], start=1)
    ]
    right = _classes(book, ledger, [Measure(lambda e: True, SPEND)], "{}、")
    total = ledger.total()
    below = [
        (
            line(book, "本年收入合计", total, {"flow": "revenue"}),
            line(book, "本年支出合计", total, {"flow": "expenditure"}),
        ),
        (line(book, "上年结转结余", 0, {}), line(book, "年终结转结余", 0, {"flow": "closing_balance"})),
        (line(book, "收入总计", total, {"flow": "balance"}), line(book, "支出总计", total, {"flow": "balance"})),
    ]
    heads = (head("收入", "项目", "预算数"), head("支出", "项目（按功能分类）", "预算数"))
    return regional.summary(book, "budget_rev_exp_summary", number, title, left, right, below, heads, (34, 18, 34, 18))


def fiscal(book: Book, number: str, title: str, ledger: Ledger) -> Table:
    """Appropriations by fund on both sides."""
    ledger = ledger.only(figures.fiscal)
    left = [line(book, "一、本年收入", ledger.total(), {**EARN, "fund": "fiscal"})]
    left += [
        line(book, f"（{ordinal(i)}）{name}拨款", ledger.total(measure(fund).keep), {**EARN, "fund": fund}, indent=1)
        for i, (name, fund) in enumerate(FUNDS, start=1)
    ]
    left.append(line(book, "二、上年结转", 0, {}))
    spent = [measure("fiscal", **SPEND), *(measure(fund, **SPEND) for _, fund in FUNDS)]
    right: list[Row] = [(Cell("一、本年支出", align="left"), *amounts(ledger, spent, book.form, "一、本年支出"))]
    right += _classes(book, ledger, spent, "（{}）")
    right.append((Cell("二、年终结转结余", align="left"), *[Cell(book.form.show(0), align="right") for _ in spent]))
    closing = [Measure(m.keep, {**m.dims, "flow": "balance"}) for m in spent]
    total = ledger.total()
    below: list[tuple[Row, Row]] = [
        (
            line(book, "收入总计", total, {"flow": "balance"}),
            (Cell("支出总计", align="left"), *amounts(ledger, closing, book.form, "支出总计")),
        )
    ]
    heads = (head("收入", "项目", "预算数"), head("支出", "项目", "合计", *(name for name, _ in FUNDS)))
    return regional.summary(
        book, "budget_fiscal_summary", number, title, left, right, below, heads, (30, 15, 34, 15, 15, 15, 15)
    )


def revenue(book: Book, number: str, title: str, units: Sequence[Unit]) -> Table:
    """Income by unit and source."""
    inner = [*FUNDS, *OWN]
    measures = [
        Measure(lambda e: True, {"phase": "budget", "fund": "all"}),
        Measure(lambda e: True, {**EARN, "fund": "all"}),
    ]
    measures += [measure(fund, **EARN) for _, fund in inner]
    columns: list[Head | str] = ["合计", head("本年收入", "小计", *(name for name, _ in inner))]
    return regional.by_unit(book, "budget_revenue_by_function", number, title, units, columns, measures)


def spending(book: Book, number: str, title: str, units: Sequence[Unit]) -> Table:
    """Spending by unit, each with its functional tree."""
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
    return regional.by_unit(book, "budget_expenditure_by_function", number, title, units, columns, measures, tree=True)


def general(book: Book, number: str, title: str, ledger: Ledger) -> Table:
    """General public spending: basic split in two."""
    measures = [
        measure("general_public", nature, **SPEND) for nature in ("all", "basic", "personnel", "public", "project")
    ]
    columns: list[Head | str] = ["合计", head("基本支出", "小计", "人员经费", "公用经费"), "项目支出"]
    part = ledger.only(figures.general)
    return regional.by_function(book, "budget_gpb_expenditure_by_function", number, title, part, columns, measures)


def basic(book: Book, number: str, title: str, ledger: Ledger) -> Table:
    """Basic spending by department economic class, 类 and 款."""
    part = ledger.only(figures.both(figures.general, figures.basic))
    measures = [measure("general_public", nature, **SPEND) for nature in ("basic", "personnel", "public")]
    rows: list[Row] = [(*spanned("合计", 2), *amounts(part, measures, book.form, "合计"))]
    for code in sorted({c[:n] for c in part.economics() for n in (3, 5)}):
        name = codes.economic(code)
        cells = amounts(part.only(figures.spent_on(code)), measures, book.form, name, economic=code)
        rows.append((Cell(code, align="left"), Cell(name, align="left"), *cells))
    top = header(
        [
            head("部门预算支出经济分类科目", "科目编码", "科目名称"),
            head("一般公共预算基本支出", "合计", "人员经费", "公用经费"),
        ]
    )
    return book.table("budget_gpb_basic_by_dept_economic", number, title, top, rows, (14, 40, 18, 18, 18))


def detail(
    book: Book, number: str, title: str, ledger: Ledger, which: str, *, by_government: bool, institution: bool
) -> Table:
    """One part of basic spending (wages, goods, household) by 款 of one classification, a column each."""
    part = ledger.only(figures.both(figures.general, figures.basic, figures.spent_on(which)))
    base = {**SPEND, "fund": "general_public"}
    if by_government:

        def gov(code: str) -> Callable[[Entry], bool]:
            return lambda e: regional.government(e.economic, institution=institution) == code

        used = sorted({regional.government(c, institution=institution) for c in part.economics()})
        names = [(regional.GOVERNMENT[c], c, gov(c)) for c in used]
    else:
        names = [(codes.economic(c), c, figures.spent_on(c)) for c in part.economics()][:14]
        part = part.only(figures.spent_on(*(c for _, c, _ in names))) if names else part
    over = {"301": "工资福利支出", "302": "商品和服务支出", "303": "对个人和家庭的补助"}[which]
    return regional.cross_tab(book, "budget_gpb_basic_detail", number, title, part, names, base, over=over)


def three_public(book: Book, number: str, title: str, units: Sequence[Unit]) -> Table:
    """The three public expenses of each unit."""
    cars_both = ("31013", "30231")
    items = (("30212", "30217", *cars_both), ("30212",), cars_both, ("31013",), ("30231",), ("30217",))
    measures = [
        Measure(figures.both(figures.general, figures.spent_on(*which)), {"phase": "budget"}) for which in items
    ]
    cars = head("公务用车购置及运行费", "小计", "公务用车购置费", "公务用车运行费")
    columns: list[Head | str] = ["“三公”经费合计", "因公出国（境）费", cars, "公务接待费"]
    return regional.by_unit(book, "budget_three_public", number, title, units, columns, measures)


def projects(book: Book, number: str, title: str, units: Sequence[Unit]) -> Table:
    """Projects of each unit by source."""
    base = {**SPEND, "nature": "project"}
    measures = [Measure(lambda e: True, base), measure("general_public", **base), measure("government_fund", **base)]
    measures += [measure("state_capital", **base), Measure(figures.nonfiscal, base)]
    columns = ["单位编码", "单位名称", "专项（项目）名称", "总计"]
    top = header([*columns, head("资金来源", "一般公共预算拨款", "政府性基金拨款", "国有资本经营拨款", "单位资金")])
    rows = regional.project_rows(book, units, measures, texts=3)
    return book.table("budget_project_list", number, title, top, rows, (12, 30, 34, 15, 15, 15, 15, 15))


def procurement(book: Book, number: str, title: str, units: Sequence[Unit]) -> Table:
    """What is bought: item, number, price and amount."""
    rows: list[Row] = []
    grand = 0
    for i, u in enumerate(units):
        for j, p in enumerate(u.f.ledger.projects()[:2]):
            many, price = 2 + 3 * j + i, (17 + 11 * i + 5 * j) * 10_000
            fen = many * price
            grand += fen
            item = ("便携式计算机", "办公桌椅", "物业管理服务", "印刷服务")[(i + j) % 4]
            way = ("集中采购", "分散采购")[(i + j) % 2]
            rows.append(
                (
                    Cell(u.code),
                    Cell(u.name, align="left"),
                    Cell(p.name, align="left"),
                    Cell(item),
                    Cell(way),
                    Cell(str(many)),
                    money(fen, book.form, p.name),
                )
            )
    rows.insert(0, (*spanned("合计", 6), money(grand, book.form, "合计")))
    top = header(["单位代码", "单位名称", "项目名称", "采购品目", "采购方式", "数量", "金额"])
    return book.table("budget_procurement", number, title, top, rows, (12, 28, 30, 18, 14, 9, 16))


def tables(book: Book, units: Sequence[Unit]) -> list[Table]:
    """The tables in printed order."""
    f = regional.together(units)
    ledger, institution = f.ledger, units[0].profile.institution
    by_government = regional.government_classes(institution=institution)
    funds = ledger.only(figures.funded("government_fund"))
    kinds, capital = (
        [measure(fund, nature, **SPEND) for nature in ("all", "basic", "project")]
        for fund in ("government_fund", "state_capital")
    )
    columns: list[Head | str] = ["合计", "基本支出", "项目支出"]
    note = "注：本部门无{}安排的支出，本表为空表。"
    made = [
        overall(book, "1", "收支总表", ledger),
        revenue(book, "2", "收入总表", units),
        spending(book, "3", "支出总表", units),
        regional.cross_tab(
            book,
            "budget_expenditure_by_gov_economic",
            "4",
            "支出预算分类汇总表（按政府预算经济分类）",
            ledger,
            by_government,
            SPEND,
        ),
        regional.cross_tab(
            book,
            "budget_expenditure_by_dept_economic",
            "5",
            "支出预算分类汇总表（按部门预算经济分类）",
            ledger,
            regional.department_classes(),
            SPEND,
        ),
        fiscal(book, "6", "财政拨款收支总表", ledger),
        general(book, "7", "一般公共预算支出表", ledger),
        basic(book, "8", "一般公共预算基本支出表", ledger),
    ]
    parts = (
        ("人员经费（工资福利支出）", "301"),
        ("人员经费（对个人和家庭的补助）", "303"),
        ("公用经费（商品和服务支出）", "302"),
    )
    number = 9
    for name, which in parts:
        for word, flag in (("政府", True), ("部门", False)):
            title = f"一般公共预算基本支出表-{name}（按{word}预算经济分类）"
            made.append(detail(book, str(number), title, ledger, which, by_government=flag, institution=institution))
            number += 1
    made.append(three_public(book, "15", "一般公共预算“三公”经费支出表", units))
    made.append(
        regional.by_function(
            book,
            "budget_govfund_expenditure",
            "16",
            "政府性基金预算支出表",
            funds,
            columns,
            kinds,
            note=note.format("政府性基金预算"),
        )
    )
    made.append(
        regional.cross_tab(
            book,
            "budget_govfund_by_economic",
            "17",
            "政府性基金预算支出分类汇总表（按政府预算经济分类）",
            funds,
            by_government,
            {**SPEND, "fund": "government_fund"},
        )
    )
    made.append(
        regional.by_function(
            book,
            "budget_statecap_expenditure",
            "19",
            "国有资本经营预算支出表",
            ledger.only(figures.funded("state_capital")),
            columns,
            capital,
            note=note.format("国有资本经营预算"),
        )
    )
    made.append(projects(book, "21", "专项资金预算汇总表", units))
    made.append(procurement(book, "24", "政府采购预算表", units))
    return made
