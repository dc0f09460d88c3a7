"""Tables found without rulings whose columns are not certain: their figures stay, a guessed meaning does not."""

from __future__ import annotations

from dataclasses import replace

from pipeline.normalize.model import Figure, NormalTable
from pipeline.normalize.tables import DIMENSIONS
from pipeline.records import Judged

#: Why a figure has no dimensions though the form of its table is known.
REASON = "column_uncertain"


def without_guesses(judged: Judged) -> Judged:
    """Take the dimensions of figures that may stand in another column than the one they were put in.

    Without rulings a column is inferred. A figure over two columns, or under no header, has none; where an identity of
    the table fails, only figures that another identity confirms have theirs.
    """
    return replace(judged, tables=tuple(_certain(judged, table) for table in judged.tables))


def _certain(judged: Judged, table: NormalTable) -> NormalTable:
    if table.form is None or table.table.finder == "rulings":
        return table
    ordinal = table.table.ordinal
    fails = any(trial.status == "violated" and trial.tables == {ordinal} for trial in judged.trials)
    lost = {figure.place for figure in table.figures if _is_unsure(judged, figure, fails)}
    if not lost:
        return table
    figures = tuple(_bare(figure) if figure.place in lost else figure for figure in table.figures)
    unplaced = {**table.unplaced, **{place[1:]: REASON for place in lost}}
    return replace(table, figures=figures, unplaced=unplaced)


def _is_unsure(judged: Judged, figure: Figure, fails: bool) -> bool:
    """Tell whether nothing shows that a figure stands in its column."""
    if figure.value is None:
        return False
    if figure.cell.col_span > 1 or not figure.column.path:
        return True
    trust = judged.trust.get(figure.place)
    return fails and (trust is None or not trust.support)


def _bare(figure: Figure) -> Figure:
    column = replace(figure.column, economic=None, tag=None)
    return replace(figure, dims=dict.fromkeys(DIMENSIONS), column=column)
