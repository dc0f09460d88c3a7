"""A document into the warehouse: all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete

from schemas.records import BUNDLED, RECORDS
from warehouse.link_store import unlink
from warehouse.names import Failure, Name, drop_failures, first_name, put_failures, put_names
from warehouse.tables import Layout
from warehouse.values import utc
from warehouse.writing import insert_rows

Bundle = Mapping[str, Sequence[Mapping[str, object]]]


def load_id_of(document_id: str, recipe: str) -> str:
    """Return the load's id, the same for the same document and recipe."""
    return hashlib.sha256(f"{document_id}\0{recipe}".encode()).hexdigest()[:16]


def put_document(
    connection: Connection,
    layout: Layout,
    bundle: Bundle,
    names: Sequence[Name],
    recipe: str,
    started_at: datetime,
    failures: Iterable[Failure],
) -> None:
    """Replace all that a document yields; the loads row, which makes it known, is written last.

    Args:
        connection: In a transaction that writes.
        layout: The tables.
        bundle: Checked rows by record.
        names: The document's names in this run, at least one.
        recipe: What it was read with.
        started_at: When reading began.
        failures: Pages that could not be read.
    """
    (document,) = bundle["documents"]
    document_id = str(document["document_id"])
    load_id = load_id_of(document_id, recipe)
    documents = layout.table("documents")
    unlink(connection, layout, document_id)
    connection.execute(delete(documents).where(documents.c.document_id == document_id))
    shown = {**document, "file_name": min(name.file_name for name in names), "recipe": recipe, "load_id": load_id}
    insert_rows(connection, RECORDS["documents"], [shown])
    _put_names(connection, layout, names, document_id)
    for record in BUNDLED:
        if record != "documents":
            insert_rows(connection, RECORDS[record], bundle.get(record, ()))
    drop_failures(connection, layout, [(name.inbox, name.file_name) for name in names])
    put_failures(connection, layout, failures)
    load = {"load_id": load_id, "document_id": document_id, "recipe": recipe, "started_at": utc(started_at)}
    insert_rows(connection, RECORDS["loads"], [{**load, "completed_at": utc(datetime.now(UTC))}])


def _put_names(connection: Connection, layout: Layout, names: Sequence[Name], document_id: str) -> None:
    for inbox in sorted({name.inbox for name in names}):
        put_names(connection, layout, inbox, [name for name in names if name.inbox == inbox], whole=False)
    name = first_name(connection, layout, document_id)
    documents = layout.table("documents")
    connection.execute(documents.update().where(documents.c.document_id == document_id).values(file_name=name))
