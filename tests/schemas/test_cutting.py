"""Words read by the pair of signs are those of jieba's whole dictionary."""

from __future__ import annotations

import pytest

from schemas.cutting import Words


@pytest.fixture(scope="module")
def words() -> Words:
    return Words({"一般公共预算": 100_000})


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("一般公共预算支出", ["一般公共预算", "支出"]),
        ("中华人民共和国", ["中华人民共和国"]),
        ("B超检查", ["B超", "检查"]),
        ("算", ["算"]),
        ("", []),
    ],
)
def test_text_is_cut_into_words(words: Words, text: str, cut: list[str]) -> None:
    assert words.cut(text) == cut


def test_what_was_learned_before_changes_nothing(words: Words) -> None:
    text = "一般公共预算支出决算"
    assert words.cut(text) == Words({"一般公共预算": 100_000}).cut(text)
