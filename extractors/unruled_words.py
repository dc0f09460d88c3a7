"""Words on baselines: what tables without rulings are made of, and which runs of lines can be such a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np

from extractors.page import UNMAPPED, Floats, Glyphs, Ints, Page
from schemas.text import fold
from schemas.vocabulary import vocabulary

#: A gap wider than this many character sizes parts two words.
WORD = 0.5
#: And between a figure and a label wider than this.
TIGHT = 0.2
#: In text set without gaps a gap wider than this parts two headers or labels whose boxes touch.
SOLID, SEAM = 0.08, 0.28
#: Characters whose middles differ by more than this share of their size stand on two lines.
SAME_LINE = 0.4
#: Baselines nearer than this many character sizes are lines of one row.
HALF = 0.9
#: A blank strip higher than this many character sizes ends a table.
STRIP = 4.5
#: A title stands in one of so many lines above.
ABOVE = 3
#: A word wider than this share of the page, with a stop in it, is prose.
WIDE = 0.4

AMOUNT = re.compile(r"[-(]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)\)?%?")
NUMBER = re.compile(r"-?\d+")
DASH = re.compile(r"-{1,3}|/")
ROW_START = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)(?=.)|\d{1,2}[.、](?!\d)|其中:|\[?\d{3}(?:\d\d){0,2}(?![\d年])"
)
_STOP = re.compile(r"[，。；]")
_SENTENCE = re.compile(r"[。；]$")
_META = re.compile(
    r"(?:单\s*位|部\s*门|代码|编码|日期|名称)(?:\((?:部门|单位|盖章|公章)\))?[:]|[:](?:亿|万|千)?元$|^\(?(?:亿|万|千)?元\)?$"
)
_UNIT = re.compile(r"单位:(?:人民币)?[亿万千]?元")
_CAPTION = re.compile(
    r"(?:表|一览|明细|清单)(?:\([^)]*\))?$|^(?!\d+$)(?:公开|附)?表?\d+(?:-\d+)*表?$|^(?:备?注|说明):|^第.{1,3}部分"
)
_FOLIO = re.compile(r"[-~·]*(?:第?\d{1,4}页?)[-~·]*(?:/\d+|共\d+页)?")
_BARE = re.compile("[合总]计|无|空")
_LEADER = re.compile(r"[.．·…]{4,}")


@dataclass(frozen=True, slots=True)
class Word:
    """Characters of one line without a gap between them.

    Attributes:
        x0, x1: left and right edge in points; ``y`` its middle, ``size`` the size of the type.
        glyphs: its characters, as indexes into the glyphs of the page.
        folded: the text for comparison.
    """

    x0: float
    x1: float
    y: float
    size: float
    text: str
    glyphs: tuple[int, ...]
    folded: str

    @property
    def is_amount(self) -> bool:
        """Whether it is a figure with decimals or thousands."""
        return AMOUNT.fullmatch(self.folded) is not None

    @property
    def is_figure(self) -> bool:
        """Whether it can stand in a column of figures."""
        return self.is_amount or NUMBER.fullmatch(self.folded) is not None or DASH.fullmatch(self.folded) is not None

    @property
    def middle(self) -> float:
        """Where its middle is."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words of one baseline, left to right; ``y`` is their middle."""

    y: float
    size: float
    words: tuple[Word, ...]

    @property
    def counts(self) -> bool:
        """Whether a figure stands beside something else."""
        return len(self.words) > 1 and any(word.is_amount for word in self.words)


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that can be a table on one page.

    Attributes:
        head: lines of the header, none on a page that goes on with a table.
        body: the rest.
        tail: lines under it that belong to it if it goes on overleaf.
        titled: whether a title, a number or a unit stands close above.
    """

    page: int
    head: tuple[TextLine, ...]
    body: tuple[TextLine, ...]
    tail: tuple[TextLine, ...] = ()
    titled: bool = True

    @property
    def top(self) -> float:
        """Upper end in points."""
        first = (self.head or self.body)[0]
        return first.y - 0.75 * first.size

    @property
    def bottom(self) -> float:
        """Lower end in points."""
        last = (self.body or self.head)[-1]
        return last.y + 0.75 * last.size


def text_lines(glyphs: Glyphs, chosen: Sequence[int]) -> list[TextLine]:
    """Return the lines of some upright glyphs, top to bottom."""
    if not len(chosen):
        return []
    index = np.asarray(chosen, np.intp)
    index = index[~glyphs.blank[index]]
    box = glyphs.box[index]
    wide = glyphs.code[index] > 0x2E7F
    width, height = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    em = np.where(wide, width, np.minimum(2 * width, height)).clip(1.0)
    middle = (box[:, 1] + box[:, 3]) / 2
    lines: list[TextLine] = []
    row: list[int] = []
    mean = 0.0
    for place in np.argsort(middle, kind="stable").tolist():
        at = float(middle[place])
        if row and at - mean > SAME_LINE * min(max(em[row[0]], 4.0), max(em[place], 4.0)):
            lines.append(_line(glyphs, index, row, em))
            row = []
        row.append(place)
        mean += (at - mean) / len(row)
    if row:
        lines.append(_line(glyphs, index, row, em))
    return lines


def _line(glyphs: Glyphs, index: Ints, row: list[int], em: Floats) -> TextLine:
    box = glyphs.box
    size = float(median(em[row]))
    order = sorted(row, key=lambda place: box[index[place], 0])
    parts: list[list[int]] = []
    end = -1e9
    for place in order:
        glyph = int(index[place])
        if not parts or box[glyph, 0] - end > WORD * size:
            parts.append([])
        parts[-1].append(glyph)
        end = max(end, float(box[glyph, 2]))
    y = float(np.mean((box[index[row], 1] + box[index[row], 3]) / 2))
    return TextLine(y, size, tuple(_word(glyphs, part, size) for part in parts))


def _word(glyphs: Glyphs, part: list[int], size: float) -> Word:
    y = float(np.mean((glyphs.box[part, 1] + glyphs.box[part, 3]) / 2))
    text = "".join(UNMAPPED if glyphs.unmapped[i] else chr(glyphs.code[i]) for i in part)
    x0, x1 = float(glyphs.box[part, 0].min()), float(glyphs.box[part, 2].max())
    return Word(x0, x1, y, size, text, tuple(part), fold(text))


def regions(page: Page, lines: Sequence[TextLine]) -> list[Region]:
    """Return the runs of lines in which figures stand beside labels, each with the lines above that can head it."""
    breaks = [_breaks(line, page.width) for line in lines]
    found: list[Region] = []
    at = 0
    while at < len(lines):
        if breaks[at] or not lines[at].counts:
            at += 1
            continue
        first = _reach(lines, breaks, at, -1)
        last = _last(lines, breaks, at)
        end = _reach(lines, breaks, last, 1)
        region = _parted(page, lines[first : last + 1], lines[last + 1 : end + 1])
        found.append(replace(region, titled=_is_titled(lines, first)))
        at = last + 1
    taken = [(region.top, region.bottom) for region in found]
    blank = [
        _blank(page, lines, breaks, i)
        for i, line in enumerate(lines)
        if _UNIT.search("".join(w.folded for w in line.words))
    ]
    found += [r for r in blank if r is not None and not any(r.top < b and a < r.bottom for a, b in taken)]
    return sorted(found, key=lambda region: region.top)


def _is_titled(lines: Sequence[TextLine], first: int) -> bool:
    """Tell whether one of the lines close above a table is its title, its number or its unit."""
    for line in reversed(lines[max(0, first - ABOVE) : first]):
        if lines[first].y - line.y > ABOVE * STRIP * line.size:
            return False
        whole = fold("".join(word.text for word in line.words))
        if _META.search(whole) or _CAPTION.search(whole):
            return True
    return False


def _blank(page: Page, lines: Sequence[TextLine], breaks: Sequence[bool], unit: int) -> Region | None:
    """Return the header under a line that tells the unit, where no figures follow: an empty table."""
    if unit + 1 >= len(lines) or breaks[unit + 1] or lines[unit + 1].y - lines[unit].y > STRIP * lines[unit].size:
        return None
    end = _reach(lines, breaks, unit + 1, 1)
    return _parted(page, lines[unit + 1 : end + 1], ())


def _breaks(line: TextLine, width: float) -> bool:
    """Tell a line that stands in no table: prose, contents, the lines above a table and the notes under it."""
    whole = fold("".join(word.text for word in line.words))
    if _LEADER.search(whole) or _META.search(whole) or _CAPTION.search(whole):
        return not (line.counts and len(line.words) > 2)
    if _is_folio(line, whole):
        return True
    prose = any(_STOP.search(word.text) and word.x1 - word.x0 > WIDE * width for word in line.words)
    return prose or (len(line.words) == 1 and _SENTENCE.search(line.words[0].text) is not None)


def _is_folio(line: TextLine, whole: str) -> bool:
    """Tell the number of a page; two numbers side by side are row numbers of two sides."""
    numbers = sum(word.folded.isdigit() for word in line.words)
    return len(line.words) <= 3 and (numbers < 2 or "/" in whole or "共" in whole) and bool(_FOLIO.fullmatch(whole))


def _reach(lines: Sequence[TextLine], breaks: Sequence[bool], start: int, step: int) -> int:
    """Return how far lines go on from one without a break or a blank strip."""
    at = start
    while 0 <= at + step < len(lines) and not breaks[at + step]:
        if abs(lines[at + step].y - lines[at].y) > STRIP * max(lines[at].size, lines[at + step].size):
            # Blank rows: the total under them stands where the figures above do.
            known = [word.x1 for line in lines[start : at + 1] for word in line.words if word.is_amount]
            totals = [word.x1 for word in lines[at + step].words if word.is_amount] if step > 0 else []
            if not any(abs(a - b) < 1.0 for a in known for b in totals):
                break
        at += step
    return at


def _last(lines: Sequence[TextLine], breaks: Sequence[bool], start: int) -> int:
    """Return the last line: the last with figures, and what a wrapped label leaves under it."""
    end = _reach(lines, breaks, start, 1)
    last = max(i for i in range(start, end + 1) if lines[i].counts)
    while last < end:
        below, line = lines[last + 1], lines[last]
        beside = len(below.words) > 1
        wrapped = below.y - line.y < 1.52 * line.size and below.words[0].x1 < 0.6 * max(w.x1 for w in line.words)
        if not beside and not wrapped:
            break
        last += 1
    return last


def is_numbers(line: TextLine) -> bool:
    """Tell a row that numbers the columns: ※ ※ 1 2 3, 栏次 1 2."""
    numbers = [int(w.folded) for w in line.words if w.folded.isdigit() and len(w.folded) < 3]
    marks = sum(vocabulary().number_marks.fullmatch(w.folded) is not None for w in line.words)
    steps = all(b - a == 1 for a, b in pairwise(numbers))
    return len(numbers) > 1 and steps and len(numbers) + marks == len(line.words)


def _parted(page: Page, lines: Sequence[TextLine], tail: Sequence[TextLine]) -> Region:
    """Part header and body: the body begins with the first line of figures, codes, numbers or numbered labels."""
    lines = [_resplit(page.glyphs, line) for line in lines]
    body = next((i for i, line in enumerate(lines) if _opens_body(line) and not _is_above_header(lines, i)), len(lines))
    while body and body < len(lines) and _is_upper_half(lines, body - 1):
        body -= 1
    return Region(page.number, tuple(lines[:body]), tuple(lines[body:]), tuple(tail))


def _is_upper_half(lines: Sequence[TextLine], at: int) -> bool:
    """Tell the first line of a label wrapped around its figures: nearer to the next line than two rows can be."""
    line, below = lines[at], lines[at + 1]
    size = max(line.size, below.size)
    apart = at == 0 or below.y - line.y < line.y - lines[at - 1].y
    return apart and below.y - line.y < HALF * size and not any(word.is_figure for word in line.words)


def _is_above_header(lines: Sequence[TextLine], at: int) -> bool:
    """Tell a line above further headers, before any figure: 其中：教育收费 heads a column as well."""
    for line in lines[at:]:
        if line.counts or is_numbers(line) or any(word.folded.isdigit() for word in line.words):
            return False
        if sum(vocabulary().is_header_word(word.folded) for word in line.words) > 1:
            return True
    return False


def _opens_body(line: TextLine) -> bool:
    if line.counts or is_numbers(line):
        return True
    bare = len(line.words) == 1 and _BARE.fullmatch(line.words[0].folded)
    return bool(bare) or any(ROW_START.match(word.folded) or word.folded.isdigit() for word in line.words)


def _resplit(glyphs: Glyphs, line: TextLine) -> TextLine:
    """Set figures apart from the label that they nearly touch."""
    words: list[Word] = []
    for word in line.words:
        rest = word
        while (cut := _cut(glyphs, rest)) is not None:
            words.append(_word(glyphs, list(rest.glyphs[:cut]), rest.size))
            rest = _word(glyphs, list(rest.glyphs[cut:]), rest.size)
        words.append(rest)
    return TextLine(line.y, line.size, tuple(words))


def _cut(glyphs: Glyphs, word: Word) -> int | None:
    """Return where a figure ends or begins within a word."""
    for at in range(1, len(word.glyphs)):
        before, after = word.glyphs[at - 1], word.glyphs[at]
        gap = float(glyphs.box[after, 0] - glyphs.box[before, 2])
        if gap <= TIGHT * word.size:
            continue
        if gap > SEAM * word.size and _is_seam(glyphs, word, at):
            return at
        left, right = fold(word.text[:at]), fold(word.text[at:])
        # 1 234.56 is one figure with a space in it, 12.34 56.78 are two.
        figure = AMOUNT.fullmatch(left) and ("." in left or not right[0].isdigit())
        plain = NUMBER.fullmatch(left) or DASH.fullmatch(left)
        bare = plain and ROW_START.match(right) and not right[0].isdigit()
        if figure or bare or (AMOUNT.fullmatch(right) and not left[-1].isdigit()):
            return at
    return None


def _is_seam(glyphs: Glyphs, word: Word, at: int) -> bool:
    """Tell a gap between ideographs, or an ideograph and a number, on both sides of which the text has none."""
    if not _is_ideograph(word.text[at - 1]) or not (_is_ideograph(word.text[at]) or word.text[at:].isdigit()):
        return False
    box = glyphs.box
    gaps = [float(box[b, 0] - box[a, 2]) for i, (a, b) in enumerate(pairwise(word.glyphs), 1) if i in (at - 1, at + 1)]
    return all(gap < SOLID * word.size for gap in gaps)


def _is_ideograph(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"
