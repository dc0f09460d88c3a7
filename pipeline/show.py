"""`mingzhang show`: what was read out of one file, in the terminal."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from rich.box import MINIMAL
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from pipeline.errors import UsageError
from pipeline.manifest import clean
from pipeline.messages import Text
from warehouse.store import Warehouse

_COLOURS: Final = {"proven": "green", "disputed": "red"}
_ID: Final = re.compile(r"[0-9a-f]{8,64}")
Row = Mapping[str, Any]
_Named = tuple[str | None, str]  # document_id, file_name

#: Reader and finder that need no mention.
USUAL: Final = ("pdfium", "rulings")

NOT_THERE: Final = Text(
    "{file}：库中没有这个文件；请先运行 mingzhang ingest，或用 mingzhang status 查看已有文件",
    "{file} is not in the warehouse; run mingzhang ingest first, or see mingzhang status for what there is",
)
SEVERAL: Final = Text("{file}：有几个文件叫这个名字，请写全：{names}", "{file} names several files, say which: {names}")


def show(console: Console, warehouse: Warehouse, file: str) -> None:
    """Print disclosures, tables, paragraphs and failures of a file.

    Args:
        console: where.
        warehouse: that holds it.
        file: a name in its inbox, the beginning of a document id, or the path of a PDF.

    Raises:
        UsageError: no such file, or several.
    """
    document_id, names = _find(warehouse, file)
    for failure in _rows(warehouse, "failures", "inbox, file_name, page, code", ""):
        if failure["document_id"] == document_id or failure["file_name"] in names:
            page = f" p.{failure['page']}" if failure["page"] else ""
            console.print(Styled(f"{failure['file_name']}{page}: {failure['code']}: {failure['message']}", "red"))
    if document_id is None:
        return
    where = f"WHERE document_id = '{document_id}'"
    for row in _rows(warehouse, "documents", "document_id", where):
        console.rule(Styled(f"{row['file_name']} · {row['page_count']} p. · {row['status']}"))
    for row in _rows(warehouse, "disclosures", "disclosure_ordinal", where):
        console.print(_disclosure(row), soft_wrap=True)
    cells = _by_table(_rows(warehouse, "cells", "table_ordinal, row, col", where))
    amounts = _by_table(_rows(warehouse, "amounts", "amount_id", where))
    mine = f"WHERE chosen AND table_id IN (SELECT table_id FROM tables {where})"  # noqa: S608 - our own words
    readers = {
        row["table_id"]: f"{row['reader']}, {row['finder']}"
        for row in _rows(warehouse, "readings", "table_id", mine)
        if (row["reader"], row["finder"]) != USUAL
    }
    for row in _rows(warehouse, "tables", "table_ordinal", where):
        trust = {(amount["row"], amount["col"]): amount["trust"] for amount in amounts.get(row["table_id"], [])}
        console.print(_grid(row, cells.get(row["table_id"], []), trust, readers.get(row["table_id"], "")), crop=False)
    for row in _rows(warehouse, "checks", "check_id", where + " AND status = 'violated'"):
        console.print(Styled(row["message"], "red"), soft_wrap=True)
    section = None
    for row in _rows(warehouse, "paragraphs", "paragraph_ordinal", where):
        if row["section"] != section:
            section = row["section"]
            console.print(Styled(f"\n{section}", "bold"), soft_wrap=True)
        console.print(Styled(row["text"]), soft_wrap=True)


def _find(warehouse: Warehouse, file: str) -> tuple[str | None, set[str]]:
    """Document a user means, and its names; None for a file that failed before it had an id."""
    _, named = warehouse.query("SELECT document_id, file_name FROM document_names")
    _, failed = warehouse.query("SELECT document_id, file_name FROM failures")
    known = [(str(row[0]) if row[0] else None, str(row[1])) for row in (*named, *failed)]
    found = set(_matching(known, file))
    if not found:
        raise UsageError(NOT_THERE.both(file=clean(file)))
    ids = {document_id for document_id, _ in found if document_id is not None}
    if len(ids) > 1:
        raise UsageError(SEVERAL.both(file=clean(file), names=", ".join(sorted(name for _, name in found))))
    return next(iter(ids), None), {name for _, name in found}


def _matching(known: list[_Named], file: str) -> list[_Named]:
    path = Path(file)
    wanted = clean(file)
    ways: list[Callable[[_Named], bool]] = [
        lambda item: item[1] == wanted,
        lambda item: item[1].endswith("/" + wanted),
        lambda item: _ID.fullmatch(wanted) is not None and str(item[0]).startswith(wanted),
    ]
    if path.is_file():
        with path.open("rb") as opened:
            own = hashlib.file_digest(opened, "sha256").hexdigest()
        ways.insert(0, lambda item: item[0] == own)
        ways.append(lambda item: item[0] is None and item[1] == clean(path.name))
    for way in ways:
        found = [item for item in known if way(item)]
        if found:
            return found
    return []


def _rows(warehouse: Warehouse, record: str, order: str, where: str) -> Iterator[Row]:
    names, rows = warehouse.query(f"SELECT * FROM {record} {where} ORDER BY {order}")  # noqa: S608 - our own words
    return (dict(zip(names, row, strict=True)) for row in rows)


def _by_table(cells: Iterator[Row]) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {}
    for cell in cells:
        tables.setdefault(cell["table_id"], []).append(cell)
    return tables


def _disclosure(row: Row) -> Styled:
    pages = f"p.{row['page_first']}-{row['page_last']}"
    parts = [row["agency_name"], row["fiscal_year"], row["stage"], row["level_of_report"], row["published_on"], pages]
    return Styled(" · ".join(str(part) for part in parts if part is not None), "bold green")


def _grid(table: Row, cells: list[Row], trust: Mapping[tuple[int, int], str], reader: str) -> Table:
    """A table as it stands on the page: each box at its first row and column, figures coloured by their trust."""
    parts = [
        table["table_number"],
        table["table_title"],
        table["form_id"],
        table["unit"],
        f"p.{table['page_first']}",
        reader or None,
    ]
    title = " · ".join(str(part) for part in parts if part is not None)
    grid = Table(title=Styled(title, "bold"), title_justify="left", show_header=False, box=MINIMAL, padding=(0, 0))
    boxes = {(cell["row"], cell["col"]): cell for cell in cells}
    columns = range(1 + max((cell["col"] for cell in cells), default=0))
    for column in columns:
        roles = [cell["role"] for cell in cells if cell["col"] == column]
        figures = "amount" in roles
        grid.add_column(justify="right" if figures else "left", overflow="fold", min_width=8 if figures else 2)
    for row in range(1 + max((cell["row"] for cell in cells), default=-1)):
        grid.add_row(*(_box(boxes.get((row, column)), trust.get((row, column))) for column in columns))
    if table["notes"]:
        grid.caption = Styled(table["notes"])
    return grid


def _box(cell: Row | None, trust: str | None) -> Styled:
    if cell is None:
        return Styled("")
    style = "bold" if cell["role"] == "header" else _COLOURS.get(trust or "", "")
    # A figure is never broken over two lines, whatever the width.
    return Styled(cell["text"], style, no_wrap=cell["role"] == "amount")
