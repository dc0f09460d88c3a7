"""What identities between reports read and write: figures, stated sums, names of units, and checks of far reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, TableClause, delete, func, select, update
from sqlalchemy import column as sql_column
from sqlalchemy import table as sql_table

from schemas.records import RECORDS, check_rows
from warehouse.ids import number_of
from warehouse.packed import FAR
from warehouse.packing import Packer
from warehouse.slots import HELD
from warehouse.summing import COUNTS
from warehouse.tables import Layout
from warehouse.writing import insert_rows

# As many ids as a statement may list; a database allows some ten thousand parameters.
FEW: Final = 500


@dataclass(frozen=True, slots=True)
class CheckFigure:
    """A figure, or a sum that a sentence states (`form_id` None, `label` its subject)."""

    operand_id: str
    disclosure_id: str
    form_id: str | None
    section_id: str | None
    label: str
    column_path: str
    dims: Mapping[str, str | None]
    functional_code: str | None
    is_total: bool
    amount_fen: int
    change_fen: int | None
    base: str | None
    printed: str
    unit: str | None
    page: int

    @property
    def kind(self) -> str:
        """Kind of operand."""
        return "claim" if self.form_id is None else "amount"


Row = Mapping[str, object]

_DIMS: Final = ("flow", "fund", "origin", "nature", "phase")


class FigureStore:
    """Figures and checks inside the transaction that links; documents are read whole, by their id.

    Args:
        connection: in a transaction that writes.
        layout: the tables.
    """

    def __init__(self, connection: Connection, layout: Layout) -> None:
        self._connection = connection
        self._layout = layout

    def figures(self, document_ids: Iterable[str], forms: Iterable[str]) -> list[CheckFigure]:
        """Return the sums of money of some forms, by id; comparisons and blanks are left out."""
        figure, table = self._layout.table("amounts"), self._layout.table("tables")
        line, head = (self._layout.metadata.tables[f"amount_{name}s"] for name in ("line", "head"))
        wanted = (
            select(
                figure.c.doc, figure.c.table_no, figure.c.row, figure.c.col, figure.c.disclosure_no,
                figure.c.amount_fen, figure.c.printed, figure.c.page, table.c.form_id, line.c.row_label,
                line.c.functional_code, line.c.economic_code, line.c.is_total, head.c.column_path, head.c.comparison,
                head.c.unit, *(head.c[name] for name in _DIMS),
            )
            .join(table, (figure.c.doc == table.c.doc) & (figure.c.table_no == table.c.table_no))
            .join(line, (figure.c.doc == line.c.doc) & (figure.c.line_no == line.c.line_no))
            .join(head, (figure.c.doc == head.c.doc) & (figure.c.head_no == head.c.head_no))
        )  # fmt: skip
        short = {number_of(document_id): document_id[:16] for document_id in document_ids}
        accepted, found = set(forms), []
        for row in each(self._connection, wanted, figure.c.doc, short):
            # Chosen here, not in SQL: an index on the form would lead through all documents that have it.
            if row.form_id not in accepted or row.amount_fen is None or row.comparison or row.economic_code:
                continue
            if row.disclosure_no is None:
                continue
            found.append(
                CheckFigure(
                    operand_id=f"{short[row.doc]}-t{row.table_no}-r{row.row}-c{row.col}",
                    disclosure_id=f"{short[row.doc]}-d{row.disclosure_no}",
                    form_id=row.form_id,
                    section_id=None,
                    label=row.row_label or "",
                    column_path=row.column_path or "",
                    dims={name: getattr(row, name) for name in _DIMS},
                    functional_code=row.functional_code,
                    is_total=bool(row.is_total),
                    amount_fen=row.amount_fen,
                    change_fen=None,
                    base=None,
                    printed=row.printed,
                    unit=row.unit,
                    page=row.page,
                )
            )
        return sorted(found, key=lambda one: one.operand_id)

    def stated(self, document_ids: Iterable[str]) -> list[CheckFigure]:
        """Return the sums of money that sentences state, by id; implied ones are left out."""
        columns = (
            "claim_id", "disclosure_id", "subject", "functional_code", "amount_fen", "change_fen", "base", "sentence",
            "page",
        )  # fmt: skip
        claims = _view("claims", "document_id", "paragraph_id", "implied", *columns)
        paragraphs = _view("paragraphs", "document_id", "paragraph_id", "section_id")
        section = {row[0]: row[1] for row in self._of(paragraphs, document_ids, "paragraph_id", "section_id")}
        found = []
        for row in self._of(claims, document_ids, "implied", "paragraph_id", *columns):
            said = row._asdict()
            paragraph, implied = said.pop("paragraph_id"), said.pop("implied")
            if implied or said["amount_fen"] is None:
                continue
            said["operand_id"], said["label"] = said.pop("claim_id"), said.pop("subject") or ""
            said |= {"printed": said.pop("sentence"), "form_id": None, "unit": None, "column_path": ""}
            found.append(CheckFigure(**said, dims={}, section_id=section.get(paragraph), is_total=False))
        return sorted(found, key=lambda one: one.operand_id)

    def listed_units(self, document_ids: Iterable[str]) -> list[tuple[str, str]]:
        """Return (disclosure, text) of every box of its lists of units."""
        tables = _view("tables", "document_id", "table_id", "disclosure_id", "form_id")
        lists = {
            row.table_id: row.disclosure_id
            for row in self._of(tables, document_ids, "table_id", "disclosure_id", "form_id")
            if row.form_id == "unit_list"
        }
        if not lists:
            return []
        cells = _view("cells", "document_id", "table_id", "text", "role")
        # The ids of cells begin with that of their document: only documents with such lists are read.
        short = {table_id[:16] for table_id in lists}
        of_lists = [document_id for document_id in document_ids if document_id[:16] in short]
        rows = self._of(cells, of_lists, "table_id", "text", "role")
        return sorted(
            {(lists[r.table_id], r.text) for r in rows if r.table_id in lists and r.role != "header" and r.text}
        )

    def organisation(self, document_ids: Iterable[str]) -> list[tuple[str, str]]:
        """Return (disclosure, paragraph) of what it says of its organisation."""
        paragraphs = _view("paragraphs", "document_id", "disclosure_id", "text", "section_id")
        rows = self._of(paragraphs, document_ids, "disclosure_id", "text", "section_id")
        return sorted((row.disclosure_id, row.text) for row in rows if row.section_id == "n_org")

    def put_checks(
        self, document_ids: Iterable[str], checks: Iterable[Row], operands: Mapping[str, Sequence[Row]]
    ) -> None:
        """Let these be the checks of far reach of the documents; those of a document by itself are not touched.

        Args:
            document_ids: documents whose checks are made anew.
            checks: their checks.
            operands: the operands of each check by its id.
        """
        table, postgres = self._layout.table("checks"), self._connection.dialect.name == "postgresql"
        parts = self._layout.table("check_operands")
        by_document: dict[str, list[Row]] = {document_id: [] for document_id in document_ids}
        for check in checks:
            by_document[str(check["document_id"])].append(check)
        for document_id, rows in sorted(by_document.items()):
            doc = number_of(document_id)
            far = (table.c.doc == doc, table.c.reach.in_(FAR))
            these = select(table.c.check_no).where(*far)
            self._connection.execute(delete(parts).where(parts.c.doc == doc, parts.c.check_no.in_(these)))
            changed = self._connection.execute(delete(table).where(*far)).rowcount
            packer = Packer(document_id, postgres)
            of_rows = [one for row in rows for one in operands[str(row["check_id"])]]
            for record, found in (("checks", rows), ("check_operands", of_rows)):
                check_rows(record, found)
                insert_rows(self._connection, RECORDS[record], found, packer)
            if changed or rows:
                self._count(doc)

    def _count(self, doc: int) -> None:
        """Keep what is counted of the document's checks."""
        table, tables = self._layout.table("checks"), self._layout.metadata.tables
        counts, packed = tables[COUNTS], tables[HELD]
        values = dict.fromkeys(RECORDS["checks"].column("status").values or (), 0)
        for found, number in ((table, func.count()), (packed, func.sum(packed.c["items"]))):
            wanted = select(found.c.status, number).where(found.c.doc == doc).group_by(found.c.status)
            for status, count in self._connection.execute(wanted):
                values[status] += int(count)
        self._connection.execute(update(counts).where(counts.c.doc == doc).values(values))

    def _of(self, view: TableClause, document_ids: Iterable[str], *columns: str) -> Iterator[Any]:
        wanted = select(*(view.c[name] for name in columns))
        return each(self._connection, wanted, view.c.document_id, document_ids)


def _view(name: str, *columns: str) -> TableClause:
    return sql_table(name, *(sql_column(one) for one in columns))


def each(connection: Connection, wanted: Select[Any], column: Any, ids: Iterable[Any]) -> Iterator[Any]:
    """Yield the rows of a statement for ids, a few at a time."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), FEW):
        yield from connection.execute(wanted.where(column.in_(ordered[start : start + FEW])))
