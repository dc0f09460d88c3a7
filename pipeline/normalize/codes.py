"""Printed codes and names of classification rows -> entries of the dated code lists.

Nothing is corrected: a code and a name that disagree are both kept and called a conflict. Code alone is not safe
(publishers number rows serially), nor is a name (行政运行 stands under some eighty groups).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from pipeline.normalize.code_cells import (
    RepairedName,
    bare_name,
    join_code,
    join_wraps,
    repair_name,
    same_or_near,
    split_code_name,
    split_path,
    stem,
)
from schemas.classification import Classification, Entry, Level, ListName, classification, level_of, list_of
from schemas.text import fold

__all__ = [
    "CodeMatch",
    "CodeStatus",
    "RepairedName",
    "join_code",
    "join_wraps",
    "repair_name",
    "resolve_code",
    "resolve_path",
    "split_code_name",
    "split_path",
]

CodeStatus = Literal["exact", "renamed", "by_name", "by_path", "unlisted", "conflict", "none"]

_BETWEEN_DIGITS: Final = re.compile(r"[\[\]()./_·-]")
# Nothing of the scheme is longer than seven digits; a few more are kept as an unlisted subdivision.
_LONGEST: Final = 12
_REMEMBERED: Final = 8_192


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """What a printed code and name stand for.

    Attributes:
        code: the code (as printed when one was), or None.
        name: the listed name where it is the printed one, else the name as printed (wraps joined), or None.
        code_status: as in the data contract.
        list: code list, or None.
        level: class, group or item, or None.
        evidence: why, in a few words for a maintainer.
        listed_name: the name the list has for the code that day, or None.
    """

    code: str | None
    name: str | None
    code_status: CodeStatus
    list: ListName | None
    level: Level | None
    evidence: str
    listed_name: str | None = None


def resolve_code(
    printed_code: str | None,
    printed_name: str | None,
    lists: Sequence[ListName],
    on: date,
    parent_code: str | None = None,
    level: Level | None = None,
) -> CodeMatch:
    """Find what a printed code and name stand for on a day.

    Args:
        printed_code: code as printed, or None; `201 06 01` and `[2010601]` are understood.
        printed_name: name as printed, or None; it may begin with the code, an ordinal or 其中：.
        lists: code lists that the table can use, the likeliest first.
        on: day whose lists are in force (see `schemas.classification.list_date`).
        parent_code: code of the row above it in the tree, for names without a code.
        level: level that the table prints, for names without a code (summary tables print classes).

    Returns:
        The match; `code_status` is `none` when nothing could be said.
    """
    return _resolved(printed_code, printed_name, tuple(lists), on, parent_code, level)


@lru_cache(maxsize=_REMEMBERED)
def _resolved(
    printed_code: str | None,
    printed_name: str | None,
    lists: tuple[ListName, ...],
    on: date,
    parent_code: str | None,
    level: Level | None,
) -> CodeMatch:
    """As `resolve_code`; the same few thousand codes and names stand in every document."""
    name = join_wraps(printed_name) if printed_name and printed_name.strip() else None
    code = _digits(printed_code) if printed_code else ""
    if not code and name:
        glued, rest = split_code_name(name, lists)
        if glued:
            code, name = glued, join_wraps(rest) or None
    if code:
        return _by_code(code, name, lists, on)
    return _by_name(name, lists, on, parent_code, level)


def _digits(printed: str) -> str:
    """Return the digits of a code cell, or '' when it holds something else (a project number, a word)."""
    digits = _BETWEEN_DIGITS.sub("", fold(printed))
    return digits if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST else ""


def _by_code(code: str, name: str | None, lists: Sequence[ListName], on: date) -> CodeMatch:
    book = classification()
    list_name = list_of(code)
    if list_name is None or list_name not in lists:
        return CodeMatch(code, name, "unlisted", None, None, "not a code of these lists")
    trimmed = code
    while len(trimmed) > 3 and trimmed.endswith("00") and not book.names(list_name, trimmed):
        trimmed = trimmed[:-2]
    entries = book.names(list_name, trimmed)
    if not entries:
        return CodeMatch(code, name, "unlisted", list_name, level_of(list_name, code), "code not in the list")
    code = trimmed
    level = entries[0].level
    current = book.by_code(list_name, code, on)
    listed = current.name if current else None
    if name is None:
        latest = current or entries[-1]
        status: CodeStatus = "exact" if current else "renamed"
        return CodeMatch(code, latest.name, status, list_name, level, "code without a name", listed)
    bare = bare_name(split_code_name(name, lists)[1])[0]
    folded = fold(bare)
    same = [e for e in entries if fold(e.name) == folded]
    if any(e.in_force(on) for e in same):
        return CodeMatch(code, same[-1].name, "exact", list_name, level, "code and name in force", listed)
    if same:
        return CodeMatch(code, same[-1].name, "renamed", list_name, level, f"name of {_span(same[-1])}", listed)
    return _disagreeing(book, code, name, bare, list_name, entries, listed)


def _disagreeing(
    book: Classification,
    code: str,
    name: str,
    bare: str,
    list_name: ListName,
    entries: Sequence[Entry],
    listed: str | None,
) -> CodeMatch:
    level = entries[0].level
    if any(stem(bare) == stem(e.name) for e in entries):
        return CodeMatch(code, name, "renamed", list_name, level, "with or without 支出", listed)
    others = sorted({e.code for e in book.by_name(list_name, bare)})
    if others:
        return CodeMatch(code, name, "conflict", list_name, level, f"name belongs to {', '.join(others[:3])}", listed)
    for entry in entries:
        if same_or_near(bare, entry.name):
            return CodeMatch(code, name, "renamed", list_name, level, f"wording near to {entry.name}", listed)
    if all(e.provenance == "draft" for e in entries):
        # A draft name is no evidence against a publisher.
        return CodeMatch(code, name, "unlisted", list_name, level, f"draft list has {entries[-1].name}", listed)
    return CodeMatch(code, name, "conflict", list_name, level, f"list has {entries[-1].name}", listed)


def _span(entry: Entry) -> str:
    return f"{entry.valid_from.year if entry.valid_from else ''}-{entry.valid_to.year if entry.valid_to else ''}"


@lru_cache(maxsize=_REMEMBERED)
def _by_name(
    name: str | None, lists: tuple[ListName, ...], on: date, parent_code: str | None, level: Level | None
) -> CodeMatch:
    if name is None:
        return CodeMatch(None, None, "none", None, None, "neither code nor name")
    bare, said, ordinal = bare_name(name)
    level = said or level
    # The lists in force come before the names of other years, and the printed wording before that with 支出 or without.
    for day in (on, None):
        for wording in (bare, *_with_or_without(bare)):
            for list_name in lists:
                found = _candidates(wording, list_name, day, parent_code, level, ordinal)
                codes = {e.code for e in found}
                if len(codes) > 1:
                    return CodeMatch(None, name, "none", None, None, f"name of {len(codes)} codes")
                if codes:
                    return _found(found[-1], on, parent_code, wording == bare)
    return CodeMatch(None, name, "none", None, None, "name not in the lists")


def _found(hit: Entry, on: date, parent_code: str | None, same_wording: bool) -> CodeMatch:
    why = "only name" if hit.in_force(on) else f"name of {_span(hit)}"
    if not same_wording:
        why += ", with or without 支出"
    if parent_code:
        why += f" under {parent_code}"
    current = classification().by_code(hit.list, hit.code, on)
    return CodeMatch(
        hit.code,
        hit.name,
        "by_path" if parent_code else "by_name",
        hit.list,
        hit.level,
        why,
        current.name if current else None,
    )


def _with_or_without(name: str) -> tuple[str, ...]:
    short = stem(name)
    return (short,) if short != fold(name) else (short + "支出",)


def _candidates(
    name: str, list_name: ListName, day: date | None, parent_code: str | None, level: Level | None, ordinal: bool
) -> Sequence[Entry]:
    """Return the entries that a name without a code can mean; more than one code is an ambiguity."""
    book = classification()
    found = book.by_name(list_name, name, parent_code, day, level)
    if level or not found:
        return found
    if parent_code:
        return [e for e in found if len(e.code) == len(parent_code) + 2] or found
    # Groups may bear the name of another class (教育 under 援助其他地区支出), printed without its 支出.
    classes = [
        e for wording in (name, *_with_or_without(name)) for e in book.by_name(list_name, wording, None, day, "class")
    ]
    return classes if ordinal and classes else (*found, *classes)


def resolve_path(path: Sequence[tuple[Level, str]], list_name: ListName, on: date) -> CodeMatch:
    """Find the deepest code of a path of names, each under the one before it.

    Args:
        path: levels and names from class to item, as `split_path` gives them.
        list_name: code list.
        on: day whose list is in force.

    Returns:
        `by_path` when every name was found under its parent; otherwise `none`.
    """
    match = CodeMatch(None, None, "none", None, None, "empty path")
    parent: str | None = None
    for level, name in path:
        match = _by_name(name, (list_name,), on, parent, level)
        if match.code is None:
            return match
        parent = match.code
    return match
