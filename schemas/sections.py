"""Headings of the narrative and the canonical ids of its sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from schemas.text import OrdinalKind, fold, strip_ordinal

#: A short text without figures and names of classes, up to its stop.
_RUN_IN = re.compile(r"((?:(?![（(][类款项]|[\d０-９%％])[^。；;，,：:]){2,24})([。：:])")
# The name of an agency in front of the words that count can hold words of a section itself (国有资产监督管理委员会).
_AGENCY = re.compile(
    r"^.*(?:委员会|办公室|办公厅|政府|法院|检察院|局|厅|院|中心|委|办|处|部|会|队|站|所|校|馆|社|园)"
    r"(?=(?:\([^)]*\))?(?:主要|机构|部门|单位|职[能责]|概况|内设|\d{4}年))"
)


@dataclass(frozen=True, slots=True)
class SectionWords:
    """Words that name a section in a heading, folded: one of the first, and none of the second."""

    id: str
    named: re.Pattern[str]
    without: re.Pattern[str] | None
    keeps: bool


@lru_cache(maxsize=1)
def section_words() -> tuple[SectionWords, ...]:
    """Return the known sections in the order in which they are tried."""
    with (Path(__file__).parent / "sections.yaml").open(encoding="utf-8") as source:
        entries = yaml.safe_load(source)
    return tuple(
        SectionWords(
            id=entry["id"],
            named=_any(entry["words"]),
            without=_any(entry["without"]) if "without" in entry else None,
            keeps=entry.get("keeps", False),
        )
        for entry in entries
    )


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(fold(word)) for word in words))


@lru_cache(maxsize=4096)
def heading_section(heading: str) -> SectionWords | None:
    """Return the section that a heading's words name, or None."""
    folded = _AGENCY.sub("", fold(heading))
    for section in section_words():
        if section.named.search(folded) and not (section.without and section.without.search(folded)):
            return section
    return None


def run_in_heading(text: str, *, within: str | None) -> tuple[OrdinalKind, str] | None:
    """Return mark and words of a heading that a paragraph opens with ((一)机关运行经费。…), if they name a section.

    Args:
        text: the paragraph as printed.
        within: id of the section that its own headings name, or None; where there is one, only marks of headings
            followed by a full stop name another.
    """
    ordinal, rest = strip_ordinal(text)
    if ordinal is None:
        return None
    found = _RUN_IN.match(rest)
    if found is None or found.end() == len(rest) or heading_section(found.group(1)) is None:
        return None
    if within is not None and (found.group(2) != "。" or ordinal.kind not in ("chinese", "chinese_paren")):
        return None
    return ordinal.kind, found.group(1)


def section_id(headings: Sequence[str]) -> str | None:
    """Return the id of the section that a path of headings names, outermost heading first.

    The innermost heading that names a section decides, except below headings that keep theirs.
    """
    found: str | None = None
    for heading in headings:
        section = heading_section(heading)
        if section is not None:
            found = section.id
            if section.keeps:
                break
    return found
