"""Figures of a final account: spending, income by source, balances at both ends of the year."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from tests.typeset import figures
from tests.typeset.figures import Figures, Ledger
from tests.typeset.profiles import Profile

# Ordinals of the printed class list; 230 and 233 are not in it.
LISTED = tuple(str(n) for n in (*range(201, 218), *range(219, 225), 229, 231, 232, 234) if n not in (209,))


@dataclass(frozen=True, slots=True)
class Account:
    """A year that is over; all in fen.

    Attributes:
        spent: what was spent.
        planned: what the budget had foreseen, entry by entry.
        received: income under the function it was given for.
        opening: balances at the start of the year by fund.
        closing: balances at its end by fund.
    """

    spent: Ledger
    planned: Ledger
    received: Ledger
    opening: dict[str, int]
    closing: dict[str, int]
    base: Figures


def _received(rng: random.Random, spent: Ledger) -> tuple[Ledger, dict[str, int], dict[str, int]]:
    """Income that differs from spending by the balances of some funds."""
    merged = list(figures.merge(replace(e, economic="", nature="", project="") for e in spent.entries))
    opening: dict[str, int] = {}
    closing: dict[str, int] = {}
    for fund in ("general_public_own", "other_income", "government_fund_own"):
        own = [i for i, e in enumerate(merged) if e.fund == fund]
        if not own or rng.random() < 0.35:
            continue
        i = max(own, key=lambda k: merged[k].fen)
        before, after = rng.randint(1, 60_000_000), rng.randint(0, 40_000_000)
        # Income may not fall below nothing: what is carried in is at most what was spent.
        before = min(before, merged[i].fen + after)
        opening[fund], closing[fund] = before, after
        merged[i] = replace(merged[i], fen=merged[i].fen - before + after)
    return Ledger(tuple(e for e in merged if e.fen)), opening, closing


def make(rng: random.Random, profile: Profile) -> Account:
    """A final account that satisfies its identities before rounding."""
    base = figures.make(rng, profile, 1, split=False)
    received, opening, closing = _received(rng, base.ledger)
    return Account(base.ledger, base.prior, received, opening, closing, base)
