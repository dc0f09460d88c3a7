"""Patience with one document: a page that breaks the child twice is left out, and the rest is read."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Final

from pipeline.bundle import Bundle, mark_pages
from pipeline.child import Broken, Child, Done, OnPage, Refused, Request
from pipeline.errors import Code
from schemas.rows import count_of

TRIES: Final = 2
MAX_PAGES_GIVEN_UP: Final = 8
TOTAL_SECONDS: Final = 1800.0  # after which no further attempt is begun


@dataclass(frozen=True, slots=True)
class PageFailure:
    """A page that was given up: number from 1, code, message with remedy."""

    page: int
    code: Code
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that was read, perhaps without some pages; `max_rss` in bytes."""

    bundle: Bundle
    given_up: tuple[PageFailure, ...]
    max_rss: int


def read(child: Child, request: Request, on_page: OnPage | None = None) -> Reading | Refused:
    """Read a document, again without the pages that break the child.

    Args:
        child: where it is read.
        request: the document.
        on_page: called with the page begun and the number of pages.

    Returns:
        Its checked bundle, or why there is none.

    Raises:
        Stopped: the run was interrupted.
        ChildUnavailable: no child can be started.
    """
    given_up: dict[int, PageFailure] = {}
    broken: dict[int, int] = {}
    deadline = time.monotonic() + TOTAL_SECONDS
    while True:
        outcome = child.read(replace(request, skip_pages=frozenset(given_up)), on_page)
        if isinstance(outcome, Refused):
            return outcome
        if isinstance(outcome, Done):
            pages = tuple(given_up[page] for page in sorted(given_up))
            if pages and len(pages) >= count_of(outcome.bundle["pages"]):
                return Refused(pages[0].code, pages[0].message)  # nothing of it could be read
            mark_pages(outcome.bundle, {failure.page: failure.code for failure in pages})
            return Reading(outcome.bundle, pages, outcome.max_rss)
        broken[outcome.page] = broken.get(outcome.page, 0) + 1
        if outcome.certain or broken[outcome.page] >= TRIES:
            if _is_hopeless(outcome, given_up):
                return Refused(outcome.code, outcome.message)
            given_up[outcome.page] = PageFailure(outcome.page, outcome.code, outcome.message)
        if time.monotonic() > deadline:
            return Refused(outcome.code, outcome.message)


def _is_hopeless(outcome: Broken, given_up: dict[int, PageFailure]) -> bool:
    """Whether leaving out the page would not help: it is no page, it is left out already, or there are too many."""
    return outcome.page == 0 or outcome.page in given_up or len(given_up) >= MAX_PAGES_GIVEN_UP
