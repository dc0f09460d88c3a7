"""Commands that ask a warehouse and move it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import cli
from tests.warehouse.conftest import postgres, postgres_url  # noqa: F401 - fixtures
from warehouse.store import Name, Warehouse

ID = "ab" * 32


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse with one document whose file is gone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.delenv("MINGZHANG_WAREHOUSE", raising=False)
    document = {"document_id": ID, "file_name": "x", "file_bytes": 1, "page_count": 1, "text_layer": "text"}
    paragraph = {
        "paragraph_id": f"{ID[:16]}-p1", "document_id": ID, "paragraph_ordinal": 1, "text": "冬季取暖费三万元。",
        "page_first": 7, "page_last": 7, "x0": 1.0, "y0": 1.0, "x1": 2.0, "y1": 2.0,
    }  # fmt: skip
    with Warehouse.open("w.db") as warehouse:
        rows = {"documents": [{**document, "status": "loaded"}], "paragraphs": [paragraph]}
        warehouse.load(rows, [Name("in", "甲.pdf", ID)], "r1", datetime(2026, 1, 2, tzinfo=UTC))
        warehouse.sync_names("in", [])
    return tmp_path


def test_search_shows_where_words_stand(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["search", "取暖费", "--warehouse", "w.db"]) == 0
    shown = capsys.readouterr()
    assert "冬季取暖费三万元" in shown.out and "甲.pdf p.7" in shown.out
    assert "1 found" in shown.err
    assert cli.run(["search", "取暖费", "--warehouse", "w.db", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["words"] == "取暖费"


def test_search_falls_back_to_the_longest_word(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["search", "取暖费明细", "--warehouse", "w.db"]) == 0
    shown = capsys.readouterr()
    assert "冬季取暖费三万元" in shown.out and "取暖费" in shown.err and "instead" in shown.err
    assert cli.run(["search", "会议费", "--warehouse", "w.db"]) == 0
    assert "instead" not in capsys.readouterr().err


def test_answers_for_programs_and_in_time(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        cli.run(["query", "SELECT page_first, 1.5 AS x FROM paragraphs", "--warehouse", "w.db", "--format", "json"])
        == 0
    )
    assert json.loads(capsys.readouterr().out) == [{"page_first": 7, "x": 1.5}]
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    assert cli.run(["query", endless, "--warehouse", "w.db", "--timeout", "0.3"]) == 2
    assert "--timeout" in capsys.readouterr().err


def test_some_documents_as_a_workbook(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("xlsxwriter")
    arguments = ["export", "--out", "out", "--format", "xlsx", "--where", "fiscal_year = 2024", "--warehouse", "w.db"]
    assert cli.run(arguments) == 0
    assert "documents\t0" in capsys.readouterr().out
    assert (here / "out" / "mingzhang.xlsx").is_file()


def test_prune_asks_first(here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.confirm", lambda _: False)
    assert cli.run(["prune", "--warehouse", "w.db"]) == 0
    assert "甲.pdf" in capsys.readouterr().out
    assert cli.run(["prune", "--warehouse", "w.db", "--inbox", "other", "--yes"]) == 0
    assert "nothing to remove" in capsys.readouterr().out
    assert cli.run(["prune", "--warehouse", "w.db", "--yes"]) == 0
    assert "1 documents removed" in capsys.readouterr().out
    with Warehouse.open("w.db") as warehouse:
        assert warehouse.known() == {}


def test_to_postgresql_and_asked_there(here: Path, postgres_url: str, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    assert cli.run(["copy", "w.db", postgres_url]) == 0
    assert "1 documents" in capsys.readouterr().out
    assert cli.run(["query", "SELECT 1 AS x", "--warehouse", postgres_url]) == 2
    assert "grant-reader" in capsys.readouterr().err
    assert cli.run(["warehouse", "grant-reader", "--warehouse", postgres_url]) == 0
    assert cli.run(["query", "SELECT file_name FROM documents", "--warehouse", postgres_url]) == 0
    assert "甲.pdf" in capsys.readouterr().out
