"""Finding words in paragraphs, row labels, names of projects and targets; the same hits on both engines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from schemas.columns import INDICATOR_ID, PARAGRAPH_ID
from warehouse.errors import WarehouseError
from warehouse.grams import LONGEST, folded, snippet, terms
from warehouse.ids import id_sql
from warehouse.ranking import stands_alone
from warehouse.search_index import DOCUMENTS, INDEX, KINDS, LABELS, TARGET, labels_in

#: Texts looked at before a search gives up; more hits than that help nobody.
ENOUGH: Final = 200
# Signs that most texts hold, so that it is of little use to look for them; and how many are looked for.
_COMMON: Final = frozenset(
    "年支预算出万元政公务财与经主一要收入款部门上管理保是为本般共单位资金行增加费类项比项目减少算国事业机关"
)
_SIGNS: Final = 3
# Documents read at first; twice as many each time, and at most so many.
_FEW, _MANY = 16, 64


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
    whole, begun = (list(dict.fromkeys(one for both in of_each for one in both[side])) for side in (0, 1))
    if not whole and not begun:
        raise WarehouseError(
            "请给出至少一个汉字、字母或数字", "give at least one character, letter or digit to look for"
        )
    found = _found(connection, wanted, whole, begun)
    best = sorted(found)[:limit]
    return _hits(connection, best, words.split()[0]), min(len(found), ENOUGH)


#: Rank, place of the document in the order of search, kind, document, number, text.
Ranked = tuple[bool, int, int, str, int, int, str]


def _found(connection: Connection, wanted: Sequence[str], whole: Sequence[str], begun: Sequence[str]) -> list[Ranked]:
    """Return the texts that hold all words, of as many documents as it takes to have enough."""
    found: list[Ranked] = []
    for place, candidates in enumerate(_candidates(connection, whole, begun)):
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


def _documents(connection: Connection, whole: Sequence[str], begun: Sequence[str]) -> Iterator[list[int]]:
    """Yield the documents that hold all terms, the latest first, some at a time."""
    if connection.dialect.name == "sqlite":
        wanted = " AND ".join([*(f'"{term}"' for term in whole), *(f'"{term}" *' for term in begun)])
        found = f"{INDEX} AS f JOIN {DOCUMENTS} AS r ON r.id = f.rowid WHERE {INDEX} MATCH ?"
    else:
        wanted = " & ".join([*(f"'{term}'" for term in whole), *(f"'{term}':*" for term in begun)])
        found = f"{DOCUMENTS} AS r WHERE grams @@ %s::tsquery"
        # For words of nearly all documents it would rather read their terms than the index, which takes much longer.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    # Most words are found often enough in the first few; a document of several parts may come twice.
    sql = f"SELECT r.doc FROM {found} ORDER BY r.year DESC, r.doc"  # noqa: S608 - our own words
    told: dict[int, None] = {}
    width, most = _FEW, 2 * ENOUGH
    for limit in (f" LIMIT {most}", ""):
        rows = connection.exec_driver_sql(sql + limit, (wanted,)).scalars().all()
        rest = [doc for doc in dict.fromkeys(rows) if doc not in told]
        told.update(dict.fromkeys(rest))
        start = 0
        while start < len(rest):
            yield rest[start : start + width]
            start, width = start + width, min(2 * width, _MANY)
        if len(rows) < most:
            return


def _candidates(connection: Connection, whole: Sequence[str], begun: Sequence[str]) -> Iterator[list[Candidate]]:
    """Yield, document after document, the texts that hold all the signs."""
    # A text that holds the words holds their signs; those that are never folded are looked for.
    told = {sign for term in (*whole, *begun) for sign in term if sign >= "\u3400"}
    signs = sorted(told, key=lambda sign: (sign in _COMMON, sign))[:_SIGNS]
    sqlite = connection.dialect.name == "sqlite"
    of_few = "doc IN (SELECT value FROM json_each(?))" if sqlite else "doc = ANY(%s)"
    for few in _documents(connection, whole, begun):
        of_each: dict[int, list[Candidate]] = {doc: [] for doc in few}
        given: Any = (json.dumps(few),) if sqlite else (few,)
        labels = f"SELECT doc, labels FROM {LABELS} WHERE {of_few}"  # noqa: S608 - our own words
        packed = {row[0]: row[1] for row in connection.exec_driver_sql(labels, given)}
        for kind, (table, number, text) in KINDS.items():
            if kind == "row":
                continue
            said = text.replace("chr(", "char(") if sqlite else text
            holds = (f"{'instr' if sqlite else 'strpos'}({said}, '{sign}') > 0" for sign in signs)
            where = " AND ".join([of_few, *holds])
            sql = f"SELECT doc, {number}, {said} FROM {table} AS t WHERE {where}"  # noqa: S608 - our own words
            for doc, at, found in connection.exec_driver_sql(sql, given):
                of_each[doc].append((kind, doc, at, found))
        for doc, candidates in of_each.items():
            yield candidates + [("row", doc, at, found) for at, found in labels_in(packed[doc], signs)]


#: Where the texts of a kind stand: table, number of the row, page, shape of the id.
_PLACES: Final[Mapping[str, tuple[str, str, str, str | None]]] = {
    "paragraph": ("paragraphs_data", "t.paragraph_no", "page_first", PARAGRAPH_ID),
    "row": ("amounts_data", "t.line_no", "page", None),
    "target": ("indicators_data", TARGET, "page", INDICATOR_ID),
}


def _hits(connection: Connection, best: Sequence[Ranked], words: str) -> list[Hit]:
    """Return the hits of texts, in their order."""
    places: dict[tuple[str, int, int], Any] = {}
    for kind in _PLACES:
        wanted = [(doc, number) for *_, own, doc, number, _ in best if own == kind]
        if wanted:
            places |= {(kind, row[0], row[1]): row[2:] for row in _placed(connection, kind, wanted)}
    hits = []
    for *_, kind, doc, number, text in best:
        before, said, after = snippet(text, words)
        place, document_id, file_name, agency, year, stage, page = places[kind, doc, number]
        hits.append(Hit(kind, place, document_id, file_name, agency, year, stage, page, before, said, after))
    return hits


def _placed(connection: Connection, kind: str, wanted: Sequence[tuple[int, int]]) -> list[Sequence[Any]]:
    """Return document and number of texts, id, whose they are, and page; the first page last."""
    table, number, page, shape = _PLACES[kind]
    place = id_sql(shape, "t", connection.dialect.name) if shape else "NULL"
    texts = ", ".join(f"({int(doc)}, {int(at)})" for doc, at in wanted)
    sql = (
        f"WITH w(doc, number) AS (VALUES {texts}) "  # noqa: S608 - our own words
        f"SELECT w.doc, w.number, {place}, d.document_id, d.file_name, o.agency_name, o.fiscal_year, o.stage, t.{page} "
        f"FROM w JOIN {table} AS t ON t.doc = w.doc AND {number} = w.number JOIN documents_data AS d ON d.doc = w.doc "
        "LEFT JOIN disclosures_data AS o ON o.doc = t.doc AND o.disclosure_no = t.disclosure_no "
        f"ORDER BY t.{page} DESC, t.disclosure_no DESC"
    )
    return list(connection.exec_driver_sql(sql).fetchall())
