"""How fast pages are read, beside peers: ``python -m benchmarks.speed [PATH...]``.

Each contestant reads the same pages in a process of its own, on one core, several times; medians are printed as
milliseconds of its core a page, with its peak memory and the ratio to pdfium's floor. A first reading is not timed.
Without paths: the real disclosures beside the checkout where they are, else the samples in ``raw_pdfs``.

A machine changes its speed from minute to minute, so the contestants of a turn run beside each other and take turns
document by document: one reads while the others wait, and each begins as often as it comes last. What the narrative
adds (paragraphs, claims, privacy, the checks they allow, loading, their part of the search index) is printed as a
difference of pairs: of each document the time of the whole ingest less that of the ingest without narrative, moments
apart, summed over the documents of a turn; the median and the range of the turns.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gc
import hashlib
import importlib
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
Contest = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Contestant:
    """A way to read a document.

    Attributes:
        title: as printed.
        prepare: imports what is needed and returns what reads one document and says how many pages it has.
        needs: module without which it is left out.
    """

    title: str
    prepare: Callable[[], Contest]
    needs: str


@dataclass(frozen=True, slots=True)
class Run:
    """One process: pages read, seconds on the core they took, peak memory in bytes."""

    pages: int
    seconds: float
    peak: int

    @property
    def pace(self) -> float:
        """Return milliseconds a page."""
        return self.seconds / self.pages * 1000


def floor() -> Contest:
    """Pdfium through pypdfium2: text, the box of every character, every point of every path."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as c

    def read(path: str) -> int:
        document = pdfium.PdfDocument(path)
        count = len(document)
        for page in document:
            text = page.get_textpage()
            text.get_text_range()
            _char_boxes(c, text.raw)
            text.close()
            for thing in page.get_objects(filter=(c.FPDF_PAGEOBJ_PATH,), max_depth=8):
                _path_points(c, thing.raw)
            page.close()
        document.close()
        return count

    return read


def _char_boxes(c: object, text: object) -> None:
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    box = c.FPDFText_GetCharBox  # type: ignore[attr-defined]
    for index in range(c.FPDFText_CountChars(text)):  # type: ignore[attr-defined]
        box(text, index, x0, x1, y0, y1)


def _path_points(c: object, path: object) -> None:
    x, y = ctypes.c_float(), ctypes.c_float()
    segment, point = c.FPDFPath_GetPathSegment, c.FPDFPathSegment_GetPoint  # type: ignore[attr-defined]
    for index in range(c.FPDFPath_CountSegments(path)):  # type: ignore[attr-defined]
        point(segment(path, index), x, y)


def reader() -> Contest:
    """Our reader alone: glyphs, rulings, grids, lines."""
    from extractors.pdfium import PdfDocument
    from extractors.reading import read_pages

    def read(path: str) -> int:
        with PdfDocument(path) as document:
            count = document.info().page_count
            for _ in read_pages(document, range(1, count + 1)):
                pass
        return count

    return read


def silent() -> Contest:
    """Our whole ingest without the narrative: no paragraphs, no claims, nothing that they prove."""
    from pipeline import understand
    from pipeline.assemble.furniture import Furniture
    from pipeline.assemble.paragraphs import Narrative

    nothing = Narrative((), (), Furniture({}, (), 0.0))
    if "read_narrative" not in vars(understand):
        raise LookupError("the narrative is read elsewhere now: say here where")
    vars(understand)["read_narrative"] = lambda *_: nothing
    return ingest()


def ingest() -> Contest:
    """Our whole ingest in one process: read, assemble, normalize, verify, check, load into SQLite."""
    from pipeline.worker import read_document, warm
    from warehouse.names import Name
    from warehouse.store import Warehouse

    warm()  # this and the next two lines: as in a run, before it forks its children
    gc.collect()
    gc.freeze()
    folder = tempfile.TemporaryDirectory()
    warehouse = Warehouse.open(f"sqlite:///{folder.name}/bench.db")

    def read(path: str) -> int:
        file = Path(path)
        document_id = hashlib.sha256(file.read_bytes()).hexdigest()
        gc.disable()  # as in a child
        bundle = read_document(path, document_id, file.name)
        gc.enable()
        warehouse.load(bundle, [Name(folder.name, file.name, document_id)], "bench", datetime.now(UTC))
        return len(bundle["pages"])

    return read


