"""Sentences among themselves: sums of parts, shares, growth, completion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.normalize.claims.model import Claim
from pipeline.normalize.claims.nouns import same_subject
from pipeline.verify.narrative.model import STATUS_ZH, Finding, claim_key, named, operands_of, term_of, wan
from pipeline.verify.narrative.rules import SumRule, rules
from pipeline.verify.trial import Status, Trial
from schemas.text import fold

_HUNDRED = Decimal(100)
#: How many decimals a quotient is kept to before it is compared.
_FINE = Decimal("0.000001")


def sum_findings(claims: Sequence[Claim]) -> Iterator[Finding]:
    """Yield totals against the sum of their parts."""
    for rule in rules().sums:
        for total in claims:
            if total.fen is None or total.section_id not in rule.sections or total.implied:
                continue
            if rule.total.fullmatch(fold(total.subject)):
                parts = _parts(rule, total, claims)
                if parts:
                    yield _sum(rule, total, parts)


def _parts(rule: SumRule, total: Claim, claims: Sequence[Claim]) -> list[Claim]:
    key = total.key
    inside = [c for c in claims if c.parent == key and c.fen is not None and c is not total and not c.implied]
    inside = [c for c in inside if c.section == total.section]
    children = [c for c in inside if c.level == total.level or {c.level, total.level} <= {None, "own", "budget"}]
    if rule.parts is None:
        shares = [c.share for c in children if c.share is not None]
        whole = len(shares) == len(children) > 1 and abs(sum(shares, Decimal(0)) - 100) <= Decimal("0.01") * len(shares)
        return children if whole else []
    found: list[Claim] = []
    missing = 0
    for alternatives in rule.parts:
        part = next((p for alternative in alternatives if (p := _all(alternative, children))), None)
        if part is None:
            missing += 1
        else:
            found.extend(part)
    return found if missing <= rule.missing and len(found) > 1 else []


def _all(patterns: Sequence[re.Pattern[str]], claims: Sequence[Claim]) -> list[Claim] | None:
    """Return one claim for each pattern, or None when one is missing or means several."""
    found: list[Claim] = []
    for pattern in patterns:
        fitting = [c for c in claims if pattern.fullmatch(fold(c.subject))]
        if len(fitting) != 1:
            return None
        found.append(fitting[0])
    return found


def _sum(rule: SumRule, total: Claim, parts: Sequence[Claim]) -> Finding:
    terms = tuple(term_of(part) for part in parts)
    trial = Trial(rule.id, "", "narrative", "narrative", (term_of(total),), terms)
    listed = "、".join(f"{named(part)}{wan(part.fen or 0)}" for part in parts[:4]) + ("等" if len(parts) > 4 else "")
    message = f"正文{named(total)}为{wan(trial.printed)}，其各项{listed}相加为{wan(trial.expected)}"
    tail = "" if trial.status == "exact" else f"，相差{wan(trial.residual)}"
    return Finding(
        rule=rule.id,
        status=trial.status,
        quantity="money",
        expected=Decimal(trial.expected),
        printed=Decimal(trial.printed),
        tolerance=trial.tolerance,
        message=f"{message}{tail}，{STATUS_ZH[trial.status]}。",
        operands=operands_of(trial),
        trial=trial,
    )


def share_findings(claims: Sequence[Claim]) -> Iterator[Finding]:
    """Yield shares against the amounts they are made of."""
    by_key = {claim.key: claim for claim in claims}
    for claim in claims:
        if claim.share is None or claim.fen is None or claim.step is None:
            continue
        whole = _whole(claim, by_key.get(claim.parent) if claim.parent else None, claims)
        if whole is None or not whole.fen or whole.step is None:
            continue
        printed = claim.share
        low = _HUNDRED * (claim.fen - claim.step / 2) / (whole.fen + whole.step / 2)
        high = _HUNDRED * (claim.fen + claim.step / 2) / (whole.fen - whole.step / 2)
        yield _percent(
            "B-26",
            claim,
            printed,
            _HUNDRED * claim.fen / Decimal(whole.fen),
            (low, high),
            f"正文{named(claim)}{wan(claim.fen)}占{named(whole)}{wan(whole.fen)}",
            (whole,),
        )


def _whole(claim: Claim, parent: Claim | None, claims: Sequence[Claim]) -> Claim | None:
    """Return what a share is of: the amount that it names, else the list's own."""
    if claim.share_of:
        named = [
            c for c in claims if c.fen is not None and not c.implied and c.level in (None, "own", "budget", "final")
        ]
        named = [c for c in named if same_subject(c.subject, claim.share_of)]
        return named[0] if len({c.fen for c in named}) == 1 else None
    return parent if parent is not None and parent.fen is not None and parent.share is None else None


