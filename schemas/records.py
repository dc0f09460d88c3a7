"""One definition of every record of the data contract; SQL tables, CSV headers and the dictionary derive from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from schemas.bundles import check_references
from schemas.columns import Column, Record
from schemas.document_records import DOCUMENT_RECORDS
from schemas.narrative_records import NARRATIVE_RECORDS
from schemas.rows import RecordError, check, clean_text
from schemas.table_records import TABLE_RECORDS

__all__ = ["BUNDLED", "RECORDS", "Column", "Record", "RecordError", "check_bundle", "check_rows", "clean_text"]

RECORDS: Mapping[str, Record] = MappingProxyType(
    {record.name: record for record in (*DOCUMENT_RECORDS, *TABLE_RECORDS, *NARRATIVE_RECORDS)}
)
BUNDLED = tuple(record.name for record in RECORDS.values() if record.bundled)


def check_rows(name: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Check untrusted rows against the record of that name; RecordError names the first fault."""
    if name not in RECORDS:
        raise RecordError(name, None, None, "没有这种记录", "no such record")
    check(RECORDS[name], rows)


def check_bundle(bundle: Mapping[str, Sequence[Mapping[str, object]]]) -> str:
    """Check all an untrusted document yields, rows and references between them.

    Returns:
        The document's id.

    Raises:
        RecordError: A row is wrong, or refers to what is not in the bundle.
    """
    for name, rows in bundle.items():
        check_rows(name, rows)
    return check_references(RECORDS, bundle)
