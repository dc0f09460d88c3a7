"""What figures mean, measured: `python -m benchmarks.meaning typeset | real FOLDER | lists`.

`typeset` makes documents of every family of the tests, reads them, and scores forms, figures and dimensions against
their truth; then the same documents without the titles of their tables. `real` asks the same of published documents
that have no truth: forms recognised, boxes that no rule used, codes that the lists do not have, each listed. `lists` is
what the code lists and the catalogue cost, in seconds of processor time.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from benchmarks import accuracy, accuracy_cells
from benchmarks.accuracy_data import Truth, read_export, read_truths
from schemas.classification import ListName, classification, list_of
from warehouse.store import Warehouse

_MEASURES = ("cell_f1", "fact_recall", "fact_precision", "dims", "all_dims", "form", "proven_share", "proven_wrong")
_LOAD = """
import time
from schemas.forms import catalogue
start = time.process_time()
catalogue()
print(time.process_time() - start)
"""
_CODED = """
SELECT DISTINCT document_id, file_name, table_ordinal, "row", row_label, functional_code, economic_code, code_status,
       fiscal_year
FROM amounts WHERE code_status IS NOT NULL
"""


def typeset(folder: Path, families: Iterable[str], seeds: Sequence[int], producer: str, *, untitled: bool) -> None:
    """Typeset documents of the test families; more of it is said in `tests.typeset`."""
    from tests.typeset.make import make

    for family in families:
        for seed in seeds:
            make(folder, family, seed, producer, untitled=untitled)


def ingested(inboxes: Sequence[Path], folder: Path) -> tuple[str, Path]:
    """Read inboxes into a new warehouse and export it; the warehouse's address and the export."""
    address, export = f"sqlite:///{folder / 'meaning.db'}", folder / "export"
    for command in (["ingest", *map(str, inboxes)], ["export", "--out", str(export)]):
        line = [sys.executable, "-m", "pipeline.cli", *command, "--warehouse", address]
        subprocess.run(line, check=False, capture_output=True)
    return address, export


