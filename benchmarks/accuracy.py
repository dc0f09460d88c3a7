"""How right an export is against truth files: `python -m benchmarks.accuracy EXPORT_DIR TRUTH...`.

The same measures as the shared scorer, made independently: cells in their row and column, figures with their row and
column, dimensions, whole paragraphs, titles and units, what was called proven, and personal data that leaked.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks import accuracy_cells, accuracy_claims, accuracy_facts
from benchmarks.accuracy_data import (
    Document,
    Truth,
    by_table,
    harmonic,
    letters,
    number,
    overlap,
    read_export,
    read_truths,
    squeeze,
    unnamed,
)

Score = dict[str, float | int | str]
COLUMNS = (
    "tables",
    "cell_f1",
    "fact_recall",
    "fact_precision",
    "dims",
    "all_dims",
    "paragraphs_exact",
    "paragraph_sections",
    "title",
    "number",
    "unit",
    "form",
    "claims_f1",
    "claims_extra",
    "claim_fields",
    "counts_found",
    "indicator_f1",
    "meta",
    "defects_found",
    "violated",
    "proven_share",
    "proven_wrong",
    "personal_leaks",
)
#: What must be exactly zero, and what must be one, in a perfect export.
COUNTS = ("claims_extra", "violated", "proven_wrong", "personal_leaks")
_ATTRIBUTES = (("title", "table_title"), ("number", "table_number"), ("unit", "unit"), ("form", "form_id"))
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_OPERATORS = {"≥": ">=", "≤": "<=", "＝": "=", "＞": ">", "＜": "<", "定性": ""}


def _titles(document: Document) -> dict[int, str]:
    found: dict[int, str] = {}
    for name in ("tables", "amounts"):
        for row in document.get(name):
            title = row.get("table_title") or ""
            if title and row.get("table_ordinal"):
                found.setdefault(int(row["table_ordinal"]), title)
    return found


def _tables(truth: Truth, document: Document, score: Score) -> None:
    """Tables, cells and figures."""
    tables, secrets = truth["tables"], truth.get("personal", [])
    cells, amounts = by_table(document.get("cells")), by_table(document.get("amounts"))
    pairs = accuracy_cells.match(tables, document.get("cells"), _titles(document))
    placed = claimed = wanted = 0
    facts = accuracy_facts.Facts()
    for i, table in enumerate(tables):
        ordinal = pairs.get(i, -1)
        count = accuracy_cells.compare(table, cells.pop(ordinal, []), secrets)
        placed, claimed, wanted = placed + count.placed, claimed + count.claimed, wanted + count.wanted
        facts.add(accuracy_facts.compare(table["facts"], amounts.pop(ordinal, [])))
    if not truth.get("partial"):
        claimed += sum(bool(squeeze(row["text"])) for rows in cells.values() for row in rows)
        for figures in amounts.values():
            facts.add(accuracy_facts.compare([], figures))
    score["tables"] = f"{len(pairs)}/{len(tables)}"
    score["tables_found"] = len(pairs) / len(tables) if tables else 1.0
    score["cell_f1"] = harmonic(placed, claimed, wanted)
    score["fact_recall"] = facts.right / max(1, facts.right + facts.missed) if facts.right + facts.missed else 1.0
    score["fact_precision"] = facts.right / (facts.right + facts.extra) if facts.right + facts.extra else 1.0
    if facts.dims_judged:
        score["dims"] = facts.dims_right / facts.dims_judged
    if facts.all_dims_judged:
        score["all_dims"] = facts.all_dims_right / facts.all_dims_judged
    rows = document.get("amounts")
    if any(row.get("trust") for row in rows):
        score["proven_share"] = facts.proven / len(rows)
        score["proven_wrong"] = facts.proven_wrong
    _attributes(tables, document, pairs, score)


def _attributes(
    tables: Sequence[Mapping[str, Any]], document: Document, pairs: Mapping[int, int], score: Score
) -> None:
    """Title, number, unit and form of the tables."""
    read = {int(row["table_ordinal"]): row for row in document.get("tables") if row.get("table_ordinal")}
    for key, column in _ATTRIBUTES:
        judged = [i for i, table in enumerate(tables) if table.get(key) is not None]
        if not judged or not read or column not in next(iter(read.values())):
            continue
        right = 0
        for i in judged:
            row = read.get(pairs.get(i, -1))
            right += row is not None and squeeze(row.get(column)) == squeeze(tables[i][key])
        score[key] = right / len(judged)


def _paragraphs(truth: Truth, document: Document, score: Score) -> None:
    """Whole paragraphs, and those under their heading."""
    wanted = truth["paragraphs"]
    if not wanted:
        return
    secrets = truth.get("personal", [])
    places: dict[str, list[str]] = defaultdict(list)
    for row in document.get("paragraphs"):
        places[squeeze(unnamed(row.get("text") or "", secrets))].append(letters(row.get("section")))
    exact = under = 0
    for paragraph in wanted:
        found = places.get(squeeze(unnamed(paragraph["text"], secrets)))
        if not found:
            continue
        last = letters(paragraph["section"][-1]) if paragraph["section"] else ""
        place = next((x for x in found if last in x), found[0])
        found.remove(place)
        exact += 1
        under += last in place
    score["paragraphs_exact"] = exact / len(wanted)
    score["paragraph_sections"] = under / len(wanted)


def _claims(truth: Truth, document: Document, score: Score) -> None:
    """What sentences state. A truth without claims says nothing of them."""
    if not truth.get("claims") or document.rows.get("claims") is None:
        return
    stated = accuracy_claims.compare(truth, document.get("claims"))
    extra = 0 if truth.get("partial") else stated.extra
    score["claims_f1"] = harmonic(stated.right, stated.right + extra, stated.right + stated.missed)
    score["claims_extra"] = extra
    if stated.fields:
        score["claim_fields"] = stated.fields_right / stated.fields
    if stated.counts:
        score["counts_found"] = stated.counted / stated.counts


def _rest(truth: Truth, document: Document, score: Score) -> None:
    """Indicators and the document as a whole."""
    if truth.get("performance") and document.rows.get("indicators") is not None:

        def key(row: Mapping[str, Any]) -> tuple[str, ...]:
            sign = (row.get("operator") or "").strip()
            rest = (squeeze(row.get(name)) for name in ("value", "unit", "weight"))
            return (letters(row.get("indicator")), _OPERATORS.get(sign, sign), *rest)

        have, want = Counter(map(key, document.get("indicators"))), Counter(map(key, truth["performance"]))
        score["indicator_f1"] = harmonic(overlap(have, want), sum(have.values()), sum(want.values()))
    if document.rows.get("disclosures") is not None:
        meta = truth["meta"]
        stage = "final" if meta["report_kind"] == "final_account" else "budget"
        want_meta = {"stage": stage, "fiscal_year": str(meta["fiscal_year"]), "agency_name": meta["agency"]}
        want_meta["published_on"] = meta["published_on"] or ""
        parts = [
            sum(squeeze(row.get(k)) == squeeze(v) for k, v in want_meta.items()) / len(want_meta)
            for row in document.get("disclosures")
        ]
        score["meta"] = max(parts, default=0.0)


def _defects(truth: Truth, document: Document, score: Score) -> None:
    """Defects of the document that a violated check speaks of; rounding is no defect."""
    if document.rows.get("checks") is None:
        return
    bad = [row for row in document.get("checks") if row.get("status") == "violated"]
    score["violated"] = len(bad)
    real = [d for d in truth.get("defects", []) if d["kind"] not in ("rounding_total", "share_sum")]
    if not real:
        return
    said: list[set[Decimal]] = []
    for row in bad:
        values = {v for v in map(number, _NUMBER.findall(squeeze(row.get("message")))) if v is not None}
        for column in ("expected_yuan", "printed_yuan"):
            value = number(row.get(column))
            values |= {value, value / 10_000} if value is not None else set()
        said.append(values)
    found = 0
    for defect in real:
        wanted = {v for v in map(number, _NUMBER.findall(squeeze(str(defect["printed"])))) if v is not None}
        found += any(wanted & values for values in said)
    score["defects_found"] = found / len(real)


def leaks(folder: Path, personal: Sequence[str]) -> int:
    """How often personal data stands in any byte of an export."""
    blob = b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    return sum(blob.count(secret.encode()) for secret in personal)


def score(folder: Path, truth: Truth) -> Score:
    """Measure one document of an export.

    Args:
        folder: the export.
        truth: what the document says.

    Returns:
        Measure to value: shares of 1, counts, and `tables` as found/wanted. A measure the export has no data for is
        left out.
    """
    document = read_export(folder, truth["file"])
    found: Score = {"file": truth["file"]}
    if "tables" in truth:
        _tables(truth, document, found)
    if "paragraphs" in truth:
        _paragraphs(truth, document, found)
    _claims(truth, document, found)
    _rest(truth, document, found)
    _defects(truth, document, found)
    if truth.get("personal"):
        found["personal_leaks"] = leaks(folder, truth["personal"])
    return found


def _shown(value: float | int | str | None) -> str:
    return f"{value:.4f}" if isinstance(value, float) else "" if value is None else str(value)


def mean(scores: Sequence[Score], name: str) -> float | int | None:
    """Mean of shares, sum of counts, None where no document has the measure."""
    values = [s[name] for s in scores if isinstance(s.get(name), int | float)]
    numbers = [v for v in values if not isinstance(v, str)]
    if not numbers:
        return None
    return sum(numbers) if name in COUNTS else sum(numbers) / len(numbers)


def table(scores: Sequence[Score]) -> str:
    """The scores as text: a column for each document, numbered as in the list above them."""
    lines = [f"{i:>3}  {s['file']}" for i, s in enumerate(scores, start=1)]
    heads = [*(str(i + 1) for i in range(len(scores))), "all"]
    lines += ["", f"{'':20s}" + "".join(f"{h:>9s}" for h in heads)]
    for name in COLUMNS:
        if any(name in s for s in scores):
            values = [*(s.get(name) for s in scores), mean(scores, name)]
            lines.append(f"{name:20s}" + "".join(f"{_shown(v):>9s}" for v in values))
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores; 0 unless the export has none of the documents."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("export", type=Path, help="folder of CSV files")
    parser.add_argument("truth", type=Path, nargs="+", help="truth files or folders of them")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--claims", action="store_true", help="list the claims that differ")
    given = parser.parse_args(arguments)
    scores = [score(given.export, truth) for truth in read_truths(given.truth)]
    if given.claims:
        for truth in read_truths(given.truth):
            rows = read_export(given.export, truth["file"]).get("claims")
            print("\n".join([truth["file"], *accuracy_claims.differences(truth, rows)]))
    print(json.dumps(scores, ensure_ascii=False, indent=1) if given.json else table(scores))
    return 0 if scores else 1


if __name__ == "__main__":
    sys.exit(main())
