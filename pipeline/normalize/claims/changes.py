"""Words of comparison → sign, direction and base."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipeline.normalize.claims.model import Direction
from pipeline.normalize.claims.tokens import Token
from schemas.narrative import narrative_words

#: The day on which the year begins is no budget.
_OPENING = re.compile(r"(?:年|期)初数?|上年末数?")
_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")


@dataclass(frozen=True, slots=True)
class Change:
    """A change as stated, with its sign.

    Attributes:
        fen, step, pct: signed; None where not stated.
        problem: why nothing of it is certain, None when it is.
    """

    fen: int | None
    step: Decimal | None
    pct: Decimal | None
    direction: Direction
    problem: str | None = None


def read_change(money: Token | None, percent: Token | None, words: list[Token]) -> Change:
    """Put the words and figures of a change together.

    Args:
        money: the amount, or None; at least one of the two figures is there.
        percent: the percentage, or None.
        words: the direction signs, each in front of a figure.
    """
    fen = money.fen if money else None
    step = money.step if money else None
    pct = percent.number("percent") if percent else None
    figures = [value for value in (fen, pct) if value is not None]
    if any(value < 0 for value in figures):
        return Change(None, None, None, "flat", "sign_contradicts_word")
    if not any(figures):
        return Change(fen, step, pct, "flat" if any("alt" in word.groups for word in words) else _direction(words[0]))
    if any("alt" in word.groups for word in words):
        return Change(None, None, None, "flat", "direction_not_chosen")
    directions = {_direction(word) for word in words}
    if len(directions) > 1:
        return Change(None, None, None, "flat", "two_directions")
    direction = directions.pop()
    sign = -1 if direction == "decrease" else 1
    return Change(None if fen is None else sign * fen, step, None if pct is None else sign * pct, direction)


def _direction(word: Token) -> Direction:
    words = narrative_words()
    if "than" in word.groups:
        text = word.groups["than"]
        return "increase" if text in words.more_than else "decrease" if text in words.less_than else "flat"
    return "increase" if word.groups["dir"] in words.up else "decrease"


def direction_of(word: Token) -> Direction:
    """Return the direction that a word states."""
    return _direction(word)


def base_of(text: str, fiscal_year: int | None, stage: str | None) -> str | None:
    """Return what a comparison compares with; None where the words leave it open, ``budget`` for a bare 预算.

    Args:
        text: folded words of the base.
        fiscal_year: of the disclosure, or None.
        stage: of the disclosure, or None.
    """
    if _OPENING.fullmatch(text):
        return None
    found = next((base for base, pattern in narrative_words().bases if pattern.search(text)), None)
    years = [int(year) for year in _YEAR.findall(text)]
    if years and fiscal_year is not None:
        if years[0] == fiscal_year and found is not None and found.startswith("prior"):
            return "initial_budget" if "预算" in text else None
        if years[0] < fiscal_year - 1 or years[0] > fiscal_year:
            return "other_year"
    if found == "prior":
        return {"budget": "prior_budget", "final": "prior_final"}.get(stage or "")
    if found in ("initial_budget", "budget") and stage == "budget":
        # 比年初预算 in a budget can only be the one of the year before; 比预算数 says nothing.
        return "prior_budget" if found == "initial_budget" else None
    return found
