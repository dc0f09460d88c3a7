"""Departments above units that report in files of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.link.run import link
from tests.pipeline.link.disclosed import SUMMARY, Doc, Form, load
from warehouse.store import Warehouse

REGION = "652327"
TABLES = (Form(SUMMARY, {"收入总计": 900}),)
DEPARTMENT = Doc("department", TABLES, agency="吉木萨尔县林草局", region=REGION)
UNIT = Doc("unit", TABLES, agency="吉木萨尔县青禾林场", level="unit", region=REGION)


@pytest.fixture
def warehouse(tmp_path: Path):  # type: ignore[no-untyped-def]
    with Warehouse.open(str(tmp_path / "w.db")) as opened:
        yield opened


def parents(warehouse: Warehouse, *docs: Doc) -> dict[str, str | None]:
    load(warehouse, *docs)
    link(warehouse)
    by_id = {doc.disclosure_id: doc.seed for doc in docs}
    _, rows = warehouse.query("SELECT disclosure_id, parent_disclosure_id FROM disclosures")
    return {by_id[str(own)]: by_id.get(str(parent)) for own, parent in rows if str(own) in by_id}


def listing(*names: str) -> Doc:
    return DEPARTMENT.but(forms=(*TABLES, Form("unit_list", words=names)))


@pytest.mark.parametrize("name", ["吉木萨尔县青禾林场", "青禾林场", "1.青禾林场"])
def test_a_unit_belongs_to_the_department_that_lists_it(warehouse: Warehouse, name: str) -> None:
    assert parents(warehouse, listing("吉木萨尔县林草局本级", name), UNIT) == {"department": None, "unit": "department"}


def test_the_words_on_the_organisation_name_a_unit_too(warehouse: Warehouse) -> None:
    text = "纳入预算编制范围的单位有：吉木萨尔县林草局本级、吉木萨尔县青禾林场。"
    told = DEPARTMENT.but(sections={"n_org": []}, text=text)
    longer = UNIT.but(seed="longer", agency="吉木萨尔县青禾")
    assert parents(warehouse, told, UNIT, longer) == {"department": None, "unit": "department", "longer": None}


def test_the_own_report_of_a_body_belongs_to_its_department_report(warehouse: Warehouse) -> None:
    own = DEPARTMENT.but(seed="own", level="own")
    assert parents(warehouse, DEPARTMENT, own) == {"department": None, "own": "department"}


def test_two_departments_that_list_a_unit_leave_it_open(warehouse: Warehouse) -> None:
    other = listing("青禾林场").but(seed="other", agency="吉木萨尔县水务局")
    assert parents(warehouse, listing("青禾林场"), other, UNIT)["unit"] is None


@pytest.mark.parametrize("change", [{"year": 2023}, {"stage": "final"}, {"region": "652328"}])
def test_other_years_stages_and_places_have_other_departments(warehouse: Warehouse, change: dict) -> None:  # type: ignore[type-arg]
    assert parents(warehouse, listing("吉木萨尔县青禾林场"), UNIT.but(**change))["unit"] is None


def test_a_unit_finds_a_department_that_is_loaded_later_and_loses_one_that_says_otherwise(warehouse: Warehouse) -> None:
    assert parents(warehouse, UNIT) == {"unit": None}
    assert parents(warehouse, listing("青禾林场"), UNIT)["unit"] == "department"
    assert parents(warehouse, listing("白杨林场")) == {"department": None}
    _, rows = warehouse.query("SELECT count(*) FROM disclosures WHERE parent_disclosure_id IS NOT NULL")
    assert rows[0][0] == 0
