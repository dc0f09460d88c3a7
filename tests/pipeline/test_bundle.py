"""What a child sends, gathered."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.bundle import BundleError, Intake
from schemas.rows import rows_of

ID = "ab" * 32
DOCUMENT: dict[str, list[Any]] = {
    "document_id": [ID],
    "file_bytes": [1],
    "page_count": [1],
    "text_layer": ["text"],
    "status": ["loaded"],
}


def intake() -> Intake:
    made = Intake(ID, "a.pdf")
    made.add("documents", DOCUMENT)
    return made


def page(number: int, **more: list[Any]) -> dict[str, list[Any]]:
    return {"document_id": [ID], "page": [number], "status": ["read"], **more}


def test_parts_are_joined_and_what_one_leaves_out_is_nothing() -> None:
    made = intake()
    made.add("pages", page(1))
    made.add("pages", page(2, width=[595.0]))
    made.add("pages", page(3))
    assert [(row["page"], row["width"]) for row in rows_of(made.finish()["pages"])] == [
        (1, None),
        (2, 595.0),
        (3, None),
    ]


@pytest.mark.parametrize(
    ("record", "columns"),
    [
        ("passwords", page(1)),
        (["pages"], page(1)),
        ("pages", [page(1)]),
        ("pages", {"page": "1"}),
        ("pages", {**page(1), "page": [1, 2]}),
        # Each would be filled up to the length of the others.
        ("pages", {f"{number}": [] for number in range(1000)}),
    ],
)
def test_what_is_no_part_of_a_bundle_is_refused_as_it_comes(record: Any, columns: Any) -> None:
    with pytest.raises(BundleError):
        intake().add(record, columns)


@pytest.mark.parametrize(
    ("record", "columns"),
    [
        ("pages", {**page(1), "document_id": ["cd" * 32]}),
        ("pages", {**page(1), "width": [[1]]}),
        ("documents", {**DOCUMENT, "document_id": ["cd" * 32]}),
        ("documents", {**DOCUMENT, "file_name": ["b.pdf"]}),
    ],
)
def test_what_is_not_of_the_document_is_refused_at_the_end(record: str, columns: dict[str, list[Any]]) -> None:
    made = Intake(ID, "a.pdf")
    made.add(record, columns)
    if record != "documents":
        made.add("documents", DOCUMENT)
    with pytest.raises(BundleError):
        made.finish()
