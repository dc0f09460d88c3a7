"""How version 4 packed many rows as one text of JSON: boxes of a table, identities that hold, with their operands.

A box is `[row, col, page, x0, y0, x1, y1, role, text]`, followed, where it is no plain one, by `[row_span, col_span,
printed, unmapped, confidence, unplaced_reason]`; `printed` is null when it is the text. An identity is `[check_id,
rule, quantity, reach, expected, printed, difference, tolerance, in_yuan, message, operands, not_testable_reason]`;
`in_yuan` says that the four figures are yuan. An operand is `[position, side, sign, kind, id without its document]`. A
figure that is no whole number is `[digits, power of ten]`: both engines divide these exactly, but read decimals
differently.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, Final

from warehouse.values import canonical, canonical_digits

Given = Mapping[str, Sequence[Any]]

ROLES: Final = {
    "header": "h", "code": "c", "label": "l", "amount": "a", "text": "t", "column_number": "n", "blank": "b",
}  # fmt: skip
SIDES: Final = {"left": "l", "right": "r"}
KINDS: Final = {"amount": "a", "claim": "c", "indicator": "i", "cell": "b"}
FIGURES: Final = ("expected", "printed", "difference", "tolerance")
HOLDING: Final = frozenset({"exact", "within_rounding"})
#: Reaches of the checks that linking makes; all others belong to one document alone.
FAR: Final = ("files", "units", "stages", "years")
#: What most boxes have at their end, which is then left out.
_PLAIN: Final = (1, 1, None, False, None, None)
#: Boxes or identities in one text, so that none grows without limit.
MOST: Final = 4_000
_EXACT: Final = 2**53
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def boxes(given: Given, hundredths: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, int, str]]:
    """Yield table, part and text of the boxes of a document.

    Args:
        given: Columns of `cells`.
        hundredths: `x0`, `y0`, `x1`, `y1` in hundredths of a point.
    """
    text = given["text"]
    printed = (None if one == other else one for one, other in zip(given["printed"], text, strict=True))
    edges = (hundredths[name] for name in ("x0", "y0", "x1", "y1"))
    roles = map(ROLES.__getitem__, given["role"])
    first = zip(given["row"], given["col"], given["page"], *edges, roles, text, strict=True)
    spans, rest = (given["row_span"], given["col_span"]), ("unmapped", "confidence", "unplaced_reason")
    last = zip(*spans, printed, *(given[name] for name in rest), strict=True)
    made = [one if more == _PLAIN else one + more for one, more in zip(first, last, strict=True)]
    of_table: dict[str, list[tuple[Any, ...]]] = {}
    for table, box in zip(given["table_id"], made, strict=True):
        of_table.setdefault(table, []).append(box)
    for table, held in of_table.items():
        held.sort(key=itemgetter(0, 1))
        # Boxes alike in every column are one.
        if any(one[:2] == other[:2] for one, other in pairwise(held)):
            held = [next(group) for _, group in groupby(held, itemgetter(0, 1))]
        for part, text_of in enumerate(_texts(held)):
            yield table, part, text_of


def _texts(held: Sequence[Any]) -> Iterator[str]:
    return (_encode(held[start : start + MOST]) for start in range(0, len(held), MOST))


def identities(
    checks: Given, operands: Given, short: str
) -> tuple[list[tuple[tuple[str | None, str | None, str], int, str]], set[str]]:
    """Pack the identities of a document that hold.

    Args:
        checks: Columns of `checks`.
        operands: Columns of `check_operands`.
        short: First sixteen digits of the document's id.

    Returns:
        Disclosure, form and status, number and text of each group of identities; and the ids of those in it.
    """
    of_check: dict[str, dict[tuple[Any, ...], None]] = {}
    foreign: set[str] = set()
    names = ("check_id", "position", "side", "sign", "kind", "operand_id")
    for check, position, side, sign, kind, operand in zip(*(operands[name] for name in names), strict=True):
        if operand.startswith(short):
            of_check.setdefault(check, {})[position, SIDES[side], sign, KINDS[kind], operand[16:]] = None
        else:
            foreign.add(check)
    figure = _Figures().__getitem__
    groups: dict[tuple[str | None, str | None, str], list[tuple[Any, ...]]] = {}
    kept: set[str] = set()
    said = ("check_id", "rule", "quantity", "reach", "message", "not_testable_reason", "disclosure_id", "form_id")
    yuan = (checks[f"{name}_yuan"] for name in FIGURES)
    columns = (*(checks[name] for name in (*said, "status", *FIGURES)), *yuan)
    for check, rule, quantity, reach, message, reason, disclosure, form, status, *given in zip(*columns, strict=True):
        if status not in HOLDING or reach in FAR or check in foreign or check in kept:
            continue
        figures = tuple(map(figure, given))
        in_yuan = figures[:4] == figures[4:]
        if _INEXACT in figures or not (in_yuan or figures[4:] == (None,) * 4):
            continue
        kept.add(check)
        row = (check, rule, quantity, reach, *figures[:4], in_yuan, message, list(of_check.get(check, ())))
        groups.setdefault((disclosure, form, status), []).append(row if reason is None else (*row, reason))
    packed = []
    for key, held in groups.items():
        for start in range(0, len(held), MOST):
            part = held[start : start + MOST]
            packed.append((key, len(part), _encode(part)))
    return packed, kept


_INEXACT: Final = "inexact"


class _Figures(dict[str | None, Any]):
    """Figures as they are packed, by their digits; `_INEXACT` for those that need a row of their own."""

    def __init__(self) -> None:
        super().__init__({None: None})

    def __missing__(self, digits: str | None) -> Any:
        number = canonical(str(digits))
        made: Any = number
        if isinstance(number, float):
            whole, _, rest = canonical_digits(str(digits)).partition(".")
            unscaled, power = int(whole + rest), 10 ** len(rest)
            made = (unscaled, power) if abs(unscaled) < _EXACT and power <= 10**15 else _INEXACT
        self[digits] = made
        return made
