"""The final account as a whole document: nine tables, narrative against the initial budget."""

from __future__ import annotations

import random

from tests.typeset import final_figures, final_tables, profiles
from tests.typeset.builders import ordinal
from tests.typeset.final_habit import Habit
from tests.typeset.final_text import Story
from tests.typeset.model import (
    Block,
    Contents,
    Document,
    Heading,
    Line,
    Meta,
    Paragraph,
    Section,
    Space,
    Style,
)
from tests.typeset.numbers import Format
from tests.typeset.profiles import Profile


def first_part(profile: Profile, agency: str) -> list[Block]:
    """Duties and who is in the account."""
    found: list[Block] = [Heading(1, f"第一部分 {agency}概况", "center"), Heading(2, "一、主要职能")]
    found += [Paragraph(f"（{ordinal(i)}）{text}") for i, text in enumerate(profile.duties, start=1)]
    found += [
        Heading(2, "二、部门决算单位构成"),
        Paragraph(f"{agency}部门决算只包括{agency}（本级），没有所属预算单位。"),
    ]
    return found


def terms() -> list[Block]:
    """Part four."""
    return [
        Heading(1, "第四部分 名词解释", "center"),
        Paragraph("一、财政拨款收入：本年度从本级财政取得的各类拨款。"),
        Paragraph("二、年初结转和结余：以前年度没有用完、按规定留到本年继续使用的资金。"),
        Paragraph("三、年末结转和结余：本年度没有用完、按规定留到以后年度继续使用的资金。"),
        Paragraph("四、基本支出：维持机构运转、完成日常任务发生的支出。"),
        Paragraph("五、“三公”经费：因公出国（境）费、公务用车购置及运行维护费和公务接待费。"),
    ]


def _habit(rng: random.Random, agency: str) -> Habit:
    split = rng.random() < 0.6
    return Habit(
        agency=agency,
        form=Format(thousands=rng.random() < 0.7, zero=rng.choice(("blank", "blank", "0.00"))),
        numbered=rng.random() < 0.5,
        agency_line=rng.random() < 0.6,
        split=split,
        total_in_header=split and rng.random() < 0.5,
        three_public_last=rng.random() < 0.3,
        wide_three_public=rng.random() < 0.4,
        detail=rng.random() < 0.3,
        numbers=rng.random() < 0.4,
        repeat=rng.random() < 0.3,
        size=rng.choice((9.0, 9.5, 10.0)),
        row_height=rng.choice((16.0, 18.0, 20.0)),
        rng=rng,
    )


def build(seed: int, *, landline: bool = False) -> Document:
    """A document of this family; it names no contact person, so `landline` changes nothing."""
    rng = random.Random(f"final-{seed}")
    profile, region, agency = profiles.pick(rng, "final")
    year = rng.choice((2022, 2023, 2024))
    a = final_figures.make(rng, profile)
    habit = _habit(rng, agency)
    made = final_tables.tables(a, habit)
    size = rng.choice((12.0, 14.0, 15.0))
    style = Style(
        body_size=size,
        leading=size * rng.choice((1.5, 1.8)),
        margin=rng.choice((66.0, 78.0)),
        table_margin=rng.choice((46.0, 60.0)),
        digits=rng.choice(("same", "serif")),
        bold=rng.choice(("font", "stroke")),
        page_number=rng.choice(("none", "plain", "dashes")),
        rotate_landscape=rng.random() < 0.2,
    )
    story = Story(rng, a, profile, agency, year).blocks()
    entries = [(1, f"第一部分 {agency}概况"), (2, "一、主要职能"), (2, "二、部门决算单位构成")]
    entries += [(1, f"第二部分 {agency}{year}年度部门决算表")]
    entries += [(2, f"{ordinal(i)}、{table.title}") for i, table in enumerate(made, start=1)]
    entries += [(b.level, b.text) for b in story if isinstance(b, Heading) and b.level < 3]
    entries += [(1, "第四部分 名词解释")]
    dotted = rng.random() < 0.5
    upright = {"final_rev_exp_summary", "final_gpb_basic_by_dept_economic", "final_gpb_expenditure_by_function"}
    cover: tuple[Block, ...] = (
        Space(160),
        Line(agency, bold=True, size=24),
        Line(f"{year}年度部门决算", bold=True, size=24),
    )
    sections = [
        Section(cover, numbered=False),
        Section((Line("目 录", bold=True, size=18), Contents(tuple(entries), dotted=dotted))),
        Section(tuple(first_part(profile, agency))),
    ]
    part = Heading(1, f"第二部分 {agency}{year}年度部门决算表", "center")
    for i, table in enumerate(made):
        sections.append(Section((part, table) if i == 0 else (table,), landscape=table.form not in upright))
    sections.append(Section(tuple(story)))
    sections.append(Section(tuple(terms())))
    return Document(
        name=f"final-{seed}",
        meta=Meta("final_account", year, agency, region, None),
        style=style,
        sections=tuple(sections),
    )
