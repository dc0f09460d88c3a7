"""Bundles from a child, untrusted until `schemas` has checked them and they prove to be the document asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.errors import Code
from schemas.records import BUNDLED, RecordError, check_bundle

Bundle = dict[str, list[dict[str, object]]]

PAGE_STATUS: Final[Mapping[Code, str]] = {Code.TIMEOUT: "timeout"}  # all else: crashed


class BundleError(Exception):
    """What came is no bundle of this document; the message names record and column, never a value."""


class Intake:
    """Gathers the rows of one document as they come.

    Args:
        document_id: of which every row must be.
        file_name: likewise, where a row has one.
    """

    def __init__(self, document_id: str, file_name: str) -> None:
        self._document_id = document_id
        self._file_name = file_name
        self._bundle: Bundle = {name: [] for name in BUNDLED}

    def add(self, record: object, rows: object) -> None:
        """Take in some rows of one record.

        Raises:
            BundleError: an unknown record, or something else than rows.
        """
        if not isinstance(record, str) or record not in self._bundle:
            raise BundleError("unknown record")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise BundleError(f"{record}: not a list of rows")
        self._bundle[record] += rows

    def finish(self) -> Bundle:
        """Give out the whole bundle, checked.

        Raises:
            BundleError: rows that do not fit their record, each other, or the document.
        """
        try:
            document_id = check_bundle(self._bundle)
        except RecordError as error:
            raise BundleError(str(error)) from error
        if document_id != self._document_id:
            raise BundleError("documents: another document's")
        for record, rows in self._bundle.items():
            if any(row.get("file_name", self._file_name) != self._file_name for row in rows):
                raise BundleError(f"{record}: another file's name")
        return self._bundle


def mark_pages(bundle: Bundle, given_up: Mapping[int, Code]) -> None:
    """Write pages that were given up into their rows, and make the document `partial`.

    Args:
        bundle: changed in place.
        given_up: page number to the code it failed with.
    """
    if not given_up:
        return
    (document,) = bundle["documents"]
    document["status"] = "partial"
    rows = {row["page"]: row for row in bundle["pages"]}
    for page, code in given_up.items():
        row = rows.setdefault(page, {"document_id": document["document_id"], "page": page})
        row["status"] = PAGE_STATUS.get(code, "crashed")
    bundle["pages"] = list(rows.values())
