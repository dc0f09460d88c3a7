"""The process in which a question to an SQLite file runs: nothing but the standard library, limits, and one statement.

A function of SQLite can work for minutes, or take gigabytes, between two looks at the clock, so that neither a deadline
nor a limit on memory holds inside one's own process. Here the system keeps them. Started by `START` with the path of
this file and URI LIMIT SECONDS WAIT (LIMIT may be empty): the statement comes in UTF-8 on standard input, frames of
JSON go to standard output, one a line.

Starting is most of what a small question costs. So only modules that are part of the interpreter are imported: `json`,
`typing` and the package `sqlite3` around its own core would take longer than the rest together.
"""

import sys
import time
from _json import encode_basestring_ascii, make_encoder


def _lru_cache(size: int) -> object:
    from _functools import _lru_cache_wrapper  # type: ignore[import-not-found]

    return lambda made: _lru_cache_wrapper(made, size, False, tuple)


# `_sqlite3` takes one name of `functools`, whose own imports would take longer than most answers.
_alone = "functools" not in sys.modules
if _alone:
    sys.modules["functools"] = type(sys)("functools")
    sys.modules["functools"].lru_cache = _lru_cache  # type: ignore[attr-defined]
try:
    import _sqlite3
except (AttributeError, ImportError):
    # Another version of Python, whose core takes more.
    sys.modules.pop("functools")
    import _sqlite3
if _alone:
    sys.modules.pop("functools", None)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, BinaryIO, Final, TextIO

    Frame = dict[str, Any]

#: What runs this file in a process of its own: compiled, as every other import is, which a script would not be.
START: "Final" = (
    "import sys, _frozen_importlib_external as files; "
    "exec(files.SourceFileLoader('sqlite_child', sys.argv.pop(1)).get_code('sqlite_child'))"
)
#: Bytes of one value.
LARGEST: "Final" = 50_000_000
#: Bytes of memory, and of files: the index of an SQLite log needs some.
MEMORY: "Final" = 1 << 30
FILES: "Final" = 64 << 20
#: Seconds beyond the deadline until the process ends, come what may.
GRACE: "Final" = 1.0
_BATCH: "Final" = 500
_ALLOWED: "Final" = frozenset(
    {_sqlite3.SQLITE_SELECT, _sqlite3.SQLITE_READ, _sqlite3.SQLITE_FUNCTION, _sqlite3.SQLITE_RECURSIVE}
)
# Functions that do more than compute: they load code, or hand out and take addresses in memory.
_FUNCTIONS: "Final" = frozenset({"load_extension", "fts3_tokenizer"})
_LIMITS: "Final" = (
    (_sqlite3.SQLITE_LIMIT_SQL_LENGTH, 400_000),
    (_sqlite3.SQLITE_LIMIT_LENGTH, LARGEST),
    (_sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (_sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
)
# Steps of the SQLite machine between two looks at the clock; a tenth of a millisecond.
_STEPS: "Final" = 1_000


def frames(uri: str, sql: str, limit: "int | None", seconds: float, wait: float) -> "Iterator[Frame]":
    """Yield the names of the columns, rows, and the end; or an error, `late` when the time is up.

    Args:
        uri: Of the file, as SQLite takes it, to be read only.
        sql: One statement.
        limit: Greatest number of rows, None for all.
        seconds: Greatest time.
        wait: Seconds to wait for a lock.
    """
    end = time.monotonic() + seconds
    try:
        connection = _opened(uri, wait, end)
        try:
            cursor = connection.execute(sql)
            yield {"names": None if cursor.description is None else [column[0] for column in cursor.description]}
            left = sys.maxsize if limit is None else limit
            while left > 0 and (rows := cursor.fetchmany(min(_BATCH, left))):
                yield {"rows": rows}
                left -= len(rows)
        finally:
            connection.close()
        yield {"end": True}
    # Older Pythons raise a Warning for several statements.
    except (_sqlite3.Error, _sqlite3.Warning, OverflowError, MemoryError, UnicodeError) as error:
        said = "out of memory" if isinstance(error, MemoryError) else str(error)
        yield {"error": said, "late": time.monotonic() > end and "interrupt" in said}


def _opened(uri: str, wait: float, end: float) -> _sqlite3.Connection:
    """Open the file for reading; whatever else a statement does is denied while it is prepared."""
    connection = _sqlite3.connect(uri, uri=True, timeout=wait)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = ON")
    # What must be sorted counts as memory; else it would fill the disk.
    connection.execute("PRAGMA temp_store = MEMORY")
    # Rows of owners are looked up again and again; pages that come once would only cost fresh memory.
    connection.execute("PRAGMA cache_size = -8192")
    for kind, greatest in _LIMITS:
        connection.setlimit(kind, greatest)
    connection.set_authorizer(_allow)
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    return connection


def _allow(action: int, first: "str | None", second: "str | None", *_: object) -> int:
    if action in _ALLOWED:
        return _sqlite3.SQLITE_DENY if second in _FUNCTIONS else _sqlite3.SQLITE_OK
    # The search index looks by itself whether the file has changed.
    own = action == _sqlite3.SQLITE_PRAGMA and first == "data_version" and second is None
    return _sqlite3.SQLITE_OK if own else _sqlite3.SQLITE_DENY


def _bytes(value: object) -> "dict[str, str]":
    """JSON has no bytes."""
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    raise TypeError(type(value).__name__)


def _limit(seconds: float) -> None:
    import resource

    limits = (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILES),
        (resource.RLIMIT_CORE, 0),
        # Ends it even when the process that asked is gone.
        (resource.RLIMIT_CPU, int(seconds + GRACE) + 1),
    )
    for kind, greatest in limits:
        try:
            resource.setrlimit(kind, (greatest, greatest))
        except (OSError, ValueError):
            # Not every system has every limit.
            continue


def main(told: "list[str]", given: "BinaryIO", out: "TextIO") -> None:
    """Answer the one question on standard input."""
    uri, limit, seconds, wait = told
    _limit(float(seconds))
    # What `json` itself encodes with: no memory of circles, no default but bytes, no white space.
    encode = make_encoder(None, _bytes, encode_basestring_ascii, None, ":", ",", False, False, True)
    for frame in frames(uri, given.read().decode(), int(limit) if limit else None, float(seconds), float(wait)):
        out.write("".join(encode(frame, 0)) + "\n")
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdin.buffer, sys.stdout)
