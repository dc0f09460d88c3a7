"""The Shanghai budget form as a whole document: all pages across, glossary before the tables."""

from __future__ import annotations

import random

from tests.typeset import codes, figures, profiles, sections, shanghai_tables
from tests.typeset.builders import ordinal
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
from tests.typeset.numbers import Format, percent
from tests.typeset.profiles import Profile
from tests.typeset.prose import REASONS_DOWN, REASONS_UP, Bit, Move, count, draw, joined, told
from tests.typeset.sections import Teller
from tests.typeset.shanghai_tables import Habit


def _item(t: Teller, number: int, code: str) -> Paragraph:
    """One functional item: purpose, last year's execution, this year's plan, the change in percent only."""
    v, year, keep = t.voice, t.year, figures.under(code)
    now, before = (x.only(figures.fiscal).total(keep) for x in (t.f.ledger, t.f.prior))
    name = codes.functional(code)
    a, b = v.fen(now), v.fen(before)
    base = f"{year - 1}年预算执行数"
    if a == b:
        move = Move(f"与{base}持平", 0, None, "持平", None, "prior_executed", implied=True)
    else:
        up = a > b
        share = percent(abs(a - b), b) if b else "100.00"
        why = t.rng.choice(REASONS_UP if up else REASONS_DOWN)
        text = f"比{base}{'增加' if up else '减少'}{share}%。主要原因是：{why}"
        move = Move(text, None, share, "增加" if up else "减少", why, "prior_executed")
    metric = "财政拨款支出"
    printed = f"{number}. {sections.names_of(code, quoted=True)}"
    planned = v.item(name, metric, now, printed=printed, functional=code, tied=True)
    # The plan is named twice in the paragraph; it is one claim, with the move of the second mention.
    planned = Bit(planned.text, (move.onto(planned.claims[0]),))
    executed = v.item(name, metric, before, printed=f"{year - 1}年当年预算执行数", verb="为", functional=code)
    again = f"，{year}年预算安排{v.amount(now)}，{move.text}。"
    return told(planned, f"，主要用于{name}方面的开支。", executed, again)


def _explanation(t: Teller, whole: str) -> list[Block]:
    """The budget explanation with its list of functional items."""
    f, v, year = t.f, t.voice, t.year
    total, fiscal = f.ledger.total(), f.ledger.total(figures.fiscal)
    move = v.inline.moved(fiscal, f.prior.total(figures.fiscal), t.rng, reason=False)
    general = f.ledger.total(figures.general)
    own = f.ledger.total(lambda e: e.fund == "business_income")
    other = f.ledger.total(lambda e: e.fund == "other_income")
    income = [
        v.item("财政拨款收入", "收入预算", fiscal, move=move, tied=True),
        v.item("事业收入", "收入预算", own, tied=True),
        v.item("事业单位经营收入", "收入预算", 0),
        v.item("其他收入", "收入预算", other, tied=True),
    ]
    blocks: list[Block] = [
        Heading(1, f"{year}年{whole}预算编制说明", "center"),
        told(
            f"{year}年，{t.agency}",
            v.item("收入预算", "收入预算", total, tied=True),
            "，其中：",
            joined("；", income),
            "。",
        ),
        told(
            v.item("支出预算", "支出预算", total, tied=True),
            "，其中：",
            v.item("财政拨款支出预算", "支出预算", fiscal, move=move, tied=True),
            "。财政拨款支出预算中，",
            v.item("一般公共预算拨款支出", "财政拨款支出预算", general, tied=True),
            "，",
            v.item("政府性基金和国有资本经营预算拨款支出", "财政拨款支出预算", fiscal - general),
            "。",
        ),
        Paragraph("财政拨款支出主要内容如下："),
    ]
    for i, code in enumerate(f.ledger.only(figures.fiscal).functions(), start=1):
        blocks.append(_item(t, i, code))
    return blocks


