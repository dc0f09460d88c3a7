"""The Shanghai budget form as a whole document: all pages across, glossary before the tables."""

from __future__ import annotations

import random

from tests.typeset import codes, figures, profiles, shanghai_tables
from tests.typeset.builders import ordinal
from tests.typeset.figures import Figures
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
from tests.typeset.numbers import STEP_WAN, Format, percent, rounded
from tests.typeset.profiles import Profile
from tests.typeset.prose import REASONS_DOWN, REASONS_UP, Voice
from tests.typeset.shanghai_tables import Habit


def _item(rng: random.Random, number: int, f: Figures, code: str, year: int, voice: Voice) -> Paragraph:
    """One functional item: purpose, last year's execution, this year's plan, the change in percent only."""
    keep = figures.under(code)
    now, before = f.ledger.only(figures.fiscal).total(keep), f.prior.only(figures.fiscal).total(keep)
    names = (codes.functional(code[:3]), codes.functional(code[:5]), codes.functional(code))
    a, b = rounded(now, STEP_WAN), rounded(before, STEP_WAN)
    if a == b:
        move = f"与{year - 1}年预算执行数持平"
    else:
        share = percent(abs(a - b), b) if b else "100.00"
        reason = rng.choice(REASONS_UP if a > b else REASONS_DOWN)
        move = f"比{year - 1}年预算执行数{'增加' if a > b else '减少'}{share}%。主要原因是：{reason}"
    return Paragraph(
        f"{number}. “{names[0]}（类）{names[1]}（款）{names[2]}（项）”{voice.amount(now)}，"
        f"主要用于{names[2]}方面的开支。"
        f"{year - 1}年当年预算执行数为{voice.amount(before)}，{year}年预算安排{voice.amount(now)}，{move}。"
    )


def _explanation(rng: random.Random, f: Figures, agency: str, year: int, voice: Voice, whole: str) -> list[Block]:
    """The budget explanation with its list of functional items."""
    total, fiscal = f.ledger.total(), f.ledger.total(figures.fiscal)
    before = f.prior.total(figures.fiscal)
    voice = Voice(base=f"{year - 1}年预算")
    general, fund = f.ledger.total(figures.general), fiscal - f.ledger.total(figures.general)
    move = voice.change(fiscal, before, rng, reason=False)
    own = f.ledger.total(lambda e: e.fund == "business_income")
    other = f.ledger.total(lambda e: e.fund == "other_income")
    blocks: list[Block] = [
        Heading(1, f"{year}年{whole}预算编制说明", "center"),
        Paragraph(
            f"{year}年，{agency}收入预算{voice.amount(total)}，其中：财政拨款收入{voice.amount(fiscal)}，{move}；"
            f"事业收入{voice.amount(own)}；事业单位经营收入0.00万元；其他收入{voice.amount(other)}。"
        ),
        Paragraph(
            f"支出预算{voice.amount(total)}，其中：财政拨款支出预算{voice.amount(fiscal)}，{move}。"
            f"财政拨款支出预算中，一般公共预算拨款支出{voice.amount(general)}，"
            f"政府性基金和国有资本经营预算拨款支出{voice.amount(fund)}。"
        ),
        Paragraph("财政拨款支出主要内容如下："),
    ]
    for i, code in enumerate(f.ledger.only(figures.fiscal).functions(), start=1):
        blocks.append(_item(rng, i, f, code, year, voice))
    return blocks


