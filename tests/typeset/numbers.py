"""How figures are printed: units, separators, decimals, empty values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000
STEP_WAN = 10_000  # 0.01 万元, the step in which narrative and most tables print
_FEN = {"元": FEN_PER_YUAN, "万元": FEN_PER_WAN}


def rounded(fen: int, step: int) -> int:
    """The multiple of `step` nearest to `fen`, halves away from zero."""
    sign = -1 if fen < 0 else 1
    return sign * ((abs(fen) * 2 + step) // (2 * step)) * step


@dataclass(frozen=True, slots=True)
class Format:
    """A publisher's habit for one table."""

    unit: Literal["元", "万元"] = "万元"
    decimals: int = 2
    thousands: bool = False
    zero: Literal["blank", "0", "0.00", "dash"] = "blank"

    @property
    def step(self) -> int:
        """The smallest printed difference, in fen."""
        return int(_FEN[self.unit] // 10**self.decimals)

    def show(self, fen: int) -> str:
        """The printed text; zeros as this publisher prints them."""
        value = rounded(fen, self.step)
        if value == 0 and self.zero != "0.00":
            return {"blank": "", "0": "0", "dash": "-"}[self.zero]
        whole, rest = divmod(abs(value) // self.step, 10**self.decimals)
        text = f"{whole:,}" if self.thousands else str(whole)
        if self.decimals:
            text += f".{rest:0{self.decimals}d}"
        return f"-{text}" if value < 0 else text

    def value(self, fen: int) -> int:
        """The printed value in fen."""
        return rounded(fen, self.step)


def wan(fen: int, decimals: int = 2) -> str:
    """An amount as narrative prints it, in 万元 without the unit."""
    return Format(decimals=decimals, zero="0.00").show(fen)


def percent(part: int, whole: int) -> str:
    """A share with two decimals and without the sign; 0.00 where the whole is nothing."""
    if not whole:
        return "0.00"
    sign = "-" if (part < 0) != (whole < 0) and part else ""
    hundredths = (abs(part) * 20_000 + abs(whole)) // (2 * abs(whole))
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"
