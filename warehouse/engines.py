"""Engines: how a transaction begins on SQLite and PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from warehouse.errors import WarehouseError

BUSY_SECONDS = 60
# Any constant will do: it makes writers of one PostgreSQL warehouse take turns, as SQLite's do.
WRITER_LOCK = 7_315_204_961

_CONNECTING: Final = {"connect_timeout": 15, "client_encoding": "UTF8"}


def make_engine(url: URL) -> Engine:
    """Return an engine that never puts parameters (figures, names) into an error.

    Raises:
        WarehouseError: PostgreSQL is asked for and its driver is not installed.
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(_frozen(url), hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # A host that does not answer is given up, and text travels as UTF-8 whatever the environment says.
    given = {name: value for name, value in _CONNECTING.items() if name not in url.query}
    try:
        engine = create_engine(url, hide_parameters=True, connect_args=given)
    except ModuleNotFoundError:
        raise WarehouseError(
            "缺少 PostgreSQL 驱动，请安装：pip install 'mingzhang[postgres]'",
            "the PostgreSQL driver is missing; pip install 'mingzhang[postgres]'",
        ) from None
    event.listen(engine, "begin", _begin_postgres)
    return engine


def _frozen(url: URL) -> URL:
    """Return the URL of a file that we may only read: without a writer beside it, SQLite needs to be told so."""
    path = Path(str(url.database))
    may_write = os.access(path, os.W_OK) or os.access(path.parent, os.W_OK)
    if may_write or not path.is_file() or path.with_name(f"{path.name}-wal").exists():
        return url
    return url.set(database=f"file:{quote(str(path.absolute()))}", query={"immutable": "1", "uri": "true"})


def file_of(url: URL) -> tuple[str, bool]:
    """Return the path of an engine's SQLite file, and whether neither it nor its folder may be written."""
    frozen = "immutable" in url.query
    return unquote(str(url.database).removeprefix("file:")) if frozen else str(url.database), frozen


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Leave BEGIN to us (the driver would begin late) and turn foreign keys on."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    # 64 MB of pages at hand, and the log folded into the file every 40 MB: a document then touches each page once.
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA wal_autocheckpoint = 10000")
    connection.execute("PRAGMA temp_store = MEMORY")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: upgrading a read lock later can fail without waiting.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _begin_postgres(connection: Connection) -> None:
    if not connection.get_execution_options().get("reading", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes; one writer at a time."""
    with engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that sees one moment of the warehouse and cannot write on PostgreSQL."""
    options: dict[str, Any] = {"reading": True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def make_folder(url: URL) -> None:
    """Create the folder of an SQLite file."""
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
