"""Facts that whole sentences state: nil statements, definitions, lists of offices."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Final

from pipeline.normalize.claims.model import Draft
from pipeline.normalize.claims.nouns import is_certain, read_noun
from pipeline.normalize.claims.settings import facts
from pipeline.normalize.claims.text import Folded
from schemas.text import strip_ordinal

_begin: Final = itemgetter(0)
_SENTENCE = re.compile(r"[^。;!?]+[。;!?]?|[。;!?]")
_CLAUSE = re.compile(r"[^,]+")
_MAYBE_NIL = re.compile(r"无|没有|未")
_DIGIT = re.compile(r"\d")
_ITEM = re.compile(r"[、,，;；]")
_NOTE = re.compile(r"^注:?\d?[.、:]?")
_FIGURE = re.compile(r"[1-9]\d*(?:\.\d+)?(?:万?元|亿元|%)|0\.\d*[1-9]\d*(?:万?元|%)")


@lru_cache(maxsize=64)
def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of the sentences of a folded text, and of clauses between semicolons; marks included."""
    return tuple(match.span() for match in _SENTENCE.finditer(text))


def clause_at(clauses: Sequence[tuple[int, int]], place: int) -> int:
    """Return which of the clauses of a text holds a place in it."""
    return bisect_right(clauses, place, key=_begin) - 1


def nil_drafts(folded: Folded, agency: str) -> Iterator[Draft]:
    """Yield claims from statements that there is nothing of something."""
    known = facts()
    if not _MAYBE_NIL.search(folded.text):
        return
    for start, end in split_sentences(folded.text):
        sentence = folded.text[start:end]
        if "原因" in sentence or _FIGURE.search(sentence) or not _MAYBE_NIL.search(sentence):
            continue
        empty = known.nil_empty.search(sentence) is not None
        for clause in _CLAUSE.finditer(sentence.rstrip("。;!?")):
            draft = _nil(folded, start + clause.start(), start + clause.end(), agency)
            if draft is not None:
                if empty:
                    draft.text = "空表"
                yield draft


def _nil(folded: Folded, start: int, end: int, agency: str) -> Draft | None:
    known = facts()
    clause = folded.text[start:end]
    note = _NOTE.match(clause)
    if note:
        start, clause = start + note.end(), clause[note.end() :]
    for pattern, match in known.nil:
        found = match.search(clause)
        if found is None:
            continue
        noun = read_noun(folded, start + found.start("subject"), start + found.end("subject"), agency)
        text = folded.text[noun.start : noun.end]
        if not known.nil_subjects.search(text) or known.nil_refused.search(text) or not is_certain(noun):
            return None
        return Draft(subject=noun.text, at=(noun.start, noun.end), year=noun.year, nil=True, patterns=[pattern])
    return None


def definition(folded: Folded) -> Draft | None:
    """Return the claim of a glossary paragraph: a term and what it means."""
    _, rest = strip_ordinal(folded.text)
    skipped = len(folded.text) - len(rest)
    found = facts().glossary.match(rest)
    if found is None:
        return None
    term = folded.slice(skipped + found.start("term"), skipped + found.end("term"))
    text = folded.slice(skipped + found.start("definition"), skipped + found.end("definition"))
    return Draft(subject=term, at=(0, len(folded.text) - 1), text=text, patterns=["glossary"])


def give_lists(folded: Folded, drafts: Sequence[Draft]) -> None:
    """Give each list of names to the count that announces it: of several, one as large as the list, else the last."""
    behind: dict[str, list[Draft]] = {}
    for draft in drafts:
        found = _list_behind(folded, draft.at[0]) if draft.count is not None and draft.text is None else None
        if found is not None:
            behind.setdefault(found, []).append(draft)
    for text, counted in behind.items():
        size = len([item for item in _ITEM.split(text) if item.strip()])
        fitting = [draft for draft in counted if draft.count == size]
        (fitting or counted[-1:])[0].text = text


def unit_lists(folded: Folded, agency: str) -> Iterator[Draft]:
    """Yield the lists of units and offices that no number announces, without text where later paragraphs hold them."""
    for start, end in split_sentences(folded.text):
        found = facts().unit_lists.search(folded.text, start, end)
        if found is None or _DIGIT.search(folded.text, found.start("items"), found.end("items")):
            continue
        noun = read_noun(folded, found.start("subject"), found.end("subject"), agency)
        items = folded.slice(found.start("items"), found.end("items")) or None
        announced = found.end() == len(folded.text) and folded.text.endswith((":", "如下"))
        if is_certain(noun) and (items is not None or announced):
            yield Draft(subject=noun.text, at=(noun.start, noun.end), text=items, patterns=["units"])


def _list_behind(folded: Folded, at: int) -> str | None:
    """Return the list that a count announces (下设三个科室，分别是：…), as printed."""
    stop = folded.text.find("。", at)
    end = stop if stop >= 0 else len(folded.text)
    found = facts().lists.search(folded.text, at, end)
    return folded.slice(found.start("items"), found.end("items")) if found else None
