"""Tables described as data: a family of layouts is one YAML file of `families/`, and needs no code.

`docs/add-a-form.md` says how a file is written. A table names its form, title, rows and columns; a column names what
it is of, and so both what is printed and the truth about it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import yaml

from tests.typeset import codes, figures, profiles, regional, regional_doc
from tests.typeset.builders import Head, head, header, in_columns, money, ordinal, spanned
from tests.typeset.figures import Entry, Figures, Ledger
from tests.typeset.model import Cell, Document, Row, Table
from tests.typeset.numbers import percent
from tests.typeset.regional import Book, Unit

FAMILIES: Final = Path(__file__).with_name("families")
_DIMS: Final = ("flow", "fund", "origin", "nature", "phase", "comparison")
Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures: which entries it adds up, of which year, and what that is."""

    keep: Callable[[Entry], bool]
    dims: Mapping[str, str]
    kind: str = "now"


def keep(of: Given) -> Callable[[Entry], bool]:
    """Entries of a fund, nature and economic classes; without a word, all."""
    fund, nature, economic = of.get("fund", "all"), of.get("nature", "all"), tuple(map(str, of.get("economic", ())))

    def passes(entry: Entry) -> bool:
        paid = {"all": True, "fiscal": entry.fund in figures.FISCAL, "nonfiscal": entry.fund not in figures.FISCAL}
        meant = {"all": True, "basic": entry.nature != "project"}
        return (
            paid.get(fund, entry.fund.startswith(fund))
            and meant.get(nature, entry.nature == nature)
            and (not economic or entry.economic.startswith(economic))
        )

    return passes


def _leaf(said: Given, over: Given) -> Column:
    """A column: `of` where what it adds up is not what it says; `kind` is now, prior, change, change_pct or blank."""
    dims = {key: str(value) for key, value in {**over, **said}.items() if key in _DIMS}
    of = said.get("of", {key: said[key] for key in ("fund", "nature", "economic") if key in said})
    return Column(keep(of), dims, said.get("kind", "now"))


def _heads(entries: Sequence[Given], over: Given, year: int) -> tuple[list[Head], list[Column]]:
    """Header tree and columns: each entry is one name with what it is of, or with the entries beneath it."""
    heads, columns = [], []
    for entry in entries:
        ((text, inner),) = entry.items()
        name = text.replace("{year}", str(year))
        if isinstance(inner, list):
            children, found = _heads(inner, over, year)
            heads.append(head(name, *children))
            columns += found
        else:
            heads.append(head(name))
            columns.append(_leaf(inner or {}, over))
    return heads, columns


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table under construction: the publisher's habits, the figures of two years, and the description."""

    book: Book
    units: Sequence[Unit]
    f: Figures
    given: Given

    def cells(self, columns: Sequence[Column], part: Callable[[Entry], bool], label: str, **of: Any) -> list[Cell]:
        """The figures of one row; `of` is its codes and more dimensions."""
        more = of.pop("dims", {})
        whole = keep(self.given.get("of", {}))
        found = []
        for column in columns:
            wanted = figures.both(whole, column.keep, part)
            now, before = (self.book.form.value(x.total(wanted)) for x in (self.f.ledger, self.f.prior))
            dims = {**column.dims, **more}
            if column.kind == "change_pct":
                found.append(Cell(f"{percent(now - before, before)}%" if before else "", align="right"))
            elif column.kind == "blank":
                found.append(Cell(self.book.form.show(0), align="right"))
            else:
                fen = {"now": now, "prior": before, "change": now - before}[column.kind]
                found.append(money(fen, self.book.form, label, dims=dims, **of))
        return found

    def held(self) -> Ledger:
        """What the table is of, in either year it prints."""
        return self.f.ledger.only(keep(self.given.get("of", {})))

    def with_total(self, rows: list[Row], columns: Sequence[Column], wide: int) -> list[Row]:
        """The rows with their total first, last or not at all."""
        where, label = self.given.get("total", "first"), self.given.get("total_label", "合计")
        if where == "none":
            return rows
        total = (*spanned(label, wide), *self.cells(columns, lambda e: True, label))
        return [total, *rows] if where == "first" else [*rows, total]


def _codes(used: Sequence[str], lengths: Sequence[int], leaves: bool) -> list[str]:
    return sorted({code[:n] for code in used for n in (lengths[-1:] if leaves else lengths)})


