"""The records against the contract they define."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schemas.columns import TYPES
from schemas.dictionary import render
from schemas.records import BUNDLED, RECORDS

ROOT = Path(__file__).parents[2]
CONTRACT = ROOT.parent / "shared" / "contract.md"


def contract_columns() -> dict[str, list[str]]:
    """Read the columns of every table out of the contract's prose."""
    text = CONTRACT.read_text(encoding="utf-8").split("## Tables")[1].split("\n## ")[0]
    tables: dict[str, list[str]] = {}
    for start in re.finditer(r"\*\*(\w+)\*\* · ", text):
        said = re.split(r"\*\*\w+\*\* · |\n- ", text[start.end() :])[0]
        said = re.split(r"\. (?=[A-Z])|\.\s*$", said)[0]
        while re.search(r"\([^()]*\)", said):
            said = re.sub(r"\([^()]*\)", "", said)
        names = re.findall(r"\b[a-z][a-z0-9_]*\b", re.sub(r"`[^`]*`", "", said))
        tables[start[1]] = names
    return tables


@pytest.mark.skipif(not CONTRACT.exists(), reason="needs ../shared/contract.md")
def test_every_table_of_the_contract_has_its_columns_in_order() -> None:
    printed = contract_columns()
    assert list(printed) == list(RECORDS)
    for name, columns in printed.items():
        assert [column.name for column in RECORDS[name].columns] == columns, name


@pytest.mark.skipif(not CONTRACT.exists(), reason="needs ../shared/contract.md")
def test_every_word_of_a_closed_list_stands_in_the_contract() -> None:
    words = set(re.findall(r"`([^`]+)`", CONTRACT.read_text(encoding="utf-8")))
    # `reserve` (单位预留机动经费) came after the contract was written.
    own = {"元", "万元", "亿元", "reserve"}
    for record in RECORDS.values():
        for column in record.columns:
            assert set(column.values or ()) <= words | own, f"{record.name}.{column.name}"


def test_records_hang_together() -> None:
    for record in RECORDS.values():
        names = [column.name for column in record.columns]
        assert len(set(names)) == len(names)
        assert set(record.primary_key) <= set(names)
        assert not any(record.column(name).nullable for name in record.primary_key)
        for column in record.columns:
            assert column.type in TYPES
            assert column.zh and column.en
            if column.source is not None:
                parent, name = column.source.split(".")
                assert RECORDS[parent].column(name).type == column.type
            if column.fen is not None:
                assert record.column(column.fen).type == "int"
        if record.parent is not None:
            order = list(RECORDS)
            assert order.index(record.parent) < order.index(record.name), "parents are written first"


def test_bundles_hold_what_a_document_yields_by_itself() -> None:
    assert " ".join(BUNDLED) == (
        "documents pages disclosures tables readings cells amounts paragraphs claims indicators checks check_operands"
        " completeness unparsed"
    )


def test_dictionary_is_current() -> None:
    kept = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert kept == render(), "run: python -m schemas.dictionary > docs/data-dictionary.md"
