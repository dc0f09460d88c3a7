"""Words that run over a ruling."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics

from extractors.filling import fill_grids
from extractors.grids import find_grids
from tests.extractors.sheets import LATIN, Sheet, texts

XS, YS = (40, 140, 220, 300), (50, 70, 90)


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, YS)
    return sheet


LONG = "机关事业单位基本养老保险缴费支出"


#: From 50 on, a ruling stands right between two characters.
@pytest.mark.parametrize("x", [44.0, 47.3, 50.0])
def test_text_longer_than_its_column_stays_in_it(sheet: Sheet, x: float) -> None:
    sheet.text(x, 64, LONG)
    assert texts(sheet.read())[0] == [LONG, "", ""]


def test_a_number_wider_than_its_column_stays_where_it_ends(sheet: Sheet) -> None:
    sheet.right(216, 64, "1,234,567,890,123,456.78")
    assert texts(sheet.read())[0] == ["", "1,234,567,890,123,456.78", ""]


def test_centred_text_stays_in_the_middle(sheet: Sheet) -> None:
    sheet.text(180 - 55, 64, "一般公共预算财政拨款支")
    assert texts(sheet.read())[0] == ["", "一般公共预算财政拨款支", ""]


def test_text_that_leaves_the_table_stays_in_its_cell(sheet: Sheet) -> None:
    sheet.text(230, 64, "机关事业单位基本养老")
    reading = sheet.read()
    assert texts(reading)[0] == ["", "", "机关事业单位基本养老"]
    assert reading.lines == ()


def test_the_amount_that_a_long_label_reaches_stays_in_its_own_cell(sheet: Sheet) -> None:
    sheet.text(44, 64, LONG[:15])
    sheet.text(194, 64, "12.50")
    assert texts(sheet.read())[0] == [LONG[:15], "12.50", ""]


def test_a_bracket_pushed_back_over_the_ruling_leaves_the_amount_before_it_alone(sheet: Sheet) -> None:
    """Typesetters let the empty half of a bracket at the start of a line hang over."""
    sheet.right(138, 64, "440.24")
    sheet.text(137, 64, "（一）社会保障")
    assert texts(sheet.read())[0] == ["440.24", "（一）社会保障", ""]


def test_a_long_label_with_brackets_stays_whole_behind_an_amount(sheet: Sheet) -> None:
    sheet.right(138, 64, "440.24")
    sheet.text(137, 64, "（一）社会保障和就业支出（类）")
    assert texts(sheet.read())[0] == ["440.24", "（一）社会保障和就业支出（类）", ""]


def test_neighbours_that_fill_their_cells_stay_apart(sheet: Sheet) -> None:
    sheet.text(40, 64, LONG[:10])
    sheet.text(140, 64, "基本支出基本支出")
    assert texts(sheet.read())[0] == [LONG[:10], "基本支出基本支出", ""]


def test_a_line_across_the_page_does_not_go_into_a_small_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid((180, 190, 200), (54, 66))
    sheet.text(44, 64, "这一行文字比表格长得多而且从表格上面穿过去")
    reading = sheet.read()
    assert [line.text for line in reading.lines] == ["这一行文字比表格长得多而且从表格上面穿过去"]


def test_a_line_on_a_ruling_goes_whole_into_one_row(sheet: Sheet) -> None:
    """The middle of the digits is higher than that of the ideographs: the ruling stands between the two."""
    sheet.text(44, 72.8, "收入")
    sheet.text(64, 72.8, "12.50", 10, LATIN)
    page = sheet.page()
    middles = [(y0 + y1) / 2 for _, y0, _, y1 in page.glyphs.box.tolist()]
    assert min(middles) < 70 < max(middles)
    (grid,), _ = fill_grids(find_grids(page), page)
    assert [cell.printed for cell in grid.cells if cell.col == 0] == ["收入12.50", ""]


def test_an_amount_whose_first_digit_alone_stands_before_the_ruling_is_one(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid((40, 159.3, 220, 300), YS)
    sheet.right(218.1, 64, "19,658,055.54")
    assert texts(sheet.read())[0] == ["", "19,658,055.54", ""]


def test_two_figures_that_meet_on_the_ruling_are_two(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    start = 218.1 - pdfmetrics.stringWidth("9,658,055.54", LATIN, 10)
    sheet.grid((40, start, 220, 300), YS)
    sheet.right(start, 64, "1")
    sheet.right(218.1, 64, "9,658,055.54")
    assert texts(sheet.read())[0] == ["1", "9,658,055.54", ""]
