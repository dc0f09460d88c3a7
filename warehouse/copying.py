"""A whole warehouse into another one, on the same engine or the other, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Connection, Date, DateTime, Numeric, func, select
from sqlalchemy.types import TypeEngine

from warehouse.errors import WarehouseError
from warehouse.search_index import DOCUMENTS, LABELS, next_id, put_search, stored_texts, stored_year
from warehouse.sending import sending
from warehouse.tables import META, Layout, layout
from warehouse.values import canonical, canonical_digits, utc
from warehouse.writing import insert_values

_BATCH = 5_000


def copy(source: Connection, target: Connection, into: Layout) -> dict[str, int]:
    """Copy every stored row.

    Args:
        source: In a transaction that reads.
        target: In a transaction that writes, of an empty warehouse.
        into: The target's tables.

    Returns:
        Number of rows by stored table.

    Raises:
        WarehouseError: The target is not empty.
    """
    if target.execute(select(func.count()).select_from(into.table("documents"))).scalar_one():
        raise WarehouseError(
            "目标仓库不是空的，请换一个地址", "the target holds documents already; choose another address"
        )
    # Types as PostgreSQL has them; SQLite keeps dates as text.
    typed = layout("postgresql").metadata
    counts = {}
    for table in typed.sorted_tables:
        if table.name in (META, DOCUMENTS, LABELS):
            continue
        target.execute(into.metadata.tables[table.name].delete())
        takes = [_take(column.type, target.dialect.name) for column in table.columns]
        names = [column.name for column in table.columns]
        counts[table.name] = 0
        for rows in _batches(source, table.name, names):
            values = [
                tuple(t(v) if t and v is not None else v for t, v in zip(takes, row, strict=True)) for row in rows
            ]
            insert_values(target, table.name, names, values)
            counts[table.name] += len(values)
    for name in (DOCUMENTS, LABELS):
        target.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608 - our own tables
    for doc in target.execute(select(into.table("documents").c.doc)).scalars().all():
        year, texts, first = stored_year(target, doc), stored_texts(target, doc), next_id(target)
        with sending(target) as sender:
            put_search(sender, doc, year, texts, first)
    return counts


def _batches(source: Connection, table: str, names: list[str]) -> Iterator[list[Any]]:
    columns = ", ".join(f'"{name}"' for name in names)
    result = source.execution_options(stream_results=True).exec_driver_sql(f"SELECT {columns} FROM {table}")  # noqa: S608
    yield from (list(rows) for rows in result.partitions(_BATCH))


def _take(kind: TypeEngine[Any], dialect: str) -> Callable[[Any], Any] | None:
    """Return what makes a value of one engine one of the other, None when nothing need be done."""
    if isinstance(kind, Boolean):
        return bool
    if isinstance(kind, Numeric) and kind.asdecimal:
        made = canonical_digits if dialect == "postgresql" else canonical
        return lambda value: made(str(value) if isinstance(value, Decimal) else repr(value))
    if isinstance(kind, DateTime):
        return lambda value: utc(value) if isinstance(value, datetime) else value
    if isinstance(kind, Date):
        return lambda value: value.isoformat() if isinstance(value, date) else value
    return None
