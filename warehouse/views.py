"""The views that give every record all its columns, in the order of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from schemas.columns import SHORT_HASH, Column, Record
from schemas.records import RECORDS
from warehouse.ids import PARTS, hex_sql, id_sql
from warehouse.packed_views import (
    TABLE_NO,
    box_columns,
    boxes_sql,
    identities_sql,
    identity_columns,
    operand_columns,
    operands_sql,
)
from warehouse.slots import BOXES, HEAD, HELD, HUNDREDTHS, LINE, base_name, is_packed

#: How a row leads to the rows of its owners.
_JOINS: Final[Mapping[str, tuple[str, ...]]] = {
    "documents": ("doc",),
    "disclosures": ("doc", "disclosure_no"),
    "tables": ("doc", "table_no"),
    "paragraphs": ("doc", "paragraph_no"),
}


def views(dialect: str) -> dict[str, str]:
    """Return the SQL of the contract's views, in the order of creation."""
    made = {record.name: _view(record, dialect) for record in RECORDS.values() if record.bundled}
    return {**made, "classifications": _classifications_view(RECORDS["classifications"])}


def _view(record: Record, dialect: str) -> str:
    return f"CREATE VIEW {record.name} AS {' UNION ALL '.join(selects(record, dialect))}"


def selects(record: Record, dialect: str) -> list[str]:
    """Return the SELECTs that the view of a record is made of; each row is `own`, of the document `own.doc`."""
    packed = _packed(record, dialect)
    if packed is None:
        return [_select(record, dialect)]
    if record.name == "cells":
        return [_select(record, dialect, *packed)]
    # Most identities are packed; those that do not hold, or lead to other documents, are not.
    return [_select(record, dialect), _select(record, dialect, *packed)]


def _packed(record: Record, dialect: str) -> tuple[dict[str, str], str] | None:
    """Return SQL of the columns of packed rows, and where they stand; None for a record of which none are."""
    if record.name == "cells":
        return box_columns(dialect), f"{BOXES} AS own {boxes_sql(dialect)}"
    if record.name == "checks":
        return identity_columns(dialect), f"{HELD} AS own {identities_sql(dialect)}"
    if record.name == "check_operands":
        return operand_columns(dialect), f"{HELD} AS own {operands_sql(dialect)}"
    return None


def _select(record: Record, dialect: str, packed: Mapping[str, str] | None = None, source: str = "") -> str:
    joins: dict[str, str] = {}
    # What a column means stands in the SQL itself, where people who open the file with another program see it.
    shown = [
        f'{(packed or {}).get(column.name) or _shown(record, column, dialect, joins)} AS "{column.name}" '
        f"/* {column.zh} / {column.en} */"
        for column in record.columns
    ]
    if record.name == "amounts":
        lines = {
            name: f"LEFT JOIN amount_{name}s AS {name} ON {name}.doc = own.doc AND {name}.{name}_no = own.{name}_no"
            for name in ("line", "head")
        }
        joins = {**lines, **joins}
    return f"SELECT {', '.join(shown)} FROM {source or f'{base_name(record)} AS own'} {' '.join(joins.values())}"  # noqa: S608


def _shown(record: Record, column: Column, dialect: str, joins: dict[str, str]) -> str:
    """Return SQL for one column, and note the joins it needs."""
    if is_packed(record):
        if column.name == "document_id":
            return _joined("documents", "document_id", joins)
        if column.name == "disclosure_id" and record.name != "amounts":
            # An index leads from it to the rows; a made text would have to be made of all rows first.
            return _joined("disclosures", "disclosure_id", joins)
        # Boxes know their table from the text that they stand in.
        own = {"table_no": TABLE_NO} if record.name == "cells" else {}
        if column.source is not None:
            source, name = column.source.split(".")
            return _value(_joined(source, name, joins, own), RECORDS[source].column(name), dialect)
        if column.name == "table_id" and record.name in ("cells", "amounts"):
            return _joined("tables", "table_id", joins, own)
        special = _special(record, column, dialect)
        if special is not None:
            return special
    elif column.source is not None:
        source, name = column.source.split(".")
        return _joined(source, name, joins)
    return _value(f'own."{column.name}"' if column.fen is None else f'own."{column.fen}"', column, dialect)


