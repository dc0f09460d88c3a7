"""Rows of the contract into rows of the lean tables, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

from schemas.columns import SHORT_HASH
from schemas.records import RecordError
from warehouse.ids import PARTS, number_of, numbers_of
from warehouse.slots import HUNDREDTHS, PLAIN, Slot, Store, is_packed, stores
from warehouse.values import canonical, canonical_digits

Rows = Sequence[Mapping[str, Any]]
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
        self._decimals = _Made(canonical_digits if postgres else canonical)

    def pack(self, name: str, rows: Rows) -> list[tuple[Store, list[tuple[Any, ...]]]]:
        """Return the rows of every table that stores the record; rows alike in every column are one.

        Args:
            name: Of the record.
            rows: Checked rows of one document.

        Raises:
            RecordError: An id does not agree with the columns it is made of, or a number is too large to be stored.
        """
        kept = stores(name)
        if name == "amounts":
            return self._amounts(rows, kept)
        return [(kept[0], self._table(kept[0], rows))]

    def _table(self, store: Store, rows: Rows) -> list[tuple[Any, ...]]:
        columns = [self._column(store, slot, rows) for slot in store.slots]
        return list(dict.fromkeys(zip(*columns, strict=True)))

    def _amounts(self, rows: Rows, kept: Sequence[Store]) -> list[tuple[Store, list[tuple[Any, ...]]]]:
        """Figures, and what their rows and columns say, each once."""
        _check_places(rows)
        figures, lines, heads = kept
        parts = []
        places: dict[str, list[int]] = {}
        for store in (lines, heads):
            number = store.slots[1].name
            said = zip(*(self._plain(store, slot, rows) for slot in store.slots[2:]), strict=True)
            known: dict[tuple[Any, ...], int] = {}
            places[number] = [known.setdefault(one, len(known)) for one in said]
            parts.append((store, [(self.doc, place, *one) for one, place in known.items()]))
        values = (
            places[slot.name] if slot.name in places else self._column(figures, slot, rows) for slot in figures.slots
        )
        return [*parts, (figures, list(dict.fromkeys(zip(*values, strict=True))))]

    def _column(self, store: Store, slot: Slot, rows: Rows) -> Values:
        """Return the values of one stored column."""
        record = store.record
        if slot.name == "doc":
            return [self.doc] * len(rows)
        if slot.name == "disclosure_no" and record.name in PLAIN:
            return [self._numbers[row["disclosure_id"]][0] for row in rows]
        if slot.name in ("sum_rank", "in_sum"):
            # Told by `sums` when the document stands.
            return [None if slot.nullable else False] * len(rows)
        column = slot.column
        assert column is not None  # noqa: S101 - all others store a column of the contract
        if column.name == "operand_id":
            return self._operands(slot, rows)
        if is_packed(record) and column.pattern == SHORT_HASH:
            return [number_of(row[column.name]) for row in rows]
        if is_packed(record) and column.pattern in PARTS:
            place = [name for _, name in PARTS[column.pattern or ""]].index(slot.name)
            ids = map(itemgetter(column.name), rows) if not column.nullable else (row.get(column.name) for row in rows)
            return [None if one is None else self._numbers[one][place] for one in ids]
        if slot.name == "printed" and record.name == "cells":
            return [None if row["printed"] == row["text"] else row["printed"] for row in rows]
        return self._plain(store, slot, rows)

    def _plain(self, store: Store, slot: Slot, rows: Rows) -> Values:
        name = slot.name
        values = [row.get(name) for row in rows]
        if slot.type == "decimal":
            decimals = self._decimals
            return [None if value is None else decimals[value] for value in values]
        if name in HUNDREDTHS:
            values = [None if value is None else round(value * 100) for value in values]
        if slot.type == "number":
            _check_range(store, name, values)
        return values

    def _operands(self, slot: Slot, rows: Rows) -> Values:
        if slot.name == "operand_doc":
            ids = (row["operand_id"] for row in rows)
            return [None if one.startswith(self._short) else number_of(one) for one in ids]
        place = "abc".index(slot.name[-1])
        # A claim has two numbers, a box three.
        return [(*self._numbers[row["operand_id"]], None)[place] for row in rows]


class _Made(dict[Any, Any]):
    """Results by argument, made once."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, given: Any) -> Any:
        made = self[given] = self._make(given)
        return made


def _check_places(rows: Rows) -> None:
    """A figure's id is its table, row and column; only these are stored."""
    for index, row in enumerate(rows):
        if row["amount_id"] != f"{row['table_id']}-r{row['row']}-c{row['col']}":
            raise RecordError("amounts", "amount_id", index, "与表、行、列不一致", "differs from table, row and column")


def _check_range(store: Store, name: str, values: Sequence[Any]) -> None:
    for index, value in enumerate(values):
        if value is not None and not -_NUMBER_LIMIT <= value < _NUMBER_LIMIT:
            raise RecordError(store.record.name, name, index, "数值过大", "is too large to be stored")
