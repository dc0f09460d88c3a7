"""Linking: after loading, for the agencies touched, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.link.agencies import agency_rows
from pipeline.link.contents import Contents, read_contents
from pipeline.link.far import far_checks
from pipeline.link.parents import link_parents
from pipeline.link.reports import Group, group, in_doubt, join_levels, link_alone, link_report
from warehouse.link_store import Family, LinkDisclosure, LinkStore
from warehouse.store import Warehouse

#: Reports or agencies worked on at a time, so that the figures of a large warehouse need not fit in memory.
AT_ONCE = 200


def link(warehouse: Warehouse) -> bool:
    """Link what is not linked yet; the same documents, in any order or in several runs, give the same rows.

    Returns:
        Whether there was anything to do.

    Raises:
        WarehouseError: the warehouse cannot be written; nothing was changed.
    """
    if warehouse.is_linked():
        return False
    with warehouse.linking() as store:
        touched = store.touched()
        disclosures = store.disclosures(touched)
        _link_reports(store, disclosures)
        store.put_agencies(*agency_rows(store.agency_names()))
        above = _link_parents(store, disclosures)
        _link_checks(store, {*(agency for agency in touched if agency is not None), *above})
    return True


def _link_reports(store: LinkStore, disclosures: Sequence[LinkDisclosure]) -> None:
    reports, alone = group(disclosures)
    pairs = in_doubt(reports)
    if pairs:
        ids = [part.disclosure_id for pair in pairs for key in pair for part in reports[key]]
        reports = join_levels(reports, pairs, _contents(store, ids))
    store.put_links(map(link_alone, alone))
    several = [(key, parts) for key, parts in reports.items() if len(parts) > 1]
    single = [(key, parts) for key, parts in reports.items() if len(parts) == 1]
    store.put_links(row for key, parts in single for row in link_report(key, parts, {}))
    for start in range(0, len(several), AT_ONCE):
        _link_several(store, several[start : start + AT_ONCE])


def _link_several(store: LinkStore, reports: Sequence[tuple[Group, list[LinkDisclosure]]]) -> None:
    ids = [part.disclosure_id for _, parts in reports for part in parts]
    contents = _contents(store, ids)
    store.put_links(row for key, parts in reports for row in link_report(key, parts, contents))


def _contents(store: LinkStore, ids: Sequence[str]) -> dict[str, Contents]:
    return read_contents(
        store.tables(ids), store.figures(ids), store.printed(ids), store.sections(ids), store.stated(ids)
    )


def _link_parents(store: LinkStore, disclosures: Iterable[LinkDisclosure]) -> set[str]:
    """Link units to departments; return the agencies of departments that may have units."""
    keys: set[Family] = {(d.region_code, d.fiscal_year, d.stage) for d in disclosures if d.fiscal_year and d.stage}
    above: set[str] = set()
    for key in sorted(keys, key=str):
        family = store.family([key])
        departments = [one for one in family if one.level_of_report == "department"]
        if not departments or len(departments) == len(family):
            continue
        documents = sorted({one.document_id for one in departments})
        listed, told = store.checks.listed_units(documents), store.checks.organisation(documents)
        store.put_links(link_parents(family, listed, told))
        above |= {one.agency_id for one in departments if one.agency_id}
    return above


def _link_checks(store: LinkStore, agencies: Iterable[str]) -> None:
    ordered = sorted(agencies)
    for start in range(0, len(ordered), AT_ONCE):
        far_checks(store, ordered[start : start + AT_ONCE])
