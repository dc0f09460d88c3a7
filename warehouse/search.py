"""Finding words in paragraphs, row labels, names of projects and targets; the same hits on both engines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from schemas.columns import INDICATOR_ID, PARAGRAPH_ID
from warehouse.errors import WarehouseError
from warehouse.grams import folded, snippet, terms
from warehouse.ids import id_sql
from warehouse.search_index import DOCUMENTS, INDEX, KINDS, LONGEST, TARGET

#: Texts looked at before a search gives up; more hits than that help nobody.
ENOUGH: Final = 1_000


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words stand.

    Attributes:
        kind: `paragraph`, `row` or `target`.
        place: Id of the paragraph or target; of a row None.
        document_id: Its document.
        file_name: Name of the document.
        agency_name: Whose report it is, None when not known.
        fiscal_year: Of the report.
        stage: Of the report.
        page: Where it stands, None when not known.
        before: Text in front of the words.
        words: The words as printed.
        after: Text behind them.
    """

    kind: str
    place: str | None
    document_id: str
    file_name: str
    agency_name: str | None
    fiscal_year: int | None
    stage: str | None
    page: int | None
    before: str
    words: str
    after: str


def search(connection: Connection, words: str, limit: int) -> tuple[list[Hit], int]:
    """Find words, spelt as they are printed; white space and width do not matter.

    Args:
        connection: In a transaction that reads.
        words: At least one Chinese character, letter or digit.
        limit: Hits to return.

    Returns:
        The best hits, and how many were found; never more than `ENOUGH`, where counting stops.

    Raises:
        WarehouseError: There is nothing to look for.
    """
    wanted = folded(words)
    if len(words) > LONGEST:
        raise WarehouseError(f"检索词过长，最多 {LONGEST} 字", f"give at most {LONGEST} characters to look for")
    pairs, singles = terms(words)
    if not pairs and not singles:
        raise WarehouseError(
            "请给出至少一个汉字、字母或数字", "give at least one character, letter or digit to look for"
        )
    found: dict[tuple[object, ...], tuple[int, str, int, int, str]] = {}
    for kind, doc, number, text in _candidates(connection, pairs, singles):
        said = folded(text)
        times = said.count(wanted)
        if not times:
            continue
        key = (kind, doc, text) if kind == "row" else (kind, doc, number)
        # Short texts that say it often, first.
        rank = (-1000 * times * len(wanted) // max(len(said), 1), kind, doc, number, text)
        found[key] = min(rank, found.get(key, rank))
        if len(found) >= ENOUGH:
            break
    best = sorted(found.values())[:limit]
    return [_hit(connection, kind, doc, number, text, words) for _, kind, doc, number, text in best], len(found)


Candidates = Iterator[tuple[str, int, int, str]]


def _documents(connection: Connection, pairs: Sequence[str], singles: Sequence[str]) -> list[int]:
    """Documents that hold all pairs, the latest first."""
    if connection.dialect.name == "sqlite":
        wanted = " AND ".join([*(f'"{pair}"' for pair in pairs), *(f'"{single}" *' for single in singles)])
        found = f"{INDEX} AS f JOIN {DOCUMENTS} AS r ON r.id = f.rowid WHERE {INDEX} MATCH ?"
    else:
        wanted = " & ".join([*(f"'{pair}'" for pair in pairs), *(f"'{single}':*" for single in singles)])
        found = f"{DOCUMENTS} AS r WHERE grams @@ %s::tsquery"
    sql = f"SELECT r.doc FROM {found} ORDER BY r.year DESC, r.doc"  # noqa: S608 - our own words
    return list(dict.fromkeys(connection.exec_driver_sql(sql, (wanted,)).scalars()))


def _candidates(connection: Connection, pairs: Sequence[str], singles: Sequence[str]) -> Candidates:
    # A text that holds the words holds their signs; those that are never folded are looked for.
    signs = sorted({sign for term in (*pairs, *singles) for sign in term if sign >= "\u3400"})
    sqlite = connection.dialect.name == "sqlite"
    documents = _documents(connection, pairs, singles)
    start, width = 0, 16
    while start < len(documents):
        few = documents[start : start + width]
        given: Any = (json.dumps(few),) if sqlite else (few,)
        of_few = "doc IN (SELECT value FROM json_each(?))" if sqlite else "doc = ANY(%s)"
        for kind, (table, number, text) in KINDS.items():
            said = text.replace("chr(", "char(") if sqlite else text
            holds = (f"{'instr' if sqlite else 'strpos'}({said}, '{sign}') > 0" for sign in signs)
            where = " AND ".join([of_few, *holds])
            sql = f"SELECT doc, {number}, {said} FROM {table} AS t WHERE {where}"  # noqa: S608 - our own words
            for doc, at, found in connection.exec_driver_sql(sql, given):
                yield kind, doc, at, found
        start, width = start + width, min(2 * width, 256)


_PLACES: Final[Mapping[str, str]] = {
    "paragraph": "paragraphs_data AS t ON t.doc = d.doc AND t.paragraph_no = {n}",
    "row": "amounts_data AS t ON t.doc = d.doc AND t.line_no = {n}",
    "target": "indicators_data AS t ON t.doc = d.doc AND " + TARGET + " = {n}",
}


def _hit(connection: Connection, kind: str, doc: int, number: int, text: str, words: str) -> Hit:
    dialect = connection.dialect.name
    mark = "%s" if dialect == "postgresql" else "?"
    shapes = {"paragraph": PARAGRAPH_ID, "target": INDICATOR_ID}
    place = id_sql(shapes[kind], "t", dialect) if kind in shapes else "NULL"
    page = "page_first" if kind == "paragraph" else "page"
    sql = (
        f"SELECT {place}, d.document_id, d.file_name, o.agency_name, o.fiscal_year, o.stage, t.{page} "  # noqa: S608
        f"FROM documents_data AS d JOIN {_PLACES[kind].format(n=mark)} "
        "LEFT JOIN disclosures_data AS o ON o.doc = t.doc AND o.disclosure_no = t.disclosure_no "
        f"WHERE d.doc = {mark} ORDER BY t.{page} LIMIT 1"
    )
    row: Any = connection.exec_driver_sql(sql, (number, doc)).one()
    place_id, document_id, file_name, agency, year, stage, on_page = row
    before, said, after = snippet(text, words)
    return Hit(kind, place_id, document_id, file_name, agency, year, stage, on_page, before, said, after)
