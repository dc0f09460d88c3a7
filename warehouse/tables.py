"""SQL tables, built from the records of the contract by way of `slots`.

Text compares in code-point order on both engines. Exactness: money is `BIGINT` fen. Other decimals are NUMERIC, in the
one form that `values.canonical` gives them: exact on PostgreSQL, and on SQLite numbers that print the same digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Double,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    literal_column,
)
from sqlalchemy import Column as SqlColumn
from sqlalchemy.schema import ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.types import TypeEngine

from schemas.columns import Column, Record
from schemas.records import RECORDS
from warehouse.people import people_sql
from warehouse.search_index import search_sql, search_table
from warehouse.slots import HELD, ROWID, Slot, Store, base_name, is_packed, stores
from warehouse.summing import COUNTED, COUNTS
from warehouse.sums import SPENDING, SUMS, THREE_PUBLIC, UNITS
from warehouse.views import views

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
}
META: Final = "mingzhang_meta"
# Asked for by document, to which the key leads.
_NOT_INDEXED: Final = frozenset({"disclosure_id", "operand_id"})
#: Indexes of some rows only: what is looked for among much that is not.
_SOME: Final = {("checks", "status"): "violated"}


#: What stands beside a column in its index, so that questions of many documents need not read the rows.
_BESIDE: Final = {("checks", "status"): ("doc", "disclosure_no"), ("claims", "kind"): ("doc",)}


@dataclass(frozen=True, slots=True)
class Layout:
    """All there is in a warehouse of one dialect.

    Attributes:
        metadata: The tables.
        views: SQL of the views by name, in the order of creation.
        search: SQL of the search index by name, in the order of creation.
    """

    metadata: MetaData
    views: dict[str, str]
    search: dict[str, str]

    def table(self, record: str) -> Table:
        """Return the table that stores the record."""
        return self.metadata.tables[base_name(RECORDS[record])]


def layout(dialect: str) -> Layout:
    """Build tables and views for `sqlite` or `postgresql`."""
    metadata = MetaData(naming_convention=NAMING)
    for record in RECORDS.values():
        for store in stores(record.name):
            _table(store, metadata, dialect)
    text = _sql_type("text", dialect)
    counts = (SqlColumn(name, Integer(), nullable=False) for name in COUNTED)
    doc = SqlColumn("doc", BigInteger(), primary_key=True, autoincrement=False)
    Table(COUNTS, metadata, doc, *counts, _owner(), comment="每个文件各有多少 / How much there is of every document")
    Table(META, metadata, SqlColumn("name", text, primary_key=True), SqlColumn("value", text, nullable=False))
    _people(metadata, dialect)
    search_table(metadata, dialect)
    return Layout(metadata, {**views(dialect), **people_sql(dialect)}, search_sql(dialect))


def _sql_type(kind: str, dialect: str) -> TypeEngine[Any]:
    """Return the SQL type; SQLite has no dates, so ISO text stands for them."""
    postgres = dialect == "postgresql"
    text = Text(collation="C") if postgres else Text()
    kinds: dict[str, TypeEngine[Any]] = {
        "key": BigInteger(),
        "number": Integer(),
        "text": text,
        "int": BigInteger(),
        "bool": Boolean(),
        "date": Date() if postgres else text,
        "timestamp": DateTime(timezone=True) if postgres else text,
        "decimal": Numeric(),
        "float": Double(),
    }
    return kinds[kind]


def _people(metadata: MetaData, dialect: str) -> None:
    """Tables behind the views for people; see `sums`."""
    text = _sql_type("text", dialect)
    kinds: dict[str, TypeEngine[Any]] = {
        "doc": BigInteger(),
        **dict.fromkeys(("amount_fen", "basic_fen", "project_fen"), BigInteger()),
    }
    kinds |= dict.fromkeys(("disclosure_no", "table_no", "row", "col", "items"), Integer())
    optional = {"class_name", "group_name", "basic_fen", "project_fen"}
    for name, columns, key, said in (
        ("spending_data", SPENDING, ("table_no", "row", "col"), "支出的末级 / Leaves of spending"),
        ("spending_sums", SUMS, ("code",), "各类支出 / Spending by class"),
        ("three_public_data", THREE_PUBLIC, ("item", "phase"), "三公经费 / The three public expenses"),
        ("unit_names", UNITS, ("name",), "部门所列的所属单位 / Units that a department lists"),
    ):
        made = (SqlColumn(c, kinds.get(c, text), nullable=c in optional, autoincrement=False) for c in columns)
        primary = PrimaryKeyConstraint("doc", "disclosure_no", *key)
        Table(name, metadata, *made, primary, _owner(), comment=said, sqlite_with_rowid=False)
    Index(None, metadata.tables["unit_names"].c.name)


_WIDTHS: Final = {"key": 0, "int": 0, "float": 0, "timestamp": 0, "number": 1, "date": 1, "bool": 2}


def _table(store: Store, metadata: MetaData, dialect: str) -> None:
    record = store.record
    slots = list(store.slots)
    if dialect == "postgresql" and record.bundled:
        # Wide columns of fixed width first: nothing is then spent on aligning them.
        slots.sort(key=lambda slot: _WIDTHS.get(slot.type, 3))
    columns = [_sql_column(slot, dialect) for slot in slots]
    said = f"{record.zh} / {record.en}"
    table = Table(store.name, metadata, *columns, comment=said, sqlite_with_rowid=_by_row_number(store))
    if store.key:
        table.append_constraint(PrimaryKeyConstraint(*store.key))
    if store.has("doc") and not store.key:
        Index(None, table.c.doc)
    for constraint in _links(store):
        table.append_constraint(constraint)
    for slot in () if store.name == HELD else store.slots:
        if slot.column is not None and _is_indexed(record, slot.column) and slot.name not in store.key:
            _index(table, record, slot)


def _by_row_number(store: Store) -> bool:
    """Whether SQLite keeps the rows by number rather than by key."""
    return not (is_packed(store.record) and store.key) or bool({store.record.name, store.name} & ROWID)


def _links(store: Store) -> list[ForeignKeyConstraint | UniqueConstraint]:
    """Return the foreign keys of a stored table, and what they refer to when it is no primary key.

    All that a document yields refers to the document, in which `checked` has followed the other references.
    """
    record = store.record
    if is_packed(record):
        made: list[ForeignKeyConstraint | UniqueConstraint] = [_owner()]
        return [*made, UniqueConstraint("table_id")] if record.name == "tables" else made
    if record.name == "documents":
        return [UniqueConstraint("doc")]
    if record.name == "disclosures":
        return [UniqueConstraint("doc", "disclosure_no"), _owner("document_id")]
    if record.name == "loads":
        return [_owner("document_id")]
    if record.name == "document_names":
        # Deferred: a reload takes the document out and puts it back, its names stay.
        name = ["documents_data.document_id"]
        return [ForeignKeyConstraint(["document_id"], name, deferrable=True, initially="DEFERRED")]
    return []


def _owner(column: str = "doc") -> ForeignKeyConstraint:
    return ForeignKeyConstraint([column], [f"documents_data.{column}"], ondelete="CASCADE")


def _is_indexed(record: Record, column: Column) -> bool:
    if is_packed(record) and column.name in _NOT_INDEXED:
        return False
    return column.indexed and (record.name, column.name) != ("checks", "form_id")


def _index(table: Table, record: Record, slot: Slot) -> None:
    own = table.c[slot.name]
    only = _SOME.get((record.name, slot.name))
    where = own == literal_column(f"'{only}'") if only else own.is_not(None) if slot.nullable else None
    beside = (table.c[name] for name in _BESIDE.get((record.name, slot.name), ()))
    Index(None, own, *beside, sqlite_where=where, postgresql_where=where)


def _sql_column(slot: Slot, dialect: str) -> SqlColumn[Any]:
    said = None if slot.column is None else f"{slot.column.zh} / {slot.column.en}"
    return SqlColumn(
        slot.name, _sql_type(slot.type, dialect), nullable=slot.nullable, comment=said, autoincrement=False
    )
