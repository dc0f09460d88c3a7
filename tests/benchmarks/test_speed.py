"""The speed bench: what it runs and prints, not how fast."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.speed import Run, added, compete, documents, run_beside, table
from tests.extractors.sheets import Sheet


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid((40, 140, 220, 300), (50, 70, 90, 110))
    sheet.text(44, 64, "合计")
    return sheet.close()


def test_contestants_read_every_page_in_processes_of_their_own(pdf: Path) -> None:
    runs = run_beside(["floor", "reader"], [str(pdf), str(pdf)], 0)
    assert list(runs) == ["floor", "reader"]
    for run in runs.values():
        assert isinstance(run, Run)
        assert run.pages == 2
        assert run.peak > 10 << 20


def test_who_begins_changes_from_document_to_document_and_from_turn_to_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Told:
        def __init__(self, name: str, _errors: Path) -> None:
            self._name = name

        def read(self, path: str, *, timed: bool = True) -> None:
            if timed:
                asked.append(self._name + Path(path).stem)

        def close(self) -> Run:
            return Run(1, 1.0, 1)

    monkeypatch.setattr("benchmarks.speed.Player", Told)
    monkeypatch.setattr("benchmarks.speed.Path.stat", lambda _: os.stat_result(range(10)))
    run_beside(["a", "b"], ["1", "2"], 0)
    run_beside(["a", "b"], ["1", "2"], 1)
    assert asked == ["a1", "b1", "b2", "a2", "b1", "a1", "a2", "b2"]


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


def test_what_the_narrative_adds_is_the_median_of_the_differences_of_turns() -> None:
    runs: dict[str, list[Run] | str] = {
        "floor": [Run(10, 0.04, 1), Run(10, 0.08, 1), Run(10, 0.05, 1)],
        "silent": [Run(10, 0.10, 1), Run(10, 0.20, 1), Run(10, 0.12, 1)],
        "ingest": [Run(10, 0.12, 1), Run(10, 0.24, 1), Run(10, 0.13, 1)],
    }
    told = added(runs)
    assert told is not None
    assert told.split() == ["what", "the", "narrative", "adds", "2.00", "1.00-4.00", "0.50"]
    assert (added({**runs, "floor": "failed"}) or "").split()[-1] == "-"
    assert added({**runs, "silent": "failed"}) is None
    assert added({"ingest": runs["ingest"]}) is None


def test_folders_are_searched(pdf: Path) -> None:
    assert documents([str(pdf.parent)]) == documents([str(pdf)]) == [str(pdf)]
