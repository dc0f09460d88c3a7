"""What narratives state is what they print."""

from __future__ import annotations

import random
import re
from decimal import Decimal

import pytest

from tests.typeset import prose
from tests.typeset.make import FAMILIES
from tests.typeset.misword import misword
from tests.typeset.model import Document, Paragraph

SEEDS = range(6)
AMOUNT = re.compile(r"([\d,]+\.\d+)(万?)元")


def paragraphs(document: Document) -> list[Paragraph]:
    return [b for s in document.sections for b in s.blocks if isinstance(b, Paragraph)]


def amounts(text: str) -> set[int]:
    """Amounts of a text in fen."""
    return {int(Decimal(x.replace(",", "")) * (1_000_000 if wan else 100)) for x, wan in AMOUNT.findall(text)}


@pytest.mark.parametrize("family", FAMILIES)
def test_stated_figures_stand_in_their_sentence(family: str) -> None:
    seen = 0
    for seed in SEEDS:
        for paragraph in paragraphs(FAMILIES[family](seed)):
            for claim in paragraph.claims:
                rest = "。".join(paragraph.text.split("。")[claim.sentence :])
                printed = amounts(rest)
                if claim.fen is not None:
                    assert claim.fen in printed, (claim, paragraph.text)
                if claim.change and not claim.implied:
                    assert abs(claim.change) in printed
                for share in (claim.share, claim.completion, claim.change_pct):
                    assert share is None or f"{share}%" in rest.replace("％", "%") or f"{share}" in rest
                assert claim.reason is None or claim.reason in rest
                seen += 1
            for count in paragraph.counts:
                assert f"{count.value}{count.unit}" in paragraph.sentence(count.sentence)
    assert seen > 100


@pytest.mark.parametrize("family", FAMILIES)
def test_every_amount_of_a_sentence_is_stated(family: str) -> None:
    """Amounts in narrative stand in a claim, thresholds such as 单价50万元 apart."""
    for seed in SEEDS:
        for paragraph in paragraphs(FAMILIES[family](seed)):
            told = {c.fen for c in paragraph.claims} | {abs(c.change) for c in paragraph.claims if c.change is not None}
            assert amounts(paragraph.text) <= told, paragraph.text


def test_bits_count_the_full_stops_before_them() -> None:
    voice = prose.Voice(because="。主要原因是")
    rng = random.Random(1)
    first = voice.item("甲", "总", 5_000_000, move=voice.moved(5_000_000, 4_000_000, rng))
    paragraph = prose.told(first, "。", voice.item("乙", "总", 3_000_000), "。")
    assert [paragraph.sentence(c.sentence)[:1] for c in paragraph.claims] == ["甲", "乙"]
    assert paragraph.claims[0].change == 1_000_000
    assert paragraph.claims[0].change_pct == "25.00"


@pytest.mark.parametrize(
    ("now", "before", "direction", "share"),
    [(200, 100, "增加", "100.00"), (100, 200, "减少", "50.00"), (100, 100, "持平", None), (100, 0, "增加", "100.00")],
)
def test_moves(now: int, before: int, direction: str, share: str | None) -> None:
    move = prose.Voice().moved(now * 1_000_000, before * 1_000_000, random.Random(2))
    assert (move.direction, move.change_pct) == (direction, share)
    assert move.change == (now - before) * 1_000_000


def test_wording_varies() -> None:
    voices = {prose.draw(random.Random(seed), 2024) for seed in range(40)}
    assert len(voices) > 35
    assert {v.lead for v in voices} == {"比", "较", "与", "同比"}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_contradiction_is_told(family: str) -> None:
    kinds = set()
    for seed in range(8):
        document = FAMILIES[family](seed)
        worse = misword(document, seed)
        (defect,) = worse.defects
        assert defect.expected != defect.printed
        kinds.add(defect.kind)
        if defect.kind == "weight_sum":
            assert sum(int(x.weight) for x in worse.performance) == 98
            continue
        before, after = paragraphs(document), paragraphs(worse)
        ((old, new),) = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        assert defect.printed in new.text
        assert new.text.count(defect.printed) == old.text.count(defect.printed) + 1
        assert len(new.claims) == len(old.claims)
    assert len(kinds) > 1