def _functions(s: Sheet, columns: Sequence[Column]) -> tuple[list[Head], list[Row], list[float]]:
    """A functional tree, or its leaves; codes in columns of their own, in one, or in front of the names."""
    layout = s.given.get("codes", "split" if s.book.split else "single")
    rows: list[Row] = []
    for code in _codes(s.held().functions(), (3, 5, 7), bool(s.given.get("leaves"))):
        name = codes.functional(code)
        label = Cell(code + name if layout == "in_name" else name, align="left", indent=len(code) // 2 - 1)
        keys = [] if layout == "in_name" else regional.keys(replace(s.book, split=layout == "split"), code)
        rows.append((*keys, label, *s.cells(columns, figures.under(code), name, functional=code)))
    code_head = {"split": [head("科目编码", "类", "款", "项")], "single": [Head("科目编码")], "in_name": []}[layout]
    heads = [*code_head, Head(s.given.get("name", "科目名称"))]
    widths = {"split": [7.0, 6.0, 6.0], "single": [13.0], "in_name": []}[layout]
    return heads, s.with_total(rows, columns, len(widths) + 1), [*widths, 34.0]


def _economics(s: Sheet, columns: Sequence[Column]) -> tuple[list[Head], list[Row], list[float]]:
    """Department economic classes, 类 and 款."""
    layout = s.given.get("codes", "single")
    rows: list[Row] = []
    for code in _codes(s.held().economics(), (3, 5), bool(s.given.get("leaves"))):
        name = codes.economic(code)
        keys = {
            "single": [Cell(code, align="left")],
            "split": [Cell(code[:3]), Cell(code[3:])],
            "in_name": [],
        }[layout]
        label = Cell(f"{code}-{name}" if layout == "in_name" else name, align="left", indent=len(code) // 5)
        rows.append((*keys, label, *s.cells(columns, figures.spent_on(code), name, economic=code)))
    word = s.given.get("code", "经济分类科目编码")
    code_head = {"split": [head(word, "类", "款")], "single": [Head(word)], "in_name": []}[layout]
    widths = {"split": [8.0, 7.0], "single": [14.0], "in_name": []}[layout]
    heads = [*code_head, Head(s.given.get("name", "经济分类科目名称"))]
    return heads, s.with_total(rows, columns, len(widths) + 1), [*widths, 36.0]


def _of_unit(s: Sheet, unit: Unit) -> Sheet:
    return replace(s, f=unit.f)


def _by_units(s: Sheet, columns: Sequence[Column]) -> tuple[list[Head], list[Row], list[float]]:
    """Units with codes; the department above them, and the functions of each, where the file says so."""
    rows: list[Row] = []
    if s.given.get("department"):
        name = s.book.agency + s.given["department"]
        rows.append((Cell(""), Cell(name, align="left"), *s.cells(columns, lambda e: True, name)))
    for unit in s.units:
        own, dims = _of_unit(s, unit), {"unit_name": unit.name}
        cells = own.cells(columns, lambda e: True, unit.name, dims=dims)
        rows.append((Cell(unit.code), Cell(unit.name, align="left"), *cells))
        for code in _codes(own.held().functions(), (3, 5, 7), False) if s.given.get("functions") else ():
            cells = own.cells(columns, figures.under(code), codes.functional(code), functional=code, dims=dims)
            rows.append((Cell(code), Cell(codes.functional(code), align="left", indent=len(code) // 2), *cells))
    heads = [
        Head("单位代码"),
        Head(s.given.get("name", "单位名称（科目）" if s.given.get("functions") else "单位名称")),
    ]
    return heads, s.with_total(rows, columns, 2), [13.0, 36.0]


def _by_projects(s: Sheet, columns: Sequence[Column]) -> tuple[list[Head], list[Row], list[float]]:
    """Projects with their unit."""
    rows: list[Row] = []
    for unit in s.units:
        own = _of_unit(s, unit)
        for project in own.held().projects():
            dims = {"project_name": project.name}
            cells = own.cells(columns, figures.of_project(project), project.name, dims=dims)
            rows.append((Cell(unit.name, align="left"), Cell(project.name, align="left"), *cells))
    heads = [Head(s.given.get("unit", "单位名称")), Head(s.given.get("name", "项目名称"))]
    return heads, s.with_total(rows, columns, 2), [30.0, 34.0]


def _items(s: Sheet, columns: Sequence[Column]) -> tuple[list[Head], list[Row], list[float]]:
    """Lines that the file lists, each of some economic classes."""
    rows: list[Row] = []
    for entry in s.given["lines"]:
        label = entry["label"]
        cell = Cell(label, align=entry.get("align", "left"), indent=entry.get("indent", 0))
        rows.append((cell, *s.cells(columns, keep(entry), entry.get("name", label))))
    return [Head(s.given.get("name", "项目"))], rows, [40.0]


def _single(s: Sheet, columns: Sequence[Column]) -> tuple[list[Head], list[Row], list[float]]:
    """One row for the whole agency."""
    name = s.book.agency
    row = (Cell(name, align="left"), *s.cells(columns, lambda e: True, name, dims={"unit_name": name}))
    return [Head(s.given.get("name", "单位名称"))], [row], [30.0]


_ROWS: Final[Mapping[str, Callable[[Sheet, Sequence[Column]], tuple[list[Head], list[Row], list[float]]]]] = {
    "functions": _functions,
    "economics": _economics,
    "units": _by_units,
    "projects": _by_projects,
    "items": _items,
    "agency": _single,
}


def _line(s: Sheet, side: Given, columns: Sequence[Column], entry: Given) -> Row:
    """A line of one side: what it says, and nothing printed where it says `blank`."""
    label = entry["label"]
    dims = {key: str(entry[key]) for key in _DIMS if key in entry}
    name = Cell(label, align=entry.get("align", "left"), indent=entry.get("indent", 0))
    if entry.get("blank"):
        return (name, *(Cell(s.book.form.show(0), align="right") for _ in columns))
    return (name, *s.cells(columns, keep(entry.get("of", entry)), label, dims=dims))


def _side(s: Sheet, side: Given) -> tuple[Head, list[Row], list[Column]]:
    heads, columns = _heads(side["columns"], {**s.given.get("says", {}), **side.get("says", {})}, s.book.year)
    rows: list[Row] = []
    for entry in side["lines"]:
        if entry == "classes":
            for at, code in enumerate(s.held().functions(3), start=1):
                name = codes.functional(code)
                label = side.get("mark", "{n}、{name}").format(n=ordinal(at), code=code, name=name)
                rows.append((Cell(label, align="left"), *s.cells(columns, figures.under(code), label, functional=code)))
        else:
            rows.append(_line(s, side, columns, entry))
    return head(side["head"], side.get("label", "项目"), *heads), rows, columns


def _two_sides(s: Sheet) -> tuple[list[Head], list[Row], list[float]]:
    """Two lists side by side; `below` stands under both."""
    made = [_side(s, s.given[which]) for which in ("left", "right")]
    rows = in_columns(made[0][1], made[1][1])
    for pair in s.given["below"]:
        lines = [_line(s, s.given[w], m[2], entry) for w, m, entry in zip(("left", "right"), made, pair, strict=True)]
        rows.append((*lines[0], *lines[1]))
    widths = [width for _, _, columns in made for width in (34.0, *(16.0 for _ in columns))]
    return [made[0][0], made[1][0]], rows, widths


def table(book: Book, units: Sequence[Unit], f: Figures, given: Given) -> Table:
    """One described table."""
    form = replace(book.form, unit=given["unit"]) if "unit" in given else book.form
    s = Sheet(replace(book, form=form), units, f, given)
    wide = 0
    if given["rows"] == "two_sides":
        heads, rows, widths = _two_sides(s)
        columns: list[Column] = []
    else:
        over, columns = _heads(given["columns"], given.get("says", {}), book.year)
        labels, rows, widths = _ROWS[given["rows"]](s, columns)
        wide = len(widths)
        heads = [*labels, *([head(given["over"], *over)] if "over" in given else over)]
        widths = [*widths, *(15.0 for _ in columns)]
    numbers = [given.get("mark", "栏次")] + [""] * (wide - 1) + [str(n + 1) for n in range(len(columns))]
    top = header(heads, numbers=numbers if given.get("numbered") and columns else ())
    empty = bool(columns) and not s.held().entries
    if empty:
        rows = [tuple(Cell() for _ in widths) for _ in range(2)]
    title = given["title"].format(year=book.year, agency=book.agency)
    notes = tuple(given.get("notes", ())) if empty or given.get("noted") else ()
    size = s.book.size - (1 if len(widths) > 10 else 0)
    number = str(given.get("number", ""))
    form_id = given.get("form") or ""
    made = s.book.table(form_id, number, title, top, rows, widths, empty=empty, notes=notes, size=size)
    return replace(made, number_rows=1) if given.get("numbered") and columns else made


def build(given: Given, seed: int) -> Document:
    """The document of a described family and seed."""

    def tables(book: Book, units: Sequence[Unit]) -> list[Table]:
        form = replace(book.form, unit=given.get("unit", book.form.unit), **given.get("figures", {}))
        return [table(replace(book, form=form), units, regional.together(units), each) for each in given["tables"]]

    plan = regional_doc.Plan(
        family=given["family"],
        years=tuple(given["years"]),
        tables=tables,
        text_first=bool(given.get("text_first")),
        most=int(given.get("units", 1)),
        number=tuple(given.get("number", ("表{}",))),
        label=tuple(given.get("label", ("部门",))),
        goals=given.get("goals", "none"),
        total_first=True,
        upright=frozenset(given.get("upright", ())),
    )
    return regional_doc.build(plan, seed)


def described() -> dict[str, Given]:
    """The described families by name, their places made known."""
    found: dict[str, Given] = {}
    for path in sorted(FAMILIES.glob("*.yaml")):
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
        found[given["family"]] = given
        profiles.COUNTIES[given["family"]] = tuple((place, place) for place in given["places"])
    return found
