"""Figures against the truth: value, row and column must all be those of the truth."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from benchmarks.accuracy_data import Rows, letters, number, squeeze

Path = tuple[str, ...]
_LEAD = re.compile(r"^(其中:?|\[?\d{3,7}\]?|[(\[]?[一二三四五六七八九十]+[)\]]?[、.]?|\(?\d{1,2}[)、.]\)?)+")
NATURES = {"基本支出": "basic", "项目支出": "project", "人员经费": "personnel", "公用经费": "public"}
FUNDS = (
    ("政府性基金", "government_fund"),
    ("国有资本", "state_capital"),
    ("一般公共预算", "general_public"),
    ("单位资金", "unit_funds"),
    ("财政专户", "special_account"),
)


@dataclass(slots=True)
class Facts:
    """Counts over some tables."""

    right: int = 0
    extra: int = 0
    missed: int = 0
    proven: int = 0
    proven_wrong: int = 0
    dims_right: int = 0
    dims_judged: int = 0
    all_dims_right: int = 0
    all_dims_judged: int = 0

    def add(self, other: Facts) -> None:
        """Add another count."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def _path(parts: Sequence[str]) -> Path:
    return tuple(part for part in map(letters, parts) if part)


def _label(text: str | None) -> str:
    return letters(_LEAD.sub("", squeeze(text)))


def _alike(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0.0


def _meanings(paths: set[Path], read: set[Path]) -> dict[Path, Path | None]:
    """The one truth path each read path means; None where none does, or more than one may."""
    found: dict[Path, Path | None] = {}
    for path in read:
        if path in paths:
            found[path] = path
            continue
        scores = sorted(
            ((_alike("".join(path), "".join(p)) + 2 * _alike(path[-1], p[-1]), p) for p in paths if p and path),
            reverse=True,
        )
        clear = bool(scores) and scores[0][0] >= 1.8 and (len(scores) == 1 or scores[0][0] - scores[1][0] > 0.1)
        found[path] = scores[0][1] if clear else None
    return found


def _same_row(fact: Mapping[str, Any], row: Mapping[str, str]) -> int:
    """2 for the same row, 1 for one that is very likely the same, 0 for another."""
    code = fact["functional_code"] or fact["economic_code"]
    read = re.sub(r"\D", "", row.get("functional_code") or "") or re.sub(r"\D", "", row.get("economic_code") or "")
    if code:
        return 2 if code == read else 0
    a, b = _label(fact["row_label"]), _label(row.get("row_label"))
    if a == b:
        return 2 if a else 1
    return 1 if _alike(a, b) >= 0.8 or (len(a) >= 4 and a in b) or (len(b) >= 4 and b in a) else 0


def header_dims(path: Sequence[str], row: Mapping[str, str]) -> bool | None:
    """Whether nature and fund are those the last header names; None where it names none."""
    last = letters(path[-1]) if path else ""
    seen: list[bool] = []
    if last in NATURES and row.get("nature"):
        seen.append(row["nature"] == NATURES[last])
    fund = next((name for word, name in FUNDS if word in last), None)
    if fund and "支出" not in last and row.get("fund"):
        seen.append(row["fund"].startswith(fund) and row["fund"].endswith("transfer") == ("转移支付" in last))
    return all(seen) if seen else None


def _all_dims(fact: Mapping[str, Any], row: Mapping[str, str]) -> bool | None:
    """Whether every dimension the truth names is read so; None where it names none or the export has none."""
    dims = {k: v for k, v in (fact.get("dims") or {}).items() if k in row}
    return all(row[k] == v for k, v in dims.items()) if dims else None


def compare(facts: Sequence[Mapping[str, Any]], rows: Rows) -> Facts:
    """Match the figures of one table one to one, the most certain pairs first."""
    paths = {_path(f["column_path"]) for f in facts}
    read = [_path(re.split(r"[/>|]", r.get("column_path") or "")) for r in rows]
    meaning = _meanings(paths, set(read))
    by_value: dict[Decimal, list[int]] = defaultdict(list)
    for j, row in enumerate(rows):
        value = number(row.get("amount_yuan"))
        if value is not None:
            by_value[value].append(j)
    pairs: list[tuple[bool, int, bool, int, int]] = []
    for i, fact in enumerate(facts):
        path = _path(fact["column_path"])
        for j in by_value.get(Decimal(fact["amount_yuan"]), ()):
            near = _same_row(fact, rows[j])
            if near and meaning[read[j]] == path:
                # Labels repeat (单位资金 under income and under carry-over), so the same place goes first.
                here = (rows[j].get("row"), rows[j].get("col")) == (str(fact["row"]), str(fact["col"]))
                pairs.append((read[j] == path, near, here, -i, j))
    pairs.sort(reverse=True)
    mine: set[int] = set()
    theirs: dict[int, int] = {}
    for *_, minus, j in pairs:
        if -minus not in mine and j not in theirs:
            mine.add(-minus)
            theirs[j] = -minus
    return _count(facts, rows, theirs)


def _count(facts: Sequence[Mapping[str, Any]], rows: Rows, theirs: Mapping[int, int]) -> Facts:
    found = Facts(right=len(theirs), missed=len(facts) - len(theirs))
    for j, row in enumerate(rows):
        proven = row.get("trust") == "proven"
        found.proven += proven
        if j not in theirs:
            if number(row.get("amount_yuan")):
                found.extra += 1
                found.proven_wrong += proven
            continue
        fact = facts[theirs[j]]
        by_header, by_truth = header_dims(fact["column_path"], row), _all_dims(fact, row)
        found.dims_judged += by_header is not None
        found.dims_right += by_header is True
        found.all_dims_judged += by_truth is not None
        found.all_dims_right += by_truth is True
        found.proven_wrong += proven and (by_header is False or by_truth is False)
    return found
