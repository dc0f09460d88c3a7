"""Sentences about money in the project's own words, each with the facts it states."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tests.typeset.model import Claim, Count, Nil, Paragraph
from tests.typeset.numbers import Format, percent

REASONS_UP = (
    "新录用人员到岗，工资和社会保险随之增加",
    "办公楼LED照明和供暖管线到了更换年限",
    "12345热线坐席由8个扩充为14个",
    "上级提前下达的资金本年纳入年初预算",
    "缴费基数按2023年社平工资重新核定",
    "新增3个村级站点，运行费用相应提高",
    "机构改革划入两个科室，人员和任务相应增加",
    "上年部分合同尾款按约定在本年支付",
)
REASONS_DOWN = (
    "厉行节约，压减会议、差旅等一般性支出",
    "信息系统二期（含UPS机房改造）已于上年完工",
    "有4名同志退休，人员支出减少",
    "一次性购置已经完成，本年不再安排",
    "项目改由乡镇实施，资金直接下达到乡镇",
    "按照过紧日子的要求，从严核定项目规模",
    "部分业务并入上级平台，不再单独付费",
)
REASONS_FLAT = ("工作任务与上年相同", "人员和资产没有变动", "继续执行上年的开支标准")


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of text and what it states; full stops are counted from its start."""

    text: str
    claims: tuple[Claim, ...] = ()
    counts: tuple[Count, ...] = ()
    nils: tuple[Nil, ...] = ()

    def __add__(self, other: Bit | str) -> Bit:
        """This text and the next."""
        more = Bit(other) if isinstance(other, str) else other
        gone = self.text.count("。")
        return Bit(
            self.text + more.text,
            self.claims + tuple(replace(c, sentence=c.sentence + gone) for c in more.claims),
            self.counts + tuple(replace(c, sentence=c.sentence + gone) for c in more.counts),
            self.nils + tuple(replace(n, sentence=n.sentence + gone) for n in more.nils),
        )


def told(*parts: Bit | str) -> Paragraph:
    """A paragraph of the parts."""
    whole = Bit("")
    for part in parts:
        whole = whole + part
    return Paragraph(whole.text, whole.claims, whole.counts, whole.nils)


def joined(mark: str, bits: Iterable[Bit]) -> Bit:
    """Bits with a mark between them."""
    whole: Bit | None = None
    for bit in bits:
        whole = bit if whole is None else whole + mark + bit
    return whole or Bit("")


def count(subject: str, value: int | str, unit: str, *, printed: str | None = None, verb: str = "") -> Bit:
    """A number of things."""
    return Bit(f"{subject if printed is None else printed}{verb}{value}{unit}", (), (Count(subject, str(value), unit),))


def nil(text: str, subject: str) -> Bit:
    """A statement that there is none of the subject."""
    return Bit(text, nils=(Nil(subject),))


@dataclass(frozen=True, slots=True)
class Move:
    """How an amount moved: the words and the fields of a claim."""

    text: str
    change: int | None = None
    change_pct: str | None = None
    direction: str | None = None
    reason: str | None = None
    base: str | None = None
    implied: bool = False

    def onto(self, claim: Claim) -> Claim:
        """The claim with this move."""
        return replace(
            claim,
            change=self.change,
            change_pct=self.change_pct,
            direction=self.direction,
            reason=self.reason,
            base=self.base,
            implied=self.implied,
        )


