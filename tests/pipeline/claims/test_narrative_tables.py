"""Sentences against tables, and the rows they make."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.assemble.disclosures import Disclosure
from pipeline.assemble.paragraphs import Paragraph
from pipeline.ids import Ids
from pipeline.narrative import narrate
from pipeline.narrative_records import place
from pipeline.records import Judged
from pipeline.verify.trust import judge
from schemas.records import check_rows
from tests.pipeline.verify.ledgers import BASIC, PUBLIC, Ledger
from tests.pipeline.verify.test_between import BASIC_ROWS, TREE

IDS = Ids("ab" * 32)
BOX = (72.0, 100.0, 520.0, 114.0)
GPB = ("五、一般公共预算当年拨款情况说明", "n_gpb")
Rows = dict[str, list[dict[str, Any]]]


def told(ledger: Ledger, *texts: str, heading: tuple[str, str] = GPB) -> tuple[Judged, Rows]:
    """Read sentences beside tables."""
    disclosure = Disclosure(1, "云杉县财政局", "budget", 2024, "department", None, None, 1, 1)
    judged = Judged(disclosure, ledger.tables, ledger.trials, judge(ledger.tables, ledger.trials))
    paragraphs = {
        n: Paragraph(text, heading[:1], heading[1], 1, 1, BOX, ((1, BOX),), ((0, 1, BOX),))
        for n, text in enumerate(texts, 1)
    }
    found, rows = narrate(IDS, judged, paragraphs, date(2024, 12, 31))
    for name, part in rows.items():
        check_rows(name, part)
    return found, {name: [dict(row) for row in part] for name, part in rows.items()}


def status(rows: Rows, rule: str) -> list[str]:
    """What came of a rule."""
    return [row["status"] for row in rows["checks"] if row["rule"] == rule]


@pytest.mark.parametrize(
    ("amount", "expected"), [("31.00", "exact"), ("31.01", "within_rounding"), ("36.00", "violated")]
)
def test_a_total_told_is_the_total_printed(amount: str, expected: str) -> None:
    _, rows = told(Ledger((PUBLIC, TREE)), f"2024年一般公共预算拨款合计{amount}万元。")
    assert status(rows, "N-5.general") == [expected]
    (check,) = [row for row in rows["checks"] if row["rule"] == "N-5.general"]
    assert (check["reach"], check["quantity"], check["form_id"]) == (
        "narrative",
        "money",
        "budget_gpb_expenditure_by_function",
    )
    kinds = {row["kind"]: row["operand_id"] for row in rows["check_operands"] if row["check_id"] == check["check_id"]}
    assert kinds["claim"].endswith("-p1-k1") and kinds["amount"].endswith("-t1-r1-c2")


def test_items_by_their_code_and_classes_by_what_is_beneath_them() -> None:
    ledger = Ledger((PUBLIC, (TREE[0], *TREE[4:])))
    _, rows = told(
        ledger,
        "1、一般公共服务支出（类）财政事务（款）行政运行（项）：2024年预算数为20.70万元。",
        "2、一般公共服务支出（类）31.00万元。",
    )
    assert status(rows, "N-6.general") == ["exact", "exact"]
    assert [row["functional_code"] for row in rows["claims"]] == ["2010601", "201"]


def test_a_sentence_proves_a_figure_that_nothing_else_confirms() -> None:
    ledger = Ledger((PUBLIC, (TREE[0], TREE[4])))
    basic = ledger.figure("15.40").place
    before, _ = told(ledger)
    after, rows = told(ledger, "一般公共预算拨款包括：基本支出15.40万元，项目支出5.30万元。")
    assert before.trust[basic].support < after.trust[basic].support
    assert {row["trust"] for row in rows["claims"]} == {"proven"}


def test_a_sentence_that_differs_disputes_both() -> None:
    ledger = Ledger((PUBLIC, TREE))
    judged, rows = told(ledger, "2024年一般公共预算拨款合计36.00万元。")
    assert judged.trust[1, 1, 2].trust == "disputed"
    assert [row["trust"] for row in rows["claims"]] == ["disputed"]


def test_operating_expense_is_at_most_the_public_part() -> None:
    heading = ("（一）机关运行经费情况", "n_operating")
    for amount, expected in (("5.30", ["exact"]), ("4.00", []), ("6.00", ["violated"])):
        _, rows = told(Ledger((BASIC, BASIC_ROWS)), f"机关运行经费预算{amount}万元。", heading=heading)
        assert status(rows, "B-22") == expected


def test_claims_never_carry_personal_data() -> None:
    number = "139" + "0000" + "1234"
    text = f"事业收入5.00万元，主要原因是新增泵站，联系人：张某某，联系电话：{number}。"
    _, rows = told(Ledger((PUBLIC, TREE)), text, heading=("二、收入", "n_income"))
    printed = str(rows)
    assert rows["claims"] and number not in printed and "张某某" not in printed


def test_the_place_of_a_claim_is_that_of_its_lines() -> None:
    lines = (
        (0, 3, (72.0, 700.0, 520.0, 714.0)),
        (30, 3, (72.0, 720.0, 520.0, 734.0)),
        (60, 4, (72.0, 80.0, 300.0, 94.0)),
    )
    whole = ((3, (72.0, 700.0, 520.0, 734.0)), (4, (72.0, 80.0, 300.0, 94.0)))
    paragraph = Paragraph("字" * 80, (), None, 3, 4, lines[0][2], whole, lines)
    assert place(paragraph, 35, 50) == (3, lines[1][2])
    assert place(paragraph, 10, 40) == (3, whole[0][1])
    assert place(paragraph, 61, 80) == (4, lines[2][2])


FUND = "政府性基金预算支出表"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本部门没有使用政府性基金预算拨款安排的支出。", ["violated"]),
        ("本部门无政府性基金预算财政拨款收入。", []),
        ("本部门没有使用政府性基金安排的“三公”经费。", []),
        ("上级政府性基金安排的转移支付资金未安排。", []),
    ],
)
def test_a_nil_statement_beside_a_filled_table(text: str, expected: list[str]) -> None:
    rows = (TREE[0], ("", "合计", "3.00", "", "3.00"), ("2120801", "征地和拆迁补偿支出", "3.00", "", "3.00"))
    _, found = told(Ledger((FUND, rows)), text, heading=("八、政府性基金预算拨款情况说明", "n_fund"))
    assert status(found, "N-12.fund") == expected


def test_a_nil_statement_beside_an_empty_table() -> None:
    rows = (TREE[0], ("", "合计", "", "", ""))
    _, found = told(
        Ledger((FUND, rows)), "本部门无政府性基金预算财政拨款支出，故本表无数据。", heading=("八", "n_fund")
    )
    assert status(found, "N-12.fund") == ["exact"]
