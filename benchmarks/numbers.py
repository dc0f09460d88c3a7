"""Printed numbers: how they are found in text, and how two lots of them are compared page by page."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Decimals, and integers with thousands separators; dates and other chains of digits and points are none.
_NUMBER = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?!\d|[.,]\d)")
_FULL_WIDTH = {ord("０") + digit: ord("0") + digit for digit in range(10)} | {ord("．"): ord(".")}
#: The number of a list item in front of a year is no whole part.
_ITEM = re.compile(r"(?<![\d.,])\d{1,2}\.(?=(?:19|20)\d\d年)")
_TAIL = re.compile(r"[\d.,]+$")
_HEAD = re.compile(r"^[\d.,]+")
#: A number cut by a page break continues within this many lines of the break: page numbers and headings stand between.
_FURNITURE = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A number in what was read.

    Attributes:
        number: digits, separators and point as printed.
        first, last: pages on which it may stand, from 1.
        where: the place, for a human.
    """

    number: str
    first: int
    last: int
    where: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that stands only on the page (``missing``) or only in what was read (``extra``)."""

    kind: str
    number: str
    page: int
    where: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many numbers agree, and those that do not.

    Attributes:
        agreed: numbers on the page and in the reading.
        wrapped: numbers among them that a line or page break cuts in two on the page.
        differences: the rest, by page.
    """

    agreed: int
    wrapped: int
    differences: tuple[Difference, ...]

    @property
    def missing(self) -> int:
        """How many numbers of the pages were not read."""
        return sum(d.kind == "missing" for d in self.differences)

    @property
    def extra(self) -> int:
        """How many numbers were read that stand on no page."""
        return sum(d.kind == "extra" for d in self.differences)

    @property
    def recall(self) -> float:
        """Share of the pages' numbers that were read; 1 when there are none."""
        return self.agreed / (self.agreed + self.missing) if self.agreed + self.missing else 1.0

    @property
    def precision(self) -> float:
        """Share of the numbers read that stand on the pages; 1 when there are none."""
        return self.agreed / (self.agreed + self.extra) if self.agreed + self.extra else 1.0


def numbers(text: str) -> list[str]:
    """Return the decimals and the integers with thousands separators of a text, full-width digits folded."""
    return _NUMBER.findall(_ITEM.sub(" ", text.translate(_FULL_WIDTH)))


def compare(pages: Sequence[Sequence[str]], found: Iterable[Found]) -> Comparison:
    """Compare the numbers of visible lines, page by page, with those that were read.

    Args:
        pages: the lines of each page, from page 1.
        found: the numbers read, each with the pages on which it may stand.
    """
    lines = [list(page) for page in pages]
    shown = {number: Counter[str](n for line in page for n in numbers(line)) for number, page in enumerate(lines, 1)}
    agreed, extra = _match(shown, list(found))
    wrapped, extra = _rejoin(_wraps(lines), shown, extra)
    differences = [Difference("extra", item.number, item.first, item.where) for item in extra]
    for page, left in shown.items():
        for number, count in left.items():
            where = next((line for line in lines[page - 1] if number in numbers(line)), "")
            differences += [Difference("missing", number, page, where)] * count
    ordered = tuple(sorted(differences, key=lambda d: (d.page, d.number, d.kind)))
    return Comparison(agreed + wrapped, wrapped, ordered)


def _match(shown: dict[int, Counter[str]], found: list[Found]) -> tuple[int, list[Found]]:
    """Take the numbers found out of those shown; return how many, and what was found on no page."""
    by_number: dict[str, list[Found]] = defaultdict(list)
    for item in found:
        by_number[item.number].append(item)
    agreed, extra = 0, []
    for number, items in by_number.items():
        # Who may stand on the fewest pages chooses first: then none is left over without need.
        for item in sorted(items, key=lambda i: (i.last, -i.first)):
            page = next((p for p in range(item.first, item.last + 1) if shown.get(p, Counter())[number]), None)
            if page is None:
                extra.append(item)
            else:
                shown[page][number] -= 1
                agreed += 1
    return agreed, extra


def _wraps(lines: list[list[str]]) -> dict[str, list[list[tuple[int, str]]]]:
    """Return the numbers that line and page breaks may have cut: each with those of its parts that look whole."""
    wraps: dict[str, list[list[tuple[int, str]]]] = defaultdict(list)
    for page, here in enumerate(lines, 1):
        pairs = [((page, above), (page, below)) for above, below in itertools.pairwise(here)]
        if page < len(lines):
            after = lines[page][:_FURNITURE]
            pairs += [((page, above), (page + 1, below)) for above in here[-_FURNITURE:] for below in after]
        for (first, above), (second, below) in pairs:
            tail, head = _TAIL.search(above.rstrip()), _HEAD.search(below.lstrip())
            if tail and head and numbers(tail[0] + head[0]) == [tail[0] + head[0]]:
                parts = [(first, n) for n in numbers(tail[0])] + [(second, n) for n in numbers(head[0])]
                wraps[tail[0] + head[0]].append(parts)
    return wraps


def _rejoin(
    wraps: dict[str, list[list[tuple[int, str]]]], shown: dict[int, Counter[str]], extra: list[Found]
) -> tuple[int, list[Found]]:
    """Accept numbers that a break cut in two on the page, when their parts were not read by themselves."""
    joined, left = 0, []
    for item in extra:
        whole = [parts for parts in wraps[item.number] if all(shown[page][part] > 0 for page, part in parts)]
        if not whole:
            left.append(item)
            continue
        wraps[item.number].remove(whole[0])
        for page, part in whole[0]:
            shown[page][part] -= 1
        joined += 1
    for page in shown:
        shown[page] = +shown[page]
    return joined, left
