"""Invented documents for linking: a few forms with a few figures each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from pipeline.ids import agency_id
from pipeline.link.run import link
from warehouse.store import Name, Warehouse

NOW = datetime(2026, 1, 2, tzinfo=UTC)
BOX = {"page": 1, "x0": 1, "y0": 2, "x1": 3, "y1": 4}
SUMMARY, BASIC, PUBLIC = "budget_rev_exp_summary", "budget_gpb_basic_by_dept_economic", "budget_three_public"

Bundle = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Form:
    """One table: yuan by row label (a code when it is digits); a mapping instead of the yuan says more of a figure."""

    id: str
    rows: Mapping[str, Any] = field(default_factory=dict)
    unit: str = "元"
    title: str | None = None
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Doc:
    """One document with one disclosure."""

    seed: str
    forms: Sequence[Form] = ()
    agency: str | None = "青禾县林草局"
    year: int | None = 2024
    stage: str | None = "budget"
    level: str = "department"
    on: str | None = None
    region: str | None = None
    sections: Mapping[str, Sequence[int]] = field(default_factory=dict)
    text: str = "本段说明情况。"

    @property
    def document_id(self) -> str:
        return hashlib.sha256(self.seed.encode()).hexdigest()

    @property
    def disclosure_id(self) -> str:
        return f"{self.document_id[:16]}-d1"

    def but(self, **changes: Any) -> Doc:
        return replace(self, **changes)

    def bundle(self) -> Bundle:
        rows: Bundle = {
            "documents": [
                {
                    "document_id": self.document_id,
                    "file_bytes": 10,
                    "page_count": 1,
                    "text_layer": "text",
                    "producer": None,
                    "status": "loaded",
                }
            ],
            "disclosures": [
                {
                    "disclosure_id": self.disclosure_id,
                    "document_id": self.document_id,
                    "disclosure_ordinal": 1,
                    "stage": self.stage,
                    "fiscal_year": self.year,
                    "agency_id": agency_id(self.agency, self.region) if self.agency else None,
                    "agency_name": self.agency,
                    "level_of_report": self.level,
                    "region_code": self.region,
                    "published_on": self.on,
                    "page_first": 1,
                    "page_last": 1,
                }
            ],
        }
        for at, form in enumerate(self.forms, 1):
            self._table(rows, at, form)
        for at, (section, sums) in enumerate(self.sections.items(), 1):
            self._section(rows, at, section, sums)
        return rows

    def _table(self, rows: Bundle, at: int, form: Form) -> None:
        table_id = f"{self.document_id[:16]}-t{at}"
        rows.setdefault("tables", []).append(
            {
                "table_id": table_id,
                "disclosure_id": self.disclosure_id,
                "document_id": self.document_id,
                "table_ordinal": at,
                "table_title": form.title,
                "form_id": form.id,
                "unit": form.unit,
                "page_first": 1,
                "page_last": 1,
                "row_count": 2,
                "column_count": 2,
                "header_rows": 1,
                "is_empty": not form.rows and not form.words,
            }
        )
        for row, (label, said) in enumerate(form.rows.items(), 1):
            more = dict(said) if isinstance(said, Mapping) else {"yuan": said}
            amount = self._amount(table_id, form, row, label, more)
            rows.setdefault("amounts", []).append(amount)
            rows.setdefault("cells", []).append(_cell(table_id, row, 1, amount["printed"], "amount"))
        for row, word in enumerate(form.words, len(form.rows) + 1):
            rows.setdefault("cells", []).append(_cell(table_id, row, 0, word, "label"))

    def _amount(self, table_id: str, form: Form, row: int, label: str, more: dict[str, Any]) -> dict[str, Any]:
        yuan = more.pop("yuan")
        size = {"元": 1, "万元": 10_000}[form.unit]
        digits = f"{yuan / size:.2f}"
        code = label if label.isdigit() else None
        kind = "economic_code" if code and code[0] in "35" else "functional_code"
        return {
            "amount_id": f"{table_id}-r{row}-c1",
            "table_id": table_id,
            "disclosure_id": self.disclosure_id,
            "form_id": form.id,
            "row": row,
            "col": 1,
            "row_label": label,
            kind: code,
            "code_status": "exact" if code else "none",
            "is_total": label == "合计",
            "is_leaf": label != "合计",
            "measure": "money",
            "value": digits,
            "amount_fen": round(float(digits) * size * 100),
            "unit": form.unit,
            "printed": digits,
            "reading": "text",
            "trust": "proven",
            "support": 1,
            **BOX,
            **more,
        }

    def _section(self, rows: Bundle, at: int, section: str, sums: Iterable[int]) -> None:
        paragraph_id = f"{self.document_id[:16]}-p{at}"
        box = {name: value for name, value in BOX.items() if name != "page"}
        rows.setdefault("paragraphs", []).append(
            {
                "paragraph_id": paragraph_id,
                "disclosure_id": self.disclosure_id,
                "document_id": self.document_id,
                "paragraph_ordinal": at,
                "section_id": section,
                "text": self.text,
                "page_first": 1,
                "page_last": 1,
                **box,
            }
        )
        for number, yuan in enumerate(sums, 1):
            rows.setdefault("claims", []).append(
                {
                    "claim_id": f"{paragraph_id}-k{number}",
                    "paragraph_id": paragraph_id,
                    "disclosure_id": self.disclosure_id,
                    "kind": "balance",
                    "subject": "收支总预算",
                    "amount_fen": yuan * 100,
                    "implied": False,
                    "sentence": "收支总预算如上。",
                    "trust": "unverified",
                    **BOX,
                }
            )


def _cell(table_id: str, row: int, col: int, text: str, role: str) -> dict[str, Any]:
    return {
        "table_id": table_id,
        "row": row,
        "col": col,
        "row_span": 1,
        "col_span": 1,
        "text": text,
        "printed": text,
        "role": role,
        "unmapped": False,
        **BOX,
    }


def load(warehouse: Warehouse, *docs: Doc, recipe: str = "r1") -> None:
    """Load documents as a run does, without linking."""
    for doc in docs:
        warehouse.load(doc.bundle(), [Name("raw_pdfs", f"{doc.seed}.pdf", doc.document_id)], recipe, NOW)


def linked(warehouse: Warehouse, *docs: Doc) -> dict[str, tuple[str | None, int, bool]]:
    """Load, link, and return (report, edition, current) by the seed of the document."""
    load(warehouse, *docs)
    link(warehouse)
    return state(warehouse)


def state(warehouse: Warehouse) -> dict[str, tuple[str | None, int, bool]]:
    _, rows = warehouse.query("SELECT file_name, report_id, edition, is_current FROM disclosures")
    return {
        str(name).removesuffix(".pdf"): (report, edition, bool(current))  # type: ignore[misc]
        for name, report, edition, current in rows
    }
