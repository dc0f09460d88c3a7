"""Tables of the canvas producer: row heights, page breaks, rows cut in two, rulings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.typeset import canvas_text
from tests.typeset.canvas_text import Face, Type
from tests.typeset.model import CaptionLine, Cell, Row, Table

if TYPE_CHECKING:
    from tests.typeset.canvas_producer import Press

PAD = 2.0
RULE = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows that stand together on one page: cells with their lines, and row heights."""

    cells: tuple[tuple[int, int, Cell, tuple[str, ...]], ...]
    heights: tuple[float, ...]


class Layout:
    """The measures of one table."""

    def __init__(self, table: Table, type_: Type, width: float) -> None:
        self.table, self.type = table, type_
        scale = width * table.width_share / sum(table.widths)
        self.edges = [0.0]
        for share in table.widths:
            self.edges.append(self.edges[-1] + share * scale)
        self.leading = table.font_size * 1.25

    def face(self, cell: Cell) -> Face:
        """Type of a cell."""
        return self.type.face(self.table.font_size, bold=cell.bold)

    def lines(self, cell: Cell, col: int) -> tuple[str, ...]:
        """The wrapped text of a cell."""
        width = self.edges[col + cell.col_span] - self.edges[col] - 2 * PAD
        indent = cell.indent * self.table.font_size
        return tuple(canvas_text.break_lines(cell.text, self.face(cell), width, indent)) if cell.text else ()

    def height(self, count: int) -> float:
        """Height that so many lines need."""
        return max(self.table.row_height, count * self.leading + 2 * PAD)

    def piece(self, rows: tuple[Row, ...]) -> Piece:
        """Measure rows whose spans end among them."""
        cells = [(r, c, cell, self.lines(cell, c)) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell]
        heights = [self.table.row_height] * len(rows)
        for r, _, cell, lines in sorted(cells, key=lambda x: x[2].row_span):
            span = range(r, r + cell.row_span)
            lack = self.height(len(lines)) - sum(heights[i] for i in span)
            if lack > 0:
                heights[span[-1]] += lack
        return Piece(tuple(cells), tuple(heights))


def groups(table: Table) -> list[tuple[Row, ...]]:
    """Body rows in groups that row spans hold together."""
    found: list[tuple[Row, ...]] = []
    start = end = table.header_rows
    for r in range(table.header_rows, len(table.rows)):
        end = max(end, *(r + cell.row_span for cell in table.rows[r] if cell))
        if end == r + 1:
            found.append(table.rows[start:end])
            start = end
    return found


def _caption(press: Press, lines: tuple[CaptionLine, ...], table: Table) -> None:
    for line in lines:
        size = line.size or table.font_size
        leading = size * 1.7
        press.need(leading)
        press.y -= leading
        left, right = press.margin, press.margin + (press.width - 2 * press.margin) * table.width_share
        for text, align in ((line.left, "left"), (line.center, "center"), (line.right, "right")):
            bold = line.bold and align != "right"
            face = press.type.face(size, bold=bold)
            parts = canvas_text.break_lines(text, face, right - left) if text else []
            for i, part in enumerate(parts):
                if i:
                    press.y -= leading
                canvas_text.aligned(press.canvas, part, left, right, press.y + size * 0.3, face, align)  # type: ignore[arg-type]


Rule = tuple[float, float, float, float]


def _shown(rules: set[Rule], press: Press, ys: list[float], *, head: bool) -> set[Rule]:
    """The rulings of a piece that the style has; each is x, y, width, height."""
    kept = {rule for rule in rules if rule[2] > rule[3]}
    if press.style.rules == "all":
        return rules
    if press.style.rules == "horizontal":
        return kept
    # Three lines: above and below the header, and (drawn by `put`) at the end.
    ends = (round(ys[0] - RULE / 2, 2), round(ys[-1] - RULE / 2, 2))
    return {rule for rule in kept if rule[1] in ends} if head and press.style.rules == "three" else set()


def _close(press: Press, layout: Layout) -> None:
    """The last of three lines, where a table ends on a page."""
    if press.style.rules == "three":
        press.canvas.rect(press.margin, press.y - RULE / 2, layout.edges[-1], RULE, stroke=0, fill=1)


