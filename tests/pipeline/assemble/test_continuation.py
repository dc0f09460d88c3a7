"""Which grids are one table, and how rows cut by a page break are put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sheets import centred, line, page

from extractors.page import Cell, Grid, Line, PageReading
from pipeline.assemble.table import PrintedTable
from pipeline.assemble.tables import assemble_tables
from pipeline.normalize.labels import is_label

XS = (90.0, 150.0, 350.0, 430.0, 506.0)
HEAD = ("科目编码", "科目名称", "合计", "基本支出")
ROW = 20.0
TITLE = "部门支出总表"
OTHER = "一般公共预算支出表"


def ruled(rows: Sequence[Sequence[str]], top: float = 200.0, xs: Sequence[float] = XS) -> Grid:
    """A grid of texts; ``<`` belongs to the box on its left, a line feed starts a new printed line."""
    ys = [top + ROW * at for at in range(len(rows) + 1)]
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text == "<":
                continue
            span = next((n for n in range(1, len(row) - c) if row[c + n] != "<"), len(row) - c)
            box = (xs[c], ys[r], xs[c + span], ys[r + 1])
            lines = tuple(line(part, ys[r] + 4 + 10 * at, xs[c] + 2, 9.0) for at, part in enumerate(text.split("\n")))
            cells.append(Cell(r, c, 1, span, box, lines if text else ()))
    return Grid(tuple(xs), tuple(ys), tuple(cells))


def foot(number: int) -> Line:
    """A page number."""
    return centred(str(number), 810.0, 9.0)


def titled(number: int, title: str | None, *grids: Grid, more: Sequence[Line] = ()) -> PageReading:
    """A page with a title over its first grid, a unit line, and a page number."""
    lines = [centred(title, 140.0), line("单位：万元", 170.0, 430.0, 9.0)] if title else []
    return page(number, sorted([*lines, *more, foot(number)], key=lambda found: found.box[1]), grids)


def tables(*pages: PageReading) -> tuple[PrintedTable, ...]:
    """The tables of a document."""
    return assemble_tables(pages, is_label).tables


def texts(table: PrintedTable) -> list[list[str]]:
    """The texts of a table, row by row."""
    return [[cell.text for cell in row] for row in table.rows()]


A = ("2010601", "行政运行", "1.00", "1.00")
B = ("2010602", "一般行政管理事务", "2.00", "")
C = ("2210201", "住房公积金", "3.00", "3.00")


class TestOneTable:
    """Pages that continue the table before them."""

    def test_header_repeated(self) -> None:
        (table,) = tables(titled(1, TITLE, ruled([HEAD, A, B])), titled(2, None, ruled([HEAD, C])))
        assert texts(table) == [list(row) for row in (HEAD, A, B, C)]
        assert (table.page_first, table.page_last, table.row_count) == (1, 2, 4)
        assert [(join.header_rows, join.row_cut) for join in table.joins] == [(1, False)]
        assert [cell.page for cell in table.rows()[3]] == [2] * 4

    def test_header_of_two_rows_repeated(self) -> None:
        over = ("科目", "<", "支出预算", "<")
        (table,) = tables(titled(1, TITLE, ruled([over, HEAD, A])), titled(2, None, ruled([over, HEAD, B])))
        assert texts(table) == [["科目", "支出预算"], list(HEAD), list(A), list(B)]

    def test_header_not_repeated(self) -> None:
        (table,) = tables(titled(1, TITLE, ruled([HEAD, A])), titled(2, None, ruled([B, C])))
        assert texts(table) == [list(row) for row in (HEAD, A, B, C)]
        assert table.joins[0].header_rows == 0

    def test_only_the_lower_header_row_repeated(self) -> None:
        over = ("科目", "<", "支出预算", "<")
        (table,) = tables(titled(1, TITLE, ruled([over, HEAD, A])), titled(2, None, ruled([HEAD, B])))
        assert texts(table) == [["科目", "支出预算"], list(HEAD), list(A), list(B)]

    def test_header_box_that_reaches_into_the_body_is_cut_where_repeated(self) -> None:
        head, numbers, total = HEAD, ("类款项", "栏次", "1", "2"), ("", "合计", "6.00", "4.00")
        whole = ruled([head, numbers, total, A, B])
        reaching = [
            replace(cell, row_span=2, box=(*cell.box[:3], cell.box[3] + ROW))
            if (cell.row, cell.col) == (1, 0)
            else cell
            for cell in whole.cells
            if (cell.row, cell.col) != (2, 0)
        ]
        first = replace(whole, cells=tuple(reaching))
        (table,) = tables(titled(1, TITLE, first), titled(2, None, ruled([head, ("", *numbers[1:]), C])))
        assert texts(table) == [list(head), list(numbers), list(total[1:]), list(A), list(B), list(C)]

    def test_column_numbers_repeated_in_other_boxes(self) -> None:
        first = ruled([HEAD, ("栏次", "", "1", "2"), A])
        (table,) = tables(titled(1, TITLE, first), titled(2, None, ruled([HEAD, ("栏次", "<", "1", "2"), B])))
        assert texts(table) == [list(HEAD), ["栏次", "", "1", "2"], list(A), list(B)]
        assert table.joins[0].header_rows == 2

    def test_figures_that_count_up_are_no_header(self) -> None:
        counts = ("行政运行", "", "1", "2")
        (table,) = tables(
            titled(1, TITLE, ruled([HEAD, counts, A])), titled(2, None, ruled([HEAD, (*counts[:1], "<", "1", "2"), B]))
        )
        assert table.row_count == 5

    def test_three_pages(self) -> None:
        (table,) = tables(
            titled(1, TITLE, ruled([HEAD, A])), titled(2, None, ruled([HEAD, B])), titled(3, None, ruled([HEAD, C]))
        )
        assert table.row_count == 4
        assert [join.page for join in table.joins] == [2, 3]

    def test_last_row_merges_columns(self) -> None:
        xs = (90.0, 350.0, 430.0, 506.0)
        last = ruled([("合计", "6.00", "4.00")], xs=xs)
        (table,) = tables(titled(1, TITLE, ruled([HEAD, A, B])), titled(2, None, last))
        assert table.column_count == 4
        total = table.rows()[3]
        assert [(cell.text, cell.col, cell.col_span) for cell in total] == [
            ("合计", 0, 2),
            ("6.00", 2, 1),
            ("4.00", 3, 1),
        ]

    def test_first_page_draws_fewer_columns(self) -> None:
        first = ruled([("项目", "合计", "基本支出")], xs=(90.0, 350.0, 430.0, 506.0))
        (table,) = tables(titled(1, TITLE, first), titled(2, None, ruled([A, B])))
        assert table.column_count == 4
        assert [cell.col_span for cell in table.rows()[0]] == [2, 1, 1]

    def test_page_set_further_left(self) -> None:
        moved = ruled([HEAD, B], xs=[x - 25.0 for x in XS])
        (table,) = tables(titled(1, TITLE, ruled([HEAD, A])), titled(2, None, moved))
        assert texts(table)[2] == list(B)
        assert [cell.col for cell in table.rows()[2]] == [0, 1, 2, 3]

    @pytest.mark.parametrize("title", ["续表", f"{TITLE}（续）", f"{TITLE}（续表）", TITLE])
    def test_title_of_a_continuation(self, title: str) -> None:
        (table,) = tables(titled(1, TITLE, ruled([HEAD, A])), titled(2, title, ruled([HEAD, B])))
        assert table.caption.title == TITLE
        assert table.row_count == 3

    def test_unit_line_repeated(self) -> None:
        unit = line("单位：万元", 170.0, 430.0, 9.0)
        (table,) = tables(titled(1, TITLE, ruled([HEAD, A])), titled(2, None, ruled([HEAD, B]), more=[unit]))
        assert table.row_count == 3

    def test_blank_rows_of_one_column_stay(self) -> None:
        (table,) = tables(titled(1, TITLE, ruled([HEAD, A])), titled(2, None, ruled([HEAD, ("", "", "", "")])))
        assert table.row_count == 3


class TestTwoTables:
    """Grids that begin a table of their own."""

    def test_a_new_title_over_the_same_columns(self) -> None:
        first, second = tables(titled(1, TITLE, ruled([HEAD, A])), titled(2, OTHER, ruled([HEAD, B])))
        assert (first.caption.title, second.caption.title) == (TITLE, OTHER)
        assert (first.row_count, second.row_count) == (2, 2)

    def test_a_table_that_fills_its_page_to_the_last_line(self) -> None:
        full = ruled([HEAD, *[A] * 29], top=180.0)
        assert full.ys[-1] == 780.0
        first, second = tables(titled(1, TITLE, full), titled(2, OTHER, ruled([HEAD, B])))
        assert (first.row_count, second.row_count) == (30, 2)

    def test_a_new_number_over_the_same_columns(self) -> None:
        one, two = line("表3", 150.0), line("表4", 150.0)
        found = tables(titled(1, None, ruled([HEAD, A]), more=[one]), titled(2, None, ruled([HEAD, B]), more=[two]))
        assert [table.caption.number for table in found] == ["表3", "表4"]

    def test_text_between(self) -> None:
        text = line("以上为部门支出的总体情况，具体说明如下文所述。", 160.0)
        assert len(tables(titled(1, TITLE, ruled([HEAD, A])), titled(2, None, ruled([HEAD, B]), more=[text]))) == 2
        below = line("以上为部门支出的总体情况，具体说明如下文所述。", 600.0)
        assert len(tables(titled(1, TITLE, ruled([HEAD, A]), more=[below]), titled(2, None, ruled([HEAD, B])))) == 2

    def test_other_columns(self) -> None:
        other = ruled([("项目名称", "金额"), ("规划编制", "5.00")], xs=(90.0, 300.0, 506.0))
        assert len(tables(titled(1, TITLE, ruled([HEAD, A])), titled(2, None, other))) == 2

    def test_another_header_over_the_same_columns(self) -> None:
        other = ruled([("项目", "支出功能分类", "一般公共预算", "政府性基金预算"), ("x", "其他支出", "5.00", "")])
        assert len(tables(titled(1, TITLE, ruled([HEAD, A])), titled(2, None, other))) == 2

    def test_two_on_a_page_and_the_second_goes_on(self) -> None:
        second = ruled([HEAD, B], top=500.0)
        more = [centred(OTHER, 440.0), line("单位：元", 470.0, 430.0, 9.0)]
        found = tables(titled(1, TITLE, ruled([HEAD, A]), second, more=more), titled(2, None, ruled([HEAD, C])))
        assert [(t.caption.title, t.caption.unit, t.row_count) for t in found] == [
            (TITLE, "万元", 2),
            (OTHER, "元", 3),
        ]

    def test_two_on_a_page_without_a_title_between(self) -> None:
        assert len(tables(titled(1, TITLE, ruled([HEAD, A]), ruled([HEAD, B], top=500.0)))) == 2

    def test_a_note_ends_a_table(self) -> None:
        note = line("注：本表含上年结转。", 400.0)
        first, _ = tables(titled(1, TITLE, ruled([HEAD, A]), more=[note]), titled(2, None, ruled([HEAD, B])))
        assert first.notes == ("注：本表含上年结转。",)

    def test_notes_between_two_tables_are_of_the_first(self) -> None:
        second = ruled([HEAD, B], top=500.0)
        more = [line("注：本表含上年结转。", 300.0), centred(OTHER, 440.0), line("注：无。", 600.0)]
        first, last = tables(titled(1, TITLE, ruled([HEAD, A]), second, more=more))
        assert (first.notes, last.notes) == (("注：本表含上年结转。",), ("注：无。",))
        assert last.caption.title == OTHER

    def test_a_title_left_at_the_foot_of_the_page_before(self) -> None:
        left = [centred(OTHER, 700.0), line("单位：元", 730.0, 430.0, 9.0)]
        first, second = tables(titled(1, TITLE, ruled([HEAD, A]), more=left), titled(2, None, ruled([HEAD, B])))
        assert (first.caption.title, second.caption.title, second.caption.unit) == (TITLE, OTHER, "元")

    def test_further_columns_marked_as_continued_keep_the_title(self) -> None:
        other = ruled([("项目支出", "上缴上级支出"), ("5.00", "")], xs=(90.0, 300.0, 506.0))
        found = tables(titled(1, TITLE, ruled([HEAD, A])), titled(2, "续表", other))
        assert [table.caption.title for table in found] == [TITLE, TITLE]


class TestCutRows:
    """A row that the page break cut is one row, two rows are two."""

    def last_and_first(self, last: Sequence[str], first: Sequence[str]) -> PrintedTable:
        """A table whose last row before and first row after the break are these."""
        (table,) = tables(titled(1, TITLE, ruled([HEAD, A, last])), titled(2, None, ruled([HEAD, first, C])))
        return table

    def test_halves_of_a_name_that_forms_print(self) -> None:
        table = self.last_and_first(("2080505", "机关事业单位基本养老", "2.00", "2.00"), ("", "保险缴费支出", "", ""))
        assert table.row_count == 4
        assert texts(table)[2] == ["2080505", "机关事业单位基本养老保险缴费支出", "2.00", "2.00"]
        assert [(join.header_rows, join.row_cut) for join in table.joins] == [(1, True)]

    def test_printed_keeps_both_halves(self) -> None:
        table = self.last_and_first(("2080505", "机关事业单位基本养老", "2.00", "2.00"), ("", "保险缴费支出", "", ""))
        assert table.rows()[2][1].printed == "机关事业单位基本养老\n保险缴费支出"
        assert table.rows()[2][1].page == 1

    def test_halves_that_are_names_themselves(self) -> None:
        table = self.last_and_first(("", "当年收入", "2.00", ""), ("", "小计", "", ""))
        assert texts(table)[2] == ["", "当年收入小计", "2.00", ""]
        table = self.last_and_first(("", "当年收入", "2.00", ""), ("", "小计", "2.00", ""))
        assert table.row_count == 5

    def test_two_whole_names_are_two_rows(self) -> None:
        table = self.last_and_first(("2210201", "住房公积金", "", ""), ("", "购房补贴", "", ""))
        assert table.row_count == 5
        assert not table.joins[0].row_cut

    def test_figures_in_the_second_row_are_a_row(self) -> None:
        table = self.last_and_first(("2080505", "机关事业单位基本养老", "", ""), ("", "保险缴费支出", "2.00", "2.00"))
        assert table.row_count == 5

    def test_a_code_or_ordinal_opens_a_row(self) -> None:
        for label in (
            "2080506机关事业单位职业年金缴费支出",
            "二、住房保障支出",
            "（一）行政运行",
            "其中：教育收费",
            "合计",
        ):
            table = self.last_and_first(("", "机关事业单位基本养老", "2.00", ""), ("", label, "", ""))
            assert table.row_count == 5, label

    def test_an_unknown_text_goes_on_where_its_box_was_full(self) -> None:
        full = "本项目用于老旧街区排水管网补建和"
        table = self.last_and_first(("", f"{full}\n{full}", "2.00", ""), ("", "沿线路面恢复", "", ""))
        assert table.row_count == 4
        assert texts(table)[2][1] == f"{full}{full}沿线路面恢复"

    def test_an_unknown_text_stops_where_its_box_had_room(self) -> None:
        table = self.last_and_first(("", "排水管网补建", "2.00", ""), ("", "沿线路面恢复", "", ""))
        assert table.row_count == 5

    def test_the_empty_beginning_of_a_row_is_none(self) -> None:
        grid = ruled([HEAD, A, ("", "", "", "")])
        ys = (*grid.ys[:-1], grid.ys[-2] + 6.0)
        cells = tuple(
            Cell(c.row, c.col, 1, 1, (c.box[0], ys[c.row], c.box[2], ys[c.row + 1]), c.lines) for c in grid.cells
        )
        (table,) = tables(titled(1, TITLE, Grid(grid.xs, ys, cells)), titled(2, None, ruled([HEAD, B])))
        assert texts(table) == [list(row) for row in (HEAD, A, B)]


def test_a_page_may_repeat_the_title_and_leave_out_the_header() -> None:
    found = tables(titled(1, TITLE, ruled([HEAD, A])), titled(2, TITLE, ruled([B, C])))
    assert [len(table.rows()) for table in found] == [4]
    found = tables(titled(1, TITLE, ruled([HEAD, A])), titled(2, OTHER, ruled([B, C])))
    assert len(found) == 2
    unit = ("", "云杉县财政服务中心", "", "")
    found = tables(titled(1, TITLE, ruled([HEAD, A])), titled(2, TITLE, ruled([unit, C])))
    assert [len(table.rows()) for table in found] == [4]


class TestWithoutTitles:
    """Tables of one shape follow each other and none has a title."""

    def test_behind_its_total_a_table_has_ended(self) -> None:
        total = ("合 计", "<", "6.00", "4.00")
        found = tables(titled(1, None, ruled([HEAD, A, total])), titled(2, None, ruled([HEAD, C], top=90.0)))
        assert [len(table.rows()) for table in found] == [3, 2]
        found = tables(titled(1, None, ruled([HEAD, total, A])), titled(2, None, ruled([HEAD, C], top=90.0)))
        assert [len(table.rows()) for table in found] == [4]

    def test_a_form_filled_in_anew_is_another_table(self) -> None:
        xs = (90.0, 200.0, 506.0)
        first = ruled([("项目名称", "路灯更换"), ("年度目标", "换齐")], xs=xs)
        second = ruled([("项目名称", "桥面修补"), ("年度目标", "补齐")], top=90.0, xs=xs)
        assert len(tables(titled(1, None, first), titled(2, None, second))) == 2
        more = ruled([("一级指标", "产出"), ("二级指标", "数量")], top=90.0, xs=xs)
        assert len(tables(titled(1, None, first), titled(2, None, more))) == 1
