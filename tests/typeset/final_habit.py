"""What a publisher of final accounts does the same way in every table."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.typeset.figures import Entry
from tests.typeset.model import CaptionLine, Row, Table
from tests.typeset.numbers import Format

FUNDS = (
    ("一般公共预算财政拨款", "general_public"),
    ("政府性基金预算财政拨款", "government_fund"),
    ("国有资本经营预算财政拨款", "state_capital"),
)
SOURCES = (
    ("上级补助收入", "superior_subsidy"),
    ("事业收入", "business_income"),
    ("经营收入", "operating_income"),
    ("附属单位上缴收入", "affiliate_remittance"),
    ("其他收入", "other_income"),
)
TITLES = {
    "final_rev_exp_summary": "收入支出决算总表",
    "final_revenue_by_function": "收入决算表",
    "final_expenditure_by_function": "支出决算表",
    "final_fiscal_summary": "财政拨款收入支出决算总表",
    "final_gpb_expenditure_by_function": "一般公共预算财政拨款支出决算表",
    "final_gpb_basic_by_dept_economic": "一般公共预算财政拨款基本支出决算表",
    "final_three_public": "财政拨款“三公”经费支出决算表",
    "final_govfund": "政府性基金预算财政拨款收入支出决算表",
    "final_statecap": "国有资本经营预算财政拨款收入支出决算表",
}


@dataclass(frozen=True, slots=True)
class Habit:
    """What this publisher does the same way in every table."""

    agency: str
    form: Format
    numbered: bool
    agency_line: bool
    split: bool
    total_in_header: bool
    three_public_last: bool
    wide_three_public: bool
    detail: bool
    numbers: bool
    repeat: bool
    size: float
    row_height: float
    rng: random.Random


def starts(fund: str) -> Callable[[Entry], bool]:
    """Entries of a fund."""
    return lambda e: e.fund.startswith(fund)


def order(habit: Habit) -> list[str]:
    """Form ids in printed order: the three-public table stands seventh or last."""
    names = list(TITLES)
    if habit.three_public_last:
        names.append(names.pop(6))
    return names


def make_table(
    habit: Habit,
    form: str,
    top: tuple[Row, ...],
    body: Sequence[Row],
    widths: Sequence[float],
    *,
    empty: bool = False,
    notes: tuple[str, ...] = (),
    number_rows: int = 0,
) -> Table:
    title = TITLES[form]
    if habit.detail and form == "final_gpb_basic_by_dept_economic":
        title = title.replace("决算表", "决算明细表")
    number = f"公开{order(habit).index(form) + 1:02d}表" if habit.numbered else ""
    caption = [CaptionLine(center=title, size=habit.size + 6)]
    if number:
        caption.append(CaptionLine(right=number))
    left = f"部门：{habit.agency}" if habit.agency_line else ""
    caption.append(CaptionLine(left=left, right="单位：万元"))
    return Table(
        number=number,
        title=title,
        unit="万元",
        form=form,
        caption=tuple(caption),
        rows=(*top, *body),
        header_rows=len(top),
        number_rows=number_rows,
        widths=tuple(widths),
        font_size=habit.size,
        row_height=habit.row_height,
        repeat_header=habit.repeat,
        notes=notes,
        is_empty=empty,
    )
