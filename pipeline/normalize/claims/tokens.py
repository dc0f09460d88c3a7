"""Folded text → signs: amounts, percentages, counts, directions, bases, reasons, and the noun chunks between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from schemas.narrative import TokenKind, grammar, narrative_words
from schemas.values import value

#: Longer numbers are identifiers, not figures.
LONGEST = 17
#: No amount is larger, in fen (a hundred thousand 亿元).
MOST = 10**15
#: Signs that a noun chunk takes in when they stand in or beside it.
_NOUNISH = frozenset("nYx&dHT")
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_DIGIT = re.compile(r"\d")
#: What ends a list that an opener (包括, 用于) began, or a reason.
_END = re.compile(r"[。;]")
_POINTS = re.compile(r"[一二三四五六七八]是|[(]?[1-9][).、]")
_LIST_END = re.compile(
    r"[。;]|,(?!\d{3}(?!\d))(?=其中|(?:比|较|同比|占)|[与同][^,;。]{2,20}(?:相比|持平|一致)|(?:增加|减少|增长|下降)[\d.]|主要原因|原因|主要是|由于|完成|[^,;。、]{0,16}\d)"
)


@value
class Token:
    """One sign of a sentence.

    Attributes:
        sign: its letter in the phrases of the grammar.
        start, end: place in the folded text.
        groups: what its pattern took (direction word, unit, base …).
        text: what an opener swallowed; a reason, a list, a purpose.
    """

    sign: str
    start: int
    end: int
    groups: Mapping[str, str] = field(default_factory=lambda: _NONE)
    text: tuple[int, int] = (0, 0)

    def number(self, name: str) -> Decimal:
        """Return the number in a group."""
        return Decimal(self.groups[name].replace(",", ""))

    @property
    def fen(self) -> int:
        """Return the amount of a money sign in fen; finer figures are rounded half to even."""
        return _fen(self.groups["amount"], self.groups["unit"])

    @property
    def step(self) -> Decimal:
        """Return one unit of the last printed digit of a money sign, in fen."""
        return _step(len(self.groups["amount"].partition(".")[2]), self.groups["unit"])


@lru_cache(maxsize=4096)
def _fen(amount: str, unit: str) -> int:
    digits, fen = amount.replace(",", ""), narrative_words().money[unit]
    whole, _, decimals = digits.partition(".")
    parts = int(10 ** len(decimals))
    if parts <= fen:  # both are powers of ten
        return int(whole + decimals) * (fen // parts)
    exact = Decimal(digits) * fen
    return int(exact.to_integral_value(rounding="ROUND_HALF_EVEN"))


@lru_cache(maxsize=256)
def _step(decimals: int, unit: str) -> Decimal:
    return Decimal(1).scaleb(-decimals) * narrative_words().money[unit]


def tokenize(text: str, *, lists: bool = True) -> list[Token]:
    """Cut a folded paragraph into signs; noun chunks are put together.

    Args:
        text: folded.
        lists: what 包括 and 用于 open is a text to keep whole, unless it holds amounts.
    """
    return _chunked(list(_scan(text, lists)))


def _scan(text: str, lists: bool) -> Iterator[Token]:
    at, compared = 0, False
    search, kinds = grammar().scanner.search, grammar().kinds
    while at < len(text):
        match = search(text, at)
        if match is None:
            yield Token("n", at, len(text), _NONE)
            return
        kind = kinds[match.lastgroup]
        start, end = match.span()
        if start > at:
            yield Token("n", at, start, _NONE)
        groups = {name: found for name in kind.groups if (found := match[name])} if kind.groups else _NONE
        sign = kind.sign
        if groups and _is_identifier(sign, groups):
            sign, groups = "n", _NONE
        if kind.opener is None:
            token = Token(sign, start, end, groups)
        elif kind.opener == "list" and not lists:
            token = Token("W", start, end, groups)
        else:
            token = _opened(text, Token(sign, start, end, groups), kind, compared)
        compared = (compared or token.sign in "DFL") and token.sign not in ".R"
        at = token.end
        yield token


def _is_identifier(sign: str, groups: Mapping[str, str]) -> bool:
    """Whether a number is too long to be a figure: index numbers, card numbers."""
    if sign == "M":
        return len(groups["amount"]) > LONGEST or abs(_fen(groups["amount"], groups["unit"])) > MOST
    return len(groups.get("count") or groups.get("percent") or groups.get("plain") or "") > LONGEST


def _opened(text: str, token: Token, kind: TokenKind, compared: bool) -> Token:
    """Let a reason or a list swallow its text, unless it opens a list of amounts."""
    start = token.end
    end = _until(text, start, _LIST_END if kind.opener == "list" else _END)
    money = _DIGIT.search(text, start, end) is not None and any(
        found["amount"] for found in grammar().scanner.finditer(text, start, end)
    )
    if kind.opener == "list" or (kind.opener == "weak" and not compared):
        if money or not text[start:end].strip(",:"):
            return Token("W", token.start, token.end, token.groups)
        return Token(token.sign, token.start, end, token.groups, (start, end))
    while end + 1 < len(text) and _POINTS.match(text, end + 1) and _POINTS.search(text, start, end):
        end = _until(text, end + 1, _END)
    return Token(token.sign, token.start, end, token.groups, (start, end))


def _until(text: str, start: int, stop: re.Pattern[str]) -> int:
    """Return where a text ends: at a stop, or at the bracket that closes what was open before it."""
    depth = 0
    found = stop.search(text, start)
    limit = found.start() if found else len(text)
    for at in range(start, limit):
        if text[at] == "(":
            depth += 1
        elif text[at] == ")":
            depth -= 1
            if depth < 0:
                return at
    return limit


def _chunked(tokens: list[Token]) -> list[Token]:
    """Put neighbouring nouns, years, enumerations and brackets without figures together into chunks."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.sign == "(":
            close = _soft(tokens, at)
            if close is not None:
                token, at = Token("n", token.start, tokens[close].end, _NONE), close
        if token.sign == "&" and (not found or found[-1].sign != "n"):
            token = Token(",", token.start, token.end, token.groups)
        elif token.sign in "YdH" or (token.sign in "x&" and _inside(tokens, at, found)):
            token = Token("n", token.start, token.end, _NONE)
        if token.sign == "n" and found and found[-1].sign == "n" and found[-1].end == token.start:
            found[-1] = Token("n", found[-1].start, token.end, _NONE)
        else:
            found.append(token)
        at += 1
    return found


def _inside(tokens: list[Token], at: int, found: list[Token]) -> bool:
    """Whether a number or 、 stands inside a noun (公诉、审判) rather than being a figure or parting a list."""
    before = bool(found) and found[-1].sign == "n"
    after = at + 1 < len(tokens) and tokens[at + 1].sign in _NOUNISH | {"("}
    if tokens[at].sign == "&":
        return before and after
    return after and not (before and tokens[at + 1].sign == "&")


def _soft(tokens: list[Token], at: int) -> int | None:
    """Return where a bracket closes when it holds nothing but words."""
    depth = 0
    for place in range(at, len(tokens)):
        sign = tokens[place].sign
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return place
        elif sign in "MPDBW":
            return None
    return None
