"""The region that the manifest tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest import Options, ingest
from pipeline.place import placed, told_region
from schemas.records import RecordError
from schemas.rows import by_column, rows_of
from tests.pipeline.test_ingest import LIMITS, Quiet
from warehouse.store import Name, Warehouse

ID = "ab" * 32
HEADER = "file_name,source_url,publisher,region_code,licence,retrieved_at\n"


def name(file_name: str, region_code: str | None) -> Name:
    return Name("raw_pdfs", file_name, ID, region_code=region_code)


def row(**changes: Any) -> dict[str, Any]:
    return {
        "disclosure_id": f"{ID[:16]}-d1",
        "document_id": ID,
        "disclosure_ordinal": 1,
        "agency_id": "a1",
        "agency_name": "园林站",
        "page_first": 1,
        "page_last": 1,
        **changes,
    }


@pytest.mark.parametrize(
    ("agency", "told", "expected"),
    [
        ("园林站", "652327", "652327"),
        ("鼓楼区园林站", "320100", "320106"),
        ("鼓楼区园林站", "350100", "350102"),
    ],
)
def test_a_name_that_does_not_place_an_agency_is_placed_by_the_manifest(agency: str, told: str, expected: str) -> None:
    bundle = placed({"disclosures": by_column([row(agency_name=agency)])}, [name("a.pdf", told)])
    (found,) = rows_of(bundle["disclosures"])
    assert found["region_code"] == expected
    assert found["region_name"]
    assert found["agency_id"] != "a1"


@pytest.mark.parametrize("changes", [{"region_code": "310107"}, {"agency_name": None}])
def test_what_the_document_says_stays(changes: dict[str, Any]) -> None:
    bundle = {"disclosures": by_column([row(**changes)])}
    placed_rows = rows_of(placed(bundle, [name("a.pdf", "652327")])["disclosures"])
    assert placed_rows == rows_of(bundle["disclosures"])


@pytest.mark.parametrize("code", [None, "999999", "新疆"])
def test_a_manifest_without_a_real_region_tells_nothing(code: str | None) -> None:
    assert told_region([name("a.pdf", code)]) is None


def test_of_several_names_the_first_decides() -> None:
    found = told_region([name("b.pdf", "310107"), name("a.pdf", "652327"), name("0.pdf", None)])
    assert found is not None
    assert found.code == "652327"


def test_an_unchecked_bundle_is_checked_first() -> None:
    with pytest.raises(RecordError):
        placed({"disclosures": by_column([row(disclosure_ordinal="one")])}, [name("a.pdf", "652327")])


def test_a_manifest_that_comes_later_places_known_documents_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parent)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "one.pdf").write_text("%PDF-fake 园林站", encoding="utf-8")
    (inbox / "two.pdf").write_text("%PDF-fake 上海市普陀区园林站", encoding="utf-8")
    options = Options(workers=1, limits=LIMITS, worker="named_worker")
    with Warehouse.open(str(tmp_path / "w.db")) as warehouse:
        assert ingest([inbox], warehouse, Quiet(), options).loaded == 2
        (inbox / "manifest.csv").write_text(HEADER + "one.pdf,,,652327,,\ntwo.pdf,,,999999,,\n", encoding="utf-8")
        assert ingest([inbox], warehouse, Quiet(), options).loaded == 1
        assert ingest([inbox], warehouse, Quiet(), options).loaded == 0
        _, rows = warehouse.query(
            "SELECT d.agency_name, d.region_code, a.region_code FROM disclosures d JOIN agencies a "
            "ON a.agency_id = d.agency_id ORDER BY d.agency_name"
        )
    assert [tuple(found) for found in rows] == [("上海市普陀区园林站", None, None), ("园林站", "652327", "652327")]
