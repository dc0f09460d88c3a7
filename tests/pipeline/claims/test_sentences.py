"""Where the sentences of a paragraph begin and end."""

from __future__ import annotations

import pytest

from pipeline.normalize.claims.sentences import clause_at, split_sentences


@pytest.mark.parametrize("text", ["支出3万元;其中甲1万元。乙2万元", "。;甲。", "甲"])
def test_every_sign_stands_in_the_clause_that_its_place_tells(text: str) -> None:
    clauses = split_sentences(text)
    for place in range(len(text)):
        start, end = clauses[clause_at(clauses, place)]
        assert start <= place < end
