"""Figures whose column is not certain keep no guessed meaning, and all others theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.page import Cell, Grid
from extractors.pdfium import PdfDocument
from extractors.reading import read_page
from pipeline.ids import Ids
from pipeline.narrative import narrate
from pipeline.normalize.model import NormalTable
from pipeline.understand import lists_date, understand
from pipeline.unsure import REASON, without_guesses
from tests.pipeline.test_second import FORM, SHOWN, TOLD, small
from tests.typeset.hazards import base

Change = Callable[[Grid], Grid]


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("unsure") / "honest.pdf"
    base.typeset(small(), path)
    return path


def _table(path: Path, finder: str, change: Change = lambda grid: grid) -> NormalTable:
    """The table of one form as it comes out, its grid found in another way and changed."""
    with PdfDocument(str(path)) as document:
        pages = [read_page(document, n + 1) for n in range(document.info().page_count)]
    found = [replace(p, grids=tuple(replace(change(g), finder=finder) for g in p.grids)) for p in pages]
    understood = understand(found, path.name)
    tried, told = understood.tried[0], understood.told[0]
    judged, _ = narrate(Ids("0" * 64), tried, told, lists_date(tried.disclosure))
    return next(t for t in without_guesses(judged).tables if t.form and t.form.id == FORM)


def _misread(grid: Grid) -> Grid:
    def cell(value: Cell) -> Cell:
        lines = tuple(replace(line, text=TOLD) if line.text == SHOWN else line for line in value.lines)
        return replace(value, lines=lines)

    return replace(grid, cells=tuple(map(cell, grid.cells)))


def _lost(table: NormalTable) -> set[tuple[int, int]]:
    lost = {place for place, reason in table.unplaced.items() if reason == REASON}
    bare = {(f.cell.row, f.cell.col) for f in table.figures if f.value is not None and not any(f.dims.values())}
    assert lost == bare
    return lost


def test_columns_whose_identities_hold_keep_their_meaning(honest: Path) -> None:
    assert _lost(_table(honest, "unruled")) == set()


def test_what_nothing_confirms_in_a_table_that_fails_has_no_meaning(honest: Path) -> None:
    table = _table(honest, "unruled", _misread)
    lost = _lost(table)
    wrong = {(f.cell.row, f.cell.col) for f in table.figures if f.cell.text == TOLD}
    assert wrong
    assert wrong <= lost
    assert len(lost) < sum(f.value is not None for f in table.figures)


def test_rulings_leave_no_doubt_of_a_column(honest: Path) -> None:
    assert _lost(_table(honest, "rulings", _misread)) == set()
