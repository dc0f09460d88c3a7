"""An export: one file a record with its description, in a folder that appears whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from schemas.columns import Record
from schemas.records import RECORDS
from schemas.suppression import Suppression, cleaner
from warehouse.errors import WarehouseError
from warehouse.exports import csvw, dcat, package, readme
from warehouse.exports.csvs import write_csv
from warehouse.exports.figures import write_figures
from warehouse.exports.package import Origin, Part
from warehouse.exports.parquet import write_parquet
from warehouse.exports.workbook import FILE as WORKBOOK
from warehouse.exports.workbook import write_workbook
from warehouse.rows import Row, record_batches

FORMATS = ("csv", "parquet", "xlsx")
_DESCRIPTIONS = ("datapackage.json", "csv-metadata.json", "dcat.jsonld", "README.md", WORKBOOK)
_OWN = {*_DESCRIPTIONS, *(f"{name}.{kind}" for name in RECORDS for kind in ("csv", "parquet"))}

Writer = Callable[[Record, Iterable[list[Row]], Path], int]
_WRITERS: Mapping[str, Writer] = {"csv": write_csv, "parquet": write_parquet}


def export(
    connection: Connection,
    out_dir: Path,
    kind: str = "csv",
    documents: Sequence[str] | None = None,
    suppressed: Suppression | None = None,
) -> dict[str, int]:
    """Write the warehouse into a folder, which an older export in it gives way to.

    Args:
        connection: In a transaction that reads.
        out_dir: Created when it is not there.
        kind: One of `FORMATS`.
        documents: Ids of the documents to keep to; None for all there is.
        suppressed: What people asked to be taken out.

    Returns:
        Number of rows by record.

    Raises:
        WarehouseError: The folder holds something that is no export or cannot be written, or a library is missing.
    """
    target = out_dir.absolute()
    _refuse_foreign(target)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.mkdir(parents=True)
        counts = _write(connection, part, kind, documents, suppressed or Suppression())
        _put_in_place(part, target)
    except OSError as error:
        raise WarehouseError(
            f"输出文件夹 {out_dir} 无法写入（{error.strerror}）：请检查权限和剩余空间，或换一个文件夹",
            f"the folder {out_dir} cannot be written ({error.strerror}); check permissions and free space, or choose "
            "another folder",
        ) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return counts


def _write(
    connection: Connection, folder: Path, kind: str, documents: Sequence[str] | None, suppressed: Suppression
) -> dict[str, int]:
    if kind == "xlsx":
        tables = ((record, _batches(connection, record, documents, suppressed)) for record in RECORDS.values())
        counts = write_workbook(tables, folder / WORKBOOK)
        parts = [Part(RECORDS[name], WORKBOOK, 0, "", count) for name, count in counts.items()]
    else:
        parts = [
            _part(connection, record, documents, folder / f"{record.name}.{kind}", suppressed)
            for record in RECORDS.values()
        ]
        _describe(folder, parts, _origin(connection, documents), kind)
    (folder / "README.md").write_text(readme.render(parts), encoding="utf-8")
    return {part.record.name: part.rows for part in parts}


def _batches(
    connection: Connection, record: Record, documents: Sequence[str] | None, suppressed: Suppression
) -> Iterable[list[Row]]:
    """The rows of a record without what people asked to be taken out."""
    batches, clean = record_batches(connection, record, documents), cleaner(record, suppressed)
    return batches if clean is None else ([clean(row) for row in batch] for batch in batches)


def _part(
    connection: Connection, record: Record, documents: Sequence[str] | None, path: Path, suppressed: Suppression
) -> Part:
    if path.name == "amounts.csv" and not suppressed.rules:
        rows = write_figures(connection, documents, path)
    else:
        rows = _WRITERS[path.suffix[1:]](record, _batches(connection, record, documents, suppressed), path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Part(record, path.name, path.stat().st_size, digest, rows)


def _describe(folder: Path, parts: list[Part], origin: Origin, kind: str) -> None:
    _json(folder / "datapackage.json", package.describe(parts, origin, kind=kind))
    _json(folder / "dcat.jsonld", dcat.describe(parts, origin, kind=kind))
    if kind == "csv":
        _json(folder / "csv-metadata.json", csvw.describe(parts))


def _json(path: Path, told: dict[str, Any]) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _origin(connection: Connection, documents: Sequence[str] | None) -> Origin:
    """Publishers and licences of the documents, as the manifests say."""
    record = RECORDS["document_names"]
    places = [index for index, column in enumerate(record.columns) if column.name in ("publisher", "source_url")]
    licence = next(index for index, column in enumerate(record.columns) if column.name == "licence")
    url, publisher = places
    publishers: dict[str, str | None] = {}
    licences: set[str] = set()
    for batch in record_batches(connection, record, documents):
        for row in batch:
            if row[publisher]:
                name, address = str(row[publisher]), row[url]
                publishers[name] = publishers.get(name) or (str(address) if address else None)
            if row[licence]:
                licences.add(str(row[licence]))
    return Origin(publishers, tuple(sorted(licences)))


def _refuse_foreign(target: Path) -> None:
    """Somebody's own files must not vanish because a folder was mistyped."""
    if not target.exists():
        return
    if not target.is_dir():
        raise WarehouseError(f"{target} 不是文件夹，请换一个", f"{target} is no folder; choose another")
    foreign = sorted(path.name for path in target.iterdir() if path.name not in _OWN or not path.is_file())
    if foreign:
        raise WarehouseError(
            f"{target} 里有别的文件（{foreign[0]}），请换一个空文件夹",
            f"{target} holds other files ({foreign[0]}); choose an empty folder",
        )


def _put_in_place(part: Path, target: Path) -> None:
    if target.exists():
        old = part.with_suffix(".old")
        target.rename(old)
        part.rename(target)
        shutil.rmtree(old)
    else:
        part.rename(target)
