"""An invented county: departments, a unit, two years, both stages, two editions, with figures that are known."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sample_bundles import BOX, Bundle, document_id_of, name_of

from warehouse.store import Name, Warehouse

#: Functional code, name, and yuan of basic and project expenditure.
Items = Mapping[str, tuple[str, int, int]]
CLASSES = {
    "201": "一般公共服务支出",
    "205": "教育支出",
    "208": "社会保障和就业支出",
    "210": "卫生健康支出",
    "20106": "财政事务",
    "20502": "普通教育",
    "20805": "行政事业单位养老支出",
    "21001": "卫生健康管理事务",
}


@dataclass(frozen=True)
class Report:
    """One document with one disclosure."""

    seed: str
    agency_id: str
    agency: str
    year: int
    stage: str
    items: Items
    three: Mapping[tuple[str, str], int] = field(default_factory=dict)
    level: str = "department"
    posts: int | None = None
    units: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    violated: int | None = None
    projects: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Yuan of all leaves."""
        return sum(basic + project for _, basic, project in self.items.values())

    @property
    def name(self) -> Name:
        """Its name in the inbox."""
        stage = {"budget": "预算", "final": "决算"}[self.stage]
        return name_of(self.seed, f"{self.agency}{self.year}{stage}-{self.seed}.pdf")


def bundle(report: Report) -> Bundle:
    """Everything the document yields."""
    document_id = document_id_of(report.seed)
    short = document_id[:16]
    disclosure = f"{short}-d1"
    made: Bundle = {
        "documents": [
            {
                "document_id": document_id, "file_name": "x.pdf", "file_bytes": 1, "page_count": 1,
                "text_layer": "text", "producer": None, "status": "loaded",
            }
        ],
        "disclosures": [
            {
                "disclosure_id": disclosure, "document_id": document_id, "disclosure_ordinal": 1,
                "stage": report.stage, "fiscal_year": report.year, "agency_id": report.agency_id,
                "agency_name": report.agency, "level_of_report": report.level, "region_name": "青禾县",
                "region_code": "659999", "page_first": 1, "page_last": 1,
            }
        ],
        "tables": [], "amounts": [], "cells": [],
        "completeness": [{"disclosure_id": disclosure, "item": item, "state": "missing"} for item in report.missing],
    }  # fmt: skip
    _spending(made, report, short)
    _three_public(made, report, short)
    _projects(made, report, short)
    _units(made, report, short)
    _staffing(made, report, short)
    _finding(made, report, short)
    return made


def _table(made: Bundle, short: str, form: str) -> str:
    number = len(made["tables"]) + 1
    made["tables"].append(
        {
            "table_id": f"{short}-t{number}", "disclosure_id": f"{short}-d1",
            "document_id": made["documents"][0]["document_id"], "table_ordinal": number, "form_id": form, "unit": "元",
            "page_first": 1, "page_last": 1, "row_count": 1, "column_count": 1, "header_rows": 1, "is_empty": False,
        }
    )  # fmt: skip
    return f"{short}-t{number}"


def _amount(made: Bundle, table: str, row: int, col: int, yuan: int, **said: Any) -> None:
    made["amounts"].append(
        {
            "amount_id": f"{table}-r{row}-c{col}", "table_id": table, "disclosure_id": f"{table[:16]}-d1", "row": row,
            "col": col, "flow": "expenditure", "fund": "all", "origin": "all", "nature": "all", "is_total": False,
            "is_leaf": True, "code_status": "exact", "measure": "money", "value": str(yuan),
            "amount_fen": yuan * 100, "unit": "元", "printed": f"{yuan:,}", "reading": "text",
            "trust": "proven" if yuan else "unverified", "support": 1, **BOX, **said,
        }
    )  # fmt: skip


def _spending(made: Bundle, report: Report, short: str) -> None:
    """A form by function with totals, classes and groups, and the same money once more in a second form."""
    sums: dict[str, list[int]] = {}
    for code, (_, basic, project) in report.items.items():
        for part in (code[:3], code[:5], code):
            found = sums.setdefault(part, [0, 0])
            found[0] += basic
            found[1] += project
    forms = [f"{report.stage}_expenditure_by_function", f"{report.stage}_gpb_expenditure_by_function"]
    for form in forms:
        table = _table(made, short, form)
        fund = "all" if form == forms[0] else "general_public"
        for row, code in enumerate(sorted(sums), 1):
            name = report.items[code][0] if code in report.items else CLASSES[code]
            said = {
                "phase": report.stage, "functional_code": code, "functional_name": name, "row_label": name,
                "is_leaf": code in report.items, "fund": fund,
            }  # fmt: skip
            basic, project = sums[code]
            _amount(made, table, row, 2, basic + project, **said, is_total=True)
            _amount(made, table, row, 3, basic, **(said | {"nature": "basic"}))
            _amount(made, table, row, 4, project, **(said | {"nature": "project"}))
        _amount(made, table, 99, 2, report.total, phase=report.stage, row_label="合计", is_total=True, is_leaf=True)


def _three_public(made: Bundle, report: Report, short: str) -> None:
    if report.three:
        table = _table(made, short, f"{report.stage}_three_public")
        for col, ((header, phase), yuan) in enumerate(report.three.items()):
            _amount(made, table, 3, col, yuan, phase=phase, fund="fiscal", column_path=header)


