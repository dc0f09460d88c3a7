"""Rows of the contract out of either engine, in the order of exports, a batch at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from schemas.columns import Record
from schemas.records import RECORDS

BATCH = 2_000

Row = tuple[object, ...]


def record_batches(
    connection: Connection, record: Record, documents: Sequence[str] | None = None
) -> Iterator[list[Row]]:
    """Read a record in the order of its key, text by code point.

    Args:
        connection: In a transaction that reads.
        record: Which.
        documents: Ids of the documents to keep to; None for all there is.

    Yields:
        Rows with a value for each column, as the engine gives it; a yuan column is given in fen.
    """
    columns = ", ".join(f'"{column.fen or column.name}"' for column in record.columns)
    order = ", ".join(f'"{name}"' for name in record.primary_key)
    where, values = _kept(connection.dialect.name, record, documents)
    sql = f"SELECT {columns} FROM {record.name}{where} ORDER BY {order}"  # noqa: S608 - names of the contract
    result = connection.execution_options(stream_results=True).exec_driver_sql(sql, values)
    for rows in result.partitions(BATCH):
        yield [tuple(row) for row in rows]


def _kept(dialect: str, record: Record, documents: Sequence[str] | None) -> tuple[str, tuple[str, ...]]:
    """Condition that keeps the rows of some documents, and its parameters."""
    names = {column.name for column in record.columns}
    link, owner = "document_id", ""
    if "document_id" not in names and record.parent is not None:
        link, owner = RECORDS[record.parent].primary_key[0], record.parent
    elif "agency_id" in names and "document_id" not in names:
        link, owner = "agency_id", "disclosures"
    if documents is None or link not in names:
        return "", ()
    ids = "SELECT value FROM json_each(?)" if dialect == "sqlite" else "SELECT json_array_elements_text(%s::json)"
    if owner:
        ids = f"SELECT {link} FROM {owner} WHERE document_id IN ({ids})"  # noqa: S608 - names of the contract
    return f" WHERE {link} IN ({ids})", (json.dumps(list(documents)),)
