"""What typists leave behind: a claim only where it is certain, the rest is text with a reason."""

from __future__ import annotations

import pytest

from pipeline.assemble.paragraphs import read_narrative
from tests.pipeline.assemble.sheets import LEFT, TOP, line, page, wrap
from tests.pipeline.claims.told import brief, read, wan


@pytest.mark.parametrize(
    ("text", "reason", "claims"),
    [
        ("2024年收入预算XX万元，比上年增加××万元。", "template", []),
        ("因公出国（境）费0.00万元，与上年（如持平，请写持平）。", "template", []),
        ("会议费5.00万元，比上年（增加/减少）2.00万元。", "direction_not_chosen", [("会议费", 5.0)]),
        ("会议费5.00万元，比上年增加（减少）2.00万元。", "direction_not_chosen", [("会议费", 5.0)]),
        ("公务接待费3.00万元，比上年减少-1.00万元。", "sign_contradicts_word", [("公务接待费", 3.0)]),
        ("办公费3.00万元，比上年增长13.95。", "percent_without_sign", [("办公费", 3.0)]),
        ("行政运行30.00万元，比上年增加5.00万元，下降20.00%。", "two_directions", [("行政运行", 30.0)]),
        ("与上年相比，收入总计增加到5.00万元。", "level_after_change", []),
        ("办公费、印刷费分别为3.00万元、2.00万元、1.00万元。", "names_and_amounts_differ", []),
        ("本年经费比上年有所增加。", "change_without_amount", []),
        ("由3个专门委员会组成。", "figure_in_no_claim", []),
    ],
)
def test_what_is_not_certain_is_kept_with_its_reason(
    text: str, reason: str, claims: list[tuple[str, float | None]]
) -> None:
    reading = read(text)
    assert [left.reason for left in reading.unparsed] == [reason]
    assert reading.unparsed[0].sentence == text
    assert brief(reading) == claims
    assert all(claim.change is None and claim.change_pct is None for claim in reading.claims)


def test_a_sentence_without_an_amount_is_text() -> None:
    reading = read("本年预算主要用于保障机构运转。")
    assert (reading.claims, reading.unparsed) == ((), ())


def test_two_directions_of_two_things_are_two_claims() -> None:
    reading = read("基本支出比上年增加5.00万元，项目支出减少8.00万元。")
    assert [(c.subject, c.change) for c in reading.claims] == [("基本支出", 5_000_000), ("项目支出", -8_000_000)]


def test_traditional_characters() -> None:
    (claim,) = read("2024年收入預算120.50萬元，較上年減少20.00萬元，下降14.23%。").claims
    assert (claim.subject, wan(claim), claim.change, str(claim.change_pct)) == (
        "收入預算",
        120.5,
        -20_000_000,
        "-14.23",
    )
    assert claim.base == "prior_budget"


@pytest.mark.parametrize("cut", range(1, 9))
def test_an_amount_split_by_a_page_break(cut: int) -> None:
    opening, amount = "本部门收入预算按综合预算原则编制完成，合计为", "1,234.56万元"
    assert cut < len(amount)
    first = line(opening + amount[:cut], TOP)
    pages = [
        page(1, [*wrap("本单位的各项收入和支出全部纳入部门预算管理，没有例外。", top=TOP - 60), first]),
        page(2, [line(amount[cut:] + "，比上年增加3.00万元。", TOP, LEFT)]),
    ]
    texts = [paragraph.text for paragraph in read_narrative(pages, {}).paragraphs]
    joined = next(text for text in texts if text.startswith("本部门"))
    assert amount in joined, texts
    assert [wan(claim) for claim in read(joined).claims if claim.fen] == [1234.56]
