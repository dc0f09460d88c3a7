"""What the accuracy measures compare: an export's rows by document, and truth files."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

NAMES = ("cells", "amounts", "paragraphs", "tables", "indicators", "disclosures", "checks", "claims")
Rows = Sequence[Mapping[str, str]]
Truth = Mapping[str, Any]
_QUOTES = str.maketrans("“”„‘’−—–", '"""\'\'---')
_BLANK = re.compile(r"\s+")
_REDACTED = re.compile(r"\[REDACTED[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Document:
    """The rows an export holds of one file; a file missing from the export is None in `Export.rows`."""

    rows: Mapping[str, Rows | None]

    def get(self, name: str) -> Rows:
        """Rows of a record, none where the export lacks the file."""
        return self.rows.get(name) or ()


def squeeze(text: str | None) -> str:
    """Text for comparing: compatibility forms and quotes folded, white space gone."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text or "").translate(_QUOTES))


def letters(text: str | None) -> str:
    """Only letters and digits of a text."""
    return re.sub(r"[\W_]", "", squeeze(text))


def unnamed(text: str, personal: Iterable[str]) -> str:
    """Text in which persons and redaction marks look the same."""
    for secret in personal:
        text = text.replace(secret, "[R]")
    return _REDACTED.sub("[R]", text)


def number(text: str | None) -> Decimal | None:
    """A decimal, or None where there is none."""
    try:
        return Decimal(squeeze(text).replace(",", "").rstrip("%")) if text else None
    except InvalidOperation:
        return None


def read_export(folder: Path, file: str) -> Document:
    """Rows of one file of an export.

    Args:
        folder: folder with the CSV files.
        file: name of the PDF.
    """
    rows: dict[str, Rows | None] = {}
    for name in NAMES:
        path = folder / f"{name}.csv"
        if not path.exists():
            rows[name] = None
            continue
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows[name] = [r for r in csv.DictReader(lines) if Path(r.get("file_name") or "").name == file]
    return Document(rows)


def read_truths(paths: Iterable[Path]) -> list[Truth]:
    """Truth files; a folder stands for every JSON file in it."""
    files = [file for path in paths for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def by_table(rows: Rows) -> dict[int, list[Mapping[str, str]]]:
    """Rows by table ordinal."""
    found: dict[int, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        if row.get("table_ordinal"):
            found[int(row["table_ordinal"])].append(row)
    return found


def harmonic(hits: int, claimed: int, wanted: int) -> float:
    """F1 of counts; 1 where nothing was wanted and nothing claimed."""
    return 2 * hits / (claimed + wanted) if claimed + wanted else 1.0


def overlap(a: Mapping[Any, int], b: Mapping[Any, int]) -> int:
    """How many members two bags share."""
    return sum(min(count, b[key]) for key, count in a.items() if key in b)
