"""A kit for regional forms: units in rows, economic classes in columns, lists of projects, sparse codes."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tests.typeset import codes, figures
from tests.typeset.builders import Head, Measure, amounts, blanks, head, header, in_columns, money, spanned
from tests.typeset.figures import Entry, Figures, Ledger
from tests.typeset.model import CaptionLine, Cell, Row, Table
from tests.typeset.numbers import Format
from tests.typeset.profiles import Profile

GOVERNMENT = {
    "501": "机关工资福利支出",
    "50101": "工资奖金津补贴",
    "50102": "社会保障缴费",
    "50103": "住房公积金",
    "50199": "其他工资福利支出",
    "502": "机关商品和服务支出",
    "50201": "办公经费",
    "50202": "会议费",
    "50203": "培训费",
    "50204": "专用材料购置费",
    "50205": "委托业务费",
    "50206": "公务接待费",
    "50207": "因公出国（境）费用",
    "50208": "公务用车运行维护费",
    "50209": "维修（护）费",
    "50299": "其他商品和服务支出",
    "503": "机关资本性支出（一）",
    "504": "机关资本性支出（二）",
    "505": "对事业单位经常性补助",
    "50501": "工资福利支出",
    "50502": "商品和服务支出",
    "506": "对事业单位资本性补助",
    "507": "对企业补助",
    "508": "对企业资本性支出",
    "509": "对个人和家庭的补助",
    "510": "对社会保障基金补助",
    "599": "其他支出",
}
_GOODS = {
    "30215": "50202",
    "30216": "50203",
    "30218": "50204",
    "30224": "50204",
    "30225": "50204",
    "30203": "50205",
    "30226": "50205",
    "30227": "50205",
    "30217": "50206",
    "30212": "50207",
    "30231": "50208",
    "30213": "50209",
    "30299": "50299",
}
_CLASSES = {"303": "509", "310": "503", "309": "504", "312": "507", "311": "508", "313": "510"}
DEPARTMENT_CLASSES = ("301", "302", "303", "307", "309", "310", "311", "312", "313", "399")
GOVERNMENT_CLASSES = tuple(code for code in GOVERNMENT if len(code) == 3)


def government(code: str, *, institution: bool) -> str:
    """The government economic class of a department one, to 款 where the project's list has it."""
    if institution and code[:3] in ("301", "302", "310"):
        return {"301": "50501", "302": "50502", "310": "506"}[code[:3]]
    if code[:3] == "301":
        kinds = {"30113": "50103", "30199": "50199"}
        return kinds.get(code, "50102" if code[3:] in ("08", "09", "10", "11", "12") else "50101")
    return _GOODS.get(code, "50201") if code[:3] == "302" else _CLASSES.get(code[:3], "599")


@dataclass(frozen=True, slots=True)
class Unit:
    """A budget unit of a department."""

    code: str
    name: str
    profile: Profile
    f: Figures


def units(rng: random.Random, profile: Profile, agency: str, *, most: int = 3) -> list[Unit]:
    """The department's own office and up to `most` - 1 subordinate units; figures of each its own."""
    tails = rng.sample(("服务中心", "综合执法大队", "信息站", "培训中心", "质量检验站"), most - 1)
    code = rng.randint(101, 620)
    names = [f"{agency}本级", *(f"{agency.removesuffix('局')}{tail}" for tail in tails)][: rng.randint(1, most)]
    if len(names) == 1:
        names = [agency]
    return [
        Unit(f"{code}{i:03d}", name, profile, figures.make(rng, profile, 1, split=False))
        for i, name in enumerate(names, start=1)
    ]


def together(parts: Sequence[Unit]) -> Figures:
    """The figures of a department: those of its units."""
    now = Ledger(figures.merge(e for u in parts for e in u.f.ledger.entries))
    before = Ledger(figures.merge(e for u in parts for e in u.f.prior.entries))
    total = [sum(getattr(u.f.staff, name) for u in parts) for name in parts[0].f.staff.__slots__]
    return Figures(now, before, figures.Staff(*total))


