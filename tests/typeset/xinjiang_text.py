"""Narrative of the Xinjiang budget form: its sections in the project's own words."""

from __future__ import annotations

import random

from tests.typeset import codes, figures, sections
from tests.typeset.builders import ordinal
from tests.typeset.figures import Figures, Ledger, both
from tests.typeset.model import Block, Heading, Paragraph
from tests.typeset.profiles import Profile
from tests.typeset.prose import Voice, joined, listed, nil, told
from tests.typeset.sections import Teller

USES = ("在职人员工资、津补贴和日常运转", "养老保险、职业年金等缴费", "职工医疗保险缴费", "住房公积金缴存")
FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "单位资金", "上年结转结余")


def about(t: Teller) -> list[Block]:
    """Part one: duties, offices and people."""
    duties = list(t.profile.duties)
    if t.maybe():
        duties = [f"（{ordinal(i)}）{text}" for i, text in enumerate(duties, start=1)]
    return [
        Heading(1, f"第一部分 {t.agency}概况", "center"),
        Heading(2, "一、主要职能"),
        *[Paragraph(text) for text in duties],
        Heading(2, "二、机构设置及人员情况"),
        sections.offices(t),
        sections.staff(t, retirees_count=True),
    ]


class Story:
    """Part three of one document, section by section."""

    def __init__(self, rng: random.Random, f: Figures, profile: Profile, agency: str, year: int, voice: Voice) -> None:
        self.t = Teller(rng, voice, f, agency, year, profile)
        self.rng, self.profile, self.agency, self.year, self.voice = rng, profile, agency, year, voice
        self.now, self.before = f.ledger, f.prior
        current = both(figures.fiscal, lambda e: e.origin == "current_year")
        self.fiscal, self.fiscal_before = f.ledger.only(current), f.prior.only(current)
        self.general, self.general_before = self.fiscal.only(figures.general), self.fiscal_before.only(figures.general)

    def blocks(self) -> list[Block]:
        """All sections."""
        found: list[Block] = [Heading(1, f"第三部分 {self.year}年部门预算情况说明", "center")]
        parts = (
            ("收支预算情况的总体说明", self._total),
            ("收入预算情况说明", self._income),
            ("支出预算情况说明", self._spending),
            ("财政拨款收支预算情况的总体说明", self._fiscal),
            ("一般公共预算当年拨款情况说明", self._general),
            ("一般公共预算基本支出情况说明", self._basic),
            ("一般公共预算项目支出情况说明", self._projects),
            ("政府性基金预算拨款情况说明", lambda: self._other("government_fund", "政府性基金预算")),
            ("国有资本经营预算拨款情况说明", lambda: self._other("state_capital", "国有资本经营预算")),
            ("财政拨款“三公”经费预算情况说明", self._three_public),
            ("上年结转结余预算情况说明", self._carryover),
        )
        for i, (title, write) in enumerate(parts, start=1):
            found.append(Heading(2, f"{ordinal(i)}、关于{self.agency}{self.year}年{title}"))
            found += write()
        return found

    def _total(self) -> list[Block]:
        funds = self._fund_totals(self.now)
        return [
            told(
                f"{self.agency}{self.year}年全部收入和支出都编入部门预算，",
                sections.total(self.t, self.now.total()),
                "。",
            ),
            Paragraph(f"收入预算包括：{listed([name for name, fen in funds if fen])}。"),
            Paragraph(f"支出预算包括：{listed([codes.functional(c) for c in self.now.functions(3)])}。"),
        ]

    def _fund_totals(self, ledger: Ledger) -> list[tuple[str, int]]:
        def total(*names: str) -> int:
            return ledger.total(lambda e: e.fund.startswith(names) and e.origin == "current_year")

        fens = (
            total("general_public"),
            total("government_fund"),
            total("state_capital"),
            total("other_income", "business_income"),
            ledger.total(lambda e: e.origin == "carried_over"),
        )
        return list(zip(FUNDS, fens, strict=True))

    def _income(self) -> list[Block]:
        whole, old = self.now.total(), dict(self._fund_totals(self.before))
        opening = self.voice.item(
            "部门收入预算", "部门收入预算", whole, printed=f"{self.agency}{self.year}年部门收入预算", tied=True
        )
        items = [(name, fen, old[name]) for name, fen in self._fund_totals(self.now)]
        return list(sections.parts(self.t, opening, "部门收入预算", items, whole=whole))

    def _spending(self) -> list[Block]:
        whole = self.now.total()
        opening = self.voice.item(
            "支出预算", "部门支出预算", whole, printed=f"{self.agency}{self.year}年支出预算", tied=True
        )
        items = [
            (name, self.now.total(keep), self.before.total(keep))
            for name, keep in (("基本支出", figures.basic), ("项目支出", figures.project))
        ]
        return list(sections.parts(self.t, opening, "部门支出预算", items, whole=whole))

    def _fiscal(self) -> list[Block]:
        v = self.voice
        total = v.item(
            "财政拨款收支总预算",
            "财政拨款收支总预算",
            self.fiscal.total(),
            printed=f"{self.agency}{self.year}年财政拨款收支总预算",
            tied=True,
        )
        uses = [
            v.item(codes.functional(c), "财政拨款支出", self.fiscal.total(figures.under(c)), tied=True)
            + f"，主要用于{USES[i % 4]}"
            for i, c in enumerate(self.fiscal.functions(3))
        ]
        income = v.item("一般公共预算拨款", "财政拨款收入", self.general.total())
        return [
            told(total, "。"),
            told(self.rng.choice(("财政拨款收入中，", "收入预算包括：")), income, "。"),
            told("支出预算包括：", joined("；", uses), "。"),
        ]

    def _general(self) -> list[Block]:
        now, before = self.general, self.general_before
        name = "一般公共预算拨款"
        opening = self.voice.item(
            name, name, now.total(), printed=f"{self.agency}{self.year}年{name}", verb="合计", tied=True
        )
        items = [
            (label, now.total(test), before.total(test))
            for label, test in (("基本支出", figures.basic), ("项目支出", figures.project))
        ]
        return [
            Heading(3, "（一）一般公共预算当年拨款规模变化情况"),
            *sections.parts(self.t, opening, name, items),
            Heading(3, "（二）一般公共预算当年拨款结构情况"),
            *sections.structure(self.t, now, f"{name}结构"),
            Heading(3, "（三）一般公共预算当年拨款具体使用情况"),
            *sections.functions(self.t, now, before, f"{name}具体使用"),
        ]

    def _basic(self) -> list[Block]:
        now, name = self.general.only(figures.basic), "一般公共预算基本支出"
        opening = self.voice.item(name, name, now.total(), printed=f"{self.agency}{self.year}年{name}", tied=True)
        return list(sections.basic(self.t, now, opening, name))

    def _projects(self) -> list[Block]:
        part = self.general.only(figures.project)
        if not part.entries:
            text = f"{self.agency}{self.year}年没有使用一般公共预算安排的项目支出，一般公共预算项目支出情况表为空表。"
            return [told(nil(text, "一般公共预算项目支出"))]
        found: list[Block] = []
        for i, p in enumerate(part.projects(), start=1):
            fen = part.total(figures.of_project(p))
            source = "上级转移支付" if p.fund.endswith("transfer") else "本级财力"
            size = self.voice.item(p.name, "一般公共预算项目支出", fen, printed="预算安排规模：")
            found.append(
                told(
                    f"{i}.项目名称：{p.name}；",
                    size,
                    f"；资金来源：{source}；承办科室：{self.rng.choice(self.profile.offices)}；"
                    "支付安排：分两批支付，于12月20日前完成验收。",
                )
            )
        return found

    def _other(self, fund: str, name: str) -> list[Block]:
        now = self.fiscal.total(lambda e: e.fund.startswith(fund))
        if not now:
            text = f"{self.agency}{self.year}年没有使用{name}拨款安排的支出，{name}支出情况表为空表。"
            return [told(nil(text, f"{name}拨款"))]
        before = self.fiscal_before.total(lambda e: e.fund.startswith(fund))
        return [
            told(
                self.voice.item(
                    f"{name}支出",
                    f"{name}支出",
                    now,
                    printed=f"{self.agency}{self.year}年{name}支出",
                    move=self.voice.moved(now, before, self.rng),
                    tied=True,
                ),
                "。",
            )
        ]

    def _three_public(self) -> list[Block]:
        fen = self.fiscal.total(figures.spent_on(*sections.THREE_PUBLIC))
        opening = self.voice.item(
            "“三公”经费",
            "“三公”经费",
            fen,
            printed=f"{self.agency}{self.year}年财政拨款“三公”经费预算数",
            verb="为",
            tied=True,
        )
        return list(sections.three_public(self.t, self.fiscal, self.fiscal_before, opening))

    def _carryover(self) -> list[Block]:
        fen = self.now.total(lambda e: e.origin == "carried_over")
        if not fen:
            text = f"{self.agency}{self.year}年没有使用上年结转结余安排的支出，上年结转结余情况明细表为空表。"
            return [told(nil(text, "上年结转结余"))]
        item = self.voice.item(
            "上年结转结余", "上年结转结余", fen, printed=f"{self.agency}{self.year}年上年结转结余安排支出"
        )
        return [told(item, "，全部为项目支出。")]


