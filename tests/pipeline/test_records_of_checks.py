"""Checks and amounts as rows: sums, operands, ids, trust."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.assemble.disclosures import Disclosure
from pipeline.ids import Ids, agency_id
from pipeline.records import Judged, check_rows, table_rows
from pipeline.verify.trust import judge
from schemas.records import check_rows as check_record
from tests.pipeline.verify.ledgers import BASIC, HEAD, PUBLIC, SPENDING, Ledger
from tests.pipeline.verify.test_between import BASIC_ROWS, TREE

IDS = Ids("ab" * 32)
Rows = dict[str, list[dict[str, Any]]]


def rows_of(ledger: Ledger) -> Rows:
    """The rows of a disclosure."""
    disclosure = Disclosure(1, "云杉县财政局", "budget", 2024, "department", None, None, 1, 1)
    judged = Judged(disclosure, ledger.tables, ledger.trials, judge(ledger.tables, ledger.trials))
    found: Rows = {}
    for part in (table_rows(IDS, judged, {}), check_rows(IDS, judged)):
        found.update({name: [dict(row) for row in rows] for name, rows in part.items()})
    for name in ("amounts", "cells", "tables", "readings", "checks", "check_operands"):
        check_record(name, found[name])
    return found


def check(rows: Rows, rule: str) -> dict[str, Any]:
    """The only check of a rule."""
    (found,) = [row for row in rows["checks"] if row["rule"] == rule]
    return found


def test_a_check_that_holds() -> None:
    found = check(rows_of(Ledger((PUBLIC, TREE), (BASIC, BASIC_ROWS))), "B-14")
    assert (found["status"], found["reach"], found["quantity"]) == ("exact", "tables", "money")
    assert (found["printed_yuan"], found["expected_yuan"]) == ("185000", "185000")
    assert (found["difference_yuan"], found["tolerance_yuan"]) == ("0", "100")
    assert found["printed"] == found["printed_yuan"]
    assert found["not_testable_reason"] is None
    assert found["message"].endswith("完全相符。")


def test_a_check_that_cannot_be_tested_has_the_sum_it_has() -> None:
    found = check(rows_of(Ledger((PUBLIC, TREE))), "B-14")
    assert (found["status"], found["not_testable_reason"]) == ("not_testable", "table_missing")
    assert found["printed_yuan"] == "185000"
    assert [found[name] for name in ("expected_yuan", "difference_yuan", "tolerance_yuan")] == [None] * 3


def test_blanks_are_no_operands() -> None:
    rows = rows_of(Ledger((SPENDING, (HEAD, ("2010601", "行政运行", "20.70", "20.70", "")))))
    found = check(rows, "B-6")
    operands = [row for row in rows["check_operands"] if row["check_id"] == found["check_id"]]
    assert [(row["side"], row["sign"], row["kind"], row["operand_id"][-5:]) for row in operands] == [
        ("left", 1, "amount", "r1-c2"),
        ("right", 1, "amount", "r1-c3"),
    ]


@pytest.mark.parametrize("tables", [1, 2])
def test_every_check_has_an_id_of_its_own_and_operands(tables: int) -> None:
    ledger = Ledger(*((PUBLIC, TREE), (BASIC, BASIC_ROWS))[:tables])
    rows = rows_of(ledger)
    ids = [row["check_id"] for row in rows["checks"]]
    assert len(set(ids)) == len(ids) == len(ledger.trials)
    assert {row["check_id"] for row in rows["check_operands"]} == set(ids)
    amounts = {row["amount_id"] for row in rows["amounts"]}
    assert {row["operand_id"] for row in rows["check_operands"]} <= amounts


def test_amounts_carry_trust_support_and_margin() -> None:
    rows = rows_of(Ledger((SPENDING, TREE)))
    amount = next(row for row in rows["amounts"] if row["printed"] == "15.40")
    assert (amount["trust"], amount["support"], amount["trust_margin_yuan"]) == ("proven", 2, "150")
    assert (amount["value"], amount["amount_fen"], amount["unit"]) == ("15.40", 15_400_000, "万元")
    reading = rows["readings"][0]
    assert (reading["checks_held"], reading["checks_failed"]) == (
        sum(row["status"] == "exact" for row in rows["checks"]),
        0,
    )


def test_a_blank_place_has_a_row_without_a_value() -> None:
    rows = rows_of(Ledger((BASIC, BASIC_ROWS)))
    blank = next(row for row in rows["amounts"] if (row["row"], row["col"]) == (2, 4))
    assert (blank["value"], blank["amount_fen"], blank["null_kind"], blank["trust"]) == (
        None,
        None,
        "blank",
        "unverified",
    )


def test_agencies_of_one_name_are_one_by_their_place() -> None:
    assert agency_id("云杉县财政局") == agency_id(" 云杉县财政局")
    assert agency_id("云杉县财政局") != agency_id("云杉县司法局")
