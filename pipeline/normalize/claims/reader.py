"""Signs of one paragraph → drafts of claims: which figure belongs to which subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from pipeline.normalize.claims.model import Draft
from pipeline.normalize.claims.nouns import Noun, core, is_certain, is_path, plain_topic
from pipeline.normalize.claims.remarks import Remarks
from pipeline.normalize.claims.settings import counting, facts
from pipeline.normalize.claims.state import Hit, Setting
from pipeline.normalize.claims.text import Folded
from schemas.narrative import grammar, narrative_words

_RECEPTION = re.compile(r"(?<=接待)(?:费|费用|支出|经费)+$")


class ParagraphReader(Remarks):
    """Reads one paragraph; the result is in ``drafts``, ``problems`` and ``open_list``."""

    def __init__(self, folded: Folded, setting: Setting) -> None:
        super().__init__(folded, setting)
        self._names_topic = False
        self._grammar = grammar()
        self.openers: list[tuple[int, int]] = []
        self._opened: tuple[int, Draft | None, str | None] | None = None
        self._handlers: Mapping[str, Callable[[Hit], None]] = {
            "amount": self._amount,
            "respective": self._respective,
            "change": self._change,
            "relation": self._relation,
            "share": self._share,
            "completion": self._completion,
            "count": self._count,
            "reason": self._reason,
            "purpose": self._purpose,
            "of_which": self._of_which,
            "noun": self._noun,
        }

    def read(self) -> ParagraphReader:
        """Go through the signs, phrase by phrase."""
        at = 0
        while at < len(self.signs):
            at = self._phrase(at) or self._mark(at)
        return self

    def _phrase(self, at: int) -> int | None:
        sieved = self._grammar.sieve.match(self.signs, at)
        if sieved is None:
            return None
        phrase = self._grammar.phrases[sieved.lastgroup]
        match = phrase.pattern.match(self.signs, at)
        if match is None:
            return None
        groups = {name: self.tokens[place] for name, number in phrase.groups if (place := match.start(number)) >= 0}
        self._handlers[phrase.kind](Hit(phrase.id, groups, at))
        return match.end()

    def _mark(self, at: int) -> int:
        sign = self.signs[at]
        if sign == "(":
            self._scopes.append((self._current, self._parent, self._metric))
            self._counted = self._current
            if self.signs.count("M", at, self.signs.find(")", at)) > 1:
                self._parent, self._metric = self._current, None
        elif sign == ")" and self._scopes:
            self._current, self._parent, self._metric = self._scopes.pop()
        elif sign in ";.":
            self._loose, self._counted = [], None
            self._close_list()
            if sign == ".":
                inside = {d.subject for d in self.drafts if d.at[0] >= self._sentence}
                self._listed = len(inside) > 1
                self._parent = self.setting.parent if self._parent is self.setting.parent else None
                self._metric = self.setting.metric if self._parent is self.setting.parent else None
                self._sentence = self.tokens[at].end
        return at + 1

    def _close_list(self) -> None:
        """End a list whose items stand between commas: what follows the semicolon is beside its opener."""
        if self._opened is None:
            return
        begun, parent, metric = self._opened
        # Numbers beside an amount (国内接待费1万元，接待3批次) are no items of its list.
        listed = self.drafts[begun:]
        items = {core(draft.subject) for draft in listed if (draft.count is None) == (listed[0].count is None)}
        if len(items) > 1:
            self._parent, self._metric = parent, metric
        self._opened = None

    def _count(self, hit: Hit) -> None:
        if not self.setting.counts and not self._counts_projects(hit):
            return
        noun, after = self._read(hit.groups.get("noun")), hit.groups.get("after")
        before = self._counted
        bracket = after is None or self.folded.text.startswith("(", after.start)
        repeats = facts().count_repeats.fullmatch(self.folded.text[noun.start : noun.end])
        if before is not None and before.count is not None and bracket and repeats:
            noun = Noun("subject", noun.start, noun.end, before.subject, None, None)
        elif before is None and repeats and repeats.group().endswith("接待") and self._current is not None:
            # 外宾接待支出0万元，接待0批次: of the guests that the money is for.
            noun = Noun("subject", noun.start, noun.end, _RECEPTION.sub("", self._current.subject), None, None)
        subject, unit = counting(self.folded, noun, after, bare=hit.pattern == "count.bare")
        if subject is None:
            return
        draft = self._draft(subject, hit.pattern, hit.groups["count"].start)
        token = hit.groups["count"]
        draft.count = token.number("count" if "count" in token.groups else "plain")
        draft.unit = token.groups.get("count_unit", unit)
        self._counted = self._current = draft

    def _counts_projects(self, hit: Hit) -> bool:
        """Whether projects are counted, which is a fact wherever it stands."""
        places = [hit.groups[name] for name in ("noun", "after") if name in hit.groups]
        return any(facts().always_counted.search(self.folded.text, t.start, t.end) is not None for t in places[:1])

    def _reason(self, hit: Hit) -> None:
        token = hit.groups["reason"]
        text = self.folded.slice(*token.text)
        target = self._changed or self._current
        if target is None and self._loose and self._loose[-1].kind == "change":
            target = self._announced(self._loose[-1])
        text = text.strip("：:，,。 ")
        if self._unclear or target is None or target.reason is not None or len(text) < 2:
            self._unclear = False
            return
        target.reason, target.reason_at = text, (token.start, token.end)

    def _announced(self, noun: Noun) -> Draft | None:
        """Begin a claim from 某某支出减少的主要原因: a direction and its reason, no figure."""
        words = narrative_words()
        text = self.folded.text[noun.start : noun.end]
        found = words.direction_told.search(text)
        if found is None or found.start() < 2:
            return None
        draft = self._draft(
            replace(noun, kind="subject", text=self.folded.slice(noun.start, noun.start + found.start())),
            "reason.alone",
            noun.start,
        )
        draft.direction = "increase" if found.group(1) in words.up else "decrease"
        return draft

    def _purpose(self, hit: Hit) -> None:
        token = hit.groups["purpose"]
        if (
            self._current is not None
            and self._current.text is None
            and self._current.reason is None
            and token.text[1] > token.text[0]
        ):
            self._current.text = self.folded.slice(*token.text)

    def _of_which(self, hit: Hit) -> None:
        self._opened = (len(self.drafts), self._parent, self._metric)
        which = hit.groups["which"]
        self.openers.append((which.start, which.end))
        noun = self._read(hit.groups.get("who"))
        named = noun.kind == "subject" or (noun.kind == "level" and ("收入" in noun.text or "支出" in noun.text))
        if named and is_certain(noun) and not facts().list_names_refused.search(noun.text):
            self._metric, self._parent = noun.text, self._known(noun.text)
        elif self._current is not None:
            self._parent, self._metric = self._root(), None
        if not self.signs[hit.at :].lstrip("n,W:.;"):
            self.open_list = (self._parent, self._metric) if self._parent is not None or self._metric else None

    def _root(self) -> Draft | None:
        """Return what a list belongs to: the amount in front of it, not an item of an earlier list."""
        current = self._current
        if current is not None and current.at[0] < self._sentence and self._listed:
            return current.parent
        return current

    def _noun(self, hit: Hit) -> None:
        noun = self._read(hit.groups["noun"])
        following = self.signs[hit.at + 1 : hit.at + 2]
        self._loose.append(noun)
        if following == ":" and facts().topic_keys.fullmatch(self.folded.text[noun.start : noun.end]):
            self._names_topic = True
        elif self._names_topic and is_certain(noun):
            self._topic, self._names_topic = noun, False
        elif (
            noun.kind == "subject"
            and hit.at == 0
            and following == ","
            and is_path(self.folded.text[noun.start : noun.end])
        ):
            self._topic = noun
        elif noun.kind == "subject" and following in (".", ":") and hit.at == 0 and is_certain(noun):
            self._topic = plain_topic(noun)
        elif noun.kind == "subject" and noun.text.endswith("中") and following == ",":
            self._metric = noun.text.removesuffix("中")
            self._parent = self._known(self._metric) or self._parent
