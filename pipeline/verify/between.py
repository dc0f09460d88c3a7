"""Identities that compare sums: between tables of a disclosure, and between parts of one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.normalize.model import Figure, NormalTable
from pipeline.verify.select import class_groups, is_rolled_up, key_of, select
from pipeline.verify.trial import Reason, Term, Trial, tried, untried
from schemas.forms import Identity, Selector

#: Tables of a disclosure by form id.
Tables = Mapping[str, Sequence[NormalTable]]
#: Keys that every table lists in full: a row that only one of two tables prints is a missing operand.
_LISTED = ("code", "class")


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of an identity: its terms by key, or why it cannot be summed."""

    terms: Mapping[str, Sequence[Term]]
    reason: Reason | None = None
    missing: tuple[str, ...] = ()

    @property
    def all_terms(self) -> list[Term]:
        """Every term, whatever its key."""
        return [term for terms in self.terms.values() for term in terms]


def equal_trials(table: NormalTable, identity: Identity, tables: Tables) -> Iterator[Trial]:
    """Yield the trials of an identity that says two sums are equal, one for each value of its key.

    Where a table, a row or a figure it needs is missing, one trial says so for the whole identity.
    """
    form_id = table.form.id if table.form else ""
    needed, doubt = _conditions(table, identity, tables)
    if not needed:
        return
    left = _side(table, identity.left, tables, identity.by)
    right = _side(table, identity.right, tables, identity.by)
    if left is None or right is None:
        return
    lacking = doubt or next((side for side in (left, right) if side.reason), None)
    if lacking is not None and lacking.reason is not None:
        terms = (left.all_terms, right.all_terms)
        trial = untried(identity.id, form_id, terms, lacking.reason, lacking.missing)
        if trial is not None:
            yield trial
        return
    for key in [key for key in left.terms if key in right.terms] if identity.by else [""]:
        lefts, rights = left.terms.get(key, ()), right.terms.get(key, ())
        if lefts and rights:
            trial = _trial(identity.id, form_id, lefts, rights)
            if trial is not None and (trial.reason is None or identity.by is None):
                yield trial
    if identity.by in _LISTED:
        yield from _unmatched(identity, form_id, left, right)


def _trial(rule: str, form_id: str, left: Sequence[Term], right: Sequence[Term]) -> Trial | None:
    """Try two sums; inside one table they confirm a figure along its row, or down the lists they end."""
    places = [term.figure.place for term in (*left, *right)]
    if len({table for table, _, _ in places}) > 1:
        reach, direction = "tables", "table"
    elif len({row for _, row, _ in places}) == 1:
        reach = direction = "row"
    else:
        reach, direction = "table", "column"
    return tried(rule, form_id, reach, direction, left, right)


def _unmatched(identity: Identity, form_id: str, left: _Side, right: _Side) -> Iterator[Trial]:
    """Yield one trial for the printed rows of one side that the other side does not have."""
    lefts = {key: terms for key, terms in left.terms.items() if key not in right.terms and _prints(terms)}
    rights = {key: terms for key, terms in right.terms.items() if key not in left.terms and _prints(terms)}
    sums = ([t for terms in lefts.values() for t in terms], [t for terms in rights.values() for t in terms])
    trial = untried(identity.id, form_id, sums, "row_missing", (*lefts, *rights))
    if trial is not None:
        yield trial


def _prints(terms: Sequence[Term]) -> bool:
    return any(term.figure.fen for term in terms)


def _conditions(table: NormalTable, identity: Identity, tables: Tables) -> tuple[bool, _Side | None]:
    """Tell whether an identity applies: everything that it needs to be nil is; and what is lacking to know it."""
    doubt: _Side | None = None
    for selector in identity.when_zero:
        source, lacking = _source(table, selector, tables)
        if source is None:
            doubt = doubt or (None if selector.optional else lacking)
        elif any(figure.fen for figure in select(source, selector)):
            return False, None
    return True, doubt


def _source(table: NormalTable, selector: Selector, tables: Tables) -> tuple[NormalTable | None, _Side | None]:
    """Return the one table that a selector speaks of, or why there is none."""
    if not selector.forms:
        return table, None
    found = [candidate for form_id in selector.forms for candidate in tables.get(form_id, ())]
    if len(found) == 1:
        return found[0], None
    return None, _Side({}, "table_ambiguous" if found else "table_missing", selector.forms)


def _side(table: NormalTable, selectors: Sequence[Selector], tables: Tables, by: str | None) -> _Side | None:
    """Return the terms of one side by key, or why there are none; None where the layout has no place for one."""
    sums: list[Mapping[str, Sequence[Term]]] = []
    for selector in selectors:
        source, lacking = _source(table, selector, tables)
        if source is None:
            if lacking is not None and not (selector.optional and lacking.reason == "table_missing"):
                return lacking
            continue
        found = _selected(source, selector, by)
        if selector.optional and (found is None or found.reason == "operand_missing"):
            continue
        if found is None or found.reason is not None:
            return found
        sums.append(found.terms)
    return _Side(_added(sums))


def _selected(source: NormalTable, selector: Selector, by: str | None) -> _Side | None:
    """Return the figures that a selector means in its table, as terms by key; None where the layout has none."""
    named = (source.form.id,) if source.form else ()
    figures = select(source, selector)
    if not figures and not select(source, replace(selector, where=_anywhere(selector))):
        return None
    if any(figure.value is not None and figure.fen is None for figure in figures):
        return _Side({}, "unit_unknown", named)
    terms: dict[str, list[Term]] = {}
    several = False
    for key, group in _grouped(figures, by).items():
        if len(group) > 1 and by != "class" and not is_rolled_up(selector, group):
            several = True
        else:
            terms[key] = [Term(figure, selector.sign) for figure in group]
    if terms:
        return _Side(terms)
    return _Side({}, "operand_ambiguous" if several else "operand_missing", named)


def _anywhere(selector: Selector) -> Mapping[str, tuple[str, ...]]:
    """What a selector asks for, in whatever row."""
    return {key: values for key, values in selector.where.items() if key != "row"}


def _grouped(figures: Sequence[Figure], by: str | None) -> dict[str, list[Figure]]:
    if by is None:
        return {"": list(figures)} if figures else {}
    if by == "class":
        return class_groups(figures)
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        key = key_of(figure, by)
        if key is not None:
            groups.setdefault(key, []).append(figure)
    return groups


def _added(sums: Sequence[Mapping[str, Sequence[Term]]]) -> Mapping[str, Sequence[Term]]:
    """Add up the selectors of one side; a table that prints no row for a key adds nothing to it."""
    keys = dict.fromkeys(key for terms in sums for key in terms)
    return {key: [term for terms in sums for term in terms.get(key, ())] for key in keys}
