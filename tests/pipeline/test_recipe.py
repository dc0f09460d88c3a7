"""The recipe changes with what changes results, and with nothing else."""

from __future__ import annotations

import shutil
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from pipeline import recipe

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The packages at another place, found there by the recipe."""
    for package in recipe.PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    real = recipe.util.find_spec

    def find(name: str) -> ModuleSpec | None:
        if name not in recipe.PACKAGES:
            return real(name)
        spec = ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [str(tmp_path / name)]
        return spec

    monkeypatch.setattr(recipe.util, "find_spec", find)
    return tmp_path


def test_place_does_not_matter(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = recipe.current()
    monkeypatch.undo()
    assert recipe.current() == elsewhere


@pytest.mark.parametrize(
    "name", ["extractors/__init__.py", "schemas/new.yaml", "schemas/records.py", "pipeline/child.py"]
)
def test_code_and_data_matter(copy: Path, name: str) -> None:
    before = recipe.current()
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert recipe.current() != before


@pytest.mark.parametrize("name", ["pipeline/cli.py", "pipeline/site/page.py", "schemas/x.db", "pipeline/x.pyc"])
def test_presentation_and_leftovers_do_not(copy: Path, name: str) -> None:
    before = recipe.current()
    (copy / name).parent.mkdir(exist_ok=True)
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert recipe.current() == before


def test_moving_text_from_one_file_to_the_next_matters(copy: Path) -> None:
    a, b = copy / "schemas" / "a.yaml", copy / "schemas" / "b.yaml"
    a.write_text("xy", encoding="utf-8")
    b.write_text("z", encoding="utf-8")
    before = recipe.current()
    a.write_text("x", encoding="utf-8")
    b.write_text("yz", encoding="utf-8")
    assert recipe.current() != before


def test_libraries_and_options_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    before = recipe.current()
    assert recipe.current({"reader": "other"}) != before
    monkeypatch.setattr(recipe.metadata, "version", lambda _: "0")
    assert recipe.current() != before
