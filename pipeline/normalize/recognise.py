"""Which form of the catalogue is a printed table: by its title, its header words and its rows, never by its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.normalize.cross_tabs import crossed
from pipeline.normalize.grid import TableGrid
from pipeline.normalize.places import placed
from pipeline.normalize.signs import Signs, fits, read_signs
from pipeline.normalize.titles import CLASSED, facets_of, stage_of, titled
from schemas.classification import classification
from schemas.forms import Form, catalogue
from schemas.text import fold
from schemas.vocabulary import vocabulary

#: Of more candidates than these the last one left proves nothing: a disclosure need not print every form.
_FEW: Final = 2


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A table and what can be said of its form before its neighbours are looked at."""

    grid: TableGrid
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """The form of a table, or the forms it can be.

    Attributes:
        form: the form, None where several fit or none does.
        evidence: why, in a few words for a maintainer.
        candidates: forms that fit the structure where the title is lost.
        possible: forms that it can be where its place or its figures say so too.
    """

    form: Form | None
    evidence: str
    candidates: tuple[Form, ...] = field(default=())
    possible: tuple[Form, ...] = field(default=())


def recognise_all(tables: Sequence[Unrecognised], stage: str | None) -> tuple[Guess, ...]:
    """Recognise the tables of one disclosure, in their order.

    A table whose title is lost is known by its structure when one form alone fits: by itself, or once the forms that
    the disclosure prints elsewhere are put aside, or because it stands right behind the form that it always follows.

    Args:
        tables: the tables in the order of the document.
        stage: ``budget`` or ``final`` where the disclosure says so.
    """
    guesses = [recognise(table.grid, table.kinds, stage) for table in tables]
    moved = True
    while moved:
        moved = False
        taken = {guess.form.id for guess in guesses if guess.form is not None and not guess.form.repeat}
        for at, guess in enumerate(guesses):
            if guess.form is not None or not guess.candidates:
                continue
            left = [form for form in guess.candidates if form.id not in taken]
            alone = [form for form in left if form.untitled == "true"]
            found = _behind(guesses[:at], left)
            if found is None and len(alone) == 1 and len(guess.candidates) <= _FEW:
                found = Guess(alone[0], "only form left that fits")
            if found is not None and found.form is not None:
                guesses[at] = found
                moved = True
                break
    return tuple(guesses)


def left_of(guess: Guess, guesses: Sequence[Guess]) -> list[Form]:
    """Return the forms that a table can be, without those that are printed once and stand elsewhere."""
    taken = {other.form.id for other in guesses if other.form is not None and not other.form.repeat}
    return [form for form in guess.possible if form.id not in taken]


def placed_forms(guesses: Sequence[Guess], stage: str | None) -> tuple[tuple[Form, ...], ...]:
    """Return for each table that is not known the forms that its place among the known ones allows."""
    known = [guess.form.id if guess.form else None for guess in guesses]
    fitting = [frozenset(form.id for form in left_of(guess, guesses)) for guess in guesses]
    if all(known) or not any(fitting):
        return tuple(() for _ in guesses)
    return tuple(tuple(catalogue()[form] for form in sorted(forms)) for forms in placed(known, fitting, stage))


def _behind(before: Sequence[Guess], left: Sequence[Form]) -> Guess | None:
    """Return the form that always stands behind the table before, when it is one of those left."""
    known = before[-1].form if before else None
    if known is None:
        return None
    found = [form for form in left if known.id in form.after]
    return Guess(found[0], f"stands behind {known.id}") if len(found) == 1 else None


def recognise(grid: TableGrid, kinds: Sequence[str], stage: str | None = None) -> Guess:
    """Return the form of one table by itself.

    Args:
        grid: the table.
        kinds: what each column holds (see ``grid.column_kind``).
        stage: ``budget`` or ``final`` where the disclosure says so.
    """
    signs = read_signs(grid, kinds)
    title = grid.table.caption.title or ""
    stage = stage_of(title) or stage
    forms = [form for form in catalogue().values() if stage is None or form.stage in ("both", stage)]
    named = titled(title, catalogue().values())
    for _, form in named:
        if form in forms and fits(form, signs):
            return Guess(form, "title")
    if named:
        return Guess(None, "title of a form whose structure is another")
    staged = [form for form in forms if fits(form, signs)]
    # 2024年部门预算公开表 stands over every table and names none.
    if title and facets_of(title) != frozenset():
        return _by_facets(title, staged)
    if noted := [form for form in staged if _noted(form, grid.table.notes)]:
        if len(noted) == 1:
            return Guess(noted[0], "note under the table")
        staged = noted
    return _by_structure(staged, signs, crossed(grid, kinds))


