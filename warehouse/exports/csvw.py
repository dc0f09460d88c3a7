"""`csv-metadata.json`: the same schema in the words of CSV on the Web."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from schemas.columns import Column
from warehouse.exports.package import DESCRIPTION_EN, DESCRIPTION_ZH, TITLE_EN, TITLE_ZH, Part, links

_TYPES = {
    "text": "string",
    "int": "long",
    "bool": "boolean",
    "date": "date",
    "timestamp": "dateTime",
    "decimal": "decimal",
    "float": "double",
}


def describe(parts: Iterable[Part]) -> dict[str, Any]:
    """Return the table group of an export in CSV."""
    given = list(parts)
    names = {part.record.name: part.path for part in given}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "dc:title": _both(TITLE_ZH, TITLE_EN),
        "dc:description": _both(DESCRIPTION_ZH, DESCRIPTION_EN),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\\r\\n"], "header": True},
        "tables": [_table(part, names) for part in given],
    }


def _both(zh: str, en: str) -> list[dict[str, str]]:
    return [{"@value": zh, "@language": "zh"}, {"@value": en, "@language": "en"}]


def _table(part: Part, names: dict[str, str]) -> dict[str, Any]:
    record = part.record
    schema: dict[str, Any] = {
        "columns": [_column(column) for column in record.columns],
        "primaryKey": list(record.primary_key),
    }
    keys = [
        {"columnReference": column, "reference": {"resource": names[other], "columnReference": key}}
        for column, other, key in links(record)
        if other in names
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {"url": part.path, "dc:title": _both(record.zh, record.en), "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    kind: Any = _TYPES[column.type]
    if column.type == "bool":
        kind = {"base": "boolean", "format": "true|false"}
    told: dict[str, Any] = {
        "name": column.name,
        # The first title of each language is what a validator compares with the header.
        "titles": [column.name],
        "dc:title": _both(column.zh, column.en),
        "datatype": kind,
    }
    if column.type == "text":
        # CSVW takes an empty field for null unless it is told otherwise; a required text may be empty here.
        told["null"] = []
    elif not column.nullable:
        told["required"] = True
    return told
