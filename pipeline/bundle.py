"""Bundles from a child, untrusted until `schemas` has checked them and they prove to be the document asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pipeline.errors import Code
from schemas.records import BUNDLED, RECORDS, RecordError, checked
from schemas.rows import Columns, by_column, count_of, rows_of

#: Columns by record.
Bundle = dict[str, Columns]

PAGE_STATUS: Final[Mapping[Code, str]] = {Code.TIMEOUT: "timeout"}  # all else: crashed


class BundleError(Exception):
    """What came is no bundle of this document; the message names record and column, never a value."""


class Intake:
    """Gathers what one document yields as it comes.

    Args:
        document_id: of which every row must be.
        file_name: likewise, where a row has one.
    """

    def __init__(self, document_id: str, file_name: str) -> None:
        self._document_id = document_id
        self._file_name = file_name
        self._held: dict[str, dict[str, list[Any]]] = {name: {} for name in BUNDLED}

    def add(self, record: object, columns: object) -> None:
        """Take in some rows of one record, by column.

        Raises:
            BundleError: an unknown record, or something else than columns of one length.
        """
        if not isinstance(record, str) or record not in self._held:
            raise BundleError("unknown record")
        if not isinstance(columns, dict) or not all(isinstance(values, list) for values in columns.values()):
            raise BundleError(f"{record}: not columns")
        # Before they are kept: each would be filled up to the length of the others.
        if not columns.keys() <= {column.name for column in RECORDS[record].columns}:
            raise BundleError(f"{record}: unknown column")
        if len(set(map(len, columns.values()))) > 1:
            raise BundleError(f"{record}: columns are not of one length")
        held = self._held[record]
        before, more = count_of(held), count_of(columns)
        for name in held.keys() - columns.keys():
            held[name] += [None] * more
        for name, values in columns.items():
            held.setdefault(name, [None] * before).extend(values)

    def finish(self) -> Bundle:
        """Give out the whole bundle, checked.

        Raises:
            BundleError: rows that do not fit their record, each other, or the document.
        """
        try:
            found = checked(self._held)
        except RecordError as error:
            raise BundleError(str(error)) from error
        if found.document_id != self._document_id:
            raise BundleError("documents: another document's")
        for record, columns in self._held.items():
            if not set(columns.get("file_name", ())) <= {self._file_name}:
                raise BundleError(f"{record}: another file's name")
        return {**found.columns}


def mark_pages(bundle: Bundle, given_up: Mapping[int, Code]) -> None:
    """Write pages that were given up into their rows, and make the document `partial`.

    Args:
        bundle: changed in place.
        given_up: page number to the code it failed with.
    """
    if not given_up:
        return
    (document,) = rows_of(bundle["documents"])
    bundle["documents"] = by_column([{**document, "status": "partial"}])
    rows = {row["page"]: row for row in rows_of(bundle["pages"])}
    for page, code in given_up.items():
        row = rows.setdefault(page, {"document_id": document["document_id"], "page": page})
        row["status"] = PAGE_STATUS.get(code, "crashed")
    bundle["pages"] = by_column(list(rows.values()))
