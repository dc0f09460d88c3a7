"""Rows of the contract out of either engine, in the order of exports, a batch at a time.

Neither engine is asked to sort: a warehouse of ten million rows would not fit. Documents are read a few at a time in
the order of their ids, and their rows sorted here; that is the order of every key that begins with a document's id.
Keys of other kinds (those of checks) are brought together from sorted runs on disk.
"""

from __future__ import annotations

import heapq
import json
import marshal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import IO, Any, Final

from sqlalchemy import Connection

from schemas.columns import SHORT_HASH, Record
from warehouse.values import PRINTERS
from warehouse.views import selects

BATCH: Final = 2_000
#: Documents read at a time, and rows of a run.
_DOCUMENTS: Final = 8
_RUN: Final = 50_000

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
    if not record.bundled:
        yield from _by_engine(connection, record, documents)
        return
    rows = _of_documents(connection, record, documents)
    yield from _merged(record, rows) if record.column(record.primary_key[0]).pattern == SHORT_HASH else rows


def _shown(record: Record) -> str:
    return ", ".join(f'"{column.fen or column.name}"' for column in record.columns)


def _order(record: Record) -> Callable[[Row], Any]:
    """Return the key by which rows are sorted."""
    names = [column.name for column in record.columns]
    return itemgetter(*(names.index(name) for name in record.primary_key))


def documents_of(cursor: Any, documents: Sequence[str] | None) -> Iterator[str]:
    """Yield the numbers of a few documents at a time, in order, as a list in SQL.

    Args:
        cursor: Of the driver.
        documents: Ids of the documents to keep to; None for all there is.
    """
    cursor.execute("SELECT document_id, doc FROM documents_data ORDER BY doc")
    kept = None if documents is None else set(documents)
    docs = [str(doc) for document_id, doc in cursor.fetchall() if kept is None or document_id in kept]
    for start in range(0, len(docs), _DOCUMENTS):
        yield ", ".join(docs[start : start + _DOCUMENTS])


def _of_documents(connection: Connection, record: Record, documents: Sequence[str] | None) -> Iterator[list[Row]]:
    """Yield the rows of a few documents at a time, sorted."""
    dialect = connection.dialect.name
    order = _order(record)
    # Bare rows of the driver are tuples already.
    cursor: Any = connection.connection.cursor()
    for some in documents_of(cursor, documents):
        parts = (f"{sql} WHERE own.doc IN ({some})" for sql in selects(record, dialect))
        sql = f"SELECT {_shown(record)} FROM ({' UNION ALL '.join(parts)}) AS these"  # noqa: S608 - our own words
        cursor.execute(sql.replace("%", "%%") if dialect == "postgresql" else sql)
        rows = cursor.fetchall()
        if rows:
            rows.sort(key=order)
            yield rows
    # Not when nobody goes on reading: the connection may be closed by then.
    cursor.close()


def _merged(record: Record, batches: Iterable[list[Row]]) -> Iterator[list[Row]]:
    """Bring rows into the order of their key by way of sorted runs in a temporary file each."""
    order = _order(record)
    plain = [
        None if column.type in ("text", "int", "bool", "float") else PRINTERS[column.type] for column in record.columns
    ]
    runs: list[IO[bytes]] = []
    held: list[Row] = []
    try:
        for rows in batches:
            held += rows
            if len(held) >= _RUN:
                held.sort(key=order)
                runs.append(_written(held, plain))
                held = []
        held.sort(key=order)
        yield from _batched(heapq.merge(*map(_read, runs), held, key=order))
    finally:
        for run in runs:
            run.close()


def _written(rows: Sequence[Row], plain: Sequence[Callable[[object], str] | None]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when all runs are merged
    for start in range(0, len(rows), BATCH):
        some = [
            tuple(
                value if show is None or value is None else show(value) for show, value in zip(plain, row, strict=True)
            )
            for row in rows[start : start + BATCH]
        ]
        marshal.dump(some, file)
    file.seek(0)
    return file


def _read(file: IO[bytes]) -> Iterator[Row]:
    while True:
        try:
            # Our own file, which has no name that another program could open.
            yield from marshal.load(file)  # noqa: S302
        except EOFError:
            return


def _batched(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _by_engine(connection: Connection, record: Record, documents: Sequence[str] | None) -> Iterator[list[Row]]:
    """Yield the rows of a record that no document yields; there are few."""
    order = ", ".join(f'"{name}"' for name in record.primary_key)
    where, values = _kept(connection.dialect.name, record, documents)
    sql = f"SELECT {_shown(record)} FROM {record.name}{where} ORDER BY {order}"  # noqa: S608 - names of the contract
    result = connection.execution_options(stream_results=True).exec_driver_sql(sql, values)
    for rows in result.partitions(BATCH):
        yield [tuple(row) for row in rows]


def _kept(dialect: str, record: Record, documents: Sequence[str] | None) -> tuple[str, tuple[str, ...]]:
    """Condition that keeps the rows of some documents, and its parameters."""
    names = {column.name for column in record.columns}
    link, owner = ("document_id", "") if "document_id" in names else ("agency_id", "disclosures")
    if documents is None or link not in names:
        return "", ()
    ids = "SELECT value FROM json_each(?)" if dialect == "sqlite" else "SELECT json_array_elements_text(%s::json)"
    if owner:
        ids = f"SELECT {link} FROM {owner} WHERE document_id IN ({ids})"  # noqa: S608 - names of the contract
    return f" WHERE {link} IN ({ids})", (json.dumps(list(documents)),)
