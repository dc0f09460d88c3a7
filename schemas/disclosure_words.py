"""Words by which a disclosure says whose it is, of which year, stage and level."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from schemas.text import fold

_EDGES = " 　[]【】〔〕《》<>'—–-_·,，、。:：~"
_QUOTES = re.compile('[“”"]')
_BRACKET = re.compile(r"[（(]([^（）()]*)[）)]$")
_OPENER = re.compile(r"[（(]")


@dataclass(frozen=True, slots=True)
class DisclosureWords:
    """The vocabulary of covers and titles; every word is folded, lists are in the order in which they are tried."""

    stages: tuple[tuple[str, tuple[str, ...]], ...]
    levels: tuple[tuple[str, tuple[str, ...]], ...]
    agency_labels: tuple[str, ...]
    date_labels: tuple[str, ...]
    report_words: tuple[str, ...]
    cover_noise: tuple[str, ...]


@lru_cache(maxsize=1)
def disclosure_words() -> DisclosureWords:
    """Return the vocabulary."""
    with (Path(__file__).parent / "disclosures.yaml").open(encoding="utf-8") as source:
        data = yaml.safe_load(source)
    reports = {fold(word) for line in data["report_words"] for word in line}
    return DisclosureWords(
        stages=tuple((name, tuple(map(fold, words))) for name, words in data["stages"].items()),
        levels=tuple((name, tuple(map(fold, words))) for name, words in data["levels"].items()),
        agency_labels=tuple(map(fold, data["agency_labels"])),
        date_labels=tuple(map(fold, data["date_labels"])),
        report_words=tuple(sorted(reports, key=len, reverse=True)),
        cover_noise=tuple(map(fold, data["cover_noise"])),
    )


def strip_report_words(text: str) -> str:
    """Take the words that speak of the report from the end of a title; what remains is the agency's name."""
    words = disclosure_words().report_words
    text = _QUOTES.sub("", text)
    before = ""
    while text != before:
        before = text
        text = text.removeprefix("关于").strip(_EDGES)
        if text.endswith(("）", ")")) and not _OPENER.search(text):
            text = text[:-1]
        elif not text.endswith(("）", ")")):
            text = text.rstrip("（(")
        bracket = _BRACKET.search(text)
        if bracket and not strip_report_words(bracket.group(1)):
            text = text[: bracket.start()]
        text = next((text.removesuffix(word) for word in words if text.endswith(word)), text)
    return text
