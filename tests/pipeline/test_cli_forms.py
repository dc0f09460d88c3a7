"""`mingzhang forms` and `mingzhang codes`: lookups, mistakes named, tables explained."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from pipeline.cli import run

ROOT = Path(__file__).parents[2]
SAMPLE = next(iter(sorted((ROOT / "raw_pdfs").glob("*.pdf"))), None)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_name_is_looked_up_in_every_list(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["codes", "住房公积金"]) == 0
    found = {(row["list"], row["code"]) for row in rows_of(capfd.readouterr().out)}
    assert {("functional", "2210201"), ("economic_department", "30113"), ("economic_government", "50103")} <= found


def test_a_code_that_changed_its_meaning_shows_both_names(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["codes", "30311"]) == 0
    names = [row["name"] for row in rows_of(capfd.readouterr().out)]
    assert names == ["住房公积金", "代缴社会保险费"]
    assert run(["codes", "30311", "--on", "2024-01-01"]) == 0
    assert [row["name"] for row in rows_of(capfd.readouterr().out)] == ["代缴社会保险费"]


def test_what_no_list_has_is_a_usage_error(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["codes", "彩虹经费"]) == 2
    assert "彩虹经费" in capfd.readouterr().err


def test_every_form_of_the_catalogue_passes_its_own_check(capfd: pytest.CaptureFixture[str]) -> None:
    for path in sorted((ROOT / "schemas" / "forms").glob("*.yaml")):
        assert run(["forms", "lint", str(path)]) == 0, path.name
    assert "no title fits" not in capfd.readouterr().out


def test_a_mistake_is_named_with_its_remedy(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("id: mine\nzh: 我\nen: mine\nstage: budget\ntitles: []\ndefaults: {fund: gold}\n", encoding="utf-8")
    assert run(["forms", "lint", str(path)]) == 2
    said = capfd.readouterr().err
    assert "gold" in said and "general_public" in said


@pytest.mark.skipif(SAMPLE is None, reason="no sample in raw_pdfs")
def test_each_table_of_a_pdf_is_explained(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["forms", "explain", str(SAMPLE)]) == 0
    said = capfd.readouterr().out
    assert "budget_rev_exp_summary" in said or "final_rev_exp_summary" in said
    assert "[title]" in said


def test_the_form_that_the_guide_writes_is_fine(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    guide = (ROOT / "docs" / "add-a-form.md").read_text(encoding="utf-8")
    example = guide.split("```yaml\n")[1].split("```")[0]
    path = tmp_path / "budget_social_insurance.yaml"
    path.write_text(example, encoding="utf-8")
    assert run(["forms", "lint", str(path)]) == 0
    assert capfd.readouterr().out.strip().endswith(("fine", "可用"))
