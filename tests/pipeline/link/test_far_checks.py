"""Identities between files, units, stages and years."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.link.run import link
from schemas.forms import catalogue
from schemas.links import LinkError, link_rules, read_rule
from schemas.sections import section_words
from tests.pipeline.link.disclosed import SUMMARY, Doc, Form, linked, load
from tests.warehouse.conftest import postgres, postgres_url, sqlite_url, url  # noqa: F401 - fixtures
from warehouse.store import Warehouse

FINAL, GPB = "final_rev_exp_summary", "budget_gpb_expenditure_by_function"
ALL = {"flow": "balance", "fund": "all", "phase": "budget"}


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse.open(str(tmp_path / "w.db")) as opened:
        yield opened


def checks(warehouse: Warehouse) -> dict[str, tuple[Any, ...]]:
    """Return (reach, status, difference in yuan) by rule."""
    _, rows = warehouse.query(
        "SELECT rule, reach, status, difference_yuan FROM checks WHERE reach IN ('files','units','stages','years')"
    )
    return {str(rule): (reach, status, None if d is None else float(str(d))) for rule, reach, status, d in rows}


def final(year: int, opening: int, closing: int) -> Doc:
    figures = {
        "年初结转和结余": {"yuan": opening, "flow": "opening_balance", "fund": "all"},
        "年末结转和结余": {"yuan": closing, "flow": "closing_balance", "fund": "all"},
    }
    return Doc(f"final{year}", [Form(FINAL, figures)], year=year, stage="final")


def summary(seed: str, yuan: int, **changes: Any) -> Doc:
    return Doc(seed, [Form(SUMMARY, {"支出总计": {"yuan": yuan, **ALL}})]).but(**changes)


@pytest.mark.parametrize(("opening", "expected"), [(70, ("exact", 0.0)), (90, ("violated", 20.0))])
def test_what_was_left_last_year_is_there_this_year(warehouse: Warehouse, opening: int, expected: Any) -> None:
    linked(warehouse, final(2023, 50, 70), final(2024, opening, 10))
    assert checks(warehouse) == {"F-15.all": ("years", *expected)}


def test_a_year_between_breaks_the_chain(warehouse: Warehouse) -> None:
    linked(warehouse, final(2022, 50, 70), final(2024, 70, 10))
    assert checks(warehouse) == {}


def test_sentences_of_one_file_are_held_against_tables_of_another(warehouse: Warehouse) -> None:
    text = Doc("text", sections={"n_total": [900]})
    linked(warehouse, text, summary("tables", 900))
    assert checks(warehouse) == {"N-1.files": ("files", "exact", 0.0)}
    linked(warehouse, Doc("text", sections={"n_total": [800]}))
    assert checks(warehouse) == {"N-1.files": ("files", "violated", -100.0)}
    _, rows = warehouse.query("SELECT kind, operand_id FROM check_operands ORDER BY kind")
    assert [row[0] for row in rows] == ["amount", "claim"]


def test_a_document_by_itself_has_no_check_between_files(warehouse: Warehouse) -> None:
    linked(warehouse, summary("both", 900).but(sections={"n_total": [800]}))
    assert checks(warehouse) == {}


@pytest.mark.parametrize(
    ("units", "status"), [((600, 300), "exact"), ((600, 200), "not_testable"), ((600, 400), "violated")]
)
def test_units_may_not_spend_more_than_their_department(
    warehouse: Warehouse, units: tuple[int, int], status: str
) -> None:
    names = ("青禾县第一苗圃", "青禾县第二苗圃")
    department = summary("department", 900)
    department = department.but(forms=[*department.forms, Form("unit_list", words=names)])
    docs = [
        summary(f"unit{at}", yuan, agency=name, level="unit")
        for at, (yuan, name) in enumerate(zip(units, names, strict=True))
    ]
    linked(warehouse, department, *docs)
    assert {rule: found[1] for rule, found in checks(warehouse).items()} == {"F-16.budget": status}


def test_this_years_table_names_last_years_budget_by_code(warehouse: Warehouse) -> None:
    dims = {"flow": "expenditure", "fund": "general_public", "nature": "all"}
    before = Doc("y2023", [Form(GPB, {"2010301": {"yuan": 40, "phase": "budget", **dims}})], year=2023)
    now = Doc("y2024", [Form(GPB, {"2010301": {"yuan": 45, "phase": "prior_budget", **dims}})])
    linked(warehouse, before, now)
    assert checks(warehouse) == {"B-28.printed": ("years", "violated", 5.0)}
    _, rows = warehouse.query("SELECT message FROM checks WHERE rule = 'B-28.printed'")
    assert "2024年预算" in str(rows[0][0])
    assert "不相符" in str(rows[0][0])


def test_checks_of_single_documents_stay_as_they_are_and_counts_follow(warehouse: Warehouse) -> None:
    doc = final(2024, 70, 10)
    bundle = doc.bundle()
    own = {
        "check_id": "0" * 16,
        "disclosure_id": doc.disclosure_id,
        "document_id": doc.document_id,
        "rule": "F-1",
        "reach": "table",
        "status": "violated",
        "quantity": "money",
        "message": "总计不等于各项之和。",
    }
    load(warehouse, final(2023, 50, 70))
    from tests.pipeline.link.disclosed import NOW
    from warehouse.store import Name

    warehouse.load({**bundle, "checks": [own]}, [Name("raw_pdfs", "x.pdf", doc.document_id)], "r1", NOW)
    link(warehouse)
    held = warehouse.summary().checks
    assert (held["exact"], held["violated"]) == (1, 1)
    linked(warehouse, final(2023, 50, 60))
    held = warehouse.summary().checks
    assert (held["exact"], held["violated"]) == (0, 2)


DOCS = (final(2022, 1, 50), final(2023, 50, 70), final(2024, 90, 10), Doc("text", sections={"n_total": [900]}))


def test_any_order_on_both_engines_gives_the_same_checks(url: str, tmp_path: Path) -> None:  # noqa: F811
    docs = (*DOCS, summary("tables", 900))
    with Warehouse.open(url) as warehouse:
        linked(warehouse, *docs)
        expected = checks(warehouse)
        _, told = warehouse.query("SELECT check_id, message FROM checks ORDER BY check_id")
    assert len(told) == 3
    for at, order in enumerate(itertools.islice(itertools.permutations(docs), 0, 120, 31)):
        with Warehouse.open(str(tmp_path / f"{at}.db")) as other:
            for doc in order:
                linked(other, doc)
            assert checks(other) == expected
            assert other.query("SELECT check_id, message FROM checks ORDER BY check_id")[1] == told


def test_every_rule_speaks_of_known_forms_and_sections() -> None:
    sections = {section.id for section in section_words()}
    rules = link_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        for side in (rule.left, rule.right):
            assert side.forms <= catalogue().keys(), rule.id
            assert side.sections <= sections, rule.id


@pytest.mark.parametrize(
    "change",
    [{"reach": "table"}, {"kind": "less"}, {"odd": 1}, {"left": {}}, {"left": {"form": "x", "claim": ["y"]}}],
)
def test_a_wrong_rule_is_refused_with_its_name(change: dict[str, Any]) -> None:
    rule = {
        "id": "X-1",
        "reach": "years",
        "zh": "甲与乙",
        "stage": "budget",
        "left": {"form": "a"},
        "right": {"form": "b"},
    }
    assert read_rule(rule).kind == "equal"
    with pytest.raises(LinkError, match="X-1"):
        read_rule({**rule, **change})
