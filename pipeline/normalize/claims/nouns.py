"""Noun chunks in front of figures → what the figure is of."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from pipeline.normalize.claims.text import Folded
from schemas.narrative import narrative_words
from schemas.openings import at_end
from schemas.text import fold, strip_ordinal
from schemas.values import value

Kind = Literal["subject", "level", "value", "sum", "empty", "change"]

_YEAR = re.compile(r"(?:19|20)\d{2}年(?:度|底|末)?")
_PATH = re.compile(r"\((?:\d{2,3})?(类|款|项)(?:级科目|级)?\)")
_LATIN = re.compile(r"[\u4e00-\u9fff]")
#: Which figure it is, at the end of a subject.
_LEVEL_TAIL = at_end(
    r"(?P<initial_budget>(?:的)?年初(?:部门)?预算(?:安排)?(?:支出)?数?)$|(?P<adjusted_budget>(?:全年|调整后?)预算(?:安排)?数?)$"
    r"|(?P<executed>(?:当年)?(?:预算)?执行数)$|(?P<final>(?<![总])(?:支出|收入)?(?<!总)决算(?:支出)?(?:数|金额)?)$"
)
_TOPIC_TAIL = re.compile(r"(?:情况)?说明$|(?<=收入)中$|(?<=支出)中$")
_CORE = re.compile(
    r"总额|总计|合计|共计|总|(?<!一般公共)(?<!基金)(?<!经营)预算|决算|数|安排|的|、|当年|本年|全年|年度|部门|各"
)
#: Names that end like a figure.
_FUND = re.compile(r"(?:一般公共|政府性基金|国有资本经营)预算$")
#: In a final account the budget is the older figure.
_BUDGET_TAIL = at_end(r"(?:支出|收入)?预算(?:安排)?数?$")
_AND = re.compile(r"[及和与](?!家庭)")
_SCOPE = re.compile(r"财政拨款|一般公共预算|拨款|财政|费用|经费|资金|费|支|收|本级")
_CODED = re.compile(r"[(\[【]?\d{3,7}[)\]】]?")
_SCOPE_MARK = re.compile(r"\((?:部门|单位|本级|机关|汇总|本部)\)")
#: A subject longer than this is a clause, not a noun.
LONGEST = 48


@value
class Noun:
    """What stands in front of a figure.

    Attributes:
        kind: a subject of its own; a word that only says which figure (level), that money is meant (value), that a
            sum follows (sum); nothing (empty); a word of change that a figure cannot follow (change).
        start, end: place of the subject in the folded text.
        text: subject as printed.
        level: which figure of the subject it is (initial_budget, final, executed …), or None.
        year: the year it names, or None.
    """

    kind: Kind
    start: int
    end: int
    text: str
    level: str | None
    year: int | None


def read_noun(folded: Folded, start: int, end: int, agency: str, *, final: bool = False) -> Noun:
    """Read a noun chunk.

    Args:
        folded: the paragraph.
        start: place of the chunk in the folded text.
        end: its end.
        agency: folded name of the agency, or ''.
        final: the figures are those of a final account.
    """
    if narrative_words().sums.fullmatch(folded.text, start, end):
        return Noun("sum", start, end, folded.slice(start, end), None, None)
    years = [year.span() for year in _YEAR.finditer(folded.text, start, end)]
    dated = _dated(folded.text, start, end, agency, years[-1]) if years else None
    if dated is not None:
        return Noun("subject", dated[0], dated[1], folded.slice(dated[0], dated[1]), dated[2], dated[3])
    start, end, year = _bare(folded.text, start, end, agency, dated=bool(years))
    if start >= end:
        return Noun("empty", start, end, "", None, year)
    text = folded.text[start:end]
    level = _level(text)
    if level is not None:
        return Noun("level", start, end, folded.slice(start, end), level, year)
    words = narrative_words()
    if words.sums.fullmatch(text):
        return Noun("sum", start, end, folded.slice(start, end), None, year)
    if words.values.fullmatch(text):
        return Noun("value", start, end, folded.slice(start, end), None, year)
    tail = _LEVEL_TAIL.search(text, 0, len(text)) or (_BUDGET_TAIL.search(text, 0, len(text)) if final else None)
    if tail is not None and tail.start() >= 2 and not _PATH.search(text, tail.start()) and not _FUND.search(text):
        level = tail.lastgroup or "budget"
        end = start + tail.start()
        text = folded.text[start:end]
    if words.direction.match(text) or words.direction_end.search(text, 0, len(text)):
        return Noun("change", start, end, folded.slice(start, end), level, year)
    return Noun("subject", start, end, folded.slice(start, end), level, year)


def _dated(text: str, start: int, end: int, agency: str, year: tuple[int, int]) -> tuple[int, int, str, int] | None:
    """Read 某某费2024年预算数: a subject, then the year and which figure of it; None for any other chunk.

    Args:
        text: folded, of the paragraph.
        start: place of the chunk.
        end: its end.
        agency: as in `read_noun`.
        year: place of the last year in the chunk.
    """
    if year[0] == start:
        return None
    words = narrative_words()
    first, last, _ = _bare(text, year[1], end, agency)
    level = _level(text[first:last])
    if level is None:
        return None
    first, last, _ = _bare(text, start, year[0], agency)
    if last - first < 2 or (words.agency_end.search(text, first, last) and not _CODED.match(text, first)):
        return None
    return first, last, level, int(text[year[0] : year[0] + 4])


def is_certain(noun: Noun) -> bool:
    """Whether a subject is a noun and no clause."""
    text = fold(noun.text)
    if narrative_words().not_subjects.search(text) or (text.startswith("(") and text.find(")") == len(text) - 1):
        return False
    return len(text) >= 2 and (len(text) <= LONGEST or _PATH.search(text) is not None) and bool(_LATIN.search(text))


def named_level(noun: Noun) -> Noun:
    """Return 收入 or 支出, which can also only say which figure is meant, as a subject."""
    if noun.kind == "level" and ("收入" in noun.text or "支出" in noun.text) and noun.level in ("own", "budget"):
        return replace(noun, kind="subject", level=None)
    return noun


def plain_topic(noun: Noun) -> Noun:
    """Return what stands in front of a colon without the words that announce an explanation (收入预算说明：)."""
    return replace(noun, text=_TOPIC_TAIL.sub("", noun.text) or noun.text)


def is_path(text: str) -> bool:
    """Whether a folded text names classes, groups or items with their marks."""
    return _PATH.search(text) is not None


def path_tail(text: str) -> str:
    """Return what stands behind the last mark of a path."""
    return _PATH.split(text)[-1]


@lru_cache(maxsize=4096)
def _level(text: str) -> str | None:
    bare = text.removeprefix("财政拨款")
    return next((level for level, pattern in narrative_words().levels if bare and pattern.fullmatch(bare)), None)


def _bare(text: str, start: int, end: int, agency: str, *, dated: bool = True) -> tuple[int, int, int | None]:
    """Cut agency, years, pronouns and joining words from both ends; ``dated`` when there may be a year."""
    words, year = narrative_words(), None
    ordinal, rest = strip_ordinal(text[start:end])
    if ordinal is not None and rest:
        start = end - len(rest)
    at = text.find(agency, start, end) if len(agency) > 2 else -1
    if at >= 0 and at - start < 24:
        start = at + len(agency)
        if bracket := _SCOPE_MARK.match(text, start, end):
            start = bracket.end()
    for match in list(_YEAR.finditer(text, start, end)) if dated else ():
        year = int(match.group()[:4])
        # 编报目标的2024年项目: the year is an attribute, what stands before it belongs to the noun.
        if match.start() == start or text[match.start() - 1] not in "的、及和(":
            start = match.end()
    while start < end:
        found = words.leading.match(text, start, end) or _agency(text, start, end)
        if found is None or (found.end() == end and found.re is words.agency):
            break
        start = found.end()
    while start < end:
        found = words.trailing.search(text, start, end)
        if found is None:
            break
        end = found.start()
    return start, end, year


def _agency(text: str, start: int, end: int) -> re.Match[str] | None:
    """Find an agency's name in front; coded names (【2070104】图书馆) and marked paths are none."""
    if narrative_words().agency_sign.search(text, start + 1, end) is None or _CODED.match(text, start, end):
        return None
    found = narrative_words().agency.match(text, start, end)
    return None if found is None or "(类)" in found.group() or "(款)" in found.group() else found


@lru_cache(maxsize=8192)
def core(subject: str) -> str:
    """Return what two wordings of one subject have in common."""
    folded = fold(subject).replace("收入", "收").replace("支出", "支")
    folded = _AND.sub("", folded)
    return _CORE.sub("", folded) or folded


def same_subject(left: str, right: str) -> bool:
    """Whether two nouns mean the same: equal in the words that count, apart from words of scope."""
    a, b = core(left), core(right)
    if a == b:
        return True
    bare_a, bare_b = _SCOPE.sub("", a), _SCOPE.sub("", b)
    if not bare_a and not bare_b:
        # 一般公共预算财政拨款 and 一般公共预算财政拨款支出: nothing but words of scope, so those must be the same.
        return a.rstrip("收支") == b.rstrip("收支") and not (a.endswith(("收", "支")) and b.endswith(("收", "支")))
    return bare_a == bare_b