def _projects(made: Bundle, report: Report, short: str) -> None:
    if report.projects:
        table = _table(made, short, "budget_project_list")
        for row, (project, yuan) in enumerate(report.projects.items(), 1):
            _amount(made, table, row, 1, yuan, phase="budget", nature="project", project_name=project)


def _units(made: Bundle, report: Report, short: str) -> None:
    if report.units:
        table = _table(made, short, "unit_list")
        for row, unit in enumerate(report.units, 1):
            text = {"text": unit, "printed": unit, "role": "label", "unmapped": False}
            made["cells"].append({"table_id": table, "row": row, "col": 1, "row_span": 1, "col_span": 1, **text, **BOX})


def _staffing(made: Bundle, report: Report, short: str) -> None:
    if report.posts is None:
        return
    sentence = f"{report.agency}编制{report.posts}名。"
    place = {name: value for name, value in BOX.items() if name != "page"}
    own = {"disclosure_id": f"{short}-d1", "document_id": made["documents"][0]["document_id"]}
    made["paragraphs"] = [
        {"paragraph_id": f"{short}-p1", **own, "paragraph_ordinal": 1, "text": sentence, "page_first": 1,
         "page_last": 1, **place}
    ]  # fmt: skip
    made["claims"] = [
        {"claim_id": f"{short}-p1-k1", "paragraph_id": f"{short}-p1", "disclosure_id": f"{short}-d1",
         "kind": "staffing", "subject": "编制", "count_value": str(report.posts), "count_unit": "名",
         "implied": False, "sentence": sentence, "trust": "unverified", **BOX}
    ]  # fmt: skip


def _finding(made: Bundle, report: Report, short: str) -> None:
    if report.violated is not None:
        check_id = hashlib.sha256(report.seed.encode()).hexdigest()[:16]
        own = {"disclosure_id": f"{short}-d1", "document_id": made["documents"][0]["document_id"]}
        made["checks"] = [
            {"check_id": check_id, **own, "rule": "sum", "reach": "table", "status": "violated", "quantity": "money",
             "difference_yuan": str(report.violated), "message": f"合计与各行之和相差{report.violated}元。"}
        ]  # fmt: skip


PRESCHOOL, PRIMARY, PENSIONS = ("学前教育", "小学教育", "机关事业单位基本养老保险缴费支出")
OFFICE = "行政运行"
REPORTS = (
    Report(
        "edu24", "edu", "青禾县教育局", 2024, "budget",
        {"2050201": (PRESCHOOL, 2_000_000, 1_000_000), "2050202": (PRIMARY, 4_000_000, 1_000_000),
         "2080505": (PENSIONS, 1_000_000, 0)},
        {("三公经费/合计", "budget"): 90_000, ("三公经费/公务接待费", "budget"): 40_000,
         ("三公经费/公务用车购置及运行费/购置费", "budget"): 50_000},
        posts=120, units=("青禾县第一幼儿园",), missing=("budget_govfund_expenditure", "budget_three_public_detail"),
    ),
    Report(
        "edu23", "edu", "青禾县教育局", 2023, "budget",
        {"2050201": (PRESCHOOL, 2_500_000, 0), "2050202": (PRIMARY, 3_500_000, 500_000)},
    ),
    Report(
        "edu24f", "edu", "青禾县教育局", 2024, "final",
        {"2050201": (PRESCHOOL, 2_100_000, 1_000_000), "2050202": (PRIMARY, 4_200_000, 1_000_000)},
        {("三公经费/合计/预算数", "budget"): 90_000, ("三公经费/合计/决算数", "final"): 95_000}, violated=200,
    ),
    Report(
        "fin24", "fin", "青禾县财政局", 2024, "budget",
        {"2010601": (OFFICE, 2_000_000, 0), "2010602": ("一般行政管理事务", 0, 800_000),
         "2080505": (PENSIONS, 400_000, 0)},
        {("三公经费/合计", "budget"): 30_000, ("三公经费/公务接待费", "budget"): 30_000},
        posts=40, violated=-50_000, projects={"财政信息化": 500_000, "绩效评价": 300_000},
    ),
    Report("hea24a", "hea", "青禾县卫生健康委员会", 2024, "budget", {"2100101": (OFFICE, 1_200_000, 0)}),
    Report("hea24b", "hea", "青禾县卫生健康委员会", 2024, "budget", {"2100101": (OFFICE, 1_500_000, 0)}),
    Report("kin24", "kin", "青禾县第一幼儿园", 2024, "budget", {"2050201": (PRESCHOOL, 600_000, 0)}, level="unit"),
)  # fmt: skip
#: The earlier edition of the health budget.
SUPERSEDED = "hea24a"


def fill(warehouse: Warehouse, reports: tuple[Report, ...] = REPORTS) -> None:
    """Load the county and link its editions."""
    from dataclasses import replace
    from datetime import UTC, datetime

    for report in reports:
        warehouse.load(bundle(report), [report.name], "r1", datetime(2026, 1, 2, tzinfo=UTC))
    with warehouse.linking() as store:
        linked = []
        for one in store.disclosures(store.touched()):
            key = f"{one.agency_id}-{one.fiscal_year}-{one.stage}-{one.level_of_report}"
            current = one.document_id != document_id_of(SUPERSEDED)
            linked.append(replace(one, report_id=key, edition=2 - (not current), is_current=current))
        store.put_links(linked)
