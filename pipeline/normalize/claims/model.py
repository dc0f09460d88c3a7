"""The values of the narrative's facts: claims, and sentences that were not parsed."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from schemas.values import value

Direction = Literal["increase", "decrease", "flat"]


@dataclass(slots=True)
class Draft:
    """A claim while its sentence is being read; attributes as in :class:`Claim`."""

    subject: str
    at: tuple[int, int]
    level: str | None = None
    year: int | None = None
    path: str | None = None
    fen: int | None = None
    step: Decimal | None = None
    share: Decimal | None = None
    share_of: str | None = None
    change: int | None = None
    change_step: Decimal | None = None
    change_pct: Decimal | None = None
    completion: Decimal | None = None
    direction: Direction | None = None
    base: str | None = None
    reason: str | None = None
    count: Decimal | None = None
    unit: str | None = None
    text: str | None = None
    implied: bool = False
    nil: bool = False
    parent: Draft | None = None
    metric: str | None = None
    patterns: list[str] = field(default_factory=list)
    reason_at: tuple[int, int] | None = None


@value
class Claim:
    """One figure or fact stated in a sentence.

    Attributes:
        paragraph: ordinal of its paragraph in the document, from 1; ``ordinal``: which claim of it, from 1.
        pattern: ids of the phrases that made it, joined by ``+``.
        level: which figure of the subject the amount is (initial_budget, final …), None for the document's own.
        year: the year the amount is of, where the sentence names one.
        step, change_step: one unit of the last printed digit, in fen.
        share_of: what the share is of, as printed; '' for the parent.
        parent: ordinal of the claim that this one is part of, within its paragraph or an earlier one.
        start, end: place of the sentence in the paragraph as printed.
    """

    paragraph: int
    ordinal: int
    kind: str
    pattern: str
    subject: str
    metric: str | None
    level: str | None
    year: int | None
    functional_code: str | None
    economic_code: str | None
    fen: int | None
    step: Decimal | None
    share: Decimal | None
    share_of: str | None
    change: int | None
    change_step: Decimal | None
    change_pct: Decimal | None
    completion: Decimal | None
    direction: Direction | None
    base: str | None
    reason: str | None
    count: Decimal | None
    unit: str | None
    text: str | None
    implied: bool
    section_id: str | None
    section: tuple[str, ...]
    parent: tuple[int, int] | None
    start: int
    end: int

    @property
    def key(self) -> tuple[int, int]:
        """Paragraph and ordinal: the identity of a claim in its document."""
        return (self.paragraph, self.ordinal)


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A sentence with figures of which at least one is in no claim.

    Attributes:
        reason: why, one of the words of the data dictionary.
        amounts: how many amounts of it are in no claim.
    """

    paragraph: int
    sentence: str
    reason: str
    amounts: int = 0
