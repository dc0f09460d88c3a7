"""The final account as a whole document: nine tables, narrative against the initial budget."""

from __future__ import annotations

import random

from tests.typeset import codes, figures, final_figures, final_tables, profiles
from tests.typeset.builders import ordinal
from tests.typeset.final_figures import Account
from tests.typeset.final_habit import SOURCES, Habit, starts
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
from tests.typeset.numbers import STEP_WAN, Format, percent, rounded, wan
from tests.typeset.profiles import Profile
from tests.typeset.prose import REASONS_DOWN, REASONS_UP, Voice


class Story:
    """Part three: how the year went, section by section."""

    def __init__(self, rng: random.Random, a: Account, profile: Profile, agency: str, year: int) -> None:
        self.rng, self.a, self.profile, self.agency, self.year = rng, a, profile, agency, year
        self.voice = Voice(base=f"{year - 1}年度", because="主要原因：")

    def blocks(self) -> list[Block]:
        """All sections."""
        parts = (
            ("收入支出决算总体情况说明", self._total),
            ("收入决算情况说明", self._income),
            ("支出决算情况说明", self._spending),
            ("财政拨款收入支出决算总体情况说明", self._fiscal),
            ("一般公共预算财政拨款支出决算情况说明", self._general),
            ("一般公共预算财政拨款基本支出决算情况说明", self._basic),
            ("财政拨款“三公”经费支出决算情况说明", self._three_public),
            ("政府性基金预算财政拨款收入支出决算情况说明", lambda: self._other("government_fund", "政府性基金预算")),
            ("国有资本经营预算财政拨款收入支出决算情况说明", lambda: self._other("state_capital", "国有资本经营预算")),
            ("其他重要事项情况说明", self._rest),
        )
        found: list[Block] = [Heading(1, f"第三部分 {self.agency}{self.year}年度部门决算情况说明", "center")]
        for i, (title, write) in enumerate(parts, start=1):
            found.append(Heading(2, f"{ordinal(i)}、{title}"))
            found += write()
        return found

    def _amount(self, fen: int) -> str:
        return self.voice.amount(fen)

    def _against_last_year(self, what: str, now: int) -> str:
        before = int(now * self.rng.uniform(0.85, 1.2))
        return (
            f"与{self.year - 1}年度相比，{what}{self.voice.change(now, before, self.rng)[len(self.voice.base) + 1 :]}。"
        )

    def _total(self) -> list[Block]:
        total = self.a.received.total() + sum(self.a.opening.values())
        return [
            Paragraph(
                f"{self.agency}{self.year}年度收入支出总计{self._amount(total)}。"
                f"{self._against_last_year('收入支出总计', total)}"
            )
        ]

    def _income(self) -> list[Block]:
        whole = self.a.received.total()
        parts = [("财政拨款收入", self.a.received.total(figures.fiscal))]
        parts += [(name, self.a.received.total(starts(fund))) for name, fund in SOURCES]
        text = "；".join(f"{name}{self._amount(fen)}，占{percent(fen, whole)}%" for name, fen in parts if fen)
        return [Paragraph(f"本年收入合计{self._amount(whole)}，其中：{text}。")]

    def _spending(self) -> list[Block]:
        whole = self.a.spent.total()
        basic, project = self.a.spent.total(figures.basic), self.a.spent.total(figures.project)
        return [
            Paragraph(
                f"本年支出合计{self._amount(whole)}，其中：基本支出{self._amount(basic)}，占{percent(basic, whole)}%；"
                f"项目支出{self._amount(project)}，占{percent(project, whole)}%。"
            )
        ]

    def _fiscal(self) -> list[Block]:
        total = self.a.received.total(figures.fiscal)
        total += sum(fen for fund, fen in self.a.opening.items() if fund in figures.FISCAL)
        return [
            Paragraph(
                f"{self.agency}{self.year}年度财政拨款收入支出总计{self._amount(total)}。"
                f"{self._against_last_year('财政拨款收入支出总计', total)}"
            )
        ]

    def _general(self) -> list[Block]:
        spent, planned = self.a.spent.only(figures.general), self.a.planned.only(figures.general)
        whole = spent.total()
        parts = "；".join(
            f"{codes.functional(c)}（类）{self._amount(spent.total(figures.under(c)))}，"
            f"占{percent(spent.total(figures.under(c)), whole)}%"
            for c in spent.functions(3)
        )
        found: list[Block] = [
            Heading(3, "（一）一般公共预算财政拨款支出决算总体情况"),
            Paragraph(
                f"一般公共预算财政拨款支出{self._amount(whole)}，占本年支出合计的"
                f"{percent(whole, self.a.spent.total())}%。{self._against_last_year('一般公共预算财政拨款支出', whole)}"
            ),
            Heading(3, "（二）一般公共预算财政拨款支出决算结构情况"),
            Paragraph(f"一般公共预算财政拨款支出{self._amount(whole)}，分布在以下方面：{parts}。"),
            Heading(3, "（三）一般公共预算财政拨款支出决算具体情况"),
            Paragraph(f"年初预算为{self._amount(planned.total())}，支出决算为{self._amount(whole)}。其中："),
        ]
        for i, code in enumerate(spent.functions(), start=1):
            found.append(self._function(i, code, spent, planned))
        return found

    def _function(self, number: int, code: str, spent: figures.Ledger, planned: figures.Ledger) -> Paragraph:
        now, plan = spent.total(figures.under(code)), planned.total(figures.under(code))
        names = (codes.functional(code[:3]), codes.functional(code[:5]), codes.functional(code))
        a, b = rounded(now, STEP_WAN), rounded(plan, STEP_WAN)
        done = f"，完成年初预算的{percent(a, b)}%" if b else ""
        if a == b:
            reason = "决算数与预算数持平"
        else:
            word = "大于" if a > b else "小于"
            reason = f"决算数{word}预算数的主要原因：{self.rng.choice(REASONS_UP if a > b else REASONS_DOWN)}"
        return Paragraph(
            f"{number}、{names[0]}（类）{names[1]}（款）{names[2]}（项）。年初预算为{self._amount(plan)}，"
            f"支出决算为{self._amount(now)}{done}。{reason}。"
        )

    def _basic(self) -> list[Block]:
        ledger = self.a.spent.only(figures.both(figures.general, figures.basic))
        people, public = ledger.only(figures.spent_on("301", "303")), ledger.only(lambda e: e.nature == "public")

        def names(part: figures.Ledger) -> str:
            return "、".join(codes.economic(c) for c in part.economics())

        return [
            Paragraph(
                f"一般公共预算财政拨款基本支出{self._amount(ledger.total())}。其中：人员经费{self._amount(people.total())}，"
                f"主要包括：{names(people)}；公用经费{self._amount(public.total())}，主要包括：{names(public)}。"
            )
        ]

    def _three_public(self) -> list[Block]:
        spent, planned = self.a.spent.only(figures.fiscal), self.a.planned.only(figures.fiscal)

        def item(name: str, *items: str) -> str:
            now, plan = spent.total(figures.spent_on(*items)), planned.total(figures.spent_on(*items))
            share = percent(rounded(now, STEP_WAN), rounded(plan, STEP_WAN))
            return f"{name}支出决算为{self._amount(now)}，完成预算的{share}%"

        everything = ("30212", "30217", "31013", "30231")
        plan = planned.total(figures.spent_on(*everything))
        batches, people = self.rng.randint(0, 30), self.rng.randint(0, 260)
        return [
            Heading(3, "（一）“三公”经费财政拨款支出决算总体情况"),
            Paragraph(
                f"“三公”经费年初预算为{self._amount(plan)}，{item('', *everything)}，其中："
                f"{item('因公出国（境）费', '30212')}；{item('公务用车购置及运行费', '31013', '30231')}；"
                f"{item('公务接待费', '30217')}。"
            ),
            Heading(3, "（二）“三公”经费财政拨款支出决算具体情况"),
            Paragraph(
                f"全年因公出国（境）团组0个，累计0人次。年末公务用车保有量{self.rng.randint(0, 6)}辆。"
                f"国内公务接待{batches}批次、{people if batches else 0}人次。"
            ),
        ]

    def _other(self, fund: str, name: str) -> list[Block]:
        spent = self.a.spent.total(starts(fund))
        if not spent:
            return [Paragraph(f"{self.agency}{self.year}年度没有{name}财政拨款收入和支出，相应表格为空表。")]
        held = self.a.opening.get(f"{fund}_own", 0)
        got = self.a.received.total(starts(fund))
        return [
            Paragraph(
                f"{name}财政拨款年初结转和结余{self._amount(held)}，本年收入{self._amount(got)}，"
                f"本年支出{self._amount(spent)}，年末结转和结余{self._amount(held + got - spent)}。"
            )
        ]

    def _rest(self) -> list[Block]:
        public = self.a.spent.total(lambda e: e.nature == "public" and figures.general(e))
        goods, services = (self.rng.randint(1, 900) * STEP_WAN for _ in range(2))
        share = percent(services, goods + services)
        return [
            Heading(3, "（一）机关运行经费支出情况"),
            Paragraph(
                f"机关运行经费支出{self._amount(public)}，{self.voice.change(public, int(public * 0.97), self.rng)}。"
            ),
            Heading(3, "（二）政府采购支出情况"),
            Paragraph(
                f"政府采购支出总额{self._amount(goods + services)}，其中：政府采购货物支出{self._amount(goods)}、"
                f"政府采购工程支出{wan(0)}万元、政府采购服务支出{self._amount(services)}；"
                f"授予中小企业合同金额{self._amount(services)}，占政府采购支出总额的{share}%。"
            ),
            Heading(3, "（三）国有资产占有使用情况"),
            Paragraph(
                f"截至{self.year}年12月31日，{self.agency}共有车辆{self.rng.randint(0, 6)}辆，"
                "单价100万元（含）以上设备（不含车辆）0台（套）。"
            ),
        ]


def _first_part(profile: Profile, agency: str) -> list[Block]:
    found: list[Block] = [Heading(1, f"第一部分 {agency}概况", "center"), Heading(2, "一、主要职能")]
    found += [Paragraph(f"（{ordinal(i)}）{text}") for i, text in enumerate(profile.duties, start=1)]
    found += [
        Heading(2, "二、部门决算单位构成"),
        Paragraph(f"{agency}部门决算只包括{agency}（本级），没有所属预算单位。"),
    ]
    return found


def _terms() -> list[Block]:
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
        Section(tuple(_first_part(profile, agency))),
    ]
    part = Heading(1, f"第二部分 {agency}{year}年度部门决算表", "center")
    for i, table in enumerate(made):
        sections.append(Section((part, table) if i == 0 else (table,), landscape=table.form not in upright))
    sections.append(Section(tuple(story)))
    sections.append(Section(tuple(_terms())))
    return Document(
        name=f"final-{seed}",
        meta=Meta("final_account", year, agency, region, None),
        style=style,
        sections=tuple(sections),
    )
