"""Data frames and panels."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sample_bundles import make_bundle, name_of
from sample_reports import REPORTS, fill

from warehouse import open_warehouse
from warehouse.store import Warehouse, WarehouseError

pd = pytest.importorskip("pandas")
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def filled(url: str) -> str:
    with Warehouse.open(url) as warehouse:
        renamed = replace(REPORTS[1], agency="青禾县教育和体育局", seed="old")
        fill(warehouse, (*(report for report in REPORTS if report.seed != "edu23"), renamed))
        warehouse.load(make_bundle("a", rows=5), [name_of("a", "a.pdf")], "r1", datetime(2026, 1, 2, tzinfo=UTC))
    return url


def test_codes_are_text_and_money_is_exact(filled: str) -> None:
    with open_warehouse(filled) as warehouse:
        frame = warehouse.read("amounts", fiscal_year=2024, form_id=["budget_expenditure_by_function", None])
        assert set(frame["form_id"].dropna()) == {"budget_expenditure_by_function"}
        assert frame["functional_code"].dtype == "string"
        assert frame["fiscal_year"].dtype == "Int64"
        assert frame["is_leaf"].dtype == "boolean"
        both = frame[["amount_fen", "amount_yuan"]].dropna()
        assert all(isinstance(yuan, Decimal) and yuan * 100 == int(fen) for fen, yuan in both.itertuples(index=False))
        assert 10**15 + 1 in set(frame["amount_fen"])
        some = warehouse.read("disclosures", ["agency_name", "published_on"], published_on=None)
        assert list(some.columns) == ["agency_name", "published_on"]
        assert len(some) == len(REPORTS)
        assert str(warehouse.read("disclosures")["published_on"].dtype).startswith("datetime64")


def test_a_panel_survives_a_new_name(filled: str) -> None:
    with open_warehouse(filled) as warehouse:
        panel = warehouse.panel()
    assert list(panel.columns) == [2023, 2024]
    assert panel.loc[("edu", "青禾县教育局")].tolist() == [650_000_000, 900_000_000]
    assert pd.isna(panel.loc[("fin", "青禾县财政局"), 2023])


def test_what_is_not_there_is_named(filled: str) -> None:
    with open_warehouse(filled) as warehouse:
        for arguments in (("nothing", {}), ("amounts", {"nothing": 1}), ("amounts; DROP VIEW cells", {})):
            with pytest.raises(WarehouseError, match=r"there is no|has no column"):
                warehouse.read(arguments[0], **arguments[1])
    with pytest.raises(WarehouseError, match="mingzhang ingest"):
        open_warehouse("nowhere.db")


def test_the_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Warehouse.open(str(tmp_path / "warehouse" / "mingzhang.db")) as warehouse:
        fill(warehouse)
    monkeypatch.chdir(tmp_path)
    notebook = json.loads((DOCS / "research.ipynb").read_text(encoding="utf-8"))
    names: dict[str, object] = {}
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for cell in cells:
        exec(compile("".join(cell["source"]), "research.ipynb", "exec"), names)
    assert len(cells) >= 4
    assert "panel" in names
