"""`datapackage.json`: Data Package 2.0 with Table Schema and the column types of the Fiscal Data Package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from schemas.columns import CODE, Column, Record
from schemas.records import RECORDS

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
NAME = "mingzhang"
TITLE_ZH, TITLE_EN = "政府部门预算、决算公开数据", "Disclosed budgets and final accounts of Chinese agencies"
DESCRIPTION_ZH = "由公开的预算、决算 PDF 读出：每个数字附有出处（文件、页、位置）和可信度。"
DESCRIPTION_EN = "Read out of published PDFs: every figure with its place (file, page, box) and how far it is proven."

_TYPES = {
    "text": "string",
    "int": "integer",
    "bool": "boolean",
    "date": "date",
    "timestamp": "datetime",
    "decimal": "number",
    "float": "number",
}
# Fiscal Data Package: what a column of `amounts` is for somebody who knows budgets of other countries.
FISCAL: Mapping[str, str] = {
    "amount_id": "budget-line-id",
    "amount_yuan": "value",
    "fiscal_year": "date:fiscal-year",
    "flow": "direction",
    "phase": "phase:id",
    "stage": "phase:label",
    "functional_code": "functional-classification:generic:code",
    "functional_name": "functional-classification:generic:label",
    "economic_code": "economic-classification:generic:code",
    "economic_name": "economic-classification:generic:label",
    "agency_name": "administrative-classification:generic:level1:label",
    "unit_name": "administrative-classification:generic:level2:label",
    "fund": "fin-source:generic:code",
    "nature": "value-kind:code",
    "project_name": "activity:generic:project:label",
}
_LINKS = ("document_id", "disclosure_id", "table_id", "paragraph_id", "check_id")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an export.

    Attributes:
        record: What it holds.
        path: Relative to the export.
        bytes: Its size.
        sha256: Its hash.
        rows: Number of its rows.
    """

    record: Record
    path: str
    bytes: int
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where documents came from, as their manifests say.

    Attributes:
        publishers: Publishing bodies with one address each, which may be None.
        licences: Licences as written.
    """

    publishers: Mapping[str, str | None] = field(default_factory=dict)
    licences: tuple[str, ...] = ()


def describe(parts: Iterable[Part], origin: Origin, *, kind: str = "csv") -> dict[str, Any]:
    """Return the descriptor.

    Args:
        parts: The files, one a record.
        origin: Sources and licences.
        kind: `csv` or `parquet`.
    """
    told: dict[str, Any] = {
        "$schema": PROFILE,
        "name": NAME,
        "title": f"{TITLE_ZH} / {TITLE_EN}",
        "titles": {"zh": TITLE_ZH, "en": TITLE_EN},
        "description": f"{DESCRIPTION_ZH} / {DESCRIPTION_EN}",
        "keywords": ["预算", "决算", "政府信息公开", "budget", "public finance", "China"],
        "currencyCode": "CNY",
    }
    if origin.publishers:
        told["sources"] = [_source(name, address) for name, address in sorted(origin.publishers.items())]
        told["contributors"] = [{"title": name, "roles": ["publisher"]} for name in sorted(origin.publishers)]
    if origin.licences:
        told["licenses"] = [_licence(licence) for licence in origin.licences]
    given = list(parts)
    names = {part.record.name for part in given}
    told["resources"] = [_resource(part, names, kind) for part in given]
    return told


def _source(name: str, address: str | None) -> dict[str, str]:
    return {"title": name, "path": address} if address is not None and _is_address(address) else {"title": name}


def _licence(licence: str) -> dict[str, str]:
    """A licence needs a name of plain characters or an address."""
    if _is_address(licence):
        return {"path": licence, "title": licence}
    plain = licence.isascii() and all(sign.isalnum() or sign in "-._" for sign in licence)
    return {"name": licence if plain else "other", "title": licence}


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://")) and " " not in value


def _resource(part: Part, names: set[str], kind: str) -> dict[str, Any]:
    record = part.record
    told: dict[str, Any] = {
        "$schema": RESOURCE_PROFILE,
        "name": record.name,
        "type": "table",
        "path": part.path,
        "title": f"{record.zh} / {record.en}",
        "titles": {"zh": record.zh, "en": record.en},
        "format": kind,
        "mediatype": "text/csv" if kind == "csv" else "application/vnd.apache.parquet",
        "bytes": part.bytes,
        "hash": f"sha256:{part.sha256}",
        "rowCount": part.rows,
    }
    if kind == "csv":
        told["encoding"] = "utf-8"
    told["schema"] = table_schema(record, names)
    return told


def table_schema(record: Record, names: Iterable[str] = tuple(RECORDS)) -> dict[str, Any]:
    """Return the Table Schema of a record; foreign keys lead to records of `names` only."""
    told: dict[str, Any] = {
        "$schema": SCHEMA_PROFILE,
        "fields": [_field(record, column) for column in record.columns],
        "missingValues": [""],
        "primaryKey": list(record.primary_key),
    }
    keys = [_foreign_key(*link) for link in links(record) if link[1] in {*names, ""}]
    if keys:
        told["foreignKeys"] = keys
    return told


def links(record: Record) -> list[tuple[str, str, str]]:
    """Return the columns that name a row of another record: (column, record, its column); "" is the record itself."""
    if record.name == "failures":
        # A file that failed has no document.
        return []
    owners = {other.primary_key[0]: other.name for other in RECORDS.values() if len(other.primary_key) == 1}
    found = [
        (column.name, owners[column.name], column.name)
        for column in record.columns
        if column.name in _LINKS and owners[column.name] != record.name
    ]
    if record.name == "disclosures":
        found.append(("parent_disclosure_id", "", "disclosure_id"))
    return found


def _foreign_key(column: str, other: str, key: str) -> dict[str, Any]:
    return {"fields": [column], "reference": {"resource": other, "fields": [key]}}


def _field(record: Record, column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "title": column.zh,
        "description": f"{column.zh} / {column.en}",
        "titles": {"zh": column.zh, "en": column.en},
    }
    if column.type == "bool":
        told |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {}
    # Text may be empty, and a reader of CSV cannot tell that from missing.
    if not column.nullable and (column.type != "text" or column.values or column.pattern):
        constraints["required"] = True
    if column.values is not None:
        constraints["enum"] = list(column.values)
    if column.pattern not in (None, CODE):
        constraints["pattern"] = column.pattern
    if constraints:
        told["constraints"] = constraints
    if record.name == "amounts" and column.name in FISCAL:
        told["columnType"] = FISCAL[column.name]
    return told
