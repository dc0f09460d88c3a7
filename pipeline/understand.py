"""Readings of pages → what the document says: tables and paragraphs, disclosures, identities tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extractors.page import PageReading
from pipeline.assemble.disclosures import Disclosure, find_disclosures
from pipeline.assemble.paragraphs import Narrative, Paragraph, read_narrative
from pipeline.assemble.table import PrintedTable
from pipeline.assemble.tables import assemble_tables
from pipeline.normalize.labels import is_label
from pipeline.normalize.redact import redact_table
from pipeline.recognition import read_tables
from pipeline.records import Judged, disclosure_of
from pipeline.verify.checks import run_trials

#: The lists in force when nothing says the year: the latest.
LATEST = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Understood:
    """What the readings of the pages of a document come to.

    Attributes:
        pages: the readings, in page order.
        narrative: paragraphs under their headings.
        disclosures: in the order of the document.
        tried: of each disclosure the tables, redacted, with their identities; trust waits for the sentences.
        told: of each disclosure the paragraphs by their ordinal in the document.
    """

    pages: tuple[PageReading, ...]
    narrative: Narrative
    disclosures: Sequence[Disclosure]
    tried: tuple[Judged, ...]
    told: tuple[Mapping[int, Paragraph], ...]


def understand(pages: Sequence[PageReading], file_name: str) -> Understood:
    """Assemble, normalize and try the identities.

    Args:
        pages: readings in page order.
        file_name: of the document, the last evidence of agency and year.
    """
    assembled = assemble_tables(pages, is_label)
    narrative = read_narrative(pages, assembled.claimed)
    disclosures = find_disclosures(pages, narrative, assembled.tables, file_name)
    mine: dict[int, list[PrintedTable]] = {disclosure.ordinal: [] for disclosure in disclosures}
    told: dict[int, dict[int, Paragraph]] = {disclosure.ordinal: {} for disclosure in disclosures}
    for table in map(redact_table, assembled.tables):
        mine[disclosure_of(disclosures, table.page_first).ordinal].append(table)
    for number, paragraph in enumerate(narrative.paragraphs, 1):
        told[disclosure_of(disclosures, paragraph.page_first).ordinal][number] = paragraph
    tried = tuple(_tried(disclosure, mine[disclosure.ordinal]) for disclosure in disclosures)
    return Understood(tuple(pages), narrative, disclosures, tried, tuple(told[d.ordinal] for d in disclosures))


def _tried(disclosure: Disclosure, printed: list[PrintedTable]) -> Judged:
    """Give the tables of a disclosure their meaning and try their identities; trust waits for the sentences."""
    on = lists_date(disclosure)
    tables = tuple(table for table, _ in read_tables(printed, disclosure.stage, disclosure.fiscal_year, on))
    return Judged(disclosure, tables, run_trials(tables), {})


def lists_date(disclosure: Disclosure) -> date:
    """Return the day whose classification lists a disclosure uses."""
    if disclosure.published_on is not None:
        return disclosure.published_on
    if disclosure.fiscal_year is None:
        return LATEST
    return date(disclosure.fiscal_year, 12, 31) if disclosure.stage == "final" else date(disclosure.fiscal_year, 1, 1)