@dataclass(frozen=True, slots=True)
class Book:
    """What a publisher does the same way in every table.

    Attributes:
        number: how a table number is printed, {} stands for it; '' prints none.
        number_right: the number stands at the right end of a line of its own.
        sparse: parents are printed once, deeper rows leave their columns empty.
        split: 类 款 项 in columns of their own.
        marks: a row of column numbers under the header.
    """

    agency: str
    year: int
    form: Format
    label: str = "部门"
    unit_word: str = "单位"
    number: str = "表{}"
    number_right: bool = False
    split: bool = True
    sparse: bool = False
    total_first: bool = True
    marks: bool = False
    repeat: bool = True
    again: bool = False
    size: float = 9.0
    row_height: float = 17.0

    def table(
        self,
        form: str,
        number: str,
        title: str,
        top: tuple[Row, ...],
        body: Sequence[Row],
        widths: Sequence[float],
        *,
        notes: tuple[str, ...] = (),
        empty: bool = False,
        size: float | None = None,
        break_rows: bool = False,
        agency: str | None = None,
    ) -> Table:
        """A table with this publisher's caption; column numbers are added here."""
        label = self.number.format(number) if self.number else ""
        caption: list[CaptionLine] = []
        if label and not self.number_right:
            caption.append(CaptionLine(left=label, repeat=self.again))
        caption.append(CaptionLine(center=title, bold=True, size=self.size + 6, repeat=self.again))
        if label and self.number_right:
            caption.append(CaptionLine(right=label, repeat=self.again))
        right = f"{self.unit_word}：{self.form.unit}"
        caption.append(CaptionLine(left=f"{self.label}：{agency or self.agency}", right=right, repeat=self.again))
        return Table(
            number=label,
            title=title,
            unit=self.form.unit,
            form=form,
            caption=tuple(caption),
            rows=(*top, *body),
            header_rows=len(top),
            widths=tuple(widths),
            font_size=size or self.size,
            row_height=self.row_height,
            repeat_header=self.repeat,
            is_empty=empty,
            notes=notes,
            break_rows=break_rows,
        )


def line(book: Book, label: str, fen: int, dims: Mapping[str, str], *, indent: int = 0, center: bool = False) -> Row:
    """A label and its amount, one side of a summary."""
    name = Cell(label, align="center" if center else "left", indent=indent)
    return name, money(fen, book.form, label, dims=dims)


def codes_of(ledger: Ledger) -> list[str]:
    """类, 款 and 项 in use, parents first."""
    return sorted({code[:n] for code in ledger.functions() for n in (3, 5, 7)})


def keys(book: Book, code: str) -> list[Cell]:
    """The code cells of a functional row."""
    if not book.split:
        return [Cell(code, align="left")]
    parts = [code[:3], code[3:5], code[5:]]
    if book.sparse:
        last = {3: 0, 5: 1, 7: 2}[len(code)]
        parts = [part if i == last else "" for i, part in enumerate(parts)]
    return [Cell(part) for part in parts]


