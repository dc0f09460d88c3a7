"""Number, title, unit and agency of a table from the lines above it."""

from __future__ import annotations

import pytest
from sheets import centred, line, width

from extractors.page import Grid, Line
from pipeline.assemble.captions import Captioned, may_caption, read_caption
from pipeline.assemble.table import Caption

GRID = Grid((90.0, 300.0, 506.0), (400.0, 420.0, 440.0))
SIZE = 10.0


def ends(left: str, right: str, y: float) -> Line:
    """A line with a text at each end."""
    first, last = (left, 90.0, 90.0 + width(left, SIZE)), (right, 506.0 - width(right, SIZE), 506.0)
    return Line(f"{left} {right}", (90.0, y, 506.0, y + SIZE), SIZE, parts=(first, last))


def caption(*texts: str | tuple[str, str]) -> Captioned:
    """Read the lines above a grid: a pair stands at both ends, ``<`` on the left, the rest in the middle."""
    lines: list[Line] = []
    for at, text in enumerate(texts):
        y = GRID.ys[0] - 24.0 * (len(texts) - at)
        if isinstance(text, tuple):
            lines.append(ends(*text, y))
        else:
            lines.append(line(text[1:], y, 90.0, SIZE) if text.startswith("<") else centred(text, y))
    return read_caption(lines, range(len(lines)), GRID)


TITLE = "一般公共预算支出情况表"
AGENCY = "云杉县财政局"


@pytest.mark.parametrize(
    "number",
    [
        "表3",
        "表 3",
        "表三",
        "表十二",
        "表3-1",
        "表3－1",
        "附表1",
        "附表",
        "附件2",
        "附件2-1",
        "公开05表",
        "公开1表",
        "公开表一",
        "预算01表",
        "预算公开表1",
        "部门公开表3",
        "单位公开表1",
        "部门预算公开表01",
        "财决01表",
        "Z01表",
        "3-1",
        "表1-2-1(1)",
    ],
)
def test_numbers(number: str) -> None:
    for above in (f"<{number}", number):
        found = caption(above, TITLE, (f"编制部门：{AGENCY}", "单位：万元"))
        assert found.caption == Caption(number.replace(" ", ""), TITLE, "万元", AGENCY)
        assert found.lines == (0, 1, 2)


@pytest.mark.parametrize("colon", ["表十二：", "附件2:"])
def test_a_colon_behind_the_number(colon: str) -> None:
    assert caption(f"<{colon}", TITLE, "<单位：万元").caption.number == colon[:-1]


class TestOneLine:
    """Number and title on one line."""

    @pytest.mark.parametrize("text", [f"表3 {TITLE}", f"表3：{TITLE}", f"表3{TITLE}", f"表三 {TITLE}", f"表三{TITLE}"])
    def test_number_first(self, text: str) -> None:
        found = caption(text, "<单位：万元").caption
        assert (found.number, found.title) == (text[:2], TITLE)

    def test_the_number_ends_where_the_title_begins(self) -> None:
        assert caption("表5一般公共预算支出表").caption == Caption("表5", "一般公共预算支出表")
        assert caption("表五一般公共预算支出表").caption == Caption("表五", "一般公共预算支出表")
        assert caption("表十三公经费支出表").caption == Caption("表十", "三公经费支出表")

    def test_number_at_the_right_end(self) -> None:
        assert caption((TITLE, "公开05表"), "<单位：万元").caption == Caption("公开05表", TITLE, "万元")

    @pytest.mark.parametrize(
        "meta",
        [("公开05表", "单位：万元"), (f"部门：{AGENCY}  公开05表", "单位：万元"), (f"部门：{AGENCY}", "公开05表")],
    )
    def test_number_beside_agency_and_unit(self, meta: tuple[str, str]) -> None:
        left, right = meta
        lines = [centred(TITLE, 340.0), ends(left, right, 370.0)]
        if "  " in left:
            a, b = left.split("  ")
            parts = ((a, 90.0, 200.0), (b, 250.0, 300.0), (right, 440.0, 506.0))
            lines[1] = Line(f"{a} {b} {right}", (90.0, 370.0, 506.0, 380.0), SIZE, parts=parts)
        found = read_caption(lines, range(2), GRID).caption
        assert (found.number, found.title) == ("公开05表", TITLE)


