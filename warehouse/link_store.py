"""What links documents reads and writes: the SQL behind `pipeline.link`.

A disclosure whose `is_current` is NULL is not linked yet. Loading a document leaves it so for its own disclosures and
for those that shared a report with its earlier load, hence a run that was killed before linking is completed by the
next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)

from schemas.records import RECORDS, check_rows
from warehouse.link_figures import FigureStore, each
from warehouse.packed import texts_of
from warehouse.tables import Layout
from warehouse.writing import insert_rows


@dataclass(frozen=True, slots=True)
class LinkDisclosure:
    """A disclosure as linking sees it; the last four are what linking writes."""

    disclosure_id: str
    document_id: str
    agency_id: str | None
    agency_name: str | None
    stage: str | None
    fiscal_year: int | None
    level_of_report: str | None
    region_code: str | None
    published_on: str | None
    report_id: str | None
    edition: int | None
    is_current: bool | None
    parent_disclosure_id: str | None


@dataclass(frozen=True, slots=True)
class LinkTable:
    """A table of a known form."""

    disclosure_id: str
    table_id: str
    form_id: str
    is_empty: bool
    table_title: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class LinkFigure:
    """A printed figure of a table, blanks left out."""

    disclosure_id: str
    table_id: str
    form_id: str
    place: tuple[str | None, ...]
    measure: str
    value: str
    amount_fen: int | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class AgencyName:
    """A name printed as an agency's, with the years and the number of documents it is seen in."""

    agency_id: str
    name: str
    region_code: str | None
    first_year: int | None
    last_year: int | None
    documents: int


#: Region, fiscal year and stage.
Family = tuple[str | None, int, str]

#: Columns that say where a figure belongs, whatever the layout.
PLACE: Final = (
    "flow", "fund", "origin", "nature", "phase", "comparison",
    "functional_code", "economic_code", "row_label", "project_name",
)  # fmt: skip


