"""Characters: what fonts say of them, and what pdfium makes of them."""

from __future__ import annotations

from pathlib import Path

from extractors.page import PageReading
from extractors.pdfium import PdfDocument
from extractors.reading import read_page
from tests.extractors.sheets import LATIN, Sheet


def _with_map(path: Path, text: str, lines: list[str]) -> PageReading:
    """Read a page of one line whose font carries a map from bytes to Unicode."""
    cmap = "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "1 begincodespacerange <00> <ff> endcodespacerange",
            f"{len(lines)} beginbfchar",
            *lines,
            "endbfchar endcmap end end",
        ]
    )
    content = f"BT /F 10 Tf 20 60 Td ({text}) Tj ET"
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Resources<</Font<</F 4 0 R>>>>/Contents 6 0 R>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>",
        f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    ]
    whole, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(whole))
        whole += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    whole += f"xref\n0 7\n0000000000 65535 f \n{table}trailer<</Size 7/Root 1 0 R>>\nstartxref\n{len(whole)}\n%%EOF"
    path.write_text(whole, encoding="ascii")
    with PdfDocument(str(path)) as document:
        return read_page(document, 1)


def test_the_map_of_the_font_is_believed(tmp_path: Path) -> None:
    (line,) = _with_map(tmp_path / "a.pdf", "AB", ["<41> <5143>", "<42> <0032>"]).lines
    assert (line.text, line.unmapped) == ("元2", False)


def test_a_code_that_is_no_character_is_unmapped(tmp_path: Path) -> None:
    (line,) = _with_map(tmp_path / "a.pdf", "ABC", ["<41> <0001>", "<42> <0032>", "<43> <D842>"]).lines
    assert (line.text, line.unmapped) == ("\ufffd2\ufffd", True)


def test_a_character_beyond_the_first_plane_is_one(tmp_path: Path) -> None:
    (line,) = _with_map(tmp_path / "a.pdf", "AB", ["<41> <D842DFB7>", "<42> <5143>"]).lines
    assert (line.text, line.unmapped) == ("\U00020bb7元", False)


def test_a_hyphen_at_the_end_of_a_line_stays_one(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(20, 40, "expend-", 10, LATIN)
    sheet.text(20, 52, "iture", 10, LATIN)
    assert [line.text for line in sheet.read().lines] == ["expend-", "iture"]
