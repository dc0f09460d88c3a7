"""The identities of ``identities.yaml``, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from schemas.forms import Selector, read_selectors
from schemas.narrative import read_yaml

#: Keys of contradictions whose values are patterns of whole subjects.
_PATTERNS = frozenset(("subject", "cost", "purchase", "staff", "indicator"))
_FILE = Path("narrative/identities.yaml")


@dataclass(frozen=True, slots=True)
class TableRule:
    """A claim says the same as figures of tables.

    Attributes:
        scope: of which money the claim must speak, or None.
        by_code: the figures are those of the claim's functional code.
        against: each entry an identity, its selectors added up; ``first``: only the first that finds figures.
        printed: a total row must be printed; rows are not added up in its place.
        or_subtotal: where the total of the year is printed apart from the grand total and differs, the rule is silent.
        unless: forms whose presence makes the rule silent.
    """

    id: str
    sections: frozenset[str]
    scope: str | None
    subject: re.Pattern[str] | None
    by_code: str | None
    against: tuple[tuple[Selector, ...], ...]
    first: bool
    printed: bool
    or_subtotal: tuple[Selector, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SumRule:
    """A total and its parts.

    Attributes:
        parts: patterns; of a list of alternatives the first that is wholly there; ``None``: the children with shares.
        missing: how many parts may be unprinted.
    """

    id: str
    sections: frozenset[str]
    total: re.Pattern[str]
    parts: tuple[tuple[tuple[re.Pattern[str], ...], ...], ...] | None
    missing: int


@dataclass(frozen=True, slots=True)
class CountRule:
    """A number of things and its parts; ``parts`` None: its children."""

    id: str
    sections: frozenset[str]
    total: re.Pattern[str]
    unit: str | None
    parts: tuple[re.Pattern[str], ...] | None


@dataclass(frozen=True, slots=True)
class NilRule:
    """A statement that there is nothing, and the table that must then be empty."""

    id: str
    subject: re.Pattern[str]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """All identities of sentences."""

    scopes: tuple[tuple[str, re.Pattern[str]], ...]
    tables: tuple[TableRule, ...]
    at_most: tuple[TableRule, ...]
    sums: tuple[SumRule, ...]
    counts: tuple[CountRule, ...]
    nil: tuple[NilRule, ...]
    nil_refused: re.Pattern[str]
    contradictions: Mapping[str, Mapping[str, Any]]
    weights: Mapping[str, Any]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Return the identities of sentences."""
    data = read_yaml("identities")
    return Rules(
        scopes=tuple((entry["scope"], re.compile(entry["words"])) for entry in data["scopes"]),
        tables=tuple(_table(entry) for entry in data["tables"]),
        at_most=tuple(_table(entry) for entry in data["at_most"]),
        sums=tuple(_sum(entry) for entry in data["sums"]),
        counts=tuple(_count(entry) for entry in data["counts"]),
        nil=tuple(
            NilRule(entry["id"], re.compile(entry["subject"]), tuple(entry["form"]))
            for entry in data["contradictions"]["nil"]
        ),
        nil_refused=re.compile(data["contradictions"]["nil_refused"]),
        contradictions={
            key: {name: re.compile(words) if name in _PATTERNS else words for name, words in value.items()}
            for key, value in data["contradictions"].items()
            if not key.startswith("nil")
        },
        weights=data["weights"],
    )


def _table(entry: Mapping[str, Any]) -> TableRule:
    return TableRule(
        id=entry["id"],
        sections=frozenset(entry["sections"]),
        scope=entry.get("scope"),
        subject=re.compile(entry["subject"]) if "subject" in entry else None,
        by_code=entry.get("code"),
        against=tuple(read_selectors(_FILE, each) for each in entry["against"]),
        first=bool(entry.get("first", False)),
        printed=bool(entry.get("printed", False)),
        or_subtotal=read_selectors(_FILE, entry.get("or_subtotal")),
        unless=tuple(entry.get("unless", ())),
    )


def _sum(entry: Mapping[str, Any]) -> SumRule:
    parts = entry["parts"]
    return SumRule(
        id=entry["id"],
        sections=frozenset(entry["sections"]),
        total=re.compile(entry["total"]),
        parts=None if parts == "shares" else tuple(_alternatives(part) for part in parts),
        missing=int(entry.get("missing", 0)),
    )


def _alternatives(part: str | Sequence[Any]) -> tuple[tuple[re.Pattern[str], ...], ...]:
    """Read a part: a pattern, or alternatives each of which is a pattern or several that stand together."""
    if isinstance(part, str):
        return ((re.compile(part),),)
    return tuple((re.compile(p),) if isinstance(p, str) else tuple(re.compile(q) for q in p) for p in part)


def _count(entry: Mapping[str, Any]) -> CountRule:
    parts = entry["parts"]
    return CountRule(
        id=entry["id"],
        sections=frozenset(entry["sections"]),
        total=re.compile(entry["total"]),
        unit=entry.get("unit"),
        parts=None if parts == "children" else tuple(re.compile(part) for part in parts),
    )
