"""Crosswalks: codes over the years, department-economic → government-economic codes, functional classes → COFOG.

The tables are `crosswalks/*.csv`; each row says where it is from and what is doubtful about it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, cast, get_args

from schemas.classification import LISTS, Entry, ListName, classification

UnitType = Literal["administrative", "institution", "any"]
Kind = Literal["moved", "merged", "split", "reused"]
Match = Literal["main", "part", "none"]
Provenance = Literal["attested", "draft"]

_FOLDER: Final = Path(__file__).with_name("crosswalks")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a code.

    Attributes:
        year: first fiscal year of the new code or meaning.
        kind: `moved`, `merged` (with others), `split` (into several), `reused` (the code now means something else).
    """

    list: ListName
    old_code: str
    old_name: str
    new_code: str
    new_name: str
    year: int
    kind: Kind
    provenance: Provenance
    source: str
    doubt: str


@dataclass(frozen=True, slots=True)
class GovernmentCode:
    """The government-economic code of a department-economic code, for one type of unit."""

    department_code: str
    department_name: str
    unit_type: UnitType
    government_code: str
    government_name: str
    provenance: Provenance
    source: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Cofog:
    """The COFOG division of a functional code.

    Attributes:
        code: the listed code that decided: the code asked for, or one above it.
        division: two digits, None when there is none.
        zh, en: name of the division, empty when there is none.
        match: `main`, `part` or `none`.
    """

    code: str
    name: str
    division: str | None
    zh: str
    en: str
    match: Match
    source: str
    doubt: str


def names_over_years(list_name: ListName, code: str) -> tuple[Entry, ...]:
    """Return every name a code has had, the earliest first, each with the days on which it was in force."""
    found = [entry for entry in classification().entries(list_name) if entry.code == code]
    return tuple(sorted(found, key=lambda entry: (entry.valid_from is not None, entry.valid_from or 0, entry.name)))


def changes(list_name: ListName, code: str) -> tuple[Change, ...]:
    """Return what led to a code and what became of it, by year."""
    return tuple(c for c in _changes() if c.list == list_name and code in (c.old_code, c.new_code))


def government_codes(code: str, unit_type: UnitType) -> tuple[GovernmentCode, ...]:
    """Return the government-economic codes of a department-economic code for a type of unit.

    A code that is not listed is answered by its class. `any` returns the rows of every type of unit: more than one
    code then means that the type decides.
    """
    rows = _government()
    for asked in (code, code[:3]):
        found = [row for row in rows.get(asked, ()) if unit_type in (row.unit_type, "any") or row.unit_type == "any"]
        if found:
            return tuple(found)
    return ()


def cofog(code: str) -> Cofog | None:
    """Return the COFOG division of a functional class, group or item; None when its class is not listed."""
    table = _cofog()
    return next((table[code[:size]] for size in (7, 5, 3) if code[:size] in table), None)


def cofog_table() -> Mapping[str, Cofog]:
    """Return every listed functional code with its division."""
    return _cofog()


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@lru_cache(maxsize=1)
def _changes() -> tuple[Change, ...]:
    found = [
        Change(
            list=cast("ListName", _one_of(row, "list", LISTS)),
            old_code=row["old_code"],
            old_name=row["old_name"],
            new_code=row["new_code"],
            new_name=row["new_name"],
            year=int(row["year"]),
            kind=cast("Kind", _one_of(row, "kind", get_args(Kind))),
            provenance=cast("Provenance", _one_of(row, "provenance", get_args(Provenance))),
            source=row["source"],
            doubt=row["doubt"],
        )
        for row in _rows("code_changes")
    ]
    return tuple(sorted(found, key=lambda c: (c.year, c.old_code, c.new_code)))


@lru_cache(maxsize=1)
def _government() -> Mapping[str, tuple[GovernmentCode, ...]]:
    found: dict[str, tuple[GovernmentCode, ...]] = {}
    for row in _rows("department_to_government"):
        entry = GovernmentCode(
            department_code=row["department_code"],
            department_name=row["department_name"],
            unit_type=cast("UnitType", _one_of(row, "unit_type", get_args(UnitType))),
            government_code=row["government_code"],
            government_name=row["government_name"],
            provenance=cast("Provenance", _one_of(row, "provenance", get_args(Provenance))),
            source=row["source"],
            doubt=row["doubt"],
        )
        found[entry.department_code] = (*found.get(entry.department_code, ()), entry)
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def _cofog() -> Mapping[str, Cofog]:
    divisions = {row["division"]: (row["zh"], row["en"]) for row in _rows("cofog_divisions")}
    found: dict[str, Cofog] = {}
    for row in _rows("functional_to_cofog"):
        zh, en = divisions[row["division"]] if row["division"] else ("", "")
        match = cast("Match", _one_of(row, "match", get_args(Match)))
        found[row["code"]] = Cofog(
            row["code"], row["name"], row["division"] or None, zh, en, match, row["source"], row["doubt"]
        )
    return MappingProxyType(found)


def _one_of(row: Mapping[str, str], column: str, allowed: tuple[str, ...]) -> str:
    if row[column] not in allowed:
        raise ValueError(f"对照表有误，{column} 可用 / wrong crosswalk row, {column} must be one of {allowed}: {row}")
    return row[column]
