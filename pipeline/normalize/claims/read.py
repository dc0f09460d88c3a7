"""Paragraphs of a disclosure → its claims, and the sentences that were not parsed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.assemble.paragraphs import Paragraph
from pipeline.assemble.run_in import RANKS
from pipeline.normalize.claims.codes import PathContext, coded_name
from pipeline.normalize.claims.model import Claim, Draft, Unparsed
from pipeline.normalize.claims.nouns import is_path
from pipeline.normalize.claims.reader import ParagraphReader
from pipeline.normalize.claims.sentences import definition, give_lists, nil_drafts, split_sentences, unit_lists
from pipeline.normalize.claims.settings import SectionFacts, facts
from pipeline.normalize.claims.state import Setting
from pipeline.normalize.claims.targets import is_goal, target_drafts
from pipeline.normalize.claims.text import Folded, fold_places
from pipeline.normalize.claims.whereabouts import printed_start, sentence_of, uncovered
from schemas.narrative import narrative_words
from schemas.text import fold, strip_ordinal

#: 2个直属事业单位预算: units are counted, by their budgets.
_BUDGET_OF = re.compile(r"(?<=单位)(?:预算|决算)$")
#: Class, group and item, and nothing else.
_ALONE = re.compile(r"[^,;。:]*\((?:\d{2,3})?项(?:级科目|级)?\)[。:.]?")
_NAME = re.compile(r"[^\d\s，,。；;：:、]{3,40}")
_DIGIT = re.compile(r"\d|[０-９]")
_MAYBE = re.compile(r"[比较][上去]|持平|一致|无|未|没有|原因")
_HEADING_TAIL = re.compile(
    r"(?:总体|具体|结构|规模|变化|预算|决算|支出)*(?:情况|说明|情况说明)+。?$|的?(?:总体)?(?:情况)?(?:的)?说明。?$"
)
_YEAR = re.compile(r"(?:19|20)\d{2}年度?")
_LIST_TAIL = re.compile(r"的?(?:情况说明|情况|说明)$")
_MONEY = re.compile(r"\d(?:万|亿|千|百)?元|\d[万亿]")


@dataclass(slots=True)
class _List:
    """A list that a claim announced (其中：) for the paragraphs that follow.

    Attributes:
        rank: of the mark of the paragraph that announced it, None without a mark.
        numbered: whether an item with a mark has come.
    """

    parent: Draft | None
    metric: str | None
    rank: int | None
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class _Units:
    """A list of units that a paragraph announced (包括：) and those after it give one by one."""

    ordinal: int
    paragraph: Paragraph
    folded: Folded
    draft: Draft
    items: list[str] = field(default_factory=list)

    def takes(self, paragraph: Paragraph) -> bool:
        """Take a paragraph that is nothing but a name."""
        name = strip_ordinal(paragraph.text)[1].strip().rstrip("。；;")
        if paragraph.section != self.paragraph.section or not _NAME.fullmatch(name):
            return False
        self.items.append(name)
        return True


@dataclass(frozen=True, slots=True)
class Reading:
    """The facts of one disclosure's narrative."""

    claims: tuple[Claim, ...]
    unparsed: tuple[Unparsed, ...]


def read_claims(
    paragraphs: Sequence[tuple[int, Paragraph]],
    *,
    agency: str | None,
    fiscal_year: int | None,
    stage: str | None,
    on: date,
) -> Reading:
    """Read the claims of a disclosure.

    Args:
        paragraphs: its paragraphs with their ordinals in the document.
        agency: its name as printed, or None.
        fiscal_year: of the disclosure, or None; ``stage`` likewise.
        stage: budget, final or None.
        on: day whose classification lists are in force.
    """
    reader = _Disclosure(fold(agency or ""), fiscal_year, stage, on)
    for ordinal, paragraph in paragraphs:
        reader.paragraph(ordinal, paragraph)
    reader.close()
    return Reading(tuple(reader.claims), tuple(reader.unparsed))


