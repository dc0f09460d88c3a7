"""The table of contents: which lines it takes and which headings it announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.lines import tidy
from extractors.page import Line, PageReading
from schemas.text import Ordinal, fold, strip_ordinal

#: A line of a document: page number and index among the page's lines outside grids.
Place = tuple[int, int]

_TITLES = frozenset(("目录", "目次", "contents", "CONTENTS"))
_LEADER = re.compile(r"\s*[.．·・…⋯_—\-]{2,}[\s.．·・…⋯_—\-]*\d{0,4}\s*$")
_SENTENCE = re.compile(r"[。；！？]")
_NUMBER_ONLY = re.compile(r"^[-~·第]*\d{1,4}[-~·页]*$")
#: An entry is at most this long, in characters.
MAX_ENTRY = 80


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of one disclosure.

    Attributes:
        title: place of the line 目录.
        lines: places of the title and all entries.
        keys: folded texts of the entries without leaders and page numbers.
    """

    title: Place
    lines: frozenset[Place]
    keys: frozenset[str]


def find_contents(pages: Sequence[PageReading]) -> tuple[Contents, ...]:
    """Return every table of contents of a document, in page order."""
    found: list[Contents] = []
    for at, page in enumerate(pages):
        for index, line in enumerate(page.lines):
            if fold(line.text) in _TITLES and not any((page.number, index) in c.lines for c in found):
                found.append(_read(pages, at, index))
    return tuple(found)


def _read(pages: Sequence[PageReading], at: int, index: int) -> Contents:
    title = (pages[at].number, index)
    lines: list[Place] = [title]
    keys: set[str] = set()
    first: tuple[str, Ordinal | None] | None = None
    before, wraps, reach = "", False, 0.0
    for place, line in _following(pages, at, index):
        text, has_page = _entry(line)
        if _SENTENCE.search(text) or len(text) > MAX_ENTRY:
            break
        key, ordinal = fold(text), strip_ordinal(tidy(text))[0]
        if not key or _NUMBER_ONLY.match(key):
            lines.append(place)
            continue
        if first is not None and not has_page and (key in keys or _begins_body(first, key, ordinal)):
            break
        if place[0] != title[0] and not (has_page or ordinal is not None or wraps):
            break
        if before and ordinal is None:
            keys.add(before + key)
        keys.add(key)
        first = first or (key, ordinal)
        reach = max(reach, line.box[2])
        # An entry that reaches as far right as any, without a page number, can go on in the next line.
        wraps = not has_page and line.box[2] > reach - 2 * line.size
        before = "" if has_page else key
        lines.append(place)
    return Contents(title, frozenset(lines), frozenset(keys))


def _following(pages: Sequence[PageReading], at: int, index: int) -> Iterator[tuple[Place, Line]]:
    """Yield the lines after the title, on to following pages up to one with a table."""
    for page in pages[at:]:
        if page.grids and page is not pages[at]:
            return
        start = index + 1 if page is pages[at] else 0
        for n in range(start, len(page.lines)):
            yield (page.number, n), page.lines[n]


def _entry(line: Line) -> tuple[str, bool]:
    """Return an entry's text, and whether leaders or a page number end it."""
    text = line.text.strip()
    if len(line.parts) > 1 and line.parts[-1][0].strip().isdigit():
        return _LEADER.sub("", " ".join(piece for piece, _, _ in line.parts[:-1])), True
    bare = _LEADER.sub("", text)
    return bare, bare != text


def _begins_body(first: tuple[str, Ordinal | None], key: str, ordinal: Ordinal | None) -> bool:
    """Tell whether a line is the first entry again: there the body begins."""
    first_key, first_ordinal = first
    if first_ordinal is not None and ordinal is not None:
        return (ordinal.kind, ordinal.value) == (first_ordinal.kind, first_ordinal.value)
    return key == first_key or (len(key) >= 6 and first_key.startswith(key))
