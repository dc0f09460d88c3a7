"""Questions in SQL: one statement that can only read, within limits. The engine refuses the rest, not our eyes.

SQLite: the file is opened for reading, an authorizer lets nothing pass but reading, and a statement has limits of
length, size and time. PostgreSQL: the statement runs as a role that owns nothing and may only SELECT (`roles`), in a
transaction that only reads, as one statement of the extended protocol, with a deadline kept by server and client.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Engine

from warehouse.engines import BUSY_SECONDS
from warehouse.errors import WarehouseError
from warehouse.roles import reader

Answer = tuple[Sequence[str], Sequence[tuple[object, ...]]]

SECONDS: Final = 10.0
# Characters of a statement, and bytes of one value.
_LONGEST: Final = 100_000
_LARGEST: Final = 50_000_000
_ALLOWED: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
_LIMITS: Final = (
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 4 * _LONGEST),
    (sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
)
# The SQLite machine's steps between two looks at the clock; a tenth of a millisecond.
_STEPS: Final = 1_000


def ask(engine: Engine, sql: str, limit: int | None, seconds: float = SECONDS) -> Answer:
    """Run one reading statement.

    Args:
        engine: Of the warehouse.
        sql: The statement.
        limit: Greatest number of rows, None for all.
        seconds: Greatest time it may take.

    Returns:
        Names of the columns, and the rows as the engine gives them.

    Raises:
        WarehouseError: The engine refuses it, or the time is up; the text says what to do.
    """
    if len(sql) > _LONGEST:
        raise WarehouseError("语句过长", f"the statement is longer than {_LONGEST} characters")
    if not sql.strip() or "\x00" in sql or not _encodes(sql):
        raise WarehouseError("请写一条 SELECT", "write one SELECT")
    if engine.dialect.name == "postgresql":
        return _ask_postgres(engine, sql, limit, seconds)
    return _ask_sqlite(str(engine.url.database), sql, limit, seconds)


def _encodes(sql: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in sql)


def _refused(error: Exception) -> WarehouseError:
    said = next(iter(str(error).splitlines()), "")
    if "one statement" in said or "multiple commands" in said:
        return WarehouseError("一次只能写一条语句，请分开查询", "one statement at a time; ask them one by one")
    if any(word in said for word in ("not authorized", "permission denied", "read-only", "readonly", "prohibited")):
        return WarehouseError(
            f"只能查询，不能改动（{said}）：请写一条 SELECT", f"questions only, nothing else ({said}); write one SELECT"
        )
    return WarehouseError(
        f"查询不成立：{said}。表名和列名见 docs/data-dictionary.md",
        f"the question cannot be answered: {said}. Tables and columns stand in docs/data-dictionary.md",
    )


def _late(seconds: float) -> WarehouseError:
    return WarehouseError(
        f"查询超过 {seconds:g} 秒，已停止：请加 WHERE 条件，或用 --timeout 放宽",
        f"stopped after {seconds:g} seconds; narrow it with WHERE, or allow more with --timeout",
    )


def _ask_sqlite(path: str, sql: str, limit: int | None, seconds: float) -> Answer:
    address = f"file:{quote(str(Path(path).absolute()))}?mode=ro"
    end = time.monotonic() + seconds
    with closing(sqlite3.connect(address, uri=True, timeout=min(BUSY_SECONDS, seconds))) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = ON")
        for kind, greatest in _LIMITS:
            connection.setlimit(kind, greatest)
        connection.set_authorizer(_allow)
        connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            return _take(connection.execute(sql), limit)
        # Older Pythons raise a Warning for several statements.
        except (sqlite3.Error, sqlite3.Warning, OverflowError, MemoryError) as error:
            if time.monotonic() > end and "interrupt" in str(error):
                raise _late(seconds) from None
            raise _refused(error) from None


def _allow(action: int, first: str | None, second: str | None, *_: object) -> int:
    if action in _ALLOWED:
        # Loading code is the one function that does more than compute.
        return sqlite3.SQLITE_DENY if second == "load_extension" else sqlite3.SQLITE_OK
    # The search index looks by itself whether the file has changed.
    own = action == sqlite3.SQLITE_PRAGMA and first == "data_version" and second is None
    return sqlite3.SQLITE_OK if own else sqlite3.SQLITE_DENY


def _ask_postgres(engine: Engine, sql: str, limit: int | None, seconds: float) -> Answer:
    import psycopg

    with reader(engine) as connection:
        try:
            with connection.cursor() as cursor, _deadline(connection, seconds):
                cursor.execute("SET TRANSACTION READ ONLY")
                cursor.execute(f"SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}")
                if limit is None:
                    # Prepared: the protocol then takes one statement only, so a COMMIT cannot be smuggled in.
                    cursor.execute(sql.encode(), prepare=True)
                    return _take(cursor, None)
                return _stream(cursor, sql.encode(), limit)
        except psycopg.errors.QueryCanceled:
            raise _late(seconds) from None
        except (psycopg.Error, ValueError, OverflowError, MemoryError) as error:
            raise _refused(error) from None


def _stream(cursor: Any, sql: bytes, limit: int) -> Answer:
    """Take some rows and leave the others where they are; streams go by the extended protocol too."""
    rows = []
    with closing(cursor.stream(sql)) as stream:
        for row in stream:
            rows.append(tuple(row))
            if len(rows) >= limit:
                break
        names = tuple(column[0] for column in cursor.description or ())
    if rows:
        return names, rows
    # A stream without rows does not tell the names of its columns.
    cursor.execute(sql, prepare=True)
    return _take(cursor, None)


@contextmanager
def _deadline(connection: Any, seconds: float) -> Iterator[None]:
    """Cancel from here too: a statement can set its own timeout aside, but not this one."""
    timer = threading.Timer(seconds + 0.5, connection.cancel)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _take(cursor: Any, limit: int | None) -> Answer:
    if cursor.description is None:
        raise WarehouseError("没有结果，请写 SELECT", "there is no result; write a SELECT")
    names = tuple(column[0] for column in cursor.description)
    rows = cursor.fetchall() if limit is None else cursor.fetchmany(limit)
    return names, [tuple(row) for row in rows]
