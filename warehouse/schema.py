"""Making a warehouse, and bringing up an older one.

`mingzhang_meta` keeps the version, what every table is made of, and the SQL of the views: when all of it is as this
program would have it, nothing is done, and Alembic is not even imported. Views are made anew whenever they differ;
tables of an earlier version are brought up by `migrations`. Nothing is ever dropped that holds data: the PDFs a
warehouse was read from may be gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, Table, insert, inspect, select
from sqlalchemy.schema import CreateColumn, SetColumnComment, SetTableComment

from schemas.records import RECORDS
from warehouse.engines import reading, writing
from warehouse.errors import OutdatedError, WarehouseError
from warehouse.migrations import FIRST, stamp, upgrade
from warehouse.people import people_views
from warehouse.summing import VERSION
from warehouse.tables import META, Layout

Parts = dict[str, str]


def ensure_schema(engine: Engine, layout: Layout) -> None:
    """Make a warehouse, or bring up an older one; one that already fits is left untouched.

    Raises:
        WarehouseError: It is another program's database, of a newer version, or cannot be brought up.
    """
    wanted = _wanted(engine, layout)
    held = _held(engine, layout)
    if held == wanted:
        return
    _refuse_newer(held)
    if engine.dialect.name == "sqlite":
        _use_wal(engine)
    with writing(engine) as connection:
        _refuse_foreign(connection, layout)
        # Another writer may have done it meanwhile.
        held = _held_by(connection, layout)
        if held == wanted:
            return
        _drop_views(connection, layout)
        _bring_up(connection, layout, held)
        for sql in layout.views.values():
            _run(connection, sql)
        if engine.dialect.name == "postgresql":
            _comment(connection, layout)
        meta = layout.metadata.tables[META]
        connection.execute(meta.delete())
        connection.execute(insert(meta), [{"name": name, "value": value} for name, value in wanted.items()])


def _bring_up(connection: Connection, layout: Layout, held: Parts) -> None:
    """Make the tables, or those of an older version into those of this one."""
    version = int(held.get("version", "0"))
    if not held:
        _refuse_encoding(connection)
        layout.metadata.create_all(connection)
        for sql in layout.search.values():
            _run(connection, sql)
        stamp(connection, VERSION)
    elif FIRST <= version < VERSION:
        upgrade(connection, version)
    elif version != VERSION or any(held.get(name) != part for name, part in _tables(connection, layout).items()):
        raise WarehouseError(
            "仓库由不能更新的旧版本或开发中的版本建立（数据未动），请换一个地址重新运行 mingzhang ingest",
            "this warehouse was made by a version too old, or by one in development, and cannot be brought up (nothing "
            "was changed); run mingzhang ingest to another address",
        )


def _refuse_encoding(connection: Connection) -> None:
    """Chinese text needs UTF-8."""
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise WarehouseError(
            f"数据库编码是 {encoding}，须为 UTF8：请用 CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 新建一个",
            f"the database's encoding is {encoding} and must be UTF8; make one with "
            "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
        )


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
        raise OutdatedError(
            "仓库由另一版本建立，请运行 mingzhang warehouse upgrade 更新它（mingzhang ingest 也会更新）",
            "the warehouse was made by another version; mingzhang warehouse upgrade brings it up, and so does "
            "mingzhang ingest",
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
    return {**_tables(engine, layout), **layout.views, "version": str(VERSION)}


def _tables(engine: Engine | Connection, layout: Layout) -> Parts:
    """Return what the tables are made of, and the names of the indexes."""
    parts = {table.name: json.dumps(_parts(engine, table)) for table in layout.metadata.sorted_tables}
    indexes = sorted(str(index.name) for table in layout.metadata.sorted_tables for index in table.indexes)
    return {**parts, **layout.search, "indexes": json.dumps(indexes)}


def _parts(engine: Engine | Connection, table: Table) -> list[str]:
    columns = [str(CreateColumn(column).compile(dialect=engine.dialect)) for column in table.columns]
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
    """A table of one of our names that we did not make is somebody's data; a file is one program's alone."""
    inspector = inspect(connection)
    held = {*inspector.get_table_names(), *inspector.get_view_names()}
    ours = held & {*layout.metadata.tables, *layout.views}
    if META not in held and (ours or (held and connection.dialect.name == "sqlite")):
        raise WarehouseError(
            "这个数据库属于另一个程序，请换一个地址",
            "this database belongs to another program; choose another address",
        )


def _run(connection: Connection, sql: str) -> None:
    """Run a statement of our own, in which PostgreSQL's driver takes a single `%` for a parameter."""
    connection.exec_driver_sql(sql.replace("%", "%%") if connection.dialect.name == "postgresql" else sql)


def _comment(connection: Connection, layout: Layout) -> None:
    """Say what everything is; SQLite has it in the views' SQL."""
    for table in layout.metadata.sorted_tables:
        connection.execute(SetTableComment(table))
        for column in table.columns:
            if column.comment:
                connection.execute(SetColumnComment(column))
    _run(connection, "; ".join(_comments()))


def _comments() -> Iterator[str]:
    """SQL of the comments on views."""
    for record in RECORDS.values():
        if record.bundled:
            said = f"{record.zh} / {record.en}".replace("'", "''")
            yield f"COMMENT ON VIEW {record.name} IS '{said}'"
            for column in record.columns:
                said = f"{column.zh} / {column.en}".replace("'", "''")
                yield f"COMMENT ON COLUMN {record.name}.\"{column.name}\" IS '{said}'"
    for view in people_views():
        yield f"COMMENT ON VIEW {view.name} IS '{view.zh}：{view.say} / {view.tell}'"


def _drop_views(connection: Connection, layout: Layout) -> None:
    held = set(inspect(connection).get_view_names())
    # Later ones stand on earlier ones.
    for name in reversed(layout.views):
        if name in held:
            connection.exec_driver_sql(f'DROP VIEW "{name}"')
