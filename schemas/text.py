"""The matching form of printed Chinese text: folding, ordinals, "of which", bigrams.

Nothing here changes what is stored: records keep the text as printed, and only comparisons use the folded form.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

OrdinalKind = Literal[
    "part", "chapter", "section", "article", "chinese", "chinese_paren", "arabic", "arabic_paren", "circled"
]

# Blocks whose NFKC form is the same sign in another typesetting; superscripts, fractions and ① stay what they are.
_NFKC_BLOCKS: Final = (
    (0xFF01, 0xFFEF),  # full-width and half-width forms
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0x2F800, 0x2FA1D),  # compatibility ideographs, supplement
    (0xFE10, 0xFE1F),  # vertical forms
    (0xFE30, 0xFE6F),  # vertical and small forms
    (0x2474, 0x249B),  # ⑴ ⒈
    (0x2160, 0x217F),  # Roman numerals
    (0x3220, 0x3243),  # ㈠
    (0x3300, 0x33FF),  # ㎡
)
_SAME: Final = {
    "(": "（",
    ")": "）",
    "[": "〔【",
    "]": "〕】",
    "《": "〈\u2329",
    "》": "〉\u232a",
    ":": "：∶꞉˸",
    ",": "，",
    ";": "；",
    "-": "‐‑‒–—―−⁃─━ー",
    "~": "〜∼∽",
    "/": "∕⁄",
    "·": "•‧∙⋅・･",
    "≥": "≧⩾",
    "≤": "≦⩽",
    "*": "∗＊",
}
_QUOTES: Final = "\"'“”„‟‘’‚‛〝〞〟「」『』`´＂＇′″"
#: Signs of every longer text, with what they fold to.
_COMMON: Final = (("，", ","), ("（", "("), ("）", ")"), ("：", ":"), ("；", ";"), ("“", ""), ("”", ""))
_LONG: Final = 32
# White space is added by rule; these print nothing and are not white space to Python.
_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"

_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "○": 0}
_NUMERAL: Final = r"[一二三四五六七八九十]{1,3}"
_ORDINALS: Final[tuple[tuple[OrdinalKind, re.Pattern[str]], ...]] = (
    ("part", re.compile(rf"\s*第\s*({_NUMERAL}|\d{{1,2}})\s*部\s*分\s*[:、,.]?\s*")),
    ("chapter", re.compile(rf"\s*第\s*({_NUMERAL}|\d{{1,2}})\s*章\s*[:、,.]?\s*")),
    ("section", re.compile(rf"\s*第\s*({_NUMERAL}|\d{{1,2}})\s*节\s*[:、,.]?\s*")),
    ("article", re.compile(rf"\s*第\s*({_NUMERAL}|\d{{1,2}})\s*条\s*[:、,.]?\s*")),
    ("chinese_paren", re.compile(rf"\s*\(?\s*({_NUMERAL})\s*\)\s*[、.]?\s*")),
    ("chinese", re.compile(rf"\s*({_NUMERAL})\s*[、.]\s*")),
    ("arabic_paren", re.compile(r"\s*\(?\s*(\d{1,2})\s*\)\s*[、.]?\s*")),
    # "1.5" and "12,000" are numbers; "1、2024年" is an ordinal before a year.
    ("arabic", re.compile(r"\s*(\d{1,2})\s*(?:、|\.(?!\s*\d))\s*")),
)
_SIGNS: Final[tuple[tuple[int, int, int, OrdinalKind], ...]] = (
    (0x2460, 0x2473, 1, "circled"),
    (0x2776, 0x277F, 1, "circled"),
    (0x2474, 0x2487, 1, "arabic_paren"),
    (0x2488, 0x249B, 1, "arabic"),
    (0x3220, 0x3229, 1, "chinese_paren"),
)
_OPEN_SIGNS: Final = frozenset(chr(code) for first, last, _, _ in _SIGNS for code in range(first, last + 1))
_OPEN_ORDINALS: Final = _OPEN_SIGNS | set("第(一二三四五六七八九十")
#: A mark in words or digits has fewer signs than this, blanks apart.
_LONGEST_MARK: Final = 12
_AFTER_SIGN: Final = " \t\n\u3000\xa0、.:"
_OF_WHICH: Final = re.compile(r"\s*其\s*中\s*[:,、]?\s*")


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A list mark in front of a heading or label.

    Attributes:
        kind: style of the mark; styles nest in the order of the printed document.
        value: its number, from 1.
        text: the mark as printed, without white space around it.
    """

    kind: OrdinalKind
    value: int
    text: str


