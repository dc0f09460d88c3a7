"""Fonts that are not in the file: every character is kept, on every machine."""

from __future__ import annotations

from pathlib import Path

import reportlab  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fpdf import FPDF

from extractors.pdfium import PdfDocument
from extractors.reading import read_page
from extractors.standin import font_file
from tests.extractors.sheets import LATIN, Sheet


def test_a_lone_ideograph_of_a_font_not_embedded_is_kept(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for place, char in enumerate("部门预算"):
        sheet.text(20 + 12 * place, 60, char)
    sheet.text(20, 80, "元")
    assert [line.text for line in sheet.read().lines] == ["部门预算", "元"]


def test_lone_characters_numbered_by_glyph_are_kept(tmp_path: Path) -> None:
    """Identity-H without the font file: pdfium takes the numbers of another font's glyphs."""
    document = FPDF(unit="pt", format=(200, 100))
    document.add_page()
    document.add_font("Vera", "", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"))
    document.set_font("Vera", size=10)
    for place, char in enumerate("≠◊≤"):
        document.text(20 + 20 * place, 40, char)
    whole = bytes(document.output())
    assert b"/FontFile2" in whole
    path = tmp_path / "a.pdf"
    path.write_bytes(whole.replace(b"/FontFile2", b"/XontFile2"))
    with PdfDocument(str(path)) as opened:
        (line,) = read_page(opened, 1).lines
    assert line.text.replace(" ", "") == "≠◊≤"


def test_boxes_of_standard_fonts_stay_as_they_are(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(20, 40, "iW", 10, LATIN)
    box = sheet.page().glyphs.box
    assert [round(x, 1) for x in box[:, 2] - box[:, 0]] == [2.2, 9.4]


def test_the_stand_in_is_a_font(tmp_path: Path) -> None:
    path = tmp_path / "a.ttf"
    path.write_bytes(font_file())
    font = TTFont(path, lazy=True)
    assert font["maxp"].numGlyphs == 0xFFFF
    assert font["head"].unitsPerEm == 1000
