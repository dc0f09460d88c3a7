"""Questions in SQL: one statement, which can only read."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine

from warehouse.engines import BUSY_SECONDS
from warehouse.errors import WarehouseError

Answer = tuple[Sequence[str], Sequence[tuple[object, ...]]]

_COMMENT = re.compile(r"\s+|--[^\n]*(\n|$)|/\*.*?\*/", re.DOTALL)
_READS = re.compile(r"(select|with|values|explain)\b", re.IGNORECASE)


def ask(engine: Engine, sql: str, limit: int | None) -> Answer:
    """Run one reading statement.

    Args:
        engine: Of the warehouse.
        sql: SELECT, WITH, VALUES or EXPLAIN.
        limit: Greatest number of rows, None for all.

    Returns:
        Names of the columns, and the rows as the engine gives them.

    Raises:
        WarehouseError: Not one reading statement, or the engine refuses it; the text says what to write instead.
    """
    if _READS.match(_start(sql)) is None:
        raise WarehouseError(
            "只能查询：请写一条以 SELECT 或 WITH 开头的语句",
            "questions only: write one statement that begins with SELECT or WITH",
        )
    if engine.dialect.name == "postgresql":
        return _ask_postgres(engine, sql, limit)
    return _ask_sqlite(str(engine.url.database), sql, limit)


def _start(sql: str) -> str:
    """Return the statement from its first word on."""
    position = 0
    while (comment := _COMMENT.match(sql, position)) is not None and comment.end() > position:
        position = comment.end()
    return sql[position:]


def _refused(error: Exception) -> WarehouseError:
    said = next(iter(str(error).splitlines()), "")
    if "one statement" in said or "multiple commands" in said:
        return WarehouseError("一次只能写一条语句，请分开查询", "one statement at a time; ask them one by one")
    return WarehouseError(
        f"查询不成立：{said}。表名和列名见 docs/data-dictionary.md",
        f"the question cannot be answered: {said}. Tables and columns stand in docs/data-dictionary.md",
    )


def _ask_sqlite(path: str, sql: str, limit: int | None) -> Answer:
    address = f"file:{quote(str(Path(path).absolute()))}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as connection:
        connection.execute("PRAGMA query_only = ON")
        try:
            cursor = connection.execute(sql)
            return _take(cursor, limit)
        # Older Pythons raise a Warning for several statements.
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise _refused(error) from None


def _ask_postgres(engine: Engine, sql: str, limit: int | None) -> Answer:
    import psycopg

    with engine.connect().execution_options(reading=True, postgresql_readonly=True) as connection:
        driver: Any = connection.connection.driver_connection
        try:
            with driver.cursor() as cursor:
                # Prepared: the protocol then takes one statement only, so a COMMIT cannot be smuggled in.
                cursor.execute(sql, prepare=True)
                return _take(cursor, limit)
        except psycopg.Error as error:
            raise _refused(error) from None
        finally:
            driver.rollback()


def _take(cursor: Any, limit: int | None) -> Answer:
    if cursor.description is None:
        raise WarehouseError("没有结果，请写 SELECT", "there is no result; write a SELECT")
    names = tuple(column[0] for column in cursor.description)
    rows = cursor.fetchall() if limit is None else cursor.fetchmany(limit)
    return names, [tuple(row) for row in rows]
