"""How often a figure that was misread still counts as proven: `python -m benchmarks.trust PDF...`.

Every document is read once and taken as right; then one table at a time is misread on purpose (see
`benchmarks.misreadings`) and all identities are tried again. A figure is wrong when its value, its unit or what it is
of differs from the right reading.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from benchmarks.misreadings import MISREADINGS, Misread, Misreading
from extractors.pdfium import PdfDocument
from extractors.reading import read_page
from pipeline.assemble.disclosures import find_disclosures
from pipeline.assemble.paragraphs import read_narrative
from pipeline.assemble.table import PrintedTable
from pipeline.assemble.tables import assemble_tables
from pipeline.normalize.labels import is_label
from pipeline.normalize.model import Figure, NormalTable
from pipeline.normalize.tables import normalize_tables
from pipeline.records import disclosure_of
from pipeline.verify.checks import run_trials
from pipeline.verify.trust import judge


@dataclass(frozen=True, slots=True)
class Sheaf:
    """The printed tables of one disclosure with what normalization needs to know of it."""

    name: str
    printed: tuple[PrintedTable, ...]
    stage: str | None
    year: int | None

    def normal(self, printed: Sequence[PrintedTable]) -> tuple[NormalTable, ...]:
        """Give tables their meaning."""
        return normalize_tables(printed, self.stage, self.year, date(self.year or 9999, 12, 31))


@dataclass(slots=True)
class Rate:
    """What came of one way to misread.

    Attributes:
        tries: tables misread.
        noticed: of them, how many left an identity violated.
        wrong: figures that were wrong then.
        proven: of them, how many still counted as proven, further off than their margin.
        within: of them, how many counted as proven and were off by no more than their margin.
        hit: tries with at least one such figure.
    """

    tries: int = 0
    noticed: int = 0
    wrong: int = 0
    proven: int = 0
    within: int = 0
    hit: int = 0
    examples: list[str] = field(default_factory=list)


def read(path: Path) -> list[Sheaf]:
    """Read the tables of a PDF, one sheaf for each disclosure in it."""
    with PdfDocument(str(path)) as document:
        pages = [read_page(document, number) for number in range(1, document.info().page_count + 1)]
    assembled = assemble_tables(pages, is_label)
    narrative = read_narrative(pages, assembled.claimed)
    disclosures = find_disclosures(pages, narrative, assembled.tables, path.name)
    return [
        Sheaf(
            path.name,
            tuple(t for t in assembled.tables if disclosure_of(disclosures, t.page_first) is disclosure),
            disclosure.stage,
            disclosure.fiscal_year,
        )
        for disclosure in disclosures
    ]


def measure(sheaf: Sheaf, ways: Mapping[str, Misreading], times: int, rng: random.Random) -> dict[str, Rate]:
    """Misread a disclosure in every way, several times, and count.

    Args:
        sheaf: the disclosure.
        ways: ways to misread by name.
        times: how often each is tried.
        rng: chooses table and figure.
    """
    right = sheaf.normal(sheaf.printed)
    rates: dict[str, Rate] = {}
    for name, way in ways.items():
        rate = rates.setdefault(name, Rate())
        for _ in range(times):
            found = _misread(right, way, rng)
            if found is None:
                break
            _count(rate, sheaf, right, *found)
    return rates


def _misread(right: Sequence[NormalTable], way: Misreading, rng: random.Random) -> tuple[int, Misread] | None:
    order = list(range(len(right)))
    rng.shuffle(order)
    return next(((at, found) for at in order if (found := way(rng, right[at])) is not None), None)


def _count(rate: Rate, sheaf: Sheaf, right: Sequence[NormalTable], at: int, misread: Misread) -> None:
    tables = sheaf.normal([*sheaf.printed[:at], misread.table, *sheaf.printed[at + 1 :]])
    trials = run_trials(tables)
    trust = judge(tables, trials)
    rate.tries += 1
    rate.noticed += any(trial.status == "violated" for trial in trials)
    before = rate.proven
    for figure, near in _wrong(right, tables, at, misread):
        rate.wrong += 1
        judged = trust[figure.place]
        if judged.trust != "proven":
            continue
        if near is not None and judged.margin_fen is not None and abs(near) <= judged.margin_fen:
            rate.within += 1
        else:
            rate.proven += 1
            path = "/".join(figure.column.path)
            rate.examples.append(f"{sheaf.name} t{figure.table} {figure.row.label} | {path} {figure.cell.text}")
    rate.hit += rate.proven > before


def _wrong(
    right: Sequence[NormalTable], tables: Sequence[NormalTable], at: int, misread: Misread
) -> Iterator[tuple[Figure, int | None]]:
    """Yield the wrong figures, with how far off their value is where nothing else is wrong."""
    originals = {(f.table, f.cell.row, f.cell.col): f for table in right for f in table.figures}
    for table in tables:
        moved = misread.rows if table is tables[at] else {}
        for figure in table.figures:
            if not figure.fen:
                continue
            rows = moved.get(figure.cell.row, (figure.cell.row,))
            sources = [o for row in rows if (o := originals.get((figure.table, row, figure.cell.col))) is not None]
            if any(_same(figure, source) and figure.fen == source.fen for source in sources):
                continue
            alike = next((s for s in sources if _same(figure, s) and s.fen is not None), None)
            yield figure, figure.fen - alike.fen if alike is not None and alike.fen is not None else None


def _same(figure: Figure, other: Figure) -> bool:
    """Tell whether two figures are of the same thing, in what the data contract counts as wrong."""
    return (
        all(figure.dims.get(name) == other.dims.get(name) for name in ("flow", "fund", "nature", "phase", "comparison"))
        and (figure.row.code, figure.row.list) == (other.row.code, other.row.list)
        and figure.column.economic == other.column.economic
        and figure.unit == other.unit
    )


def main() -> None:
    """Print a line for every way to misread."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.trust", description=__doc__)
    parser.add_argument("pdf", type=Path, nargs="+")
    parser.add_argument("--times", type=int, default=10, help="tries of every way for each disclosure")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=0, help="print this many wrong figures that stayed proven")
    given = parser.parse_args()
    rng = random.Random(given.seed)
    total: dict[str, Rate] = {name: Rate() for name in MISREADINGS}
    for path in given.pdf:
        for sheaf in read(path):
            for name, rate in measure(sheaf, MISREADINGS, given.times, rng).items():
                total[name] = _added(total[name], rate)
    print(f"{'way to misread':45} tries noticed  wrong proven  share within-margin")
    for name, rate in total.items():
        share = rate.proven / rate.wrong if rate.wrong else 0.0
        noticed = rate.noticed / rate.tries if rate.tries else 0.0
        print(f"{name:45} {rate.tries:5} {noticed:7.0%} {rate.wrong:6} {rate.proven:6} {share:6.1%} {rate.within:6}")
        for example in rng.sample(rate.examples, min(given.examples, len(rate.examples))):
            print(f"    {example}")


def _added(one: Rate, other: Rate) -> Rate:
    return replace(
        one,
        tries=one.tries + other.tries,
        noticed=one.noticed + other.noticed,
        wrong=one.wrong + other.wrong,
        proven=one.proven + other.proven,
        within=one.within + other.within,
        hit=one.hit + other.hit,
        examples=[*one.examples, *other.examples],
    )


if __name__ == "__main__":
    main()
