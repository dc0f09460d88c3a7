"""Making a warehouse, and adding to an older one what a newer version needs.

`mingzhang_meta` keeps of every table the parts it was made of. An older table is brought up by adding columns that may
be null; what else has changed is refused, never dropped: the PDFs a warehouse was read from may be gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, Table, insert, inspect, select
from sqlalchemy.schema import CreateColumn

from schemas.records import RECORDS
from warehouse.engines import reading, writing
from warehouse.errors import WarehouseError
from warehouse.people import people_views
from warehouse.tables import META, Layout

Parts = dict[str, str]
#: Raised whenever something is stored in another way.
VERSION = 4


def ensure_schema(engine: Engine, layout: Layout) -> None:
    """Make what is missing; a warehouse that already fits is left untouched.

    Raises:
        WarehouseError: It is another program's database, or cannot be brought up by adding.
    """
    held = _held(engine, layout)
    if held == _wanted(engine, layout):
        return
    _refuse_newer(held)
    if engine.dialect.name == "sqlite":
        _use_wal(engine)
    with writing(engine) as connection:
        _refuse_foreign(connection, layout)
        _drop_views(connection, layout)
        _add_columns(connection, layout)
        layout.metadata.create_all(connection)
        for table in layout.metadata.sorted_tables:
            for index in sorted(table.indexes, key=lambda index: str(index.name)):
                index.create(connection, checkfirst=True)
        _make_search(connection, layout)
        for sql in layout.views.values():
            _run(connection, sql)
        if engine.dialect.name == "postgresql":
            _run(connection, "; ".join(_comments()))
        meta = layout.metadata.tables[META]
        connection.execute(meta.delete())
        wanted = _wanted(engine, layout)
        connection.execute(insert(meta), [{"name": name, "value": value} for name, value in wanted.items()])


def require_schema(engine: Engine, layout: Layout) -> None:
    """Check that the warehouse is of this version.

    Raises:
        WarehouseError: It is not; the text names the remedy.
    """
    held = _held(engine, layout)
    if not held:
        raise WarehouseError(
            "这个数据库里没有仓库，请先运行 mingzhang ingest",
            "this database holds no warehouse; run mingzhang ingest first",
        )
    _refuse_newer(held)
    if held != _wanted(engine, layout):
        raise WarehouseError(
            "仓库由另一版本建立，请再运行一次 mingzhang ingest 更新它",
            "the warehouse was made by another version; run mingzhang ingest once to bring it up",
        )


def _refuse_newer(held: Parts) -> None:
    """A newer version may have stored what this one would not keep."""
    if int(held.get("version", "0")) > VERSION:
        raise WarehouseError(
            "仓库由更新的版本建立，请升级：pip install --upgrade mingzhang",
            "the warehouse was made by a newer version; pip install --upgrade mingzhang",
        )


def _wanted(engine: Engine, layout: Layout) -> Parts:
    """Return what the schema is made of: the parts of every table, its indexes, the SQL of every view."""
    parts = {table.name: json.dumps(_parts(engine, table)) for table in layout.metadata.sorted_tables}
    indexes = sorted(str(index.name) for table in layout.metadata.sorted_tables for index in table.indexes)
    return {**parts, **layout.views, **layout.search, "indexes": json.dumps(indexes), "version": str(VERSION)}


def _parts(engine: Engine, table: Table) -> list[str]:
    columns = [str(CreateColumn(column).compile(engine)) for column in table.columns]
    links = [f"FOREIGN KEY {key.parent.name} TO {key.target_fullname}" for key in table.foreign_keys]
    keys = ", ".join(column.name for column in table.primary_key.columns)
    return [*columns, *sorted(links), f"PRIMARY KEY {keys}"]


def _held(engine: Engine, layout: Layout) -> Parts:
    """Return what the warehouse was made of, empty when there is none."""
    with reading(engine) as connection:
        return _held_by(connection, layout)


def _held_by(connection: Connection, layout: Layout) -> Parts:
    if not inspect(connection).has_table(META):
        return {}
    meta = layout.metadata.tables[META]
    return {row.name: row.value for row in connection.execute(select(meta.c.name, meta.c.value))}


def _use_wal(engine: Engine) -> None:
    """Readers are then not kept out by a writer; the file remembers it."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _refuse_foreign(connection: Connection, layout: Layout) -> None:
    """A table of one of our names that we did not make is somebody's data."""
    inspector = inspect(connection)
    held = {*inspector.get_table_names(), *inspector.get_view_names()}
    if META not in held and held & {*layout.metadata.tables, *layout.views}:
        raise WarehouseError(
            "这个数据库属于另一个程序，请换一个地址",
            "this database belongs to another program; choose another address",
        )


def _run(connection: Connection, sql: str) -> None:
    """Run a statement of our own, in which PostgreSQL's driver takes a single `%` for a parameter."""
    connection.exec_driver_sql(sql.replace("%", "%%") if connection.dialect.name == "postgresql" else sql)


def _comments() -> Iterator[str]:
    """SQL of the comments on views; those on tables come with the tables, and SQLite has them in the views' SQL."""
    for record in RECORDS.values():
        if record.bundled:
            said = f"{record.zh} / {record.en}".replace("'", "''")
            yield f"COMMENT ON VIEW {record.name} IS '{said}'"
            for column in record.columns:
                said = f"{column.zh} / {column.en}".replace("'", "''")
                yield f"COMMENT ON COLUMN {record.name}.\"{column.name}\" IS '{said}'"
    for view in people_views():
        yield f"COMMENT ON VIEW {view.name} IS '{view.zh}：{view.say} / {view.tell}'"


def _make_search(connection: Connection, layout: Layout) -> None:
    """Make the search index where it is missing."""
    held = _held_by(connection, layout)
    for name, sql in layout.search.items():
        if name not in held:
            _run(connection, sql)


def _drop_views(connection: Connection, layout: Layout) -> None:
    held = set(inspect(connection).get_view_names())
    # Later ones stand on earlier ones.
    for name in reversed(layout.views):
        if name in held:
            connection.exec_driver_sql(f'DROP VIEW "{name}"')


def _add_columns(connection: Connection, layout: Layout) -> None:
    """Add the columns that tables of an older version lack."""
    held = _held_by(connection, layout)
    for table in layout.metadata.sorted_tables:
        if table.name not in held:
            continue
        had = set(json.loads(held[table.name]))
        parts = _parts(connection.engine, table)
        added = [column for column, part in zip(table.columns, parts, strict=False) if part not in had]
        if had - set(parts) or any(not column.nullable for column in added) or len(had) + len(added) != len(parts):
            raise WarehouseError(
                "仓库的旧版本无法就地更新（数据未动），请换一个地址重新运行 mingzhang ingest",
                "this warehouse is too old to be brought up in place (nothing was changed); "
                "run mingzhang ingest to another address",
            )
        for column in added:
            sql = CreateColumn(column).compile(connection)
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {sql}")
