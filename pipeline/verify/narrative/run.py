"""All identities of sentences of one disclosure, and the trust they lend and take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.normalize.claims.model import Claim
from pipeline.normalize.indicators import Indicator
from pipeline.normalize.model import NormalTable
from pipeline.verify.narrative.counts import contradiction_findings, count_findings, weight_findings
from pipeline.verify.narrative.model import Finding
from pipeline.verify.narrative.parts import completion_findings, growth_findings, share_findings, sum_findings
from pipeline.verify.narrative.tables import table_findings
from pipeline.verify.trial import Trial


def run_narrative(
    claims: Sequence[Claim],
    indicators: Sequence[Indicator],
    tables: Sequence[NormalTable],
    stage: str | None,
    year: int | None,
) -> tuple[Finding, ...]:
    """Try the identities that sentences and performance targets stand in; each set of operands once a rule.

    Args:
        claims: of the disclosure.
        indicators: of its tables.
        tables: its tables.
        stage: budget, final or None.
        year: its fiscal year or None.
    """
    found: dict[tuple[str, frozenset[object]], Finding] = {}
    for finding in (
        *table_findings(claims, tables, stage, year),
        *sum_findings(claims),
        *share_findings(claims),
        *growth_findings(claims),
        *completion_findings(claims),
        *count_findings(claims),
        *contradiction_findings(claims, indicators, tables),
        *weight_findings(indicators, tables),
    ):
        found.setdefault((finding.rule, frozenset(operand for operand, _, _ in finding.operands)), finding)
    return tuple(found.values())


def table_trials(findings: Sequence[Finding]) -> tuple[Trial, ...]:
    """Return the trials that say something of figures of tables."""
    return tuple(
        finding.trial
        for finding in findings
        if finding.trial is not None and any(place[0] > 0 for place in finding.trial.weights)
    )


def claim_trust(claims: Sequence[Claim], findings: Sequence[Finding]) -> Mapping[tuple[int, int], str]:
    """Return the trust of each claim.

    Disputed: it stands in a violated identity. Proven: it stands in one of money that holds and would not hold were
    its amount left out. Unverified: the rest.
    """
    disputed = {
        key
        for finding in findings
        if finding.status == "violated"
        for (kind, key), _, _ in finding.operands
        if kind == "claim"
    }
    proven: set[tuple[int, ...]] = set()
    for finding in findings:
        trial = finding.trial
        if trial is None or not trial.holds:
            continue
        for term, _ in trial.operands:
            place, fen = term.figure.place, term.figure.fen or 0
            if place[0] < 0 and abs(trial.residual - trial.weights[place] * fen) > trial.tolerance:
                proven.add((-place[0], place[1]))
    return {
        claim.key: "disputed" if claim.key in disputed else "proven" if claim.key in proven else "unverified"
        for claim in claims
    }
