"""The narrative of one disclosure: its claims beside its tables, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pipeline.assemble.paragraphs import Paragraph
from pipeline.ids import Ids
from pipeline.narrative_records import claim_rows, finding_rows, indicator_rows
from pipeline.normalize.claims.read import read_claims
from pipeline.normalize.indicators import read_indicators
from pipeline.records import Bundle, Judged
from pipeline.verify.narrative.run import claim_trust, run_narrative, table_trials
from pipeline.verify.trust import judge


def narrate(ids: Ids, judged: Judged, paragraphs: Mapping[int, Paragraph], on: date) -> tuple[Judged, Bundle]:
    """Read the claims of a disclosure and hold them against its tables.

    Args:
        ids: the ids of the document.
        judged: the tables of the disclosure with their trials; their trust is made here.
        paragraphs: ordinal in the document -> paragraph, of this disclosure.
        on: day whose classification lists are in force.

    Returns:
        The tables with their trust, to which sentences lend theirs, and rows of ``claims``, ``unparsed``,
        ``indicators``, ``checks`` and ``check_operands``.
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
    findings = run_narrative(reading.claims, indicators, judged.tables, disclosure.stage, disclosure.fiscal_year)
    judged = replace(judged, trust=judge(judged.tables, (*judged.trials, *table_trials(findings))))
    rows = claim_rows(ids, disclosure.ordinal, reading, paragraphs, claim_trust(reading.claims, findings))
    rows["indicators"] = indicator_rows(ids, disclosure.ordinal, indicators)
    return judged, rows | finding_rows(ids, disclosure.ordinal, findings)
