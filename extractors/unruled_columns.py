"""Columns of a table without rulings: strips that words of the body keep to, and strips that only a header names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.unruled_words import TextLine, Word

#: A strip is blank when words cross it on less than this share of the lines that have words on both sides of it.
CROSSED = 0.2
#: Space left beside the outermost words, in points.
PAD = 2.0
#: Words overlap a strip by at least this share of the narrower of both.
OVERLAP = 0.2
#: Middles are right to this much, in points.
SLACK = 1.5
INFINITE = 1e6

Strip = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Columns:
    """Strips from left to right, and the edges around them (one more)."""

    strips: tuple[Strip, ...]
    edges: tuple[float, ...]

    def under(self, x0: float, x1: float) -> tuple[int, ...]:
        """Return the columns that a word overlaps."""
        found = tuple(i for i, strip in enumerate(self.strips) if overlaps(strip, (x0, x1)))
        if found:
            return found
        return (max(0, min(len(self.strips) - 1, bisect_right(self.edges, (x0 + x1) / 2) - 1)),)


def overlaps(a: Strip, b: Strip) -> bool:
    """Tell whether two strips share more than a margin."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > OVERLAP * min(a[1] - a[0], b[1] - b[0]) and shared > 0


def body_strips(lines: Sequence[TextLine]) -> list[Strip]:
    """Return the strips that the words of the body keep to."""
    words = [word for line in lines for word in line.words]
    strong = _strong(lines)
    grown = [list(strip) for strip in strong]
    alone: list[Strip] = []
    for word in words:
        mine = [i for i, strip in enumerate(strong) if overlaps(strip, (word.x0, word.x1))]
        if len(mine) == 1:
            strip = grown[mine[0]]
            strip[0], strip[1] = min(strip[0], word.x0), max(strip[1], word.x1)
        elif not mine:
            alone.append((word.x0, word.x1))
    found = [_kept_apart(grown, i, strong) for i in range(len(grown))]
    return sorted([*found, *_clusters(alone, found)])


def _kept_apart(grown: Sequence[list[float]], at: int, strong: Sequence[Strip]) -> Strip:
    """Let a strip grow up to what its neighbours surely have."""
    left, right = grown[at]
    if at and left < strong[at - 1][1]:
        left = strong[at][0]
    if at + 1 < len(grown) and right > strong[at + 1][0]:
        right = strong[at][1]
    return left, right


def _strong(lines: Sequence[TextLine]) -> list[Strip]:
    """Return the strips that few lines leave blank between two words of theirs."""
    cuts = sorted({round(x, 2) for line in lines for word in line.words for x in (word.x0, word.x1)})
    found: list[Strip] = []
    open_at: float | None = None
    crossing, parted = _profile(lines, cuts)
    for place, (low, _) in enumerate(pairwise(cuts)):
        solid = crossing[place] > CROSSED * parted[place] and crossing[place] > 0
        if solid and open_at is None:
            open_at = low
        elif not solid and open_at is not None:
            found.append((open_at, low))
            open_at = None
    if open_at is not None:
        found.append((open_at, cuts[-1]))
    return found


def _profile(lines: Sequence[TextLine], cuts: Sequence[float]) -> tuple[list[int], list[int]]:
    """Count for each piece between cuts the lines whose words cover it, and those that part two words there."""
    place = {x: i for i, x in enumerate(cuts)}
    crossing, parted = [0] * len(cuts), [0] * len(cuts)
    for line in lines:
        last: int | None = None
        for word in line.words:
            start, end = place[round(word.x0, 2)], place[round(word.x1, 2)]
            for i in range(start, end):
                crossing[i] += 1
            if last is not None:
                for i in range(last, start):
                    parted[i] += 1
            last = end
    return crossing, parted


def _clusters(strips: Sequence[Strip], known: Sequence[Strip]) -> list[Strip]:
    """Join strips that overlap each other and none that is known."""
    found: list[Strip] = []
    for strip in sorted(strips):
        if any(overlaps(strip, other) for other in known):
            continue
        if found and found[-1][1] > strip[0]:
            found[-1] = (found[-1][0], max(found[-1][1], strip[1]))
        else:
            found.append(strip)
    return found


def with_edges(strips: Sequence[Strip], outer: Strip | None, centres: Sequence[float | None]) -> Columns:
    """Put edges into the blank between strips.

    Args:
        strips: from left to right.
        outer: left and right end of the rules above and below, where there are any.
        centres: middles of what is centred in each column, as headers and codes are; None where nothing is known.
    """
    low = [outer[0] if outer else -INFINITE, *(strip[1] for strip in strips)]
    high = [*(strip[0] for strip in strips), outer[1] if outer else INFINITE]
    edges = [strips[0][0] - PAD, *((a[1] + b[0]) / 2 for a, b in pairwise(strips))]
    edges.append(strips[-1][1] + PAD)
    if outer is not None:
        edges[0], edges[-1] = min(edges[0], outer[0]), max(edges[-1], outer[1])
    start = 0
    for end in range(len(strips) + 1):
        if end == len(strips) or centres[end] is None:
            if end > start:
                middles = [x for x in centres[start:end] if x is not None]
                found = _mirrored(middles, low[start : end + 1], high[start : end + 1])
                edges[start : end + 1] = found or edges[start : end + 1]
            start = end + 1
    return Columns(tuple(strips), tuple(edges))


def _mirrored(middles: Sequence[float], low: Sequence[float], high: Sequence[float]) -> list[float] | None:
    """Return the edges of columns of which each edge mirrors the one before in the middle between; None if none fit.

    Args:
        middles: of n columns.
        low: at least where each of the n + 1 edges is.
        high: at most where.
    """
    terms = [0.0]
    for middle in middles:
        terms.append(2 * middle - terms[-1])
    # Edge i is terms[i] + first · (-1)^i: each says between which values the first edge lies.
    least = [(b - t) if i % 2 == 0 else (t - a) for i, (t, a, b) in enumerate(zip(terms, low, high, strict=True))]
    most = [(a - t) if i % 2 == 0 else (t - b) for i, (t, a, b) in enumerate(zip(terms, low, high, strict=True))]
    top, bottom = min(least), max(most)
    if top <= -INFINITE / 2 or bottom >= INFINITE / 2 or bottom > top + SLACK:
        return None
    first = (max(bottom, -INFINITE) + top) / 2 if bottom > -INFINITE / 2 else top - PAD
    return [t + first * (-1) ** i for i, t in enumerate(terms)]


def widened(strips: Sequence[Strip], words: Sequence[Word]) -> list[Strip]:
    """Let strips grow to header words that stand over one of them alone."""
    grown = [list(strip) for strip in strips]
    for word in words:
        mine = [i for i, strip in enumerate(strips) if overlaps(strip, (word.x0, word.x1))]
        if len(mine) == 1:
            grown[mine[0]] = [min(grown[mine[0]][0], word.x0), max(grown[mine[0]][1], word.x1)]
    return [_kept_apart(grown, i, strips) for i in range(len(strips))]
