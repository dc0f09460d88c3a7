"""Pages read together are the pages read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors import reading
from extractors.page import Page
from extractors.pdfium import PdfDocument
from extractors.reading import read_page, read_pages
from tests.extractors.sheets import Sheet

RAW = sorted((Path(__file__).resolve().parents[2] / "raw_pdfs").glob("*.pdf"))


@pytest.mark.parametrize("together", [1, 700, 10**9])
@pytest.mark.parametrize("path", RAW, ids=lambda path: path.stem)
def test_pages_read_together_are_those_read_alone(path: Path, together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "TOGETHER", together)
    with PdfDocument(str(path)) as document:
        numbers = range(1, document.info().page_count + 1)
        alone = [read_page(document, number) for number in numbers]
        assert any(page.grids for page in alone)
        assert list(read_pages(document, numbers)) == alone


def test_the_last_word_of_a_page_and_the_first_of_the_next_stay_apart(tmp_path: Path) -> None:
    """At one height, and where one ends the other begins: on one page they would be one word."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid((40, 140, 240), (50, 70, 90))
    sheet.text(100, 64, "卫生健康支")
    sheet.canvas.showPage()
    sheet.grid((40, 140, 240), (50, 70, 90))
    sheet.text(150, 64, "出合计")
    with PdfDocument(str(sheet.close())) as document:
        first, second = read_pages(document, (1, 2))
    assert [cell.printed for cell in first.grids[0].cells] == ["卫生健康支", "", "", ""]
    assert [cell.printed for cell in second.grids[0].cells] == ["", "出合计", "", ""]


def test_each_page_is_asked_for_when_the_one_before_is_read() -> None:
    asked: list[int] = []

    def numbers() -> Iterator[int]:
        for number in (1, 2):
            asked.append(number)
            yield number

    class Watched:
        def __init__(self, document: PdfDocument) -> None:
            self._document = document

        def page(self, number: int) -> Page:
            assert asked[-1] == number
            return self._document.page(number)

    with PdfDocument(str(RAW[0])) as document:
        assert [found.number for found in read_pages(Watched(document), numbers())] == asked == [1, 2]
