"""SQL tables and views, built from the records of the contract.

A record whose columns are partly its parent's is stored lean in `NAME_data`; the view `NAME` joins those columns in. So
a document's name stands once, whatever points to it. Text compares in code-point order on both engines.

Exactness: money is `BIGINT` fen, `*_yuan` beside a `*_fen` is generated from it. Other decimals are NUMERIC, canonical
as `values.canonical` makes them: exact on PostgreSQL, and on SQLite numbers that print back to the same digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Boolean, Computed, Date, DateTime, Double, Index, MetaData, Numeric, Table, Text
from sqlalchemy import Column as SqlColumn
from sqlalchemy.schema import ForeignKeyConstraint, PrimaryKeyConstraint
from sqlalchemy.types import TypeEngine

from schemas.columns import FILE_NAME_CAP, Column, Record
from schemas.records import RECORDS

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
META = "mingzhang_meta"


@dataclass(frozen=True, slots=True)
class Layout:
    """All there is in a warehouse of one dialect.

    Attributes:
        metadata: The tables.
        views: SQL of the views by name, in the order of creation.
    """

    metadata: MetaData
    views: dict[str, str]

    def table(self, record: str) -> Table:
        """Return the table that stores the record."""
        return self.metadata.tables[base_name(RECORDS[record])]


def base_name(record: Record) -> str:
    """Return the name of the table that stores a record."""
    return f"{record.name}_data" if _has_view(record) else record.name


def _has_view(record: Record) -> bool:
    return record.name == "classifications" or any(column.source for column in record.columns)


def layout(dialect: str) -> Layout:
    """Build tables and views for `sqlite` or `postgresql`."""
    metadata = MetaData(naming_convention=NAMING)
    for record in RECORDS.values():
        _table(record, metadata, dialect)
    text = _sql_type("text", dialect)
    Table(META, metadata, SqlColumn("name", text, primary_key=True), SqlColumn("value", text, nullable=False))
    views = {record.name: _view(record) for record in RECORDS.values() if _has_view(record)}
    return Layout(metadata, views)


def _sql_type(kind: str, dialect: str) -> TypeEngine[Any]:
    """Return the SQL type; SQLite has no dates, so ISO text stands for them."""
    postgres = dialect == "postgresql"
    text = Text(collation="C") if postgres else Text()
    kinds: dict[str, TypeEngine[Any]] = {
        "text": text,
        "int": BigInteger(),
        "bool": Boolean(),
        "date": Date() if postgres else text,
        "timestamp": DateTime(timezone=True) if postgres else text,
        "decimal": Numeric(),
        "float": Double(),
    }
    return kinds[kind]


def _table(record: Record, metadata: MetaData, dialect: str) -> None:
    columns = [_sql_column(column, dialect) for column in record.columns if placed(record, column)]
    table = Table(base_name(record), metadata, *columns)
    if not _too_wide(record):
        table.append_constraint(PrimaryKeyConstraint(*record.primary_key))
    if record.parent is not None:
        parent = RECORDS[record.parent]
        link = parent.primary_key[0]
        owner = [f"{base_name(parent)}.{link}"]
        table.append_constraint(ForeignKeyConstraint([link], owner, ondelete="CASCADE"))
        if record.primary_key[0] != link or _too_wide(record):
            Index(None, table.c[link])
    elif record.name == "document_names":
        # Deferred: a reload takes the document out and puts it back, its names stay.
        owner = ["documents.document_id"]
        later = ForeignKeyConstraint(["document_id"], owner, deferrable=True, initially="DEFERRED")
        table.append_constraint(later)
    for column in record.columns:
        if column.indexed and placed(record, column):
            Index(None, table.c[column.name])


def placed(record: Record, column: Column) -> bool:
    """Whether the column stands in the stored table."""
    return column.source is None and (record.name, column.name) != ("classifications", "documents_seen")


def _too_wide(record: Record) -> bool:
    """Whether the key holds long text, which PostgreSQL cannot index."""
    return any(column.cap > FILE_NAME_CAP for column in _keys(record) if column.type == "text" and not column.values)


def _keys(record: Record) -> list[Column]:
    return [record.column(name) for name in record.primary_key]


def _sql_column(column: Column, dialect: str) -> SqlColumn[Any]:
    if column.fen is None:
        return SqlColumn(column.name, _sql_type(column.type, dialect), nullable=column.nullable)
    if dialect == "postgresql":
        exact = Computed(f"{column.fen} / 100.0", persisted=True)
        return SqlColumn(column.name, Numeric(20, 2), exact)
    # Virtual: SQLite would have to store an inexact number.
    return SqlColumn(column.name, Numeric(), Computed(f"{column.fen} / 100.0", persisted=False))


def _view(record: Record) -> str:
    """Return the SQL of the view that gives a record all its columns, in the order of the contract."""
    if record.name == "classifications":
        return _classifications_view(record)
    joins: dict[str, str] = {}
    shown = []
    for column in record.columns:
        source, name = (column.source or f".{column.name}").split(".")
        if source:
            _join(record, source, joins)
        shown.append(f"{source or 'own'}.{_quoted(name)} AS {_quoted(column.name)}")
    lines = " ".join(joins.values())
    sql = f"SELECT {', '.join(shown)} FROM {base_name(record)} AS own {lines}"  # noqa: S608 - names of the contract
    return f"CREATE VIEW {record.name} AS {sql}"


def _join(record: Record, source: str, joins: dict[str, str]) -> None:
    """Add the joins that lead from a record to `source`: by its own key column, else over its parent."""
    link = RECORDS[source].primary_key[0]
    own = next((column for column in record.columns if column.name == link), None)
    if source in joins:
        return
    place = "own"
    if own is None or not own.stored:
        assert record.parent is not None  # noqa: S101 - a record without parent stores what it shows
        _join(record, record.parent, joins)
        place = record.parent
    # A figure outside of every disclosure is still a figure.
    kind = "LEFT JOIN" if own is not None and own.nullable else "JOIN"
    joins[source] = f"{kind} {base_name(RECORDS[source])} AS {source} ON {source}.{link} = {place}.{link}"


def _quoted(name: str) -> str:
    return f'"{name}"'


_SEEN = """
SELECT {kind} AS list, {code} AS code, count(DISTINCT t.document_id) AS documents
FROM amounts_data AS a JOIN tables_data AS t ON t.table_id = a.table_id
WHERE {code} IS NOT NULL {more} GROUP BY 1, 2
"""


def _classifications_view(record: Record) -> str:
    """Codes with the number of documents whose figures carry them."""
    functional = "CASE WHEN substr(a.functional_code, 1, 1) = '1' THEN 'revenue' ELSE 'functional' END"
    seen = " UNION ALL ".join(
        (
            _SEEN.format(kind=functional, code="a.functional_code", more=""),
            _SEEN.format(
                kind="'economic_' || a.economic_kind", code="a.economic_code", more="AND a.economic_kind IS NOT NULL"
            ),
        )
    )
    columns = [f"own.{_quoted(column.name)}" for column in record.columns if column.name != "documents_seen"]
    shown = f"{', '.join(columns)}, coalesce(seen.documents, 0) AS documents_seen"
    joined = f"LEFT JOIN ({seen}) AS seen ON seen.list = own.list AND seen.code = own.code"
    sql = f"SELECT {shown} FROM {base_name(record)} AS own {joined}"  # noqa: S608 - names of the contract
    return f"CREATE VIEW {record.name} AS {sql}"
