"""Tables without rulings are read, and nothing else becomes one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import accuracy, hazards
from tests.typeset.hazards.catalogue import HAZARDS
from tests.typeset.make import FAMILIES, make

NAMES = [hazard.name for hazard in HAZARDS if hazard.name.startswith("unruled-")]
#: The quick ones; the rest is read by the soak tests.
QUICK = ("unruled-summary", "unruled-codes", "unruled-public-wide", "unruled-projects", "unruled-pages-bare")
SHARED = Path(__file__).resolve().parents[3] / "shared"


def _check(folder: Path, names: frozenset[str]) -> None:
    for result in hazards.run(folder, names):
        assert result.passes, result


def test_tables_without_rulings(tmp_path: Path) -> None:
    _check(tmp_path, frozenset(QUICK))


@pytest.mark.soak
def test_every_kind_of_missing_rulings(tmp_path: Path) -> None:
    assert len(NAMES) >= 12
    _check(tmp_path, frozenset(NAMES))


def _unruled_on(path: Path) -> list[int]:
    """Pages on which a table was found that rulings do not show, and ruled tables taken apart."""
    from extractors.pdfium import PdfDocument
    from extractors.reading import read_page
    from extractors.unruled import add_unruled

    with PdfDocument(str(path)) as document:
        pages = [read_page(document, n + 1) for n in range(document.info().page_count)]
        return [a.number for a, b in zip(pages, add_unruled(document, pages), strict=True) if a.grids != b.grids]


@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_in_ruled_documents_is_a_table_without_rulings(family: str, tmp_path: Path) -> None:
    path, _ = make(tmp_path, family, 6, "canvas")
    assert _unruled_on(path) == []


@pytest.mark.soak
@pytest.mark.parametrize("producer", ["typst", "canvas"])
@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_in_rough_documents_is_a_table_without_rulings(family: str, producer: str, tmp_path: Path) -> None:
    for seed in range(6):
        path, _ = make(tmp_path, family, seed, producer, rough=bool(seed % 2))
        assert _unruled_on(path) == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared documents are not beside the checkout")
def test_nothing_in_published_documents_is_a_table_without_rulings() -> None:
    paths = [*sorted((SHARED / "real").glob("*.pdf")), *sorted((SHARED / "seed").glob("*.pdf"))]
    assert paths
    assert {path.name: pages for path in paths if (pages := _unruled_on(path))} == {}


@pytest.mark.soak
def test_no_figure_of_any_family_is_proven_wrongly_without_rulings(tmp_path: Path) -> None:
    from tests.typeset.hazards.unruled import unruled

    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for family in FAMILIES:
        for seed in (21, 22):
            path = inbox / f"{family}-{seed}.pdf"
            told = unruled(family, seed, (), "none")(path)
            path.with_suffix(".truth.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    hazards.ingest_and_export(inbox, tmp_path)
    for truth in accuracy.read_truths([inbox]):
        assert accuracy.score(tmp_path / "export", truth)["proven_wrong"] == 0, truth["file"]
