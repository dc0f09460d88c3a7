"""The dated code lists of the 政府收支分类科目: functional, economic (department, government) and revenue.

The lists are `classifications/*.csv`; a code with several names over the years has several rows. An open end of a
validity means "not known to end there", so a code is taken to be in force unless a row says otherwise.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, cast, get_args

from schemas.text import fold

ListName = Literal["functional", "economic_department", "economic_government", "revenue"]
Level = Literal["class", "group", "item"]

LISTS: Final[tuple[ListName, ...]] = get_args(ListName)
_LEVELS: Final[dict[int, Level]] = {3: "class", 5: "group", 7: "item"}
_DEEPEST: Final[dict[ListName, int]] = {
    "functional": 7,
    "economic_department": 5,
    "economic_government": 5,
    "revenue": 7,
}
# The first digit of a code names its list.
_FIRST_DIGIT: Final[dict[str, ListName]] = {
    "1": "revenue",
    "2": "functional",
    "3": "economic_department",
    "5": "economic_government",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one code, with the days on which it was in force.

    Attributes:
        list: code list.
        code: 3 (class), 5 (group) or 7 (item) digits.
        name: official name, brackets full-width.
        level: `class`, `group` or `item`.
        account: budgets that use the code (`general_public`, `government_fund`, `state_capital`,
            `social_insurance`), empty where the list does not say.
        valid_from: first day, None when unknown.
        valid_to: last day, None when unknown or still in force.
        provenance: `attested` (read in a published document) or `draft` (general knowledge of the scheme).
    """

    list: ListName
    code: str
    name: str
    level: Level
    account: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    provenance: Literal["attested", "draft"]

    def in_force(self, on: date | None) -> bool:
        """Whether the name was in force on a day (always, when no day is given)."""
        if on is None:
            return True
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class _Index:
    entries: tuple[Entry, ...]
    by_code: Mapping[str, tuple[Entry, ...]]
    by_name: Mapping[str, tuple[Entry, ...]]


def list_of(code: str) -> ListName | None:
    """Return the list a code belongs to by its shape (201… functional, 301… department economic …), or None."""
    name = _FIRST_DIGIT.get(code[:1])
    return name if name and level_of(name, code) else None


def level_of(list_name: ListName, code: str) -> Level | None:
    """Return the level of a code by its length, or None when the list has no codes of that length."""
    if not (code.isascii() and code.isdigit()) or len(code) > _DEEPEST[list_name]:
        return None
    return _LEVELS.get(len(code))


def parent_of(code: str) -> str | None:
    """Return the code one level up, or None for a class."""
    return code[:-2] if len(code) > 3 else None


def list_date(fiscal_year: int) -> date:
    """Return the day whose list a year's documents use: the year's last, since lists change within a year."""
    return date(fiscal_year, 12, 31)


class Classification:
    """The code lists, each read when it is first asked for.

    Args:
        folder: where `functional.csv` and its siblings are; the package's own by default.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(__file__).parent / "classifications"

    def entries(self, list_name: ListName, on: date | None = None) -> tuple[Entry, ...]:
        """Return every entry of a list by code, or those in force on a day."""
        return _in_force(self._index(list_name).entries, on)

    def by_code(self, list_name: ListName, code: str, on: date | None = None) -> Entry | None:
        """Return the entry of a code in force on a day; without a day the latest; None when there is none."""
        found = _in_force(self._index(list_name).by_code.get(code, ()), on)
        return found[-1] if found else None

    def names(self, list_name: ListName, code: str) -> tuple[Entry, ...]:
        """Return all entries of a code over all dates, earliest first; empty when the code is not listed."""
        return self._index(list_name).by_code.get(code, ())

    def by_name(
        self,
        list_name: ListName,
        name: str,
        parent_code: str | None = None,
        on: date | None = None,
        level: Level | None = None,
    ) -> tuple[Entry, ...]:
        """Return the entries that bear a name: one is an answer, several are an ambiguity.

        Args:
            list_name: code list.
            name: as printed; compared folded.
            parent_code: only codes beneath this one.
            on: only names in force on this day.
            level: only codes of this level.
        """
        found = self._index(list_name).by_name.get(fold(name))
        if found is None:
            return ()
        return tuple(
            e
            for e in _in_force(found, on)
            if (level is None or e.level == level)
            and (parent_code is None or (e.code != parent_code and e.code.startswith(parent_code)))
        )

    def rows(self) -> list[dict[str, object]]:
        """Return all lists as rows of the `classifications` record (dates ISO, `documents_seen` 0)."""
        return [
            {
                "code": e.code,
                "name": e.name,
                "level": e.level,
                "list": e.list,
                "account": ";".join(e.account) or None,
                "valid_from": e.valid_from.isoformat() if e.valid_from else None,
                "valid_to": e.valid_to.isoformat() if e.valid_to else None,
                "provenance": e.provenance,
                "documents_seen": 0,
            }
            for list_name in LISTS
            for e in self.entries(list_name)
        ]

    def _index(self, list_name: ListName) -> _Index:
        return _read(self._folder, list_name)


@lru_cache(maxsize=1)
def classification() -> Classification:
    """Return the package's own lists."""
    return Classification()


def _in_force(entries: Iterable[Entry], on: date | None) -> tuple[Entry, ...]:
    return tuple(e for e in entries if e.in_force(on))


@lru_cache(maxsize=16)
def _read(folder: Path, list_name: ListName) -> _Index:
    with (folder / f"{list_name}.csv").open(encoding="utf-8", newline="") as lines:
        entries = tuple(_entry(list_name, row) for row in csv.DictReader(lines))
    by_code: dict[str, list[Entry]] = {}
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        by_code.setdefault(entry.code, []).append(entry)
        by_name.setdefault(fold(entry.name), []).append(entry)
    return _Index(
        entries,
        {code: tuple(sorted(found, key=_age)) for code, found in by_code.items()},
        {name: tuple(found) for name, found in by_name.items()},
    )


def _entry(list_name: ListName, row: Mapping[str, str]) -> Entry:
    level = level_of(list_name, row["code"])
    if level is None or level != row["level"] or row["provenance"] not in ("attested", "draft"):
        raise ValueError(f"代码表 {list_name}.csv 有误，请改正此行 / bad row in {list_name}.csv, correct it: {row}")
    return Entry(
        list=list_name,
        code=row["code"],
        name=row["name"],
        level=level,
        account=tuple(row["account"].split(";")) if row["account"] else (),
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        provenance=cast("Literal['attested', 'draft']", row["provenance"]),
    )


def _age(entry: Entry) -> tuple[date, date, bool]:
    """Sort key: earliest first; of two at once the attested one last, so that it is the one taken."""
    return entry.valid_to or date.max, entry.valid_from or date.min, entry.provenance == "attested"
