"""Columns → sides of a table: each a run of label columns and the figure columns that they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.normalize.grid import TableGrid
from pipeline.normalize.model import Column, Side
from pipeline.normalize.signs import bare_label
from schemas.classification import ListName, classification
from schemas.forms import Form, Panel
from schemas.text import fold
from schemas.vocabulary import strip_unit, vocabulary


def read_sides(grid: TableGrid, columns: Sequence[Column], form: Form | None) -> tuple[Side, ...]:
    """Cut the columns into sides: each begins with its labels and ends with its figures."""
    runs: list[tuple[list[Column], list[Column]]] = [([], [])]
    last_amount = max((c.index for c in columns if c.kind == "amount"), default=-1)
    for at, column in enumerate(columns):
        labels, amounts = runs[-1]
        if column.kind == "amount":
            amounts.append(column)
            continue
        if amounts and column.index < last_amount and _opens(columns[at:]):
            runs.append(([], []))
            labels = runs[-1][0]
        labels.append(column)
    return tuple(_side(grid, index, labels, amounts, form) for index, (labels, amounts) in enumerate(runs))


def _opens(rest: Sequence[Column]) -> bool:
    """Tell whether a side begins: the columns up to the next figures hold labels that their header names so."""
    for column in rest:
        if column.kind == "amount":
            return False
        lowest = strip_unit(fold(column.path[-1])) if column.path else ""
        words = vocabulary()
        if column.kind == "code" or (column.kind == "label" and words.label_name.fullmatch(lowest)):
            return True
        if column.kind == "label" and any("支出" in text or "收入" in text for text in column.path):
            return True
    return False


def _side(grid: TableGrid, index: int, labels: Sequence[Column], amounts: Sequence[Column], form: Form | None) -> Side:
    panel = _panel([*labels, *amounts], form)
    rows = (panel.rows if panel else None) or "auto"
    if rows == "auto" and form is not None and panel is None:
        rows = form.rows
    if rows in ("item", "none") and panel is None and _has_units(labels):
        rows = "unit"
    if rows == "levels" and any(c.subject in ("unit", "project") and c.kind == "label" for c in labels):
        rows = "project"
    if rows == "auto":
        rows = _kind_of_rows(grid, labels, form, two_sided=panel is not None)
    return Side(index, tuple(c.index for c in labels), tuple(c.index for c in amounts), panel, rows)


def _panel(columns: Sequence[Column], form: Form | None) -> Panel | None:
    if form is None:
        return None
    headed = "/".join(fold(text) for column in columns[:1] for text in column.path)
    return next((panel for panel in form.panels if panel.header.search(headed)), None)


def _kind_of_rows(grid: TableGrid, labels: Sequence[Column], form: Form | None, *, two_sided: bool) -> str:
    """Return how the rows of a side are classed: as the form says, or as its labels show."""
    classed = [kind for kind in (form.codes if form else ()) if kind not in ("none", "unit")]
    if not two_sided and _has_units(labels) and (not classed or "unit" in (form.codes if form else ())):
        return "unit"
    if len(classed) == 1:
        return classed[0]
    if not two_sided:
        return "auto"
    words = [
        bare_label(cell.text)
        for column in labels
        if column.kind in ("label", "code")
        for cell in grid.table.cells
        if cell.col == column.index and cell.row >= grid.header_rows and cell.text
    ]
    natures = {w.dims["nature"] for word in words if (w := vocabulary().rows.first(word)) and "nature" in w.dims}
    shares = {kind: sum(_is_named(word, kind) for word in words) for kind in ("functional", *_ECONOMIC)}
    if not shares["functional"] and len(natures) > 1:
        return "nature"
    best = max(shares, key=lambda kind: shares[kind])
    return best if shares[best] else "functional"


_ECONOMIC: tuple[ListName, ...] = ("economic_department", "economic_government")


def _is_named(word: str, kind: str) -> bool:
    return bool(classification().by_name(kind, word, level="class"))  # type: ignore[arg-type]


def _has_units(labels: Sequence[Column]) -> bool:
    named = [column for column in labels if column.kind == "label"]
    return bool(named) and all(column.subject == "unit" for column in named)
