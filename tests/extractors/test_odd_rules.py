"""Rules that are no lines: dots, pictures; and headers in boxes of their own."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]

from tests.extractors.sheets import Sheet, texts

XS, YS = (40, 140, 220, 300), (50, 70, 90)


def _fill(sheet: Sheet) -> None:
    sheet.text(44, 64, "收入合计")
    sheet.right(216, 64, "1,234.50")


def _dots(sheet: Sheet, size: float, pitch: float) -> None:
    def dot(x: float, y: float) -> None:
        sheet.canvas.rect(x - size / 2, sheet.height - y - size / 2, size, size, stroke=0, fill=1)

    for y in YS:
        for step in range(int(260 / pitch) + 1):
            dot(40 + step * pitch, y)
    for x in XS:
        for step in range(int(40 / pitch) + 1):
            dot(x, 50 + step * pitch)


def test_rows_of_dots_are_rules(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    _dots(sheet, 0.6, 2.0)
    _fill(sheet)
    assert texts(sheet.read()) == [["收入合计", "1,234.50", ""], ["", "", ""]]


def test_a_field_of_dots_is_no_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for row in range(25):
        for column in range(25):
            if (row * 7 + column * 3) % 5 < 3:
                sheet.canvas.rect(100 + 1.5 * column, 100 + 1.5 * row, 1.5, 1.5, stroke=0, fill=1)
    assert sheet.read().grids == ()


def _pictures(sheet: Sheet, colour: int, alpha: int = 255) -> None:
    dot = ImageReader(Image.new("RGB", (1, 1), (colour, colour, colour)))
    for y in YS:
        sheet.canvas.drawImage(dot, 40, sheet.height - y, 260, 0.6)
    for x in XS:
        sheet.canvas.drawImage(dot, x, sheet.height - 90, 0.6, 40)


def test_thin_dark_pictures_are_rules(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    _pictures(sheet, 0)
    _fill(sheet)
    assert texts(sheet.read()) == [["收入合计", "1,234.50", ""], ["", "", ""]]


def test_thin_white_pictures_are_none(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    _pictures(sheet, 255)
    _fill(sheet)
    assert sheet.read().grids == ()


def test_a_header_some_points_above_its_body_joins_it(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid((40, 140, 300), (50, 70))
    sheet.grid(XS, (74, 94, 114))
    sheet.text(44, 64, "项目")
    sheet.text(144, 64, "本年支出")
    sheet.text(44, 88, "收入合计")
    sheet.right(216, 88, "1,234.50")
    reading = sheet.read()
    assert texts(reading) == [["项目", "本年支出", ""], ["收入合计", "1,234.50", ""], ["", "", ""]]
    assert reading.grids[0].cells[1].col_span == 2


def test_tables_further_apart_stay_two(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, (50, 70))
    sheet.grid(XS, (82, 102))
    assert [grid.shape for grid in sheet.read().grids] == [(1, 3), (1, 3)]


def test_tables_of_other_columns_stay_two(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid((40, 100, 300), (50, 70))
    sheet.grid(XS, (74, 94))
    assert len(sheet.read().grids) == 2
