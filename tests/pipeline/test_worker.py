"""One document from its file to its bundle: whole, redacted, the same every time."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import DocumentError
from pipeline.worker import read_document
from schemas.records import RECORDS, checked
from tests.typeset import canvas_producer, profiles
from tests.typeset.model import CaptionLine, Cell, Document, Heading, Line, Meta, Paragraph, Row, Section, Style, Table

SAMPLES = sorted((Path(__file__).parents[2] / "raw_pdfs").glob("*.pdf"))
AGENCY = "云杉县财政局"
NAME, PHONE = profiles.person(random.Random(7), landline=False)
OTHER, LANDLINE = profiles.person(random.Random(8), landline=True)
SPENDING = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("", "合计", "31.00", "18.50", "12.50"),
    ("20106", "财政事务", "31.00", "18.50", "12.50"),
    ("2010601", "行政运行/机关服务", "20.70", "15.40", "5.30"),
    ("2010602", "一般行政管理事务", "10.30", "3.10", "7.20"),
)
CONTACT = (
    ("项目名称", "零基预算试点", "主管部门", AGENCY),
    ("项目负责人", NAME, "联系电话", PHONE),
    ("年度目标", f"由{AGENCY}组织完成，联系人：{OTHER}，电话：{LANDLINE}", "分值", "100"),
)


def grid(title: str, rows: tuple[tuple[str, ...], ...], note: str, unit: str = "万元") -> Table:
    """A table with a caption and a note."""
    drawn: list[Row] = [tuple(Cell(text) for text in row) for row in rows]
    caption = (
        CaptionLine(center=title, size=16.0),
        CaptionLine(left=f"编制部门：{AGENCY}", center=f"填报人：{NAME}", right=f"单位：{unit}"),
    )
    widths = (1.0 / len(rows[0]),) * len(rows[0])
    return Table("", title, unit, "", caption, tuple(drawn), 1, widths, notes=(note,))


def document() -> Document:
    """A short disclosure in which contact persons stand wherever they can."""
    blocks = (
        Line(f"{AGENCY}2024年部门预算"),
        Heading(2, f"一、部门概况（联系人：{NAME}）"),
        Paragraph(f"本部门预算由预算科编制，联系人：{NAME}，联系电话：{PHONE}。总额为31.00万元。"),
        Paragraph(f"如有疑问请致电{PHONE}，或与经办人{OTHER}（{LANDLINE}）联系。"),
        grid("部门支出总体情况表", SPENDING, f"注：填表人：{OTHER}，联系电话：{LANDLINE}。"),
        grid(f"项目支出绩效目标表（负责人：{NAME}）", CONTACT, f"注：联系电话：{PHONE}"),
    )
    meta = Meta("budget", 2024, AGENCY, "云杉县", None)
    return Document("contacts", meta, Style(), (Section(blocks),), personal=(NAME, PHONE, OTHER, LANDLINE))


def bundle_of(path: Path, **options: Any) -> dict[str, list[dict[str, Any]]]:
    """Read a file as the child does."""
    read = read_document(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), path.name, **options)
    return {name: [dict(row) for row in rows] for name, rows in read.items()}


@pytest.fixture(scope="module")
def contacts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("worker") / f"{AGENCY}2024年部门预算.pdf"
    canvas_producer.typeset(document(), path)
    return path


@pytest.fixture(scope="module")
def bundle(contacts: Path) -> dict[str, list[dict[str, Any]]]:
    return bundle_of(contacts)


class TestRedaction:
    """Nothing of a contact person reaches a row."""

    def test_no_name_and_no_number_anywhere(self, bundle: dict[str, list[dict[str, Any]]]) -> None:
        told = json.dumps(bundle, ensure_ascii=False)
        for secret in (NAME, OTHER, PHONE, LANDLINE, PHONE[:9], LANDLINE[-7:], LANDLINE.replace("-", "")):
            assert secret not in told

    def test_marks_stand_where_they_stood(self, bundle: dict[str, list[dict[str, Any]]]) -> None:
        cells = [row["text"] for row in bundle["cells"]]
        assert "[REDACTED:person]" in cells
        assert "[REDACTED:phone]" in cells
        assert [row["printed"] for row in bundle["cells"] if "REDACTED" in row["text"]]
        paragraphs = " ".join(row["text"] for row in bundle["paragraphs"])
        assert "[REDACTED:phone]" in paragraphs

    def test_printed_is_redacted_too(self, bundle: dict[str, list[dict[str, Any]]]) -> None:
        for row in bundle["cells"]:
            assert ("[REDACTED" in row["text"]) == ("[REDACTED" in row["printed"])

    def test_amounts_and_codes_stay(self, bundle: dict[str, list[dict[str, Any]]]) -> None:
        printed = {row["printed"] for row in bundle["amounts"]}
        assert {"31.00", "20.70", "15.40", "5.30", "10.30", "3.10", "7.20"} <= printed
        assert {"20106", "2010601"} <= {row["functional_code"] for row in bundle["amounts"]}


class TestBundle:
    """What a bundle is, whatever the document."""

    @pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(SAMPLES.index(path)))
    def test_samples_pass_every_check_twice_the_same(self, path: Path) -> None:
        first = bundle_of(path)
        checked(first)
        assert json.dumps(first, ensure_ascii=False) == json.dumps(bundle_of(path), ensure_ascii=False)
        assert str(path.parent) not in json.dumps(first, ensure_ascii=False)

    def test_only_records_of_the_contract(self, bundle: dict[str, list[dict[str, Any]]]) -> None:
        checked(bundle)
        for name, rows in bundle.items():
            known = {column.name for column in RECORDS[name].columns}
            assert all(set(row) <= known for row in rows), name

    def test_ids_are_places(self, bundle: dict[str, list[dict[str, Any]]], contacts: Path) -> None:
        head = hashlib.sha256(contacts.read_bytes()).hexdigest()[:16]
        assert [row["table_id"] for row in bundle["tables"]] == [f"{head}-t1", f"{head}-t2"]
        assert [row["disclosure_id"] for row in bundle["disclosures"]] == [f"{head}-d1"]
        assert bundle["paragraphs"][0]["paragraph_id"] == f"{head}-p1"
        for row in bundle["amounts"]:
            assert row["amount_id"] == f"{row['table_id']}-r{row['row']}-c{row['col']}"
        for row in bundle["checks"]:
            operands = sorted(o["operand_id"] for o in bundle["check_operands"] if o["check_id"] == row["check_id"])
            assert row["check_id"] == hashlib.sha256("|".join([row["rule"], *operands]).encode()).hexdigest()[:16]

    def test_slashes_inside_labels_are_no_steps_of_a_path(self, bundle: dict[str, list[dict[str, Any]]]) -> None:
        paths = {row["row_path"] for row in bundle["amounts"] if row["functional_code"] == "2010601"}
        assert paths == {"财政事务/行政运行／机关服务"}

    def test_every_box_has_a_cell(self, bundle: dict[str, list[dict[str, Any]]]) -> None:
        first = bundle["tables"][0]["table_id"]
        cells = {(r["row"], r["col"]): r for r in bundle["cells"] if r["table_id"] == first}
        assert len(cells) == len(SPENDING) * len(SPENDING[0])
        assert cells[1, 0]["text"] == ""
        assert cells[1, 0]["role"] == "blank"


class TestPages:
    """Pages that are left out or broken, and documents without any text."""

    def test_a_page_left_out_makes_the_document_partial(self, contacts: Path) -> None:
        whole, part = bundle_of(contacts), bundle_of(contacts, skip_pages=frozenset({1}))
        assert whole["documents"][0]["status"] == "loaded"
        assert part["documents"][0]["status"] == "partial"
        assert [row["page"] for row in part["pages"]] == [row["page"] for row in whole["pages"]][1:]
        assert part["documents"][0]["page_count"] == whole["documents"][0]["page_count"]
        checked(part)

    def test_told_of_every_page_and_of_the_end(self, contacts: Path) -> None:
        told: list[tuple[int, int]] = []
        count = len(bundle_of(contacts, on_page=lambda page, of: told.append((page, of)))["pages"])
        assert told == [*((page, count) for page in range(1, count + 1)), (0, count)]

    def test_a_document_without_text(self, tmp_path: Path) -> None:
        path = tmp_path / "blank.pdf"
        canvas = Canvas(str(path))
        canvas.line(10, 10, 200, 200)
        canvas.save()
        with pytest.raises(DocumentError) as caught:
            bundle_of(path)
        assert caught.value.code == "no_text"

    def test_something_else_than_a_pdf(self, tmp_path: Path) -> None:
        path = tmp_path / "broken.pdf"
        path.write_bytes(b"%PDF-1.7\nnothing follows\n%%EOF")
        with pytest.raises(DocumentError) as caught:
            bundle_of(path)
        assert caught.value.code in ("corrupt", "not_a_pdf")
        assert str(tmp_path) not in str(caught.value)