def plumber() -> Contest:
    """Pdfplumber: tables, text, page closed."""
    import pdfplumber

    def read(path: str) -> int:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_tables()
                page.extract_text()
                page.close()
            return len(document.pages)

    return read


def camelot() -> Contest:
    """Camelot: ruled tables by the vector engine."""
    import pypdfium2 as pdfium

    library = importlib.import_module("camelot")  # it does not say what it exports

    def read(path: str) -> int:
        library.read_pdf(path, pages="all", flavor="lattice", engine="vector", suppress_stdout=True)
        document = pdfium.PdfDocument(path)
        count = len(document)
        document.close()
        return count

    return read


def second() -> Contest:
    """Our second opinion: our text in camelot's grids, and every page by pdfplumber; asked where identities fail."""
    from extractors.again import read_again
    from extractors.pdfium import PdfDocument

    def read(path: str) -> int:
        with PdfDocument(path) as document:
            count = document.info().page_count
        for way in ("pdfplumber", "camelot-lattice"):
            read_again(path, range(1, count + 1), way)
        return count

    return read


def tablers() -> Contest:
    """Tablers: ruled tables in Rust on pdfium."""
    library = importlib.import_module("tablers")  # its stubs confuse mypy

    def read(path: str) -> int:
        with library.Document(path) as document:
            for page in document.pages():
                library.find_tables(page, extract_text=True)
            return int(document.page_count)

    return read


CONTESTANTS: Mapping[str, Contestant] = {
    "floor": Contestant("pdfium floor", floor, "pypdfium2"),
    "reader": Contestant("our reader", reader, "extractors.reading"),
    "silent": Contestant("our ingest, no narrative", silent, "pipeline.worker"),
    "ingest": Contestant("our whole ingest", ingest, "pipeline.worker"),
    "second": Contestant("our second opinion", second, "camelot"),
    "pdfplumber": Contestant("pdfplumber", plumber, "pdfplumber"),
    "camelot": Contestant("camelot lattice vector", camelot, "camelot"),
    "tablers": Contestant("tablers", tablers, "tablers"),
}


