"""Whole documents of the regional budget forms: parts in this or that order, one agency or several."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.typeset import figures, national, performance, profiles, regional, sections, wordings
from tests.typeset.builders import ordinal
from tests.typeset.model import (
    Block,
    Contents,
    Document,
    Heading,
    Indicator,
    Line,
    Meta,
    Paragraph,
    Section,
    Space,
    Style,
    Table,
)
from tests.typeset.numbers import Format
from tests.typeset.prose import draw
from tests.typeset.regional import Book, Unit
from tests.typeset.sections import Teller


@dataclass(frozen=True, slots=True)
class Plan:
    """What a family does differently.

    Attributes:
        family: its name.
        years: fiscal years its form was in use.
        tables: the tables of a department or unit.
        text_first: the narrative stands before the tables.
        most: how many units at most.
        number: how table numbers are printed, one of these.
        label: what stands before the agency's name over a table.
        goals: project target tables: none, one form for each, or one long table.
        apart: units print their whole set of tables too.
        upright: forms that stand on upright pages.
    """

    family: str
    years: tuple[int, ...]
    tables: Callable[[Book, Sequence[Unit]], list[Table]]
    text_first: bool = False
    most: int = 1
    number: tuple[str, ...] = ("表{}",)
    label: tuple[str, ...] = ("部门",)
    goals: str = "each"
    apart: bool = False
    total_first: bool = True
    upright: frozenset[str] = frozenset()


def _book(rng: random.Random, plan: Plan, agency: str, year: int) -> Book:
    number = rng.choice(plan.number)
    return Book(
        agency=agency,
        year=year,
        form=Format(thousands=rng.random() < 0.5, zero=rng.choice(("blank", "0.00", "dash"))),
        label=rng.choice(plan.label),
        unit_word=rng.choice(("单位", "金额单位")),
        number=number,
        number_right=rng.random() < 0.4,
        split=rng.random() < 0.6,
        sparse=rng.random() < 0.4,
        total_first=plan.total_first,
        repeat=rng.random() < 0.7,
        again=rng.random() < 0.2,
        size=rng.choice((8.0, 8.5, 9.0)),
        row_height=rng.choice((15.0, 17.0, 20.0)),
    )


def _first(t: Teller, several: Sequence[Unit]) -> list[Block]:
    found: list[Block] = [Heading(1, f"第一部分 {t.agency}概况", "center"), Heading(2, "一、主要职责")]
    found += [Paragraph(f"（{ordinal(i)}）{text}") for i, text in enumerate(t.profile.duties, start=1)]
    found.append(Heading(2, "二、机构设置情况"))
    if len(several) > 1:
        names = "、".join(u.name for u in several)
        found.append(Paragraph(f"纳入{t.agency}部门预算编制范围的单位共{len(several)}个，包括：{names}。"))
    else:
        found.append(sections.offices(t, unit="处室"))
        found += wordings.units(t) if t.maybe(0.3) else []
    found += [Heading(2, "三、人员构成情况"), sections.staff(t, retirees_count=False)]
    return found


def _terms(mark: str) -> list[Block]:
    return [
        Heading(1, f"{mark} 名词解释", "center"),
        Paragraph("一、一般公共预算拨款收入：本级财政用一般公共预算安排给部门的资金。"),
        Paragraph("二、基本支出：维持机构运转、完成日常工作的支出，由人员经费和公用经费组成。"),
        Paragraph("三、“三公”经费：因公出国（境）费、公务用车购置及运行费、公务接待费。"),
        Paragraph("四、机关运行经费：行政单位和参公管理单位用于购买货物和服务的日常公用支出。"),
    ]


def _bought(tables: Sequence[Table]) -> tuple[int, int, int] | None:
    """Goods, works and services of the procurement table, None where there is none."""
    table = next((x for x in tables if x.form == "budget_procurement"), None)
    if table is None:
        return None
    sums = {"货": 0, "工": 0, "服": 0}
    for row in table.rows:
        texts = "".join(cell.text for cell in row if cell)
        amount = next((cell.amount for cell in row if cell and cell.amount), None)
        if amount and not texts.startswith("合计"):
            kind = (
                "货" if "货物" in texts or "计算机" in texts or "桌椅" in texts else "工" if "工程" in texts else "服"
            )
            sums[kind] += amount.fen
    return sums["货"], sums["工"], sums["服"]


def _goals(rng: random.Random, plan: Plan, t: Teller) -> tuple[list[Table], list[Indicator]]:
    chosen = [p for p in t.f.ledger.projects() if p.fund in figures.FISCAL][:4]
    found: list[Table] = []
    lines: list[Indicator] = []
    if plan.goals == "long" and chosen:
        table, lines_ = performance.many(
            rng, t.year, t.agency, [(p, t.f.ledger.total(figures.of_project(p))) for p in chosen], t.profile.duties
        )
        return [table], list(lines_)
    for p in chosen[:2] if plan.goals == "each" else []:
        table, more = performance.project(
            rng, t.year, t.agency, p, t.f.ledger.total(figures.of_project(p)), t.profile.duties
        )
        found.append(table)
        lines += more
    return found, lines


def _style(rng: random.Random) -> Style:
    size = rng.choice((12.0, 14.0, 16.0))
    return Style(
        body_size=size,
        leading=size * rng.choice((1.5, 1.75)),
        margin=rng.choice((68.0, 76.0)),
        table_margin=rng.choice((40.0, 52.0)),
        digits=rng.choice(("same", "serif")),
        bold=rng.choice(("font", "stroke")),
        page_number=rng.choice(("plain", "dashes", "none")),
        rotate_landscape=rng.random() < 0.4,
    )


def _laid(plan: Plan, tables: Sequence[Table], heading: str) -> list[Section]:
    """A section for each table, the first one under the heading of its part."""
    found = []
    for i, table in enumerate(tables):
        block = (Heading(1, heading, "center"), table) if i == 0 and heading else (table,)
        found.append(Section(block, landscape=table.form not in plan.upright))
    return found


def _own(plan: Plan, book: Book, unit: Unit, year: int) -> list[Section]:
    """A unit's cover and its whole set of tables, behind those of its department."""
    cover = (Space(200), Line(unit.name, bold=True, size=22), Line(f"{year}年单位预算", bold=True, size=22))
    return [Section(cover), *_laid(plan, plan.tables(replace(book, agency=unit.name), [unit]), "")]


