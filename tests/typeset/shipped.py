"""The samples in `raw_pdfs/`: `python -m tests.typeset.shipped` writes them, their truths and the manifest again."""

from __future__ import annotations

import csv
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.typeset.make import make

ROOT = Path(__file__).resolve().parents[2]
INBOX = ROOT / "raw_pdfs"
TRUTHS = Path(__file__).with_name("truth")
COLUMNS = ("file_name", "source_url", "publisher", "region_code", "licence", "retrieved_at")


@dataclass(frozen=True, slots=True)
class Sample:
    """One shipped document."""

    family: str
    seed: int
    producer: str
    name: str


SAMPLES = (
    Sample("xinjiang", 6, "typst", "云杉县农业农村局2024年部门预算"),
    Sample("shanghai", 2, "canvas", "东洲市柳汀区农业农村局2024年部门预算"),
    Sample("final", 6, "canvas", "南屏市鹭洲区市场监督管理局2024年度部门决算"),
)


def write(sample: Sample, folder: Path) -> tuple[Path, Path]:
    """One sample and its truth; office lines instead of mobile numbers, since the file is kept."""
    return make(folder, sample.family, sample.seed, sample.producer, landline=True, name=sample.name)


def main() -> None:
    """Write all samples."""
    INBOX.mkdir(exist_ok=True)
    TRUTHS.mkdir(exist_ok=True)
    rows = []
    for sample in SAMPLES:
        with tempfile.TemporaryDirectory() as folder:
            pdf, truth = write(sample, Path(folder))
            told = json.loads(truth.read_text(encoding="utf-8"))
            (INBOX / pdf.name).write_bytes(pdf.read_bytes())
            (TRUTHS / truth.name).write_bytes(truth.read_bytes())
        rows.append((pdf.name, "", told["meta"]["agency"], "", "Apache-2.0", ""))
    with (INBOX / "manifest.csv").open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines)
        out.writerow(COLUMNS)
        out.writerows(rows)


if __name__ == "__main__":
    main()