def forms(export: Path, truths: Sequence[Truth]) -> dict[str, Counter[str]]:
    """By family: how many tables with a form in the truth were recognised, left unknown, taken for another, or lost."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for truth in truths:
        document = read_export(export, truth["file"])
        pairs = accuracy_cells.match(truth["tables"], document.get("cells"), {})
        read = {int(row["table_ordinal"]): row for row in document.get("tables")}
        for at, table in enumerate(truth["tables"]):
            if not table["form"]:
                continue
            row = read.get(pairs.get(at, -1))
            form = row["form_id"] if row else None
            word = "lost" if row is None else "right" if form == table["form"] else "wrong" if form else "unknown"
            found[truth["file"].split("-")[0]][word] += 1
    return found


def print_families(seeds: Sequence[int], producer: str, chosen: Sequence[str]) -> int:
    """Score every family with its titles and without; 0 when the bars hold."""
    from tests.typeset.make import FAMILIES

    families = list(chosen or FAMILIES)
    scores: dict[str, list[accuracy.Score]] = defaultdict(list)
    known: dict[bool, dict[str, Counter[str]]] = {}
    for untitled in (False, True):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            inbox = folder / "inbox"
            inbox.mkdir()
            typeset(inbox, families, seeds, producer, untitled=untitled)
            _, export = ingested([inbox], folder)
            truths = read_truths([inbox])
            known[untitled] = forms(export, truths)
            if not untitled:
                for truth in truths:
                    scores[truth["file"].split("-")[0]].append(accuracy.score(export, truth))
    print(f"{'family':12s}" + "".join(f"{m:>15s}" for m in (*_MEASURES, "untitled_form", "untitled_wrong")))
    for family in families:
        of_one = [accuracy.mean(scores[family], m) for m in _MEASURES]
        print(f"{family:12s}" + "".join(f"{_shown(v):>15s}" for v in (*of_one, *_bare(known[True][family]))))
    everything = [score for of_one in scores.values() for score in of_one]
    whole = {measure: accuracy.mean(everything, measure) for measure in _MEASURES}
    bare = sum(known[True].values(), Counter[str]())
    print(f"{'all':12s}" + "".join(f"{_shown(v):>15s}" for v in (*whole.values(), *_bare(bare))))
    return 0 if _holds(whole, bare) else 1


def _bare(counts: Mapping[str, int]) -> tuple[float, int]:
    return counts.get("right", 0) / max(1, sum(counts.values())), counts.get("wrong", 0)


def _holds(whole: Mapping[str, float | int | None], bare: Mapping[str, int]) -> bool:
    high = all((whole[m] or 0) >= 0.995 for m in ("fact_recall", "fact_precision", "dims"))
    share, wrong = _bare(bare)
    return high and whole["form"] == 1 and not whole["proven_wrong"] and share >= 0.95 and not wrong


def _shown(value: float | None) -> str:
    return f"{value:.4f}" if isinstance(value, float) else "" if value is None else str(value)


def print_real(folders: Sequence[Path]) -> int:
    """Say what of published documents has a meaning, and list each thing that has none."""
    with tempfile.TemporaryDirectory() as name:
        address, _ = ingested(folders, Path(name))
        with Warehouse.open(address, create=False) as warehouse:
            _print_forms(warehouse)
            _print_codes(warehouse)
    return 0


def _print_forms(warehouse: Warehouse) -> None:
    documents, tables, known = _counts(
        warehouse, "SELECT count(DISTINCT document_id), count(*), count(form_id) FROM tables"
    )
    print(f"documents with tables {documents}, tables {tables}, of a known form {known} = {_of(known, tables):.2%}")
    for row in warehouse.query("SELECT file_name, page_first, table_title FROM tables WHERE form_id IS NULL")[1]:
        print("   no form:", *row)
    boxes, unplaced = _counts(warehouse, "SELECT count(*), count(unplaced_reason) FROM cells WHERE text <> ''")
    print(f"printed boxes {boxes}, of them used by no rule {unplaced} = {_of(unplaced, boxes):.2%}")
    sql = "SELECT file_name, page, unplaced_reason, text FROM cells WHERE unplaced_reason IS NOT NULL"
    for row in warehouse.query(sql)[1]:
        print("   not used:", *row)


def _counts(warehouse: Warehouse, sql: str) -> list[int]:
    return [int(str(value)) for value in warehouse.query(sql)[1][0]]


def _of(part: int, whole: int) -> float:
    return part / max(1, whole)


def _print_codes(warehouse: Warehouse) -> None:
    """Share of coded rows by status and provenance; each doubtful one with what the list has."""
    rows = [dict(zip(names, row, strict=True)) for names, found in [warehouse.query(_CODED)] for row in found]
    coded = [row for row in rows if row["functional_code"] or row["economic_code"] or row["code_status"] != "none"]
    statuses = Counter(row["code_status"] for row in coded)
    good = len(coded) - statuses["conflict"] - statuses["none"]
    print(f"coded rows {len(coded)}: {dict(statuses)}; neither conflict nor none {good / max(1, len(coded)):.2%}")
    matched = Counter(_provenance(row) for row in coded if row["code_status"] not in ("conflict", "none", "unlisted"))
    for kind, count in sorted(matched.items()):
        print(f"   matched against {kind} rows {count} = {count / max(1, len(coded)):.2%}")
    for row in coded:
        if row["code_status"] in ("conflict", "unlisted"):
            code = str(row["functional_code"] or row["economic_code"] or "")
            named = classification().names(_list(code), code) if list_of(code) else ()
            listed = "; ".join(dict.fromkeys(entry.name for entry in named)) or "no such code"
            place = (row["file_name"], f"table {row['table_ordinal']} row {row['row']}")
            print(f"   {row['code_status']}:", *place, code, row["row_label"], f"(list: {listed})")


def _provenance(row: Mapping[str, object]) -> str:
    code = str(row["functional_code"] or row["economic_code"] or "")
    entries = classification().names(_list(code), code)
    return "attested" if any(entry.provenance == "attested" for entry in entries) else "draft"


def _list(code: str) -> ListName:
    return list_of(code) or "functional"


def print_lists(count: int) -> int:
    """Time the catalogue and look-ups of codes with names, in seconds of processor time."""
    runs = sorted(
        float(subprocess.run([sys.executable, "-c", _LOAD], check=True, capture_output=True).stdout) for _ in range(5)
    )
    print(f"catalogue loads in {runs[len(runs) // 2]:.3f} s")
    from pipeline.normalize.codes import resolve_code

    book = classification()
    lists: tuple[ListName, ...] = ("functional", "economic_department", "economic_government")
    entries = [entry for name in lists for entry in book.entries(name)]
    asked = [(e.code if at % 4 else None, e.name, e.list) for at in range(count) for e in [entries[at % len(entries)]]]
    start = time.process_time()
    for code, name, list_name in asked:
        resolve_code(code, name, (list_name,), date(2024, 1, 1))
    spent = time.process_time() - start
    print(f"{count:,} rows ({len(set(asked)):,} different) looked up in {spent:.3f} s")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the measures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.meaning", description=__doc__)
    which = parser.add_subparsers(dest="which", required=True)
    made = which.add_parser("typeset")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--count", type=int, default=2, help="this many seeds from --seed on")
    made.add_argument("--producer", choices=("typst", "canvas"), default="canvas")
    made.add_argument("--family", action="append", default=[], help="only this family; may be given again")
    real = which.add_parser("real")
    real.add_argument("folder", type=Path, nargs="+")
    lists = which.add_parser("lists")
    lists.add_argument("--rows", type=int, default=100_000)
    given = parser.parse_args(arguments)
    if given.which == "typeset":
        return print_families(range(given.seed, given.seed + given.count), given.producer, given.family)
    return print_real(given.folder) if given.which == "real" else print_lists(given.rows)


if __name__ == "__main__":
    sys.exit(main())