class _Disclosure:
    """Reads paragraphs in order and keeps what one says for the next."""

    def __init__(self, agency: str, fiscal_year: int | None, stage: str | None, on: date) -> None:
        self.claims: list[Claim] = []
        self.unparsed: list[Unparsed] = []
        self._agency, self._year, self._stage = agency, fiscal_year, stage
        self._codes = PathContext(on)
        self._section: tuple[str, ...] = ()
        self._earlier: list[Draft] = []
        self._lists: list[_List] = []
        self._keys: dict[int, tuple[int, int]] = {}
        self._named: dict[int, str] = {}
        self._told: dict[int, int] = {}
        self._heading = ""
        self._units: _Units | None = None
        self._alone: str | None = None

    def paragraph(self, ordinal: int, paragraph: Paragraph) -> None:
        """Read one paragraph."""
        if paragraph.section != self._section:
            self._section, self._lists, self._earlier, self._alone = paragraph.section, [], [], None
            self._codes.enter(paragraph.section)
            self._heading = _heading(paragraph.section)
        words = narrative_words()
        if self._units is not None and self._units.takes(paragraph):
            return
        self.close()
        if paragraph.section_id in words.skipped_sections:
            return
        if paragraph.section_id == "n_glossary":
            folded = fold_places(paragraph.text)
            found = definition(folded)
            if found is not None:
                self._add(ordinal, paragraph, folded, [found], facts().default, "glossary")
            return
        if is_goal(paragraph.section):
            self._targets(ordinal, paragraph)
            return
        if "项" in paragraph.text and _ALONE.fullmatch(strip_ordinal(fold(paragraph.text))[1]):
            self._alone = strip_ordinal(paragraph.text)[1].rstrip("。：:. ")
            return
        listing = paragraph.section_id in facts().open_lists
        if listing or _DIGIT.search(paragraph.text) or _MAYBE.search(paragraph.text):
            self._facts(ordinal, paragraph, fold_places(paragraph.text))

    def _targets(self, ordinal: int, paragraph: Paragraph) -> None:
        """Take the targets that the page of a project tells in prose; money there is no figure of a budget."""
        folded, section = fold_places(paragraph.text), facts().of("n_performance")
        drafts = list(target_drafts(folded))
        for draft in drafts:
            draft.metric = _heading(paragraph.section[:-1]) or None
        self._add(ordinal, paragraph, folded, drafts, section, "performance")

    def close(self) -> None:
        """Write the list of units that paragraphs gave one by one."""
        units, self._units = self._units, None
        if units is not None and units.items:
            units.draft.text = "、".join(units.items)
            section = facts().of(units.paragraph.section_id)
            self._add(units.ordinal, units.paragraph, units.folded, [units.draft], section, "organisation")

    def _list_units(self, ordinal: int, paragraph: Paragraph, folded: Folded, told: Sequence[Draft]) -> None:
        """Take the lists of units that no number announces."""
        if paragraph.section_id not in facts().open_lists:
            return
        said = {draft.text for draft in told}
        for draft in unit_lists(folded, self._agency):
            if draft.text is None:
                self._units = _Units(ordinal, paragraph, folded, draft)
            elif draft.text not in said:
                section = facts().of(paragraph.section_id)
                self._add(ordinal, paragraph, folded, [draft], section, "organisation")

    def _facts(self, ordinal: int, paragraph: Paragraph, folded: Folded) -> None:
        section = facts().of(paragraph.section_id)
        unfinished = self._unfinished(ordinal, folded)
        if unfinished is not None:
            folded = unfinished
        ordinal_mark, rest = strip_ordinal(folded.text)
        rank = RANKS.index(ordinal_mark.kind) if ordinal_mark is not None and ordinal_mark.kind in RANKS else None
        folded = folded.tail(len(folded.text) - len(rest))
        entered = self._enter(rank)
        setting = Setting(
            agency=self._agency,
            fiscal_year=self._year,
            stage=self._stage,
            heading=self._path(folded, rank) or self._heading,
            counts=section.counts is not None,
            lists=paragraph.section_id not in facts().open_lists,
            parent=entered.parent if entered else None,
            metric=entered.metric if entered else None,
            earlier=self._earlier,
        )
        reader = ParagraphReader(folded, setting).read()
        drafts = [*reader.drafts, *nil_drafts(folded, self._agency)]
        self._add(ordinal, paragraph, folded, drafts, section, None, reader.openers)
        self._list_units(ordinal, paragraph, folded, drafts)
        self._problems(ordinal, folded, [*reader.problems, *uncovered(folded, reader, drafts)])
        if reader.open_list is not None and (reader.open_list[0] is not None or setting.lists):
            self._lists.append(_List(*reader.open_list, rank))
        self._earlier.extend(reader.drafts)

    def _path(self, folded: Folded, rank: int | None) -> str | None:
        """Return the path that stood in a paragraph of its own above this one, whose figures are of it."""
        if rank is not None or is_path(folded.text):
            self._alone = None
        return self._alone

    def _enter(self, rank: int | None) -> _List | None:
        """Return the list in which a paragraph of this rank stands.

        A list is over when a mark of its opener's rank or above comes, or after numbered items a paragraph without.
        """
        while self._lists:
            last = self._lists[-1]
            if rank is not None and (last.rank is None or rank > last.rank):
                last.numbered = True
                return last
            if rank is None and not last.numbered:
                return last
            self._lists.pop()
        return None

    def _unfinished(self, ordinal: int, folded: Folded) -> Folded | None:
        """Take unfinished sentences of a template out; their text is kept as unparsed."""
        if not narrative_words().placeholders.search(folded.text):
            return None
        keep: list[int] = []
        for start, end in split_sentences(folded.text):
            if narrative_words().placeholders.search(folded.text, start, end):
                sentence = folded.slice(start, end)
                self.unparsed.append(Unparsed(ordinal, sentence, "template", len(_MONEY.findall(fold(sentence)))))
            else:
                keep.extend(range(start, end))
        return Folded(folded.printed, "".join(folded.text[i] for i in keep), tuple(folded.places[i] for i in keep))

    def _problems(self, ordinal: int, folded: Folded, problems: Sequence[tuple[int, str, int]]) -> None:
        places = split_sentences(folded.text)
        found: dict[tuple[str, str], int] = {}
        for at, reason, amounts in problems:
            start, end = next(((s, e) for s, e in places if s <= at < e), (0, len(folded.text)))
            key = (folded.slice(start, end), reason)
            found[key] = found.get(key, 0) + amounts
        self.unparsed.extend(Unparsed(ordinal, text, reason, n) for (text, reason), n in found.items())

    def _add(
        self,
        ordinal: int,
        paragraph: Paragraph,
        folded: Folded,
        drafts: Sequence[Draft],
        section: SectionFacts,
        kind: str | None,
        openers: Sequence[tuple[int, int]] = (),
    ) -> None:
        if section.counts in ("organisation", "staffing"):
            give_lists(folded, drafts)
        for number, draft in enumerate(drafts, self._told.get(ordinal, 0) + 1):
            self._told[ordinal] = number
            self._keys[id(draft)] = (ordinal, number)
            self.claims.append(self._claim(ordinal, number, paragraph, folded, draft, section, kind, openers))

    def _claim(
        self,
        ordinal: int,
        number: int,
        paragraph: Paragraph,
        folded: Folded,
        draft: Draft,
        section: SectionFacts,
        kind: str | None,
        openers: Sequence[tuple[int, int]],
    ) -> Claim:
        start, end = sentence_of(folded, draft, openers)
        subject, functional, economic = self._subject(draft, section)
        parent = draft.parent
        whole = None if parent is None else self._named.get(id(parent), parent.subject)
        metric = draft.metric or whole or section.metric
        self._named[id(draft)] = subject
        if metric is None:
            metric = (_list_name(paragraph.section) if draft.path is not None else None) or subject
        return Claim(
            paragraph=ordinal,
            ordinal=number,
            kind=kind or _kind(draft, section),
            pattern="+".join(dict.fromkeys(draft.patterns)),
            subject=subject,
            metric=metric,
            level=draft.level,
            year=draft.year,
            functional_code=functional,
            economic_code=economic,
            fen=draft.fen,
            step=draft.step,
            share=draft.share,
            share_of=draft.share_of,
            change=draft.change,
            change_step=draft.change_step,
            change_pct=draft.change_pct,
            completion=draft.completion,
            direction=draft.direction,
            base=draft.base,
            reason=draft.reason,
            count=draft.count,
            unit=draft.unit,
            text=draft.text,
            implied=draft.implied,
            section_id=paragraph.section_id,
            section=paragraph.section,
            parent=self._keys.get(id(parent)) if parent is not None else None,
            start=printed_start(folded, start),
            end=folded.places[end - 1] + 1 if end else len(folded.printed),
        )

    def _subject(self, draft: Draft, section: SectionFacts) -> tuple[str, str | None, str | None]:
        """Return the subject with its codes; a path's subject is its last name."""
        subject, functional, economic = draft.subject, None, None
        if draft.path is not None or is_path(fold(subject)):
            functional, name = self._codes.resolve(subject)
            subject = name or subject
        elif section.root in ("balance", "composition") and self._codes.dashed(subject)[0] is not None:
            functional, name = self._codes.dashed(subject)
            draft.path, subject = subject, name or subject
        elif section.root in ("balance", "composition"):
            functional, subject = coded_name(subject)
            functional = functional or self._codes.class_of(subject)
        elif section.root == "basic":
            economic = self._codes.economic(subject)
        if section.counts == "organisation" and draft.count is not None:
            subject = _BUDGET_OF.sub("", subject)
        if section.anchor is not None:
            found = section.anchor.search(subject)
            subject = subject[found.start() :] if found else subject
        return subject, functional, economic


def _kind(draft: Draft, section: SectionFacts) -> str:
    known = facts()
    if draft.nil:
        return "nil"
    if draft.count is not None and section.counts is not None:
        staffing = draft.unit in known.staffing_units and known.staffing_nouns.search(draft.subject)
        return "staffing" if staffing else section.counts
    if draft.count is not None:
        return "performance"
    if draft.path is not None:
        return "functional_item"
    if draft.fen is None and draft.share is None and draft.completion is None:
        return "change"
    listed = draft.parent is not None or draft.metric is not None or draft.share is not None
    return section.child if listed else section.root


def _list_name(section: Sequence[str]) -> str | None:
    """Return what a heading calls the list of items below it."""
    if not section:
        return None
    name = strip_ordinal(section[-1])[1]
    years = list(_YEAR.finditer(name))
    name = name[years[-1].end() :] if years else name
    return _LIST_TAIL.sub("", name.replace("当年", "")) or None


def _heading(section: Sequence[str]) -> str:
    """Return what the innermost heading names, without its ordinal and words of explanation."""
    if not section:
        return ""
    return _HEADING_TAIL.sub("", strip_ordinal(section[-1])[1])
