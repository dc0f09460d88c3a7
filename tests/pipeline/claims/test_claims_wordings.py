"""Wordings of other publishers: joint amounts, shares dealt out, both sides at once, paths set by dashes."""

from __future__ import annotations

from tests.pipeline.claims.told import brief, read, wan


def test_both_sides_dealt_out_by_respectively() -> None:
    reading = read("2024年度收入支出总计分别为120.00万元、120.00万元，比上年决算数增加20.00万元。", stage="final")
    assert brief(reading) == [("收入总计", 120.0), ("支出总计", 120.0)]
    assert reading.claims[1].change == 20_000_000


def test_shares_dealt_out_to_the_amounts_before_them() -> None:
    reading = read(
        "其中：人员经费60.00万元，公用经费10.00万元，项目经费30.00万元，占比分别为60%、10%、30%。",
        section="n_expenditure",
    )
    assert [(c.subject, str(c.share)) for c in reading.claims] == [
        ("人员经费", "60"),
        ("公用经费", "10"),
        ("项目经费", "30"),
    ]


def test_shares_are_not_dealt_out_where_amounts_are_fewer() -> None:
    reading = read("人员经费60.00万元，公用经费10.00万元，占比分别为60%、10%、30%。", section="n_expenditure")
    assert [c.share for c in reading.claims] == [None, None]
    assert [u.reason for u in reading.unparsed] == ["names_and_amounts_differ"]


def test_a_share_and_the_amount_behind_it_are_one_claim() -> None:
    (claim,) = read("上年结转占比5.4%，金额100.00万元。", section="n_income").claims
    assert (claim.subject, wan(claim), str(claim.share)) == ("上年结转", 100.0, "5.4")


def test_a_comparison_behind_a_list_is_of_the_whole() -> None:
    reading = read(
        "2024年收入预算185.00万元，其中：拨款收入175.00万元，上年结转10.00万元。较2023年增加15.00万元，主要是人员增加。"
    )
    whole, *items = reading.claims
    assert (whole.change, whole.reason) == (15_000_000, "人员增加")
    assert [item.change for item in items] == [None, None]
    assert [item.reason for item in items] == [None, None]


def test_a_reason_of_an_unclear_change_is_nobodys() -> None:
    reading = read("基本支出60.00万元；项目支出40.00万元。较2023年增加5.00万元，主要是人员增加。")
    assert [c.reason for c in reading.claims] == [None, None]
    assert [u.reason for u in reading.unparsed] == ["subject_unclear"]


def test_money_behind_a_count_and_its_parts_is_of_the_whole() -> None:
    reading = read(
        "2024年纳入绩效目标管理的项目共12个，其中一级项目4个，二级项目8个，涉及预算资金45.00万元。",
        section="n_performance",
    )
    assert [(c.subject, wan(c), c.count) for c in reading.claims] == [
        ("纳入绩效目标管理的项目", 45.0, 12),
        ("一级项目", None, 4),
        ("二级项目", None, 8),
    ]


def test_money_of_several_counts_is_of_all_of_them() -> None:
    reading = read("其中，一级项目3个，二级项目9个，共涉及资金56.00万元。", section="n_performance")
    assert brief(reading)[-1] == ("一级项目、二级项目", 56.0)


def test_other_things_counted_before_are_not_meant() -> None:
    reading = read(
        "本部门2个预算单位开展了编报工作，编报绩效目标的项目50个，涉及项目资金63.00万元。", section="n_performance"
    )
    assert [(c.subject, wan(c)) for c in reading.claims if c.fen] == [("编报绩效目标的项目", 63.0)]


def test_projects_are_counted_in_every_section() -> None:
    reading = read("2024年安排项目3个，预算资金45.00万元，其中：清淤项目20.00万元；监测项目25.00万元。")
    assert [(c.subject, wan(c), c.metric) for c in reading.claims[-2:]] == [
        ("清淤项目", 20.0, "项目"),
        ("监测项目", 25.0, "项目"),
    ]
    assert ("项目", 3) in [(c.subject, c.count) for c in reading.claims]


