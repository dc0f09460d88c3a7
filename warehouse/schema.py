"""Making a warehouse, and adding to an older one what a newer version needs."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, Engine, Table, delete, insert, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

from warehouse.engines import reading, writing
from warehouse.errors import WarehouseError
from warehouse.tables import META, Layout


def fingerprint(layout: Layout, engine: Engine) -> str:
    """Return the hash of everything that makes up the schema."""
    tables = layout.metadata.sorted_tables
    made = [str(CreateTable(table).compile(engine)) for table in tables]
    made += sorted(str(CreateIndex(index).compile(engine)) for table in tables for index in table.indexes)
    return hashlib.sha256("\n".join([*made, *layout.views.values()]).encode()).hexdigest()


def ensure_schema(engine: Engine, layout: Layout) -> None:
    """Make what is missing; a warehouse that already fits is left untouched.

    Raises:
        WarehouseError: It is another program's database, or holds tables that cannot be brought up by adding.
    """
    wanted = fingerprint(layout, engine)
    if _held(engine, layout) == wanted:
        return
    if engine.dialect.name == "sqlite":
        _use_wal(engine)
    with writing(engine) as connection:
        _drop_views(connection, layout)
        _add_columns(connection, layout)
        layout.metadata.create_all(connection)
        for sql in layout.views.values():
            connection.exec_driver_sql(sql)
        meta = layout.metadata.tables[META]
        connection.execute(delete(meta))
        connection.execute(insert(meta).values(name="schema", value=wanted))


def require_schema(engine: Engine, layout: Layout) -> None:
    """Check that the warehouse is of this version.

    Raises:
        WarehouseError: It is not; the text names the remedy.
    """
    held = _held(engine, layout)
    if held is None:
        raise WarehouseError(
            "这个数据库里没有仓库，请先运行 mingzhang ingest",
            "this database holds no warehouse; run mingzhang ingest first",
        )
    if held != fingerprint(layout, engine):
        raise WarehouseError(
            "仓库由另一版本建立，请再运行一次 mingzhang ingest 更新它",
            "the warehouse was made by another version; run mingzhang ingest once to bring it up",
        )


def _held(engine: Engine, layout: Layout) -> str | None:
    """Return the fingerprint the warehouse was made with, None when there is none."""
    with reading(engine) as connection:
        if not inspect(connection).has_table(META):
            return None
        meta = layout.metadata.tables[META]
        return connection.execute(select(meta.c.value).where(meta.c.name == "schema")).scalar_one_or_none()


def _use_wal(engine: Engine) -> None:
    """Readers are then not kept out by a writer; the file remembers it."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _drop_views(connection: Connection, layout: Layout) -> None:
    held = set(inspect(connection).get_view_names())
    for name in layout.views:
        if name in held:
            connection.exec_driver_sql(f"DROP VIEW {name}")


def _add_columns(connection: Connection, layout: Layout) -> None:
    """Add the columns that tables of an older version lack."""
    inspector = inspect(connection)
    held = set(inspector.get_table_names())
    if held and META not in held and held & set(layout.metadata.tables):
        raise WarehouseError(
            "这个数据库属于另一个程序，请换一个地址",
            "this database belongs to another program; choose another address",
        )
    for table in layout.metadata.sorted_tables:
        if table.name in held:
            _add_to(connection, table, {column["name"] for column in inspector.get_columns(table.name)})


def _add_to(connection: Connection, table: Table, held: set[str]) -> None:
    for column in table.columns:
        if column.name in held:
            continue
        try:
            sql = CreateColumn(column).compile(connection)
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {sql}")
        except DBAPIError:
            raise WarehouseError(
                "仓库的旧版本无法就地更新，请换一个地址重新运行 mingzhang ingest",
                "this warehouse is too old to be brought up in place; run mingzhang ingest to another address",
            ) from None
