"""A run: look into the inboxes, read what is not known, load it, say what became of it."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter, deque
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from pipeline import inbox, messages, recipe
from pipeline.child import Child, Limits, Refused, Request
from pipeline.errors import Code
from pipeline.link.run import link
from pipeline.place import placed, told_region, unplaced
from pipeline.reading import Reading, read
from pipeline.suppress import suppression
from schemas.classification import classification
from schemas.records import RecordError
from schemas.suppression import Suppression
from warehouse.store import Failure, Name, Summary, Warehouse

AHEAD: Final = 2  # documents begun for each worker: enough to keep it busy while one is loaded, few to hold in memory


@dataclass(frozen=True, slots=True)
class Document:
    """One PDF to read, under all its names in this run."""

    document_id: str
    path: str
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document before loading."""

    document: Document
    started_at: datetime
    outcome: Reading | Refused


@dataclass(slots=True)
class Report:
    """What a run did, and what the warehouse holds after it."""

    found: int = 0  # documents in the inboxes
    known: int = 0
    loaded: int = 0
    partial: int = 0
    failures: list[Failure] = field(default_factory=list)  # of this run's files, earlier ones of known documents too
    others: Counter[str] = field(default_factory=Counter)
    skipped: int = 0
    warnings: list[str] = field(default_factory=list)
    interrupted: bool = False
    seconds: float = 0.0
    summary: Summary | None = None


