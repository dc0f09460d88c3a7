"""Where ``suppress.csv`` is looked for, and reading it from the disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pipeline.errors import UsageError
from schemas.suppression import FILE, Suppression, read_suppression

MAX_BYTES: Final = 64 << 20


def suppression(named: str | None, inboxes: Iterable[Path] = ()) -> tuple[Suppression, list[str]]:
    """Read the rules in force: the file named, or the one in the working folder, and those of inboxes.

    Args:
        named: path that the user gave, or None.
        inboxes: folders that may hold a file of their own.

    Returns:
        The rules, and what is wrong with which line.

    Raises:
        UsageError: the file that was named cannot be read.
    """
    if named is not None and not Path(named).is_file():
        raise UsageError(f"{Path(named).name}: 不存在，请检查路径 / does not exist, check the path")
    own = Path(named) if named is not None else Path(FILE)
    texts: dict[str, str] = {}
    problems: list[str] = []
    for path in dict.fromkeys(place.absolute() for place in (own, *(folder / FILE for folder in inboxes))):
        if not path.is_file():
            continue
        label = FILE if path == own.absolute() else f"{path.parent.name}/{FILE}"
        if path.is_symlink() or path.stat().st_size > MAX_BYTES:
            problems.append(f"{label}: 是链接或超过 64 MB，未读取 / a link or larger than 64 MB, not read")
            continue
        try:
            texts[label] = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            texts[label] = path.read_bytes().decode("gb18030", errors="replace")  # what a Chinese Excel writes
    rules, wrong = read_suppression(texts)
    return rules, problems + wrong
