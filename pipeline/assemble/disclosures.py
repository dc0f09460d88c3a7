"""Whose budget or final account a document holds, of which year, stage and level, and when it was published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from extractors.lines import join_wraps, tidy
from extractors.page import UNMAPPED, PageReading
from pipeline.assemble.paragraphs import Narrative
from pipeline.assemble.table import PrintedTable
from schemas.disclosure_words import disclosure_words, strip_report_words
from schemas.regions import Region, find_region
from schemas.text import fold, strip_ordinal

Stage = Literal["budget", "final"]
Level = Literal["department", "unit", "own"]

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"(?<!\d)(20\d{2}|二[〇○零][〇○零一二三四五六七八九]{2})\s*年?\s*度?(?!\s*\d{0,2}\s*月)")
_REPORT_YEAR = re.compile(
    r"(?<!\d)(20\d{2}|二[〇○零][〇○零一二三四五六七八九]{2})\s*年?\s*度?[^0-9月。，；]{0,24}?[预决]算"
)
_SHORT_YEAR = re.compile(r"(?<!\d)([0-3]\d)年")
_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = re.compile(rf"(20\d{{2}}|二[〇○零][〇○零一二三四五六七八九]{{2}})[年./-]({_NUMBER})[月./-]({_NUMBER})日?")
_OWN = re.compile(r"[（(](?:本级|机关|本部|机关本级)[）)]|(?:机关)?本级$")
# The unit's code of the budget system in front, how much of the body is covered behind.
_CODE_AHEAD = re.compile(r"^[\[【（(〔]?\d{3,12}[\]】）)〕]?[-—–_·.、\s]*(?=[^\d年月])")
_WHOLE = re.compile(r"[（(](?:汇总|部门|部门汇总|含下属单位|合并)[）)]$")
_SEAL = re.compile(r"[（(](?:盖章|公章|签章|印章)[）)]")
# 县本级 is the county's own budget, not an agency's.
_PLACE_OWN = re.compile(r"[省市县区州旗]本级")
_NAME = re.compile(r"^[^\d：:。，；]{2,60}$")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,4}$")


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One agency's budget or final account inside a document.

    Attributes:
        ordinal: from 1 in the document.
        agency: name as printed, without year and report words; None when nothing names it.
        published_on: day of publication or signature.
        parent: ordinal of the department's disclosure in the same document that this one belongs to.
        page_first, page_last: pages from 1.
    """

    ordinal: int
    agency: str | None
    stage: Stage | None
    fiscal_year: int | None
    level: Level
    region: Region | None
    published_on: date | None
    page_first: int
    page_last: int
    parent: int | None = None


