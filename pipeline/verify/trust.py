"""Trust: which figures the document's own arithmetic confirms in value and place.

A figure is proven when the identities that hold would not all hold were it left out, or moved to another column of
figures in its row or another row of its group; see the data contract.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.normalize.model import Figure, NormalTable
from pipeline.verify.trial import Place, Trial


@dataclass(frozen=True, slots=True)
class Trust:
    """The trust of one figure.

    Attributes:
        trust: ``proven``, ``disputed`` or ``unverified``.
        support: how many independent directions confirm it.
        margin_fen: smallest tolerance among the identities that hold, None without any.
    """

    trust: str
    support: int
    margin_fen: Decimal | None


def judge(tables: Sequence[NormalTable], trials: Sequence[Trial]) -> Mapping[Place, Trust]:
    """Return the trust of every figure of money, by place."""
    by_place: dict[Place, list[Trial]] = defaultdict(list)
    disputed: set[Place] = set()
    for trial in trials:
        if trial.holds:
            for place in trial.weights:
                by_place[place].append(trial)
        elif trial.status == "violated":
            disputed.update(term.figure.place for term, _ in trial.operands)
    found: dict[Place, Trust] = {}
    for table in tables:
        places = _Neighbours(table)
        for figure in table.figures:
            if figure.fen is None:
                continue
            found[figure.place] = _judge(figure, by_place, disputed, places)
    return found


class _Neighbours:
    """The places of a table that a figure could wrongly stand in."""

    def __init__(self, table: NormalTable) -> None:
        self._rows: dict[int, list[Figure]] = defaultdict(list)
        self._groups: dict[tuple[int, int, int | None, bool], list[Figure]] = defaultdict(list)
        for figure in table.figures:
            if figure.measure == "money":
                self._rows[figure.cell.row].append(figure)
                self._groups[self._group(figure)].append(figure)

    @staticmethod
    def _group(figure: Figure) -> tuple[int, int, int | None, bool]:
        return (figure.side.index, figure.column.index, figure.row.parent, figure.row.total is not None)

    def of(self, figure: Figure) -> Iterator[Figure]:
        """Yield the figures (blank ones too) in the other columns of its row and the other rows of its group."""
        for other in (*self._rows[figure.cell.row], *self._groups[self._group(figure)]):
            if other.place != figure.place:
                yield other


def _judge(figure: Figure, by_place: Mapping[Place, list[Trial]], disputed: set[Place], places: _Neighbours) -> Trust:
    holding = by_place.get(figure.place, [])
    support = len({trial.direction for trial in holding})
    margin = min((trial.tolerance for trial in holding), default=None)
    if figure.place in disputed:
        return Trust("disputed", support, margin)
    if not holding or not figure.fen:
        return Trust("unverified", support, margin)
    confirmed = (
        any(not (trial.direction == "row" and trial.is_one_number) for trial in holding)
        and _breaks(figure, None, holding)
        and all(
            other.fen == figure.fen or _breaks(figure, other, (*holding, *by_place.get(other.place, ())))
            for other in places.of(figure)
        )
    )
    return Trust("proven" if confirmed else "unverified", support, margin)


def _breaks(figure: Figure, other: Figure | None, trials: Sequence[Trial]) -> bool:
    """Tell whether an identity fails when the figure is left out, or changes places with another."""
    value = figure.fen or 0
    for trial in trials:
        weight = trial.weights.get(figure.place, 0)
        if other is None:
            residual = trial.residual - weight * value
        else:
            shift = value - (other.fen or 0)
            residual = trial.residual + (trial.weights.get(other.place, 0) - weight) * shift
        if abs(residual) > trial.tolerance:
            return True
    return False