@lru_cache(maxsize=1)
def radicals() -> dict[str, str]:
    """Kangxi and supplementary radicals -> the ordinary ideograph (Unicode EquivalentUnifiedIdeograph)."""
    with (Path(__file__).parent / "data" / "radicals.csv").open(encoding="utf-8", newline="") as lines:
        return {chr(int(r["radical"], 16)): chr(int(r["ideograph"], 16)) for r in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def radical_table() -> dict[int, str]:
    """Code points of the radicals -> the ordinary ideograph, for ``str.translate``."""
    return {ord(radical): ideograph for radical, ideograph in radicals().items()}


@lru_cache(maxsize=1)
def _variants() -> dict[int, str]:
    """Every character that folds to something visible."""
    same = {ord(v): target for target, variants in _SAME.items() for v in variants}
    table = dict(radical_table())
    for first, last in _NFKC_BLOCKS:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain != chr(code):
                table[code] = plain.translate(same)
    return table | same


@lru_cache(maxsize=1)
def _fold_table() -> dict[int, str | None]:
    gone = {ord(c): None for c in _QUOTES + _INVISIBLE} | {c: None for c in range(0x3001) if _is_blank(chr(c))}
    # What a sign unfolds to may itself be a quotation mark or a space (﹁, ﹉).
    return {code: plain.translate(gone) for code, plain in _variants().items()} | gone


def _is_blank(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) == "Cc"


@lru_cache(maxsize=1)
def _shape_table() -> dict[int, str]:
    """As `_variants`, but only one for one, so that places in the printed text stay valid."""
    return {code: plain for code, plain in _variants().items() if len(plain) == 1}


@lru_cache(maxsize=1)
def _folding() -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    return _changing(_fold_table())


@lru_cache(maxsize=1)
def _shaping() -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    return _changing(_shape_table())


def _changing(table: Mapping[int, str | None]) -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    """Return what finds the signs that a table changes, and what each becomes: most texts hold few of them."""
    plain = {chr(code): sign or "" for code, sign in table.items()}
    # Signs beyond the basic plane as one range: a set of single ones is searched sign by sign.
    found = "".join(sign for sign in plain if sign <= "\uffff")
    return re.compile(f"[{re.escape(found)}\U00010000-\U0010ffff]"), lambda match: plain.get(match[0], match[0])


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the matching form of a printed string.

    White space, quotation marks and invisible signs go; full-width forms, brackets, colons, dashes, compatibility
    ideographs and radicals become one sign each. 〇, ○ and 零 stay apart, and so do 、 and the comma.
    Idempotent. For comparison only: never store the result in place of the printed text.
    """
    if len(text) > _LONG:
        for sign, plain in _COMMON:
            text = text.replace(sign, plain)
    signs, plain_of = _folding()
    folded = signs.sub(plain_of, text)
    while "--" in folded:
        folded = folded.replace("--", "-")
    return folded


def uneven_signs() -> frozenset[str]:
    """Return the signs that `fold` takes out, makes several of or can join to their neighbours."""
    table = _fold_table()
    return frozenset(chr(c) for c, plain in table.items() if plain is None or len(plain) != 1 or plain == "-") | {"-"}


def chinese_number(text: str) -> int | None:
    """Return the value of 一 … 九十九 or None."""
    if not text or any(c not in _DIGITS and c != "十" for c in text):
        return None
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS[text] if len(text) == 1 else None
    if len(tens) > 1 or len(ones) > 1 or tens == "十":
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


@lru_cache(maxsize=16384)
def strip_ordinal(text: str) -> tuple[Ordinal | None, str]:
    """Split a list mark (一、 （一） 1. 1、 (1) ① 第一部分) from the front of a printed string.

    Returns the mark and the rest as printed, or `(None, text)`. Decimals, amounts, years and codes are not marks.
    A string that is nothing but a mark gives an empty rest; whether "(1)" is a mark there is the caller's to know.
    """
    lead = len(text) - len(text.lstrip())
    opening = text[lead : lead + 1]
    opening = _shape_table().get(ord(opening), opening) if opening else ""
    if opening not in _OPEN_ORDINALS and not opening.isdecimal():
        return None, text
    if opening in _OPEN_SIGNS:
        code = ord(opening)
        for first, last, base, kind in _SIGNS:
            if first <= code <= last:
                shaped = text.translate(_shape_table())
                after = len(shaped[lead + 1 :].lstrip(_AFTER_SIGN))
                return Ordinal(kind, code - first + base, text[lead]), text[len(text) - after :]
    head = text[: lead + 2 * _LONGEST_MARK]
    signs, plain_of = _shaping()
    shaped = signs.sub(plain_of, head if len("".join(head.split())) > _LONGEST_MARK else text)
    for kind, pattern in _ORDINALS:
        if found := pattern.match(shaped):
            digits = found.group(1)
            value = int(digits) if digits.isdigit() else chinese_number(digits)
            if value:
                return Ordinal(kind, value, text[: found.end()].strip()), text[found.end() :]
    return None, text


@lru_cache(maxsize=16384)
def strip_of_which(text: str) -> tuple[bool, str]:
    """Split 其中： from the front of a label; returns whether it stood there, and the rest as printed."""
    found = _OF_WHICH.match(text.translate(_shape_table()))
    return (True, text[found.end() :]) if found else (False, text)


@lru_cache(maxsize=16384)
def bigrams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of the folded text (the character itself when there is one)."""
    folded = fold(text)
    if len(folded) < 2:
        return frozenset((folded,)) if folded else frozenset()
    return frozenset(folded[i : i + 2] for i in range(len(folded) - 1))


def similarity(left: str, right: str) -> float:
    """Return the Dice coefficient of two texts' bigrams: 0 (nothing shared) to 1 (the same pairs)."""
    a, b = bigrams(left), bigrams(right)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
