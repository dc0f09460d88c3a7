"""Subjects and the amounts that are of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalize.claims.model import Draft
from pipeline.normalize.claims.nouns import Noun, core, is_path, named_level, plain_topic, same_subject
from pipeline.normalize.claims.state import Hit
from pipeline.normalize.claims.tokens import Token
from pipeline.normalize.claims.values import Values

#: Both sides of a balance under one name.
_BOTH = re.compile(
    r"(?P<front>[^、]{0,24}?)(?:收支|收、支|收入支出|收入、支出)(?P<tail>(?:预算|决算)?(?:总计|总额|合计|总数|总预算|总决算)?)"
)
_JOINED = re.compile(r"[、和及,]")
_MONEYS = re.compile(r"M(?:[,&]M)*")


class Amounts(Values):
    """Amounts of one paragraph."""

    def _amount(self, hit: Hit) -> None:
        money = hit.groups["amount"]
        who = plain_topic(named_level(self._read(hit.groups["who"]))) if "who" in hit.groups else None
        noun = self._read(hit.groups.get("noun"))
        if who is not None and who.kind == "subject" and noun.kind == "subject":
            self._metric = who.text
        if who is not None and who.kind == "subject" and (noun.kind != "subject" or is_path(who.text)):
            self._topic = who
        if self._behind_counts(noun, hit) or (noun.kind == "sum" and self._restated(money)):
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

    def _behind_counts(self, noun: Noun, hit: Hit) -> bool:
        """Give an amount to what was counted before it; whether that is what it is of."""
        money = hit.groups["amount"]
        if not self._means_value(noun):
            return noun.kind == "empty" and self._needed(hit) and self._value(money)
        beside = self._counted_together()
        parts = bool(beside) and beside[0].parent in self.drafts and all(d.fen is None for d in beside)
        if len(beside) > 1 and (self._is_joint(hit) or parts):
            names = self._value_of_all(beside, money)
            if names is not None:
                self._state(replace(noun, kind="subject", text=names), money, hit.pattern)
            return True
        return self._value(money)

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

    def _restated(self, money: Token) -> bool:
        """Whether a sum repeats an amount that the paragraph stated before."""
        return any(d.fen == money.fen for d in self.drafts)

    def _respective(self, hit: Hit) -> None:
        """Deal out the amounts of 甲、乙分别为 … where names and amounts are as many."""
        who = self._read(hit.groups["who"])
        if not self.folded.text.startswith("分别", hit.groups["which"].start):
            who = replace(who, end=who.start)
        names = [name for name in _JOINED.split(self.folded.text[who.start : who.end]) if name]
        names = _both_sides(names) or names
        end = hit.at + self.signs[hit.at :].index("M")
        run = _MONEYS.match(self.signs[end:])
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
