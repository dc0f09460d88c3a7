"""`dcat.jsonld`: the export as a dataset of a catalogue (DCAT-AP 3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from warehouse.exports.package import (
    DESCRIPTION_EN,
    DESCRIPTION_ZH,
    NAME,
    TITLE_EN,
    TITLE_ZH,
    Origin,
    Part,
)

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_THEMES = (
    "http://publications.europa.eu/resource/authority/data-theme/GOVE",
    "http://publications.europa.eu/resource/authority/data-theme/ECON",
)
_FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA_TYPE = "http://www.iana.org/assignments/media-types/"
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def describe(parts: Iterable[Part], origin: Origin, *, kind: str) -> dict[str, Any]:
    """Return the dataset with one distribution a file; addresses are relative to where the export is put."""
    told: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": f"#{NAME}",
        "@type": "dcat:Dataset",
        "dct:title": _both(TITLE_ZH, TITLE_EN),
        "dct:description": _both(DESCRIPTION_ZH, DESCRIPTION_EN),
        "dct:identifier": NAME,
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/ZHO"},
        "dct:spatial": {"@id": "http://publications.europa.eu/resource/authority/country/CHN"},
        "dcat:theme": [{"@id": theme} for theme in _THEMES],
        "dcat:keyword": [*_each("zh", "预算", "决算", "政府信息公开"), *_each("en", "budget", "public finance")],
        "dcat:distribution": [_distribution(part, origin, kind) for part in parts],
    }
    if origin.publishers:
        told["dct:source"] = [
            {"@type": "foaf:Agent", "foaf:name": name} | ({"foaf:page": {"@id": page}} if page else {})
            for name, page in sorted(origin.publishers.items())
        ]
    return told


def _both(zh: str, en: str) -> list[dict[str, str]]:
    return [*_each("zh", zh), *_each("en", en)]


def _each(language: str, *values: str) -> list[dict[str, str]]:
    return [{"@value": value, "@language": language} for value in values]


def _distribution(part: Part, origin: Origin, kind: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@id": f"#{part.record.name}",
        "@type": "dcat:Distribution",
        "dct:title": _both(part.record.zh, part.record.en),
        "dcat:accessURL": {"@id": part.path},
        "dcat:downloadURL": {"@id": part.path},
        "dcat:mediaType": {"@id": _MEDIA_TYPE + _MEDIA[kind]},
        "dct:format": {"@id": _FILE_TYPE + kind.upper()},
        "dcat:byteSize": {"@value": str(part.bytes), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": part.sha256, "@type": "xsd:hexBinary"},
        },
        "dct:conformsTo": {"@id": "datapackage.json"},
    }
    if origin.licences:
        told["dct:license"] = [{"@type": "dct:LicenseDocument", "dct:title": licence} for licence in origin.licences]
    return told
