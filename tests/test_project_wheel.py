"""The wheel holds the four packages with their data, nothing else, and works where nothing else is."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("extractors", "pipeline", "schemas", "warehouse")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that the checkout gets no build folder; with a database lying about."""
    pytest.importorskip("setuptools", minversion="77")
    source = tmp_path_factory.mktemp("source")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    (source / "warehouse" / "mingzhang.db").write_bytes(b"a warehouse")
    out = tmp_path_factory.mktemp("dist")
    script = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", script, str(out)], cwd=source, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


def test_wheel_holds_code_and_data_by_pattern_and_no_database(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    listing = subprocess.run(["git", "ls-files", "-z", *PACKAGES], cwd=ROOT, capture_output=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout")
    tracked = {name for name in listing.stdout.decode().split("\0") if name and (ROOT / name).is_file()}
    assert {name for name in tracked if not name.endswith(".md")} - held == set()
    assert {name.split("/")[0] for name in held} == set(PACKAGES)
    assert [name for name in held if ".db" in name] == []


def test_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (folder,) = {name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = archive.read(f"{folder}/METADATA").decode()
        scripts = archive.read(f"{folder}/entry_points.txt").decode()
    assert "License-Expression: Apache-2.0" in metadata
    assert "mingzhang = pipeline.cli:main" in scripts
    assert f"{folder}/licenses/LICENSE" in zipfile.ZipFile(wheel).namelist()


def test_installed_wheel_runs_in_another_folder(wheel: Path, tmp_path: Path) -> None:
    """Unpacked like an installation, with the libraries of this environment but not its checkout."""
    site, work = tmp_path / "site", tmp_path / "work"
    zipfile.ZipFile(wheel).extractall(site)
    work.mkdir()
    (work / "schemas.py").write_text("raise SystemExit('the user stands here')", encoding="utf-8")
    (work / "raw_pdfs").mkdir()
    (work / "raw_pdfs" / "no.pdf").write_text("<html>", encoding="utf-8")
    script = (
        f"import sys; sys.path[:] = [{str(site)!r}, *(p for p in sys.path if p and p != {str(ROOT)!r})]\n"
        "import pipeline; assert pipeline.__file__.startswith(sys.path[0]), pipeline.__file__\n"
        "from pipeline import cli; codes = [cli.run(['ingest']), cli.run(['export', '--out', 'csv'])]; print(codes)"
    )
    done = subprocess.run([sys.executable, "-P", "-c", script], cwd=work, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1:] == ["[3, 0]"], done.stderr
    assert (work / "warehouse" / "mingzhang.db").is_file()
    assert (work / "csv" / "failures.csv").read_text(encoding="utf-8").count("html_page") == 1
