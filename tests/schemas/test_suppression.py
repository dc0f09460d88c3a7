"""Rules of suppress.csv: what they take out, and what they never touch."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.records import RECORDS
from schemas.rows import by_column, rows_of
from schemas.suppression import MARK, Suppression, cleaner, read_suppression

ID = "ab" * 32
OTHER = "cd" * 32


def rules(*lines: str) -> Suppression:
    found, problems = read_suppression({"suppress.csv": "\n".join(["document_id,page,pattern,reason", *lines])})
    assert not problems
    return found


def cleaned(
    found: Suppression, document: str, bundle: dict[str, list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    columns = found.clean(document, {name: by_column(rows) for name, rows in bundle.items()})
    return {name: rows_of(held) for name, held in columns.items()}


def test_a_text_goes_wherever_it_stands_on_the_page_over_blanks_and_lines() -> None:
    found = rules(f"{ID},3,某某抚恤,本人要求")
    bundle: dict[str, list[dict[str, Any]]] = {
        "cells": [
            {"text": "某某抚恤金", "printed": "某某\n抚恤金", "role": "label", "page": 3},
            {"text": "某某抚恤金", "printed": "某某抚恤金", "role": "label", "page": 4},
        ],
        "paragraphs": [{"paragraph_id": "p", "text": "用于某某 抚恤。", "page_first": 2, "page_last": 3}],
        "claims": [{"paragraph_id": "p", "sentence": "用于某某抚恤。", "subject": "某某抚恤", "page": 3}],
        "unparsed": [{"paragraph_id": "p", "sentence": "某某抚恤。", "reason": "template"}],
    }
    clean = cleaned(found, ID, bundle)
    assert [row["text"] for row in clean["cells"]] == [f"{MARK}金", "某某抚恤金"]
    assert clean["cells"][0]["printed"] == f"{MARK}金"
    assert clean["paragraphs"][0]["text"] == f"用于{MARK}。"
    assert clean["claims"][0]["subject"] == MARK
    assert clean["unparsed"][0]["sentence"] == f"{MARK}。"


def test_figures_codes_and_ids_stay() -> None:
    found = rules(f"{ID},,12345,误", f"{ID},,2010601,误", f"{ID},,财政,误")
    bundle: dict[str, list[dict[str, Any]]] = {
        "cells": [
            {"text": "12345", "printed": "12345", "role": "amount", "page": 1},
            {"text": "2010601", "printed": "2010601", "role": "code", "page": 1},
        ],
        "amounts": [{"printed": "12345", "functional_code": "2010601", "row_label": "财政事务", "page": 1}],
    }
    clean = cleaned(found, ID, bundle)
    assert [row["text"] for row in clean["cells"]] == ["12345", "2010601"]
    assert clean["amounts"][0] == {
        "printed": "12345",
        "functional_code": "2010601",
        "row_label": f"{MARK}事务",
        "page": 1,
    }


def test_other_documents_stay() -> None:
    bundle: dict[str, list[dict[str, Any]]] = {"paragraphs": [{"paragraph_id": "p", "text": "某某抚恤"}]}
    clean = cleaned(rules(f"{ID},,某某抚恤,本人要求"), OTHER, bundle)
    assert clean["paragraphs"][0]["text"] == "某某抚恤"


def test_a_regular_expression_behind_its_mark() -> None:
    bundle: dict[str, list[dict[str, Any]]] = {"paragraphs": [{"paragraph_id": "p", "text": "甲号车、乙号车"}]}
    clean = cleaned(rules(f"{ID},,re:[甲乙]号,车牌"), ID, bundle)
    assert clean["paragraphs"][0]["text"] == f"{MARK}车、{MARK}车"


def test_rules_change_the_recipe_of_their_document_alone() -> None:
    found, current = rules(f"{ID},,某某抚恤,本人要求"), "0" * 32
    assert found.recipe(OTHER, current) == current
    changed = found.recipe(ID, current)
    assert changed != current and len(changed) == len(current)
    assert rules(f"{ID},,某某抚恤,另一理由").recipe(ID, current) == changed
    assert rules(f"{ID},2,某某抚恤,本人要求").recipe(ID, current) != changed


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("zz,1,某某抚恤,误", "document_id"),
        (f"{ID},一,某某抚恤,误", "page"),
        (f"{ID},1,某,误", "pattern"),
        (f"{ID},1,re:[,误", "pattern"),
        (f"{ID},1,re:x*,误", "pattern"),
    ],
)
def test_wrong_lines_are_told_by_number_and_never_quoted(line: str, said: str) -> None:
    found, problems = read_suppression({"suppress.csv": f"document_id,page,pattern,reason\n{line}"})
    assert not found.rules
    (problem,) = problems
    assert problem.startswith(f"suppress.csv:2: {said}")
    assert "某" not in problem


def test_rows_of_an_export_are_cleaned_in_the_order_of_their_columns() -> None:
    record = RECORDS["paragraphs"]
    names = [column.name for column in record.columns]
    clean = cleaner(record, rules(f"{ID},,某某抚恤,本人要求"))
    assert clean is not None
    values = [ID if name == "document_id" else "某某抚恤" if name == "text" else None for name in names]
    assert clean(values)[names.index("text")] == MARK
    assert cleaner(record, Suppression()) is None
