"""Loading whole documents, beside what the engines do bare, an ORM and pandas; in one run on one machine.

`python -m benchmarks.loading [--documents 120] [--rounds 3] [--postgres URL]`. The ways take turns, each into empty
tables; the best round of each is printed beside the median, and shares of bare within each round, as a shared machine
slows some rounds. Rows are rows of the contract, given to ours by column, as they come from the child that reads. Ours
are checked, packed, indexed for search and committed document by document; the bare ways put ready tuples of the same
rows into tables without any index, in one transaction. Ingest checks a document where it comes in, and the loader does
not check it again: `ours, checked before` is the loader in such a run.
"""

from __future__ import annotations

import argparse
import gc
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any, Final

from benchmarks.many import STARTED, Bundle, many
from schemas.records import RECORDS, Columns, checked
from schemas.rows import by_column
from warehouse.store import Name, Warehouse

Documents = Sequence[tuple[Mapping[str, Columns], Name]]
Tables = dict[str, list[tuple[Any, ...]]]
_WAYS: Final = {"first": "ours, first", "replacing": "ours, replacing", "ready": "ours, checked before"}


def main() -> None:
    """Print rows per second of every way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgres", help="URL; by default one is started from the test package")
    given = parser.parse_args()
    made = list(many(given.documents))
    rows = sum(len(part) for bundle, _ in made for part in bundle.values())
    print(f"{len(made)} documents, {rows} rows of the contract")
    tables = _tables([bundle for bundle, _ in made])
    documents = [({record: by_column(part) for record, part in bundle.items()}, name) for bundle, name in made]
    del made
    # A run holds one document at a time; those that wait here must not be looked through again and again.
    gc.collect()
    gc.freeze()
    with tempfile.TemporaryDirectory() as folder:
        _compare(
            "sqlite",
            "bare executemany",
            given.rounds,
            rows,
            lambda at: _turn_sqlite(Path(folder), at, documents, tables),
        )
        _peers(f"sqlite:///{folder}/peers.db", tables)
    with _postgres(given.postgres) as url:
        _compare("postgresql", "bare COPY", given.rounds, rows, lambda at: _turn_postgres(url, at, documents, tables))
        _peers(url.replace("postgresql://", "postgresql+psycopg://"), tables)


def _compare(engine: str, bare: str, rounds: int, rows: int, turn: Callable[[int], Mapping[str, float]]) -> None:
    """Let the ways take turns; print best and median rounds, and the median share of bare within a round."""
    spent = [turn(at) for at in range(rounds)]
    for way, title in {"bare": bare, **_WAYS}.items():
        each = [one[way] for one in spent]
        shares = sorted(one["bare"] / one[way] for one in spent)
        share = f"{statistics.median(shares):>6.2f} of bare ({shares[0]:.2f}-{shares[-1]:.2f})" if way != "bare" else ""
        best, usual = rows / min(each), rows / statistics.median(each)
        print(f"{engine + ' ' + title:34}{best:>10,.0f} rows/s, median {usual:>9,.0f}{share}", flush=True)


def _turn_sqlite(folder: Path, at: int, documents: Documents, tables: Tables) -> dict[str, float]:
    bare = _seconds(lambda: _executemany(tables, folder / f"bare{at}.db"))
    return {"bare": bare, **_ours(str(folder / f"own{at}.db"), str(folder / f"ready{at}.db"), documents)}


def _turn_postgres(url: str, at: int, documents: Documents, tables: Tables) -> dict[str, float]:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for name in ("bare", "own", "ready"):
            connection.execute(f"CREATE DATABASE {name}{at}".encode())
    server, _, options = url.partition("?")
    place = server.rpartition("/")[0]
    bare = _seconds(lambda: _copy(tables, f"{place}/bare{at}?{options}"))
    return {"bare": bare, **_ours(f"{place}/own{at}?{options}", f"{place}/ready{at}?{options}", documents)}


def _postgres(given: str | None) -> Any:
    from tests.warehouse.conftest import running_postgres

    return nullcontext(given) if given else running_postgres()


def _ours(url: str, other: str, documents: Documents) -> dict[str, float]:
    spent = {}
    with Warehouse.open(url) as warehouse:
        for recipe in ("first", "replacing"):
            spent[recipe] = sum(_load(warehouse, bundle, name, recipe) for bundle, name in documents)
    with Warehouse.open(other) as warehouse:
        ready = ((checked(bundle).columns, name) for bundle, name in documents)
        spent["ready"] = sum(_load(warehouse, bundle, name, "first") for bundle, name in ready)
    return spent


def _load(warehouse: Warehouse, bundle: Mapping[str, Columns], name: Name, recipe: str) -> float:
    return _seconds(lambda: warehouse.load(bundle, [name], recipe, STARTED))


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _report(way: str, rows: int, work: Callable[[], None]) -> None:
    print(f"{way:34}{rows / _seconds(work):>10,.0f} rows/s", flush=True)


def _tables(bundles: Sequence[Bundle]) -> Tables:
    """Ready tuples of every record, with the columns that a document gives."""
    made: Tables = {}
    for bundle in bundles:
        for name, rows in bundle.items():
            columns = _columns(name)
            made.setdefault(name, []).extend(tuple(row.get(column) for column in columns) for row in rows)
    return made


def _columns(name: str) -> list[str]:
    return [column.name for column in RECORDS[name].columns if column.stored and not column.later]


def _create(name: str, kinds: dict[str, str]) -> str:
    columns = ", ".join(f'"{c.name}" {kinds[c.type]}' for c in RECORDS[name].columns if c.name in _columns(name))
    return f"CREATE TABLE bare_{name} ({columns})"


_SQLITE = {
    "text": "TEXT",
    "int": "INTEGER",
    "bool": "BOOLEAN",
    "date": "TEXT",
    "timestamp": "TEXT",
    "decimal": "NUMERIC",
    "float": "REAL",
}
_POSTGRES = {**_SQLITE, "int": "BIGINT", "date": "DATE", "timestamp": "TIMESTAMPTZ", "float": "FLOAT8"}


def _executemany(tables: Tables, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, rows in tables.items():
            connection.execute(_create(name, _SQLITE))
            marks = ", ".join("?" * len(_columns(name)))
            connection.executemany(f"INSERT INTO bare_{name} VALUES ({marks})", rows)


def _copy(tables: Tables, url: str) -> None:
    import psycopg

    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for name, rows in tables.items():
            cursor.execute(_create(name, _POSTGRES).encode())
            with cursor.copy(f"COPY bare_{name} FROM STDIN".encode()) as copy:
                for row in rows:
                    copy.write_row(row)


def _peers(url: str, tables: Tables) -> None:
    """An ORM's `add_all` and pandas' `to_sql`, with the cells of some documents."""
    import pandas as pd
    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session, declarative_base, mapped_column
    from sqlalchemy.types import Boolean, Float, Integer, Text

    engine = create_engine(url)
    columns = _columns("cells")
    rows = list(dict.fromkeys(tables["cells"]))[:20_000]
    kinds = {"text": Text, "int": Integer, "bool": Boolean, "float": Float}
    key = RECORDS["cells"].primary_key
    fields = {
        c.name: mapped_column(kinds[c.type], primary_key=c.name in key)
        for c in RECORDS["cells"].columns
        if c.name in columns
    }
    base = declarative_base()
    cell = type("Cell", (base,), {"__tablename__": "orm_cells", **fields})
    base.metadata.create_all(engine)

    def add_all() -> None:
        with Session(engine) as session:
            session.add_all(cell(**dict(zip(columns, row, strict=True))) for row in rows)
            session.commit()

    _report(f"{engine.name} ORM add_all, cells", len(rows), add_all)
    frame = pd.DataFrame(rows, columns=columns)
    _report(f"{engine.name} pandas to_sql, cells", len(rows), lambda: frame.to_sql("pandas_cells", engine, index=False))
    engine.dispose()


if __name__ == "__main__":
    main()
