"""The values of normalization: a table with its form, columns, rows and figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.assemble.table import PrintedTable, TableCell
from schemas.forms import Form, Panel
from schemas.values import value


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        path: header texts from the top.
        kind: ``code``, ``label``, ``text`` or ``amount``.
        dims: dimensions that the header words set.
        tag: item of the form that the header names (三公 items), or None.
        is_total: the header names the total of its group.
        of_which: the header opens with 其中; the column is part of another, not of the sum.
        economic: (code, name) where columns are economic classes, or None.
        subject: of what a column of labels speaks (unit, project, functional, department, government, any), or None.
        unclear: a header text over it is not in the vocabulary; what it is of is only what its other headers say.
        measure: ``money``, ``count``, ``percent`` or None where the header does not say.
        unit: unit of money that the header gives, or None.
    """

    index: int
    path: tuple[str, ...]
    kind: str
    dims: Mapping[str, str] = field(default_factory=dict)
    tag: str | None = None
    is_total: bool = False
    of_which: bool = False
    economic: tuple[str, str] | None = None
    subject: str | None = None
    unclear: bool = False
    measure: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """A run of label columns and the figure columns they belong to."""

    index: int
    labels: tuple[int, ...]
    amounts: tuple[int, ...]
    panel: Panel | None
    rows: str


@value
class Row:
    """One row of one side, with what its labels say.

    Attributes:
        label: the name as printed (without its code).
        path: labels from the top of its branch.
        parent: table row of the row that it is part of, None at the top.
        total: ``total``, ``subtotal``, ``grand_total`` or None.
        code, list, status, level: classification, see ``pipeline.normalize.codes``.
        merged: its label box also covers figure columns of its side; the figure stands in a later side.
        unit_name: the subordinate unit that the row is of, or None.
        economic: (code, name) of the economic class that the row prints beside its function, or None.
        unclear: its label is not in the vocabulary, in a list where the label says what the figure is of.
        measure, unit: ``count`` or ``money`` and the unit, where the row says so.
    """

    row: int
    side: int
    label: str
    path: tuple[str, ...]
    parent: int | None
    total: str | None = None
    dims: Mapping[str, str] = field(default_factory=dict)
    tag: str | None = None
    code: str | None = None
    list: str | None = None
    name: str | None = None
    status: str = "none"
    level: str | None = None
    is_leaf: bool = True
    project: str | None = None
    merged: bool = False
    unit_name: str | None = None
    economic: tuple[str, str] | None = None
    unclear: bool = False
    measure: str | None = None
    unit: str | None = None


@value
class Figure:
    """One figure (or printed absence of one) with its meaning.

    Attributes:
        value: as printed with its sign; ``fen`` the amount of money in fen, None unless money.
        step: one unit of the last printed digit, in fen for money.
        row, column: what labels and headers say of it.
        dims: every dimension of the data contract, after form, panel, header and row had their say.
        place: table ordinal, row and column: the identity of a figure in its document.
    """

    table: int
    cell: TableCell
    side: Side
    row: Row
    column: Column
    dims: Mapping[str, str | None]
    value: Decimal | None
    fen: int | None
    step: Decimal | None
    measure: str
    unit: str | None
    null_kind: str | None
    place: tuple[int, int, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", (self.table, self.cell.row, self.cell.col))


# Equal only to itself, so that what was found of it can be kept.
@dataclass(frozen=True, slots=True, eq=False)
class NormalTable:
    """A printed table with its meaning; without a form the figures carry no dimensions.

    Attributes:
        roles: role of each box by (row, col).
        unplaced: reason by (row, col) for boxes that no rule consumed.
    """

    table: PrintedTable
    form: Form | None
    unit: str | None
    header_rows: int
    is_empty: bool
    columns: tuple[Column, ...]
    sides: tuple[Side, ...]
    rows: tuple[Row, ...]
    figures: tuple[Figure, ...]
    roles: Mapping[tuple[int, int], str]
    unplaced: Mapping[tuple[int, int], str]
