"""Figures as CSV, the same bytes as `csvs` writes, several times faster.

What a table, a row or a column says is the same for all its figures: it is printed once, and the line of a figure is
put together from these pieces. Most of an export is figures.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from schemas.columns import Column
from schemas.records import RECORDS
from warehouse.exports.csvs import Seen
from warehouse.rows import documents_of
from warehouse.slots import HEAD, HUNDREDTHS, LINE
from warehouse.values import plain, printer

_RECORD: Final = RECORDS["amounts"]
# What rows and columns say: table and number.
_SAID: Final = {"line": ("amount_lines", "line_no"), "head": ("amount_heads", "head_no")}
# What a place belongs to: table and key.
_OWNERS: Final = {
    "documents": ("documents_data", ("doc",)),
    "disclosures": ("disclosures_data", ("doc", "disclosure_no")),
    "tables": ("tables_data", ("doc", "table_no")),
}
_KEYS: Final = ("doc", "table_no", "disclosure_no", "line_no", "head_no")
# Printed rows that are remembered, for the same are said in many documents.
_MOST: Final = 20_000

Pieces = tuple[str, ...]
Owned = dict[tuple[Any, ...], dict[str, str]]


def write_figures(connection: Connection, documents: Sequence[str] | None, path: Path) -> int:
    """Write the record `amounts` and return the number of its rows.

    Args:
        connection: In a transaction that reads.
        documents: Ids of the documents to keep to; None for all there is.
        path: The file.
    """
    count = 0
    cursor: Any = connection.connection.cursor()
    printing = _Printing()
    with path.open("wb") as file:
        file.write((",".join(column.name for column in _RECORD.columns) + "\r\n").encode())
        for some in documents_of(cursor, documents):
            lines = printing.lines(cursor, some)
            # A line begins with its id, and what follows an id sorts before what goes on with one.
            lines.sort()
            file.write("".join(lines).encode())
            count += len(lines)
    cursor.close()
    return count


class _Printing:
    """How figures are printed: pieces of shared columns in turn with the figure's own."""

    def __init__(self) -> None:
        runs = [(source, list(columns)) for source, columns in groupby(_RECORD.columns, _source)]
        self._runs = {name: [run for source, run in runs if source == name] for name in ("place", *_SAID)}
        self._said = {name: _Said(self._runs[name]) for name in _SAID}
        own = [column for source, run in runs if source == "own" for column in run]
        self._names = [*_KEYS, *(column.name for column in own if column.fen is None)]
        self._shows = {f"show_{column.name}": _show(column) for column in own}
        self._lines = _line_maker(runs, self._names, list(self._shows))

    def lines(self, cursor: Any, some: str) -> list[str]:
        """Return the lines of the figures of documents.

        Args:
            cursor: Of the driver.
            some: Numbers of the documents, as a list in SQL.
        """
        owners = {owner: _owned(cursor, owner, some) for owner in _OWNERS}
        said = [self._of_said(cursor, name, some) for name in _SAID]
        columns = ", ".join(f'"{name}"' for name in self._names)
        cursor.execute(f"SELECT {columns} FROM amounts_data WHERE doc IN ({some})")  # noqa: S608 - our own names
        made: list[str] = []
        for doc, rows in groupby(cursor.fetchall(), itemgetter(0)):
            places = _Places(self._runs["place"], owners, doc)
            made += self._lines(rows, places, *(pieces[doc] for pieces in said), **self._shows)
        return made

    def _of_said(self, cursor: Any, name: str, some: str) -> dict[int, dict[int, Pieces]]:
        """Return the printed pieces of what rows or columns say, by document and number."""
        table, number = _SAID[name]
        columns = ", ".join(f'"{column.name}"' for run in self._runs[name] for column in run)
        cursor.execute(f"SELECT doc, {number}, {columns} FROM {table} WHERE doc IN ({some})")  # noqa: S608 - our own names
        said = self._said[name]
        made: defaultdict[int, dict[int, Pieces]] = defaultdict(dict)
        for row in cursor.fetchall():
            made[row[0]][row[1]] = said[row[2:]]
        return made


