"""The Jiangsu budget form as a whole document: portrait, tables one after another on the same pages."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.typeset import codes, figures, jiangsu_tables, profiles, sections
from tests.typeset.builders import ordinal
from tests.typeset.figures import Ledger
from tests.typeset.jiangsu_tables import Habit
from tests.typeset.model import Block, Contents, Document, Heading, Line, Meta, Paragraph, Section, Space, Style
from tests.typeset.numbers import Format
from tests.typeset.profiles import Profile
from tests.typeset.prose import Move, draw, told
from tests.typeset.sections import Teller


class Story:
    """Part three."""

    def __init__(self, t: Teller) -> None:
        self.t, self.rng, self.f, self.agency, self.year, self.voice = t, t.rng, t.f, t.agency, t.year, t.voice

    def _moved(self, now: int, before: int) -> Move:
        return self.voice.moved(now, before, self.rng)

    def blocks(self) -> list[Block]:
        """All sections."""
        f, v, year, t = self.f, self.voice, self.year, self.t
        total, fiscal = f.ledger.total(), f.ledger.only(figures.fiscal)
        rest = total - fiscal.total()
        general = f.ledger.only(figures.general)
        basic, name = general.only(figures.basic), "一般公共预算基本支出预算"
        income = v.item("本年收入预算", "本年收入预算", total, verb="合计", tied=True)
        sources = [("一般公共预算收入", general.total(), None), ("其他资金", rest, None)]
        three = general.total(figures.spent_on(*sections.THREE_PUBLIC))
        trips = v.item("“三公”经费", "“三公”经费", three, printed=f"{year}年度“三公”经费支出预算", tied=True)
        found: list[Block] = [
            Heading(1, f"第三部分 {year}年度部门预算情况说明", "center"),
            Heading(2, "一、收支预算总体情况说明"),
            *self._total(total, fiscal.total(), rest),
            Heading(2, "二、收入预算情况说明"),
            *sections.parts(t, income, "本年收入预算", sources, whole=total),
            Heading(2, "三、财政拨款支出预算情况说明"),
            *self._functions(fiscal, f.prior.only(figures.fiscal)),
            Heading(2, "四、一般公共预算基本支出预算情况说明"),
            *sections.basic(t, basic, v.item(name, name, basic.total(), printed=f"{year}年度{name}", tied=True), name),
            Heading(2, "五、一般公共预算“三公”经费支出预算情况说明"),
            *sections.three_public(t, general, f.prior.only(figures.general), trips),
            Heading(2, "六、机关运行经费支出预算情况说明"),
            sections.operating(
                t, *(x.only(figures.general).total(figures.of_nature("public")) for x in (f.ledger, f.prior))
            ),
            Heading(2, "七、政府采购支出预算情况说明"),
            Paragraph(f"{year}年度政府采购支出预算分项金额见公开12表，采购方式按集中采购目录执行。"),
            Heading(2, "八、国有资产占用情况说明"),
            *sections.assets(t),
        ]
        return found

    def _total(self, total: int, fiscal: int, rest: int) -> list[Block]:
        v, f = self.voice, self.f
        moved = self._moved(total, f.prior.total())
        whole = v.item(
            "收入、支出预算",
            "收支预算",
            total,
            printed=f"{self.agency}{self.year}年度收入、支出预算",
            verb="总计",
            move=moved,
            tied=True,
        )
        found: list[Block] = [
            told(whole, "。其中："),
            told("（一）", v.item("收入预算", "收支预算", total, verb="总计", tied=True), "。包括："),
            told("1.", v.item("财政拨款收入预算", "收入预算", fiscal, verb="总计"), "。"),
            told("2.", v.item("其他资金收入预算", "收入预算", rest, verb="总计"), "。"),
            told("（二）", v.item("支出预算", "收支预算", total, verb="总计", tied=True), "。包括："),
        ]
        for i, code in enumerate(f.ledger.functions(3), start=1):
            now, before = f.ledger.total(figures.under(code)), f.prior.total(figures.under(code))
            name = codes.functional(code)
            item = v.item(name, "支出预算", now, printed=f"{name}（类）", move=self._moved(now, before), tied=True)
            found.append(told(f"{i}.", item, "。"))
        return found

    def _functions(self, now: Ledger, before: Ledger) -> list[Block]:
        v, name = self.voice, "财政拨款预算支出"
        found: list[Block] = [told(f"{self.year}年", v.item(name, name, now.total(), tied=True), "。其中：")]
        for i, code in enumerate(now.functions(3), start=1):
            found.append(Heading(3, f"（{ordinal(i)}）{codes.functional(code)}（类）"))
            for j, code7 in enumerate(now.only(figures.under(code)).functions(), start=1):
                a, b = now.total(figures.under(code7)), before.total(figures.under(code7))
                item = v.item(
                    codes.functional(code7),
                    name,
                    a,
                    printed=sections.names_of(code7, full=False),
                    verb="支出",
                    move=self._moved(a, b),
                    functional=code7,
                    tied=True,
                )
                found.append(told(f"{j}.", item, "。"))
        return found


def _first_part(rng: random.Random, profile: Profile, agency: str, year: int) -> list[Block]:
    tasks = (
        "抓好重点任务落实。把全年工作分解为38项清单，逐项明确责任科室和完成时限，每月调度一次，季度末通报结果。",
        "推进数字化改造。整合现有6个业务系统，统一身份认证和数据接口（API），年底前完成档案电子化。",
        "加强队伍建设。全年组织业务培训不少于12期，实行新进人员导师制，把考核结果与评先评优挂钩。",
        "改进作风。压缩会议和文件数量，推行“一线工作日”，把群众意见的办理情况向社会公布。",
    )
    found: list[Block] = [Heading(1, "第一部分 部门概况", "center"), Heading(2, "一、主要职能")]
    found += [Paragraph(f"（{ordinal(i)}）{text}") for i, text in enumerate(profile.duties, start=1)]
    found += [
        Heading(2, "二、部门机构设置和预算单位构成情况"),
        Paragraph(f"{agency}内设机构包括：{'、'.join(profile.offices)}。本部门没有下属单位。"),
        Heading(2, f"三、{year}年度部门主要工作任务及目标"),
    ]
    chosen = rng.sample(tasks, rng.randint(2, 4))
    found += [Paragraph(f"{i}.{text}") for i, text in enumerate(chosen, start=1)]
    return found


def _terms() -> list[Block]:
    return [
        Heading(1, "第四部分 名词解释", "center"),
        Paragraph("一、财政拨款：由一般公共预算和政府性基金预算安排的资金。"),
        Paragraph("二、其他资金：事业收入、经营收入和其他收入。"),
        Paragraph("三、单位预留机动经费：预算单位在年初留出、用于执行中增人增资等事项的经费。"),
        Paragraph("四、机关运行经费：各部门的公用经费，用于办公、印刷、邮电、差旅、会议、水电等日常开支。"),
    ]


def build(seed: int, *, landline: bool = False) -> Document:
    """A document of this family; it names no contact person, so `landline` changes nothing."""
    rng = random.Random(f"jiangsu-{seed}")
    profile, region, agency = profiles.pick(rng, "jiangsu")
    year = rng.choice((2021, 2022, 2023))
    f = figures.make(rng, profile, 1, split=False)
    # The form has no column for state capital, so there is none.
    f = replace(f, ledger=f.ledger.only(lambda e: not e.fund.startswith("state_capital")))
    habit = Habit(
        agency=agency,
        form=Format(thousands=rng.random() < 0.7),
        in_title=rng.random() < 0.6,
        bold_head=rng.random() < 0.7,
        size=rng.choice((9.0, 10.0, 10.5)),
        row_height=rng.choice((17.0, 19.0, 22.0)),
        repeat=rng.random() < 0.3,
        total=rng.choice(("合计", "合 计")),
        notes=rng.random() < 0.5,
        rng=rng,
    )
    across = rng.random() < 0.3
    made = jiangsu_tables.tables(f, habit)
    size = rng.choice((14.0, 15.0, 16.0))
    style = Style(
        body_size=size,
        leading=size * rng.choice((1.6, 1.8)),
        margin=rng.choice((72.0, 80.0)),
        table_margin=60.0,
        digits=rng.choice(("same", "serif")),
        bold=rng.choice(("font", "stroke", "twice")),
        page_number=rng.choice(("plain", "dashes")),
        rotate_landscape=rng.random() < 0.6,
    )
    story = Story(Teller(rng, draw(rng, year), f, agency, year, profile)).blocks()
    entries = [(1, "第一部分 部门概况"), (2, "一、主要职能"), (2, "二、部门机构设置和预算单位构成情况")]
    entries += [(1, f"第二部分 {year}年度部门预算表")]
    entries += [(2, f"{ordinal(i)}、{table.title}") for i, table in enumerate(made, start=1)]
    entries += [(1, f"第三部分 {year}年度部门预算情况说明"), (1, "第四部分 名词解释")]
    part = Heading(1, f"第二部分 {year}年度部门预算表", "center")
    cover = (Space(170), Line(agency, bold=True, size=26), Space(30), Line(f"{year}年部门预算", bold=True, size=26))
    first = tuple(_first_part(rng, profile, agency, year))
    listed = Section((Line("目 录", bold=True, size=18), Contents(tuple(entries), dotted=rng.random() < 0.5)))
    sections = [Section(cover, numbered=False), listed]
    if across:
        sections += [Section(first), Section((part, made[0]), landscape=True)]
        sections += [Section((table,), landscape=True) for table in made[1:]]
        sections.append(Section((*story, *_terms())))
    else:
        # One stream of pages: a table starts where the last one ends, the narrative follows the last table.
        spaced = [x for table in made for x in (table, Space(10))]
        sections.append(Section((*first, part, *spaced, *story, *_terms())))
    return Document(
        name=f"jiangsu-{seed}",
        meta=Meta("budget", year, agency, region, None),
        style=style,
        sections=tuple(sections),
    )
