"""Amounts behind counts: what 价值, 涉及金额 and 需 are the money of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalize.claims.model import Draft
from pipeline.normalize.claims.nouns import Noun
from pipeline.normalize.claims.settings import facts
from pipeline.normalize.claims.state import Hit, State
from pipeline.normalize.claims.tokens import Token
from schemas.narrative import narrative_words
from schemas.text import fold


class Values(State):
    """Which of the things counted an amount is of."""

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

    def _value_of_all(self, beside: Sequence[Draft], money: Token) -> str | None:
        """Give an amount behind several counts to what they are parts of; return their names where it is of all."""
        whole = beside[0].parent
        if whole is not None and whole in self.drafts and whole.count is not None and whole.fen is None:
            self._counted = whole
            self._value(money)
            return None
        names = dict.fromkeys(d.subject for d in beside)
        if len(names) == 1 or len({d.unit for d in beside}) > 1:
            self._value(money)
            return None
        return "、".join(names)

    def _means_value(self, noun: Noun) -> bool:
        """Whether a noun only says that money follows: always (价值), or behind a count (金额, 支出)."""
        if noun.kind == "value":
            return True
        counted = self._counted is not None and self._counted.count is not None and self._counted.fen is None
        return counted and noun.kind in ("level", "sum") and facts().spent.fullmatch(fold(noun.text)) is not None

    def _other_value(self, noun: Noun) -> Noun | None:
        """Return 某某净值 where 某某原值 was stated just before."""
        values = narrative_words().other_values
        before = self._current
        if before is None or before.at[0] < self._sentence or not values.fullmatch(fold(noun.text)):
            return None
        found = narrative_words().other_value_end.search(before.subject)
        text = before.subject[: found.start()] if found else before.subject
        return replace(noun, kind="subject", text=f"{text}{noun.text}")

    def _widened(self, noun: Noun) -> Noun:
        """Take the clauses in front of a bare 金额 to its noun."""
        if not self._loose:
            return noun
        start = self._loose[0].start
        text = self.folded.slice(start, noun.end).removeprefix("在")
        return replace(noun, kind="subject", start=start, text=text)