def _others(t: Teller, whole: str) -> list[Block]:
    """Other matters: three-public, running costs, procurement, performance, assets."""
    f, v, rng, year, agency = t.f, t.voice, t.rng, t.year, t.agency
    now, before = f.ledger.only(figures.fiscal), f.prior.only(figures.fiscal)
    name = "“三公”经费"

    def item(number: str, label: str, *items: str) -> Paragraph:
        a, b = now.total(figures.spent_on(*items)), before.total(figures.spent_on(*items))
        return told(f"（{number}）", v.item(label, name, a, move=v.moved(a, b, rng)), "。")

    a, b = now.total(figures.spent_on(*sections.THREE_PUBLIC)), before.total(figures.spent_on(*sections.THREE_PUBLIC))
    public = f.ledger.total(lambda e: e.nature == "public" and figures.general(e))
    projects = [p for p in f.ledger.projects() if p.fund in figures.FISCAL]
    fen = sum(f.ledger.total(figures.of_project(p)) for p in projects)
    move = v.inline.moved(a, b, rng, reason=False)
    three = v.item(name, name, a, printed=f"{year}年{name}预算数", verb="为", move=move, tied=True)
    office = v.item("机关运行经费", "机关运行经费", public, printed=f"{year}年{agency}机关运行经费预算", verb="为")
    cars = count("一般公务用车", rng.randint(0, 4), "辆")
    machines = count(
        "单价100万元（含）以上设备", rng.randint(0, 2), "台（套）", printed="单价100万元（含）以上设备（不含车辆）"
    )
    return [
        Heading(1, "其他相关情况说明", "center"),
        Heading(2, f"一、{year}年“三公”经费预算情况说明"),
        told(three, "。其中："),
        item("一", "因公出国（境）费", "30212"),
        item("二", "公务用车购置及运行费", "31013", "30231"),
        item("三", "公务接待费", "30217"),
        Heading(2, "二、机关运行经费预算"),
        told(office, "。"),
        Heading(2, "三、政府采购预算情况"),
        *sections.procurement(t),
        Heading(2, "四、绩效目标设置情况"),
        sections.goals(t, len(projects), fen, overall=False),
        Heading(2, "五、国有资产占有使用情况"),
        told(f"截至{year - 1}年8月31日，{agency}共有", cars, "；", machines, "。"),
    ]


def _brief(t: Teller) -> list[Block]:
    """One page on a project, under fixed heads."""
    project, year = t.rng.choice(t.f.ledger.projects()), t.year
    fen = t.f.ledger.total(lambda e: e.project == project.name and e.fund == project.fund)
    planned = t.voice.item("项目预算", project.name, fen, printed=f"{year}年安排项目预算")
    heads: tuple[tuple[str, str | Bit], ...] = (
        ("项目概述", f"{project.name}面向辖区单位和居民，采用按季度验收、按进度付款的方式组织，全年分4个阶段推进。"),
        ("立项依据", f"依据区级{year}年度重点工作安排和行业管理要求提出，经集体研究后列入项目库。"),
        ("实施主体", f"由{t.agency}负责组织，承接单位通过公开方式确定。"),
        ("实施方案", "一季度完成方案论证和采购，二、三季度现场实施，四季度组织验收和满意度回访。"),
        ("实施周期", f"{year}年1月1日至{year}年12月31日。"),
        ("年度预算安排", planned + "。"),
        ("绩效目标", "验收合格率达到100%，服务对象满意度不低于90%。"),
    )
    blocks: list[Block] = [Heading(1, "项目经费情况说明", "center")]
    for i, (title, text) in enumerate(heads, start=1):
        blocks += [Heading(2, f"{ordinal(i)}、{title}"), told(text)]
    return blocks


