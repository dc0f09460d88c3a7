"""Checks of untrusted rows against a `Record`; a child that read a hostile PDF may send anything."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

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

Fault = tuple[str, str]


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


def check(record: Record, rows: Sequence[Mapping[str, object]]) -> None:
    """Check columns, types, words, caps, characters and the uniqueness of the key.

    Args:
        record: What the rows should be.
        rows: Untrusted rows, column to plain JSON value. A nullable, joined or generated column may be left out.

    Raises:
        RecordError: The first fault found.
    """
    names = frozenset(column.name for column in record.columns)
    demanded = frozenset(column.name for column in record.columns if column.demanded)
    for index, row in enumerate(rows):
        if not isinstance(row, dict):
            raise RecordError(record.name, None, index, "行不是对象", "row is not an object")
        if not names >= row.keys():
            raise RecordError(record.name, None, index, "有未知的列", "unknown column")
        if not demanded <= row.keys():
            missing = min(demanded - row.keys())
            raise RecordError(record.name, missing, index, "缺少必填的列", "required column is missing")
    for column in record.columns:
        _check_column(record.name, column, [row.get(column.name) for row in rows])
    _check_yuan(record, rows)
    _check_key(record, rows)


def _check_column(record: str, column: Column, values: list[object]) -> None:
    """Check the distinct values of a column, and look for the row only when one is wrong."""
    fault_of = _fault_finder(column)
    distinct: dict[tuple[type, object], None] = {}
    for index, value in enumerate(values):
        try:
            distinct[type(value), value] = None
        except TypeError:
            raise RecordError(record, column.name, index, "不是简单值", "not a plain value") from None
    for pair in distinct:
        fault = fault_of(pair[1])
        if fault is not None:
            raise RecordError(record, column.name, _row_of(pair, values), *fault)


def _row_of(pair: tuple[type, object], values: list[object]) -> int:
    """Return the first row with that value; True is not 1, and NaN is not even equal to itself."""
    kind, bad = pair
    return next(row for row, value in enumerate(values) if type(value) is kind and (value is bad or value == bad))


def _fault_finder(column: Column) -> Callable[[object], Fault | None]:
    """Return the function that says what is wrong with one value of the column, None when nothing is."""
    may_be_null = column.nullable or not column.demanded
    of_type = _text_fault if column.type == "text" else _FAULTS[column.type]

    def fault_of(value: object) -> Fault | None:
        if value is None:
            return None if may_be_null else ("不可为空", "must not be null")
        return of_type(column, value)

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
    if column.pattern is not None and re.fullmatch(column.pattern, value) is None:
        return "编号形状不对", "does not have the shape of its kind"
    return None


def _number_fault(column: Column, value: object) -> Fault | None:
    if type(value) not in _TYPES[column.type]:
        return "类型不对", f"must be {column.type}"
    if isinstance(value, float) and not math.isfinite(value):
        return "不是有限的数", "must be a finite number"
    if isinstance(value, int) and not -INT_LIMIT <= value < INT_LIMIT:
        return "超出 64 位整数", "does not fit 64 bits"
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


def _check_yuan(record: Record, rows: Sequence[Mapping[str, object]]) -> None:
    """A generated yuan column may be sent along, but only in agreement with its fen."""
    for column in record.columns:
        if column.fen is None:
            continue
        for index, row in enumerate(rows):
            sent, fen = row.get(column.name), row.get(column.fen)
            if sent is not None and (fen is None or Decimal(str(sent)) * 100 != Decimal(str(fen))):
                raise RecordError(record.name, column.name, index, "与分不一致", f"differs from {column.fen}")


def _check_key(record: Record, rows: Sequence[Mapping[str, object]]) -> None:
    """The key is unique, except that rows alike in every column count as one."""
    seen: dict[tuple[object, ...], Mapping[str, object]] = {}
    for index, row in enumerate(rows):
        key = tuple(row.get(name) for name in record.primary_key)
        if seen.setdefault(key, row) != row:
            zh, en = "主键重复", "the primary key stands twice with different content"
            raise RecordError(record.name, record.primary_key[0], index, zh, en)
