"""What came of an identity that a sentence stands in."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pipeline.assemble.table import TableCell
from pipeline.normalize.claims.model import Claim
from pipeline.normalize.model import Column, Figure, Row, Side
from pipeline.verify.trial import Status, Term, Trial
from schemas.values import value

Quantity = Literal["money", "count", "percent", "weight"]
#: Kind of an operand and its key: claim (paragraph, ordinal), amount (table, row, column), indicator (table, row).
Operand = tuple[Literal["claim", "amount", "indicator"], tuple[int, ...]]


@value
class Finding:
    """An identity tried on sentences.

    Attributes:
        quantity: what ``printed`` and ``expected`` are; money in fen.
        operands: operand, side and sign.
        trial: the same as a trial of money, where figures of tables are among the operands or amounts are added up.
        about: claims whose figures it doubts when it is violated.
    """

    rule: str
    status: Status
    quantity: Quantity
    expected: Decimal | None
    printed: Decimal | None
    tolerance: Decimal | None
    message: str
    operands: tuple[tuple[Operand, str, int], ...]
    form_id: str | None = None
    reason: str | None = None
    trial: Trial | None = None

    @property
    def difference(self) -> Decimal | None:
        """Printed minus expected."""
        return None if self.printed is None or self.expected is None else self.printed - self.expected


def term_of(claim: Claim, sign: int = 1) -> Term:
    """Return a claim's amount as an operand of a trial: a figure of a table that does not exist (ordinal below 0)."""
    cell = TableCell(claim.ordinal, 0, 1, 1, claim.subject, claim.subject, 1, (0.0, 0.0, 0.0, 0.0))
    figure = Figure(
        table=-claim.paragraph,
        cell=cell,
        side=Side(0, (), (), None, "none"),
        row=Row(claim.ordinal, 0, claim.subject, (), None),
        column=Column(0, (), "amount"),
        dims={},
        value=None,
        fen=claim.fen,
        step=claim.step,
        measure="money",
        unit="万元",
        null_kind=None,
    )
    return Term(figure, sign)


def operands_of(trial: Trial) -> tuple[tuple[Operand, str, int], ...]:
    """Return the operands of a trial with claims among them."""
    found: list[tuple[Operand, str, int]] = []
    for term, side in trial.operands:
        table, row, col = term.figure.place
        operand: Operand = ("claim", (-table, row)) if table < 0 else ("amount", (table, row, col))
        found.append((operand, side, term.sign))
    return tuple(found)


def claim_key(claim: Claim) -> Operand:
    """Return a claim as an operand."""
    return ("claim", claim.key)


def status_of(difference: Decimal, tolerance: Decimal) -> Status:
    """Return the status of a difference."""
    if difference == 0:
        return "exact"
    return "within_rounding" if abs(difference) <= tolerance else "violated"


_QUOTES = str.maketrans("", "", '“”"')

STATUS_ZH = {
    "exact": "完全相符",
    "within_rounding": "相差在四舍五入之内",
    "violated": "不相符",
    "not_testable": "无法核对",
}


def named(claim: Claim) -> str:
    """Return a claim's subject in quotation marks."""
    return f"“{claim.subject.translate(_QUOTES)}”"


def wan(fen: int | Decimal) -> str:
    """Return an amount in 万元 as a sentence prints it."""
    return f"{Decimal(fen) / 1_000_000:,.2f}万元"
