"""Tables without rulings, or with rules between rows only: columns from aligned words, rows from baselines.

Figures beside labels make a table where words that forms use as headers stand above them, or where it goes on from the
page before. Prose, contents and lists have no such header.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from extractors.lines import lines_of
from extractors.page import Floats, Glyphs, Grid, Page, PageReading
from extractors.unruled_columns import Columns, Strip, body_strips, overlaps, widened, with_edges
from extractors.unruled_grid import make_grid, outer_ends
from extractors.unruled_header import Stack, named_strips, stacks
from extractors.unruled_rows import is_total
from extractors.unruled_words import Region, TextLine, is_numbers, regions, text_lines

_UNIT = re.compile(r"单\s*位\s*[:：]\s*(?:人民币)?[亿万千]?元")
#: A header has at least this many words that forms use.
HEADERS = 2
#: A table without a title, number or unit above it has at least this many lines of figures.
ROWS = 3
#: And this many, most of them, where no figures stand below.
BLANK_HEADERS = 3
#: More lines than any page of a table has.
MAX_LINES = 400
#: Figures of a ruled box beyond its first: a box with so many is a table whose rulings are missing.
CROWDED = 4
#: Pages kept in memory together at most.
MAX_RUN = 60
#: A table that goes on overleaf ends in this share of the page's height.
FOOT = 0.6
#: Headers of two pages stand at the same places when they differ by less, in points.
NEAR = 3.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page and what was read of it: the glyphs outside grids are looked through."""

    page: Page
    reading: PageReading


def is_suspect(reading: PageReading) -> bool:
    """Tell whether a page may hold a table that its rulings do not show; looks at lines that are already there."""
    counted = sum(
        len(line.parts) > 1 and any(_looks_counted(text) for text, _, _ in line.parts) for line in reading.lines
    )
    blank = not reading.grids and any(_UNIT.search(line.text) for line in reading.lines)
    return counted > 0 or blank or any(_is_crowded(grid) for grid in reading.grids)


def _looks_counted(text: str) -> bool:
    return (
        ("." in text or "," in text or "，" in text)
        and text[-1:].isdigit()
        and text[:1] in "-0123456789０１２３４５６７８９("
    )


def _is_crowded(grid: Grid) -> bool:
    """Tell a grid whose boxes hold several figures each: rulings part its rows, or its outline only."""
    beyond = 0
    for cell in grid.cells:
        parts = [text for line in cell.lines for text, _, _ in line.parts]
        if len(parts) > 1:
            beyond += max(0, sum(map(_looks_counted, parts)) - 1)
    return beyond >= CROWDED


def find_unruled(sheets: Sequence[Sheet]) -> Mapping[int, PageReading]:
    """Return the readings, by page number, of the pages on which such tables stand.

    Args:
        sheets: pages in their order, those behind one another together: tables go on over them.
    """
    found: dict[int, list[Grid]] = {}
    free: dict[int, list[int]] = {sheet.page.number: _free(sheet) for sheet in sheets}
    inks = {sheet.page.number: sheet.page.glyphs for sheet in sheets}
    pages = {sheet.page.number: sheet.page for sheet in sheets}
    for group in _groups(sheets, free):
        for number, grid in _tables(group, pages):
            found.setdefault(number, []).append(grid)
    return {
        sheet.page.number: _with(sheet, found[sheet.page.number], free[sheet.page.number], inks[sheet.page.number])
        for sheet in sheets
        if sheet.page.number in found
    }


def _free(sheet: Sheet) -> list[int]:
    """Return the glyphs that stand in no sound grid."""
    glyphs = sheet.page.glyphs
    box = glyphs.box
    x, y = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    out = glyphs.upright & ~glyphs.blank
    for grid in sheet.reading.grids:
        if not _is_crowded(grid):
            x0, y0, x1, y1 = grid.box
            out = out & ~((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))
    return [int(i) for i in np.flatnonzero(out)]


def _groups(sheets: Sequence[Sheet], free: Mapping[int, list[int]]) -> list[list[Region]]:
    """Return the regions of each table: those that go on overleaf together."""
    groups: list[list[Region]] = []
    before: Sheet | None = None
    for sheet in sheets:
        lines = text_lines(sheet.page.glyphs, free[sheet.page.number])
        here = regions(sheet.page, lines) if len(lines) <= MAX_LINES else []
        for at, region in enumerate(here):
            follows = before is not None and before.page.number == sheet.page.number - 1
            last = groups[-1] if groups and groups[-1][-1].page == sheet.page.number - 1 else None
            if at == 0 and follows and before is not None and last is not None and _goes_on(last, region, before.page):
                last[-1] = replace(last[-1], body=(*last[-1].body, *last[-1].tail), tail=())
                last.append(
                    region if _is_header(region) else replace(region, head=(), body=(*region.head, *region.body))
                )
            elif region.head and (region.body or _is_header(region)):
                groups.append([region])
        before = sheet
    return groups


def _is_header(region: Region) -> bool:
    """Tell whether the lines above the first figures head the columns."""
    return sum(head.is_known for head in stacks(region.head, ())) >= HEADERS


def _goes_on(group: Sequence[Region], region: Region, before: Page) -> bool:
    """Tell whether the first region of a page goes on with the last of the page before."""
    if group[-1].bottom < FOOT * before.height:
        return False
    if not _is_header(region):
        return True
    first = group[0].head
    pairs = list(zip(first, region.head, strict=False))
    return len(first) == len(region.head) and all(
        len(a.words) == len(b.words)
        and all(x.folded == y.folded and abs(x.x0 - y.x0) < NEAR for x, y in zip(a.words, b.words, strict=True))
        for a, b in pairs
    )