def unlink(connection: Connection, doc: int) -> None:
    """Call for linking anew what a document bears on, before it is replaced: its agencies, units and departments."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    connection.exec_driver_sql(_UNLINK.format(mark=mark), (doc, doc, doc))


_UNLINK: Final = """
UPDATE disclosures_data SET is_current = NULL
WHERE agency_id IN (SELECT agency_id FROM disclosures_data WHERE doc = {mark})
OR parent_disclosure_id IN (SELECT disclosure_id FROM disclosures_data WHERE doc = {mark})
OR disclosure_id IN (SELECT parent_disclosure_id FROM disclosures_data WHERE doc = {mark})
"""


def is_linked(connection: Connection, layout: Layout) -> bool:
    """Whether every disclosure is linked."""
    table = layout.table("disclosures")
    return (
        connection.execute(select(table.c.disclosure_id).where(table.c.is_current.is_(None)).limit(1)).first() is None
    )


class LinkStore:
    """The warehouse inside the one transaction that links.

    Args:
        connection: in a transaction that writes.
        layout: the tables.
    """

    def __init__(self, connection: Connection, layout: Layout) -> None:
        self._connection = connection
        self._layout = layout
        self.checks = FigureStore(connection, layout)

    def touched(self) -> tuple[str | None, ...]:
        """Return the ids of agencies with disclosures not yet linked; None stands for unknown agencies."""
        table = self._layout.table("disclosures")
        rows = self._connection.execute(select(table.c.agency_id).where(table.c.is_current.is_(None)).distinct())
        return tuple(sorted(rows.scalars(), key=lambda agency: agency or ""))

    def disclosures(self, agency_ids: Iterable[str | None]) -> list[LinkDisclosure]:
        """Return every disclosure of the agencies; of unknown agencies those not yet linked."""
        table = self._layout.table("disclosures")
        columns = [table.c[name] for name in LinkDisclosure.__dataclass_fields__]
        wanted = select(*columns)
        known = [agency for agency in agency_ids if agency is not None]
        found = [_disclosure(row) for row in each(self._connection, wanted, table.c.agency_id, known)]
        unknown = wanted.where(table.c.agency_id.is_(None), table.c.is_current.is_(None))
        found += [_disclosure(row) for row in self._connection.execute(unknown)]
        return sorted(found, key=lambda one: one.disclosure_id)

    def family(self, keys: Iterable[Family]) -> list[LinkDisclosure]:
        """Return every disclosure of the regions, years and stages."""
        table = self._layout.table("disclosures").c
        wanted = select(*(table[name] for name in LinkDisclosure.__dataclass_fields__))
        found: list[LinkDisclosure] = []
        for region, year, stage in sorted(set(keys), key=str):
            of_region = table.region_code.is_(None) if region is None else table.region_code == region
            rows = self._connection.execute(wanted.where(of_region, table.fiscal_year == year, table.stage == stage))
            found += map(_disclosure, rows)
        return sorted(found, key=lambda one: one.disclosure_id)

    def children(self, disclosure_ids: Iterable[str]) -> list[LinkDisclosure]:
        """Return the disclosures right below others."""
        table = self._layout.table("disclosures").c
        wanted = select(*(table[name] for name in LinkDisclosure.__dataclass_fields__))
        rows = each(self._connection, wanted, table.parent_disclosure_id, disclosure_ids)
        return sorted(map(_disclosure, rows), key=lambda one: one.disclosure_id)

    def tables(self, disclosure_ids: Iterable[str]) -> list[LinkTable]:
        """Return the tables of known forms of the disclosures."""
        own, table = self._layout.table("disclosures"), self._layout.table("tables")
        wanted = (
            select(
                own.c.disclosure_id,
                table.c.table_id,
                table.c.form_id,
                table.c.is_empty,
                table.c.table_title,
                table.c.unit,
            )
            .join_from(own, table, _same(own, table, "doc", "disclosure_no"))
            .where(table.c.form_id.is_not(None))
        )
        return [LinkTable(*row) for row in each(self._connection, wanted, own.c.disclosure_id, disclosure_ids)]

    def figures(self, disclosure_ids: Iterable[str]) -> Iterator[LinkFigure]:
        """Yield the printed figures of the disclosures' known forms."""
        own, table, figure = (self._layout.table(name) for name in ("disclosures", "tables", "amounts"))
        line, head = (self._layout.metadata.tables[f"amount_{name}s"] for name in ("line", "head"))
        place = [(line if name in line.c else head).c[name] for name in PLACE]
        wanted = (
            select(
                own.c.disclosure_id, table.c.table_id, table.c.form_id, head.c.measure, figure.c.value,
                figure.c.amount_fen, head.c.unit, *place,
            )
            .join_from(own, figure, _same(own, figure, "doc", "disclosure_no"))
            .join(table, _same(figure, table, "doc", "table_no"))
            .join(line, _same(figure, line, "doc", "line_no"))
            .join(head, _same(figure, head, "doc", "head_no"))
            .where(table.c.form_id.is_not(None), figure.c.value.is_not(None))
        )  # fmt: skip
        for row in each(self._connection, wanted, own.c.disclosure_id, disclosure_ids):
            disclosure_id, table_id, form_id, measure, value, fen, unit, *where = row
            yield LinkFigure(disclosure_id, table_id, form_id, tuple(where), measure, str(value), fen, unit)

    def printed(self, disclosure_ids: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield (table, text) of every box of known forms that may hold a figure."""
        own, table, cell = (self._layout.table(name) for name in ("disclosures", "tables", "cells"))
        ids = set(disclosure_ids)
        tables = (
            select(table.c.doc, table.c.table_no, table.c.table_id)
            .join_from(own, table, _same(own, table, "doc", "disclosure_no"))
            .where(table.c.form_id.is_not(None))
        )
        named = {row[:2]: row.table_id for row in each(self._connection, tables, own.c.disclosure_id, ids)}
        wanted = select(cell.c.doc, cell.c.boxes)
        for row in each(self._connection, wanted, cell.c.doc, {doc for doc, _ in named}):
            for number, role, text in texts_of(row.boxes):
                table_id = named.get((row.doc, number))
                if table_id is None:
                    continue
                # In headers stand years and numbers of columns, and now and then a row taken for one.
                whole = role in ("header", "code", "column_number") and not {".", ","} & set(text)
                if text and not whole:
                    yield table_id, text

    def sections(self, disclosure_ids: Iterable[str]) -> list[tuple[str, str]]:
        """Return (disclosure, section id) of every section with text."""
        own, paragraph = self._layout.table("disclosures"), self._layout.table("paragraphs")
        wanted = (
            select(own.c.disclosure_id, paragraph.c.section_id)
            .join_from(own, paragraph, _same(own, paragraph, "doc", "disclosure_no"))
            .where(paragraph.c.section_id.is_not(None))
            .distinct()
        )
        return sorted((row[0], row[1]) for row in each(self._connection, wanted, own.c.disclosure_id, disclosure_ids))

    def stated(self, disclosure_ids: Iterable[str]) -> list[tuple[str, str, int]]:
        """Return (disclosure, section id, fen) of every sum of money that sentences state."""
        own, claim, paragraph = (self._layout.table(name) for name in ("disclosures", "claims", "paragraphs"))
        wanted = (
            select(own.c.disclosure_id, func.coalesce(paragraph.c.section_id, ""), claim.c.amount_fen)
            .join_from(own, claim, _same(own, claim, "doc", "disclosure_no"))
            .join(paragraph, _same(claim, paragraph, "doc", "paragraph_no"))
            .where(claim.c.amount_fen.is_not(None), claim.c.implied.is_(False))
        )
        return sorted(
            (row[0], row[1], row[2]) for row in each(self._connection, wanted, own.c.disclosure_id, disclosure_ids)
        )

    def agency_names(self) -> list[AgencyName]:
        """Return every name that is printed as an agency's."""
        table = self._layout.table("disclosures").c
        year = table.fiscal_year
        wanted = (
            select(
                table.agency_id,
                table.agency_name,
                table.region_code,
                func.min(year),
                func.max(year),
                func.count(table.document_id.distinct()),
            )
            .where(table.agency_id.is_not(None), table.agency_name.is_not(None))
            .group_by(table.agency_id, table.agency_name, table.region_code)
        )
        return sorted((AgencyName(*row) for row in self._connection.execute(wanted)), key=_by_name)

    def put_links(self, disclosures: Iterable[LinkDisclosure]) -> None:
        """Write the report columns of disclosures."""
        table = self._layout.table("disclosures")
        columns = ("report_id", "edition", "is_current", "parent_disclosure_id")
        rows = [{"own": one.disclosure_id, **{name: getattr(one, name) for name in columns}} for one in disclosures]
        if rows:
            # Not the names of the columns themselves, which SQLAlchemy keeps for its own parameters.
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
            renamed = [{"own": row["own"], **{f"new_{name}": row[name] for name in columns}} for row in rows]
            statement = update(table).where(table.c.disclosure_id == bindparam("own")).values(values)
            self._connection.execute(statement, renamed)

    def put_agencies(self, agencies: Iterable[Mapping[str, object]], names: Iterable[Mapping[str, object]]) -> None:
        """Let these be all agencies and all their names; rows that stand already are not touched."""
        self._put_all("agencies", list(agencies))
        self._put_all("agency_names", list(names))

    def _put_all(self, record: str, rows: Sequence[Mapping[str, object]]) -> None:
        check_rows(record, rows)
        table, keys = self._layout.table(record), RECORDS[record].primary_key
        stored = [dict(row) for row in self._connection.execute(select(table)).mappings()]
        held = {_key(row, keys): row for row in stored}
        wanted = {_key(row, keys): dict(row) for row in rows}
        gone = [key for key, row in held.items() if wanted.get(key) != row]
        if gone:
            one = delete(table).where(*(table.c[name] == bindparam(f"old_{name}") for name in keys))
            self._connection.execute(one, [dict(zip((f"old_{k}" for k in keys), key, strict=True)) for key in gone])
        insert_rows(self._connection, RECORDS[record], [row for key, row in wanted.items() if held.get(key) != row])


def _same(one: Table, other: Table, *columns: str) -> ColumnElement[bool]:
    return and_(*(one.c[name] == other.c[name] for name in columns))


def _disclosure(row: Any) -> LinkDisclosure:
    found = row._asdict()
    if isinstance(found["published_on"], date):
        found["published_on"] = found["published_on"].isoformat()
    return LinkDisclosure(**found)


def _by_name(name: AgencyName) -> tuple[str, str, str]:
    return name.agency_id, name.name, name.region_code or ""


def _key(row: Mapping[str, object], keys: Iterable[str]) -> tuple[object, ...]:
    return tuple(row[key] for key in keys)
