"""References inside a bundle: everything one document yields must be of that document and refer to nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemas.columns import Record
from schemas.rows import RecordError

Rows = Sequence[Mapping[str, object]]


def check_references(records: Mapping[str, Record], bundle: Mapping[str, Rows]) -> str:
    """Check that rows (already checked one by one) belong to one document and refer to rows of the bundle.

    Returns:
        The document's id.

    Raises:
        RecordError: The bundle is not one document's, or a reference leads out of it.
    """
    for name in bundle:
        if not records[name].bundled:
            raise RecordError(name, None, None, "不由单个文件产生", "is not made by one document")
    documents = bundle.get("documents", ())
    if len(documents) != 1:
        raise RecordError("documents", None, None, "须恰有一行", "must have exactly one row")
    document_id = str(documents[0]["document_id"])
    keys = {
        (name, records[name].primary_key[0]): {row[records[name].primary_key[0]] for row in bundle.get(name, ())}
        for name in ("disclosures", "tables", "paragraphs", "checks")
    }
    for name, rows in bundle.items():
        _check_own(records[name], rows, document_id)
        for (parent, column), known in keys.items():
            if column in {own.name for own in records[name].columns}:
                _check_known(name, rows, column, known, parent)
        _check_known(name, rows, "parent_disclosure_id", keys["disclosures", "disclosure_id"], "disclosures")
    return document_id


def _check_own(record: Record, rows: Rows, document_id: str) -> None:
    """Every row carries this document's id, in full or as the beginning of its own id."""
    own_id = record.primary_key[0]
    prefix = document_id[:16] + "-"
    # A check's id is a hash of its operands, so nothing of the document can be seen in it.
    named = own_id.endswith("_id") and own_id not in ("document_id", "check_id")
    if {row.get("document_id", document_id) for row in rows} - {document_id}:
        index = next(index for index, row in enumerate(rows) if row.get("document_id", document_id) != document_id)
        raise RecordError(record.name, "document_id", index, "属于另一文件", "belongs to another document")
    if named and {str(row[own_id])[: len(prefix)] for row in rows} - {prefix}:
        index = next(index for index, row in enumerate(rows) if not str(row[own_id]).startswith(prefix))
        raise RecordError(record.name, own_id, index, "属于另一文件", "belongs to another document")


def _check_known(name: str, rows: Rows, column: str, known: set[object], parent: str) -> None:
    """Every value of the column is the key of a row of `parent`."""
    if name == parent and column != "parent_disclosure_id":
        return
    held = {row.get(column) for row in rows}
    if held <= {*known, None}:
        return
    index = next(index for index, row in enumerate(rows) if row.get(column) not in {*known, None})
    zh, en = f"所引不在本文件的 {parent} 中", f"refers to no row of {parent}"
    raise RecordError(name, column, index, zh, en)
