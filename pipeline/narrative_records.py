"""Claims and unparsed sentences → rows of the bundle, redacted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractors.page import Box
from pipeline.assemble.paragraphs import Paragraph
from pipeline.ids import Ids
from pipeline.normalize.claims.model import Claim
from pipeline.normalize.claims.read import Reading
from pipeline.normalize.indicators import Indicator
from pipeline.normalize.privacy import redact_text, redact_texts
from pipeline.records import Bundle, Row
from pipeline.verify.narrative.model import Finding, Operand
from schemas.columns import LABEL_CAP, NAME_CAP, TEXT_CAP
from schemas.records import clean_text


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
    rows: list[Row] = []
    for claim in reading.claims:
        paragraph = paragraphs[claim.paragraph]
        hidden = claim.paragraph in private
        page, box = place(paragraph, claim.start, claim.end)
        rows.append(
            {
                "claim_id": claim_id(ids, claim.key),
                "paragraph_id": ids.paragraph(claim.paragraph),
                "disclosure_id": ids.disclosure(disclosure),
                "kind": claim.kind,
                "pattern": claim.pattern[:NAME_CAP],
                "subject": _text(claim.subject, hidden),
                "metric": _text(claim.metric, hidden),
                **_figures(claim),
                "direction": claim.direction,
                "base": claim.base if claim.base != "prior" else None,
                "reason": _text(claim.reason, hidden, lines=True),
                "text_value": _text(claim.text, hidden, lines=True),
                "implied": claim.implied,
                "sentence": _text(paragraph.text[claim.start : claim.end].strip(), hidden, lines=True) or "",
                "trust": trust.get(claim.key, "unverified"),
                "page": page,
                **dict(zip(("x0", "y0", "x1", "y1"), (round(value, 2) for value in box), strict=True)),
            }
        )
    unparsed: dict[tuple[int, str, str], Row] = {}
    for left in reading.unparsed:
        sentence = _text(left.sentence, left.paragraph in private, lines=True) or ""
        row: Row = {"paragraph_id": ids.paragraph(left.paragraph), "sentence": sentence, "reason": left.reason}
        unparsed.setdefault((left.paragraph, sentence, left.reason), row)
    return {"claims": rows, "unparsed": list(unparsed.values())}


def finding_rows(ids: Ids, disclosure: int, findings: Sequence[Finding]) -> Bundle:
    """Return the rows of ``checks`` and ``check_operands`` that sentences stand in."""
    found: Bundle = {"checks": [], "check_operands": []}
    for finding in findings:
        operands = [(_operand(ids, operand), operand[0], side, sign) for operand, side, sign in finding.operands]
        named = "|".join([finding.rule, *sorted(operand for operand, _, _, _ in operands)])
        check_id = hashlib.sha256(named.encode()).hexdigest()[:16]
        amounts = {name: getattr(finding, name) for name in ("expected", "printed", "difference", "tolerance")}
        if finding.quantity == "money":
            amounts = {name: None if value is None else value / 100 for name, value in amounts.items()}
        found["checks"].append(
            {
                "check_id": check_id,
                "disclosure_id": ids.disclosure(disclosure),
                "document_id": ids.document,
                "form_id": finding.form_id,
                "rule": finding.rule,
                "reach": "narrative",
                "status": finding.status,
                "quantity": finding.quantity,
                **{name: _plain(value) for name, value in amounts.items()},
                **{
                    f"{name}_yuan": _plain(value) if finding.quantity == "money" else None
                    for name, value in amounts.items()
                },
                "not_testable_reason": finding.reason,
                "message": _text(finding.message, False, lines=True),
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
            "project_name": _text(found.project, False),
            "level1": _text(found.level1, False),
            "level2": _text(found.level2, False),
            "indicator": _text(found.name, False),
            "operator": found.operator,
            "value": _text(found.value, False),
            "unit": _text(found.unit, False) if found.unit and len(found.unit) <= NAME_CAP else None,
            "basis": _text(found.basis, False),
            "weight": _plain(found.weight),
            "actual_value": _text(found.actual, False),
            "score": _plain(found.score),
            "page": found.page,
            **dict(zip(("x0", "y0", "x1", "y1"), (round(value, 2) for value in found.box), strict=True)),
        }
        for found in indicators
    ]


def indicator_id(ids: Ids, found: Indicator) -> str:
    """Return the id of an indicator."""
    return f"{ids.table(found.table)}-i{found.row}"


def _figures(claim: Claim) -> Row:
    return {
        "functional_code": claim.functional_code,
        "economic_code": claim.economic_code,
        "amount_fen": claim.fen,
        "share_pct": _plain(claim.share),
        "change_fen": claim.change,
        "change_pct": _plain(claim.change_pct),
        "completion_pct": _plain(claim.completion),
        "count_value": _plain(claim.count),
        "count_unit": claim.unit,
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _private(paragraphs: Mapping[int, Paragraph]) -> frozenset[int]:
    """Return the paragraphs that hold personal data."""
    ordinals: Sequence[int] = sorted(paragraphs)
    texts = [paragraphs[n].text for n in ordinals]
    redacted = redact_texts(texts)
    return frozenset(n for n, old, new in zip(ordinals, texts, redacted, strict=True) if old != new)


def _text(text: str | None, hidden: bool, *, lines: bool = False) -> str | None:
    """Return a text without personal data; what stands in a private paragraph is redacted as if somebody were named."""
    if not text:
        return None
    return clean_text(redact_text(text, named=hidden), multiline=lines)[: TEXT_CAP if lines else LABEL_CAP] or None


def place(paragraph: Paragraph, start: int, end: int) -> tuple[int, Box]:
    """Return page and box of the lines that hold a stretch of a paragraph, of its first page where it goes over one."""
    held = [
        (page, box)
        for (first, page, box), after in zip(paragraph.lines, (*paragraph.lines[1:], None), strict=True)
        if first < end and (after is None or after[0] > start)
    ]
    if not held:
        return paragraph.page_first, paragraph.box
    boxes = [box for page, box in held if page == held[0][0]]
    sides = list(zip(*boxes, strict=True))
    return held[0][0], (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
