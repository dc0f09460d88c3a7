"""Rows of the contract into tables, and those of a document out of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from schemas.columns import Record
from schemas.records import BUNDLED
from schemas.rows import columns_of
from warehouse.packing import Packer
from warehouse.sending import Sender, sending
from warehouse.slots import Store, stores

Rows = Sequence[Mapping[str, object]]
#: All that a document's rows are stored in, owners first.
DOCUMENT_STORES: tuple[Store, ...] = tuple(store for name in BUNDLED for store in stores(name))


def insert_rows(connection: Connection, record: Record, rows: Rows, packer: Packer | None = None) -> None:
    """Insert checked rows of a record; rows alike in every column are one.

    Args:
        connection: In a transaction that writes.
        record: What they are.
        rows: The rows.
        packer: Of the document whose rows they are; None for records that no document yields.
    """
    with sending(connection) as sender:
        put_rows(sender, record, rows, packer)


def put_rows(sender: Sender, record: Record, rows: Rows, packer: Packer | None = None) -> None:
    """Send checked rows of a record, as `insert_rows` inserts them."""
    packer = packer or Packer("0" * 16, sender.postgres)
    for packed in packer.pack(record.name, columns_of(record, rows)) if rows else ():
        sender.insert(packed.store.name, [slot.name for slot in packed.store.slots], packed.columns)


def insert_values(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows as they are stored."""
    insert_columns(connection, table, columns, list(zip(*rows, strict=True)))


def insert_columns(connection: Connection, table: str, names: Sequence[str], columns: Sequence[Sequence[Any]]) -> None:
    """Insert rows as they are stored, given column by column."""
    with sending(connection) as sender:
        sender.insert(table, names, columns)


def delete_document(sender: Sender, doc: int) -> None:
    """Delete all rows of a document, with what is indexed and summed of it."""
    # PostgreSQL keeps the plans by which it deletes what a document owns; SQLite is told, owned rows first, or it
    # would look for them row by row.
    stores = DOCUMENT_STORES[:1] if sender.postgres else tuple(reversed(DOCUMENT_STORES))
    sender.run([f"DELETE FROM {store.name} WHERE doc = {int(doc)}" for store in stores])  # noqa: S608