def _tables(group: Sequence[Region], pages: Mapping[int, Page]) -> list[tuple[int, Grid]]:
    """Return the grids of one table, one for each page it stands on, all with the same columns."""
    body = [line for region in group for line in region.body if not is_numbers(line)]
    first = group[0].body[:1]
    # The mark before the numbers, 栏次, stands over several columns of labels and names none.
    numbers = [Stack(((w,),)) for line in first if is_numbers(line) for w in line.words if w.folded.isdigit()]
    counted = any(line.counts for line in body)
    strips = body_strips(_without_totals(body))
    heads = stacks(group[0].head, strips)
    if sum(head.is_known for head in heads) < HEADERS or (counted and len(strips) < 2):
        return []
    if not group[0].titled and (sum(line.counts for line in body) < ROWS or not _is_all_header(heads)):
        return []
    strips = named_strips([*heads, *numbers], strips)
    leaves = [s for s in heads if not any(o.y > s.y + 0.6 * s.size and overlaps(o.strip, s.strip) for o in heads)]
    strips = widened(strips, [word for leaf in leaves for word in leaf.words])
    columns = with_edges(strips, outer_ends(group[0], pages[group[0].page]), _centres(leaves, body, strips))
    if not (_is_headed(leaves, body, columns) if counted else _is_all_header(heads)):
        return []
    found: list[tuple[int, Grid]] = []
    for region in group:
        grid = make_grid(region, columns, pages[region.page])
        if grid is None:
            return []
        found.append((region.page, grid))
    return found


def _without_totals(body: Sequence[TextLine]) -> list[TextLine]:
    """Leave out the labels of totals: centred over several columns they show none of them."""
    kept = [TextLine(line.y, line.size, tuple(w for w in line.words if not is_total((w,)))) for line in body]
    return [line for line in kept if line.words]


def _is_headed(leaves: Sequence[Stack], body: Sequence[TextLine], columns: Columns) -> bool:
    """Tell whether a known header stands over a column of figures."""
    counted = {i for line in body for word in line.words if word.is_amount for i in columns.under(word.x0, word.x1)}
    return any(leaf.is_known and counted & set(columns.under(*leaf.strip)) for leaf in leaves)


def _is_all_header(heads: Sequence[Stack]) -> bool:
    """Tell whether words without figures below are surely a header."""
    known = sum(head.is_known for head in heads)
    return known >= BLANK_HEADERS and 3 * known >= 2 * len(heads)


def _centres(leaves: Sequence[Stack], body: Sequence[TextLine], strips: Sequence[Strip]) -> list[float | None]:
    """Return the middle of what is centred in each column: the header of this column alone, or its short codes."""
    found: list[float | None] = [None] * len(strips)
    for leaf in leaves:
        over = [i for i, strip in enumerate(strips) if overlaps(strip, leaf.strip)]
        if len(over) == 1:
            found[over[0]] = (leaf.x0 + leaf.x1) / 2
    for i, strip in enumerate(strips):
        codes = [w.middle for line in body for w in line.words if w.folded.isdigit() and overlaps(strip, (w.x0, w.x1))]
        if found[i] is None and len(codes) > 1 and max(codes) - min(codes) < 2.0:
            found[i] = sum(codes) / len(codes)
    return found


def _with(sheet: Sheet, grids: Sequence[Grid], free: Sequence[int], glyphs: Glyphs) -> PageReading:
    """Return the reading with further grids, and without their lines."""
    kept = [grid for grid in sheet.reading.grids if not _is_crowded(grid)]
    box = glyphs.box
    left = [
        i
        for i in free
        if not any(g.ys[0] <= (box[i, 1] + box[i, 3]) / 2 <= g.ys[-1] and _beside(g, box[i]) for g in grids)
    ]
    # A crowded grid that was not taken apart stays as it is.
    for grid in sheet.reading.grids:
        if _is_crowded(grid) and not any(_meets(grid, other) for other in grids):
            kept.append(grid)
            x0, y0, x1, y1 = grid.box
            left = [
                i
                for i in left
                if not (x0 <= (box[i, 0] + box[i, 2]) / 2 <= x1 and y0 <= (box[i, 1] + box[i, 3]) / 2 <= y1)
            ]
    whole = sorted([*kept, *grids], key=lambda grid: (grid.ys[0], grid.xs[0]))
    return replace(sheet.reading, grids=tuple(whole), lines=lines_of(glyphs.take(np.array(left, np.intp))))


def _beside(grid: Grid, box: Floats) -> bool:
    return bool(grid.xs[0] - 1 <= (box[0] + box[2]) / 2 <= grid.xs[-1] + 1)


def _meets(a: Grid, b: Grid) -> bool:
    return min(a.ys[-1], b.ys[-1]) > max(a.ys[0], b.ys[0]) and min(a.xs[-1], b.xs[-1]) > max(a.xs[0], b.xs[0])


class Reader(Protocol):
    """An open document that gives pages."""

    def page(self, number: int) -> Page:
        """Read page ``number`` (from 1)."""
        ...


def add_unruled(reader: Reader, readings: Sequence[PageReading]) -> list[PageReading]:
    """Return the readings of a document, tables without rulings among their grids; only suspect pages are looked at.

    Args:
        reader: the open document.
        readings: in page order.
    """
    found: dict[int, PageReading] = {}
    run: list[Sheet] = []
    for reading in readings:
        suspect = is_suspect(reading)
        if run and (not suspect or len(run) >= MAX_RUN):
            found |= find_unruled(run)
            run = []
        if suspect:
            run.append(Sheet(reader.page(reading.number), reading))
    if run:
        found |= find_unruled(run)
    return [found.get(reading.number, reading) for reading in readings]
