"""Rough versions: the same content as worse office programs and typists leave it, and figures printed wrong."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from tests.typeset.model import Block, CaptionLine, Cell, Contents, Defect, Document, Paragraph, Row, Table
from tests.typeset.numbers import Format

_WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_TOTAL = re.compile(r"^(合|总)(计)$")


def _each_cell(document: Document, change: Callable[[Cell], Cell]) -> Document:
    def table(value: Table) -> Table:
        rows = tuple(tuple(None if c is None else change(c) for c in row) for row in value.rows)
        return replace(value, rows=rows)

    return _each_block(document, lambda b: table(b) if isinstance(b, Table) else b)


def _each_block(document: Document, change: Callable[[Block], Block]) -> Document:
    sections = tuple(replace(s, blocks=tuple(change(b) for b in s.blocks)) for s in document.sections)
    return replace(document, sections=sections)


def _styled(**values: object) -> Callable[[random.Random, Document], Document]:
    return lambda rng, document: replace(document, style=replace(document.style, **values))  # type: ignore[arg-type]


def _spread_totals(rng: random.Random, document: Document) -> Document:
    """合计 as 合　计 or 合  计."""
    space = rng.choice(("　", "  ", " "))
    return _each_cell(document, lambda c: replace(c, text=_TOTAL.sub(rf"\1{space}\2", c.text)))


def _narrow_brackets(rng: random.Random, document: Document) -> Document:
    """Half-width brackets in tables, as typed with a Latin keyboard."""
    table = str.maketrans("（）", "()")
    return _each_cell(document, lambda c: replace(c, text=c.text.translate(table)))


def _wide_digits(rng: random.Random, document: Document) -> Document:
    """One table with full-width digits in its amounts."""
    chosen = rng.choice([t.title for t in document.tables() if not t.is_empty and t.kind == "grid"])

    def wide(table: Block) -> Block:
        if not isinstance(table, Table) or table.title != chosen:
            return table
        rows: tuple[Row, ...] = tuple(
            tuple(c if c is None or c.amount is None else replace(c, text=c.text.translate(_WIDE)) for c in row)
            for row in table.rows
        )
        return replace(table, rows=rows, font_size=min(table.font_size, 7.5))

    return _each_block(document, wide)


def _spaced_prose(rng: random.Random, document: Document) -> Document:
    """Spaces around the figures of the narrative."""

    def space(block: Block) -> Block:
        if not isinstance(block, Paragraph):
            return block
        return replace(block, text=re.sub(r"(?<=[一-龥])(\d[\d.,]*)(?=[一-龥])", r" \1 ", block.text))

    return _each_block(document, space)


def _other_unit_line(rng: random.Random, document: Document) -> Document:
    """金额单位：万元, 单位:万元 or （单位：万元）."""
    shape = rng.choice(("金额{}", "({})", "{}", "（{}）"))
    colon = rng.choice(("：", ":"))

    def line(value: CaptionLine) -> CaptionLine:
        if not value.right.startswith("单位"):
            return value
        return replace(value, right=shape.format(value.right.replace("：", colon)))

    def change(block: Block) -> Block:
        if not isinstance(block, Table):
            return block
        return replace(block, caption=tuple(line(x) for x in block.caption))

    return _each_block(document, change)


def _running_header(rng: random.Random, document: Document) -> Document:
    """The document's name at the top of every page."""
    kind = "部门决算" if document.meta.report_kind == "final_account" else "部门预算"
    return _styled(running=f"{document.meta.agency}{document.meta.fiscal_year}年{kind}")(rng, document)


