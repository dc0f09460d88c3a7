"""Header paths → dimensions of columns, and columns → sides of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from pipeline.normalize.cross_tabs import economic_columns
from pipeline.normalize.grid import TableGrid
from pipeline.normalize.model import Column
from schemas.forms import Form
from schemas.text import fold
from schemas.vocabulary import Word, strip_unit, vocabulary, wordings

_YEAR = re.compile(r"(20\d\d)年(?:度)?(?:部门|单位)?(?:当年)?(?:年初)?(预算执行|预算|执行|决算|完成)?(?:数|额)?")
_OF_WHICH = re.compile(r"其中:")
_BEFORE: Final = re.compile(r"^(?:其中:|20\d\d年(?:度)?|\d{1,2}[.、])")
_ORDINAL: Final = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\))")
_UNIT: Final = re.compile(r"\((?:单位:)?((?:亿|万|千|百)?元)\)$")


def read_columns(
    grid: TableGrid, kinds: Sequence[str], form: Form | None, fiscal_year: int | None, on: date | None = None
) -> tuple[Column, ...]:
    """Return every column with the meaning of its header path.

    Args:
        grid: the table.
        kinds: what each column holds.
        form: its form, or None.
        fiscal_year: for headers that name years.
        on: the day whose classification lists are in force.
    """
    amounts = sum(kind == "amount" for kind in kinds)
    columns = [_column(grid, index, kind, form, fiscal_year, amounts) for index, kind in enumerate(kinds)]
    columns = _sources(economic_columns(columns, form, fold(grid.table.caption.title or ""), on), form)
    return tuple(_own_or_with_transfers(column, columns) for column in _whole_items(columns, form))


def _column(
    grid: TableGrid, index: int, kind: str, form: Form | None, fiscal_year: int | None, figure_columns: int
) -> Column:
    path = grid.header_path(index)
    if kind != "amount":
        return Column(index, path, kind, subject=vocabulary().subject(path))
    dims: dict[str, str] = {}
    tag: str | None = None
    # A column without a header beside others could be anything.
    unclear = not path and figure_columns > 1
    for text in path:
        folded = strip_unit(fold(text))
        word = header_word(folded, form)
        dated = dated_phase(folded, fiscal_year)
        if word is not None:
            dims.update(word.dims)
            tag = word.tag or tag
        elif not dated and not _is_plain(folded):
            unclear = True
        dims.update(dated)
    lowest = strip_unit(fold(path[-1])) if path else ""
    return Column(
        index=index,
        path=path,
        kind=kind,
        dims=dims,
        tag=tag,
        is_total=bool(vocabulary().totals.fullmatch(lowest)),
        of_which=bool(_OF_WHICH.match(lowest)),
        unclear=unclear,
        measure=_measure(path),
        unit=_unit(path),
    )


def header_word(folded: str, form: Form | None) -> Word | None:
    """Return a header text's meaning: the form's own words before the vocabulary's, 其中 and the year put aside."""
    for text in wordings(folded):
        word = (form.columns.first(text) if form else None) or vocabulary().columns.first(text)
        if word is not None:
            return word
    return None


def unread_headers(column: Column, form: Form | None, fiscal_year: int | None) -> tuple[str, ...]:
    """Return the texts over a column of figures that no word explains."""
    if not column.unclear:
        return ()
    return tuple(
        text
        for text in column.path
        if header_word(folded := strip_unit(fold(text)), form) is None
        and not _is_plain(folded)
        and not dated_phase(folded, fiscal_year)
    )


def _is_plain(folded: str) -> bool:
    """Tell a header text that says nothing of its own: 合计, 金额, 本年支出, or what heads the labels."""
    words = vocabulary()
    return any(
        pattern.fullmatch(text)
        for text in wordings(folded)
        for pattern in (words.neutral, words.totals, words.label_name, words.label_code, words.label_text)
    )


def dated_phase(folded: str, fiscal_year: int | None) -> dict[str, str]:
    """Return the phase that a header with a year means for a document of a fiscal year."""
    match = _YEAR.search(folded)
    if not match:
        return {}
    if fiscal_year is None:
        return {"phase": "unknown"}  # this year's or the last's: nobody can tell
    year, kind = int(match.group(1)), match.group(2)
    if year == fiscal_year:
        return {"phase": "final"} if kind == "决算" else {"phase": "budget"} if kind == "预算" else {}
    if year == fiscal_year - 1:
        return {"phase": {"预算": "prior_budget", "决算": "prior_final", None: "unknown"}.get(kind, "prior_executed")}
    return {"phase": "unknown"}


def _measure(path: Sequence[str]) -> str | None:
    """Return what a header measures: 数量（辆） counts, 金额 is money."""
    lowest = fold(path[-1]) if path else ""
    if "元" in lowest or not vocabulary().counts.fullmatch(lowest):
        return None
    return "count"


def _unit(path: Sequence[str]) -> str | None:
    """Return the unit of money that a header gives for its column."""
    return next((match.group(1) for text in reversed(path) if (match := _UNIT.search(fold(text)))), None)


def _whole_items(columns: Sequence[Column], form: Form | None) -> list[Column]:
    """The total beside items that are parts of one item is that item: 合计 beside 出国, 用车 and 接待 is 三公."""
    if form is None or form.rows != "item":
        return list(columns)
    words = vocabulary()
    tags = {column.tag for column in columns if column.tag}
    wholes = {words.parents[tag] for tag in tags if tag in words.parents}
    tops = {whole for whole in wholes if whole not in tags and whole not in words.parents}
    others = {tag for tag in tags if not any(words.is_part_of(tag, top) for top in tops)}
    whole = next(iter(tops)) if len(tops) == 1 and not others else None
    return [replace(c, tag=whole) if whole and c.is_total and c.tag is None else c for c in columns]


def _sources(columns: Sequence[Column], form: Form | None) -> list[Column]:
    """In a table of expenditure a column of balances says what the spending is paid from, unless flows stand apart."""
    flows = {column.dims.get("flow") for column in columns} - {None, "opening_balance", "surplus_used"}
    if form is None or form.defaults.get("flow") != "expenditure" or flows:
        return list(columns)
    return [replace(c, dims={k: v for k, v in c.dims.items() if k != "flow"}) for c in columns]


def _own_or_with_transfers(column: Column, columns: Sequence[Column]) -> Column:
    """A fund whose transfers from above have a column of their own beside it is printed without them."""
    fund = column.dims.get("fund")
    if fund is None or column.is_total:
        return column
    beside = any(
        other.dims.get("fund") == f"{fund}_transfer" and other.path[:-1] == column.path[:-1] for other in columns
    )
    return replace(column, dims={**column.dims, "fund": f"{fund}_own"}) if beside else column
