"""Titles of tables → forms: the longest alias that says all that the title says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemas.forms import Form
from schemas.text import fold
from schemas.vocabulary import vocabulary

_YEAR = re.compile(r".*20\d\d年?(?:度|初|末)?")
_FUNDS = re.compile(
    r"一般公共预算|公共(财政)?预算|政府性基金预算|国有资本经营预算|部门预算|单位预算|预算(单位|部门)|财政预算"
)
#: Words of a title's rest that only repeat how its rows are classed.
CLASSED = frozenset(("functional", "economic", "department_economic"))


def titled(title: str, forms: Iterable[Form]) -> list[tuple[int, Form]]:
    """Return the forms that a title can name, each with the length of what its alias explains, longest first.

    What stands beside the alias may be an agency, a year or a word in brackets, but nothing that turns the title into
    another form's: 支出预算表 does not explain 一般公共预算基本支出预算表.
    """
    folded = fold(title)
    found: list[tuple[int, Form]] = []
    for form in forms:
        lengths = [
            match.end() - match.start()
            for alias in form.titles
            for match in alias.finditer(folded)
            if _says_no_more(form, folded[: match.start()], folded[match.end() :])
        ]
        if lengths:
            found.append((max(lengths), form))
    return sorted(found, key=lambda pair: -pair[0])


def _says_no_more(form: Form, before: str, behind: str) -> bool:
    words = vocabulary()
    before = _YEAR.sub("", before)
    if not words.organisation.search(before) and not words.title_plain.fullmatch(before):
        return False
    extra = words.facets(behind)
    if extra - CLASSED - {"government_economic"}:
        return False
    return "government_economic" not in extra or bool({"economic_government", "economic"} & set(form.codes))


def stage_of(title: str) -> str | None:
    """Return the stage that a title says: 决算, or 预算 beside the names of the funds."""
    folded = fold(title)
    if "决算" in folded:
        return "final"
    return "budget" if "预算" in _FUNDS.sub("", folded) else None


def facets_of(title: str) -> frozenset[str] | None:
    """Return what a title says its table is about, the agency and year in front put aside; None with unknown words."""
    folded = _YEAR.sub("", fold(title))
    words = vocabulary()
    head = words.organisation_head.match(folded)
    facets, plain = words.title_words(folded[head.end() :] if head else folded)
    return facets if plain else None
