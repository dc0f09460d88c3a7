"""Rows as they are stored into tables, fast: executemany on SQLite, COPY on PostgreSQL.

PostgreSQL works on what it was sent while the next rows are made. All that waits is sent at once, for every word that
is changed with it is waited for; few rows are told in the statement, which needs no word at all. The sender moves on
when it is told to, hears then what PostgreSQL says, and hears all at its end.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, Final, Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

Columns = Sequence[Sequence[Any]]


class Sender(Protocol):
    """Sends rows and statements in order; nothing else may use the connection meanwhile unless `wait` was called.

    Attributes:
        postgres: Whether to PostgreSQL.
    """

    postgres: bool

    def insert(self, table: str, names: Sequence[str], columns: Columns) -> None:
        """Insert rows, given column by column."""

    def run(self, statements: Sequence[str]) -> None:
        """Run statements of our own that give no rows."""

    def move(self) -> None:
        """Send what can be sent without waiting; to be called as often as you like while much is made.

        Raises:
            DBAPIError: The database refused something.
        """

    def wait(self) -> None:
        """Wait until all that was sent is done.

        Raises:
            DBAPIError: The database refused something.
        """


@contextmanager
def sending(connection: Connection) -> Iterator[Sender]:
    """Give a sender; all that was sent is done when it ends."""
    if connection.dialect.name != "postgresql":
        yield _Sqlite(connection)
        return
    sender = _Postgres(connection)
    try:
        yield sender
    except BaseException:
        sender.forget()
        raise
    sender.wait()


class _Sqlite:
    postgres = False

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def insert(self, table: str, names: Sequence[str], columns: Columns) -> None:
        if columns and len(columns[0]):
            marks = ", ".join("?" * len(names))
            sql = f"INSERT INTO {table} ({_quoted(names)}) VALUES ({marks})"  # noqa: S608 - names of our own
            self._connection.exec_driver_sql(sql, list(zip(*columns, strict=True)))

    def run(self, statements: Sequence[str]) -> None:
        for sql in statements:
            self._connection.exec_driver_sql(sql)

    def move(self) -> None:
        """Nothing is ever left to send."""

    def wait(self) -> None:
        """Nothing is ever left to do."""


class _Postgres:
    postgres = True

    def __init__(self, connection: Connection) -> None:
        from psycopg.pq import Escaping, ExecStatus

        driver: Any = connection.connection.driver_connection
        self._driver, self._server = driver, driver.pgconn
        self._escaped = Escaping(driver.pgconn).escape_literal
        self._errors = connection.dialect.loaded_dbapi
        self._copies, self._fails = ExecStatus.COPY_IN, ExecStatus.FATAL_ERROR
        #: Statements that wait, each with the rows that it copies; and such rows of those that were sent.
        self._queue: list[tuple[bytes, bytes]] = []
        self._rows: deque[bytes] = deque()
        self._is_busy = False
        self._looked_at = 0.0

    def insert(self, table: str, names: Sequence[str], columns: Columns) -> None:
        count = len(columns[0]) if columns else 0
        if not count:
            return
        place = f"{table} ({_quoted(names)})"
        if count * len(columns) <= _FEW:
            rows = zip(*(map(self._literal, values) for values in columns), strict=True)
            said = "),(".join(map(",".join, rows))
            self._queue.append((f"INSERT INTO {place} VALUES ({said})".encode(), b""))  # noqa: S608 - escaped
        else:
            lines = "\n".join(map("\t".join, zip(*map(_copied, columns), strict=True)))
            self._queue.append((f"COPY {place} FROM STDIN".encode(), f"{lines}\n".encode()))

    def run(self, statements: Sequence[str]) -> None:
        self._queue.append((";".join(statements).encode(), b""))

    def move(self) -> None:
        if not (self._is_busy or self._queue):
            return
        # To look is a call of the system; the database needs longer for anything.
        now = monotonic()
        if now < self._looked_at + _PAUSE:
            return
        self._looked_at = now
        while self._is_busy or self._queue:
            if not self._is_busy:
                self._next()
            elif self._is_silent():
                return
            else:
                self._hear(self._server.get_result())

    def wait(self) -> None:
        while self._is_busy or self._queue:
            if not self._is_busy:
                self._next()
            self._hear(self._driver.wait(_answer(self._server)))

    def forget(self) -> None:
        """Hear all that is still said, so that the transaction can be taken back; another error is on its way."""
        self._queue.clear()
        with suppress(DBAPIError):
            self.wait()

    def _literal(self, value: Any) -> str:
        if type(value) is str:
            # What holds neither ends where it ends; all else the library must say.
            plain = "'" not in value and "\\" not in value
            return f"'{value}'" if plain else bytes(self._escaped(value.encode())).decode()
        return "NULL" if value is None else str(value)

    def _next(self) -> None:
        """Send all that waits at once: the fewer words are changed, the less is waited."""
        self._server.send_query(b";".join(sql for sql, _ in self._queue))
        self._rows.extend(rows for _, rows in self._queue if rows)
        self._queue.clear()
        self._server.flush()
        self._is_busy = True

    def _is_silent(self) -> bool:
        """Whether nothing can be heard of the server yet."""
        self._server.flush()
        self._server.consume_input()
        return bool(self._server.is_busy())

    def _hear(self, result: Any) -> None:
        self._is_busy = result is not None
        if result is None:
            return
        if result.status == self._copies:
            self._server.put_copy_data(self._rows.popleft())
            self._server.put_copy_end()
            self._server.flush()
        elif result.status == self._fails:
            self._refuse(result)

    def _refuse(self, result: Any) -> None:
        from psycopg.errors import error_from_result

        self._queue.clear()
        self._rows.clear()
        while self._is_busy:
            self._is_busy = self._driver.wait(_answer(self._server)) is not None
        error = error_from_result(result)
        # Outside of SQLAlchemy's own execution the driver's error comes bare.
        faults = (IntegrityError, DataError)
        kind = next((one for one in faults if isinstance(error, getattr(self._errors, one.__name__))), DBAPIError)
        raise kind(None, None, error)


#: Seconds between two looks at what the database says.
_PAUSE: Final = 0.0004
#: Values that are rather told in the statement than copied, which is a question and an answer more.
_FEW: Final = 400


def _answer(server: Any) -> Generator[Any, Any, Any]:
    """Yield what must be waited for until the server has answered, and return the answer."""
    from psycopg.waiting import Ready, Wait

    while server.flush():
        if (yield Wait.RW) & Ready.R:
            server.consume_input()
    while server.is_busy():
        yield Wait.R
        server.consume_input()
    return server.get_result()


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


_NULL: Final = r"\N"
_SPECIAL: Final = re.compile(r"[\\\n\t\r]")


class _Numbers(dict[int | None, str]):
    """Digits of numbers; those of small ones, which come again and again, are kept."""

    def __init__(self) -> None:
        super().__init__({None: _NULL})

    def __missing__(self, number: int) -> str:
        digits = str(number)
        if 0 <= number < _SMALL:
            self[number] = digits
        return digits


_SMALL: Final = 100_000
_NUMBERS: Final = _Numbers()


def _copied(values: Sequence[Any]) -> Sequence[str]:
    """Return the values of a column as COPY's text has them."""
    first = values[0]
    # Of all rows the document is one, and much else.
    if values.count(first) == len(values) and type(first) in (int, type(None)):
        return [_copied_one(first)] * len(values)
    kinds = set(map(type, values))
    if kinds <= {int, type(None)}:
        return list(map(_NUMBERS.__getitem__, values))
    if kinds <= {str, type(None)}:
        texts = values if type(None) not in kinds else [value for value in values if value is not None]
        if _SPECIAL.search("".join(texts)) is None:
            return values if len(texts) == len(values) else [_NULL if value is None else value for value in values]
    return list(map(_copied_one, values))


def _copied_one(value: Any) -> str:
    if value is None:
        return _NULL
    if type(value) is not str:
        return str(value)
    # Four times as fast as `translate` with long texts.
    return value.replace("\\", r"\\").replace("\n", r"\n").replace("\t", r"\t").replace("\r", r"\r")
