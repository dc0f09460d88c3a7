"""A second reading where the first one's arithmetic fails: chosen by arithmetic, whole, and never at its expense."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractors.again import read_again
from extractors.page import Cell, Grid, PageReading
from extractors.pdfium import PdfDocument
from extractors.reading import read_page
from pipeline.apart import apart
from pipeline.ids import Ids
from pipeline.narrative import narrate
from pipeline.second import Opinions, second_opinion, undecided
from pipeline.understand import Understood, lists_date, understand
from pipeline.worker import read_document
from tests.typeset import canvas_producer, fonts
from tests.typeset.canvas_hand import Hand
from tests.typeset.hazards import base, fonts_bad, refont
from tests.typeset.model import Document, Table
from tests.typeset.wear import plant

SHOWN, TOLD = "545.48", "945.48"
FORM = "budget_expenditure_by_function"


class Lying(Hand):
    """A figure is printed right, and the file tells readers to copy another one."""

    def line(self, canvas: Any, text: str, *rest: Any) -> None:
        lies = text == SHOWN
        if lies:
            canvas._code.append(f"/Span <</ActualText ({TOLD})>> BDC")
        super().line(canvas, text, *rest)
        if lies:
            canvas._code.append("EMC")


def small(seed: int = 4) -> Document:
    """A disclosure with three of its tables."""
    whole = base.document("national", seed)
    forms = ("budget_rev_exp_summary", FORM, "budget_gpb_expenditure_by_function")
    sections = (
        replace(s, blocks=tuple(b for b in s.blocks if not isinstance(b, Table) or b.form in forms))
        for s in whole.sections
    )
    return replace(whole, sections=tuple(s for s in sections if s.blocks))


def bundle(path: Path) -> dict[str, list[dict[str, Any]]]:
    return read_document(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), path.name)  # type: ignore[return-value]


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("second") / "honest.pdf"
    base.typeset(small(), path)
    return path


@pytest.fixture(scope="module")
def first(honest: Path) -> Understood:
    with PdfDocument(str(honest)) as document:
        pages = [read_page(document, n + 1) for n in range(document.info().page_count)]
    return understand(pages, honest.name)


def table_of(rows: dict[str, list[dict[str, Any]]]) -> str:
    return next(str(row["table_id"]) for row in rows["tables"] if row["form_id"] == FORM)


def test_the_second_reader_is_believed_where_its_arithmetic_holds(tmp_path: Path, honest: Path) -> None:
    path = tmp_path / "lying.pdf"
    base.typeset(small(), path, Lying())
    read, right = bundle(path), bundle(honest)
    figures = [(a["row"], a["col"], a["value"], a["trust"]) for a in read["amounts"]]
    assert figures == [(a["row"], a["col"], a["value"], a["trust"]) for a in right["amounts"]]
    mine = [row for row in read["readings"] if row["table_id"] == table_of(read)]
    (chosen,) = (row for row in mine if row["chosen"])
    assert (chosen["reader"], chosen["checks_failed"], chosen["cells_differing"]) == ("pdfplumber", 0, 0)
    before = next(row for row in mine if row["reader"] == "pdfium" and row["finder"] == "rulings")
    assert not before["chosen"]
    assert before["checks_failed"] > 0
    assert before["cells_differing"] == 1
    assert {row["engine"] for row in read["pages"]} == {"pdfium", "pdfplumber"}


def test_what_both_see_alike_is_the_documents_own_error(tmp_path: Path) -> None:
    path = tmp_path / "misprint.pdf"
    document = plant(small(), 3)
    base.typeset(document, path)
    read = bundle(path)
    wrong = document.defects[0]
    (amount,) = (
        a for a in read["amounts"] if a["printed"] == wrong.printed and (a["row"], a["col"]) == (wrong.row, wrong.col)
    )
    assert amount["trust"] == "disputed"
    others = [row for row in read["readings"] if not row["chosen"]]
    assert {(row["reader"], row["cells_differing"]) for row in others} == {("pdfplumber", 0)}
    assert {row["engine"] for row in read["pages"]} == {"pdfium"}


def test_a_second_reader_that_reads_less_is_not_believed(tmp_path: Path) -> None:
    """The fonts have no map to characters: the first reader rebuilds it, pdfminer would have to guess."""
    path = tmp_path / "nameless.pdf"
    document = plant(small(), 3)
    base.typeset(document, path)
    files = fonts.cut(canvas_producer.characters(document), tmp_path)
    refont.reset(path, {face: (files[face], fonts_bad.shuffled) for face in ("Regular", "Bold")})
    read = bundle(path)
    assert document.defects[0].printed in {a["printed"] for a in read["amounts"] if a["trust"] == "disputed"}
    others = [row for row in read["readings"] if row["reader"] == "pdfplumber"]
    assert others
    assert not any(row["chosen"] for row in others)
    assert {row["engine"] for row in read["pages"]} == {"pdfium"}


def never(_path: str, _numbers: Sequence[int], _way: str) -> None:
    raise AssertionError("read again without a reason")


def test_nothing_is_read_again_where_identities_hold(first: Understood) -> None:
    assert second_opinion("x.pdf", first, "x.pdf", never) == (first, Opinions({}, frozenset()))


def changed(understood: Understood, form: str, change: Callable[[Cell], Cell]) -> list[PageReading]:
    """The pages with other boxes in the tables of a form."""
    tables = [table.table for judged in understood.tried for table in judged.tables]
    forms = [table.form.id if table.form else "" for judged in understood.tried for table in judged.tables]
    numbers = {t.page_first for t, f in zip(tables, forms, strict=True) if f == form}

    def grid(value: Grid) -> Grid:
        return replace(value, cells=tuple(map(change, value.cells)))

    return [
        replace(page, grids=tuple(map(grid, page.grids))) if page.number in numbers else page
        for page in understood.pages
    ]


def reworded(old: str, new: str) -> Callable[[Cell], Cell]:
    def change(cell: Cell) -> Cell:
        lines = tuple(replace(line, text=new) if line.text == old else line for line in cell.lines)
        return replace(cell, lines=lines)

    return change


def again_with(pages: Sequence[PageReading]) -> Callable[[str, Sequence[int], str], list[PageReading] | None]:
    def again(_path: str, numbers: Sequence[int], way: str) -> list[PageReading] | None:
        if way != "pdfplumber":
            return None
        return [replace(page, engine="pdfplumber") for page in pages if page.number in numbers]

    return again


def test_a_second_reading_as_wrong_as_the_first_changes_nothing(first: Understood) -> None:
    wrong = understand(changed(first, FORM, reworded(SHOWN, TOLD)), "x.pdf")
    other = changed(first, FORM, reworded(SHOWN, "955.48"))
    final, opinions = second_opinion("x.pdf", wrong, "x.pdf", again_with(other))
    assert final is wrong
    assert {(o.reader, o.differing) for found in opinions.others.values() for o in found} >= {("pdfplumber", 1)}


def test_figures_that_arithmetic_cannot_decide_between_are_not_proven(first: Understood) -> None:
    """The other reading has two columns swapped in every row, and all identities hold in it as well."""
    ordinal, header, left, right = next(
        (
            t.table.ordinal,
            t.header_rows,
            *[c.index for c in t.columns if c.dims.get("nature") in ("basic", "project")][:2],
        )
        for judged in first.tried
        for t in judged.tables
        if t.form and t.form.id == FORM
    )
    page = next(t.table.page_first for j in first.tried for t in j.tables if t.table.ordinal == ordinal)
    lost = [replace(p, grids=tuple(_lose_a_glyph(g) for g in p.grids)) if p.number == page else p for p in first.pages]
    swapped = [
        replace(p, grids=tuple(_swap(g, header, left, right) for g in p.grids)) if p.number == page else p for p in lost
    ]
    doubtful = understand(lost, "x.pdf")
    final, opinions = second_opinion("x.pdf", doubtful, "x.pdf", again_with(swapped))
    assert final is doubtful
    assert opinions.undecided
    assert {place[0] for place in opinions.undecided} == {ordinal}
    judged, _ = narrate(Ids("0" * 64), final.tried[0], final.told[0], lists_date(final.disclosures[0]))
    proven = {place for place, trust in judged.trust.items() if trust.trust == "proven"}
    assert proven & opinions.undecided
    after = {place for place, trust in undecided(judged, opinions).trust.items() if trust.trust == "proven"}
    assert after == proven - opinions.undecided


def _lose_a_glyph(grid: Grid) -> Grid:
    """One word of the first column is marked as not read whole."""
    at = next(i for i, cell in enumerate(grid.cells) if cell.row == grid.shape[0] - 1 and cell.lines)
    cell = grid.cells[at]
    lost = replace(cell, lines=(replace(cell.lines[0], unmapped=True), *cell.lines[1:]))
    return replace(grid, cells=(*grid.cells[:at], lost, *grid.cells[at + 1 :]))


def _swap(grid: Grid, header: int, left: int, right: int) -> Grid:
    text = {(cell.row, cell.col): cell.lines for cell in grid.cells}
    turn = {left: right, right: left}
    cells = (replace(c, lines=text[c.row, turn[c.col]]) if c.row >= header and c.col in turn else c for c in grid.cells)
    return replace(grid, cells=tuple(cells))


def test_camelots_grid_is_believed_where_its_arithmetic_holds(first: Understood, honest: Path) -> None:
    """The first reading has total and part in each other's column, and pdfplumber cannot read the file."""
    table = next(t for j in first.tried for t in j.tables if t.form and t.form.id == FORM)
    whole = next(c.index for c in table.columns if c.is_total)
    part = next(c.index for c in table.columns if c.dims.get("nature") == "project")
    turned = [
        replace(p, grids=tuple(_swap(g, table.header_rows, whole, part) for g in p.grids))
        if p.number == table.table.page_first
        else p
        for p in first.pages
    ]

    def again(path: str, numbers: Sequence[int], way: str) -> list[PageReading] | None:
        return None if way == "pdfplumber" else read_again(path, numbers, way)

    final, opinions = second_opinion(str(honest), understand(turned, "x.pdf"), "x.pdf", again)
    ordinal = table.table.ordinal
    chosen = next(t for j in final.tried for t in j.tables if t.table.ordinal == ordinal)
    assert (chosen.table.reader, chosen.table.finder) == ("pdfium", "camelot-lattice")
    assert [(f.place, f.fen) for f in chosen.figures] == [(f.place, f.fen) for f in table.figures]
    assert not any(t.status == "violated" for j in final.tried for t in j.trials)
    (before,) = opinions.others[ordinal]
    assert (before.reader, before.finder) == ("pdfium", "rulings")
    assert before.failed > 0


def test_a_second_reader_that_fails_leaves_the_first_as_it_is(first: Understood) -> None:
    wrong = understand(changed(first, FORM, reworded(SHOWN, TOLD)), "x.pdf")
    final, opinions = second_opinion("no such file.pdf", wrong, "x.pdf")
    assert final is wrong
    assert opinions.others == {}


def _raise() -> int:
    raise MemoryError


def test_work_apart_comes_back_or_is_none() -> None:
    assert apart(lambda: [1, 2], 10.0) == [1, 2]
    assert apart(_raise, 10.0) is None
    assert apart(lambda: os._exit(3), 10.0) is None
    assert apart(lambda: os.kill(os.getpid(), signal.SIGKILL), 10.0) is None
    assert apart(lambda: lambda: 0, 10.0) is None  # does not pickle
    assert apart(lambda: time.sleep(60), 0.2) is None
