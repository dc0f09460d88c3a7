"""The overall performance target table: key-value head, money, indicators."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.typeset.builders import money
from tests.typeset.model import CaptionLine, Cell, Indicator, Row, Table
from tests.typeset.numbers import Format

_POOL = (
    ("履职效能", "数量指标", "开展专项检查次数", ">=", (4, 60), "次"),
    ("履职效能", "数量指标", "办结群众来件数量", ">=", (200, 9000), "件"),
    ("履职效能", "质量指标", "按时办结率", ">=", (90, 99), "%"),
    ("履职效能", "时效指标", "资金支付完成时间", "<=", (11, 12), "月"),
    ("管理效率", "数量指标", "在职人员控制数", "<=", (12, 90), "人"),
    ("管理效率", "质量指标", "政府采购执行率", ">=", (85, 100), "%"),
    ("管理效率", "数量指标", "公务用车保有量", "<=", (1, 6), "辆"),
    ("社会效应", "社会效益指标", "惠及村（社区）个数", ">=", (6, 80), "个"),
    ("社会效应", "满意度指标", "服务对象满意度", ">=", (88, 98), "%"),
    ("运行成本", "成本指标", "人均公用经费", "<=", (2, 5), "万元"),
    ("运行成本", "数量指标", "压减一般性支出比例", ">=", (3, 10), "%"),
)
_BASIS = (
    "年度工作要点和岗位责任制考核办法",
    "上年度部门决算报表及本年机构编制核定数",
    "县委、县政府确定的民生实事清单，按季度通报进度",
    "行业主管部门下达的目标任务书（含附表）",
)


def indicators(rng: random.Random) -> tuple[Indicator, ...]:
    """Some indicators whose weights add up to 100, grouped by first level."""
    chosen = sorted(rng.sample(range(len(_POOL)), rng.randint(6, 9)))
    weights = [10] * len(chosen)
    weights[rng.randrange(len(chosen))] += 100 - sum(weights)
    found = []
    for i, weight in zip(chosen, weights, strict=True):
        level1, level2, name, operator, (low, high), unit = _POOL[i]
        value = str(rng.randint(low, high))
        found.append(Indicator(level1, level2, name, operator, value, unit, rng.choice(_BASIS), str(weight)))
    return tuple(sorted(found, key=lambda x: [p[0] for p in _POOL].index(x.level1)))


def _under(path: tuple[str, ...], cell: Cell) -> Cell:
    """A money cell whose header stands in the middle of the table."""
    return cell if cell.amount is None else replace(cell, amount=replace(cell.amount, path=path))


def overall(
    rng: random.Random,
    year: int,
    agency: str,
    target: str,
    contact: tuple[str, str],
    funds: tuple[int, int, int],
    lines: tuple[Indicator, ...],
    caption: str,
) -> Table:
    """The table.

    Args:
        rng: seeded chance.
        year: budget year.
        agency: name of the department.
        target: the annual aim, a paragraph.
        contact: name and number of a person, both to be redacted by any reader.
        funds: money from above, own money, other money, in fen.
        lines: the indicators.
        caption: the printed title.
    """
    form = Format(zero="0.00")
    path = ("上级安排", "本级安排", "其他")
    header = ("资金总额（万元）",)
    amounts = [_under(header, money(fen, form, label, align="center")) for fen, label in zip(funds, path, strict=True)]

    def wide(cell: Cell, span: int) -> list[Cell | None]:
        return [Cell(cell.text, cell.row_span, span, cell.align, cell.bold, 0, cell.amount), *[None] * (span - 1)]

    rows: list[Row] = [
        (Cell(rng.choice(("预算单位", "部门（单位）名称"))), *wide(Cell(agency, align="left"), 5)),
        (Cell("联系人"), *wide(Cell(contact[0]), 2), Cell("联系电话"), *wide(Cell(contact[1]), 2)),
        (Cell("年度绩效目标"), *wide(Cell(target, align="left"), 5)),
        (Cell("预算资金（万元）", row_span=4), *wide(Cell("资金来源"), 2), *wide(Cell("资金总额（万元）"), 3)),
        (None, Cell("财政资金（万元）", row_span=2), Cell(path[0]), *wide(amounts[0], 3)),
        (None, None, Cell(path[1]), *wide(amounts[1], 3)),
        (None, Cell("其他资金（万元）"), Cell(path[2]), *wide(amounts[2], 3)),
        tuple(Cell(x, bold=True) for x in ("一级指标", "二级指标", "三级指标", "指标值", "设定依据", "权重")),
    ]
    for i, x in enumerate(lines):
        same = i > 0 and lines[i - 1].level1 == x.level1
        count = sum(1 for y in lines[i:] if y.level1 == x.level1)
        value = f"{x.operator}{x.value} {x.unit}"
        first = None if same else Cell(x.level1, row_span=count)
        rows.append((first, Cell(x.level2), Cell(x.indicator), Cell(value), Cell(x.basis), Cell(x.weight)))
    title = f"{caption}（{year}年）"
    return Table(
        number="",
        title=title,
        unit="",
        form="perf_target_overall",
        caption=(CaptionLine(center=title, bold=True, size=15),),
        rows=tuple(rows),
        header_rows=0,
        widths=(14, 14, 22, 17, 28, 10),
        font_size=10.5,
        row_height=26,
        break_rows=True,
        kind="perf",
    )
