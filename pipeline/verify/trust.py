"""Trust: which figures the document's own arithmetic confirms in value and place.

A figure is proven when the identities that hold would not all hold were it left out, or moved to another column of
figures in its row or another row of its group; see the data contract and docs/trust.md.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from pipeline.normalize.model import Figure, NormalTable
from pipeline.verify.meaning import Said, contradicted, indistinct, misheaded
from pipeline.verify.trial import Place, Trial
from schemas.values import value

#: Where no rulings show rows and columns, identities in so many directions must agree on a figure.
DIRECTIONS = 2

_ByPlace = Mapping[Place, Sequence[Trial]]


@value
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
    holding = _by_place(trial for trial in trials if trial.holds)
    disputed = {t.figure.place for trial in trials if trial.status == "violated" for t, _ in trial.operands}
    doubtful, misread = contradicted(trials), misheaded(trials)
    summed = _by_place(trial for trial in trials if trial.direction == "column" and trial.status != "violated")
    found: dict[Place, Trust] = {}
    for table in tables:
        inferred = table.table.finder != "rulings"
        near, vague, said = _Neighbours(table, summed), indistinct(table), Said(table.form)
        for figure in table.figures:
            if figure.fen is None:
                continue
            mine = holding.get(figure.place, ())
            support = len({trial.direction for trial in mine})
            margin = min([trial.tolerance for trial in mine], default=None)
            doubted = (
                (inferred and support < DIRECTIONS)
                or figure.table in doubtful
                or (figure.table, figure.cell.col) in misread
                or figure.place in vague
            )
            if figure.place in disputed:
                trust = "disputed"
            elif doubted or not said.is_known(figure) or not _is_confirmed(figure, holding, near):
                trust = "unverified"
            else:
                trust = "proven"
            found[figure.place] = Trust(trust, support, margin)
    return found


def _by_place(trials: Iterable[Trial]) -> _ByPlace:
    """Return the trials that each place has a weight in, blank places included."""
    found: dict[Place, list[Trial]] = defaultdict(list)
    for trial in trials:
        for place, weight in trial.weights.items():
            if weight:
                found[place].append(trial)
    return found


class _Line:
    """Figures that could stand in each other's place, by value, so that those of a like value are found at once."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = sorted(figures, key=lambda figure: (figure.fen or 0, figure.place))
        self._values = [figure.fen or 0 for figure in self._figures]

    def near(self, value: int, reach: int | None) -> Sequence[Figure]:
        """Return the figures within reach of a value, all of them when there is no reach."""
        if reach is None:
            return self._figures
        return self._figures[bisect_left(self._values, value - reach) : bisect_right(self._values, value + reach)]


class _Neighbours:
    """The places of a table that a figure could wrongly stand in."""

    def __init__(self, table: NormalTable, summed: _ByPlace) -> None:
        self._summed = summed
        self._figures = {figure.place: figure for figure in table.figures if figure.measure == "money"}
        self._rows: dict[int, list[Figure]] = defaultdict(list)
        groups: dict[object, list[Figure]] = defaultdict(list)
        for figure in self._figures.values():
            self._rows[figure.cell.row].append(figure)
            groups[self._group(figure)].append(figure)
        self._groups = {key: _Line(figures) for key, figures in groups.items()}
        self._sums: dict[int, _Line] = {}
        self._own: dict[int, bool] = {}

    @staticmethod
    def _group(figure: Figure) -> tuple[int, int, int | None, bool]:
        return (figure.side.index, figure.column.index, figure.row.parent, figure.row.total is not None)

    def _sum(self, trial: Trial) -> _Line:
        line = self._sums.get(id(trial))
        if line is None:
            line = _Line(self._figures[place] for place in trial.weights if place in self._figures)
            self._sums[id(trial)] = line
        return line

    def of(self, figure: Figure, holding: Sequence[Trial]) -> list[Figure]:
        """Return the figures (blank ones too) in the other columns of its row and the other rows of its group.

        Its group are the rows under its parent, and those that any total adds up together with it. An identity that
        has no other row of the table notices every exchange with a row whose figure is not of a like value; those
        are left out.
        """
        place, value = figure.place, figure.fen or 0
        row = place[1]
        found = [other for other in self._rows[row] if other.place != place]
        reach = min([_reach(figure, trial) for trial in holding if self._is_own(figure, trial)], default=None)
        found += [o for o in self._groups[self._group(figure)].near(value, reach) if o.place[1] != row]
        for trial in self._summed.get(place, ()):
            found += [o for o in self._sum(trial).near(value, reach) if o.place[1] != row]
        return found

    def _is_own(self, figure: Figure, trial: Trial) -> bool:
        """Tell whether an identity that a figure stands in has places of this table in the figure's row only."""
        own = self._own.get(id(trial))
        if own is None:
            own = self._own[id(trial)] = len({row for table, row, _ in trial.weights if table == figure.table}) == 1
        return own


def _reach(figure: Figure, trial: Trial) -> int:
    """How far another value can be from the figure's for an exchange to go unnoticed, in whole fen."""
    return (trial.slack + abs(trial.residual)) // abs(trial.weights[figure.place])


def _is_confirmed(figure: Figure, holding: _ByPlace, near: _Neighbours) -> bool:
    """Tell whether the identities that hold would notice the figure missing, and standing anywhere near."""
    mine = holding.get(figure.place, ())
    value = figure.fen or 0
    noticing = [t for t in mine if abs(t.residual - t.weights[figure.place] * value) > t.slack]
    repeated = any(trial.direction == "row" and trial.is_one_number for trial in mine)
    if not noticing or (repeated and all(trial.direction == "row" for trial in noticing)):
        return False
    for other in near.of(figure, mine):
        if other.fen == figure.fen or _breaks(figure, other, mine):
            continue
        if not _breaks(figure, other, holding.get(other.place, ())):
            return False
    return True


def _breaks(figure: Figure, other: Figure, trials: Sequence[Trial]) -> bool:
    """Tell whether an identity fails when a figure changes places with another."""
    shift = (figure.fen or 0) - (other.fen or 0)
    here, there = figure.place, other.place
    for trial in trials:
        weights = trial.weights
        if abs(trial.residual + (weights.get(there, 0) - weights.get(here, 0)) * shift) > trial.slack:
            return True
    return False
