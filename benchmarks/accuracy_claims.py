"""Claims against the truth: one to one, every stated figure the same, and the noun they are of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from benchmarks.accuracy_data import Rows, letters, number, squeeze

Item = Mapping[str, Any]
_FIGURES = ("amount_yuan", "change_yuan", "share_pct", "change_pct")
_UP = ("增加", "增长", "上升", "increase")
_DOWN = ("减少", "下降", "降低", "decrease")


@dataclass(slots=True)
class Stated:
    """Counts over one document.

    Attributes:
        right, missed, extra: claims matched, of the truth alone, of the export alone.
        fields_right, fields: reasons, bases, codes and completion rates of matched claims.
        counted, counts: numbers of things found, and wanted.
    """

    right: int = 0
    missed: int = 0
    extra: int = 0
    fields_right: int = 0
    fields: int = 0
    counted: int = 0
    counts: int = 0


def _sign(word: str | None) -> int:
    text = word or ""
    return 1 if text.startswith(_UP) else -1 if text.startswith(_DOWN) else 0


def _subjects(a: str, b: str) -> int:
    """3 for the same noun, 2 where one holds the other, 1 where they are alike, 0 otherwise."""
    if a == b:
        return 3
    if a and b and (a in b or b in a):
        return 2
    return int(bool(a and b) and SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.6)


def _same(claim: Item, row: Mapping[str, str]) -> int:
    for name in ("amount_yuan", "share_pct"):
        if claim[name] is not None and number(claim[name]) != number(row.get(name)):
            return 0
    for name in ("change_yuan", "change_pct"):
        want, have = number(claim[name]), number(row.get(name))
        if want is not None and (have is None or abs(want) != abs(have)):
            return 0
    moved = number(claim["change_yuan"]) or number(claim["change_pct"])
    if moved and _sign(claim["direction"]) != _sign(row.get("direction")):
        return 0
    return _subjects(letters(claim["subject"]), letters(row.get("subject")))


def pairs(claims: Sequence[Item], rows: Rows) -> dict[int, int]:
    """Claims of the truth to rows of the export, the most certain first."""
    found = []
    for i, claim in enumerate(claims):
        for j, row in enumerate(rows):
            score = _same(claim, row)
            if score:
                here = squeeze(claim["sentence"]) == squeeze(row.get("sentence"))
                full = all((claim[n] is None) == (number(row.get(n)) is None) for n in _FIGURES)
                metric = letters(claim["metric"]) == letters(row.get("metric"))
                found.append((here, score, full, metric, -i, -j))
    found.sort(reverse=True)
    mine: dict[int, int] = {}
    taken: set[int] = set()
    for *_, i, j in found:
        if -i not in mine and -j not in taken:
            mine[-i] = -j
            taken.add(-j)
    return mine


def _fields(claim: Item, row: Mapping[str, str]) -> list[bool]:
    """Whether each further field the truth names is read so."""
    plain = [name for name in ("reason", "base", "functional_code") if claim.get(name) and name in row]
    checks = [letters(claim[name]) == letters(row[name]) for name in plain]
    if claim.get("completion_pct"):
        checks.append(number(claim["completion_pct"]) == number(row.get("completion_pct")))
    if claim.get("implied"):
        checks.append(row.get("implied") == "true")
    return checks


def figures(rows: Rows) -> Rows:
    """Rows that state money or a share; counts, lists and nil statements are judged apart."""
    return [row for row in rows if any(number(row.get(name)) is not None for name in _FIGURES)]


def compare(truth: Mapping[str, Any], rows: Rows) -> Stated:
    """Match the claims of one document."""
    claims, stated = truth["claims"], figures(rows)
    matched = pairs(claims, stated)
    found = Stated(len(matched), len(claims) - len(matched), len(stated) - len(matched))
    for i, j in matched.items():
        checks = _fields(claims[i], stated[j])
        found.fields += len(checks)
        found.fields_right += sum(checks)
    found.counts = len(truth.get("counts", []))
    found.counted = found.counts - len(_uncounted(truth, rows))
    return found


def _uncounted(truth: Mapping[str, Any], rows: Rows) -> list[Item]:
    """Numbers of things that no row states in the same sentence or a part of it."""
    left = [
        (number(r["count_value"]), letters(r.get("count_unit")), letters(r.get("sentence")))
        for r in rows
        if r.get("count_value")
    ]
    missing = []
    for item in truth.get("counts", []):
        value, unit, sentence = number(item["value"]), letters(item["unit"]), letters(item["sentence"])
        found = next(
            (x for x in left if x[0] == value and unit in ("", x[1]) and (x[2] in sentence or sentence in x[2])), None
        )
        if found is None:
            missing.append(item)
        else:
            left.remove(found)
    return missing


def differences(truth: Mapping[str, Any], rows: Rows) -> list[str]:
    """The claims that do not match, `-` of the truth and `+` of the export, as lines to read."""
    claims, stated = truth["claims"], figures(rows)
    matched = pairs(claims, stated)

    def line(sign: str, item: Mapping[str, Any]) -> str:
        return " ".join([sign, *(str(item.get(n) or "·") for n in ("subject", *_FIGURES, "direction", "sentence"))])

    lines = [line("-", claim) for i, claim in enumerate(claims) if i not in matched]
    taken = set(matched.values())
    lines += [line("+", row) for j, row in enumerate(stated) if j not in taken]
    lines += [" ".join(["-", *map(str, item.values())]) for item in _uncounted(truth, rows)]
    for i, j in sorted(matched.items()):
        if not all(_fields(claims[i], stated[j])):
            want = {n: claims[i].get(n) for n in ("reason", "base", "functional_code", "completion_pct", "implied")}
            have = {n: stated[j].get(n) for n in want}
            lines.append(f"~ {claims[i]['subject']} {want} {have} {claims[i]['sentence']}")
    return lines
