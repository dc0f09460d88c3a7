"""Sentences about money, in the project's own words, with the figures they need."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from tests.typeset.numbers import STEP_WAN, percent, rounded, wan

REASONS_UP = (
    "新录用人员到岗，工资和社会保险随之增加",
    "办公楼LED照明和供暖管线到了更换年限",
    "12345热线坐席由8个扩充为14个",
    "上级提前下达的资金本年纳入年初预算",
    "缴费基数按2023年社平工资重新核定",
    "新增3个村级站点，运行费用相应提高",
)
REASONS_DOWN = (
    "厉行节约，压减会议、差旅等一般性支出",
    "信息系统二期（含UPS机房改造）已于上年完工",
    "有4名同志退休，人员支出减少",
    "一次性购置已经完成，本年不再安排",
    "项目改由乡镇实施，资金直接下达到乡镇",
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Wording habits of one publisher."""

    base: str = "上年预算"
    joint: str = "，"
    because: str = "主要原因是"
    decimals: int = 2

    def amount(self, fen: int) -> str:
        """An amount with its unit."""
        return f"{wan(fen, self.decimals)}万元"

    def change(self, now: int, before: int, rng: random.Random, *, reason: bool = True) -> str:
        """How an amount moved against the base, from the printed figures, with the reason."""
        delta = rounded(now, STEP_WAN) - rounded(before, STEP_WAN)
        if not delta:
            return f"与{self.base}持平"
        up = delta > 0
        share = percent(abs(delta), rounded(before, STEP_WAN)) if rounded(before, STEP_WAN) else "100.00"
        text = (
            f"比{self.base}{'增加' if up else '减少'}{self.amount(abs(delta))}{self.joint}"
            f"{'增长' if up else '下降'}{share}%"
        )
        if reason:
            text += f"，{self.because}{rng.choice(REASONS_UP if up else REASONS_DOWN)}"
        return text


def listed(items: Sequence[str]) -> str:
    """Items with the Chinese list comma."""
    return "、".join(items)


def numbered(number: int, style: str) -> str:
    """A list number as a publisher prints it."""
    return f"{number}{style}"
