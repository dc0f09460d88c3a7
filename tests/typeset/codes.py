"""Real classification codes and names, as far as the samples use them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path


@cache
def _names(which: str) -> dict[str, str]:
    path = Path(__file__).with_name("data") / "codes.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines) if row["list"] == which}


def functional(code: str) -> str:
    """Name of a functional class (3, 5 or 7 digits).

    Raises:
        KeyError: the code is not in the project's sample list.
    """
    return _names("functional")[code]


def economic(code: str) -> str:
    """Name of a department economic class (3 or 5 digits)."""
    return _names("economic")[code]


def classes() -> list[str]:
    """All functional 类 codes, in order."""
    return sorted(code for code in _names("functional") if len(code) == 3)


def economic_items(parent: str) -> list[str]:
    """All 款 of an economic 类, in order."""
    return sorted(code for code in _names("economic") if len(code) == 5 and code.startswith(parent))
