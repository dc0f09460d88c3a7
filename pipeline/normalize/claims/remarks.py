"""What is said of an amount: changes, shares, completion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from pipeline.normalize.claims.amounts import Amounts
from pipeline.normalize.claims.changes import Change, base_of, direction_of, read_change
from pipeline.normalize.claims.model import Draft
from pipeline.normalize.claims.nouns import Noun, core, is_certain, named_level, same_subject
from pipeline.normalize.claims.state import Hit
from pipeline.normalize.claims.tokens import Token

_SHARES = re.compile(r"P(?:[,&]P)*")


class Remarks(Amounts):
    """Changes, shares and completion rates of one paragraph."""

    def _target(self, groups: Mapping[str, Token], pattern: str, token: Token) -> Draft | None:
        """Return the claim that a change, share or completion belongs to."""
        nouns = [self._read(groups[name]) for name in ("who2", "who") if name in groups]
        nouns = [named_level(noun) for noun in nouns]
        noun = next((n for n in nouns if n.kind == "subject"), None)
        if noun is None:
            if self._current is not None and not (self._listed and self._current.at[0] < self._sentence):
                return self._own(self._current)
            whole = self._whole()
            if whole is not None:
                return self._own(whole)
            if self._current is None and self._topic is not None:
                return self._said(self._topic, pattern, token)
            return None
        if not is_certain(noun):
            return None
        known = self._known(noun.text, noun.level)
        return known if known is not None else self._said(noun, pattern, token)

    def _whole(self) -> Draft | None:
        """Return what the list of the sentence before divides: a sentence about no item is about that."""
        opened = self._current.parent if self._current is not None else None
        while opened is not None and opened.parent is not None and opened.parent in self.drafts:
            opened = opened.parent
        return opened if opened is not None and opened in self.drafts and opened.fen is not None else None

    def _said(self, noun: Noun, pattern: str, token: Token) -> Draft:
        """Begin a claim without an amount; the amount of the same subject in the section is taken where it is one."""
        draft = self._draft(replace(noun, level=None), pattern, token.start)
        found = [d for d in self.setting.earlier if d.fen is not None and same_subject(d.subject, noun.text)]
        found = [d for d in found if not self._is_older(d)]
        found = found or self._both(noun.text)
        if found and len({d.fen for d in found}) == 1:
            draft.fen, draft.step, draft.implied = found[-1].fen, found[-1].step, True
        self._current = draft
        return draft

    def _both(self, subject: str) -> list[Draft]:
        """Return the amounts of 收入 and 支出 where a change is stated of both at once."""
        wanted = core(subject)
        pairs = [(a, b) for a in self.drafts for b in self.drafts if core(a.subject) + core(b.subject) == wanted]
        return list(pairs[0]) if len(pairs) == 1 and pairs[0][0].fen is not None else []

    def _change(self, hit: Hit) -> None:
        order = ("change", "pct", "flat", "dir", "than", "base", "bad")
        token = next((hit.groups[name] for name in order if name in hit.groups), self.tokens[hit.at])
        money = hit.groups.get("change")
        lost = sum(name in hit.groups for name in ("change", "level"))
        if hit.pattern == "change.count":
            return
        if hit.pattern == "change.unsigned":
            self._problem(token, "percent_without_sign", 0)
            return
        if "flat" in hit.groups and "base" not in hit.groups and not self._may_be_flat(hit.groups):
            return
        words = [hit.groups[name] for name in ("dir", "than", "dir2") if name in hit.groups]
        if "flat" in hit.groups:
            change = Change(0, None, None, "flat")
        elif money is None and "pct" not in hit.groups:
            return
        else:
            change = read_change(money, hit.groups.get("pct"), words)
        if change.problem is not None:
            self._problem(token, change.problem, lost)
            return
        if self._may_be_a_name(hit):
            self._problem(token, "change_without_base", lost)
            return
        target = self._target(hit.groups, hit.pattern, token)
        if target is None:
            self._problem(token, "subject_unclear", lost)
            self._unclear = True
            return
        self._set_change(target, change, hit.groups, hit.pattern)

    def _may_be_a_name(self, hit: Hit) -> bool:
        """Whether the word may belong to a name (支持消费增长30万元): no comparison is in sight."""
        compared = {"base", "than", "flat"} & hit.groups.keys()
        return "who" in hit.groups and not compared and "B" not in self.signs[: hit.at]

    def _may_be_flat(self, groups: Mapping[str, Token]) -> bool:
        """持平 without a base: only where the noun is one of money."""
        return self.folded.text[groups["who"].start : groups["who"].end].endswith(
            ("决算", "预算", "决算数", "预算数", "费", "经费", "支出", "总计")
        )

    def _set_change(self, target: Draft, change: Change, groups: Mapping[str, Token], pattern: str) -> None:
        text = next((v for name in ("base", "than") if name in groups for v in self._base_words(groups[name])), "")
        base = base_of(text, self.setting.fiscal_year, self.setting.stage) if text else self._last_base(target)
        base = self._budget_base(base)
        if target.direction is not None and (target.change is not None or target.change_pct is not None):
            if target.base == base and (change.fen is None or target.change == change.fen):
                if target.change_pct is None and target.direction == change.direction:
                    target.change_pct = change.pct
                return
            copy = self._draft(Noun("subject", 0, 0, target.subject, target.level, target.year), pattern, target.at[0])
            copy.fen, copy.step, copy.implied, copy.path = target.fen, target.step, True, target.path
            copy.parent, copy.metric, target = target.parent, target.metric, copy
        if "level" in groups:
            level = groups["level"]
            words = self.folded.slice(groups["base"].start + 1, groups["base"].end).removesuffix("的")
            named = words if core(target.subject) in core(words) else f"{target.subject}{words}"
            noun = Noun("subject", 0, 0, named, base or "other_year", None)
            older = self._draft(noun, "amount.base", level.start)
            older.fen, older.step = level.fen, level.step
        target.change, target.change_step, target.change_pct = change.fen, change.step, change.pct
        if "flat" in groups:
            target.implied, target.change_pct = True, Decimal(0)
        target.direction, target.base = change.direction, base
        target.patterns.append(pattern)
        target.at = (target.at[0], max(target.at[1], next(iter(groups.values())).start))
        self._changed = self._current = target
        self._unclear = False

    def _budget_base(self, base: str | None) -> str | None:
        """Return which budget a bare 预算 means: the one that the paragraph printed, else it stays open."""
        if base != "budget":
            return base
        printed = [d.level for d in reversed(self.drafts) if d.level in ("initial_budget", "adjusted_budget")]
        return printed[0] if printed else None

    @staticmethod
    def _base_words(token: Token) -> list[str]:
        return [v for k, v in token.groups.items() if k.startswith("base_") or k == "than_base"]

    def _last_base(self, target: Draft) -> str | None:
        """Return the base of the claim whose parts follow."""
        known = [d.base for d in reversed(self.drafts) if d is not target and d.base is not None]
        return known[0] if known else None

    def _relation(self, hit: Hit) -> None:
        than = hit.groups["than"]
        noun = self._read(hit.groups.get("who"))
        target = self._current if noun.kind != "subject" else self._known(noun.text, noun.level)
        if target is None or target.direction is not None:
            return
        target.direction = direction_of(than)
        target.base = self._budget_base(base_of(than.groups["than_base"], self.setting.fiscal_year, self.setting.stage))
        target.patterns.append(hit.pattern)
        self._changed = target

    def _share_each(self, hit: Hit) -> None:
        """Deal out the shares of 占比分别为 … to as many amounts in front of them."""
        first = self.tokens.index(hit.groups["pct"])
        run = _SHARES.match(self.signs[first:])
        shares = [t for t in self.tokens[first : first + (run.end() if run else 0)] if t.sign == "P"]
        amounts = [d for d in self.drafts if d.at[0] >= self._sentence and d.fen is not None]
        last = amounts[-len(shares) :]
        beside = len({id(d.parent) for d in last}) == 1 and not any(d.share for d in last)
        if len(last) < len(shares) or not beside or (len(amounts) > len(shares) and last[0].parent is not amounts[0]):
            self._problem(hit.groups["pct"], "names_and_amounts_differ", 0)
            return
        for draft, token in zip(last, shares, strict=True):
            draft.share, draft.share_of = (
                token.number("percent"),
                hit.groups["share"].groups.get("of", "").removesuffix("的"),
            )
            draft.patterns.append(hit.pattern)
            draft.at = (draft.at[0], token.start)

    def _share(self, hit: Hit) -> None:
        if hit.pattern == "share.each":
            self._share_each(hit)
            return
        target = self._target(hit.groups, hit.pattern, hit.groups["pct"])
        if target is None or target.share is not None:
            self._problem(hit.groups["pct"], "subject_unclear", 0)
            return
        target.share = hit.groups["pct"].number("percent")
        target.share_of = hit.groups["share"].groups.get("of", "").removesuffix("的")
        target.patterns.append(hit.pattern)
        target.at = (target.at[0], hit.groups["pct"].start)

    def _completion(self, hit: Hit) -> None:
        target = self._target(hit.groups, hit.pattern, hit.groups["pct"])
        if target is None or target.completion is not None:
            self._problem(hit.groups["pct"], "subject_unclear", 0)
            return
        target.completion = hit.groups["pct"].number("percent")
        text = hit.groups["done"].groups.get("done") or ""
        if text and target.base is None:
            target.base = self._budget_base(base_of(text, None, "final"))
        target.patterns.append(hit.pattern)
        self._changed = target
