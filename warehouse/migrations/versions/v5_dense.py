"""Version 5: the boxes of a document in one text, and identities that hold in one for each disclosure and result.

The search index holds fours of characters beside pairs, and what the rows of tables say; two
indexes hold more, so that questions of many documents need not read the rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from alembic import op
from sqlalchemy import Connection

from warehouse.migrations import statements
from warehouse.migrations.search_anew import search_anew
from warehouse.packed import KINDS, SIDES, Kinds, groups_of, identity, put_operand, sheets
from warehouse.writing import insert_values

revision = "5"
down_revision = "4"

_SIDE = {letter: side for side, letter in SIDES.items()}
_KIND = {letter: kind for kind, letter in KINDS.items()}


def upgrade() -> None:
    """Carry everything across."""
    connection = op.get_bind()
    _pack_boxes(connection)
    _pack_identities(connection)
    search_anew(connection, 5)
    for sql in statements(5, connection.dialect.name):
        if sql.startswith("CREATE INDEX ix_c"):
            connection.exec_driver_sql(f"DROP INDEX {sql.split()[2]}")
            connection.exec_driver_sql(sql)


def downgrade() -> None:
    """A warehouse is never taken back to less."""
    raise NotImplementedError


def _anew(connection: Connection, table: str) -> None:
    """Put the table aside and make it as it is in this version."""
    connection.exec_driver_sql(f"CREATE TABLE old_{table} AS SELECT * FROM {table}")  # noqa: S608 - our own names
    connection.exec_driver_sql(f"DROP TABLE {table}")
    for sql in statements(5, connection.dialect.name):
        if sql.startswith(f"CREATE TABLE {table} "):
            connection.exec_driver_sql(sql)


def _by_document(connection: Connection, table: str, columns: str, order: str) -> Iterator[tuple[int, Iterator[Any]]]:
    sql = f"SELECT doc, {columns} FROM old_{table} ORDER BY doc, {order}"  # noqa: S608 - our own names
    result = connection.exec_driver_sql(sql, None, {"stream_results": True})
    yield from groupby(result, key=lambda row: row[0])


def _pack_boxes(connection: Connection) -> None:
    _anew(connection, "cells_data")
    for doc, rows in _by_document(connection, "cells_data", "table_no, boxes", "table_no, part"):
        tables = ((row[1], len(json.loads(row[2])), row[2]) for row in rows)
        packed = [(doc, part, text) for part, text in enumerate(sheets(tables))]
        insert_values(connection, "cells_data", ("doc", "part", "boxes"), packed)
    connection.exec_driver_sql("DROP TABLE old_cells_data")


def _pack_identities(connection: Connection) -> None:
    _anew(connection, "checks_held")
    names = "disclosure_no, form_id, status, identities"
    for doc, rows in _by_document(connection, "checks_held", names, "part"):
        kinds: Kinds = {}
        for _, disclosure, form, status, text in rows:
            for one in json.loads(text):
                kind, row = _identity(one)
                kinds.setdefault((disclosure, status, form, *kind), []).append(row)
        packed = [(doc, part, *group) for part, group in enumerate(groups_of(kinds))]
        columns = ("doc", "part", "disclosure_no", "status", "items", "identities")
        insert_values(connection, "checks_held", columns, packed)
    connection.exec_driver_sql("DROP TABLE old_checks_held")


def _identity(one: list[Any]) -> tuple[list[Any], list[Any]]:
    """Return rule, quantity and reach of an identity of version 4, and the identity as it is packed now."""
    check, *kind, expected, printed, difference, tolerance, in_yuan, message, operands = one[:11]
    reason = one[11] if len(one) > 11 else None
    held: list[Any] = []
    for position, side, sign, kind_of, rest in operands:
        put_operand(held, position, _SIDE[side], sign, _KIND[kind_of], rest[1:])
    return kind, identity(check, message, held, (expected, printed, difference, tolerance), in_yuan, reason)
