"""Targets that the page of a project tells in prose."""

from __future__ import annotations

from datetime import date

from pipeline.assemble.paragraphs import Paragraph
from pipeline.normalize.claims.model import Claim
from pipeline.normalize.claims.read import read_claims
from tests.pipeline.claims.told import AGENCY


def goals(text: str, *section: str) -> tuple[Claim, ...]:
    box = (0.0, 0.0, 100.0, 10.0)
    told = Paragraph(text, section, "n_performance", 1, 1, box, ((1, box),))
    return read_claims([(1, told)], agency=AGENCY, fiscal_year=2024, stage="budget", on=date(2024, 12, 31)).claims


def test_targets_of_a_project_page() -> None:
    found = goals(
        "完成培训次数≥12次，服务对象满意度不低于90%；项目成本控制在45.5万元以内。",
        "河道管护专项经费情况说明",
        "七、绩效目标",
    )
    assert [(c.kind, c.subject, str(c.count), c.unit, c.text) for c in found] == [
        ("performance", "完成培训次数", "12", "次", "≥12次"),
        ("performance", "服务对象满意度", "90", "%", "不低于90%"),
        ("performance", "项目成本", "45.5", "万元", "控制在45.5万元以内"),
    ]
    assert {c.metric for c in found} == {"河道管护专项经费"}
    assert [c.fen for c in found] == [None, None, None]


def test_what_is_no_target_stays_text() -> None:
    assert not goals("建成后供周边2000名居民使用，12月底前完工。", "河道管护专项经费情况说明", "七、绩效目标")


def test_other_pages_state_figures_of_the_budget() -> None:
    (claim,) = goals("编报绩效目标的项目3个，涉及项目预算资金26.00万元。", "其他相关情况说明", "四、绩效目标设置情况")
    assert (claim.count, claim.fen) == (3, 26_000_000)
