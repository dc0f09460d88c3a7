"""Words that run over a ruling."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extractors.sheets import Sheet, texts

XS, YS = (40, 140, 220, 300), (50, 70, 90)


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, YS)
    return sheet


LONG = "机关事业单位基本养老保险缴费支出"


@pytest.mark.parametrize("x", [42.0, 44.0, 47.3])
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
