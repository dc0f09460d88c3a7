"""Which form of the catalogue is a printed table: by its title, its header words and its rows, never by its number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.normalize.codes import split_code_name
from pipeline.normalize.grid import TableGrid
from schemas.forms import Form, catalogue
from schemas.text import fold, strip_of_which, strip_ordinal

_CODE_START = re.compile(r"\s*[\[【(（]?([235])\d{2}(?!\d*年)")


@dataclass(frozen=True, slots=True)
class Signs:
    """What recognition looks at, folded."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[str, ...]
    words: tuple[str, ...]
    codes: str
    has_code_column: bool


def recognise(grid: TableGrid, kinds: Sequence[str], title: str | None) -> Form | None:
    """Return the form, or None when no form fits or several fit alike.

    The longest alias found in the title wins among the forms whose structure fits. Without a title a form is named
    only when it is the one that fits, since forms of several funds look the same.

    Args:
        grid: the table.
        kinds: what each column holds (see ``grid.column_kind``).
        title: the printed title, or None.
    """
    signs = read_signs(grid, kinds, title)
    titled = [
        (len(alias), form)
        for form in catalogue().values()
        for alias in form.titles[:]
        if alias in signs.title and _fits(form, signs)
    ]
    if titled:
        return max(titled, key=lambda pair: pair[0])[1]
    if any(alias in signs.title for form in catalogue().values() for alias in form.titles):
        return None
    fitting = [form for form in catalogue().values() if _is_telling(form) and _fits(form, signs)]
    optional = [form for form in fitting if form.title_optional]
    candidates = optional or ([] if signs.title else fitting)
    return candidates[0] if len(candidates) == 1 else None


def read_signs(grid: TableGrid, kinds: Sequence[str], title: str | None) -> Signs:
    """Collect what a table shows of its form."""
    headers = tuple(fold(text) for text in {t for c in range(len(kinds)) for t in grid.header_path(c)})
    labels = [
        _bare(cell.text)
        for cell in grid.table.cells
        if cell.text and cell.row >= grid.header_rows and kinds[cell.col] in ("label", "code")
    ]
    codes = [
        match.group(1)
        for cell in grid.table.cells
        if cell.row >= grid.header_rows and kinds[cell.col] in ("code", "label")
        if (match := _CODE_START.match(cell.text)) and split_code_name(cell.text)[0]
    ]
    leading = max(set(codes), key=codes.count) if codes else ""
    return Signs(
        title=fold(title or ""),
        headers=headers,
        rows=tuple(labels),
        words=tuple(fold(cell.text) for cell in grid.table.cells if cell.text),
        codes={"2": "functional", "3": "economic", "5": "economic"}.get(leading, ""),
        has_code_column="code" in kinds,
    )


def _bare(text: str) -> str:
    """Return a label without ordinal, 其中 and code, folded."""
    rest = strip_of_which(strip_ordinal(text)[1])[1]
    return fold(split_code_name(rest)[1])


def _is_telling(form: Form) -> bool:
    """Tell whether a form's conditions say enough to know it without a title."""
    return bool(form.words_all or form.words_any or form.rows_any or len(form.headers) > 1)


def _fits(form: Form, signs: Signs) -> bool:
    """Tell whether a table has the structure that a form asks for."""
    if not _codes_fit(form, signs):
        return False
    joined = "\n".join(signs.headers)
    return (
        all(pattern.search(joined) for pattern in form.headers)
        and _any(form.headers_any, signs.headers)
        and _any(form.rows_any, signs.rows)
        and _any(form.words_any, signs.words)
        and all(any(p.fullmatch(word) for word in signs.words) for p in form.words_all)
    )


def _codes_fit(form: Form, signs: Signs) -> bool:
    if form.codes in ("functional", "economic"):
        headed = signs.has_code_column or any("科目" in header or "分类" in header for header in signs.headers)
        return signs.codes == form.codes if signs.codes else headed
    if form.codes == "none":
        return not signs.has_code_column
    return True


def _any(patterns: Sequence[re.Pattern[str]], texts: Sequence[str]) -> bool:
    return not patterns or any(pattern.fullmatch(text) for pattern in patterns for text in texts)
