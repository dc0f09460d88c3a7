"""Draw claims at random from a folder of PDFs to be checked by eye against their sentences.

    python -m benchmarks.claims_draw FOLDER [--number 150]     print the claims drawn, to be judged
    python -m benchmarks.claims_draw FOLDER --verdicts FILE    precision by the verdicts (claim_id, right or wrong)

The draw is seeded with the hash of this file, so that nobody chooses. Amounts of sentences that stand in a claim are
counted beside it.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.normalize.claims.text import fold_places
from pipeline.worker import read_document
from schemas.narrative import grammar, narrative_words

SHOWN = (
    "kind", "subject", "metric", "functional_code", "economic_code", "amount_fen", "share_pct", "change_fen",
    "change_pct", "completion_pct", "direction", "base", "reason", "count_value", "count_unit", "text_value", "implied",
)  # fmt: skip


def claims_of(folder: Path) -> tuple[list[Mapping[str, Any]], int, int]:
    """Return the claims of all documents, and how many amounts of sentences there are and stand in a claim."""
    found: list[Mapping[str, Any]] = []
    printed = taken = 0
    for path in sorted(folder.glob("*.pdf")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        bundle = read_document(str(path), digest, path.name)
        found.extend({**claim, "file": path.name} for claim in bundle.get("claims", ()))
        for paragraph in bundle.get("paragraphs", ()):
            mine = [c for c in bundle.get("claims", ()) if c["paragraph_id"] == paragraph["paragraph_id"]]
            amounts = {abs(int(str(c[k]))) for c in mine for k in ("amount_fen", "change_fen") if c[k] is not None}
            if paragraph["section_id"] != "n_glossary":
                for fen in _amounts(str(paragraph["text"])):
                    printed += 1
                    taken += abs(fen) in amounts
    return sorted(found, key=lambda claim: str(claim["claim_id"])), printed, taken


def _amounts(text: str) -> list[int]:
    units = narrative_words().money
    return [
        round(float(m.group("amount").replace(",", "")) * units[m.group("unit")])
        for m in grammar().scanner.finditer(fold_places(text).text)
        if m.group("amount")
    ]


def main() -> int:
    """Draw, or compare with verdicts."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--number", type=int, default=150)
    parser.add_argument("--verdicts", type=Path)
    asked = parser.parse_args()
    claims, printed, taken = claims_of(asked.folder)
    print(
        f"{len(claims)} claims; {taken} of {printed} amounts of sentences stand in one ({taken / max(printed, 1):.1%})"
    )
    if asked.verdicts is not None:
        with asked.verdicts.open(encoding="utf-8", newline="") as lines:
            verdicts = {row["claim_id"]: row["verdict"] for row in csv.DictReader(lines)}
        right = sum(verdict == "right" for verdict in verdicts.values())
        print(f"{right} of {len(verdicts)} right ({right / len(verdicts):.1%})")
        return 0
    seed = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    for claim in random.Random(seed).sample(claims, min(asked.number, len(claims))):
        print(claim["claim_id"], claim["file"], "page", claim["page"])
        print("   ", claim["sentence"])
        print("   ", {key: claim[key] for key in SHOWN if claim[key] is not None and claim[key] is not False})
    return 0


if __name__ == "__main__":
    sys.exit(main())
