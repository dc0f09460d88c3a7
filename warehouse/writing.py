"""Rows into tables, fast: executemany on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from schemas.columns import Record
from schemas.records import BUNDLED
from warehouse.packing import Packer
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
    if not rows:
        return
    packer = packer or Packer("0" * 16, connection.dialect.name == "postgresql")
    for store, values in packer.pack(record.name, rows):
        insert_values(connection, store.name, [slot.name for slot in store.slots], values)


def insert_values(
    connection: Connection, table: str, columns: Sequence[str], values: Iterable[tuple[Any, ...]]
) -> None:
    """Insert rows as they are stored."""
    names = ", ".join(f'"{column}"' for column in columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table} ({names}) FROM STDIN", values)
    else:
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own
        given = list(values)
        if given:
            connection.exec_driver_sql(sql, given)


def _copy(connection: Connection, sql: str, values: Iterable[tuple[Any, ...]]) -> None:
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(sql) as copy:
            for row in values:
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        # Outside of SQLAlchemy's own execution the driver's error comes bare.
        clash = isinstance(error, connection.dialect.loaded_dbapi.IntegrityError)
        raise (IntegrityError if clash else DBAPIError)(None, None, error) from None
    finally:
        cursor.close()


def delete_document(connection: Connection, doc: int) -> None:
    """Delete all rows of a document, owned ones first: the database need not look for them again."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    for store in reversed(DOCUMENT_STORES):
        connection.exec_driver_sql(f"DELETE FROM {store.name} WHERE doc = {mark}", (doc,))  # noqa: S608
