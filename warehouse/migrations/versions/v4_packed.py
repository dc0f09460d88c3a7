"""Version 4: boxes of a table, and identities that hold, packed; rows refer to their document; search by document.

The search index is filled by the next step, which makes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from alembic import op
from sqlalchemy import Connection

from schemas.records import RECORDS
from warehouse.ids import hex_sql, number_of, numbers_of
from warehouse.migrations import statements
from warehouse.migrations.packed4 import boxes, identities
from warehouse.values import plain
from warehouse.writing import insert_columns, insert_values

revision = "4"
down_revision = "3"

# Tables that are made anew with the same columns, and those that are filled in another way.
_SAME = (
    "amounts_data", "check_operands_data", "claims_data", "completeness_data", "indicators_data", "readings_data",
    "unparsed_data",
)  # fmt: skip
_OTHER = ("tables_data", "document_counts", "cells_data")
_HUNDREDTHS = ("x0", "y0", "x1", "y1")


def upgrade() -> None:
    """Carry everything across."""
    connection = op.get_bind()
    dialect = connection.dialect.name
    made = statements(4, dialect)
    for name in (*_SAME, *_OTHER):
        connection.exec_driver_sql(f"CREATE TABLE old_{name} AS SELECT * FROM {name}")  # noqa: S608 - our own names
    cascade = " CASCADE" if dialect == "postgresql" else ""
    for name in (*_SAME, "cells_data", "document_counts", "tables_data"):
        connection.exec_driver_sql(f"DROP TABLE {name}{cascade}")
    _drop_search(connection)
    for name in ("tables_data", *_SAME, "document_counts", "cells_data", "checks_held", "search_documents"):
        for sql in _of_table(made, name):
            connection.exec_driver_sql(sql)
    _carry(connection)
    _pack_boxes(connection)
    _pack_identities(connection)
    _count(connection)
    for name in (*_SAME, *_OTHER):
        connection.exec_driver_sql(f"DROP TABLE old_{name}")


def downgrade() -> None:
    """A warehouse is never taken back to less."""
    raise NotImplementedError


def _of_table(made: Sequence[str], name: str) -> Iterator[str]:
    for sql in made:
        if sql.startswith(f"CREATE TABLE {name} ") or f" ON {name} " in sql.split("\n")[0]:
            yield sql


def _drop_search(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TABLE search_rows")
        connection.exec_driver_sql("DROP TABLE search_index")
        (sql,) = (sql for sql in statements(4, "sqlite") if sql.startswith("CREATE VIRTUAL TABLE"))
        connection.exec_driver_sql(sql)
        return
    for kind in ("paragraph", "row", "target"):
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS ix_search_{kind}")
    connection.exec_driver_sql("DROP FUNCTION IF EXISTS mingzhang_grams(text)")


def _carry(connection: Connection) -> None:
    """Bring back the tables whose columns are the same, and tables with their ids."""
    for name in _SAME:
        columns = _columns(connection, f"old_{name}")
        connection.exec_driver_sql(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM old_{name}")  # noqa: S608
    columns = _columns(connection, "old_tables_data")
    table_id = f"{hex_sql('doc', connection.dialect.name)} || '-t' || table_no"
    connection.exec_driver_sql(
        f"INSERT INTO tables_data ({columns}, table_id) SELECT {columns}, {table_id} FROM old_tables_data"  # noqa: S608
    )


def _columns(connection: Connection, table: str) -> str:
    result = connection.exec_driver_sql(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - our own names
    return ", ".join(f'"{name}"' for name in result.keys())  # noqa: SIM118 - of a result


def _documents(connection: Connection, table: str, key: str) -> Iterator[tuple[int, str, dict[str, list[Any]]]]:
    """Yield number, first digits of the id, and columns of a table's rows, document by document."""
    digits = hex_sql("doc", connection.dialect.name)
    sql = f"SELECT {digits} AS digits, t.* FROM {table} AS t ORDER BY doc{key}"  # noqa: S608 - our own names
    result = connection.exec_driver_sql(sql, None, {"stream_results": True})
    names = list(result.keys())
    for (digits, doc), rows in groupby(result, key=lambda row: (row[0], row.doc)):
        yield doc, digits, {name: list(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}


def _pack_boxes(connection: Connection) -> None:
    names = ("doc", "table_no", "part", "boxes")
    for doc, digits, held in _documents(connection, "old_cells_data", ', table_no, "row", col'):
        given: dict[str, Sequence[Any]] = {**held, "unmapped": list(map(bool, held["unmapped"]))}
        given["printed"] = [t if p is None else p for p, t in zip(held["printed"], held["text"], strict=True)]
        given["table_id"] = [f"{digits}-t{number}" for number in held["table_no"]]
        packed = boxes(given, {name: held[name] for name in _HUNDREDTHS})
        rows = [(doc, numbers_of(table)[0], part, text) for table, part, text in packed]
        insert_values(connection, "cells_data", names, rows)


def _digits(value: Any) -> str | None:
    if value is None:
        return None
    return plain(value if isinstance(value, Decimal) else Decimal(repr(value)))


def _pack_identities(connection: Connection) -> None:
    """Pack the identities that hold; those that do not, or lead to other documents, stay as they are."""
    decimals = [column.name for column in RECORDS["checks"].columns if column.type == "decimal"]
    parts = _documents(connection, "check_operands_data", ", check_no, side, position")
    ahead = next(parts, None)
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    kept_by: list[tuple[int, int]] = []
    for doc, digits, held in _documents(connection, "checks_data", ", check_no"):
        given: dict[str, Sequence[Any]] = {**held, **{name: list(map(_digits, held[name])) for name in decimals}}
        given["check_id"] = [f"{number + 2**63:016x}" for number in held["check_no"]]
        given["disclosure_id"] = [None if n is None else f"{digits}-d{n}" for n in held["disclosure_no"]]
        # Both stand in the order of documents; one without identities has no operands.
        own = ahead[2] if ahead is not None and ahead[0] == doc else None
        groups, kept = identities(given, _operands(digits, own), digits)
        ahead = ahead if own is None else next(parts, None)
        rows = [
            (doc, part, None if owner is None else numbers_of(owner)[0], form, status, items, text)
            for part, ((owner, form, status), items, text) in enumerate(groups)
        ]
        names = ("doc", "part", "disclosure_no", "form_id", "status", "items", "identities")
        kept_by += ((doc, number_of(check)) for check in kept)
        insert_values(connection, "checks_held", names, rows)
    for name in ("check_operands_data", "checks_data"):
        sql = f"DELETE FROM {name} WHERE doc = {mark} AND check_no = {mark}"  # noqa: S608 - our own names
        if kept_by:
            connection.exec_driver_sql(sql, kept_by)


def _operands(digits: str, held: Mapping[str, Sequence[Any]] | None) -> dict[str, list[Any]]:
    names = ("check_id", "position", "side", "sign", "kind", "operand_id")
    if held is None:
        return {name: [] for name in names}
    made: dict[str, list[Any]] = {name: list(held[name]) for name in names if name in held}
    made["check_id"] = [f"{number + 2**63:016x}" for number in held["check_no"]]
    made["operand_id"] = []
    parts = zip(*(held[name] for name in ("kind", "operand_doc", "operand_a", "operand_b", "operand_c")), strict=True)
    for kind, doc, a, b, c in parts:
        short = digits if doc is None else f"{doc + 2**63:016x}"
        shapes = {"claim": f"-p{a}-k{b}", "indicator": f"-t{a}-i{b}"}
        made["operand_id"].append(short + shapes.get(kind, f"-t{a}-r{b}-c{c}"))
    return made


def _count(connection: Connection) -> None:
    """Count the tables of a known form and the boxes that no rule used."""
    had = _columns(connection, "old_document_counts").replace('"', "").split(", ")
    shared = [name for name in had if name not in ("recognised", "unplaced")]
    held = ", ".join(shared)
    tables = "SELECT count(*) FROM tables_data AS t WHERE t.doc = c.doc AND t.form_id IS NOT NULL"
    sql = f"SELECT {held}, ({tables}) AS recognised FROM old_document_counts AS c"  # noqa: S608 - our own names
    sums = "SELECT doc, count(*) FROM old_cells_data WHERE unplaced_reason <> '' GROUP BY doc"
    unplaced: dict[int, int] = {row[0]: row[1] for row in connection.exec_driver_sql(sums)}
    rows = [(*row, unplaced.get(row[0], 0)) for row in connection.exec_driver_sql(sql)]
    insert_columns(connection, "document_counts", (*shared, "recognised", "unplaced"), list(zip(*rows, strict=True)))
