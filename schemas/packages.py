"""What a disclosure has to hold: the statutory set of its stage and the packages of its region, as data.

The files are `packages/*.yaml`; `packages/README.md` says how they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, cast

from schemas.vocabulary import load_yaml
from schemas.words import STAGES

Status = Literal["attested", "draft"]

LEVELS: Final = ("department", "unit", "own")
_KEYS: Final = {"stage", "region", "source", "status", "from", "to", "items", "orders"}
_ITEM_KEYS: Final = {"item", "or", "from", "to", "levels"}


class PackageError(ValueError):
    """A package file has a mistake; the message names the file, the key and the remedy."""


@dataclass(frozen=True, slots=True)
class Item:
    """One demanded form or section.

    Attributes:
        id: form id, or section id (`n_…`).
        others: forms or sections that satisfy it as well.
        first_year, last_year: fiscal years in which it is demanded, None where open.
        levels: levels of report that it is demanded from.
    """

    id: str
    others: tuple[str, ...]
    first_year: int | None
    last_year: int | None
    levels: tuple[str, ...]

    def demanded(self, year: int | None, level: str | None) -> bool:
        """Whether a report of that year and level must hold it; an unknown year or level is no excuse."""
        if level is not None and level not in self.levels:
            return False
        return _within(year, self.first_year, self.last_year)


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a printed order.

    Attributes:
        forms: the forms that can stand there, one of them.
        several: tables of them can follow each other there.
    """

    forms: frozenset[str]
    several: bool


#: The order in which a publisher prints its tables; any of them may be missing.
Order = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """The set of one stage, for every place or for one region.

    Attributes:
        name: of the file.
        region: first digits of the region's code, empty for all.
        source: where the set is from.
        status: `attested` or `draft`.
        orders: orders in which publishers print its tables, for tables that have lost their titles.
    """

    name: str
    stage: str
    region: str
    source: str
    status: Status
    first_year: int | None
    last_year: int | None
    items: tuple[Item, ...]
    orders: tuple[Order, ...]

    def covers(self, stage: str | None, region_code: str | None) -> bool:
        """Whether it is a package for disclosures of that stage and region, whatever the year."""
        return self.stage == stage and (region_code or "").startswith(self.region)

    def in_force(self, year: int | None) -> bool:
        """Whether it is in force for a fiscal year."""
        return _within(year, self.first_year, self.last_year)


def read_package(path: Path) -> Package:
    """Read and check one package file.

    Raises:
        PackageError: with the file, the key and what to write instead.
    """
    raw = load_yaml(path)
    if not isinstance(raw, dict):
        raise PackageError(f"{path.name}: 应为键值表 / write a mapping of keys")
    _allow(path, raw, _KEYS)
    for key in ("stage", "source", "status", "items"):
        if key not in raw:
            raise PackageError(f"{path.name}: 缺少 {key}，请补上 / add the missing key {key}")
    if raw["stage"] not in STAGES:
        raise PackageError(f"{path.name}: stage 可用 / use one of {', '.join(STAGES)}")
    if raw["status"] not in ("attested", "draft"):
        raise PackageError(f"{path.name}: status 可用 / use one of attested, draft")
    region = raw.get("region", "")
    if not isinstance(region, str) or (region and not region.isdigit()):
        raise PackageError(f"{path.name}: region 应为加引号的数字 / write region as digits in quotes")
    return Package(
        name=path.stem,
        stage=raw["stage"],
        region=region,
        source=str(raw["source"]).strip(),
        status=cast("Status", raw["status"]),
        first_year=raw.get("from"),
        last_year=raw.get("to"),
        items=tuple(_item(path, entry) for entry in raw["items"]),
        orders=tuple(tuple(_slot(text) for text in order) for order in raw.get("orders", ())),
    )


@lru_cache(maxsize=1)
def packages() -> tuple[Package, ...]:
    """Return the package's own files, statutory sets first."""
    found = [read_package(path) for path in sorted((Path(__file__).with_name("packages")).glob("*.yaml"))]
    return tuple(sorted(found, key=lambda one: (one.region, one.name)))


@lru_cache(maxsize=4)
def orders(stage: str | None) -> tuple[Order, ...]:
    """Return every known order of a stage; of both where the stage is not known."""
    return tuple(order for one in packages() if stage is None or one.stage == stage for order in one.orders)


def _slot(text: str) -> Slot:
    return Slot(frozenset(text.rstrip("+").split("|")), text.endswith("+"))


def _item(path: Path, entry: Any) -> Item:
    raw: Mapping[str, Any] = {"item": entry} if isinstance(entry, str) else entry
    _allow(path, raw, _ITEM_KEYS)
    if "item" not in raw:
        raise PackageError(f"{path.name}: items: 缺少 item / add the missing key item")
    levels = tuple(raw.get("levels", LEVELS))
    if unknown := sorted(set(levels) - set(LEVELS)):
        raise PackageError(f"{path.name}: levels: 不认识 / unknown {unknown}; allowed: {', '.join(LEVELS)}")
    return Item(str(raw["item"]), tuple(raw.get("or", ())), raw.get("from"), raw.get("to"), levels)


def _allow(path: Path, raw: Iterable[str], allowed: set[str]) -> None:
    if unknown := sorted(set(raw) - allowed):
        raise PackageError(f"{path.name}: 不认识的键 / unknown keys {unknown}; allowed: {sorted(allowed)}")


def _within(year: int | None, first: int | None, last: int | None) -> bool:
    return year is None or ((first is None or first <= year) and (last is None or year <= last))
