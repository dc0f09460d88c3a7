"""Departments above units that report in files of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from schemas.agency_names import core
from schemas.text import fold, strip_ordinal
from warehouse.link_store import LinkDisclosure

#: What may stand behind a unit's name where a paragraph lists units.
_BEHIND = re.compile(r"[、,;。:()\s]|和|及|等|共|为|是|$")


def link_parents(
    family: Sequence[LinkDisclosure], listed: Iterable[tuple[str, str]], told: Iterable[tuple[str, str]]
) -> list[LinkDisclosure]:
    """Return the disclosures of one region, year and stage whose department above them changed.

    A body's own report (本级) belongs to the department's report of the same body; a unit's to the only department
    whose list of units, or whose words on its organisation, name it. What a document says of itself is kept.

    Args:
        family: linked disclosures of one region, year and stage.
        listed: (disclosure, text) of the boxes of lists of units.
        told: (disclosure, paragraph) of what is said of the organisation.
    """
    departments: dict[str, LinkDisclosure] = {}
    # The first by id stands for an agency's department report: of its files one may hold the tables, one the text.
    for one in sorted(family, key=lambda one: one.disclosure_id):
        if one.level_of_report == "department" and one.is_current and one.agency_id:
            departments.setdefault(one.agency_id, one)
    agencies = {one.disclosure_id: one.agency_id for one in family}
    boxes: dict[str, set[str]] = {}
    for disclosure, text in listed:
        boxes.setdefault(agencies.get(disclosure) or "", set()).update(_names(text, family[0].region_code))
    texts: dict[str, list[str]] = {}
    for disclosure, text in told:
        texts.setdefault(agencies.get(disclosure) or "", []).append(fold(text))
    changed = []
    for one in family:
        if one.parent_disclosure_id and one.parent_disclosure_id[:16] == one.document_id[:16]:
            continue
        above = _above(one, departments, boxes, texts)
        if above != one.parent_disclosure_id:
            changed.append(replace(one, parent_disclosure_id=above))
    return changed


def _above(
    one: LinkDisclosure,
    departments: Mapping[str, LinkDisclosure],
    boxes: Mapping[str, set[str]],
    texts: Mapping[str, Sequence[str]],
) -> str | None:
    if one.agency_id is None or one.agency_name is None or one.level_of_report == "department":
        return None
    if one.level_of_report == "own" and one.agency_id in departments:
        return departments[one.agency_id].disclosure_id
    mine = _names(one.agency_name, one.region_code)
    others = [agency for agency in sorted(departments) if agency != one.agency_id]
    found = [agency for agency in others if boxes.get(agency, set()) & mine]
    if not found:
        name = fold(one.agency_name)
        found = [agency for agency in others if any(_says(text, name) for text in texts.get(agency, ()))]
    return departments[found[0]].disclosure_id if len(found) == 1 else None


def _names(text: str, region_code: str | None) -> set[str]:
    bare = strip_ordinal(text)[1]
    return {fold(bare), core(bare, region_code)} - {""}


def _says(text: str, name: str) -> bool:
    """Tell whether a paragraph names a body, not one whose name only begins so."""
    at = text.find(name)
    while at >= 0:
        if _BEHIND.match(text, at + len(name)):
            return True
        at = text.find(name, at + 1)
    return False
