"""The lines above a grid → number, title, unit and agency line of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.lines import join_wraps, tidy
from extractors.page import Grid, Line
from pipeline.assemble.table import Caption

#: At most this many lines above a grid can belong to it.
MAX_LINES = 8
#: A title is at most this long, in characters.
MAX_TITLE = 60

# 表一般公共预算… and 表三公经费… begin with a number only up to the word.
_ORDINAL = r"(?:[\d０-９]+|[一二三四五六七八九十]+(?!般|公经费))"
_COUNT = rf"{_ORDINAL}(?:\s*[-—－–.]\s*{_ORDINAL})*(?:[（(]\d+[）)])?"
_SERIES = r"(?:附件?|公开|预算|决算|部门|单位|财政|财预|财决|[A-Z]{1,3})"
_NUMBER = re.compile(
    rf"^\s*((?:{_SERIES}\s*)*+(?:表\s*{_COUNT}|{_COUNT}\s*表)|附件\s*{_COUNT}|附表(?=\s|$))\s*[:：]?\s*"
)
_BARE_NUMBER = re.compile(r"^(\d{1,2}(?:[-—－–]\d{1,2})+)$")
_UNIT = re.compile(r"(?:金额)?单\s*位\s*[:：]?\s*[(（]?\s*(?:人民币)?\s*(亿元|万元|千元|百元|元)")
_UNIT_ALONE = re.compile(r"^[(（]\s*(亿元|万元|千元|元)\s*[)）]$")
_UNIT_IN_TITLE = re.compile(r"[(（](?:(?:金额)?单\s*位\s*[:：]?\s*)?(亿元|万元|千元|元)[)）]\s*$")
_UNIT_BEHIND_TITLE = re.compile(r"^[^:：]*表\s*[（(]\s*(?:金额)?单\s*位")
_AGENCY = re.compile(
    r"^(?:编制|填报|预算|决算|公开|主管)?\s*(?:部\s*门|单\s*位)(?:[（(](?:部门|单位)[）)])?(?:名称)?"
    r"(?:[（(](?:盖章|公章)[）)])?\s*[:：]\s*(.*)$"
)
_META = re.compile(
    r"(?:部\s*门|单\s*位|编码|代码|时间|日期)(?:[（(](?:部门|单位|盖章|公章)[）)])?(?:名称)?\s*[:：]|[:：]\s*(?:亿|万|千)?元\s*$"
)
_DATE = re.compile(
    r"^[（(]?\s*(?:20\d\d|二[〇○零][一二三四五六七八九〇○零]{2})\s*年\s*(?:度|\d{1,2}\s*月\s*(?:\d{1,2}\s*日)?)?\s*[）)]?$"
)
_TITLE_END = re.compile(r"(?:表|表格|一览|明细|清单)\s*(?:[（(〔\[【][^）)〕\]】]*[）)〕\]】]\s*)*$")
_HEADING = re.compile(
    r"^\s*第\s*[一二三四五六七八九十\d]+\s*部\s*分|^\s*[（(]?[一二三四五六七八九十]+[）)、]|目\s*录\s*$"
)
_PART = re.compile(r"^\s*第\s*[一二三四五六七八九十\d]+\s*部\s*分|目\s*录\s*$")
#: 支出情况详见下表: a sentence that points at a table is not its title.
_POINTS = re.compile(r"[，。；;]|(?:见|如|详见|下列?|上列?|后附)\s*表$|^(?:具体|详细)?(?:情况)?(?:详见|参见|见)")
#: Contents: leaders, or a page number that a gap sets apart.
_CONTENTS = re.compile(r"[.．·]{3,}|…|表\s+\d{1,3}$")
_SENTENCE_END = re.compile(r"[。；;，,：:]\s*$")
_CONTINUED = re.compile(r"[（(]\s*续(?:表|上表)?\s*\d*\s*[）)]|^续表")
_NOTE = re.compile(r"^\s*(?:备?\s*注|说\s*明|附\s*注)\s*\d*\s*[:：]")
_BODY = re.compile(r"(?:局|委|委员会|办公室|厅|院|中心|处|所|站|队|会|部|校|学院|政府|法院|检察院)$")


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
    reader = _Reader(lines, grid)
    for index in reversed(list(above)[-MAX_LINES:]):
        if not reader.take(index):
            break
    return reader.finish()


@dataclass(slots=True)
class _Reader:
    """What has been read upwards from a grid so far."""

    lines: Sequence[Line]
    grid: Grid
    used: list[int] = field(default_factory=list)
    title: list[tuple[int, str]] = field(default_factory=list)
    number: str | None = None
    unit: str | None = None
    agency: str | None = None
    full: bool = False

    def take(self, index: int) -> bool:
        """Take the next line up; False when it is not part of the caption."""
        line = self.lines[index]
        text = tidy(line.text)
        if self.full:
            return False
        if _is_meta(line):
            self._read_meta(line)
        elif _DATE.match(text) and not self.title:
            pass  # a day or a year between title and grid says nothing of the table
        elif not self._read_number(index, line, text) and not self._read_title(index, line, text):
            return False
        self.used.append(index)
        return True

    def _read_meta(self, line: Line) -> None:
        """Read agency, unit and, at either end of such a line, the number."""
        self.unit, self.agency = self.unit or _unit(line), self.agency or _agency(line)
        for piece in _pieces(line):
            if self.number is None and (match := _NUMBER.fullmatch(piece)):
                self.number = tidy(match.group(1))

    def _read_number(self, index: int, line: Line, text: str) -> bool:
        """Read a line that is the number, begins with it, or has it at its right end."""
        if self.number is not None:
            return False
        if match := _NUMBER.match(text) or (_BARE_NUMBER.match(text) if self.title else None):
            rest = text[match.end() :].strip()
            if rest and ((self.title and not self._goes_on(line)) or not _may_title(rest, line.text)):
                return False
            self.full = bool(rest or self.title)
            if rest:
                self.title.insert(0, (index, rest))
            self.number = tidy(match.group(1))
            return True
        *front, last = _pieces(line)
        if front and not self.title and (match := _NUMBER.fullmatch(last)) and _may_title("".join(front), line.text):
            self.title.insert(0, (index, tidy("".join(front))))
            self.number = tidy(match.group(1))
            return True
        return False

    def _read_title(self, index: int, line: Line, text: str) -> bool:
        """Read the title or, right above a wrapped one, its first half."""
        if len(text) > MAX_TITLE or _SENTENCE_END.search(text):
            return False
        if self.title:
            if _HEADING.match(text) or _BODY.search(text) or not self._goes_on(line):
                return False
        elif not (_may_title(text, line.text) and (_TITLE_END.search(text) or self._is_centred(line, text))):
            return False
        self.title.insert(0, (index, text))
        return True

    def _goes_on(self, line: Line) -> bool:
        """Tell whether a line above the title is of its type, right above it, and unfinished."""
        below = self.lines[self.title[0][0]]
        alike = abs(line.size - below.size) < 0.15 * below.size and below.box[1] - line.box[3] < 1.6 * line.size
        return alike and len(self.title) < 3 and not _TITLE_END.search(tidy(line.text))

    def _is_centred(self, line: Line, text: str) -> bool:
        """Tell a title that does not end in 表: centred over the grid, with 表 in it or a unit line below it."""
        if _HEADING.match(text):
            return False
        middle, centre = (line.box[0] + line.box[2]) / 2, (self.grid.xs[0] + self.grid.xs[-1]) / 2
        width = self.grid.xs[-1] - self.grid.xs[0]
        between = line.box[0] > self.grid.xs[0] + 0.1 * width
        return abs(middle - centre) < 0.12 * width and ("表" in text or bool(between and (self.unit or self.agency)))

    def finish(self) -> Captioned:
        """Return what was read."""
        title = join_wraps(text for _, text in self.title) or None
        unit = self.unit
        if unit is None and title and (match := _UNIT_IN_TITLE.search(title)):
            unit = match.group(1)
        return Captioned(Caption(self.number, title, unit, self.agency), tuple(sorted(self.used)))


def _pieces(line: Line) -> list[str]:
    """Return the pieces of a line that wide gaps set apart."""
    return [tidy(piece) for piece, _, _ in line.parts if piece.strip()] or [tidy(line.text)]


def _may_title(text: str, raw: str) -> bool:
    """Tell whether a line can be a title at all: no note, no sentence, no line of contents, no part of a document."""
    return not (
        not text
        or text.isdigit()
        or is_note(text)
        or _PART.match(text)
        or _POINTS.search(text)
        or _CONTENTS.search(raw.strip())
    )


def _is_meta(line: Line) -> bool:
    """Tell the line of agency and unit from a title."""
    text = line.text.strip()
    if _SENTENCE_END.search(text) or _UNIT_BEHIND_TITLE.search(text):
        return False
    return bool(_META.search(text) or _UNIT_ALONE.match(text))


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
