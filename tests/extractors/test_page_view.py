"""The page as displayed: rotation, crop box, what stands off the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extractors.sheets import LATIN, Sheet, box_at, texts

XS, YS = (40, 140, 220, 300), (50, 70, 90, 110)


def _table(sheet: Sheet) -> None:
    sheet.grid(XS, YS)
    for row, label in enumerate(("科目", "教育支出", "合计")):
        sheet.text(44, 64 + 20 * row, label)
        sheet.right(216, 64 + 20 * row, f"{row + 1},234.50")


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("margin", [0.0, 36.0])
def test_rotation_and_crop_do_not_change_what_is_read(tmp_path: Path, rotation: int, margin: float) -> None:
    sheet = Sheet(tmp_path / "a.pdf", rotation=rotation, margin=margin)
    _table(sheet)
    sheet.text(150, 40, "部门收支总表", 14)
    reading = sheet.read()
    assert (reading.width, reading.height, reading.rotation) == (400, 300, rotation)
    assert texts(reading) == [["科目", "1,234.50", ""], ["教育支出", "2,234.50", ""], ["合计", "3,234.50", ""]]
    assert [line.text for line in reading.lines] == ["部门收支总表"]
    assert box_at(reading, 1, 1).box == pytest.approx((140, 70, 220, 90), abs=0.1)
    assert reading.lines[0].box[0] == pytest.approx(150, abs=1)


@pytest.mark.parametrize("rotation", [90, 270])
def test_a_page_whose_text_lies_on_its_side_is_set_upright(tmp_path: Path, rotation: int) -> None:
    sheet = Sheet(tmp_path / "a.pdf", rotation=rotation, asked=False)
    _table(sheet)
    reading = sheet.read()
    assert (reading.width, reading.height, reading.rotation) == (400, 300, rotation)
    assert texts(reading) == [["科目", "1,234.50", ""], ["教育支出", "2,234.50", ""], ["合计", "3,234.50", ""]]


def test_a_few_words_on_their_side_do_not_turn_a_page(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf", rotation=90, asked=False)
    sheet.text(100, 100, "附件一")
    reading = sheet.read()
    assert (reading.width, reading.height, reading.rotation) == (300, 400, 0)


@pytest.mark.parametrize("rotation", [0, 90])
def test_text_outside_the_crop_box_is_dropped(tmp_path: Path, rotation: int) -> None:
    sheet = Sheet(tmp_path / "a.pdf", rotation=rotation, margin=40)
    _table(sheet)
    for x, y in ((-30, 60), (405, 60), (100, -20), (100, 320)):
        sheet.text(x, y, "外文", 10)
    reading = sheet.read()
    assert reading.lines == ()
    assert reading.dropped == 8
    assert "外" not in "".join(cell.printed for grid in reading.grids for cell in grid.cells)


def test_rules_outside_the_page_make_no_grid(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf", margin=200)
    _table(sheet)
    sheet.grid((50, 100, 200), (320, 340, 360))
    assert len(sheet.read().grids) == 1


def test_producer_and_page_count_are_told(tmp_path: Path) -> None:
    from extractors.pdfium import PdfDocument

    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(10, 20, "a", 10, LATIN)
    with PdfDocument(str(sheet.close())) as document:
        assert document.info().page_count == 1
        assert "ReportLab" in (document.info().producer or "")


def test_a_file_that_is_no_pdf_is_corrupt(tmp_path: Path) -> None:
    from extractors.pdfium import PdfDocument, PdfError

    path = tmp_path / "a.pdf"
    path.write_text("no PDF")
    with pytest.raises(PdfError) as raised:
        PdfDocument(str(path))
    assert raised.value.code == "corrupt"


def test_a_page_of_curves_alone_has_no_grid(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.canvas.circle(100, 100, 40)
    reading = sheet.read()
    assert reading.grids == ()
    assert reading.text_layer == "none"
