"""What the form catalogue makes of one PDF, table by table; nothing is stored."""

from __future__ import annotations

from pathlib import Path

from extractors.page import PageReading
from extractors.pdfium import PdfDocument, PdfError
from extractors.reading import read_page
from extractors.unruled import add_unruled
from pipeline.assemble.disclosures import find_disclosures
from pipeline.assemble.paragraphs import read_narrative
from pipeline.assemble.tables import assemble_tables
from pipeline.errors import Code, DocumentError
from pipeline.normalize.labels import is_label
from pipeline.normalize.model import NormalTable
from pipeline.normalize.recognise import Guess
from pipeline.recognition import read_tables
from pipeline.records import disclosure_of
from pipeline.understand import lists_date


def explained(path: Path) -> list[tuple[NormalTable, Guess, int | None]]:
    """Return the tables of a PDF, each with why it is its form and the fiscal year it was read under.

    Raises:
        DocumentError: the file cannot be read, or holds no text.
    """
    try:
        with PdfDocument(str(path)) as document:
            pages: list[PageReading] = [read_page(document, n + 1) for n in range(document.info().page_count)]
            pages = add_unruled(document, pages)
    except PdfError as error:
        raise DocumentError(error.code) from error
    if not any(page.text_layer in ("text", "mixed") for page in pages):
        raise DocumentError(Code.NO_TEXT)
    assembled = assemble_tables(pages, is_label)
    narrative = read_narrative(pages, assembled.claimed)
    disclosures = find_disclosures(pages, narrative, assembled.tables, path.name)
    found: list[tuple[NormalTable, Guess, int | None]] = []
    for disclosure in disclosures:
        mine = [t for t in assembled.tables if disclosure_of(disclosures, t.page_first) is disclosure]
        tables = read_tables(mine, disclosure.stage, disclosure.fiscal_year, lists_date(disclosure))
        found.extend((table, guess, disclosure.fiscal_year) for table, guess in tables)
    return found
