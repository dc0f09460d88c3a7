"""Agencies and the names they bear: printed ones as they are, variants only as proposals with their evidence."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemas.agency_names import core, renamed, without_region
from schemas.text import fold
from warehouse.link_store import AgencyName

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Agency:
    """One agency: its names over the years."""

    id: str
    name: str
    region: str | None
    first_year: int | None
    last_year: int | None
    names: tuple[AgencyName, ...]


def agency_rows(names: Iterable[AgencyName]) -> tuple[list[Row], list[Row]]:
    """Return the rows of ``agencies`` and ``agency_names``; a pure function of the names, whatever their order."""
    by_agency: dict[str, list[AgencyName]] = {}
    for name in names:
        by_agency.setdefault(name.agency_id, []).append(name)
    agencies = [_agency(agency_id, found) for agency_id, found in sorted(by_agency.items())]
    rows: dict[tuple[str, str], Row] = {}
    for agency in agencies:
        for row in _printed(agency):
            rows[agency.id, str(row["name"])] = row
    for one, other, evidence in _proposals(agencies):
        for mine, theirs in ((one, other), (other, one)):
            rows.setdefault((mine.id, theirs.name), _proposed(mine, theirs, evidence))
    told: list[Row] = [{"agency_id": one.id, "name": one.name, "region_code": one.region} for one in agencies]
    return told, [rows[key] for key in sorted(rows)]


def _agency(agency_id: str, found: Sequence[AgencyName]) -> _Agency:
    """Its name is that of the latest year, then the commonest, then the first in code-point order."""
    best = min(found, key=lambda one: (-(one.last_year or 0), -one.documents, one.name))
    counted: Counter[str] = Counter()
    for one in found:
        if one.region_code:
            counted[one.region_code] += one.documents
    return _Agency(
        id=agency_id,
        name=best.name,
        region=min(counted, key=lambda code: (-counted[code], code), default=None),
        first_year=min((one.first_year for one in found if one.first_year), default=None),
        last_year=max((one.last_year for one in found if one.last_year), default=None),
        names=tuple(found),
    )


def _printed(agency: _Agency) -> Iterator[Row]:
    for name in sorted({one.name for one in agency.names}):
        same = [one for one in agency.names if one.name == name]
        documents = sum(one.documents for one in same)
        yield {
            "agency_id": agency.id,
            "name": name,
            "first_year": min((one.first_year for one in same if one.first_year), default=None),
            "last_year": max((one.last_year for one in same if one.last_year), default=None),
            "evidence": f"见于 {documents} 份文件 / documents that print it: {documents}",
            "status": "printed",
        }


def _proposed(mine: _Agency, theirs: _Agency, evidence: str) -> Row:
    return {
        "agency_id": mine.id,
        "name": theirs.name,
        "first_year": theirs.first_year,
        "last_year": theirs.last_year,
        "evidence": f"{theirs.id}：{evidence}",
        "status": "proposed",
    }


def _proposals(agencies: Sequence[_Agency]) -> Iterator[tuple[_Agency, _Agency, str]]:
    """Yield pairs that may be one body, with the reason; nothing is merged."""
    by_core: dict[tuple[str | None, str], list[_Agency]] = {}
    for agency in agencies:
        by_core.setdefault((agency.region, core(agency.name, agency.region)), []).append(agency)
    for found in by_core.values():
        for one, other in itertools.combinations(found, 2):
            yield one, other, _difference(one, other)
    yield from _unplaced(agencies)
    yield from _successors(by_core)


def _difference(one: _Agency, other: _Agency) -> str:
    if fold(one.name) == fold(other.name):
        return "同名同地 / same name and region"
    return "去掉地名和级次词、统一简称后同名 / same name without region and scope, abbreviations read alike"


def _unplaced(agencies: Sequence[_Agency]) -> Iterator[tuple[_Agency, _Agency, str]]:
    """Yield agencies whose own name does not place them, with the only one that bears the name in a known region."""
    placed: dict[str, list[_Agency]] = {}
    for agency in agencies:
        if agency.region is not None:
            # The last one names no region at all: half the country has a 财政局.
            *named, _ = without_region(agency.name, agency.region)
            for variant in named:
                placed.setdefault(variant, []).append(agency)
    for agency in agencies:
        found = placed.get(fold(agency.name), []) if agency.region is None else []
        if len(found) == 1:
            yield (
                agency,
                found[0],
                "省略上级地名后同名，且仅此一家 / same name without higher regions, the only such one",
            )


def _successors(by_core: Mapping[tuple[str | None, str], Sequence[_Agency]]) -> Iterator[tuple[_Agency, _Agency, str]]:
    """Yield bodies of one region whose names a reform connects, when the years agree with it."""
    for (where, mine), before in by_core.items():
        for theirs, year in renamed(mine) if where is not None else ():
            after = by_core.get((where, theirs), ())
            for one, other in itertools.product(before, after):
                # A report names the body as of its own day, up to a year off the reform.
                if (one.last_year or 9999) <= year + 1 and (other.first_year or 0) >= year - 1:
                    yield one, other, f"{year} 年改革中更名或并入（未核实）/ renamed or merged in {year}, unverified"