def growth_findings(claims: Sequence[Claim]) -> Iterator[Finding]:
    """Yield growth rates against the amounts they are made of."""
    for claim in claims:
        if claim.change_pct is None or not claim.change_pct or claim.step is None or claim.fen is None:
            continue
        if claim.change is not None and claim.change_step is not None:
            base, slack = Decimal(claim.fen - claim.change), (claim.step + claim.change_step) / 2
            change, loose = Decimal(claim.change), claim.change_step / 2
            operands: tuple[Claim, ...] = ()
        else:
            older = _older(claim, claims)
            if older is None or older.step is None:
                continue
            base, slack = Decimal(older.fen or 0), older.step / 2
            change, loose = Decimal(claim.fen) - base, (claim.step + older.step) / 2
            operands = (older,)
        if base <= slack:
            continue
        corners = [
            _HUNDRED * (change + a) / (base + b) for a in (-loose, loose) for b in (-slack, slack) if base + b > 0
        ]
        told = f"正文{named(claim)}由{wan(base)}变为{wan(claim.fen)}"
        yield _percent(
            "B-27", claim, claim.change_pct, _HUNDRED * change / base, (min(corners), max(corners)), told, operands
        )


def _older(claim: Claim, claims: Sequence[Claim]) -> Claim | None:
    """Return the amount of the same subject that a rate without an amount compares with."""
    found = [
        c
        for c in claims
        if c.paragraph == claim.paragraph and c.fen is not None and c.subject == claim.subject and c.key != claim.key
    ]
    levels = {"prior_executed": ("executed",), "initial_budget": ("initial_budget",)}.get(claim.base or "", ())
    found = [c for c in found if c.level in levels]
    return found[0] if len(found) == 1 else None


def completion_findings(claims: Sequence[Claim]) -> Iterator[Finding]:
    """Yield completion rates, and the words 大于 and 小于, against budget and final account."""
    for claim in claims:
        if claim.fen is None or claim.step is None or claim.level != "final":
            continue
        budget = _budget(claim, claims)
        if budget is None or budget.fen is None or budget.step is None:
            continue
        if claim.completion is not None and budget.fen:
            low = _HUNDRED * (claim.fen - claim.step / 2) / (budget.fen + budget.step / 2)
            high = _HUNDRED * (claim.fen + claim.step / 2) / (budget.fen - budget.step / 2)
            told = f"正文{named(claim)}支出决算{wan(claim.fen)}，预算{wan(budget.fen)}"
            exact = _HUNDRED * claim.fen / Decimal(budget.fen)
            yield _percent("F-14", claim, claim.completion, exact, (low, high), told, (budget,))
        if "relation" in claim.pattern and claim.direction is not None:
            yield _word(claim, budget)


def _budget(claim: Claim, claims: Sequence[Claim]) -> Claim | None:
    """Return the one budget figure of a final figure; with two printed, the base that the sentence names."""
    found = [c for c in claims if c.paragraph == claim.paragraph and c.subject == claim.subject and c.key != claim.key]
    found = [c for c in found if c.level in ("initial_budget", "adjusted_budget")]
    if len(found) > 1 and claim.base is not None:
        found = [c for c in found if c.level == claim.base]
    return found[0] if len(found) == 1 else None


def _word(claim: Claim, budget: Claim) -> Finding:
    final, planned = Decimal(claim.fen or 0), Decimal(budget.fen or 0)
    wanted = {"increase": final > planned, "decrease": final < planned, "flat": final == planned}
    word = {"increase": "大于", "decrease": "小于", "flat": "等于"}[claim.direction or "flat"]
    holds = wanted[claim.direction or "flat"]
    close = claim.direction == "flat" and abs(final - planned) <= ((claim.step or 0) + (budget.step or 0)) / 2
    told = f"正文称{named(claim)}决算数{word}预算数，而支出决算为{wan(final)}，预算为{wan(planned)}"
    return Finding(
        rule="F-14.word",
        status="exact" if holds else "within_rounding" if close else "violated",
        quantity="money",
        expected=planned,
        printed=final,
        tolerance=Decimal(0),
        message=f"{told}，{'相符' if holds or close else '不相符'}。",
        operands=((claim_key(claim), "left", 1), (claim_key(budget), "right", 1)),
    )


def _percent(
    rule: str,
    claim: Claim,
    printed: Decimal,
    exact: Decimal,
    interval: tuple[Decimal, Decimal],
    told: str,
    operands: Sequence[Claim],
) -> Finding:
    """Compare a printed percentage with the interval that the rounded amounts allow."""
    decimals = -int(printed.as_tuple().exponent)
    half = Decimal(1).scaleb(-decimals) / 2
    expected = exact.quantize(Decimal(1).scaleb(-max(decimals, 2)))
    tolerance = (max(abs(exact - interval[0]), abs(interval[1] - exact)) + half).quantize(_FINE)
    difference = printed - expected
    if interval[0] - half <= printed <= interval[1] + half:
        # The expected value was rounded to be shown; what the interval allows is no difference.
        tolerance = max(tolerance, abs(difference))
        status: Status = "exact" if difference == 0 else "within_rounding"
    else:
        status = "violated"
    return Finding(
        rule=rule,
        status=status,
        quantity="percent",
        expected=expected,
        printed=printed,
        tolerance=tolerance,
        message=f"{told}，印为{printed}%，按金额计算应为{expected}%，{STATUS_ZH[status]}。",
        operands=((claim_key(claim), "left", 1), *((claim_key(c), "right", 1) for c in operands)),
    )
