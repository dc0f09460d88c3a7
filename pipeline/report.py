"""What a run prints: a progress bar or plain lines, then the failures and the summary table."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from pipeline.ingest import Report, standing_failures
from pipeline.messages import Text
from warehouse.store import Failure, Summary, Warehouse

FAILURES_SHOWN: Final = 30
_CHECKS: Final = (
    ("exact", Text("核对：完全相符", "checks: exact")),
    ("within_rounding", Text("核对：尾差之内", "checks: within rounding")),
    ("violated", Text("核对：不相符", "checks: violated")),
)


class RunProgress:
    """Tells how a run goes on: a bar on a terminal, a line for each document elsewhere.

    Args:
        console: where; standard error, so that output can be piped.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[at]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None
        self._lock = threading.Lock()
        self._done = 0
        self._todo = 0

    def __enter__(self) -> RunProgress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def begin(self, todo: int, known: int) -> None:
        """Say how much there is to do."""
        self._todo = todo
        text = Text("待读 {todo} 个文件，已在库中 {known} 个", "{todo} documents to read, {known} known")
        self._console.print(text.say(todo=todo, known=known), highlight=False)
        if todo:
            self._task = self._bar.add_task(Text("读取", "reading").say(), total=todo, at="")

    def page(self, file_name: str, page: int, count: int) -> None:
        """Show the page at hand."""
        if self._task is not None and page:
            self._bar.update(self._task, at=escape(f"{file_name} {page}/{count}"))

    def done(self, file_name: str, failures: Sequence[Failure]) -> None:
        """Count a document."""
        self._done += 1
        if self._task is not None:
            self._bar.advance(self._task)
        if not self._console.is_terminal:
            codes = ", ".join(dict.fromkeys(failure.code for failure in failures)) or "ok"
            self._print(f"[{self._done}/{self._todo}] {file_name}: {codes}")

    def _print(self, line: str) -> None:
        with self._lock:
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)


def print_report(console: Console, errors: Console, report: Report) -> None:
    """Print what a run did.

    Args:
        console: for the summary table.
        errors: for failures and warnings.
        report: of the run.
    """
    for warning in report.warnings:
        errors.print(warning, markup=False, highlight=False, soft_wrap=True)
    print_failures(errors, report.failures)
    if report.others or report.skipped:
        counts = [f"{suffix or Text('无后缀', 'no suffix').say()} {count}" for suffix, count in report.others.items()]
        if report.skipped:
            counts.append(Text("隐藏或未下载完 {n}", "hidden or part-downloaded {n}").say(n=report.skipped))
        left = Text("不是 PDF，未读取：", "not PDF, left alone: ").say()
        errors.print(left + ", ".join(counts), markup=False, highlight=False, soft_wrap=True)
    if report.interrupted:
        text = Text("已中断；再次运行即从此处继续", "interrupted; the next run goes on from here")
        errors.print(text.say(), highlight=False)
    console.print(_table(report))


def print_failures(console: Console, failures: Sequence[Failure]) -> None:
    """One line for each file or page that failed, with the remedy."""
    for failure in failures[:FAILURES_SHOWN]:
        page = f" p.{failure.page}" if failure.page else ""
        line = f"{failure.inbox}/{failure.file_name}{page}: {failure.code}: {failure.message}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if len(failures) > FAILURES_SHOWN:
        text = Text("……另有 {n} 条，见 failures 表", "… and {n} more in the table failures")
        console.print(text.say(n=len(failures) - FAILURES_SHOWN), highlight=False)


def _table(report: Report) -> Table:
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    run = Text("本次读入 {loaded}，已知 {known}", "read now {loaded}, known {known}")
    table.add_row(Text("收件夹中的文件", "documents in the inbox").say(), f"{report.found:,}")
    table.add_row("", run.say(loaded=report.loaded, known=report.known))
    if report.summary is not None:
        for label, value in summary_rows(report.summary):
            table.add_row(label, value)
    table.add_row(Text("用时（秒）", "seconds").say(), f"{report.seconds:.1f}")
    return table


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


def print_status(console: Console, warehouse: Warehouse) -> None:
    """Print what a warehouse holds: counts, inboxes, failures by code and one by one."""
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for label, value in summary_rows(warehouse.summary()):
        table.add_row(label, value)
    _, ((again,),) = warehouse.query(_READ_AGAIN)
    table.add_row(Text("另法重读的页（见 readings）", "pages read again (readings)").say(), f"{again:,}")
    console.print(table)
    _, inboxes = warehouse.query(
        "SELECT inbox, count(*), sum(CASE WHEN present THEN 1 ELSE 0 END) FROM document_names GROUP BY inbox ORDER BY 1"
    )
    for inbox, count, present in inboxes:
        text = Text("{label}：{count} 个文件名，{present} 个仍在", "{label}: {count} names, {present} present")
        console.print(text.say(label=inbox, count=count, present=present), markup=False, highlight=False)
    print_failures(console, standing_failures(warehouse))
