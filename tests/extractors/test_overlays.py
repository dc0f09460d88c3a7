"""What lies over a page: large and pale words, seals, boxes of white, layers that are off; and what does not."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.extractors.sheets import LATIN, SONG, Sheet, texts

XS, YS = (40, 140, 220, 300), (50, 70, 90, 110)
ROWS = [["收入合计", "1,234.50", ""], ["教育支出", "234.50", ""], ["", "", ""]]


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, YS)
    for row, (label, amount, _) in enumerate(ROWS[:2]):
        sheet.text(44, 64 + 20 * row, label)
        sheet.right(216, 64 + 20 * row, amount)
    return sheet


def _words(sheet: Sheet, text: str, size: float, x: float, y: float, grey: float = 0.6, alpha: float = 1.0) -> None:
    sheet.canvas.saveState()
    sheet.canvas.setFillGray(grey, alpha=alpha)
    sheet.text(x, y, text, size)
    sheet.canvas.restoreState()


def test_large_words_over_others_are_no_part_of_the_page(sheet: Sheet) -> None:
    _words(sheet, "内部资料", 50, 50, 105)
    reading = sheet.read()
    assert texts(reading) == ROWS
    assert reading.lines == ()


def test_a_large_title_stays(sheet: Sheet) -> None:
    sheet.text(100, 44, "部门收支总表", 26)
    assert [line.text for line in sheet.read().lines] == ["部门收支总表"]


def test_translucent_words_stay_out(sheet: Sheet) -> None:
    _words(sheet, "样张", 10, 150, 104, alpha=0.3)
    assert texts(sheet.read()) == ROWS


def test_a_page_all_translucent_is_read(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, YS)
    sheet.canvas.setFillGray(0, alpha=0.5)
    sheet.text(44, 64, "收入合计")
    sheet.right(216, 64, "1,234.50")
    assert texts(sheet.read())[0] == ROWS[0]


def test_pale_words_again_and_again_stay_out_and_pale_figures_do_not(sheet: Sheet) -> None:
    for x, y in ((44, 104), (150, 104), (230, 84)):
        _words(sheet, "内部资料", 8, x, y, grey=0.75)
    for y in (64, 84, 104):
        sheet.canvas.setFillGray(0.75)
        sheet.right(296, y, "0.00")
    rows = texts(sheet.read())
    assert [row[2] for row in rows] == ["0.00", "0.00", "0.00"]
    assert rows[2][:2] == ["", ""]


def test_a_seal_stays_out_and_red_figures_do_not(sheet: Sheet) -> None:
    sheet.canvas.setFillColorRGB(0.9, 0, 0)
    sheet.right(216, 104, "-5.00")
    sheet.canvas.setStrokeColorRGB(0.9, 0, 0)
    sheet.canvas.circle(340, 200, 40)
    sheet.text(310, 102, "财务专用章")
    reading = sheet.read()
    assert texts(reading)[2] == ["", "-5.00", ""]
    assert reading.lines == ()


@pytest.mark.parametrize("old", ["9,876.51", "1,234.51", "1,234.50", "71,234.50"])
def test_what_is_written_on_a_white_box_is_read_and_not_what_is_under_it(tmp_path: Path, old: str) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, YS)
    sheet.right(216, 64, old)
    sheet.canvas.setFillGray(1)
    sheet.canvas.rect(142, sheet.height - 68, 76, 14, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    sheet.right(216, 64, "1,234.50")
    assert texts(sheet.read())[0] == ["", "1,234.50", ""]


def test_white_behind_text_covers_nothing(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(44, 40, "部门收支总表")
    sheet.canvas.setFillGray(1)
    sheet.canvas.rect(0, 0, 400, 250, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    sheet.grid(XS, YS)
    sheet.right(216, 64, "1,234.50")
    reading = sheet.read()
    assert texts(reading)[0] == ["", "1,234.50", ""]
    assert [line.text for line in reading.lines] == ["部门收支总表"]


def test_a_translucent_box_covers_nothing(sheet: Sheet) -> None:
    sheet.canvas.setFillGray(1, alpha=0.4)
    sheet.canvas.rect(40, 150, 260, 120, stroke=0, fill=1)
    assert texts(sheet.read()) == ROWS


def test_boxes_of_white_on_a_dark_area_leave_rules(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.canvas.setFillGray(0.3)
    sheet.canvas.rect(40, sheet.height - 110, 260, 60, stroke=0, fill=1)
    sheet.canvas.setFillGray(1)
    for x0, x1 in pairwise(XS):
        for y0, y1 in pairwise(YS):
            sheet.canvas.rect(x0 + 0.5, sheet.height - y1 + 0.5, x1 - x0 - 1, y1 - y0 - 1, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    sheet.text(44, 64, "收入合计")
    sheet.right(216, 64, "1,234.50")
    assert texts(sheet.read()) == [["收入合计", "1,234.50", ""], ["", "", ""], ["", "", ""]]


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("in_form", [False, True])
def test_what_a_layer_that_is_off_shows_is_not_read(tmp_path: Path, compressed: bool, in_form: bool) -> None:
    from tests.typeset.hazards.sheets import layer

    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, YS)
    sheet.right(216, 64, "1,234.50", font=LATIN)
    path = sheet.close()
    layer(path, b"BT /F1 9 Tf 1 0 0 1 150 216 Tm (55.55) Tj ET", compressed=compressed, in_form=in_form)
    assert (b"/OCProperties" in path.read_bytes()) is not compressed
    from extractors.pdfium import PdfDocument
    from extractors.reading import read_page

    with PdfDocument(str(path)) as document:
        assert texts(read_page(document, 1)) == [["", "1,234.50", ""], ["", "", ""], ["", "", ""]]


def test_a_word_that_its_clip_cuts_stands_where_it_is_seen(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, YS)
    sheet.canvas.saveState()
    path = sheet.canvas.beginPath()
    path.rect(40, sheet.height - 70, 100, 20)
    sheet.canvas.clipPath(path, stroke=0, fill=0)
    sheet.text(84, 72.6, "款", 10, SONG)
    sheet.canvas.restoreState()
    sheet.text(44, 86, "04", 10, LATIN)
    assert [row[0] for row in texts(sheet.read())] == ["款", "04", ""]
