"""Columns that are economic classes: their codes, by the names over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.normalize.code_cells import split_code_name
from pipeline.normalize.model import Column
from schemas.classification import Entry, ListName, classification
from schemas.forms import Form
from schemas.text import fold
from schemas.vocabulary import vocabulary

_LISTS: Final[dict[str, tuple[ListName, ...]]] = {
    "department": ("economic_department",),
    "government": ("economic_government",),
}
_BOTH: Final[tuple[ListName, ...]] = ("economic_department", "economic_government")


def economic_columns(columns: Sequence[Column], form: Form | None) -> list[Column]:
    """Give the columns of a cross-tab the economic class that heads them.

    A single column so named is left alone where the form does not ask for it: 其他支出 heads many things.
    """
    asked = form.economic_columns if form else None
    if form is None or (asked is None and sum(_is_named(c) for c in columns) < 2):
        return list(columns)
    lists = _LISTS.get(asked or "", _BOTH)
    best = max(lists, key=lambda name: sum(_found(c, name) is not None for c in columns if c.kind == "amount"))
    return [_headed(column, best) if column.kind == "amount" else column for column in columns]


def _is_named(column: Column) -> bool:
    lowest = column.path[-1] if column.path else ""
    return column.kind == "amount" and not column.dims and any(_classes(lowest, name) for name in _BOTH)


def _headed(column: Column, list_name: ListName) -> Column:
    entry = _found(column, list_name)
    if entry is None:
        return column
    known = all(
        _classes(text, list_name) or _groups(text, list_name, None) or vocabulary().is_header_word(text)
        for text in column.path
    )
    return replace(column, economic=(entry.code, entry.name), unclear=column.unclear and not known)


def _found(column: Column, list_name: ListName) -> Entry | None:
    """Return the entry of the lowest class or group over a column; 小计 stands for the class above it."""
    over: Entry | None = None
    for text in column.path:
        classes = _classes(text, list_name)
        if len({e.code for e in classes}) == 1 and over is None:
            over = classes[0]
            continue
        groups = _groups(text, list_name, over.code if over else None)
        if len({e.code for e in groups}) == 1:
            over = groups[0]
        elif over is not None and not vocabulary().totals.fullmatch(fold(text)) and text == column.path[-1]:
            return None
    return over


def _classes(text: str, list_name: ListName) -> tuple[Entry, ...]:
    return _named(text, list_name, None, "class")


def _groups(text: str, list_name: ListName, above: str | None) -> tuple[Entry, ...]:
    return _named(text, list_name, above, "group")


def _named(text: str, list_name: ListName, above: str | None, level: str) -> tuple[Entry, ...]:
    book = classification()
    code, name = split_code_name(text, (list_name,))
    if code is not None:
        return tuple(e for e in book.names(list_name, code)[-1:] if e.level == level)
    for wording in (name, name.replace("商品服务", "商品和服务")):
        if found := book.by_name(list_name, wording, above, None, level):  # type: ignore[arg-type]
            return found
    return ()