def _special(record: Record, column: Column, dialect: str) -> str | None:
    """Return SQL for what is not stored as the contract has it."""
    if (record.name, column.name) == ("tables", "table_id"):
        return None
    if column.name == "operand_id":
        return _by_code_point(_operand(dialect), dialect)
    if column.pattern == SHORT_HASH:
        return _by_code_point(hex_sql("own.check_no", dialect), dialect)
    if column.pattern in PARTS:
        return _by_code_point(id_sql(column.pattern or "", "own", dialect), dialect)
    if record.name == "amounts" and column.name in LINE:
        return f"line.{column.name}"
    if record.name == "amounts" and column.name in HEAD:
        return f"head.{column.name}"
    return None


def _by_code_point(sql: str, dialect: str) -> str:
    """Have PostgreSQL compare a made text as it does stored ones, whatever its locale."""
    return f'({sql}) COLLATE "C"' if dialect == "postgresql" else sql


def _joined(source: str, name: str, joins: dict[str, str], own: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return SQL of an owner's column, and note how to get to the owner; `own` has SQL of keys that are no columns."""
    on = " AND ".join(f"{source}.{key} = {own.get(key, f'own.{key}')}" for key in _JOINS[source])
    # An outer join that nobody asks a column of costs nothing: both engines leave it out.
    joins[source] = f"LEFT JOIN {source}_data AS {source} ON {on}"
    return f'{source}."{name}"'


def _value(sql: str, column: Column, dialect: str) -> str:
    if column.fen is not None:
        return f"({sql} / 100.0)::numeric(20, 2)" if dialect == "postgresql" else f"{sql} / 100.0"
    if column.name in HUNDREDTHS:
        return f"{sql}::float8 / 100" if dialect == "postgresql" else f"{sql} / 100.0"
    return sql


_OPERANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "claim": ("p", "k"),
    "indicator": ("t", "i"),
    "cell": ("t", "r", "c"),
}


def _operand(dialect: str) -> str:
    """Ids of figures, boxes, sentences and targets, each of its own shape."""
    doc = hex_sql("coalesce(own.operand_doc, own.doc)", dialect)
    made = {
        kind: " || ".join(f"'-{letter}' || own.operand_{part}" for letter, part in zip(letters, "abc", strict=False))
        for kind, letters in _OPERANDS.items()
    }
    claim, indicator = (f"WHEN '{kind}' THEN {made[kind]}" for kind in ("claim", "indicator"))
    return f"{doc} || CASE own.kind {claim} {indicator} ELSE {made['cell']} END"


_SEEN = """
SELECT {kind} AS list, {code} AS code, count(DISTINCT doc) AS documents
FROM amount_lines WHERE {code} IS NOT NULL {more} GROUP BY 1, 2
"""


def _classifications_view(record: Record) -> str:
    """Codes with the number of documents whose figures carry them."""
    functional = "CASE WHEN substr(functional_code, 1, 1) = '1' THEN 'revenue' ELSE 'functional' END"
    economic = "'economic_' || economic_kind"
    seen = " UNION ALL ".join(
        (
            _SEEN.format(kind=functional, code="functional_code", more=""),
            _SEEN.format(kind=economic, code="economic_code", more="AND economic_kind IS NOT NULL"),
        )
    )
    columns = [f'own."{column.name}"' for column in record.columns if column.name != "documents_seen"]
    shown = f"{', '.join(columns)}, coalesce(seen.documents, 0) AS documents_seen"
    joined = f"LEFT JOIN ({seen}) AS seen ON seen.list = own.list AND seen.code = own.code"
    sql = f"SELECT {shown} FROM {base_name(record)} AS own {joined}"  # noqa: S608 - names of the contract
    return f"CREATE VIEW {record.name} AS {sql}"