def _line_maker(
    runs: Sequence[tuple[str, Sequence[Column]]], names: Sequence[str], shows: Sequence[str]
) -> Callable[..., list[str]]:
    """Return what makes lines of rows: one f-string, put together of the columns of the contract once."""
    shape: list[str] = []
    seen = {"place": 0, **dict.fromkeys(_SAID, 0)}
    for source, run in runs:
        if source == "id":
            shape.append("{place[0]}-r{row}-c{col}")
        elif source == "own":
            shape += (_own(column) for column in run)
        else:
            # The first piece of a place is the id of its table.
            shape.append(f"{{{source}[{seen[source] + (source == 'place')}]}}")
            seen[source] += 1
    shared = "for place in [places[table_no, disclosure_no]] for line in [lines[line_no]] for head in [heads[head_no]]"
    made = f"[f'{','.join(shape)}\\r\\n' for {', '.join(names)} in rows {shared}]"
    maker: Callable[..., list[str]] = eval(f"lambda rows, places, lines, heads, {', '.join(shows)}: {made}")  # noqa: S307
    return maker


def _own(column: Column) -> str:
    """Return the part of the f-string that prints a column of the figure itself."""
    if column.type == "int" and not column.nullable:
        return f"{{{column.name}}}"
    return f"{{show_{column.name}[{column.fen or column.name}]}}"


class _Said(dict[tuple[Any, ...], Pieces]):
    """Printed pieces of what a row or a column says."""

    def __init__(self, runs: Sequence[Sequence[Column]]) -> None:
        super().__init__()
        self._runs = [[_show(column) for column in run] for run in runs]

    def __missing__(self, said: tuple[Any, ...]) -> Pieces:
        if len(self) >= _MOST:
            self.clear()
        values = iter(said)
        made = self[said] = tuple(",".join([show[next(values)] for show in run]) for run in self._runs)
        return made


class _Places(dict[tuple[int, int | None], Pieces]):
    """Of each table of a document: its id, and the pieces that name it and what it belongs to."""

    def __init__(self, runs: Sequence[Sequence[Column]], owners: Mapping[str, Owned], doc: int) -> None:
        super().__init__()
        self._runs, self._owners, self._doc = runs, owners, doc

    def __missing__(self, key: tuple[int, int | None]) -> Pieces:
        doc, owners, (table_no, disclosure_no) = self._doc, self._owners, key
        document, table = owners["documents"][doc,], owners["tables"][doc, table_no]
        short = document["document_id"][:16]
        named = {**document, **table, "table_id": f"{short}-t{table_no}"}
        if disclosure_no is not None:
            named |= {**owners["disclosures"][doc, disclosure_no], "disclosure_id": f"{short}-d{disclosure_no}"}
        pieces = (",".join([named.get(column.name, "") for column in run]) for run in self._runs)
        made = self[key] = (named["table_id"], *pieces)
        return made


def _owned(cursor: Any, owner: str, some: str) -> Owned:
    """Return the printed columns of what places belong to, by key and name."""
    table, key = _OWNERS[owner]
    columns = [column for column in _RECORD.columns if _owner(column) == owner]
    names = ", ".join(f'"{name}"' for name in (*key, *(column.name for column in columns)))
    cursor.execute(f"SELECT {names} FROM {table} WHERE doc IN ({some})")  # noqa: S608 - our own names
    shows = [(column.name, _show(column)) for column in columns]
    return {
        row[: len(key)]: {name: show[value] for (name, show), value in zip(shows, row[len(key) :], strict=True)}
        for row in cursor.fetchall()
    }


def _owner(column: Column) -> str | None:
    """Return the record that a column of a place is of."""
    if column.name == "document_id":
        return "documents"
    return None if column.source is None else column.source.split(".")[0]


def _source(column: Column) -> str:
    if column.name == _RECORD.primary_key[0]:
        return "id"
    if column.name in LINE:
        return "line"
    if column.name in HEAD:
        return "head"
    return "place" if column.name in ("table_id", "disclosure_id") or _owner(column) else "own"


def _show(column: Column) -> Seen:
    if column.type == "text":
        return Seen(_quoted)
    if column.name in HUNDREDTHS:
        return Seen(lambda hundredths: plain_hundredths(int(str(hundredths))))
    return Seen(printer(column))


def plain_hundredths(hundredths: int) -> str:
    """Return a place on the page as it is printed, from whole hundredths of a point."""
    from decimal import Decimal

    return plain(Decimal(hundredths).scaleb(-2))


_SPECIAL: Final = re.compile('[,"\r\n]')


def _quoted(value: object) -> str:
    text = str(value)
    if not text:
        return '""'
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text
