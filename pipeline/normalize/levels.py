"""Rows of a list whose depth is the column their first label stands in (采购品目 > 专项 > 物品)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalize.grid import TableGrid
from pipeline.normalize.model import Column, Row, Side
from schemas.forms import Form
from schemas.text import fold, strip_ordinal
from schemas.vocabulary import vocabulary


def level_rows(grid: TableGrid, columns: Sequence[Column], side: Side, form: Form) -> list[Row]:
    """Return the rows of such a list; the form names the columns from the outermost in."""
    stack: list[tuple[int, Row]] = []
    rows: list[Row] = []
    for number in range(grid.header_rows, grid.table.row_count):
        found = [
            (col, cell.text)
            for col in side.labels
            if (cell := grid.cover[number][col]) is not None and cell.text and cell.row == number
        ]
        if not found:
            continue
        first, text = found[0]
        folded = fold(strip_ordinal(text)[1])
        word = form.row_words.first(folded) or vocabulary().rows.first(folded)
        if word is not None and word.total:
            rows.append(Row(number, side.index, text, (text,), None, total=word.total, is_leaf=False))
            continue
        header = fold(columns[first].path[-1]) if columns[first].path else ""
        depth = next((i for i, p in enumerate(form.levels) if p.fullmatch(header)), len(form.levels))
        while stack and stack[-1][0] >= depth:
            stack.pop()
        parent = stack[-1][1] if stack else None
        path = (*(parent.path if parent else ()), text)
        row = Row(number, side.index, text, path, parent.row if parent else None)
        stack.append((depth, row))
        rows.append(row)
    parents = {row.parent for row in rows}
    return [replace(row, is_leaf=row.total is None and row.row not in parents) for row in rows]
