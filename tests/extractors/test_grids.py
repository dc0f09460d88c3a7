"""Grids: from however a table is ruled to the same boxes."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from tests.extractors.sheets import Sheet, box_at, texts

XS, YS = (40, 140, 220, 300), (50, 70, 90, 110)


def _fill(sheet: Sheet) -> list[list[str]]:
    rows = [["科目", "本年", "上年"], ["教育", "1.00", "2.00"], ["合计", "3.00", "4.00"]]
    for y, row in zip(YS, rows, strict=False):
        for x, word in zip(XS, row, strict=False):
            sheet.text(x + 4, y + 14, word)
    return rows


@pytest.mark.parametrize("width", [0.1, 0.5, 2.5])
@pytest.mark.parametrize("filled", [False, True])
def test_strokes_and_thin_fills_give_the_same_grid(tmp_path: Path, filled: bool, width: float) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, YS, filled=filled, width=width)
    rows = _fill(sheet)
    reading = sheet.read()
    assert texts(reading) == rows
    assert reading.grids[0].xs == pytest.approx(XS, abs=0.1)
    assert reading.grids[0].ys == pytest.approx(YS, abs=0.1)


def test_boxes_drawn_one_by_one_give_the_same_grid(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for x0, x1 in itertools.pairwise(XS):
        for y0, y1 in itertools.pairwise(YS):
            sheet.canvas.rect(x0, sheet.height - y1, x1 - x0, y1 - y0)
    rows = _fill(sheet)
    assert texts(sheet.read()) == rows


def test_rules_broken_at_every_crossing_give_the_same_grid(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for y in YS:
        for x0, x1 in itertools.pairwise(XS):
            sheet.line(x0 + 0.7, y, x1 - 0.7, y)
    for x in XS:
        for y0, y1 in itertools.pairwise(YS):
            sheet.line(x, y0 + 0.7, x, y1 - 0.7)
    rows = _fill(sheet)
    assert texts(sheet.read()) == rows


def test_dotted_rules_give_the_same_grid(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.canvas.setDash([1, 2])
    sheet.grid(XS, YS)
    rows = _fill(sheet)
    assert texts(sheet.read()) == rows


def test_rules_of_many_short_strokes_give_the_same_grid(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for y in YS:
        for x in range(40, 300, 4):
            sheet.line(x, y, x + 2, y)
    for x in XS:
        for y in range(50, 110, 4):
            sheet.line(x, y, x, y + 2)
    rows = _fill(sheet)
    assert texts(sheet.read()) == rows


def test_row_and_column_spans(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for y in (50, 90, 110):
        sheet.line(40, y, 300, y)
    sheet.line(140, 70, 300, 70)
    for x in (40, 140, 300):
        sheet.line(x, 50, x, 110)
    sheet.line(220, 70, 220, 110)
    sheet.text(60, 74, "科目")
    sheet.text(200, 64, "预算")
    reading = sheet.read()
    assert texts(reading) == [["科目", "预算", ""], ["", "", ""], ["", "", ""]]
    tall, wide = box_at(reading, 0, 0), box_at(reading, 0, 1)
    assert (tall.row_span, tall.col_span) == (2, 1)
    assert (wide.row_span, wide.col_span) == (1, 2)
    assert len(reading.grids[0].cells) == 7


def test_double_rules_are_one(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, YS)
    sheet.grid([x + 1.5 for x in XS], [y + 1.5 for y in YS])
    rows = _fill(sheet)
    assert texts(sheet.read()) == rows


def test_white_rules_are_not_there(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, YS)
    rows = _fill(sheet)
    sheet.canvas.setStrokeColorRGB(1, 1, 1)
    sheet.canvas.setFillColorRGB(1, 1, 1)
    sheet.line(180, 50, 180, 110)
    sheet.bar(40, 80, 300, 80)
    sheet.grid((40, 100, 200), (150, 170, 190))
    assert texts(sheet.read()) == rows


def test_rules_in_nested_forms_stand_where_their_matrices_put_them(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    canvas = sheet.canvas
    canvas.beginForm("inner", 0, 0, 1000, 1000)
    canvas.setLineWidth(0.5)
    for x in XS:
        canvas.line(2 * x, 2 * (300 - YS[0]), 2 * x, 2 * (300 - YS[-1]))
    for y in YS:
        canvas.line(2 * XS[0], 2 * (300 - y), 2 * XS[-1], 2 * (300 - y))
    canvas.endForm()
    canvas.beginForm("outer", 0, 0, 1000, 1000)
    canvas.transform(1, 0, 0, 1, 20, 40)
    canvas.doForm("inner")
    canvas.endForm()
    canvas.saveState()
    canvas.transform(0.5, 0, 0, 0.5, -10, -20)
    canvas.doForm("outer")
    canvas.restoreState()
    rows = _fill(sheet)
    assert texts(sheet.read()) == rows


def test_an_open_side_is_closed_where_the_rules_end(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for y in YS:
        sheet.line(40, y, 300, y)
    for x in (140, 220):
        sheet.line(x, 50, x, 110)
    rows = _fill(sheet)
    assert texts(sheet.read()) == rows


def test_two_tables_on_one_page_stay_apart(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, YS)
    sheet.grid(XS, (130, 150, 170))
    grids = sheet.read().grids
    assert [grid.shape for grid in grids] == [(3, 3), (2, 3)]


def test_a_frame_an_underline_and_a_shaded_band_are_no_tables(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.canvas.rect(20, 20, 360, 260)
    sheet.line(60, 100, 200, 100)
    sheet.canvas.setFillGray(0.8)
    sheet.canvas.rect(40, 150, 300, 20, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    sheet.text(60, 98, "部门预算说明")
    reading = sheet.read()
    assert reading.grids == ()
    assert [line.text for line in reading.lines] == ["部门预算说明"]


def test_shading_under_a_table_adds_no_rules(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.canvas.setFillGray(0.8)
    sheet.canvas.rect(46, 300 - 66, 88, 12, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    sheet.grid(XS, YS)
    rows = _fill(sheet)
    assert texts(sheet.read()) == rows


def test_edges_of_header_and_body_a_little_apart_are_one(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for y in YS:
        sheet.line(40, y, 300, y)
    for x in (40, 300):
        sheet.line(x, 50, x, 110)
    for shift, top, bottom in ((0, 50, 70), (7, 70, 110)):
        for x in (140, 220):
            sheet.line(x + shift, top, x + shift, bottom)
    rows = _fill(sheet)
    sheet.right(146, 84, "5.50")
    rows[1][0] += "5.50"
    reading = sheet.read()
    assert reading.grids[0].shape == (3, 3)
    assert [[text.replace(" ", "") for text in row] for row in texts(reading)] == rows
    assert box_at(reading, 0, 0).box[2] == pytest.approx(140, abs=0.1)
    assert box_at(reading, 1, 0).box[2] == pytest.approx(147, abs=0.1)


def test_a_narrow_column_with_boxes_of_its_own_stays(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid((40, 140, 148, 300), YS)
    assert sheet.read().grids[0].shape == (3, 3)


def test_what_stands_beside_a_narrow_header_is_not_in_the_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid(XS, (70, 90, 110))
    sheet.grid((40, 140), (50, 70))
    sheet.text(44, 64, "收入")
    sheet.text(240, 64, "单位：万元")
    reading = sheet.read()
    assert reading.grids[0].shape == (3, 3)
    assert len(reading.grids[0].cells) == 7
    assert [line.text for line in reading.lines] == ["单位：万元"]


def test_a_table_without_any_outer_border_keeps_its_corners(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for y in YS[1:3]:
        sheet.line(40, y, 300, y)
    for x in XS[1:3]:
        sheet.line(x, 50, x, 110)
    rows = _fill(sheet)
    assert texts(sheet.read()) == rows


def test_the_axis_and_lines_of_a_chart_are_no_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.line(60, 50, 60, 150)
    for y in (50, 75, 100, 125, 150):
        sheet.line(60, y, 300, y)
    sheet.text(100, 90, "12.50")
    reading = sheet.read()
    assert reading.grids == ()
    assert [line.text for line in reading.lines] == ["12.50"]


def test_a_thick_stroke_is_a_band_of_colour(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.canvas.setStrokeGray(0.8)
    sheet.line(40, 60, 300, 60, 18)
    sheet.canvas.setStrokeGray(0)
    sheet.grid(XS, YS)
    rows = _fill(sheet)
    assert texts(sheet.read()) == rows


def test_a_drawing_of_thousands_of_lines_takes_no_time(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf", size=(10_000, 10_000))
    for place in range(2100):
        sheet.line(0, 4.5 * place, 9_500, 4.5 * place)
        sheet.line(4.5 * place, 0, 4.5 * place, 9_500)
    assert sheet.read().grids == ()
