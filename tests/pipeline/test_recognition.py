"""Tables without titles, known by their figures and by their place among the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from pipeline.normalize.places import placed
from pipeline.recognition import read_tables
from schemas.forms import catalogue
from schemas.packages import orders
from tests.pipeline.normalize.printed import printed

Rows = Sequence[Sequence[str]]
GENERAL = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["合计", "<", "9.00", "6.50", "2.50"],
    ["201", "一般公共服务支出", "9.00", "6.50", "2.50"],
]
KNOWN: Sequence[tuple[Rows, str | None]] = [
    (GENERAL, "部门支出总表"),
    (GENERAL, "一般公共预算支出表"),
    ([["项目", "预算数"], ["因公出国（境）费", "1.00"], ["公务接待费", "2.00"]], "“三公”经费支出表"),
    (GENERAL, "政府性基金预算支出表"),
]


def economic(total: str) -> Rows:
    return [["科目编码", "科目名称", "合计"], ["合计", "<", total], ["302", "商品和服务支出", total]]


def found(tables: Sequence[tuple[Rows, str | None]]) -> list[tuple[str | None, str]]:
    given = [printed(rows, title, ordinal=at) for at, (rows, title) in enumerate(tables, 1)]
    read = read_tables(given, "budget", 2024, date(2024, 1, 1))
    return [(table.form.id if table.form else None, guess.evidence) for table, guess in read]


def between(*tables: Rows) -> list[tuple[str | None, str]]:
    """Forms of tables that stand, without a title, between general expenditure and the three public expenses."""
    return found([*KNOWN[:2], *((rows, None) for rows in tables), *KNOWN[2:]])[2 : 2 + len(tables)]


def test_figures_tell_basic_from_project_expenditure() -> None:
    assert between(economic("6.50"), economic("2.50")) == [
        ("budget_gpb_basic_by_dept_economic", "its figures agree"),
        ("budget_gpb_project_by_economic", "its figures agree"),
    ]


def test_figures_at_odds_with_every_order_leave_a_table_unknown() -> None:
    assert between(economic("2.50"), economic("6.50"))[0][0] is None


def test_figures_that_contradict_every_form_leave_a_table_unknown() -> None:
    assert [form for form, _ in between(economic("7.10"))] == [None]


def test_a_title_is_never_overruled_by_figures() -> None:
    tables = [*KNOWN[:2], (economic("2.50"), "一般公共预算基本支出表"), *KNOWN[2:]]
    assert found(tables)[2][0] == "budget_gpb_basic_by_dept_economic"


ORDER: Sequence[str | None] = (
    "budget_rev_exp_summary",
    "budget_revenue_by_function",
    "budget_expenditure_by_function",
    None,
    "budget_fiscal_summary",
)


def test_place_needs_enough_known_tables_and_one_form_that_fits() -> None:
    fits = frozenset({"budget_project_list", "budget_special_account"})
    empty: frozenset[str] = frozenset()
    fitting = [empty, empty, empty, fits, empty]
    assert placed(ORDER, fitting, "budget")[3] == {"budget_project_list"}
    assert placed([*ORDER[:2], None, None, None], fitting, "budget")[3] == empty
    assert placed(ORDER, fitting, "final")[3] == empty


def test_an_order_that_the_known_tables_do_not_follow_says_nothing() -> None:
    fits = [frozenset({"budget_project_list"}) if form is None else frozenset[str]() for form in ORDER]
    turned = [ORDER[4], ORDER[0], None, ORDER[2], ORDER[1]]
    assert not any(placed(turned, [fits[0], fits[1], fits[3], fits[2], fits[4]], "budget"))


@pytest.mark.parametrize("stage", ["budget", "final"])
def test_orders_name_forms_of_their_stage(stage: str) -> None:
    forms = {form for order in orders(stage) for slot in order for form in slot.forms}
    assert len(forms) > 10
    assert all(catalogue()[form].stage in (stage, "both") for form in forms)
