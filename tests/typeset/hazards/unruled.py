"""Documents whose tables have no rulings, or too few: what is left of them and what the tables are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from tests.typeset import canvas_producer
from tests.typeset.make import FAMILIES
from tests.typeset.model import Block, Document, Section, Table
from tests.typeset.truths import truth

Rules = Literal["horizontal", "three", "zebra", "none"]
#: Name, what is hard about it, family, seed, forms of the tables that stay (all when empty), rulings left.
_SUMMARIES = ("budget_rev_exp_summary", "budget_fiscal_summary")
_CODED = ("budget_expenditure_by_function", "budget_gpb_expenditure_by_function", "budget_revenue_by_function")
_PUBLIC = ("budget_three_public", "final_three_public")
_PROJECTS = ("budget_project_list",)


def only(document: Document, forms: tuple[str, ...]) -> Document:
    """The document with the tables of some forms; prose, contents and cover stay, as none of it is a table."""

    def stays(block: Block) -> bool:
        return not isinstance(block, Table) or (not forms and block.kind == "grid") or block.form in forms

    sections = tuple(replace(s, blocks=tuple(b for b in s.blocks if stays(b))) for s in document.sections)
    return replace(document, sections=tuple(s for s in sections if s.blocks), performance=(), defects=())


def repeating(document: Document, *, repeat: bool, longer: float = 1.0) -> Document:
    """The document with headers printed again on further pages, or not, and with higher rows."""

    def changed(block: Block) -> Block:
        if not isinstance(block, Table):
            return block
        return replace(block, repeat_header=repeat, row_height=block.row_height * longer)

    def section(value: Section) -> Section:
        return replace(value, blocks=tuple(map(changed, value.blocks)))

    return replace(document, sections=tuple(map(section, document.sections)))


def unruled(
    family: str,
    seed: int,
    forms: tuple[str, ...],
    rules: Rules,
    *changes: Callable[[Document], Document],
) -> Callable[[Path], dict[str, Any]]:
    """How to write a document whose tables have some of their rulings."""

    def make(path: Path) -> dict[str, Any]:
        document = only(FAMILIES[family](seed), forms)
        for change in changes:
            document = change(document)
        document = replace(document, style=replace(document.style, rules=rules, doubled=False))
        return truth(document, path.name, canvas_producer.typeset(document, path))

    return make


def _long(document: Document) -> Document:
    return repeating(document, repeat=True, longer=1.5)


def _long_bare(document: Document) -> Document:
    return repeating(document, repeat=False, longer=1.5)


#: Name -> what is hard about it, and how to write it.
UNRULED: tuple[tuple[str, str, Callable[[Path], dict[str, Any]]], ...] = (
    ("unruled-summary", "no rules: income beside spending", unruled("national", 5, _SUMMARIES, "none")),
    ("unruled-summary-lines", "rules between rows: income beside spending",
     unruled("xinjiang", 5, _SUMMARIES, "horizontal")),
    ("unruled-codes", "no rules: three narrow columns of codes", unruled("shanghai", 5, _CODED, "none")),
    ("unruled-codes-numbers", "no rules: codes, column numbers, headers over headers",
     unruled("xinjiang", 2, _CODED, "none")),
    ("unruled-public", "no rules: items with their funds", unruled("xinjiang", 5, _PUBLIC, "none")),
    ("unruled-public-wide", "no rules: one wide row under a high header", unruled("shanghai", 2, _PUBLIC, "none")),
    ("unruled-projects", "no rules: a list of projects", unruled("guangdong", 1, _PROJECTS, "none")),
    ("unruled-three-lines", "three lines: above and below the header and at the end",
     unruled("final", 5, (), "three")),
    ("unruled-shaded", "every other row shaded, no rules", unruled("shanghai", 2, (), "zebra")),
    ("unruled-pages", "no rules, over two pages, header repeated", unruled("shanghai", 5, _CODED, "none", _long)),
    ("unruled-pages-bare", "no rules, over two pages, header not repeated",
     unruled("shanghai", 5, _CODED, "none", _long_bare)),
    ("unruled-lines-pages", "rules between rows, over two pages, header repeated",
     unruled("hunan", 1, _CODED, "horizontal", _long)),
)  # fmt: skip
