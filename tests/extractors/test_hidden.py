"""Text that is no part of the page's message: invisible text and watermarks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.extractors.sheets import SONG, Sheet, texts

XS, YS = (40, 140, 220, 300), (50, 70, 90)


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, YS)
    sheet.text(44, 64, "收入合计")
    sheet.right(216, 64, "1,234.50")
    return sheet


def _write(sheet: Sheet, mode: int) -> None:
    text = sheet.canvas.beginText(44, sheet.height - 84)
    text.setFont(SONG, 10)
    text.setTextRenderMode(mode)
    text.textOut("99.90")
    sheet.canvas.drawText(text)


@pytest.mark.parametrize(("mode", "shown"), [(0, "99.90"), (1, "99.90"), (2, "99.90"), (3, ""), (7, "")])
def test_text_that_is_not_painted_is_not_read(sheet: Sheet, mode: int, shown: str) -> None:
    _write(sheet, mode)
    assert texts(sheet.read()) == [["收入合计", "1,234.50", ""], [shown, "", ""]]


def test_white_text_on_white_paper_is_not_read(sheet: Sheet) -> None:
    sheet.canvas.rect(20, 20, 360, 260)
    sheet.canvas.setFillColorRGB(1, 1, 1)
    sheet.right(136, 84, "99.90")
    assert texts(sheet.read()) == [["收入合计", "1,234.50", ""], ["", "", ""]]


def test_white_text_on_a_coloured_row_is_read(sheet: Sheet) -> None:
    sheet.canvas.setFillColorRGB(0.1, 0.3, 0.6)
    sheet.canvas.rect(40, sheet.height - 90, 100, 20, stroke=0, fill=1)
    sheet.canvas.setFillColorRGB(1, 1, 1)
    sheet.right(136, 84, "99.90")
    sheet.right(216, 84, "11.10")
    assert texts(sheet.read())[1] == ["99.90", "", ""]


def test_text_behind_the_picture_of_a_page_is_read(sheet: Sheet, tmp_path: Path) -> None:
    _write(sheet, 3)
    path = tmp_path / "a.png"
    Image.new("L", (4, 3), 255).save(path)
    sheet.canvas.drawImage(str(path), 0, 0, 400, 300)
    reading = sheet.read()
    assert texts(reading)[1][0] == "99.90"
    assert reading.text_layer == "mixed"


@pytest.mark.parametrize("angle", [30, 45, -45, 60])
def test_a_watermark_stays_out_of_cells_and_lines(sheet: Sheet, angle: int) -> None:
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate(100, 230)
    canvas.rotate(angle)
    canvas.setFillGray(0.8)
    canvas.setFont(SONG, 30)
    canvas.drawString(0, 0, "内部资料")
    canvas.restoreState()
    reading = sheet.read()
    assert texts(reading) == [["收入合计", "1,234.50", ""], ["", "", ""]]
    assert reading.lines == ()


def test_bold_by_drawing_twice_is_read_once(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, YS)
    for shift in (0, 0.3):
        sheet.text(44 + shift, 64, "收入合计")
        sheet.right(216 + shift, 64, "11,222.55")
    assert texts(sheet.read())[0] == ["收入合计", "11,222.55", ""]


def _clip(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    path = sheet.canvas.beginPath()
    path.rect(x0, sheet.height - y1, x1 - x0, y1 - y0)
    sheet.canvas.clipPath(path, stroke=0, fill=0)


def test_text_that_a_clip_path_hides_is_not_read(sheet: Sheet) -> None:
    sheet.canvas.saveState()
    _clip(sheet, 40, 70, 140, 90)
    sheet.text(44, 84, "机关事业单位基本养老保险")
    sheet.text(44, 98, "缴费支出")
    sheet.canvas.restoreState()
    sheet.right(216, 84, "12.50")
    reading = sheet.read()
    assert texts(reading)[1] == ["机关事业单位基本养老", "12.50", ""]
    assert reading.lines == ()


def test_clips_inside_clips_leave_what_both_leave(sheet: Sheet) -> None:
    for x0 in (40, 74):
        _clip(sheet, x0, 70, 140, 90)
    sheet.text(44, 84, "基本养老保险缴费")
    assert texts(sheet.read())[1] == ["老保险缴费", "", ""]


def test_rules_end_where_their_clip_does(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    _clip(sheet, 0, 0, 220.5, 70.5)
    sheet.grid(XS, YS)
    assert sheet.read().grids[0].shape == (1, 2)


def test_a_clip_as_large_as_the_page_hides_nothing(sheet: Sheet) -> None:
    _clip(sheet, 0, 0, 400, 300)
    sheet.text(44, 84, "基本养老")
    assert texts(sheet.read())[1] == ["基本养老", "", ""]


def test_a_clip_in_a_form_stands_where_the_form_does(sheet: Sheet) -> None:
    canvas = sheet.canvas
    canvas.beginForm("part", 0, 0, 400, 300)
    _clip(sheet, 40, 20, 140, 40)
    sheet.text(44, 34, "机关事业单位基本养老保险")
    canvas.endForm()
    canvas.saveState()
    canvas.translate(0, -50)
    canvas.doForm("part")
    canvas.restoreState()
    assert texts(sheet.read())[1] == ["机关事业单位基本养老", "", ""]
