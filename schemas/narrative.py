"""The words and the grammar of sentences about money, read from ``narrative/*.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from schemas.openings import AtEnd, alternatives, at_end, opening, searched

_MACRO = re.compile(r"\{([a-z_]+)\}")
_GROUP = re.compile(r"\(\?P<(\w+)>")


@dataclass(frozen=True, slots=True)
class TokenKind:
    """A kind of sign that text is cut into.

    Attributes:
        sign: one character that stands for it in phrases.
        opener: ``strong``, ``weak`` or ``list`` where it opens a text that runs to the end of the sentence.
        groups: names of the groups of its pattern.
    """

    sign: str
    name: str
    opener: str | None
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sequence of signs that states something; groups name what a sign is for.

    Attributes:
        id: as claims record it; ``kind``: what stands before its point.
        groups: name and number of each group.
    """

    id: str
    kind: str
    pattern: re.Pattern[str]
    groups: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Tokens and phrases, compiled.

    Attributes:
        scanner: finds the next token; the group that ends last says of which kind.
        kinds: by these groups.
        sieve: all phrases in one; the group that ends last says which of them matches.
    """

    scanner: re.Pattern[str]
    kinds: Mapping[str | None, TokenKind]
    phrases: Mapping[str | None, Phrase]
    sieve: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class NarrativeWords:
    """The lists of ``words.yaml``, compiled; every pattern is for folded text."""

    traditional: Mapping[int, str]
    any_traditional: re.Pattern[str]
    money: Mapping[str, int]
    up: frozenset[str]
    down: frozenset[str]
    more_than: frozenset[str]
    less_than: frozenset[str]
    bases: tuple[tuple[str, re.Pattern[str]], ...]
    levels: tuple[tuple[str, re.Pattern[str]], ...]
    values: re.Pattern[str]
    sums: re.Pattern[str]
    other_values: re.Pattern[str]
    other_value_end: re.Pattern[str]
    leading: re.Pattern[str]
    agency: re.Pattern[str]
    agency_sign: re.Pattern[str]
    agency_end: re.Pattern[str]
    trailing: AtEnd
    direction: re.Pattern[str]
    direction_end: AtEnd
    direction_told: re.Pattern[str]
    not_subjects: re.Pattern[str]
    placeholders: re.Pattern[str]
    skipped_sections: frozenset[str]


def read_yaml(name: str) -> Any:
    """Return the content of a data file of the narrative."""
    with (Path(__file__).parent / "narrative" / f"{name}.yaml").open(encoding="utf-8") as source:
        return yaml.safe_load(source)


@lru_cache(maxsize=1)
def narrative_words() -> NarrativeWords:
    """Return the words of the narrative."""
    data = read_yaml("words")
    year = r"(?:19|20)\d{2}年?度?"
    directions = _any([*data["up"], *data["down"]])
    return NarrativeWords(
        traditional={ord(old): new for old, new in data["traditional"].items()},
        any_traditional=re.compile(f"[{''.join(data['traditional'])}]"),
        money=data["money"],
        up=frozenset(data["up"]),
        down=frozenset(data["down"]),
        more_than=frozenset(data["more_than"]),
        less_than=frozenset(data["less_than"]),
        bases=tuple((e["base"], re.compile(e["words"].replace("Y", year))) for e in data["bases"]),
        levels=tuple((e["level"], re.compile(e["words"])) for e in data["levels"]),
        values=re.compile(data["values"]),
        sums=re.compile(data["sums"]),
        other_values=re.compile(data["other_values"]),
        other_value_end=re.compile(rf"(?:{data['other_values']})$"),
        leading=searched(f"{_any(data['pronouns'])}|(?:{data['leading']})"),
        agency=re.compile(
            rf"[^的,;]{{1,40}}?(?:{data['agency_ends']})(?:\((?:部门|单位|本级|机关|汇总|本部)\))?(?:部门)?"
            rf"(?=(?:{data['agency_after']}))"
        ),
        agency_end=re.compile(rf"(?:{data['agency_ends']}|部门|单位)(?:\((?:部门|单位|本级|机关|汇总|本部)\))?$"),
        agency_sign=opening(data["agency_ends"]),
        trailing=at_end(rf"(?:{data['trailing']})$"),
        direction=searched(directions),
        direction_told=re.compile(rf"({directions})的?$"),
        direction_end=at_end(rf"(?:{directions})(?:到|至|为|后)?$"),
        not_subjects=searched(data["not_subjects"]),
        placeholders=searched(data["placeholders"]),
        skipped_sections=frozenset(data["skipped_sections"]),
    )


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """Return the grammar of the narrative."""
    words, data = read_yaml("words"), read_yaml("patterns")
    macros = {key: _any(words[key]) for key in ("up", "down", "flat", "more_than", "less_than", "equal_to")}
    macros["money_units"] = _any(sorted(words["money"], key=len, reverse=True))
    macros["count_units"] = "|".join(words["count_units"])
    for name, pattern in data["macros"].items():
        macros[name] = f"(?:{_expand(pattern, macros)})"
    expanded = [_expand(entry["match"], macros) for entry in data["tokens"]]
    kinds: dict[str | None, TokenKind] = {
        f"k{i}": TokenKind(entry["sign"], entry["name"], entry.get("opener"), tuple(_GROUP.findall(pattern)))
        for i, (entry, pattern) in enumerate(zip(data["tokens"], expanded, strict=True))
    }
    tokens = alternatives([f"(?P<k{i}>{pattern})" for i, pattern in enumerate(expanded)])
    phrases: dict[str | None, Phrase] = {
        f"p{i}": _phrase(entry["id"], re.compile(entry["match"])) for i, entry in enumerate(data["phrases"])
    }
    sieve = alternatives([f"(?P<{name}>{_GROUP.sub('(?:', each.pattern.pattern)})" for name, each in phrases.items()])
    return Grammar(searched(tokens), kinds, phrases, re.compile(sieve))


def _phrase(name: str, pattern: re.Pattern[str]) -> Phrase:
    return Phrase(name, name.partition(".")[0], pattern, tuple(pattern.groupindex.items()))


def _expand(pattern: str, macros: Mapping[str, str]) -> str:
    return _MACRO.sub(lambda m: macros[m.group(1)] if m.group(1) in macros else m.group(0), pattern)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))
