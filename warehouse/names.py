"""Names of documents in their inboxes, and failures of files: what changes when a folder changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, RowMapping, and_, bindparam, delete, insert, select, update

from schemas.records import RECORDS, check_rows
from warehouse.tables import Layout
from warehouse.values import utc

# As many names as a statement may list; a database allows some ten thousand parameters.
_FEW = 500
#: Beginning with the key.
NAME_COLUMNS: Final = (
    "document_id", "inbox", "file_name", "source_url", "publisher", "region_code", "licence", "retrieved_at", "present",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """One file seen in an inbox.

    Attributes:
        inbox: Label of the inbox.
        file_name: Relative to it, `/`, NFC.
        document_id: SHA-256 of its bytes; None when they were not read.
        source_url: From the manifest, as the rest.
    """

    inbox: str
    file_name: str
    document_id: str | None
    source_url: str | None = None
    publisher: str | None = None
    region_code: str | None = None
    licence: str | None = None
    retrieved_at: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a page of one, that could not be read.

    Attributes:
        inbox: Label of the inbox.
        file_name: Relative to it.
        code: One of the contract's codes.
        message: What happened, and the remedy.
        document_id: SHA-256 of its bytes, when known.
        page: From 1; None for the whole file.
    """

    inbox: str
    file_name: str
    code: str
    message: str
    document_id: str | None = None
    page: int | None = None

    @property
    def failure_id(self) -> str:
        """The same for the same failure, whenever it happens."""
        parts = (self.inbox, self.file_name, "" if self.page is None else str(self.page), self.code)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def put_names(connection: Connection, layout: Layout, inbox: str, names: Iterable[Name], *, whole: bool) -> None:
    """Make the names of an inbox what was seen in it, touching only rows that differ.

    Args:
        connection: In a transaction that writes.
        layout: The tables.
        inbox: Label of the inbox.
        names: What was seen; names of unknown documents only push older ones aside.
        whole: Whether that is all there is: names not seen are then no longer present.
    """
    table = layout.table("document_names")
    seen = {name.file_name: name for name in names}
    documents = layout.table("documents").c.document_id
    of_known, of_inbox = select(documents), table.c.inbox == inbox
    if not whole and len(seen) <= _FEW:
        # One document at a time: a look at all names for each would grow with the square of the inbox.
        of_known = of_known.where(documents.in_({name.document_id for name in seen.values()}))
        of_inbox = and_(of_inbox, table.c.file_name.in_(seen))
    known = set(connection.execute(of_known).scalars())
    wanted = {
        (name.document_id, name.file_name): {**asdict(name), "present": True}
        for name in seen.values()
        if name.document_id in known
    }
    check_rows("document_names", list(wanted.values()))
    found = {
        (row["document_id"], row["file_name"]): dict(row)
        for row in connection.execute(select(table).where(of_inbox)).mappings()
    }
    changed = {key: row for key, row in wanted.items() if found.get(key) != row}
    for key, row in found.items():
        # A name that now stands for other bytes has left its document.
        if key not in wanted and row["present"] and (whole or key[1] in seen):
            changed[key] = {**row, "present": False}
    if not changed:
        return
    _delete(connection, layout, inbox, changed.keys() & found.keys())
    connection.execute(insert(table), list(changed.values()))
    set_first_names(connection, layout, {str(key[0]) for key in changed})


def new_names(connection: Connection, names: Iterable[Name]) -> Sequence[tuple[object, ...]] | None:
    """Return the rows that the present names of one document add, as they are stored.

    Args:
        connection: In a transaction.
        names: Of the document, in this run.

    Returns:
        None when some stand already in another way, or of another document: then `put_names` must look at each.
    """
    rows = {(name.inbox, name.file_name): {**asdict(name), "present": True} for name in names}
    if len(rows) > _FEW:
        return None
    check_rows("document_names", list(rows.values()))
    wanted = {tuple(row[column] for column in NAME_COLUMNS) for row in rows.values()}
    documents, files = sorted({str(row["document_id"]) for row in rows.values()}), sorted({key[1] for key in rows})
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    sql = f"""SELECT {", ".join(NAME_COLUMNS)} FROM document_names WHERE document_id IN ({_marks(mark, documents)})
        OR file_name IN ({_marks(mark, files)})"""  # noqa: S608 - our own table
    held = {tuple(row) for row in connection.exec_driver_sql(sql, (*documents, *files))}
    # The driver of SQLite gives 1 for true, which equals it.
    held = {row for row in held if row[0] in documents or row[1:3] in rows}
    return () if held == wanted else None if held else sorted(wanted, key=lambda row: row[1:3])


