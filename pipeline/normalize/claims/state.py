"""The state of a paragraph being read: what is spoken of, and the claims begun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.normalize.claims.model import Draft
from pipeline.normalize.claims.nouns import (
    Noun,
    is_certain,
    is_path,
    read_noun,
    same_subject,
)
from pipeline.normalize.claims.settings import facts
from pipeline.normalize.claims.text import Folded
from pipeline.normalize.claims.tokens import Token, tokenize
from schemas.text import fold
from schemas.values import value

#: Figures printed for comparison, by the stage of the disclosure.
_OLDER = {"final": frozenset(("initial_budget", "adjusted_budget", "budget"))}
_OLDER_OF_BUDGET = frozenset(("executed", "final", "prior_budget", "prior_executed", "prior_final", "other_year"))


@value
class Hit:
    """A phrase found among the signs.

    Attributes:
        pattern: its id; ``groups``: what its signs are for; ``at``: where it begins.
    """

    pattern: str
    groups: Mapping[str, Token]
    at: int


@value
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


class State:
    """Who is spoken of in one paragraph, and its claims so far."""

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
            return self._spoken_of(noun)
        return None

    def _spoken_of(self, noun: Noun) -> Noun | None:
        """Return whom a noun without a subject of its own speaks of: what stands before it, or itself."""
        named = noun.kind == "level" and ("收入" in noun.text or "支出" in noun.text)
        same_sentence = self._current is not None and self._current.at[0] >= self._sentence
        before = self._current
        about = before is not None and (not named or (same_sentence and self._is_older(before)))
        if noun.kind == "level" and before is not None and about:
            return Noun("subject", *before.at, before.subject, noun.level, noun.year)
        if noun.kind == "sum" and self._loose and self._loose[-1].kind == "subject" and is_certain(self._loose[-1]):
            return self._loose[-1]
        # What could not be read before it may have been the subject.
        if self.problems or noun.kind != "level":
            return None
        if is_path(fold(self.setting.heading)):
            return replace(noun, kind="subject", text=self.setting.heading)
        if named or facts().whole_budgets.fullmatch(fold(noun.text)):
            return replace(noun, kind="subject", level=None)
        if facts().money_headings.search(fold(self.setting.heading)):
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
