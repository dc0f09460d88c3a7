"""Performance tables of several layouts."""

from __future__ import annotations

import pytest

from pipeline.assemble.table import Caption, PrintedTable, TableCell
from pipeline.normalize.indicators import Indicator, read_indicators, split_value


def table(*rows: list[str | tuple[str, int, int] | None]) -> PrintedTable:
    """Build a table; a tuple is a text with its row and column span, None lies under a span."""
    cells = []
    for row, line in enumerate(rows):
        for col, content in enumerate(line):
            if content is not None:
                text, down, across = content if isinstance(content, tuple) else (content, 1, 1)
                box = (float(col), float(row), col + 1.0, row + 1.0)
                cells.append(TableCell(row, col, down, across, text, text, 1, box))
    return PrintedTable(1, Caption(title="项目支出绩效目标表"), len(rows), len(rows[0]), tuple(cells), 1, 1)


def row_of(found: Indicator) -> tuple[object, ...]:
    """The columns that matter."""
    weight = None if found.weight is None else str(found.weight)
    return (found.level1, found.level2, found.name, found.operator, found.value, found.unit, weight)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (">=10 人", (">=", "10", "人")),
        ("≥95%", (">=", "95", "%")),
        ("＝100", ("=", "100", None)),
        ("不低于90%", (">=", "90", "%")),
        ("90%以上", (">=", "90", "%")),
        ("≤1,200.50万元", ("<=", "1,200.50", "万元")),
        ("2次/年", (None, "2", "次/年")),
        ("12月底前", (None, "12月底前", None)),
        ("2024年12月31日", (None, "2024年12月31日", None)),
        ("定性明显改善", ("定性", "明显改善", None)),
        ("显著", (None, "显著", None)),
        ("", (None, None, None)),
    ],
)
def test_targets_are_split_only_where_a_number_stands(text: str, parts: tuple[str | None, ...]) -> None:
    assert split_value(text) == parts


def test_three_levels_over_merged_boxes() -> None:
    found = read_indicators(
        table(
            ["一级指标", "二级指标", "三级指标", "指标值", "设定依据", "权重"],
            [("产出指标", 2, 1), ("数量指标", 2, 1), "巡河次数", ">=12 次", "年度计划", "20"],
            [None, None, "清淤长度", ">=3.5公里", "年度计划", "30"],
            ["效益指标", "社会效益", "受益村数", "≥6个", "", "50"],
        )
    )
    assert [row_of(f) for f in found] == [
        ("产出指标", "数量指标", "巡河次数", ">=", "12", "次", "20"),
        ("产出指标", "数量指标", "清淤长度", ">=", "3.5", "公里", "30"),
        ("效益指标", "社会效益", "受益村数", ">=", "6", "个", "50"),
    ]
    assert [f.basis for f in found] == ["年度计划", "年度计划", None] and found[1].row == 2


def test_sign_value_and_unit_in_columns_of_their_own_and_the_project_above() -> None:
    found = read_indicators(
        table(
            ["项目名称", ("河道清淤", 1, 6), None, None, None, None, None],
            ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重"],
            ["产出指标", "质量指标", "验收合格率", "≥", "98", "%", "100"],
            ["项目名称", ("泵站维修", 1, 6), None, None, None, None, None],
            ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重"],
            ["产出指标", "数量指标", "维修台数", "＝", "4", "台", "100"],
        )
    )
    assert [(f.project, f.form) for f in found] == [("河道清淤", 1), ("泵站维修", 2)]
    assert [row_of(f)[3:] for f in found] == [(">=", "98", "%", "100"), ("=", "4", "台", "100")]


def test_self_evaluation_with_values_reached_and_scores() -> None:
    found = read_indicators(
        table(
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
            ["产出指标", "数量指标", "巡河次数", "≥12次", "13次", "40", "39.5"],
            ["总分", "", "", "", "", "100", "99.5"],
        )
    )
    assert [(f.name, f.actual, str(f.weight), str(f.score)) for f in found] == [("巡河次数", "13次", "40", "39.5")]


def test_of_two_periods_side_by_side_the_year_is_taken() -> None:
    found = read_indicators(
        table(
            ["一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
            ["产出指标", "数量指标", "三年巡河次数", "≥36次", "数量指标", "年度巡河次数", "≥12次"],
        )
    )
    assert [row_of(f)[:5] for f in found] == [("产出指标", "数量指标", "年度巡河次数", ">=", "12")]


def test_a_table_without_such_a_header_has_none() -> None:
    assert read_indicators(table(["科目编码", "科目名称", "合计"], ["20101", "人大事务", "3.00"])) == ()
