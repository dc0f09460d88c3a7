"""The document model: what a disclosure says and how it is laid out, before any producer draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed money figure and what it means.

    `fen` is the value as printed, not as calculated; `path` replaces the header path where there is no header row.
    """

    fen: int
    label: str
    functional: str | None = None
    economic: str | None = None
    dims: Mapping[str, str] = field(default_factory=dict)
    path: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `None` stands in a row where a neighbour's span covers the place."""

    text: str = ""
    row_span: int = 1
    col_span: int = 1
    align: Align = "center"
    bold: bool = False
    indent: int = 0
    amount: Amount | None = None


Row = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class CaptionLine:
    """One line above a table: up to three texts, repeated on further pages when `repeat` is set."""

    left: str = ""
    center: str = ""
    right: str = ""
    bold: bool = False
    size: float | None = None
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; `widths` are shares of the text width, one for each column."""

    number: str
    title: str
    unit: str
    form: str
    caption: tuple[CaptionLine, ...]
    rows: tuple[Row, ...]
    header_rows: int
    widths: tuple[float, ...]
    number_rows: int = 0
    font_size: float = 9.0
    row_height: float = 18.0
    width_share: float = 1.0
    notes: tuple[str, ...] = ()
    repeat_header: bool = True
    break_rows: bool = False
    is_empty: bool = False
    kind: str = "grid"

    def __post_init__(self) -> None:
        """Refuse grids whose spans do not tile it: a wrong truth is worse than none."""
        taken: set[tuple[int, int]] = set()
        for r, row in enumerate(self.rows):
            if len(row) != len(self.widths):
                raise ValueError(f"{self.title}: row {r} has {len(row)} columns, not {len(self.widths)}")
            for c, cell in enumerate(row):
                if cell is None:
                    continue
                block = {(r + i, c + j) for i in range(cell.row_span) for j in range(cell.col_span)}
                if block & taken:
                    raise ValueError(f"{self.title}: cells overlap at row {r} column {c}")
                taken |= block
        if len(taken) != len(self.rows) * len(self.widths):
            raise ValueError(f"{self.title}: the cells do not fill the grid")

    def origin(self, row: int, col: int) -> tuple[int, int]:
        """Where the cell that covers (row, col) starts."""
        for r in range(row, -1, -1):
            for c in range(col, -1, -1):
                cell = self.rows[r][c]
                if cell is not None and r + cell.row_span > row and c + cell.col_span > col:
                    return r, c
        raise ValueError(f"{self.title}: nothing covers row {row} column {col}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that opens a section; level 1 is a part (第一部分), 2 一、, 3 （一）."""

    level: int
    text: str
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure stated in a sentence; `sentence` counts the full stops in front of it.

    Attributes:
        subject: what the figure is of, as printed.
        metric: the list or section it is part of.
        fen, change: as printed; a decrease is negative.
        share, change_pct, completion: printed percentages without the sign; a decrease is positive here.
        base: what is compared with, where the wording leaves no doubt.
        implied: the change is said in words (持平).
        tied: the amount stands in a table too, or in an identity with it.
    """

    subject: str
    metric: str
    sentence: int = 0
    fen: int | None = None
    share: str | None = None
    change: int | None = None
    change_pct: str | None = None
    completion: str | None = None
    direction: str | None = None
    reason: str | None = None
    functional: str | None = None
    base: str | None = None
    implied: bool = False
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things or people stated in a sentence."""

    subject: str
    value: str
    unit: str
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class Nil:
    """A sentence that says there is nothing of the subject, without a figure."""

    subject: str
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One whole paragraph of narrative and what it states."""

    text: str
    claims: tuple[Claim, ...] = ()
    counts: tuple[Count, ...] = ()
    nils: tuple[Nil, ...] = ()

    def sentence(self, number: int) -> str:
        """A sentence with its full stop."""
        parts = self.text.split("。")
        return parts[number] + ("。" if number < len(parts) - 1 else "")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line that is neither heading nor narrative: cover lines, dates, signatures."""

    text: str
    align: Align = "center"
    bold: bool = False
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents: (level, text) of each entry; page numbers are found while typesetting."""

    entries: tuple[tuple[int, str], ...]
    dotted: bool = True

    @staticmethod
    def target(text: str) -> str:
        """The title an entry points to: tables are listed with an ordinal in front."""
        return text.split("、", 1)[1] if "、" in text[:4] and text.endswith("表") else text


@dataclass(frozen=True, slots=True)
class Space:
    """Vertical space in points."""

    points: float


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page of the same orientation."""


Block = Heading | Paragraph | Line | Contents | Space | PageBreak | Table


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one orientation."""

    blocks: tuple[Block, ...]
    landscape: bool = False
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Style:
    """How the whole document looks; sizes in points.

    Attributes:
        digits: Latin and digits in the Chinese type, or in a serif one.
        bold: a bold cut, outlined strokes, or text drawn twice.
        rotate_landscape: wide pages lie on upright sheets that /Rotate turns (canvas only).
        indent: first-line indent in characters; `gap` is extra space between paragraphs.
        running: a line at the top of every page.
        shade: header cells are filled with grey.
        doubled: neighbouring cells draw their common ruling twice, a little apart (canvas only).
        ghost: text and a table drawn beyond the page (canvas only).
        crop: how far the sheet reaches beyond the visible page (canvas only).
        radicals: some signs are mapped to the radicals of the same shape.
        rules: which rulings tables have: all, between rows only, three lines, shaded rows, or none (canvas only).
    """

    body_size: float = 14.0
    leading: float = 26.0
    margin: float = 72.0
    table_margin: float = 50.0
    digits: Literal["same", "serif"] = "same"
    bold: Literal["font", "stroke", "twice"] = "font"
    page_number: Literal["none", "plain", "dashes", "page"] = "plain"
    rotate_landscape: bool = False
    indent: float = 2.0
    gap: float = 0.0
    running: str = ""
    shade: bool = False
    doubled: bool = False
    ghost: bool = False
    crop: float = 0.0
    radicals: bool = False
    rules: Literal["all", "horizontal", "three", "zebra", "none"] = "all"


@dataclass(frozen=True, slots=True)
class Meta:
    """What a reader should say about the document as a whole."""

    report_kind: Literal["budget", "final_account"]
    fiscal_year: int
    agency: str
    region: str
    published_on: str | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of a performance table."""

    level1: str
    level2: str
    indicator: str
    operator: str
    value: str
    unit: str
    basis: str
    weight: str


@dataclass(frozen=True, slots=True)
class Defect:
    """Something printed wrong on purpose: where (table and place, or section), what should stand and what does."""

    table: int
    row: int
    col: int
    expected: str
    printed: str
    kind: str = "planted_figure"
    section: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole disclosure."""

    name: str
    meta: Meta
    style: Style
    sections: tuple[Section, ...]
    performance: tuple[Indicator, ...] = ()
    personal: tuple[str, ...] = ()
    defects: tuple[Defect, ...] = ()

    def tables(self) -> list[Table]:
        """Every table, in reading order."""
        return [b for s in self.sections for b in s.blocks if isinstance(b, Table)]
