"""Narrative of the Xinjiang budget form: its sections in the project's own words."""

from __future__ import annotations

import random

from tests.typeset import codes, figures
from tests.typeset.builders import ordinal
from tests.typeset.figures import Figures, Ledger, both
from tests.typeset.model import Block, Heading, Paragraph
from tests.typeset.numbers import STEP_WAN, percent, rounded
from tests.typeset.profiles import Profile
from tests.typeset.prose import Voice, listed


def about(rng: random.Random, f: Figures, profile: Profile, agency: str) -> list[Block]:
    """Part one: duties, offices and people."""
    s = f.staff
    duties = list(profile.duties)
    if rng.random() < 0.5:
        duties = [f"（{ordinal(i)}）{text}" for i, text in enumerate(duties, start=1)]

    def moved(n: int) -> str:
        return f"增加{n}人" if n >= 0 else f"减少{-n}人"

    return [
        Heading(1, f"第一部分 {agency}概况", "center"),
        Heading(2, "一、主要职能"),
        *[Paragraph(text) for text in duties],
        Heading(2, "二、机构设置及人员情况"),
        Paragraph(f"{agency}无下属预算单位，内设{len(profile.offices)}个科室，分别是：{listed(profile.offices)}。"),
        Paragraph(
            f"{agency}编制数{s.quota}，实有人数{s.active + s.retired}人，其中：在职{s.active}人，"
            f"{moved(s.active_change)}；"
            f"退休{s.retired}人，{moved(s.retired_change)}；离休0人，增加0人。"
        ),
    ]


class Story:
    """Part three of one document, section by section."""

    def __init__(self, rng: random.Random, f: Figures, profile: Profile, agency: str, year: int, voice: Voice) -> None:
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
        v = self.voice
        funds = self._fund_totals(self.now)
        return [
            Paragraph(
                f"{self.agency}{self.year}年全部收入和支出都编入部门预算，收支总预算{v.amount(self.now.total())}。"
            ),
            Paragraph(f"收入预算包括：{listed([name for name, fen in funds if fen])}。"),
            Paragraph(f"支出预算包括：{listed([codes.functional(c) for c in self.now.functions(3)])}。"),
        ]

    def _fund_totals(self, ledger: Ledger) -> list[tuple[str, int]]:
        def total(*names: str) -> int:
            return ledger.total(lambda e: e.fund.startswith(names) and e.origin == "current_year")

        return [
            ("一般公共预算", total("general_public")),
            ("政府性基金预算", total("government_fund")),
            ("国有资本经营预算", total("state_capital")),
            ("单位资金", total("other_income", "business_income")),
            ("上年结转结余", ledger.total(lambda e: e.origin == "carried_over")),
        ]

    def _item(self, name: str, now: int, before: int, whole: int | None) -> Paragraph:
        v = self.voice
        if not rounded(now, STEP_WAN) and not rounded(before, STEP_WAN):
            return Paragraph(f"{name}未安排。")
        share = f"占{percent(rounded(now, STEP_WAN), rounded(whole, STEP_WAN))}%，" if whole else ""
        return Paragraph(f"{name}{v.amount(now)}，{share}{v.change(now, before, self.rng)}。")

    def _income(self) -> list[Block]:
        whole = self.now.total()
        old = dict(self._fund_totals(self.before))
        lines = [self._item(name, fen, old[name], whole) for name, fen in self._fund_totals(self.now)]
        return [Paragraph(f"{self.agency}{self.year}年部门收入预算{self.voice.amount(whole)}，其中："), *lines]

    def _spending(self) -> list[Block]:
        whole = self.now.total()
        lines = [
            self._item(name, self.now.total(keep), self.before.total(keep), whole)
            for name, keep in (("基本支出", figures.basic), ("项目支出", figures.project))
        ]
        return [Paragraph(f"{self.agency}{self.year}年支出预算{self.voice.amount(whole)}，其中："), *lines]

    def _fiscal(self) -> list[Block]:
        v = self.voice
        uses = (
            "在职人员工资、津补贴和日常运转",
            "养老保险、职业年金等缴费",
            "职工医疗保险缴费",
            "住房公积金缴存",
        )
        spending = "；".join(
            f"{codes.functional(c)}{v.amount(self.fiscal.total(figures.under(c)))}，用于{uses[i % 4]}"
            for i, c in enumerate(self.fiscal.functions(3))
        )
        return [
            Paragraph(f"{self.agency}{self.year}年财政拨款收支总预算{v.amount(self.fiscal.total())}。"),
            Paragraph(f"财政拨款收入中，一般公共预算拨款{v.amount(self.general.total())}。"),
            Paragraph(f"财政拨款支出包括：{spending}。"),
        ]

    def _general(self) -> list[Block]:
        v, now, before = self.voice, self.general, self.general_before
        found: list[Block] = [
            Heading(3, "（一）一般公共预算当年拨款规模变化情况"),
            Paragraph(f"{self.agency}{self.year}年一般公共预算拨款合计{v.amount(now.total())}，其中："),
        ]
        for name, test in (("基本支出", figures.basic), ("项目支出", figures.project)):
            found.append(self._item(name, now.total(test), before.total(test), None))
        found.append(Heading(3, "（二）一般公共预算当年拨款结构情况"))
        whole = rounded(now.total(), STEP_WAN)
        for i, code in enumerate(now.functions(3), start=1):
            fen = now.total(figures.under(code))
            share = percent(rounded(fen, STEP_WAN), whole)
            found.append(Paragraph(f"{i}、{codes.functional(code)}（类）{v.amount(fen)}，占{share}%。"))
        found.append(Heading(3, "（三）一般公共预算当年拨款具体使用情况"))
        for i, code in enumerate(now.functions(), start=1):
            keep = figures.under(code)
            names = (codes.functional(code[:3]), codes.functional(code[:5]), codes.functional(code))
            found.append(
                Paragraph(
                    f"{i}、{names[0]}（类）{names[1]}（款）{names[2]}（项）：{self.year}年预算数为"
                    f"{v.amount(now.total(keep))}，{v.change(now.total(keep), before.total(keep), self.rng)}。"
                )
            )
        return found

    def _basic(self) -> list[Block]:
        found: list[Block] = []
        now = self.general.only(figures.basic)
        found.append(
            Paragraph(f"{self.agency}{self.year}年一般公共预算基本支出{self.voice.amount(now.total())}，其中：")
        )
        for name, nature in (("人员经费", "personnel"), ("公用经费", "public")):
            part = now.only(figures.of_nature(nature))
            items = listed([codes.economic(c) for c in part.economics()])
            found.append(Paragraph(f"{name}{self.voice.amount(part.total())}，主要包括：{items}。"))
        return found

    def _projects(self) -> list[Block]:
        part = self.general.only(figures.project)
        if not part.entries:
            return [
                Paragraph(
                    f"{self.agency}{self.year}年没有用一般公共预算安排项目支出，一般公共预算项目支出情况表为空表。"
                )
            ]
        found: list[Block] = []
        for i, p in enumerate(part.projects(), start=1):
            fen = part.total(figures.of_project(p))
            source = "上级转移支付" if p.fund.endswith("transfer") else "本级财力"
            found.append(
                Paragraph(
                    f"{i}.项目名称：{p.name}。预算安排{self.voice.amount(fen)}，资金来自{source}，"
                    f"由{self.rng.choice(self.profile.offices)}承办，分两批支付，于12月20日前完成验收。"
                )
            )
        return found

    def _other(self, fund: str, name: str) -> list[Block]:
        now = self.fiscal.total(lambda e: e.fund.startswith(fund))
        if not now:
            return [Paragraph(f"{self.agency}{self.year}年没有{name}拨款安排的支出，{name}支出情况表为空表。")]
        before = self.fiscal_before.total(lambda e: e.fund.startswith(fund))
        return [
            Paragraph(
                f"{self.agency}{self.year}年{name}支出{self.voice.amount(now)}，"
                f"{self.voice.change(now, before, self.rng)}。"
            )
        ]

    def _three_public(self) -> list[Block]:
        v = self.voice
        items = (
            ("因公出国（境）费", "30212"),
            ("公务用车购置费", "31013"),
            ("公务用车运行费", "30231"),
            ("公务接待费", "30217"),
        )
        now = {name: self.fiscal.total(figures.spent_on(code)) for name, code in items}
        before = {name: self.fiscal_before.total(figures.spent_on(code)) for name, code in items}
        parts = "，".join(f"{name}{v.amount(fen)}" for name, fen in now.items())
        moves = "；".join(f"{name}{v.change(now[name], before[name], self.rng)}" for name in now)
        total = v.change(sum(now.values()), sum(before.values()), self.rng, reason=False)
        return [
            Paragraph(
                f"{self.agency}{self.year}年财政拨款“三公”经费预算数为{v.amount(sum(now.values()))}，其中：{parts}。"
            ),
            Paragraph(f"{self.year}年财政拨款“三公”经费预算{total}，其中：{moves}。"),
        ]

    def _carryover(self) -> list[Block]:
        fen = self.now.total(lambda e: e.origin == "carried_over")
        if not fen:
            return [Paragraph(f"{self.agency}{self.year}年没有上年结转结余安排的支出，上年结转结余情况明细表为空表。")]
        return [Paragraph(f"{self.agency}{self.year}年上年结转结余安排支出{self.voice.amount(fen)}，全部为项目支出。")]


