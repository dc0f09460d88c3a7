"""The process in which a question to an SQLite file runs: nothing but the standard library, limits, and one statement.

A function of SQLite can work for minutes, or take gigabytes, between two looks at the clock, so that neither a deadline
nor a limit on memory holds inside one's own process. Here the system keeps them. Started as
`python -I -S sqlite_child.py`: the question comes as a line of JSON on standard input, rows go to standard output.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from typing import IO, Any, Final
from urllib.parse import quote

#: Bytes of one value.
LARGEST: Final = 50_000_000
#: Bytes of memory, and of files: the index of an SQLite log needs some.
MEMORY: Final = 1 << 30
FILES: Final = 64 << 20
#: Seconds beyond the deadline until the process ends, come what may.
GRACE: Final = 1.0
_BATCH: Final = 500
_ALLOWED: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
# Functions that do more than compute: they load code, or hand out and take addresses in memory.
_FUNCTIONS: Final = frozenset({"load_extension", "fts3_tokenizer"})
_LIMITS: Final = (
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 400_000),
    (sqlite3.SQLITE_LIMIT_LENGTH, LARGEST),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
)
# Steps of the SQLite machine between two looks at the clock; a tenth of a millisecond.
_STEPS: Final = 1_000

Frame = dict[str, Any]


def frames(
    path: str, sql: str, limit: int | None, seconds: float, wait: float, frozen: bool = False
) -> Iterator[Frame]:
    """Yield the names of the columns, rows, and the end; or an error, `late` when the time is up.

    Args:
        path: Of the file, absolute.
        sql: One statement.
        limit: Greatest number of rows, None for all.
        seconds: Greatest time.
        wait: Seconds to wait for a lock.
        frozen: Whether nobody writes the file nor its folder: the log that reading wants beside it cannot be made then.
    """
    end = time.monotonic() + seconds
    try:
        with contextlib.closing(_opened(path, frozen, wait, end)) as connection:
            cursor = connection.execute(sql)
            yield {"names": None if cursor.description is None else [column[0] for column in cursor.description]}
            left = sys.maxsize if limit is None else limit
            while left > 0 and (rows := cursor.fetchmany(min(_BATCH, left))):
                yield {"rows": rows}
                left -= len(rows)
        yield {"end": True}
    # Older Pythons raise a Warning for several statements.
    except (sqlite3.Error, sqlite3.Warning, OverflowError, MemoryError, UnicodeError) as error:
        said = "out of memory" if isinstance(error, MemoryError) else str(error)
        yield {"error": said, "late": time.monotonic() > end and "interrupt" in said}


def _opened(path: str, frozen: bool, wait: float, end: float) -> sqlite3.Connection:
    """Open the file for reading; whatever else a statement does is denied while it is prepared."""
    way = "mode=ro&immutable=1" if frozen else "mode=ro"
    connection = sqlite3.connect(f"file:{quote(path)}?{way}", uri=True, timeout=wait)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = ON")
    # What must be sorted counts as memory; else it would fill the disk.
    connection.execute("PRAGMA temp_store = MEMORY")
    for kind, greatest in _LIMITS:
        connection.setlimit(kind, greatest)
    connection.set_authorizer(_allow)
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    return connection


def _allow(action: int, first: str | None, second: str | None, *_: object) -> int:
    if action in _ALLOWED:
        return sqlite3.SQLITE_DENY if second in _FUNCTIONS else sqlite3.SQLITE_OK
    # The search index looks by itself whether the file has changed.
    own = action == sqlite3.SQLITE_PRAGMA and first == "data_version" and second is None
    return sqlite3.SQLITE_OK if own else sqlite3.SQLITE_DENY


def _bytes(value: object) -> dict[str, str]:
    """JSON has no bytes."""
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    raise TypeError(type(value).__name__)


def _limit(seconds: float) -> None:
    import resource

    def lower(kind: int, greatest: int) -> None:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (greatest, greatest))

    lower(resource.RLIMIT_AS, MEMORY)
    lower(resource.RLIMIT_FSIZE, FILES)
    lower(resource.RLIMIT_CORE, 0)
    # Ends it even when the process that asked is gone.
    lower(resource.RLIMIT_CPU, int(seconds + GRACE) + 1)


def main(given: IO[str], out: IO[str]) -> None:
    """Answer the one question on standard input."""
    asked = json.loads(given.readline())
    _limit(asked["seconds"])
    for frame in frames(**asked):
        json.dump(frame, out, ensure_ascii=True, default=_bytes, separators=(",", ":"))
        out.write("\n")
    out.flush()


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
