"""Rows into tables, fast: executemany on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from schemas.columns import Record
from schemas.records import BUNDLED
from schemas.rows import columns_of
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
    for packed in packer.pack(record.name, columns_of(record, rows)):
        insert_columns(connection, packed.store.name, [slot.name for slot in packed.store.slots], packed.columns)


def insert_values(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows as they are stored."""
    insert_columns(connection, table, columns, list(zip(*rows, strict=True)))


def insert_columns(connection: Connection, table: str, names: Sequence[str], columns: Sequence[Sequence[Any]]) -> None:
    """Insert rows as they are stored, given column by column."""
    if not columns or not len(columns[0]):
        return
    quoted = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table} ({quoted}) FROM STDIN", columns)
        return
    marks = ", ".join("?" * len(names))
    sql = f"INSERT INTO {table} ({quoted}) VALUES ({marks})"  # noqa: S608 - names of our own
    connection.exec_driver_sql(sql, list(zip(*columns, strict=True)))


def _copy(connection: Connection, sql: str, columns: Sequence[Sequence[Any]]) -> None:
    lines = "\n".join(map("\t".join, zip(*map(_copied, columns), strict=True)))
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(sql) as copy:
            copy.write(f"{lines}\n")
    except connection.dialect.loaded_dbapi.Error as error:
        # Outside of SQLAlchemy's own execution the driver's error comes bare.
        clash = isinstance(error, connection.dialect.loaded_dbapi.IntegrityError)
        raise (IntegrityError if clash else DBAPIError)(None, None, error) from None
    finally:
        cursor.close()


_NULL: Final = r"\N"
_SPECIAL: Final = re.compile(r"[\\\n\t\r]")


def _copied(values: Sequence[Any]) -> Sequence[str]:
    """Return the values of a column as COPY's text has them."""
    kinds = set(map(type, values))
    if kinds == {int}:
        return list(map(str, values))
    if kinds <= {str, type(None)}:
        texts = values if type(None) not in kinds else [value for value in values if value is not None]
        if _SPECIAL.search("".join(texts)) is None:
            return values if len(texts) == len(values) else [_NULL if value is None else value for value in values]
    return list(map(_copied_one, values))


def _copied_one(value: Any) -> str:
    if value is None:
        return _NULL
    if type(value) is not str:
        return str(value)
    # Four times as fast as `translate` with long texts.
    return value.replace("\\", r"\\").replace("\n", r"\n").replace("\t", r"\t").replace("\r", r"\r")


def delete_document(connection: Connection, doc: int) -> None:
    """Delete all rows of a document, owned ones first: the database need not look for them again."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    for store in reversed(DOCUMENT_STORES):
        connection.exec_driver_sql(f"DELETE FROM {store.name} WHERE doc = {mark}", (doc,))  # noqa: S608
