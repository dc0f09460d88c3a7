"""`sum(spending)` is what each report says, whatever its layout, its editions, its stage and its units.

Documents of all families are typeset for the same two counties, so that agencies meet again: as budget and final
account, in several editions, as a department with its units in one file and as units in files of their own. What each
says is taken from what was typeset, never from what was read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest import ingest
from tests.typeset import beijing, guangdong, hunan, profiles, regional_doc, sichuan
from tests.typeset.make import FAMILIES, make, put
from warehouse.store import Warehouse

COUNTIES = (("岭西省桐溪县", "桐溪县"), ("岭西省云桥市", "云桥市"))
PLANS = {"hunan": hunan.PLAN, "sichuan": sichuan.PLAN, "beijing": beijing.PLAN, "guangdong": guangdong.PLAN}
#: A form that holds all spending by function, and what stands for it where there is none.
FORMS = {
    "budget": ("budget_expenditure_by_function", "budget_rev_exp_summary"),
    "final": ("final_expenditure_by_function", "final_rev_exp_summary"),
}


@dataclass(frozen=True)
class Truth:
    """What a typeset report says: who, when, and fen of its leaves and its printed total."""

    agency: str
    year: int
    stage: str
    leaves: int
    total: int | None
    count: int
    department: str | None

    @property
    def key(self) -> tuple[str, int, str]:
        return self.agency, self.year, self.stage


def fen(yuan: str) -> int:
    whole, _, rest = yuan.partition(".")
    return int(whole + rest)


def truth_of(path: Path, department: str | None = None) -> Truth:
    """Add up the leaves of the first table of the best form, as they were typeset."""
    told = json.loads(path.read_text(encoding="utf-8"))
    stage = "final" if told["meta"]["report_kind"] == "final_account" else "budget"
    for form in FORMS[stage]:
        table = next((one for one in told["tables"] if one["form"] == form), None)
        if table is None:
            continue
        spent = [one for one in table["facts"] if one["dims"].get("flow") == "expenditure"]
        spent = [one for one in spent if one["dims"].get("phase", stage) == stage and whole(one["dims"])]
        codes = {one["functional_code"] for one in spent} - {None}
        leaves = [
            fen(one["amount_yuan"])
            for one in spent
            if (code := one["functional_code"]) and not any(o != code and o.startswith(code) for o in codes)
        ]
        if leaves:
            totals = [fen(one["amount_yuan"]) for one in spent if one["row_label"] in ("合计", "总计")]
            meta = told["meta"]
            total = totals[0] if totals else None
            return Truth(meta["agency"], meta["fiscal_year"], stage, sum(leaves), total, len(leaves), department)
    raise AssertionError(f"{path.name} says nothing of spending")


def whole(dims: dict[str, Any]) -> bool:
    """Whether a figure is of all natures, funds and origins."""
    return all(dims.get(name, "all") == "all" for name in ("nature", "fund", "origin")) and "comparison" not in dims


def corpus(folder: Path, seeds: Iterable[tuple[str, int]]) -> dict[str, Truth]:
    """Typeset documents, and the units of those that have some; return what each file says."""
    folder.mkdir()
    found = {}
    for family, seed in seeds:
        pdf, told = make(folder, family, seed, "canvas", landline=True)
        found[pdf.name] = truth_of(told)
        if family in PLANS:
            for document in regional_doc.apart(PLANS[family], seed):
                unit, said = put(folder, document, "canvas", document.name)
                found[unit.name] = truth_of(said, found[pdf.name].agency)
    return found


def check(warehouse: Warehouse, truths: dict[str, Truth]) -> None:
    """Every report counts once, with what one of its files says; units count where their department does not."""
    sql = "SELECT file_name, agency_name, fiscal_year, stage, sum(amount_fen) FROM spending GROUP BY 1, 2, 3, 4"
    summed = {(str(row[0]), (str(row[1]), row[2], row[3])): int(str(row[4])) for row in warehouse.query(sql)[1]}
    by_report: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for (name, key), spent in summed.items():
        assert truths[name].key == key, name
        assert spent == truths[name].leaves, f"{name}: {spent} is not {truths[name].leaves}"
        by_report[key].append(name)
    assert {key: len(names) for key, names in by_report.items() if len(names) > 1} == {}, "no report counts twice"
    departments = {one.key for one in truths.values() if one.department is None}
    alone = {
        one.key
        for one in truths.values()
        if one.department is not None and (one.department, one.year, one.stage) not in departments
    }
    assert set(by_report) == departments | alone
    for name, one in truths.items():
        # Leaves in 万元 and their total are rounded each for itself.
        assert one.total is None or abs(one.total - one.leaves) <= (one.count + 1) * 5_000, name
    current = {str(row[0]) for row in warehouse.query("SELECT file_name FROM disclosures WHERE is_current")[1]}
    assert {names[0] for names in by_report.values()} <= current


def editions(truths: dict[str, Truth]) -> int:
    """Number of reports with several editions."""
    files: dict[tuple[Any, ...], set[int]] = defaultdict(set)
    for one in truths.values():
        files[one.key].add(one.leaves)
    return sum(1 for several in files.values() if len(several) > 1)


@pytest.fixture
def two_counties(monkeypatch: pytest.MonkeyPatch) -> None:
    for family in FAMILIES:
        monkeypatch.setitem(profiles.COUNTIES, family, COUNTIES)


#: Two reports in two editions each, one of them as an account too, and departments with units in files of their own.
SLICE = (("hunan", 1), ("guangdong", 12), ("final", 6), ("final", 8), ("sichuan", 17), ("xinjiang", 1))


def summed_right(folder: Path, seeds: Iterable[tuple[str, int]]) -> dict[str, Truth]:
    """Typeset, read, link and compare."""
    truths = corpus(folder / "pdf", seeds)
    with Warehouse.open(str(folder / "w.db")) as warehouse:
        report = ingest([str(folder / "pdf")], warehouse, Silence())
        assert not report.failures
        check(warehouse, truths)
    return truths


class Silence:
    """Progress that nobody watches."""

    def begin(self, todo: int, known: int) -> None: ...

    def page(self, file_name: str, page: int, count: int) -> None: ...

    def done(self, file_name: str, failures: object) -> None: ...


def test_some_reports_sum_to_what_they_say(tmp_path: Path, two_counties: None) -> None:
    truths = summed_right(tmp_path, SLICE)
    assert editions(truths) >= 2
    assert {one.stage for one in truths.values()} == {"budget", "final"}
    assert sum(one.department is not None for one in truths.values()) >= 3


@pytest.mark.soak
def test_two_hundred_reports_sum_to_what_they_say(tmp_path: Path, two_counties: None) -> None:
    truths = summed_right(tmp_path, [(family, seed) for seed in range(1, 21) for family in FAMILIES])
    assert len({one.key for one in truths.values()}) >= 200
    assert editions(truths) >= 40
