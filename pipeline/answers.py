"""Answers to SQL: a table on a terminal, CSV anywhere else, JSON for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console
from rich.table import Table
from rich.text import Text


def print_answer(
    console: Console, names: Sequence[str], rows: Sequence[Sequence[object]], shape: str | None = None
) -> None:
    """Print rows.

    Args:
        console: a terminal or a pipe; a pipe gets RFC 4180 with the names first, NULL as an empty field.
        names: of the columns.
        rows: as the engine gives them.
        shape: `table`, `csv` or `json`; by default what suits the console.
    """
    if shape == "json":
        found = [dict(zip(names, row, strict=True)) for row in rows]
        console.file.write(json.dumps(found, ensure_ascii=False, indent=1, default=_plain) + "\n")
        return
    if shape == "table" or (shape is None and console.is_terminal):
        table = Table(row_styles=("", "dim"))
        for index, name in enumerate(names):
            numeric = all(isinstance(row[index], int | float | Decimal) for row in rows if row[index] is not None)
            table.add_column(Text(name), justify="right" if numeric and rows else "left", overflow="fold")
        for row in rows:
            table.add_row(*(Text("" if value is None else str(value)) for value in row))
        console.print(table)
        return
    writer = csv.writer(console.file, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows(rows)


def _plain(value: object) -> object:
    """A value of the engine for JSON: numbers stay numbers, days and bytes become text."""
    return float(value) if isinstance(value, Decimal) else str(value)
