"""One definition of every record of the data contract; SQL tables, CSV headers and the dictionary derive from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from schemas.bundles import Checked, Columns, check_references
from schemas.columns import Column, Record
from schemas.document_records import DOCUMENT_RECORDS
from schemas.narrative_records import NARRATIVE_RECORDS
from schemas.rows import RecordError, check, clean_text
from schemas.table_records import TABLE_RECORDS

__all__ = [
    "BUNDLED", "RECORDS", "Checked", "Column", "Columns", "Record", "RecordError", "check_bundle", "check_rows",
    "checked", "clean_text",
]  # fmt: skip

RECORDS: Mapping[str, Record] = MappingProxyType(
    {record.name: record for record in (*DOCUMENT_RECORDS, *TABLE_RECORDS, *NARRATIVE_RECORDS)}
)
BUNDLED = tuple(record.name for record in RECORDS.values() if record.bundled)


def check_rows(name: str, rows: Sequence[Mapping[str, object]]) -> Columns:
    """Check untrusted rows against the record of that name and return its columns; RecordError names a fault."""
    if name not in RECORDS:
        raise RecordError(name, None, None, "没有这种记录", "no such record")
    return check(RECORDS[name], rows)


def check_bundle(bundle: Mapping[str, Sequence[Mapping[str, object]]]) -> str:
    """Check all an untrusted document yields; see `checked`, and return the document's id."""
    return checked(bundle).document_id


def checked(bundle: Mapping[str, Sequence[Mapping[str, object]]]) -> Checked:
    """Check all an untrusted document yields, rows and references between them.

    Returns:
        Its values by column.

    Raises:
        RecordError: A row is wrong, or refers to what is not in the bundle.
    """
    columns = {name: check_rows(name, rows) for name, rows in bundle.items()}
    return Checked(check_references(RECORDS, columns), columns)