def build(plan: Plan, seed: int) -> Document:
    """The document of a family and seed."""
    rng = random.Random(f"{plan.family}-{seed}")
    profile, region, agency = profiles.pick(rng, plan.family)
    year = rng.choice(plan.years)
    units = regional.units(rng, profile, agency, most=plan.most)
    f = regional.together(units)
    book = _book(rng, plan, agency, year)
    made = plan.tables(book, units)
    t = Teller(rng, draw(rng, year), f, agency, year, profile, _bought(made))
    goals, lines = _goals(rng, plan, t)
    names = ("第二部分", "第三部分")
    text, grid = names if plan.text_first else names[::-1]
    story = national.story(t, f"{text} {{year}}年部门预算情况说明")
    title = f"{grid} {year}年部门预算表"
    entries = [(1, f"第一部分 {agency}概况"), (1, title)]
    entries += [(2, f"{ordinal(i)}、{x.title}") for i, x in enumerate(made, start=1)]
    told = (1, f"{text} {year}年部门预算情况说明")
    entries[1:1] = [told] if plan.text_first else []
    entries += [] if plan.text_first else [told]
    entries.append((1, "第四部分 名词解释"))
    cover = (Space(160), Line(agency, bold=True, size=24), Line(f"{year}年部门预算", bold=True, size=24))
    listed = Section((Line("目 录", bold=True, size=18), Contents(tuple(entries), dotted=rng.random() < 0.7)))
    first = Section(tuple(_first(t, units)))
    grids = _laid(plan, made, title) + [Section((x,)) for x in goals]
    own = [x for u in units for x in _own(plan, book, u, year)] if plan.apart and len(units) > 1 else []
    prose = Section(tuple(story))
    ending = Section(tuple(_terms("第四部分")))
    body = [prose, *grids] if plan.text_first else [*grids, prose]
    return Document(
        name=f"{plan.family}-{seed}",
        meta=Meta("budget", year, agency, region, None),
        style=_style(rng),
        sections=(Section(cover, numbered=False), listed, first, *body, ending, *own),
        performance=tuple(lines),
    )


def apart(plan: Plan, seed: int) -> list[Document]:
    """The units of the family's document of this seed, each with the tables of its own in a document of its own."""
    rng = random.Random(f"{plan.family}-{seed}")
    profile, region, agency = profiles.pick(rng, plan.family)
    year = rng.choice(plan.years)
    units = regional.units(rng, profile, agency, most=plan.most)
    book = _book(rng, plan, agency, year)
    return [
        Document(
            name=f"{plan.family}-{seed}-unit{number}",
            meta=Meta("budget", year, unit.name, region, None),
            style=_style(rng),
            sections=tuple(_own(plan, book, unit, year)),
        )
        for number, unit in enumerate(units, 1)
        if len(units) > 1
    ]
