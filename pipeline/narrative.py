"""The narrative of one disclosure: its claims beside its tables, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipeline.assemble.paragraphs import Paragraph
from pipeline.narrative_records import claim_rows, indicator_rows
from pipeline.normalize.claims.read import read_claims
from pipeline.normalize.indicators import read_indicators
from pipeline.records import Bundle, Ids, Judged


def narrate(ids: Ids, judged: Judged, paragraphs: Mapping[int, Paragraph], on: date) -> tuple[Judged, Bundle]:
    """Read the claims of a disclosure and hold them against its tables.

    Args:
        ids: the ids of the document.
        judged: the tables of the disclosure.
        paragraphs: ordinal in the document -> paragraph, of this disclosure.
        on: day whose classification lists are in force.

    Returns:
        The tables with the trust that sentences lend them, and rows of ``claims``, ``unparsed`` and ``indicators``.
    """
    disclosure = judged.disclosure
    reading = read_claims(
        tuple(sorted(paragraphs.items())),
        agency=disclosure.agency,
        fiscal_year=disclosure.fiscal_year,
        stage=disclosure.stage,
        on=on,
    )
    indicators = [found for table in judged.tables for found in read_indicators(table.table)]
    rows = claim_rows(ids, disclosure.ordinal, reading, paragraphs, {})
    rows["indicators"] = indicator_rows(ids, disclosure.ordinal, indicators)
    return judged, rows
