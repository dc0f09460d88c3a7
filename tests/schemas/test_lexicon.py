"""The user dictionary joins what geometry leaves in doubt, and keeps words of budgets whole."""

from __future__ import annotations

import pytest

from pipeline.assemble.joints import makes_word, words_of
from schemas.lexicon import fiscal_words, lexicon, spans


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("机关事业单位基本养老保险缴", "费支出", True),
        ("用于科技成果转", "化与扩散", True),
        ("政府性基", "金预算", True),
        ("本部门", "收入预算", False),
        ("与上年持平", "公务接待费", False),
    ],
)
def test_words_across_a_joint(left: str, right: str, expected: bool) -> None:
    assert spans(left, right) is expected
    assert makes_word(left, right) is expected


def test_names_and_words_of_budgets_stay_whole() -> None:
    assert words_of("机关运行经费的主要构成")[0] == "机关运行经费"
    assert "政府性基金" in words_of("政府性基金预算支出")


def test_the_dictionary_holds_names_of_classifications() -> None:
    assert {"行政事业单位医疗", "津贴补贴", "三公经费"} <= lexicon()
    assert fiscal_words() <= lexicon()
    assert min(map(len, lexicon())) >= 2
