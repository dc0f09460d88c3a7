"""The overall performance target table: key-value head, money, indicators."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from tests.typeset.builders import money
from tests.typeset.figures import Project
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


def _project_lines(rng: random.Random, fen: int) -> list[Indicator]:
    """The indicators of a project, by their levels."""
    form = Format(zero="0.00")
    levels = (
        ("产出指标", "数量指标", ("验收批次", "服务场次", "采购台（套）数")),
        ("产出指标", "质量指标", ("验收合格率", "设备完好率")),
        ("产出指标", "时效指标", ("按期完成率",)),
        ("成本指标", "经济成本指标", ("项目总成本控制额度",)),
        ("效益指标", "社会效益指标", ("受益单位个数", "问题整改个数")),
        ("满意度指标", "服务对象满意度指标", ("服务对象满意度",)),
    )
    lines: list[Indicator] = []
    for level1, level2, names in levels:
        for name in names[: rng.randint(1, len(names))]:
            rate = name.endswith(("率", "满意度"))
            sign = "≤" if level1 == "成本指标" else rng.choice(("≥", "＝")) if rate else "≥"
            value = (
                f"{form.show(fen)}"
                if level1 == "成本指标"
                else str(rng.randint(85, 100) if rate else rng.randint(2, 90))
            )
            unit = "%" if rate else "万元" if level1 == "成本指标" else "个" if name.endswith("个数") else "次"
            lines.append(Indicator(level1, level2, name, sign, value, unit, "", "10"))
    # The weights of a project add up to 100.
    lines[0] = replace(lines[0], weight=str(100 - 10 * (len(lines) - 1)))
    return lines


def project(
    rng: random.Random, year: int, agency: str, what: Project, fen: int, duties: tuple[str, ...]
) -> tuple[Table, tuple[Indicator, ...]]:
    """The target table of one project: sign, value and unit of an indicator in columns of their own."""
    form = Format(zero="0.00")
    lines = _project_lines(rng, fen)

    def wide(cell: Cell, span: int) -> list[Cell | None]:
        return [replace(cell, col_span=span), *[None] * (span - 1)]

    def amount(label: str, value: int) -> Cell:
        return money(value, form, label, align="center")

    target = f"完成{what.name}，{duties[0]}"
    rows: list[Row] = [
        (Cell("项目名称"), *wide(Cell(what.name, align="left"), 6)),
        (Cell("主管部门"), *wide(Cell(agency), 2), Cell("实施单位"), *wide(Cell(f"{agency}本级"), 3)),
        (Cell("项目资金（万元）", row_span=3), *wide(Cell("年度资金总额"), 2), *wide(amount("年度资金总额", fen), 4)),
        (None, *wide(Cell("其中：财政拨款"), 2), *wide(amount("其中：财政拨款", fen), 4)),
        (None, *wide(Cell("其他资金"), 2), *wide(amount("其他资金", 0), 4)),
        (Cell("年度总体目标"), *wide(Cell(target, align="left"), 6)),
        tuple(
            Cell(x, bold=True) for x in ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重")
        ),
    ]
    for i, x in enumerate(lines):
        cells: list[Cell | None] = []
        for key in ((x.level1,), (x.level1, x.level2)):
            same = [y for y in lines if (y.level1, y.level2)[: len(key)] == key]
            cells.append(Cell(key[-1], row_span=len(same)) if same[0] is lines[i] else None)
        rows.append((*cells, Cell(x.indicator), *(Cell(v) for v in (x.operator, x.value, x.unit, x.weight))))
    title = f"{year}年项目支出绩效目标表"
    table = Table(
        number="",
        title=title,
        unit="",
        form="perf_target_project",
        caption=(CaptionLine(center=title, bold=True, size=15),),
        rows=tuple(rows),
        header_rows=0,
        widths=(14, 16, 22, 12, 12, 12, 10),
        font_size=10.0,
        row_height=22,
        break_rows=True,
        kind="perf",
    )
    return table, tuple(lines)


def many(
    rng: random.Random, year: int, agency: str, projects: Sequence[tuple[Project, int]], duties: tuple[str, ...]
) -> tuple[Table, tuple[Indicator, ...]]:
    """One long table of targets: the name, money and aim of a project merged over its indicators."""
    form = Format(zero="0.00")
    names = (
        "项目名称",
        "预算数",
        "年度绩效目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "权重",
    )
    rows: list[Row] = [tuple(Cell(x, bold=True) for x in names)]
    told: list[Indicator] = []
    for what, fen in projects:
        lines = _project_lines(rng, fen)
        told += lines
        for i, x in enumerate(lines):
            cells: list[Cell | None] = [None, None, None]
            if i == 0:
                amount = replace(money(fen, form, what.name, align="center"), row_span=len(lines))
                aim = f"完成{what.name}，{rng.choice(duties)}"
                cells = [Cell(what.name, len(lines)), amount, Cell(aim, len(lines), align="left")]
            for key in ((x.level1,), (x.level1, x.level2)):
                same = [y for y in lines if (y.level1, y.level2)[: len(key)] == key]
                cells.append(Cell(key[-1], row_span=len(same)) if same[0] is x else None)
            rows.append((*cells, Cell(x.indicator), *(Cell(v) for v in (x.operator, x.value, x.unit, x.weight))))
    title = f"{year}年项目支出绩效目标表"
    table = Table(
        number="",
        title=title,
        unit="万元",
        form="perf_target_project",
        caption=(
            CaptionLine(center=title, bold=True, size=15),
            CaptionLine(left=f"部门：{agency}", right="单位：万元"),
        ),
        rows=tuple(rows),
        header_rows=1,
        widths=(16, 12, 26, 12, 14, 18, 9, 10, 9, 8),
        font_size=8.5,
        row_height=18,
        break_rows=True,
        kind="perf",
    )
    return table, tuple(told)
