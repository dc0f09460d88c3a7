"""Exporting figures as CSV, beside a bare loop over the same query; memory of the process that exports.

`python -m benchmarks.exporting [--amounts 1000000] [--engine sqlite|postgresql]`. A warehouse of documents that hold
nothing but tables and their figures (`benchmarks.many`) is loaded; then, each in a process of its own and turn by turn:

- ours: the record `amounts` as `mingzhang export` writes it;
- a bare loop: `for row in cursor: writer.writerow(row)` over the same SELECT, nothing made canonical;
- the writer alone: the same loop over rows that stand ready in memory.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from schemas.records import RECORDS
from warehouse.address import parse
from warehouse.engines import make_engine, reading
from warehouse.exports.figures import write_figures
from warehouse.rows import record_batches
from warehouse.store import Warehouse

_KEPT: Final = ("documents", "disclosures", "tables", "amounts")
_READY: Final = 100_000
_TURNS: Final = 3


def main() -> None:
    """Print rows a second and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--amounts", type=int, default=1_000_000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--way", choices=tuple(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        print(json.dumps(_measured(WAYS[given.way], given.url)))
        return
    for engine in given.engine or ("sqlite", "postgresql"):
        with _place(engine) as url:
            _fill(url, given.amounts)
            print(f"\n== {engine}")
            found = {way: [_run(way, url) for _ in range(_TURNS)] for way in WAYS}
            speed = {way: sorted(one["speed"] for one in many)[_TURNS // 2] for way, many in found.items()}
            for way, several in found.items():
                print(
                    f"{way:24}{speed[way]:>10,.0f} rows/s{several[0]['memory']:>7.0f} MB  {several[0]['rows']:,} rows"
                )
            print(f"ours / bare loop {speed['ours'] / speed['bare loop']:.2f} (at least 0.6)")


@contextmanager
def _place(engine: str) -> Iterator[str]:
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield str(Path(folder) / "w.db")
        return
    from tests.warehouse.conftest import running_postgres

    with running_postgres("-c shared_buffers=128MB") as url:
        yield url


def _fill(url: str, amounts: int) -> None:
    from benchmarks.many import STARTED, many, originals

    sources = [{name: bundle[name] for name in _KEPT} for bundle in originals()]
    held = 0
    with Warehouse.open(url) as warehouse:
        for bundle, name in many(sys.maxsize, 1, [{**bundle, "cells": []} for bundle in sources]):
            warehouse.load(bundle, [name], "r1", STARTED)
            held += len(bundle["amounts"])
            if held >= amounts:
                return


def _run(way: str, url: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.exporting", "--way", way, "--url", url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def _measured(work: Callable[[str, Path], tuple[int, float]], url: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        rows, seconds = work(url, Path(folder) / "amounts.csv")
    peak = _peak()
    return {"rows": rows, "speed": rows / seconds, "memory": peak}


def _peak() -> float:
    """Megabytes this process had at most; the common count begins with those of the process that started it."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def _ours(url: str, path: Path) -> tuple[int, float]:
    with reading(make_engine(parse(url))) as connection:
        start = time.perf_counter()
        rows = write_figures(connection, None, path)
        return rows, time.perf_counter() - start


def _loop(url: str, path: Path) -> tuple[int, float]:
    """What one would write: the same columns and order, every row as it comes."""
    columns = ", ".join(f'"{column.name}"' for column in RECORDS["amounts"].columns)
    sql = f"SELECT {columns} FROM amounts ORDER BY amount_id"
    rows = 0
    with closing(_connect(url)) as connection, path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        start = time.perf_counter()
        cursor = connection.cursor(name="bare") if url.startswith("postgresql") else connection.cursor()
        cursor.execute(sql)
        for row in cursor:
            writer.writerow(row)
            rows += 1
        return rows, time.perf_counter() - start


def _connect(url: str) -> Any:
    if url.startswith("postgresql"):
        import psycopg

        return psycopg.connect(url)
    import sqlite3

    return sqlite3.connect(url)


def _writer(url: str, path: Path) -> tuple[int, float]:
    """The writer alone, over rows in memory."""
    with reading(make_engine(parse(url))) as connection:
        ready: list[tuple[object, ...]] = []
        for batch in record_batches(connection, RECORDS["amounts"]):
            ready += batch
            if len(ready) >= _READY:
                break
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        start = time.perf_counter()
        for row in ready:
            writer.writerow(row)
        return len(ready), time.perf_counter() - start


WAYS: Final[dict[str, Callable[[str, Path], tuple[int, float]]]] = {
    "ours": _ours, "bare loop": _loop, "writer alone": _writer,
}  # fmt: skip

if __name__ == "__main__":
    main()
