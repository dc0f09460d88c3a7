"""Whatever a child sends is loaded or refused as this document's fault; neither stops a run."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from sample_bundles import make_bundle, name_of
from sample_reports import REPORTS, bundle

from pipeline.link.run import link
from schemas.records import BUNDLED, RECORDS, RecordError, checked
from schemas.rows import by_column
from warehouse.people import people_views
from warehouse.store import Warehouse
from warehouse.sums import MOST_FEN, sums_of

NOW = datetime(2026, 1, 2, tzinfo=UTC)
#: As JSON brings them: beyond every type, or at its edge.
VALUES: Final[tuple[Any, ...]] = (
    10**400, -(10**400), 2**63, 2**63 - 1, -(2**63), 2**31, -(2**31) - 1, -1, 0, 1, 0.1, 5e-324, 1e300, -1e308,
    float("inf"), float("nan"), "", "x", "x" * 300, "１", "0", "-", "'", "\\", "1" * 40, "0." + "0" * 40, "-0",
    "\ud800", "\x00", "2024-02-30", "0000-01-01", "9999-12-31T23:59:59Z", None, True, False, [], {}, [1],
)  # fmt: skip
CASES: Final = [
    (record, column.name, value) for record in BUNDLED for column in RECORDS[record].columns for value in VALUES
]


def _load(url: str, cases: list[tuple[str, str, Any]], folder: Path) -> None:
    """Load documents with one strange value each, then ask and export all that was taken."""
    taken = 0
    with Warehouse.open(url) as warehouse:
        for number, (record, column, value) in enumerate(cases):
            made: dict[str, Any] = make_bundle(f"h{number}")
            made[record][-1][column] = value
            given = {name: by_column(rows) for name, rows in made.items()}
            try:
                warehouse.load(given, [name_of(f"h{number}", f"{number}.pdf")], "r1", NOW)
            except RecordError:
                continue
            taken += 1
        assert 0 < taken < len(cases)
        link(warehouse)
        assert warehouse.summary().documents == taken
        for record in RECORDS:
            warehouse.query(f"SELECT * FROM {record}")
        warehouse.search("支出")
        assert warehouse.export(folder / "out")["documents"] == taken


def test_strange_values_are_taken_or_refused(url: str, tmp_path: Path) -> None:
    _load(url, random.Random(11).sample(CASES, 500), tmp_path)


@pytest.mark.soak
def test_every_strange_value_of_every_column_is_taken_or_refused(url: str, tmp_path: Path) -> None:
    _load(url, CASES, tmp_path)


@pytest.mark.parametrize("fen", [2**63 - 1, MOST_FEN, MOST_FEN - 1])
def test_absurd_money_spoils_no_view(url: str, fen: int) -> None:
    with Warehouse.open(url) as warehouse:
        for report in REPORTS:
            given = bundle(report)
            for row in given["amounts"]:
                row |= {"amount_fen": fen, "value": f"{fen // 100}.{fen % 100:02}"}
            warehouse.load(given, [report.name], "r1", NOW)
        link(warehouse)
        for view in people_views():
            warehouse.query(f"SELECT * FROM {view.name}")
        spent = warehouse.query("SELECT sum(amount_fen) FROM spending")[1]
        assert spent == [(None,)] if fen >= MOST_FEN else int(spent[0][0]) % fen == 0
        assert {row[0] for row in warehouse.query("SELECT DISTINCT amount_fen FROM amounts")[1]} == {fen}


def test_sums_that_are_too_large_are_the_fault_of_the_document() -> None:
    amounts = [{**row, "amount_fen": MOST_FEN - 1} for row in bundle(REPORTS[0])["amounts"]]
    leaf = next(row for row in amounts if row["is_leaf"] and len(row["functional_code"] or "") > 5)
    many = [{**leaf, "row": at, "amount_id": f"{leaf['table_id']}-r{at}-c{leaf['col']}"} for at in range(1_000, 1_600)]
    given = checked({**bundle(REPORTS[0]), "amounts": many}).columns
    with pytest.raises(RecordError, match="sums are too large"):
        sums_of(given)
