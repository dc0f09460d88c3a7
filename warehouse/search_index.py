"""The index behind `search`: made when a document is loaded, taken apart when it goes.

It leads to documents: the terms of a whole document, or of a part of a long one, are one row of an FTS5 index without
content on SQLite, one `tsvector` on PostgreSQL. That costs a quarter of the space and of the time that an index of
every text would; the texts of the documents found are then read. What the rows of tables say is kept for that once a
document, packed (`LABELS`): a document has a thousand rows, and a hundred texts of them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from schemas.records import RecordError
from warehouse.packing import Packed
from warehouse.search_terms import terms_of
from warehouse.sending import Sender, sending

INDEX: Final = "search_index"
DOCUMENTS: Final = "search_documents"
LABELS: Final = "search_labels"

TARGET: Final = "t.table_no * 10000000 + t.indicator_no"
#: Kinds: table, SQL of the number of its row within the document, SQL of its text.
KINDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "paragraph": ("paragraphs_data", "t.paragraph_no", "t.text"),
    "row": ("amount_lines", "t.line_no", "coalesce(t.row_label, '') || chr(10) || coalesce(t.project_name, '')"),
    "target": ("indicators_data", TARGET, "coalesce(t.project_name, '') || chr(10) || coalesce(t.indicator, '')"),
}
ORDER: Final = tuple(KINDS)
# Between the texts of rows, and between the number and the text of each; records hold no such signs.
_ROW, _NUMBER = "\x1e", "\x1f"

_LAST_YEAR: Final = 9_999

#: Kind (its place in `ORDER`), number within the document, text.
Text = tuple[int, int, str]


def search_sql(dialect: str) -> dict[str, str]:
    """Return the SQL of what is no ordinary table, by name."""
    if dialect != "sqlite":
        return {}
    options = "content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0'"
    return {INDEX: f"CREATE VIRTUAL TABLE {INDEX} USING fts5(grams, {options})"}


def search_table(metadata: MetaData, dialect: str) -> None:
    """Add the ordinary table of the index."""
    number = Column("id", Integer(), primary_key=True)
    terms = Column("grams", TSVECTOR(), nullable=False)
    table = Table(
        DOCUMENTS, metadata,
        *((number,) if dialect == "sqlite" else ()),
        Column("doc", BigInteger(), nullable=False),
        Column("year", Integer(), nullable=False),
        *(() if dialect == "sqlite" else (terms,)),
        ForeignKeyConstraint(["doc"], ["documents_data.doc"], ondelete="CASCADE"),
        comment="检索 / Search",
    )  # fmt: skip
    Index(None, table.c.doc)
    if dialect == "postgresql":
        Index(None, table.c.grams, postgresql_using="gin")
    Table(
        LABELS, metadata,
        # On SQLite the number of the row itself.
        Column("doc", Integer() if dialect == "sqlite" else BigInteger(), primary_key=True, autoincrement=False),
        Column("labels", LargeBinary(), nullable=False),
        ForeignKeyConstraint(["doc"], ["documents_data.doc"], ondelete="CASCADE"),
        comment="检索用的行名 / Row labels for search",
    )  # fmt: skip


def texts_of(packed: Iterable[Packed]) -> list[Text]:
    """Return all that is searched in a document, a text of rows once."""
    found: list[Text] = []
    for part in packed:
        held = dict(zip((slot.name for slot in part.store.slots), part.columns, strict=True))
        if part.store.name == "paragraphs_data":
            found += sorted((0, *one) for one in zip(held["paragraph_no"], held["text"], strict=True))
        elif part.store.name == "amount_lines":
            texts = _both(held["row_label"], held["project_name"])
            found += ((1, *one) for one in zip(held["line_no"], texts, strict=True))
        elif part.store.name == "indicators_data":
            places = zip(held["table_no"], held["indicator_no"], strict=True)
            numbers = [table * 10_000_000 + indicator for table, indicator in places]
            texts = _both(held["project_name"], held["indicator"])
            found += sorted((2, *one) for one in zip(numbers, texts, strict=True))
    return list(_once(found))


def _both(ones: Sequence[str | None], others: Sequence[str | None]) -> list[str]:
    return [f"{one or ''}\n{other or ''}" for one, other in zip(ones, others, strict=True)]


def _once(texts: Iterable[Text]) -> Iterator[Text]:
    seen: set[str] = set()
    for kind, number, text in sorted(texts, key=lambda one: one[:2]):
        if ORDER[kind] == "row" and (text in seen or not text.strip()):
            continue
        seen.add(text)
        yield kind, number, text


def year_of(packed: Iterable[Packed]) -> int:
    """Return the latest fiscal year of a document's disclosures, 0 when none is known; RecordError when it is none."""
    for part in packed:
        if part.store.name == "disclosures_data":
            place = [slot.name for slot in part.store.slots].index("fiscal_year")
            years = [year for year in part.columns[place] if year is not None]
            if not all(0 <= year <= _LAST_YEAR for year in years):
                raise RecordError("disclosures", "fiscal_year", None, "不是年度", "is not a year")
            return max(years, default=0)
    return 0


