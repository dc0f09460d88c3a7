"""Whether it is known what a figure is of: a value in its place proves nothing about a label that nobody understood."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.normalize.model import Figure, NormalTable, Row
from pipeline.verify.trial import Place, Trial
from schemas.forms import Form
from schemas.text import fold
from schemas.vocabulary import DIMENSIONS, strip_unit, vocabulary

#: Row kinds of which every row names a class, a fund, a nature, an item, or the unit that the rows beneath it are of.
_NAMED = ("functional", "economic", "source", "nature", "item")
#: What a figure of money is wrong about when it is wrong about it.
_NEEDED = ("flow", "fund", "nature", "phase")
_PREFIX = re.compile(r"^(?:其中:|20\d\d年(?:度)?)")


class Said:
    """What is said of the figures of one table by its rows and headers, each read once.

    Args:
        form: the form of the table.
    """

    def __init__(self, form: Form | None) -> None:
        self._form = form
        self._headers: dict[tuple[str, ...], bool] = {}

    def is_known(self, figure: Figure) -> bool:
        """Tell whether row and header of a figure both say what it is of, and do not contradict themselves."""
        dims, column = figure.dims, figure.column
        if None in map(dims.get, _NEEDED) or not _is_row_known(figure.row, figure.side.rows):
            return False
        if not column.path or column.economic is not None or column.dims.get("phase"):
            return True
        known = self._headers.get(column.path)
        if known is None:
            known = self._headers[column.path] = _is_header_known(column.path[-1], self._form)
        return known


def _is_row_known(row: Row, kind: str) -> bool:
    if row.status == "conflict":
        return False  # the code says one thing, the name beside it another
    named = row.code or row.total or row.dims or row.tag or row.unit_name == row.label
    return bool(named) or not row.label or kind not in _NAMED


def _is_header_known(header: str, form: Form | None) -> bool:
    lowest = strip_unit(fold(header))
    return any(
        vocabulary().is_header_word(text) or (form is not None and form.columns.first(text) is not None)
        for text in (lowest, _PREFIX.sub("", lowest))
    )


def indistinct(table: NormalTable) -> frozenset[Place]:
    """Return the figures whose headers tell them from no other figure of their row: some header was not understood."""
    alike: dict[object, list[Place]] = defaultdict(list)
    for figure in table.figures:
        if figure.measure == "money":
            column = figure.column
            said = (column.tag, column.economic, *map(figure.dims.get, DIMENSIONS))
            alike[figure.side.index, figure.cell.row, said].append(figure.place)
    return frozenset(place for places in alike.values() if len(places) > 1 for place in places)


def contradicted(trials: Sequence[Trial]) -> frozenset[int]:
    """Return the tables that other tables contradict and none confirms: their unit or their form may be misread.

    Identities inside a table hold in any unit and under any title, so they cannot tell. A sentence can confirm a
    table; one that contradicts it disputes its own figures only.
    """
    against: set[int] = set()
    confirmed: set[int] = set()
    for trial in trials:
        if len(trial.tables) < 2:
            continue
        if trial.holds:
            confirmed |= trial.tables
        elif trial.direction == "narrative":
            continue
        elif trial.status == "violated" or trial.reason in ("total_blank", "parts_blank"):
            against |= trial.tables
    return frozenset(against - confirmed)


def misheaded(trials: Sequence[Trial]) -> frozenset[tuple[int, int]]:
    """Return the columns (table, column) whose rows disagree with their headers wherever they can tell.

    A row that repeats one number agrees with any headers; where no other row holds and one is violated, the words
    above the columns may stand over the wrong figures.
    """
    against: set[tuple[int, frozenset[int]]] = set()
    confirmed: set[tuple[int, frozenset[int]]] = set()
    for trial in trials:
        if trial.direction != "row" or trial.is_one_number:
            continue
        table = next(iter(trial.tables))
        columns = frozenset(col for _, _, col in trial.weights)
        (confirmed if trial.holds else against).add((table, columns))
    return frozenset((table, col) for table, columns in against - confirmed for col in columns)
