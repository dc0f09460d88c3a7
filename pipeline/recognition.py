"""Tables that have lost their titles: known by their figures and their place, where words alone leave several forms.

A form is taken only when its identities hold with the tables that are known and every other form that the words allow
is either contradicted or stands elsewhere in every printed order; or when no figure speaks and every order that fits
the known tables has that form in its place. Otherwise the table stays without a form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, Literal

from pipeline.assemble.table import PrintedTable
from pipeline.normalize.model import NormalTable
from pipeline.normalize.recognise import Guess, Unrecognised, left_of, placed_forms, recognise_all
from pipeline.normalize.tables import meant, unrecognised
from pipeline.verify.between import equal_trials
from schemas.forms import Form, Identity

Word = Literal["agrees", "contradicts", "mixed", "silent"]
#: More forms than these say that the words tell next to nothing.
_MOST: Final = 12


def read_tables(
    printed: Sequence[PrintedTable], stage: str | None, fiscal_year: int | None, on: date
) -> tuple[tuple[NormalTable, Guess], ...]:
    """Recognise the tables of one disclosure by words, place and figures, and give every figure its meaning.

    Args:
        printed: the assembled tables, in the order of the document.
        stage: ``budget`` or ``final`` where the disclosure says so.
        fiscal_year: year of the disclosure, for headers that name years.
        on: the day whose classification lists are in force.

    Returns:
        Each table with why it is its form.
    """
    unknown = [unrecognised(table) for table in printed]
    guesses = list(recognise_all(unknown, stage))
    tables = [meant(u, g.form, fiscal_year, on) for u, g in zip(unknown, guesses, strict=True)]
    while (found := _next(unknown, guesses, tables, stage, fiscal_year, on)) is not None:
        at, guess, table = found
        guesses[at], tables[at] = guess, table
    return tuple(zip(tables, guesses, strict=True))


def _next(
    unknown: Sequence[Unrecognised],
    guesses: Sequence[Guess],
    tables: Sequence[NormalTable],
    stage: str | None,
    fiscal_year: int | None,
    on: date,
) -> tuple[int, Guess, NormalTable] | None:
    """Return the first table that place and figures make known, with its form."""
    places = placed_forms(guesses, stage)
    for at, guess in enumerate(guesses):
        if guess.form is not None or not 0 < len(guess.possible) <= _MOST:
            continue
        left = left_of(guess, guesses)
        tried = {form.id: meant(unknown[at], form, fiscal_year, on) for form in left}
        said = {form_id: _word(table, tables) for form_id, table in tried.items()}
        form = _settled(left, said, {form.id for form in places[at]})
        if form is not None:
            why = "its figures agree" if said[form.id] == "agrees" else "its place in the order"
            return at, replace(guess, form=form, evidence=why), tried[form.id]
    return None


def _settled(forms: Sequence[Form], said: Mapping[str, Word], places: set[str]) -> Form | None:
    """Return the one form that figures and place leave, or None.

    Where an order places the table, what figures say of forms that stand elsewhere does not count.
    """
    here = [form for form in forms if not places or form.id in places]
    if any(said[form.id] == ("mixed" if form in here else "agrees") for form in forms):
        return None
    agreeing = [form for form in here if said[form.id] == "agrees"]
    silent = [form for form in here if said[form.id] == "silent"]
    if len(agreeing) == 1 and not silent:
        return agreeing[0]
    if places and len(here) == 1 and silent:
        return silent[0]
    return None


def _word(table: NormalTable, others: Sequence[NormalTable]) -> Word:
    """Return what the identities between a table, taken for a form, and the known tables say of it."""
    by_form: dict[str, list[NormalTable]] = {}
    known = [other for other in others if other.form is not None]
    for one in (table, *known):
        if one.form is not None:
            by_form.setdefault(one.form.id, []).append(one)
    held = broken = 0
    for one in (table, *known):
        for identity in one.form.identities if one.form else ():
            if identity.kind != "equal" or not (one is table or _speaks_of(identity, table)):
                continue
            for trial in equal_trials(one, identity, by_form):
                places = {term.figure.table for term, _ in trial.operands}
                if table.table.ordinal not in places or len(places) < 2 or not (trial.printed or trial.expected):
                    continue
                held += trial.holds
                broken += trial.status == "violated"
    if held and broken:
        return "mixed"
    return "agrees" if held else "contradicts" if broken else "silent"


def _speaks_of(identity: Identity, table: NormalTable) -> bool:
    return any(table.form and table.form.id in s.forms for s in (*identity.left, *identity.right))
