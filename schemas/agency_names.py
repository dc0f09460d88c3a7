"""Agencies' names in comparable form: without region, scope and the wording of the day; known renames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from schemas.regions import Region, region
from schemas.text import fold
from schemas.vocabulary import load_yaml

_PLACE_ENDS: Final = ("省", "市", "区", "县", "州", "盟", "旗")


@dataclass(frozen=True, slots=True)
class Rename:
    """A body that a reform renamed or dissolved into another; words of its name, and the year."""

    before: str
    after: str
    year: int


@dataclass(frozen=True, slots=True)
class NameWords:
    """The vocabulary, folded; `same` maps a word to the one that stands for it, longest word first."""

    scopes: tuple[str, ...]
    openers: tuple[str, ...]
    same: tuple[tuple[str, str], ...]
    renames: tuple[Rename, ...]


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """Return the vocabulary of agencies' names."""
    raw = load_yaml(Path(__file__).with_name("agency_names.yaml"))
    same = {fold(word): fold(group[0]) for group in raw["same_words"] for word in group}
    scopes = sorted((fold(word) for word in raw["scopes"]), key=len, reverse=True)
    longest_first = tuple(sorted(same.items(), key=lambda pair: (-len(pair[0]), pair[0])))
    words = NameWords(tuple(scopes), tuple(map(fold, raw["openers"])), longest_first, ())
    renames = (
        Rename(_worded(fold(r["from"]), words), _worded(fold(r["to"]), words), r["year"]) for r in raw["renames"]
    )
    return replace(words, renames=tuple(renames))


def without_region(name: str, code: str | None) -> Iterator[str]:
    """Yield a folded name as it stands, then without the regions at its beginning, one after the other.

    Args:
        name: of the agency, as printed.
        code: of its region, None when unknown.
    """
    rest = fold(name)
    yield rest
    for part in _chain(region(code) if code else None):
        shorter = rest.removeprefix(part)
        if shorter != rest and len(shorter) >= 2:
            rest = shorter
            yield rest


def core(name: str, code: str | None) -> str:
    """Return what is left of a name without region and scope, in the wording that stands for all its wordings."""
    words = name_words()
    *_, rest = without_region(name, code)
    for part in _chain(region(code) if code else None):
        # 政协江苏省委员会 is 江苏省政协; short forms (江苏) only count at the beginning.
        rest = rest.replace(part, "") if part.endswith(_PLACE_ENDS) else rest
    for word in words.openers:
        rest = rest.removeprefix(word) if len(rest) > len(word) + 2 else rest
    stripped = next((rest.removesuffix(word) for word in words.scopes if rest.endswith(word)), rest)
    return _worded(stripped if len(stripped) >= 2 else rest, words)


def renamed(mine: str) -> Iterator[tuple[str, int]]:
    """Yield the cores that a body of this core may have had after a reform, and the year of it."""
    for rename in name_words().renames:
        if mine.endswith(rename.before) or (rename.before in mine and not rename.before.endswith(("局", "委员会"))):
            yield mine.replace(rename.before, rename.after), rename.year


def _worded(text: str, words: NameWords) -> str:
    found, at = "", 0
    while at < len(text):
        word, stands = next(((w, s) for w, s in words.same if text.startswith(w, at)), (text[at], text[at]))
        found, at = found + stands, at + len(word)
    return found


def _chain(where: Region | None) -> list[str]:
    """Return the folded names of a region and those above it, the highest first, each with its short form behind."""
    if where is None:
        return []
    parts: list[str] = []
    for code in dict.fromkeys((where.code[:2] + "0000", where.code[:4] + "00", where.code)):
        found = region(code)
        if found is not None:
            name = fold(found.name)
            parts += [name, name[:-1]] if found.level == "province" and name.endswith(("省", "市")) else [name]
    return parts
