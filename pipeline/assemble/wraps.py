"""Does a printed line go on in the next one: margins, fullness, indentation, punctuation, and words in doubt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Protocol

from extractors.lines import tidy
from pipeline.assemble.contents import Place
from schemas.text import strip_ordinal
from schemas.values import value

#: A line starts indented when it begins this many characters right of the margin.
INDENT = 0.9
#: Room that autospacing between Chinese and digits takes at most on a line, in characters.
SLACK = 0.7
#: Up to this many characters short of the margin a line may still be a full one.
DOUBT = 2.5
#: Farther from the margin than this, a line is not full whatever its words say.
FAR = 6.0
#: Lines that a program has set to one edge end this close together, in points.
SHARP = 1.0

_OPENERS = "“‘（《〈「『【〔(["
_CLOSERS = "，。、；：！？”’）》〉」』】〕,.;:!?)%％"
_UNIT = re.compile(
    rf"[{re.escape(_OPENERS)}]*(?:[A-Za-z0-9.,%％+-]+\s*(?:万元|亿元|元|年|月|日|个|人|辆|台|项|次|家|万)?|.)[{re.escape(_CLOSERS)}]*"
)
#: Nothing holds these two together.
_TWO_WORDS = re.compile(r"[一-鿿]{2}")
_BEHIND_END = "”’）》」』】)"
_SENTENCE_END = "。！？!?"
_TERMINAL = f"{_SENTENCE_END}；：;:"
_PAUSE = ("，", "、", ",", "（", "“", "《")
_NOTE = re.compile(r"^\s*(?:备?\s*注|说\s*明|附\s*注)\s*\d*\s*[:：]")
_CHINESE = re.compile(r"[一-鿿]+")


@value
class Row:
    """One printed line of the text.

    Attributes:
        place: page and index among the page's lines outside grids.
        text: the line, tidied.
        x0, y0, x1, y1: its box in points.
        size: character size in points.
        after_table: a grid stands between the line before and this one.
    """

    place: Place
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    after_table: bool = False


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the text of a page stands, in points.

    Attributes:
        left, right: edges of the text.
        pitch: distance of the lines inside a paragraph in a document that parts paragraphs by space and not by
            indentation; None where they are indented.
    """

    left: float
    right: float
    pitch: float | None = None


class WordTest(Protocol):
    """Tells whether two texts joined make a word across the joint."""

    def __call__(self, left: str, right: str) -> bool:
        """Test the joint between ``left`` and ``right``."""
        ...


def find_margins(rows: Sequence[Row], widths: Mapping[int, float], body_size: float) -> dict[int, Margins]:
    """Return the margins of every page with text.

    A page's own lines decide where enough of them reach an edge; else the margins usual on pages of its width.
    """
    by_page: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.size < 1.12 * body_size:
            by_page[row.place[0]].append(row)
    right = {page: _right(found, widths[page]) for page, found in by_page.items()}
    usual_right = _usual({p: r for p, r in right.items() if r is not None}, widths, last=True)
    sharp = {page: edge for page, edge in right.items() if edge is not None and _is_sharp(by_page[page], edge)}
    for page, found in by_page.items():
        edge = right[page]
        beyond = [
            e for p, e in sharp.items() if abs(widths[p] - widths[page]) < 1 and edge and e - edge > found[0].size
        ]
        # Two lines that end near each other by chance, on a page of a document set to an edge farther out.
        if edge is not None and page not in sharp and len(beyond) > 1 and not _turns(found, edge):
            right[page] = None
    left: dict[int, float | None] = {}
    for page, found in by_page.items():
        edge = right[page] or usual_right.get(round(widths[page]), widths[page] * 0.88)
        left[page] = _left(found, edge)
    usual_left = _usual({p: x for p, x in left.items() if x is not None}, widths, last=False)
    margins: dict[int, Margins] = {}
    for page in widths:
        lines = by_page.get(page, [])
        low = left.get(page)
        if low is None:
            own = min((row.x0 for row in lines), default=None)
            usual = usual_left.get(round(widths[page]))
            low = min((x for x in (own, usual) if x is not None), default=widths[page] * 0.12)
        high = right.get(page)
        if high is None:
            reach = max((row.x1 for row in lines), default=0.0)
            high = max(reach, usual_right.get(round(widths[page]), widths[page] - low))
        margins[page] = Margins(low, high)
    pitch = _block_pitch(rows, margins)
    return {page: Margins(found.left, found.right, pitch) for page, found in margins.items()}


def _block_pitch(rows: Sequence[Row], margins: Mapping[int, Margins]) -> float | None:
    """Return the usual line distance when new paragraphs are rarely indented, else None."""
    indented: list[bool] = []
    pitches: list[float] = []
    for a, b in pairwise(rows):
        edges = margins[a.place[0]]
        if a.place[0] != b.place[0] or b.after_table:
            continue
        short = (edges.right - a.x1) / a.size
        if short > DOUBT and ends_sentence(a.text):
            indented.append((b.x0 - edges.left) / b.size >= INDENT)
        elif short <= SLACK:
            pitches.append(b.y0 - a.y0)
    if len(indented) < 3 or sum(indented) > 0.4 * len(indented) or not pitches:
        return None
    return median(pitches)


