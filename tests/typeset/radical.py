"""What some programs put into the text layer: radicals in place of the signs of the same shape."""

from __future__ import annotations

from dataclasses import replace

from tests.typeset.model import Block, CaptionLine, Cell, Contents, Document, Heading, Line, Paragraph, Table

_SIGNS = "一人力八十口土士大女子小工文方日月水用目立行金门车"
_SHAPES = "⼀⼈⼒⼋⼗⼝⼟⼠⼤⼥⼦⼩⼯⽂⽅⽇⽉⽔⽤⽬⽴⾏⾦⻔⻋"
_MAP = str.maketrans(_SIGNS, _SHAPES)


def printed(document: Document) -> Document:
    """The document as its text layer holds it; the truth keeps the signs."""
    if not document.style.radicals:
        return document
    sections = tuple(replace(s, blocks=tuple(map(_block, s.blocks))) for s in document.sections)
    style = replace(document.style, running=document.style.running.translate(_MAP))
    return replace(document, sections=sections, style=style)


def _block(block: Block) -> Block:
    if isinstance(block, Heading | Paragraph | Line):
        return replace(block, text=block.text.translate(_MAP))
    if isinstance(block, Contents):
        return replace(block, entries=tuple((level, text.translate(_MAP)) for level, text in block.entries))
    return _table(block) if isinstance(block, Table) else block


def _table(table: Table) -> Table:
    def cell(value: Cell | None) -> Cell | None:
        return None if value is None else replace(value, text=value.text.translate(_MAP))

    def line(value: CaptionLine) -> CaptionLine:
        texts = (value.left.translate(_MAP), value.center.translate(_MAP), value.right.translate(_MAP))
        return replace(value, left=texts[0], center=texts[1], right=texts[2])

    return replace(
        table,
        title=table.title.translate(_MAP),
        caption=tuple(map(line, table.caption)),
        rows=tuple(tuple(map(cell, row)) for row in table.rows),
        notes=tuple(note.translate(_MAP) for note in table.notes),
    )
