"""The Hunan budget form as a whole document."""

from __future__ import annotations

from tests.typeset import hunan_tables, regional_doc
from tests.typeset.model import Document

PLAN = regional_doc.Plan(
    family="hunan",
    years=(2022, 2023, 2024),
    tables=hunan_tables.tables,
    text_first=True,
    most=3,
    number=("表{}", "附件{}", ""),
    label=("单位", "部门", "部门公开表单位名称"),
    upright=frozenset({"budget_gpb_basic_by_dept_economic"}),
)


def build(seed: int, *, landline: bool = False) -> Document:
    """A document of this family; it names no contact person, so `landline` changes nothing."""
    return regional_doc.build(PLAN, seed)
