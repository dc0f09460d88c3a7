from __future__ import annotations

import random

import pytest

from tests.typeset import codes, figures, profiles
from tests.typeset.builders import head, header, ordinal
from tests.typeset.canvas_text import NO_END, NO_START, Type, break_lines
from tests.typeset.model import Cell, Row, Style, Table
from tests.typeset.numbers import Format, percent, rounded, wan
from tests.typeset.truths import _path


def table(rows: tuple[Row, ...], header_rows: int = 0, number_rows: int = 0) -> Table:
    widths = (1.0,) * len(rows[0])
    return Table("", "表", "元", "x", (), rows, header_rows, widths, number_rows)


@pytest.mark.parametrize(
    "rows",
    [
        ((Cell("a"), None),),
        ((Cell("a", col_span=2), Cell("b")),),
        ((Cell("a", row_span=2), Cell("b")), (Cell("c"), Cell("d"))),
        ((Cell("a"), Cell("b")), (Cell("c"),)),
    ],
)
def test_grids_with_holes_or_overlaps_are_refused(rows: tuple[Row, ...]) -> None:
    with pytest.raises(ValueError, match="表"):
        table(rows)


def test_column_paths_follow_the_header() -> None:
    top = header(
        [head("科目", "编码", "名称"), head("支出", "合计", head("基本", "人员", "公用"))], numbers=list("12345")
    )
    made = table((*top, tuple(Cell(x) for x in "vwxyz")), header_rows=4, number_rows=1)
    assert _path(made, 4, 2) == ["支出", "合计"]
    assert _path(made, 4, 4) == ["支出", "基本", "公用"]
    assert _path(made, 4, 0) == ["科目", "编码"]


@pytest.mark.parametrize(
    ("form", "fen", "text"),
    [
        (Format(), 4_575_449_99, "457.54"),
        (Format(), 4_575_450_00, "457.55"),
        (Format(thousands=True), 123_456_789_012, "123,456.79"),
        (Format(unit="元", decimals=0, thousands=True), 17_191_516_900, "171,915,169"),
        (Format(unit="元", decimals=2), 2_308_466_200, "23084662.00"),
        (Format(), 4_999, ""),
        (Format(zero="0.00"), 0, "0.00"),
        (Format(zero="dash"), 0, "-"),
        (Format(unit="元", decimals=0, zero="0"), 0, "0"),
        (Format(), -5_000_000, "-5.00"),
    ],
)
def test_amounts_as_printed(form: Format, fen: int, text: str) -> None:
    assert form.show(fen) == text


def test_shares_and_rounding() -> None:
    assert percent(8269, 10000) == "82.69"
    assert percent(2, 3) == "66.67"
    assert percent(1, 0) == "0.00"
    assert rounded(-15, 10) == -20
    assert wan(0) == "0.00"


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 10, 11, 20, 26)] == ["一", "十", "十一", "二十", "二十六"]


def test_lines_break_as_in_chinese_typesetting() -> None:
    text = "其中：一般公共预算（含上级转移支付）1,234.56万元，占82.69%；政府性基金（类）0.00万元。" * 3
    face = Type("Helvetica", "Helvetica-Bold", Style(digits="serif")).face(10)
    for width in range(60, 160, 7):
        lines = break_lines(text, face, float(width), 20.0)
        assert "".join(lines) == text
        assert not [line for line in lines[1:] if line[0] in NO_START]
        assert not [line for line in lines[:-1] if line[-1] in NO_END]
        assert all("1,234.56" in line for line in lines if "1,234" in line)


def test_every_code_of_the_profiles_is_real() -> None:
    for profile in profiles.PROFILES:
        for code in [profile.main, *(c for _, c in (*profile.projects, *profile.fund_projects))]:
            assert codes.functional(code)
            assert codes.functional(code[:5])


@pytest.mark.parametrize("seed", range(20))
def test_figures_satisfy_the_identities_before_rounding(seed: int) -> None:
    rng = random.Random(seed)
    made = figures.make(rng, rng.choice(profiles.PROFILES), 1)
    ledger = made.ledger

    def paid(function: str) -> int:
        return ledger.total(lambda e: e.function == function)

    assert ledger.total(figures.basic) + ledger.total(figures.project) == ledger.total()
    assert ledger.total(figures.fiscal) + ledger.total(figures.nonfiscal) == ledger.total()
    # Functional insurance classes equal their economic counterparts (forms.md B-21).
    for function, economic in (("2080505", "30108"), ("2080506", "30109"), ("2210201", "30113")):
        assert paid(function) == ledger.total(figures.spent_on(economic)) > 0
    assert all(e.fen > 0 for e in (*ledger.entries, *made.prior.entries))