def other_matters(rng: random.Random, f: Figures, agency: str, year: int, voice: Voice) -> list[Block]:
    """Section twelve up to the performance targets."""
    public = lambda e: e.nature == "public" and figures.general(e)  # noqa: E731
    goods, works, services = (rng.randint(1, 400) * STEP_WAN * 5 for _ in range(3))
    rooms, worth = rng.randint(80, 4000), rng.randint(100, 90000) * STEP_WAN
    cars = rng.randint(0, 5)
    return [
        Heading(2, "十二、其他重要事项的情况说明"),
        Heading(3, "（一）机关运行经费情况"),
        Paragraph(
            f"{agency}{year}年机关运行经费财政拨款预算{voice.amount(f.ledger.total(public))}，"
            f"{voice.change(f.ledger.total(public), f.prior.total(public), rng)}。"
        ),
        Heading(3, "（二）政府采购情况"),
        Paragraph(
            f"{year}年，{agency}政府采购预算{voice.amount(goods + works + services)}，其中："
            f"货物预算{voice.amount(goods)}，"
            f"工程预算{voice.amount(works)}，服务预算{voice.amount(services)}；面向小微企业预留{voice.amount(services)}。"
        ),
        Heading(3, "（三）国有资产占用使用情况"),
        Paragraph(f"截至{year - 1}年底，{agency}占用使用的国有资产为："),
        Paragraph(f"1.房屋{rooms}.00平方米，价值{voice.amount(worth)}。"),
        Paragraph(f"2.车辆{cars}辆，其中：一般公务用车{cars}辆，执法执勤用车0辆。"),
        Paragraph(f"3.单价50万元以上设备{rng.randint(0, 3)}台（套），单价100万元以上设备0台（套）。"),
        Heading(3, "（四）预算绩效情况"),
        Paragraph(
            f"{year}年，{agency}设置整体绩效目标1个，涉及预算资金{voice.amount(f.ledger.total())}，填报内容见后附表格。"
        ),
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
