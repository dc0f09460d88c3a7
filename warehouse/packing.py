"""Rows of the contract into rows of the lean tables, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any, Final

from schemas.columns import SHORT_HASH
from schemas.records import Columns, RecordError
from schemas.rows import idle
from warehouse.ids import PARTS, number_of, numbers_of
from warehouse.packed import boxes, identities
from warehouse.slots import HUNDREDTHS, PLAIN, Slot, Store, is_packed, stores
from warehouse.values import canonical, canonical_digits

Values = Sequence[Any]

_NUMBER_LIMIT: Final = 2**31
#: Of boxes: packed numbers of 32 bits, as which views give them out again.
_SMALL: Final = ("row", "col", "page", "row_span", "col_span")


@dataclass(frozen=True, slots=True)
class Packed:
    """What goes into one stored table: its values, column by column."""

    store: Store
    columns: Sequence[Values]


class Packer:
    """Packs the rows of one document for one engine.

    Args:
        document_id: Whose rows these are.
        postgres: Whether for PostgreSQL, which takes decimals as digits.
        meanwhile: Called often while there is much to pack.
    """

    def __init__(self, document_id: str, postgres: bool, meanwhile: Callable[[], None] = idle) -> None:
        self._meanwhile = meanwhile
        self.doc = number_of(document_id)
        self._short = document_id[:16]
        self._numbers = _Made(numbers_of)
        self._decimals = _Made(canonical_digits if postgres else canonical, {None: None})
        self._hundredths = _Made(_hundredths, {None: None})

    def bundle(self, columns: Mapping[str, Columns]) -> Iterator[Packed]:
        """Yield what is stored of a whole document, identities that hold together with their operands.

        Args:
            columns: Checked columns by record, owners first.

        Raises:
            RecordError: As `pack`.
        """
        loose: frozenset[str] | None = None
        for name, given in columns.items():
            if name == "checks" and "check_operands" in columns:
                held, kept = self._held(given, columns["check_operands"])
                yield held
                loose = frozenset(set(given["check_id"]) - kept)
            if name in ("checks", "check_operands") and loose is not None:
                kept_rows = [check in loose for check in given["check_id"]]
                given = {column: tuple(compress(values, kept_rows)) for column, values in given.items()}
            yield from self.pack(name, given)

    def pack(self, name: str, given: Columns) -> list[Packed]:
        """Return what is stored of one record; rows alike in every column are one.

        Args:
            name: Of the record.
            given: Checked columns of one document.

        Raises:
            RecordError: An id does not agree with the columns it is made of, or a number is too large to be stored.
        """
        kept = stores(name)
        if name == "amounts":
            return self._amounts(given, kept)
        if name == "cells":
            return [self._boxes(given, kept[0])]
        count = len(next(iter(given.values()), ()))
        return [_once(kept[0], [self._column(kept[0], slot, given, count) for slot in kept[0].slots])]

    def _boxes(self, given: Columns, store: Store) -> Packed:
        edges = {name: list(map(self._hundredths.__getitem__, given[name])) for name in HUNDREDTHS}
        for name, values in (*edges.items(), *((name, given[name]) for name in _SMALL)):
            _check_range(store, name, values)
        made = [(self.doc, part, text) for part, text in enumerate(boxes(given, edges, self._meanwhile))]
        return Packed(store, list(zip(*made, strict=True)) or [()] * len(store.slots))

    def _held(self, checks: Columns, operands: Columns) -> tuple[Packed, set[str]]:
        """Identities that hold, and which these are."""
        store = stores("checks")[1]
        for name in ("position", "sign"):
            _check_range(stores("check_operands")[0], name, operands[name])
        groups, kept = identities(checks, operands, self._short, self._meanwhile)
        made = [
            (self.doc, part, None if owner is None else self._numbers[owner][0], status, items, text)
            for part, (owner, status, items, text) in enumerate(groups)
        ]
        return Packed(store, list(zip(*made, strict=True)) or [()] * len(store.slots)), kept

    def _amounts(self, given: Columns, kept: Sequence[Store]) -> list[Packed]:
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
            columns = list(zip(*known, strict=True)) or [()] * (len(store.slots) - 2)
            parts.append(Packed(store, [[self.doc] * len(known), range(len(known)), *columns]))
        values = [
            places[slot.name] if slot.name in places else self._column(figures, slot, given, count)
            for slot in figures.slots
        ]
        return [*parts, _once(figures, values)]

    def _column(self, store: Store, slot: Slot, given: Columns, count: int) -> Values:
        """Return the values of one stored column."""
        self._meanwhile()
        record = store.record
        if slot.name == "doc":
            return [self.doc] * count
        if slot.name == "disclosure_no" and record.name in PLAIN:
            return [self._numbers[one][0] for one in given["disclosure_id"]]
        if slot.name in ("sum_rank", "in_sum"):
            # Ranks are told by `sums`; what is summed is marked when the document stands.
            return given.get(slot.name) or [None if slot.nullable else False] * count
        column = slot.column
        assert column is not None  # noqa: S101 - all others store a column of the contract
        if column.name == "operand_id":
            return self._operands(slot, given["operand_id"])
        if is_packed(record) and column.pattern == SHORT_HASH:
            return list(map(number_of, given[column.name]))
        if is_packed(record) and column.pattern in PARTS and slot.name != column.name:
            place = [name for _, name in PARTS[column.pattern or ""]].index(slot.name)
            numbers = self._numbers
            return [None if one is None else numbers[one][place] for one in given[column.name]]
        return self._plain(store, slot, given)

    def _plain(self, store: Store, slot: Slot, given: Columns) -> Values:
        self._meanwhile()
        name = slot.name
        values = given[name]
        if slot.type == "decimal":
            return list(map(self._decimals.__getitem__, values))
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


def _once(store: Store, columns: Sequence[Values]) -> Packed:
    """Leave out rows that stand twice, which those with a key do only now and then."""
    keys = store.key or tuple(slot.name for slot in store.slots)
    rows = list(
        zip(*(values for slot, values in zip(store.slots, columns, strict=True) if slot.name in keys), strict=True)
    )
    if len(set(rows)) == len(rows):
        return Packed(store, columns)
    distinct = dict.fromkeys(zip(*columns, strict=True))
    return Packed(store, list(zip(*distinct, strict=True)))


def _check_places(given: Columns) -> None:
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
