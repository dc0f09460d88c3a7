"""The national budget form as a whole document, with a performance target table for each project."""

from __future__ import annotations

import random

from tests.typeset import codes, figures, national_tables, performance, profiles
from tests.typeset.builders import ordinal
from tests.typeset.figures import Figures
from tests.typeset.model import Block, Contents, Document, Heading, Line, Meta, Paragraph, Section, Space, Style
from tests.typeset.national_tables import Habit
from tests.typeset.numbers import Format, percent
from tests.typeset.profiles import Profile
from tests.typeset.prose import Voice


def _story(rng: random.Random, f: Figures, agency: str, year: int) -> list[Block]:
    """Part three."""
    v = Voice(base=f"{year - 1}年预算", because=rng.choice(("主要原因是", "主要是")))
    total, general = f.ledger.total(), f.ledger.only(figures.general)
    before = f.prior.only(figures.general)
    old = f.ledger.total(lambda e: e.origin == "carried_over")
    found: list[Block] = [
        Heading(1, f"第三部分 {year}年部门预算情况说明", "center"),
        Heading(2, f"一、关于{year}年收支总表的说明"),
        Paragraph(
            f"{agency}{year}年收支总预算{v.amount(total)}，{v.change(total, f.prior.total(), rng)}。"
            f"收入中，本年收入{v.amount(total - old)}，上年结转{v.amount(old)}。"
        ),
        Heading(2, f"二、关于{year}年收入总表的说明"),
        Paragraph(
            f"{agency}{year}年收入预算{v.amount(total)}，其中：一般公共预算拨款收入"
            f"{v.amount(general.total(lambda e: e.origin == 'current_year'))}；其他各项收入列于收入总表。"
        ),
        Heading(2, f"三、关于{year}年支出总表的说明"),
    ]
    for name, keep in (("基本支出", figures.basic), ("项目支出", figures.project)):
        fen = f.ledger.total(keep)
        found.append(Paragraph(f"{name}{v.amount(fen)}，占{percent(fen, total)}%。"))
    found += [
        Heading(2, f"四、关于{year}年一般公共预算支出表的说明"),
        Heading(3, "（一）规模变化情况"),
        Paragraph(
            f"{year}年一般公共预算支出{v.amount(general.total())}，{v.change(general.total(), before.total(), rng)}。"
        ),
        Heading(3, "（二）具体使用情况"),
    ]
    for i, code in enumerate(general.functions(), start=1):
        under = figures.under(code)
        names = (codes.functional(code[:3]), codes.functional(code[:5]), codes.functional(code))
        found.append(
            Paragraph(
                f"{i}.{names[0]}（类）{names[1]}（款）{names[2]}（项）{year}年预算数为{v.amount(general.total(under))}，"
                f"{v.change(general.total(under), before.total(under), rng)}。"
            )
        )
    three = general.total(figures.spent_on("30212", "30217", "31013", "30231"))
    was = before.total(figures.spent_on("30212", "30217", "31013", "30231"))
    found += [
        Heading(2, f"五、关于{year}年“三公”经费支出表的说明"),
        Paragraph(f"{year}年“三公”经费预算数为{v.amount(three)}，{v.change(three, was, rng)}。"),
    ]
    return found


def _first_part(profile: Profile, agency: str) -> list[Block]:
    found: list[Block] = [Heading(1, f"第一部分 {agency}概况", "center"), Heading(2, "一、主要职责")]
    found += [Paragraph(f"（{ordinal(i)}）{text}") for i, text in enumerate(profile.duties, start=1)]
    found += [
        Heading(2, "二、部门预算单位构成"),
        Paragraph(f"纳入{agency}部门预算编制范围的单位只有本级，内设{'、'.join(profile.offices)}。"),
    ]
    return found


def build(seed: int, *, landline: bool = False) -> Document:
    """A document of this family; it names no contact person, so `landline` changes nothing."""
    rng = random.Random(f"national-{seed}")
    profile, region, agency = profiles.pick(rng, "national")
    year = rng.choice((2022, 2023, 2024, 2025))
    f = figures.make(rng, profile, 1)
    habit = Habit(
        agency=agency,
        year=year,
        form=Format(thousands=rng.random() < 0.4, zero=rng.choice(("blank", "blank", "0.00", "dash"))),
        prefix=rng.choice(("", "部门", f"{year}年部门")),
        numbered=rng.choice(("表{0}", "公开{1}表", "预算{1}表", "")),
        total_first=rng.random() < 0.6,
        compared=rng.random() < 0.6,
        repeat=rng.random() < 0.5,
        size=rng.choice((8.5, 9.0, 9.5)),
        row_height=rng.choice((16.0, 18.0, 21.0)),
    )
    made = national_tables.tables(f, habit)
    projects = [p for p in f.ledger.projects() if p.fund in figures.FISCAL][: rng.randint(1, 3)]
    goals = [
        performance.project(rng, year, agency, p, f.ledger.total(figures.of_project(p)), profile.duties)
        for p in projects
    ]
    size = rng.choice((12.0, 14.0, 16.0))
    style = Style(
        body_size=size,
        leading=size * rng.choice((1.5, 1.75)),
        margin=rng.choice((68.0, 76.0)),
        table_margin=rng.choice((44.0, 56.0)),
        digits=rng.choice(("same", "serif")),
        bold=rng.choice(("font", "stroke")),
        page_number=rng.choice(("plain", "dashes")),
        rotate_landscape=rng.random() < 0.3,
    )
    story = _story(rng, f, agency, year)
    entries = [(1, f"第一部分 {agency}概况"), (1, f"第二部分 {year}年部门预算表")]
    entries += [(2, f"{ordinal(i)}、{t.title}") for i, t in enumerate(made, start=1)]
    entries += [(1, f"第三部分 {year}年部门预算情况说明"), (1, "第四部分 名词解释")]
    terms: tuple[Block, ...] = (
        Heading(1, "第四部分 名词解释", "center"),
        Paragraph("一、一般公共预算拨款收入：本级财政用一般公共预算安排给部门的资金。"),
        Paragraph("二、上年结转：以前年度安排、到本年仍按原用途使用的资金。"),
        Paragraph("三、“三公”经费：因公出国（境）费、公务用车购置及运行费、公务接待费。"),
    )
    cover = (Space(160), Line(agency, bold=True, size=24), Line(f"{year}年部门预算", bold=True, size=24))
    part = Heading(1, f"第二部分 {year}年部门预算表", "center")
    upright = {"budget_gpb_basic_by_dept_economic", "budget_govfund_expenditure", "budget_statecap_expenditure"}
    sections = [
        Section(cover, numbered=False),
        Section((Line("目 录", bold=True, size=18), Contents(tuple(entries), dotted=rng.random() < 0.7))),
        Section(tuple(_first_part(profile, agency))),
    ]
    for i, table in enumerate(made):
        sections.append(Section((part, table) if i == 0 else (table,), landscape=i > 0 and table.form not in upright))
    sections.append(Section(tuple(story)))
    sections += [Section((table,)) for table, _ in goals]
    sections.append(Section(terms))
    return Document(
        name=f"national-{seed}",
        meta=Meta("budget", year, agency, region, None),
        style=style,
        sections=tuple(sections),
        performance=tuple(x for _, lines in goals for x in lines),
    )
