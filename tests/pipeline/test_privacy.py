"""Names and private numbers go before anything is written; amounts, codes, offices and hotlines stay.

Numbers are put together here, so that none that could be called stands in the repository.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.normalize.privacy import redact_cells, redact_text, redact_texts

SEED = Path(__file__).parents[2].parent / "shared" / "seed"
_RANDOM = random.Random(7)
MOBILE = "1" + "3" + "".join(str(_RANDOM.randrange(10)) for _ in range(9))
LANDLINE = "0" + "994-" + "6" + "".join(str(_RANDOM.randrange(10)) for _ in range(6))
PERSON, PHONE = "[REDACTED:person]", "[REDACTED:phone]"


def _identity() -> str:
    body = "110101" + "1990" + "0307" + "".join(str(_RANDOM.randrange(10)) for _ in range(3))
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(weights, body, strict=True)) % 11]


@dataclass(frozen=True)
class Cell:
    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1


def _grid(*rows: list[str]) -> list[list[str]]:
    cells = [Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    flat = iter(redact_cells(cells))
    return [[next(flat) for _ in row] for row in rows]


def test_label_and_value_side_by_side() -> None:
    assert _grid(["联系人", "张某某", "联系电话", MOBILE]) == [["联系人", PERSON, "联系电话", PHONE]]
    assert _grid(["项目负责人：", "李 某", "财务负责人（签字）", "欧阳某某"]) == [
        ["项目负责人：", PERSON, "财务负责人（签字）", PERSON]
    ]
    assert _grid(["联 系 人", "", "王某、赵某某"])[0][2].count(PERSON) >= 1
    assert _grid(["填报人", "阿依古丽", "审核人", "买买提·艾力"]) == [["填报人", PERSON, "审核人", PERSON]]
    assert _grid(["联系人及电话", f"张某某 {LANDLINE}"]) == [["联系人及电话", f"{PERSON} {PHONE}"]]


def test_label_at_the_head_of_a_column() -> None:
    found = _grid(["序号", "姓名", "职务", "金额"], ["1", "张某某", "科员", "1200.00"], ["2", "李某", "科员", "800.00"])
    assert found == [
        ["序号", "姓名", "职务", "金额"],
        ["1", PERSON, "科员", "1200.00"],
        ["2", PERSON, "科员", "800.00"],
    ]


def test_a_rare_surname_beside_its_label_and_heads_of_columns() -> None:
    assert _grid(["联系人", "騳某", "联系电话", MOBILE])[0] == ["联系人", PERSON, "联系电话", PHONE]
    head = ["负责人", "完成率", "得分"]
    assert _grid(head, ["张某某", "95%", "10"]) == [head, [PERSON, "95%", "10"]]
    assert _grid(["联系人", ""], ["目标一", "完成"]) == [["联系人", ""], ["目标一", "完成"]]


def test_label_and_value_in_one_cell() -> None:
    assert _grid([f"联系人：张某某  联系电话：{MOBILE}"]) == [[f"联系人：{PERSON}  联系电话：{PHONE}"]]
    assert _grid(["单位负责人：", f"制表：王某某 {MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}"]) == [
        ["单位负责人：", f"制表：{PERSON} {PHONE}"]
    ]


def test_spans_part_label_and_value() -> None:
    cells = [Cell(0, 0, "联系人", 2, 1), Cell(0, 1, "张某某", 2, 2), Cell(0, 3, "电话"), Cell(0, 4, LANDLINE, 1, 3)]
    assert redact_cells(cells) == ("联系人", PERSON, "电话", PHONE)


@pytest.mark.parametrize(
    "row",
    [
        ["负责人数", "3", "合计", "421.63"],
        ["项目负责人", "县水务局办公室", "实施单位", "青禾县水务局"],
        ["项目负责人", "财务科", "项目名称", "灌区维修"],
        ["负责人", "421.63", "负责人", "无"],
        ["联系电话", "12345", "传真", ""],
        ["联系电话", LANDLINE],
        ["项目名称", "项目负责人", "预算金额", "成本指标"],
        ["项目编码", MOBILE, "联系人", ""],
        ["资金（元）", MOBILE],
        [MOBILE, "2010301", "1562111" + "0000.00"],
        ["监督索引号", "5" * 17],
        ["502" + "0" * 15, "项目"],
        ["三级指标", "联系群众人数", ">=10人"],
    ],
)
def test_organisations_amounts_codes_and_hotlines_stay(row: list[str]) -> None:
    assert _grid(row) == [row]


def test_running_text() -> None:
    assert redact_text(f"联系人：张某某，电话：{MOBILE}。") == f"联系人：{PERSON}，电话：{PHONE}。"
    assert redact_text(f"项目负责人为李某，办公电话{LANDLINE}") == f"项目负责人为{PERSON}，办公电话{PHONE}"
    assert redact_text(f"咨询请找办公室王某某{MOBILE}") == f"咨询请找办公室{PERSON}{PHONE}"
    assert redact_text("审核：张某某 制表：李某 填报日期：2024年2月19日") == (
        f"审核：{PERSON} 制表：{PERSON} 填报日期：2024年2月19日"
    )
    assert redact_text(f"身份证号{_identity()}") == "身份证号[REDACTED:id]"
    assert redact_text("邮箱zhang_3@example.gov.cn。") == "邮箱[REDACTED:email]。"
    wide = MOBILE.translate({0x30 + n: 0xFF10 + n for n in range(10)})
    assert redact_text(f"手机{wide}") == f"手机{PHONE}"


@pytest.mark.parametrize(
    "text",
    [
        f"联系电话：{LANDLINE}",
        "政务服务热线：12345，办公室、12345热线、财务室。",
        f"收入预算{MOBILE}元，其中财政拨款{MOBILE}.00元。",
        "项目负责人由单位领导担任，负责人数为3人。",
        "部门编制数9，实有人数10人，其中：在职9人；主管全县水务工作。",
        "编制：行政编制5名；审核：财政部门。",
        "联系人：办公室。负责人：青禾县水务局。",
        "项目编码：" + "6" * 21,
    ],
)
def test_what_is_public_stays(text: str) -> None:
    assert redact_text(text) == text


def test_a_name_in_one_line_makes_the_number_in_the_next_private() -> None:
    assert redact_texts(["联系人：张某某", f"联系电话：{LANDLINE}"]) == (f"联系人：{PERSON}", f"联系电话：{PHONE}")
    assert redact_texts(["信息公开办公室", f"联系电话：{LANDLINE}"]) == ("信息公开办公室", f"联系电话：{LANDLINE}")


def test_redacting_again_changes_nothing() -> None:
    once = redact_text(f"联系人：张某某，电话：{MOBILE}")
    assert redact_text(once) == once
    cells = [Cell(0, 0, "联系人"), Cell(0, 1, PERSON), Cell(0, 2, "电话"), Cell(0, 3, PHONE)]
    assert redact_cells(cells) == tuple(cell.text for cell in cells)


@pytest.mark.skipif(not SEED.is_dir(), reason="../shared/seed is absent")
def test_the_seed_keeps_nothing_personal_and_everything_else() -> None:
    import json

    from extractors.pdfium import PdfDocument
    from extractors.reading import read_page
    from pipeline.assemble.tables import assemble_tables

    truth = json.loads(next(SEED.glob("*.truth.json")).read_text(encoding="utf-8"))
    with PdfDocument(str(SEED / truth["file"])) as document:
        pages = [read_page(document, n + 1) for n in range(document.info().page_count)]
    changed = 0
    for table in assemble_tables(pages, lambda text: False).tables:
        for cell, text in zip(table.cells, redact_cells(table.cells), strict=True):
            assert not any(secret in text for secret in truth["personal"])
            changed += text != cell.text
    assert changed == len(truth["personal"])


@pytest.mark.parametrize(
    ("spaced", "kept"),
    [
        (" ".join("1" + "3800013800"), "请致电[REDACTED:phone]。"),
        ("1" + "380 0013 800", "请致电[REDACTED:phone]。"),
        ("1" + "3800 013800", "请致电[REDACTED:phone]。"),
        ("1 2 3 4 5 6 7 8 9 10 11", "请致电1 2 3 4 5 6 7 8 9 10 11。"),
        ("15 000 000 000", "请致电15 000 000 000。"),
    ],
)
def test_digits_that_stand_apart(spaced: str, kept: str) -> None:
    assert redact_text(f"请致电{spaced}。") == kept


def test_a_name_behind_a_label_without_a_colon_in_front_of_its_number() -> None:
    assert redact_text("与经办人李丽澜（0920-4123456）联系") == "与经办人[REDACTED:person]（[REDACTED:phone]）联系"
    assert redact_text("联系人李丽澜（电话0920-4123456）") == "联系人[REDACTED:person]（电话[REDACTED:phone]）"
    assert redact_text("项目负责人制度（2024年）") == "项目负责人制度（2024年）"
