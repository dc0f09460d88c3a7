"""What a warehouse holds, as `mingzhang status` and the end of a run print it; light to import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

from rich.console import Console
from rich.table import Table

from pipeline.messages import Text
from warehouse.glance import FAILURES, INBOXES, Glance
from warehouse.summing import Summary

FAILURES_SHOWN: Final = 30
_CHECKS: Final = (
    ("exact", Text("核对：完全相符", "checks: exact")),
    ("within_rounding", Text("核对：尾差之内", "checks: within rounding")),
    ("violated", Text("核对：不相符", "checks: violated")),
)


class Failed(Protocol):
    """A failure as it is printed: where, what, and the remedy."""

    @property
    def inbox(self) -> str:
        """Label of the inbox."""

    @property
    def file_name(self) -> str:
        """Relative to it."""

    @property
    def page(self) -> int | None:
        """From 1; None for the whole file."""

    @property
    def code(self) -> str:
        """One of the contract's codes."""

    @property
    def message(self) -> str:
        """What happened, and the remedy."""


def print_failures(console: Console, failures: Sequence[Failed]) -> None:
    """One line for each file or page that failed, with the remedy."""
    for failure in failures[:FAILURES_SHOWN]:
        page = f" p.{failure.page}" if failure.page else ""
        line = f"{failure.inbox}/{failure.file_name}{page}: {failure.code}: {failure.message}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if len(failures) > FAILURES_SHOWN:
        text = Text("……另有 {n} 条，见 failures 表", "… and {n} more in the table failures")
        console.print(text.say(n=len(failures) - FAILURES_SHOWN), highlight=False)


def summary_rows(summary: Summary) -> list[tuple[str, str]]:
    """What stands in the warehouse, as labels and figures."""
    share = summary.proven_share
    proven = "–" if share is None else f"{share:.1%}"
    return [
        (Text("库中文件", "documents").say(), f"{summary.documents:,}"),
        (Text("页", "pages").say(), f"{summary.pages:,}"),
        (Text("表格", "tables").say(), f"{summary.tables:,}"),
        (Text("其中认出表式", "of them of a known form").say(), f"{summary.recognised:,}"),
        (Text("未用上的格（见 unplaced_reason）", "cells not used (unplaced_reason)").say(), f"{summary.unplaced:,}"),
        (Text("金额", "amounts").say(), f"{summary.amounts:,}"),
        (Text("其中印出且不为 0", "of them printed, not 0").say(), f"{summary.printed:,}"),
        (Text("其中已证实", "share of these proven").say(), proven),
        *((text.say(), f"{summary.checks.get(status, 0):,}") for status, text in _CHECKS),
        (Text("失败", "failures").say(), f"{summary.failures:,}"),
    ]


_READ_AGAIN: Final = (
    "SELECT coalesce(sum(page_last - page_first + 1), 0) FROM tables"
    " WHERE table_id IN (SELECT table_id FROM readings WHERE NOT chosen)"
)


class Holding(Protocol):
    """A warehouse that is open."""

    safe_url: str

    def summary(self) -> Summary:
        """Count what stands in it."""

    def query(self, sql: str) -> tuple[Sequence[str], Sequence[tuple[object, ...]]]:
        """Answer a question of our own."""


def seen(warehouse: Holding) -> Glance:
    """Return what stands in a warehouse that is open."""
    inboxes, failures = (warehouse.query(sql)[1] for sql in (INBOXES, FAILURES))
    return Glance(warehouse.safe_url, warehouse.summary(), inboxes, failures)


class _Failure:
    """A failure out of a row of `FAILURES`."""

    def __init__(self, row: Sequence[Any]) -> None:
        self.inbox, self.file_name, self.page, self.code, self.message = row


def print_status(console: Console, held: Glance) -> None:
    """Print what a warehouse holds: counts, inboxes, failures by code and one by one."""
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for label, value in summary_rows(held.summary):
        table.add_row(label, value)
    console.print(table)
    for inbox, count, present in held.inboxes:
        text = Text("{label}：{count} 个文件名，{present} 个仍在", "{label}: {count} names, {present} present")
        console.print(text.say(label=inbox, count=count, present=present), markup=False, highlight=False)
    print_failures(console, [_Failure(row) for row in held.failures])
