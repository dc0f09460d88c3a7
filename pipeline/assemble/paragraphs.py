"""Lines → whole paragraphs under their headings, over wraps, pages and tables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.lines import join_wraps, tidy
from extractors.page import Box, PageReading
from pipeline.assemble.contents import Place
from pipeline.assemble.furniture import Furniture, find_furniture
from pipeline.assemble.headings import LARGE, Block, heading_ranks, heading_text, is_loose_title
from pipeline.assemble.joints import makes_word
from pipeline.assemble.run_in import RunIn
from pipeline.assemble.wraps import Margins, Row, WordTest, continues, find_margins, is_note
from schemas.text import OrdinalKind, strip_ordinal
from schemas.values import value

#: Lines of one wrapped heading stand at most this many characters apart, top to bottom.
HEADING_GAP = 1.6


@value
class Paragraph:
    """One whole paragraph.

    Attributes:
        text: its lines joined; no space inside Chinese.
        section: the headings above it, outermost first.
        section_id: what the headings name (forms of the narrative), or None.
        page_first, page_last: pages from 1.
        box: box of the first line in points.
        regions: page and box of each stretch of lines.
        lines: where each line begins in ``text`` (within a sign of the truth), its page and box.
    """

    text: str
    section: tuple[str, ...]
    section_id: str | None
    page_first: int
    page_last: int
    box: Box
    regions: tuple[tuple[int, Box], ...]
    lines: tuple[tuple[int, int, Box], ...] = ()


@dataclass(frozen=True, slots=True)
class Narrative:
    """The text of a document outside its tables."""

    paragraphs: tuple[Paragraph, ...]
    headings: tuple[tuple[Place, tuple[str, ...]], ...]
    furniture: Furniture


def read_narrative(
    pages: Sequence[PageReading], claimed: Mapping[int, frozenset[int]], words: WordTest = makes_word
) -> Narrative:
    """Assemble the paragraphs of a document.

    Args:
        pages: readings in page order.
        claimed: page number -> indexes of the lines that tables took (title, number, unit, agency).
        words: tells whether a word stands across a joint; asked where geometry leaves doubt.
    """
    furniture = find_furniture(pages, claimed)
    rows = _rows(pages, claimed, furniture)
    margins = find_margins(rows, {page.number: page.width for page in pages}, furniture.body_size)
    groups = _group(rows, margins, furniture.body_size, words)
    blocks = _blocks(groups, {page.number: page.width for page in pages})
    announced = frozenset().union(*(contents.keys for contents in furniture.contents))
    ranks = heading_ranks(blocks, furniture.body_size, announced)
    paragraphs: list[Paragraph] = []
    headings: list[tuple[Place, tuple[str, ...]]] = []
    open_headings: list[tuple[int, str]] = []
    run_in = RunIn()
    for group, block, rank in zip(groups, blocks, ranks, strict=True):
        if rank is not None:
            open_headings = [*(h for h in open_headings if h[0] < rank), (rank, heading_text(block.text))]
            headings.append((group[0].place, tuple(text for _, text in open_headings)))
            run_in = RunIn()
        elif not is_loose_title(block, furniture.body_size):
            section = tuple(text for _, text in open_headings)
            paragraphs.append(_paragraph(group, block.text, section, run_in.section_of(block.text, section)))
    return Narrative(tuple(paragraphs), tuple(headings), furniture)


def _rows(pages: Sequence[PageReading], claimed: Mapping[int, frozenset[int]], furniture: Furniture) -> list[Row]:
    """Return the lines of the text in reading order, each told whether a grid stands before it."""
    rows: list[Row] = []
    table_between = False
    for page in pages:
        taken = claimed.get(page.number, frozenset())
        tops = sorted(float(grid.ys[0]) for grid in page.grids)
        passed = 0
        order = sorted(range(len(page.lines)), key=lambda i: (page.lines[i].box[1], page.lines[i].box[0]))
        for index in order:
            line, place = page.lines[index], (page.number, index)
            above = bisect_left(tops, line.box[1])
            table_between |= above > passed
            passed = max(passed, above)
            text = tidy(line.text)
            if index in taken or place in furniture.kinds or not text:
                continue
            rows.append(Row(place, text, *line.box, line.size, after_table=table_between))
            table_between = False
        table_between |= len(tops) > passed
    return rows


def _group(rows: Sequence[Row], margins: Mapping[int, Margins], body_size: float, words: WordTest) -> list[list[Row]]:
    """Put lines that belong together into groups."""
    groups: list[list[Row]] = []
    last: dict[OrdinalKind, int] = {}
    for row in rows:
        ordinal = strip_ordinal(row.text)[0]
        numbers_on = ordinal is not None and last.get(ordinal.kind) == ordinal.value - 1
        if groups and _joins(groups[-1], row, margins, body_size, numbers_on, words):
            groups[-1].append(row)
        else:
            groups.append([row])
            if ordinal is not None:
                last[ordinal.kind] = ordinal.value
    return groups


def _joins(
    group: Sequence[Row],
    row: Row,
    margins: Mapping[int, Margins],
    body_size: float,
    numbers_on: bool,
    words: WordTest,
) -> bool:
    before = group[-1]
    if min(before.size, row.size) >= LARGE * body_size and before.place[0] == row.place[0]:
        same = abs(before.size - row.size) < 0.05 * row.size and not row.after_table
        return same and row.y0 - before.y1 < HEADING_GAP * row.size and strip_ordinal(row.text)[0] is None
    at = (margins[before.place[0]], margins[row.place[0]])
    return continues(before, row, at, numbers_on, words)


def _blocks(groups: Sequence[Sequence[Row]], widths: Mapping[int, float]) -> list[Block]:
    blocks: list[Block] = []
    for group in groups:
        first = group[0]
        middle = (first.x0 + first.x1) / 2
        blocks.append(
            Block(
                text=join_wraps(row.text for row in group),
                size=max(row.size for row in group),
                centred=abs(middle - widths[first.place[0]] / 2) < 1.5 * first.size,
                before_table=False,
            )
        )
    for at in range(len(blocks) - 1):
        if groups[at + 1][0].after_table:
            blocks[at] = replace(blocks[at], before_table=True)
    return blocks


def _paragraph(group: Sequence[Row], text: str, section: tuple[str, ...], named: str | None) -> Paragraph:
    regions: list[tuple[int, Box]] = []
    lines: list[tuple[int, int, Box]] = []
    passed = 0
    for row in group:
        page, box = row.place[0], (row.x0, row.y0, row.x1, row.y1)
        lines.append((min(passed, len(text)), page, box))
        passed += len(row.text)
        if regions and regions[-1][0] == page:
            old = regions[-1][1]
            box = (min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3]))
            regions[-1] = (page, box)
        else:
            regions.append((page, box))
    first = group[0]
    return Paragraph(
        text=text,
        section=section,
        # A note belongs to the table above it, not to the section it happens to stand in.
        section_id=None if first.after_table and is_note(text) else named,
        page_first=first.place[0],
        page_last=group[-1].place[0],
        box=(first.x0, first.y0, first.x1, first.y1),
        regions=tuple(regions),
        lines=tuple(lines),
    )
