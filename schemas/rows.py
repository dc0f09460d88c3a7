"""Checks of untrusted rows against a `Record`; a child that read a hostile PDF may send anything."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import Any

from schemas.columns import Column, Record

INT_LIMIT = 2**63
# Two patterns: a line feed is meant only where the contract keeps printed lines.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_CONTROL_BUT_LF = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_DECIMAL = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z")
_TYPES: Mapping[str, frozenset[type]] = {
    "int": frozenset({int}),
    "bool": frozenset({bool}),
    "float": frozenset({int, float}),
}

# Kinds that may stand in a column, and that are equal only when they are the same, or as good as.
_PLAIN: Mapping[str, frozenset[type]] = {
    **{name: frozenset({str, type(None)}) for name in ("text", "decimal", "date", "timestamp")},
    **{name: kinds | {type(None)} for name, kinds in _TYPES.items()},
}
_VALUES = frozenset({str, int, float, bool, type(None)})

Fault = tuple[str, str]
Rows = Sequence[Mapping[str, object]]
#: Values by column, all of the same number.
Columns = Mapping[str, Sequence[Any]]


class RecordError(ValueError):
    """A row that does not fit its record; names column and row, never the value, which may be private."""

    def __init__(self, record: str, column: str | None, row: int | None, zh: str, en: str) -> None:
        super().__init__(record, column, row, zh, en)
        self.record, self.column, self.row, self.zh, self.en = record, column, row, zh, en

    def __str__(self) -> str:
        place = self.record if self.column is None else f"{self.record}.{self.column}"
        if self.row is not None:
            place += f"[{self.row}]"
        return f"{place}: {self.zh} / {self.en}"


def clean_text(value: str, *, multiline: bool = False) -> str:
    """Return the text without the characters `check` refuses; tabs and line breaks become spaces or line feeds."""
    if value.isprintable():
        return value
    value = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", value)
    if not multiline:
        value = value.replace("\n", " ")
    return _CONTROL_BUT_LF.sub("", value.replace("\t", " "))


def columns_of(record: Record, rows: Rows) -> dict[str, Sequence[object]]:
    """Return the values of every column of the record, None where a row leaves it out."""
    held, nothing = by_column(rows), (None,) * len(rows)
    return {column.name: held.get(column.name, nothing) for column in record.columns}


def by_column(rows: Rows) -> dict[str, Sequence[object]]:
    """Return the values of every column that some row has, None where another leaves it out."""
    held = _turned(rows)
    if held is not None:
        return held
    return {name: [row.get(name) for row in rows] for name in dict.fromkeys(name for row in rows for name in row)}


def rows_of(columns: Columns) -> list[dict[str, Any]]:
    """Return the rows that stand in columns."""
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def count_of(given: Rows | Columns) -> int:
    """Return the number of rows, however they are given."""
    return len(next(iter(given.values()), ())) if isinstance(given, Mapping) else len(given)


def _turned(rows: Rows) -> dict[str, Sequence[object]] | None:
    """Turn rows into columns in one go; None when their keys differ, which those of one document do not as a rule."""
    keys = tuple(rows[0]) if rows else ()
    # As many keys as the first row, and none of its own missing.
    if len(keys) < 2 or set(map(len, rows)) != {len(keys)}:
        return None
    try:
        return dict(zip(keys, zip(*map(itemgetter(*keys), rows), strict=True), strict=True))
    except KeyError:
        return None


class Passed(dict[str, Sequence[Any]]):
    """Columns that `check` has passed; whoever changes them makes columns of the plain kind.

    Attributes:
        record: Name of their record.
    """

    def __init__(self, record: str, columns: Columns) -> None:
        super().__init__(columns)
        self.record = record


def idle() -> None:
    """Do nothing meanwhile."""


def check(record: Record, given: Rows | Columns, meanwhile: Callable[[], None] = idle) -> Passed:
    """Check columns, types, words, caps, characters and the uniqueness of the key.

    What has passed already is not looked at again.

    Args:
        record: What the rows should be.
        given: Untrusted rows, column to plain JSON value, or the same by column. A nullable, joined or generated column
            may be left out.
        meanwhile: Called after every column, by who must not be away for long.

    Returns:
        The values of every column, None where a row leaves it out.

    Raises:
        RecordError: The first fault found.
    """
    if isinstance(given, Passed) and given.record == record.name:
        return given
    held = _even(record, given) if isinstance(given, Mapping) else _named(record, given)
    nothing = (None,) * count_of(held)
    columns: dict[str, Sequence[Any]] = {}
    for column in record.columns:
        columns[column.name] = held.get(column.name, nothing)
        _check_column(record.name, column, columns[column.name])
        meanwhile()
    _check_yuan(record, columns)
    _check_key(record, columns)
    return Passed(record.name, columns)


def _even(record: Record, columns: Columns) -> Columns:
    """Check names and lengths of columns; no columns at all are no rows."""
    if columns:
        _check_names(record, [columns])
    if any(type(values) not in (list, tuple) for values in columns.values()):
        raise RecordError(record.name, None, None, "列不是数组", "a column is not an array")
    if len(set(map(len, columns.values()))) > 1:
        raise RecordError(record.name, None, None, "各列长短不一", "columns are not of one length")
    return columns


def _named(record: Record, rows: Rows) -> Columns:
    """Check kind and names of rows, and return their columns."""
    if not set(map(type, rows)) <= {dict}:
        index = next(index for index, row in enumerate(rows) if type(row) is not dict)
        raise RecordError(record.name, None, index, "行不是对象", "row is not an object")
    held = _turned(rows)
    _check_names(record, rows if held is None else rows[:1])
    return by_column(rows) if held is None else held


def _check_names(record: Record, given: Sequence[Mapping[str, object]]) -> None:
    """All columns are known, and none is missing."""
    names = frozenset(column.name for column in record.columns)
    demanded = frozenset(column.name for column in record.columns if column.demanded)
    for index, row in enumerate(given):
        if not names.issuperset(row):
            raise RecordError(record.name, None, index, "有未知的列", "unknown column")
        if not demanded.issubset(row):
            missing = min(demanded.difference(row))
            raise RecordError(record.name, missing, index, "缺少必填的列", "required column is missing")


def _check_column(record: str, column: Column, values: Sequence[object]) -> None:
    """Check the distinct values of a column, and look for the row only when one is wrong."""
    distinct = _distinct(column, values)
    if distinct is not None and _all_fit(column, distinct):
        return
    fault_of = _fault_finder(column)
    for index, value in enumerate(values):
        if type(value) not in _VALUES:
            raise RecordError(record, column.name, index, "不是简单值", "not a plain value")
        fault = fault_of(value)
        if fault is not None:
            raise RecordError(record, column.name, index, *fault)


def _distinct(column: Column, values: Sequence[object]) -> set[object] | None:
    """Return the distinct values of a column, None when one is not of a kind that may stand there."""
    # No other plain value equals a text, but true equals 1: of other columns every value is looked at.
    one_kind = column.type not in _TYPES
    try:
        distinct = set(values)
    except TypeError:
        return None
    return distinct if set(map(type, distinct if one_kind else values)) <= _PLAIN[column.type] else None


def _all_fit(column: Column, distinct: set[Any]) -> bool:
    """Whether no value has a fault; all are looked at in one go, and one by one only when this says no."""
    if None in distinct and not (column.nullable or not column.demanded):
        return False
    distinct.discard(None)
    if not distinct:
        return True
    if column.type == "bool":
        return True
    if column.type in _TYPES:
        # The limit first: a whole number may be too large to be a float at all.
        return bool(-INT_LIMIT <= min(distinct) <= max(distinct) < INT_LIMIT) and all(map(math.isfinite, distinct))
    if column.type in ("date", "timestamp"):
        return all(_moment_fault(column, value) is None for value in distinct)
    shape = _DECIMAL.pattern if column.type == "decimal" else column.pattern
    if column.values is not None:
        return distinct <= set(column.values)
    if max(map(len, distinct)) > column.cap:
        return False
    if shape is None:
        return (_CONTROL_BUT_LF if column.multiline else _CONTROL).search("".join(distinct)) is None
    # One after another, a line each; a value that holds a line feed itself is seen by their number.
    lines = "\n".join(distinct)
    return lines.count("\n") == len(distinct) - 1 and _lines(shape).fullmatch(lines) is not None


@cache
def _lines(shape: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{shape})(?:\n(?:{shape}))*")


def _fault_finder(column: Column) -> Callable[[object], Fault | None]:
    """Return the function that says what is wrong with one value of the column, None when nothing is."""
    may_be_null = column.nullable or not column.demanded
    if column.type == "text" and column.pattern is not None:
        return _id_finder(column, may_be_null)
    of_type = _text_fault if column.type == "text" else _FAULTS[column.type]

    def fault_of(value: object) -> Fault | None:
        if value is None:
            return None if may_be_null else ("不可为空", "must not be null")
        return of_type(column, value)

    return fault_of


def _id_finder(column: Column, may_be_null: bool) -> Callable[[object], Fault | None]:
    """Return the same for an id: what has its shape has no other fault."""
    fits = re.compile(column.pattern or "").fullmatch

    def fault_of(value: object) -> Fault | None:
        if type(value) is str and len(value) <= column.cap and fits(value) is not None:
            return None
        if value is None:
            return None if may_be_null else ("不可为空", "must not be null")
        return _text_fault(column, value) or ("编号形状不对", "does not have the shape of its kind")

    return fault_of


def _text_fault(column: Column, value: object) -> Fault | None:
    if type(value) is not str:
        return "应为文本", "must be text"
    if len(value) > column.cap:
        return f"超过 {column.cap} 个字符", f"longer than {column.cap} characters"
    if column.values is not None:
        return None if value in column.values else ("不在词表内", "not one of the listed words")
    if (_CONTROL_BUT_LF if column.multiline else _CONTROL).search(value):
        return "含控制字符", "holds a control character"
    return None


def _number_fault(column: Column, value: object) -> Fault | None:
    if type(value) not in _TYPES[column.type]:
        return "类型不对", f"must be {column.type}"
    if isinstance(value, float) and not math.isfinite(value):
        return "不是有限的数", "must be a finite number"
    if isinstance(value, int | float) and not -INT_LIMIT <= value < INT_LIMIT:
        return "超出 64 位", "does not fit 64 bits"
    return None


def _decimal_fault(_: Column, value: object) -> Fault | None:
    if type(value) is not str or _DECIMAL.fullmatch(value) is None:
        return "应为十进制数字文本", "must be a decimal as digits, such as '-12.50'"
    return None


def _moment_fault(column: Column, value: object) -> Fault | None:
    shape = _DATE if column.type == "date" else _TIMESTAMP
    wrong = ("应为 ISO 日期或 UTC 时间", f"must be an ISO {column.type}, a timestamp in UTC with Z")
    if type(value) is not str or shape.fullmatch(value) is None:
        return wrong
    try:
        datetime.fromisoformat(value) if column.type == "timestamp" else date.fromisoformat(value)
    except ValueError:
        return wrong
    return None


_FAULTS: Mapping[str, Callable[[Column, object], Fault | None]] = {
    "int": _number_fault,
    "bool": _number_fault,
    "float": _number_fault,
    "decimal": _decimal_fault,
    "date": _moment_fault,
    "timestamp": _moment_fault,
}


def _check_yuan(record: Record, columns: Mapping[str, Sequence[object]]) -> None:
    """A generated yuan column may be sent along, but only in agreement with its fen."""
    for column in record.columns:
        if column.fen is None or set(columns[column.name]) <= {None}:
            continue
        for index, (sent, fen) in enumerate(zip(columns[column.name], columns[column.fen], strict=True)):
            if sent is not None and (fen is None or Decimal(str(sent)) * 100 != Decimal(str(fen))):
                raise RecordError(record.name, column.name, index, "与分不一致", f"differs from {column.fen}")


def _check_key(record: Record, columns: Columns) -> None:
    """The key is unique, except that rows alike in every column count as one."""
    keys = list(zip(*(columns[name] for name in record.primary_key), strict=True))
    if len(set(keys)) == len(keys):
        return
    seen: dict[tuple[object, ...], tuple[object, ...]] = {}
    for index, (key, row) in enumerate(zip(keys, zip(*columns.values(), strict=True), strict=True)):
        if seen.setdefault(key, row) != row:
            zh, en = "主键重复", "the primary key stands twice with different content"
            raise RecordError(record.name, record.primary_key[0], index, zh, en)
