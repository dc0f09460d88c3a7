"""The documents beside the project: a re-typeset one with its truth, and real disclosures. Skipped where absent."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
pytestmark = pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason="../shared is not there")

# File name (a part of it) -> agency, year, stage, level, date of publication, region.
EXPECTED = {
    "2018年省检察院部门预算公开": ("江苏省人民检察院", 2018, "budget", "department", None, "320000"),
    "24年普陀区财政局": ("上海市普陀区财政局", 2024, "final", "department", None, "310107"),
    "万里街道办事处24年预算": ("上海市普陀区人民政府万里街道办事处", 2024, "budget", "department", None, "310107"),
    "商务委员会25年预算": ("上海市普陀区商务委员会", 2025, "budget", "department", None, "310107"),
    "普陀区财政局2024年度部门决算": ("上海市普陀区财政局", 2024, "final", "department", None, "310107"),
    "上海市社会福利院2024年预算": ("上海市普陀区社会福利院", 2024, "budget", "unit", None, "310107"),
    "上海市财政局25年预算": ("上海市财政局", 2025, "budget", "unit", None, "310000"),
    "江苏省人大办公厅2017": ("江苏省人大常委会办公厅", 2017, "budget", "department", None, "320000"),
    "江苏省人大常委会2019": ("江苏省人大常委会办公厅", 2019, "budget", "department", None, "320000"),
    "江苏省人大常委会办公厅2019": ("江苏省人大常委会办公厅", 2019, "budget", "department", None, "320000"),
    "江苏省政协办公厅2018年度": ("江苏省政协办公厅", 2018, "budget", "department", None, "320000"),
    "江苏省政协办公厅2018度": ("江苏省政协办公厅", 2018, "budget", "department", None, "320000"),
    "jimsar_2024_budget": (
        "吉木萨尔县政务服务和公共资源交易管理局", 2024, "budget", "department", "2024-02-19", "652327",
    ),
}  # fmt: skip


class Ingested:
    """The shared documents in a warehouse, its export, and all that the run printed."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "w.db"
        self.export = folder / "export"
        warehouse = ("--warehouse", f"sqlite:///{self.database}")
        inboxes = [str(SHARED / "seed"), str(SHARED / "real")]
        self.printed = self._run("ingest", *inboxes, *warehouse)
        self.printed += self._run("export", "--out", str(self.export), *warehouse)
        self.again = self._run("ingest", *inboxes, *warehouse)

    @staticmethod
    def _run(*args: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", *args], capture_output=True, text=True, check=True, cwd=ROOT
        )
        return done.stdout + done.stderr

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.database) as connection:
            return connection.execute(sql).fetchall()

    def rows(self, record: str) -> Iterator[dict[str, str]]:
        with (self.export / f"{record}.csv").open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Ingested:
    return Ingested(tmp_path_factory.mktemp("shared"))


def test_every_document_is_in_and_known_the_second_time(ingested: Ingested) -> None:
    assert ingested.ask("SELECT count(*) FROM documents WHERE status = 'loaded'") == [(13,)]
    assert ingested.ask("SELECT count(*) FROM failures") == [(0,)]
    assert "0 documents to read, 13 known" in ingested.again or "13" in ingested.again.splitlines()[-2]


def test_agency_year_stage_level_date_and_region(ingested: Ingested) -> None:
    found = ingested.ask(
        "SELECT file_name, agency_name, fiscal_year, stage, level_of_report, published_on, region_code FROM disclosures"
    )
    assert len(found) == len(EXPECTED)
    for name, *rest in found:
        key = max((k for k in EXPECTED if k in name), key=len)
        assert tuple(rest) == EXPECTED[key], name


def test_seed_against_its_truth(ingested: Ingested) -> None:
    out = ingested.export.parent / "score.json"
    truth = SHARED / "seed" / "jimsar_2024_budget.truth.json"
    scorer = [sys.executable, str(SHARED / "tools" / "score.py"), str(ingested.export)]
    subprocess.run([*scorer, "--truth", str(truth), "--json", str(out)], check=True, capture_output=True)
    (score,) = json.loads(out.read_text(encoding="utf-8"))
    assert score["tables_found"] == "12/12"
    assert score["cell_f1"] >= 0.995
    assert score["fact_recall"] >= 0.99
    assert score["fact_precision"] >= 0.99
    assert score["dims"] >= 0.99
    assert score["para_exact"] >= 0.95
    assert score["proven_wrong"] == "0"
    assert score["pii_leaks"] == "0"
    assert score["meta"] == 1.0


def test_differences_of_a_hundredth_are_rounding(ingested: Ingested) -> None:
    found = ingested.ask(
        "SELECT status, count(*) FROM checks WHERE file_name = 'jimsar_2024_budget.pdf'"
        " AND quantity = 'money' AND abs(CAST(difference_yuan AS REAL)) BETWEEN 1 AND 100 GROUP BY status"
    )
    assert found
    assert {status for status, _ in found} == {"within_rounding"}


def test_the_contact_person_is_in_no_byte(ingested: Ingested) -> None:
    truth = json.loads((SHARED / "seed" / "jimsar_2024_budget.truth.json").read_text(encoding="utf-8"))
    assert truth["personal"]
    written = [path for path in ingested.database.parent.rglob("*") if path.is_file() and path.name != "score.json"]
    blob = b"".join(path.read_bytes() for path in written) + ingested.printed.encode()
    for secret in truth["personal"]:
        assert secret.encode() not in blob
        assert secret.encode("utf-16-le") not in blob


def test_forms_are_recognised(ingested: Ingested) -> None:
    ((recognised, tables),) = ingested.ask("SELECT count(form_id), count(*) FROM tables")
    assert recognised >= 0.95 * tables


def test_identities_hold(ingested: Ingested) -> None:
    statuses = dict(ingested.ask("SELECT status, count(*) FROM checks WHERE reach <> 'narrative' GROUP BY status"))
    held = statuses.get("exact", 0) + statuses.get("within_rounding", 0)
    assert held > 2000
    assert held >= 0.98 * (held + statuses.get("violated", 0))


def test_no_text_from_outside_the_page(ingested: Ingested) -> None:
    # Page 3 of this document draws the narrative of the page before once more, beyond its edge.
    texts = ingested.ask("SELECT text FROM paragraphs WHERE file_name LIKE '%商务委员会25年预算%'")
    sentences = [s for (text,) in texts for s in re.split(r"(?<=。)", text) if len(s) > 40]
    assert sentences
    assert len(sentences) == len(set(sentences))
