"""What a printed table shows of its form: its words, its headers, its rows and their codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.normalize.codes import split_code_name
from pipeline.normalize.grid import TableGrid
from schemas.classification import ListName, classification, list_of
from schemas.forms import Form
from schemas.text import fold, strip_of_which, strip_ordinal
from schemas.vocabulary import vocabulary

_CODE = re.compile(r"\s*[\[【(（]?(\d{3}(?:\d{2}){0,2})(?!\d*年)")
_ITEM = re.compile(r"2\d{6}(?!\d)")
_SIDES = (re.compile(r"(财政拨款|本年)?收入(预算|决算)?(数)?"), re.compile(r"(财政拨款|本年)?支出(预算|决算)?(数)?"))
_NAMED: tuple[ListName, ...] = ("functional", "economic_department", "economic_government")
#: Share of the labels that must be names of a list to say that the rows are classed by it.
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Signs:
    """What recognition looks at, folded.

    Attributes:
        headers: texts of the header boxes.
        rows: labels without ordinal, 其中 and code.
        words: every text, and every text without its ordinal.
        items: whole functional codes of seven digits that one box prints.
        lists: code lists that the printed codes belong to, the commonest first; by their names where none is printed.
    """

    headers: tuple[str, ...]
    rows: tuple[str, ...]
    words: frozenset[str]
    lists: tuple[str, ...]
    items: tuple[str, ...]
    two_sided: bool
    has_code_column: bool
    has_units: bool
    has_body: bool


def read_signs(grid: TableGrid, kinds: Sequence[str]) -> Signs:
    """Collect what a table shows of its form.

    Args:
        grid: the table.
        kinds: what each column holds (see ``grid.column_kind``).
    """
    labels = [
        cell
        for cell in grid.table.cells
        if cell.text and cell.row >= grid.header_rows and kinds[cell.col] in ("label", "code")
    ]
    bare = tuple(bare_label(cell.text) for cell in labels)
    texts = {fold(cell.text) for cell in grid.table.cells if cell.text}
    subjects = [(kind, vocabulary().subject(grid.header_path(col))) for col, kind in enumerate(kinds)]
    headers = tuple(sorted({fold(text) for col in range(len(kinds)) for text in grid.header_path(col)}))
    return Signs(
        headers=headers,
        rows=bare,
        words=frozenset(texts | {bare_label(cell.text) for cell in grid.table.cells if cell.text}),
        lists=_by_codes([cell.text for cell in labels]) or _by_names(bare),
        items=tuple(m.group() for cell in labels if (m := _ITEM.match(fold(cell.text)))),
        two_sided="code" not in kinds and all(any(p.fullmatch(header) for header in headers) for p in _SIDES),
        has_code_column=any(k == "code" and subject not in ("unit", "project") for k, subject in subjects),
        has_units=("label", "unit") in subjects,
        has_body=any(cell.text and cell.row >= grid.header_rows for cell in grid.table.cells),
    )


@lru_cache(maxsize=16384)
def bare_label(text: str) -> str:
    """Return a label without ordinal, 其中 and code, folded."""
    rest = strip_of_which(strip_ordinal(text)[1])[1]
    return fold(split_code_name(strip_ordinal(rest)[1])[1])


def _by_codes(labels: Sequence[str]) -> tuple[str, ...]:
    found = Counter(
        list_of(code[:3])
        for text in labels
        if (match := _CODE.match(text)) and (code := split_code_name(text)[0]) and match.group(1)
    )
    return tuple(str(name) for name, count in found.most_common() if name and count * 5 >= max(found.values()))


def _by_names(labels: Sequence[str]) -> tuple[str, ...]:
    named = [label for label in labels if label]
    if len(named) < 2:
        return ()
    book = classification()
    shares = {name: sum(bool(book.by_name(name, label)) for label in named) / len(named) for name in _NAMED}
    return tuple(name for name in sorted(shares, key=lambda n: -shares[n]) if shares[name] > _MOST)


def fits(form: Form, signs: Signs) -> bool:
    """Tell whether a table has the structure that a form asks for."""
    if not _codes_fit(form, signs) or any(p.fullmatch(word) for p in form.none_of for word in signs.words):
        return False
    joined = "\n".join(signs.headers)
    return (
        all(pattern.search(joined) for pattern in form.headers)
        and _any(form.headers_any, signs.headers)
        and (_any(form.rows_any, signs.rows) or not signs.has_body)
        and _any(form.words_any, signs.words)
        and all(any(p.fullmatch(word) for word in signs.words) for p in form.words_all)
    )


def _codes_fit(form: Form, signs: Signs) -> bool:
    return not form.codes or any(_classed_by(kind, signs) for kind in form.codes)


def _classed_by(kind: str, signs: Signs) -> bool:
    """Tell whether the rows are classed by functions, economic classes, units or nothing."""
    if kind == "none":
        return not signs.has_code_column
    if kind == "unit":
        return signs.has_units and not signs.lists
    if signs.lists:
        return any(name == kind or name.startswith(f"{kind}_") for name in signs.lists)
    joined = "\n".join(signs.headers)
    economic = "经济" in joined
    if kind == "functional":
        return signs.has_code_column or "功能" in joined or ("科目" in joined and not economic)
    return economic or signs.has_code_column or "科目" in joined


def _any(patterns: Sequence[re.Pattern[str]], texts: Sequence[str] | frozenset[str]) -> bool:
    return not patterns or any(pattern.fullmatch(text) for pattern in patterns for text in texts)
