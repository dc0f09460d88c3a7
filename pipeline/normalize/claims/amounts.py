"""The state of a paragraph being read: subjects and the amounts that are of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.normalize.claims.model import Draft
from pipeline.normalize.claims.nouns import (
    Noun,
    core,
    is_certain,
    is_path,
    named_level,
    plain_topic,
    read_noun,
    same_subject,
)
from pipeline.normalize.claims.settings import facts
from pipeline.normalize.claims.text import Folded
from pipeline.normalize.claims.tokens import Token, tokenize
from schemas.narrative import narrative_words
from schemas.text import fold

#: Figures printed for comparison, by the stage of the disclosure.
_OLDER = {"final": frozenset(("initial_budget", "adjusted_budget", "budget"))}
_OLDER_OF_BUDGET = frozenset(("executed", "final", "prior_budget", "prior_executed", "prior_final", "other_year"))
#: Both sides of a balance under one name.
_BOTH = re.compile(r"(?P<front>[^、]{0,24}?)(?:收支|收、支|收入支出|收入、支出)(?P<tail>(?:预算|决算)?(?:总计|总额|合计|总数|总预算|总决算)?)")


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found among the signs.

    Attributes:
        pattern: its id; ``groups``: what its signs are for; ``at``: where it begins.
    """

    pattern: str
    groups: Mapping[str, Token]
    at: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What a paragraph stands in.

    Attributes:
        agency: folded name of the agency, or ''.
        heading: what the innermost heading names, as printed, or ''.
        counts: whether counts are facts in its section; ``lists``: whether what 包括 opens is kept whole.
        parent: the claim that the paragraph before announced a list of; ``metric``: what it called the list.
        earlier: claims of the same section, for changes stated apart from their amounts.
    """

    agency: str
    fiscal_year: int | None
    stage: str | None
    heading: str
    counts: bool
    lists: bool
    parent: Draft | None
    metric: str | None
    earlier: Sequence[Draft]


class Amounts:
    """Subjects and amounts of one paragraph."""

    def __init__(self, folded: Folded, setting: Setting) -> None:
        self.folded, self.setting = folded, setting
        self.tokens = tokenize(folded.text, lists=setting.lists)
        self.signs = "".join(token.sign for token in self.tokens)
        self.drafts: list[Draft] = []
        self.problems: list[tuple[int, str, int]] = []
        self.open_list: tuple[Draft | None, str | None] | None = None
        self._topic: Noun | None = None
        self._current: Draft | None = None
        self._changed: Draft | None = None
        self._counted: Draft | None = None
        self._parent = setting.parent
        self._metric: str | None = setting.metric
        self._loose: list[Noun] = []
        self._scopes: list[tuple[Draft | None, Draft | None, str | None]] = []
        self._sentence = 0
        self._listed = False
        # A change was printed whose subject is not certain: its reason is nobody's.
        self._unclear = False

    def _read(self, token: Token | None) -> Noun:
        if token is None:
            return Noun("empty", 0, 0, "", None, None)
        final = self.setting.stage == "final"
        return read_noun(self.folded, token.start, token.end, self.setting.agency, final=final)

    def _subject(self, noun: Noun, who: Noun | None) -> Noun | None:
        """Return the noun that a figure is of; None where that is not certain."""
        owner = who if who is not None and who.kind == "subject" else self._topic
        inside = self._current is not None and self._current.at[0] >= self._sentence
        if (
            owner is self._topic
            and inside
            and noun.kind == "level"
            and owner is not None
            and owner.start < self._sentence
        ):
            owner = None
        if noun.kind == "subject":
            return noun if is_certain(noun) else None
        if noun.kind in ("empty", "level", "sum"):
            if noun.kind == "sum" and owner is None and self._metric:
                return replace(noun, kind="subject", text=self._metric)
            if owner is not None:
                return replace(owner, level=noun.level, year=noun.year)
            named = noun.kind == "level" and ("收入" in noun.text or "支出" in noun.text)
            same_sentence = self._current is not None and self._current.at[0] >= self._sentence
            before = self._current
            about = before is not None and (not named or (same_sentence and self._is_older(before)))
            if noun.kind == "level" and before is not None and about:
                return Noun("subject", *before.at, before.subject, noun.level, noun.year)
            if noun.kind == "sum" and self._loose and self._loose[-1].kind == "subject" and is_certain(self._loose[-1]):
                return self._loose[-1]
            # What could not be read before it may have been the subject.
            if self.problems:
                return None
            if named:
                return replace(noun, kind="subject", level=None)
            if noun.kind == "level" and facts().whole_budgets.fullmatch(fold(noun.text)):
                return replace(noun, kind="subject", level=None)
            if noun.kind == "level" and facts().money_headings.search(fold(self.setting.heading)):
                return replace(noun, kind="subject", text=self.setting.heading)
        return None

    def _draft(self, noun: Noun, pattern: str, at: int) -> Draft:
        draft = Draft(subject=noun.text, at=(at, at), level=noun.level, year=noun.year, patterns=[pattern])
        if is_path(fold(noun.text)):
            draft.path = noun.text
        draft.parent, draft.metric = self._parent, self._metric
        self.drafts.append(draft)
        return draft

    def _known(self, subject: str, level: str | None = None) -> Draft | None:
        """Return the nearest claim of a subject in this paragraph, one of the same level before others."""
        found = [d for d in reversed(self.drafts) if same_subject(d.subject, subject)]
        return next((d for d in found if level is not None and d.level == level), found[0] if found else None)

    def _is_older(self, draft: Draft) -> bool:
        """Whether a figure was printed to compare with, not the one that the document is about."""
        older = _OLDER.get(self.setting.stage or "", _OLDER_OF_BUDGET)
        year, own = draft.year, self.setting.fiscal_year
        return draft.level in older or (year is not None and own is not None and year < own)

    def _own(self, draft: Draft) -> Draft:
        """Return the figure that comparisons are about: not the older one that was printed to compare with."""
        if not self._is_older(draft):
            return draft
        mine = [d for d in reversed(self.drafts) if d.subject == draft.subject and not self._is_older(d)]
        return mine[0] if mine else draft

    def _problem(self, token: Token, reason: str, amounts: int = 1) -> None:
        self.problems.append((token.start, reason, amounts))

    def _amount(self, hit: Hit) -> None:
        money = hit.groups["amount"]
        who = plain_topic(named_level(self._read(hit.groups["who"]))) if "who" in hit.groups else None
        noun = self._read(hit.groups.get("noun"))
        if who is not None and who.kind == "subject" and noun.kind == "subject":
            self._metric = who.text
        if who is not None and who.kind == "subject" and (noun.kind != "subject" or is_path(who.text)):
            self._topic = who
        if self._means_value(noun):
            beside = self._counted_together()
            parts = bool(beside) and beside[0].parent in self.drafts and all(d.fen is None for d in beside)
            if len(beside) > 1 and (self._is_joint(hit) or parts):
                self._value_of_all(beside, noun, money, hit.pattern)
                return
            if self._value(money):
                return
        if noun.kind == "sum" and self._restated(money):
            return
        if noun.kind == "empty" and self._needed(hit) and self._value(money):
            return
        if noun.kind == "value":
            noun = self._other_value(noun) or self._widened(noun)
        subject = self._subject(noun, who)
        if subject is None:
            self._problem(
                money, {"change": "level_after_change", "value": "value_of_what"}.get(noun.kind, "no_subject")
            )
            return
        self._state(subject, money, hit.pattern)

    def _state(self, subject: Noun, money: Token, pattern: str) -> Draft:
        """Record an amount; one claim for each subject and amount, in each of two years that are named."""
        same = [d for d in self.drafts if d.fen == money.fen and core(d.subject) == core(subject.text)]
        same = [d for d in same if None in (d.year, subject.year) or d.year == subject.year]
        own = ("budget", "own", None) if self.setting.stage != "final" else ("final", "own", None)
        draft = next((d for d in same if d.level == subject.level or (d.level in own and subject.level in own)), None)
        draft = draft or self._shared(subject)
        if draft is not None and draft.fen is None:
            draft.fen, draft.step = money.fen, money.step
        if draft is None:
            draft = self._draft(subject, pattern, money.start)
            draft.fen, draft.step = money.fen, money.step
        draft.at = (draft.at[0], money.start)
        self._current, self._unclear = draft, False
        return draft

    def _shared(self, subject: Noun) -> Draft | None:
        """Return the claim of the same sentence that states only what share the subject has (占比5%，金额3万元)."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.fen is not None or last.share is None or last.at[0] < self._sentence:
            return None
        return last if same_subject(last.subject, subject.text) and last.direction is None else None

    def _value(self, money: Token) -> bool:
        """Give an amount (价值, 涉及金额) to what was counted just before."""
        draft = self._counted
        if draft is None or (draft.fen is not None and draft.fen != money.fen):
            return False
        draft.fen, draft.step = money.fen, money.step
        draft.patterns.append("value")
        self._current = draft
        return True

    def _needed(self, hit: Hit) -> bool:
        """Whether 安排 or 需 stands alone between a count and an amount."""
        token = hit.groups.get("noun")
        return token is not None and facts().needs.fullmatch(self.folded.text, token.start, token.end) is not None

    def _is_joint(self, hit: Hit) -> bool:
        token = hit.groups.get("noun")
        return token is not None and facts().joint.match(self.folded.text, token.start, token.end) is not None

    def _counted_together(self) -> list[Draft]:
        """Return what was counted side by side in this sentence."""
        last = self._counted
        if last is None or last.count is None:
            return []
        same = [d for d in self.drafts if d.at[0] >= self._sentence and d.count is not None and d.parent is last.parent]
        # 2个预算单位开展…，项目50个: other things counted before are not meant.
        return [d for d in same if fold(d.subject)[-2:] == fold(last.subject)[-2:]]

    def _value_of_all(self, beside: Sequence[Draft], noun: Noun, money: Token, pattern: str) -> None:
        """Give an amount behind several counts to what they are parts of, else to all of them together."""
        whole = beside[0].parent
        if whole is not None and whole in self.drafts and whole.count is not None and whole.fen is None:
            self._counted = whole
            self._value(money)
            return
        names = dict.fromkeys(d.subject for d in beside)
        if len(names) == 1 or len({d.unit for d in beside}) > 1:
            self._value(money)
            return
        self._state(replace(noun, kind="subject", text="、".join(names)), money, pattern)

    def _means_value(self, noun: Noun) -> bool:
        """Whether a noun only says that money follows: always (价值), or of what was counted just before (金额, 支出)."""
        if noun.kind == "value":
            return True
        counted = self._counted is not None and self._counted.count is not None and self._counted.fen is None
        return counted and noun.kind in ("level", "sum") and facts().spent.fullmatch(fold(noun.text)) is not None

    def _restated(self, money: Token) -> bool:
        """Whether a sum repeats an amount that the paragraph stated before."""
        return any(d.fen == money.fen for d in self.drafts)

    def _other_value(self, noun: Noun) -> Noun | None:
        """Return 某某净值 where 某某原值 was stated just before."""
        values = narrative_words().other_values
        before = self._current
        if before is None or before.at[0] < self._sentence or not values.fullmatch(fold(noun.text)):
            return None
        found = re.search(rf"(?:{values.pattern})$", before.subject)
        text = before.subject[: found.start()] if found else before.subject
        return replace(noun, kind="subject", text=f"{text}{noun.text}")

    def _widened(self, noun: Noun) -> Noun:
        """Take the clauses in front of a bare 金额 to its noun."""
        if not self._loose:
            return noun
        start = self._loose[0].start
        text = self.folded.slice(start, noun.end).removeprefix("在")
        return replace(noun, kind="subject", start=start, text=text)

    def _respective(self, hit: Hit) -> None:
        """Deal out the amounts of 甲、乙分别为 … where names and amounts are as many."""
        who = self._read(hit.groups["who"])
        if not self.folded.text.startswith("分别", hit.groups["which"].start):
            who = replace(who, end=who.start)
        names = [name for name in re.split(r"[、和及,]", self.folded.text[who.start : who.end]) if name]
        names = _both_sides(names) or names
        end = hit.at + self.signs[hit.at :].index("M")
        run = re.match(r"M(?:[,&]M)*", self.signs[end:])
        moneys = [t for t in self.tokens[end : end + (run.end() if run else 0)] if t.sign == "M"]
        if len(names) != len(moneys):
            for money in moneys:
                self._problem(money, "names_and_amounts_differ")
            return
        place = who.start
        for name, money in zip(names, moneys, strict=True):
            at = self.folded.text.find(name, place, who.end)
            if at < 0:
                noun = Noun("subject", who.start, who.end, name, who.level, who.year)
            else:
                noun, place = self._read(Token("n", at, at + len(name))), at
            self._state(noun, money, hit.pattern)


def _both_sides(names: Sequence[str]) -> list[str]:
    """Return 收入总计 and 支出总计 for 收入支出总计 and its like, whose amounts are dealt out to both sides."""
    found = _BOTH.fullmatch("、".join(names))
    return [f"{found.group('front')}{side}{found.group('tail')}" for side in ("收入", "支出")] if found else []
