"""Headings and the ids of the sections they name."""

from __future__ import annotations

import pytest

from schemas.sections import run_in_heading, section_id


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("一、主要职能", "n_functions"),
        ("青禾县国有资产监督管理委员会主要职能", "n_functions"),
        ("二、机构设置及人员情况", "n_org"),
        ("三、人员编制情况", "n_staff"),
        ("一、关于青禾县水务局2024年收支预算情况的总体说明", "n_total"),
        ("一、收入支出决算总体情况说明", "n_total"),
        ("二、收入决算情况说明", "n_income"),
        ("三、支出决算情况说明", "n_expenditure"),
        ("四、财政拨款收入支出决算总体情况说明", "n_fiscal"),
        ("五、一般公共预算当年拨款情况说明", "n_gpb"),
        ("六、一般公共预算财政拨款基本支出决算情况说明", "n_basic"),
        ("七、一般公共预算项目支出情况说明", "n_project"),
        ("八、政府性基金预算财政拨款收入支出决算情况说明", "n_fund"),
        ("九、国有资本经营预算拨款情况说明", "n_statecap"),
        ("十、财政拨款“三公”经费预算情况说明", "n_three_public"),
        ("（一）机关运行经费情况", "n_operating"),
        ("（二）政府采购情况", "n_procurement"),
        ("（三）国有资产占用使用情况", "n_assets"),
        ("（四）预算绩效情况", "n_performance"),
        ("十一、上年结转结余预算情况说明", "n_carryover"),
        ("第四部分 名词解释", "n_glossary"),
        ("（五）其他需说明的事项", None),
    ],
)
def test_words_of_a_heading_name_its_section(heading: str, expected: str | None) -> None:
    assert section_id((heading,)) == expected


def test_the_innermost_name_counts_except_below_headings_that_keep_theirs() -> None:
    assert section_id(("第三部分 情况说明", "十二、其他重要事项的情况说明", "（二）政府采购情况")) == "n_procurement"
    assert section_id(("四、一般公共预算情况说明", "（一）规模变化情况")) == "n_gpb"
    assert section_id(("一、主要职能", "（三）政府采购管理")) == "n_functions"
    assert section_id(()) is None


@pytest.mark.parametrize(
    ("text", "within", "expected"),
    [
        ("（一）机关运行经费。2024年财政拨款预算9.60万元。", None, "机关运行经费"),
        ("（二）政府采购情况：2024年预算3.00万元。", None, "政府采购情况"),
        ("（二）政府采购情况：2024年预算3.00万元。", "n_income", None),
        ("1.政府性基金预算。20万元。", "n_income", None),
        ("（三）国有资产占有使用情况。", None, None),
        ("（四）国有资本经营预算支出（类）其他（款）。年初预算为3万元。", None, None),
        ("机关运行经费。2024年预算9.60万元。", None, None),
    ],
)
def test_headings_in_the_line_of_their_text(text: str, within: str | None, expected: str | None) -> None:
    found = run_in_heading(text, within=within)
    assert (found[1] if found else None) == expected