def put_search(sender: Sender, doc: int, year: int, texts: Iterable[Text], first: int | None) -> None:
    """Put the texts of a document into the index; later years are found first.

    Args:
        sender: Sends them.
        doc: The document.
        year: Of `year_of`.
        texts: Of `texts_of`.
        first: What `next_id` said.
    """
    held = list(texts)
    terms = list(terms_of(text for _, _, text in held))
    labels = labels_of(held)
    owner: list[list[Any]] = [[doc] * len(terms), [year] * len(terms)]
    if first is None:
        sender.insert(DOCUMENTS, ("doc", "year", "grams"), [*owner, terms])
        # As PostgreSQL writes bytes.
        sender.insert(LABELS, ("doc", "labels"), [[doc], [f"\\x{labels.hex()}"]])
        return
    ids = range(first, first + len(terms))
    sender.insert(DOCUMENTS, ("id", "doc", "year"), [ids, *owner])
    sender.insert(INDEX, ("rowid", "grams"), [ids, terms])
    sender.insert(LABELS, ("doc", "labels"), [[doc], [labels]])


def labels_of(texts: Iterable[Text]) -> bytes:
    """Pack what the rows of tables say."""
    rows = (f"{number}{_NUMBER}{text}" for kind, number, text in texts if ORDER[kind] == "row")
    return zlib.compress(_ROW.join(rows).encode())


def labels_in(packed: bytes, signs: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield number and text of the rows that hold all the signs."""
    rows = zlib.decompress(packed).decode().split(_ROW)
    for sign in signs:
        rows = [row for row in rows if sign in row]
    for row in rows:
        number, _, text = row.partition(_NUMBER)
        if number:
            yield int(number), text


def next_id(connection: Connection) -> int | None:
    """Return the number of the next text in the index; PostgreSQL needs none."""
    if connection.dialect.name == "postgresql":
        return None
    sql = f"SELECT coalesce(max(id), 0) + 1 FROM {DOCUMENTS}"  # noqa: S608 - our own table
    return int(connection.exec_driver_sql(sql).scalar_one())


def drop_search(connection: Connection, doc: int) -> None:
    """Take the texts of a document that is about to go out of the index; PostgreSQL lets them go with it."""
    if connection.dialect.name == "postgresql":
        return
    sql = f"SELECT id FROM {DOCUMENTS} WHERE doc = ? ORDER BY id"  # noqa: S608 - our own table
    ids = connection.exec_driver_sql(sql, (doc,)).scalars().all()
    terms = list(terms_of(text for _, _, text in stored_texts(connection, doc)))
    # Made again, as an index without content wants to be told what to forget.
    with sending(connection) as sender:
        sender.insert(INDEX, (INDEX, "rowid", "grams"), [["delete"] * len(ids), ids, terms])
    for table in (DOCUMENTS, LABELS):
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE doc = ?", (doc,))  # noqa: S608 - our own tables


def stored_year(connection: Connection, doc: int) -> int:
    """Return the same as `year_of`, out of the warehouse."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    sql = f"SELECT coalesce(max(fiscal_year), 0) FROM disclosures_data WHERE doc = {mark}"  # noqa: S608 - our own table
    return int(connection.exec_driver_sql(sql, (doc,)).scalar_one())


def stored_texts(connection: Connection, doc: int) -> list[Text]:
    """Return the same as `texts_of`, out of the warehouse."""
    sqlite = connection.dialect.name == "sqlite"
    found: list[Text] = []
    for kind, (table, number, text) in enumerate(KINDS.values()):
        said = text.replace("chr(", "char(") if sqlite else text
        sql = f"SELECT {number}, {said} FROM {table} AS t WHERE doc = {'?' if sqlite else '%s'}"  # noqa: S608
        found += ((kind, at, one) for at, one in connection.exec_driver_sql(sql, (doc,)))
    return list(_once(found))
