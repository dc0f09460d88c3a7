"""Reports over documents: joined files, editions, duplicates."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from pipeline.link.run import link
from tests.pipeline.link.disclosed import BASIC, NOW, PUBLIC, SUMMARY, Doc, Form, linked, load, state
from tests.warehouse.conftest import postgres, postgres_url, sqlite_url, url  # noqa: F401 - fixtures
from warehouse.store import Name, Warehouse

TABLES = (Form(SUMMARY, {"收入总计": 900, "支出总计": 900}), Form(BASIC, {"301": 500, "302": 400, "合计": 900}))
EDITED = (Form(SUMMARY, {"收入总计": 800, "支出总计": 800}), Form(BASIC, {"301": 400, "302": 400, "合计": 800}))


@pytest.fixture
def warehouse(tmp_path: Path):  # type: ignore[no-untyped-def]
    with Warehouse.open(str(tmp_path / "w.db")) as opened:
        yield opened


def test_narrative_and_tables_of_one_report_are_one_edition(warehouse: Warehouse) -> None:
    text = Doc("text", sections={"n_total": [900], "n_basic": [500, 400]})
    found = linked(warehouse, text, Doc("tables", TABLES))
    assert found["text"] == found["tables"]
    assert found["text"][1:] == (1, True)


def test_same_form_and_same_figures_are_duplicates_counted_once(warehouse: Warehouse) -> None:
    found = linked(warehouse, Doc("one", TABLES), Doc("two", TABLES), Doc("part", TABLES[:1]))
    assert {edition for _, edition, _ in found.values()} == {1}
    assert sorted(current for _, _, current in found.values()) == [False, False, True]
    assert not found["part"][2]


def test_figures_in_another_unit_are_the_same_as_far_as_it_shows(warehouse: Warehouse) -> None:
    yuan = (Form(SUMMARY, {"收入总计": 9_004_951, "支出总计": 9_004_951}),)
    rounded = (Form(SUMMARY, {"收入总计": 9_004_951, "支出总计": 9_004_951}, unit="万元"),)
    other = (Form(SUMMARY, {"收入总计": 9_005_151, "支出总计": 9_005_151}, unit="万元"),)
    found = linked(warehouse, Doc("yuan", yuan), Doc("rounded", rounded), Doc("other", other))
    assert found["yuan"][1] == found["rounded"][1] != found["other"][1]


def test_a_unit_that_one_file_leaves_out_is_taken_from_the_other(warehouse: Warehouse) -> None:
    def table(unit: str | None) -> Doc:
        doc = Doc(str(unit), TABLES[:1])
        bundle = doc.bundle()
        bundle["tables"][0]["unit"] = unit
        bundle["amounts"] = []
        warehouse.load(bundle, [Name("raw_pdfs", f"{unit}.pdf", doc.document_id)], "r1", NOW)
        return doc

    table("元")
    table(None)
    found = linked(warehouse)
    assert {edition for _, edition, _ in found.values()} == {1}


def test_figures_that_no_rule_placed_count_too(warehouse: Warehouse) -> None:
    load(warehouse, Doc("one", TABLES))
    other = Doc("other", TABLES)
    bundle = other.bundle()
    bundle["amounts"] = bundle["amounts"][:1]
    warehouse.load(bundle, [Name("raw_pdfs", "other.pdf", other.document_id)], "r1", NOW)
    found = linked(warehouse)
    assert found["one"][1] == found["other"][1]


def test_figures_that_changed_places_are_another_edition(warehouse: Warehouse) -> None:
    moved = (Form(BASIC, {"301": 400, "302": 500, "合计": 900}),)
    found = linked(warehouse, Doc("one", TABLES[1:]), Doc("moved", moved))
    assert found["one"][1] != found["moved"][1]


def test_the_later_edition_is_current(warehouse: Warehouse) -> None:
    found = linked(
        warehouse,
        Doc("later", TABLES[:1], on="2024-03-02"),
        Doc("fuller", EDITED, on="2024-03-01"),
    )
    assert found["later"][1:] == (2, True)
    assert found["fuller"][1:] == (1, False)


def test_without_dates_the_fuller_edition_is_current(warehouse: Warehouse) -> None:
    found = linked(warehouse, Doc("less", TABLES[:1]), Doc("fuller", EDITED))
    assert found["fuller"][1:] == (2, True)
    assert found["less"][1:] == (1, False)


def test_of_equals_the_first_document_id_is_current(warehouse: Warehouse) -> None:
    docs = [Doc("a", TABLES), Doc("b", EDITED)]
    first = min(docs, key=lambda doc: doc.document_id)
    found = linked(warehouse, *docs)
    assert [seed for seed, (_, _, current) in found.items() if current] == [first.seed]


def test_a_narrative_goes_with_the_tables_it_speaks_of(warehouse: Warehouse) -> None:
    old, new = Doc("old", TABLES, on="2024-02-01"), Doc("new", EDITED, on="2024-03-01")
    found = linked(warehouse, old, new, Doc("text", sections={"n_total": [900]}))
    assert found["text"][1:] == found["old"][1:] == (1, False)
    assert found["new"][1:] == (2, True)


def test_an_empty_and_a_filled_table_differ_but_two_empty_ones_say_nothing(warehouse: Warehouse) -> None:
    empty, filled = Form(PUBLIC), Form(PUBLIC, {"合计": 7})
    found = linked(
        warehouse,
        Doc("empty", [TABLES[0], empty]),
        Doc("filled", [TABLES[0], filled]),
        Doc("x", [empty], year=2023),
        Doc("y", [empty], year=2023),
    )
    assert found["empty"][1] != found["filled"][1]
    assert found["x"] == found["y"]


def test_targets_of_other_projects_are_no_edition(warehouse: Warehouse) -> None:
    title = "项目支出绩效目标表"
    one = Form("perf_target_project", {"年度资金总额": 5}, title=title)
    other = Form("perf_target_project", {"年度资金总额": 7}, title=title)
    found = linked(warehouse, Doc("one", [TABLES[0], one]), Doc("other", [other]), Doc("again", [other]))
    assert {edition for _, edition, _ in found.values()} == {1}
    assert found["one"][2]
    assert sorted((found["other"][2], found["again"][2])) == [False, True]


def test_files_that_only_overlap_are_both_current(warehouse: Warehouse) -> None:
    found = linked(warehouse, Doc("a", TABLES), Doc("b", [TABLES[0], Form(PUBLIC, {"合计": 7})]))
    assert found["a"] == found["b"]
    assert found["a"][2]


@pytest.mark.parametrize("change", [{"year": 2023}, {"stage": "final"}, {"level": "own"}, {"agency": "青禾县水务局"}])
def test_other_agencies_years_stages_and_levels_are_other_reports(warehouse: Warehouse, change: dict) -> None:  # type: ignore[type-arg]
    found = linked(warehouse, Doc("a", TABLES), Doc("b", EDITED).but(**change))
    assert found["a"][0] != found["b"][0]
    assert found["a"][1:] == found["b"][1:] == (1, True)


def test_a_text_and_tables_that_differ_in_level_alone_are_one_report(warehouse: Warehouse) -> None:
    text, tables = Doc("text", sections={"n_total": [900]}), Doc("tables", TABLES, level="unit")
    found = linked(warehouse, text, tables)
    assert found["text"] == found["tables"]
    assert str(found["text"][0]).endswith("-department")


@pytest.mark.parametrize(
    "tables",
    [
        Doc("tables", EDITED, level="unit"),  # other sums than the text states
        Doc("tables", TABLES, level="unit", sections={"n_org": []}),  # a report by itself
        Doc("tables", TABLES, level="own"),
    ],
)
def test_two_levels_that_do_not_complete_each_other_stay_apart(warehouse: Warehouse, tables: Doc) -> None:
    found = linked(warehouse, Doc("text", sections={"n_total": [900]}), tables)
    assert found["text"][0] != found["tables"][0]


def test_what_nobody_knows_is_joined_with_nothing(warehouse: Warehouse) -> None:
    found = linked(warehouse, Doc("a", TABLES, agency=None), Doc("b", EDITED, agency=None), Doc("c", year=None))
    assert set(found.values()) == {(None, 1, True)}


DOCS = (
    Doc("text", sections={"n_total": [900]}),
    Doc("tables", TABLES),
    Doc("copy", TABLES, on="2024-02-03"),
    Doc("edited", EDITED, on="2024-02-02"),
    Doc("final", [Form("final_three_public", {"合计": 3})], stage="final"),
)


def test_any_order_and_any_runs_give_the_same(tmp_path: Path) -> None:
    seen = set()
    for at, order in enumerate(itertools.permutations(DOCS)):
        if at % 17:  # every seventeenth order is enough
            continue
        with Warehouse.open(str(tmp_path / f"{at}.db")) as warehouse:
            first, rest = order[: at % 5], order[at % 5 :]
            load(warehouse, *first)
            link(warehouse)
            load(warehouse, *rest)
            link(warehouse)
            seen.add(str(sorted(state(warehouse).items())))
            seen.add(str(sorted(state(warehouse).items())))
    assert len(seen) == 1


def test_a_document_that_turns_out_to_be_of_another_report_leaves_the_old_one(warehouse: Warehouse) -> None:
    linked(warehouse, Doc("a", TABLES, on="2024-02-01"), Doc("b", EDITED, on="2024-03-01"))
    found = linked(warehouse, Doc("b", EDITED, year=2023))
    assert found["a"][1:] == (1, True)


def test_linking_again_has_nothing_to_do(warehouse: Warehouse) -> None:
    load(warehouse, *DOCS)
    assert link(warehouse)
    assert not link(warehouse)


def test_both_engines_link_alike(url: str, tmp_path: Path) -> None:  # noqa: F811
    with Warehouse.open(url) as warehouse:
        found = linked(warehouse, *DOCS)
    with Warehouse.open(str(tmp_path / "other.db")) as other:
        assert linked(other, *DOCS) == found
    assert found["copy"][1:] == (2, True)
    assert found["text"][1:] == (2, True)
    assert found["tables"][1:] == (2, False)
    assert found["edited"][1:] == (1, False)


def test_the_views_tell_of_reports_and_of_what_all_their_files_hold(url: str) -> None:  # noqa: F811
    text, tables = Doc("text", sections={"n_total": [900]}), Doc("tables", TABLES)
    states = (
        (text, [("n_total", "present"), ("budget_rev_exp_summary", "missing"), ("n_debt", "missing")]),
        (tables, [("n_total", "missing"), ("budget_rev_exp_summary", "empty"), ("n_debt", "missing")]),
    )
    with Warehouse.open(url) as warehouse:
        for doc, told in states:
            rows = [{"disclosure_id": doc.disclosure_id, "item": item, "state": state} for item, state in told]
            warehouse.load(
                {**doc.bundle(), "completeness": rows}, [Name("raw_pdfs", doc.seed, doc.document_id)], "r1", NOW
            )
        link(warehouse)
        _, reports = warehouse.query("SELECT editions, documents, current_documents FROM reports")
        _, found = warehouse.query("SELECT item, state FROM report_completeness ORDER BY item")
    assert [tuple(row) for row in reports] == [(1, 2, 2)]
    assert [tuple(row) for row in found] == [
        ("budget_rev_exp_summary", "empty"),
        ("n_debt", "missing"),
        ("n_total", "present"),
    ]
