"""Amounts and their subjects: lists, levels, brackets, respective amounts."""

from __future__ import annotations

import pytest

from tests.pipeline.claims.told import brief, read, wan


def test_a_total_and_its_parts_over_paragraphs() -> None:
    reading = read(
        "青禾县水务局2024年部门收入预算120.50万元，其中：",
        "一般公共预算100.00万元，占82.99%。",
        "单位资金20.50万元，占17.01%。",
        section="n_income",
    )
    assert brief(reading) == [("部门收入预算", 120.5), ("一般公共预算", 100.0), ("单位资金", 20.5)]
    assert [claim.kind for claim in reading.claims] == ["balance", "composition", "composition"]
    assert [claim.metric for claim in reading.claims[1:]] == ["部门收入预算", "部门收入预算"]
    assert [str(claim.share) for claim in reading.claims[1:]] == ["82.99", "17.01"]


def test_a_list_inside_a_list_ends_with_its_clause() -> None:
    text = (
        "人员经费60.00万元，其中：工资福利支出55.00万元，对个人和家庭的补助5.00万元；公用经费5.00万元，"
        "其中：办公费3.00万元、印刷费2.00万元。"
    )
    reading = read("基本支出65.00万元，其中：", text, section="n_basic")
    assert {c.subject: c.metric for c in reading.claims[1:]} == {
        "人员经费": "基本支出",
        "工资福利支出": "人员经费",
        "对个人和家庭的补助": "人员经费",
        "公用经费": "基本支出",
        "办公费": "公用经费",
        "印刷费": "公用经费",
    }
    assert {c.subject: c.economic_code for c in reading.claims}["工资福利支出"] == "301"


def test_brackets_hold_the_parts_of_what_stands_before_them() -> None:
    text = (
        "公务用车购置及运行费20.00万元（其中，公务用车购置费4.00万元，公务用车运行费16.00万元），公务接待费5.00万元。"
    )
    reading = read(text, section="n_three_public")
    assert [(c.subject, c.metric) for c in reading.claims] == [
        ("公务用车购置及运行费", "三公经费"),
        ("公务用车购置费", "公务用车购置及运行费"),
        ("公务用车运行费", "公务用车购置及运行费"),
        ("公务接待费", "三公经费"),
    ]


def test_the_last_of_a_path_is_the_subject_and_the_path_gives_the_code() -> None:
    reading = read(
        "1、农林水支出（类）水利（款）防汛（项）：2024年预算数为35.00万元。",
        "2.农林水支出（类）水利（款）行政运行（项）2024年预算数为50.00万元。",
        section="n_gpb",
    )
    assert brief(reading) == [("防汛", 35.0), ("行政运行", 50.0)]
    assert [c.functional_code for c in reading.claims] == ["2130314", "2130301"]
    assert {c.kind for c in reading.claims} == {"functional_item"}


def test_class_and_group_come_from_headings_and_paragraphs_above() -> None:
    reading = read(
        "水利（款）：2024年预算支出合计85.00万元。其中：",
        "1．防汛（项）支出35.00万元。",
        section="n_gpb",
        heading="（一）农林水支出（类）",
    )
    assert [c.functional_code for c in reading.claims] == ["21303", "2130314"]


def test_older_figures_keep_their_level_and_the_change_goes_to_the_own_one() -> None:
    text = (
        "“教育支出（类）普通教育（款）小学教育（项）”30.00万元，主要用于校舍维修。"
        "2023年预算执行数为25.00万元，2024年安排30.00万元，比2023年预算执行数增加20.00%。"
    )
    reading = read(text)
    assert [(c.level, c.fen, c.change_pct and str(c.change_pct)) for c in reading.claims] == [
        (None, 30_000_000, "20.00"),
        ("executed", 25_000_000, None),
    ]
    assert reading.claims[0].text == "校舍维修" and reading.claims[0].base == "prior_executed"


def test_a_final_account_states_budget_final_figure_and_completion() -> None:
    text = (
        "1.农林水支出（类）水利（款）防汛（项）。年初预算为40.00万元，支出决算为36.00万元，"
        "完成年初预算的90.00%，决算数小于预算数的主要原因是工程结余。"
    )
    first, second = read(text, section="n_gpb", stage="final").claims
    assert (first.level, first.fen) == ("initial_budget", 40_000_000)
    assert (second.level, second.fen, str(second.completion)) == ("final", 36_000_000, "90.00")
    assert (second.direction, second.base, second.reason) == ("decrease", "initial_budget", "工程结余")


def test_a_counted_thing_takes_the_value_behind_it() -> None:
    claims = read("1.房屋50.00平方米，价值9.76万元。", section="n_assets").claims
    assert [(c.subject, str(c.count), c.unit, c.fen) for c in claims] == [("房屋", "50.00", "平方米", 9_760_000)]


def test_clauses_in_front_of_a_bare_amount_name_it() -> None:
    text = "在面向中小企业预留的政府采购项目中，由中小企业供应商中标的，采购金额24.00万元。"
    assert brief(read(text, section="n_procurement")) == [
        ("面向中小企业预留的政府采购项目中，由中小企业供应商中标的，采购金额", 24.0)
    ]


