"""What a page costs in calls into pdfium, counted, and that what was opened is closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c
import pytest

import extractors.pdfium_calls as call
from extractors import pdfium as reader
from extractors.pdfium import PdfDocument
from extractors.reading import read_page
from tests.extractors.sheets import Sheet

#: A character is asked for its box, whether it can be read, and, where a run begins, its angle, or its object.
A_CHARACTER = 4
#: An object is asked what it is and how it is painted and clipped; a path also where it goes.
AN_OBJECT = 10
#: A point of a path, and whether something begins or ends there.
A_SEGMENT = 4
#: Whatever is on it.
A_PAGE = 60


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the calls by name."""
    counted: Counter[str] = Counter()

    def counting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*arguments: Any) -> Any:
            counted[name] += 1
            return function(*arguments)

        return ask

    function = type(call.char_box).__base__
    names = [name for name, value in vars(call).items() if type(value).__base__ is function]
    assert len(names) > 20
    for name in names:
        monkeypatch.setattr(call, name, counting(name, getattr(call, name)))
    return counted


def table(path: Path, rows: int) -> Path:
    sheet = Sheet(path, size=(400, 40 + 20 * rows))
    ys = [20 + 20 * row for row in range(rows + 1)]
    sheet.grid((40, 140, 220, 300), ys)
    for y in ys[:-1]:
        sheet.text(44, y + 14, "一般公共服务支出")
        sheet.right(216, y + 14, "1,234.56")
        sheet.right(296, y + 14, "78.90")
    return sheet.close()


def size(path: Path) -> tuple[int, int, int]:
    """Return how many characters, objects and segments of paths the page has."""
    document = pdfium.PdfDocument(path)
    page = document[0]
    things = list(page.get_objects())
    segments = sum(max(0, c.FPDFPath_CountSegments(thing.raw)) for thing in things)
    text = page.get_textpage()
    found = (text.count_chars(), len(things), segments)
    text.close()
    page.close()
    document.close()
    return found


@pytest.mark.parametrize("rows", [2, 40])
def test_calls_are_few_for_each_character_and_object(tmp_path: Path, calls: Counter[str], rows: int) -> None:
    path = table(tmp_path / "a.pdf", rows)
    characters, objects, segments = size(path)
    with PdfDocument(str(path)) as document:
        read_page(document, 1)
    assert calls["char_box"] == calls["char_is_unmapped"] == characters
    assert calls["page_object"] == calls["text_mode"] == calls["clip_path"] == objects
    assert calls["path_segment"] == calls["segment_point"] == segments
    most = A_CHARACTER * characters + AN_OBJECT * objects + A_SEGMENT * segments + A_PAGE
    assert calls.total() <= most


def test_angles_are_asked_only_where_a_run_begins(tmp_path: Path, calls: Counter[str]) -> None:
    path = table(tmp_path / "a.pdf", 40)
    with PdfDocument(str(path)) as document:
        read_page(document, 1)
    assert 0 < calls["char_angle"] < calls["char_box"] / 3
    assert calls["char_object"] == 0


def test_a_page_costs_the_same_whenever_it_is_read(tmp_path: Path, calls: Counter[str]) -> None:
    path = table(tmp_path / "a.pdf", 8)
    with PdfDocument(str(path)) as document:
        read_page(document, 1)
        once = calls.copy()
        read_page(document, 1)
    assert calls == once + once


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count what pdfium opens and closes."""
    counted: Counter[str] = Counter()
    for name in ("FPDF_LoadPage", "FPDF_ClosePage", "FPDFText_LoadPage", "FPDFText_ClosePage", "FPDF_CloseDocument"):
        function = getattr(c, name)

        def counting(*arguments: Any, name: str = name, function: Callable[..., Any] = function) -> Any:
            counted[name] += 1
            return function(*arguments)

        monkeypatch.setattr(c, name, counting)
    return counted


def test_pages_and_documents_are_closed(tmp_path: Path, doors: Counter[str]) -> None:
    path = table(tmp_path / "a.pdf", 2)
    for _ in range(3):
        with PdfDocument(str(path)) as document:
            read_page(document, 1)
            assert doors["FPDF_LoadPage"] == doors["FPDF_ClosePage"] > 0
            assert doors["FPDFText_LoadPage"] == doors["FPDFText_ClosePage"] > 0
    assert doors["FPDF_CloseDocument"] == 3


def test_a_page_that_breaks_is_closed(tmp_path: Path, doors: Counter[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def breaking(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(reader, "read_characters", breaking)
    with PdfDocument(str(table(tmp_path / "a.pdf", 2))) as document, pytest.raises(MemoryError):
        read_page(document, 1)
    assert doors["FPDF_LoadPage"] == doors["FPDF_ClosePage"] == 1
    assert doors["FPDFText_LoadPage"] == doors["FPDFText_ClosePage"] == 1
    assert doors["FPDF_CloseDocument"] == 1
