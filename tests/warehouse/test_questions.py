"""The twenty questions of docs/query.md, with answers that are known; and sums that count every money once."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sample_reports import REPORTS, SUPERSEDED, fill

from warehouse.people import people_views, render
from warehouse.store import Warehouse

DOCS = Path(__file__).parents[2] / "docs"
QUESTIONS = dict(
    re.findall(
        r"^### (\d+) .*?```sql\n(.*?)```", (DOCS / "query.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
)
EDU, FIN, HEA = "青禾县教育局", "青禾县财政局", "青禾县卫生健康委员会"
ANSWERS: dict[str, list[tuple[object, ...]]] = {
    "1": [(EDU, 9_000_000), (FIN, 3_200_000), (HEA, 1_500_000)],
    "2": [
        ("205", "教育支出", 8_000_000),
        ("201", "一般公共服务支出", 2_800_000),
        ("210", "卫生健康支出", 1_500_000),
        ("208", "社会保障和就业支出", 1_400_000),
    ],
    "3": [(EDU, 2024, "budget", 3_000_000), (EDU, 2024, "final", 3_100_000)],
    "4": [(EDU, 9_000_000, 8_300_000, -700_000)],
    "5": [(EDU, 6_500_000, 9_000_000, 38.5)],
    "6": [(EDU, 90_000), (FIN, 30_000)],
    "7": [(EDU, 40_000), (FIN, 30_000)],
    "8": [(EDU, 50_000)],
    "9": [(EDU, 90_000, 95_000)],
    "10": [(EDU, 120, "名"), (FIN, 40, "名")],
    "11": [(FIN, 80_000), (EDU, 75_000)],
    "12": [(FIN, 75), (EDU, 77.8), (HEA, 100)],
    "13": [(EDU, f"{EDU}2024决算-edu24f.pdf", 1), (FIN, f"{FIN}2024预算-fin24.pdf", 1)],
    "14": [(FIN, -50_000, "合计与各行之和相差-50000元。")],
    "15": [(173, 173, 100)],
    "16": [(EDU, "budget_govfund_expenditure"), (EDU, "budget_three_public_detail")],
    "17": [],
    "18": [(f"{EDU}2024预算-edu24.pdf", 1, "5,000,000", "元", 70.92, 100)],
    "19": [("财政信息化", 500_000), ("绩效评价", 300_000)],
    "20": [(2024, "budget", 1_500_000)],
}


@pytest.fixture(scope="module")
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse.open(str(tmp_path_factory.mktemp("county") / "w.db"))
    fill(warehouse)
    return warehouse


def plain(rows: object) -> list[tuple[object, ...]]:
    """Numbers of either engine as Python compares them."""
    return [tuple(v if v is None or isinstance(v, str | int) else float(str(v)) for v in row) for row in rows]  # type: ignore[attr-defined]


def test_there_are_twenty_questions_each_with_an_answer() -> None:
    assert list(QUESTIONS) == list(ANSWERS) == [str(number) for number in range(1, 21)]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_what_a_readme_asks_is_answered(asked: Warehouse, name: str) -> None:
    said = re.findall(r"```sql\n(.*?)```", (DOCS.parent / name).read_text(encoding="utf-8"), re.DOTALL)
    spending, contradictions = (asked.ask(sql.rstrip().rstrip(";")) for sql in said)
    assert {row[0] for row in spending[1]} == {EDU, FIN} and len(contradictions[1]) == 2


@pytest.mark.parametrize("number", ANSWERS)
def test_each_question_has_its_answer(asked: Warehouse, number: str) -> None:
    assert plain(asked.query(QUESTIONS[number])[1]) == ANSWERS[number]


def test_both_engines_give_the_same_answers(postgres_url: str) -> None:
    with Warehouse.open(postgres_url) as warehouse:
        fill(warehouse)
        assert {number: plain(warehouse.query(sql)[1]) for number, sql in QUESTIONS.items()} == ANSWERS


def test_spending_is_the_truth_of_each_report_and_counts_nothing_twice(asked: Warehouse) -> None:
    truth = {
        (report.agency, report.year, report.stage): report.total
        for report in REPORTS
        if report.seed != SUPERSEDED and report.level == "department"
    }
    rows = asked.query("SELECT agency_name, fiscal_year, stage, sum(amount_fen) FROM spending GROUP BY 1, 2, 3")[1]
    assert {row[:3]: int(str(row[3])) // 100 for row in rows} == truth
    raw = asked.query("SELECT sum(amount_yuan) FROM amounts WHERE fiscal_year = 2024 AND stage = 'budget'")[1]
    assert float(str(raw[0][0])) > 4 * 13_700_000, "a raw sum is wrong by design"


def test_a_unit_counts_when_its_department_is_not_there(url: str) -> None:
    alone = tuple(report for report in REPORTS if report.level == "unit")
    with Warehouse.open(url) as warehouse:
        fill(warehouse, alone)
        assert plain(warehouse.query("SELECT agency_name, amount_yuan FROM spending")[1]) == [
            ("青禾县第一幼儿园", 600_000)
        ]


def test_every_view_has_its_chinese_name_and_columns(url: str) -> None:
    with Warehouse.open(url) as warehouse:
        for view in people_views():
            assert len(view.zh.encode()) <= 63
            assert list(warehouse.query(f"SELECT * FROM {view.name} LIMIT 1")[0]) == [
                name for name, _, _ in view.columns
            ]
            assert list(warehouse.query(f'SELECT * FROM "{view.zh}" LIMIT 1')[0]) == [zh for _, zh, _ in view.columns]


def test_the_page_of_the_views_is_current() -> None:
    assert (DOCS / "views.md").read_text(encoding="utf-8") == render(), (
        "run: python -m warehouse.people > docs/views.md"
    )


@pytest.mark.parametrize(
    ("sql", "way"),
    [
        ("SELECT message FROM findings WHERE agency_name = 'x'", "ix_disclosures_data_agency_name"),
        ("SELECT message FROM findings WHERE file_name = 'x'", "ix_documents_data_file_name"),
        ("SELECT amount_yuan FROM spending_total WHERE fiscal_year = 2024", "ix_disclosures_data_fiscal_year"),
        ("SELECT change_pct FROM spending_by_year WHERE fiscal_year = 2024", "ix_disclosures_data_agency_id"),
        (
            "SELECT c.item FROM completeness c JOIN disclosures d USING (disclosure_id) WHERE d.agency_name = 'x'",
            "ix_disclosures_data_agency_name",
        ),
    ],
)
def test_a_question_about_some_reports_reads_these_alone(tmp_path: Path, sql: str, way: str) -> None:
    path = tmp_path / "w.db"
    fill(Warehouse.open(str(path)))
    with closing(sqlite3.connect(path)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert any(way in step for step in plan)
    assert not any(step.startswith("SCAN") for step in plan), plan
