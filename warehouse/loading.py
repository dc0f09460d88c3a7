"""A document into the warehouse: all of it or nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import Connection, delete

from schemas.records import BUNDLED, RECORDS, Checked, Columns
from warehouse.ids import number_of
from warehouse.link_store import unlink
from warehouse.names import Failure, Name, drop_failures, first_name, put_failures, put_names
from warehouse.packing import Packer
from warehouse.search_index import drop_search, put_search, texts_of, year_of
from warehouse.summing import COUNTS
from warehouse.sums import put_sums
from warehouse.tables import Layout
from warehouse.values import utc
from warehouse.writing import delete_document, insert_columns, insert_rows, insert_values

Bundle = Mapping[str, Sequence[Mapping[str, object]]]


def load_id_of(document_id: str, recipe: str) -> str:
    """Return the load's id, the same for the same document and recipe."""
    return hashlib.sha256(f"{document_id}\0{recipe}".encode()).hexdigest()[:16]


def put_document(
    connection: Connection,
    layout: Layout,
    bundle: Bundle,
    checked: Checked,
    names: Sequence[Name],
    recipe: str,
    started_at: datetime,
    failures: Iterable[Failure],
) -> None:
    """Replace all that a document yields; the loads row, which makes it known, is written last.

    Args:
        connection: In a transaction that writes.
        layout: The tables.
        bundle: Rows by record.
        checked: What was found in them.
        names: The document's names in this run, at least one.
        recipe: What it was read with.
        started_at: When reading began.
        failures: Pages that could not be read.
    """
    document_id = checked.document_id
    load_id = load_id_of(document_id, recipe)
    packer = Packer(document_id, connection.dialect.name == "postgresql")
    shown = {"file_name": [min(name.file_name for name in names)], "recipe": [recipe], "load_id": [load_id]}
    columns = {record: checked.columns[record] for record in BUNDLED if record in checked.columns}
    packed = list(packer.bundle({**columns, "documents": {**columns["documents"], **shown}}))
    if _is_held(connection, packer.doc):
        unlink(connection, layout, document_id)
        drop_search(connection, packer.doc)
        delete_document(connection, packer.doc)
    for part in packed:
        insert_columns(connection, part.store.name, [slot.name for slot in part.store.slots], part.columns)
    counts = {"doc": packer.doc, **_counts(bundle, columns)}
    insert_values(connection, COUNTS, list(counts), [tuple(counts.values())])
    put_search(connection, packer.doc, year_of(packed), texts_of(packed))
    put_sums(connection, bundle)
    _put_names(connection, layout, names, document_id, shown["file_name"][0])
    drop_failures(connection, layout, [(name.inbox, name.file_name) for name in names])
    put_failures(connection, layout, failures)
    load = {"load_id": load_id, "document_id": document_id, "recipe": recipe, "started_at": utc(started_at)}
    insert_rows(connection, RECORDS["loads"], [{**load, "completed_at": utc(datetime.now(UTC))}])


def _is_held(connection: Connection, doc: int) -> bool:
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    sql = f"SELECT 1 FROM documents_data WHERE doc = {mark}"  # noqa: S608 - our own table
    return connection.exec_driver_sql(sql, (doc,)).first() is not None


def remove_document(connection: Connection, layout: Layout, document_id: str) -> None:
    """Remove a document, its names and all it yielded; reports it was part of are linked anew."""
    unlink(connection, layout, document_id)
    doc = number_of(document_id)
    drop_search(connection, doc)
    names = layout.table("document_names")
    connection.execute(delete(names).where(names.c.document_id == document_id))
    delete_document(connection, doc)


def _counts(bundle: Bundle, columns: Mapping[str, Columns]) -> dict[str, int]:
    """How much there is of the document, by the names of `COUNTED`."""
    amounts, found = columns.get("amounts", {}), columns.get("checks", {})
    trust, checks = Counter(amounts.get("trust", ())), Counter(found.get("status", ()))
    values = Counter(amounts.get("value", ()))
    printed = sum(times for value, times in values.items() if value is not None and Decimal(value))
    counted = {name: len(bundle.get(name, ())) for name in ("pages", "tables", "amounts")}
    counted["recognised"] = sum(1 for form in columns.get("tables", {}).get("form_id", ()) if form)
    counted["unplaced"] = sum(1 for reason in columns.get("cells", {}).get("unplaced_reason", ()) if reason)
    statuses = RECORDS["checks"].column("status").values or ()
    return {**counted, "printed": printed, "proven": trust["proven"], **{status: checks[status] for status in statuses}}


def _put_names(connection: Connection, layout: Layout, names: Sequence[Name], document_id: str, shown: str) -> None:
    for inbox in sorted({name.inbox for name in names}):
        put_names(connection, layout, inbox, [name for name in names if name.inbox == inbox], whole=False)
    name = first_name(connection, layout, document_id)
    if name != shown:
        documents = layout.table("documents")
        connection.execute(documents.update().where(documents.c.document_id == document_id).values(file_name=name))
