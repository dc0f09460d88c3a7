"""What two disclosures of one report print, compared: the same figures, different ones, or nothing in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from pipeline.normalize.numbers import parse_number
from schemas.forms import catalogue
from schemas.text import fold
from schemas.words import UNITS
from warehouse.link_store import LinkFigure, LinkTable

Relation = Literal["same", "different", "apart"]
Place = tuple[str | None, ...]

#: Stands between the id and the title of forms that repeat.
_REPEATED: Final = "/"
#: Fen by which a figure printed to the last usual digit may be off, by unit: half of 0.01.
_SLACK: Final = {unit: Decimal(size) / 2 for unit, size in zip(UNITS, (1, 10_000, 100_000_000), strict=True)}


@dataclass(frozen=True, slots=True)
class FormFigures:
    """The figures of one form in one disclosure.

    Attributes:
        values: every printed figure but zeros, placed by a rule or not, sorted; in fen where the table has a unit.
        places: figures of amounts that alone have their place (dimensions, codes, label).
        unit: the coarsest unit of its tables.
        is_empty: printed as an empty table.
    """

    values: tuple[Decimal, ...]
    places: Mapping[Place, Decimal]
    unit: str | None
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """What one disclosure prints.

    Attributes:
        forms: its forms; those that repeat stand once for each title.
        sections: ids of the sections of its text.
        stated: sums of money that its sentences state, by section.
    """

    forms: Mapping[str, FormFigures]
    sections: frozenset[str]
    stated: Mapping[str, frozenset[int]]

    @property
    def richness(self) -> tuple[int, int, int, int]:
        """Sort key: how complete it is."""
        filled = [form for form in self.forms.values() if form.values]
        return len(filled), len(self.forms), len(self.sections), sum(len(form.values) for form in filled)


def read_contents(
    tables: Iterable[LinkTable],
    figures: Iterable[LinkFigure],
    printed: Iterable[tuple[str, str]],
    sections: Iterable[tuple[str, str]],
    stated: Iterable[tuple[str, str, int]],
) -> dict[str, Contents]:
    """Return the contents of disclosures by id, from what the methods of `LinkStore` of these names give."""
    forms: dict[str, dict[str, list[LinkTable]]] = {}
    names: dict[str, str] = {}
    for table in tables:
        names[table.table_id] = name = _form_name(table)
        forms.setdefault(table.disclosure_id, {}).setdefault(name, []).append(table)
    placed: dict[tuple[str, str], list[LinkFigure]] = {}
    for figure in figures:
        placed.setdefault((figure.disclosure_id, names[figure.table_id]), []).append(figure)
    texts: dict[str, list[str]] = {}
    for table_id, text in printed:
        texts.setdefault(table_id, []).append(text)
    spoken: dict[str, set[str]] = {}
    for disclosure, section in sections:
        spoken.setdefault(disclosure, set()).add(section)
    sums: dict[str, dict[str, set[int]]] = {}
    for disclosure, section, fen in stated:
        sums.setdefault(disclosure, {}).setdefault(section, set()).add(fen)
    return {
        disclosure: Contents(
            {
                name: _figures(placed.get((disclosure, name), ()), found, texts)
                for name, found in sorted(forms.get(disclosure, {}).items())
            },
            frozenset(spoken.get(disclosure, ())),
            {section: frozenset(found) for section, found in sorted(sums.get(disclosure, {}).items())},
        )
        for disclosure in sorted({*forms, *spoken, *sums})
    }


def _form_name(table: LinkTable) -> str:
    form = catalogue().get(table.form_id)
    repeats = form is not None and form.repeat and form.rows in ("key_value", "project")
    return f"{table.form_id}{_REPEATED}{fold(table.table_title or '')}" if repeats else table.form_id


def _figures(
    figures: Sequence[LinkFigure], tables: Sequence[LinkTable], texts: Mapping[str, Sequence[str]]
) -> FormFigures:
    values: list[Decimal] = []
    for table in tables:
        size = _size(table.unit)
        for text in texts.get(table.table_id, ()):
            number = parse_number(text)
            if number is not None and number.value:
                values.append(number.value * (1 if number.percent else size))
    places: dict[Place, list[Decimal]] = {}
    for figure in figures:
        amount = Decimal(figure.value if figure.amount_fen is None else figure.amount_fen)
        if amount:
            place = (figure.measure, *(fold(part) if part else part for part in figure.place))
            places.setdefault(place, []).append(amount)
    alone = {place: found[0] for place, found in places.items() if len(found) == 1}
    units = {table.unit for table in tables if table.unit in _SLACK}
    return FormFigures(
        tuple(sorted(values)),
        alone,
        max(units, key=UNITS.index, default=None),
        all(table.is_empty for table in tables),
    )


def compare(one: Contents, other: Contents) -> Relation:
    """Compare what two disclosures have in common: every form, and what their sections state.

    One different form makes them different. An empty form in both says nothing.
    """
    found: set[Relation] = set()
    for name in one.forms.keys() & other.forms.keys():
        relation = _compare_forms(one.forms[name], other.forms[name])
        # A form that is printed once a project: other figures are those of other projects.
        found.add("apart" if relation == "different" and _REPEATED in name else relation)
    for section in one.stated.keys() & other.stated.keys():
        mine, theirs = one.stated[section], other.stated[section]
        # A short text may leave sums out; only when each has some of its own do they speak differently.
        if mine - theirs and theirs - mine:
            found.add("different")
        elif mine == theirs and any(mine):
            found.add("same")
    return "different" if "different" in found else "same" if "same" in found else "apart"


def _compare_forms(one: FormFigures, other: FormFigures) -> Relation:
    if not one.values and not other.values:
        return "apart"
    if not (one.values and other.values):
        # A table that is printed empty differs from a filled one; one whose figures were not read says nothing.
        return "different" if one.is_empty or other.is_empty else "apart"
    if one.unit is None and other.unit is not None:
        one = _in_unit(one, other.unit)
    elif other.unit is None and one.unit is not None:
        other = _in_unit(other, one.unit)
    if one.unit != other.unit:
        return "same" if _alike(one, other) else "different"
    if Counter(one.values) != Counter(other.values):
        return "different"
    moved = any(one.places[place] != other.places[place] for place in one.places.keys() & other.places.keys())
    return "different" if moved else "same"


def _in_unit(form: FormFigures, unit: str) -> FormFigures:
    """Return figures without a unit as if they were printed in one."""
    size = _size(unit)
    return replace(form, values=tuple(number * size for number in form.values), places={}, unit=unit)


def _size(unit: str | None) -> Decimal:
    """Return the size of a unit in fen, 1 without unit."""
    return _SLACK[unit] * 200 if unit in _SLACK else Decimal(1)


def _alike(one: FormFigures, other: FormFigures) -> bool:
    """Tell whether figures in two units are the same as far as the coarser one shows."""
    slack = max((_SLACK[unit] for unit in (one.unit, other.unit) if unit), default=Decimal(0))
    # What the coarser unit rounds to nothing is not printed in it.
    mine, theirs = ([number for number in form.values if abs(number) > slack] for form in (one, other))
    return len(mine) == len(theirs) and all(abs(a - b) <= slack for a, b in zip(mine, theirs, strict=True))


def covers(whole: Contents, part: Contents) -> bool:
    """Tell whether a disclosure holds all that another one of the same figures holds."""
    if not part.forms:
        return part.sections <= whole.sections
    return part.forms.keys() <= whole.forms.keys() and bool(whole.sections or not part.sections)
