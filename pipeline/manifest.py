"""`manifest.csv` of an inbox: where each file was published, by whom, and when it was fetched."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from schemas.columns import LABEL_CAP

MANIFEST: Final = "manifest.csv"
COLUMNS: Final = ("source_url", "publisher", "region_code", "licence", "retrieved_at")
MAX_BYTES: Final = 64 << 20

Source = Mapping[str, str | None]
UNKNOWN: Final[Source] = dict.fromkeys(COLUMNS)


def clean(text: str) -> str:
    """Text in NFC without control, format, surrogate and line-separator characters."""
    kept = (
        c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )
    return "".join(kept)


def read_manifest(root: Path) -> tuple[dict[str, Source], list[str]]:
    """Read the manifest of an inbox.

    Args:
        root: folder of the inbox.

    Returns:
        Rows by file name (relative, `/`, NFC), and the problems met by line; both empty without a manifest.
    """
    path = root / MANIFEST
    if path.is_symlink() or not path.is_file():
        return {}, []
    if path.stat().st_size > MAX_BYTES:
        return {}, [f"{MANIFEST}: 超过 64 MB，未读取 / larger than 64 MB, not read"]
    try:
        rows = list(csv.DictReader(io.StringIO(_decode(path.read_bytes()), newline=""), restval=""))
    except (csv.Error, UnicodeDecodeError) as error:
        return {}, [f"{MANIFEST}: 无法读取，请存为 UTF-8 的 CSV / cannot be read, save it as CSV in UTF-8 ({error})"]
    return _index(rows)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")  # what a Chinese Excel writes


def _index(rows: list[dict[str, str]]) -> tuple[dict[str, Source], list[str]]:
    found: dict[str, Source] = {}
    problems: list[str] = []
    if rows and "file_name" not in rows[0]:
        return {}, [f"{MANIFEST}: 缺少 file_name 列 / the column file_name is missing"]
    for line, row in enumerate(rows, start=2):
        name = clean(row["file_name"].replace("\\", "/")).strip().removeprefix("./")
        source = {column: clean(row.get(column) or "").strip()[:LABEL_CAP] or None for column in COLUMNS}
        for column, (is_right, zh, en) in _SHAPES.items():
            value = source[column]
            if value is not None and not is_right(value):
                source[column] = None
                problems.append(f"{MANIFEST}:{line}: {column} {zh}，未采用 / {en}, left out")
        if name:
            found[name] = source
    return found, problems


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_region(text: str) -> bool:
    return re.fullmatch(r"[0-9]{2,12}", text) is not None


_SHAPES: Final[Mapping[str, tuple[Callable[[str], bool], str, str]]] = {
    "retrieved_at": (_is_time, "不是 ISO 日期时间", "is not an ISO date or time"),
    "region_code": (_is_region, "不是行政区划代码", "is not a region code"),
}
