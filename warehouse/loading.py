"""A document into the warehouse: all of it or nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import Connection, delete

from schemas.records import BUNDLED, RECORDS
from warehouse.ids import number_of
from warehouse.link_store import unlink
from warehouse.names import Failure, Name, drop_failures, first_name, put_failures, put_names
from warehouse.packing import Packer
from warehouse.search import drop_search, put_search
from warehouse.sums import put_sums
from warehouse.tables import COUNTS, Layout
from warehouse.values import utc
from warehouse.writing import delete_document, insert_rows, insert_values

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
    packer = Packer(document_id, connection.dialect.name == "postgresql")
    shown = {**document, "file_name": min(name.file_name for name in names), "recipe": recipe, "load_id": load_id}
    rows = {**bundle, "documents": [shown]}
    packed = [part for record in BUNDLED for part in packer.pack(record, rows.get(record, ()))]
    unlink(connection, layout, document_id)
    drop_search(connection, packer.doc)
    delete_document(connection, packer.doc)
    for store, values in packed:
        insert_values(connection, store.name, [slot.name for slot in store.slots], values)
    counts = {"doc": packer.doc, **_counts(bundle)}
    insert_values(connection, COUNTS, list(counts), [tuple(counts.values())])
    put_search(connection, packer.doc)
    put_sums(connection, bundle)
    _put_names(connection, layout, names, document_id)
    drop_failures(connection, layout, [(name.inbox, name.file_name) for name in names])
    put_failures(connection, layout, failures)
    load = {"load_id": load_id, "document_id": document_id, "recipe": recipe, "started_at": utc(started_at)}
    insert_rows(connection, RECORDS["loads"], [{**load, "completed_at": utc(datetime.now(UTC))}])


def remove_document(connection: Connection, layout: Layout, document_id: str) -> None:
    """Remove a document, its names and all it yielded; reports it was part of are linked anew."""
    unlink(connection, layout, document_id)
    doc = number_of(document_id)
    drop_search(connection, doc)
    names = layout.table("document_names")
    connection.execute(delete(names).where(names.c.document_id == document_id))
    delete_document(connection, doc)


def _counts(bundle: Bundle) -> dict[str, int]:
    """How much there is of the document, by the names of `COUNTED`."""
    trust = Counter(row["trust"] for row in bundle.get("amounts", ()))
    checks = Counter(row["status"] for row in bundle.get("checks", ()))
    printed = sum(1 for row in bundle.get("amounts", ()) if row["value"] is not None and Decimal(str(row["value"])))
    counted = {name: len(bundle.get(name, ())) for name in ("pages", "tables", "amounts")}
    counted["recognised"] = sum(1 for row in bundle.get("tables", ()) if row.get("form_id"))
    counted["unplaced"] = sum(1 for row in bundle.get("cells", ()) if row.get("unplaced_reason"))
    statuses = RECORDS["checks"].column("status").values or ()
    return {**counted, "printed": printed, "proven": trust["proven"], **{status: checks[status] for status in statuses}}


def _put_names(connection: Connection, layout: Layout, names: Sequence[Name], document_id: str) -> None:
    for inbox in sorted({name.inbox for name in names}):
        put_names(connection, layout, inbox, [name for name in names if name.inbox == inbox], whole=False)
    name = first_name(connection, layout, document_id)
    documents = layout.table("documents")
    connection.execute(documents.update().where(documents.c.document_id == document_id).values(file_name=name))
