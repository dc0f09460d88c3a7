"""Producer one: typst lays the pages out and draws rulings as lines."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, cast

from tests.typeset import fonts, radical
from tests.typeset.model import (
    Block,
    CaptionLine,
    Cell,
    Contents,
    Document,
    Heading,
    Line,
    PageBreak,
    Paragraph,
    Section,
    Space,
    Style,
    Table,
)

A4 = (595.28, 841.89)
_NUMBERING = {"plain": "1", "dashes": "— 1 —", "page": "第1页"}


def _str(text: str) -> str:
    """A typst string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _mark(ident: str) -> str:
    """Invisible content that reports its page to `typst.query`."""
    return f"#context [#metadata((id: {_str(ident)}, page: here().page())) <mark>]"


def _text(text: str, *, bold: bool = False, size: float | None = None) -> str:
    options = (["weight: 700"] if bold else []) + ([f"size: {size}pt"] if size else [])
    return f"#text({', '.join([*options, _str(text)])})"


def _cell(cell: Cell, table: Table, mark: str = "", *, shade: bool = False) -> str:
    options = ["fill: luma(215)"] if shade else []
    options += [f"align: {cell.align} + horizon"]
    if cell.row_span > 1:
        options.append(f"rowspan: {cell.row_span}")
    if cell.col_span > 1:
        options.append(f"colspan: {cell.col_span}")
    options.append(f"breakable: {'true' if table.break_rows else 'false'}")
    body = f"#h({cell.indent}em)" if cell.indent else ""
    return f"table.cell({', '.join(options)})[{body}{_text(cell.text, bold=cell.bold) if cell.text else ''}{mark}]"


def _caption(line: CaptionLine) -> str:
    sides = f"{_text(line.left, bold=line.bold, size=line.size)}#h(1fr){_text(line.right, size=line.size)}"
    if line.center and not (line.left or line.right):
        return f"#align(center)[{_text(line.center, bold=line.bold, size=line.size)}]"
    if line.center:
        sides = f"{_text(line.left)}#h(1fr){_text(line.center, bold=line.bold)}#h(1fr){_text(line.right)}"
    return sides


def _header_heights(table: Table) -> list[str]:
    """Heights of the header rows: one in which no cell ends would vanish, so it gets a fixed height."""
    found = []
    for row in table.rows[: table.header_rows]:
        own = any(cell is not None and cell.row_span == 1 and cell.text for cell in row)
        found.append("auto" if own else f"{table.row_height}pt")
    return found


def _table(table: Table, ordinal: int, width: float, style: Style) -> str:
    share = width * table.width_share / sum(table.widths)
    columns = ", ".join(f"{w * share:.2f}pt" for w in table.widths)
    pad = max(1.0, (table.row_height - table.font_size) / 2)
    out = [f"#block(width: {width * table.width_share:.2f}pt, breakable: true)["]
    out.append(f"#set text(size: {table.font_size}pt)")
    out.append(
        f"#set par(leading: {table.font_size * 0.3:.2f}pt, spacing: 5pt, first-line-indent: 0pt, justify: false)"
    )
    again = [line for line in table.caption if line.repeat]
    once = [line for line in table.caption if not line.repeat]
    out += [f"#block(width: 100%, above: 5pt, below: 5pt, sticky: true)[{_caption(line)}]" for line in once]
    rows = ", ".join([*["auto"] * len(again), *_header_heights(table), "auto"])
    out.append(f"#table(columns: ({columns}), rows: ({rows}), stroke: 0.5pt, inset: (x: 2pt, y: {pad:.2f}pt),")
    bare = f"colspan: {len(table.widths)}, stroke: none, inset: (x: 0pt, y: 3pt), align: left"
    top = [f"table.cell({bare})[{_caption(line)}]" for line in again]
    mark = _mark(f"t{ordinal}")
    first = [c for row in table.rows[: table.header_rows] for c in row if c is not None]
    head = [_cell(c, table, "" if i else mark, shade=style.shade) for i, c in enumerate(first)]
    if top or table.header_rows:
        out.append(f"table.header(repeat: {'true' if table.repeat_header else 'false'},")
        out.append(",\n".join(top + head) + "),")
    last = len(table.rows) - 1
    for r, row in enumerate(table.rows[table.header_rows :], start=table.header_rows):
        start = r == 0 and not table.header_rows
        marks = [mark if c is not None and (start or r + c.row_span - 1 == last) else "" for c in row]
        out.append(" ".join(_cell(c, table, m) + "," for c, m in zip(row, marks, strict=True) if c is not None))
    out.append(")")
    out += [f"#block(above: 5pt)[{_text(note)}]" for note in table.notes]
    out.append("]")
    return "\n".join(out)