@dataclass(frozen=True, slots=True)
class Voice:
    """Wording habits of one publisher.

    Attributes:
        base: what amounts are compared with; `base_kind` the contract's word, None where the wording leaves it open.
        lead: 比, 较, 与 (…相比) or 同比, which names no base.
        flat: how no change is said; `zero` prints 增加0.00万元.
        because: what stands before a reason, with the mark in front of it.
        fall: the word of a decrease in percent.
        new: what stands for the growth of something that was nothing.
        share: how a share is said; {} stands for the number.
        rate: how a growth rate follows its amount; {word} is 增长 or 下降, {span} 增幅 or 降幅.
        unit: of every amount in the narrative.
    """

    base: str = "上年预算"
    base_kind: str | None = "prior_budget"
    lead: str = "比"
    flat: str = "持平"
    because: str = "，主要原因是"
    rise: str = "增长"
    fall: str = "下降"
    new: str = "，增长100.00%"
    share: str = "占{}%"
    decimals: int = 2
    thousands: bool = False
    pause: str = ""
    rate: str = "，{word}{share}%"
    unit: Literal["万元", "元"] = "万元"

    @property
    def inline(self) -> Voice:
        """The same habits where the reason may not open a sentence of its own."""
        return replace(self, because=self.because.replace("。", "，"))

    def amount(self, fen: int) -> str:
        """An amount with its unit."""
        form = Format(unit=self.unit, decimals=self.decimals, zero="0.00", thousands=self.thousands)
        return form.show(fen) + self.unit

    def fen(self, fen: int) -> int:
        """The amount as printed."""
        return Format(unit=self.unit, decimals=self.decimals).value(fen)

    def _against(self) -> str:
        if self.lead == "同比":
            return "同比"
        return f"与{self.base}相比{self.pause}" if self.lead == "与" else f"{self.lead}{self.base}{self.pause}"

    def _same(self) -> str:
        if self.flat == "zero":
            return f"{self._against()}增加{self.amount(0)}，{self.rise}0.00%"
        base = "上年" if self.lead == "同比" else self.base
        return f"与{base}相比{self.flat}" if self.flat.startswith("无") else f"与{base}{self.flat}"

    def moved(self, now: int, before: int, rng: random.Random, *, reason: bool = True) -> Move:
        """How an amount moved against the base, from the printed figures."""
        a, b = self.fen(now), self.fen(before)
        delta = a - b
        kind = self.base_kind if self.lead != "同比" else None
        if not delta:
            why = rng.choice(REASONS_FLAT) if reason and rng.random() < 0.3 else None
            text = self._same() + (f"{self.because}{why}" if why else "")
            if self.flat == "zero":
                return Move(text, 0, "0.00", "增加", why, kind)
            return Move(text, 0, None, "持平", why, self.base_kind, implied=True)
        why = rng.choice(REASONS_UP if delta > 0 else REASONS_DOWN) if reason else None
        word = "增加" if delta > 0 else "减少"
        text = f"{self._against()}{word}{self.amount(abs(delta))}"
        share = percent(abs(delta), b) if b else None
        if share is not None:
            word_ = self.rise if delta > 0 else self.fall
            text += self.rate.format(word=word_, span="增幅" if delta > 0 else "降幅", share=share)
        else:
            text += self.new
            share = "100.00" if "100.00" in self.new else None
        return Move(text + (f"{self.because}{why}" if why else ""), delta, share, word, why, kind)

    def change(self, now: int, before: int, rng: random.Random, *, reason: bool = True) -> str:
        """The words of `moved`."""
        return self.moved(now, before, rng, reason=reason).text

    def item(
        self,
        subject: str,
        metric: str,
        fen: int,
        *,
        printed: str | None = None,
        verb: str = "",
        share: tuple[int, str] | None = None,
        move: Move | None = None,
        functional: str | None = None,
        tied: bool = False,
    ) -> Bit:
        """One amount: its subject, share and move.

        Args:
            subject: what it is of; `printed` where more words stand in the text.
            metric: the list it is part of.
            fen: the amount, rounded here.
            verb: between subject and amount.
            share: the whole it is a share of and how the text names it ('' for 占12.34%).
            move: how it moved.
            functional: code of a functional item.
            tied: a table holds the same figure.
        """
        claim = Claim(subject, metric, fen=self.fen(fen), functional=functional, tied=tied)
        text = f"{subject if printed is None else printed}{verb}{self.amount(fen)}"
        if share is not None:
            part = percent(self.fen(fen), self.fen(share[0]))
            text += f"，占{share[1]}的{part}%" if share[1] else "，" + self.share.format(part)
            claim = replace(claim, share=part)
        if move is not None:
            text += f"，{move.text}"
            claim = move.onto(claim)
        return Bit(text, (claim,))


def draw(rng: random.Random, year: int, *, final: bool = False, rich: bool = True) -> Voice:
    """The habits of a publisher.

    Args:
        rng: seeded chance.
        year: the fiscal year.
        final: compares with last year's final account instead of its budget.
        rich: all wordings; otherwise the commonest.
    """
    last = year - 1
    bases: tuple[tuple[str, str | None], ...]
    if final:
        bases = ((f"{last}年度", None), (f"{last}年度决算数", "prior_final"), ("上年决算数", "prior_final"))
    else:
        bases = (
            ("上年预算", "prior_budget"),
            ("上年预算数", "prior_budget"),
            (f"{last}年预算", "prior_budget"),
            (f"{last}年年初预算数", "prior_budget"),
            ("上年", None),
        )
    base, kind = rng.choice(bases)
    return Voice(
        base=base,
        base_kind=kind,
        lead=rng.choice(("比", "比", "较", "与", "同比") if rich else ("比", "较")),
        flat=rng.choice(("持平", "持平", "一致", "无增减变化", "zero")),
        because=rng.choice(("，主要原因是", "，主要是", "，主要原因：", "。主要原因是", "，原因是", "，主要系")),
        rise=rng.choice(("增长", "增长", "上升")),
        fall=rng.choice(("下降", "下降", "降低")),
        new=rng.choice(("，增长100.00%", "，增长--（基数为0，不可比）", "（上年未安排）")),
        share=rng.choice(("占{}%", "占比{}%", "占{}％")),
        thousands=rng.random() < 0.2,
        pause=rng.choice(("", "", "，")) if rich else "",
        rate=rng.choice((*["，{word}{share}%"] * 4, "（{word}{share}%）", "，{span}为{share}%", "，{span}{share}%")),
        unit="元" if rich and rng.random() < 0.14 else "万元",
    )


def listed(items: Sequence[str]) -> str:
    """Items with the Chinese list comma."""
    return "、".join(items)
