"""Finding words in paragraphs, row labels, names of projects and targets; the same hits on both engines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from schemas.columns import INDICATOR_ID, PARAGRAPH_ID
from warehouse.errors import WarehouseError
from warehouse.grams import FROM, LETTERS, TO, folded, grams, snippet, terms
from warehouse.ids import id_sql
from warehouse.writing import insert_values

INDEX: Final = "search_index"
ROWS: Final = "search_rows"
#: Texts looked at before a search gives up; more hits than that help nobody.
ENOUGH: Final = 1_000

_TARGET: Final = "t.table_no * 10000000 + t.indicator_no"
#: Kinds: table, SQL of the number of its row within the document, SQL of its text.
_KINDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "paragraph": ("paragraphs_data", "t.paragraph_no", "t.text"),
    "row": ("amount_lines", "t.line_no", "coalesce(t.row_label, '') || chr(10) || coalesce(t.project_name, '')"),
    "target": ("indicators_data", _TARGET, "coalesce(t.project_name, '') || chr(10) || coalesce(t.indicator, '')"),
}
_ORDER: Final = tuple(_KINDS)


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


def search_sql(dialect: str) -> dict[str, str]:
    """Return the SQL of the index by name, in the order of creation."""
    if dialect == "sqlite":
        options = "content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0'"
        return {INDEX: f"CREATE VIRTUAL TABLE {INDEX} USING fts5(grams, {options})"}
    made = {"mingzhang_grams": _function()}
    for kind, (table, _, text) in _KINDS.items():
        said = text.replace("t.", "")
        made[f"ix_search_{kind}"] = f"CREATE INDEX ix_search_{kind} ON {table} USING gin (mingzhang_grams({said}))"
    return made


def _function() -> str:
    """SQL of the function that does for PostgreSQL what `grams` does."""
    letters = " OR ".join(f"{{0}} BETWEEN '{first}' AND '{last}'" for first, last in LETTERS)
    this, following = (letters.format(f'{name} COLLATE "C"') for name in ("one", "two"))
    texts = tuple(text.replace("'", "''") for text in (FROM, TO))
    return f"""CREATE OR REPLACE FUNCTION mingzhang_grams(given text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100000 AS $made$
SELECT array_to_tsvector(coalesce(array_agg(DISTINCT CASE WHEN {following} THEN one || two ELSE one END), '{{}}'))
FROM (SELECT one, lead(one) OVER (ORDER BY n) AS two
FROM unnest(string_to_array(translate(given, '{texts[0]}', '{texts[1]}'), NULL)) WITH ORDINALITY AS t(one, n)) AS pairs
WHERE {this} $made$"""  # noqa: S608 - our own words


def put_search(connection: Connection, doc: int) -> None:
    """Put the texts of a document that was just loaded into the index; PostgreSQL does so by itself."""
    if connection.dialect.name != "sqlite":
        return
    rows = list(_texts(connection, doc))
    first = connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) + 1 FROM {ROWS}").scalar_one()  # noqa: S608
    numbered = list(enumerate(rows, first))
    insert_values(
        connection, ROWS, ("id", "doc", "kind", "number"), [(at, doc, row[0], row[1]) for at, row in numbered]
    )
    insert_values(connection, INDEX, ("rowid", "grams"), [(at, grams(row[2])) for at, row in numbered])


def drop_search(connection: Connection, doc: int) -> None:
    """Take the texts of a document out of the index, while they still stand."""
    if connection.dialect.name != "sqlite":
        return
    ids = connection.exec_driver_sql(f"SELECT id FROM {ROWS} WHERE doc = ? ORDER BY id", (doc,)).scalars().all()  # noqa: S608
    gone = [("delete", at, grams(row[2])) for at, row in zip(ids, _texts(connection, doc), strict=True)]
    insert_values(connection, INDEX, (INDEX, "rowid", "grams"), gone)
    connection.exec_driver_sql(f"DELETE FROM {ROWS} WHERE doc = ?", (doc,))  # noqa: S608


def _texts(connection: Connection, doc: int) -> Iterator[tuple[int, int, str]]:
    """Kind, number and text of all that is searched in a document, a text of rows once."""
    seen: set[str] = set()
    for kind, (table, number, text) in _KINDS.items():
        said = text.replace("chr(", "char(")
        sql = f"SELECT {number}, {said} FROM {table} AS t WHERE doc = ? ORDER BY {number}"  # noqa: S608
        for at, found in connection.exec_driver_sql(sql, (doc,)):
            if kind == "row" and (found in seen or not found.strip()):
                continue
            seen.add(found)
            yield _ORDER.index(kind), at, found


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
    pairs, singles = terms(words)
    if not pairs and not singles:
        raise WarehouseError(
            "请给出至少一个汉字、字母或数字", "give at least one character, letter or digit to look for"
        )
    candidates = _sqlite_candidates if connection.dialect.name == "sqlite" else _postgres_candidates
    found: dict[tuple[object, ...], tuple[int, str, int, int, str]] = {}
    for kind, doc, number, text in candidates(connection, pairs, singles):
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


def _sqlite_candidates(connection: Connection, pairs: Sequence[str], singles: Sequence[str]) -> Candidates:
    match = " AND ".join([*(f'"{pair}"' for pair in pairs), *(f'"{single}" *' for single in singles)])
    sql = f"SELECT r.doc, r.kind, r.number FROM {INDEX} AS f JOIN {ROWS} AS r ON r.id = f.rowid WHERE {INDEX} MATCH ?"  # noqa: S608
    texts = [
        f"SELECT {text.replace('chr(', 'char(')} FROM {table} AS t WHERE doc = ? AND {number} = ?"  # noqa: S608
        for table, number, text in _KINDS.values()
    ]
    for doc, kind, number in connection.exec_driver_sql(sql, (match,)):
        text = connection.exec_driver_sql(texts[kind], (doc, number)).scalar_one()
        yield _ORDER[kind], doc, number, text


def _postgres_candidates(connection: Connection, pairs: Sequence[str], singles: Sequence[str]) -> Candidates:
    query = " & ".join([*(f"'{pair}'" for pair in pairs), *(f"'{single}':*" for single in singles)])
    for kind, (table, number, text) in _KINDS.items():
        # Not streamed: for a cursor PostgreSQL would rather read every text than use the index.
        where = f"mingzhang_grams({text}) @@ %s::tsquery LIMIT {4 * ENOUGH}"
        sql = f"SELECT doc, {number}, {text} FROM {table} AS t WHERE {where}"  # noqa: S608 - our own words
        for doc, at, said in connection.exec_driver_sql(sql, (query,)):
            yield kind, doc, at, said


_PLACES: Final[Mapping[str, str]] = {
    "paragraph": "paragraphs_data AS t ON t.doc = d.doc AND t.paragraph_no = {n}",
    "row": "amounts_data AS t ON t.doc = d.doc AND t.line_no = {n}",
    "target": "indicators_data AS t ON t.doc = d.doc AND " + _TARGET + " = {n}",
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
