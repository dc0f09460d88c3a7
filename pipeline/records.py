"""What a document's stages made → the rows of its bundle; tables come redacted, paragraphs are redacted here."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractors.page import Box, PageReading
from pipeline.assemble.disclosures import Disclosure
from pipeline.assemble.paragraphs import Paragraph
from pipeline.assemble.table import TableCell
from pipeline.ids import Ids, agency_id
from pipeline.normalize.model import Figure, NormalTable
from pipeline.normalize.privacy import redact_text, redact_texts
from pipeline.verify.messages import message
from pipeline.verify.trial import Place, Trial
from pipeline.verify.trust import Trust
from schemas.records import clean_text
from schemas.words import UNITS

Row = dict[str, object]
Bundle = dict[str, list[Row]]

_UNKNOWN = Trust("unverified", 0, None)


@dataclass(frozen=True, slots=True)
class Judged:
    """The tables of one disclosure with their trials and the trust of their figures."""

    disclosure: Disclosure
    tables: tuple[NormalTable, ...]
    trials: tuple[Trial, ...]
    trust: Mapping[Place, Trust]


@dataclass(frozen=True, slots=True)
class OtherReading:
    """A reading of a table that was not chosen; ``differing`` boxes, None where the tables have not the same place."""

    reader: str
    finder: str
    held: int
    failed: int
    differing: int | None


def page_rows(ids: Ids, pages: Sequence[PageReading]) -> list[Row]:
    """Return the rows of ``pages``."""
    return [
        {
            "document_id": ids.document,
            "page": page.number,
            "width": round(page.width, 2),
            "height": round(page.height, 2),
            "rotation": page.rotation,
            "text_layer": page.text_layer,
            "engine": page.engine,
            "status": "read" if page.text_layer in ("text", "mixed") else "no_text",
        }
        for page in pages
    ]


def disclosure_rows(ids: Ids, disclosures: Sequence[Disclosure]) -> list[Row]:
    """Return the rows of ``disclosures``."""
    return [
        {
            "disclosure_id": ids.disclosure(d.ordinal),
            "document_id": ids.document,
            "disclosure_ordinal": d.ordinal,
            "stage": d.stage,
            "fiscal_year": d.fiscal_year,
            "agency_id": agency_id(d.agency, d.region.code if d.region else None) if d.agency else None,
            "agency_name": clean_text(d.agency) if d.agency else None,
            "level_of_report": d.level,
            "parent_disclosure_id": ids.disclosure(d.parent) if d.parent else None,
            "region_code": d.region.code if d.region else None,
            "region_name": d.region.full_name if d.region else None,
            "published_on": d.published_on.isoformat() if d.published_on else None,
            "page_first": d.page_first,
            "page_last": d.page_last,
        }
        for d in disclosures
    ]


def completeness_rows(ids: Ids, disclosure: Disclosure, states: Sequence[tuple[str, str]]) -> list[Row]:
    """Return the rows of ``completeness`` of one disclosure."""
    own = ids.disclosure(disclosure.ordinal)
    return [{"disclosure_id": own, "item": item, "state": state} for item, state in states]


def table_rows(ids: Ids, judged: Judged, others: Mapping[int, Sequence[OtherReading]]) -> Bundle:
    """Return the rows of ``tables``, ``readings``, ``cells`` and ``amounts`` of one disclosure.

    Args:
        ids: the ids of the document.
        judged: the tables of the disclosure.
        others: table ordinal -> readings that were not chosen.
    """
    found: Bundle = {"tables": [], "readings": [], "cells": [], "amounts": []}
    held = Counter(table for trial in judged.trials if trial.holds for table in trial.tables)
    failed = Counter(table for trial in judged.trials if trial.status == "violated" for table in trial.tables)
    for table in judged.tables:
        found["tables"].append(_table(ids, judged, table))
        ordinal = table.table.ordinal
        found["readings"].append(_reading(ids, table, held[ordinal], failed[ordinal]))
        found["readings"].extend(_other(ids, table, other) for other in others.get(ordinal, ()))
        found["cells"].extend(_cells(ids, table))
        found["amounts"].extend(_amount(ids, judged, table, figure) for figure in table.figures)
    return found


def _table(ids: Ids, judged: Judged, table: NormalTable) -> Row:
    caption = table.table.caption
    return {
        "table_id": ids.table(table.table.ordinal),
        "disclosure_id": ids.disclosure(judged.disclosure.ordinal),
        "document_id": ids.document,
        "table_ordinal": table.table.ordinal,
        "table_number": clean_text(caption.number) if caption.number else None,
        "table_title": clean_text(caption.title) if caption.title else None,
        "form_id": table.form.id if table.form else None,
        "unit": table.unit if table.unit in UNITS else None,
        "page_first": table.table.page_first,
        "page_last": table.table.page_last,
        "row_count": table.table.row_count,
        "column_count": table.table.column_count,
        "header_rows": table.header_rows,
        "is_empty": table.is_empty,
        "notes": clean_text("\n".join(table.table.notes), multiline=True) or None,
    }


def _reading(ids: Ids, table: NormalTable, held: int, failed: int) -> Row:
    return {
        "table_id": ids.table(table.table.ordinal),
        "reader": table.table.reader,
        "finder": table.table.finder,
        "chosen": True,
        "checks_held": held,
        "checks_failed": failed,
        "cells_differing": 0,
    }


def _other(ids: Ids, table: NormalTable, other: OtherReading) -> Row:
    return {
        "table_id": ids.table(table.table.ordinal),
        "reader": other.reader,
        "finder": other.finder,
        "chosen": False,
        "checks_held": other.held,
        "checks_failed": other.failed,
        "cells_differing": other.differing,
    }


def _cells(ids: Ids, table: NormalTable) -> list[Row]:
    own = ids.table(table.table.ordinal)
    return [_cell(own, cell, table) for cell in table.table.cells]


def _cell(table_id: str, cell: TableCell, table: NormalTable) -> Row:
    place, (x0, y0, x1, y1) = (cell.row, cell.col), cell.box
    text = clean_text(cell.text, multiline=True)
    return {
        "table_id": table_id,
        "row": cell.row,
        "col": cell.col,
        "row_span": cell.row_span,
        "col_span": cell.col_span,
        "text": text,
        "printed": text if cell.printed == cell.text else clean_text(cell.printed, multiline=True),
        "role": table.roles.get(place, "text"),
        "unmapped": cell.unmapped,
        "confidence": None,
        "unplaced_reason": table.unplaced.get(place),
        "page": cell.page,
        "x0": point(x0),
        "y0": point(y0),
        "x1": point(x1),
        "y1": point(y1),
    }


def box_columns(box: Box) -> Row:
    """Return the columns of a box in points."""
    x0, y0, x1, y1 = box
    return {"x0": point(x0), "y0": point(y0), "x1": point(x1), "y1": point(y1)}


@lru_cache(maxsize=16384)
def point(value: float) -> float:
    """Round a place on the page; boxes of a table share their edges."""
    return round(value, 2)


def _amount(ids: Ids, judged: Judged, table: NormalTable, figure: Figure) -> Row:
    trust = judged.trust.get(figure.place, _UNKNOWN)
    row = figure.row
    classed = _classes(figure)
    return {
        "amount_id": ids.place(figure.place),
        "table_id": ids.table(table.table.ordinal),
        "disclosure_id": ids.disclosure(judged.disclosure.ordinal),
        "form_id": table.form.id if table.form else None,
        "row": figure.cell.row,
        "col": figure.cell.col,
        "row_label": clean_text(row.label),
        "row_path": _path(row.path),
        "column_path": _path(figure.column.path),
        **figure.dims,
        **classed,
        "code_status": row.status,
        "level": row.level,
        "is_total": row.total is not None or figure.column.is_total,
        "is_leaf": row.is_leaf,
        "project_name": clean_text(row.project) if row.project else None,
        "unit_name": redact_text(clean_text(row.unit_name)) if row.unit_name else None,
        "measure": figure.measure,
        "value": _plain(figure.value),
        "amount_fen": figure.fen,
        "unit": figure.unit,
        "null_kind": figure.null_kind,
        "printed": clean_text(figure.cell.printed, multiline=True),
        "reading": "text",
        "trust": trust.trust,
        "support": trust.support,
        "trust_margin_yuan": _yuan(trust.margin_fen),
        "page": figure.cell.page,
        **box_columns(figure.cell.box),
    }


def _classes(figure: Figure) -> Row:
    """Return the classification columns of a figure: of its row, and of its column in a cross-tab."""
    row = figure.row
    found: Row = {
        "functional_code": None,
        "functional_name": None,
        "economic_code": None,
        "economic_name": None,
        "economic_kind": None,
    }
    if row.code is not None and row.list == "functional":
        found["functional_code"], found["functional_name"] = row.code, row.name
    elif row.code is not None:
        found["economic_code"], found["economic_name"] = row.code, row.name
        found["economic_kind"] = {"economic_department": "department", "economic_government": "government"}.get(
            row.list or ""
        )
    beside = figure.column.economic or row.economic
    if beside is not None:
        found["economic_code"], found["economic_name"] = beside
        found["economic_kind"] = "department" if beside[0].startswith("3") else "government"
    return found


@lru_cache(maxsize=4096)
def _path(labels: tuple[str, ...]) -> str:
    return "/".join(clean_text(label).replace("/", "／") for label in labels)


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


@lru_cache(maxsize=8192)
def _yuan(fen: Decimal | int | None) -> str | None:
    return None if fen is None else format((Decimal(fen) / 100).normalize(), "f")


def check_rows(ids: Ids, judged: Judged) -> Bundle:
    """Return the rows of ``checks`` and ``check_operands`` of one disclosure."""
    found: Bundle = {"checks": [], "check_operands": []}
    titles = {table.table.ordinal: table.table.caption.title or "" for table in judged.tables}
    inferred = {table.table.ordinal for table in judged.tables if not table.table.is_ruled}
    for trial in judged.trials:
        operands = [(ids.place(term.figure.place), term.sign, side) for term, side in trial.operands]
        check_id = hashlib.sha256("|".join([trial.rule, *sorted(o for o, _, _ in operands)]).encode()).hexdigest()[:16]
        money = _sums(trial)
        found["checks"].append(
            {
                "check_id": check_id,
                "disclosure_id": ids.disclosure(judged.disclosure.ordinal),
                "document_id": ids.document,
                "form_id": trial.form_id,
                "rule": trial.rule,
                "reach": trial.reach,
                "status": trial.status,
                "quantity": "money",
                **money,
                **{f"{key}_yuan": value for key, value in money.items()},
                "not_testable_reason": trial.reason,
                "message": clean_text(message(trial, titles, inferred)),
            }
        )
        found["check_operands"].extend(
            {
                "check_id": check_id,
                "position": position,
                "side": side,
                "sign": sign,
                "kind": "amount",
                "operand_id": operand,
            }
            for position, (operand, sign, side) in enumerate(operands, 1)
        )
    return found


def _sums(trial: Trial) -> Row:
    """Return both sides, their difference and its tolerance in yuan; a side that is missing has no sum."""
    sides = {side for _, side in trial.operands}
    tested = trial.reason is None
    return {
        "expected": _yuan(trial.expected) if "right" in sides else None,
        "printed": _yuan(trial.printed) if "left" in sides else None,
        "difference": _yuan(trial.residual) if tested else None,
        "tolerance": _yuan(trial.tolerance) if tested else None,
    }


def paragraph_rows(ids: Ids, disclosures: Sequence[Disclosure], paragraphs: Sequence[Paragraph]) -> list[Row]:
    """Return the rows of ``paragraphs``."""
    texts = redact_texts([paragraph.text for paragraph in paragraphs])
    return [
        {
            "paragraph_id": ids.paragraph(ordinal),
            "disclosure_id": ids.disclosure(disclosure_of(disclosures, paragraph.page_first).ordinal),
            "document_id": ids.document,
            "paragraph_ordinal": ordinal,
            "section": _section(paragraph.section),
            "section_id": paragraph.section_id,
            "text": clean_text(text, multiline=True),
            "page_first": paragraph.page_first,
            "page_last": paragraph.page_last,
            **box_columns(paragraph.box),
        }
        for ordinal, (paragraph, text) in enumerate(zip(paragraphs, texts, strict=True), 1)
    ]


@lru_cache(maxsize=256)
def _section(headings: tuple[str, ...]) -> str | None:
    return redact_text(clean_text(" / ".join(headings))) or None


def disclosure_of(disclosures: Sequence[Disclosure], page: int) -> Disclosure:
    """Return the disclosure that a page belongs to."""
    return next((d for d in disclosures if d.page_first <= page <= d.page_last), disclosures[0])
