"""Printed figures: exact values, steps, signs and the tokens that are no figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.normalize.numbers import is_figure, parse_number, step_fen, to_fen


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("421.63", "421.63", "0.01"),
        ("171,915,169", "171915169", "1"),
        ("171,915,169.00", "171915169.00", "0.01"),
        ("１２３．４５", "123.45", "0.01"),
        ("1，234.56", "1234.56", "0.01"),
        ("1 234.56", "1234.56", "0.01"),
        ("-5.00", "-5.00", "0.01"),
        ("－5.00", "-5.00", "0.01"),
        ("(5.00)", "-5.00", "0.01"),
        ("（5.00）", "-5.00", "0.01"),
        ("▲5.00", "-5.00", "0.01"),
        ("△5.00", "-5.00", "0.01"),
        ("0", "0", "1"),
        ("0.00", "0.00", "0.01"),
        (".50", None, None),
    ],
)
def test_a_figure_keeps_its_value_and_its_printed_step(text: str, value: str | None, step: str | None) -> None:
    number = parse_number(text)
    if value is None:
        assert number is None
        return
    assert number is not None
    assert (number.value, number.step) == (Decimal(value), Decimal(step or 0))


@pytest.mark.parametrize("text", ["1,23.45", "12,34", "2010306政务", "1.2.3", "五", "12%3", "10-12"])
def test_what_is_no_figure_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", "blank"), (" ", "blank"), ("-", "dash"), ("—", "dash"), ("——", "dash"), ("－－", "dash"), ("无", "nil_word"),
     ("/", "not_applicable"), ("不适用", "not_applicable"), ("※", "not_applicable")],
)  # fmt: skip
def test_tokens_for_nothing_are_kept_apart(text: str, kind: str) -> None:
    number = parse_number(text)
    assert number is not None
    assert (number.value, number.null_kind) == (None, kind)


def test_a_percent_sign_is_kept() -> None:
    number = parse_number("82.69％")
    assert number is not None
    assert (number.value, number.percent) == (Decimal("82.69"), True)


@pytest.mark.parametrize(("text", "can_only_be"), [("2024", False), ("12", False), ("12.00", True), ("12,345", True)])
def test_short_bare_digits_may_be_years_or_numbers_of_columns(text: str, can_only_be: bool) -> None:
    assert is_figure(text) is can_only_be


def test_money_is_exact_in_fen_and_finer_figures_are_rounded_to_even() -> None:
    assert to_fen(Decimal("421.63"), "万元") == 421_630_000
    assert to_fen(Decimal("1.005"), "元") == 100
    assert to_fen(Decimal("1.015"), "元") == 102
    assert step_fen(Decimal("0.01"), "万元") == Decimal(10_000)
