"""Which tables and sections of its package a disclosure holds."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from pipeline.assemble.disclosures import Disclosure
from pipeline.assemble.paragraphs import Paragraph
from pipeline.normalize.completeness import completeness
from schemas.regions import region

OWN = Disclosure(1, "青禾县水务局", "final", 2023, "department", None, None, 1, 9)


def table(form: str, *, empty: bool = False) -> Any:
    return SimpleNamespace(form=SimpleNamespace(id=form), is_empty=empty)


def narrative(*sections: str, headings: tuple[str, ...] = (), page: int = 1) -> Any:
    box = (0.0, 0.0, 1.0, 1.0)
    paragraphs = tuple(Paragraph("正文。", (), section, page, page, box, ((page, box),)) for section in sections)
    return SimpleNamespace(paragraphs=paragraphs, headings=tuple(((page, 0), (heading,)) for heading in headings))


def states(tables: list[Any], text: Any, disclosure: Disclosure = OWN) -> dict[str, str]:
    return dict(completeness(disclosure, tables, text))


def test_present_empty_and_missing() -> None:
    found = states(
        [table("final_rev_exp_summary"), table("final_statecap", empty=True)],
        narrative("n_functions", headings=("一、主要职能", "八、政府采购支出情况说明")),
    )
    assert found["final_rev_exp_summary"] == found["n_functions"] == "present"
    assert found["final_statecap"] == found["n_procurement"] == "empty"
    assert found["final_govfund"] == found["n_glossary"] == "missing"


def test_one_filled_table_of_a_form_is_enough() -> None:
    several = [table("final_govfund", empty=True), table("final_govfund"), table("final_govfund", empty=True)]
    assert states(several, narrative())["final_govfund"] == "present"


def test_another_form_that_holds_the_same_satisfies() -> None:
    found = states([table("final_gpb_rev_exp")], narrative())
    assert found["final_gpb_expenditure_by_function"] == found["final_gpb_rev_exp"] == "present"


def test_what_was_not_demanded_yet_is_not_missing_but_counts_when_it_is_there() -> None:
    early = replace(OWN, fiscal_year=2018)
    assert states([], narrative(), early)["final_statecap"] == "not_required"
    assert states([table("final_statecap")], narrative(), early)["final_statecap"] == "present"


def test_the_package_of_the_region_is_added() -> None:
    yunnan = replace(OWN, region=region("530000"))
    assert "final_gpb_project_by_economic" not in states([], narrative())
    assert states([], narrative(), yunnan)["final_gpb_project_by_economic"] == "missing"
    assert states([], narrative(), replace(yunnan, fiscal_year=2017))["final_gpb_project_by_economic"] == "not_required"


def test_what_nobody_demands_is_listed_when_it_is_there() -> None:
    assert states([table("final_state_assets")], narrative("n_debt"))["final_state_assets"] == "present"
    assert states([], narrative("n_debt"))["n_debt"] == "present"


def test_without_a_stage_only_what_is_there_is_told() -> None:
    assert states([table("unit_list")], narrative(), replace(OWN, stage=None)) == {"unit_list": "present"}


def test_the_text_of_other_disclosures_in_the_document_does_not_count() -> None:
    assert states([], narrative("n_functions", page=12))["n_functions"] == "missing"
