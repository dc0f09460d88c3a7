"""Rows into tables, fast: executemany on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from schemas.columns import Column, Record
from warehouse.tables import base_name, placed
from warehouse.values import canonical, canonical_digits

Rows = Sequence[Mapping[str, object]]


def insert_rows(connection: Connection, record: Record, rows: Rows) -> None:
    """Insert checked rows of a record; rows alike in every column are one."""
    if not rows:
        return
    columns = [column for column in record.columns if placed(record, column) and column.fen is None]
    names = ", ".join(f'"{column.name}"' for column in columns)
    postgres = connection.dialect.name == "postgresql"
    values = dict.fromkeys(zip(*(_values(column, rows, postgres) for column in columns), strict=True))
    if postgres:
        _copy(connection, f"COPY {base_name(record)} ({names}) FROM STDIN", values)
    else:
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {base_name(record)} ({names}) VALUES ({marks})"  # noqa: S608 - names of the contract
        connection.exec_driver_sql(sql, list(values))


def _values(column: Column, rows: Rows, postgres: bool) -> Iterator[object]:
    """One column of the rows, as the engine takes it."""
    name = column.name
    if column.type == "decimal":
        convert = canonical_digits if postgres else canonical
        return (None if (value := row.get(name)) is None else convert(str(value)) for row in rows)
    return (row.get(name) for row in rows)


def _copy(connection: Connection, sql: str, values: Mapping[tuple[object, ...], None]) -> None:
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
