"""The national final account as a whole document: nine tables in the central order, text before or after them."""

from __future__ import annotations

import random

from tests.typeset import central_tables, final, final_figures, profiles
from tests.typeset.builders import ordinal
from tests.typeset.final_text import Story
from tests.typeset.model import Block, Contents, Document, Heading, Line, Meta, Section, Space, Style
from tests.typeset.numbers import Format

_UPRIGHT = {"final_rev_exp_summary", "final_gpb_expenditure_by_function", "final_statecap"}


def build(seed: int, *, landline: bool = False) -> Document:
    """A document of this family; it names no contact person, so `landline` changes nothing."""
    rng = random.Random(f"central-{seed}")
    profile, region, agency = profiles.pick(rng, "central")
    year = rng.choice((2020, 2021, 2022, 2023, 2024))
    a = final_figures.make(rng, profile)
    habit = central_tables.Habit(
        agency=agency,
        form=Format(thousands=rng.random() < 0.6, zero=rng.choice(("blank", "0.00"))),
        size=rng.choice((8.0, 8.5, 9.0)),
        row_height=rng.choice((13.0, 15.0, 17.0)),
        repeat=rng.random() < 0.6,
    )
    made = central_tables.tables(a, habit)
    size = rng.choice((12.0, 14.0, 16.0))
    style = Style(
        body_size=size,
        leading=size * rng.choice((1.5, 1.8)),
        margin=rng.choice((62.0, 74.0)),
        table_margin=rng.choice((40.0, 56.0)),
        digits=rng.choice(("same", "serif")),
        bold=rng.choice(("font", "stroke")),
        page_number=rng.choice(("plain", "dashes")),
        rotate_landscape=rng.random() < 0.5,
    )
    story = Story(rng, a, profile, agency, year).blocks()
    title = f"第二部分 {year}年度部门决算表"
    entries = [(1, f"第一部分 {agency}概况"), (1, title)]
    entries += [(2, f"{ordinal(i)}、{t.title}") for i, t in enumerate(made, start=1)]
    entries += [(b.level, b.text) for b in story if isinstance(b, Heading) and b.level < 3]
    entries.append((1, "第四部分 名词解释"))
    cover: tuple[Block, ...] = (
        Space(160),
        Line(agency, bold=True, size=24),
        Line(f"{year}年度部门决算", bold=True, size=24),
    )
    sections = [
        Section(cover, numbered=False),
        Section((Line("目 录", bold=True, size=18), Contents(tuple(entries), dotted=rng.random() < 0.6))),
        Section(tuple(final.first_part(profile, agency))),
    ]
    for i, table in enumerate(made):
        blocks = (Heading(1, title, "center"), table) if i == 0 else (table,)
        sections.append(Section(blocks, landscape=table.form not in _UPRIGHT))
    sections += [Section(tuple(story)), Section(tuple(final.terms()))]
    return Document(
        name=f"central-{seed}",
        meta=Meta("final_account", year, agency, region, None),
        style=style,
        sections=tuple(sections),
    )
