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
from warehouse.ranking import stands_alone
from warehouse.search_index import DOCUMENTS, INDEX, KINDS, LONGEST, TARGET

#: Texts looked at before a search gives up; more hits than that help nobody.
ENOUGH: Final = 200
# Signs that most texts hold, so that it is of little use to look for them; and how many are looked for.
_COMMON: Final = frozenset(
    "年支预算出万元政公务财与经主一要收入款部门上管理保是为本般共单位资金行增加费类项比项目减少算国事业机关"
)
_SIGNS: Final = 3
# Documents read at first; twice as many each time.
_FEW: Final = 8


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
    """Find words, spelt as they are printed; width and white space in the text do not matter.

    Texts hold every one of several words. Those come first in which the words stand as words (jieba tells), then short
    texts that say them often, then later years.

    Args:
        connection: In a transaction that reads.
        words: At least one Chinese character, letter or digit; several words apart by spaces.
        limit: Hits to return.

    Returns:
        The best hits, and how many were found; never more than `ENOUGH`, where counting stops: of the latest years.

    Raises:
        WarehouseError: There is nothing to look for.
    """
    if len(words) > LONGEST:
        raise WarehouseError(f"检索词过长，最多 {LONGEST} 字", f"give at most {LONGEST} characters to look for")
    wanted = list(dict.fromkeys(folded(word) for word in words.split()))
    of_each = [terms(word) for word in wanted]
    pairs, singles = (list(dict.fromkeys(one for both in of_each for one in both[side])) for side in (0, 1))
    if not pairs and not singles:
        raise WarehouseError(
            "请给出至少一个汉字、字母或数字", "give at least one character, letter or digit to look for"
        )
    found = _found(connection, wanted, pairs, singles)
    best = sorted(found)[:limit]
    first = words.split()[0]
    hits = [_hit(connection, kind, doc, number, text, first) for *_, kind, doc, number, text in best]
    return hits, min(len(found), ENOUGH)


#: Rank, place of the document in the order of search, kind, document, number, text.
Ranked = tuple[bool, int, int, str, int, int, str]


def _found(connection: Connection, wanted: Sequence[str], pairs: Sequence[str], singles: Sequence[str]) -> list[Ranked]:
    """Return the texts that hold all words, of as many documents as it takes to have enough."""
    found: list[Ranked] = []
    for place, candidates in enumerate(_candidates(connection, pairs, singles)):
        known: set[tuple[object, ...]] = set()
        for kind, doc, number, text in sorted(candidates):
            said = folded(text)
            key = (kind, text) if kind == "row" else (kind, number)
            if key in known or not all(word in said for word in wanted):
                continue
            known.add(key)
            density = 1000 * sum(said.count(word) * len(word) for word in wanted) // max(len(said), 1)
            parted = not all(stands_alone(word, said) for word in wanted)
            found.append((parted, -density, place, kind, doc, number, text))
        # Only whole documents, so that every engine stops at the same text.
        if len(found) >= ENOUGH:
            break
    return found


Candidate = tuple[str, int, int, str]


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


def _candidates(connection: Connection, pairs: Sequence[str], singles: Sequence[str]) -> Iterator[list[Candidate]]:
    """Yield, document after document, the texts that hold all the signs."""
    # A text that holds the words holds their signs; those that are never folded are looked for.
    told = {sign for term in (*pairs, *singles) for sign in term if sign >= "\u3400"}
    signs = sorted(told, key=lambda sign: (sign in _COMMON, sign))[:_SIGNS]
    sqlite = connection.dialect.name == "sqlite"
    documents = _documents(connection, pairs, singles)
    start, width = 0, _FEW
    while start < len(documents):
        few = documents[start : start + width]
        of_each: dict[int, list[Candidate]] = {doc: [] for doc in few}
        given: Any = (json.dumps(few),) if sqlite else (few,)
        of_few = "doc IN (SELECT value FROM json_each(?))" if sqlite else "doc = ANY(%s)"
        for kind, (table, number, text) in KINDS.items():
            said = text.replace("chr(", "char(") if sqlite else text
            holds = (f"{'instr' if sqlite else 'strpos'}({said}, '{sign}') > 0" for sign in signs)
            where = " AND ".join([of_few, *holds])
            sql = f"SELECT doc, {number}, {said} FROM {table} AS t WHERE {where}"  # noqa: S608 - our own words
            for doc, at, found in connection.exec_driver_sql(sql, given):
                of_each[doc].append((kind, doc, at, found))
        yield from of_each.values()
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