def _is_sharp(rows: Sequence[Row], edge: float) -> bool:
    """Tell whether two lines end at the very same place, as set text does, and not only near each other."""
    return sum(abs(row.x1 - edge) <= SHARP for row in rows) >= 2


def _turns(rows: Sequence[Row], edge: float) -> bool:
    """Tell whether a line that reaches an edge goes on in one that begins left of it."""
    return any(a.x1 > edge - 1.7 * a.size and b.x0 < a.x0 - 0.5 * a.size for a, b in pairwise(rows))


def _right(rows: Sequence[Row], width: float) -> float | None:
    """Return where lines end when two or more reach about the same place far right."""
    ends = sorted((row.x1 for row in rows), reverse=True)
    for end, row_size in zip(ends, [row.size for row in sorted(rows, key=lambda r: -r.x1)], strict=True):
        if end < 0.6 * width:
            return None
        if sum(other > end - row_size for other in ends if other <= end) >= 2:
            return end
    return None


def _left(rows: Sequence[Row], right: float) -> float | None:
    """Return the place where lines begin that follow a full one, when there are such lines."""
    starts = [
        b.x0
        for a, b in pairwise(rows)
        if a.x1 > right - 1.7 * a.size and b.x0 < a.x0 + 0.5 * a.size and not b.after_table
    ]
    return min(starts) if starts else None


def _usual(found: Mapping[int, float], widths: Mapping[int, float], *, last: bool) -> dict[int, float]:
    """Return the commonest edge for each page width; of equals the outermost."""
    count: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for page, x in found.items():
        count[round(widths[page])][round(x / 3)] += 1
    sign = 1 if last else -1
    return {width: 3.0 * max(bins, key=lambda b: (bins[b], sign * b)) for width, bins in count.items()}


def is_note(text: str) -> bool:
    """Tell whether a line opens a note (注：, 说明：)."""
    return bool(_NOTE.match(text))


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends with a full stop or its like."""
    return _last_sign(text) in _SENTENCE_END


def _last_sign(text: str) -> str:
    """Return the last sign of a text before what closes behind a full stop."""
    return text.rstrip(_BEHIND_END)[-1:] or " "


def continues(a: Row, b: Row, at: tuple[Margins, Margins], numbers_on: bool, makes_word: WordTest) -> bool:
    """Tell whether line ``b`` continues the paragraph of line ``a``.

    Args:
        a: the line above.
        b: the next line of the text.
        at: the margins of the pages of ``a`` and ``b``.
        numbers_on: ``b`` begins with the ordinal that follows the last one of its kind.
        makes_word: asked only where geometry leaves doubt.
    """
    if is_note(b.text) or not _same_type(a, b):
        return False
    terminal = _last_sign(a.text) in _TERMINAL
    short = (at[0].right - a.x1) / a.size
    need = unit_width(b.text)
    full = short <= need + SLACK
    indent = (b.x0 - at[1].left) / b.size
    ordinal = strip_ordinal(b.text)[0]
    if indent >= INDENT:
        level = abs(b.x0 - a.x0) < 0.3 * b.size and a.place[0] == b.place[0]
        return level and full and not terminal and ordinal is None and makes_word(a.text, b.text)
    if ordinal is not None and terminal and (numbers_on or indent > 0.3):
        return False
    if (b.after_table or _space_between(a, b, at[0].pitch)) and ends_sentence(a.text):
        return False
    if full:
        return True
    if terminal:
        return False
    if short <= need + DOUBT:
        return ordinal is None or a.text.endswith(_PAUSE)
    if a.text.endswith(_PAUSE):
        return ordinal is None
    return short <= FAR and ordinal is None and makes_word(a.text, b.text)


def _space_between(a: Row, b: Row, pitch: float | None) -> bool:
    """Tell whether more space than usual parts two lines, in a document that parts paragraphs so."""
    return pitch is not None and a.place[0] == b.place[0] and b.y0 - a.y0 > 1.2 * pitch


def _same_type(a: Row, b: Row) -> bool:
    """Tell whether two lines are set in one size; a line without Chinese does not tell its own."""
    alike = abs(a.size - b.size) <= 0.1 * max(a.size, b.size)
    return alike or not (_CHINESE.search(a.text) and _CHINESE.search(b.text))


def unit_width(text: str) -> float:
    """Return the width in characters of what cannot be broken at the start of a line."""
    if _TWO_WORDS.match(text):
        return 1.0
    match = _UNIT.match(tidy(text))
    return sum(1.0 if c > "\u2e7f" or c in "“”‘’…—" else 0.5 for c in match.group()) if match else 1.0
