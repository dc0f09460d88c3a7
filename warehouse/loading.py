"""A document into the warehouse: all of it or nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import Connection, delete

from schemas.records import BUNDLED, RECORDS, Checking, Columns, Rows
from schemas.rows import count_of
from warehouse.ids import number_of, numbers_of
from warehouse.link_store import unlink
from warehouse.names import (
    NAME_COLUMNS,
    Failure,
    Name,
    drop_failures,
    first_name,
    new_names,
    put_failures,
    put_names,
)
from warehouse.packing import Packed, Packer
from warehouse.search_index import drop_search, next_id, put_search, texts_of, year_of
from warehouse.sending import Sender, sending
from warehouse.summing import COUNTS
from warehouse.sums import Sums, marking, sums_of
from warehouse.tables import Layout
from warehouse.values import utc
from warehouse.writing import delete_document, put_rows

#: Rows or columns by record.
Bundle = Mapping[str, Rows | Columns]


def load_id_of(document_id: str, recipe: str) -> str:
    """Return the load's id, the same for the same document and recipe."""
    return hashlib.sha256(f"{document_id}\0{recipe}".encode()).hexdigest()[:16]


def put_document(
    connection: Connection,
    layout: Layout,
    checking: Checking,
    names: Sequence[Name],
    recipe: str,
    started_at: datetime,
    failures: Iterable[Failure],
) -> None:
    """Replace all that a document yields; the loads row, which makes it known, is written last.

    Args:
        connection: In a transaction that writes, and is taken back when an error comes.
        layout: The tables.
        checking: What the document yields; its last faults are found while the first rows are written.
        names: The document's names in this run, at least one.
        recipe: What it was read with.
        started_at: When reading began.
        failures: Pages that could not be read.

    Raises:
        RecordError: What the document yields is wrong.
    """
    document_id = checking.document_id
    doc, load_id = number_of(document_id), load_id_of(document_id, recipe)
    is_held = _is_held(connection, doc)
    if is_held:
        unlink(connection, doc)
        drop_search(connection, doc)
    added, first = new_names(connection, names), next_id(connection)
    drop_failures(connection, [(name.inbox, name.file_name) for name in names])
    put_failures(connection, layout, failures)
    shown = min(name.file_name for name in names)
    with sending(connection) as sender:
        if is_held:
            delete_document(sender, doc)
        sums = _put_bundle(sender, checking, {"file_name": shown, "recipe": recipe, "load_id": load_id}, first)
        sender.insert("document_names", NAME_COLUMNS, list(zip(*added or (), strict=True)))
        if sums.ranks:
            sender.run([marking(doc)])
        if added is None:
            sender.wait()
            _put_names(connection, layout, names, document_id, shown)
        load = {"load_id": load_id, "document_id": document_id, "recipe": recipe}
        times = {"started_at": utc(started_at), "completed_at": utc(datetime.now(UTC))}
        put_rows(sender, RECORDS["loads"], [{**load, **times}])


def _put_bundle(sender: Sender, checking: Checking, told: Mapping[str, str], first: int | None) -> Sums:
    """Write what a document yields, what can be summed and searched of it, and how much there is.

    What is checked and packed soon goes first, then the figures, which the database works on longest: the rest is
    checked and packed meanwhile, and the database heard of every little while.

    Args:
        sender: Sends them.
        checking: What the document yields.
        told: What only the load knows of the document.
        first: What `next_id` said.
    """
    packer = Packer(checking.document_id, sender.postgres, sender.move)
    checking.meanwhile = sender.move
    packed: list[Packed] = []

    def put(*parts: Packed) -> None:
        for part in parts:
            sender.insert(part.store.name, [slot.name for slot in part.store.slots], part.columns)
            sender.move()
        packed.extend(parts)

    put(*packer.pack("documents", {**checking.columns("documents"), **{name: [value] for name, value in told.items()}}))
    for name in _SOON:
        if columns := checking.columns(name):
            put(*packer.pack(name, columns))
    found = checking.finish().columns
    sums = sums_of(found)
    if own := found.get("disclosures"):
        ranks = [sums.ranks.get(numbers_of(one)[0]) for one in own["disclosure_id"]]
        put(*packer.pack("disclosures", {**own, "sum_rank": ranks}))
    counts = {"doc": packer.doc, **_counts(found)}
    sender.insert(COUNTS, list(counts), [[value] for value in counts.values()])
    for table, (names_of_columns, rows) in sums.rows.items():
        sender.insert(table, names_of_columns, list(zip(*rows, strict=True)))
    put_search(sender, packer.doc, year_of(packed), texts_of(packed), first)
    for part in packer.bundle({name: found[name] for name in _LARGE if name in found}):
        put(part)
    return sums


_LARGE: Final = ("checks", "check_operands", "cells")
_SOON: Final = (*(name for name in BUNDLED if name not in ("documents", "disclosures", "amounts", *_LARGE)), "amounts")


def _is_held(connection: Connection, doc: int) -> bool:
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    sql = f"SELECT 1 FROM documents_data WHERE doc = {mark}"  # noqa: S608 - our own table
    return connection.exec_driver_sql(sql, (doc,)).first() is not None


def remove_document(connection: Connection, layout: Layout, document_id: str) -> None:
    """Remove a document, its names and all it yielded; reports it was part of are linked anew."""
    doc = number_of(document_id)
    unlink(connection, doc)
    drop_search(connection, doc)
    names = layout.table("document_names")
    connection.execute(delete(names).where(names.c.document_id == document_id))
    with sending(connection) as sender:
        delete_document(sender, doc)


def _counts(columns: Mapping[str, Columns]) -> dict[str, int]:
    """How much there is of the document, by the names of `COUNTED`."""
    amounts, found = columns.get("amounts", {}), columns.get("checks", {})
    trust, checks = Counter(amounts.get("trust", ())), Counter(found.get("status", ()))
    values = Counter(amounts.get("value", ()))
    printed = sum(times for value, times in values.items() if value is not None and Decimal(value))
    counted = {name: count_of(columns.get(name, {})) for name in ("pages", "tables", "amounts")}
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
