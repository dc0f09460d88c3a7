"""What lies in an inbox: PDFs by the hash of their bytes, and everything that is none, with its reason."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import Final

from pipeline import messages
from pipeline.errors import Code, UsageError
from pipeline.manifest import MANIFEST, UNKNOWN, Source, clean, read_manifest
from pipeline.sniff import HEAD, sniff, starts_as_pdf
from schemas.columns import FILE_NAME_CAP
from schemas.suppression import FILE

MAX_FILE_MB: Final = 200
LABEL_CAP: Final = 120
_ROOM: Final = 10  # characters of a name kept for a hash, and for a number
PARTIAL: Final = (".part", ".partial", ".crdownload", ".download", ".tmp", ".aria2")


@dataclass(frozen=True, slots=True)
class Found:
    """One PDF: its name in the inbox, where to read it, its identity, and what the manifest says of it."""

    name: str
    path: str
    document_id: str
    size: int
    source: Source


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that is not read; `message` names the remedy."""

    name: str
    code: Code
    message: str
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Inbox:
    """What one folder holds; `whole` is false when only single files of it were asked for."""

    label: str
    root: Path
    whole: bool
    files: tuple[Found, ...]
    problems: tuple[Problem, ...]
    others: Mapping[str, int]  # by suffix: files that are not PDFs and do not claim to be
    skipped: int  # hidden and part-downloaded
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _Finds:
    """What a walk gathers; files still with their path instead of their final name."""

    files: list[tuple[str, str, str, int]] = field(default_factory=list)  # name, path, document_id, size
    problems: list[Problem] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    skipped: int = 0

    def fail(self, name: str, code: Code, text: messages.Text, **fields: object) -> None:
        self.problems.append(Problem(name, code, text.both(limit=MAX_FILE_MB, **fields)))

    def count(self, name: str) -> None:
        self.others[PurePosixPath(name).suffix.lower()] += 1


def discover(paths: Sequence[str | Path], label: str | None = None) -> list[Inbox]:
    """Look into folders and single files.

    Args:
        paths: folders, each an inbox, or files, whose inbox is their parent folder.
        label: name of the inbox in the warehouse, when there is one; otherwise the folder's own name.

    Returns:
        Inboxes in the order given, their files sorted by name.

    Raises:
        UsageError: a path does not exist, or one label was given for several folders.
    """
    wanted: dict[Path, list[str] | None] = {}
    for given in map(Path, paths):
        if given.is_dir():
            wanted[given.resolve()] = None
        elif os.path.lexists(given):
            names = wanted.setdefault(given.parent.resolve(), [])
            if names is not None:
                names.append(given.name)
        else:
            raise UsageError(f"{clean(str(given))}: 不存在，请检查路径 / does not exist, check the path")
    if label is not None and len(wanted) > 1:
        raise UsageError("--label 只能用于一个收件夹 / --label names one inbox, several were given")
    labels = [_label([label])] if label is not None else _labels(list(wanted))
    return [_look(root, name, only) for (root, only), name in zip(wanted.items(), labels, strict=True)]


def _labels(roots: list[Path]) -> list[str]:
    """Shortest tail of each path that tells it from the others; never the whole path of a user's home."""
    for length in range(1, max((len(root.parts) for root in roots), default=1) + 1):
        labels = [_label(root.parts[-length:]) for root in roots]
        if len(set(labels)) == len(labels):
            break
    return labels


def _label(parts: Sequence[str]) -> str:
    return "/".join(clean(part) for part in parts if part != "/")[-LABEL_CAP:] or "inbox"


def _look(root: Path, label: str, only: list[str] | None) -> Inbox:
    finds = _Finds()
    for name, path, kind in _walk(root, finds) if only is None else _named(root, only):
        _sort_in(root, name, path, kind, finds)
    manifest, warnings = read_manifest(root)
    found = sorted(finds.files)
    files = [
        Found(name, path, document_id, size, manifest.get(name, UNKNOWN))
        for name, (_, path, document_id, size) in zip(_unique(item[0] for item in found), found, strict=True)
    ]
    return Inbox(
        label=label,
        root=root,
        whole=only is None,
        files=tuple(sorted(files, key=attrgetter("name"))),
        problems=tuple(sorted(finds.problems, key=attrgetter("name"))),
        others=dict(sorted(finds.others.items())),
        skipped=finds.skipped,
        warnings=tuple(warnings),
    )


