"""Fonts whose maps are rebuilt from their own programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
import reportlab  # type: ignore[import-untyped]
from fpdf import FPDF

from extractors import to_unicode
from extractors.fonts import _better, is_senseless, mended
from extractors.pdfium import PdfDocument
from extractors.reading import read_page

VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
TEXT = "Total 1,122.35 approved"


def _pdf(path: Path, told: Mapping[str, str] | None) -> Path:
    """Write a line in an embedded font, with a map that says this instead of what is meant, or without a map."""
    document = FPDF(unit="pt", format=(300, 100))
    document.add_page()
    document.add_font("Vera", "", str(VERA))
    document.set_font("Vera", size=10)
    document.text(20, 40, TEXT)
    path.write_bytes(bytes(document.output()))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        (font,) = pdf.pages[0].Resources.Font.values()
        meaning = to_unicode.parse(font.ToUnicode.read_bytes())
        del font["/ToUnicode"]
        if told is not None:
            lies = {code: told.get(char, char) for code, char in meaning.items()}
            font.ToUnicode = pikepdf.Stream(pdf, to_unicode.write(lies, 2))
        pdf.save(path)
    return path


def _read(path: Path) -> tuple[str, bool]:
    with PdfDocument(str(path)) as document:
        (line,) = read_page(document, 1).lines
    return line.text, line.unmapped


@pytest.mark.parametrize(
    "told", [None, dict.fromkeys(TEXT, "�"), {c: chr(0xE000 + ord(c)) for c in TEXT}, {"1": "\ue001"}]
)
def test_what_the_map_does_not_say_the_program_says(tmp_path: Path, told: Mapping[str, str] | None) -> None:
    assert _read(_pdf(tmp_path / "a.pdf", told)) == (TEXT, False)


def test_a_map_that_lies_is_found_out_when_asked(tmp_path: Path) -> None:
    path = _pdf(tmp_path / "a.pdf", {"1": "7", "2": "1"})
    assert _read(path)[0] == "Total 7,711.35 approved"
    with PdfDocument(str(path)) as document:
        assert document.mend_fonts()
        (line,) = read_page(document, 1).lines
        assert line.text == TEXT
        assert not document.mend_fonts()


def test_a_true_map_is_left_alone(tmp_path: Path) -> None:
    assert mended(str(_pdf(tmp_path / "a.pdf", {}))) is None


def test_without_cmap_and_names_nothing_is_guessed(tmp_path: Path) -> None:
    path = _pdf(tmp_path / "a.pdf", None)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        (font,) = pdf.pages[0].Resources.Font.values()
        program = font.DescendantFonts[0].FontDescriptor.FontFile2
        # Other names for the tables: a program that reads the font does not find them.
        program.write(program.read_bytes().replace(b"cmap", b"cmaX").replace(b"post", b"posX"))
        pdf.save(path)
    text, unmapped = _read(path)
    assert unmapped
    assert set(text) <= {"\ufffd", " "}


def test_a_broken_program_tells_nothing(tmp_path: Path) -> None:
    path = _pdf(tmp_path / "a.pdf", None)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        (font,) = pdf.pages[0].Resources.Font.values()
        font.DescendantFonts[0].FontDescriptor.FontFile2.write(b"\0\1\0\0\0\xff no font")
        pdf.save(path)
    assert mended(str(path)) is None


def _shown(text: str) -> dict[int, frozenset[str]]:
    return {place: frozenset(char) for place, char in enumerate(text)}


def test_a_program_that_agrees_with_little_is_not_believed() -> None:
    told = dict(enumerate("预算收入支出合计教育"))
    assert _better({**told, 99: ""}, {**_shown("ABCDEFGHIJ"), 99: frozenset("Z")}, trusted=True) == {}


def test_a_few_witnesses_are_too_few_to_contradict() -> None:
    assert _better(dict(enumerate("1234")), _shown("1235"), trusted=True) == {}
    assert _better(dict(enumerate("ABCDEFGHIJK4")), _shown("ABCDEFGHIJK5"), trusted=True) == {11: "5"}


def test_shapes_of_one_sign_do_not_contradict() -> None:
    told = dict(enumerate("ABCDEFGHIJ⼀⻋－"))
    assert _better(told, _shown("ABCDEFGHIJ一车-"), trusted=True) == {}


@pytest.mark.parametrize("text", ["", "\ue000", "\ufffd", "\x01", "\ud800", "\U000f0000", "\uffff"])
def test_what_no_character_is(text: str) -> None:
    assert is_senseless(text)


def test_maps_are_read_back_as_written() -> None:
    meaning = {1: "元", 0x1234: "\U00020bb7", 7: "fi"}
    assert to_unicode.parse(to_unicode.write(meaning, 2)) == meaning


def test_ranges_and_arrays_of_a_map() -> None:
    data = (
        b"2 beginbfrange <0003> <0005> <0041> <0007> <0008> [<4E00> <4E8C>] endbfrange 1 beginbfchar <09> <> endbfchar"
    )
    assert to_unicode.parse(data) == {3: "A", 4: "B", 5: "C", 7: "一", 8: "二", 9: ""}
