"""One definition of every record of the data contract; SQL tables, CSV headers and the dictionary derive from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from schemas.bundles import Checked, check_references
from schemas.columns import Column, Record
from schemas.document_records import DOCUMENT_RECORDS
from schemas.narrative_records import NARRATIVE_RECORDS
from schemas.rows import Columns, RecordError, Rows, check, clean_text, idle
from schemas.table_records import TABLE_RECORDS

__all__ = [
    "BUNDLED", "RECORDS", "Checked", "Checking", "Column", "Columns", "Record", "RecordError", "Rows", "check_rows",
    "checked", "clean_text",
]  # fmt: skip

RECORDS: Mapping[str, Record] = MappingProxyType(
    {record.name: record for record in (*DOCUMENT_RECORDS, *TABLE_RECORDS, *NARRATIVE_RECORDS)}
)
BUNDLED = tuple(record.name for record in RECORDS.values() if record.bundled)


def check_rows(name: str, given: Rows | Columns, meanwhile: Callable[[], None] = idle) -> Columns:
    """Check untrusted rows, or columns, against the record of that name; RecordError names a fault.

    Args:
        name: Of the record.
        given: What is checked.
        meanwhile: Called often.

    Returns:
        Its values by column.
    """
    if name not in RECORDS:
        raise RecordError(name, None, None, "没有这种记录", "no such record")
    return check(RECORDS[name], given, meanwhile)


class Checking:
    """All that an untrusted document yields, checked record by record as it is asked for.

    So a record can be worked on while others wait; nothing of it may be kept unless `finish` finds no fault.

    Args:
        bundle: Rows or columns by record.

    Attributes:
        meanwhile: Called often while there is much to check; to be set by who has something else to do.
    """

    def __init__(self, bundle: Mapping[str, Rows | Columns]) -> None:
        self.meanwhile: Callable[[], None] = idle
        self._bundle = bundle
        self._columns: dict[str, Columns] = {}

    @property
    def document_id(self) -> str:
        """Whose the bundle is, when it is of one document; RecordError as of `columns`."""
        held = self.columns("documents").get("document_id", ())
        if len(held) != 1:
            raise RecordError("documents", None, None, "须恰有一行", "must have exactly one row")
        return str(held[0])

    def columns(self, name: str) -> Columns:
        """Return the values of one record by column; empty when the bundle does not hold it.

        Raises:
            RecordError: A row is wrong.
        """
        if name not in self._columns:
            if name not in self._bundle:
                return {}
            self._columns[name] = check_rows(name, self._bundle[name], self.meanwhile)
        return self._columns[name]

    def finish(self) -> Checked:
        """Return the whole bundle.

        Raises:
            RecordError: A row is wrong, or refers to what is not in the bundle.
        """
        columns = {name: self.columns(name) for name in self._bundle}
        check_references(RECORDS, columns, self.document_id)
        return Checked(self.document_id, columns)


def checked(bundle: Mapping[str, Rows | Columns]) -> Checked:
    """Check all an untrusted document yields, rows and references between them.

    Args:
        bundle: Rows or columns by record.

    Returns:
        Its values by column.

    Raises:
        RecordError: A row is wrong, or refers to what is not in the bundle.
    """
    return Checking(bundle).finish()
