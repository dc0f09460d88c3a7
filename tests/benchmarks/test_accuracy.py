from __future__ import annotations

import csv
import importlib.util
import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from benchmarks import accuracy
from benchmarks.accuracy_cells import align
from benchmarks.accuracy_facts import header_dims

ROOT = Path(__file__).resolve().parents[2]
SCORER = ROOT.parent / "shared" / "tools" / "score.py"
SEED = ROOT.parent / "shared" / "seed" / "jimsar_2024_budget.truth.json"
TRUTHS = sorted((ROOT / "tests" / "typeset" / "truth").glob("*.json"))
Row = dict[str, Any]
COLUMNS = {
    "cells": "file_name table_ordinal row col text",
    "amounts": "file_name table_ordinal table_title row_label functional_code economic_code column_path amount_yuan "
    "flow fund nature trust",
    "paragraphs": "file_name section text",
    "tables": "file_name table_ordinal table_title table_number unit form_id",
}


def truths() -> list[Row]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in TRUTHS]


def perfect(told: Row) -> dict[str, list[Row]]:
    """The rows a perfect reader would export."""
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    secrets = told["personal"]
    for table in told["tables"]:
        key = {"file_name": told["file"], "table_ordinal": table["ordinal"]}
        for r, line in enumerate(table["grid"]):
            for c, text in enumerate(line):
                if text is not None:
                    rows["cells"].append(
                        {**key, "row": r, "col": c, "text": "[REDACTED:x]" if text in secrets else text}
                    )
        for fact in table["facts"]:
            dims = fact.get("dims", {})
            rows["amounts"].append(
                {
                    **key,
                    "table_title": table["title"],
                    "row_label": fact["row_label"],
                    "functional_code": fact["functional_code"] or "",
                    "economic_code": fact["economic_code"] or "",
                    "column_path": "/".join(fact["column_path"]),
                    "amount_yuan": fact["amount_yuan"],
                    "flow": dims.get("flow", ""),
                    "fund": dims.get("fund", ""),
                    "nature": dims.get("nature", ""),
                    "trust": "proven",
                }
            )
        names = {"table_title": table["title"], "table_number": table["number"], "unit": table["unit"]}
        rows["tables"].append({**key, **names, "form_id": table["form"]})
    for paragraph in told["paragraphs"]:
        section = " / ".join(paragraph["section"])
        rows["paragraphs"].append({"file_name": told["file"], "section": section, "text": paragraph["text"]})
    return rows


def write(rows: dict[str, list[Row]], folder: Path) -> Path:
    for name, columns in COLUMNS.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as lines:
            out = csv.DictWriter(lines, columns.split())
            out.writeheader()
            out.writerows(rows[name])
    return folder


@pytest.mark.parametrize("told", truths(), ids=lambda t: t["file"])
def test_a_perfect_export_scores_one(told: Row, tmp_path: Path) -> None:
    score = accuracy.score(write(perfect(told), tmp_path), told)
    for name in ("cell_f1", "fact_recall", "fact_precision", "all_dims", "paragraphs_exact", "paragraph_sections"):
        assert score[name] == 1.0, name
    assert [score[name] for name in ("title", "number", "unit", "form")] == [1.0] * 4
    assert score["proven_wrong"] == 0
    assert score.get("personal_leaks", 0) == 0


def shuffle_columns(rows: dict[str, list[Row]]) -> None:
    rng = random.Random(3)
    lines: dict[tuple[int, int], list[Row]] = {}
    for row in rows["cells"]:
        lines.setdefault((row["table_ordinal"], row["row"]), []).append(row)
    for line in lines.values():
        cols = [row["col"] for row in line]
        rng.shuffle(cols)
        for row, col in zip(line, cols, strict=True):
            row["col"] = col


def swap_natures(rows: dict[str, list[Row]]) -> None:
    other = {"基本支出": "项目支出", "项目支出": "基本支出", "人员经费": "公用经费", "公用经费": "人员经费"}
    for row in rows["amounts"]:
        row["column_path"] = "/".join(other.get(x, x) for x in row["column_path"].split("/"))


def wrong_dims(rows: dict[str, list[Row]]) -> None:
    for row in rows["amounts"]:
        row["fund"], row["nature"] = "other_income", "remitted_up"


def drop_codes(rows: dict[str, list[Row]]) -> None:
    for row in rows["amounts"]:
        row["functional_code"] = row["economic_code"] = ""


def thousandfold(rows: dict[str, list[Row]]) -> None:
    for row in rows["amounts"][::4]:
        row["amount_yuan"] += "000" if "." not in row["amount_yuan"] else "9"


def join_paragraphs(rows: dict[str, list[Row]]) -> None:
    rows["paragraphs"][0]["text"] += rows["paragraphs"].pop(1)["text"]


def unit(rows: dict[str, list[Row]]) -> None:
    rows["tables"][0]["unit"] = "亿元"


def lose_a_row(rows: dict[str, list[Row]]) -> None:
    rows["cells"] = [r for r in rows["cells"] if not (r["table_ordinal"] == 2 and r["row"] == 5)]