def _marks(mark: str, values: Sequence[str]) -> str:
    return ", ".join([mark] * len(values))


def _delete(connection: Connection, layout: Layout, inbox: str, keys: Iterable[tuple[str | None, str]]) -> None:
    table = layout.table("document_names")
    one = and_(table.c.inbox == inbox, table.c.document_id == bindparam("id"), table.c.file_name == bindparam("name"))
    gone = [{"id": key[0], "name": key[1]} for key in keys]
    if gone:
        connection.execute(delete(table).where(one), gone)


def first_name(connection: Connection, layout: Layout, document_id: str) -> str | None:
    """Return the first of a document's names in code-point order: of those present, else of all; None without names."""
    table = layout.table("document_names")
    rows = connection.execute(select(table.c.present, table.c.file_name).where(table.c.document_id == document_id))
    return min(((not present, name) for present, name in rows), default=(True, None))[1]


def set_first_names(connection: Connection, layout: Layout, document_ids: Iterable[str]) -> None:
    """Let `documents.file_name`, from which every table has it, follow the names."""
    table = layout.table("documents")
    for document_id in sorted(document_ids):
        name = first_name(connection, layout, document_id)
        if name is not None:
            one = and_(table.c.document_id == document_id, table.c.file_name != name)
            connection.execute(update(table).where(one).values(file_name=name))


def absent(connection: Connection, layout: Layout, inbox: str | None) -> list[tuple[str, str]]:
    """Return id and name of every document that has no present name; of one inbox when it is given."""
    names, documents = layout.table("document_names"), layout.table("documents")
    here = select(names.c.document_id).where(names.c.present)
    wanted = select(documents.c.document_id, documents.c.file_name).where(documents.c.document_id.not_in(here))
    if inbox is not None:
        wanted = wanted.where(documents.c.document_id.in_(select(names.c.document_id).where(names.c.inbox == inbox)))
    return [(row[0], row[1]) for row in connection.execute(wanted.order_by(documents.c.file_name))]


def put_failures(connection: Connection, layout: Layout, failures: Iterable[Failure]) -> None:
    """Let these be the failures of their files; one that stood before keeps its time."""
    given = list(failures)
    if not given:
        return
    table = layout.table("failures")
    now = utc(datetime.now(UTC))
    rows: dict[str, dict[str, object]] = {
        failure.failure_id: {"failure_id": failure.failure_id, **asdict(failure), "at": now} for failure in given
    }
    check_rows("failures", list(rows.values()))
    files = {(failure.inbox, failure.file_name) for failure in given}
    of_files = select(table).where(table.c.inbox.in_({inbox for inbox, _ in files}))
    if len(files) <= _FEW:
        of_files = of_files.where(table.c.file_name.in_({name for _, name in files}))
    for row in connection.execute(of_files).mappings().all():
        if (row["inbox"], row["file_name"]) not in files:
            continue
        if _same(rows.get(row["failure_id"]), row):
            del rows[row["failure_id"]]
        else:
            connection.execute(delete(table).where(table.c.failure_id == row["failure_id"]))
    if rows:
        connection.execute(insert(table), [_with_time(row, connection) for row in rows.values()])


def _same(new: Mapping[str, object] | None, old: RowMapping) -> bool:
    columns = [column.name for column in RECORDS["failures"].columns if column.name != "at"]
    return new is not None and all(new[name] == old[name] for name in columns)


def _with_time(row: Mapping[str, object], connection: Connection) -> dict[str, object]:
    """PostgreSQL takes a moment, SQLite its ISO text."""
    if connection.dialect.name != "postgresql":
        return dict(row)
    return {**row, "at": datetime.fromisoformat(str(row["at"]))}


def drop_failures(connection: Connection, files: Iterable[tuple[str, str]]) -> None:
    """Forget the failures of files (inbox, file name) that succeeded."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    sql = f"DELETE FROM failures WHERE inbox = {mark} AND file_name = {mark}"  # noqa: S608 - our own table
    for key in sorted(set(files)):
        connection.exec_driver_sql(sql, key)


def drop_absent_failures(connection: Connection, layout: Layout, inbox: str, seen: set[str]) -> None:
    """Forget the failures of files that are no longer in the inbox."""
    table = layout.table("failures")
    held = connection.execute(select(table.c.file_name).where(table.c.inbox == inbox)).scalars()
    drop_failures(connection, [(inbox, name) for name in set(held) - seen])
