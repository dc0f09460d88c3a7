"""SQL that gives packed rows (`packed`) as rows of the contract again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from warehouse.ids import hex_sql
from warehouse.packed import KINDS, ROLES, SIDES

_EDGES: Final = ("x0", "y0", "x1", "y1")


class _Json:
    """SQL that takes apart one JSON array, on one engine.

    Args:
        dialect: `sqlite` or `postgresql`.
        value: SQL of the array.
    """

    def __init__(self, dialect: str, value: str) -> None:
        self._postgres = dialect == "postgresql"
        self._value = value

    def text(self, at: int) -> str:
        """A text; PostgreSQL compares it by code point."""
        return f'({self._value} ->> {at}) COLLATE "C"' if self._postgres else self._raw(at)

    def number(self, at: int) -> str:
        """A whole number of 32 bits."""
        return f"({self._value} ->> {at})::integer" if self._postgres else self._raw(at)

    def point(self, at: int) -> str:
        """Points, packed as hundredths."""
        return f"({self._value} ->> {at})::float8 / 100" if self._postgres else f"{self._raw(at)} / 100.0"

    def real(self, at: int) -> str:
        """A measured number."""
        return f"({self._value} ->> {at})::float8" if self._postgres else self._raw(at)

    def truth(self, at: int) -> str:
        """True or false."""
        return f"({self._value} ->> {at})::boolean" if self._postgres else self._raw(at)

    def word(self, at: int, words: Mapping[str, str]) -> str:
        """One of some words, packed as letters."""
        cases = " ".join(f"WHEN '{letter}' THEN '{word}'" for word, letter in words.items())
        raw = f"{self._value} ->> {at}" if self._postgres else self._raw(at)
        made = f"CASE {raw} {cases} END"
        return f'({made}) COLLATE "C"' if self._postgres else made

    def figure(self, at: int) -> str:
        """A decimal; see `packed`."""
        if not self._postgres:
            whole, power = (f"json_extract({self._value}, '$[{at}][{part}]')" for part in (0, 1))
            fraction = f"{whole} * 1.0 / {power}"
            return f"CASE json_type({self._value}, '$[{at}]') WHEN 'array' THEN {fraction} ELSE {self._raw(at)} END"
        held = f"{self._value} -> {at}"
        # Multiplied, as a division would give sixteen places.
        fraction = f"({held} ->> 0)::numeric * ('1e-' || length({held} ->> 1) - 1)::numeric"
        return f"CASE jsonb_typeof({held}) WHEN 'array' THEN {fraction} ELSE ({self._value} ->> {at})::numeric END"

    def _raw(self, at: int) -> str:
        return f"json_extract({self._value}, '$[{at}]')"


def _each(dialect: str, array: str, alias: str) -> str:
    """SQL to join with: a row for each element of a JSON array, with its place."""
    made = (
        f"jsonb_array_elements({array}) WITH ORDINALITY AS {alias}(value, place)"
        if dialect == "postgresql"
        else f"json_each({array}) AS {alias}"
    )
    return f"JOIN {made} ON true"


def _each_key(dialect: str, json: str, alias: str) -> str:
    """SQL to join with: a row for each key of a text of JSON."""
    made = f"jsonb_each({json}::jsonb)" if dialect == "postgresql" else f"json_each({json})"
    return f"JOIN {made} AS {alias} ON true"


def boxes_sql(dialect: str) -> str:
    """SQL to join `own` with: a row `box` for each box."""
    return f"{_each_key(dialect, 'own.boxes', 'sheet')} {_each(dialect, 'sheet.value', 'box')}"


def identities_sql(dialect: str) -> str:
    """SQL to join `own` with: a row `one` for each identity."""
    return f"{_each_key(dialect, 'own.identities', 'kind')} {_each(dialect, 'kind.value', 'one')}"


def operands_sql(dialect: str) -> str:
    """SQL to join `own` with: a row `part` for each operand of the identities."""
    operands = "one.value -> 2" if dialect == "postgresql" else "one.value, '$[2]'"
    return f"{identities_sql(dialect)} {_each(dialect, operands, 'part')}"


#: SQL of the number of the table that a box stands in.
TABLE_NO: Final = "CAST(sheet.key AS integer)"


def box_columns(dialect: str) -> dict[str, str]:
    """SQL of the columns of `cells` out of `box.value`, by name."""
    box = _Json(dialect, "box.value")
    no = "false" if dialect == "postgresql" else "0"
    text = box.text(8)
    return {
        "row": box.number(0),
        "col": box.number(1),
        "row_span": f"coalesce({box.number(9)}, 1)",
        "col_span": f"coalesce({box.number(10)}, 1)",
        "text": text,
        "printed": f"coalesce({box.text(11)}, {text})",
        "role": box.word(7, ROLES),
        "unmapped": f"coalesce({box.truth(12)}, {no})",
        "confidence": box.real(13),
        "unplaced_reason": box.text(14),
        "page": box.number(2),
        **{name: box.point(place) for place, name in enumerate(_EDGES, 3)},
    }


def identity_columns(dialect: str) -> dict[str, str]:
    """SQL of the columns of `checks` out of `kind.key` and `one.value`, by name."""
    kind = _Json(dialect, "kind.key::jsonb" if dialect == "postgresql" else "kind.key")
    one = _Json(dialect, "one.value")
    plain, expected = f"{one.truth(7)} IS NULL", one.figure(3)
    figures = {
        "expected": expected,
        "printed": f"CASE WHEN {plain} THEN {expected} ELSE {one.figure(5)} END",
        "difference": f"CASE WHEN {plain} THEN 0 ELSE {one.figure(6)} END",
        "tolerance": one.figure(4),
    }
    yuan = f"coalesce({one.truth(7)}, {'true' if dialect == 'postgresql' else '1'})"
    message = f"{kind.text(4)} || {one.text(1)} || {kind.text(5)}"
    return {
        "check_id": one.text(0),
        **{name: kind.text(place) for place, name in enumerate(("form_id", "rule", "quantity", "reach"))},
        **figures,
        **{f"{name}_yuan": f"CASE WHEN {yuan} THEN {sql} END" for name, sql in figures.items()},
        "message": f'({message}) COLLATE "C"' if dialect == "postgresql" else message,
        "not_testable_reason": one.text(8),
    }


def operand_columns(dialect: str) -> dict[str, str]:
    """SQL of the columns of `check_operands` out of `one.value` and `part.value`, by name."""
    part = _Json(dialect, "part.value")
    postgres = dialect == "postgresql"
    plain = "jsonb_typeof(part.value) = 'string'" if postgres else "part.type = 'text'"
    text = "(part.value #>> '{}')" if postgres else "part.value"
    # SQLite reads no JSON out of what is none.
    place = "part.place::integer" if postgres else "part.key + 1"
    first = "part.place = 1" if postgres else "part.key = 0"
    made = {
        "position": (place, part.number(0)),
        "side": (f"CASE WHEN {first} THEN 'left' ELSE 'right' END", part.word(1, SIDES)),
        "sign": ("1", part.number(2)),
        "kind": (f"CASE WHEN substr({text}, 1, 1) = 'p' THEN 'claim' ELSE 'amount' END", part.word(3, KINDS)),
        "operand_id": (text, part.text(4)),
    }
    columns = {name: f"CASE WHEN {plain} THEN {one} ELSE {other} END" for name, (one, other) in made.items()}
    columns["operand_id"] = f"{hex_sql('own.doc', dialect)} || '-' || {columns['operand_id']}"
    for name in ("side", "kind", "operand_id") if postgres else ():
        columns[name] = f'({columns[name]}) COLLATE "C"'
    return {"check_id": _Json(dialect, "one.value").text(0), **columns}