@pytest.mark.parametrize(
    ("damage", "measure"),
    [
        (shuffle_columns, "cell_f1"),
        (lose_a_row, "cell_f1"),
        (swap_natures, "fact_recall"),
        (drop_codes, "fact_recall"),
        (thousandfold, "fact_precision"),
        (wrong_dims, "dims"),
        (wrong_dims, "all_dims"),
        (join_paragraphs, "paragraphs_exact"),
        (unit, "unit"),
    ],
)
def test_damage_is_seen(damage: Callable[[dict[str, list[Row]]], None], measure: str, tmp_path: Path) -> None:
    told = truths()[0]
    rows = perfect(told)
    damage(rows)
    assert float(accuracy.score(write(rows, tmp_path), told)[measure]) < 1.0


def test_a_wrong_figure_called_proven_is_counted(tmp_path: Path) -> None:
    told = truths()[0]
    rows = perfect(told)
    rows["amounts"][3]["amount_yuan"] = "123456.78"
    rows["amounts"][9]["trust"] = "unverified"
    rows["amounts"][9]["amount_yuan"] = "654321.09"
    score = accuracy.score(write(rows, tmp_path), told)
    assert score["proven_wrong"] == 1
    assert float(score["proven_share"]) < 1.0


def test_personal_data_is_found_in_any_file(tmp_path: Path) -> None:
    told = next(t for t in truths() if t["personal"])
    folder = write(perfect(told), tmp_path)
    (folder / "log.txt").write_text(f"read {told['personal'][0]}", encoding="utf-8")
    assert accuracy.score(folder, told)["personal_leaks"] == 1


def test_a_defect_counts_as_found_when_a_violated_check_names_it(tmp_path: Path) -> None:
    told = truths()[0] | {"defects": [{"kind": "planted_figure", "expected": "100.00", "printed": "1,234.56"}]}
    folder = write(perfect(told), tmp_path)

    def found(status: str, printed: str) -> object:
        head = "file_name,status,message,expected_yuan,printed_yuan\n"
        (folder / "checks.csv").write_text(f"{head}{told['file']},{status},,1000000,{printed}\n", encoding="utf-8")
        return accuracy.score(folder, told)["defects_found"]

    assert found("violated", "12345600.00") == 1.0
    assert found("within_rounding", "12345600.00") == 0.0
    assert found("violated", "99") == 0.0


def test_merged_cells_may_be_repeated(tmp_path: Path) -> None:
    told = truths()[0]
    rows = perfect(told)
    table = next(t for t in told["tables"] if any(None in line for line in t["grid"]))
    r, line = next((r, line) for r, line in enumerate(table["grid"]) if None in line[1:] and line[line.index(None) - 1])
    c = line.index(None)
    rows["cells"].append(
        {"file_name": told["file"], "table_ordinal": table["ordinal"], "row": r, "col": c, "text": line[c - 1]}
    )
    assert accuracy.score(write(rows, tmp_path), told)["cell_f1"] == 1.0


def test_alignment_never_crosses() -> None:
    gains = {(0, 1): 5.0, (1, 0): 4.0, (1, 2): 2.0}
    assert align(2, 3, lambda i, j: gains.get((i, j), 0.0)) == [(0, 1), (1, 2)]


@pytest.mark.parametrize(
    ("path", "row", "right"),
    [
        (["支出预算", "基本支出"], {"nature": "basic"}, True),
        (["支出预算", "基本支出"], {"nature": "project"}, False),
        (["上级政府性基金安排的转移支付"], {"fund": "government_fund_own"}, False),
        (["合计"], {"fund": "all"}, None),
    ],
)
def test_headers_that_leave_no_doubt(path: list[str], row: dict[str, str], right: bool | None) -> None:
    assert header_dims(path, row) is right


def test_json_and_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = truths()[0]
    folder = write(perfect(told), tmp_path)
    assert accuracy.main([str(folder), str(TRUTHS[0]), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["cell_f1"] == 1.0
    assert accuracy.main([str(folder), str(TRUTHS[0])]) == 0
    assert "proven_wrong" in capsys.readouterr().out


@pytest.fixture(scope="module")
def shared() -> Iterator[ModuleType]:
    if not SCORER.exists():
        pytest.skip("../shared is absent")
    spec = importlib.util.spec_from_file_location("shared_score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # The shared folder is read-only: no byte code beside it.
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    spec.loader.exec_module(module)
    sys.dont_write_bytecode = before
    yield module


@pytest.mark.parametrize("damaged", [False, True], ids=["perfect", "damaged"])
def test_agrees_with_the_shared_scorer(shared: ModuleType, damaged: bool, tmp_path: Path) -> None:
    told = [*truths(), *([json.loads(SEED.read_text(encoding="utf-8"))] if SEED.exists() else [])]
    shared.make(told, tmp_path, damaged)
    theirs = shared.run(told, tmp_path, quiet=True)
    names = {"cell_f1": "cell_f1", "fact_recall": "fact_recall", "fact_precision": "fact_precision"}
    names["paragraphs_exact"] = "para_exact"
    for truth, their in zip(told, theirs, strict=True):
        mine = accuracy.score(tmp_path, truth)
        for a, b in names.items():
            assert float(mine[a]) == pytest.approx(their[b], abs=0.02), (truth["file"], a)
            assert (float(mine[a]) < 1.0) == damaged
