"""Names and private numbers of contact persons, taken out before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, Protocol

from schemas.openings import searched
from schemas.privacy import DOT, HAN, has_surname, looks_like_person, privacy_words
from schemas.text import fold

Kind = Literal["person", "phone", "id", "email"]

# One for one, so that places in the printed text stay valid.
_SHAPE: dict[int, int | str] = {
    **{0xFF10 + n: 0x30 + n for n in range(10)},
    **{ord(c): "-" for c in "－—–‐‑−"},
    **{ord(wide): plain for wide, plain in zip("＋Ｘ（）＠", "+X()@", strict=True)},
}
_MOBILE = re.compile(
    r"(?<![\d.,])(?:\+?86[\s-]?)?1[3-9]\d(?:(?:[\s-]?\d{4}){2}|\d[\s-]\d{4}[\s-]\d{3}|\d{2}[\s-]\d{6})(?![\d]|[.,]\d)"
)
#: Digits set apart by justified lines.
_SPACED = re.compile(r"(?<![\d.,])\d(?: [\d-]){6,18}(?: [Xx])?(?![\d.,])")
_LANDLINE = re.compile(
    r"(?<![\d.,-])(?:(?:(?:\(0\d{2,3}\)|0\d{2,3})[\s-]?)[2-9]\d{6,7}|400[\s-]?\d{3}[\s-]?\d{4})(?:(?:-|转|\s转)\d{1,5})?(?![\d]|[.,]\d)"
)
_LOCAL = re.compile(r"(?<![\d.,-])[2-9]\d{6,7}(?![\d]|[.,]\d)")
_ID = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_MONEY_BEHIND = re.compile(r"^\s*(?:元|万元|亿元|%|％|人民币)")
_TOKEN = re.compile(rf"[{HAN}{DOT}]+(?:\s[{HAN}](?![{HAN}]))*")
_STOP = r"(?=$|[\s，,。；;、：:（(/）)0-9\[+]|联系|电话|手机|职务|邮箱|身份证)"
_INLINE_NAME = re.compile(
    rf"([{HAN}]\s?[{HAN}]{{1,3}}?(?:[{DOT}][{HAN}]{{1,12}}){{0,3}}|[{HAN}]{{2,12}}(?:[{DOT}][{HAN}]{{1,12}}){{1,3}}){_STOP}"
)
#: Behind a name without a colon in front of it.
_TO_CALL = re.compile(r"\s*+(?:[（(]?\s*+(?:(?:联系)?电话|手机号?|座机)?\s*+[:：]?\s*+[+\d]|联系|负责)")
_SEPARATOR = re.compile(r"\s*[、，,/和及]\s*")
_LETTERS = re.compile(rf"[{HAN}A-Za-z]")
_BEFORE_NUMBER = re.compile(rf"([{HAN}]+)[\s:：,，（(]*$")
_LONG_NUMBER = re.compile(r"\d{14,17}[\dXx]")
_CURRENCY_END = re.compile(r"[¥￥$]\s*$")
_MASKED = re.compile(r"\[REDACTED:\w+\]")
_SUSPECT = searched(r"[@＠]|\d(?:[\s-]?\d){6}|[０-９]{4}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@lru_cache(maxsize=16384)
def may_hold(text: str) -> bool:
    """Tell quickly whether a text holds a label, a long number or a mail address; if not, no part of it does."""
    return _SUSPECT.search(text) is not None or privacy_words().hint.search(fold(text)) is not None


class Box(Protocol):
    """A cell by its place and text."""

    @property
    def row(self) -> int: ...  # noqa: D102
    @property
    def col(self) -> int: ...  # noqa: D102
    @property
    def row_span(self) -> int: ...  # noqa: D102
    @property
    def col_span(self) -> int: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    kind: Kind


@lru_cache(maxsize=4096)
def redact_text(text: str, *, named: bool = False) -> str:
    """Return a text without names and private numbers of contact persons.

    Mobile numbers, identity numbers and mail addresses go always; names where a label or a mobile number stands
    beside them; landlines only where a person is named, for switchboards and hotlines are public.

    Args:
        text: a sentence, title, note or file name.
        named: a person is named nearby (the line before, another cell of the table).
    """
    if not may_hold(text):
        return text
    text = _closed(text)
    return _mask(text, _spans(text, named=named, bare=True))


def redact_texts(texts: Sequence[str]) -> tuple[str, ...]:
    """Redact texts that follow each other: a name in one makes the landline in its neighbours private."""
    if not any(map(may_hold, texts)):
        return tuple(texts)
    named = [may_hold(text) and bool(_people(text)) for text in texts]
    return tuple(redact_text(text, named=any(named[max(0, at - 2) : at + 3])) for at, text in enumerate(texts))


def redact_cells(cells: Sequence[Box]) -> tuple[str, ...]:
    """Return the texts of a table's cells without personal data, in the order of ``cells``.

    A label (联系人, 联系电话, 项目负责人 …) decides over the cell to its right, or over the column below it when it
    heads one. Numbers that stand alone in cells of tables without such labels are amounts or codes and stay.
    """
    texts = [_closed(cell.text) for cell in cells]
    if not may_hold("\n".join(texts)):
        return tuple(texts)
    grid = _Grid(cells)
    spans: dict[int, list[_Span]] = {}
    for at, kind in grid.labelled():
        found = _value_spans(texts[at], kind)
        if found:
            spans.setdefault(at, []).extend(found)
    named = any(span.kind == "person" for found in spans.values() for span in found)
    suspect = [at for at, text in enumerate(texts) if may_hold(text)]
    named = named or any(_people(texts[at]) for at in suspect)
    contact = grid.has_labels()
    for at in suspect:
        text = texts[at]
        if _MASKED.fullmatch(text):
            continue
        alone = not _LETTERS.search(text)
        bare = (contact and not grid.is_code(at)) if alone else True
        spans.setdefault(at, []).extend(_spans(text, named=named and (not alone or at in grid.phones), bare=bare))
    # Beside a phone label, a landline of a table that names nobody is an office's.
    return tuple(
        _mask(text, [s for s in spans.get(at, ()) if named or s.kind != "phone" or _is_mobile(text[s.start : s.end])])
        for at, text in enumerate(texts)
    )


class _Grid:
    """The neighbourhood of cells."""

    def __init__(self, cells: Sequence[Box]) -> None:
        self._cells = cells
        self._folded = [fold(cell.text) for cell in cells]
        words = privacy_words()
        self._labels: dict[int, tuple[Kind, ...]] = {}
        for at, text in enumerate(self._folded):
            if not 1 < len(text) <= 24 or words.hint.search(text) is None:
                continue
            kinds: list[Kind] = []
            if words.person.match(text):
                kinds.append("person")
            if words.phone.match(text):
                kinds.append("phone")
            if words.id.match(text):
                kinds.append("id")
            if words.email.match(text):
                kinds.append("email")
            if kinds:
                self._labels[at] = tuple(kinds)
        self.phones = {at for at, kind in self.labelled() if kind == "phone"}

    def has_labels(self) -> bool:
        """Tell whether the table asks for a person or a number of one."""
        return bool(self._labels)

    def labelled(self) -> Iterator[tuple[int, Kind]]:
        """Yield the cells that labels speak of."""
        for label, kinds in self._labels.items():
            right, below = self._right(label), self._below(label, kinds)
            beside = right is not None and self._is_value(right, kinds)
            # A word that could be a name or the next head of the row: names below the label say which.
            if right is not None and beside and (has_surname(self._cells[right].text) or not self._names(below)):
                below = [right]
            for at in below:
                yield from ((at, kind) for kind in kinds)

    def is_code(self, at: int) -> bool:
        """Tell whether a cell stands beside or under words for codes and amounts."""
        cell, words = self._cells[at], privacy_words()
        for other, text in zip(self._cells, self._folded, strict=True):
            above = other.row < cell.row and other.col <= cell.col < other.col + other.col_span
            left = other.col + other.col_span == cell.col and other.row <= cell.row < other.row + other.row_span
            if (above or left) and len(text) <= 24 and words.code.search(text):
                return True
        return False

    def _right(self, label: int) -> int | None:
        """Return the nearest cell with text to the right."""
        cell = self._cells[label]
        found = [
            (other.col, at)
            for at, other in enumerate(self._cells)
            if other.col >= cell.col + cell.col_span
            and other.row < cell.row + cell.row_span
            and other.row + other.row_span > cell.row
            and self._folded[at]
        ]
        return min(found)[1] if found else None

    def _below(self, label: int, kinds: tuple[Kind, ...]) -> list[int]:
        """Return the cells under a column head, down to the first that holds nothing of its kind."""
        cell = self._cells[label]
        column = sorted(
            (other.row, at)
            for at, other in enumerate(self._cells)
            if other.row >= cell.row + cell.row_span
            and other.col < cell.col + cell.col_span
            and other.col + other.col_span > cell.col
        )
        found: list[int] = []
        for _, at in column:
            if not self._folded[at]:
                continue
            text = self._cells[at].text.strip()
            # Far from its label, a word of two or three characters needs a surname to be a name.
            if not self._is_value(at, kinds) or (len(text) <= 3 and not text.isdigit() and not has_surname(text)):
                break
            found.append(at)
        return found

    def _names(self, cells: Iterable[int]) -> bool:
        return any(has_surname(self._cells[at].text) for at in cells)

    def _is_value(self, at: int, kinds: tuple[Kind, ...]) -> bool:
        return at not in self._labels and any(_value_spans(self._cells[at].text, kind) for kind in kinds)


def _closed(text: str) -> str:
    """Close up numbers to call whose digits stand apart, so that they are known."""
    if " " not in text:
        return text

    def close(match: re.Match[str]) -> str:
        number = match.group().replace(" ", "")
        shape = number.translate(_SHAPE)
        return number if any(p.fullmatch(shape) for p in (_MOBILE, _LANDLINE, _ID)) else match.group()

    return _SPACED.sub(close, text)


def _value_spans(text: str, kind: Kind) -> list[_Span]:
    """Return what a label of a kind makes private in its value."""
    shape = text.translate(_SHAPE)
    if kind == "person":
        whole = text.strip()
        if looks_like_person(whole, labelled=True):
            start = text.index(whole)
            return [_Span(start, start + len(whole), "person")]
        return [
            _Span(m.start(), m.end(), "person")
            for m in _TOKEN.finditer(text)
            if len(text) <= 40
            and looks_like_person(m.group(), labelled=True)
            and (has_surname(m.group()) or len(m.group()) > 3)
            and not text[m.end() :].lstrip().startswith(("：", ":"))
        ]
    if kind == "phone":
        return [_Span(m.start(), m.end(), "phone") for p in (_MOBILE, _LANDLINE, _LOCAL) for m in p.finditer(shape)]
    if kind == "id":
        return [_Span(m.start(), m.end(), "id") for m in _LONG_NUMBER.finditer(shape)]
    return [_Span(m.start(), m.end(), "email") for m in _EMAIL.finditer(shape)]


def _spans(text: str, *, named: bool, bare: bool) -> list[_Span]:
    """Return what is private in running text; ``bare`` lets numbers without a label count."""
    shape = text.translate(_SHAPE)
    words = privacy_words()
    spans = [_Span(m.start(), m.end(), "email") for m in _EMAIL.finditer(shape)]
    spans.extend(_people(text))
    spans.extend(
        _Span(m.start(), m.end(), "id")
        for m in _ID.finditer(shape)
        if _is_identity(m.group()) or words.inline_id.search(shape[max(0, m.start() - 12) : m.start()])
    )
    if bare:
        spans.extend(_Span(m.start(), m.end(), "phone") for m in _MOBILE.finditer(shape) if not _is_figure(shape, m))
    if named or any(span.kind == "person" for span in spans):
        spans.extend(_Span(m.start(), m.end(), "phone") for m in _LANDLINE.finditer(shape) if not _is_figure(shape, m))
        for label in words.inline_phone.finditer(shape):
            local = _LOCAL.match(shape, label.end())
            if local:
                spans.append(_Span(local.start(), local.end(), "phone"))
    return spans


@lru_cache(maxsize=4096)
def _people(text: str) -> tuple[_Span, ...]:
    """Return the names behind labels and in front of mobile numbers."""
    words = privacy_words()
    spans: list[_Span] = []
    for label in words.inline_person.finditer(text):
        at = label.end()
        while (match := _INLINE_NAME.match(text, at)) and looks_like_person(
            match.group(1), labelled=":" in _colon(label)
        ):
            spans.append(_Span(match.start(1), match.end(1), "person"))
            further = _SEPARATOR.match(text, match.end(1))
            at = further.end() if further else len(text)
    for label in words.bare_person.finditer(text):
        match = _INLINE_NAME.match(text, label.end())
        if match and looks_like_person(match.group(1), labelled=False) and _TO_CALL.match(text, match.end(1)):
            spans.append(_Span(match.start(1), match.end(1), "person"))
    shape = text.translate(_SHAPE)
    for match in _MOBILE.finditer(shape):
        before = _BEFORE_NUMBER.search(text[: match.start()])
        if before and not _is_figure(shape, match):
            name = next((n for n in _tails(before.group(1)) if looks_like_person(n, labelled=False)), None)
            if name:
                spans.append(_Span(before.end(1) - len(name), before.end(1), "person"))
    return tuple(spans)


def _tails(text: str) -> Iterable[str]:
    """Yield the ends of a text that can be a name, longest first."""
    return (text[-size:] for size in (4, 3, 2) if size <= len(text))


def _colon(label: re.Match[str]) -> str:
    return label.group().replace("：", ":")


def _is_figure(shape: str, match: re.Match[str]) -> bool:
    """Tell a code or an amount from a number to call."""
    before, behind = shape[max(0, match.start() - 10) : match.start()], shape[match.end() : match.end() + 4]
    code = privacy_words().code.search(fold(before))
    return bool(code or _MONEY_BEHIND.match(behind) or _CURRENCY_END.search(before))


def _is_mobile(text: str) -> bool:
    return _MOBILE.fullmatch(text.translate(_SHAPE)) is not None


def _is_identity(number: str) -> bool:
    """Tell an identity number (birthday and check digit fit) from a code of eighteen digits."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    check = sum(w * int(d) for w, d in zip(_WEIGHTS, number, strict=False)) % 11
    return 1900 <= int(number[6:10]) <= 2100 and "10X98765432"[check] == number[17].upper()


def _mask(text: str, spans: Iterable[_Span]) -> str:
    """Put marks in place of spans; of two that overlap the longer one counts."""
    chosen: list[_Span] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        if all(span.end <= other.start or span.start >= other.end for other in chosen):
            chosen.append(span)
    for span in sorted(chosen, key=lambda s: -s.start):
        text = f"{text[: span.start]}[REDACTED:{span.kind}]{text[span.end :]}"
    return text