def _others(rng: random.Random, f: Figures, agency: str, year: int, whole: str) -> list[Block]:
    """Other matters: three-public, running costs, procurement, performance, assets."""
    voice = Voice(base=f"{year - 1}年预算")
    now, before = f.ledger.only(figures.fiscal), f.prior.only(figures.fiscal)

    def item(number: str, name: str, *items: str) -> Paragraph:
        a, b = now.total(figures.spent_on(*items)), before.total(figures.spent_on(*items))
        return Paragraph(f"（{number}）{name}{voice.amount(a)}，{voice.change(a, b, rng)}。")

    everything = ("30212", "30217", "31013", "30231")
    a, b = now.total(figures.spent_on(*everything)), before.total(figures.spent_on(*everything))
    public = f.ledger.total(lambda e: e.nature == "public" and figures.general(e))
    goods, services = (rng.randint(1, 500) * STEP_WAN for _ in range(2))
    projects = [p for p in f.ledger.projects() if p.fund in figures.FISCAL]
    fen = sum(f.ledger.total(figures.of_project(p)) for p in projects)
    return [
        Heading(1, "其他相关情况说明", "center"),
        Heading(2, f"一、{year}年“三公”经费预算情况说明"),
        Paragraph(f"{year}年“三公”经费预算数为{voice.amount(a)}，{voice.change(a, b, rng, reason=False)}。其中："),
        item("一", "因公出国（境）费", "30212"),
        item("二", "公务用车购置及运行费", "31013", "30231"),
        item("三", "公务接待费", "30217"),
        Heading(2, "二、机关运行经费预算"),
        Paragraph(f"{year}年{agency}机关运行经费预算为{voice.amount(public)}。"),
        Heading(2, "三、政府采购预算情况"),
        Paragraph(
            f"{year}年度本{whole}政府采购预算{voice.amount(goods + services)}，其中：政府采购货物预算"
            f"{voice.amount(goods)}、政府采购工程预算0.00万元、政府采购服务预算{voice.amount(services)}。"
        ),
        Heading(2, "四、绩效目标设置情况"),
        Paragraph(f"{year}年度，本{whole}编报绩效目标的项目{len(projects)}个，涉及预算资金{voice.amount(fen)}。"),
        Heading(2, "五、国有资产占有使用情况"),
        Paragraph(
            f"截至{year - 1}年8月31日，{agency}共有一般公务用车{rng.randint(0, 4)}辆；"
            f"单价100万元（含）以上设备（不含车辆）{rng.randint(0, 2)}台（套）。"
        ),
    ]


def _brief(rng: random.Random, f: Figures, agency: str, year: int) -> list[Block]:
    """One page on a project, under fixed heads."""
    project = rng.choice(f.ledger.projects())
    fen = f.ledger.total(lambda e: e.project == project.name and e.fund == project.fund)
    heads = (
        ("项目概述", f"{project.name}面向辖区单位和居民，采用按季度验收、按进度付款的方式组织，全年分4个阶段推进。"),
        ("立项依据", f"依据区级{year}年度重点工作安排和行业管理要求提出，经集体研究后列入项目库。"),
        ("实施主体", f"由{agency}负责组织，承接单位通过公开方式确定。"),
        ("实施方案", "一季度完成方案论证和采购，二、三季度现场实施，四季度组织验收和满意度回访。"),
        ("实施周期", f"{year}年1月1日至{year}年12月31日。"),
        ("年度预算安排", f"{year}年安排项目预算{Voice().amount(fen)}。"),
        ("绩效目标", "验收合格率达到100%，服务对象满意度不低于90%。"),
    )
    blocks: list[Block] = [Heading(1, "项目经费情况说明", "center")]
    for i, (title, text) in enumerate(heads, start=1):
        blocks += [Heading(2, f"{ordinal(i)}、{title}"), Paragraph(text)]
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
    voice = Voice()
    sections = [
        Section(cover, landscape=True, numbered=False),
        Section((Line("目 录", size=18), Contents(tuple(entries), dotted=False)), landscape=True),
        *_opening(rng, profile, agency, whole),
        Section(tuple(_explanation(rng, f, agency, year, voice, whole)), landscape=True),
        *[Section((table,), landscape=True) for table in made],
        Section(tuple(_others(rng, f, agency, year, whole)), landscape=True),
        Section(tuple(_brief(rng, f, agency, year)), landscape=True),
    ]
    return Document(
        name=f"shanghai-{seed}",
        meta=Meta("budget", year, agency, region, None),
        style=style,
        sections=tuple(sections),
    )
