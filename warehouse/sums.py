"""What can be summed: one form a report, each report once. Kept beside the figures, for these may never be summed raw.

`amounts` holds the same money in several forms, at several levels, in totals and in both editions of a report. Here
stands, of every disclosure, each leaf of its best form once (`spending_data`, summed by class in `spending_sums`) and
each of the three public expenses once (`three_public_data`). Which disclosures
count is told by `in_sum` of `disclosures_data`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from schemas.people import people
from schemas.records import Columns, RecordError
from warehouse.ids import number_of, numbers_of

Row = Mapping[str, Any]
Values = tuple[Any, ...]

SPENDING: Final = (
    "doc", "disclosure_no", "table_no", "row", "col", "functional_code", "functional_name", "class_name", "group_name",
    "amount_fen", "basic_fen", "project_fen", "trust",
)  # fmt: skip
SUMS: Final = ("doc", "disclosure_no", "code", "name", "amount_fen", "basic_fen", "project_fen", "items")
THREE_PUBLIC: Final = ("doc", "disclosure_no", "item", "phase", "table_no", "row", "col", "amount_fen", "trust")
UNITS: Final = ("doc", "disclosure_no", "name")
# Natures that together are all spending, when no column gives their sum.
_NATURES: Final = ("basic", "project", "remitted_up", "operating", "affiliate_subsidy", "reserve")
_FUNDS: Final = ("all", "fiscal", "general_public")


@dataclass(frozen=True, slots=True)
class Sums:
    """What can be summed of a document.

    Attributes:
        ranks: Rank of the best form that has leaves, by number of the disclosure.
        rows: Columns and rows by table.
    """

    ranks: Mapping[int, int]
    rows: Mapping[str, tuple[Sequence[str], Sequence[Values]]]


#: A hundred trillion yuan and more are no money of one public body; summed, they would soon not fit 64 bits.
MOST_FEN: Final = 10**16
_MOST_SUM: Final = 2**62

#: Columns of `amounts` that are looked at.
_SEEN: Final = (
    "table_id", "row", "col", "row_label", "column_path", "functional_code", "functional_name", "flow", "comparison",
    "phase", "is_leaf", "fund", "origin", "nature", "amount_fen", "trust",
)  # fmt: skip


def sums_of(bundle: Mapping[str, Columns]) -> Sums:
    """Return what can be summed of a checked document, given by column.

    Raises:
        RecordError: Sums would not fit 64 bits.
    """
    doc = number_of(bundle["documents"]["document_id"][0])
    own, tables, amounts = (bundle.get(name, {}) for name in ("disclosures", "tables", "amounts"))
    stages: dict[str, str | None] = dict(_rows(own, "disclosure_id", "stage"))
    forms: dict[str, list[tuple[str, str]]] = {}
    summed = {form for of_stage in people().spending.values() for form in of_stage} | set(people().three_public)
    for form, disclosure, table in _rows(tables, "form_id", "disclosure_id", "table_id"):
        if form in summed and disclosure:
            forms.setdefault(disclosure, []).append((form, table))
    figures: dict[str, list[Row]] = {}
    wanted = {table for of_one in forms.values() for _, table in of_one}
    kinds = zip(_rows(amounts, "table_id", "measure", "amount_fen"), _rows(amounts, *_SEEN), strict=True)
    for (table, measure, fen), seen in kinds:
        if table in wanted and measure == "money" and fen is not None and abs(fen) < MOST_FEN:
            figures.setdefault(table, []).append(dict(zip(_SEEN, seen, strict=True)))
    spending: list[Values] = []
    three: list[Values] = []
    ranks: dict[int, int] = {}
    for disclosure, stage in stages.items():
        number = numbers_of(disclosure)[0]
        rank, rows = _spending(stage, forms.get(disclosure, ()), figures)
        spending += [(doc, number, *row) for row in rows]
        if rank is not None:
            ranks[number] = rank
        three += [(doc, number, *row) for row in _three_public(forms.get(disclosure, ()), figures)]
    made: dict[str, tuple[Sequence[str], Sequence[Values]]] = {
        "spending_data": (SPENDING, spending),
        "spending_sums": (SUMS, _by_class(spending)),
        "three_public_data": (THREE_PUBLIC, three),
        "unit_names": (UNITS, [(doc, *unit) for unit in sorted(_units(bundle))]),
    }
    return Sums(ranks, made)


def _spending(
    stage: str | None, forms: Iterable[tuple[str, str]], figures: Mapping[str, list[Row]]
) -> tuple[int | None, list[Values]]:
    """Return the rank of the best form that has leaves, and its leaves; of a form printed twice the first table."""
    held = dict(reversed(list(forms)))
    for rank, form in enumerate(people().spending.get(stage or "", ())):
        rows = _leaves(figures.get(held.get(form, ""), ()), stage or "")
        if rows:
            return rank, rows
    return None, []


def _leaves(figures: Iterable[Row], stage: str) -> list[Values]:
    lines: dict[tuple[int, str], dict[str, Row]] = {}
    names: dict[str, str] = {}
    for row in figures:
        code = row.get("functional_code")
        if code is None or row.get("flow") != "expenditure" or row.get("comparison") or row.get("phase") != stage:
            continue
        names.setdefault(code, row.get("functional_name") or row.get("row_label") or "")
        if row.get("is_leaf") and row.get("fund") == "all" and row.get("origin") in ("all", None):
            lines.setdefault((row["row"], code), {}).setdefault(row.get("nature") or "all", row)
    made = []
    for (_, code), natures in lines.items():
        parts = [natures[name] for name in _NATURES if name in natures]
        first = natures.get("all") or (parts[0] if parts else None)
        if first is None:
            continue
        fen = first["amount_fen"] if "all" in natures else sum(part["amount_fen"] for part in parts)
        place = (numbers_of(first["table_id"])[0], first["row"], first["col"])
        own = (code, names[code], names.get(code[:3]), names.get(code[:5]))
        kinds = (natures[name]["amount_fen"] if name in natures else None for name in ("basic", "project"))
        made.append((*place, *own, fen, *kinds, first["trust"]))
    return made


def _by_class(spending: Iterable[Values]) -> list[Values]:
    """Return the sums of leaves by disclosure and class."""
    leaves: dict[tuple[int, int, str], list[dict[str, Any]]] = {}
    for values in spending:
        leaf = dict(zip(SPENDING, values, strict=True))
        leaves.setdefault((leaf["doc"], leaf["disclosure_no"], leaf["functional_code"][:3]), []).append(leaf)
    made: list[Values] = []
    for key, held in leaves.items():
        name = next((leaf["class_name"] for leaf in held if leaf["class_name"]), held[0]["functional_name"])
        sums = [sum(leaf[column] or 0 for leaf in held) for column in ("amount_fen", "basic_fen", "project_fen")]
        if max(map(abs, sums)) > _MOST_SUM:
            raise RecordError("amounts", "amount_fen", None, "合计过大", "sums are too large")
        made.append((*key, name, *sums, len(held)))
    return made


def _three_public(forms: Iterable[tuple[str, str]], figures: Mapping[str, list[Row]]) -> list[Values]:
    """Return each item once a phase: of the widest fund, where it is printed first."""
    chosen: dict[tuple[str, str], Row] = {}
    for form, table in forms:
        if form not in people().three_public:
            continue
        for row in figures.get(table, ()):
            item = people().item_of(row.get("row_label"), row.get("column_path"))
            key = (item or "", row.get("phase") or "")
            if all(key) and not row.get("comparison") and (key not in chosen or _fund(row) < _fund(chosen[key])):
                chosen[key] = row
    return [
        (item, phase, numbers_of(row["table_id"])[0], row["row"], row["col"], row["amount_fen"], row["trust"])
        for (item, phase), row in sorted(chosen.items())
    ]


def _fund(row: Row) -> int:
    fund = row.get("fund")
    return _FUNDS.index(fund) if fund in _FUNDS else len(_FUNDS)


def _units(bundle: Mapping[str, Columns]) -> set[tuple[int, str]]:
    """Return the names of units that a department lists as its own, with the number of its disclosure."""
    tables, cells, amounts = (bundle.get(name, {}) for name in ("tables", "cells", "amounts"))
    lists = {
        table: numbers_of(disclosure)[0]
        for table, form, disclosure in _rows(tables, "table_id", "form_id", "disclosure_id")
        if form == "unit_list" and disclosure
    }
    listed = {
        (lists[table], text)
        for table, role, text in (_rows(cells, "table_id", "role", "text") if lists else ())
        if table in lists and role in ("label", "text") and len(text) > 2
    }
    rows = {
        (numbers_of(disclosure)[0], unit)
        for disclosure, unit in set(_rows(amounts, "disclosure_id", "unit_name"))
        if unit and disclosure
    }
    return {(number, name[:500]) for number, name in listed | rows}


def _rows(columns: Columns, *names: str) -> Iterable[Values]:
    """Yield the values of some columns, row by row; none when there are no columns."""
    return zip(*(columns[name] for name in names), strict=True) if columns else ()


# `CROSS JOIN` tells SQLite to look the names up first.
# A department that is summed holds its own report and its units', whichever of its editions prints or lists them; of a
# report's parts one is summed, of its best form.
_IN_SUM: Final = """
sum_rank IS NOT NULL AND coalesce(is_current, true)
AND NOT EXISTS (
    SELECT 1 FROM disclosures_data AS above JOIN disclosures_data AS whole
    ON whole.disclosure_id = above.disclosure_id OR whole.report_id = above.report_id
    WHERE above.disclosure_id = disclosures_data.parent_disclosure_id
    AND whole.disclosure_id <> disclosures_data.disclosure_id
    AND whole.sum_rank IS NOT NULL AND coalesce(whole.is_current, true))
