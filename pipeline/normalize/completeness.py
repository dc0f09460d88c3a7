"""Which tables and sections of its package a disclosure holds: what is counted by hand for transparency rankings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from pipeline.assemble.disclosures import Disclosure
from pipeline.assemble.paragraphs import Narrative
from pipeline.normalize.model import NormalTable
from schemas.packages import Package, packages
from schemas.sections import section_id

State = Literal["present", "empty", "missing", "not_required"]


def completeness(
    disclosure: Disclosure, tables: Iterable[NormalTable], narrative: Narrative
) -> tuple[tuple[str, State], ...]:
    """Return (form or section, state) of all that is there and all that its packages name, by id.

    Args:
        disclosure: the report.
        tables: its tables.
        narrative: the text of the whole document; only what stands on the disclosure's pages counts.
    """
    found: dict[str, State] = {}
    for table in tables:
        if table.form is not None and found.get(table.form.id) != "present":
            found[table.form.id] = "empty" if table.is_empty else "present"
    found |= _sections(disclosure, narrative)
    mine = [
        package
        for package in packages()
        if package.covers(disclosure.stage, disclosure.region.code if disclosure.region else None)
    ]
    states = dict(found)
    for package in mine:
        for item, state in _held_against(package, disclosure, found):
            # What one package demands another may leave open: the demand counts.
            if states.get(item, "not_required") == "not_required":
                states[item] = state
    return tuple(sorted(states.items()))


def _sections(disclosure: Disclosure, narrative: Narrative) -> dict[str, State]:
    pages = range(disclosure.page_first, disclosure.page_last + 1)
    headed = {section_id(path) for (page, _), path in narrative.headings if page in pages}
    spoken = {paragraph.section_id for paragraph in narrative.paragraphs if paragraph.page_first in pages}
    return {name: "present" if name in spoken else "empty" for name in headed | spoken if name}


def _held_against(package: Package, disclosure: Disclosure, found: dict[str, State]) -> Sequence[tuple[str, State]]:
    """Return the state of every item of a package."""
    states: list[tuple[str, State]] = []
    for item in package.items:
        held = [found[name] for name in (item.id, *item.others) if name in found]
        demanded = package.in_force(disclosure.fiscal_year) and item.demanded(disclosure.fiscal_year, disclosure.level)
        if not demanded:
            states.append((item.id, found.get(item.id, "not_required")))
        else:
            states.append((item.id, "present" if "present" in held else "empty" if held else "missing"))
    return states
