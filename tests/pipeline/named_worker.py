"""A stand-in for `pipeline.worker`: every file is a disclosure of the agency that it names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.records import agency_id


def read_document(
    path: str,
    document_id: str,
    file_name: str,
    *,
    skip_pages: frozenset[int] = frozenset(),
    on_page: Callable[[int, int], None] | None = None,
) -> dict[str, list[dict[str, Any]]]:
    """Read a file of the form `%PDF-fake <agency>`."""
    agency = Path(path).read_text(encoding="utf-8").split()[1]
    document = {"document_id": document_id, "file_bytes": 9, "page_count": 1, "text_layer": "text", "status": "loaded"}
    disclosure = {
        "disclosure_id": f"{document_id[:16]}-d1",
        "document_id": document_id,
        "disclosure_ordinal": 1,
        "agency_id": agency_id(agency),
        "agency_name": agency,
        "page_first": 1,
        "page_last": 1,
    }
    return {"documents": [document], "disclosures": [disclosure]}
