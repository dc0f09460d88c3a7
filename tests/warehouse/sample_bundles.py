"""Invented bundles of the shape that one document yields."""

from __future__ import annotations

import hashlib
from typing import Any

from warehouse.store import Name

Bundle = dict[str, list[dict[str, Any]]]
BOX = {"page": 1, "x0": 70.92, "y0": 100.0, "x1": 180.5, "y1": 112.25}
FIGURES = ("1234.5", "0.01", "-20", "33.333333333333333333", "9007199254740993")


def document_id_of(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()


def name_of(seed: str, file_name: str, inbox: str = "raw_pdfs", **source: str) -> Name:
    return Name(inbox, file_name, document_id_of(seed), **source)


def make_bundle(seed: str, rows: int = 3) -> Bundle:
    document_id = document_id_of(seed)
    short = document_id[:16]
    table_id, disclosure_id, paragraph_id = f"{short}-t1", f"{short}-d1", f"{short}-p1"
    boxes = [(row, col) for row in range(rows + 1) for col in range(3)]
    check_id = hashlib.sha256(f"check {seed}".encode()).hexdigest()[:16]
    return {
        "documents": [
            {
                "document_id": document_id,
                "file_name": "whatever.pdf",
                "file_bytes": 12_345,
                "page_count": 1,
                "text_layer": "text",
                "producer": None,
                "status": "loaded",
            }
        ],
        "pages": [
            {
                "document_id": document_id,
                "page": 1,
                "width": 595.28,
                "height": 842,
                "rotation": 0,
                "text_layer": "text",
                "engine": "pdfium",
                "status": "read",
            }
        ],
        "disclosures": [
            {
                "disclosure_id": disclosure_id,
                "document_id": document_id,
                "disclosure_ordinal": 1,
                "stage": "budget",
                "fiscal_year": 2024,
                "agency_name": "青禾县溪畔镇人民政府",
                "level_of_report": "own",
                "published_on": "2024-02-19",
                "page_first": 1,
                "page_last": 1,
            }
        ],
        "tables": [
            {
                "table_id": table_id,
                "disclosure_id": disclosure_id,
                "document_id": document_id,
                "table_ordinal": 1,
                "table_number": "表1",
                "table_title": '部门收支"总体"情况表',
                "form_id": None,
                "unit": "万元",
                "page_first": 1,
                "page_last": 1,
                "row_count": rows + 1,
                "column_count": 3,
                "header_rows": 1,
                "is_empty": False,
                "notes": "注：本表\n单位为万元",
            }
        ],
        "readings": [{"table_id": table_id, "reader": "pdfium", "finder": "rulings", "chosen": True}],
        "cells": [
            {
                "table_id": table_id,
                "row": row,
                "col": col,
                "row_span": 1,
                "col_span": 1,
                "text": "" if col == 1 else f"第{row}行，{col}列",
                "printed": "" if col == 1 else f"第{row}行，\n{col}列",
                "role": "header" if row == 0 else "label",
                "unmapped": False,
                "confidence": None,
                "unplaced_reason": None if col else "说明",
                **BOX,
            }
            for row, col in boxes
        ],
        "amounts": [
            {
                "amount_id": f"{table_id}-r{row}-c2",
                "table_id": table_id,
                "disclosure_id": disclosure_id,
                "row": row,
                "col": 2,
                "row_label": f"第{row}行",
                "row_path": f"合计/第{row}行",
                "column_path": "预算数",
                "flow": "expenditure",
                "fund": "all",
                "functional_code": "2080505",
                "code_status": "exact",
                "level": "item",
                "is_total": False,
                "is_leaf": True,
                "measure": "money",
                "value": FIGURES[row % len(FIGURES)],
                "amount_fen": 10**15 + row,
                "unit": "万元",
                "null_kind": None,
                "printed": FIGURES[row % len(FIGURES)],
                "reading": "text",
                "trust": "proven" if row % 2 else "unverified",
                "support": row % 2,
                "trust_margin_yuan": "50",
                **BOX,
            }
            for row in range(1, rows + 1)
        ],
        "paragraphs": [
            {
                "paragraph_id": paragraph_id,
                "disclosure_id": disclosure_id,
                "document_id": document_id,
                "paragraph_ordinal": 1,
                "section": "第一部分 概况",
                "text": "收支总预算12.30万元, 比上年减少0.05万元。",
                "page_first": 1,
                "page_last": 1,
                **{name: value for name, value in BOX.items() if name != "page"},
            }
        ],
        "claims": [
            {
                "claim_id": f"{paragraph_id}-k1",
                "paragraph_id": paragraph_id,
                "disclosure_id": disclosure_id,
                "kind": "change",
                "subject": "收支总预算",
                "amount_fen": 12_300_000,
                "change_fen": -50_000,
                "change_pct": "-0.40",
                "direction": "decrease",
                "base": "prior_budget",
                "implied": False,
                "sentence": "收支总预算12.30万元, 比上年减少0.05万元。",
                "trust": "unverified",
                **BOX,
            }
        ],
        "indicators": [
            {
                "indicator_id": f"{table_id}-i1",
                "disclosure_id": disclosure_id,
                "table_id": table_id,
                "row": 1,
                "project_name": "道路养护",
                "indicator": "养护里程",
                "operator": ">=",
                "value": "10",
                "unit": "公里",
                "weight": "8.50",
                **BOX,
            }
        ],
        "checks": [
            {
                "check_id": check_id,
                "disclosure_id": disclosure_id,
                "document_id": document_id,
                "rule": "row_sum",
                "reach": "table",
                "status": "within_rounding",
                "quantity": "money",
                "expected": "421.64",
                "printed": "421.63",
                "difference": "-0.01",
                "tolerance": "0.015",
                "expected_yuan": "4216400",
                "printed_yuan": "4216300",
                "difference_yuan": "-100.00",
                "tolerance_yuan": "150",
                "message": "合计印为421.63万元，各行相加为421.64万元。",
            }
        ],
        "check_operands": [
            {
                "check_id": check_id,
                "position": 0,
                "side": "left",
                "sign": 1,
                "kind": "amount",
                "operand_id": f"{table_id}-r1-c2",
            }
        ],
        "completeness": [{"disclosure_id": disclosure_id, "item": "B01", "state": "present"}],
        "unparsed": [{"paragraph_id": paragraph_id, "sentence": "见附表。", "reason": "no_pattern"}] * 2,
    }
