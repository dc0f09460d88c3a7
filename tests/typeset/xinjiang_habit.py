"""What a publisher of the Xinjiang form does the same way in every table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.typeset.figures import Entry
from tests.typeset.model import CaptionLine, Row, Table
from tests.typeset.numbers import Format

TITLES: dict[str, tuple[str, ...]] = {
    "budget_rev_exp_summary": ("部门收支总体情况表", "部门收支总表", "收支总体情况表"),
    "budget_revenue_by_function": ("部门收入总体情况表", "部门收入总表"),
    "budget_expenditure_by_function": ("部门支出总体情况表", "部门支出总表"),
    "budget_fiscal_summary": ("财政拨款收支总体情况表", "财政拨款收支预算总体情况表", "财政拨款收支总表"),
    "budget_gpb_expenditure_by_function": ("一般公共预算支出情况表", "一般公共预算支出表"),
    "budget_gpb_basic_by_dept_economic": ("一般公共预算基本支出情况表", "一般公共预算基本支出表"),
    "budget_gpb_project_by_economic": ("一般公共预算项目支出情况表",),
    "budget_govfund_expenditure": ("政府性基金预算支出情况表", "政府性基金预算支出表"),
    "budget_statecap_expenditure": ("国有资本经营预算支出情况表", "国有资本经营预算支出表"),
    "budget_three_public": (
        "财政拨款“三公”经费支出情况表",
        "一般公共预算“三公”经费支出情况表",
        "财政拨款“三公”经费支出表",
    ),
    "budget_carryover": ("上年结转结余情况明细表",),
}
SIDES = {"一般公共预算": "general_public", "政府性基金预算": "government_fund", "国有资本经营预算": "state_capital"}


@dataclass(frozen=True, slots=True)
class Habit:
    """What this publisher does the same way in every table."""

    agency: str
    year: int
    titles: dict[str, str]
    form: Format
    label: str
    number: Callable[[int], str]
    repeat_caption: bool
    repeat_header: bool
    size: float
    row_height: float
    marks: bool
    total_first: bool
    jitter: Callable[[float], float]


def now(e: Entry) -> bool:
    return e.origin == "current_year"


def fund_of(*names: str, origin: str = "current_year") -> Callable[[Entry], bool]:
    return lambda e: e.fund.startswith(names) and e.origin == origin


def make_table(
    habit: Habit,
    ordinal: int,
    form: str,
    head_rows: tuple[Row, ...],
    body: Sequence[Row],
    widths: Sequence[float],
    *,
    empty: bool = False,
    size: float | None = None,
) -> Table:
    title = habit.titles[form]
    caption = (
        CaptionLine(left=habit.number(ordinal)),
        CaptionLine(center=title, bold=True, size=habit.size + 5),
        CaptionLine(left=f"{habit.label}：{habit.agency}", right="单位：万元", repeat=habit.repeat_caption),
    )
    return Table(
        number=habit.number(ordinal),
        title=title,
        unit="万元",
        form=form,
        caption=caption,
        rows=(*head_rows, *body),
        header_rows=len(head_rows),
        number_rows=1 if head_rows[-1][0] is not None and head_rows[-1][0].text == "※" else 0,
        widths=tuple(habit.jitter(w) for w in widths),
        font_size=size or habit.size,
        row_height=habit.row_height,
        repeat_header=habit.repeat_header,
        is_empty=empty,
    )
