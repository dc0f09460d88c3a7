"""The words a record is described in: `Column`, `Record`, and the short constructors of the record modules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TYPE_NAMES_ZH = {
    "text": "文本",
    "int": "整数",
    "bool": "布尔",
    "date": "日期",
    "timestamp": "时间",
    "decimal": "十进制",
    "float": "浮点",
}
TYPES = tuple(TYPE_NAMES_ZH)

DOCUMENT_ID = r"[0-9a-f]{64}"
SHORT_HASH = r"[0-9a-f]{16}"
TABLE_ID = rf"{SHORT_HASH}-t[0-9]{{1,6}}"
CELL_ID = rf"{TABLE_ID}-r[0-9]{{1,7}}-c[0-9]{{1,5}}"
DISCLOSURE_ID = rf"{SHORT_HASH}-d[0-9]{{1,6}}"
PARAGRAPH_ID = rf"{SHORT_HASH}-p[0-9]{{1,7}}"
CLAIM_ID = rf"{PARAGRAPH_ID}-k[0-9]{{1,4}}"
INDICATOR_ID = rf"{TABLE_ID}-i[0-9]{{1,7}}"
CODE = r"[0-9]{1,12}"

NAME_CAP = 200
FILE_NAME_CAP = 500
LABEL_CAP = 4_000
TEXT_CAP = 200_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a record.

    Attributes:
        name: Public name, never renamed.
        type: One of `TYPES`. A decimal travels as a plain digit string, a date or timestamp as ISO text.
        nullable: Whether NULL (does not apply, not known) may stand here.
        values: The closed list of words, or None.
        zh: Description in Chinese.
        en: Description in English.
        pattern: Regular expression the whole text must match, or None.
        cap: Greatest length of a text, in characters.
        multiline: Whether a text may hold line feeds.
        source: `record.column` when the value is the parent's and is joined in, not stored again.
        fen: For a yuan column: the column in fen it is generated from.
        later: Not part of a bundle: filled in by the warehouse or by what spans documents.
        indexed: Whether journalists search by it.
    """

    name: str
    type: str
    nullable: bool
    values: tuple[str, ...] | None
    zh: str
    en: str
    pattern: str | None = None
    cap: int = LABEL_CAP
    multiline: bool = False
    source: str | None = None
    fen: str | None = None
    later: bool = False
    indexed: bool = False

    @property
    def stored(self) -> bool:
        """Whether the value has its own place, rather than being joined in or generated."""
        return self.source is None and self.fen is None

    @property
    def demanded(self) -> bool:
        """Whether a row that leaves the column out is wrong."""
        return self.stored and not self.nullable and not self.later


@dataclass(frozen=True, slots=True)
class Record:
    """One record (table) of the contract.

    Attributes:
        name: Public name.
        columns: In the order of the contract.
        primary_key: Names of the key columns, also the order of exports.
        zh: Description in Chinese.
        en: Description in English.
        parent: Record whose row owns these rows; they vanish with it.
        bundled: Whether a document yields it by itself.
    """

    name: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    zh: str
    en: str
    parent: str | None = None
    bundled: bool = True

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    @property
    def stored(self) -> tuple[Column, ...]:
        """The columns that have their own place."""
        return tuple(column for column in self.columns if column.stored)


def text(
    name: str, zh: str, en: str, *, null: bool = False, values: tuple[str, ...] | None = None, **rest: Any
) -> Column:
    """A column of text, nullable only on demand."""
    return Column(name, "text", null, values, zh, en, **rest)


def integer(name: str, zh: str, en: str, *, null: bool = False, **rest: Any) -> Column:
    """A column of 64-bit integers."""
    return Column(name, "int", null, None, zh, en, **rest)


def boolean(name: str, zh: str, en: str, *, null: bool = False, **rest: Any) -> Column:
    """A column of true and false."""
    return Column(name, "bool", null, None, zh, en, **rest)


def decimal(name: str, zh: str, en: str, *, null: bool = True, **rest: Any) -> Column:
    """A column of exact decimals, as a rule nullable."""
    return Column(name, "decimal", null, None, zh, en, **rest)


def real(name: str, zh: str, en: str, *, null: bool = False, **rest: Any) -> Column:
    """A column of measured, inexact numbers (points, confidence)."""
    return Column(name, "float", null, None, zh, en, **rest)


def moment(name: str, zh: str, en: str, *, kind: str = "timestamp", null: bool = False, **rest: Any) -> Column:
    """A column of dates or timestamps."""
    return Column(name, kind, null, None, zh, en, **rest)


def yuan(name: str, fen: str, zh: str, en: str) -> Column:
    """A column in yuan that the database generates from the column in fen."""
    return Column(name, "decimal", True, None, zh, en, fen=fen)


def key(name: str, pattern: str, zh: str, en: str, *, null: bool = False, **rest: Any) -> Column:
    """A column of identifiers of a known shape."""
    return Column(name, "text", null, None, zh, en, pattern=pattern, cap=NAME_CAP, **rest)
