"""Tables and cells against the truth: tables in reading order, rows and columns aligned without crossing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.accuracy_data import Rows, by_table, letters, overlap, squeeze, unnamed

Line = Mapping[int, str]
MINIMUM = 0.2


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts over some tables."""

    placed: int
    claimed: int
    wanted: int


def align(n: int, m: int, gain: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Pairs (i, j) that never cross and whose gains add up to the most; pairs without gain are left out."""
    worth = [[gain(i, j) for j in range(m)] for i in range(n)]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + worth[i][j])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < n and j < m:
        if worth[i][j] > 0 and best[i][j] == best[i + 1][j + 1] + worth[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def grid_lines(table: Mapping[str, Any], personal: Sequence[str]) -> list[dict[int, str]]:
    """Printed cells of a truth table, row by row; merged-away and empty places are left out."""
    return [
        {c: squeeze(unnamed(text, personal)) for c, text in enumerate(row) if text is not None and squeeze(text)}
        for row in table["grid"]
    ]


def fillers(table: Mapping[str, Any]) -> list[dict[int, str]]:
    """What a merged-away place would show if the merged text were repeated there."""
    found: list[dict[int, str]] = []
    for r, row in enumerate(table["grid"]):
        line: dict[int, str] = {}
        for c, text in enumerate(row):
            if text is None:
                left = line.get(c - 1) or (squeeze(row[c - 1]) if c and row[c - 1] else "")
                above = found[r - 1].get(c) or squeeze(table["grid"][r - 1][c] or "") if r else ""
                line[c] = left or above
        found.append(line)
    return found


def read_lines(rows: Rows, personal: Sequence[str]) -> list[dict[int, str]]:
    """Non-empty cells of an exported table, row by row."""
    found: dict[int, dict[int, str]] = {}
    for row in rows:
        text = squeeze(unnamed(row["text"] or "", personal))
        if text:
            found.setdefault(int(row["row"]), {})[int(row["col"])] = text
    return [found[r] for r in sorted(found)]


def match(truths: Sequence[Mapping[str, Any]], cells: Rows, titles: Mapping[int, str]) -> dict[int, int]:
    """Which exported table each truth table is.

    Args:
        truths: truth tables in reading order.
        cells: all exported cells of the document.
        titles: exported title of each table, as far as known.

    Returns:
        Index of the truth table to the ordinal of the exported one.
    """
    read = by_table(cells)
    ordinals = sorted(set(read) | set(titles))
    wanted = [Counter(squeeze(x) for row in t["grid"] for x in row if x and squeeze(x)) for t in truths]
    have = {o: Counter(squeeze(r["text"]) for r in read.get(o, ()) if squeeze(r["text"])) for o in ordinals}

    def likeness(i: int, j: int) -> float:
        a, b = wanted[i], have[ordinals[j]]
        content = 2 * overlap(a, b) / max(1, sum(a.values()) + sum(b.values()))
        mine, theirs = letters(truths[i]["title"]), letters(titles.get(ordinals[j]))
        same = bool(mine) and bool(theirs) and (mine in theirs or theirs in mine)
        value = content + (0.5 if same else 0.0)
        return value if value > MINIMUM else 0.0

    return {i: ordinals[j] for i, j in align(len(truths), len(ordinals), likeness)}


def compare(table: Mapping[str, Any], rows: Rows, personal: Sequence[str]) -> Cells:
    """Cells of one table that stand in the right row and column."""
    want, have, may = grid_lines(table, personal), read_lines(rows, personal), fillers(table)
    bags, read = [Counter(x.values()) for x in want], [Counter(x.values()) for x in have]
    pairs = align(len(want), len(have), lambda i, j: float(overlap(bags[i], read[j])))
    wide = len(table["grid"][0]) if table["grid"] else 0
    across = max((c for line in have for c in line), default=-1) + 1

    def agree(a: int, b: int) -> float:
        return float(sum(a in want[i] and want[i][a] == have[j].get(b) for i, j in pairs))

    columns = {b: a for a, b in align(wide, across, agree)}
    placed = repeated = 0
    for i, j in pairs:
        for b, text in have[j].items():
            a = columns.get(b, b)
            if want[i].get(a) == text:
                placed += 1
            elif may[i].get(a) == text:
                repeated += 1
    return Cells(placed, sum(map(len, have)) - repeated, sum(map(len, want)))