class Progress(Protocol):
    """Who is told how a run goes on; called from one thread, except `page`."""

    def begin(self, todo: int, known: int) -> None:
        """Reading begins."""

    def page(self, file_name: str, page: int, count: int) -> None:
        """A page is begun; page 0 is the document as a whole. Called from the threads of the workers."""

    def done(self, file_name: str, failures: Sequence[Failure]) -> None:
        """A document is loaded, or has failed."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What changes a document's result: the recipe, and what people asked to be taken out."""

    current: str
    suppressed: Suppression

    def recipe(self, document_id: str) -> str:
        """Return what the document is read with."""
        return self.suppressed.recipe(document_id, self.current)


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is done; nothing here but `suppress` (a path) changes what a document yields."""

    workers: int | None = None
    label: str | None = None
    limits: Limits = field(default_factory=Limits)
    worker: str = "pipeline.worker"
    suppress: str | None = None


def ingest(
    paths: Sequence[str | Path], warehouse: Warehouse, progress: Progress, options: Options | None = None
) -> Report:
    """Bring inboxes into a warehouse.

    Args:
        paths: folders or single files.
        warehouse: open for writing.
        progress: told how it goes on.
        options: workers, label, limits.

    Returns:
        The report; when interrupted, of what was done until then.

    Raises:
        UsageError: a path does not exist.
        WarehouseError: the warehouse cannot be written.
        ChildUnavailable: no child can be started.
    """
    began = time.monotonic()
    options = options or Options()
    report = Report()
    try:
        _run(paths, warehouse, progress, options, report)
    except KeyboardInterrupt:
        report.interrupted = True
    report.summary = warehouse.summary()
    report.seconds = time.monotonic() - began
    return report


def _run(
    paths: Sequence[str | Path], warehouse: Warehouse, progress: Progress, options: Options, report: Report
) -> None:
    inboxes = inbox.discover(paths, options.label)
    for box in inboxes:
        report.others.update(box.others)
        report.skipped += box.skipped
        report.warnings += [f"{box.label}/{warning}" for warning in box.warnings]
        warehouse.sync_names(box.label, _names(box), whole=box.whole)
        _fail(warehouse, report, [_failure(box.label, problem) for problem in box.problems])
    documents = _documents(inboxes)
    known, standing = warehouse.known(), standing_failures(warehouse)
    suppressed, problems = suppression(options.suppress, [box.root for box in inboxes])
    report.warnings += problems
    rules = Rules(recipe.current(), suppressed)
    # The manifest may have learnt where a document is from.
    nowhere = unplaced(warehouse)
    todo = [
        document
        for document in documents
        if known.get(document.document_id) != rules.recipe(document.document_id)
        or not _is_clear(document, standing)
        or (document.document_id in nowhere and told_region(document.names) is not None)
    ]
    report.found, report.known = len(documents), len(documents) - len(todo)
    left = {document.document_id for document in documents} - {document.document_id for document in todo}
    report.failures += [failure for failure in standing if failure.document_id in left]
    progress.begin(len(todo), report.known)
    if todo:
        warehouse.write_classifications(classification().rows())
    with closing(_read_all(todo, options, progress)) as results:
        for result in results:
            failures = _load(warehouse, result, rules, report)
            progress.done(result.document.names[0].file_name, failures)
    link(warehouse)


def _names(box: inbox.Inbox) -> list[Name]:
    failed = [Name(box.label, problem.name, None) for problem in box.problems]
    return failed + [Name(box.label, found.name, found.document_id, **found.source) for found in box.files]


def _failure(label: str, problem: inbox.Problem) -> Failure:
    return Failure(label, problem.name, problem.code.value, problem.message)


def _documents(inboxes: Sequence[inbox.Inbox]) -> list[Document]:
    """One for each hash, the large ones first so that no worker is left alone with one at the end."""
    found: dict[str, list[tuple[inbox.Found, Name]]] = {}
    for box in inboxes:
        for file in box.files:
            name = Name(box.label, file.name, file.document_id, **file.source)
            found.setdefault(file.document_id, []).append((file, name))
    by_size = sorted(found.items(), key=lambda item: (-item[1][0][0].size, item[0]))
    return [Document(key, files[0][0].path, tuple(name for _, name in files)) for key, files in by_size]


def standing_failures(warehouse: Warehouse) -> list[Failure]:
    """Failures that earlier runs have recorded."""
    columns = "inbox, file_name, code, message, document_id, page"
    _, rows = warehouse.query(f"SELECT {columns} FROM failures ORDER BY inbox, file_name, page, code")  # noqa: S608
    return [Failure(*row) for row in rows]  # type: ignore[arg-type]


def _is_clear(document: Document, standing: Sequence[Failure]) -> bool:
    """Whether nothing but pages of this very document stands against its names; else loading it again clears that."""
    names = {(name.inbox, name.file_name) for name in document.names}
    against = [failure for failure in standing if (failure.inbox, failure.file_name) in names]
    return all(failure.page is not None and failure.document_id == document.document_id for failure in against)


def _read_all(todo: Sequence[Document], options: Options, progress: Progress) -> Generator[Result, None, None]:
    """Read documents in parallel, each thread with its own child; few at a time, so that results do not pile up."""
    if not todo:
        return
    workers = min(options.workers or available_cpus(), len(todo))
    stop = threading.Event()
    own = threading.local()
    children: list[Child] = []

    def one(document: Document) -> Result:
        if not hasattr(own, "child"):
            own.child = Child(options.limits, stop, options.worker)
            children.append(own.child)
        return _read_one(own.child, document, progress)

    waiting = deque(todo)
    running: set[Future[Result]] = set()
    executor = ThreadPoolExecutor(workers, thread_name_prefix="reader")
    try:
        while waiting or running:
            while waiting and len(running) < workers * AHEAD:
                running.add(executor.submit(one, waiting.popleft()))
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    finally:
        # Also after an error or Ctrl-C: every child ends within a moment.
        stop.set()
        executor.shutdown(cancel_futures=True)
        for child in children:
            child.close()


def _read_one(child: Child, document: Document, progress: Progress) -> Result:
    file_name = document.names[0].file_name
    started_at = datetime.now(UTC)
    request = Request(document.path, document.document_id, file_name)
    outcome = read(child, request, lambda page, count: progress.page(file_name, page, count))
    return Result(document, started_at, outcome)


def _load(warehouse: Warehouse, result: Result, rules: Rules, report: Report) -> list[Failure]:
    document, outcome = result.document, result.outcome
    if isinstance(outcome, Refused):
        return _fail(warehouse, report, _failures(document, outcome.code, outcome.message))
    failures = [
        failure for page in outcome.given_up for failure in _failures(document, page.code, page.message, page.page)
    ]
    try:
        bundle = placed(outcome.bundle, document.names)
        bundle = rules.suppressed.clean(document.document_id, bundle)
        current = rules.recipe(document.document_id)
        warehouse.load(bundle, document.names, current, result.started_at, failures)
    except RecordError as error:
        return _fail(warehouse, report, _failures(document, Code.CRASHED, messages.BAD_BUNDLE.both(reason=error)))
    report.loaded += 1
    report.partial += bool(failures)
    report.failures += failures
    return failures


def _failures(document: Document, code: Code, message: str, page: int | None = None) -> list[Failure]:
    return [
        Failure(name.inbox, name.file_name, code.value, message, document.document_id, page) for name in document.names
    ]


def _fail(warehouse: Warehouse, report: Report, failures: list[Failure]) -> list[Failure]:
    if failures:
        warehouse.fail(*failures)
        report.failures += failures
    return failures


def available_cpus() -> int:
    """Number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
