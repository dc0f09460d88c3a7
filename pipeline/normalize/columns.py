"""Header paths → dimensions of columns, and columns → sides of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalize.grid import TableGrid
from pipeline.normalize.model import Column, Side
from schemas.classification import ListName, classification
from schemas.forms import Form, Panel
from schemas.text import fold
from schemas.vocabulary import Word, first_match, strip_unit, vocabulary

_YEAR = re.compile(r"(20\d\d)年(?:度)?(?:当年)?(?:年初)?(预算|预算执行|执行|决算|完成)数?")
_OF_WHICH = re.compile(r"其中:")


def read_columns(
    grid: TableGrid, kinds: Sequence[str], form: Form | None, fiscal_year: int | None
) -> tuple[Column, ...]:
    """Return every column with the meaning of its header path."""
    columns = [_column(grid, index, kind, form, fiscal_year) for index, kind in enumerate(kinds)]
    return tuple(_own_or_with_transfers(column, columns) for column in columns)


def _column(grid: TableGrid, index: int, kind: str, form: Form | None, fiscal_year: int | None) -> Column:
    path = grid.header_path(index)
    if kind != "amount":
        return Column(index, path, kind)
    dims: dict[str, str] = {}
    tag: str | None = None
    for text in path:
        word = _word(strip_unit(fold(text)), form)
        if word is not None:
            dims.update(word.dims)
            tag = word.tag or tag
        dims.update(_dated(fold(text), fiscal_year))
    lowest = strip_unit(fold(path[-1])) if path else ""
    return Column(
        index=index,
        path=path,
        kind=kind,
        dims=dims,
        tag=tag,
        is_total=bool(vocabulary().totals.fullmatch(lowest)),
        of_which=bool(_OF_WHICH.match(lowest)),
        economic=_economic(path, form),
    )


def _word(folded: str, form: Form | None) -> Word | None:
    """Return a header text's meaning: the form's own words before the vocabulary's, 其中 and the year put aside."""
    bare = re.sub(r"^(?:其中:|20\d\d年(?:度)?)", "", folded)
    for text in (folded, bare):
        word = (first_match(form.columns, text) if form else None) or first_match(vocabulary().columns, text)
        if word is not None:
            return word
    return None


def _dated(folded: str, fiscal_year: int | None) -> dict[str, str]:
    """Return the phase that a header with a year means for a document of a fiscal year."""
    match = _YEAR.search(folded)
    if not match or fiscal_year is None:
        return {}
    year, kind = int(match.group(1)), match.group(2)
    if year == fiscal_year:
        return {"phase": "final"} if kind == "决算" else {"phase": "budget"} if kind == "预算" else {}
    if year == fiscal_year - 1:
        return {"phase": {"预算": "prior_budget", "决算": "prior_final"}.get(kind, "prior_executed")}
    return {}


def _economic(path: tuple[str, ...], form: Form | None) -> tuple[str, str] | None:
    """Return the economic class that heads a column of a cross-tab."""
    if form is None or form.economic_columns is None or not path:
        return None
    name = path[-1]
    kind: ListName = "economic_department" if form.economic_columns == "department" else "economic_government"
    for wording in (name, name.replace("商品服务", "商品和服务")):
        found = classification().by_name(kind, wording, level="class")
        if len({entry.code for entry in found}) == 1:
            return found[0].code, name
    return None


def _own_or_with_transfers(column: Column, columns: Sequence[Column]) -> Column:
    """A fund whose transfers from above have a column of their own beside it is printed without them."""
    fund = column.dims.get("fund")
    if fund is None or column.is_total:
        return column
    beside = any(
        other.dims.get("fund") == f"{fund}_transfer" and other.path[:-1] == column.path[:-1] for other in columns
    )
    return replace(column, dims={**column.dims, "fund": f"{fund}_own"}) if beside else column


def read_sides(columns: Sequence[Column], form: Form | None) -> tuple[Side, ...]:
    """Cut the columns into sides: each begins with its labels and ends with its figures."""
    runs: list[tuple[list[Column], list[Column]]] = [([], [])]
    last_amount = max((c.index for c in columns if c.kind == "amount"), default=-1)
    for column in columns:
        labels, amounts = runs[-1]
        if column.kind == "amount":
            amounts.append(column)
        else:
            if amounts and column.index < last_amount:
                runs.append(([], []))
                labels = runs[-1][0]
            labels.append(column)
    return tuple(_side(index, labels, amounts, form) for index, (labels, amounts) in enumerate(runs))


def _side(index: int, labels: Sequence[Column], amounts: Sequence[Column], form: Form | None) -> Side:
    panel = _panel([*labels, *amounts], form)
    rows = (panel.rows if panel and panel.rows != "auto" else None) or (form.rows if form else "auto")
    if rows == "auto" and form and form.codes in ("functional", "economic"):
        rows = form.codes
    return Side(index, tuple(c.index for c in labels), tuple(c.index for c in amounts), panel, rows)


def _panel(columns: Sequence[Column], form: Form | None) -> Panel | None:
    if form is None:
        return None
    headed = "/".join(fold(text) for column in columns[:1] for text in column.path)
    return next((panel for panel in form.panels if panel.header.search(headed)), None)
