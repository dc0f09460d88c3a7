"""Fixtures: fake PDFs for the faulty worker, and a child that runs it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.child import Child, Limits, Request

LIMITS = Limits(memory_bytes=256 << 20, page_seconds=1.0, wall_seconds=3.0, wall_seconds_a_page=0.0)


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> str:
    """Name of the faulty worker, importable in a child."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    return "faulty_worker"


@pytest.fixture
def child(faulty: str) -> Iterator[Child]:
    with Child(LIMITS, worker=faulty) as child:
        yield child


@pytest.fixture
def fake(tmp_path: Path) -> Callable[..., Request]:
    """Makes a file that says what happens on which page."""

    def make(what: str, page: int = 2, name: str = "") -> Request:
        path = tmp_path / (name or f"{what}.pdf")
        path.write_text(f"%PDF-fake {what} {page}", encoding="utf-8")
        return Request(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), path.name)

    return make
