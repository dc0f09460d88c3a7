"""The same run on PostgreSQL gives the same export."""

from __future__ import annotations

from pathlib import Path

from pipeline.ingest import Options, ingest
from tests.pipeline.test_ingest import LIMITS, Quiet
from tests.warehouse.conftest import postgres, postgres_url  # noqa: F401 - fixtures
from warehouse.store import Warehouse

TIMED = {"loads.csv", "failures.csv"}  # they say when


def test_both_engines_give_the_same_export(tmp_path: Path, faulty: str, postgres_url: str) -> None:  # noqa: F811
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for what in ("nothing", "crash", "refuse"):
        (inbox / f"{what}.pdf").write_text(f"%PDF-fake {what} 2", encoding="utf-8")
    (inbox / "page.pdf").write_text("<html>", encoding="utf-8")
    options = Options(limits=LIMITS, worker=faulty)
    for engine, address in (("a", postgres_url), ("b", str(tmp_path / "w.db"))):
        with Warehouse.open(address) as warehouse:
            first = ingest([inbox], warehouse, Quiet(), options)
            second = ingest([inbox], warehouse, Quiet(), options)
            warehouse.export(tmp_path / engine)
        assert (first.loaded, second.loaded, second.known) == (2, 0, 2)
        assert {(failure.page, failure.code) for failure in first.failures} == {
            (2, "crashed"),
            (None, "encrypted"),
            (None, "html_page"),
        }
    files = {path.name for path in (tmp_path / "a").glob("*.csv")} - TIMED
    assert len(files) > 10
    for name in sorted(files):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
