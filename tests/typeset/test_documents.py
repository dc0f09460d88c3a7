from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.typeset import shipped
from tests.typeset.make import FAMILIES, PRODUCERS, make
from tests.typeset.model import Paragraph
from tests.typeset.wear import plant, roughen

STEP = {"元": Decimal(1), "万元": Decimal(100)}
NUMBER = re.compile(r"\d[\d,]*\.\d+")


def page_texts(pdf: Path) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document[i].get_textpage().get_text_range() for i in range(len(document))]
    finally:
        document.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("typeset")


@pytest.mark.parametrize("producer", PRODUCERS)
@pytest.mark.parametrize("family", FAMILIES)
def test_what_the_truth_says_is_on_the_pages(family: str, producer: str, folder: Path) -> None:
    pdf, truth = make(folder, family, 3, producer)
    told = json.loads(truth.read_text(encoding="utf-8"))
    pages = page_texts(pdf)
    assert told["file"] == pdf.name
    squeezed = [re.sub(r"\s", "", text) for text in pages]
    for table in told["tables"]:
        assert table["pages"]
        on = [squeezed[n - 1] for n in table["pages"]]
        assert table["title"] in on[0]
        want = Counter(NUMBER.findall(" ".join(x for row in table["grid"] for x in row if x)))
        # Bold drawn twice stands twice in the text layer, so what is there may be more.
        have = Counter(n for p in table["pages"] for n in NUMBER.findall(pages[p - 1]))
        assert not want - have, table["title"]
    whole = "".join(squeezed)
    for paragraph in told["paragraphs"]:
        text = re.sub(r"\s", "", paragraph["text"])
        start, end = text[:6], text[-4:]
        assert start in whole
        assert end in whole


