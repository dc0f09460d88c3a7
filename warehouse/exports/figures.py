"""Figures as CSV, the same bytes as `csvs` writes, several times faster.

What a table, a row or a column says is the same for all its figures: it is printed once, and the line of a figure is
put together from these pieces. Most of an export is figures.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
# Numbers of two columns as one: what is the same together is looked up once.
_PAIRS: Final = {"place": ("table_no", "coalesce(disclosure_no + 1, 0)"), "spot": ('"row"', "col")}
_BITS: Final = 32
# Printed rows that are remembered, for the same are said in many documents; and printed values of a column.
_MOST_SAID: Final = 20_000
_MOST: Final = 50_000

Pieces = tuple[bytes, ...]
Owned = dict[tuple[Any, ...], dict[str, str]]


def write_figures(connection: Connection, documents: Sequence[str] | None, path: Path) -> int:
    """Write the record `amounts` and return the number of its rows.

    Args:
        connection: In a transaction that reads.
        documents: Ids of the documents to keep to; None for all there is.
        path: The file.
    """
    count = 0
    dialect = connection.dialect.name
    # Numbers need not be read out of text.
    cursor: Any = connection.connection.cursor(**({"binary": True} if dialect == "postgresql" else {}))
    printing = _Printing(dialect)
    with path.open("wb") as file:
        file.write((",".join(column.name for column in _RECORD.columns) + "\r\n").encode())
        for some in documents_of(cursor, documents):
            lines = printing.lines(cursor, some)
            # A line begins with its id, and what follows an id sorts before what goes on with one.
            lines.sort()
            file.write(b"".join(lines))
            count += len(lines)
    cursor.close()
    return count


class _Printing:
    """How figures are printed: pieces of shared columns in turn with the figure's own."""

    def __init__(self, dialect: str) -> None:
        runs = [(source, list(columns)) for source, columns in groupby(_RECORD.columns, _source)]
        self._runs = {name: [run for source, run in runs if source == name] for name in ("place", *_SAID)}
        self._said = {name: _Said(name, self._runs[name], dialect) for name in _SAID}
        own = [column for source, run in runs if source == "own" for column in run if column.fen is None]
        own = [column for column in own if column.name not in ("row", "col")]
        pairs = {name: f"(CAST({one} AS bigint) << {_BITS}) | {other}" for name, (one, other) in _PAIRS.items()}
        shown = {**pairs, **{column.name: _sql(column, dialect) for column in own}}
        self._names = ("doc", *(number for _, number in _SAID.values()), *shown)
        self._sql = f"SELECT doc, line_no, head_no, {', '.join(shown.values())} FROM amounts_data"  # noqa: S608 - our own names
        self._lines = _line_maker(_order(runs), self._names)

    def lines(self, cursor: Any, some: str) -> list[bytes]:
        """Return the lines of the figures of documents.

        Args:
            cursor: Of the driver.
            some: Numbers of the documents, as a list in SQL.
        """
        owners = {owner: _owned(cursor, owner, some) for owner in _OWNERS}
        said = {name: said.of(cursor, some) for name, said in self._said.items()}
        cursor.execute(f"{self._sql} WHERE doc IN ({some})")
        made: list[bytes] = []
        for doc, rows in groupby(cursor.fetchall(), itemgetter(0)):
            places = _Places(self._runs["place"], owners, doc)
            made += self._lines(rows, places, *(pieces[doc] for pieces in said.values()))
        return made


def _line_maker(order: Iterable[tuple[str, _Printed | None]], names: Iterable[str]) -> Callable[..., list[bytes]]:
    """Return what makes lines of rows: one comprehension, put together of the columns of the contract once."""
    seen = dict.fromkeys(("place", *_SAID), 0)
    shows: dict[str, _Printed] = {}
    pieces: list[str] = []
    for source, show in order:
        if show is None:
            pieces.append(f"{source}[{seen[source]}]")
            seen[source] += 1
        else:
            shows[f"show_{len(pieces)}"] = show
            pieces.append(f"show_{len(pieces)}[of_{source}]")
    row = ", ".join(f"of_{name}" for name in names)
    shared = "for place in [places[of_place]] for line in [lines[of_line_no]] for head in [heads[of_head_no]]"
    made = f"[join(({', '.join(pieces)})) for {row} in rows {shared}]"
    maker: Callable[..., list[bytes]] = eval(  # noqa: S307 - of our own names
        f"lambda join, {', '.join(shows)}: lambda rows, places, lines, heads: {made}"
    )(b"".join, **shows)
    return maker


def _order(runs: Sequence[tuple[str, Sequence[Column]]]) -> Iterator[tuple[str, _Printed | None]]:
    """Yield where the pieces of a line come from: what is looked up with its printer, or what is shared and None."""
    for source, run in runs:
        if source == "id":
            yield "place", None
            yield "spot", _Printed(lambda spot: "-r{}-c{},".format(*_apart(spot)))
        elif run[0].name == "row":
            yield "spot", _Printed(lambda spot: "{},{},".format(*_apart(spot)))
        elif source != "own":
            yield source, None
        else:
            # Fen and yuan are one piece.
            yield from ((column.name, _Printed(_piece(column))) for column in run if column.fen is None)


