"""The same cells as pdfplumber's, on every page: where both see the same lines they have to agree."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractors.pdfium import PdfDocument
from extractors.plumber import PlumberDocument
from extractors.reading import read_page
from tests.typeset.make import FAMILIES, PRODUCERS, make

pdfplumber = pytest.importorskip("pdfplumber")

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
#: Edges this close are the same, in points.
NEAR = 4.0
Box = tuple[float, ...]


def _is_seen(thing: dict[str, Any]) -> bool:
    """Leave out what pdfplumber takes for rules: white ones and shaded areas; and text on its side."""
    if thing["object_type"] == "char":
        return bool(thing["upright"])
    fill_only = thing.get("fill") and not thing.get("stroke")
    if thing["object_type"] == "rect" and fill_only and min(thing["width"], thing["height"]) > 3:
        return False
    colour = thing.get("non_stroking_color" if fill_only else "stroking_color")
    levels = (colour,) if isinstance(colour, int | float) else colour or ()
    return not (len(levels) in (1, 3) and all(level > 0.98 for level in levels))


def _squeezed(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def _theirs(page: Any) -> Iterator[tuple[Box, str]]:
    """Yield the boxes that pdfplumber finds in the crop box."""
    left, top, right, bottom = page.cropbox
    seen = page.filter(_is_seen).dedupe_chars(tolerance=1.5, extra_attrs=("fontname",))
    for table in seen.find_tables():
        if table.bbox[0] >= right or table.bbox[1] >= bottom:
            continue
        for row, texts in zip(table.rows, table.extract(), strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                if cell is not None:
                    yield (cell[0] - left, cell[1] - top, cell[2] - left, cell[3] - top), _squeezed(text)


def _differences(path: Path) -> list[str]:
    found: list[str] = []
    with PdfDocument(str(path)) as document, pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            theirs = list(_theirs(page))
            for grid in read_page(document, page.page_number).grids:
                for cell in grid.cells:
                    same = [t for t in theirs if max(abs(a - b) for a, b in zip(t[0], cell.box, strict=True)) < NEAR]
                    ours = _squeezed(cell.printed)
                    if not same or same[0][1] != ours:
                        told = same[0][1] if same else "nothing"
                        found.append(
                            f"page {page.page_number} row {cell.row} col {cell.col}: {ours!r}, theirs {told!r}"
                        )
                    theirs = [t for t in theirs if t not in same[:1]]
            found += [f"page {page.page_number}: only theirs {text!r}" for _, text in theirs]
            page.close()
    return found


def _documents(*folders: Path) -> list[Any]:
    return [pytest.param(path, id=path.stem) for folder in folders for path in sorted(folder.glob("*.pdf"))]


@pytest.mark.parametrize("path", _documents(ROOT / "raw_pdfs"))
def test_shipped_samples(path: Path) -> None:
    assert _differences(path) == []


@pytest.mark.soak
@pytest.mark.skipif(not SHARED.is_dir(), reason="shared documents are not beside the checkout")
@pytest.mark.parametrize("path", _documents(SHARED / "real", SHARED / "seed"))
def test_published_documents(path: Path) -> None:
    assert _differences(path) == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("producer", PRODUCERS)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_clean_typeset_page(family: str, producer: str, seed: int, tmp_path: Path) -> None:
    path, _ = make(tmp_path, family, seed, producer)
    assert _differences(path) == []
    assert _other_boxes(path) == []


def _boxes(reader: Any, number: int) -> list[tuple[int, int, int, int, str]]:
    page = read_page(reader, number)
    return [
        (cell.row, cell.col, cell.row_span, cell.col_span, _squeezed(cell.printed))
        for grid in page.grids
        for cell in grid.cells
    ]


def _other_boxes(path: Path) -> list[int]:
    """Pages on which our second reader makes other boxes than the first."""
    with PdfDocument(str(path)) as first, PlumberDocument(str(path)) as second:
        numbers = range(1, first.info().page_count + 1)
        return [n for n in numbers if _boxes(first, n) != _boxes(second, n)]


@pytest.mark.parametrize("path", _documents(ROOT / "raw_pdfs"))
def test_the_second_reader_makes_the_same_boxes(path: Path) -> None:
    assert _other_boxes(path) == []


@pytest.mark.soak
@pytest.mark.skipif(not SHARED.is_dir(), reason="shared documents are not beside the checkout")
@pytest.mark.parametrize("path", _documents(SHARED / "real", SHARED / "seed"))
def test_the_second_reader_makes_the_same_boxes_of_published_documents(path: Path) -> None:
    assert _other_boxes(path) == []


def test_camelot_finds_the_same_boxes() -> None:
    from extractors.again import read_again

    path = min((ROOT / "raw_pdfs").glob("*.pdf"))
    with PdfDocument(str(path)) as document:
        ruled = [n for n in range(1, document.info().page_count + 1) if read_page(document, n).grids][:3]
        mine = [read_page(document, n) for n in ruled]
    theirs = read_again(str(path), ruled, "camelot-lattice")
    for ours, other in zip(mine, theirs, strict=True):
        assert [[(c.row, c.col, c.row_span, c.col_span, c.printed) for c in g.cells] for g in ours.grids] == [
            [(c.row, c.col, c.row_span, c.col_span, c.printed) for c in g.cells] for g in other.grids
        ]
        assert {grid.finder for grid in other.grids} == {"camelot-lattice"}
