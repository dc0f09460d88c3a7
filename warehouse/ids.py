"""Ids as they are stored: an id of the contract is the document's beginning and a few small numbers.

`0123456789abcdef-t3-r4-c5` is stored as `doc`, `table_no`, `row`, `col`. `doc` is the 64-bit number that the sixteen
hex digits make, shifted so that numbers sort as the digits do. A whole id costs eleven bytes instead of fifty-four with
its index, and everything of a document lies together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from schemas.columns import (
    CELL_ID,
    CLAIM_ID,
    DISCLOSURE_ID,
    DOCUMENT_ID,
    INDICATOR_ID,
    PARAGRAPH_ID,
    SHORT_HASH,
    TABLE_ID,
)

_SHIFT = 1 << 63
_NUMBERS = re.compile(r"-[a-z]([0-9]+)")

#: Letters and stored numbers of each shape of id, after the document.
PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    DOCUMENT_ID: (),
    TABLE_ID: (("t", "table_no"),),
    CELL_ID: (("t", "table_no"), ("r", "row"), ("c", "col")),
    DISCLOSURE_ID: (("d", "disclosure_no"),),
    PARAGRAPH_ID: (("p", "paragraph_no"),),
    CLAIM_ID: (("p", "paragraph_no"), ("k", "claim_no")),
    INDICATOR_ID: (("t", "table_no"), ("i", "indicator_no")),
    SHORT_HASH: (),
}


def number_of(hex_digits: str) -> int:
    """Return the stored number of an id's sixteen hex digits; longer text is cut."""
    return int(hex_digits[:16], 16) - _SHIFT


def numbers_of(text: str) -> tuple[int, ...]:
    """Return the numbers of an id after its document."""
    return tuple(map(int, _NUMBERS.findall(text)))


def hex_sql(column: str, dialect: str) -> str:
    """Return SQL for the sixteen hex digits of a stored number."""
    if dialect == "postgresql":
        return f"lpad(to_hex({column} # '-9223372036854775808'::bigint), 16, '0')"
    # SQLite has no exclusive or; its least number can only be written as the complement of the greatest.
    least = "~9223372036854775807"
    return f"printf('%016x', ({column} | {least}) - ({column} & {least}))"


def id_sql(pattern: str, alias: str, dialect: str, prefix: str = "") -> str:
    """Return SQL for an id of the contract out of the numbers of `alias`; NULL when one of them is."""
    parts = [hex_sql(f"{alias}.doc", dialect)]
    parts += [f"'-{letter}' || {alias}.{prefix}{_quoted(name)}" for letter, name in PARTS[pattern]]
    return " || ".join(parts)


def _quoted(name: str) -> str:
    return f'"{name}"' if name in ("row", "col") else name
