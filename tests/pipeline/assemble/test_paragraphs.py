"""Paragraphs over wraps, pages and tables, and the headings above them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sheets import EM, LEFT, PITCH, TOP, centred, grid, line, page, wrap

from extractors.page import PageReading
from pipeline.assemble.paragraphs import Narrative, read_narrative
from pipeline.assemble.run_in import RunIn

SEED = Path(__file__).parents[3].parent / "shared" / "seed"
LONG = (
    "青禾县水务局负责全县水资源的统一管理，组织编制水利规划，指导水利设施的建设与运行，"
    "承担防汛抗旱的日常工作，并完成上级交办的其他事项。"
)
SECOND = (
    "本局下设三个科室，分别是：办公室、建设科、河湖科，另有一个直属事业单位，"
    "负责灌区的日常维护与管理工作，人员编制共二十一名。"
)


def _never(left: str, right: str) -> bool:
    raise AssertionError(f"geometry leaves no doubt here: {left}|{right}")


def _texts(narrative: Narrative) -> list[str]:
    return [p.text for p in narrative.paragraphs]


def _read(*pages: PageReading, claimed: dict[int, frozenset[int]] | None = None) -> Narrative:
    return read_narrative(pages, claimed or {}, _never)


def test_wrapped_lines_become_whole_paragraphs() -> None:
    found = _read(page(1, wrap(LONG, SECOND)))
    assert _texts(found) == [LONG, SECOND]
    first = found.paragraphs[0]
    assert (first.page_first, first.page_last) == (1, 1)
    assert first.box[:2] == (LEFT + 2 * EM, TOP)
    assert first.regions[0][1][3] > first.box[3]


def test_a_paragraph_goes_on_over_the_page_break_and_past_the_page_number() -> None:
    lines = wrap(LONG)
    foot = centred("7", 800.0, 9.0)
    found = _read(
        page(1, [*wrap(SECOND), *wrap(LONG, top=700.0)[:2], foot]), page(2, [*wrap(LONG)[2:], *wrap(SECOND, top=200.0)])
    )
    assert len(lines) == 3
    assert _texts(found) == [SECOND, LONG, SECOND]
    assert (found.paragraphs[1].page_first, found.paragraphs[1].page_last) == (1, 2)
    assert [number for number, _ in found.paragraphs[1].regions] == [1, 2]


def test_a_paragraph_goes_on_behind_a_table_that_interrupts_it() -> None:
    lines = wrap(LONG)
    below = [line(lines[2].text, 300.0)]
    found = _read(page(1, [*wrap(SECOND, top=400.0)]), page(2, [*wrap(LONG)[:2], *below], [grid(150.0, 280.0)]))
    assert _texts(found) == [SECOND, LONG]


def test_a_full_last_line_before_a_table_ends_its_paragraph() -> None:
    full = "经费" * 12 + "。"
    below = line("其余事项不变", 300.0)
    found = _read(page(1, [*wrap(LONG), line(full, 200.0, LEFT), below], [grid(230.0, 280.0)]))
    assert _texts(found)[-1] == "其余事项不变"


def test_spaces_go_inside_chinese_and_stay_inside_latin_text() -> None:
    rows = [
        line("本年增长 20.52 %，采用 Open Data 平台公开，共 3 个部门参加并于", TOP, LEFT + 2 * EM),
        line("2024 年完成", TOP + PITCH),
    ]
    found = _read(page(1, [*rows, *wrap(LONG, SECOND, top=TOP + 3 * PITCH)]))
    assert _texts(found)[0] == "本年增长20.52%，采用Open Data平台公开，共3个部门参加并于2024年完成"


def test_headings_make_a_tree_and_are_no_paragraphs() -> None:
    rows = [
        centred("第一部分 青禾县水务局概况", TOP, 18.0),
        *wrap("一、主要职能", LONG, "二、机构设置", "（一）内设机构", SECOND, top=TOP + 2 * PITCH),
    ]
    part_two = [centred("第二部分 情况说明", TOP, 18.0), *wrap(SECOND, top=TOP + 2 * PITCH)]
    found = _read(page(1, rows), page(2, part_two))
    assert [(p.text, p.section, p.section_id) for p in found.paragraphs] == [
        (LONG, ("第一部分 青禾县水务局概况", "一、主要职能"), "n_functions"),
        (SECOND, ("第一部分 青禾县水务局概况", "二、机构设置", "（一）内设机构"), "n_org"),
        (SECOND, ("第二部分 情况说明",), None),
    ]


def test_a_heading_wraps_over_two_lines() -> None:
    heading = "十一、关于青禾县水务局二〇二四年上年结转结余预算安排情况的说明"
    large = [centred("第三部分 青禾县水务局二〇二四年度部门预算", TOP, 18.0), centred("情况说明", TOP + 26, 18.0)]
    found = _read(page(1, [*large, *wrap(heading, LONG, top=TOP + 80)]))
    assert found.paragraphs[0].section == ("第三部分 青禾县水务局二〇二四年度部门预算情况说明", heading)


def test_numbered_sentences_and_glossary_terms_are_paragraphs() -> None:
    items = ["一、财政拨款：指由一般公共预算安排的拨款数。", "二、基本支出：包括人员经费、公用经费。"]
    works = ["1.房屋50.00平方米，价值9.76万元。", "2.办公家具价值26.24万元。"]
    found = _read(page(1, [centred("第四部分 名词解释", TOP, 18.0), *wrap(*items, *works, LONG, top=TOP + 60)]))
    assert _texts(found) == [*items, *works, LONG]
    assert {p.section_id for p in found.paragraphs} == {"n_glossary"}


def test_bare_names_in_a_numbered_list_are_items_not_headings() -> None:
    names = ["1.办公室", "2.建设管理科", "3.河湖保护科"]
    found = _read(page(1, wrap("二、机构设置", "内设机构包括：", *names, LONG)))
    assert _texts(found) == ["内设机构包括：", *names, LONG]


def test_an_ordinal_inside_a_sentence_starts_no_paragraph() -> None:
    head = "（七）负责会计管理工作，组织实施会计准则和财务规则以及有关制度。（八）"
    tail = "负责非税收入管理工作，监督缴库。"
    found = _read(page(1, wrap(LONG, head + tail, "（九）拟订国库管理制度。")))
    assert _texts(found) == [LONG, head + tail, "（九）拟订国库管理制度。"]


def test_paragraphs_parted_by_space_and_not_by_indentation() -> None:
    full = "青禾县水务局负责全县水资源的统一管理工作。"
    rows = wrap(LONG, first=0.0)
    for text in (SECOND, full, LONG, SECOND, "其他事项不变。", SECOND):
        rows += wrap(text, top=rows[-1].box[1] + 1.6 * PITCH, first=0.0)
    exact = "一" * 25 + "。"
    rows += [line(exact, rows[-1].box[1] + 1.6 * PITCH)]
    rows += wrap(LONG, top=rows[-1].box[1] + 1.6 * PITCH, first=0.0)
    found = _read(page(1, rows))
    assert _texts(found) == [LONG, SECOND, full, LONG, SECOND, "其他事项不变。", SECOND, exact, LONG]


def test_a_centred_title_in_the_type_of_the_text() -> None:
    found = _read(page(1, [centred("名词解释", TOP), *wrap(LONG, SECOND, top=TOP + 2 * PITCH)]))
    assert [p.section for p in found.paragraphs] == [("名词解释",), ("名词解释",)]


def test_lines_of_tables_and_closing_lines_stay_out_and_notes_stay_in() -> None:
    rows = [
        centred("部门收支总体情况表", TOP),
        line("注：本表无数据。", 400.0),
        *wrap(LONG, top=450.0),
        line("青禾县水务局", 600.0, 380.0),
        line("2024年2月19日", 630.0, 390.0),
    ]
    found = _read(page(1, rows, [grid(120.0, 380.0)]), claimed={1: frozenset({0})})
    assert _texts(found) == ["注：本表无数据。", LONG]
    assert found.paragraphs[0].section_id is None
    assert sorted(found.furniture.kinds.values()) == ["closing", "closing"]


def test_doubt_is_settled_by_the_words() -> None:
    short = [line("本年收入全部来自财政拨款，资金用于日常办", TOP, LEFT + 2 * EM), line("公经费", TOP + PITCH)]
    rows = [*short, *wrap(LONG, SECOND, top=TOP + 3 * PITCH)]
    joined = read_narrative([page(1, rows)], {}, lambda left, right: left.endswith("办") and right.startswith("公"))
    parted = read_narrative([page(1, rows)], {}, lambda left, right: False)
    assert _texts(joined)[0].endswith("日常办公经费")
    assert _texts(parted)[:2] == [short[0].text, "公经费"]


@pytest.mark.skipif(not SEED.is_dir(), reason="../shared/seed is absent")
def test_every_paragraph_of_the_seed_with_its_section() -> None:
    from extractors.pdfium import PdfDocument
    from extractors.reading import read_page
    from pipeline.assemble.tables import assemble_tables

    truth = json.loads(next(SEED.glob("*.truth.json")).read_text(encoding="utf-8"))
    with PdfDocument(str(SEED / truth["file"])) as document:
        pages = [read_page(document, n + 1) for n in range(document.info().page_count)]
    found = read_narrative(pages, assemble_tables(pages, lambda text: False).claimed)
    bare = [("".join(p.text.split()), [h.replace(" ", "") for h in p.section]) for p in found.paragraphs]
    want = [("".join(p["text"].split()), [h.replace(" ", "") for h in p["section"]]) for p in truth["paragraphs"]]
    assert bare == want


def test_paragraphs_below_a_heading_in_line_belong_to_it() -> None:
    run_in = RunIn()
    above = ("七、其他重要事项的情况说明",)
    told = [
        ("（一）机关运行经费。2024年预算9.60万元。", "n_operating"),
        ("比上年增加1.00万元。", "n_operating"),
        ("（二）国有资产占有使用情况。共有车辆9辆。", "n_assets"),
        ("1.房屋90平方米。", "n_assets"),
        ("（三）其他说明事项。", None),
    ]
    assert [run_in.section_of(text, above) for text, _ in told] == [section for _, section in told]
