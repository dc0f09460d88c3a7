"""Rows of the contract into rows of the lean tables, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from schemas.columns import SHORT_HASH
from schemas.records import RecordError
from schemas.rows import columns_of
from warehouse.ids import PARTS, number_of, numbers_of
from warehouse.slots import HUNDREDTHS, PLAIN, Slot, Store, is_packed, stores
from warehouse.values import canonical, canonical_digits

Rows = Sequence[Mapping[str, Any]]
Given = Mapping[str, Sequence[Any]]
Values = Iterable[Any]

_NUMBER_LIMIT: Final = 2**31


class Packer:
    """Packs the rows of one document for one engine.

    Args:
        document_id: Whose rows these are.
        postgres: Whether for PostgreSQL, which takes decimals as digits.
    """

    def __init__(self, document_id: str, postgres: bool) -> None:
        self.doc = number_of(document_id)
        self._short = document_id[:16]
        self._numbers = _Made(numbers_of)
        self._decimals = _Made(canonical_digits if postgres else canonical, {None: None})
        self._hundredths = _Made(_hundredths, {None: None})

    def pack(self, name: str, rows: Rows) -> list[tuple[Store, list[tuple[Any, ...]]]]:
        """Return the rows of every table that stores the record; rows alike in every column are one.

        Args:
            name: Of the record.
            rows: Checked rows of one document.

        Raises:
            RecordError: An id does not agree with the columns it is made of, or a number is too large to be stored.
        """
        kept = stores(name)
        given = columns_of(kept[0].record, rows)
        if name == "amounts":
            return self._amounts(given, kept)
        columns = [self._column(kept[0], slot, given, len(rows)) for slot in kept[0].slots]
        return [(kept[0], list(dict.fromkeys(zip(*columns, strict=True))))]

    def _amounts(self, given: Given, kept: Sequence[Store]) -> list[tuple[Store, list[tuple[Any, ...]]]]:
        """Figures, and what their rows and columns say, each once."""
        _check_places(given)
        figures, lines, heads = kept
        count = len(given["amount_id"])
        parts = []
        places: dict[str, list[int]] = {}
        for store in (lines, heads):
            number = store.slots[1].name
            said = zip(*(self._plain(store, slot, given) for slot in store.slots[2:]), strict=True)
            known: dict[tuple[Any, ...], int] = {}
            places[number] = [known.setdefault(one, len(known)) for one in said]
            parts.append((store, [(self.doc, place, *one) for one, place in known.items()]))
        values = (
            places[slot.name] if slot.name in places else self._column(figures, slot, given, count)
            for slot in figures.slots
        )
        return [*parts, (figures, list(dict.fromkeys(zip(*values, strict=True))))]

    def _column(self, store: Store, slot: Slot, given: Given, count: int) -> Values:
        """Return the values of one stored column."""
        record = store.record
        if slot.name == "doc":
            return [self.doc] * count
        if slot.name == "disclosure_no" and record.name in PLAIN:
            return [self._numbers[one][0] for one in given["disclosure_id"]]
        if slot.name in ("sum_rank", "in_sum"):
            # Told by `sums` when the document stands.
            return [None if slot.nullable else False] * count
        column = slot.column
        assert column is not None  # noqa: S101 - all others store a column of the contract
        if column.name == "operand_id":
            return self._operands(slot, given["operand_id"])
        if is_packed(record) and column.pattern == SHORT_HASH:
            return map(number_of, given[column.name])
        if is_packed(record) and column.pattern in PARTS:
            place = [name for _, name in PARTS[column.pattern or ""]].index(slot.name)
            numbers = self._numbers
            return [None if one is None else numbers[one][place] for one in given[column.name]]
        if slot.name == "printed" and record.name == "cells":
            both = zip(given["printed"], given["text"], strict=True)
            return [None if printed == text else printed for printed, text in both]
        return self._plain(store, slot, given)

    def _plain(self, store: Store, slot: Slot, given: Given) -> Values:
        name = slot.name
        values = given[name]
        if slot.type == "decimal":
            return map(self._decimals.__getitem__, values)
        if name in HUNDREDTHS:
            values = list(map(self._hundredths.__getitem__, values))
        if slot.type == "number":
            _check_range(store, name, values)
        return values

    def _operands(self, slot: Slot, ids: Sequence[str]) -> Values:
        if slot.name == "operand_doc":
            return [None if one.startswith(self._short) else number_of(one) for one in ids]
        place = "abc".index(slot.name[-1])
        # A claim has two numbers, a box three.
        numbers = self._numbers
        return [(*numbers[one], None)[place] for one in ids]


class _Made(dict[Any, Any]):
    """Results by argument, made once."""

    def __init__(self, make: Callable[[Any], Any], known: Mapping[Any, Any] | None = None) -> None:
        super().__init__(known or {})
        self._make = make

    def __missing__(self, given: Any) -> Any:
        made = self[given] = self._make(given)
        return made


def _hundredths(points: float) -> int:
    return round(points * 100)


def _check_places(given: Given) -> None:
    """A figure's id is its table, row and column; only these are stored."""
    parts = zip(*(given[name] for name in ("amount_id", "table_id", "row", "col")), strict=True)
    for index, (own, table, row, col) in enumerate(parts):
        if own != f"{table}-r{row}-c{col}":
            raise RecordError("amounts", "amount_id", index, "与表、行、列不一致", "differs from table, row and column")


def _check_range(store: Store, name: str, values: Sequence[Any]) -> None:
    held = set(values)
    held.discard(None)
    if held and not -_NUMBER_LIMIT <= min(held) <= max(held) < _NUMBER_LIMIT:
        raise RecordError(store.record.name, name, None, "数值过大", "is too large to be stored")
