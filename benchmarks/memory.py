"""How much memory a limited child takes: ``python -m benchmarks.memory``.

One document of 500 pages, the samples of ``raw_pdfs`` again and again, is read by the real child from its first page to
its bundle; so are its beginnings, to see that memory follows what is found and not what was once looked at. Then the
reader alone reads many documents in one process, whose memory is to stay where it was.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "raw_pdfs"
PAGES = 500
#: After so many documents the memory of one process that reads them is looked at.
DOCUMENTS = (1, 10, 50)
MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Bar:
    """A peak to stay under.

    Attributes:
        title: as printed.
        peak: reads a document of so many pages in a child of its own; returns the child's peak in bytes.
        at_most: in MB.
    """

    title: str
    peak: Callable[[int], int]
    at_most: int


def longer(path: Path, pages: int, sources: Sequence[Path] | None = None) -> Path:
    """Write a document of so many pages, those of the sources again and again."""
    import pypdfium2 as pdfium

    whole = pdfium.PdfDocument.new()
    while len(whole) < pages:
        for source in sources or sorted(SAMPLES.glob("*.pdf")):
            document = pdfium.PdfDocument(source)
            left = pages - len(whole)
            if left > 0:
                whole.import_pages(document, list(range(min(left, len(document)))))
            document.close()
    whole.save(path)
    whole.close()
    return path


def child(pages: int) -> int:
    """Return the peak of a child with the first reader."""
    from pipeline.child import Child, Done, Request

    with tempfile.TemporaryDirectory() as folder, Child() as reader:
        path = longer(Path(folder) / "long.pdf", pages)
        document_id = hashlib.sha256(path.read_bytes()).hexdigest()
        outcome = reader.read(Request(str(path), document_id, path.name))
    if not isinstance(outcome, Done):
        raise TypeError(f"the child did not read the document: {outcome}")
    return outcome.max_rss


#: A reader that takes more has a bar of its own here.
BARS: Mapping[str, Bar] = {"first": Bar("a child with the first reader", child, 250)}


def resident() -> int:
    """Return what this process holds in memory now, in bytes; its peak where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


def after_documents(counts: Sequence[int] = DOCUMENTS) -> list[int]:
    """Return the memory of this process after so many documents through the first reader, in bytes."""
    from extractors.pdfium import PdfDocument
    from extractors.reading import read_page

    paths = sorted(SAMPLES.glob("*.pdf"))
    held = []
    for number in range(max(counts)):
        with PdfDocument(str(paths[number % len(paths)])) as document:
            for page in range(1, document.info().page_count + 1):
                read_page(document, page)
        if number + 1 in counts:
            held.append(resident())
    return held


def main(argv: Sequence[str] | None = None) -> int:
    """Print the lines; a bar that is not held is said, not raised."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.here:
        print(*(f"{size / MB:.0f}" for size in after_documents()))
        return 0
    for bar in BARS.values():
        steps = [given.pages // 4, given.pages // 2, given.pages]
        peaks = [bar.peak(pages) / MB for pages in steps]
        held = "held" if peaks[-1] <= bar.at_most else "NOT HELD"
        told = ", ".join(f"{peak:.0f} MB at {pages}" for peak, pages in zip(peaks, steps, strict=True))
        print(f"{bar.title}, peak: {told} pages (at most {bar.at_most} MB: {held})")
    command = [sys.executable, "-m", "benchmarks.memory", "--here"]
    sizes = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    after = ", ".join(f"{size} MB after {count}" for size, count in zip(sizes, DOCUMENTS, strict=True))
    print(f"one process with the first reader: {after} documents")
    return 0


if __name__ == "__main__":
    sys.exit(main())
