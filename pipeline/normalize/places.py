"""Tables without titles: which forms can stand between those that are known, in an order that publishers print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from schemas.forms import catalogue
from schemas.packages import Order, Slot, orders

#: So many different forms of an order must be known before it says anything of the others.
_KNOWN: Final = 4


def placed(known: Sequence[str | None], fitting: Sequence[frozenset[str]], stage: str | None) -> list[frozenset[str]]:
    """Return the forms that each table can be by its place; none where no order says it.

    Args:
        known: form of each table in the order of the document, None where it is not known.
        fitting: forms that its structure allows; empty for a table that is of no form of the catalogue.
        stage: ``budget`` or ``final`` where the disclosure says so.
    """
    found: list[set[str]] = [set() for _ in known]
    if len({form for form in known if form}) >= _KNOWN:
        for order in orders(stage):
            for at, forms in enumerate(_in_order(known, fitting, order)):
                found[at] |= forms
    return [frozenset(forms) for forms in found]


def _in_order(
    known: Sequence[str | None], fitting: Sequence[frozenset[str]], order: Order
) -> Sequence[frozenset[str] | set[str]]:
    """Return what each unknown table can be over all ways to lay the tables along an order, nothing if none does."""
    allowed = [frozenset((form,)) if form else forms for form, forms in zip(known, fitting, strict=True)]
    named = frozenset(form for slot in order for form in slot.forms)
    free = [
        not forms or (form is not None and _stands_anywhere(form)) for form, forms in zip(known, allowed, strict=True)
    ]
    if len(named & {form for form in known if form}) < _KNOWN:
        return [set() for _ in known]
    # ahead[i]: slots at which the tables before i can have ended; -1 before the first.
    ahead: list[set[int]] = [{-1}]
    for forms, anywhere in zip(allowed, free, strict=True):
        ahead.append(ahead[-1] if anywhere else {s for e in ahead[-1] for s in _next(order, e, forms)})
    behind = ahead[-1]
    found: list[set[str]] = [set() for _ in known]
    for at in range(len(known) - 1, -1, -1):
        if free[at]:
            continue
        here = behind
        behind = {e for e in ahead[at] if any(s in here for s in _next(order, e, allowed[at]))}
        if known[at] is None:
            ends = {s for e in behind for s in _next(order, e, allowed[at])} & here
            found[at] = {form for s in ends for form in order[s].forms & allowed[at]}
    return found if ahead[-1] else [set() for _ in known]


def _next(order: Sequence[Slot], end: int, forms: frozenset[str]) -> list[int]:
    """Return the slots at which a table of one of these forms can stand behind a slot."""
    start = end if end >= 0 and order[end].several else end + 1
    return [at for at in range(start, len(order)) if order[at].forms & forms]


def _stands_anywhere(form: str) -> bool:
    """Tell a form that tells nothing of an order: targets and lists of units stand where each publisher likes."""
    return catalogue()[form].rows in ("key_value", "none") and not catalogue()[form].identities
