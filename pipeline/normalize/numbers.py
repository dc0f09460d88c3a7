"""A printed figure → its exact value, its printed step, or the kind of its absence."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from schemas.vocabulary import vocabulary

_PLAIN: Final = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_BRACKETED: Final = re.compile(r"\((.*)\)")
_SIGNS: Final = re.compile(r"^[-−‐‑–—▲△]")
#: Digits alone, so short that they may be a year, a code or a row number.
_BARE: Final = re.compile(r"\d{1,4}")
#: What a signed number of 64 bits holds.
_MOST_FEN: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Number:
    """What a cell of figures holds.

    Attributes:
        value: exact value with its sign, None for a token that is no figure.
        step: one unit of the last printed digit; the value was rounded to it.
        percent: a percent sign is printed.
        null_kind: why there is no value (blank, dash, nil_word, not_applicable), None when there is one.
    """

    value: Decimal | None
    step: Decimal | None
    percent: bool
    null_kind: str | None


@lru_cache(maxsize=16384)
def parse_number(text: str) -> Number | None:
    """Read a cell; None when it holds neither a figure nor a token for none.

    Full-width digits and separators are folded; thousands separators must stand every three digits, so ``1,23.45``
    is not a figure. A minus, a triangle or brackets around the figure make it negative.
    """
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    kind = vocabulary().null_kind(folded)
    if kind is not None:
        return Number(None, None, False, kind)
    percent = folded.endswith("%")
    body = folded.removesuffix("%")
    negative = False
    if bracketed := _BRACKETED.fullmatch(body):
        negative, body = True, bracketed.group(1)
    if _SIGNS.match(body):
        negative, body = not negative, body[1:]
    match = _PLAIN.fullmatch(body)
    if not match:
        return None
    value = Decimal(body.replace(",", ""))
    decimals = len(match.group(1) or ".") - 1
    return Number(-value if negative else value, Decimal(1).scaleb(-decimals), percent, None)


def is_figure(text: str) -> bool:
    """Tell whether a cell holds a figure that can only be an amount: with decimals, separators or five digits."""
    number = parse_number(text)
    if number is None or number.value is None:
        return False
    return not _BARE.fullmatch(re.sub(r"\s+", "", text))


def to_fen(value: Decimal, unit: str) -> int:
    """Return the amount in fen; a figure finer than a fen is rounded half to even."""
    exact = value * vocabulary().units[unit]
    return int(exact.to_integral_value(rounding="ROUND_HALF_EVEN"))


def is_too_large(value: Decimal, unit: str) -> bool:
    """Tell whether a number is no amount of money that anything could hold: a serial number, an account."""
    return abs(to_fen(value, unit)) > _MOST_FEN


def step_fen(step: Decimal, unit: str) -> Decimal:
    """Return a printed step in fen."""
    return step * vocabulary().units[unit]
