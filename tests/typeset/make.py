"""From a family, a seed and a producer to a PDF and its truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from tests.typeset import (
    beijing,
    canvas_producer,
    central,
    described,
    final,
    guangdong,
    hunan,
    jiangsu,
    national,
    shanghai,
    sichuan,
    typst_producer,
    xinjiang,
)
from tests.typeset.misword import misword
from tests.typeset.model import Document
from tests.typeset.truths import truth
from tests.typeset.wear import plant, roughen, untitle


class Family(Protocol):
    """Builds a document from a seed."""

    def __call__(self, seed: int, *, landline: bool = False) -> Document:
        """The document of this seed."""


def _described(given: Mapping[str, Any]) -> Family:
    def build(seed: int, *, landline: bool = False) -> Document:
        return described.build(given, seed)

    return build


#: Families described as data, and those that need code.
DESCRIBED: Mapping[str, Family] = {name: _described(given) for name, given in described.described().items()}
FAMILIES: Mapping[str, Family] = {
    "xinjiang": xinjiang.build,
    "shanghai": shanghai.build,
    "final": final.build,
    "jiangsu": jiangsu.build,
    "national": national.build,
    "hunan": hunan.build,
    "sichuan": sichuan.build,
    "central": central.build,
    "guangdong": guangdong.build,
    "beijing": beijing.build,
    **DESCRIBED,
}
PRODUCERS: Mapping[str, Callable[[Document, Path], dict[int, tuple[int, int]]]] = {
    "typst": typst_producer.typeset,
    "canvas": canvas_producer.typeset,
}


def make(
    folder: Path,
    family: str,
    seed: int,
    producer: str,
    *,
    landline: bool = False,
    rough: bool = False,
    defect: bool = False,
    contradict: bool = False,
    untitled: bool = False,
    name: str | None = None,
) -> tuple[Path, Path]:
    """Typeset one document.

    Args:
        folder: where the files go; it must exist.
        family: one of FAMILIES.
        seed: which document of the family.
        producer: one of PRODUCERS.
        landline: no mobile number in it.
        rough: as worse programs and typists leave it.
        defect: with one total printed wrong.
        contradict: with one sentence (or weight) that contradicts the rest.
        untitled: its tables have no titles.
        name: stem of the PDF; by default made of family, seed and producer.

    Returns:
        The PDF and its truth file.
    """
    document = FAMILIES[family](seed, landline=landline)
    document = roughen(document, seed) if rough else document
    document = plant(document, seed) if defect else document
    document = misword(document, seed) if contradict else document
    document = untitle(document) if untitled else document
    worn = {"rough": rough, "defect": defect, "misword": contradict, "untitled": untitled}
    suffix = "".join(f"-{word}" for word, done in worn.items() if done)
    return put(folder, document, producer, name or f"{family}-{seed}{suffix}-{producer}")


def put(folder: Path, document: Document, producer: str, name: str) -> tuple[Path, Path]:
    """Typeset a document.

    Args:
        folder: where the files go; it must exist.
        document: which.
        producer: one of PRODUCERS.
        name: stem of the PDF.

    Returns:
        The PDF and its truth file.
    """
    pdf = folder / f"{name}.pdf"
    pages = PRODUCERS[producer](document, pdf)
    told = truth(document, pdf.name, pages)
    path = pdf.with_suffix(".truth.json")
    path.write_text(_pretty(told), encoding="utf-8")
    return pdf, path


def _pretty(told: dict[str, Any]) -> str:
    """JSON with one line for each grid row, fact and paragraph, so that a difference can be read."""

    def flat(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    def lines(values: list[Any], pad: str) -> str:
        return "[" + ",".join(f"\n{pad}{flat(v)}" for v in values) + "]"

    def table(value: dict[str, Any]) -> str:
        parts = [f"{flat(k)}: {lines(v, '    ') if k in ('grid', 'facts') else flat(v)}" for k, v in value.items()]
        return "\n  {" + ",\n   ".join(parts) + "}"

    parts = []
    for key, value in told.items():
        if key == "tables":
            text = "[" + ",".join(table(v) for v in value) + "]"
        else:
            text = lines(value, "  ") if isinstance(value, list) else flat(value)
        parts.append(f"{flat(key)}: {text}")
    return "{" + ",\n ".join(parts) + "}\n"