def _draw(
    press: Press, layout: Layout, piece: Piece, *, top: bool = False, shade: bool = False, head: bool = False
) -> None:
    """Draw one piece at the current place and move below it."""
    x0 = press.margin
    ys = [press.y]
    for height in piece.heights:
        ys.append(ys[-1] - height)
    canvas = press.canvas
    press.hand.under(canvas, (x0, ys[-1], x0 + layout.edges[-1], ys[0]))
    if shade:
        canvas.setFillGray(0.84)
        canvas.rect(x0, ys[-1], layout.edges[-1], ys[0] - ys[-1], stroke=0, fill=1)
        canvas.setFillGray(0)
    rules: set[tuple[float, float, float, float]] = set()
    for r, c, cell, lines in piece.cells:
        left, right = x0 + layout.edges[c], x0 + layout.edges[c + cell.col_span]
        high, low = ys[r], ys[r + cell.row_span]
        for y in (high, low):
            rules.add((round(left, 2), round(y - RULE / 2, 2), round(right - left, 2), RULE))
        # Programs that draw each cell's own border leave two lines a fraction of a point apart.
        apart = 0.36 if press.style.doubled else 0.0
        for x in (left + apart, right):
            rules.add((round(x - RULE / 2, 2), round(low, 2), RULE, round(high - low, 2)))
        face = layout.face(cell)
        start = high - PAD if top else (high + low + len(lines) * layout.leading) / 2
        indent = cell.indent * layout.table.font_size
        if press.hand.cell(canvas, cell, lines, (left, low, right, high), face):
            continue
        for i, text in enumerate(lines):
            base = start - (i + 1) * layout.leading + (layout.leading - face.size) / 2 + face.size * 0.14
            shift = indent if i == 0 else 0.0
            press.hand.line(canvas, text, (left + PAD + shift, right - PAD), base, face, cell.align)
    canvas.setFillGray(0)
    press.hand.rules(canvas, sorted(_shown(rules, press, ys, head=head)))
    press.y = ys[-1]


def _cut(layout: Layout, piece: Piece, room: float) -> tuple[Piece, Piece] | None:
    """Split the lines of a single row at a page end; None where too little would stand on one side."""
    fit = int((room - 2 * PAD) / layout.leading)
    longest = max((len(lines) for *_, lines in piece.cells), default=0)
    if len(piece.heights) != 1 or fit < 1 or longest <= fit:
        return None
    first = tuple((r, c, replace(cell), lines[:fit]) for r, c, cell, lines in piece.cells)
    rest = tuple((r, c, replace(cell, indent=0), lines[fit:]) for r, c, cell, lines in piece.cells)
    return (
        Piece(first, (fit * layout.leading + 2 * PAD,)),
        Piece(rest, ((longest - fit) * layout.leading + 2 * PAD,)),
    )


def _single(group: tuple[Row, ...]) -> list[tuple[Row, ...]]:
    """A group row by row: spans cut at each row, the text with its first."""
    found: list[tuple[Row, ...]] = []
    open_cells: dict[int, tuple[int, Cell]] = {}
    for row in group:
        cells: list[Cell | None] = []
        for c, cell in enumerate(row):
            if cell is not None:
                if cell.row_span > 1:
                    open_cells[c] = (cell.row_span - 1, replace(cell, text="", row_span=1))
                cells.append(replace(cell, row_span=1))
            elif c in open_cells and open_cells[c][0] > 0:
                left, empty = open_cells[c]
                open_cells[c] = (left - 1, empty)
                cells.append(empty)
            else:
                cells.append(None)
        found.append((tuple(cells),))
    return found


def put(press: Press, table: Table) -> tuple[int, int]:
    """Draw a table from the current place on.

    Returns:
        Its first and last page.
    """
    layout = Layout(table, press.type, press.width - 2 * press.margin)
    head = layout.piece(table.rows[: table.header_rows])
    again = tuple(line for line in table.caption if line.repeat)
    room = sum(head.heights) + sum((line.size or table.font_size) * 1.7 for line in table.caption)
    press.need(room + 2 * table.row_height)
    _caption(press, tuple(line for line in table.caption if not line.repeat) + again, table)
    first = press.page
    _draw(press, layout, head, shade=press.style.shade, head=True)
    press.y -= press.hand.apart

    def turn() -> None:
        _close(press, layout)
        press.open_page()
        _caption(press, again, table)
        if table.repeat_header:
            _draw(press, layout, head, shade=press.style.shade, head=True)
            press.y -= press.hand.apart

    for number, group in enumerate(groups(table)):
        piece = layout.piece(group)
        if press.room(sum(piece.heights)):
            _draw(press, layout, piece, shade=press.style.rules == "zebra" and number % 2 == 1)
            continue
        whole = press.y - sum(piece.heights) if len(group) > 1 else None
        parts = [layout.piece(g) for g in _single(group)] if whole is not None and table.break_rows else [piece]
        for part in parts:
            if press.room(sum(part.heights)):
                _draw(press, layout, part)
                continue
            halves = _cut(layout, part, press.y - press.bottom) if table.break_rows else None
            if halves:
                _draw(press, layout, halves[0], top=True)
            turn()
            _draw(press, layout, halves[1] if halves else part, top=bool(halves))
    _close(press, layout)
    last = press.page
    for note in table.notes:
        face = press.type.face(table.font_size)
        for text in canvas_text.break_lines(note, face, press.width - 2 * press.margin):
            press.line(text, face, table.font_size * 1.8)
    press.y -= 6
    return first, last
