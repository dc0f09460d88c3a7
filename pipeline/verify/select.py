"""Selectors of identities → the figures they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from pipeline.normalize.model import Figure, NormalTable
from schemas.forms import Selector

#: Which total rows answer to a word, the best first; without any, the top rows are added up.
_TOTALS: Mapping[str, tuple[str, ...]] = {
    "total": ("grand_total", "total", "subtotal"),
    "year_total": ("subtotal", "grand_total", "total"),
    "grand_total": ("grand_total", "total"),
    "subtotal": ("subtotal",),
}
_ATTRIBUTES: Mapping[str, Callable[[Figure], str | None]] = {
    "flow": lambda f: f.dims.get("flow"),
    "fund": lambda f: f.dims.get("fund"),
    "origin": lambda f: f.dims.get("origin"),
    "nature": lambda f: f.dims.get("nature"),
    "phase": lambda f: f.dims.get("phase"),
    "comparison": lambda f: f.dims.get("comparison"),
    "side": lambda f: f.side.panel.side if f.side.panel else None,
    "rows": lambda f: f.side.rows,
    "tag": lambda f: f.row.tag or f.column.tag,
    "code": lambda f: f.row.code,
    "level": lambda f: f.row.level,
    "top": lambda f: "true" if f.row.parent is None and f.row.total is None else "false",
}


def select(table: NormalTable, selector: Selector) -> list[Figure]:
    """Return the figures of a table that a selector means, blanks included.

    Total rows are left out unless ``row`` asks for them; phase and comparison are those of the form unless asked.
    Columns of a cross-tab by economic class are never meant: their total column is.
    """
    form = table.form
    asked = {key: values for key, values in selector.where.items() if key != "row"}
    if form is not None:
        asked.setdefault("phase", (form.defaults.get("phase", "budget"),))
    figures = _summable(table)
    places: Sequence[int] = range(len(figures))
    if "comparison" not in asked:
        said = _said(table, "comparison")
        places = [place for place in places if said[place] is None]
    for key, values in asked.items():
        if key != "flow":
            said = _said(table, key)
            places = [place for place in places if said[place] in values]
    return _by_row([figures[place] for place in places], selector.where.get("row"), asked.get("flow"))


@lru_cache(maxsize=64)
def _summable(table: NormalTable) -> tuple[Figure, ...]:
    """Return the figures that identities of a table add up; many ask."""
    return tuple(figure for figure in table.figures if figure.measure == "money" and figure.column.economic is None)


@lru_cache(maxsize=512)
def _said(table: NormalTable, key: str) -> tuple[str | None, ...]:
    """Return one attribute of each of these figures; many selectors ask for the same."""
    return tuple(map(_ATTRIBUTES[key], _summable(table)))


def _by_row(figures: Sequence[Figure], rows: tuple[str, ...] | None, flows: tuple[str, ...] | None) -> list[Figure]:
    def flowing(figure: Figure) -> bool:
        return flows is None or figure.dims.get("flow") in flows

    if rows is None:
        return [f for f in figures if f.row.total is None and flowing(f)]
    word = rows[0]
    if word == "any":
        return [f for f in figures if flowing(f)]
    if word == "coded":
        return [f for f in figures if f.row.code is not None and flowing(f)]
    if word == "top":
        return [f for f in figures if f.row.parent is None and f.row.total is None and flowing(f)]
    if word == "all_totals":
        return [f for f in figures if f.row.total is not None]
    for kind in _TOTALS[word]:
        found = [f for f in figures if f.row.total == kind]
        if found:
            return found
    if word in ("grand_total", "subtotal"):
        return []
    return [f for f in figures if f.row.parent is None and f.row.total is None and flowing(f)]


def is_rolled_up(selector: Selector, figures: Sequence[Figure]) -> bool:
    """Tell whether several figures stand for a total that is not printed."""
    return selector.sum or ("row" in selector.where and bool(figures) and all(f.row.total is None for f in figures))


def key_of(figure: Figure, by: str) -> str | None:
    """Return a figure's value of the key that an identity goes by; classes are rolled up by ``class_groups``."""
    if by == "code":
        return figure.row.code
    if by == "row":
        return str(figure.cell.row)
    if by == "tag":
        return figure.row.tag or figure.column.tag
    return figure.dims.get(by)


def class_groups(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """Group coded figures by class: the class row where it is printed, else the top rows beneath it.

    A row of a unit or a line that gathers others (一、本年支出) is no class: what stands under it is at the top.
    """
    groups: dict[str, list[Figure]] = {}
    coded = {(figure.table, figure.side.index, figure.row.row) for figure in figures if figure.row.code is not None}
    for figure in figures:
        code = figure.row.code
        if code is None or (figure.table, figure.side.index, figure.row.parent) in coded:
            continue
        groups.setdefault(code[:3], []).append(figure)
    return groups
