"""Which reports stand to which in the relation that an identity of `schemas/links.yaml` speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.link.checks import Report, run_rule
from pipeline.link.reports import Group, key_of
from schemas.links import LinkRule, link_rules
from warehouse.link_figures import CheckFigure, Row
from warehouse.link_store import LinkDisclosure, LinkStore

Parts = tuple[LinkDisclosure, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A rule with the report on its left and those on its right."""

    rule: LinkRule
    left: Parts
    others: tuple[Parts, ...]


def far_checks(store: LinkStore, agencies: Sequence[str]) -> None:
    """Make the checks of far reach of agencies' reports anew."""
    disclosures = store.disclosures(agencies)
    reports = _current(disclosures)
    below = _current(store.children([part.disclosure_id for parts in reports.values() for part in parts]))
    pairs = _pairs(reports, below)
    documents = {part.document_id for pair in pairs for parts in (pair.left, *pair.others) for part in parts}
    by_disclosure = _figures(store, documents, pairs)
    checks: dict[str, Row] = {}
    operands: dict[str, list[Row]] = {}
    for pair in pairs:
        left, *others = (_report(parts, by_disclosure) for parts in (pair.left, *pair.others))
        for check, terms in run_rule(pair.rule, left, others):
            checks[str(check["check_id"])] = check
            operands[str(check["check_id"])] = terms
    store.checks.put_checks({one.document_id for one in disclosures}, checks.values(), operands)


def _current(disclosures: Iterable[LinkDisclosure]) -> dict[Group, Parts]:
    """Return what is current of each report."""
    found: dict[Group, Parts] = {}
    for one in disclosures:
        if one.is_current and one.report_id is not None:
            key = key_of(one.report_id)
            found[key] = (*found.get(key, ()), one)
    return found


def _pairs(reports: Mapping[Group, Parts], below: Mapping[Group, Parts]) -> list[_Pair]:
    pairs = []
    for key, left in sorted(reports.items()):
        ids = {part.disclosure_id for part in left}
        units = tuple(
            parts for _, parts in sorted(below.items()) if any(part.parent_disclosure_id in ids for part in parts)
        )
        for rule in link_rules():
            others = _others(rule, key, reports, units)
            if rule.stage == key[2] and others:
                pairs.append(_Pair(rule, left, others))
    return pairs


def _others(rule: LinkRule, key: Group, reports: Mapping[Group, Parts], units: tuple[Parts, ...]) -> tuple[Parts, ...]:
    """Return the reports on the right of a rule, none when it does not apply."""
    agency, year, stage, level = key
    if rule.reach == "units":
        return units
    if rule.reach == "files":
        mine = reports[key]
        return (mine,) if len({part.document_id for part in mine}) > 1 else ()
    other = (agency, year - 1, stage, level) if rule.reach == "years" else (agency, year, "budget", level)
    return (reports[other],) if other in reports and other != key else ()


def _figures(store: LinkStore, documents: set[str], pairs: Iterable[_Pair]) -> dict[str, list[CheckFigure]]:
    forms = {form for pair in pairs for side in (pair.rule.left, pair.rule.right) for form in side.forms}
    found: dict[str, list[CheckFigure]] = {}
    for figure in (*store.checks.figures(documents, forms), *store.checks.stated(documents)):
        found.setdefault(figure.disclosure_id, []).append(figure)
    return found


def _report(parts: Parts, figures: Mapping[str, list[CheckFigure]]) -> Report:
    return Report(parts, tuple(figure for part in parts for figure in figures.get(part.disclosure_id, ())))
