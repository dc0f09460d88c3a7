"""The lines above a grid → number, title, unit and agency line of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.lines import join_wraps, tidy
from extractors.page import Grid, Line
from pipeline.assemble.table import Caption

#: At most this many lines above a grid can belong to it.
MAX_LINES = 8
#: A title is at most this long, in characters.
MAX_TITLE = 60

_DIGIT = r"[\d０-９一二三四五六七八九十百]"
_NUMBER = re.compile(
    rf"^\s*((?:附\s*)?(?:公开|预算|决算|附件?)?\s*(?:表\s*{_DIGIT}+(?:\s*[-—－.]\s*{_DIGIT}+)*|{_DIGIT}+(?:[-—－.]{_DIGIT}+)*\s*表))\s*[:：]?\s*"
)
_UNIT = re.compile(r"(?:金额)?单位\s*[:：]?\s*[(（]?\s*(?:人民币)?\s*(亿元|万元|千元|百元|元)")
_UNIT_ALONE = re.compile(r"^[(（]\s*(亿元|万元|千元|元)\s*[)）]$")
_AGENCY = re.compile(
    r"^(?:编制|填报|预算|决算|公开|主管)?\s*(?:部门|单位)(?:名称)?(?:（盖章）|（公章）)?\s*[:：]\s*(.*)$"
)
_META = re.compile(r"(?:部门|单位|编码|代码|时间|日期)(?:名称)?\s*[:：]|[:：]\s*(?:亿|万|千)?元\s*$")
_TITLE_END = re.compile(r"(?:表|表格|一览|明细|清单)\s*(?:[（(〔\[【][^）)〕\]】]*[）)〕\]】]\s*)*$")
_HEADING = re.compile(
    r"^\s*第\s*[一二三四五六七八九十\d]+\s*部\s*分|^\s*[（(]?[一二三四五六七八九十]+[）)、]|目\s*录\s*$"
)
_SENTENCE_END = re.compile(r"[。；;，,：:]\s*$")
_CONTINUED = re.compile(r"[（(]\s*续(?:表|上表)?\s*\d*\s*[）)]|^续表")
_NOTE = re.compile(r"^\s*(?:备?\s*注|说\s*明|附\s*注)\s*\d*\s*[:：]")


@dataclass(frozen=True, slots=True)
class Captioned:
    """A caption and the indexes of the lines on the page that make it."""

    caption: Caption
    lines: tuple[int, ...]


def is_note(text: str) -> bool:
    """Tell whether a line opens a note to a table (注：, 说明：, 备注：)."""
    return bool(_NOTE.match(text))


def may_caption(line: Line) -> bool:
    """Tell whether a line can be the title, the number or the unit line of a table."""
    text = tidy(line.text)
    return bool(_is_meta(line) or _TITLE_END.search(text) or _NUMBER.match(text) or is_continuation_mark(text))


def is_continuation_mark(text: str) -> bool:
    """Tell whether a title says that its table continues an earlier one (续表)."""
    return bool(_CONTINUED.search(text))


def read_caption(lines: Sequence[Line], above: Sequence[int], grid: Grid) -> Captioned:
    """Read upwards from a grid until something stands there that is not its caption.

    Args:
        lines: the page's lines outside grids.
        above: indexes of the lines between the grid and what stands before it, top to bottom.
        grid: the grid they stand above; titles are centred over it.
    """
    used: list[int] = []
    title: list[int] = []
    number = unit = agency = None
    for index in reversed(list(above)[-MAX_LINES:]):
        line = lines[index]
        text = tidy(line.text)
        if not title and _is_meta(line):
            unit, agency = unit or _unit(line), agency or _agency(line)
            used.append(index)
        elif (match := _NUMBER.match(text)) and number is None and not _SENTENCE_END.search(text):
            number = tidy(match.group(1))
            used.append(index)
            rest = text[match.end() :].strip()
            if rest:
                return _finish(lines, [index, *title], used, (number, unit, agency), cut=match.end())
            if title:
                break
        elif _is_title(lines, title, line, grid):
            title.insert(0, index)
            used.append(index)
        else:
            break
    return _finish(lines, title, used, (number, unit, agency))


def _finish(
    lines: Sequence[Line],
    title: list[int],
    used: list[int],
    found: tuple[str | None, str | None, str | None],
    cut: int = 0,
) -> Captioned:
    number, unit, agency = found
    printed = [tidy(lines[i].text) for i in title]
    if cut:
        printed[0] = printed[0][cut:]
    text = join_wraps(printed) or None
    return Captioned(Caption(number, text, unit, agency), tuple(sorted(used)))


def _is_meta(line: Line) -> bool:
    """Tell the line of agency and unit from a title."""
    text = line.text.strip()
    return bool(_META.search(text) or _UNIT_ALONE.match(text)) and not _SENTENCE_END.search(text)


def _unit(line: Line) -> str | None:
    match = _UNIT.search(line.text) or _UNIT_ALONE.match(line.text.strip())
    return match.group(1) if match else None


def _agency(line: Line) -> str | None:
    """Return the agency in a line such as 编制部门：X  单位：万元; the unit of money is no agency."""
    pieces = [piece for piece, _, _ in line.parts] or [line.text]
    for at, piece in enumerate(pieces):
        match = _AGENCY.match(piece.strip())
        if not match or _UNIT.match(piece.strip()):
            continue
        name = match.group(1).strip()
        if not name and at + 1 < len(pieces):
            name = pieces[at + 1].strip()
        name = tidy(_UNIT.split(name)[0])
        if name and not _META.search(name):
            return name
    return None


def _is_title(lines: Sequence[Line], title: list[int], line: Line, grid: Grid) -> bool:
    """Tell whether a line is the title or, right above a wrapped one, its first half."""
    text = tidy(line.text)
    if not text or len(text) > MAX_TITLE or _HEADING.match(text) or _SENTENCE_END.search(text):
        return False
    if title:
        below = lines[title[0]]
        alike = abs(line.size - below.size) < 0.15 * below.size and below.box[1] - line.box[3] < 1.6 * line.size
        return alike and len(title) < 3 and not _TITLE_END.search(text)
    if is_note(text) or text.isdigit():
        return False
    middle, centre = (line.box[0] + line.box[2]) / 2, (grid.xs[0] + grid.xs[-1]) / 2
    centred = abs(middle - centre) < 0.12 * (grid.xs[-1] - grid.xs[0])
    return bool(_TITLE_END.search(text)) or (centred and "表" in text)