def serve(name: str) -> None:
    """Let one contestant read documents in this process, on one core, as their paths come on standard input.

    For each a line is printed: pages, seconds on the core, peak memory so far in bytes.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    read = CONTESTANTS[name].prepare()
    for line in sys.stdin:
        path = line.rstrip("\n")
        # Time on the core: a neighbour on the machine does not count.
        begun = time.process_time()
        pages = read(path)
        seconds = time.process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps([pages, seconds, peak if sys.platform == "darwin" else peak * 1024]), flush=True)


class Player:
    """A contestant in a process of its own, which reads a document when it is told to.

    Attributes:
        run: what it has read so far; or, once it failed, what went wrong.
    """

    def __init__(self, name: str, errors: Path) -> None:
        self.run: Run | str = Run(0, 0.0, 0)
        self._errors = errors
        command = [sys.executable, "-m", "benchmarks.speed", "--here", name]
        with errors.open("w") as said:
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True
            )

    def read(self, path: str, *, timed: bool = True) -> None:
        """Let it read one document; what has failed reads no more."""
        run, process = self.run, self._process
        if isinstance(run, str) or process.stdin is None or process.stdout is None:
            return
        try:
            process.stdin.write(f"{path}\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            process.wait()
            self.run = (self._errors.read_text().strip().splitlines() or ["failed"])[-1]
        elif timed:
            pages, seconds, peak = json.loads(answer)
            self.run = Run(run.pages + pages, run.seconds + seconds, peak)

    def close(self) -> Run | str:
        """Let it go; return what it has read."""
        with contextlib.suppress(BrokenPipeError):
            self._process.communicate()
        return self.run


def run_beside(names: Sequence[str], paths: Sequence[str], turn: int) -> dict[str, Run | str]:
    """Let contestants read the documents in new processes, one after another at each document.

    Args:
        names: the contestants.
        paths: the documents.
        turn: from 0; who begins at a document changes from turn to turn.
    """
    with tempfile.TemporaryDirectory() as folder:
        players = {name: Player(name, Path(folder) / name) for name in names}
        order = list(players.values())
        # What is loaded at first use is not timed: in a run a process reads many documents.
        for player in order:
            player.read(min(paths, key=lambda path: Path(path).stat().st_size), timed=False)
        for number, path in enumerate(paths, turn):
            for player in reversed(order) if number % 2 else order:
                player.read(path)
        return {name: player.close() for name, player in players.items()}


def is_here(module: str) -> bool:
    """Tell whether a module can be imported."""
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def compete(paths: Sequence[str], names: Sequence[str], repeat: int) -> dict[str, list[Run] | str]:
    """Run every contestant ``repeat`` times; all of a turn run beside each other, so that a busy minute hits all."""
    here = {name: is_here(CONTESTANTS[name].needs) for name in names}
    runs: dict[str, list[Run] | str] = {name: [] if here[name] else "not installed" for name in names}
    for turn in range(repeat):
        able = [name for name in names if not isinstance(runs[name], str)]
        print(f"  {turn + 1}/{repeat} {', '.join(CONTESTANTS[name].title for name in able)} …", file=sys.stderr)
        for name, run in run_beside(able, paths, turn).items():
            before = runs[name]
            if isinstance(run, str):
                runs[name] = run
            elif not isinstance(before, str):
                before.append(run)
    return runs


def added(runs: Mapping[str, list[Run] | str]) -> str | None:
    """Return the printed line of what the narrative adds a page; None where either of its pair did not run."""
    whole, without = runs.get("ingest"), runs.get("silent")
    if not whole or not without or isinstance(whole, str) or isinstance(without, str):
        return None
    each = [one.pace - other.pace for one, other in zip(whole, without, strict=True)]
    floors = runs.get("floor")
    times = "-"
    if floors and not isinstance(floors, str):
        times = f"{median(more / run.pace for more, run in zip(each, floors, strict=True)):.2f}"
    title, spread = "what the narrative adds", f"{min(each):.2f}-{max(each):.2f}"
    return f"{title:24}{median(each):9.2f}{spread:>15}{'':9}{times:>9}"


def table(runs: Mapping[str, list[Run] | str]) -> list[str]:
    """Return the printed table: medians, and how many times the floor and our ingest each takes."""
    speed = {name: median(run.pace for run in got) for name, got in runs.items() if isinstance(got, list)}
    base, mine = speed.get("floor"), speed.get("ingest")
    lines = [f"{'':24}{'ms/page':>9}{'range':>15}{'peak MB':>9}{'x floor':>9}{'x ingest':>10}"]
    for name, got in runs.items():
        title = f"{CONTESTANTS[name].title:24}"
        if isinstance(got, str):
            lines.append(f"{title}  {got}")
            continue
        each = [run.pace for run in got]
        lines.append(
            f"{title}{speed[name]:9.2f}{f'{min(each):.2f}-{max(each):.2f}':>15}"
            f"{median(r.peak for r in got) / 2**20:9.0f}{_ratio(speed[name], base):>9}{_ratio(speed[name], mine):>10}"
        )
    return lines


def _ratio(value: float, base: float | None) -> str:
    return f"{value / base:.2f}" if base else "-"


def documents(given: Sequence[str]) -> list[str]:
    """Return the PDFs named, or those to bench without names."""
    real = ROOT.parent / "shared" / "real"
    paths = [Path(name) for name in given] or [real if real.is_dir() else ROOT / "raw_pdfs"]
    return [str(pdf.resolve()) for p in paths for pdf in (sorted(p.glob("**/*.pdf")) if p.is_dir() else [p])]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; nothing is asserted of times."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("paths", nargs="*", metavar="PDF_OR_FOLDER")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", choices=list(CONTESTANTS), action="append")
    parser.add_argument("--here", choices=list(CONTESTANTS), help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.here:
        serve(given.here)
        return 0
    paths = documents(given.paths)
    if not paths:
        print("没有可测的 PDF：请给出文件或文件夹。 No PDFs to bench: name files or folders.", file=sys.stderr)
        return 2
    runs = compete(paths, given.only or list(CONTESTANTS), given.repeat)
    pages = next((got[0].pages for got in runs.values() if not isinstance(got, str)), 0)
    print(f"{len(paths)} documents, {pages} pages, one core, median of {given.repeat} processes each")
    print("\n".join((*table(runs), *filter(None, [added(runs)]))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
