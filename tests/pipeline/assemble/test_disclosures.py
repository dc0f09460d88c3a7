"""Whose budget or final account, of which year, stage and level, and when published."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sheets import RIGHT, centred, grid, line, page, wrap

from extractors.page import PageReading
from pipeline.assemble.disclosures import Disclosure, find_disclosures
from pipeline.assemble.paragraphs import read_narrative
from pipeline.assemble.table import Caption, PrintedTable
from schemas.disclosure_words import strip_report_words

SHARED = Path(__file__).parents[3].parent / "shared"
TEXT = "本局负责全县水资源的统一管理，组织编制水利规划，并完成上级交办的其他事项。"


def _cover(number: int, *lines: str) -> PageReading:
    return page(number, [centred(text, 240.0 + 45 * n, 26.0) for n, text in enumerate(lines)])


def _table(ordinal: int, at: int, title: str, agency: str | None) -> PrintedTable:
    return PrintedTable(ordinal, Caption(None, title, "万元", agency), 0, 0, (), at, at)


def _find(*pages: PageReading, tables: tuple[PrintedTable, ...] = (), name: str = "a.pdf") -> tuple[Disclosure, ...]:
    return find_disclosures(pages, read_narrative(pages, {}), tables, name)


@pytest.mark.parametrize(
    ("lines", "agency", "year", "stage", "level"),
    [
        (["青禾县水务局", "2024年部门预算公开"], "青禾县水务局", 2024, "budget", "department"),
        (
            ["青禾县政务服务和公共资源交易管理", "局", "2024年部门预算公开"],
            "青禾县政务服务和公共资源交易管理局",
            2024,
            "budget",
            "department",
        ),
        (["2023年度", "青禾省水利厅", "部门决算"], "青禾省水利厅", 2023, "final", "department"),
        (["青禾县水务局", "部门预算公开", "（2018年度）"], "青禾县水务局", 2018, "budget", "department"),
        (["关于青禾县水务局2018度部门决算情况的说明"], "青禾县水务局", 2018, "final", "department"),
        (["青禾县水务局", "二〇一八年部门预算"], "青禾县水务局", 2018, "budget", "department"),
        (["青 禾 县 水 务 局", "2024 年度部门决算"], "青禾县水务局", 2024, "final", "department"),
        (["青禾县2024年县级部门预算", "预算主管部门：青禾县水务局"], "青禾县水务局", 2024, "budget", "department"),
        (["青禾县2025年县级单位预算", "预算单位：青禾县灌区管理所"], "青禾县灌区管理所", 2025, "budget", "unit"),
        (["青禾县水务局（本级）", "2024年单位预算"], "青禾县水务局", 2024, "budget", "own"),
        (
            ["附件1", "青禾县水务局2022年度部门决算公开报告", "2023年8月30日"],
            "青禾县水务局",
            2022,
            "final",
            "department",
        ),
        (["青禾县水务局", "2024年县本级部门预算"], "青禾县水务局", 2024, "budget", "department"),
        (["青禾县少年宫2024年单位预算公开表"], "青禾县少年宫", 2024, "budget", "unit"),
    ],
)
def test_covers(lines: list[str], agency: str, year: int, stage: str, level: str) -> None:
    (found,) = _find(_cover(1, *lines), page(2, wrap(TEXT)))
    assert (found.agency, found.fiscal_year, found.stage, found.level) == (agency, year, stage, level)
    assert (found.page_first, found.page_last) == (1, 2)


def test_the_cover_wins_over_the_body() -> None:
    body = [centred("第三部分 青禾县林业局2022年度部门预算情况说明", 80, 18.0), *wrap(TEXT, top=140)]
    (found,) = _find(_cover(1, "青禾县水务局", "2024年度部门决算"), page(2, body), name="2021年预算.pdf")
    assert (found.agency, found.fiscal_year, found.stage) == ("青禾县水务局", 2024, "final")


def test_a_name_with_unread_glyphs_names_nobody() -> None:
    (found,) = _find(_cover(1, "\ufffd\ufffd\ufffd水务局", "2024年部门预算公开"), name="青禾县水务局2024年部门预算.pdf")
    assert (found.agency, found.fiscal_year) == ("青禾县水务局", 2024)


def test_day_of_publication_on_the_cover_or_under_the_text() -> None:
    (labelled,) = _find(_cover(1, "青禾县水务局", "2024年部门预算", "公开时间：2024年2月9日"), page(2, wrap(TEXT)))
    assert labelled.published_on == date(2024, 2, 9)
    signed = [*wrap(TEXT), line("青禾县水务局", 300, RIGHT - 120), line("二〇二四年二月十九日", 330, RIGHT - 160)]
    (under,) = _find(_cover(1, "青禾县水务局", "2024年部门预算"), page(2, signed))
    assert under.published_on == date(2024, 2, 19)
    (none,) = _find(_cover(1, "青禾县水务局", "2024年部门预算"), page(2, wrap("截至2023年12月31日，共有车辆3辆。")))
    assert none.published_on is None


def test_a_title_above_the_text_serves_as_a_cover() -> None:
    rows = [centred("青禾县水务局2024年部门预算公开说明", 80, 22.0), *wrap(TEXT, "一、主要职能", TEXT, top=140)]
    (found,) = _find(page(1, rows))
    assert (found.agency, found.fiscal_year, found.stage) == ("青禾县水务局", 2024, "budget")


def test_tables_without_a_cover_name_agency_year_and_stage() -> None:
    pages = [page(1, [line("编制单位：青禾县灌区管理所", 80)], [grid(120, 400)])]
    tables = (
        _table(1, 1, "收支预算总表", "青禾县灌区管理所"),
        _table(2, 1, "2019年政府采购预算表", "青禾县灌区管理所"),
    )
    (found,) = _find(*pages, tables=tables, name="公开表2020.pdf")
    assert (found.agency, found.fiscal_year, found.stage, found.level) == ("青禾县灌区管理所", 2019, "budget", "unit")


def test_the_file_name_is_the_last_evidence() -> None:
    (found,) = _find(page(1, wrap(TEXT)), name="公开/青禾县水务局24年部门预算公开表.pdf")
    assert (found.agency, found.fiscal_year, found.stage) == ("青禾县水务局", 2024, "budget")
    (nothing,) = _find(page(1, wrap(TEXT)), name="scan.pdf")
    assert (nothing.fiscal_year, nothing.stage) == (None, None)


def test_a_cover_for_each_agency_parts_the_document() -> None:
    pages = [
        _cover(1, "青禾县水务局", "2024年部门预算公开"),
        page(2, wrap(TEXT)),
        _cover(3, "青禾县灌区管理所", "2024年单位预算公开"),
        page(4, wrap(TEXT)),
    ]
    first, second = _find(*pages)
    assert (first.agency, first.level, first.page_first, first.page_last, first.parent) == (
        "青禾县水务局",
        "department",
        1,
        2,
        None,
    )
    assert (second.agency, second.level, second.page_first, second.page_last, second.parent) == (
        "青禾县灌区管理所",
        "unit",
        3,
        4,
        1,
    )


def test_table_sets_of_two_agencies_part_a_document_without_covers() -> None:
    pages = [page(n, [], [grid(120, 400)]) for n in range(1, 5)]
    titles = ("收支总表", "收入总表")
    tables = tuple(
        _table(n, n, titles[(n - 1) % 2], "青禾县水务局" if n < 3 else "青禾县灌区管理所") for n in range(1, 5)
    )
    first, second = _find(*pages, tables=tables)
    assert (first.agency, second.agency) == ("青禾县水务局", "青禾县灌区管理所")
    assert (first.page_last, second.page_first) == (2, 3)


def test_a_name_loses_its_report_words_and_nothing_else() -> None:
    assert strip_report_words("青禾县发展和改革委员会部门预算公开情况说明（草案）") == "青禾县发展和改革委员会"
    assert strip_report_words("青禾县公安局（交警大队）") == "青禾县公安局（交警大队）"
    assert strip_report_words("部门预算公开") == ""


@pytest.mark.skipif(not (SHARED / "real").is_dir(), reason="../shared/real is absent")
def test_the_collected_documents_name_themselves() -> None:
    from extractors.pdfium import PdfDocument
    from extractors.reading import read_page
    from pipeline.assemble.tables import assemble_tables

    seen = set()
    for path in sorted((SHARED / "real").glob("*.pdf")) + sorted((SHARED / "seed").glob("*.pdf")):
        with PdfDocument(str(path)) as document:
            pages = [read_page(document, n + 1) for n in range(document.info().page_count)]
        assembled = assemble_tables(pages, lambda text: False)
        narrative = read_narrative(pages, assembled.claimed)
        # The file's name would give the answer away.
        (found,) = find_disclosures(pages, narrative, assembled.tables, "a.pdf")
        assert found.agency is not None and found.region is not None, path.name
        seen.add((found.fiscal_year, found.stage, found.level, found.agency[:3], found.published_on))
    assert seen == {
        (2018, "budget", "department", "江苏省", None),
        (2017, "budget", "department", "江苏省", None),
        (2019, "budget", "department", "江苏省", None),
        (2024, "final", "department", "上海市", None),
        (2024, "budget", "department", "上海市", None),
        (2025, "budget", "department", "上海市", None),
        (2024, "budget", "unit", "上海市", None),
        (2025, "budget", "unit", "上海市", None),
        (2024, "budget", "department", "吉木萨", date(2024, 2, 19)),
    }


@pytest.mark.parametrize(
    ("printed", "level"),
    [
        ("[101001]青禾县水务局", "department"),
        ("101001-青禾县水务局", "department"),
        ("101001 青禾县水务局", "department"),
        ("青禾县水务局（汇总）", "department"),
        ("青禾县水务局（部门）", "department"),
        ("205001青禾县水务局本级", "own"),
        ("【203】青禾县水务局（本级）（盖章）", "own"),
    ],
)
def test_the_code_of_a_unit_and_the_scope_of_its_table_are_no_part_of_its_name(printed: str, level: str) -> None:
    tables = (_table(1, 1, "收支预算总表", printed), _table(2, 1, "支出预算总表", printed))
    (found,) = _find(page(1, []), tables=tables, name="2024年部门预算表.pdf")
    assert (found.agency, found.level, found.fiscal_year) == ("青禾县水务局", level, 2024)


def test_sets_of_tables_of_units_follow_their_departments_document() -> None:
    cover = _cover(1, "青禾县水务局", "2024年部门预算公开")
    agencies = ("青禾县水务局", "青禾县灌区管理所", "青禾县水务局（本级）")
    tables = tuple(
        _table(2 * at + n + 1, 2 + at, title, agency)
        for at, agency in enumerate(agencies)
        for n, title in enumerate(("部门收支总表", "部门支出总表"))
    )
    found = _find(cover, page(2, []), page(3, []), page(4, []), tables=tables, name="部门预算.pdf")
    assert [(one.agency, one.level, one.fiscal_year, one.stage, one.parent) for one in found] == [
        ("青禾县水务局", "department", 2024, "budget", None),
        ("青禾县灌区管理所", "unit", 2024, "budget", 1),
        ("青禾县水务局", "own", 2024, "budget", 1),
    ]
