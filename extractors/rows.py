"""Glyphs → rows: which characters of a cell, or of what stands outside of all cells, are on one line."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass

import numpy as np

from extractors.page import Bools, Floats, Ints

#: Characters whose centres differ by less than this share of their size stand on one line.
SAME_LINE = 0.5
#: Points and dashes join the nearest line up to this many character sizes away.
NEAREST = 0.75


@dataclass(frozen=True, slots=True)
class Marks:
    """What rows are told by, an array element a glyph; glyphs of one owner stand together.

    Attributes:
        owner: cell of each, ascending.
        middle: height of its centre.
        em: size of its type.
        letter: letters, digits and ideographs make lines; points, dashes and blanks join the nearest.
        blank: leaves no ink.
    """

    owner: Ints
    middle: Floats
    em: Floats
    letter: Bools
    blank: Bools


def rows_of(marks: Marks) -> tuple[Ints, Ints]:
    """Cut the glyphs of each owner into rows.

    Returns:
        The glyphs in the order in which they came into their rows, and the row of each. Rows are numbered by owner,
        those of an owner from top to bottom; numbers may be left out.
    """
    count = len(marks.owner)
    begins = np.ones(count, np.bool_)
    begins[1:] = marks.owner[1:] != marks.owner[:-1]
    starts = begins.nonzero()[0]
    group = begins.cumsum() - 1
    middle = marks.middle
    spread = np.maximum.reduceat(middle, starts) - np.minimum.reduceat(middle, starts)
    is_one = spread <= SAME_LINE * np.maximum(np.minimum.reduceat(marks.em, starts), 1.0)
    # No owner has more rows than there are glyphs.
    row = group * count
    if is_one.all():
        return np.arange(count), row
    letters = marks.letter | ~np.logical_or.reduceat(marks.letter, starts)[group]
    many = ~is_one[group]
    anchors = (many & letters).nonzero()[0]
    anchors = anchors[np.lexsort((middle[anchors], group[anchors]))]
    rows, unclear = _anchor_rows(group[anchors], middle[anchors], marks.em[anchors])
    row[anchors] += rows.number
    strays = (many & ~letters).nonzero()[0]
    if len(strays):
        nearest, lost = _nearest(group[strays], middle[strays], rows)
        row[strays] += rows.within[nearest]
        unclear.update(group[strays[lost & ~marks.blank[strays]]].tolist())
    order = np.concatenate(((~many).nonzero()[0], anchors, strays))
    if not unclear:
        return order, row[order]
    ends = [*starts[1:].tolist(), count]
    order = order[~np.isin(group[order], list(unclear))]
    slow = [(g, _one_by_one(marks, list(range(starts[g], ends[g])))) for g in sorted(unclear)]
    places = [place for _, found in slow for places in found for place in places]
    for g, found in slow:
        for number, members in enumerate(found):
            row[members] = g * count + number
    order = np.concatenate((order, np.array(places, np.intp)))
    return order, row[order]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows that letters make: ``number`` of each letter's row in its group, and of each row its group and the rest."""

    number: Ints
    group: Ints
    within: Ints
    mean: Floats
    reach: Floats


