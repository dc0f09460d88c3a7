"""The command: exit codes, languages, answers on pipes and terminals, no password anywhere."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline import cli, ingest
from pipeline.messages import language

REAL_OPTIONS = ingest.Options


@pytest.fixture
def here(tmp_path: Path, faulty: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with an inbox of two files; the faulty worker reads."""

    def options(**given: Any) -> ingest.Options:
        return REAL_OPTIONS(worker=faulty, **given)

    monkeypatch.setattr(ingest, "Options", options)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MINGZHANG_WAREHOUSE", raising=False)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    (tmp_path / "raw_pdfs").mkdir()
    (tmp_path / "raw_pdfs" / "a.pdf").write_text("%PDF-fake nothing 1", encoding="utf-8")
    return tmp_path


def _add_failing(here: Path) -> None:
    (here / "raw_pdfs" / "locked.pdf").write_text("%PDF-fake refuse 1", encoding="utf-8")


def test_ingest_needs_no_argument(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["ingest"]) == 0
    assert (here / "warehouse" / "mingzhang.db").is_file()
    out, err = capsys.readouterr()
    assert "share of these proven" in out
    assert "[1/1] a.pdf: ok" in err


def test_exit_code_says_that_files_failed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _add_failing(here)
    assert cli.run(["ingest", "--workers", "1"]) == 3
    assert "raw_pdfs/locked.pdf: encrypted" in capsys.readouterr().err
    assert cli.run(["status"]) == 0
    out = capsys.readouterr().out
    assert "raw_pdfs/locked.pdf: encrypted" in out
    assert "raw_pdfs: 1 names, 1 present" in out


@pytest.mark.parametrize(
    "arguments",
    [["ingest", "nowhere"], ["ingest", "--workers", "0"], ["unknown"], ["query"], ["export"], ["show", "nothing.pdf"]],
)
def test_usage_errors_are_2(here: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["ingest"])
    capsys.readouterr()
    assert cli.run(arguments) == 2
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize("command", [["status"], ["query", "SELECT 1"], ["export", "--out", "x"], ["show", "a.pdf"]])
def test_missing_warehouse_is_4_and_is_not_made(
    here: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(command) == 4
    assert not (here / "warehouse").exists()
    assert "mingzhang ingest" in capsys.readouterr().err


def test_passwords_are_never_printed(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "postgresql://someone:s3cret@127.0.0.1:1/none"
    assert cli.run(["ingest", "--warehouse", address]) == 4
    monkeypatch.setenv("MINGZHANG_WAREHOUSE", address)
    assert cli.run(["status"]) == 4
    cli.run(["status", "--help"])
    out, err = capsys.readouterr()
    assert "127.0.0.1" in err
    assert "s3cret" not in out + err


def test_warehouse_of_the_environment_is_used(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_WAREHOUSE", f"sqlite:///{here}/other.db")
    assert cli.run(["ingest"]) == 0
    assert (here / "other.db").is_file()


def test_query_is_csv_on_a_pipe(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["ingest"])
    capsys.readouterr()
    assert cli.run(["query", "SELECT 'a,b' AS x, NULL AS y, page FROM pages ORDER BY page"]) == 0
    out, err = capsys.readouterr()
    assert list(csv.reader(io.StringIO(out))) == [["x", "y", "page"], *(["a,b", "", str(n)] for n in (1, 2, 3))]
    assert err == ""


def test_query_says_when_it_stops_early(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["ingest"])
    capsys.readouterr()
    assert cli.run(["query", "SELECT page FROM pages", "--limit", "2"]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 3
    assert "first 2 rows" in err
    cli.run(["query", "SELECT page FROM pages", "--limit", "3"])
    assert capsys.readouterr().err == ""


def test_query_only_reads(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["ingest"])
    assert cli.run(["query", "DELETE FROM documents"]) == 2
    assert cli.run(["query", "SELECT nothing FROM nowhere"]) == 2
    capsys.readouterr()
    cli.run(["query", "SELECT count(*) AS n FROM documents"])
    assert capsys.readouterr().out.split() == ["n", "1"]


def test_export_writes_every_record(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["ingest"])
    capsys.readouterr()
    assert cli.run(["export", "--out", "csv"]) == 0
    assert "pages.csv\t3" in capsys.readouterr().out
    assert (here / "csv" / "pages.csv").read_text(encoding="utf-8").count("\n") == 4


@pytest.mark.parametrize("file", ["a.pdf", "raw_pdfs/a.pdf"])
def test_show_finds_by_name_and_by_path(here: Path, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["ingest"])
    capsys.readouterr()
    assert cli.run(["show", file]) == 0
    assert "a.pdf · 3 p. · loaded" in capsys.readouterr().out


def test_show_finds_by_document_id_and_tells_of_failures(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _add_failing(here)
    cli.run(["ingest"])
    capsys.readouterr()
    cli.run(["query", "SELECT document_id FROM documents"])
    document_id = capsys.readouterr().out.split()[1]
    assert cli.run(["show", document_id[:12]]) == 0
    assert "a.pdf" in capsys.readouterr().out
    assert cli.run(["show", "locked.pdf"]) == 0
    assert "encrypted" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh"),
        ({"LANG": "C", "LANGUAGE": "zh_CN"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_language_follows_the_locale(environ: dict[str, str], expected: str) -> None:
    assert language(environ) == expected


@pytest.mark.parametrize(
    ("locale", "words"), [("zh_CN.UTF-8", ("用法：", "选项", "显示帮助")), ("C", ("Usage:", "Options"))]
)
def test_help_speaks_the_users_language(locale: str, words: tuple[str, ...]) -> None:
    environment = {**os.environ, "LC_ALL": locale, "LANGUAGE": "", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "pipeline.cli", "ingest", "--help"]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=True)
    assert all(word in done.stdout for word in words)


def test_run_over_known_files_does_nothing_heavy(here: Path) -> None:
    """Two seconds with the interpreter are enough: nothing heavy is imported and no child started."""
    cli.run(["ingest"])
    path = [str(Path(cli.__file__).parents[1]), *sys.path]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
    script = (
        "import sys; from pipeline import cli; code = cli.run(['ingest'])\n"
        "print(code, sorted({'numpy', 'pypdfium2', 'jieba', 'pandas', 'camelot', 'pdfplumber'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"
    assert "0 documents to read, 1 known" in done.stderr


def test_bare_command_shows_its_help(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([]) == 2
    err = capsys.readouterr().err
    assert err.startswith("Usage: mingzhang")
    assert "ingest" in err


def test_reader_of_a_pipe_may_leave(here: Path) -> None:
    cli.run(["ingest"])
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT i FROM n"
    script = f"import sys; sys.path[:] = {sys.path!r}; from pipeline import cli; sys.exit(cli.run(['query', {many!r}]))"
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as asking:
        assert asking.stdout is not None
        assert asking.stderr is not None
        assert asking.stdout.readline() == "i\n"
        asking.stdout.close()
        assert asking.stderr.read() == ""
