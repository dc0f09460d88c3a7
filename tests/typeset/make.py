"""From a family, a seed and a producer to a PDF and its truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from tests.typeset import typst_producer, xinjiang
from tests.typeset.model import Document
from tests.typeset.truth import truth


class Family(Protocol):
    """Builds a document from a seed."""

    def __call__(self, seed: int, *, landline: bool = False) -> Document:
        """The document of this seed."""


FAMILIES: Mapping[str, Family] = {"xinjiang": xinjiang.build}
PRODUCERS: Mapping[str, Callable[[Document, Path], dict[int, tuple[int, int]]]] = {"typst": typst_producer.typeset}


def make(
    folder: Path, family: str, seed: int, producer: str, *, landline: bool = False, name: str | None = None
) -> tuple[Path, Path]:
    """Typeset one document.

    Args:
        folder: where the files go; it must exist.
        family: one of FAMILIES.
        seed: which document of the family.
        producer: one of PRODUCERS.
        landline: no mobile number in it.
        name: stem of the PDF; by default made of family, seed and producer.

    Returns:
        The PDF and its truth file.
    """
    document = FAMILIES[family](seed, landline=landline)
    pdf = folder / f"{name or f'{family}-{seed}-{producer}'}.pdf"
    pages = PRODUCERS[producer](document, pdf)
    told = truth(document, pdf.name, pages)
    path = pdf.with_suffix(".truth.json")
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return pdf, path