def other_matters(t: Teller) -> list[Block]:
    """Section twelve up to the performance targets."""
    public = lambda e: e.nature == "public" and figures.general(e)  # noqa: E731
    fiscal = [p for p in t.f.ledger.projects() if p.fund in figures.FISCAL]
    fen = sum(t.f.ledger.total(figures.of_project(p)) for p in fiscal)
    return [
        Heading(2, "十二、其他重要事项的情况说明"),
        Heading(3, "（一）机关运行经费情况"),
        sections.operating(t, t.f.ledger.total(public), t.f.prior.total(public)),
        Heading(3, "（二）政府采购情况"),
        *sections.procurement(t),
        Heading(3, "（三）国有资产占用使用情况"),
        *sections.assets(t),
        Heading(3, "（四）预算绩效情况"),
        sections.goals(t, len(fiscal), fen, overall=True),
        Paragraph("具体情况见下表（按项目分别填报）："),
    ]


def glossary() -> list[Block]:
    """Part four."""
    return [
        Heading(1, "第四部分 名词解释", "center"),
        Paragraph("一、财政拨款：由本级财政通过一般公共预算、政府性基金预算和国有资本经营预算安排给部门的资金。"),
        Paragraph("二、单位资金：部门除财政拨款和财政专户资金以外取得的收入，例如事业收入和其他收入。"),
        Paragraph("三、基本支出：维持机构运转所需的人员经费和公用经费。"),
        Paragraph("四、项目支出：为完成某项专门任务，在基本支出以外另行安排的支出。"),
        Paragraph(
            "五、“三公”经费：因公出国（境）费、公务用车购置及运行费、公务接待费三项费用的合称。"
            "其中，公务用车运行费包含燃油（含CNG）、维修、ETC通行和保险等开支。"
        ),
    ]
