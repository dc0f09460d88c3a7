"""The region that the manifest tells, for agencies whose names do not place them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.ids import agency_id
from schemas.records import Columns, check_rows
from schemas.regions import Region, find_region, region
from schemas.rows import by_column, rows_of
from warehouse.store import Name, Warehouse

#: Columns by record.
Bundle = Mapping[str, Columns]


def told_region(names: Iterable[Name]) -> Region | None:
    """Return the region that the manifest gives a document, of several names the first in code-point order."""
    for name in sorted(names, key=lambda name: (name.inbox, name.file_name)):
        found = region(name.region_code) if name.region_code else None
        if found is not None:
            return found
    return None


def placed(bundle: Bundle, names: Iterable[Name]) -> Bundle:
    """Return the bundle with the manifest's region where its own disclosures have none; all else is as it was.

    A name that several regions share (鼓楼区财政局) is decided by the manifest, a name without any region is placed in
    the manifest's own.

    Raises:
        RecordError: the disclosures of the bundle, which nobody has checked yet, are wrong.
    """
    told = told_region(names)
    if told is None:
        return bundle
    own = bundle.get("disclosures", {})
    check_rows("disclosures", own)
    return {**bundle, "disclosures": by_column([_placed(row, told) for row in rows_of(own)])}


def _placed(row: Mapping[str, Any], told: Region) -> Mapping[str, Any]:
    name = row.get("agency_name")
    if not isinstance(name, str) or row.get("region_code") is not None:
        return row
    found = find_region(name, told) or told
    return {
        **row,
        "region_code": found.code,
        "region_name": found.full_name,
        "agency_id": agency_id(name, found.code),
    }


def unplaced(warehouse: Warehouse) -> set[str]:
    """Return the ids of documents with an agency whose region is not known."""
    _, rows = warehouse.query(
        "SELECT DISTINCT document_id FROM disclosures WHERE region_code IS NULL AND agency_name IS NOT NULL"
    )
    return {str(row[0]) for row in rows}
