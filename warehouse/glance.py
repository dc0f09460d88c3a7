"""What stands in an SQLite warehouse, told at once: without SQLAlchemy, which takes longer to load than to answer.

Whatever is out of the ordinary (another version, no warehouse, a locked file) is left to `Warehouse`, which says what
it is.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from warehouse.summing import SUMMARY, VERSION, Summary, summary_of

INBOXES: Final = (
    "SELECT inbox, count(*), sum(CASE WHEN present THEN 1 ELSE 0 END) FROM document_names GROUP BY inbox ORDER BY 1"
)
FAILURES: Final = "SELECT inbox, file_name, page, code, message FROM failures ORDER BY inbox, file_name, page, code"
_PLAIN: Final = re.compile(r"(?:sqlite:///)?([^?%#:]+)")


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
    """Return what stands in an SQLite warehouse of this version; None for anything else."""
    plain = _PLAIN.fullmatch(address)
    if plain is None or not Path(plain[1]).is_file():
        return None
    path = Path(plain[1])
    try:
        file = f"file:{quote(str(path.absolute()))}?mode=ro"
        with closing(sqlite3.connect(file, uri=True, timeout=1)) as connection:
            version = connection.execute("SELECT value FROM mingzhang_meta WHERE name = 'version'").fetchone()
            if version is None or version[0] != str(VERSION):
                return None
            connection.execute("BEGIN")
            summary = summary_of(connection.execute(SUMMARY).fetchone())
            inboxes, failures = (connection.execute(sql).fetchall() for sql in (INBOXES, FAILURES))
    except sqlite3.Error:
        return None
    return Glance(f"sqlite:///{plain[1]}", summary, inboxes, failures)
