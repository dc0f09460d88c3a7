"""Pages → printed tables: captions, continuation over pages, rows rejoined, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.lines import tidy
from extractors.page import Grid, PageReading
from pipeline.assemble.captions import Captioned, is_continuation_mark, is_note, read_caption
from pipeline.assemble.continuation import (
    IsLabel,
    Part,
    ends_in_total,
    has_no_header,
    opens_alike,
    opens_header,
    repeated_header,
    shared_edges,
    stack,
)
from pipeline.assemble.furniture import margin_lines
from pipeline.assemble.table import Caption, Join, PrintedTable

#: Notes under a table are at most this many lines.
MAX_NOTES = 6


@dataclass(frozen=True, slots=True)
class Assembled:
    """The tables of a document and the lines on each page (by index) that belong to them."""

    tables: tuple[PrintedTable, ...]
    claimed: Mapping[int, frozenset[int]]


@dataclass(slots=True)
class _Open:
    """A table under construction."""

    caption: Caption
    parts: list[Part]
    notes: list[str] = field(default_factory=list)


def assemble_tables(pages: Sequence[PageReading], is_label: IsLabel) -> Assembled:
    """Put the grids of a document together into its printed tables.

    Args:
        pages: readings in page order.
        is_label: tells whether a text is a whole name that forms print.
    """
    opened: list[_Open] = []
    claimed: dict[int, frozenset[int]] = {}
    last_closed = True
    before: PageReading | None = None
    aside = margin_lines(pages)
    for page in pages:
        used: set[int] = set()
        floor = 0.0
        for grid in page.grids:
            above = _between(page, floor, grid.ys[0], aside)
            captioned = read_caption(page.lines, above, grid)
            first_here = grid is page.grids[0]
            if not first_here:
                opened[-1].notes.extend(_notes(page, above))
            current = opened[-1] if opened and not last_closed else None
            free = [i for i in above if i not in captioned.lines]
            if (
                current is not None
                and not free
                and _continues(current, captioned, Part(page.number, grid, page.engine))
            ):
                current.parts.append(Part(page.number, grid, page.engine))
            else:
                caption = captioned.caption
                if caption.title and opened and is_continuation_mark(caption.title):
                    # Further columns of the same rows: the mark stands for the title.
                    caption = replace(
                        caption, title=opened[-1].caption.title, unit=caption.unit or opened[-1].caption.unit
                    )
                if first_here and caption.title is None and not free and before is not None:
                    left = _caption_on_page_before(before, grid, claimed, aside)
                    caption = Caption(
                        number=caption.number or left.number,
                        title=left.title,
                        unit=caption.unit or left.unit,
                        agency=caption.agency or left.agency,
                    )
                opened.append(_Open(caption, [Part(page.number, grid, page.engine)]))
            used.update(captioned.lines)
            floor = grid.ys[-1]
            last_closed = False
        below = _between(page, floor, page.height, aside)
        if page.grids and opened:
            opened[-1].notes.extend(_notes(page, below))
        if below or not page.grids:
            last_closed = bool(below)
        claimed[page.number] = frozenset(used)
        before = page
    return Assembled(tuple(_close(i, o, is_label) for i, o in enumerate(opened, 1)), claimed)


def _caption_on_page_before(
    before: PageReading, grid: Grid, claimed: dict[int, frozenset[int]], aside: Mapping[int, frozenset[int]]
) -> Caption:
    """Return the caption left alone at the foot of a page by a table that begins on the next one."""
    top = max((g.ys[-1] for g in before.grids), default=0.0)
    below = _between(before, top, before.height, aside)
    captioned = read_caption(before.lines, below, grid)
    if captioned.caption.title is None or not captioned.lines or not below or captioned.lines[-1] != below[-1]:
        return Caption()
    claimed[before.number] = claimed[before.number] | set(captioned.lines)
    return captioned.caption


def _between(page: PageReading, top: float, bottom: float, aside: Mapping[int, frozenset[int]]) -> list[int]:
    """Return the indexes of the lines whose middle lies between two heights, heads and feet of the page left out."""
    return [
        i
        for i, line in enumerate(page.lines)
        if top <= (line.box[1] + line.box[3]) / 2 <= bottom and i not in aside[page.number]
    ]


def _continues(current: _Open, captioned: Captioned, part: Part) -> bool:
    """Tell whether a grid continues the open table: same edges, and no title of its own."""
    last = current.parts[-1]
    if last.page == part.page:
        return False
    if shared_edges(_widest(current), part.grid) is None:
        return False
    caption = captioned.caption
    if caption.title and not is_continuation_mark(caption.title):
        same_title = current.caption.title is not None and tidy(caption.title) == tidy(current.caption.title)
        # A page may print the title again and leave out the header.
        return same_title and (has_no_header(part.grid) or repeated_header(current.parts[0].grid, part.grid) > 0)
    repeated = repeated_header(current.parts[0].grid, part.grid)
    if opens_header(current.parts[0].grid, part.grid) and not repeated:
        return False
    if repeated and ends_in_total(last.grid):
        return False
    if opens_alike(current.parts[0].grid, part.grid):
        return False
    return not (caption.number and caption.number != current.caption.number)


def _widest(current: _Open) -> Grid:
    return max((part.grid for part in current.parts), key=lambda grid: len(grid.xs))


def _notes(page: PageReading, below: Sequence[int]) -> list[str]:
    """Return the note lines that follow a grid."""
    found: list[str] = []
    for index in below[:MAX_NOTES]:
        text = tidy(page.lines[index].text)
        if not is_note(text):
            break
        found.append(text)
    return found


def _close(ordinal: int, opened: _Open, is_label: IsLabel) -> PrintedTable:
    cells, rows, cols, evidence = stack(opened.parts, is_label)
    joins = tuple(
        Join(
            page=part.page, same_edges=len(part.grid.xs) == len(opened.parts[0].grid.xs), header_rows=skip, row_cut=cut
        )
        for part, (skip, cut) in zip(opened.parts[1:], evidence, strict=True)
    )
    return PrintedTable(
        ordinal=ordinal,
        caption=opened.caption,
        row_count=rows,
        column_count=cols,
        cells=cells,
        page_first=opened.parts[0].page,
        page_last=opened.parts[-1].page,
        notes=tuple(opened.notes),
        joins=joins,
        reader="+".join(dict.fromkeys(part.reader for part in opened.parts)),
        finder="+".join(dict.fromkeys(part.grid.finder for part in opened.parts)),
    )