def _opening(rng: random.Random, profile: Profile, agency: str, whole: str) -> list[Section]:
    """Duties, offices, glossary: a page each."""
    listed = "、".join(profile.offices)
    duties: list[Block] = [Heading(1, f"{agency}主要职能", "center"), Paragraph("主要职能包括：")]
    duties += [Paragraph(f"{i}.{text}") for i, text in enumerate(profile.duties, start=1)]
    terms = (
        f"基本支出预算：本{whole}为保证日常运转和完成日常任务编制的年度支出计划，分为人员经费和公用经费。",
        f"项目支出预算：本{whole}为特定任务在基本支出以外编制的年度支出计划。",
        (
            "“三公”经费：使用财政拨款安排的因公出国（境）费、公务用车购置及运行费、公务接待费。"
            "公务用车运行费用于车辆的燃料（含LNG）、维修、保险和过路过桥。"
        ),
        "机关运行经费：行政单位和参照公务员法管理的事业单位用一般公共预算安排的日常公用经费。",
    )
    return [
        Section(tuple(duties), landscape=True),
        Section(
            (
                Heading(1, f"{agency}机构设置", "center"),
                Paragraph(f"{agency}设{len(profile.offices)}个内设机构，包括：{listed}。"),
            ),
            landscape=True,
        ),
        Section(
            (
                Heading(1, "名词解释", "center"),
                *[Paragraph(f"（{ordinal(i)}）{text}") for i, text in enumerate(terms, start=1)],
            ),
            landscape=True,
        ),
    ]


def build(seed: int, *, landline: bool = False) -> Document:
    """A document of this family; it names no contact person, so `landline` changes nothing."""
    rng = random.Random(f"shanghai-{seed}")
    profile, region, agency = profiles.pick(rng, "shanghai")
    year = rng.choice((2023, 2024, 2025, 2026))
    f = figures.make(rng, profile, 100, split=False)
    whole = "单位" if profile.institution else "部门"
    prefix = f"{year}年预算单位" if profile.institution else f"{year}年部门"
    habit = Habit(
        agency=agency,
        prefix=prefix,
        label=f"编制{whole}",
        form=Format(
            unit="元",
            decimals=rng.choice((0, 0, 2)),
            thousands=rng.random() < 0.85,
            zero=rng.choice(("blank", "blank", "0")),
        ),
        split_summary=rng.random() < 0.5,
        row_height=rng.choice((20.0, 24.0, 27.0)),
        size=rng.choice((10.0, 10.5, 11.0)),
        repeat=rng.choice((0.0, 0.5, 1.0)),
        rng=rng,
    )
    made = shanghai_tables.tables(f, habit)
    size = rng.choice((10.5, 12.0, 14.0))
    style = Style(
        body_size=size,
        leading=size * rng.choice((1.3, 1.6, 1.9)),
        margin=60.0,
        table_margin=rng.choice((50.0, 56.0, 70.0)),
        digits=rng.choice(("same", "same", "serif")),
        bold=rng.choice(("font", "twice")),
        page_number=rng.choice(("none", "plain")),
        rotate_landscape=rng.random() < 0.3,
    )
    entries = [(1, f"一、{whole}主要职能"), (1, f"二、{whole}机构设置"), (1, "三、名词解释")]
    entries += [(1, f"四、{whole}预算编制说明"), (1, f"五、{whole}预算表")]
    entries += [(2, f"{i}. {t.title}") for i, t in enumerate(made, start=1)]
    entries += [(1, "六、其他相关情况说明")]
    cover: tuple[Block, ...] = (
        Space(130),
        Line(f"{agency}{year}年{whole}预算", bold=True, size=26),
        Space(40),
        Line(f"预算{'单位' if profile.institution else '主管部门'}：{agency}", size=16),
    )
    t = Teller(rng, draw(rng, year), f, agency, year, profile)
    sections = [
        Section(cover, landscape=True, numbered=False),
        Section((Line("目 录", size=18), Contents(tuple(entries), dotted=False)), landscape=True),
        *_opening(rng, profile, agency, whole),
        Section(tuple(_explanation(t, whole)), landscape=True),
        *[Section((table,), landscape=True) for table in made],
        Section(tuple(_others(t, whole)), landscape=True),
        Section(tuple(_brief(t)), landscape=True),
    ]
    return Document(
        name=f"shanghai-{seed}",
        meta=Meta("budget", year, agency, region, None),
        style=style,
        sections=tuple(sections),
    )
