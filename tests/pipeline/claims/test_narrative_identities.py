"""Identities among sentences: sums, shares, growth, completion, counts, weights, contradictions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.normalize.claims.model import Claim
from pipeline.verify.narrative.model import Finding
from pipeline.verify.narrative.rules import rules
from pipeline.verify.narrative.run import claim_trust, run_narrative
from pipeline.verify.narrative.tables import scope_of
from tests.pipeline.claims.test_indicators import read_indicators, table
from tests.pipeline.claims.told import read


def findings(*texts: str, section: str, stage: str = "budget") -> dict[str, Finding]:
    """Try the identities among the sentences of one section, by rule."""
    claims = read(*texts, section=section, stage=stage).claims
    return {found.rule: found for found in run_narrative(claims, (), (), stage, 2024)}


@pytest.mark.parametrize(("services", "status"), [("3.00", "exact"), ("2.99", "within_rounding"), ("4.00", "violated")])
def test_goods_works_and_services_add_up(services: str, status: str) -> None:
    text = f"政府采购预算6.00万元，其中：货物预算2.00万元，工程预算1.00万元，服务预算{services}万元。"
    found = findings(text, section="n_procurement")["B-24"]
    assert (found.status, found.quantity, len(found.operands)) == (status, "money", 4)
    assert ("不相符" in found.message) == (status == "violated")


def test_parts_that_are_not_all_printed_are_not_added_up() -> None:
    assert "N-11.basic" not in findings("基本支出65.00万元，其中：人员经费60.00万元。", section="n_basic")


@pytest.mark.parametrize(
    ("share", "status"),
    [
        ("33.33", "exact"),
        ("33.34", "within_rounding"),
        ("33.35", "violated"),
        ("33", "within_rounding"),
        ("38.33", "violated"),
    ],
)
def test_shares_by_interval_arithmetic(share: str, status: str) -> None:
    text = f"本年收入合计300.00万元，其中：事业收入100.00万元，占{share}%；其他收入2.00万元。"
    assert findings(text, section="n_income")["B-26"].status == status


def test_a_small_base_makes_the_interval_of_growth_wide() -> None:
    wide = "培训费0.62万元，比上年预算增加0.35万元，增长{}%。"
    assert findings(wide.format("129.63"), section="n_basic")["B-27"].status == "exact"
    assert findings(wide.format("127.00"), section="n_basic")["B-27"].status == "within_rounding"
    assert findings(wide.format("98.00"), section="n_basic")["B-27"].status == "violated"


@pytest.mark.parametrize(
    ("pct", "status"), [("254.24", "exact"), ("254.23", "within_rounding"), ("254.22", "violated")]
)
def test_what_the_interval_of_a_rate_allows_is_no_difference(pct: str, status: str) -> None:
    text = f"机关运行经费5619.31万元，比上年预算增加4032.99万元，增长{pct}%。"
    assert findings(text, section="n_operating")["B-27"].status == status


def test_growth_from_nothing_is_not_tried() -> None:
    assert findings("其他收入8.00万元，比上年预算增加8.00万元，增长100.00%。", section="n_income") == {}


def test_completion_and_its_word() -> None:
    text = "防汛支出年初预算为40.00万元，支出决算为36.00万元，完成年初预算的{}%。决算数{}预算数的主要原因：工程结余。"
    good = findings(text.format("90.00", "小于"), section="n_gpb", stage="final")
    assert (good["F-14"].status, good["F-14.word"].status) == ("exact", "exact")
    bad = findings(text.format("95.00", "大于"), section="n_gpb", stage="final")
    assert (bad["F-14"].status, bad["F-14.word"].status) == ("violated", "violated")


def test_people_and_vehicles_add_up_and_lists_are_as_long_as_they_say() -> None:
    staff = findings("实有人数11人，其中：在职9人；退休1人；离休0人。", section="n_org")["B-25.staff"]
    assert (staff.status, staff.expected, staff.printed) == ("violated", Decimal(10), Decimal(11))
    cars = findings("共有车辆3辆，其中：执法执勤用车2辆、其他用车1辆。", section="n_assets")["B-25.vehicles"]
    assert cars.status == "exact"
    offices = findings("下设3个科室，分别是：办公室、工程科（含河长办、水政队）。", section="n_org")["B-25.list"]
    assert (offices.status, offices.expected) == ("violated", Decimal(2))
    assert "B-25.list" not in findings("下设3个科室，分别是：办公室、工程科等。", section="n_org")


def test_no_project_carries_no_money() -> None:
    found = findings("当年项目0个，涉及预算金额8.27万元。", section="n_performance")["B-23.projects"]
    assert found.status == "violated" and "0个" in found.message and "8.27万元" in found.message


def test_no_vehicle_runs() -> None:
    claims = (
        *read("车辆0辆。", section="n_assets").claims,
        *(replace(c, paragraph=2) for c in read("公务用车运行费2.00万元。", section="n_three_public").claims),
    )
    (found,) = run_narrative(claims, (), (), "budget", 2024)
    assert (found.rule, found.status) == ("B-25.no_vehicles", "violated")
    bought = read("公务用车购置费9.00万元。", section="n_three_public").claims
    assert run_narrative((*claims, *(replace(c, paragraph=3) for c in bought)), (), (), "budget", 2024) == ()


@pytest.mark.parametrize(
    ("weights", "status"), [(("60", "40"), "exact"), (("50", "40"), "exact"), (("60", "38"), "violated")]
)
def test_weights_make_a_hundred_or_ninety_beside_the_execution_rate(weights: tuple[str, str], status: str) -> None:
    lines = [["产出", "数量指标", f"指标{i}", "≥1次", weight] for i, weight in enumerate(weights)]
    indicators = read_indicators(table(["一级指标", "二级指标", "三级指标", "指标值", "权重"], *lines))
    (found,) = run_narrative((), indicators, (), "budget", 2024)
    assert (found.rule, found.status, found.quantity) == ("B-23.weights", status, "weight")


def test_a_target_of_people_beyond_those_there_are() -> None:
    staff = read("实有人数10人，其中：在职9人，退休1人。", section="n_org").claims
    rows = [["运行", "数量指标", "在职在编人员", ">=10 人", "100"]]
    indicators = read_indicators(table(["一级指标", "二级指标", "三级指标", "指标值", "权重"], *rows))
    found = {f.rule: f for f in run_narrative(staff, indicators, (), "budget", 2024)}
    assert found["B-25.target"].status == "violated"


def test_trust_of_claims_follows_their_identities() -> None:
    text = "政府采购预算6.00万元，其中：货物预算2.00万元，工程预算1.00万元，服务预算{}万元。"
    for services, trust in (("3.00", "proven"), ("4.00", "disputed")):
        claims = read(text.format(services), section="n_procurement").claims
        found = run_narrative(claims, (), (), "budget", 2024)
        assert set(claim_trust(claims, found).values()) == {trust}
    alone: tuple[Claim, ...] = read("政府采购预算6.00万元。", section="n_procurement").claims
    assert list(claim_trust(alone, ()).values()) == ["unverified"]


def test_a_zero_is_never_proven() -> None:
    claims = read("实有0.00万元，其中：货物预算0.00万元，服务预算0.00万元。", section="n_procurement").claims
    assert "proven" not in claim_trust(claims, run_narrative(claims, (), (), "budget", 2024)).values()


@pytest.mark.parametrize(
    ("heading", "scope"),
    [
        ("（二）一般公共预算当年拨款结构情况", "general_public"),
        ("四、财政拨款收支预算总体情况", "fiscal"),
        ("八、政府性基金预算拨款情况", "government_fund"),
        ("一、收支预算总体情况", "all"),
        ("十二、其他事项", None),
    ],
)
def test_of_which_money_a_list_speaks(heading: str, scope: str | None) -> None:
    (claim,) = read("1、农林水支出（类）3.00万元。", section="n_gpb", heading=heading).claims
    assert scope_of(claim) == scope


def test_every_rule_has_an_id_of_its_own() -> None:
    ids = [
        r.id for group in (rules().tables, rules().at_most, rules().sums, rules().counts, rules().nil) for r in group
    ]
    assert len(ids) == len(set(ids))
