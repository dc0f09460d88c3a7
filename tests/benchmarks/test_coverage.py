"""Coverage: what the page shows against what was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.coverage import Read, by_reader, examine, from_rows, main, report
from benchmarks.numbers import Found
from benchmarks.visible import Area, Visible, look
from tests.extractors.sheets import Sheet

pytest.importorskip("pdfplumber")

XS, YS = (40, 140, 220, 300), (50, 70, 90, 110)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    sheet = Sheet(tmp_path / "a.pdf", margin=20)
    sheet.grid(XS, YS)
    sheet.text(44, 64, "合计")
    sheet.right(216, 64, "1,234.50")
    sheet.text(40, 140, "收入总计 98.70 万元。")
    sheet.text(40, 330, "看不见的文字 55.50")
    return sheet.close()


def test_the_reader_alone_meets_the_goal(pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(pdf.parent), "--stage", "reader"]) == 0
    assert "2 numbers, recall 1.00000, precision 1.00000" in capsys.readouterr().out


def test_what_differs_is_told(pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = look(pdf)
    whole = by_reader(pdf)
    half = Read(whole.found[:1], (), whole.text)
    result = examine("a.pdf", shown, half)
    assert result.comparison.recall == 0.5
    assert result.area_differences == ("page 1: ruled area without table: 3 rows, 3 columns at (40, 50, 300, 110)",)
    assert not report(result)
    assert "page 1: missing 1,234.50" in capsys.readouterr().out


def test_text_off_the_page_that_was_read_is_told(pdf: Path) -> None:
    shown, read = look(pdf), by_reader(pdf)
    assert examine("a.pdf", shown, read).off_page == ()
    leaking = Read(read.found, read.areas, read.text + "看不见的文字55.50")
    assert examine("a.pdf", shown, leaking).off_page == ("看不见的文字55.50",)


def test_rows_of_the_contract_give_numbers_and_areas() -> None:
    box = {"x0": 1, "y0": 2, "x1": 3, "y1": 4}
    tables = [{"table_id": "x-t1", "page_last": 2}]
    cells = [{"table_id": "x-t1", "row": 0, "col": 0, "text": "1.50", "page": 1, **box}]
    paragraphs = [{"paragraph_ordinal": 1, "text": "共 2.50 万元", "page_first": 3, "page_last": 4}]
    read = from_rows(tables, cells, paragraphs)
    assert [(f.number, f.first, f.last) for f in read.found] == [("1.50", 1, 2), ("2.50", 3, 4)]
    assert read.areas == (Area(1, (1.0, 2.0, 3.0, 4.0), 1, 1),)
    assert read.text == "1.50共2.50万元"


def test_where_one_library_glues_neighbours_the_other_is_believed() -> None:
    glued = Visible((("1.502.75",),), (("1.50", "2.75"),), (), ())
    found = tuple(Found(number, 1, 1, "here") for number in ("1.50", "2.75"))
    result = examine("a.pdf", glued, Read(found, (), ""))
    assert (result.comparison.recall, result.comparison.precision) == (1.0, 1.0)
    assert result.doubts == ("page 1: 1.50 only by pdfplumber", "page 1: 2.75 only by pdfplumber")
