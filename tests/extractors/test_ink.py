"""Nothing is read that cannot be seen: where a character is read the rendered page has ink."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pytest

from extractors.page import Page
from extractors.pdfium import PdfDocument

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
#: Pixels to a point, and the difference of brightness that is ink.
SCALE, INK = 2, 24


def _rendered(page: Any) -> Any:
    """Return the brightness of a page as displayed."""
    picture = page.render(scale=SCALE, grayscale=True, optimize_mode=None)
    return np.asarray(picture.to_numpy()).reshape(picture.height, -1)[:, : picture.width].astype(np.int16)


def _without_ink(page: Page, picture: Any) -> list[str]:
    """Return the characters in whose boxes the page is blank, with the place of each."""
    glyphs = page.glyphs
    found = []
    for code, box in zip(glyphs.code[~glyphs.blank].tolist(), glyphs.box[~glyphs.blank], strict=True):
        # A hair around the box: an italic leans out of it.
        x0, y0, x1, y1 = (box * SCALE + (-1, -1, 1, 1)).round().astype(int)
        part = picture[max(0, y0) : y1 + 1, max(0, x0) : x1 + 1]
        if not part.size or int(part.max()) - int(part.min()) < INK:
            found.append(f"page {page.number} {chr(code)!r} at {box.round(1).tolist()}")
    return found


def _unseen(path: Path) -> list[str]:
    found = []
    with PdfDocument(str(path)) as document:
        opened = pdfium.PdfDocument(path)
        for number, page in enumerate(opened, 1):
            read = document.page(number)
            # A page that the reader turns by itself is displayed on its side.
            if read.rotation == page.get_rotation() and read.image_share < 0.5:
                found += _without_ink(read, _rendered(page))
            page.close()
        opened.close()
    return found


def _documents(*folders: Path) -> list[Any]:
    return [pytest.param(path, id=path.stem) for folder in folders for path in sorted(folder.glob("*.pdf"))]


@pytest.mark.parametrize("path", _documents(ROOT / "raw_pdfs"))
def test_shipped_samples(path: Path) -> None:
    assert _unseen(path) == []


@pytest.mark.soak
@pytest.mark.skipif(not SHARED.is_dir(), reason="shared documents are not beside the checkout")
@pytest.mark.parametrize("path", _documents(SHARED / "real", SHARED / "seed"))
def test_published_documents(path: Path) -> None:
    assert _unseen(path) == []


@pytest.mark.parametrize("name", ["hidden", "covered", "layer-off"])
def test_figures_that_nobody_sees(tmp_path: Path, name: str) -> None:
    from tests.typeset.hazards import catalogue

    list(catalogue.write(tmp_path, frozenset({name})))
    assert _unseen(tmp_path / f"{name}.pdf") == []
