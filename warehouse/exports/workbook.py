"""One `.xlsx` for Excel: codes stay text, no cell can start a formula, two header rows stay in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from schemas.columns import Column, Record
from warehouse.errors import WarehouseError
from warehouse.rows import Row
from warehouse.values import printer

FILE = "mingzhang.xlsx"
_HEADERS = 2
# Rows of a sheet and characters of a cell, as Excel has them.
_SHEET_ROWS, _CELL_CHARACTERS = 1_048_576, 32_767
# Beyond it a number of Excel would lose digits, so the digits are kept as text.
_EXACT = 10**15
# What a formula starts with; also in full width, and what Excel skips before one.
_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def write_workbook(
    tables: Iterable[tuple[Record, Iterable[list[Row]]]], path: Path, limit: int = _SHEET_ROWS
) -> dict[str, int]:
    """Write every record into a workbook, memory flat.

    Args:
        tables: Records and their rows.
        path: The file.
        limit: Rows of a sheet, headers included; more rows go on in `NAME (2)`.

    Returns:
        Number of rows by record.

    Raises:
        WarehouseError: The library is not installed.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise WarehouseError(
            "输出 Excel 需要 xlsxwriter，请安装：pip install 'mingzhang[excel]'",
            "Excel needs xlsxwriter; pip install 'mingzhang[excel]'",
        ) from None
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    counts: dict[str, int] = {}
    with xlsxwriter.Workbook(str(path), options) as book:
        # The apostrophe of Excel, kept out of the text itself.
        quoted = book.add_format({"quote_prefix": True})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for record, batches in tables:
            counts[record.name] = _write(book, record, batches, (bold, quoted), limit)
    return counts


def _write(book: Any, record: Record, batches: Iterable[list[Row]], formats: tuple[Any, Any], limit: int) -> int:
    bold, quoted = formats
    puts = [_put(column, quoted) for column in record.columns]
    sheet, line, count, sheets = _sheet(book, record, record.name, bold), _HEADERS, 0, 1
    for row in _rows(batches):
        if line == limit:
            sheets += 1
            sheet, line = _sheet(book, record, f"{record.name} ({sheets})", bold), _HEADERS
        for place, (put, value) in enumerate(zip(puts, row, strict=True)):
            if value is not None:
                put(sheet, line, place, value)
        line += 1
        count += 1
    return count


def _rows(batches: Iterable[list[Row]]) -> Iterator[Row]:
    for batch in batches:
        yield from batch


def _sheet(book: Any, record: Record, name: str, bold: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(_HEADERS, 0)
    for place, column in enumerate(record.columns):
        sheet.set_column(place, place, 10 if column.type in ("bool", "float", "int") else 18)
    # Row after row: with flat memory what is above is written already.
    for line, titles in enumerate(([c.zh for c in record.columns], [c.name for c in record.columns])):
        for place, title in enumerate(titles):
            sheet.write_string(line, place, title, bold)
    return sheet


Put = Callable[[Any, int, int, Any], object]


def _put(column: Column, quoted: Any) -> Put:
    """Return what writes one value of the column."""
    show = printer(column)
    if column.type == "bool":
        return lambda sheet, line, place, value: sheet.write_boolean(line, place, bool(value))
    if column.type in ("int", "decimal", "float"):
        return lambda sheet, line, place, value: _number(sheet, line, place, show(value))
    return lambda sheet, line, place, value: _text(sheet, line, place, show(value), quoted)


def _number(sheet: Any, line: int, place: int, digits: str) -> object:
    if len(digits.replace("-", "").replace(".", "")) > 15 or abs(float(digits)) >= _EXACT:
        return sheet.write_string(line, place, digits)
    return sheet.write_number(line, place, float(digits))


def _text(sheet: Any, line: int, place: int, text: str, quoted: Any) -> object:
    shown = text[:_CELL_CHARACTERS]
    return sheet.write_string(line, place, shown, quoted if shown.lstrip(" ").startswith(_STARTS) else None)