@pytest.mark.parametrize("producer", PRODUCERS)
def test_the_same_seed_gives_the_same_bytes(producer: str, tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made.append(make(tmp_path / name, "shanghai", 8, producer))
    assert made[0][0].read_bytes() == made[1][0].read_bytes()
    assert made[0][1].read_bytes() == made[1][1].read_bytes()


def facts(table: dict[str, Any]) -> dict[tuple[int, int], Decimal]:
    return {(f["row"], f["col"]): Decimal(f["amount_yuan"]) for f in table["facts"]}


def truth_of(family: str, seed: int) -> dict[str, Any]:
    from tests.typeset.truths import truth

    document = FAMILIES[family](seed)
    pages = dict.fromkeys(range(1, len(document.tables()) + 1), (1, 1))
    return truth(document, "x.pdf", pages)


@pytest.mark.parametrize("family", FAMILIES)
def test_totals_hold_within_rounding(family: str) -> None:
    """Σ of the leaf rows of a table by class equals its total to half a printed step for each part."""
    seen = off = 0
    for seed in range(12):
        for table in truth_of(family, seed)["tables"]:
            # In a cross-tab the economic class belongs to the column.
            kind = "functional_code" if any(f["functional_code"] for f in table["facts"]) else "economic_code"
            codes = {f["row"]: f[kind] for f in table["facts"]}
            total = next(
                (
                    r
                    for r, row in enumerate(table["grid"])
                    if "".join(x or "" for x in row[:4]).replace(" ", "").startswith("合计") and r in codes
                ),
                None,
            )
            if total is None or not any(codes.values()) or "project_by" in (table["form"] or ""):
                continue
            leaves = {
                r for r, c in codes.items() if c and not any(d and d != c and d.startswith(c) for d in codes.values())
            }
            values = facts(table)
            for col in {c for r, c in values if r == total}:
                parts = [v for (r, c), v in values.items() if c == col and r in leaves]
                gap = abs(sum(parts) - values[total, col])
                assert gap <= (len(parts) + 1) * STEP[table["unit"]] / 2, (seed, table["title"], col)
                seen += 1
                off += gap != 0
    assert seen > 60
    # Yuan add up exactly; 万元 rounded one by one do not.
    units = {table["unit"] for table in truth_of(family, 1)["tables"] if table["facts"]}
    assert (off > 0) == (family != "shanghai" and units != {"元"})


@pytest.mark.parametrize("family", [name for name in FAMILIES if name not in ("national", "tibet")])
def test_both_sides_of_a_summary_are_equal(family: str) -> None:
    pairs = {"收入总计": "支出总计", "总计": "总计", "收入合计": "支出合计"}
    for seed in range(12):
        sides = [
            t
            for t in truth_of(family, seed)["tables"]
            if (t["form"] or "").endswith(("rev_exp_summary", "fiscal_summary"))
        ]
        assert sides
        assert len(sides) % 2 == 0
        for table in sides:
            left, right = [
                next(Decimal(f["amount_yuan"]) for f in facts_ if f["row_label"] in names)
                for facts_, names in ((table["facts"], pairs.keys()), (table["facts"][::-1], pairs.values()))
            ]
            amounts = [Decimal(f["amount_yuan"]) for f in table["facts"] if f["row_label"] in (*pairs, *pairs.values())]
            # A total by fund in the same row may be smaller; the first on each side is the whole.
            assert amounts.count(left) >= 2
            assert right <= left


@pytest.mark.parametrize("family", FAMILIES)
def test_a_planted_misprint_is_told(family: str) -> None:
    document = FAMILIES[family](5)
    worn = plant(document, 5)
    (defect,) = worn.defects
    assert defect.printed != defect.expected
    before, after = document.tables()[defect.table - 1], worn.tables()[defect.table - 1]
    old, new = before.rows[defect.row][defect.col], after.rows[defect.row][defect.col]
    assert old is not None
    assert new is not None
    assert (old.text, new.text) == (defect.expected, defect.printed)
    assert new.amount is not None
    # The truth of the figure is what is printed, wrong as it is.
    shown = Decimal(re.sub(r"[^\d.-]", "", new.text)) * (10_000 if after.unit == "万元" else 1)
    assert Decimal(new.amount.fen) / 100 == shown
    changed = [(a, b) for a, b in zip(document.tables(), worn.tables(), strict=True) if a != b]
    assert len(changed) == 1


@pytest.mark.parametrize("family", FAMILIES)
def test_rough_versions_say_the_same(family: str) -> None:
    """Wear changes how things are printed, never how much."""
    for seed in range(8):
        document = FAMILIES[family](seed)
        worn = roughen(document, seed)
        assert worn != document
        stated = [
            [(b.claims, b.counts) for s in d.sections for b in s.blocks if isinstance(b, Paragraph)]
            for d in (document, worn)
        ]
        assert stated[0] == stated[1]
        for a, b in zip(document.tables(), worn.tables(), strict=True):
            ours = [(c.amount.fen, c.amount.functional) for row in a.rows for c in row if c and c.amount]
            theirs = [(c.amount.fen, c.amount.functional) for row in b.rows for c in row if c and c.amount]
            assert ours == theirs


@pytest.mark.parametrize("producer", PRODUCERS)
def test_radicals_stand_in_the_text_layer_only(producer: str, folder: Path) -> None:
    from dataclasses import replace

    from tests.typeset.truths import truth

    document = FAMILIES["final"](2)
    document = replace(document, style=replace(document.style, radicals=True))
    pdf = folder / f"radicals-{producer}.pdf"
    pages = PRODUCERS[producer](document, pdf)
    text = "".join(page_texts(pdf))
    assert "公⽤经费" in text
    assert "用" not in text
    assert "公用经费" in json.dumps(truth(document, pdf.name, pages), ensure_ascii=False)


def test_families_vary() -> None:
    titles, widths, empties = set(), set(), set()
    for seed in range(15):
        for table in FAMILIES["xinjiang"](seed).tables():
            titles.add(table.title)
            widths.add(table.widths)
            empties.add((table.form, table.is_empty))
    assert len(titles) > 25
    assert len(widths) > 30
    assert {("budget_govfund_expenditure", True), ("budget_govfund_expenditure", False)} <= empties


def test_a_row_is_cut_by_a_page_end(folder: Path) -> None:
    """The procurement table lets pages cut its rows: part of a cell's text stands on either side."""
    pdf, truth = make(folder, "jiangsu", 1, "canvas")
    told = json.loads(truth.read_text(encoding="utf-8"))
    table = told["tables"][-1]
    assert len(table["pages"]) > 1
    pages = [re.sub(r"\s", "", text) for text in page_texts(pdf)]
    cut = 0
    for first, second in zip(table["pages"], table["pages"][1:], strict=False):
        tail, start = pages[first - 1], pages[second - 1].removeprefix(str(second))
        cut += any(start[:3] in x[4:] and x[:4] in tail for row in table["grid"] for x in row if x and len(x) > 12)
    assert cut


@pytest.mark.parametrize("sample", shipped.SAMPLES, ids=lambda s: s.family)
def test_shipped_samples_are_what_their_seed_makes(sample: shipped.Sample, tmp_path: Path) -> None:
    _, truth = shipped.write(sample, tmp_path)
    kept = shipped.TRUTHS / truth.name
    assert json.loads(kept.read_text(encoding="utf-8")) == json.loads(truth.read_text(encoding="utf-8"))
    told = json.loads(kept.read_text(encoding="utf-8"))
    pages = page_texts(shipped.INBOX / told["file"])
    numbers = Counter(n for page in pages for n in NUMBER.findall(page))
    want = Counter(NUMBER.findall(" ".join(x for t in told["tables"] for row in t["grid"] for x in row if x)))
    assert not want - numbers


def test_shipped_files_hold_no_mobile_number() -> None:
    mobile = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
    for sample in shipped.SAMPLES:
        assert not mobile.search("".join(page_texts(shipped.INBOX / f"{sample.name}.pdf")))
        assert not mobile.search((shipped.TRUTHS / f"{sample.name}.truth.json").read_text(encoding="utf-8"))


def test_contacts_are_told_to_be_personal() -> None:
    document = FAMILIES["xinjiang"](4)
    name, phone = document.personal
    texts = [c.text for t in document.tables() for row in t.rows for c in row if c]
    assert name in texts
    assert phone in texts
    assert len(phone) == 11
