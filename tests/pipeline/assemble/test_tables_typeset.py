"""Tables over pages, from PDFs made here: what is drawn is what is put together."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.pdfium import PdfDocument
from extractors.reading import read_page
from pipeline.assemble.table import PrintedTable
from pipeline.assemble.tables import assemble_tables
from pipeline.normalize.labels import is_label
from tests.typeset import canvas_producer
from tests.typeset.model import CaptionLine, Cell, Document, Line, Meta, Row, Section, Style, Table

HEAD = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
META = Meta("budget", 2024, "云杉县财政局", "云杉县", None)


def sheet(title: str, rows: int, *, repeat: bool = True, number: str = "", unit: str = "万元") -> Table:
    """A table of as many rows, each with figures of its own."""
    texts = [HEAD, *((f"20106{at:02}", f"第{at}项业务支出", f"{at}.75", f"{at}.50", "0.25") for at in range(rows))]
    drawn: list[Row] = [tuple(Cell(text) for text in row) for row in texts]
    caption = (
        CaptionLine(left=number),
        CaptionLine(center=title, size=16.0),
        CaptionLine(left="编制部门：云杉县财政局", right=f"单位：{unit}"),
    )
    return Table(
        number=number,
        title=title,
        unit=unit,
        form="",
        caption=caption[0 if number else 1 :],
        rows=tuple(drawn),
        header_rows=1,
        widths=(0.15, 0.4, 0.15, 0.15, 0.15),
        repeat_header=repeat,
    )


def read(folder: Path, *tables: Table | Line) -> tuple[PrintedTable, ...]:
    """Typeset tables one below the other, and read them."""
    path = folder / "tables.pdf"
    canvas_producer.typeset(Document("tables", META, Style(), (Section(tuple(tables)),)), path)
    with PdfDocument(str(path)) as document:
        pages = [read_page(document, number) for number in range(1, document.info().page_count + 1)]
    return assemble_tables(pages, is_label).tables


def texts(table: PrintedTable) -> list[list[str]]:
    """The texts of a table, row by row."""
    return [[cell.text for cell in row] for row in table.rows()]


def drawn(table: Table) -> list[list[str]]:
    """The texts of a table as drawn."""
    return [[cell.text for cell in row if cell is not None] for row in table.rows]


@pytest.mark.parametrize("repeat", [True, False])
@pytest.mark.parametrize("rows", [30, 80])
def test_a_table_over_pages(tmp_path: Path, rows: int, repeat: bool) -> None:
    table = sheet("部门支出总体情况表", rows, repeat=repeat, number="表3")
    (found,) = read(tmp_path, table)
    assert texts(found) == drawn(table)
    assert found.page_last == 1 + len(found.joins) > 1 or rows == 30
    assert (found.caption.number, found.caption.title) == ("表3", "部门支出总体情况表")
    assert (found.caption.unit, found.caption.agency) == ("万元", "云杉县财政局")


def test_tables_below_each_other_and_over_the_page(tmp_path: Path) -> None:
    tables = [
        sheet("部门支出总体情况表", 5),
        sheet("一般公共预算支出情况表", 60, unit="元"),
        sheet("政府性基金预算支出情况表", 0),
    ]
    found = read(tmp_path, *tables)
    assert [t.caption.title for t in found] == [t.title for t in tables]
    assert [t.caption.unit for t in found] == ["万元", "元", "万元"]
    assert [texts(t) for t in found] == [drawn(t) for t in tables]


@pytest.mark.parametrize("rows", (32, 34, 35, 36))
def test_a_table_that_ends_near_the_foot_of_its_page(tmp_path: Path, rows: int) -> None:
    tables = [sheet("部门支出总体情况表", rows), sheet("一般公共预算支出情况表", 3)]
    found = read(tmp_path, *tables)
    assert [t.caption.title for t in found] == [t.title for t in tables]
    assert [texts(t) for t in found] == [drawn(t) for t in tables]


def test_text_between_two_tables_parts_them(tmp_path: Path) -> None:
    one, two = sheet("部门支出总体情况表", 60), sheet("", 3)
    two = Table(**{**{f: getattr(two, f) for f in two.__slots__}, "caption": ()})
    found = read(tmp_path, one, Line("以上为部门支出的总体情况，以下另列。", align="left"), two)
    assert [texts(t) for t in found] == [drawn(one), drawn(two)]
    assert found[1].caption.title is None
