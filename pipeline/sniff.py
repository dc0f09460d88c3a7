"""What a file is by its first bytes: a PDF, or one of the things that get saved under the name of a PDF."""

from __future__ import annotations

from typing import Final

from pipeline.errors import Code

HEAD: Final = 1024  # bytes in which a PDF must say that it is one

_PDF: Final = b"%PDF-"
_JUNK: Final = b"\xef\xbb\xbf\x00 \t\r\n\x0c"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF: Final = b"{\\rtf"
_ZIPPED_OFFICE: Final = (
    b"[Content_Types].xml",
    b"mimetypeapplication/",
    b"word/",
    b"xl/",
    b"ppt/",
    b"_rels/",
    b"OFD.xml",
)
_ARCHIVES: Final = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_HTML: Final = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<meta", b"<?xml", b"<!--")


def sniff(head: bytes) -> Code | None:
    """Say what a file is.

    Args:
        head: its first `HEAD` bytes.

    Returns:
        None for a PDF, else the code it fails with when its name says that it is one.
    """
    if not head:
        return Code.EMPTY_FILE
    if starts_as_pdf(head):
        return None
    if head.startswith((_OLE, _RTF)):
        return Code.OFFICE_FILE
    if head.startswith(_ARCHIVES):
        return Code.OFFICE_FILE if any(mark in head for mark in _ZIPPED_OFFICE) else Code.ARCHIVE
    if head.lstrip(_JUNK)[:16].lower().startswith(_HTML):
        return Code.HTML_PAGE
    return None if _PDF in head else Code.NOT_A_PDF


def starts_as_pdf(head: bytes) -> bool:
    """Whether the very first thing in it is a PDF header: what a file without the suffix must show."""
    return head.lstrip(_JUNK).startswith(_PDF)