def function_rows(book: Book, ledger: Ledger, measures: Sequence[Measure]) -> list[Row]:
    """Rows of a functional tree without a total."""
    rows: list[Row] = []
    for code in codes_of(ledger):
        name, part = codes.functional(code), ledger.only(figures.under(code))
        cells = amounts(part, measures, book.form, name, functional=code)
        rows.append((*keys(book, code), Cell(name, align="left", indent=len(code) // 2 - 1), *cells))
    return rows


def by_function(
    book: Book,
    form: str,
    number: str,
    title: str,
    ledger: Ledger,
    columns: Sequence[Head | str],
    measures: Sequence[Measure],
    *,
    note: str = "",
) -> Table:
    """A table by functional class."""
    wide = 3 if book.split else 1
    code = head("科目编码", "类", "款", "项") if book.split else Head("科目编码")
    top = header([code, "科目名称", *columns])
    widths = ((7.0, 6.0, 6.0) if book.split else (14.0,)) + (34.0,) + tuple(14.0 for _ in measures)
    if not ledger.entries:
        body = [*blanks(wide + 1 + len(measures), 2), (*spanned("合计", wide + 1), *blanks(len(measures), 1)[0])]
        return book.table(form, number, title, top, body, widths, empty=True, notes=(note,) if note else ())
    body = function_rows(book, ledger, measures)
    total = (*spanned("合计", wide + 1), *amounts(ledger, measures, book.form, "合计"))
    body = [total, *body] if book.total_first else [*body, total]
    return book.table(form, number, title, top, body, widths)


def by_unit(
    book: Book,
    form: str,
    number: str,
    title: str,
    parts: Sequence[Unit],
    columns: Sequence[Head | str],
    measures: Sequence[Measure],
    *,
    tree: bool = False,
) -> Table:
    """A table whose rows are units, each followed by its functional tree when `tree` is set."""
    ledger = together(parts).ledger
    top = header(["单位代码", "单位名称（科目）" if tree else "单位名称", *columns])
    rows: list[Row] = [(*spanned("合计", 2), *amounts(ledger, measures, book.form, "合计"))]
    for u in parts:
        own = [Measure(m.keep, {**m.dims, "unit_name": u.name}) for m in measures]
        rows.append(
            (Cell(u.code, align="left"), Cell(u.name, align="left"), *amounts(u.f.ledger, own, book.form, u.name))
        )
        if tree:
            for code in codes_of(u.f.ledger):
                name, part = codes.functional(code), u.f.ledger.only(figures.under(code))
                cells = amounts(part, measures, book.form, name, functional=code)
                rows.append((Cell(code, align="left"), Cell(name, align="left", indent=len(code) // 2), *cells))
    widths = (13.0, 34.0, *(13.0 for _ in measures))
    return book.table(form, number, title, top, rows, widths, size=book.size - (1 if len(measures) > 9 else 0))


def economic_columns(
    names: Sequence[tuple[str, str, Callable[[Entry], bool]]], base: Mapping[str, str]
) -> tuple[list[str], list[tuple[Measure, str]]]:
    """Columns of economic classes: name, code and entries of each."""
    return [name for name, _, _ in names], [
        (Measure(keep, {**base, "economic_code": code}), code) for _, code, keep in names
    ]


def cross_tab(
    book: Book,
    form: str,
    number: str,
    title: str,
    ledger: Ledger,
    names: Sequence[tuple[str, str, Callable[[Entry], bool]]],
    base: Mapping[str, str],
    *,
    over: str = "",
    total: str = "总计",
) -> Table:
    """Functional rows, economic columns."""
    _, columns = economic_columns(names, base)
    leaves: list[Head | str] = [total, *(name for name, _, _ in names)]
    code = head("科目编码", "类", "款", "项") if book.split else Head("科目编码")
    top = header([code, "科目名称", *([head(over, *leaves)] if over else leaves)])
    wide = 3 if book.split else 1

    def cells(part: Ledger, label: str, code: str | None) -> list[Cell]:
        found = [money(part.total(), book.form, label, functional=code, dims=base)]
        for measure, economic in columns:
            fen = part.total(measure.keep)
            found.append(money(fen, book.form, label, functional=code, economic=economic, dims=measure.dims))
        return found

    rows: list[Row] = [
        (
            *keys(book, c),
            Cell(codes.functional(c), align="left"),
            *cells(ledger.only(figures.under(c)), codes.functional(c), c),
        )
        for c in codes_of(ledger)
    ]
    first = (*spanned("合计", wide + 1), *cells(ledger, "合计", None))
    rows = [first, *rows] if book.total_first else [*rows, first]
    widths = ((6.0, 5.0, 5.0) if book.split else (11.0,)) + (24.0,) + tuple(12.0 for _ in range(len(names) + 1))
    empty = not ledger.entries
    if empty:
        rows = list(blanks(len(widths), 3))
    return book.table(
        form, number, title, top, rows, widths, size=book.size - (2 if len(names) > 8 else 0.5), empty=empty
    )


def department_classes() -> list[tuple[str, str, Callable[[Entry], bool]]]:
    """The ten department economic 类 as columns."""
    return [(codes.economic(c), c, figures.spent_on(c)) for c in DEPARTMENT_CLASSES]


def government_classes(*, institution: bool) -> list[tuple[str, str, Callable[[Entry], bool]]]:
    """The government economic 类 as columns."""

    def under(code: str) -> Callable[[Entry], bool]:
        return lambda e: government(e.economic, institution=institution).startswith(code)

    return [(GOVERNMENT[c], c, under(c)) for c in GOVERNMENT_CLASSES]


def summary(
    book: Book,
    form: str,
    number: str,
    title: str,
    left: Sequence[Row],
    right: Sequence[Row],
    below: Sequence[tuple[Row, Row]],
    heads: tuple[Head, Head],
    widths: Sequence[float],
) -> Table:
    """Two lists side by side and the lines under both."""
    rows = in_columns(left, right) + [(*a, *b) for a, b in below]
    return book.table(form, number, title, header(list(heads)), rows, widths)


def project_rows(book: Book, parts: Sequence[Unit], measures: Sequence[Measure], *, texts: int) -> list[Row]:
    """A row for each project of each unit: unit code and name, project, amounts; the total first."""
    rows: list[Row] = []
    whole = Ledger(tuple(e for u in parts for e in u.f.ledger.entries if e.project))
    for u in parts:
        for p in u.f.ledger.projects():
            part = u.f.ledger.only(figures.of_project(p))
            own = [Measure(m.keep, {**m.dims, "project_name": p.name}) for m in measures]
            before = [Cell(u.code), Cell(u.name, align="left"), Cell(p.name, align="left")][3 - texts :]
            rows.append((*before, *amounts(part, own, book.form, p.name)))
    return [(*spanned("合计", texts), *amounts(whole, measures, book.form, "合计")), *rows]


def measure(fund: str | None = None, nature: str | None = None, **dims: str) -> Measure:
    """Entries of a fund and nature with these dimensions."""

    def keep(e: Entry) -> bool:
        if fund and not (e.fund in figures.FISCAL if fund == "fiscal" else e.fund.startswith(fund)):
            return False
        if nature == "basic":
            return e.nature != "project"
        return nature in (None, "all") or e.nature == nature

    found = dict(dims)
    if fund:
        found["fund"] = fund
    if nature:
        found["nature"] = nature
    return Measure(keep, found)


def unit_split(parts: Sequence[Unit], keep: Callable[[Entry], bool]) -> list[Unit]:
    """The units with only some of their entries."""
    return [replace(u, f=replace(u.f, ledger=u.f.ledger.only(keep))) for u in parts]
