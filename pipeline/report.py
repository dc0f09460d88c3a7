"""What a run prints: a progress bar or plain lines, then the failures and the summary table."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from pipeline.ingest import Report
from pipeline.messages import Text
from pipeline.status import print_failures, summary_rows
from warehouse.store import Failure


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
