"""The document that every hazard is done to: a small disclosure, cover and tables without narrative."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.typeset import canvas_producer
from tests.typeset.canvas_hand import Hand
from tests.typeset.make import FAMILIES
from tests.typeset.model import Cell, Document, Section, Table
from tests.typeset.truths import truth

Change = Callable[[Document], Document]


def document(family: str = "national", seed: int = 4) -> Document:
    """A disclosure with regular and bold cuts of one type, digits included, on upright sheets."""
    whole = FAMILIES[family](seed)
    style = replace(whole.style, digits="same", bold="font", rotate_landscape=False, doubled=False, radicals=False)
    cover, *others = whole.sections
    kept = [cover, *(s for s in others if any(isinstance(b, Table) for b in s.blocks))]
    return replace(whole, style=style, sections=tuple(kept), defects=())


def styled(**values: Any) -> Change:
    """Change the style."""
    return lambda document: replace(document, style=replace(document.style, **values))


def each_cell(change: Callable[[Cell], Cell]) -> Change:
    """Change every cell."""

    def table(value: Table) -> Table:
        return replace(value, rows=tuple(tuple(c and change(c) for c in row) for row in value.rows))

    return each_table(table)


def each_table(change: Callable[[Table], Table]) -> Change:
    """Change every table."""

    def section(value: Section) -> Section:
        return replace(value, blocks=tuple(change(b) if isinstance(b, Table) else b for b in value.blocks))

    return lambda document: replace(document, sections=tuple(map(section, document.sections)))


def typeset(document: Document, path: Path, hand: Hand | None = None) -> dict[str, Any]:
    """Write the PDF; return its truth."""
    return truth(document, path.name, canvas_producer.typeset(document, path, hand))
