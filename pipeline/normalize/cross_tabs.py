"""Columns that are economic classes: their codes, by the names over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from pipeline.normalize.code_cells import split_code_name
from pipeline.normalize.grid import TableGrid
from pipeline.normalize.model import Column
from schemas.classification import Entry, Level, ListName, classification
from schemas.forms import Form
from schemas.text import fold
from schemas.vocabulary import vocabulary

_LISTS: Final[dict[str, tuple[ListName, ...]]] = {
    "department": ("economic_department",),
    "government": ("economic_government",),
}
#: Facets of a title → the list it speaks of.
_SAID: Final = {"government_economic": "government", "department_economic": "department"}
#: So many columns named by classes make a cross-tab.
_SEVERAL: Final = 2
_BOTH: Final[tuple[ListName, ...]] = ("economic_department", "economic_government")
_LEVELS: Final[tuple[Level, ...]] = ("class", "group")


def economic_columns(columns: Sequence[Column], form: Form | None, title: str, on: date | None) -> list[Column]:
    """Give the columns of a cross-tab the economic class that heads them.

    A single column so named is left alone where the form does not ask for it: 其他支出 heads many things.

    Args:
        columns: the columns of the table.
        form: its form, or None.
        title: its title, folded; 按政府预算经济分类 there decides the list.
        on: the day whose lists are in force.
    """
    asked = form.economic_columns if form else None
    figures = [column for column in columns if column.kind == "amount"]
    if form is None or (asked is None and sum(_is_named(c, on) for c in figures) < _SEVERAL):
        return list(columns)
    said = vocabulary().facets(title) & set(_SAID)
    lists = _LISTS.get(asked or "") or (_LISTS[_SAID[next(iter(said))]] if len(said) == 1 else _BOTH)
    best = max(lists, key=lambda name: sum(_found(c, name, on) is not None for c in figures))
    return [_headed(column, best, on) if column.kind == "amount" else column for column in columns]


def crossed(grid: TableGrid, kinds: Sequence[str]) -> frozenset[str]:
    """Return the lists whose classes head the columns of figures; nothing where none does."""
    words = vocabulary()
    lowest = [path[-1] for col, kind in enumerate(kinds) if kind == "amount" and (path := grid.header_path(col))]
    heads = [text for text in lowest if words.column(text) is None and not words.totals.fullmatch(fold(text))]
    counts = {name: sum(_is_class(text, name) for text in heads) for name in _BOTH}
    most = max(counts.values())
    return frozenset(name for name, count in counts.items() if most and count == most)


def _is_class(text: str, list_name: ListName) -> bool:
    return any(_named(text, list_name, None, level, None) for level in _LEVELS)


def _is_named(column: Column, on: date | None) -> bool:
    lowest = column.path[-1] if column.path else ""
    return vocabulary().column(lowest) is None and any(_named(lowest, name, None, "class", on) for name in _BOTH)


def _headed(column: Column, list_name: ListName, on: date | None) -> Column:
    entry = _found(column, list_name, on)
    if entry is None:
        return column
    known = all(
        _named(text, list_name, None, "class", on)
        or _named(text, list_name, None, "group", on)
        or vocabulary().is_header_word(text)
        for text in column.path
    )
    return replace(column, economic=(entry.code, entry.name), unclear=column.unclear and not known)


def _found(column: Column, list_name: ListName, on: date | None) -> Entry | None:
    """Return the entry of the class or group over a column; 小计 stands for the class above it, 总计 for the table."""
    if not column.path:
        return None
    *above, lowest = column.path
    over = next((e for text in above if (e := _one(_named(text, list_name, None, "class", on)))), None)
    if vocabulary().totals.fullmatch(fold(lowest)):
        return None if "总" in lowest else over
    itself = _one(_named(lowest, list_name, None, "class", on))
    group = _one(_named(lowest, list_name, over.code if over else None, "group", on))
    if over is None:
        return itself or group
    return group or (itself if itself is not None and itself.code == over.code else None)


def _one(entries: Sequence[Entry]) -> Entry | None:
    return entries[-1] if len({e.code for e in entries}) == 1 else None


def _named(text: str, list_name: ListName, above: str | None, level: Level, on: date | None) -> tuple[Entry, ...]:
    """Return the entries that a header names: those of the day, else those of any day."""
    book = classification()
    code, name = split_code_name(text, (list_name,))
    if code is not None:
        return tuple(e for e in book.names(list_name, code)[-1:] if e.level == level)
    for wording in (name, name.replace("商品服务", "商品和服务")):
        for day in (on, None):
            if found := book.by_name(list_name, wording, above, day, level):
                return found
    return ()
