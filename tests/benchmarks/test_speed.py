"""The speed bench: what it runs and prints, not how fast."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.speed import Run, compete, documents, run_apart, table
from tests.extractors.sheets import Sheet


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid((40, 140, 220, 300), (50, 70, 90, 110))
    sheet.text(44, 64, "合计")
    return sheet.close()


@pytest.mark.parametrize("name", ["floor", "reader"])
def test_a_contestant_reads_every_page_in_its_own_process(pdf: Path, name: str) -> None:
    run = run_apart(name, [str(pdf), str(pdf)])
    assert isinstance(run, Run)
    assert run.pages == 2
    assert run.peak > 10 << 20


def test_what_fails_is_told_and_not_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_text("no PDF")
    (told,) = compete([str(path)], ["floor"], 2).values()
    assert isinstance(told, str)
    assert "PdfiumError" in told


def test_ratios_are_of_medians() -> None:
    runs: dict[str, list[Run] | str] = {
        "floor": [Run(10, 0.02, 1 << 20), Run(10, 0.01, 1 << 20), Run(10, 0.09, 1 << 20)],
        "reader": [Run(10, 0.03, 2 << 20)],
        "tablers": "not installed",
    }
    lines = table(runs)
    assert lines[1].split() == ["pdfium", "floor", "2.00", "1.00-9.00", "1", "1.00", "-"]
    assert lines[2].split() == ["our", "reader", "3.00", "3.00-3.00", "2", "1.50", "-"]
    assert lines[3].split() == ["tablers", "not", "installed"]


def test_folders_are_searched(pdf: Path) -> None:
    assert documents([str(pdf.parent)]) == documents([str(pdf)]) == [str(pdf)]
