"""Covers, contents, page numbers and running heads."""

from __future__ import annotations

from sheets import EM, LEFT, RIGHT, TOP, centred, line, page, wrap

from extractors.page import PageReading
from pipeline.assemble.furniture import find_furniture

TEXT = "青禾县水务局负责全县水资源的统一管理，组织编制水利规划，并完成上级交办的其他事项。"


def _kinds(*pages: PageReading) -> dict[tuple[int, int], str]:
    return dict(find_furniture(pages, {}).kinds)


def test_cover_and_contents_with_leaders_end_where_the_body_begins() -> None:
    cover = page(1, [centred("青禾县水务局", 240, 26.0), centred("2024年部门预算公开", 300, 26.0)])
    entries = ["第一部分 概况......3", "一、主要职能......3", "第二部分 情况说明......4"]
    contents = page(2, [centred("目  录", 80, 18.0), *(line(t, 120 + 30 * n) for n, t in enumerate(entries))])
    more = page(3, [line("第三部分 名词解释......5", 80.0), centred("第一部分 概况", 300, 18.0), *wrap(TEXT, top=360)])
    kinds = _kinds(cover, contents, more)
    assert [place for place, kind in kinds.items() if kind == "cover"] == [(1, 0), (1, 1)]
    assert sorted(place for place, kind in kinds.items() if kind == "contents") == [
        (2, 0),
        (2, 1),
        (2, 2),
        (2, 3),
        (3, 0),
    ]


def test_contents_without_leaders_on_the_cover_page() -> None:
    entries = ["第一部分 概况", "一、主要职能", "二、关于本部门一般公共预算当年拨款的情况", "说明", "第二部分 名词解释"]
    rows = [centred("青禾县水务局", 60, 26.0), centred("目录", 120, 18.0)]
    rows += [line(t, 160 + 30 * n) for n, t in enumerate(entries)]
    rows += [centred("第一部分 概况", 400, 18.0), *wrap("一、主要职能", TEXT, top=440)]
    kinds = _kinds(page(1, rows))
    assert [kinds.get((1, n)) for n in range(len(rows))] == ["cover", *["contents"] * 6, *[None] * 4]
    keys = find_furniture([page(1, rows)], {}).contents[0].keys
    assert "二、关于本部门一般公共预算当年拨款的情况说明" in keys


def test_page_numbers_go_and_figures_in_the_margin_stay() -> None:
    numbers = ["7", "- 8 -", "— 9 —", "第 10 页", "第11页共20页", "12/20"]
    pages = [page(n, [*wrap(TEXT), centred(text, 800, 9.0)]) for n, text in enumerate(numbers, 1)]
    assert sorted(_kinds(*pages).values()) == ["page_number"] * len(numbers)
    assert _kinds(page(1, [*wrap(TEXT), centred("20.52", 800, 9.0)])) == {}
    assert _kinds(page(1, [*wrap(TEXT), line("7", 400.0)])) == {}


def test_running_heads_return_at_one_height() -> None:
    pages = [page(n, [line("青禾县水务局2024年部门预算", 40.0, size=9.0), *wrap(TEXT)]) for n in range(1, 5)]
    assert sorted(_kinds(*pages)) == [(n, 0) for n in range(1, 5)]
    once = [page(1, [line("青禾县水务局2024年部门预算", 40.0, size=9.0), *wrap(TEXT)]), *pages[:0]]
    assert _kinds(*once) == {}


def test_a_date_in_the_text_is_not_a_closing_line() -> None:
    rows = [*wrap(TEXT), line("2024年2月19日", TOP + 300, LEFT + 2 * EM), *wrap(TEXT, top=TOP + 330)]
    assert _kinds(page(1, rows)) == {}
    signed = [*wrap(TEXT), line("二〇二四年二月十九日", TOP + 300, RIGHT - 10 * EM)]
    assert _kinds(page(1, signed)) == {(1, len(signed) - 1): "closing"}
