"""Text on its side in the header of a narrow column."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extractors.sheets import SONG, Sheet, box_at


def _sideways(sheet: Sheet, x: float, y: float, text: str, angle: int) -> None:
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate(x, sheet.height - y)
    canvas.rotate(angle)
    canvas.setFont(SONG, 10)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize(("angle", "x", "step", "y"), [(90, 156, 14, 120), (-90, 164, -14, 56)])
def test_it_is_read_in_its_cell(tmp_path: Path, angle: int, x: float, step: float, y: float, rotation: int) -> None:
    sheet = Sheet(tmp_path / "a.pdf", rotation=rotation)
    sheet.grid((40, 140, 180, 300), (50, 130, 150))
    sheet.text(60, 90, "科目名称及其编码全称")
    sheet.text(60, 144, "教育支出及其他各项支出明细")
    _sideways(sheet, x, y, "财政拨款", angle)
    _sideways(sheet, x + step, y, "收入12.50", angle)
    cell = box_at(sheet.read(), 0, 1)
    assert cell.printed == "财政拨款\n收入12.50"
    x0, y0, x1, y1 = cell.lines[0].box
    assert 140 < x0 < x1 < 180
    assert 50 < y0 < y1 < 130
    assert cell.lines[0].parts == (("财政拨款", x0, x1),)
