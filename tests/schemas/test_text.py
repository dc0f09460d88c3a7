"""Folding, list marks and bigrams."""

from __future__ import annotations

import unicodedata

import pytest

from schemas.text import bigrams, chinese_number, fold, radicals, similarity, strip_of_which, strip_ordinal


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("维修（护）费", "维修(护)费"),
        ("“三公”经费", "「三公」经费"),
        ("‘三公’经费", "三公经费"),
        ("单位：万元", "单 位:\u3000万元"),
        ("１２３．４５％", "123.45%"),
        ("2024—2025", "2024－2025"),
        ("收入——支出", "收入-支出"),
        ("⼀般公共预算⽤⾦", "一般公共预算用金"),
        ("公务用⻋", "公务用车"),
        ("部⻔预算", "部门预算"),
        ("\uf90a融支出", "金融支出"),
        ("行政\n运行", "行政运行"),
        ("㈠收入", "（一）收入"),
        ("≧95", "≥95"),
        ("行\u200b政\ufeff运行", "行政运行"),
    ],
)
def test_variants_of_one_print_fold_alike(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [("二〇二四", "二○二四"), ("二〇二四", "二零二四"), ("水、电", "水,电"), ("①", "1"), ("支出", "收入"), ("一", "-")],
)
def test_what_differs_stays_different(left: str, right: str) -> None:
    assert fold(left) != fold(right)


def test_fold_is_idempotent_over_the_whole_plane() -> None:
    every = "".join(chr(code) for code in range(0x20, 0xFFFF) if unicodedata.category(chr(code)) != "Cs")
    once = fold(every)
    assert fold(once) == once


def test_radicals_agree_with_unicode_where_it_normalises_them() -> None:
    table = radicals()
    assert len(table) == 328
    for radical, ideograph in table.items():
        plain = unicodedata.normalize("NFKC", radical)
        assert plain in (radical, ideograph)
    assert [table[sign] for sign in "⼀⻔⻋⻓"] == list("一门车长")


@pytest.mark.parametrize(
    ("text", "kind", "value", "rest"),
    [
        ("一、一般公共服务支出", "chinese", 1, "一般公共服务支出"),
        ("二十三、其他支出", "chinese", 23, "其他支出"),
        ("（十二）城乡社区支出", "chinese_paren", 12, "城乡社区支出"),
        ("( 三 ) 收入", "chinese_paren", 3, "收入"),
        ("1.政府性基金预算", "arabic", 1, "政府性基金预算"),
        ("１．政府性基金预算", "arabic", 1, "政府性基金预算"),
        ("4、2024年预算", "arabic", 4, "2024年预算"),
        ("(2)项目", "arabic_paren", 2, "项目"),
        ("⑵项目", "arabic_paren", 2, "项目"),
        ("③ 数量", "circled", 3, "数量"),
        ("第一部分 部门概况", "part", 1, "部门概况"),
        ("第 三 部 分\u3000名词解释", "part", 3, "名词解释"),
        ("第二章 总则", "chapter", 2, "总则"),
        ("\u3000\u3000⼆、⽀出", "chinese", 2, "⽀出"),
        ("㈡支出", "chinese_paren", 2, "支出"),
        ("一、", "chinese", 1, ""),
    ],
)
def test_list_marks(text: str, kind: str, value: int, rest: str) -> None:
    ordinal, left = strip_ordinal(text)
    assert ordinal is not None
    assert (ordinal.kind, ordinal.value, left) == (kind, value, rest)


@pytest.mark.parametrize(
    "text",
    [
        "421.63",
        "1.5万元",
        "12,000",
        "2024年",
        "2010301 行政运行",
        "一般公共服务",
        "一级指标",
        "十十、",
        "",
        "  ",
        "三公经费",
    ],
)
def test_numbers_and_words_are_no_marks(text: str) -> None:
    assert strip_ordinal(text) == (None, text)


@pytest.mark.parametrize("text", ["其中：财政拨款", "其中:财政拨款", " 其 中 ，财政拨款", "其中财政拨款"])
def test_of_which(text: str) -> None:
    assert strip_of_which(text) == (True, "财政拨款")


def test_of_which_is_only_taken_from_the_front() -> None:
    assert strip_of_which("收入其中：财政拨款") == (False, "收入其中：财政拨款")


@pytest.mark.parametrize(
    ("text", "value"),
    [("一", 1), ("十", 10), ("十九", 19), ("二十", 20), ("九十九", 99), ("一二", None), ("", None), ("百", None)],
)
def test_chinese_number(text: str, value: int | None) -> None:
    assert chinese_number(text) == value


def test_bigrams_and_similarity() -> None:
    assert bigrams("基本 支出") == {"基本", "本支", "支出"}
    assert bigrams("类") == {"类"}
    assert bigrams(" ") == frozenset()
    assert similarity("基本支出", "基本\n支出") == 1
    assert similarity("基本支出", "收入") == 0
    assert similarity("", "收入") == 0
    assert 0 < similarity("基本支出", "项目支出") < 0.5
