"""Many rows as one text of JSON: boxes of a document's tables, and identities that hold, with their operands.

Boxes stand in tables, `{table_no: boxes}`. A box is `[row, col, page, x0, y0, x1, y1, role, text]`, followed, where it
is no plain one, by `[row_span, col_span, printed, unmapped, confidence, unplaced_reason]`; `printed` is null when it is
the text.

Identities stand in kinds, `{kind: identities}`. A kind is itself a text of JSON, `[form_id, rule, quantity, reach,
head, tail]`; head and tail are what all its messages begin and end with. (What stood beside the identities, SQLite
would print anew for each of them.) An identity is `[check_id, message, operands, expected, tolerance]`, followed, where
it is no plain one, by `[printed, difference, in_yuan, not_testable_reason]`; of plain ones the difference is 0, and the
figures are yuan. A figure that is no whole number is `[digits, power of ten]`: both engines divide these exactly, but
read decimals differently.

An operand is its id without the document, `t1-r2-c3`: a figure or a claim, added, the first on the left side; one that
is anything else is `[position, side, sign, kind, id]`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, Final

import orjson

from schemas.rows import idle
from warehouse.ids import numbers_of
from warehouse.values import canonical, canonical_digits

Given = Mapping[str, Sequence[Any]]
Box = tuple[Any, ...]

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
_encode_any = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def _encode(value: object) -> str:
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        # A number beyond 64 bits.
        return _encode_any(value)


def boxes(given: Given, hundredths: Mapping[str, Sequence[int]], meanwhile: Callable[[], None] = idle) -> Iterator[str]:
    """Yield the texts of the boxes of a document.

    Args:
        given: Columns of `cells`.
        hundredths: `x0`, `y0`, `x1`, `y1` in hundredths of a point.
        meanwhile: Called often.
    """
    text = given["text"]
    printed = (None if one == other else one for one, other in zip(given["printed"], text, strict=True))
    edges = (hundredths[name] for name in ("x0", "y0", "x1", "y1"))
    roles = map(ROLES.__getitem__, given["role"])
    first = zip(given["row"], given["col"], given["page"], *edges, roles, text, strict=True)
    spans, rest = (given["row_span"], given["col_span"]), ("unmapped", "confidence", "unplaced_reason")
    last = zip(*spans, printed, *(given[name] for name in rest), strict=True)
    made = [one if more == _PLAIN else one + more for one, more in zip(first, last, strict=True)]
    meanwhile()
    of_table: dict[str, list[Box]] = {}
    for table, box in zip(given["table_id"], made, strict=True):
        of_table.setdefault(table, []).append(box)
    yield from sheets(_sheets(of_table, meanwhile))


def _sheets(of_table: Mapping[str, list[Box]], meanwhile: Callable[[], None]) -> Iterator[tuple[int, int, str]]:
    """Yield number of the table, number of boxes and their text."""
    for table, held in of_table.items():
        meanwhile()
        held.sort(key=itemgetter(0, 1))
        # Boxes alike in every column are one.
        if any(one[:2] == other[:2] for one, other in pairwise(held)):
            held = [next(group) for _, group in groupby(held, itemgetter(0, 1))]
        for start in range(0, len(held), MOST):
            some = held[start : start + MOST]
            yield numbers_of(table)[0], len(some), _encode(some)


def sheets(tables: Iterable[tuple[int, int, str]]) -> Iterator[str]:
    """Yield texts of tables, given by number, number of boxes and their text."""
    texts: list[str] = []
    room = MOST
    for number, count, text in tables:
        if texts and count > room:
            yield f"{{{','.join(texts)}}}"
            texts, room = [], MOST
        texts.append(f'"{number}":{text}')
        room -= count
    if texts:
        yield f"{{{','.join(texts)}}}"


#: Disclosure and status of some identities, their number, and their text.
Group = tuple[Any, str, int, str]
#: Identities by disclosure, status, form, rule, quantity and reach.
Kinds = dict[tuple[Any, ...], list[list[Any]]]


def identities(
    checks: Given, operands: Given, short: str, meanwhile: Callable[[], None] = idle
) -> tuple[list[Group], set[str]]:
    """Pack the identities of a document that hold.

    Args:
        checks: Columns of `checks`.
        operands: Columns of `check_operands`.
        short: First sixteen digits of the document's id.
        meanwhile: Called often.

    Returns:
        The groups of identities, and the ids of those in them.
    """
    of_check, foreign = _operands(operands, short)
    meanwhile()
    figure = _Figures().__getitem__
    kinds: Kinds = {}
    kept: set[str] = set()
    said = ("disclosure_id", "status", "form_id", "rule", "quantity", "reach", "check_id", "message")
    yuan = (checks[f"{name}_yuan"] for name in FIGURES)
    columns = (*(checks[name] for name in (*said, "not_testable_reason", *FIGURES)), *yuan)
    for disclosure, status, form, rule, quantity, reach, check, message, reason, *given in zip(*columns, strict=True):
        if status not in HOLDING or reach in FAR or check in foreign or check in kept:
            continue
        figures = tuple(map(figure, given))
        in_yuan = figures[:4] == figures[4:]
        if _INEXACT in figures or not (in_yuan or figures[4:] == (None,) * 4):
            continue
        kept.add(check)
        meanwhile()
        row = identity(check, message, of_check.get(check, ()), figures[:4], in_yuan, reason)
        kinds.setdefault((disclosure, status, form, rule, quantity, reach), []).append(row)
    return list(groups_of(kinds)), kept


def identity(
    check: str, message: str | None, operands: Sequence[Any], figures: Sequence[Any], in_yuan: bool, reason: str | None
) -> list[Any]:
    """Return an identity as it is packed; operands and figures are packed already."""
    expected, printed, difference, tolerance = figures
    row = [check, message, operands, expected, tolerance]
    plain = in_yuan and reason is None and expected == printed and difference == 0
    return row if plain else [*row, printed, difference, in_yuan, reason]


def groups_of(kinds: Kinds) -> Iterator[Group]:
    """Yield groups of identities, packed."""
    groups: dict[tuple[Any, str], list[tuple[tuple[Any, ...], list[list[Any]]]]] = {}
    for (disclosure, status, *kind), held in kinds.items():
        groups.setdefault((disclosure, status), []).append((tuple(kind), held))
    for key, of_group in groups.items():
        for number, text in _parts(of_group):
            yield *key, number, text


def _parts(kinds: Iterable[tuple[tuple[Any, ...], list[list[Any]]]]) -> Iterator[tuple[int, str]]:
    """Yield number and text of identities, at most `MOST` at a time."""
    made: dict[str, list[list[Any]]] = {}
    count = 0
    for kind, held in kinds:
        for start in range(0, len(held), MOST):
            some = held[start : start + MOST]
            if count and count + len(some) > MOST:
                yield count, _encode(made)
                made, count = {}, 0
            made[_encode((*kind, *_shortened(some)))] = some
            count += len(some)
    if made:
        yield count, _encode(made)


def _shortened(held: Sequence[list[Any]]) -> tuple[str, str]:
    """Cut what all messages begin and end with, and return it."""
    messages = [row[1] for row in held]
    if None in messages:
        return "", ""
    head = _shared(messages)
    tail = _shared([message[: len(head) - 1 - len(message) : -1] for message in messages])[::-1]
    for row in held:
        row[1] = row[1][len(head) : len(row[1]) - len(tail)]
    return head, tail


def _shared(texts: Sequence[str]) -> str:
    """Return what all texts begin with: what the first and the last of them in order do."""
    first, last = min(texts), max(texts)
    if first == last:
        return first
    # Halved again and again, which is faster than to go from sign to sign.
    least, most = 0, len(first)
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if last.startswith(first[:middle]) else (least, middle - 1)
    return first[:least]


def _operands(operands: Given, short: str) -> tuple[dict[str, list[Any]], set[str]]:
    """Return the operands of each check, and the checks that lead to other documents."""
    of_check: dict[str, list[Any]] = {}
    foreign: set[str] = set()
    names = ("check_id", "position", "side", "sign", "kind", "operand_id")
    for check, position, side, sign, kind, operand in zip(*(operands[name] for name in names), strict=True):
        if operand.startswith(short):
            put_operand(of_check.setdefault(check, []), position, side, sign, kind, operand[17:])
        else:
            foreign.add(check)
    return of_check, foreign


def put_operand(held: list[Any], position: int, side: str, sign: int, kind: str, rest: str) -> None:
    """Put an operand to those of its check, as it is packed, unless it stands there; `rest` is its id's."""
    plain = sign == 1 and side == ("right" if position > 1 else "left")
    plain = plain and (kind == "amount" or (kind == "claim" and rest[0] == "p"))
    if plain and position == len(held) + 1:
        held.append(rest)
        return
    one = (position, SIDES[side], sign, KINDS[kind], rest)
    if one not in held and not (plain and 0 < position <= len(held) and held[position - 1] == rest):
        held.append(one)


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


def texts_of(packed: str) -> Iterator[tuple[int, str, str]]:
    """Yield number of the table, role and text of every box."""
    for number, held in json.loads(packed).items():
        for box in held:
            yield int(number), _ROLE_OF[box[7]], box[8]


_ROLE_OF: Final = {letter: role for role, letter in ROLES.items()}
