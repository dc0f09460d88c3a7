"""Invented sentences → their claims, for tests."""

from __future__ import annotations

from datetime import date

from pipeline.assemble.paragraphs import Paragraph
from pipeline.normalize.claims.model import Claim
from pipeline.normalize.claims.read import Reading, read_claims

AGENCY = "青禾县水务局"


def read(*texts: str, section: str = "n_total", heading: str = "一、收支预算情况", stage: str = "budget") -> Reading:
    """Read paragraphs of one section."""
    box = (0.0, 0.0, 100.0, 10.0)
    told = [(n, Paragraph(text, (heading,), section, 1, 1, box, ((1, box),))) for n, text in enumerate(texts, 1)]
    return read_claims(told, agency=AGENCY, fiscal_year=2024, stage=stage, on=date(2024, 12, 31))


def wan(claim: Claim) -> float | None:
    """The amount in 万元."""
    return None if claim.fen is None else claim.fen / 1_000_000


def brief(reading: Reading) -> list[tuple[str, float | None]]:
    """Subject and amount of each claim."""
    return [(claim.subject, wan(claim)) for claim in reading.claims]
