"""Linking: after loading, for the agencies touched, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.link.agencies import agency_rows
from pipeline.link.contents import read_contents
from pipeline.link.reports import Group, group, link_alone, link_report
from warehouse.link_store import LinkDisclosure, LinkStore
from warehouse.store import Warehouse

#: Reports compared at a time, so that the figures of a large warehouse need not fit in memory.
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
        _link_reports(store)
        store.put_agencies(*agency_rows(store.agency_names()))
    return True


def _link_reports(store: LinkStore) -> None:
    reports, alone = group(store.disclosures(store.touched()))
    store.put_links(map(link_alone, alone))
    several = [(key, parts) for key, parts in reports.items() if len(parts) > 1]
    single = [(key, parts) for key, parts in reports.items() if len(parts) == 1]
    store.put_links(row for key, parts in single for row in link_report(key, parts, {}))
    for start in range(0, len(several), AT_ONCE):
        _link_several(store, several[start : start + AT_ONCE])


def _link_several(store: LinkStore, reports: Sequence[tuple[Group, list[LinkDisclosure]]]) -> None:
    ids = [part.disclosure_id for _, parts in reports for part in parts]
    contents = read_contents(store.tables(ids), store.figures(ids), store.sections(ids), store.stated(ids))
    store.put_links(row for key, parts in reports for row in link_report(key, parts, contents))
