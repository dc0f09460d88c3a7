"""The measure of claims: what matches, what is missed, what is too much."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import accuracy_claims

NAMES = (
    "subject",
    "metric",
    "amount_yuan",
    "share_pct",
    "change_yuan",
    "change_pct",
    "direction",
    "reason",
    "sentence",
)


def claim(subject: str, **values: Any) -> dict[str, Any]:
    return dict.fromkeys(NAMES) | {"subject": subject, "metric": "总", "sentence": f"{subject}。"} | values


def row(item: dict[str, Any], **values: str) -> dict[str, str]:
    words = {"增加": "increase", "减少": "decrease", "持平": "flat"}
    found = {k: "" if v is None else str(v) for k, v in item.items()}
    found["direction"] = words.get(found["direction"], "")
    return {**found, "implied": str(bool(item.get("implied"))).lower(), **values}


MOVED = claim(
    "人员经费", amount_yuan="100.00", change_yuan="-20.00", change_pct="16.67", direction="减少", reason="退休"
)


def test_what_is_read_right_scores_full() -> None:
    truth = {"claims": [MOVED, claim("公用经费", amount_yuan="30.00", share_pct="12.50")], "counts": []}
    found = accuracy_claims.compare(truth, [row(c) for c in truth["claims"]])
    assert (found.right, found.missed, found.extra) == (2, 0, 0)
    assert found.fields == found.fields_right == 1
    assert accuracy_claims.differences(truth, [row(c) for c in truth["claims"]]) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_yuan": "101.00"},
        {"change_yuan": "-21.00"},
        {"change_pct": "16.68"},
        {"direction": "increase"},
        {"subject": "差旅费"},
    ],
)
def test_a_wrong_figure_or_noun_is_missed_and_too_much(wrong: dict[str, str]) -> None:
    found = accuracy_claims.compare({"claims": [MOVED], "counts": []}, [row(MOVED, **wrong)])
    assert (found.right, found.missed, found.extra) == (0, 1, 1)


def test_a_wrong_reason_costs_a_field_only() -> None:
    found = accuracy_claims.compare({"claims": [MOVED], "counts": []}, [row(MOVED, reason="调资")])
    assert (found.right, found.fields, found.fields_right) == (1, 1, 0)


def test_a_percentage_may_carry_its_sign() -> None:
    found = accuracy_claims.compare({"claims": [MOVED], "counts": []}, [row(MOVED, change_pct="-16.67")])
    assert found.right == 1


def test_equal_amounts_go_to_their_own_sentence() -> None:
    a, b = (claim("基本支出", amount_yuan="5.00", sentence=s, reason=s) for s in ("甲。", "乙。"))
    found = accuracy_claims.compare({"claims": [a, b], "counts": []}, [row(b), row(a)])
    assert (found.right, found.fields_right) == (2, 2)


def test_counts_are_found_in_their_sentence_or_a_part_of_it() -> None:
    counts = [{"subject": "车辆", "value": "4", "unit": "辆", "sentence": "车辆4辆；设备4台。"}]
    truth = {"claims": [], "counts": counts}
    right = {"count_value": "4", "count_unit": "辆", "sentence": "车辆4辆；"}
    other = {"count_value": "4", "count_unit": "辆", "sentence": "别处车辆4辆。"}
    assert accuracy_claims.compare(truth, [right]).counted == 1
    assert accuracy_claims.compare(truth, [other]).counted == 0
    assert accuracy_claims.compare(truth, [right]).extra == 0
