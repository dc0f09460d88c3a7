"""Answers to SQL: a table on a terminal, CSV anywhere else."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text


def print_answer(console: Console, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows.

    Args:
        console: a terminal or a pipe; a pipe gets RFC 4180 with the names first, NULL as an empty field.
        names: of the columns.
        rows: as the engine gives them.
    """
    if console.is_terminal:
        table = Table(row_styles=("", "dim"))
        for index, name in enumerate(names):
            numeric = all(isinstance(row[index], int | float) for row in rows if row[index] is not None)
            table.add_column(Text(name), justify="right" if numeric and rows else "left", overflow="fold")
        for row in rows:
            table.add_row(*(Text("" if value is None else str(value)) for value in row))
        console.print(table)
        return
    writer = csv.writer(console.file, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows(rows)
