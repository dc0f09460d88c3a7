"""The Guangdong budget form as a whole document; a department prints the tables of its units too."""

from __future__ import annotations

from tests.typeset import guangdong_tables, regional_doc
from tests.typeset.model import Document

PLAN = regional_doc.Plan(
    family="guangdong",
    years=(2022, 2023, 2024, 2025),
    tables=guangdong_tables.tables,
    most=2,
    number=("表{}", "预算{}表", "公开表{}"),
    label=("部门名称", "单位名称"),
    apart=True,
    upright=frozenset({"budget_gpb_basic_by_dept_economic", "budget_gpb_project_by_economic", "budget_three_public"}),
)


def build(seed: int, *, landline: bool = False) -> Document:
    """A document of this family; it names no contact person, so `landline` changes nothing."""
    return regional_doc.build(PLAN, seed)
