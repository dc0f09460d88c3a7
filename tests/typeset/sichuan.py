"""The Sichuan budget form as a whole document."""

from __future__ import annotations

from tests.typeset import regional_doc, sichuan_tables
from tests.typeset.model import Document

PLAN = regional_doc.Plan(
    family="sichuan",
    years=(2021, 2022, 2023, 2024),
    tables=sichuan_tables.tables,
    text_first=True,
    most=3,
    number=("表{}", "公开表{}", "预算公开{}表"),
    label=("部门", "单位名称", "填报单位"),
    goals="long",
    upright=frozenset({"budget_gpb_basic_by_dept_economic"}),
)


def build(seed: int, *, landline: bool = False) -> Document:
    """A document of this family; it names no contact person, so `landline` changes nothing."""
    return regional_doc.build(PLAN, seed)
