"""As many documents as wanted out of a few: the shipped disclosures with other ids, agencies, years and figures."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.worker import read_document
from warehouse.store import Name

Bundle = dict[str, list[dict[str, Any]]]
RAW = Path(__file__).resolve().parents[1] / "raw_pdfs"
STARTED = datetime(2026, 1, 2, tzinfo=UTC)
_IDS = (
    "table_id", "amount_id", "disclosure_id", "parent_disclosure_id", "paragraph_id", "claim_id", "indicator_id",
    "operand_id",
)  # fmt: skip


def originals() -> list[Bundle]:
    """Read the shipped disclosures."""
    made = []
    for path in sorted(RAW.glob("*.pdf")):
        document_id = hashlib.sha256(path.read_bytes()).hexdigest()
        made.append(dict(read_document(str(path), document_id, path.name)))
    return made


def many(count: int, seed: int = 1) -> Iterator[tuple[Bundle, Name]]:
    """Yield documents of at least a thousand cells or so; a hundred agencies share ten years and both stages."""
    sources = originals()
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)
        document_id = hashlib.sha256(f"{seed} {number}".encode()).hexdigest()
        bundle = _like(sources[number % len(sources)], document_id, number, chance)
        yield bundle, Name("many", f"{number:06}.pdf", document_id)


def _like(source: Bundle, document_id: str, number: int, chance: random.Random) -> Bundle:
    short, salt = document_id[:16], int(document_id[16:32], 16)
    factor = chance.randint(1, 9_999)

    def row_like(row: dict[str, Any]) -> dict[str, Any]:
        made = dict(row)
        for name in _IDS:
            value = made.get(name)
            if value is not None:
                made[name] = short + value[16:]
        if "document_id" in made:
            made["document_id"] = document_id
        if "check_id" in made:
            made["check_id"] = f"{int(made['check_id'], 16) ^ salt:016x}"
        if made.get("amount_fen") and "amount_id" in made:
            made["amount_fen"] += factor * 100
            made["value"] = str(made["amount_fen"] / 100)
            made["printed"] = f"{made['amount_fen'] / 100:,.2f}"
        return made

    bundle = {record: [row_like(row) for row in rows] for record, rows in source.items()}
    for row in bundle["disclosures"]:
        agency = number // 20
        row |= {"agency_id": f"a{agency}", "agency_name": f"{row['agency_name']}{agency}"}
        row |= {"fiscal_year": 2015 + number % 10}
    return bundle
