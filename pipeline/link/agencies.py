"""Agencies and the names they bear: printed ones as they are, variants only as proposals with their evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from warehouse.link_store import AgencyName

Row = dict[str, object]


def agency_rows(names: Iterable[AgencyName]) -> tuple[list[Row], list[Row]]:
    """Return the rows of ``agencies`` and ``agency_names``."""
    by_agency: dict[str, list[AgencyName]] = {}
    for name in names:
        by_agency.setdefault(name.agency_id, []).append(name)
    agencies: list[Row] = []
    rows: list[Row] = []
    for agency_id, found in sorted(by_agency.items()):
        agencies.append({"agency_id": agency_id, "name": _main_name(found), "region_code": _region(found)})
        rows += _printed(agency_id, found)
    return agencies, rows


def _main_name(found: Sequence[AgencyName]) -> str:
    """Return the name of the latest year, then the commonest, then the first in code-point order."""
    best = min(found, key=lambda one: (-(one.last_year or 0), -one.documents, one.name))
    return best.name


def _region(found: Sequence[AgencyName]) -> str | None:
    counted: Counter[str] = Counter()
    for one in found:
        if one.region_code:
            counted[one.region_code] += one.documents
    return min(counted, key=lambda code: (-counted[code], code), default=None)


def _printed(agency_id: str, found: Sequence[AgencyName]) -> list[Row]:
    rows: list[Row] = []
    for name in sorted({one.name for one in found}):
        same = [one for one in found if one.name == name]
        first = min((one.first_year for one in same if one.first_year), default=None)
        last = max((one.last_year for one in same if one.last_year), default=None)
        documents = sum(one.documents for one in same)
        rows.append(
            {
                "agency_id": agency_id,
                "name": name,
                "first_year": first,
                "last_year": last,
                "evidence": f"见于 {documents} 份文件 / printed in {documents} documents",
                "status": "printed",
            }
        )
    return rows
