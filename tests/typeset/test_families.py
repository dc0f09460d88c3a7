"""Families described as data: what the pipeline reads is what their truth says, figure by figure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.explain import explained
from pipeline.normalize.model import Figure, NormalTable
from schemas.forms import catalogue
from tests.typeset.make import DESCRIBED, make

#: Dimensions that the truth of a figure can name beside its codes.
DIMS = ("flow", "fund", "origin", "nature", "phase", "comparison")


def yuan(figure: Figure) -> str | None:
    return None if figure.fen is None else f"{figure.fen // 100}.{figure.fen % 100:02d}"


def code_of(figure: Figure, *, economic: bool) -> str | None:
    found = figure.column.economic or figure.row.economic
    if economic and found is not None:
        return found[0]
    return figure.row.code if (figure.row.list != "functional") == economic else None


def wrong(table: NormalTable, told: Mapping[str, Any]) -> list[str]:
    """What of a table's truth was read otherwise, and what was read that the truth does not have."""
    read = {(f.cell.row, f.cell.col): f for f in table.figures if f.fen is not None}
    places = {(fact["row"], fact["col"]) for fact in told["facts"]}
    found = [f"{told['title']}: {place} extra" for place, f in read.items() if place not in places and f.fen]
    for fact in told["facts"]:
        figure = read.get((fact["row"], fact["col"]))
        if figure is None or yuan(figure) != fact["amount_yuan"].replace("--", "-"):
            found.append(f"{told['title']}: {fact['row_label']} {fact['column_path']} {fact['amount_yuan']} missed")
            continue
        dims = {k: v for k, v in (fact.get("dims") or {}).items() if k in DIMS}
        read_dims = {k: figure.dims.get(k) for k in dims}
        codes = (code_of(figure, economic=False), code_of(figure, economic=True))
        if read_dims != dims or codes != (fact["functional_code"], fact["economic_code"]):
            found.append(f"{told['title']}: {fact['row_label']} {fact['column_path']}: {read_dims} {codes} for {dims}")
    return found


@pytest.mark.parametrize("untitled", [False, True])
@pytest.mark.parametrize("family", DESCRIBED)
def test_every_figure_of_a_described_family_is_read_with_its_meaning(
    tmp_path: Path, family: str, untitled: bool
) -> None:
    pdf, truth = make(tmp_path, family, 1, "canvas", untitled=untitled)
    told = json.loads(truth.read_text(encoding="utf-8"))
    tables = [table for table, _, _ in explained(pdf)]
    assert len(tables) == len(told["tables"])
    forms = [
        (table.form.id if table.form else None, wanted["form"])
        for table, wanted in zip(tables, told["tables"], strict=True)
    ]
    if untitled:
        # Without its title a table may stay unknown, but is never taken for another.
        assert all(found in (None, wanted) for found, wanted in forms)
        return
    assert all(found == wanted for found, wanted in forms if wanted)
    assert [line for table, wanted in zip(tables, told["tables"], strict=True) for line in wrong(table, wanted)] == []


def test_described_families_name_forms_of_the_catalogue() -> None:
    assert DESCRIBED
    for build in DESCRIBED.values():
        document = build(2)
        assert all(table.form in ("", *catalogue()) for table in document.tables())
