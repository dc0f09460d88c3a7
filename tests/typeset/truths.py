"""Exact truth of a typeset document, in the form the scorers read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.typeset.model import Claim, Defect, Document, Heading, Paragraph, Table


def _path(table: Table, row: int, col: int) -> list[str]:
    """Header texts over a cell from the top, each header cell once, column numbers left out."""
    found: list[tuple[int, int]] = []
    for r in range(min(row, table.header_rows - table.number_rows)):
        at = table.origin(r, col)
        if at not in found:
            found.append(at)
    # A total may stand in the last header row, beside 类 款 项; it heads nothing.
    texts = [cell.text for r, c in found if (cell := table.rows[r][c]) is not None and cell.amount is None]
    return [text for text in texts if text]


def _yuan(fen: int) -> str:
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def _facts(table: Table) -> list[dict[str, Any]]:
    facts = []
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row):
            if cell is None or cell.amount is None:
                continue
            amount = cell.amount
            facts.append(
                {
                    "row": r,
                    "col": c,
                    "row_label": amount.label,
                    "functional_code": amount.functional,
                    "economic_code": amount.economic or amount.dims.get("economic_code"),
                    "column_path": list(amount.path) if amount.path is not None else _path(table, r, c),
                    "amount_yuan": _yuan(amount.fen),
                    **({"dims": dict(amount.dims)} if amount.dims else {}),
                }
            )
    return facts


def _table(table: Table, ordinal: int, pages: list[int]) -> dict[str, Any]:
    return {
        "ordinal": ordinal,
        "number": table.number,
        "title": table.title,
        "unit": table.unit,
        "form": table.form or None,
        "pages": pages,
        "header_rows": table.header_rows,
        "kind": table.kind,
        "is_empty": table.is_empty,
        "notes": list(table.notes),
        "grid": [[None if cell is None else cell.text for cell in row] for row in table.rows],
        "facts": _facts(table),
    }


def _defect(document: Document, defect: Defect) -> dict[str, Any]:
    if not defect.table:
        where = {"section": defect.section}
        told = {"kind": defect.kind, "where": where, "expected": defect.expected, "printed": defect.printed}
        return {**told, "note": defect.note}
    table = document.tables()[defect.table - 1]
    place = {"table": table.number or table.title, "ordinal": defect.table, "row": defect.row, "col": defect.col}
    return {
        "kind": defect.kind,
        "where": place,
        "expected": defect.expected,
        "printed": defect.printed,
        "note": defect.note or f"{table.title}：应为{defect.expected}，印作{defect.printed}",
    }


def _paragraphs(document: Document) -> list[dict[str, Any]]:
    path: dict[int, str] = {}
    found = []
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                path = {level: text for level, text in path.items() if level < block.level}
                path[block.level] = block.text
            elif isinstance(block, Paragraph):
                found.append({"section": [path[level] for level in sorted(path)], "text": block.text})
    return found


def _claim(paragraph: Paragraph, claim: Claim) -> dict[str, Any]:
    """A claim as the seed's truth words it: percentages without sign, changes with it."""
    more: dict[str, Any] = {
        "functional_code": claim.functional,
        "completion_pct": claim.completion,
        "base": claim.base,
        "implied": claim.implied or None,
    }
    return {
        "subject": claim.subject,
        "metric": claim.metric,
        "amount_yuan": None if claim.fen is None else _yuan(claim.fen),
        "share_pct": claim.share,
        "change_yuan": None if claim.change is None else _yuan(claim.change),
        "change_pct": claim.change_pct,
        "direction": claim.direction,
        "reason": claim.reason,
        "sentence": paragraph.sentence(claim.sentence),
        **{k: v for k, v in more.items() if v is not None},
    }


def _stated(document: Document) -> dict[str, list[dict[str, Any]]]:
    """What sentences state: figures, numbers of things, and that there is nothing."""
    told = [b for s in document.sections for b in s.blocks if isinstance(b, Paragraph)]
    return {
        "claims": [_claim(p, c) for p in told for c in p.claims],
        "counts": [
            {"subject": c.subject, "value": c.value, "unit": c.unit, "sentence": p.sentence(c.sentence)}
            for p in told
            for c in p.counts
        ],
        "nils": [{"subject": n.subject, "sentence": p.sentence(n.sentence)} for p in told for n in p.nils],
    }


def truth(document: Document, file: str, pages: Mapping[int, tuple[int, int]]) -> dict[str, Any]:
    """The truth of a document.

    Args:
        document: what was typeset.
        file: name of the PDF.
        pages: table ordinal to its first and last page, as the producer found them.

    Returns:
        A JSON-ready object.
    """
    meta = document.meta
    return {
        "file": file,
        "meta": {
            "report_kind": meta.report_kind,
            "fiscal_year": meta.fiscal_year,
            "agency": meta.agency,
            "region": meta.region,
            "published_on": meta.published_on,
        },
        "tables": [
            _table(table, i, list(range(pages[i][0], pages[i][1] + 1)))
            for i, table in enumerate(document.tables(), start=1)
        ],
        "paragraphs": _paragraphs(document),
        **_stated(document),
        "performance": [
            {
                "level1": x.level1,
                "level2": x.level2,
                "indicator": x.indicator,
                "operator": x.operator,
                "value": x.value,
                "unit": x.unit,
                "basis": x.basis,
                "weight": x.weight,
            }
            for x in document.performance
        ],
        "defects": [_defect(document, x) for x in document.defects],
        "personal": list(document.personal),
    }
