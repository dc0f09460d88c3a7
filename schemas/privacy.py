"""Words and shapes of personal data: labels, surnames, organisations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from schemas.text import fold

#: Han ideographs, as names are written; and the dot inside names of several parts.
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
DOT = "·•‧・．"


_BLANKS = re.compile(r"\s+")
_NAME = re.compile(rf"[{HAN}]{{2,12}}(?:[{DOT}][{HAN}]{{1,12}}){{0,3}}")
_DOTTED = re.compile(f"[{DOT}]")


@dataclass(frozen=True, slots=True)
class PrivacyWords:
    """The vocabulary; every word is folded.

    Attributes:
        person, phone, id, email: patterns of a whole label (folded text without its colon).
        inline_person, inline_phone, inline_id: patterns of a label in running text, with its colon.
        bare_person: pattern of a label for persons in running text, without a colon.
        code: pattern of words in front of codes and amounts.
        hint: what every text with a label holds; a quick test before the exact ones.
    """

    person: re.Pattern[str]
    phone: re.Pattern[str]
    id: re.Pattern[str]
    email: re.Pattern[str]
    inline_person: re.Pattern[str]
    bare_person: re.Pattern[str]
    inline_phone: re.Pattern[str]
    inline_id: re.Pattern[str]
    code: re.Pattern[str]
    hint: re.Pattern[str]
    organisation_ends: tuple[str, ...]
    not_names: frozenset[str]
    not_name_starts: tuple[str, ...]
    single_surnames: frozenset[str]
    double_surnames: frozenset[str]
    transliteration: frozenset[str]


@lru_cache(maxsize=1)
def privacy_words() -> PrivacyWords:
    """Return the vocabulary of personal data."""
    with (Path(__file__).parent / "privacy.yaml").open(encoding="utf-8") as source:
        data = yaml.safe_load(source)
    person, phone = _any(data["person_labels"]), _any(data["phone_labels"])
    ids, email = _any(data["id_labels"]), _any(data["email_labels"])
    tail = r"(?:\([^)]{0,6}\)|签字|签名|签章|盖章)*"
    both = rf"(?:(?:及|和|与|、|/|\()(?:其)?(?:{phone})\)?)?"
    signature = _any(data["signature_labels"])
    return PrivacyWords(
        person=re.compile(rf"^[^:,。;]{{0,6}}?(?:{person}){tail}{both}{tail}:?$"),
        phone=re.compile(rf"^[^:,。;]{{0,6}}?(?:{phone}){tail}:?$|^[^:,。;]{{0,6}}?(?:{person}){both}:?$"),
        id=re.compile(rf"^[^:,。;]{{0,6}}?(?:{ids}){tail}:?$"),
        email=re.compile(rf"^[^:,。;]{{0,6}}?(?:{email}):?$"),
        inline_person=re.compile(
            rf"(?:(?:{_spaced(data['person_labels'])})\s*(?:[（(][^）)]{{0,8}}[）)])?\s*"
            rf"(?:(?:及|和|与|、|/)(?:{_spaced(data['phone_labels'])}))?(?:\s*[:：]|为|是|\s+)|(?<![{HAN}])(?:{signature})\s*[:：])\s*"
        ),
        bare_person=re.compile(rf"(?:{_spaced(data['person_labels'])})\s*(?=[{HAN}])"),
        inline_phone=re.compile(
            rf"(?:{_spaced(data['phone_labels'])})\s*(?:[（(][^）)]{{0,8}}[）)])?\s*(?:[:：]|为|是)?\s*"
        ),
        inline_id=re.compile(rf"(?:{_spaced(data['id_labels'])})\s*(?:[:：]|为|是)?\s*"),
        code=re.compile(f"(?:{_any(data['code_words'])})"),
        hint=re.compile("|".join((person, phone, ids, email, signature))),
        organisation_ends=tuple(map(fold, data["organisation_ends"])),
        not_names=frozenset(map(fold, data["not_names"])),
        not_name_starts=tuple(map(fold, data["not_name_starts"])),
        single_surnames=frozenset(data["single_surnames"]),
        double_surnames=frozenset(data["double_surnames"]),
        transliteration=frozenset(data["transliteration"]),
    )


def looks_like_person(text: str, *, labelled: bool) -> bool:
    """Tell whether a short printed text is the name of a person.

    Args:
        text: what may be a name, without separators around it.
        labelled: it stands beside a label for persons; then longer names and those without a Han surname count too.
    """
    words = privacy_words()
    bare = _BLANKS.sub("", text)
    if not _NAME.fullmatch(bare):
        return False
    folded = fold(bare)
    if (
        folded in words.not_names
        or folded.startswith(words.not_name_starts)
        or folded.endswith(words.organisation_ends)
    ):
        return False
    if words.person.match(folded) or words.phone.match(folded):
        return False
    if _DOTTED.search(bare):
        return True
    double = bare[:2] in words.double_surnames
    if (double or bare[0] in words.single_surnames) and len(bare) <= (4 if double or labelled else 3):
        return True
    foreign = sum(char in words.transliteration for char in bare)
    return labelled and (len(bare) <= 3 or (len(bare) <= 8 and foreign >= 0.8 * len(bare)))


def has_surname(text: str) -> bool:
    """Tell whether a text begins with a Han surname, or has the dot of a name of several parts."""
    words, bare = privacy_words(), _BLANKS.sub("", text)
    known = bare[:2] in words.double_surnames or bare[:1] in words.single_surnames
    return known or _DOTTED.search(bare) is not None


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(fold(word)) for word in sorted(words, key=len, reverse=True))


def _spaced(words: Iterable[str]) -> str:
    """Return a pattern of words as printed, where blanks may part the characters."""
    return "|".join(r"\s*".join(map(re.escape, word)) for word in sorted(words, key=len, reverse=True))
