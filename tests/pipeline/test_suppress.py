"""What people asked to be taken out goes from warehouse and exports, and stays out."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from pipeline import cli
from schemas.suppression import MARK

SAMPLE = sorted((Path(__file__).parents[2] / "raw_pdfs").glob("*.pdf"))[0]
TEXT = "名词解释"


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    for name in ("MINGZHANG_WAREHOUSE", "MINGZHANG_SUPPRESS"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "inbox").mkdir()
    shutil.copy(SAMPLE, tmp_path / "inbox" / "a.pdf")
    return tmp_path / "inbox"


def _rule(folder: Path) -> None:
    digest = hashlib.sha256(SAMPLE.read_bytes()).hexdigest()
    (folder / "suppress.csv").write_text(f"document_id,page,pattern,reason\n{digest},,{TEXT},试验\n", encoding="utf-8")


def _ingest(capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.run(["ingest", "inbox", "--warehouse", "w.db"]) == 0
    return capsys.readouterr().out


def _exported(folder: Path) -> str:
    assert cli.run(["export", "--out", str(folder), "--warehouse", "w.db"]) == 0
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.csv")))


def test_a_rule_reaches_exports_at_once_and_the_warehouse_at_the_next_run(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _ingest(capsys)
    assert TEXT in _exported(tmp_path / "before")
    _rule(tmp_path)
    after = _exported(tmp_path / "after")
    assert TEXT not in after and MARK in after
    assert "read now 1" in " ".join(_ingest(capsys).split())
    (tmp_path / "suppress.csv").unlink()
    assert TEXT not in _exported(tmp_path / "cleaned")


def test_the_file_of_an_inbox_survives_another_reading(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _rule(inbox)
    _ingest(capsys)
    assert "known 1" in " ".join(_ingest(capsys).split())
    assert (
        cli.run(["query", f"SELECT count(*) FROM paragraphs WHERE section LIKE '%{TEXT}%'", "--warehouse", "w.db"]) == 0
    )
    assert capsys.readouterr().out.split()[-1] == "0"
    assert cli.run(["privacy", "report", "--warehouse", "w.db"]) == 0
    shown = capsys.readouterr()
    assert "suppressed" in shown.out and TEXT not in shown.out + shown.err


def test_wrong_lines_are_warned_of(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inbox / "suppress.csv").write_text("document_id,page,pattern,reason\nxx,,某某,试验\n", encoding="utf-8")
    assert cli.run(["ingest", "inbox", "--warehouse", "w.db"]) == 0
    shown = capsys.readouterr()
    assert "suppress.csv:2" in shown.out + shown.err and "某某" not in shown.out + shown.err


def test_a_file_that_is_not_there_is_a_mistake_of_usage(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["ingest", "inbox", "--suppress", "gone.csv", "--warehouse", "w.db"]) == 2
    assert "gone.csv" in capsys.readouterr().err
