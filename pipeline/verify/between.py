"""Identities that compare sums: between tables of a disclosure, and between parts of one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.normalize.model import Figure, NormalTable
from pipeline.verify.select import class_groups, is_rolled_up, key_of, select
from pipeline.verify.trial import Term, Trial, tried
from schemas.forms import Identity, Selector

#: Tables of a disclosure by form id.
Tables = Mapping[str, Sequence[NormalTable]]


def equal_trials(table: NormalTable, identity: Identity, tables: Tables) -> Iterator[Trial]:
    """Yield the trials of an identity that says two sums are equal, one for each value of its key."""
    form_id = table.form.id if table.form else ""
    if not _conditions_hold(table, identity, tables):
        return
    left = _sides(table, identity.left, tables, identity.by)
    right = _sides(table, identity.right, tables, identity.by)
    if left is None or right is None:
        return
    keys = [key for key in left if key in right] if identity.by else [""]
    for key in keys:
        lefts, rights = left.get(key, []), right.get(key, [])
        if not lefts or not rights:
            continue
        ordinals = {term.figure.table for term in (*lefts, *rights)}
        reach, direction = ("table", "table") if len(ordinals) == 1 else ("tables", "table")
        if identity.by == "row":
            reach, direction = "row", "row"
        trial = tried(identity.id, form_id, reach, direction, lefts, rights)
        if trial is not None and trial.reason is None:
            yield trial


def _conditions_hold(table: NormalTable, identity: Identity, tables: Tables) -> bool:
    """Tell whether everything that must be nil for the identity is nil."""
    for selector in identity.when_zero:
        source = _source(table, selector, tables)
        if source is not None and any(figure.fen for figure in select(source, selector)):
            return False
    return True


def _source(table: NormalTable, selector: Selector, tables: Tables) -> NormalTable | None:
    """Return the one table that a selector speaks of, None when there is none or there are several."""
    if not selector.forms:
        return table
    found = [candidate for form_id in selector.forms for candidate in tables.get(form_id, ())]
    return found[0] if len(found) == 1 else None


def _sides(
    table: NormalTable, selectors: Sequence[Selector], tables: Tables, by: str | None
) -> dict[str, list[Term]] | None:
    """Return the terms by key; None when a table is missing or a selector means several figures."""
    sums: list[dict[str, list[Term]]] = []
    for selector in selectors:
        source = _source(table, selector, tables)
        if source is None:
            if selector.optional and not any(tables.get(form_id) for form_id in selector.forms):
                continue
            return None
        grouped = _grouped(select(source, selector), by)
        terms: dict[str, list[Term]] = {}
        for key, figures in grouped.items():
            if len(figures) > 1 and by != "class" and not is_rolled_up(selector, figures):
                continue
            terms[key] = [Term(figure, selector.sign) for figure in figures]
        if not terms and not selector.optional:
            return None
        sums.append(terms)
    return _added(sums, selectors)


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


def _added(sums: Sequence[dict[str, list[Term]]], selectors: Sequence[Selector]) -> dict[str, list[Term]]:
    """Add up the selectors of one side: a key must stand in each that is not optional."""
    needed = [terms for terms, selector in zip(sums, selectors, strict=False) if not selector.optional]
    keys = [key for key in (needed or sums)[0] if all(key in terms for terms in needed)] if sums else []
    return {key: [term for terms in sums for term in terms.get(key, ())] for key in keys}