AND NOT EXISTS (
    SELECT 1 FROM disclosures_data AS other
    WHERE other.report_id = disclosures_data.report_id AND other.disclosure_id <> disclosures_data.disclosure_id
    AND other.sum_rank IS NOT NULL AND coalesce(other.is_current, true)
    AND (other.sum_rank < disclosures_data.sum_rank
        OR (other.sum_rank = disclosures_data.sum_rank AND other.disclosure_id < disclosures_data.disclosure_id)))
AND NOT EXISTS (
    SELECT 1 FROM unit_names AS unit CROSS JOIN disclosures_data AS lists CROSS JOIN disclosures_data AS whole
    WHERE lists.doc = unit.doc AND lists.disclosure_no = unit.disclosure_no
    AND (whole.disclosure_id = lists.disclosure_id OR whole.report_id = lists.report_id)
    AND unit.name = disclosures_data.agency_name AND disclosures_data.level_of_report <> 'department'
    AND lists.level_of_report = 'department' AND lists.agency_name <> disclosures_data.agency_name
    AND lists.fiscal_year = disclosures_data.fiscal_year AND lists.stage = disclosures_data.stage
    AND whole.sum_rank IS NOT NULL AND coalesce(whole.is_current, true))
"""


def mark_sums(connection: Connection) -> None:
    """Mark all disclosures that are summed, so that no money counts twice."""
    connection.exec_driver_sql(marking())


def marking(doc: int | None = None) -> str:
    """Return the statement that marks the disclosures of one document, or of all."""
    where = "" if doc is None else f" AND doc = {int(doc)}"
    return f"UPDATE disclosures_data SET in_sum = NOT in_sum WHERE in_sum <> ({_IN_SUM}){where}"  # noqa: S608
