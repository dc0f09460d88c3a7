"""One document from its file to its bundle: read, assemble, normalize, verify. Runs in the limited child."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from extractors.page import PageReading
from extractors.pdfium import PdfDocument, PdfError
from extractors.reading import read_pages
from extractors.unruled import add_unruled
from pipeline.errors import Code, DocumentError, PageError
from pipeline.ids import Ids
from pipeline.narrative import narrate
from pipeline.normalize.completeness import completeness
from pipeline.preload import preload
from pipeline.records import (
    Bundle,
    check_rows,
    completeness_rows,
    disclosure_rows,
    page_rows,
    paragraph_rows,
    table_rows,
)
from pipeline.second import second_opinion, undecided
from pipeline.understand import lists_date, understand
from pipeline.unsure import without_guesses
from schemas.records import clean_text

#: Longer files are refused; no disclosure comes near.
MAX_PAGES = 5000

#: Called with the page about to be read and the number of pages.
OnPage = Callable[[int, int], None]


def warm() -> None:
    """Get ready for documents; called once, before children are forked."""
    preload()


def read_document(
    path: str,
    document_id: str,
    file_name: str,
    *,
    skip_pages: frozenset[int] = frozenset(),
    on_page: OnPage | None = None,
) -> Bundle:
    """Read one PDF into its bundle; nothing outside the file is looked at.

    Args:
        path: the file.
        document_id: SHA-256 of its bytes, in hex.
        file_name: its name in the inbox, the last evidence of agency and year.
        skip_pages: pages that broke an earlier attempt.
        on_page: told before each page is read, and with 0 when all are.

    Returns:
        Rows by record name, redacted.

    Raises:
        DocumentError: encrypted, corrupt, too many pages, or without any text; PageError for a page that is corrupt.
    """
    ids = Ids(document_id)
    read, count, producer = _read_pages(path, skip_pages, on_page)
    if read and not any(page.text_layer in ("text", "mixed") for page in read):
        raise DocumentError(Code.NO_TEXT)
    understood, opinions = second_opinion(path, understand(read, file_name), file_name)
    pages, narrative, disclosures = understood.pages, understood.narrative, understood.disclosures
    bundle: Bundle = {
        "documents": [
            {
                "document_id": document_id,
                "file_bytes": Path(path).stat().st_size,
                "page_count": count,
                "text_layer": _text_layer(pages),
                "producer": clean_text(producer) if producer else None,
                "status": "partial" if skip_pages else "loaded",
            }
        ],
        "pages": page_rows(ids, pages),
        "disclosures": disclosure_rows(ids, disclosures),
        "paragraphs": paragraph_rows(ids, disclosures, narrative.paragraphs),
    }
    for tried, told in zip(understood.tried, understood.told, strict=True):
        disclosure = tried.disclosure
        judged, facts = narrate(ids, tried, told, lists_date(disclosure))
        judged = without_guesses(undecided(judged, opinions))
        whole = {"completeness": completeness_rows(ids, disclosure, completeness(disclosure, judged.tables, narrative))}
        for rows in (table_rows(ids, judged, opinions.others), check_rows(ids, judged), facts, whole):
            for record, found in rows.items():
                bundle.setdefault(record, []).extend(found)
    return bundle


def _read_pages(
    path: str, skip_pages: frozenset[int], on_page: OnPage | None
) -> tuple[list[PageReading], int, str | None]:
    """Read the pages that are not to be skipped."""
    tell = on_page or _untold
    try:
        document = PdfDocument(path)
    except PdfError as error:
        raise DocumentError(error.code) from error
    with document:
        info = document.info()
        if not info.page_count:
            raise DocumentError(Code.CORRUPT)
        if info.page_count > MAX_PAGES:
            raise DocumentError(Code.TOO_MANY_PAGES)
        numbers = [number for number in range(1, info.page_count + 1) if number not in skip_pages]
        try:
            pages = list(read_pages(document, _told(numbers, tell, info.page_count)))
        except PdfError as error:
            raise PageError(error.code) from error
        pages = add_unruled(document, pages)
    tell(0, info.page_count)  # what breaks from here on is no page's fault
    return pages, info.page_count, info.producer


def _told(numbers: Sequence[int], tell: OnPage, count: int) -> Iterator[int]:
    """Yield the numbers of pages, each told before it is read."""
    for number in numbers:
        tell(number, count)
        yield number


def _untold(_page: int, _count: int) -> None:
    """Tell nobody."""


def _text_layer(pages: Sequence[PageReading]) -> str:
    """Return the text layer of the whole document; blank pages say nothing."""
    kinds = {page.text_layer for page in pages} - {"none"}
    if len(kinds) > 1:
        return "mixed"
    return kinds.pop() if kinds else "none"