def _walk(root: Path, finds: _Finds) -> Iterator[tuple[str, str, str]]:
    """Every entry below a folder as (name, path, kind); hidden and part-downloaded ones counted and left out."""
    folders = [("", str(root))]
    while folders:
        prefix, folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            finds.fail(prefix or "./", Code.CORRUPT, messages.UNREADABLE, reason=error.strerror)
            continue
        for entry in entries:
            if _is_left_out(entry.name):
                finds.skipped += 1
                continue
            name = prefix + _name(entry.name)
            kind = _kind(entry)
            if kind == "folder":
                folders.append((name + "/", entry.path))
            if name not in (MANIFEST, FILE):
                yield name, entry.path, kind


def _named(root: Path, names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    with os.scandir(root) as listing:
        entries = {entry.name: entry for entry in listing}
    for name in sorted(set(names)):
        yield _name(name), str(root / name), _kind(entries[name])


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else "special"


def _sort_in(root: Path, name: str, path: str, kind: str, finds: _Finds) -> None:
    """Put one entry where it belongs: read, failed, counted or skipped."""
    if kind == "link":
        _sort_link(root, name, path, finds)
    elif kind == "file":
        _sort_file(name, path, finds)
    elif _is_pdf_name(name):
        finds.fail(name, Code.NOT_A_PDF, messages.FOLDER if kind == "folder" else messages.NOT_REGULAR)
    elif kind == "special":
        finds.count(name)


def _sort_link(root: Path, name: str, path: str, finds: _Finds) -> None:
    target = Path(os.path.realpath(path))
    is_folder = target.is_dir()
    if target.is_relative_to(root) and is_folder:
        finds.skipped += 1  # what it points to is walked under its own name
    elif target.is_relative_to(root) and target.exists():
        _sort_file(name, str(target), finds)
    elif not _is_pdf_name(name) and not is_folder:
        finds.count(name)
    else:
        finds.fail(name, Code.NOT_A_PDF, messages.OUTSIDE_LINK if target.exists() else messages.BROKEN_LINK)


def _sort_file(name: str, path: str, finds: _Finds) -> None:
    is_pdf_name = _is_pdf_name(name)
    try:
        with open(path, "rb", opener=_open_regular) as file:
            head = file.read(HEAD)
            if not is_pdf_name and not starts_as_pdf(head):
                finds.count(name)
                return
            size = os.fstat(file.fileno()).st_size
            code = sniff(head)
            if code is None and size > MAX_FILE_MB << 20:
                code = Code.TOO_LARGE
            if code is None:
                file.seek(0)
                finds.files.append((name, path, hashlib.file_digest(file, "sha256").hexdigest(), size))
            else:
                finds.fail(name, code, messages.FAILURES[code])
    except OSError as error:
        if is_pdf_name:
            finds.fail(name, Code.CORRUPT, messages.UNREADABLE, reason=error.strerror)
        else:
            finds.count(name)


def _open_regular(path: str, flags: int) -> int:
    """Open without following a link and without waiting for a pipe; what is no regular file is refused."""
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file")
    return descriptor


def _is_pdf_name(name: str) -> bool:
    return name.lower().endswith(".pdf")


def _is_left_out(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower().endswith(PARTIAL)


def _name(raw: str) -> str:
    """A name as people see it; what is not UTF-8 was most likely packed on a Chinese Windows."""
    data = os.fsencode(raw)
    for encoding in ("utf-8", "gb18030"):
        try:
            return clean(data.decode(encoding)) or "_"
        except UnicodeDecodeError:
            continue
    return clean(data.decode("utf-8", "replace"))


def _unique(names: Iterable[str]) -> Iterator[str]:
    """The same names, numbered where two files differ only in what `_name` takes away; long paths end in a hash."""
    seen: set[str] = set()
    for given in names:
        name = given
        if len(name) > FILE_NAME_CAP - _ROOM:
            name = f"{name[: FILE_NAME_CAP - 2 * _ROOM]}~{hashlib.sha256(given.encode()).hexdigest()[:8]}"
        unique, count = name, 1
        while unique in seen:
            count += 1
            unique = f"{name}#{count}"
        seen.add(unique)
        yield unique