def test_numbers_beside_an_amount_are_no_items_of_its_list() -> None:
    reading = read(
        "公务接待费支出1.30万元。其中：国内接待费1.30万元，国内公务接待15批次，接待120人次；"
        "外事接待费支出0万元，国（境）外公务接待0批次，0人次。",
        section="n_three_public",
        stage="final",
    )
    metrics = {c.subject: c.metric for c in reading.claims}
    assert metrics["外事接待费支出"] == metrics["国内接待费"] == "公务接待费支出"
    assert [(c.count, c.unit) for c in reading.claims if c.subject == "国内公务接待"] == [(15, "批次"), (120, "人次")]


def test_classes_groups_and_items_set_apart_by_dashes() -> None:
    (claim,) = read(
        "社会保障和就业支出—行政事业单位养老支出—机关事业单位职业年金缴费支出10.00万元。", section="n_gpb"
    ).claims
    assert (claim.kind, claim.functional_code) == ("functional_item", "2080506")


def test_marks_of_a_path_may_carry_their_digits() -> None:
    (claim,) = read("农林水支出（213类）水利（03款）行政运行（01项）2024年预算数为80.00万元。", section="n_gpb").claims
    assert (claim.subject, claim.functional_code) == ("行政运行", "2130301")


def test_an_item_whose_name_begins_like_a_purpose() -> None:
    (claim,) = read(
        "其他支出（类）彩票公益金安排的支出（款）用于体育事业的彩票公益金支出（项）20.00万元。", section="n_fund"
    ).claims
    assert (claim.subject, claim.functional_code) == ("用于体育事业的彩票公益金支出", "2296003")


def test_a_list_belongs_to_the_count_that_is_as_large() -> None:
    reading = read(
        "本局共有预算单位4家，其中局本级1家，下属事业单位3家，具体包括：局本级、河道管理所、水文站、质量监督站。",
        section="n_org",
    )
    assert {c.subject: c.text for c in reading.claims if c.text} == {
        "预算单位": "局本级、河道管理所、水文站、质量监督站"
    }


def test_a_comparison_with_the_opening_day_has_no_budget_as_base() -> None:
    claim = read("年末资产总额56.00万元，较年初增加2.00万元，增长3.70%。", section="n_assets", stage="final").claims[0]
    assert (claim.change, claim.base) == (2_000_000, None)


def test_units_listed_without_their_number() -> None:
    (claim,) = read("纳入预算编制范围的二级预算单位包括：水务局本级、水文站、河道管理所。", section="n_org").claims
    assert (claim.kind, claim.subject, claim.text) == ("organisation", "二级预算单位", "水务局本级、水文站、河道管理所")


def test_units_listed_over_paragraphs() -> None:
    reading = read("二级预算单位包括：", "1.青禾县水文站", "2.青禾县河道管理所", "本局编制20人。", section="n_org")
    assert reading.claims[0].text == "青禾县水文站、青禾县河道管理所"
    assert [c.count for c in reading.claims] == [None, 20]


def test_figures_that_no_claim_speaks_of_are_kept_with_the_reason() -> None:
    reading = read("由3个专门委员会组成。", section="n_total")
    assert [(u.reason, u.sentence) for u in reading.unparsed] == [("figure_in_no_claim", "由3个专门委员会组成。")]


def test_a_reason_may_begin_with_a_noun_of_money() -> None:
    (claim,) = read("行政运行支出5.00万元，比上年减少1.00万元。主要是人员经费变动。", section="n_gpb").claims
    assert claim.reason == "人员经费变动"


def test_a_path_in_a_paragraph_of_its_own_owns_the_figures_below() -> None:
    reading = read(
        "1.农林水支出（类）水利（款）行政运行（项）。",
        "年初预算为50.00万元，支出决算为53.00万元，完成年初预算的106.00%。",
        "2.其他支出5.00万元。",
        section="n_gpb",
        stage="final",
    )
    assert [(c.subject, c.functional_code) for c in reading.claims[:2]] == [("行政运行", "2130301")] * 2
    assert (reading.claims[2].subject, wan(reading.claims[2])) == ("其他支出", 5.0)


def test_a_path_as_heading_owns_the_figures_below() -> None:
    heading = "1.农林水支出（类）水利（款）行政运行（项）"
    reading = read("年初预算为50.00万元，支出决算为53.00万元。", section="n_gpb", stage="final", heading=heading)
    assert [(c.subject, c.functional_code) for c in reading.claims] == [("行政运行", "2130301")] * 2
