"""Performance tables: the money under and beside their headers."""

from __future__ import annotations

from tests.pipeline.normalize.printed import dims, figure, normal

INDICATORS = [["一级指标", "二级指标", "三级指标", "指标值", "权重"], ["产出指标", "数量指标", "培训人次", "≥95", "20"]]


def test_money_under_a_header_of_money() -> None:
    rows = [
        ["部门名称", "青禾县财政局", "<", "<", "<"],
        ["年度预算资金", "资金来源", "<", "资金总额（万元）", "<"],
        ["^", "财政资金", "本级安排", "421.63", "<"],
        ["^", "其他资金", "其他", "88.27", "<"],
        *INDICATORS,
    ]
    table = normal(rows, "部门整体支出绩效目标表")
    assert [f.fen for f in table.figures] == [421_630_000, 88_270_000]
    assert figure(table, 2, 3).row.label == "本级安排"
    assert table.roles[5, 4] == "text"


def test_money_beside_a_header_that_stands_in_front_of_its_rows() -> None:
    rows = [
        ["项目名称", "系统运维", "<", "<", "<"],
        ["项目资金（万元）", "年度资金总额", "<", "30.00", "<"],
        ["^", "其中：财政拨款", "<", "30.00", "<"],
        *INDICATORS,
    ]
    table = normal(rows, "2024年项目支出绩效目标表")
    assert [(f.row.label, f.fen) for f in table.figures] == [
        ("年度资金总额", 30_000_000),
        ("其中：财政拨款", 30_000_000),
    ]


def test_self_evaluations_print_three_phases_and_a_score() -> None:
    rows = [
        ["项目名称", "系统运维", "<", "<", "<", "<"],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "得分"],
        ["^", "年度资金总额", "30.00", "28.00", "27.00", "9.50"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"],
    ]
    table = normal(rows, "项目支出绩效自评表")
    assert [dims(table, 2, col)["phase"] for col in (2, 3, 4)] == ["budget", "adjusted", "final"]
    assert all(f.cell.col != 5 for f in table.figures)


def test_a_list_of_projects_with_their_indicators() -> None:
    rows = [
        ["项目名称", "预算数", "一级指标", "二级指标", "三级指标", "指标值"],
        ["系统运维", "9.00", "产出指标", "数量指标", "巡检次数", "12"],
        ["^", "^", "产出指标", "质量指标", "合格率", "99"],
        ["会计考试", "3.00", "产出指标", "数量指标", "考点", "4"],
    ]
    table = normal(rows, "2024年项目支出绩效目标表")
    assert [(f.row.project, f.fen) for f in table.figures] == [("系统运维", 9_000_000), ("会计考试", 3_000_000)]
