"""What came of an identity, as a sentence in Chinese that a journalist can quote."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pipeline.normalize.model import Figure
from pipeline.verify.trial import Term, Trial
from schemas.forms import catalogue
from schemas.text import fold
from schemas.vocabulary import vocabulary

#: Names of parts that a sentence lists before it says how many there are.
_LISTED: Final = 3
#: Ratios of printed units: a difference of exactly that factor points to a unit.
_FACTORS: Final = (1_000, 10_000, 100_000_000)
_SIDES: Final[Mapping[str, str]] = {"revenue": "收入方", "expenditure": "支出方"}
_LACKS: Final[Mapping[str, str]] = {
    "table_missing": "本文件中没有找到{}",
    "table_ambiguous": "本文件中有不止一张{}",
    "unit_unknown": "{}没有印出金额单位",
    "operand_missing": "{}没有印出所需的合计",
    "operand_ambiguous": "{}中对应的数字不止一个",
}

_DOUBT: Final = "（表格没有完整的框线，栏目是按位置推断的，请先核对原页）"


def message(trial: Trial, titles: Mapping[int, str], inferred: Collection[int] = ()) -> str:
    """Say where an identity stands, what both sides are and whether they agree.

    Args:
        trial: the identity tried.
        titles: titles of the tables by ordinal; a table without one is named by its page.
        inferred: ordinals of the tables whose columns no rulings show: the fault may be the reading's.
    """
    if trial.reason == "row_missing":
        return f"{_only_here(trial, titles)}，无法逐项核对。"
    if (lacks := _LACKS.get(trial.reason or "")) is not None:
        names = "、".join(f"《{_form_name(form)}》" for form in trial.missing) or "该表"
        return f"{lacks.format(names)}，{_either(trial, titles)}无法与之核对。"
    if trial.reason == "unreadable":
        return f"{_where(trial, titles)}{_quoted(trial.missing)}处印的不是可以读出的数字，无法核对合计。"
    left, right = _sum(trial, trial.left, titles), _sum(trial, trial.right, titles)
    where = _where(trial, titles)
    unit = _unit(trial)
    if trial.reason == "total_blank":
        return f"{where}{left}没有印出数字，{right}为{_money(trial.expected, unit)}，无法核对。"
    if trial.reason == "parts_blank":
        return f"{where}{left}为{_money(trial.printed, unit)}，{right}没有印出数字，无法核对。"
    sums = f"{where}{left}为{_money(trial.printed, unit)}，{right}为{_money(trial.expected, unit)}"
    doubt = _DOUBT if trial.status == "violated" and not trial.tables.isdisjoint(inferred) else ""
    return f"{sums}，{_verdict(trial, unit)}{doubt}。"


def _verdict(trial: Trial, unit: str) -> str:
    if trial.status == "exact":
        return "完全相符"
    difference = _money(abs(trial.residual), unit)
    allowed = _money(trial.tolerance, unit)
    if trial.status == "within_rounding":
        return f"相差{difference}，在四舍五入可以解释的{allowed}以内"
    hint = "；两数相差的倍数恰为金额单位之比，可能有一处单位标错" if _is_unit_factor(trial) else ""
    return f"相差{difference}，超出四舍五入可以解释的{allowed}，两者不符{hint}"


def _is_unit_factor(trial: Trial) -> bool:
    small, large = sorted((abs(trial.printed), abs(trial.expected)))
    return len(trial.tables) > 1 and any(abs(small * f - large) <= trial.tolerance * f for f in _FACTORS if small)


def _where(trial: Trial, titles: Mapping[int, str]) -> str:
    """Name the table and, where all stands in one row or column, that one; '' for several tables."""
    figures = trial.figures
    if len(trial.tables) > 1:
        return ""
    place = _table(figures[0], titles)
    if trial.direction == "row" and len({f.side.index for f in figures}) == 1 and figures[0].row.label:
        return f"{place}“{figures[0].row.label}”行，"
    if len({figure.cell.col for figure in figures}) == 1 and (head := _head(figures[0].column.path)):
        return f"{place}“{head}”栏，"
    return f"{place}，"


def _sum(trial: Trial, terms: Sequence[Term], titles: Mapping[int, str]) -> str:
    """Name one side: the one figure, or the first few that are added up and how many there are."""
    figures = [term.figure for term in terms]
    printed = [figure for figure in figures if figure.fen is not None] or figures
    names: dict[str, None] = {}
    for figure in printed:
        if len(names) < _LISTED:
            names[_name(trial, figure)] = None
    place = _table(figures[0], titles) if len(trial.tables) > 1 else ""
    listed = _quoted(list(names))
    if len(printed) == 1:
        return f"{place}{listed}"
    more = f"等{len(printed)}项" if len(printed) > _LISTED else ""
    return f"{place}{listed}{more}合计"


def _name(trial: Trial, figure: Figure) -> str:
    """Name a figure by what tells it from the others: its column along a row, its row down a column."""
    label, head = figure.row.label, _head(figure.column.path)
    if head and trial.line == "row":
        return head
    if label and (trial.line == "column" or _says_nothing(head)):
        flow = figure.side.panel.side if figure.side.panel else None
        side = _SIDES.get(flow or "", "")
        return f"{side}{label}" if side and _stands_twice(trial, figure) else label
    return "·".join(dict.fromkeys(text for text in (label, head) if text)) or figure.cell.text


def _stands_twice(trial: Trial, figure: Figure) -> bool:
    """Tell whether another figure of the same table has the same label."""
    label, place = figure.row.label, figure.place
    return any(f.row.label == label and f.place != place and f.table == place[0] for f in trial.figures)


@lru_cache(maxsize=4096)
def _says_nothing(head: str) -> bool:
    """Tell a header that only says that figures stand below it (金额, 预算数)."""
    return not head or bool(vocabulary().neutral.fullmatch(fold(head)))


@lru_cache(maxsize=4096)
def _head(path: tuple[str, ...]) -> str:
    """The header of a figure by the path of its column; 小计 and 合计 with the word above them."""
    if len(path) > 1 and vocabulary().totals.fullmatch(fold(path[-1])):
        return f"{path[-2]}{path[-1]}" if path[-2] not in path[-1] else path[-1]
    return path[-1] if path else ""


def _table(figure: Figure, titles: Mapping[int, str]) -> str:
    title = titles.get(figure.table, "")
    return f"第{figure.cell.page}页《{title}》" if title else f"第{figure.cell.page}页的表"


def _quoted(names: Sequence[str]) -> str:
    return "".join(f"“{name}”" for name in names)


def _either(trial: Trial, titles: Mapping[int, str]) -> str:
    """Name the side that is printed, with its sum."""
    terms, fen = (trial.left, trial.printed) if trial.left else (trial.right, trial.expected)
    figures = [term.figure for term in terms]
    if len({figure.column.index for figure in figures}) > 1 or len(figures) > _LISTED:
        return f"{_table(figures[0], titles)}的数字"
    names = list(dict.fromkeys(_name(trial, figure) for figure in figures))
    return f"{_table(figures[0], titles)}{_quoted(names)}（{_money(fen, _unit(trial))}）"


def _only_here(trial: Trial, titles: Mapping[int, str]) -> str:
    """Say which rows only one of two tables prints."""
    sides = []
    for terms in (trial.left, trial.right):
        if terms:
            names = list(dict.fromkeys(term.figure.row.label for term in terms if term.figure.fen))
            more = f"等{len(names)}项" if len(names) > _LISTED else ""
            sides.append(f"{_quoted(names[:_LISTED])}{more}只列在{_table(terms[0].figure, titles)}中")
    return "，".join(sides)


def _form_name(form_id: str) -> str:
    form = catalogue().get(form_id)
    return form.zh if form is not None else form_id


def _unit(trial: Trial) -> str:
    """The unit that the sentence speaks in: that of the first printed figure."""
    return next((term.figure.unit for term, _ in trial.operands if term.figure.unit), "元")


@lru_cache(maxsize=8192)
def _money(fen: int | Decimal, unit: str) -> str:
    """An amount in a unit, exact, with at least the decimals that such figures are printed with."""
    value = (Decimal(fen) / vocabulary().units.get(unit, 100)).normalize()
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"{value:,.{max(decimals, 0 if unit == '元' and not decimals else 2)}f}{unit}"
