"""Cells that hold a classification code, a name or both, as printed: split, joined and freed of their wraps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import Final

from schemas.classification import LISTS, Level, ListName, classification, list_of
from schemas.text import fold, similarity, strip_of_which, strip_ordinal

# Two wordings of one item share well over half of their pairs of characters; two items of one group mostly do not.
NEAR: Final = 0.6

_CJK: Final = r"\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
_LEVEL_MARK: Final = re.compile(r"\(([类款项])(?:级科目|级)?\)$")
_LEVEL_OF_MARK: Final[dict[str, Level]] = {"类": "class", "款": "group", "项": "item"}
_PATH_MARK: Final = re.compile(r"[（(]\s*(?:\d{2,3})?([类款项])(?:级科目|级)?\s*[）)]")
_CLAUSE: Final = re.compile(r"[，。；：,;:\n]")
_CODE_FIRST: Final = re.compile(
    r"\s*([\[【〔(（]\s*)?(\d{3}(?:\s?\d{2}){0,2})(?!\d)\s*[\]】〕)）]?(\s*[-—－–:：、.．_·]+\s*|\s+)?(.*)", re.DOTALL
)
_CODE_LAST: Final = re.compile(r"(.*\D)\s*[\[【〔(（]\s*(\d{3}(?:\d{2}){0,2})\s*[\]】〕)）]\s*", re.DOTALL)
_MEASURE: Final = re.compile(r"\s*(?:公里|[年月日个人名元万亿次件项辆台套户天岁号度级期批平千百余多％%])")
_SPACE_BESIDE_CJK: Final = re.compile(rf"(?<=[{_CJK}，。、；：（）“”《》])\s+|\s+(?=[{_CJK}，。、；：（）“”《》])")


@dataclass(frozen=True, slots=True)
class RepairedName:
    """A name whose line wraps were joined.

    Attributes:
        text: the joined text.
        listed: the joined text equals a name of the lists.
        in_force: it is a name of the day asked for.
        reordered: the fragments had to be put in another order to give that name.
    """

    text: str
    listed: bool
    in_force: bool = False
    reordered: bool = False


def join_code(parts: Sequence[str | None], above: str | None = None) -> str | None:
    """Join the 类 | 款 | 项 columns of a row into one code.

    Columns may repeat the whole code so far, have lost a leading zero, or leave out the parents.

    Args:
        parts: cells from class to item, blank cells None or ''.
        above: full code of the row above, to fill in parents that are printed only once.

    Returns:
        The code, or None when the cells hold no code.
    """
    code = ""
    for place, part in enumerate(parts):
        digits = fold(part or "")
        if not digits:
            continue
        if not digits.isdigit() or not digits.isascii():
            return None
        size = 3 + 2 * place
        if len(digits) in (3, 5, 7) and (place == 0 or digits.startswith(code or digits[:3])):
            code = digits
            continue
        if place == 0 or len(digits) > 2:
            return None
        parent = size - 2
        if len(code) < parent:
            if code or above is None or len(above) < parent:
                return None
            code = above[:parent]
        code = code[:parent] + digits.zfill(2)
    return code or None


def split_code_name(text: str, lists: Sequence[ListName] = LISTS) -> tuple[str | None, str]:
    """Split a cell such as `201一般公共服务支出`, `[2010306] 政务公开审批` or `301-工资福利支出`.

    A number is a code only when its class exists in one of the lists and what follows can be a name:
    `12345热线`, `2024年` and `301医院` stay whole. A cell of nothing but such a number is a code without a name.

    Args:
        text: the cell as printed.
        lists: code lists that the table can use.

    Returns:
        The code and the name as printed, or `(None, text)`.
    """
    if found := _CODE_FIRST.fullmatch(text):
        bracket, digits, gap, name = found.groups()
        code = "".join(fold(digits).split())
        if _can_be_code(code, name, bool(bracket or (gap and gap.strip())), lists):
            return code, name.strip()
    if found := _CODE_LAST.fullmatch(text):
        name, digits = found.groups()
        code = fold(digits)
        if _can_be_code(code, name, True, lists):
            return code, name.strip()
    return None, text


def _can_be_code(code: str, name: str, marked: bool, lists: Sequence[ListName]) -> bool:
    book = classification()
    list_name = list_of(code)
    if list_name is None or list_name not in lists or not book.names(list_name, code[:3]):
        return False
    if not name.strip():
        return True
    if not re.match(rf"\s*[{_CJK}“\"‘「『《（(]", name):
        return False
    known = book.names(list_name, code)
    if any(same_or_near(name, e.name) for e in known):
        return True
    # Without its name a short glued number (301医院) and a number with a measure word (20101元) prove nothing.
    if _MEASURE.match(name):
        return False
    return marked if len(code) == 3 else bool(book.names(list_name, code[:-2]))


def repair_name(
    text: str, list_name: ListName | None = None, code: str | None = None, on: date | None = None
) -> RepairedName:
    """Join the wrapped lines of a name and say whether the result is a listed name.

    Args:
        text: the cell as printed, with its line ends.
        list_name: code list of the cell, or None for any.
        code: code of the row, or None when it has none.
        on: day for `in_force`; names of other days count as listed too.

    Returns:
        The joined text. Its fragments are put in another order only when that gives the name of the row's own code.
    """
    joined = join_wraps(text)
    book = classification()
    lists = (list_name,) if list_name else LISTS
    if code:
        names = [e for each in lists for e in book.names(each, code)]
        pieces = [piece for piece in text.split("\n") if piece.strip()]
        orders = [joined, *(join_wraps("\n".join(o)) for o in permutations(pieces) if 2 <= len(pieces) <= 3)]
        for order in orders:
            if same := [e for e in names if fold(e.name) == fold(bare_name(order)[0])]:
                return RepairedName(order, True, any(e.in_force(on) for e in same), order != joined)
    found = [e for each in lists for e in book.by_name(each, bare_name(joined)[0])]
    return RepairedName(joined, bool(found), any(e.in_force(on) for e in found))


def join_wraps(text: str) -> str:
    """Join lines: no space beside Chinese, one space between Latin words."""
    return " ".join(_SPACE_BESIDE_CJK.sub("", text).split())


def bare_name(name: str) -> tuple[str, Level | None, bool]:
    """Strip what is not of a name (其中：, an ordinal, （类）); also the level said and if it was counted."""
    _, rest = strip_of_which(name)
    ordinal, rest = strip_ordinal(rest)
    _, rest = strip_of_which(rest)
    folded = fold(rest)
    if mark := _LEVEL_MARK.search(folded):
        return folded[: mark.start()], _LEVEL_OF_MARK[mark.group(1)], ordinal is not None
    return rest.strip(), None, ordinal is not None


def stem(name: str) -> str:
    """Return the folded name without 支出 at its end."""
    return fold(name).removesuffix("支出")


def same_or_near(left: str, right: str) -> bool:
    """Whether two printed names are the same, close in wording, or one the beginning of the other."""
    a, b = fold(left), fold(right)
    if a == b or similarity(a, b) >= NEAR:
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 4 and long.startswith(short)


def split_path(text: str) -> list[tuple[Level, str]]:
    """Split `卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）` into levels and names.

    Returns:
        One pair for each marked level, in the order printed; [] when nothing is marked. Text in front of a name is cut
        off at the last mark of punctuation or quotation that the name does not close.
    """
    path: list[tuple[Level, str]] = []
    start = 0
    for mark in _PATH_MARK.finditer(text):
        name = _CLAUSE.split(text[start : mark.start()])[-1]
        start = mark.end()
        while name.count("“") > name.count("”"):
            name = name.partition("“")[2]
        name = join_wraps(strip_ordinal(name.lstrip("”"))[1])
        if name:
            path.append((_LEVEL_OF_MARK[mark.group(1)], name))
    return path
