"""A warehouse of many documents on both engines: loading, disk, questions, search, status; in one run.

`python -m benchmarks.scale [--documents 10000] [--engine sqlite|postgresql] [--folder DIR] [--keep]`. The documents
are those of `benchmarks.many`, loaded one by one as ingest loads them, then linked. What is printed:

- loading at the end against the start: the same documents go turn by turn into the large warehouse and into a new one,
  so that a busy machine slows both;
- each question of `docs/query.md`, asked as `mingzhang query` asks it (names of agencies and codes are replaced by such
  as all documents have): the first time, and the median;
- search, the count in `mingzhang status`, and the command itself in a process of its own.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.many import STARTED, Bundle, many, name_of, originals
from pipeline.link.run import link
from warehouse.store import Warehouse

DOCS: Final = Path(__file__).parents[1] / "docs"
#: Names and codes of the questions, and such as the documents have.
_STAND_INS: Final = {
    "青禾县教育局": name_of(0),
    "青禾县财政局": name_of(1),
    "'2050201'": "'2080505'",
    "'2050202'": "'2080505'",
}
WORDS: Final = (
    "教育", "取暖费", "水利", "机关事业单位基本养老保险缴费支出", "主要原因是", "没有这样的话", "比上年预算数", "差旅",
    name_of(7), "公务用车购置费", "购置支出费", "费",
)  # fmt: skip
LIMITS: Final = {"question": 200, "search": 100, "status": 300}
# As many as smooth the merges of the search index, which come now and then.
_PROBES: Final = 240
_TIMES: Final = 5


def questions() -> dict[str, str]:
    """Return the SQL of the documented questions by number, with stand-ins."""
    text = (DOCS / "query.md").read_text(encoding="utf-8")
    found = re.findall(r"^### (\d+) .*?```sql\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    asked = {}
    for number, sql in found:
        for name, other in _STAND_INS.items():
            sql = sql.replace(name, other)
        asked[number] = sql
    return asked


def main() -> None:
    """Build the warehouses and print what they cost and how fast they answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--folder", type=Path, help="where the SQLite file goes; by default a temporary folder")
    parser.add_argument("--again", action="store_true", help="ask the SQLite file that an earlier run left in --folder")
    given = parser.parse_args()
    sources = originals()
    cells = [len(bundle["cells"]) for bundle in sources]
    print(f"{given.documents} documents made of {len(sources)} typeset ones, {min(cells)} to {max(cells)} cells each")
    for engine in given.engine or ("sqlite", "postgresql"):
        with _place(engine, given.folder) as (url, fresh):
            print(f"\n== {engine}", flush=True)
            if not given.again:
                _build(url, given.documents, sources)
            _ask(url)
            if not given.again:
                _grow(url, fresh, given.documents, sources)


@contextmanager
def _place(engine: str, folder: Path | None) -> Iterator[tuple[str, str]]:
    """Addresses of a large and of a small warehouse."""
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as other:
            place = folder or Path(other)
            place.mkdir(parents=True, exist_ok=True)
            yield str(place / "large.db"), str(Path(other) / "small.db")
        return
    import psycopg

    from tests.warehouse.conftest import running_postgres

    # As PostgreSQL is set up by default, and with what it would otherwise clean at any time done when we say so.
    with running_postgres("-c shared_buffers=128MB -c max_wal_size=1GB") as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE small")
        yield url, url.replace("/postgres?", "/small?")


def _build(url: str, count: int, sources: list[Bundle]) -> None:
    spent = 0.0
    rows = 0
    with Warehouse.open(url) as warehouse:
        for number, (bundle, name) in enumerate(many(count, 1, sources), 1):
            start = time.perf_counter()
            warehouse.load(bundle, [name], "r1", STARTED)
            spent += time.perf_counter() - start
            rows += sum(map(len, bundle.values()))
            if number % max(count // 10, 1) == 0:
                print(f"{number:>7} documents loaded, {rows / spent:,.0f} rows/s so far", flush=True)
        print(f"{'linking all':34}{_timed(lambda: link(warehouse)):>9.1f} s")
        if warehouse.dialect == "postgresql":
            warehouse.grant_reader()
    print(f"{'on disk, with search':34}{_size(url) / count / 1000:>9.0f} KB a document (at most 400)")


def _size(url: str) -> int:
    if url.startswith("postgresql"):
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
            assert row is not None
            return int(row[0])
    return Path(url).stat().st_size


def _ask(url: str) -> None:
    with Warehouse.open(url, create=False) as warehouse:
        if warehouse.dialect == "postgresql":
            warehouse.grant_reader()
        for number, sql in questions().items():
            rows = len(warehouse.ask(sql)[1])
            _say(f"question {number} ({rows} rows)", partial(warehouse.ask, sql, 200), LIMITS["question"])
        for words in WORDS:
            _, found = warehouse.search(words)
            _say(f"search {words} ({found})", partial(warehouse.search, words), LIMITS["search"])
        _say("status, the count alone", warehouse.summary, LIMITS["status"])
    command = [sys.executable, "-m", "pipeline.cli", "status", "--warehouse", url]
    _say("mingzhang status", lambda: subprocess.run(command, capture_output=True, check=True), LIMITS["status"])


def _grow(url: str, fresh: str, count: int, sources: list[Bundle]) -> None:
    """Load the same documents into the large warehouse and a new one, turn by turn."""
    spent: dict[str, list[float]] = {"large": [], "new": []}
    with Warehouse.open(url) as large, Warehouse.open(fresh) as small:
        for bundle, name in many(count + _PROBES, 1, sources, first=count):
            for way, warehouse in (("new", small), ("large", large)):
                spent[way].append(_timed(lambda: warehouse.load(bundle, [name], "r1", STARTED)))  # noqa: B023
        again = _timed(lambda: link(large))
    ratio = sum(spent["new"]) / sum(spent["large"])
    print(f"{'loading at the end / at the start':34}{ratio:>9.2f} (at least 0.80)")
    print(f"{'linking ' + str(_PROBES) + ' more documents':34}{again:>9.1f} s")


def _say(what: str, work: Callable[[], object], limit: int) -> None:
    first = _timed(work)
    took = statistics.median(_timed(work) for _ in range(_TIMES))
    wide = sum(1 for sign in what if ord(sign) > 0x2E80)
    over = "  OVER" if took * 1000 > limit else ""
    gap = " " * max(1, 50 - len(what) - wide)
    print(f"{what}{gap}{took * 1000:>8.1f} ms, first {first * 1000:>7.1f}{over}", flush=True)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
