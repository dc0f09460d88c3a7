"""Lines: what stands side by side, spaces, wraps."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]

from extractors.lines import join_wraps, tidy
from tests.extractors.sheets import LATIN, SONG, Sheet, texts

TIMES, COURIER = "Times-Roman", "Courier"


def _lines(sheet: Sheet) -> list[str]:
    return [line.text for line in sheet.read().lines]


@pytest.mark.parametrize("font", [LATIN, TIMES, COURIER])
def test_digits_and_chinese_of_different_fonts_stand_on_one_line(tmp_path: Path, font: str) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for y in (40, 52, 64):
        x = 20.0
        for piece in ("收入总计", "1,234.56", "万元，下降", "3.20%", "。"):
            face = font if piece[0] < "~" else SONG
            sheet.text(x, y, piece, 10, face)
            x += stringWidth(piece, face, 10)
    assert _lines(sheet) == ["收入总计1,234.56万元，下降3.20%。"] * 3


def test_latin_keeps_its_spaces_and_chinese_gets_none(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(20, 40, "Annual budget of 2024", 10, LATIN)
    for place, char in enumerate("部门预算"):
        sheet.text(20 + 12 * place, 60, char)
    assert _lines(sheet) == ["Annual budget of 2024", "部门预算"]


def test_words_without_space_characters_are_parted_by_their_gap(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(20, 40, "Annual", 10, LATIN)
    sheet.text(56, 40, "budget", 10, LATIN)
    assert _lines(sheet) == ["Annual budget"]


def test_a_wide_gap_parts_a_line_into_pieces(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(20, 40, "编制部门：某局")
    sheet.text(300, 40, "单位：万元")
    (line,) = sheet.read().lines
    assert [part[0] for part in line.parts] == ["编制部门：某局", "单位：万元"]


def test_lines_of_a_box_stand_from_top_to_bottom(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid((40, 120, 200), (50, 100, 120))
    sheet.text(44, 92, "支出")
    sheet.text(44, 64, "机关事业")
    sheet.text(44, 78, "单位养老")
    assert texts(sheet.read())[0][0] == "机关事业\n单位养老\n支出"


def test_points_and_dashes_stay_on_their_line(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for y, text in ((40, "-1,234.50"), (51, "-0.05"), (62, "1.2-3.4")):
        sheet.text(20, y, text, 10, LATIN)
    assert _lines(sheet) == ["-1,234.50", "-0.05", "1.2-3.4"]


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["机关事业单位", "养老保险"], "机关事业单位养老保险"),
        (["12,345,", "678.90"], "12,345,678.90"),
        (["12,345.", "67"], "12,345.67"),
        (["Annual", "budget"], "Annual budget"),
        (["2024年", "预算"], "2024年预算"),
        (["", "合计", ""], "合计"),
    ],
)
def test_wraps_are_joined(parts: list[str], whole: str) -> None:
    assert join_wraps(parts) == whole


def test_tidy_removes_blanks_beside_chinese_only() -> None:
    assert tidy(" 部 门\u3000预 算  of  a b ") == "部门预算of a b"
