"""Narrative of the final account: how the year went against the budget and the year before."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.typeset import codes, figures, sections, wordings
from tests.typeset.builders import ordinal
from tests.typeset.figures import Ledger
from tests.typeset.final_figures import Account
from tests.typeset.final_habit import SOURCES, starts
from tests.typeset.model import Block, Heading, Paragraph
from tests.typeset.numbers import STEP_WAN, percent
from tests.typeset.profiles import Profile
from tests.typeset.prose import REASONS_DOWN, REASONS_UP, Bit, Move, count, draw, joined, listed, nil, told
from tests.typeset.sections import THREE_PUBLIC, Teller


class Story:
    """Part three: how the year went, section by section."""

    def __init__(self, rng: random.Random, a: Account, profile: Profile, agency: str, year: int) -> None:
        self.rng, self.a, self.profile, self.agency, self.year = rng, a, profile, agency, year
        self.voice = draw(rng, year, final=True)
        self.t = Teller(rng, self.voice, a.base, agency, year, profile)
        self.opener = rng.choice(("与{}年度相比，", "比{}年度", "与上年度相比，"))

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

    def _balance(self, subject: str, total: int) -> list[Block]:
        """Both sides and how they moved, in a sentence of its own that names the subject again."""
        v = self.voice
        first = v.item(subject, subject, total, printed=f"{self.agency}{self.year}年度{subject}", tied=True)
        a, b = v.fen(total), v.fen(int(total * self.rng.uniform(0.85, 1.2)))
        base = "prior_final" if "决算" in v.base else None
        if a == b:
            return [told(first, "。")]
        up, share = a > b, percent(abs(a - b), b)
        why = self.rng.choice(REASONS_UP if up else REASONS_DOWN)
        word = "增加" if up else "减少"
        opener = self.opener.format(self.year - 1)
        text = f"{subject if '，' in opener else ''}{word}{v.amount(abs(a - b))}，{v.rise if up else v.fall}{share}%"
        move = Move("", a - b, share, word, why, base)
        claim = move.onto(first.claims[0])
        if self.rng.random() < 0.5:
            merged = Bit(
                f"{first.text}，{opener}{word}{v.amount(abs(a - b))}，{v.rise if up else v.fall}{share}%", (claim,)
            )
            return [told(merged, f"。主要原因：{why}。")]
        # The move stands in another sentence: it belongs to the amount of the one before.
        return [told(Bit(first.text, (claim,)), f"。{opener}{text}。主要原因：{why}。")]

    def _total(self) -> list[Block]:
        return self._balance("收入支出总计", self.a.received.total() + sum(self.a.opening.values()))

    def _income(self) -> list[Block]:
        whole = self.a.received.total()
        items = [("财政拨款收入", self.a.received.total(figures.fiscal), None)]
        items += [(name, self.a.received.total(starts(fund)), None) for name, fund in SOURCES]
        opening = self.voice.item("本年收入", "本年收入", whole, verb="合计", tied=True)
        kept = [x for x in items if x[1]]
        return list(sections.parts(self.t, opening, "本年收入", kept, whole=whole, lines=False))

    def _spending(self) -> list[Block]:
        spent = self.a.spent
        opening = self.voice.item("本年支出", "本年支出", spent.total(), verb="合计", tied=True)
        items = [("基本支出", spent.total(figures.basic), None), ("项目支出", spent.total(figures.project), None)]
        return list(sections.parts(self.t, opening, "本年支出", items, whole=spent.total()))

    def _fiscal(self) -> list[Block]:
        total = self.a.received.total(figures.fiscal)
        total += sum(fen for fund, fen in self.a.opening.items() if fund in figures.FISCAL)
        return self._balance("财政拨款收入支出总计", total)

    def _general(self) -> list[Block]:
        v, name = self.voice, "一般公共预算财政拨款支出"
        spent, planned = self.a.spent.only(figures.general), self.a.planned.only(figures.general)
        share = (self.a.spent.total(), "本年支出合计")
        size = v.item(name, name, spent.total(), share=share, tied=True)
        plan = v.item(name, name, planned.total(), printed="年初预算", verb="为")
        done = v.item(name, name, spent.total(), printed="支出决算", verb="为")
        found: list[Block] = [
            Heading(3, "（一）一般公共预算财政拨款支出决算总体情况"),
            told(size, "。"),
            Heading(3, "（二）一般公共预算财政拨款支出决算结构情况"),
            *sections.structure(self.t, spent, f"{name}结构"),
            Heading(3, "（三）一般公共预算财政拨款支出决算具体情况"),
            told(f"{name}", plan, "，", done, "。其中："),
        ]
        number = self.rng.choice(("{}、", "{}.", "（{}）"))
        for i, code in enumerate(spent.functions(), start=1):
            found.append(self._function(number.format(i), code, spent, planned))
        return found

    def _function(self, number: str, code: str, spent: Ledger, planned: Ledger) -> Paragraph:
        v, name = self.voice, codes.functional(code)
        now, plan = spent.total(figures.under(code)), planned.total(figures.under(code))
        a, b = v.fen(now), v.fen(plan)
        if self.rng.random() < 0.3:
            return wordings.function_of_account(self.t, number, code, sections.names_of(code), now, plan)
        if a == b:
            reason = self.rng.choice(("决算数与预算数持平", "决算数等于预算数", "支出决算与年初预算持平"))
        else:
            why = self.rng.choice(REASONS_UP if a > b else REASONS_DOWN)
            reason = f"决算数{'大于' if a > b else '小于'}预算数的主要原因{self.rng.choice(('：', '是'))}{why}"
        stop = self.rng.choice(("。", "："))
        first = v.item(
            name,
            "一般公共预算财政拨款支出",
            plan,
            printed="年初预算",
            verb=self.rng.choice(("为", "")),
            functional=code,
        )
        second = v.item(
            name, "一般公共预算财政拨款支出", now, printed="支出决算", verb="为", functional=code, tied=True
        )
        if b:
            second = self._completed(second, percent(a, b), "年初预算")
        return told(f"{number}{sections.names_of(code)}{stop}", first, "，", second, f"。{reason}。")

    @staticmethod
    def _completed(bit: Bit, share: str, what: str) -> Bit:
        return Bit(f"{bit.text}，完成{what}的{share}%", (replace(bit.claims[0], completion=share),))

    def _basic(self) -> list[Block]:
        v, name = self.voice, "一般公共预算财政拨款基本支出"
        ledger = self.a.spent.only(figures.both(figures.general, figures.basic))
        people, public = ledger.only(figures.spent_on("301", "303")), ledger.only(lambda e: e.nature == "public")
        bits = [
            v.item(label, name, part.total(), tied=True)
            + f"，主要包括：{listed([codes.economic(c) for c in part.economics()])}"
            for label, part in (("人员经费", people), ("公用经费", public))
        ]
        return [told(v.item(name, name, ledger.total(), tied=True), "。其中：", joined("；", bits), "。")]

    def _three_public(self) -> list[Block]:
        v, name = self.voice, "“三公”经费"
        spent, planned = self.a.spent.only(figures.fiscal), self.a.planned.only(figures.fiscal)

        def item(subject: str, *items: str, printed: str | None = None) -> Bit:
            now, plan = (v.fen(x.total(figures.spent_on(*items))) for x in (spent, planned))
            label = f"{subject}支出决算" if printed is None else printed
            bit = v.item(subject, name, now, printed=label, verb="为", tied=True)
            return self._completed(bit, percent(now, plan), "预算")

        plan = planned.total(figures.spent_on(*THREE_PUBLIC))
        return [
            Heading(3, "（一）“三公”经费财政拨款支出决算总体情况"),
            told(
                v.item(name, name, plan, printed=f"{name}年初预算", verb="为"),
                "，",
                item(name, *THREE_PUBLIC, printed="支出决算"),
                "，其中：",
                item("因公出国（境）费", "30212"),
                "；",
                item("公务用车购置及运行费", "31013", "30231"),
                "；",
                item("公务接待费", "30217"),
                "。",
            ),
            Heading(3, "（二）“三公”经费财政拨款支出决算具体情况"),
            sections.counts_of_three_public(self.t, final=True),
            wordings.reception(self.t, spent.total(figures.spent_on("30217"))),
        ]

    def _other(self, fund: str, name: str) -> list[Block]:
        v, spent = self.voice, self.a.spent.total(starts(fund))
        if not spent:
            text = f"{self.agency}{self.year}年度没有{name}财政拨款收入和支出，相应表格为空表。"
            return [told(nil(text, f"{name}财政拨款收入和支出"))]
        held = self.a.opening.get(f"{fund}_own", 0)
        got = self.a.received.total(starts(fund))
        metric = f"{name}财政拨款"
        items = (
            ("年初结转和结余", held),
            ("本年收入", got),
            ("本年支出", spent),
            ("年末结转和结余", held + got - spent),
        )
        bits = [v.item(label, metric, fen) for label, fen in items]
        return [told(metric, joined("，", bits), "。")]

    def _rest(self) -> list[Block]:
        v, rng = self.voice, self.rng
        public = self.a.spent.total(lambda e: e.nature == "public" and figures.general(e))
        goods, services = (rng.randint(1, 900) * STEP_WAN for _ in range(2))
        subject = "政府采购支出"
        kinds = [
            v.item(f"政府采购{kind}支出", subject, fen)
            for kind, fen in (("货物", goods), ("工程", 0), ("服务", services))
        ]
        contracts = wordings.contracts(self.t, goods, services)
        office = v.item(
            "机关运行经费",
            "机关运行经费",
            public,
            verb="支出",
            move=v.moved(public, int(public * rng.choice((0.97, 1.0, 1.04))), rng),
            tied=True,
        )
        whole = v.item(subject, subject, goods + services, verb="总额")
        cars = count("车辆", rng.randint(0, 6), "辆")
        machines = count("单价100万元（含）以上设备", 0, "台（套）", printed="单价100万元（含）以上设备（不含车辆）")
        return [
            Heading(3, "（一）机关运行经费支出情况"),
            told(office, "。"),
            Heading(3, "（二）政府采购支出情况"),
            told(whole, "，其中：", joined("、", kinds), "；", contracts, "。"),
            Heading(3, "（三）国有资产占有使用情况"),
            told(f"截至{self.year}年12月31日，{self.agency}共有", cars, "，", machines, "。"),
            Heading(3, "（四）预算绩效管理工作开展情况"),
            *wordings.self_evaluation(self.t, self.a.spent.total(figures.project)),
        ]
