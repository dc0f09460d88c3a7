"""SQL that gives packed rows (`packed`) as rows of the contract again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from warehouse.ids import hex_sql
from warehouse.packed import FIGURES, KINDS, ROLES, SIDES

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


def each_sql(dialect: str, array: str, alias: str) -> str:
    """SQL to join with: a row for each element of a JSON array."""
    made = (
        f"jsonb_array_elements({array}) AS {alias}(value)"
        if dialect == "postgresql"
        else f"json_each({array}) AS {alias}"
    )
    return f"{made} ON true"


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
    """SQL of the columns of `checks` out of `one.value`, by name."""
    one = _Json(dialect, "one.value")
    figures = {name: one.figure(place) for place, name in enumerate(FIGURES, 4)}
    return {
        **{name: one.text(place) for place, name in enumerate(("check_id", "rule", "quantity", "reach"))},
        **figures,
        **{f"{name}_yuan": f"CASE WHEN {one.truth(8)} THEN {sql} END" for name, sql in figures.items()},
        "message": one.text(9),
        "not_testable_reason": one.text(11),
    }


def operand_columns(dialect: str) -> dict[str, str]:
    """SQL of the columns of `check_operands` out of `one.value` and `part.value`, by name."""
    part = _Json(dialect, "part.value")
    made = f"{hex_sql('own.doc', dialect)} || {part.text(4)}"
    return {
        "check_id": _Json(dialect, "one.value").text(0),
        "position": part.number(0),
        "side": part.word(1, SIDES),
        "sign": part.number(2),
        "kind": part.word(3, KINDS),
        "operand_id": f'({made}) COLLATE "C"' if dialect == "postgresql" else made,
    }


def operands_of(dialect: str) -> str:
    """SQL of the array of operands of `one.value`."""
    return "one.value -> 10" if dialect == "postgresql" else "one.value, '$[10]'"
