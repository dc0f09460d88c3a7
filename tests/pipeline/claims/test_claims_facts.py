"""Counts, people, offices, nil statements, definitions."""

from __future__ import annotations

import pytest

from tests.pipeline.claims.told import read


def test_people_by_kind() -> None:
    reading = read("青禾县水务局编制数12，实有人数15人，其中：在职11人，增加2人；退休4人，增加1人。", section="n_org")
    assert [(c.subject, str(c.count), c.unit) for c in reading.claims] == [
        ("编制数", "12", "人"),
        ("实有人数", "15", "人"),
        ("在职", "11", "人"),
        ("退休", "4", "人"),
    ]
    assert {c.kind for c in reading.claims} == {"staffing"}
    assert reading.claims[2].metric == "实有人数"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("青禾县水务局下设3个科室，分别是：办公室、工程科、防汛科。", [("科室", "3", "办公室、工程科、防汛科")]),
        (
            "青禾县水务局设2个内设机构，包括：办公室、工程科（河长办）。",
            [("内设机构", "2", "办公室、工程科（河长办）")],
        ),
        ("本部门包括4个内设机构和2个派出机构。", [("内设机构", "4", None), ("派出机构", "2", None)]),
        ("本部门中，行政单位1家，事业单位4家。", [("行政单位", "1", None), ("事业单位", "4", None)]),
        ("行政编制20人，实有18人。", [("行政编制", "20", None), ("实有", "18", None)]),
    ],
)
def test_offices_and_units(text: str, found: list[tuple[str, str, str | None]]) -> None:
    assert [(c.subject, str(c.count), c.text) for c in read(text, section="n_org").claims] == found


def test_groups_visits_and_people_received() -> None:
    text = "全年因公出国（境）团组1个，累计6人次。国内公务接待32批次，280人次（不包括陪同人员）。"
    claims = read(text, section="n_three_public", stage="final").claims
    assert [(c.subject, str(c.count), c.unit) for c in claims] == [
        ("因公出国（境）团组", "1", "个"),
        ("因公出国（境）团组", "6", "人次"),
        ("国内公务接待", "32", "批次"),
        ("国内公务接待", "280", "人次"),
    ]


def test_vehicles_by_kind_and_thresholds_as_part_of_the_name() -> None:
    text = (
        "截至2023年12月31日，青禾县水务局共有车辆3辆，其中：执法执勤用车2辆、其他用车1辆；"
        "单价100万元（含）以上设备（不含车辆）1台（套）。"
    )
    claims = read(text, section="n_assets").claims
    assert [(c.subject, str(c.count)) for c in claims] == [
        ("车辆", "3"),
        ("执法执勤用车", "2"),
        ("其他用车", "1"),
        ("单价100万元（含）以上设备（不含车辆）", "1"),
    ]
    assert claims[0].parent is None and claims[1].parent == claims[0].key == claims[2].parent


def test_projects_and_their_money() -> None:
    claims = read("编报绩效目标的2024年度项目4个，涉及项目预算资金59.84万元。", section="n_performance").claims
    assert [(c.subject, str(c.count), c.fen) for c in claims] == [("编报绩效目标的2024年度项目", "4", 59_840_000)]
    claims = read(
        "2024年本部门共5个项目实行绩效目标管理，涉及财政性资金合计86.00万元。", section="n_performance"
    ).claims
    assert [(c.subject, str(c.count), c.fen) for c in claims] == [("项目", "5", 86_000_000)]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (
            "青禾县水务局今年没有使用政府性基金预算拨款的支出，相应的表为空表。",
            "政府性基金预算拨款",
        ),
        ("上级政府性基金安排的转移支付资金未安排。", "上级政府性基金安排的转移支付资金"),
        ("注：本部门无国有资本经营预算财政拨款支出，故本表无数据。", "国有资本经营预算财政拨款支出"),
        ("我单位为事业单位，无机关运行经费。", "机关运行经费"),
        ("2024年无公务用车购置预算安排。", "公务用车购置预算"),
    ],
)
def test_nil_statements(text: str, subject: str) -> None:
    (claim,) = read(text).claims
    assert (claim.kind, claim.subject, claim.fen) == ("nil", subject, None)


@pytest.mark.parametrize("text", ["无其他需说明的事项。", "主要原因是上年未安排该项支出。", "未发生重大变化。"])
def test_what_is_no_nil_statement(text: str) -> None:
    assert [c for c in read(text).claims if c.kind == "nil"] == []


def test_definitions() -> None:
    (claim,) = read("三、“三公”经费：指用财政拨款安排的三项费用。其中，公务接待费5元起。", section="n_glossary").claims
    assert (claim.kind, claim.subject) == ("glossary", "“三公”经费")
    assert claim.text == "用财政拨款安排的三项费用。其中，公务接待费5元起。"