def _anchor_rows(group: Ints, middle: Floats, em: Floats) -> tuple[_Rows, set[int]]:
    """Return the rows that letters make, sorted by group and height, and the groups where that is unclear.

    Letters of one height are looked at together: all join a row, or none does, but in an unclear group.
    """
    fresh = np.ones(len(group), np.bool_)
    fresh[1:] = (group[1:] != group[:-1]) | (middle[1:] != middle[:-1])
    starts = fresh.nonzero()[0]
    counts = np.empty(len(starts), np.intp)
    counts[:-1] = starts[1:] - starts[:-1]
    counts[-1] = len(group) - starts[-1]
    smallest, largest = np.minimum.reduceat(em, starts), np.maximum.reduceat(em, starts)
    columns = (group[starts], middle[starts], counts, em[starts], smallest, largest)
    unclear: set[int] = set()
    groups: list[int] = []
    withins: list[int] = []
    means: list[float] = []
    reaches: list[float] = []
    numbers: list[int] = []
    last, within, members, mean, reach = -1, 0, 0, 0.0, 0.0
    for g, centre, many, first, small, large in zip(*(column.tolist() for column in columns), strict=True):
        off = centre - mean
        if g == last and off <= SAME_LINE * min(max(small, 1.0), reach):
            members += many
            mean += off * many / members
            means[-1] = mean
        else:
            if g == last and off <= SAME_LINE * min(max(large, 1.0), reach):
                unclear.add(g)
            within = within + 1 if g == last else 0
            last, members, mean, reach = g, many, centre, max(first, 1.0)
            groups.append(g)
            withins.append(within)
            means.append(mean)
            reaches.append(reach)
        numbers.append(within)
    number = np.array(numbers, np.intp).repeat(counts)
    integers = np.array((groups, withins), np.intp)
    return _Rows(number, integers[0], integers[1], np.array(means), np.array(reaches)), unclear


def _nearest(group: Ints, middle: Floats, rows: _Rows) -> tuple[Ints, Bools]:
    """Return the nearest row of its group for each stray, and whether that is too far for a point or dash."""
    low = min(*rows.mean.tolist(), float(middle.min(initial=np.inf)))
    apart = max(*rows.mean.tolist(), float(middle.max(initial=-np.inf))) - low + 1.0
    at = (rows.mean - low + rows.group * apart).searchsorted(middle - low + group * apart, side="right")
    first, end = rows.group.searchsorted(group, side="left"), rows.group.searchsorted(group, side="right")
    above, below = np.maximum(at - 1, first), np.minimum(at, end - 1)
    nearest = np.where(middle - rows.mean[above] <= rows.mean[below] - middle, above, below)
    nearest = np.where(at >= end, end - 1, nearest)
    return nearest, np.abs(rows.mean[nearest] - middle) > NEAREST * rows.reach[nearest]


def _one_by_one(marks: Marks, chosen: list[int]) -> list[list[int]]:
    """Cut glyphs of one owner into rows, looking at each by itself."""
    middle, em, letter = marks.middle, marks.em, marks.letter
    heights = middle[chosen]
    if heights.max() - heights.min() <= SAME_LINE * max(float(em[chosen].min()), 1.0):
        return [chosen]
    anchors = [i for i in chosen if letter[i]]
    strays = [i for i in chosen if not letter[i]] if anchors else []
    rows: list[list[int]] = []
    means: list[float] = []
    mean = reach = 0.0
    for i in sorted(anchors or chosen, key=middle.__getitem__):
        centre, size = float(middle[i]), max(float(em[i]), 1.0)
        if rows and centre - mean <= SAME_LINE * min(size, reach):
            rows[-1].append(i)
            mean += (centre - mean) / len(rows[-1])
            means[-1] = mean
        else:
            mean, reach = centre, size
            rows.append([i])
            means.append(mean)
    lost = [i for i in strays if not _joins_nearest(marks, i, rows, means)]
    return sorted(rows + _one_by_one(marks, lost), key=lambda row: middle[row[0]]) if lost else rows


def _joins_nearest(marks: Marks, stray: int, rows: list[list[int]], means: list[float]) -> bool:
    """Put a point, dash or blank into the nearest row; return whether there is one."""
    centre = float(marks.middle[stray])
    at = bisect(means, centre)
    if at == len(means) or (at and centre - means[at - 1] <= means[at] - centre):
        at -= 1
    # A full stop can be all that a wrap leaves for the next line.
    if not marks.blank[stray] and abs(means[at] - centre) > NEAREST * max(float(marks.em[rows[at][0]]), 1.0):
        return False
    rows[at].append(stray)
    return True