def _tight_names(rng: random.Random, document: Document) -> Document:
    """Narrow columns and larger type, so that most names wrap."""

    def tight(block: Block) -> Block:
        if not isinstance(block, Table) or block.kind != "grid" or len(block.widths) > 9:
            return block
        most = sorted(block.widths)[len(block.widths) // 2]
        widths = tuple(min(w, most * 1.5) for w in block.widths)
        return replace(block, widths=widths, width_share=rng.choice((0.8, 0.9, 1.0)))

    return _each_block(document, tight)


def _flush(rng: random.Random, document: Document) -> Document:
    """Paragraphs without indent, some space between them; headings keep their place."""
    return _styled(indent=0.0, gap=document.style.leading * 0.45)(rng, document)


def _bare_continuation(rng: random.Random, document: Document) -> Document:
    """A line at the top of every page, and tables that go on under it without their header."""

    def bare(block: Block) -> Block:
        return replace(block, repeat_header=False) if isinstance(block, Table) else block

    return _running_header(rng, _each_block(document, bare))


def _cut_rows(rng: random.Random, document: Document) -> Document:
    """Rows that a page end cuts in two, in every table."""

    def cut(block: Block) -> Block:
        if not isinstance(block, Table) or block.kind != "grid":
            return block
        most = sorted(block.widths)[len(block.widths) // 2]
        widths = tuple(min(w, most * 1.3) for w in block.widths) if len(block.widths) < 10 else block.widths
        return replace(block, break_rows=True, widths=widths, row_height=block.row_height * rng.choice((1.0, 1.3, 1.6)))

    return _each_block(document, cut)


def _nil_word(rng: random.Random, document: Document) -> Document:
    """无 in the first free cell of empty tables."""
    word = rng.choice(("无", "无", "——"))

    def tell(block: Block) -> Block:
        if not isinstance(block, Table) or not block.is_empty:
            return block
        free = [r for r in range(block.header_rows, len(block.rows)) if all(c and not c.text for c in block.rows[r])]
        if not free:
            return block
        row = tuple(replace(c, text=word) if i == 0 and c else c for i, c in enumerate(block.rows[free[0]]))
        return replace(block, rows=(*block.rows[: free[0]], row, *block.rows[free[0] + 1 :]))

    return _each_block(document, tell)


CHANGES: tuple[Callable[[random.Random, Document], Document], ...] = (
    _spread_totals,
    _narrow_brackets,
    _wide_digits,
    _spaced_prose,
    _other_unit_line,
    _running_header,
    _tight_names,
    _flush,
    _bare_continuation,
    _cut_rows,
    _nil_word,
    _styled(radicals=True),
    _styled(shade=True),
    _styled(doubled=True),
    _styled(ghost=True),
    _styled(crop=24.0),
    _styled(bold="twice"),
)


def roughen(document: Document, seed: int) -> Document:
    """The document with some of the changes applied."""
    rng = random.Random(f"rough-{document.name}-{seed}")
    for change in rng.sample(CHANGES, rng.randint(3, 6)):
        document = change(rng, document)
    return replace(document, name=f"{document.name}-rough")


def untitle(document: Document) -> Document:
    """The document without the titles of its tables, over them and in the contents; numbers, units and notes stay."""
    titles = {table.title for table in document.tables()}

    def bare(line: CaptionLine, title: str) -> CaptionLine:
        left, center, right = (text.replace(title, "").strip(" ：:") for text in (line.left, line.center, line.right))
        return replace(line, left=left, center=center, right=right)

    def change(block: Block) -> Block:
        if isinstance(block, Contents):
            return replace(block, entries=tuple(e for e in block.entries if Contents.target(e[1]) not in titles))
        if not isinstance(block, Table):
            return block
        lines = [bare(line, block.title) for line in block.caption]
        kept = tuple(line for line in lines if line.left or line.center or line.right)
        return replace(block, title="", caption=kept)

    return replace(_each_block(document, change), name=f"{document.name}-untitled")


def _candidates(document: Document) -> list[tuple[int, int, int]]:
    """Totals of tables by class: every one stands in an identity down its column."""
    found = []
    for ordinal, table in enumerate(document.tables(), start=1):
        if "by_function" not in table.form and "by_dept_economic" not in table.form:
            continue
        for r, row in enumerate(table.rows):
            label = re.sub(r"\s", "", "".join(c.text for c in row[:4] if c))
            if not label.startswith("合计"):
                continue
            found += [(ordinal, r, c) for c, cell in enumerate(row) if cell and cell.amount and cell.amount.fen]
    return found


def plant(document: Document, seed: int) -> Document:
    """The document with one total printed wrong, told as a defect.

    Raises:
        ValueError: no table of the document has a total by class.
    """
    rng = random.Random(f"plant-{document.name}-{seed}")
    places = _candidates(document)
    if not places:
        raise ValueError(f"{document.name}: no total to misprint")
    ordinal, r, c = rng.choice(places)
    table = document.tables()[ordinal - 1]
    cell = table.rows[r][c]
    assert cell is not None
    assert cell.amount is not None
    decimals = len(cell.text.split(".")[1]) if "." in cell.text else 0
    unit = Format(unit="元" if table.unit == "元" else "万元", decimals=decimals, thousands="," in cell.text)
    wrong = cell.amount.fen + rng.choice((-1, 1)) * unit.step * rng.choice((9_000, 45_000, 81_000))
    wrong = wrong if wrong > 0 else cell.amount.fen + unit.step * 45_000
    printed = replace(cell, text=unit.show(wrong), amount=replace(cell.amount, fen=wrong))
    row = (*table.rows[r][:c], printed, *table.rows[r][c + 1 :])
    changed = replace(table, rows=(*table.rows[:r], row, *table.rows[r + 1 :]))
    document = _each_block(document, lambda b: changed if b is table else b)
    return replace(document, defects=(*document.defects, Defect(ordinal, r, c, cell.text, printed.text)))
