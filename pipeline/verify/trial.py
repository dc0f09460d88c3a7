"""One identity tried on the figures of a document: its operands, its residual and its status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from pipeline.normalize.model import Figure
from schemas.values import value

Status = Literal["exact", "within_rounding", "violated", "not_testable"]
Reason = Literal[
    "total_blank",
    "parts_blank",
    "unreadable",
    "table_missing",
    "table_ambiguous",
    "unit_unknown",
    "operand_missing",
    "operand_ambiguous",
    "row_missing",
]
#: Table ordinal, row and column of a figure.
Place = tuple[int, int, int]


@value
class Term:
    """A figure on one side of an identity with its sign; a blank one stands for nothing but keeps its place."""

    figure: Figure
    sign: int = 1


@dataclass(frozen=True)
class Trial:
    """An identity tried: the sum of the left terms should be the sum of the right ones.

    Attributes:
        rule: id of the identity in its form.
        reach: ``row``, ``table`` or ``tables``.
        direction: ``row``, ``column`` or ``table``: along what it confirms a figure.
        reason: why it could not be tested, None when it could.
        missing: what it lacks: form ids, or labels and codes of rows.
        operands: the printed figures with the side they stand on; blanks are no operands.
        weights: the weight of every place in left minus right, blank places included.
        tables: ordinals of the tables it compares.
        printed, expected, residual: the left side, the right side and their difference, in fen.
        status: what came of it; ``holds``: exactly or within rounding.
    """

    rule: str
    form_id: str
    reach: str
    direction: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    reason: Reason | None = None
    missing: tuple[str, ...] = ()
    operands: tuple[tuple[Term, str], ...] = field(init=False, repr=False)
    weights: Mapping[Place, int] = field(init=False, repr=False)
    tables: frozenset[int] = field(init=False, repr=False)
    printed: int = field(init=False, repr=False)
    expected: int = field(init=False, repr=False)
    residual: int = field(init=False, repr=False)
    status: Status = field(init=False, repr=False)
    holds: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        operands: list[tuple[Term, str]] = []
        weights: dict[Place, int] = {}
        sums = {"left": 0, "right": 0}
        for side, terms, factor in (("left", self.left, 1), ("right", self.right, -1)):
            for term in terms:
                figure = term.figure
                weights[figure.place] = weights.get(figure.place, 0) + factor * term.sign
                if figure.fen is not None:
                    operands.append((term, side))
                    sums[side] += term.sign * figure.fen
        # All of it is asked for of nearly every trial; a frozen value is filled by its dictionary.
        self.__dict__.update(
            operands=tuple(operands),
            weights=weights,
            tables=frozenset(place[0] for place in weights),
            printed=sums["left"],
            expected=sums["right"],
            residual=sums["left"] - sums["right"],
        )
        self.__dict__["status"] = self._status()
        self.__dict__["holds"] = self.status in ("exact", "within_rounding")

    def _status(self) -> Status:
        if self.reason is not None:
            return "not_testable"
        if self.residual == 0:
            return "exact"
        return "within_rounding" if abs(self.residual) <= self.slack else "violated"

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of both sides, blanks included."""
        return tuple(term.figure for terms in (self.left, self.right) for term in terms)

    @cached_property
    def line(self) -> Literal["row", "column"] | None:
        """Whether all its figures stand in one row of one side, or else in one column of one table."""
        first, *others = self.figures
        table, row, col = first.place
        if all(f.place[1] == row and f.place[0] == table and f.side.index == first.side.index for f in others):
            return "row"
        return "column" if all(f.place[2] == col and f.place[0] == table for f in others) else None

    @cached_property
    def tolerance(self) -> Decimal:
        """Half a printed step for every operand, in fen; a bare 0 is as exact as the finest figure beside it."""
        steps = [term.figure.step for term, _ in self.operands if term.figure.fen and term.figure.step is not None]
        if not steps:
            return Decimal(0)
        finest = min(steps)
        zeros = [min(finest, term.figure.step or finest) for term, _ in self.operands if not term.figure.fen]
        return sum((*steps, *zeros), Decimal(0)) / 2

    @cached_property
    def slack(self) -> int:
        """The largest residual within the tolerance, in whole fen as residuals are."""
        return int(self.tolerance)

    @cached_property
    def is_one_number(self) -> bool:
        """Whether all its non-zero operands are one and the same number."""
        return len({term.figure.fen for term, _ in self.operands if term.figure.fen}) <= 1


def tried(
    rule: str,
    form_id: str,
    reach: str,
    direction: str,
    left: Sequence[Term],
    right: Sequence[Term],
) -> Trial | None:
    """Try an identity; None where nothing is printed on either side or everything is zero."""
    trial = Trial(rule, form_id, reach, direction, tuple(left), tuple(right))
    if not any(term.figure.fen for term, _ in trial.operands):
        return None
    if not any(side == "left" for _, side in trial.operands):
        return _untestable(trial, "total_blank")
    if not any(side == "right" for _, side in trial.operands):
        return _untestable(trial, "parts_blank")
    return trial


def untried(
    rule: str,
    form_id: str,
    terms: tuple[Sequence[Term], Sequence[Term]],
    reason: Reason,
    missing: Sequence[str] = (),
    direction: str = "table",
) -> Trial | None:
    """An identity that lacks an operand; None where nothing is printed that it could be about.

    Args:
        rule: id of the identity.
        form_id: of the form whose identity it is.
        terms: left and right terms that are there.
        reason: why it cannot be tested.
        missing: what it lacks.
        direction: along what it would confirm a figure.
    """
    reach = {"row": "row", "column": "table"}.get(direction, "tables")
    trial = Trial(rule, form_id, reach, direction, tuple(terms[0]), tuple(terms[1]), reason, tuple(missing))
    return trial if any(term.figure.fen for term, _ in trial.operands) else None


def _untestable(trial: Trial, reason: Reason) -> Trial:
    return Trial(trial.rule, trial.form_id, trial.reach, trial.direction, trial.left, trial.right, reason)
