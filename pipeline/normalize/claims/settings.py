"""What facts each section states: kinds, counts, nil statements, definitions, lists; read from ``facts.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.normalize.claims.nouns import Noun, is_certain, read_noun
from pipeline.normalize.claims.text import Folded
from pipeline.normalize.claims.tokens import Token
from schemas.narrative import read_yaml


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """What the sentences of a section state.

    Attributes:
        root, child: kind of an amount of its own, and of an item of a list.
        counts: kind of a count, or None where counts are no facts.
        metric: the list an amount is part of where no parent is printed, or None.
        anchor: words that begin the subject, or None.
    """

    root: str
    child: str
    counts: str | None
    metric: str | None
    anchor: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Facts:
    """The content of ``facts.yaml``, compiled."""

    sections: Mapping[str, SectionFacts]
    default: SectionFacts
    staffing_nouns: re.Pattern[str]
    people: re.Pattern[str]
    staffing_units: frozenset[str]
    bare_counts: re.Pattern[str]
    count_verbs: re.Pattern[str]
    after_cut: re.Pattern[str]
    list_names_refused: re.Pattern[str]
    count_repeats: re.Pattern[str]
    always_counted: re.Pattern[str]
    needs: re.Pattern[str]
    joint: re.Pattern[str]
    spent: re.Pattern[str]
    whole_budgets: re.Pattern[str]
    topic_keys: re.Pattern[str]
    money_headings: re.Pattern[str]
    open_lists: frozenset[str]
    nil: tuple[tuple[str, re.Pattern[str]], ...]
    nil_subjects: re.Pattern[str]
    nil_empty: re.Pattern[str]
    nil_refused: re.Pattern[str]
    glossary: re.Pattern[str]
    lists: re.Pattern[str]
    unit_lists: re.Pattern[str]

    def of(self, section_id: str | None) -> SectionFacts:
        """Return the facts of a section."""
        return self.sections.get(section_id or "", self.default)


@lru_cache(maxsize=1)
def facts() -> Facts:
    """Return the facts of the narrative."""
    data = read_yaml("facts")
    patterns = [
        "staffing_nouns",
        "people",
        "bare_counts",
        "count_verbs",
        "after_cut",
        "list_names_refused",
        "count_repeats",
        "always_counted",
        "needs",
        "joint",
        "spent",
        "whole_budgets",
        "topic_keys",
        "money_headings",
        "nil_subjects",
        "nil_empty",
        "nil_refused",
    ]
    compiled = {name: re.compile(data[name]) for name in (*patterns, "glossary", "lists", "unit_lists")}
    return Facts(
        sections={name: _section(entry) for name, entry in data["sections"].items()},
        default=_section(data["default"]),
        open_lists=frozenset(data["open_lists"]),
        staffing_units=frozenset(data["staffing_units"]),
        nil=tuple((entry["id"], re.compile(entry["match"])) for entry in data["nil"]),
        **compiled,
    )


def _section(entry: Mapping[str, str | bool]) -> SectionFacts:
    counts = entry.get("counts")
    root = str(entry["root"])
    return SectionFacts(
        root=root,
        child=str(entry["child"]),
        counts=(root if counts is True else str(counts)) if counts else None,
        metric=str(entry["metric"]) if "metric" in entry else None,
        anchor=re.compile(str(entry["anchor"])) if "anchor" in entry else None,
    )


def counting(folded: Folded, noun: Noun, after: Token | None, *, bare: bool) -> tuple[Noun | None, str | None]:
    """Return what a count is of and the unit it implies; (None, None) where that is not certain.

    Args:
        folded: the paragraph.
        noun: what stands in front of the count.
        after: the chunk behind it, or None.
        bare: the count has no unit.
    """
    known = facts()
    text = folded.text[noun.start : noun.end]
    if bare:
        ok = noun.kind == "subject" and known.bare_counts.fullmatch(text) is not None
        return (noun, "人") if ok else (None, None)
    verb = known.count_verbs.search(text)
    if noun.kind == "subject" and verb is None and is_certain(noun):
        people = None if after is None else known.people.match(folded.text, after.start, after.end)
        if after is None or people is None or known.staffing_nouns.search(text):
            return noun, None
        # 某单位8名在职人员: the count is of the people of that unit.
        return replace(noun, text=noun.text + folded.slice(after.start, people.end())), None
    if after is None or (noun.kind not in ("subject", "empty") and verb is None):
        return None, None
    cut = known.after_cut.search(folded.text, after.start, after.end)
    name = read_noun(folded, after.start, cut.start() if cut else after.end, "")
    return (name, None) if name.kind == "subject" and is_certain(name) else (None, None)
