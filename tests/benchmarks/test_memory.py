"""The memory bench: what it measures, not how much."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium

from benchmarks.memory import MB, after_documents, child, longer


def test_a_document_has_as_many_pages_as_asked_for(tmp_path: Path) -> None:
    for pages in (3, 70):
        document = pdfium.PdfDocument(longer(tmp_path / f"{pages}.pdf", pages))
        assert len(document) == pages
        assert document[pages - 1].get_textpage().count_chars() > 0
        document.close()


def test_a_child_tells_its_peak() -> None:
    assert 20 * MB < child(2) < 1000 * MB


def test_memory_is_looked_at_after_so_many_documents() -> None:
    assert len(after_documents((1, 2))) == 2
