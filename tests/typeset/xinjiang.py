"""The Xinjiang budget form as a whole document, varied by its seed."""

from __future__ import annotations

import random

from tests.typeset import figures, performance, profiles, xinjiang_tables, xinjiang_text
from tests.typeset.builders import ordinal
from tests.typeset.figures import Figures
from tests.typeset.model import (
    Block,
    Contents,
    Document,
    Heading,
    Indicator,
    Line,
    Meta,
    PageBreak,
    Section,
    Space,
    Style,
)
from tests.typeset.numbers import Format
from tests.typeset.profiles import Profile
from tests.typeset.prose import draw
from tests.typeset.sections import Teller
from tests.typeset.xinjiang_habit import TITLES, Habit


def _habit(rng: random.Random, agency: str, year: int) -> Habit:
    spread = rng.choice((0.0, 0.08, 0.16))
    shaky = random.Random(rng.random())
    prefix = rng.choice(("表", "表", "附表"))
    return Habit(
        agency=agency,
        year=year,
        titles={form: names[0] if rng.random() < 0.6 else rng.choice(names) for form, names in TITLES.items()},
        form=Format(thousands=rng.random() < 0.3, zero="0.00" if rng.random() < 0.2 else "blank"),
        label=rng.choice(("编制部门", "编制单位", "填报单位", "部门名称")),
        number=lambda n: f"{prefix}{n}",
        repeat_caption=rng.random() < 0.5,
        repeat_header=rng.random() < 0.8,
        size=rng.choice((8.5, 9.0, 9.5)),
        row_height=rng.choice((15.5, 17.0, 19.0)),
        marks=rng.random() < 0.85,
        total_first=rng.random() < 0.25,
        jitter=lambda w: w * shaky.uniform(1 - spread, 1 + spread),
    )


def _style(rng: random.Random) -> Style:
    size = rng.choice((12.0, 14.0, 15.0))
    return Style(
        body_size=size,
        leading=size * rng.choice((1.6, 1.8, 2.0)),
        margin=rng.choice((66.0, 72.0, 80.0)),
        table_margin=rng.choice((42.0, 50.0)),
        digits=rng.choice(("same", "serif")),
        bold=rng.choice(("font", "font", "stroke", "twice")),
        page_number=rng.choice(("plain", "dashes", "page")),
    )


def _cover(agency: str, year: int, date: str | None) -> Section:
    lines: list[Block] = [
        Space(150),
        Line(agency, bold=True, size=24),
        Line(f"{year}年部门预算公开", bold=True, size=24),
    ]
    if date:
        lines += [Space(300), Line(date, size=15)]
    return Section(tuple(lines), numbered=False)


def _contents(agency: str, year: int, titles: list[str], story: list[Block]) -> Section:
    entries = [(1, f"第一部分 {agency}概况"), (2, "一、主要职能"), (2, "二、机构设置及人员情况")]
    entries += [(1, f"第二部分 {year}年部门预算公开表")]
    entries += [(2, f"{ordinal(i)}、{title}") for i, title in enumerate(titles, start=1)]
    entries += [(b.level, b.text) for b in story if isinstance(b, Heading) and b.level < 3]
    entries += [(1, "第四部分 名词解释")]
    return Section((Line("目 录", bold=True, size=18), Contents(tuple(entries))))


def _performance(
    rng: random.Random, f: Figures, agency: str, year: int, profile: Profile, contact: tuple[str, str]
) -> tuple[list[Block], tuple[Indicator, ...]]:
    lines = performance.indicators(rng)
    fiscal = f.ledger.total(lambda e: figures.fiscal(e) and not e.fund.endswith("transfer"))
    above = f.ledger.total(lambda e: e.fund.endswith("transfer"))
    rest = f.ledger.total(lambda e: not figures.fiscal(e))
    caption = rng.choice(("部门（单位）整体支出绩效目标表", "部门整体支出绩效目标表"))
    table = performance.overall(
        rng, year, agency, "".join(profile.duties), contact, (above, fiscal, rest), lines, caption
    )
    return [table], lines


def build(seed: int, *, landline: bool = False) -> Document:
    """A document of this family.

    Args:
        seed: the same seed gives the same document.
        landline: give the contact person an office line instead of a mobile number.
    """
    rng = random.Random(f"xinjiang-{seed}")
    profile, region, agency = profiles.pick(rng, "xinjiang")
    year = rng.choice((2022, 2023, 2024, 2025))
    f = figures.make(rng, profile, 1)
    habit, style, voice = (
        _habit(rng, agency, year),
        _style(rng),
        draw(rng, year),
    )
    month, day = rng.randint(1, 3), rng.randint(1, 28)
    printed = f"{year}年{month}月{day}日"
    place = rng.choice(("cover", "end", "end"))
    made = xinjiang_tables.tables(f, habit)
    story = xinjiang_text.Story(rng, f, profile, agency, year, voice).blocks()
    teller = Teller(rng, voice, f, agency, year, profile)
    story += xinjiang_text.other_matters(teller)
    contact = profiles.person(rng, landline=landline)
    perf, lines = _performance(rng, f, agency, year, profile, contact)
    ending: list[Block] = [*xinjiang_text.glossary()]
    if place == "end":
        ending += [Space(30), Line(agency, "right"), Line(printed, "right")]
    part_two = Heading(1, f"第二部分 {year}年部门预算公开表", "center")
    sections = [_cover(agency, year, printed if place == "cover" else None)]
    sections.append(_contents(agency, year, [t.title for t, _ in made], story))
    sections.append(Section(tuple(xinjiang_text.about(teller))))
    for i, (table, across) in enumerate(made):
        sections.append(Section((part_two, table) if i == 0 else (table,), landscape=across))
    sections.append(Section(tuple(story)))
    closing: tuple[Block, ...] = (Heading(3, "（五）其他需说明的事项"),)
    sections.append(Section((*perf, *closing, *_nothing_else(), PageBreak(), *ending)))
    return Document(
        name=f"xinjiang-{seed}",
        meta=Meta("budget", year, agency, region, f"{year}-{month:02d}-{day:02d}"),
        style=style,
        sections=tuple(sections),
        performance=lines,
        personal=contact,
    )


def _nothing_else() -> tuple[Block, ...]:
    from tests.typeset.model import Paragraph

    return (Paragraph("没有其他需要说明的事项。"),)
