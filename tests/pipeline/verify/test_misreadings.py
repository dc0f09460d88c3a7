"""A figure read in the wrong place, or wrongly, is never proven further off than its margin."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.misreadings import MISREADINGS
from benchmarks.trust import Sheaf, measure, read

SAMPLES = sorted((Path(__file__).parents[3] / "raw_pdfs").glob("*.pdf"))
#: Ways that leave everything else in its place: the definition of trust has to see each of them.
SINGLE = (
    "figure moved to the blank column beside it",
    "two figures of a row swapped",
    "figure moved to the blank row beside it",
    "two figures of a column swapped",
    "figure not seen",
    "digit misread",
    "decimal point misread",
    "row shifted by a column",
    "row lost",
    "total row not seen",
    "whole column not seen",
)


@pytest.fixture(scope="module")
def sheaves() -> list[Sheaf]:
    return [sheaf for path in SAMPLES for sheaf in read(path)]


def test_no_single_misreading_stays_proven(sheaves: list[Sheaf]) -> None:
    assert len(sheaves) == 3
    wrong = 0
    for number, sheaf in enumerate(sheaves):
        for name, rate in measure(sheaf, {n: MISREADINGS[n] for n in SINGLE}, 3, random.Random(number)).items():
            assert rate.tries, name
            assert rate.proven == 0, (name, rate.examples)
            wrong += rate.wrong
    assert wrong > 60


def test_a_misread_unit_is_seen_where_another_table_can_tell(sheaves: list[Sheaf]) -> None:
    unit = {"unit": MISREADINGS["unit misread"]}
    rates = [measure(sheaf, unit, 8, random.Random(number))["unit"] for number, sheaf in enumerate(sheaves)]
    assert sum(rate.noticed for rate in rates) >= 18
    assert sum(rate.proven for rate in rates) < sum(rate.wrong for rate in rates) / 10
