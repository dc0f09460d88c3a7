"""References inside a bundle: everything one document yields must be of that document and refer to nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.columns import Record
from schemas.rows import Columns, RecordError


@dataclass(frozen=True, slots=True)
class Checked:
    """A bundle in which no fault was found.

    Attributes:
        document_id: Whose it is.
        columns: By record, the values of every column, None where a row leaves it out.
    """

    document_id: str
    columns: Mapping[str, Columns]


def check_references(records: Mapping[str, Record], bundle: Mapping[str, Columns], document_id: str) -> None:
    """Check that rows (already checked one by one) belong to one document and refer to rows of the bundle.

    Args:
        records: Every record by name.
        bundle: Values of every column by record.
        document_id: Of the document.

    Raises:
        RecordError: The bundle is not one document's, or a reference leads out of it.
    """
    for name in bundle:
        if not records[name].bundled:
            raise RecordError(name, None, None, "不由单个文件产生", "is not made by one document")
    owners = [(name, records[name].primary_key[0]) for name in ("disclosures", "tables", "paragraphs", "checks")]
    keys = {(name, key): set(bundle.get(name, {}).get(key, ())) for name, key in owners}
    for name, columns in bundle.items():
        _check_own(records[name], columns, document_id)
        for (parent, column), known in keys.items():
            if name != parent:
                _check_known(name, columns, column, known, parent)
        _check_known(name, columns, "parent_disclosure_id", keys["disclosures", "disclosure_id"], "disclosures")


def _check_own(record: Record, columns: Columns, document_id: str) -> None:
    """Every row carries this document's id, in full or as the beginning of its own id."""
    own_id = record.primary_key[0]
    prefix = document_id[:16] + "-"
    # A check's id is a hash of its operands, so nothing of the document can be seen in it.
    named = own_id.endswith("_id") and own_id not in ("document_id", "check_id")
    given = columns.get("document_id", ())
    if set(given) - {document_id, None}:
        index = next(index for index, value in enumerate(given) if value not in (document_id, None))
        raise RecordError(record.name, "document_id", index, "属于另一文件", "belongs to another document")
    if named and not all(own.startswith(prefix) for own in set(columns[own_id])):
        index = next(index for index, own in enumerate(columns[own_id]) if not own.startswith(prefix))
        raise RecordError(record.name, own_id, index, "属于另一文件", "belongs to another document")


def _check_known(name: str, columns: Columns, column: str, known: set[object], parent: str) -> None:
    """Every value of the column is the key of a row of `parent`."""
    given = columns.get(column, ())
    if set(given) <= {*known, None}:
        return
    index = next(index for index, value in enumerate(given) if value not in {*known, None})
    zh, en = f"所引不在本文件的 {parent} 中", f"refers to no row of {parent}"
    raise RecordError(name, column, index, zh, en)
