"""The warehouse: documents in, questions and exports out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import DataError, IntegrityError

from schemas.records import RECORDS, Checking, RecordError, check_rows
from schemas.suppression import Suppression
from warehouse.address import parse, safe
from warehouse.answering import Answer
from warehouse.asking import SECONDS, ask
from warehouse.copying import copy
from warehouse.engines import make_engine, make_folder, reading, writing
from warehouse.errors import OutdatedError, WarehouseError, told, told_folder
from warehouse.export import export
from warehouse.link_store import LinkStore, is_linked
from warehouse.loading import Bundle, put_document, remove_document
from warehouse.names import Failure, Name, absent, drop_absent_failures, put_failures, put_names
from warehouse.roles import grant_reader
from warehouse.schema import ensure_schema, require_schema
from warehouse.search import Hit, search
from warehouse.summing import SUMMARY, Summary, summary_of
from warehouse.sums import mark_sums
from warehouse.tables import Layout, layout
from warehouse.writing import insert_rows

__all__ = ["Failure", "Name", "Summary", "Warehouse", "WarehouseError", "safe_url"]


def safe_url(address: str) -> str:
    """Return the address of a warehouse as it may be shown, without its password."""
    return safe(parse(address))


class Warehouse:
    """One warehouse on SQLite or PostgreSQL; use it as a context manager, or close it."""

    def __init__(self, engine: Engine, tables: Layout) -> None:
        self.safe_url = safe(engine.url)
        self._engine = engine
        self._layout = tables

    @classmethod
    def open(cls, address: str, create: bool = True) -> Warehouse:
        """Open a warehouse.

        Args:
            address: `sqlite:///PATH`, a path, or `postgresql://…`.
            create: Make it, or add what a newer version needs, when it is not there.

        Raises:
            WarehouseError: It cannot be opened, is not there, or is of another version.
        """
        url = parse(address)
        if create:
            with told_folder(safe(url)):
                make_folder(url)
        elif url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
            raise WarehouseError(
                f"没有仓库 {safe(url)}，请先运行 mingzhang ingest",
                f"there is no warehouse {safe(url)}; run mingzhang ingest first",
            )
        engine = make_engine(url)
        tables = layout(engine.dialect.name)
        try:
            with told(safe(url)):
                (ensure_schema if create else require_schema)(engine, tables)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, tables)

    @classmethod
    def upgrade(cls, address: str) -> None:
        """Bring up a warehouse of an earlier version, and make nothing where there is none.

        Raises:
            WarehouseError: It is not there, or cannot be brought up; then it is as it was.
        """
        try:
            cls.open(address, create=False).close()
        except OutdatedError:
            cls.open(address).close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def known(self) -> dict[str, str]:
        """Return the recipe of every completely loaded document, by document id."""
        loads = self._layout.table("loads")
        with told(self.safe_url), reading(self._engine) as connection:
            rows = connection.execute(select(loads.c.document_id, loads.c.recipe))
            return {row.document_id: row.recipe for row in rows}

    def load(
        self,
        bundle: Bundle,
        names: Sequence[Name],
        recipe: str,
        started_at: datetime,
        failures: Iterable[Failure] = (),
    ) -> None:
        """Replace all that one document yields, in one transaction.

        Args:
            bundle: Untrusted rows, or columns, by record; checked here.
            names: The document's names in this run, at least one; their earlier failures go.
            recipe: What it was read with.
            started_at: When reading began, with a time zone.
            failures: Pages that could not be read.

        Raises:
            RecordError: The bundle is wrong; nothing was written.
            WarehouseError: The database refuses it; nothing was written.
        """
        checking = Checking(bundle)
        if not names or any(name.document_id != checking.document_id for name in names):
            raise ValueError("names must be of the document, and at least one")
        with told(self.safe_url):
            try:
                with writing(self._engine) as connection:
                    put_document(connection, self._layout, checking, names, recipe, started_at, failures)
            except IntegrityError:
                # The bundle's fault (an id that another document has), so the run may go on without it.
                zh, en = "编号与另一文件的冲突", "an id is taken by another document"
                raise RecordError("documents", None, None, zh, en) from None
            except DataError:
                # Likewise: what `schemas` let pass and the database has no room for.
                zh, en = "有数据库存不下的值", "holds a value that the database cannot store"
                raise RecordError("documents", None, None, zh, en) from None

    def fail(self, *failures: Failure) -> None:
        """Record failures; they replace the earlier ones of the same files."""
        with told(self.safe_url), writing(self._engine) as connection:
            put_failures(connection, self._layout, failures)

    def sync_names(self, inbox: str, names: Iterable[Name], *, whole: bool = True) -> None:
        """Make the names of an inbox what was seen in it.

        Args:
            inbox: Label of the inbox.
            names: Every file seen, those that failed too.
            whole: Whether that is all there is. Names not seen are then marked absent, and failures of files that are
                gone are forgotten.
        """
        seen = list(names)
        with told(self.safe_url), writing(self._engine) as connection:
            put_names(connection, self._layout, inbox, seen, whole=whole)
            if whole:
                drop_absent_failures(connection, self._layout, inbox, {name.file_name for name in seen})

    def write_classifications(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Let these be the classification codes; `documents_seen` is counted by the warehouse."""
        given = list(rows)
        check_rows("classifications", given)
        with told(self.safe_url), writing(self._engine) as connection:
            connection.execute(delete(self._layout.table("classifications")))
            insert_rows(connection, RECORDS["classifications"], given)

    def is_linked(self) -> bool:
        """Whether every disclosure has been linked since it was loaded."""
        with told(self.safe_url), reading(self._engine) as connection:
            return is_linked(connection, self._layout)

    @contextmanager
    def linking(self) -> Iterator[LinkStore]:
        """One transaction that links documents; nothing of it stays when it ends with an error."""
        with told(self.safe_url), writing(self._engine) as connection:
            yield LinkStore(connection, self._layout)
            mark_sums(connection)

    def summary(self) -> Summary:
        """Count what stands in the warehouse."""
        with told(self.safe_url), reading(self._engine) as connection:
            return summary_of(connection.exec_driver_sql(SUMMARY).one())

    def query(self, sql: str, limit: int | None = None) -> Answer:
        """Answer a question of our own in SQL, in a transaction that only reads; users' questions go to `ask`."""
        with told(self.safe_url), reading(self._engine) as connection:
            # PostgreSQL's driver takes a single `%` for a parameter.
            result = connection.exec_driver_sql(sql.replace("%", "%%") if self.dialect == "postgresql" else sql)
            rows = result.fetchall() if limit is None else result.fetchmany(limit)
            return tuple(result.keys()), [tuple(row) for row in rows]

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    def rows(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """Return the rows of a statement of our own with parameters, in a transaction that only reads."""
        with told(self.safe_url), reading(self._engine) as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql, tuple(values))]

    def ask(self, sql: str, limit: int | None = None, seconds: float = SECONDS) -> Answer:
        """Answer a user's question in SQL, safely; see `asking.ask`."""
        with told(self.safe_url):
            return ask(self._engine, sql, limit, seconds)

    def grant_reader(self) -> str:
        """Make the role that questions to PostgreSQL run as; see `roles.grant_reader`."""
        with told(self.safe_url):
            return grant_reader(self._engine)

    def copy_to(self, target: Warehouse) -> dict[str, int]:
        """Copy everything into an empty warehouse, in one transaction; see `copying.copy`."""
        with (
            told(self.safe_url),
            reading(self._engine) as source,
            told(target.safe_url),
            writing(target._engine) as into,
        ):
            return copy(source, into, target._layout)

    def absent(self, inbox: str | None = None) -> list[tuple[str, str]]:
        """Return id and name of every document without a name that is still in its inbox.

        Args:
            inbox: Only documents that had a name in this inbox.
        """
        with told(self.safe_url), reading(self._engine) as connection:
            return absent(connection, self._layout, inbox)

    def prune(self, document_ids: Iterable[str]) -> int:
        """Remove documents without a present name, with all they yielded; return how many were removed."""
        gone = set(document_ids)
        with told(self.safe_url), writing(self._engine) as connection:
            # A file may have come back since the list was shown.
            held = gone & {document_id for document_id, _ in absent(connection, self._layout, None)}
            for document_id in sorted(held):
                remove_document(connection, self._layout, document_id)
            return len(held)

    def search(self, words: str, limit: int = 20) -> tuple[list[Hit], int]:
        """Find words in paragraphs, row labels, names of projects and targets; see `search.search`."""
        with told(self.safe_url), reading(self._engine) as connection:
            return search(connection, words, limit)

    def export(
        self,
        out_dir: str | Path,
        kind: str = "csv",
        where: str | None = None,
        suppressed: Suppression | None = None,
    ) -> dict[str, int]:
        """Write every record into a folder and return the number of rows by record; see `export.export`.

        Args:
            out_dir: The folder; an older export in it gives way.
            kind: `csv`, `parquet` or `xlsx`.
            where: Condition in SQL on `disclosures`; documents that hold such a disclosure are written, whole.
            suppressed: What people asked to be taken out.
        """
        documents = None if where is None else self._documents_where(where)
        with told(self.safe_url), reading(self._engine) as connection:
            return export(connection, Path(out_dir), kind, documents, suppressed)

    def _documents_where(self, where: str) -> list[str]:
        """Ids of the documents with a disclosure that meets the condition."""
        # Asked as a user's question is: it can only read, and what it gives must be ids.
        _, rows = self.ask(f"SELECT DISTINCT document_id FROM disclosures WHERE ({where}\n)")  # noqa: S608
        return sorted(str(row[0]) for row in rows)
