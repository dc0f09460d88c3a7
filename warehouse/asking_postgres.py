"""A question to PostgreSQL, asked as the reader; server and client both keep the deadline."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Engine

from warehouse.answering import Answer, Budget, late, refused, select_wanted
from warehouse.roles import reader

# Seconds beyond the deadline until the client cancels, and until it hangs up.
_CANCEL, _HANG_UP = 0.5, 3.0
# Rows that travel at a time.
_CHUNK: Final = 500


def ask_postgres(engine: Engine, sql: str, limit: int | None, seconds: float) -> Answer:
    """Run one reading statement.

    Args:
        engine: Of the warehouse.
        sql: The statement.
        limit: Greatest number of rows, None for all.
        seconds: Greatest time it may take.

    Raises:
        WarehouseError: It is refused, or too late, or its answer is too large.
    """
    import psycopg

    end = time.monotonic() + seconds
    with reader(engine) as connection:
        try:
            with connection.cursor() as cursor, _deadline(connection, seconds):
                cursor.execute("SET TRANSACTION READ ONLY")
                cursor.execute(f"SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}")
                return _taken(cursor, sql.encode(), limit, end, seconds)
        except psycopg.errors.QueryCanceled:
            raise late(seconds) from None
        except (psycopg.Error, ValueError, OverflowError, MemoryError) as error:
            if time.monotonic() > end:
                raise late(seconds) from None
            raise refused(next(iter(str(error).splitlines()), "out of memory")) from None


def _taken(cursor: Any, sql: bytes, limit: int | None, end: float, seconds: float) -> Answer:
    """Take the rows one by one and leave the others where they are; streams go by the extended protocol.

    It takes one statement only, so a COMMIT cannot be smuggled in.
    """
    rows: list[tuple[Any, ...]] = []
    names: tuple[str, ...] = ()
    budget, greatest = Budget(), sys.maxsize if limit is None else limit
    with contextlib.closing(cursor.stream(sql)) as stream:
        for row in stream:
            names = names or tuple(column[0] for column in cursor.description)
            budget.spend_rows((row,))
            rows.append(tuple(row))
            if len(rows) >= greatest:
                break
            if len(rows) % _CHUNK == 0 and time.monotonic() > end:
                raise late(seconds)
    if rows:
        return names, rows
    # A stream without rows does not tell the names of its columns.
    cursor.execute(sql, prepare=True)
    if cursor.description is None:
        raise select_wanted()
    return tuple(column[0] for column in cursor.description), [tuple(row) for row in cursor.fetchmany(1)]


@contextlib.contextmanager
def _deadline(connection: Any, seconds: float) -> Iterator[None]:
    """Cancel from here too, and hang up when that is of no use.

    A statement can set its own timeout aside, and a server that cannot be reached any more answers no cancel.
    """
    timers = [
        threading.Timer(seconds + _CANCEL, _cancel, (connection,)),
        threading.Timer(seconds + _HANG_UP, _hang_up, (connection,)),
    ]
    for timer in timers:
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        for timer in timers:
            timer.cancel()


def _cancel(connection: Any) -> None:
    import psycopg

    with contextlib.suppress(psycopg.Error, OSError):
        connection.cancel_safe(timeout=_HANG_UP - _CANCEL)


def _hang_up(connection: Any) -> None:
    """Shut the socket: whoever waits on it is told that nothing more comes."""
    import psycopg

    with contextlib.suppress(psycopg.Error, OSError), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
