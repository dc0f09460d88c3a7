"""The Beijing budget form as a whole document: the text stands before the tables."""

from __future__ import annotations

from tests.typeset import beijing_tables, regional_doc
from tests.typeset.model import Document

PLAN = regional_doc.Plan(
    family="beijing",
    years=(2022, 2023, 2024),
    tables=beijing_tables.tables,
    text_first=True,
    most=2,
    number=("预算{}表", "表{}", ""),
    label=("预算单位", "部门（单位）", "单位名称"),
    goals="long",
    total_first=False,
    upright=frozenset({"budget_gpb_basic_by_dept_economic", "budget_procurement"}),
)


def build(seed: int, *, landline: bool = False) -> Document:
    """A document of this family; it names no contact person, so `landline` changes nothing."""
    return regional_doc.build(PLAN, seed)
