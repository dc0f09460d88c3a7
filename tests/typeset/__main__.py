"""Command line: `python -m tests.typeset OUT_DIR --family xinjiang --seed 7 --producer typst`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tests.typeset.make import FAMILIES, PRODUCERS, make


def main() -> None:
    """Write one PDF and its truth, or one for each seed of a range."""
    parser = argparse.ArgumentParser(prog="python -m tests.typeset", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--family", choices=[*FAMILIES, "all"], default="xinjiang")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1, help="this many seeds from --seed on")
    parser.add_argument("--producer", choices=[*PRODUCERS, "all"], default="typst")
    parser.add_argument("--landline", action="store_true", help="no mobile numbers, for files that are kept")
    parser.add_argument("--rough", action="store_true", help="as worse programs and typists leave it")
    parser.add_argument("--defect", action="store_true", help="one total printed wrong, told in the truth")
    parser.add_argument(
        "--contradict", action="store_true", help="one sentence contradicts the rest, told in the truth"
    )
    parser.add_argument("--untitled", action="store_true", help="tables without their titles")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for family in FAMILIES if given.family == "all" else [given.family]:
        for producer in PRODUCERS if given.producer == "all" else [given.producer]:
            for seed in range(given.seed, given.seed + given.count):
                options = {"landline": given.landline, "rough": given.rough, "defect": given.defect}
                options |= {"contradict": given.contradict, "untitled": given.untitled}
                pdf, truth = make(given.out, family, seed, producer, **options)
                tables = json.loads(truth.read_text(encoding="utf-8"))["tables"]
                print(f"{pdf} {len(tables)} tables")


if __name__ == "__main__":
    main()