def _contents(block: Contents) -> str:
    out = []
    for number, (level, text) in enumerate(block.entries):
        page = f"#context {{ let p = query(<c{number}>); if p.len() > 0 [#p.first().location().page()] }}"
        fill = "#box(width: 1fr, repeat[.])" if block.dotted else "#h(1fr)"
        tail = f"{fill}{page}" if block.dotted else ""
        entry = f"#h({(level - 1) * 1.2}em){_text(text, bold=level == 1)}{tail}"
        out.append(f"#par(first-line-indent: 0pt, hanging-indent: 0pt)[{entry}]")
    return "\n".join(out)


def _label(text: str, contents: dict[str, int]) -> str:
    """A label at the place an entry of the contents points to, once."""
    number = contents.pop(text, None)
    return "" if number is None else f"#metadata(none) <c{number}>"


def _heading(block: Heading, style: Style, label: str) -> str:
    size = {1: style.body_size + 3, 2: style.body_size + 1}.get(block.level, style.body_size)
    indent = f"#h({0 if block.align == 'center' or block.level == 1 else 2}em)"
    return (
        f"#block(above: {style.leading * 0.75:.1f}pt, below: {style.leading * 0.55:.1f}pt, sticky: true, width: 100%)"
        f"[#set par(first-line-indent: 0pt)\n#align({block.align})[{label}{indent if block.align == 'left' else ''}"
        f"{_text(block.text, bold=True, size=size)}]]"
    )


def _block(block: Block, style: Style, contents: dict[str, int], counter: list[int], width: float) -> str:
    if isinstance(block, Table):
        counter[0] += 1
        return _label(block.title, contents) + _table(block, counter[0], width, style)
    if isinstance(block, Heading):
        return _heading(block, style, _label(block.text, contents))
    if isinstance(block, Paragraph):
        return f"#par[{_text(block.text)}]"
    if isinstance(block, Line):
        text = _text(block.text, bold=block.bold, size=block.size)
        return f"#block(width: 100%)[#set par(first-line-indent: 0pt)\n#align({block.align})[{text}]]"
    if isinstance(block, Contents):
        return _contents(block)
    if isinstance(block, Space):
        return f"#v({block.points}pt)"
    if isinstance(block, PageBreak):
        return "#pagebreak(weak: true)"
    raise TypeError(block)


def _section(section: Section, style: Style, contents: dict[str, int], counter: list[int]) -> str:
    margin = style.table_margin if section.landscape else style.margin
    size = (A4[1], A4[0]) if section.landscape else A4
    footer = running = "none"
    if style.running:
        running = f"align(center, text(size: 9pt, {_str(style.running)}))"
    if section.numbered and style.page_number != "none":
        form = _NUMBERING[style.page_number]
        footer = f"align(center, text(size: 9pt, context counter(page).display({_str(form)})))"
    top = (
        f"#set page(width: {size[0]}pt, height: {size[1]}pt, margin: (x: {margin}pt, y: {margin + 4}pt), "
        f"header: {running}, footer: {footer}, footer-descent: 35%)"
    )
    blocks = [_block(b, style, contents, counter, size[0] - 2 * margin) for b in section.blocks]
    return "\n\n".join([top, *blocks])


def source(document: Document) -> str:
    """The typst markup of a document."""
    style = document.style
    entries = [e for s in document.sections for b in s.blocks if isinstance(b, Contents) for e in b.entries]
    contents = {Contents.target(text): number for number, (_, text) in enumerate(entries)}
    family = _str(fonts.FAMILY)
    if style.digits == "serif":
        family = f'((name: "Libertinus Serif", covers: "latin-in-cjk"), {family})'
    counter = [0]
    gap = f"{max(2.0, style.leading - style.body_size):.1f}pt"
    apart = f"{max(2.0, style.leading - style.body_size) + style.gap:.1f}pt"
    head = [
        "#set document(date: none)",
        f'#set text(font: {family}, size: {style.body_size}pt, lang: "zh", region: "cn")',
        f"#set par(leading: {gap}, spacing: {apart}, justify: true)",
        f"#set par(first-line-indent: (amount: {style.indent}em, all: true))",
    ]
    parts = [_section(s, style, contents, counter) for s in document.sections]
    return "\n\n".join(head + parts) + "\n"


def typeset(document: Document, out: Path) -> dict[int, tuple[int, int]]:
    """Write the PDF.

    Args:
        document: what to print.
        out: the PDF file to write.

    Returns:
        Table ordinal to its first and last page.
    """
    import typst

    document = radical.printed(document)
    markup = source(document)
    with tempfile.TemporaryDirectory() as folder:
        files = fonts.cut(markup, Path(folder))
        main = Path(folder) / "main.typ"
        main.write_text(markup, encoding="utf-8")
        compiler: Any = cast("Any", typst).Compiler(
            main, font_paths=[files["Regular"].parent], ignore_system_fonts=True
        )
        out.write_bytes(compiler.compile(format="pdf", pdf_tags=False))
        marks = json.loads(compiler.query("<mark>", field="value"))
    pages: dict[int, tuple[int, int]] = {}
    for mark in marks:
        ident, page = int(mark["id"][1:]), int(mark["page"])
        low, high = pages.get(ident, (page, page))
        pages[ident] = (min(low, page), max(high, page))
    return pages
