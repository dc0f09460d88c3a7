"""The disclosures of one agency, year, stage and level → a report with its editions; a pure function of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Final

from pipeline.link.contents import Contents, compare, covers
from warehouse.link_store import LinkDisclosure

_NOTHING: Final = Contents({}, frozenset(), {})

Group = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class _Edition:
    """Disclosures that do not contradict each other, the fullest first."""

    parts: tuple[LinkDisclosure, ...]

    @property
    def date(self) -> str | None:
        """The last day on which a part of it was published."""
        return max((part.published_on for part in self.parts if part.published_on), default=None)


def group(disclosures: Iterable[LinkDisclosure]) -> tuple[dict[Group, list[LinkDisclosure]], list[LinkDisclosure]]:
    """Return the disclosures by report, and those of which agency, year, stage or level is not known."""
    reports: dict[Group, list[LinkDisclosure]] = {}
    alone: list[LinkDisclosure] = []
    for one in disclosures:
        if one.agency_id and one.fiscal_year and one.stage and one.level_of_report:
            key = (one.agency_id, one.fiscal_year, one.stage, one.level_of_report)
            reports.setdefault(key, []).append(one)
        else:
            alone.append(one)
    return reports, alone


def in_doubt(reports: Mapping[Group, Sequence[LinkDisclosure]]) -> list[tuple[Group, Group]]:
    """Return pairs of reports that differ in level alone; department or unit is the weakest thing a file says."""
    pairs = []
    for key in reports:
        other = (*key[:3], "unit")
        if key[3] == "department" and other in reports:
            pairs.append((key, other))
    return sorted(pairs)


def join_levels(
    reports: Mapping[Group, Sequence[LinkDisclosure]],
    pairs: Iterable[tuple[Group, Group]],
    contents: Mapping[str, Contents],
) -> dict[Group, list[LinkDisclosure]]:
    """Return the reports, those joined of which one has only text and the other only tables that print its sums.

    The text says more of the level than captions do, so the report is of the level of the text.
    """
    joined = {key: list(parts) for key, parts in reports.items()}
    for pair in pairs:
        wholes = [reduce(_joined, (_of(part, contents) for part in reports[key])) for key in pair]
        for (text, told), (tables, printed) in (
            zip(pair, wholes, strict=True),
            zip(pair[::-1], wholes[::-1], strict=True),
        ):
            if told.forms or not told.sections or printed.sections or not printed.forms:
                continue
            sums = _sums(told)
            if not sums or 2 * len(sums & _printed(printed)) >= len(sums):
                joined[text] += joined.pop(tables)
                break
    return joined


def report_id(key: Group) -> str:
    """Return the id of a report, readable: agency, year, stage, level."""
    return "-".join(map(str, key))


def key_of(report: str) -> Group:
    """Return what `report_id` made an id of; only the name of the agency may hold the sign that parts it."""
    agency, year, stage, level = report.rsplit("-", 3)
    return agency, int(year), stage, level


def link_report(key: Group, parts: Sequence[LinkDisclosure], contents: Mapping[str, Contents]) -> list[LinkDisclosure]:
    """Return the disclosures of a report with its id, their editions and which of them are current.

    Editions are numbered in the order of their publication, the current one last. A duplicate has the edition of the
    disclosure it repeats and is not current, so that sums over what is current count every figure once.
    """
    editions = _ordered(_editions(parts, contents), contents)
    found = []
    for number, edition in enumerate(editions, 1):
        chosen = _chosen(edition, contents) if number == len(editions) else frozenset()
        for part in edition.parts:
            current = part.disclosure_id in chosen
            found.append(replace(part, report_id=report_id(key), edition=number, is_current=current))
    return found


def link_alone(one: LinkDisclosure) -> LinkDisclosure:
    """Return a disclosure that cannot be joined with others; nothing supersedes it."""
    return replace(one, report_id=None, edition=1, is_current=True)


def _editions(parts: Sequence[LinkDisclosure], contents: Mapping[str, Contents]) -> list[_Edition]:
    """Share the parts out: each joins the edition it repeats most of, never one that it contradicts."""
    editions: list[_Edition] = []
    for part in sorted(parts, key=lambda part: _fullness(part, contents)):
        fits = []
        for at, edition in enumerate(editions):
            relations = [compare(_of(part, contents), _of(held, contents)) for held in edition.parts]
            if "different" not in relations:
                shared = _spoken(part, edition, contents)
                same_day = part.published_on is not None and part.published_on == edition.date
                fits.append((relations.count("same"), shared, same_day, -at))
        if fits:
            at = -max(fits)[-1]
            editions[at] = _Edition((*editions[at].parts, part))
        else:
            editions.append(_Edition((part,)))
    return editions


def _spoken(part: LinkDisclosure, edition: _Edition, contents: Mapping[str, Contents]) -> int:
    """Count the sums that the text of one states and the tables of the other print."""
    mine = _of(part, contents)
    theirs = reduce(_joined, (_of(held, contents) for held in edition.parts))
    return len(_sums(mine) & _printed(theirs)) + len(_sums(theirs) & _printed(mine))


def _sums(contents: Contents) -> set[int]:
    return set().union(*contents.stated.values()) - {0}


def _printed(contents: Contents) -> set[int]:
    return {int(number) for form in contents.forms.values() for number in form.values}


def _joined(one: Contents, other: Contents) -> Contents:
    return Contents({**other.forms, **one.forms}, one.sections | other.sections, {**other.stated, **one.stated})


def _ordered(editions: Iterable[_Edition], contents: Mapping[str, Contents]) -> list[_Edition]:
    """Return the editions by publication, the current one last: the later one, else the fuller, else by document id."""

    def fuller(edition: _Edition) -> tuple[tuple[int, ...], tuple[int, ...]]:
        whole = reduce(_joined, (_of(part, contents) for part in edition.parts))
        # The first id in code-point order wins: the smaller, the greater the key.
        return whole.richness, tuple(-ord(sign) for sign in min(part.document_id for part in edition.parts))

    dated = sorted((e for e in editions if e.date), key=lambda e: (e.date or "", fuller(e)))
    undated = sorted((e for e in editions if not e.date), key=fuller)
    ends = [some[-1] for some in (undated, dated) if some]
    current = max(ends, key=fuller)
    return [*(e for e in (*undated, *dated) if e is not current), current]


def _chosen(edition: _Edition, contents: Mapping[str, Contents]) -> frozenset[str]:
    """Return the ids of the parts that together hold an edition, without those that repeat a fuller one."""
    kept: list[LinkDisclosure] = []
    for part in edition.parts:
        mine = _of(part, contents)
        if not any(compare(mine, _of(held, contents)) == "same" and covers(_of(held, contents), mine) for held in kept):
            kept.append(part)
    return frozenset(part.disclosure_id for part in kept)


def _fullness(part: LinkDisclosure, contents: Mapping[str, Contents]) -> tuple[tuple[int, ...], str, str]:
    """Sort key: the fullest first, then by id."""
    return tuple(-count for count in _of(part, contents).richness), part.document_id, part.disclosure_id


def _of(part: LinkDisclosure, contents: Mapping[str, Contents]) -> Contents:
    return contents.get(part.disclosure_id, _NOTHING)