def find_disclosures(
    pages: Sequence[PageReading],
    narrative: Narrative,
    tables: Sequence[PrintedTable],
    file_name: str,
    place: str | None = None,
) -> tuple[Disclosure, ...]:
    """Find the disclosures of a document, at least one.

    Args:
        pages: readings in page order.
        narrative: the text of the document with its furniture.
        tables: the printed tables with their captions.
        file_name: the last evidence, where the document itself says nothing.
        place: region or code that the source of the document names, for agencies that do not name theirs.
    """
    starts = _starts(pages, narrative, tables)
    found: list[Disclosure] = []
    for at, (first, agency) in enumerate(starts):
        last = starts[at + 1][0] - 1 if at + 1 < len(starts) else max(pages[-1].number, first) if pages else first
        evidence = _gather(pages, narrative, tables, (first, last), file_name)
        name, own = _agency(evidence, agency)
        whole = found[0] if found else None
        # Another agency's set of tables in a department's document: a unit's, whatever the titles they share say.
        is_unit = whole is not None and agency is not None and whole.level == "department" and name != whole.agency
        level: Level = "own" if own else "unit" if is_unit else _level(evidence)
        parent = 1 if found and found[0].level == "department" and level != "department" else None
        found.append(
            Disclosure(
                ordinal=at + 1,
                agency=name,
                stage=_stage(evidence) or (whole.stage if whole else None),
                fiscal_year=_year(evidence) or (whole.fiscal_year if whole else None),
                level=level,
                region=find_region(name, place or file_name) if name else None,
                published_on=_published(evidence),
                page_first=first,
                page_last=last,
                parent=parent,
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the pages of one disclosure say, strongest first."""

    cover: tuple[str, ...]
    titles: tuple[str, ...]
    agencies: tuple[str, ...]
    labels: tuple[str, ...]
    closing: tuple[str, ...]
    body: tuple[str, ...]
    file_name: str


def _starts(
    pages: Sequence[PageReading], narrative: Narrative, tables: Sequence[PrintedTable]
) -> list[tuple[int, str | None]]:
    """Return the first page of each disclosure, and the agency where only table captions name it."""
    first = pages[0].number if pages else 1
    covers = sorted({page for (page, _), kind in narrative.furniture.kinds.items() if kind == "cover"})
    runs = [page for page in covers if page - 1 not in covers]
    if len(runs) > 1:
        return [(first, None), *((page, None) for page in runs[1:])]
    changes: list[tuple[int, str | None]] = [(first, None)]
    current: str | None = None
    titles: set[str] = set()
    for table in tables:
        agency, title = table.caption.agency, fold(table.caption.title or "")
        # Another agency above a table seen before: its own set of tables begins.
        if agency and current and fold(agency) != fold(current) and title in titles:
            if len(changes) == 1:
                changes[0] = (first, current)
            changes.append((table.page_first, agency))
            titles = set()
        current = agency or current
        titles.add(title)
    return changes


def _gather(
    pages: Sequence[PageReading],
    narrative: Narrative,
    tables: Sequence[PrintedTable],
    span: tuple[int, int],
    file_name: str,
) -> _Evidence:
    kinds = narrative.furniture.kinds
    cover: list[str] = []
    closing: list[str] = []
    labels: list[str] = []
    for page in pages:
        if not span[0] <= page.number <= span[1]:
            continue
        for index, line in enumerate(page.lines):
            kind = kinds.get((page.number, index))
            if kind == "cover":
                cover.append(tidy(line.text))
            elif kind == "closing":
                closing.append(tidy(line.text))
            elif page.grids and "：" in line.text:
                labels.append(tidy(line.text))
    mine = [table for table in tables if span[0] <= table.page_first <= span[1]]
    titles = [table.caption.title for table in mine if table.caption.title]
    headings = [path[-1] for (page, _), path in narrative.headings if span[0] <= page <= span[1]]
    return _Evidence(
        cover=_whole(cover),
        titles=_whole((*headings, *titles)),
        agencies=_whole(table.caption.agency for table in mine if table.caption.agency),
        labels=_whole(labels),
        closing=_whole(closing),
        body=tuple(p.text for p in narrative.paragraphs if span[0] <= p.page_first <= span[1]),
        file_name=_EXTENSION.sub("", file_name.rsplit("/", 1)[-1]),
    )


def _whole(texts: Iterable[str]) -> tuple[str, ...]:
    """Leave out texts with glyphs that could not be read: half a name is not a name."""
    return tuple(text for text in texts if UNMAPPED not in text)


def _agency(evidence: _Evidence, captioned: str | None) -> tuple[str | None, bool]:
    """Return the agency's name, and whether it reports for itself alone (本级)."""
    candidates = (
        _labelled(evidence.cover),
        _from_title(_cover_text(evidence.cover)),
        captioned,
        _commonest(evidence.agencies),
        *(line for line in evidence.closing if not _DATE.search(line)),
        _from_headings(evidence.titles),
        _from_title(_SHORT_YEAR.sub("", evidence.file_name)),
    )
    for candidate in candidates:
        bare = _WHOLE.sub("", _CODE_AHEAD.sub("", _SEAL.sub("", candidate).strip())) if candidate else ""
        name = _OWN.sub("", bare).strip()
        if _NAME.match(name) and not _only_place(name):
            return name, bool(candidate and _OWN.search(candidate)) or _says_own(evidence.cover)
    return None, False


def _labelled(lines: Iterable[str]) -> str | None:
    """Return the name behind 预算主管部门： and its like; a name that fills its line goes on in the next one."""
    labels = disclosure_words().agency_labels
    for line in lines:
        label, colon, name = line.replace(":", "：").partition("：")
        if colon and fold(label) in labels and name.strip():
            return tidy(name)
    return None


def _cover_text(lines: Sequence[str]) -> str:
    """Join the lines of a cover that can hold the title; wrapped names become whole."""
    words = disclosure_words()
    kept = [
        line
        for line in lines
        if not any(noise in fold(line) for noise in words.cover_noise)
        and not _DATE.search(line)
        and not ("：" in line or ":" in line)
    ]
    return join_wraps(kept)


def _from_title(title: str) -> str | None:
    """Return the agency of a title such as X2024年部门预算公开 or 2023年度X部门决算."""
    match = _YEAR.search(title)
    if match is None:
        return strip_report_words(title) or None
    before, behind = strip_report_words(title[: match.start()]), strip_report_words(title[match.end() :])
    return before or behind or None


def _from_headings(titles: Iterable[str]) -> str | None:
    """Return the agency named in 第一部分 X概况, X主要职能 or 关于X2024年…的说明."""
    named: Counter[str] = Counter()
    for title in titles:
        rest = strip_ordinal(title)[1]
        match = re.match(
            r"^(?:关于)?(.{3,40}?)(?:20\d{2}年|概况$|(?:（部门）|（单位）)?(?:主要职[能责]|机构设置))", rest
        )
        name = strip_report_words(match.group(1)) if match else ""
        if len(name) >= 4:
            named[name] += 1
    return _commonest(named.elements())


def _commonest(names: Iterable[str]) -> str | None:
    counted = Counter(names)
    return max(counted, key=lambda name: counted[name]) if counted else None


def _only_place(name: str) -> bool:
    """Tell whether a name is a region and nothing more (上海市普陀区)."""
    region = find_region(name)
    return region is not None and fold(name) in (fold(region.name), fold(region.full_name))


def _says_own(cover: Iterable[str]) -> bool:
    own = next(words for level, words in disclosure_words().levels if level == "own")
    return any(word in _PLACE_OWN.sub("", fold(line)) for line in cover for word in own)


def _level(evidence: _Evidence) -> Level:
    for lines in (evidence.cover, evidence.titles, evidence.labels, (evidence.file_name,), evidence.body):
        text = fold("\n".join(lines))
        count = {
            level: sum(text.count(word) for word in words)
            for level, words in disclosure_words().levels
            if level != "own"
        }
        if count["unit"] != count["department"]:
            return "unit" if count["unit"] > count["department"] else "department"
    return "department"


def _stage(evidence: _Evidence) -> Stage | None:
    for lines in (evidence.cover, evidence.titles, evidence.body, (evidence.file_name,)):
        text = fold("\n".join(lines)).replace("预决算", "")
        count = {stage: sum(text.count(word) for word in words) for stage, words in disclosure_words().stages}
        if count["final"] != count["budget"]:
            return "final" if count["final"] > count["budget"] else "budget"
    return None


def _year(evidence: _Evidence) -> int | None:
    """Return the fiscal year: of the cover, else the commonest beside 预算 or 决算, else from the file's name."""
    cover = _cover_text(evidence.cover)
    match = _REPORT_YEAR.search(cover) or _YEAR.search(cover)
    if match:
        return _number(match.group(1))
    for lines in (evidence.titles, evidence.body):
        years = Counter(_number(m.group(1)) for line in lines for m in _REPORT_YEAR.finditer(line))
        if years:
            # Comparisons with the year before name two years as often as one: the later one is reported.
            most = max(years.values())
            return max(year for year, seen in years.items() if seen >= 0.8 * most)
    published = _published(evidence)
    short = _SHORT_YEAR.search(evidence.file_name)
    whole = _YEAR.search(evidence.file_name)
    if whole or short:
        return _number(whole.group(1)) if whole else 2000 + int(short.group(1)) if short else None
    if published is None:
        return None
    return published.year - 1 if _stage(evidence) == "final" else published.year


def _published(evidence: _Evidence) -> date | None:
    """Return the day behind 公开时间： on the cover, else the day under the text, else a bare day on the cover."""
    labels = disclosure_words().date_labels
    for line in evidence.cover:
        label, colon, rest = line.replace(":", "：").partition("：")
        found = _day(rest)
        if colon and found and fold(label) in labels:
            return found
    for line in (*reversed(evidence.closing), *evidence.cover):
        found = _day(line)
        if found:
            return found
    return None


def _day(text: str) -> date | None:
    match = _DATE.search("".join(text.split()))
    if match is None:
        return None
    try:
        return date(_number(match.group(1)), _small(match.group(2)), _small(match.group(3)))
    except ValueError:
        return None


def _number(year: str) -> int:
    return int(year.translate(_DIGITS))


def _small(text: str) -> int:
    """Return the value of 2, 02, 二 or 二十一; 0 when it is none."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    unit = int(ones.translate(_DIGITS)) if ones.translate(_DIGITS).isdigit() else 0
    return (int(tens.translate(_DIGITS)) if tens else 1) * 10 + unit if ten else unit
