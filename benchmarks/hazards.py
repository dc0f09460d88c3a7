"""What hurts readers of pages, one typeset document each: `python -m benchmarks.hazards [NAME...]`.

Each document goes through the whole pipeline (ingest, export) and is scored against what a person sees on it.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks import accuracy

ROOT = Path(__file__).resolve().parents[1]
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Result:
    """How one hazard was read.

    Attributes:
        cell_f1: cells right, of 1.
        recall, precision: of the figures, of 1.
        lost, marked: cells that cannot be read, and those of them that are marked so.
        wrong: figures called proven that are wrong.
        goal: the least share of cells right that counts as read.
    """

    name: str
    what: str
    cell_f1: float
    recall: float
    precision: float
    lost: int
    marked: int
    wrong: int
    goal: float = 0.995

    @property
    def passes(self) -> bool:
        """Whether nearly every cell, every figure and every mark is right."""
        exact = self.recall == self.precision == 1.0
        return self.cell_f1 >= self.goal and exact and self.marked == self.lost and not self.wrong


def run(folder: Path, names: frozenset[str] = frozenset()) -> list[Result]:
    """Write, ingest, export and score the hazards.

    Args:
        folder: an empty folder for all files.
        names: only these; all when empty.
    """
    from tests.typeset.hazards import catalogue

    inbox = folder / "inbox"
    inbox.mkdir()
    written = list(catalogue.write(inbox, names))
    ingest_and_export(inbox, folder)
    marks = _unmapped(folder / "export")
    results = [_result(hazard.name, hazard.what, folder / "export", truth, marks) for hazard, truth in written]
    return [replace(result, goal=hazard.goal) for result, (hazard, _) in zip(results, written, strict=True)]


def ingest_and_export(inbox: Path, folder: Path) -> None:
    """Read the PDFs of a folder and export what was read into `folder`/export."""
    warehouse = f"sqlite:///{folder / 'warehouse.db'}"
    for step in (["ingest", str(inbox)], ["export", "--out", str(folder / "export")]):
        command = [sys.executable, "-m", "pipeline.cli", *step, "--warehouse", warehouse]
        # A document that fails makes the run end with an error; its scores will be nothing.
        subprocess.run(command, check=False, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _result(name: str, what: str, export: Path, truth: Mapping[str, Any], marks: Mapping[str, int]) -> Result:
    found = accuracy.score(export, truth)
    lost = sum(_LOST in (text or "") for table in truth["tables"] for row in table["grid"] for text in row)
    cells, recall, precision = (float(found.get(key, 0.0)) for key in ("cell_f1", "fact_recall", "fact_precision"))
    return Result(
        name, what, cells, recall, precision, lost, marks.get(truth["file"], 0), int(found.get("proven_wrong", 0))
    )


def _unmapped(export: Path) -> dict[str, int]:
    """Return how many cells of each document are marked as not readable."""
    counts: dict[str, int] = {}
    with (export / "cells.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            counts[row["file_name"]] = counts.get(row["file_name"], 0) + (row["unmapped"] == "true")
    return counts


def table(results: Sequence[Result]) -> str:
    """Return the results as text, one line each."""
    lines = [f"{'':24}{'cells':>8}{'recall':>8}{'precis.':>8}{'lost':>6}{'marked':>8}{'wrong':>7}"]
    for r in results:
        figures = f"{r.cell_f1:8.4f}{r.recall:8.4f}{r.precision:8.4f}{r.lost:6}{r.marked:8}{r.wrong:7}"
        lines.append(f"{r.name:24}{figures}  {'' if r.passes else 'NOT MET '}{r.what}")
    met = sum(r.passes for r in results)
    return "\n".join(
        [*lines, f"{met} of {len(results)} read (cells >= 0.995, unruled 0.98, every figure and every mark right)"]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 0 when all are read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hazards", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these hazards")
    parser.add_argument("--keep", type=Path, help="an empty or new folder that keeps the PDFs and the export")
    given = parser.parse_args(arguments)
    names = frozenset(given.names)
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
        results = run(given.keep, names)
    else:
        with tempfile.TemporaryDirectory() as folder:
            results = run(Path(folder), names)
    print(table(results))
    return 0 if results and all(r.passes for r in results) else 1


if __name__ == "__main__":
    sys.exit(main())
