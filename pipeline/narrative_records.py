"""Claims and unparsed sentences → rows of the bundle, redacted."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Final

from extractors.page import Box
from pipeline.assemble.paragraphs import Paragraph
from pipeline.ids import Ids
from pipeline.normalize.claims.read import Reading
from pipeline.normalize.indicators import Indicator
from pipeline.normalize.privacy import may_hold, redact_text, redact_texts
from pipeline.records import Bundle, Row, box_columns, point
from pipeline.verify.narrative.model import Finding, Operand
from schemas.columns import LABEL_CAP, NAME_CAP, TEXT_CAP
from schemas.records import clean_text
from schemas.values import value

_begin: Final = itemgetter(0)


def claim_rows(
    ids: Ids,
    disclosure: int,
    reading: Reading,
    paragraphs: Mapping[int, Paragraph],
    trust: Mapping[tuple[int, int], str],
) -> Bundle:
    """Return the rows of ``claims`` and ``unparsed`` of one disclosure.

    Args:
        ids: the ids of the document.
        disclosure: its ordinal.
        reading: its claims.
        paragraphs: ordinal in the document -> paragraph.
        trust: claim -> its trust; ``unverified`` where missing.
    """
    private = _private(paragraphs)
    own = ids.disclosure(disclosure)
    rows: list[Row] = []
    for claim in reading.claims:
        paragraph = paragraphs[claim.paragraph]
        said = _Said(paragraph.text, claim.paragraph in private)
        page, (x0, y0, x1, y1) = place(paragraph, claim.start, claim.end)
        rows.append(
            {
                "claim_id": claim_id(ids, claim.key),
                "paragraph_id": ids.paragraph(claim.paragraph),
                "disclosure_id": own,
                "kind": claim.kind,
                "pattern": claim.pattern[:NAME_CAP],
                "subject": said.label(claim.subject),
                "metric": said.label(claim.metric),
                "functional_code": claim.functional_code,
                "economic_code": claim.economic_code,
                "amount_fen": claim.fen,
                "share_pct": _plain(claim.share),
                "change_fen": claim.change,
                "change_pct": _plain(claim.change_pct),
                "completion_pct": _plain(claim.completion),
                "count_value": _plain(claim.count),
                "count_unit": claim.unit,
                "direction": claim.direction,
                "base": claim.base if claim.base != "prior" else None,
                "reason": said.text(claim.reason),
                "text_value": said.text(claim.text),
                "implied": claim.implied,
                "sentence": said.text(paragraph.text[claim.start : claim.end].strip()) or "",
                "trust": trust.get(claim.key, "unverified"),
                "page": page,
                "x0": point(x0),
                "y0": point(y0),
                "x1": point(x1),
                "y1": point(y1),
            }
        )
    unparsed: dict[tuple[int, str, str], Row] = {}
    for left in reading.unparsed:
        said = _Said(paragraphs[left.paragraph].text, left.paragraph in private)
        sentence = said.text(left.sentence) or ""
        row: Row = {"paragraph_id": ids.paragraph(left.paragraph), "sentence": sentence, "reason": left.reason}
        unparsed.setdefault((left.paragraph, sentence, left.reason), row)
    return {"claims": rows, "unparsed": list(unparsed.values())}


@value
class _Said:
    """What a paragraph says, without personal data; ``hidden``: it names somebody, so all its numbers may be theirs."""

    paragraph: str
    hidden: bool

    def label(self, text: str | None) -> str | None:
        """Return a part of it as a label."""
        return (clean_text(self._redacted(text))[:LABEL_CAP] or None) if text else None

    def text(self, text: str | None) -> str | None:
        """Return a part of it as a text."""
        return (clean_text(self._redacted(text), multiline=True)[:TEXT_CAP] or None) if text else None

    def _redacted(self, text: str) -> str:
        # Most is a stretch of a paragraph that was looked through as a whole.
        if text in self.paragraph and not may_hold(self.paragraph):
            return text
        return redact_text(text, named=self.hidden)


def finding_rows(ids: Ids, disclosure: int, findings: Sequence[Finding]) -> Bundle:
    """Return the rows of ``checks`` and ``check_operands`` that sentences stand in."""
    found: Bundle = {"checks": [], "check_operands": []}
    own = ids.disclosure(disclosure)
    for finding in findings:
        operands = [(_operand(ids, operand), operand[0], side, sign) for operand, side, sign in finding.operands]
        named = "|".join([finding.rule, *sorted(operand for operand, _, _, _ in operands)])
        check_id = hashlib.sha256(named.encode()).hexdigest()[:16]
        money = finding.quantity == "money"
        unit = 100 if money else 1
        expected, printed = _plain(finding.expected, unit), _plain(finding.printed, unit)
        difference, tolerance = _plain(finding.difference, unit), _plain(finding.tolerance, unit)
        found["checks"].append(
            {
                "check_id": check_id,
                "disclosure_id": own,
                "document_id": ids.document,
                "form_id": finding.form_id,
                "rule": finding.rule,
                "reach": "narrative",
                "status": finding.status,
                "quantity": finding.quantity,
                "expected": expected,
                "printed": printed,
                "difference": difference,
                "tolerance": tolerance,
                "expected_yuan": expected if money else None,
                "printed_yuan": printed if money else None,
                "difference_yuan": difference if money else None,
                "tolerance_yuan": tolerance if money else None,
                "not_testable_reason": finding.reason,
                "message": _text(finding.message, lines=True),
            }
        )
        found["check_operands"].extend(
            {
                "check_id": check_id,
                "position": position,
                "side": side,
                "sign": sign,
                "kind": kind,
                "operand_id": operand,
            }
            for position, (operand, kind, side, sign) in enumerate(operands, 1)
        )
    return found


def _operand(ids: Ids, operand: Operand) -> str:
    kind, key = operand
    if kind == "claim":
        return claim_id(ids, (key[0], key[1]))
    if kind == "indicator":
        return f"{ids.table(key[0])}-i{key[1]}"
    return ids.place((key[0], key[1], key[2]))


def claim_id(ids: Ids, key: tuple[int, int]) -> str:
    """Return the id of a claim."""
    return f"{ids.paragraph(key[0])}-k{key[1]}"


def indicator_rows(ids: Ids, disclosure: int, indicators: Sequence[Indicator]) -> list[Row]:
    """Return the rows of ``indicators``; their tables are redacted already."""
    return [
        {
            "indicator_id": indicator_id(ids, found),
            "disclosure_id": ids.disclosure(disclosure),
            "table_id": ids.table(found.table),
            "row": found.row,
            "project_name": _text(found.project),
            "level1": _text(found.level1),
            "level2": _text(found.level2),
            "indicator": _text(found.name),
            "operator": found.operator,
            "value": _text(found.value),
            "unit": _text(found.unit) if found.unit and len(found.unit) <= NAME_CAP else None,
            "basis": _text(found.basis),
            "weight": _plain(found.weight),
            "actual_value": _text(found.actual),
            "score": _plain(found.score),
            "page": found.page,
            **box_columns(found.box),
        }
        for found in indicators
    ]


def indicator_id(ids: Ids, found: Indicator) -> str:
    """Return the id of an indicator."""
    return f"{ids.table(found.table)}-i{found.row}"


def _plain(value: Decimal | None, unit: int = 1) -> str | None:
    if value is None:
        return None
    return format(value if unit == 1 else value / unit, "f")


def _private(paragraphs: Mapping[int, Paragraph]) -> frozenset[int]:
    """Return the paragraphs that hold personal data."""
    ordinals: Sequence[int] = sorted(paragraphs)
    texts = [paragraphs[n].text for n in ordinals]
    redacted = redact_texts(texts)
    return frozenset(n for n, old, new in zip(ordinals, texts, redacted, strict=True) if old != new)


def _text(text: str | None, *, lines: bool = False) -> str | None:
    """Return a text without personal data."""
    if not text:
        return None
    return clean_text(redact_text(text), multiline=lines)[: TEXT_CAP if lines else LABEL_CAP] or None


def place(paragraph: Paragraph, start: int, end: int) -> tuple[int, Box]:
    """Return page and box of the lines that hold a stretch of a paragraph, of its first page where it goes over one."""
    lines = paragraph.lines
    first = max(0, bisect_right(lines, start, key=_begin) - 1)
    held = lines[first : bisect_left(lines, end, key=_begin)]
    if not held:
        return paragraph.page_first, paragraph.box
    page, (x0, y0, x1, y1) = held[0][1:]
    for _, on, box in held[1:]:
        if on == page:
            x0, y0, x1, y1 = min(x0, box[0]), min(y0, box[1]), max(x1, box[2]), max(y1, box[3])
    return page, (x0, y0, x1, y1)
