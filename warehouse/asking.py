"""Questions in SQL: one statement that can only read, within limits. The engine refuses the rest, not our eyes.

SQLite (`asking_sqlite`): the file is opened for reading, an authorizer lets nothing pass but reading, and a statement
has limits of length, size, memory and time, which the system keeps, for it runs in a process of its own. PostgreSQL
(`asking_postgres`): the statement runs as a role that owns nothing and may only SELECT (`roles`), in a transaction that
only reads, as one statement of the extended protocol, with a deadline kept by server and client.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine

from warehouse.answering import Answer
from warehouse.asking_postgres import ask_postgres
from warehouse.asking_sqlite import ask_sqlite
from warehouse.engines import file_of
from warehouse.errors import WarehouseError

SECONDS: Final = 10.0
# Characters of a statement.
_LONGEST: Final = 100_000


def ask(engine: Engine, sql: str, limit: int | None, seconds: float = SECONDS) -> Answer:
    """Run one reading statement.

    Args:
        engine: Of the warehouse.
        sql: The statement.
        limit: Greatest number of rows, None for all that `answering.GREATEST` allows.
        seconds: Greatest time it may take.

    Returns:
        Names of the columns, and the rows as the engine gives them.

    Raises:
        WarehouseError: The engine refuses it, or the time is up; the text says what to do.
    """
    if len(sql) > _LONGEST:
        raise WarehouseError("语句过长", f"the statement is longer than {_LONGEST} characters")
    if not sql.strip() or "\x00" in sql or any("\ud800" <= sign <= "\udfff" for sign in sql):
        raise WarehouseError("请写一条 SELECT", "write one SELECT")
    if engine.dialect.name == "postgresql":
        return ask_postgres(engine, sql, limit, seconds)
    path, frozen = file_of(engine.url)
    return ask_sqlite(path, sql, limit, seconds, frozen)
