"""Text that runs over a ruling stays whole in one cell, as spreadsheets print what is wider than its column."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from extractors.page import Bools, Floats, Glyphs, Ints

#: Characters of one word touch or overlap: the gap between them in character sizes lies in this range.
TOUCHING = (-0.3, 0.12)
#: A character lies on a ruling when it reaches over it by this share of its size; less is padding left out.
ASTRIDE = 0.06
#: Text stands in the middle of a cell when it is off by less than this share of its size.
CENTRED = 0.25
#: Centres of characters on one line differ by less than this share of their size.
LEVEL = 0.5
#: Words meet exactly when the space between them is less than this share of their size; on a ruling when it is as near.
EXACT = 0.02
#: Less space beside a word than this share of its height is none.
PADDING = 0.3
_NUMBER = re.compile(r"[-−(（]?[\d,.，%％]+[)）]?$")
_GROUPED = re.compile(r"[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_AMOUNT_AFTER = re.compile(r"(?<=[^\d.,])-?\d[\d,]*\.\d+$")
_AMOUNT_BEFORE = re.compile(r"-?\d[\d,]*\.\d+(?=[^\d.,])")
NOWHERE = -1


def keep_whole(owner: Ints, glyphs: Glyphs, cells: Floats, turns: Ints) -> Ints:
    """Give every word to one cell.

    Args:
        owner: the cell that holds the middle of each glyph, or NOWHERE.
        glyphs: upright glyphs in the order they were drawn, page after page.
        cells: boxes of the cells, (n, 4).
        turns: glyphs, the first one left out, with which a page begins.

    Returns:
        The cells with the words that run over a ruling brought together.
    """
    if len(glyphs) < 2 or not len(cells):
        return owner
    touching, torn, parted = _pairs(owner, glyphs, cells, turns)
    for place in np.flatnonzero(parted).tolist():
        torn[place] = _is_padded(owner, glyphs, cells, touching, place)
    if not torn.any():
        return owner
    mended = owner.copy()
    for begin, stop in _words(touching, torn):
        start, end = _without_amounts_beside(owner, glyphs, cells, begin, stop)
        mended[start:end] = _cell(owner[start:end], glyphs.box[start:end], _text(glyphs, start, end), cells)
    return mended


def _pairs(owner: Ints, glyphs: Glyphs, cells: Floats, turns: Ints) -> tuple[Bools, Bools, Bools]:
    """Tell of each glyph and the next whether they touch, whether a ruling tears them apart, or stands between."""
    box, seen = glyphs.box, glyphs.ink
    width, height = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    em = np.where(glyphs.code > 0x2E7F, width, np.minimum(2 * width, height))
    size = np.maximum(np.maximum(em[:-1], em[1:]), 1.0)
    ink = ~glyphs.blank
    overlap, gap = (seen[1:, 0] - seen[:-1, 2]) / size, (box[1:, 0] - box[:-1, 2]) / size
    middle = (box[:, 1] + box[:, 3]) / 2
    near = (overlap > TOUCHING[0]) & (gap < TOUCHING[1]) & (np.abs(np.diff(middle)) < LEVEL * size)
    touching = near & ink[:-1] & ink[1:]
    touching[turns[(turns > 0) & (turns < len(ink))] - 1] = False
    here, there = owner[:-1], owner[1:]
    edge = np.where(here == NOWHERE, cells[there, 0], cells[here, 2])
    astride = (seen[:-1, 2] > edge + ASTRIDE * size) | (seen[1:, 0] < edge - ASTRIDE * size)
    apart = touching & (here != there)
    # Side by side on one line, but in cells one above the other: the ruling cuts through the line.
    stacked = edge > (box[1:, 0] + box[1:, 2]) / 2
    torn = apart & (astride | stacked | (np.minimum(here, there) == NOWHERE))
    return touching, torn, apart & ~torn


def _is_padded(owner: Ints, glyphs: Glyphs, cells: Floats, touching: Bools, place: int) -> bool:
    """Tell whether the words before and after a ruling that they touch are one word.

    Two words would each have the same space on both sides in their cells: none. One amount goes on where it was, and
    two would meet on the ruling.
    """
    before, after = place, place + 1
    while before and touching[before - 1] and owner[before - 1] == owner[place]:
        before -= 1
    while after < len(touching) and touching[after] and owner[after + 1] == owner[place + 1]:
        after += 1
    left = glyphs.box[before, 0] - cells[owner[place], 0]
    right = cells[owner[place + 1], 2] - glyphs.box[after, 2]
    size = glyphs.box[place, 3] - glyphs.box[place, 1]
    if _is_one_amount(owner, glyphs, cells, size, (before, place, after)):
        return True
    padding = PADDING * size
    alike = (glyphs.code[place] > 0x2E7F) == (glyphs.code[place + 1] > 0x2E7F)
    return bool(alike and left > padding and right > padding)


def _is_one_amount(owner: Ints, glyphs: Glyphs, cells: Floats, size: float, word: tuple[int, int, int]) -> bool:
    """Tell whether digits before a ruling and after it make one amount that is written on without a step.

    Args:
        owner: the cell of each glyph.
        glyphs: upright glyphs in the order they were drawn.
        cells: boxes of the cells.
        size: height of the glyphs.
        word: the first glyph, the last before the ruling, and the last.
    """
    begin, place, end = word
    here, there = float(glyphs.box[place, 2]), float(glyphs.box[place + 1, 0])
    off = min(abs(here - cells[owner[place], 2]), abs(there - cells[owner[place + 1], 0]))
    exact = EXACT * size
    return bool(abs(there - here) < exact < off and _GROUPED.match(_text(glyphs, begin, end + 1)))


def _words(touching: Bools, torn: Bools) -> Iterator[tuple[int, int]]:
    """Yield start and end of every run of touching glyphs that is torn somewhere."""
    breaks = np.concatenate(([0], np.flatnonzero(~touching) + 1, [len(touching) + 1]))
    places = np.unique(np.searchsorted(breaks, np.flatnonzero(torn), side="right"))
    yield from zip(breaks[places - 1].tolist(), breaks[places].tolist(), strict=True)


def _text(glyphs: Glyphs, start: int, end: int) -> str:
    return "".join(map(chr, glyphs.code[start:end].tolist()))


def _without_amounts_beside(owner: Ints, glyphs: Glyphs, cells: Floats, start: int, end: int) -> tuple[int, int]:
    """Leave alone an amount that stands whole in a cell beside, and that a label only happens to reach."""
    text = _text(glyphs, start, end)
    after, before = _AMOUNT_AFTER.search(text), _AMOUNT_BEFORE.match(text)
    if after and _is_beside(owner[start], owner[start + after.start() : end], cells):
        end = start + after.start()
    if before and _is_beside(owner[end - 1], owner[start : start + before.end()], cells):
        start += before.end()
    return start, end


def _is_beside(cell: int, amount: Ints, cells: Floats) -> bool:
    """Tell whether an amount stands whole in one cell that is to the left or right of another."""
    there = amount[0]
    if (amount != there).any() or min(there, cell) == NOWHERE:
        return False
    return bool(cells[there, 0] > cells[cell, 2] - 1 or cells[there, 2] < cells[cell, 0] + 1)


def _cell(owner: Ints, box: Floats, text: str, cells: Floats) -> int:
    """Choose the cell of a word: where it is centred, else where a number ends, else where it begins."""
    inside = owner[owner != NOWHERE]
    if 2 * len(inside) < len(owner):
        return NOWHERE  # text of the page that touches a table
    first, last = int(inside[0]), int(inside[-1])
    if first == last or cells[first, 2] > cells[last, 0] + 1:
        values, counts = np.unique(inside, return_counts=True)
        return int(values[counts.argmax()])
    left, right = float(box[0, 0]), float(box[:, 2].max())
    size = float(np.median(box[:, 3] - box[:, 1]))
    for cell in dict.fromkeys(inside.tolist()):
        x0, x1 = cells[cell, 0], cells[cell, 2]
        if left < x0 and right > x1 and abs((left + right) - (x0 + x1)) / 2 < CENTRED * size:
            return int(cell)
    return last if _NUMBER.match(text) and owner[-1] != NOWHERE else first