def _piece(column: Column) -> Callable[[Any], str]:
    """Return what prints a column of the figure itself, and the yuan beside fen, with what follows."""
    show, end = _show(column), "\r\n" if column is _RECORD.columns[-1] else ","
    yuan = next((_show(other) for other in _RECORD.columns if other.fen == column.name), None)
    return lambda value: f"{show(value)}{end}" if yuan is None else f"{show(value)},{yuan(value)}{end}"


class _Printed(dict[Any, bytes]):
    """Printed forms by value; figures and places of the page come again and again."""

    def __init__(self, show: Callable[[Any], str]) -> None:
        super().__init__()
        self._show = show

    def __missing__(self, value: Any) -> bytes:
        if len(self) >= _MOST:
            self.clear()
        made = self[value] = self._show(value).encode()
        return made


class _Said(dict[tuple[Any, ...], Pieces]):
    """Printed pieces of what rows or columns say, by all that they say."""

    def __init__(self, name: str, runs: Sequence[Sequence[Column]], dialect: str) -> None:
        super().__init__()
        columns = [column for run in runs for column in run]
        # SQLite gives one text several times faster than a dozen; its JSON would round decimals.
        self._packed = [column for column in columns if dialect == "sqlite" and column.type != "decimal"]
        beside = [column for column in columns if column not in self._packed]
        self._names = [column.name for column in (*self._packed, *beside)]
        self._runs = [[(column.name, Seen(_show(column))) for column in run] for run in runs]
        packed = [f"json_array({', '.join(column.name for column in self._packed)})"] if self._packed else []
        shown = ", ".join((*packed, *(_sql(column, dialect) for column in beside)))
        table, number = _SAID[name]
        self._sql = f"SELECT doc, {number}, {shown} FROM {table}"  # noqa: S608 - our own names

    def of(self, cursor: Any, some: str) -> dict[int, dict[int, Pieces]]:
        """Return the pieces of the rows or columns of documents, by document and number."""
        cursor.execute(f"{self._sql} WHERE doc IN ({some})")
        made: defaultdict[int, dict[int, Pieces]] = defaultdict(dict)
        for row in cursor.fetchall():
            made[row[0]][row[1]] = self[row[2:]]
        return made

    def __missing__(self, said: tuple[Any, ...]) -> Pieces:
        if len(self) >= _MOST_SAID:
            self.clear()
        values = dict(zip(self._names, (*json.loads(said[0]), *said[1:]) if self._packed else said, strict=True))
        made = self[said] = tuple(_line([show[values[name]] for name, show in run]) for run in self._runs)
        return made


class _Places(dict[int, Pieces]):
    """Of each table of a document: its id, and the pieces that name it and what it belongs to."""

    def __init__(self, runs: Sequence[Sequence[Column]], owners: Mapping[str, Owned], doc: int) -> None:
        super().__init__()
        self._runs, self._owners, self._doc = runs, owners, doc

    def __missing__(self, key: int) -> Pieces:
        doc, owners, (table_no, after) = self._doc, self._owners, _apart(key)
        document, table = owners["documents"][doc,], owners["tables"][doc, table_no]
        short = document["document_id"][:16]
        named = {**document, **table, "table_id": f"{short}-t{table_no}"}
        if after:
            named |= {**owners["disclosures"][doc, after - 1], "disclosure_id": f"{short}-d{after - 1}"}
        pieces = (_line([named.get(column.name, "") for column in run]) for run in self._runs)
        made = self[key] = (named["table_id"].encode(), *pieces)
        return made


def _apart(pair: int) -> tuple[int, int]:
    """Return the two numbers of a pair."""
    return pair >> _BITS, pair & ((1 << _BITS) - 1)


def _line(shown: Iterable[str]) -> bytes:
    """Return printed columns as the piece of a line."""
    return (",".join(shown) + ",").encode()


def _sql(column: Column, dialect: str) -> str:
    """Return SQL of a stored column; PostgreSQL's decimals are costly as anything but text."""
    return (
        f'CAST("{column.name}" AS text)' if column.type == "decimal" and dialect == "postgresql" else f'"{column.name}"'
    )


def _owned(cursor: Any, owner: str, some: str) -> Owned:
    """Return the printed columns of what places belong to, by key and name."""
    table, key = _OWNERS[owner]
    columns = [column for column in _RECORD.columns if _owner(column) == owner]
    names = ", ".join(f'"{name}"' for name in (*key, *(column.name for column in columns)))
    cursor.execute(f"SELECT {names} FROM {table} WHERE doc IN ({some})")  # noqa: S608 - our own names
    shows = [(column.name, Seen(_show(column))) for column in columns]
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


def _show(column: Column) -> Callable[[Any], str]:
    """Return what prints a stored value, None too."""
    if column.type == "text":
        show: Callable[[Any], str] = _quoted
    else:
        show = plain_hundredths if column.name in HUNDREDTHS else printer(column)
    return lambda value: "" if value is None else show(value)


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