def _by_facets(title: str, fitting: Sequence[Form]) -> Guess:
    """A wording that no alias has: the one form that speaks of the same things."""
    facets = facets_of(title)
    same = [form for form in fitting if facets and form.facets and form.facets == facets - CLASSED]
    if len(same) == 1:
        return Guess(same[0], "words of the title")
    optional = [form for form in fitting if form.title_optional]
    if len(optional) == 1 and not same and not facets:
        return Guess(optional[0], "structure")
    return Guess(None, "title of no form", tuple(same))


def _noted(form: Form, notes: Sequence[str]) -> bool:
    return any(pattern.search(fold(note)) for pattern in form.notes for note in notes)


def _by_structure(fitting: Sequence[Form], signs: Signs, columns: frozenset[str]) -> Guess:
    """Without a title only what tells a form from every other one counts; the fund in the header is part of it."""
    possible = tuple(form for form in fitting if _can_be(form, signs, columns))
    telling = [form for form in possible if _is_told(form, signs)]
    optional = [form for form in telling if form.title_optional]
    if len(optional) == 1:
        return Guess(optional[0], "structure")
    if len(telling) == 1 and telling[0].untitled == "true":
        return Guess(telling[0], "structure")
    return Guess(None, "several forms fit" if telling else "no form fits", tuple(telling), possible)


def _can_be(form: Form, signs: Signs, columns: frozenset[str]) -> bool:
    """Tell whether a table without a title can be of a form at all."""
    says = (form.words_all, form.words_any, form.rows_any, form.headers, form.headers_any, form.codes, columns)
    return (
        form.untitled != "false"
        and any(says)
        and bool(form.panels) == signs.two_sided
        and _columns_fit(form, columns)
        and _fund_fits(form, signs)
        and _accounts_fit(form, signs)
    )


def _is_told(form: Form, signs: Signs) -> bool:
    """Tell whether a table that can be of a form shows enough of it to know it without its title."""
    return (
        form.untitled != "placed"
        # What its rows would tell is not there.
        and (signs.has_body or not form.rows_any)
        and all(any(p.fullmatch(header) for header in signs.headers) for p in form.untitled_headers)
        and all(any(p.fullmatch(word) for word in signs.words) for p in form.untitled_words)
    )


def _columns_fit(form: Form, columns: frozenset[str]) -> bool:
    """Tell whether columns that are economic classes are what a form prints."""
    if form.rows == "key_value":
        return True
    if not columns:
        return form.economic_columns is None or bool(form.codes)
    asked = form.economic_columns
    return asked == "auto" or (asked is not None and f"economic_{asked}" in columns)


def _accounts_fit(form: Form, signs: Signs) -> bool:
    """Tell whether the items printed can be paid from the fund that a form is of."""
    # The special account pays for what the general budget pays for.
    fund = {"special_account": "general_public"}.get(said := form.defaults.get("fund", ""), said)
    if fund not in ("general_public", "government_fund", "state_capital"):
        return True
    for code in signs.items:
        accounts = {a for entry in classification().names("functional", code) for a in entry.account}
        if accounts and fund not in accounts:
            return False
    return True


def _fund_fits(form: Form, signs: Signs) -> bool:
    """Tell whether a form is of the fund that a header names for all its columns (一般公共预算支出)."""
    named = {fund for header in signs.headers if (fund := _expenditure_of(header)) is not None}
    return len(named) != 1 or form.defaults.get("fund") in named


def _expenditure_of(header: str) -> str | None:
    """Return the one fund whose expenditure a header names."""
    facets = vocabulary().facets(header)
    funds = facets & {"general_public", "government_fund", "state_capital"}
    return next(iter(funds)) if len(funds) == 1 and "支出" in header else None
