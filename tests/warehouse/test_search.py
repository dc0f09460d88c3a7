"""Words are found wherever they stand, the same on both engines."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sample_bundles import BOX, Bundle, document_id_of, make_bundle, name_of

from warehouse.engines import reading
from warehouse.grams import LETTERS, folded, snippet, terms
from warehouse.search import _documents
from warehouse.search_terms import terms_of
from warehouse.store import Warehouse, WarehouseError

NOW = datetime(2026, 1, 2, tzinfo=UTC)
TEXTS = {
    "a": ["取暖费支出120万元，比上年增加。", "教育支出与取暖用煤费用。", "水利工程，共 3 处"],
    "b": ["供暖，取暖费（含ＷＩＦＩ费）", "支出功能分类 科目", "暖费取暖"],
    "c": ["𠮷野家，鿏元素；ABC-12", "教 育\n支 出", "100%完成'单引号\"与%\\符号"],
}


def bundle(seed: str, texts: list[str]) -> Bundle:
    made = make_bundle(seed)
    first = made["paragraphs"][0]
    short = document_id_of(seed)[:16]
    made["paragraphs"] += [
        {**first, "paragraph_id": f"{short}-p{number}", "paragraph_ordinal": number, "text": text}
        for number, text in enumerate(texts, 2)
    ]
    made["amounts"][0] |= {"row_label": "取暖费", "project_name": "冬季取暖"}
    return made


def filled(url: str) -> Warehouse:
    warehouse = Warehouse.open(url)
    for seed, texts in TEXTS.items():
        warehouse.load(bundle(seed, texts), [name_of(seed, f"{seed}.pdf")], "r1", NOW)
    return warehouse


def found(warehouse: Warehouse, words: str) -> set[tuple[str, str, str]]:
    return {(hit.kind, hit.file_name, hit.words) for hit in warehouse.search(words, 100)[0]}


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("取暖费", {("paragraph", "a.pdf", "取暖费"), ("paragraph", "b.pdf", "取暖费")}),
        ("暖费取", {("paragraph", "b.pdf", "暖费取")}),
        ("水利", {("paragraph", "a.pdf", "水利")}),
        ("教育支出", {("paragraph", "a.pdf", "教育支出"), ("paragraph", "c.pdf", "教 育\n支 出")}),
        ("wifi", {("paragraph", "b.pdf", "ＷＩＦＩ")}),
        ("abc-12", {("paragraph", "c.pdf", "ABC-12")}),
        ("鿏元素", {("paragraph", "c.pdf", "鿏元素")}),
        ("𠮷野家", {("paragraph", "c.pdf", "𠮷野家")}),
        ("100%完成'单", {("paragraph", "c.pdf", "100%完成'单")}),
        ("共3处", {("paragraph", "a.pdf", "共 3 处")}),
        ("冬季取暖", set()),
        ("没有这话", set()),
    ],
)
def test_words_are_found(url: str, words: str, hits: set[tuple[str, str, str]]) -> None:
    with filled(url) as warehouse:
        rows = {("row", f"{seed}.pdf", words) for seed in TEXTS if words in ("取暖费", "冬季取暖")}
        assert found(warehouse, words) == hits | rows


def test_both_engines_find_the_same_in_any_text(sqlite_url: str, postgres_url: str) -> None:
    with filled(sqlite_url) as one, filled(postgres_url) as two:
        chance = random.Random(7)
        texts = [text for texts in TEXTS.values() for text in texts]
        for _ in range(60):
            text = chance.choice(texts)
            start = chance.randrange(len(text))
            words = text[start : start + chance.randint(1, 6)]
            if terms(words) == ([], []):
                continue
            left, right = one.search(words, 50), two.search(words, 50)
            assert left == right, words
            assert left[1] >= 1, words


def many_years(url: str, texts: list[str], documents: int = 12) -> Warehouse:
    """Documents of several years that all say the same, loaded in no order of theirs."""
    warehouse = Warehouse.open(url)
    for number in range(documents):
        made = bundle(f"y{number}", texts)
        made["disclosures"][0]["fiscal_year"] = 2015 + number % 4
        warehouse.load(made, [name_of(f"y{number}", f"{number}.pdf")], "r1", NOW)
    return warehouse


def test_with_more_hits_than_are_counted_both_engines_stop_at_the_same(
    sqlite_url: str, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.search.ENOUGH", 10)
    monkeypatch.setattr("warehouse.search._FEW", 2)
    texts = [f"第{number}处取暖费" for number in range(4)]
    with many_years(sqlite_url, texts) as one, many_years(postgres_url, texts) as two:
        for words in ("取暖费", "取暖", "处", "第1处 取暖费"):
            left, right = one.search(words, 50), two.search(words, 50)
            assert left == right, words
            assert left[1] == 10, words
            years = {2018} if words != "第1处 取暖费" else {2015, 2016, 2017, 2018}
            assert {hit.fiscal_year for hit in left[0]} == years, "the latest years are looked at first"


def test_several_words_must_all_stand_in_a_text(url: str) -> None:
    with filled(url) as warehouse:
        assert found(warehouse, "费用 教育") == {("paragraph", "a.pdf", "费用")}
        assert found(warehouse, "120 增加　取暖费") == {("paragraph", "a.pdf", "120")}
        assert found(warehouse, "水利 取暖费") == set()
        assert found(warehouse, "费用教育") == set()


def test_words_that_stand_as_words_come_first(url: str) -> None:
    texts = ["社会议题。", "会议费比上年增加三十万元，主要是社会议题增多。"]
    with Warehouse.open(url) as warehouse:
        warehouse.load(bundle("a", texts), [name_of("a", "a.pdf")], "r1", NOW)
        hits, count = warehouse.search("会议")
        assert count == 2
        assert [hit.after[0] for hit in hits] == ["费", "题"], "though the other is shorter"
        assert [hit.before for hit in warehouse.search("议题")[0]] == ["社会", "会议费比上年增加三十万元，主要是社会"]


def test_words_of_all_texts_but_of_none_together_are_not_found(url: str) -> None:
    with many_years(url, ["公务用车购置及运行费", "设备购置费"], 5) as warehouse:
        assert warehouse.search("公务用车购置费") == ([], 0)
        assert warehouse.search("公务用车购置")[1] == 5
        with reading(warehouse._engine) as connection:
            # The index tells so by itself: in a large warehouse no text could be read that fast.
            assert list(_documents(connection, *terms("公务用车购置费"))) == []
            assert sum(map(len, _documents(connection, *terms("用车购置")))) == 5
            assert sum(map(len, _documents(connection, *terms("购置费")))) == 5


def test_what_is_replaced_is_no_longer_found(url: str) -> None:
    with filled(url) as warehouse:
        warehouse.load(bundle("b", ["别的话"]), [name_of("b", "b.pdf")], "r2", NOW)
        assert found(warehouse, "功能分类") == set()
        assert found(warehouse, "别的话") == {("paragraph", "b.pdf", "别的话")}
        assert {name for _, name, _ in found(warehouse, "取暖费")} == {"a.pdf", "b.pdf", "c.pdf"}


def test_a_hit_says_where_it_stands(url: str) -> None:
    with filled(url) as warehouse:
        (hit,), count = warehouse.search("水利工程")
        assert count == 1
        assert (hit.place, hit.page, hit.fiscal_year, hit.stage) == (
            f"{document_id_of('a')[:16]}-p4",
            1,
            2024,
            "budget",
        )
        assert (hit.before, hit.words, hit.after) == ("", "水利工程", "，共 3 处")
        target = [hit for hit in warehouse.search("养护里程")[0] if hit.kind == "target"]
        assert {hit.page for hit in target} == {BOX["page"]}


def test_nothing_to_look_for_is_said(url: str) -> None:
    with filled(url) as warehouse:
        for words in ("", "  ", "，。"):
            with pytest.raises(WarehouseError, match="at least one"):
                warehouse.search(words)


def test_the_index_survives_a_vacuum(sqlite_url: str) -> None:
    import sqlite3

    with filled(sqlite_url) as warehouse:
        warehouse.load(bundle("a", TEXTS["a"]), [name_of("a", "a.pdf")], "r2", NOW)
        before = found(warehouse, "取暖费")
    with sqlite3.connect(str(Path(sqlite_url.removeprefix("sqlite:///")))) as connection:
        connection.execute("VACUUM")
    with Warehouse.open(sqlite_url) as warehouse:
        assert found(warehouse, "取暖费") == before


def said(text: str) -> set[str]:
    """The terms of a text, sign by sign."""
    letters, chinese = (
        re.compile("[" + "".join(f"{first}-{last}" for first, last in signs) + "]+") for signs in (LETTERS, LETTERS[2:])
    )
    runs, plain = letters.findall(folded(text)), chinese.findall(folded(text))
    pairs = {run[at : at + 2] for run in runs for at in range(len(run))}
    return pairs | {f"z{run[at : at + 4]}" for run in plain for at in range(len(run) - 2)}


def test_terms_are_those_of_every_text_and_none_besides() -> None:
    signs = "预算收入支出aB9９Ｚ ，\u3000\ufeff—\U00020000\ud800䶵㐀鿌\n%"
    chance = random.Random(5)
    texts = ["".join(chance.choices(signs, k=chance.randrange(30))) for _ in range(300)]
    assert set(" ".join(terms_of(texts)).split(" ")) == set().union(*map(said, texts))
    assert list(terms_of(["", "，。", " "])) == []


def test_a_long_document_is_parted_between_texts_and_a_long_text_within() -> None:
    signs = [chr(code) for code in range(0x4E00, 0x9F00)]
    random.Random(5).shuffle(signs)
    texts = ["".join(signs[at : at + 1000]) for at in range(0, 19_000, 1000)]
    parts = [set(part.split(" ")) for part in terms_of(texts)]
    assert len(parts) == 2
    assert all(any(said(text) <= part for part in parts) for text in texts)
    assert set().union(*parts) == set().union(*map(said, texts))
    whole, rest = (set(part.split(" ")) for part in terms_of(["".join(signs)]))
    both = said("".join(signs[20_000:20_500]))
    assert both <= whole
    assert both - rest == {signs[20_499], f"z{''.join(signs[20_497:20_500])}"}


def test_pairs_and_folding() -> None:
    assert " ".join(terms_of(["ＡＢ 取暖，费"])) == "暖 费 ab b取 取暖"
    assert " ".join(terms_of(["取暖费用", "暖费用"])) == "用 取暖 暖费 费用 z暖费用 z取暖费用"
    assert folded("Ａ b\u3000１２％") == "ab12%"
    assert terms("取暖费，水，2024年预算表") == (["z年预算表", "20", "02", "24", "4年"], ["z取暖费", "水"])
    assert snippet("甲" * 40 + "取 暖费" + "乙" * 40, "取暖费", 5) == ("…甲甲甲甲甲", "取 暖费", "乙乙乙乙乙…")