def test_respective_amounts_are_dealt_out_only_when_names_and_amounts_are_as_many() -> None:
    assert brief(read("事业收入、其他收入分别为90.00万元、10.00万元。")) == [("事业收入", 90.0), ("其他收入", 10.0)]
    reading = read("事业收入、经营收入、其他收入分别为90.00万元、10.00万元。")
    assert not reading.claims and reading.unparsed[0].reason == "names_and_amounts_differ"


def test_one_claim_for_each_subject_and_amount() -> None:
    text = "政府采购预算12.00万元，其中：政府采购货物预算0.00万元、政府采购服务预算12.00万元。"
    assert len(read(text, section="n_procurement").claims) == 3
    assert len(read("事业收入5.00万元。其中：事业收入5.00万元。").claims) == 1


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("收入预算１，２３４．５６万元。", 1_234_560_000),
        ("收入预算1 234.56 万元。", 1_234_560_000),
        ("收入預算12.30萬元。", 12_300_000),
        ("收入预算9,000,000.00元。", 900_000_000),
        ("收入预算1.2亿元。", 12_000_000_000),
        ("项目总预算880.00万，由县财政安排。", 880_000_000),
    ],
)
def test_amounts_of_every_print(text: str, fen: int) -> None:
    assert [c.fen for c in read(text).claims] == [fen]


@pytest.mark.parametrize(
    "text",
    [
        "单价50万元以上设备0台（套），单价100万元（含）以上设备0台（套）。",
        "按0.53万元/人的标准安排。",
        "惠及群众5万人。",
        "12345热线由8个坐席扩充为14个。",
    ],
)
def test_thresholds_rates_and_counts_are_no_amounts(text: str) -> None:
    assert all(c.fen is None for c in read(text, section="n_assets").claims)


def test_amounts_inside_reasons_are_no_claims() -> None:
    text = "项目支出45.00万元，比上年预算增加5.00万元，主要原因是综合管理费增加9.00万元，会议费压减4.00万元。"
    (claim,) = read(text).claims
    assert (claim.fen, claim.change) == (45_000_000, 5_000_000)
    assert claim.reason == "综合管理费增加9.00万元，会议费压减4.00万元"


def test_sections_about_work_are_left_alone() -> None:
    assert read("全年完成水利投资1.20亿元。", section="n_key_work").claims == ()


def test_the_sentence_is_the_clause_where_it_says_more_than_the_figure() -> None:
    text = "支出包括：农林水支出30.00万元，主要用于防汛；住房保障支出5.00万元，主要用于公积金。"
    first, second = read(text).claims
    assert text[first.start : first.end] == "农林水支出30.00万元，主要用于防汛"
    assert text[second.start : second.end] == "住房保障支出5.00万元，主要用于公积金"
    (claim,) = read("2、事业收入5.00万元。").claims
    assert (claim.start, claim.end) == (0, len("2、事业收入5.00万元。"))


def test_a_code_printed_before_its_name() -> None:
    claims = read("2130301行政运行5.00万元；2130314（防汛）3.50万元。", section="n_gpb").claims
    assert [(c.subject, c.functional_code) for c in claims] == [("行政运行", "2130301"), ("防汛", "2130314")]


def test_a_heading_in_front_of_the_level_names_the_figure() -> None:
    reading = read("（一）收入预算：2024年年初预算数12.00万元，其中，其他收入2.00万元。收入较去年增加1.00万元。")
    assert brief(reading) == [("收入预算", 12.0), ("其他收入", 2.0)]
    assert reading.claims[0].change == 1_000_000


def test_a_heading_is_a_subject_only_where_it_names_money_and_nothing_was_lost() -> None:
    text = "年初预算为5.00万元，支出决算为6.00万元。"
    heading = "（三）一般公共预算财政拨款支出决算具体情况"
    assert brief(read(text, stage="final", section="n_gpb", heading=heading)) == [
        ("一般公共预算财政拨款", 5.0),
        ("一般公共预算财政拨款", 6.0),
    ]
    assert read(text, stage="final", heading="2024年部门预算编制说明").claims == ()
    assert read(f"（项）”7.00万元。{text}", stage="final", heading=heading).claims == ()


def test_identifiers_are_no_amounts() -> None:
    long = "12345678901234567890"
    assert read(f"收入预算{long}万元，支出预算99999999999亿元，其他收入3.00万元。").claims[-1].fen == 3_000_000
    assert len(read(f"收入预算{long}万元。").claims) == 0


def test_equal_amounts_of_two_years_are_two_claims() -> None:
    reading = read("3、节水灌溉管理（项）2023年预算为4820.30元，2024年预算为4820.30元。")
    assert [(claim.year, wan(claim)) for claim in reading.claims] == [(2023, 0.48203), (2024, 0.48203)]


def test_a_coded_name_that_ends_like_an_agency_is_a_subject() -> None:
    reading = read(
        "5．【2070105】文化展示及纪念机构2024年预算数为12.00万元。", "6．【2070104】图书馆2024年预算数为8.50万元。"
    )
    assert brief(reading) == [("文化展示及纪念机构", 12.0), ("图书馆", 8.5)]
