"""Every record as one CSV, byte for byte the same from both engines.

RFC 4180, UTF-8 without BOM. NULL is an empty field, the empty text is `""`. Booleans `true`/`false`, dates ISO,
decimals as plain digits without trailing zeros, yuan with two decimals made from fen. Rows stand in the order of the
primary key: text by code point, numbers by value.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection

from schemas.columns import Record
from schemas.records import RECORDS
from warehouse.values import printer

_BATCH = 2_000
_TO_QUOTE = re.compile(r'[",\r\n]')


def export(connection: Connection, out_dir: Path) -> dict[str, int]:
    """Write `NAME.csv` for every record; a file appears whole or not at all.

    Args:
        connection: In a transaction that reads.
        out_dir: Created when it is not there.

    Returns:
        Number of rows by record.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    return {record.name: _export(connection, record, out_dir / f"{record.name}.csv") for record in RECORDS.values()}


def _export(connection: Connection, record: Record, path: Path) -> int:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    count = 0
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(",".join(column.name for column in record.columns) + "\r\n")
            for batch in _batches(connection, record):
                file.writelines(batch)
                count += len(batch)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _batches(connection: Connection, record: Record) -> Iterator[list[str]]:
    """Rows as lines of CSV, some thousand at a time."""
    columns = ", ".join(f'"{column.fen or column.name}"' for column in record.columns)
    order = ", ".join(f'"{name}"' for name in record.primary_key)
    sql = f"SELECT {columns} FROM {record.name} ORDER BY {order}"  # noqa: S608 - names of the contract
    printers = [_field(printer(column)) for column in record.columns]
    result = connection.execution_options(stream_results=True).exec_driver_sql(sql)
    for rows in result.partitions(_BATCH):
        yield [",".join([show(value) for show, value in zip(printers, row, strict=True)]) + "\r\n" for row in rows]


def _field(show: Callable[[object], str]) -> Callable[[object], str]:
    def field(value: object) -> str:
        if value is None:
            return ""
        text = show(value)
        if text == "":
            return '""'
        return '"' + text.replace('"', '""') + '"' if _TO_QUOTE.search(text) else text

    return field
