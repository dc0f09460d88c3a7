"""Packages: what a disclosure has to hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.forms import catalogue
from schemas.packages import PackageError, packages, read_package
from schemas.regions import region
from schemas.sections import section_words

GOOD = "stage: budget\nsource: 自拟\nstatus: draft\nitems: [n_total]\n"


def test_every_item_is_a_form_or_a_section_of_its_stage() -> None:
    sections = {section.id for section in section_words()}
    for package in packages():
        for item in package.items:
            for name in (item.id, *item.others):
                assert name in sections or catalogue()[name].stage in (package.stage, "both"), (package.name, name)


def test_every_region_is_one_and_every_package_says_where_it_is_from() -> None:
    for package in packages():
        assert len(package.source) > 20
        if package.region:
            assert region(package.region.ljust(6, "0")) is not None, package.name


@pytest.mark.parametrize("stage", ["budget", "final"])
def test_there_is_one_statutory_set_a_stage(stage: str) -> None:
    (statutory,) = [package for package in packages() if package.stage == stage and not package.region]
    tables = [item for item in statutory.items if item.id.startswith(stage)]
    assert len(tables) == 9


def test_an_unknown_year_is_no_excuse() -> None:
    (final,) = [package for package in packages() if package.name == "final"]
    (statecap,) = [item for item in final.items if item.id == "final_statecap"]
    assert [statecap.demanded(year, "unit") for year in (2019, 2020, None)] == [False, True, True]
    assert not final.in_force(2015)


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("stage: budget", "stage: plan"),
        GOOD.replace("draft", "guess"),
        GOOD.replace("source: 自拟\n", ""),
        GOOD + "region: 65\n",
        GOOD + "odd: 1\n",
        GOOD.replace("[n_total]", "[{or: [n_total]}]"),
        GOOD.replace("[n_total]", "[{item: n_total, levels: [all]}]"),
        "- n_total\n",
    ],
)
def test_a_mistake_is_told_with_its_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_package(path).items[0].id == "n_total"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackageError, match=r"mine\.yaml"):
        read_package(path)
