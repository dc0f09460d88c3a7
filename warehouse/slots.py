"""What is stored of each record, and how: the lean tables under the views of the contract.

Kept lean, because a warehouse holds thousands of cells and figures of every document:

- ids are numbers (`ids`), and what is a parent's is not stored again;
- places on the page are whole hundredths of a point, which is all they are measured to;
- boxes stand in one row a document, identities that hold in one row for each disclosure and result, with their
  operands (`packed`); identities that do not hold, or lead to other documents, stand in rows of their own;
- what a row of a table says (`amount_lines`) and what a column says (`amount_heads`) stands once a document, not once
  a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from schemas.columns import FILE_NAME_CAP, SHORT_HASH, Column, Record
from schemas.records import RECORDS
from warehouse.ids import PARTS

DOCUMENT: Final = "documents"
#: Few rows a document, which others refer to: they keep the ids of the contract beside the numbers.
PLAIN: Final = frozenset({DOCUMENT, "disclosures"})
HUNDREDTHS: Final = frozenset({"x0", "y0", "x1", "y1"})
#: What is packed, beside or instead of rows of its own.
BOXES: Final = "cells_data"
HELD: Final = "checks_held"
#: Integers that may need 64 bits.
_LONG: Final = frozenset({"amount_fen", "change_fen", "file_bytes"})
#: SQLite keeps these by the number of the row, which the search index refers to, or because rows are long.
ROWID: Final = frozenset({"paragraphs", "indicators", "unparsed", "amount_lines", "claims"})

LINE: Final = (
    "row_label", "row_path", "functional_code", "functional_name", "economic_code", "economic_name", "economic_kind",
    "code_status", "level", "is_total", "is_leaf", "project_name", "unit_name",
)  # fmt: skip
HEAD: Final = (
    "column_path", "flow", "fund", "origin", "nature", "phase", "comparison", "measure", "unit", "null_kind",
    "reading", "trust", "support", "trust_margin_yuan",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """One stored column.

    Attributes:
        name: Of the stored column.
        type: A type of the contract, or `key` (64 bits), `number` (32 bits).
        nullable: Whether NULL may stand here.
        column: The contract's column it stores, None for what only the warehouse needs.
    """

    name: str
    type: str
    nullable: bool
    column: Column | None = None


@dataclass(frozen=True, slots=True)
class Store:
    """One stored table.

    Attributes:
        name: Of the table.
        record: Whose rows it stores, alone or together with others.
        slots: Its columns.
        key: Names of its key; empty when rows have none.
    """

    name: str
    record: Record
    slots: tuple[Slot, ...]
    key: tuple[str, ...]

    def has(self, name: str) -> bool:
        """Whether it has a column of that name."""
        return any(slot.name == name for slot in self.slots)


def is_packed(record: Record) -> bool:
    """Whether ids of the record are stored as numbers."""
    return record.bundled and record.name not in PLAIN


def base_name(record: Record) -> str:
    """Return the name of the table that stores a record."""
    return f"{record.name}_data" if record.bundled or record.name == "classifications" else record.name


@cache
def stores(name: str) -> tuple[Store, ...]:
    """Return the tables that store a record; the first has a row for each of its rows."""
    record = RECORDS[name]
    if not is_packed(record):
        return (_plain(record),)
    own = {slot.name: slot for column in record.columns for slot in _slots(column)}
    if name == "amounts":
        return _amounts(record, own)
    if name == "cells":
        return (_boxes(record, own),)
    if name == "tables":
        # Also as the contract has it: an index then leads from it to boxes and figures.
        own["table_id"] = Slot("table_id", "text", False, record.column("table_id"))
    key = tuple(dict.fromkeys(slot.name for column in record.primary_key for slot in _key_slots(record, column)))
    # PostgreSQL cannot index long text.
    wide = any(slot.column is not None and _is_long(slot.column) for slot in own.values() if slot.name in key)
    first = Store(base_name(record), record, tuple(own.values()), () if wide else key)
    return (first, _held(record, own)) if name == "checks" else (first,)


def _is_long(column: Column) -> bool:
    return column.type == "text" and column.values is None and column.cap > FILE_NAME_CAP


def _plain(record: Record) -> Store:
    """Store a record as the contract has it; documents and disclosures with their numbers beside."""
    slots = [
        Slot(column.name, column.type, column.nullable, column)
        for column in record.columns
        if is_stored(record, column)
    ]
    if record.name in PLAIN:
        slots.insert(0, Slot("doc", "key", False))
    if record.name == "disclosures":
        slots.insert(1, Slot("disclosure_no", "number", False))
        slots += [Slot("sum_rank", "number", True), Slot("in_sum", "bool", False)]
    return Store(base_name(record), record, tuple(slots), record.primary_key)


def is_stored(record: Record, column: Column) -> bool:
    """Whether the column has its own place in a plain table."""
    return column.stored and (record.name, column.name) != ("classifications", "documents_seen")


def _key_slots(record: Record, name: str) -> tuple[Slot, ...]:
    return (Slot("doc", "key", False), *_slots(record.column(name)))


def _slots(column: Column) -> tuple[Slot, ...]:
    """Return the stored columns of a packed record's column."""
    if column.name == "operand_id":
        # `doc` is the check's; an operand of another document says so.
        numbers = (Slot(f"operand_{part}", "number", part == "c", column) for part in "abc")
        return (Slot("operand_doc", "key", True, column), *numbers)
    if column.name == "document_id" or (column.pattern in PARTS and column.source is None):
        first = Slot("check_no", "key", column.nullable, column) if column.pattern == SHORT_HASH else None
        numbers = (Slot(name, "number", column.nullable, column) for _, name in PARTS[column.pattern or ""])
        return (Slot("doc", "key", False), *((first,) if first else ()), *numbers)
    if not column.stored:
        return ()
    if column.name in HUNDREDTHS:
        return (Slot(column.name, "number", column.nullable, column),)
    if column.type == "int":
        return (Slot(column.name, "int" if column.name in _LONG else "number", column.nullable, column),)
    return (Slot(column.name, column.type, column.nullable, column),)


def _boxes(record: Record, own: Mapping[str, Slot]) -> Store:
    slots = (own["doc"], Slot("part", "number", False), Slot("boxes", "text", False))
    return Store(BOXES, record, slots, ("doc", "part"))


def _held(record: Record, own: Mapping[str, Slot]) -> Store:
    shared = (own[name] for name in ("disclosure_no", "status"))
    rest = (Slot("items", "number", False), Slot("identities", "text", False))
    return Store(HELD, record, (own["doc"], Slot("part", "number", False), *shared, *rest), ("doc", "part"))


def _amounts(record: Record, own: Mapping[str, Slot]) -> tuple[Store, ...]:
    document = own["doc"]
    shared = {*LINE, *HEAD}
    figure = [slot for name, slot in own.items() if name not in shared]
    figure += [Slot("line_no", "number", False), Slot("head_no", "number", False)]
    return (
        Store(base_name(record), record, tuple(figure), ("doc", "table_no", "row", "col")),
        _shared(record, own, document, "line", LINE),
        _shared(record, own, document, "head", HEAD),
    )


def _shared(record: Record, own: Mapping[str, Slot], document: Slot, name: str, columns: tuple[str, ...]) -> Store:
    number = Slot(f"{name}_no", "number", False)
    slots = (document, number, *(own[column] for column in columns))
    return Store(f"amount_{name}s", record, slots, ("doc", number.name))
