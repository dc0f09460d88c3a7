"""Operands, rounding and status of one identity."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.assemble.table import TableCell
from pipeline.normalize.model import Column, Figure, Row, Side
from pipeline.normalize.numbers import parse_number, step_fen, to_fen
from pipeline.verify.trial import Term, Trial, tried, untried


def term(text: str, unit: str = "万元", *, sign: int = 1, row: int = 0, col: int = 0) -> Term:
    """A figure as printed, at a place."""
    number = parse_number(text)
    assert number is not None
    column = Column(col, ("金额",), "amount")
    value = number.value
    return Term(
        Figure(
            table=1,
            cell=TableCell(row, col, 1, 1, text, text, 1, (0.0, 0.0, 1.0, 1.0)),
            side=Side(0, (), (col,), None, "auto"),
            row=Row(row, 0, "", (), None),
            column=column,
            dims={},
            value=value,
            fen=None if value is None else to_fen(value, unit),
            step=None if number.step is None else step_fen(number.step, unit),
            measure="money",
            unit=unit,
            null_kind=number.null_kind,
        ),
        sign,
    )


def sums(total: str, parts: list[str], unit: str = "万元") -> Trial:
    """A total against its parts."""
    terms = [term(text, unit, row=row) for row, text in enumerate(parts, 1)]
    trial = tried("rule", "form", "table", "column", [term(total, unit)], terms)
    assert trial is not None
    return trial


@pytest.mark.parametrize(
    ("total", "parts", "unit", "fen"),
    [
        ("3.00", ["1.00", "2.00"], "万元", 15_000),  # (2 + 1) · 0.01 / 2
        ("6.00", ["1.00", "2.00", "3.00"], "万元", 20_000),
        ("171,915,169", ["127,642,039", "44,273,130"], "元", 150),
        ("171,915,169.00", ["127,642,039.00", "44,273,130.00"], "元", Decimal("1.5")),
        ("3.0", ["1.00", "2.00"], "万元", 60_000),  # 0.05 + 0.005 + 0.005
        ("3", ["1.00", "2.00"], "万元", 510_000),
        ("3.00", ["3.00", "0"], "万元", 15_000),  # a bare 0 is as exact as what stands beside it
        ("3", ["3", "0.00"], "万元", 1_005_000),
        ("3.00", ["3.00", ""], "万元", 10_000),  # blanks are no operands
        ("3.00", ["3.00", "-", "无"], "万元", 10_000),
    ],
)
def test_tolerance_is_half_a_printed_step_for_every_operand(
    total: str, parts: list[str], unit: str, fen: int | Decimal
) -> None:
    assert sums(total, parts, unit).tolerance == fen


def test_tolerance_between_units_adds_the_steps_of_both() -> None:
    trial = tried("r", "f", "tables", "table", [term("25,177,779", "元")], [term("2,517.78", "万元", row=1)])
    assert trial is not None
    assert trial.tolerance == Decimal(50 + 5000)
    assert trial.status == "within_rounding"


@pytest.mark.parametrize(
    ("total", "status"),
    [
        ("3.00", "exact"),
        ("3.01", "within_rounding"),
        ("2.99", "within_rounding"),
        ("3.02", "violated"),
        ("2.98", "violated"),
        ("-3.00", "violated"),
    ],
)
def test_status(total: str, status: str) -> None:
    trial = sums(total, ["1.00", "2.00"])
    assert trial.status == status
    assert trial.holds == (status in ("exact", "within_rounding"))


def test_exactly_the_tolerance_still_holds() -> None:
    # Four operands of 0.01: 0.02 is allowed, 0.03 is not.
    assert sums("6.02", ["1.00", "2.00", "3.00"]).status == "within_rounding"
    assert sums("6.03", ["1.00", "2.00", "3.00"]).status == "violated"


def test_negative_parts_are_subtracted() -> None:
    assert sums("3.00", ["5.00", "-2.00"]).status == "exact"
    left = [term("3.00"), term("2.00", row=1)]
    trial = tried("r", "f", "row", "row", [term("5.00", row=2)], left)
    assert trial is not None
    assert trial.residual == 0
    difference = tried("r", "f", "row", "row", [term("3.00")], [term("5.00", row=1), term("2.00", row=2, sign=-1)])
    assert difference is not None
    assert difference.status == "exact"


def test_blanks_are_no_operands_but_keep_their_place() -> None:
    trial = sums("3.00", ["3.00", "", "-"])
    assert [(t.figure.cell.text, side) for t, side in trial.operands] == [("3.00", "left"), ("3.00", "right")]
    assert set(trial.weights) == {(1, 0, 0), (1, 1, 0), (1, 2, 0), (1, 3, 0)}
    assert trial.weights[1, 0, 0] == 1
    assert trial.weights[1, 2, 0] == -1


@pytest.mark.parametrize(
    ("parts", "same"),
    [(["3.00"], True), (["3.00", "0.00"], True), (["3.00", ""], True), (["1.00", "2.00"], False)],
)
def test_one_repeated_number(parts: list[str], same: bool) -> None:
    assert sums("3.00", parts).is_one_number is same


@pytest.mark.parametrize("texts", [("", ["", ""]), ("0.00", ["0.00", ""]), ("", ["0.00"]), ("-", ["-"])])
def test_nothing_printed_is_nothing_to_try(texts: tuple[str, list[str]]) -> None:
    total, parts = texts
    terms = [term(text, row=row) for row, text in enumerate(parts, 1)]
    assert tried("r", "f", "table", "column", [term(total)], terms) is None
    assert untried("r", "f", ([term(total)], terms), "table_missing") is None


@pytest.mark.parametrize(("total", "part", "reason"), [("", "3.00", "total_blank"), ("3.00", "", "parts_blank")])
def test_a_blank_side_cannot_be_tested(total: str, part: str, reason: str) -> None:
    trial = sums(total, [part])
    assert trial.status == "not_testable"
    assert trial.reason == reason
    assert not trial.holds


def test_a_zero_is_no_blank() -> None:
    assert sums("0.00", ["3.00"]).status == "violated"
