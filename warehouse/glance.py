"""What stands in a warehouse, told at once: without SQLAlchemy, which takes longer to load than to answer.

PostgreSQL is asked by psycopg2, which loads in a fifth of the time that psycopg takes; all else is left to that.

Whatever is out of the ordinary (another version, no warehouse, a locked file, a server that does not answer) is left to
`Warehouse`, which says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

from warehouse.summing import SUMMARY, VERSION, Summary, summary_of

INBOXES: Final = (
    "SELECT inbox, count(*), sum(CASE WHEN present THEN 1 ELSE 0 END) FROM document_names GROUP BY inbox ORDER BY 1"
)
FAILURES: Final = "SELECT inbox, file_name, page, code, message FROM failures ORDER BY inbox, file_name, page, code"
_VERSION: Final = "SELECT value FROM mingzhang_meta WHERE name = 'version'"
_PLAIN: Final = re.compile(r"(?:sqlite:///)?([^?%#:]+)")
_POSTGRES: Final = re.compile(r"(?:postgres|postgresql|postgresql\+psycopg)://(.*)", re.DOTALL)
# What an address on PostgreSQL may ask for here; others may be secrets, or mean something to SQLAlchemy alone.
_OPTIONS: Final = frozenset({"host", "options", "port", "sslmode"})
# Seconds until a server that does not answer is left to `Warehouse`.
_PATIENCE: Final = 3


@dataclass(frozen=True, slots=True)
class Glance:
    """What `mingzhang status` tells.

    Attributes:
        address: Of the warehouse, as it may be shown.
        summary: How much there is.
        inboxes: Label, names, names still present.
        failures: Inbox, file name, page, code, message.
    """

    address: str
    summary: Summary
    inboxes: Sequence[tuple[Any, ...]]
    failures: Sequence[tuple[Any, ...]]


def glance(address: str) -> Glance | None:
    """Return what stands in a warehouse of this version; None for anything else."""
    plain = _PLAIN.fullmatch(address)
    if plain is not None:
        return _of_file(plain[1]) if Path(plain[1]).is_file() else None
    server = _POSTGRES.fullmatch(address)
    return None if server is None else _of_server(server[1])


def _of_file(path: str) -> Glance | None:
    import sqlite3

    try:
        file = f"file:{quote(str(Path(path).absolute()))}?mode=ro"
        with closing(sqlite3.connect(file, uri=True, timeout=1)) as connection:
            connection.execute("BEGIN")
            return _seen(f"sqlite:///{path}", lambda sql: connection.execute(sql).fetchall())
    except sqlite3.Error:
        return None


def _of_server(rest: str) -> Glance | None:
    """Ask PostgreSQL by a driver alone; what is not plain in the address is left to SQLAlchemy.

    Args:
        rest: The address behind `://`.
    """
    parts = urlsplit(f"//{rest}")
    given = parse_qsl(parts.query, keep_blank_values=True)
    if parts.fragment or {name for name, _ in given} - _OPTIONS or len(dict(given)) < len(given) or "@" in parts.path:
        return None
    try:
        import psycopg2
    except ModuleNotFoundError:
        return None
    try:
        driver = psycopg2.connect(f"postgresql://{rest}", connect_timeout=_PATIENCE, client_encoding="UTF8")
        with closing(driver) as connection, connection.cursor() as cursor:
            connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
            return _seen(_shown(parts.netloc, parts.path, given), lambda sql: _rows(cursor, sql))
    except (psycopg2.Error, UnicodeError):
        return None


def _rows(cursor: Any, sql: str) -> Sequence[Sequence[Any]]:
    cursor.execute(sql)
    held: Sequence[Sequence[Any]] = cursor.fetchall()
    return held


def _shown(netloc: str, path: str, given: Sequence[tuple[str, str]]) -> str:
    """Return the address as `warehouse.address.safe` shows it."""
    login, at, host = netloc.rpartition("@")
    user, has_password, _ = login.partition(":")
    login = quote(unquote(user), safe=" +") + (":***" if has_password else "")
    query = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in sorted(given))
    return f"postgresql+psycopg://{login}{at}{host}{path}{'?' if query else ''}{query}"


def _seen(address: str, ask: Callable[[Any], Sequence[Sequence[Any]]]) -> Glance | None:
    """Return what an open warehouse says, in one transaction; None when it is of another version."""
    version = ask(_VERSION)
    if not version or version[0][0] != str(VERSION):
        return None
    inboxes, failures = ([tuple(row) for row in ask(sql)] for sql in (INBOXES, FAILURES))
    return Glance(address, summary_of(ask(SUMMARY)[0]), inboxes, failures)
