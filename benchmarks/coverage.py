"""Does every number of the page stand in what we read, and nothing else? ``python -m benchmarks.coverage PATH...``.

The numbers of the visible text (decimals, and integers with thousands separators) are taken without our reader and
compared, page by page, with the cells and paragraphs of an export (``--export DIR``), of the ingest of each document
(``--stage ingest``) or of the reader alone (``--stage reader``). Ruled areas and text off the page are compared as
well. Every difference is printed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.numbers import Comparison, Difference, Found, compare, numbers
from benchmarks.visible import Area, Visible, look, squeeze

GOAL = 0.999
#: Characters of its line printed on each side of a missing number.
AROUND = 30
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Read:
    """What we made of a document: its numbers, its ruled tables page by page, and all its text without blanks."""

    found: tuple[Found, ...]
    areas: tuple[Area, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """One document: what was compared, and what differs."""

    name: str
    comparison: Comparison
    doubts: tuple[str, ...]
    areas: int
    area_differences: tuple[str, ...]
    off_page: tuple[str, ...]


def by_reader(path: Path) -> Read:
    """Read a document with the reader alone: grid cells and the lines outside grids."""
    from extractors.lines import join_wraps
    from extractors.pdfium import PdfDocument
    from extractors.reading import read_page

    found: list[Found] = []
    areas: list[Area] = []
    text: list[str] = []
    with PdfDocument(str(path)) as document:
        for page in range(1, document.info().page_count + 1):
            reading = read_page(document, page)
            pieces = [(line.text, f"line at y {line.box[1]:.0f}") for line in reading.lines]
            for number, grid in enumerate(reading.grids, 1):
                areas.append(Area(page, grid.box, *grid.shape))
                pieces += [
                    (join_wraps(line.text for line in cell.lines), f"grid {number} row {cell.row} col {cell.col}")
                    for cell in grid.cells
                    if cell.lines
                ]
            found += [Found(n, page, page, where) for piece, where in pieces for n in numbers(piece)]
            text += [piece for piece, _ in pieces]
    return Read(tuple(found), tuple(areas), squeeze("".join(text)))


def by_ingest(path: Path) -> Read:
    """Read a document as ingest does, without a warehouse."""
    from pipeline.worker import read_document

    bundle = read_document(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), path.name)
    return from_rows(bundle["tables"], bundle["cells"], bundle["paragraphs"])


def by_export(folder: Path) -> Callable[[Path], Read]:
    """Return how to find a document in an export; it is known there by its bytes."""
    rows: dict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for record in ("tables", "cells", "paragraphs"):
        with (folder / f"{record}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                rows[row["document_id"]][record].append(row)

    def read(path: Path) -> Read:
        mine = rows[hashlib.sha256(path.read_bytes()).hexdigest()]
        return from_rows(mine["tables"], mine["cells"], mine["paragraphs"])

    return read


def from_rows(tables: Rows, cells: Rows, paragraphs: Rows) -> Read:
    """Gather numbers, areas and text from rows of the contract."""
    last = {row["table_id"]: int(row["page_last"]) for row in tables}
    found: list[Found] = []
    parts: dict[tuple[str, int], list[Mapping[str, Any]]] = defaultdict(list)
    for row in cells:
        page = int(row["page"])
        parts[row["table_id"], page].append(row)
        # A row cut by a page break is rejoined: its cells begin on this page and may end on the next.
        until = min(page + 1, last.get(row["table_id"], page))
        where = f"table {row['table_id'].rpartition('-')[2]} row {row['row']} col {row['col']}"
        found += [Found(n, page, until, where) for n in numbers(row["text"] or "")]
    for row in paragraphs:
        first, until = int(row["page_first"]), int(row["page_last"])
        where = f"paragraph {row['paragraph_ordinal']}"
        found += [Found(n, first, until, where) for n in numbers(row["text"] or "")]
    areas = [_area(page, part) for (_, page), part in parts.items()]
    text = squeeze("".join(row["text"] or "" for row in [*cells, *paragraphs]))
    return Read(tuple(found), tuple(areas), text)


def _area(page: int, cells: Rows) -> Area:
    """Return the area that some cells of one page cover."""
    box = (
        min(float(cell["x0"]) for cell in cells),
        min(float(cell["y0"]) for cell in cells),
        max(float(cell["x1"]) for cell in cells),
        max(float(cell["y1"]) for cell in cells),
    )
    rows = {int(cell["row"]) for cell in cells}
    columns = {int(cell["col"]) for cell in cells}
    return Area(page, box, len(rows), len(columns))


def examine(name: str, shown: Visible, read: Read) -> Result:
    """Compare what is shown with what was read."""
    return Result(
        name=name,
        comparison=compare(_witness(shown, read), read.found),
        doubts=tuple(_doubts(shown)),
        areas=sum(area.counts for area in shown.areas),
        area_differences=tuple(_area_differences(shown.areas, read.areas)),
        off_page=tuple(_seen_off_page(shown, read)),
    )


def _witness(shown: Visible, read: Read) -> list[tuple[str, ...]]:
    """Return what to compare each page with: pdfium's lines, or pdfplumber's words where those agree better.

    Either glues neighbours at times, and never both the same ones; where they disagree it is told.
    """
    ours: dict[int, Counter[str]] = defaultdict(Counter)
    for found in read.found:
        ours[found.first][found.number] += 1
    chosen = []
    for page, (lines, words) in enumerate(zip(shown.lines, shown.words, strict=True), 1):
        one = Counter(n for line in lines for n in numbers(line))
        two = Counter(n for word in words for n in numbers(word))
        better = (two & ours[page]).total() > (one & ours[page]).total()
        chosen.append(words if better else lines)
    return chosen


def _doubts(shown: Visible) -> Iterable[str]:
    """Yield the numbers on which the two libraries that look at the page disagree."""
    for page, (lines, words) in enumerate(zip(shown.lines, shown.words, strict=True), 1):
        one = Counter(n for line in lines for n in numbers(line))
        two = Counter(n for word in words for n in numbers(word))
        yield from (f"page {page}: {n} only by pdfium" for n in (one - two).elements())
        yield from (f"page {page}: {n} only by pdfplumber" for n in (two - one).elements())


def _area_differences(shown: Sequence[Area], read: Sequence[Area]) -> Iterable[str]:
    """Yield ruled areas without a table of ours, and tables of ours without a ruled area."""
    for ours, theirs, kind in ((read, shown, "ruled area without table"), (shown, read, "table without ruled area")):
        for area in theirs:
            if area.counts and not any(area.covers(other) for other in ours):
                box = ", ".join(f"{edge:.0f}" for edge in area.box)
                yield f"page {area.page}: {kind}: {area.rows} rows, {area.columns} columns at ({box})"


def _seen_off_page(shown: Visible, read: Read) -> Iterable[str]:
    """Yield text from outside the page box that was read more often than it is shown."""
    visible = shown.text
    for run in dict.fromkeys(shown.off_page):
        if read.text.count(run) > visible.count(run):
            yield run


def report(result: Result) -> bool:
    """Print one document; return whether it meets the goal."""
    found = result.comparison
    print(
        f"{result.name}: {found.agreed + found.missing} numbers, recall {found.recall:.5f}, "
        f"precision {found.precision:.5f}, {found.wrapped} wrapped; "
        f"{result.areas} ruled areas, {len(result.area_differences)} differ; "
        f"{len(result.off_page)} pieces of off-page text"
    )
    for difference in found.differences:
        print(f"  page {difference.page}: {difference.kind} {difference.number} ({_short(difference)})")
    for line in result.area_differences:
        print(f"  {line}")
    for run in result.off_page:
        print(f"  off-page text was read: {run}")
    for line in result.doubts:
        print(f"  references disagree: {line}")
    return min(found.recall, found.precision) >= GOAL and not result.off_page


def _short(difference: Difference) -> str:
    """Return the place, of a long line only what stands around the number."""
    before, number, after = difference.where.partition(difference.number)
    return f"{before[-AROUND:]}{number}{after[:AROUND]}"


def _documents(given: Iterable[str]) -> list[Path]:
    paths = [Path(name) for name in given]
    return [pdf for path in paths for pdf in (sorted(path.glob("**/*.pdf")) if path.is_dir() else [path])]


def _reader(given: argparse.Namespace) -> Callable[[Path], Read]:
    if given.export:
        return by_export(given.export)
    stage = given.stage or ("ingest" if importlib.util.find_spec("pipeline.worker") else "reader")
    return by_ingest if stage == "ingest" else by_reader


def main(argv: Sequence[str] | None = None) -> int:
    """Compare the documents named; return 0 when all meet the goal."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__)
    parser.add_argument("paths", nargs="+", metavar="PDF_OR_FOLDER")
    parser.add_argument("--export", type=Path, help="folder of an export, instead of reading the documents again")
    parser.add_argument("--stage", choices=("reader", "ingest"), help="what reads them; default: ingest")
    given = parser.parse_args(argv)
    read = _reader(given)
    results = []
    met = True
    for path in _documents(given.paths):
        results.append(examine(path.name, look(path), read(path)))
        met &= report(results[-1])
    agreed = sum(r.comparison.agreed for r in results)
    missing, extra = sum(r.comparison.missing for r in results), sum(r.comparison.extra for r in results)
    print(
        f"all {len(results)} documents: {agreed + missing} numbers, recall {agreed / max(1, agreed + missing):.5f}, "
        f"precision {agreed / max(1, agreed + extra):.5f}; goal {GOAL}"
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
