"""The national budget form as a whole document, with a performance target table for each project."""

from __future__ import annotations

import random

from tests.typeset import figures, national_tables, performance, profiles, sections, wordings
from tests.typeset.builders import ordinal
from tests.typeset.figures import Ledger
from tests.typeset.model import Block, Contents, Document, Heading, Line, Meta, Paragraph, Section, Space, Style
from tests.typeset.national_tables import Habit
from tests.typeset.numbers import Format
from tests.typeset.profiles import Profile
from tests.typeset.prose import draw, told
from tests.typeset.sections import Teller


def story(t: Teller, part: str = "第三部分 {year}年部门预算情况说明") -> list[Block]:
    """The explanation of the budget, under the heading `part`."""
    v, f, year, agency = t.voice, t.f, t.year, t.agency
    total, general = f.ledger.total(), f.ledger.only(figures.general)
    before = f.prior.only(figures.general)
    old = f.ledger.total(lambda e: e.origin == "carried_over")
    now_general = general.total(lambda e: e.origin == "current_year")
    income = v.item("收入预算", "收入预算", total, printed=f"{agency}{year}年收入预算", tied=True)
    spending = v.item("支出预算", "支出预算", total, printed=f"{agency}{year}年支出预算", tied=True)
    kinds = [
        (name, f.ledger.total(keep), f.prior.total(keep) if t.maybe(0.4) else None)
        for name, keep in (("基本支出", figures.basic), ("项目支出", figures.project))
    ]
    sources = [("一般公共预算拨款收入", now_general, None), ("上年结转", old, None)]
    size = v.item(
        "一般公共预算支出",
        "一般公共预算支出",
        general.total(),
        printed=f"{year}年一般公共预算支出",
        move=v.moved(general.total(), before.total(), t.rng),
        tied=True,
    )
    found: list[Block] = [
        Heading(1, part.format(year=year), "center"),
        Heading(2, f"一、关于{year}年收支总表的说明"),
        told(
            f"{agency}{year}年",
            v.item("收支总预算", "收支总预算", total, move=v.moved(total, f.prior.total(), t.rng), tied=True),
            "。收入中，",
            v.item("本年收入", "收支总预算", total - old),
            "，",
            v.item("上年结转", "收支总预算", old),
            "。",
        ),
        Heading(2, f"二、关于{year}年收入总表的说明"),
        *sections.parts(t, income, "收入预算", sources, whole=total, of=t.rng.choice(("", "收入总计"))),
        Heading(2, f"三、关于{year}年支出总表的说明"),
        *sections.parts(t, spending, "支出预算", kinds, whole=total, of=t.rng.choice(("", "本年支出合计"))),
        *sections.opposed(t, f.ledger, f.prior, "支出预算"),
        Heading(2, f"四、关于{year}年一般公共预算支出表的说明"),
        Heading(3, "（一）规模变化情况"),
        told(size, "。"),
        Heading(3, "（二）结构情况"),
        *sections.structure(t, general, "一般公共预算支出结构"),
        Heading(3, "（三）具体使用情况"),
        *sections.functions(t, general, before, "一般公共预算支出具体使用"),
        Heading(2, f"五、关于{year}年一般公共预算基本支出表的说明"),
        *_basic(t, general),
        Heading(2, f"六、关于{year}年“三公”经费支出表的说明"),
        *_three_public(t, general, before),
        Heading(2, "七、其他重要事项的情况说明"),
        Heading(3, "（一）机关运行经费"),
        sections.operating(t, *(x.total(figures.of_nature("public")) for x in (general, before))),
        Heading(3, "（二）政府采购情况"),
        *sections.procurement(t),
        Heading(3, "（三）国有资产占有使用情况"),
        *sections.assets(t),
        Heading(3, "（四）一般性支出情况"),
        *wordings.general_expenses(t),
    ]
    return found


def _basic(t: Teller, general: Ledger) -> list[Paragraph]:
    ledger, name = general.only(figures.basic), "一般公共预算基本支出"
    opening = t.voice.item(name, name, ledger.total(), printed=f"{t.agency}{t.year}年{name}", tied=True)
    return sections.basic(t, ledger, opening, name)


def _three_public(t: Teller, general: Ledger, before: Ledger) -> list[Paragraph]:
    now, was = (x.total(figures.spent_on(*sections.THREE_PUBLIC)) for x in (general, before))
    name = "“三公”经费"
    move = t.voice.moved(now, was, t.rng) if t.maybe() else None
    opening = t.voice.item(name, name, now, printed=f"{t.year}年{name}预算数", verb="为", move=move, tied=True)
    if move is not None:
        return [told(opening, "。"), sections.counts_of_three_public(t)]
    return sections.three_public(t, general, before, opening)


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
    told_story = story(Teller(rng, draw(rng, year), f, agency, year, profile))
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
    sections.append(Section(tuple(told_story)))
    sections += [Section((table,)) for table, _ in goals]
    sections.append(Section(terms))
    return Document(
        name=f"national-{seed}",
        meta=Meta("budget", year, agency, region, None),
        style=style,
        sections=tuple(sections),
        performance=tuple(x for _, lines in goals for x in lines),
    )
