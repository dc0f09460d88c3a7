"""Changes, shares, reasons, bases; and what is not certain enough to be taken."""

from __future__ import annotations

import pytest

from tests.pipeline.claims.told import read


@pytest.mark.parametrize(
    ("tail", "change", "pct", "direction", "base"),
    [
        ("比上年预算减少5.00万元，下降4.76%", -5_000_000, "-4.76", "decrease", "prior_budget"),
        ("比2023年预算执行数增加5.00万元，增长5.26%", 5_000_000, "5.26", "increase", "prior_executed"),
        ("较上年决算数增加5.00万元（增长5.26%）", 5_000_000, "5.26", "increase", "prior_final"),
        ("与上年相比增加5.00万元，增幅5.26%", 5_000_000, "5.26", "increase", "prior_budget"),
        ("同比下降4.76%", None, "-4.76", "decrease", "prior_budget"),
        ("与2023年预算持平", 0, "0", "flat", "prior_budget"),
        ("与上年数一致", 0, "0", "flat", "prior_budget"),
        ("本年数小于上年预算数5.00万元", -5_000_000, None, "decrease", "prior_budget"),
        ("与2023年预算95.00万元相比增加5.00万元，增长5.26%", 5_000_000, "5.26", "increase", "prior_budget"),
        ("比2019年增加5.00万元", 5_000_000, None, "increase", "other_year"),
        ("比上年预算增加（减少）0万元，增长（减少）0%", 0, "0", "flat", "prior_budget"),
    ],
)
def test_changes_in_the_words_of_every_region(
    tail: str, change: int | None, pct: str | None, direction: str, base: str
) -> None:
    claim = read(f"事业收入100.00万元，{tail}。").claims[0]
    assert (claim.change, claim.direction, claim.base) == (change, direction, base)
    assert (None if claim.change_pct is None else str(claim.change_pct)) == pct
    assert claim.implied == (direction == "flat" and "减少" not in tail)


@pytest.mark.parametrize(
    ("tail", "reason"),
    [
        ("比上年增加（减少）5.00万元，增长（下降）5.26%", "direction_not_chosen"),
        ("比上年增加5.00万元，下降5.26%", "two_directions"),
        ("比上年减少-5.00万元", "sign_contradicts_word"),
        ("比上年增加-5.00万元", "sign_contradicts_word"),
    ],
)
def test_a_change_that_contradicts_itself_is_not_taken(tail: str, reason: str) -> None:
    reading = read(f"事业收入100.00万元，{tail}。")
    assert [(c.fen, c.change, c.change_pct) for c in reading.claims] == [(100_000_000, None, None)]
    assert [left.reason for left in reading.unparsed] == [reason]


def test_a_percentage_without_its_sign_is_not_taken() -> None:
    reading = read("事业收入100.00万元，比上年增加5.00万元，增长5.26。")
    assert [(c.change, c.change_pct) for c in reading.claims] == [(5_000_000, None)]
    assert [left.reason for left in reading.unparsed] == ["percent_without_sign"]


def test_unfinished_templates_are_kept_as_text() -> None:
    reading = read("2024年收入预算XX万元，其中：事业收入5.00万元。支出预算8.00万元。")
    assert [c.subject for c in reading.claims] == ["支出预算"]
    assert [(left.reason, left.sentence) for left in reading.unparsed] == [
        ("template", "2024年收入预算XX万元，其中：事业收入5.00万元。")
    ]


def test_a_new_level_is_no_change() -> None:
    reading = read("退休费由上年的3.00万元增加到5.00万元。")
    assert reading.claims == () and {left.reason for left in reading.unparsed} == {"no_subject", "level_after_change"}


def test_a_change_behind_a_list_belongs_to_nobody() -> None:
    reading = read("收入包括：事业收入5.00万元，其他收入3.00万元。比上年增加1.00万元。")
    assert all(c.change is None for c in reading.claims)
    assert [left.reason for left in reading.unparsed] == ["subject_unclear"]


def test_a_change_names_its_subject_in_the_next_sentence() -> None:
    (claim,) = read(
        "2024年度财政拨款收入支出总计50.00万元。与2023年度相比，财政拨款收入支出总计减少2.00万元，下降3.85%。主要原因：工程完工。",
        stage="final",
    ).claims
    assert (claim.change, claim.base, claim.reason) == (-2_000_000, "prior_final", "工程完工")


def test_changes_told_apart_take_the_amount_from_the_same_section() -> None:
    reading = read(
        "2024年“三公”经费预算数为7.00万元，其中：公务接待费3.00万元，公务用车运行费4.00万元。",
        "2024年“三公”经费预算比上年预算增加1.00万元，其中：公务接待费与上年预算持平；公务用车运行费增加1.00万元，增长33.33%。",
        section="n_three_public",
    )
    later = [(c.subject, c.fen, c.change, c.implied) for c in reading.claims if c.paragraph == 2]
    assert later == [
        ("“三公”经费预算", 7_000_000, 1_000_000, True),
        ("公务接待费", 3_000_000, 0, True),
        ("公务用车运行费", 4_000_000, 1_000_000, True),
    ]


def test_two_bases_give_two_claims() -> None:
    text = (
        "机关运行经费支出100.00万元，比年初预算数减少5.00万元，降低4.76%，主要原因是节约用电；"
        "比上年决算数增加3.00万元，增长3.09%。"
    )
    first, second = read(text, section="n_operating", stage="final").claims
    assert (first.base, first.change, first.reason) == ("initial_budget", -5_000_000, "节约用电")
    assert (second.base, second.change, second.fen, second.implied) == ("prior_final", 3_000_000, 100_000_000, True)


def test_the_base_amount_printed_in_between_is_a_claim_of_its_own() -> None:
    first, second = read("收入预算105.00万元，比2023年100.00万元增加5.00万元，增长5.00%。").claims
    assert (first.fen, first.change) == (105_000_000, 5_000_000)
    assert (second.subject, second.fen) == ("收入预算2023年", 100_000_000)


def test_reasons_run_over_their_points() -> None:
    text = "事业收入5.00万元，比上年预算增加1.00万元。主要原因：一是新增泵站；二是水费调价。"
    (claim,) = read(text).claims
    assert claim.reason == "一是新增泵站；二是水费调价"


def test_shares_name_what_they_are_of() -> None:
    (claim,) = read("财政拨款支出90.00万元，占本年支出合计的95.00%。").claims
    assert (str(claim.share), claim.share_of) == ("95.00", "本年支出合计")
    (alone,) = read("货物采购授予中小企业合同金额占货物支出金额的60.00%。", section="n_procurement").claims
    assert (alone.subject, alone.fen, str(alone.share)) == ("货物采购授予中小企业合同金额", None, "60.00")


def test_a_word_of_change_without_a_comparison_may_belong_to_a_name() -> None:
    reading = read("项目总预算50.00万元，其中支持消费增长30.00万元，支持出口20.00万元。", section="n_project")
    assert [(c.subject, c.change) for c in reading.claims] == [("项目总预算", None), ("支持出口", None)]
    assert [left.reason for left in reading.unparsed] == ["change_without_base"]
