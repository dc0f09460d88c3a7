"""What can go wrong with a document, and what the command's exit says about a run."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Code(StrEnum):
    """Why a file or a page failed: the codes of the `failures` table."""

    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    NOT_A_PDF = "not_a_pdf"
    HTML_PAGE = "html_page"
    OFFICE_FILE = "office_file"
    ARCHIVE = "archive"
    EMPTY_FILE = "empty_file"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    NO_TEXT = "no_text"
    NO_TABLES = "no_tables"
    UNKNOWN_LAYOUT = "unknown_layout"


class ExitCode(IntEnum):
    """Exit codes of `mingzhang`."""

    OK = 0
    ERROR = 1
    USAGE = 2
    SOME_FAILED = 3
    WAREHOUSE = 4
    INTERRUPTED = 130


class DocumentError(Exception):
    """A document that cannot be read; raised in the child, recorded by the parent.

    Args:
        code: one of `Code`.
        message: what happened, in Chinese and English; empty for the usual text. Never text of the document.
    """

    def __init__(self, code: str, message: str = "") -> None:
        self.code = Code(code)
        self.message = message
        super().__init__(self.code.value, message)


class PageError(DocumentError):
    """A page that cannot be read, though the rest of the document can; raised in the child while at that page."""


class UsageError(Exception):
    """The command was asked for something that cannot be done; the message names the remedy."""