class TestTitle:
    """What is a title, over how many lines."""

    def test_two_lines(self) -> None:
        found = caption("<表6", "2024年度一般公共预算财政拨款", "基本支出决算明细表", "<单位：万元").caption
        assert (found.number, found.title) == ("表6", "2024年度一般公共预算财政拨款基本支出决算明细表")

    @pytest.mark.parametrize(
        "title",
        [
            "2024年部门收支总表",
            "部门支出总表（按功能分类）",
            "“三公”经费支出表（一般公共预算）",
            "三、部门支出总表",
            "（三）部门支出总表",
            "一般公共预算“三公”经费、会议费和培训费支出表",
            "政府采购预算明细表",
            "一般公共预算支出表（续）",
        ],
    )
    def test_titles(self, title: str) -> None:
        assert caption("<上面的一段话到这里结束。", title, "<单位：万元").caption.title == title

    def test_a_title_without_the_word_table_stands_over_its_unit(self) -> None:
        assert caption("国有资产占用情况", ("", "单位：万元")).caption.title == "国有资产占用情况"
        assert caption("国有资产占用情况").caption.title is None
        assert caption("<国有资产占用情况", "<单位：万元").caption.title is None

    @pytest.mark.parametrize("between", ["（2024年度）", "(2024年)", "2024年2月8日", "二〇二四年度"])
    def test_a_year_or_day_between_title_and_grid(self, between: str) -> None:
        found = caption("项目支出绩效目标表", between, "<单位：万元")
        assert found.caption.title == "项目支出绩效目标表"
        assert found.lines == (0, 1, 2)

    @pytest.mark.parametrize(
        "text",
        [
            "具体情况见《部门支出总表》。",
            "支出情况详见下表",
            "支出情况如下表：",
            "收支情况如下表",
            "详见部门支出总表",
            "具体见附表",
            "按照要求编制了部门收支总表，部门收入总表和部门支出总表",
            "部门支出总表..........5",
            "部门支出总表……5",
            "部门支出总表 5",
            "第二部分 2024年部门预算表",
            "目 录",
            "注：本表为空表",
            "说明：本表反映收支总表",
            "12",
        ],
    )
    def test_mentions_contents_and_notes_are_no_titles(self, text: str) -> None:
        assert caption(text).caption == Caption()
        assert caption(text).lines == ()

    def test_what_stands_above_the_title_is_left_alone(self) -> None:
        for above in (AGENCY, "2024年部门预算公开表", "第二部分 部门预算表", "一、部门收支总体情况", "正文到此为止。"):
            found = caption(above, TITLE, "<单位：万元")
            assert (found.caption.title, found.lines) == (TITLE, (1, 2))

    def test_a_line_of_other_type_is_no_half_of_it(self) -> None:
        lines = [centred("二〇二四年部门预算", 330.0, size=26.0), centred(TITLE, 370.0, size=16.0)]
        assert read_caption(lines, range(2), GRID).caption.title == TITLE

    def test_only_lines_near_the_grid_are_read(self) -> None:
        assert caption(TITLE, *[f"<编制单位：{AGENCY}"] * 8).caption.title is None


class TestUnit:
    """The unit of money: of the table's own line, in brackets, in the title."""

    @pytest.mark.parametrize(
        ("text", "unit"),
        [
            ("<单位：万元", "万元"),
            ("<单位:元", "元"),
            ("<（单位：万元）", "万元"),
            ("<金额单位：人民币元", "元"),
            ("<单位：千元", "千元"),
            ("<（万元）", "万元"),
            ("<单位：亿元", "亿元"),
            ("<单 位：万元", "万元"),
            ("<金额单位：万元（保留两位小数）", "万元"),
        ],
    )
    def test_units(self, text: str, unit: str) -> None:
        assert caption(TITLE, text).caption == Caption(None, TITLE, unit)

    def test_in_the_title(self) -> None:
        assert caption("部门支出总表（单位：万元）").caption == Caption(None, "部门支出总表（单位：万元）", "万元")
        assert caption("部门支出总表（万元）", "<单位：元").caption.unit == "元"
        assert caption("部门支出总表（单位：辆）").caption.unit is None

    def test_above_the_title(self) -> None:
        assert caption("<单位：万元", TITLE).caption == Caption(None, TITLE, "万元")

    def test_nothing_printed_nothing_known(self) -> None:
        assert caption(TITLE).caption.unit is None


class TestAgency:
    """The agency line with its many labels and colons."""

    @pytest.mark.parametrize(
        "label",
        [
            "编制部门",
            "编制单位",
            "填报单位",
            "部门",
            "单位名称",
            "部门名称",
            "预算单位",
            "公开部门",
            "部门(单位)名称",
            "单位（部门）名称",
            "填报单位（盖章）",
        ],
    )
    @pytest.mark.parametrize("colon", ["：", ":", "： "])
    def test_labels(self, label: str, colon: str) -> None:
        assert caption(TITLE, (f"{label}{colon}{AGENCY}", "单位：万元")).caption == Caption(None, TITLE, "万元", AGENCY)

    def test_on_one_line_without_a_gap(self) -> None:
        assert caption(TITLE, f"<编制部门：{AGENCY} 单位：万元").caption == Caption(None, TITLE, "万元", AGENCY)

    def test_label_and_name_in_two_pieces(self) -> None:
        parts = (("编制部门：", 90.0, 140.0), (AGENCY, 170.0, 230.0), ("单位：万元", 450.0, 506.0))
        lines = [centred(TITLE, 340.0), Line("x", (90.0, 370.0, 506.0, 380.0), SIZE, parts=parts)]
        lines[1] = Line(" ".join(text for text, _, _ in parts), lines[1].box, SIZE, parts=parts)
        assert read_caption(lines, range(2), GRID).caption.agency == AGENCY

    def test_the_unit_of_money_is_no_agency(self) -> None:
        assert caption(TITLE, "<单位：万元").caption.agency is None
        assert caption(TITLE, "<编制单位：").caption.agency is None


def test_capital_letters_without_end_are_read_in_no_time() -> None:
    # Each could begin a series of its own; to try all ways to part them would never end.
    assert not may_caption(line("ALL THE WORDS OF A LONG ENGLISH HEADLINE " * 20, 100.0, 90.0, SIZE))
