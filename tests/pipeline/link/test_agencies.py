"""Agencies over years and wordings: proposals with evidence, never merged."""

from __future__ import annotations

import random

import pytest

from pipeline.link.agencies import agency_rows
from warehouse.link_store import AgencyName

PUTUO, JIANGSU = "310107", "320000"


def seen(agency_id: str, name: str, region: str | None = PUTUO, first: int = 2024, last: int = 2024) -> AgencyName:
    return AgencyName(agency_id, name, region, first, last, 1)


def proposed(*names: AgencyName) -> set[tuple[str, str]]:
    _, rows = agency_rows(names)
    return {(str(row["agency_id"]), str(row["name"])) for row in rows if row["status"] == "proposed"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("上海市普陀区规划和自然资源局", "上海市普陀区规划与自然资源局"),
        ("上海市普陀区园林站", "上海市普陀区园林站本级"),
        ("上海市普陀区园林站", "普陀区园林站（汇总）"),
        ("上海市普陀区人民政府青禾街道办事处", "上海市普陀区青禾街道办事处"),
        ("上海市普陀区发展和改革委员会", "上海市普陀区发改委"),
        ("中共上海市普陀区委员会办公室", "普陀区委办公室"),
    ],
)
def test_wordings_of_one_name_are_proposed_both_ways(one: str, other: str) -> None:
    assert proposed(seen("a1", one), seen("a2", other)) == {("a1", other), ("a2", one)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (seen("a1", "上海市普陀区园林站"), seen("a2", "上海市普陀区绿化站")),
        (seen("a1", "江苏省园林站", JIANGSU), seen("a2", "上海市普陀区园林站")),
        (seen("a1", "园林站", None), seen("a2", "上海市普陀区园林站")),
    ],
)
def test_other_bodies_are_not_proposed(one: AgencyName, other: AgencyName) -> None:
    assert proposed(one, other) == set()


def test_a_name_without_the_higher_region_is_proposed_when_there_is_only_one() -> None:
    bare = seen("a1", "鼓楼区园林站", None)
    nanjing, fuzhou = seen("a2", "南京市鼓楼区园林站", "320106"), seen("a3", "福州市鼓楼区园林站", "350102")
    assert proposed(bare, nanjing) == {("a1", nanjing.name), ("a2", bare.name)}
    assert proposed(bare, nanjing, fuzhou) == set()


def test_a_renamed_body_is_proposed_when_the_years_agree() -> None:
    before = seen("a1", "上海市普陀区环境保护局", first=2015, last=2018)
    after = seen("a2", "上海市普陀区生态环境局", first=2019, last=2024)
    _, rows = agency_rows([before, after])
    (row,) = [row for row in rows if row["status"] == "proposed" and row["agency_id"] == "a2"]
    assert (row["name"], row["first_year"], row["last_year"]) == (before.name, 2015, 2018)
    assert "2018" in str(row["evidence"])
    assert proposed(seen("a1", before.name, first=2022, last=2022), after) == set()


def test_every_printed_wording_is_kept_with_its_years_and_the_last_one_names_the_agency() -> None:
    old, new = seen("a1", "园林（站）", first=2018, last=2020), seen("a1", "园林(站)", first=2021, last=2024)
    agencies, rows = agency_rows([new, old])
    assert agencies == [{"agency_id": "a1", "name": "园林(站)", "region_code": PUTUO}]
    assert [(row["name"], row["first_year"], row["last_year"], row["status"]) for row in rows] == [
        ("园林(站)", 2021, 2024, "printed"),
        ("园林（站）", 2018, 2020, "printed"),
    ]


def test_the_order_of_the_names_does_not_matter() -> None:
    names = [
        seen(f"a{at}", name)
        for at, name in enumerate(("普陀区园林站", "上海市普陀区园林站本级", "上海市普陀区园林站", "上海市普陀区林站"))
    ]
    expected = agency_rows(names)
    for seed in range(5):
        random.Random(seed).shuffle(names)
        assert agency_rows(names) == expected
