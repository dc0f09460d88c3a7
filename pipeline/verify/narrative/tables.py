"""Sentences against tables: a claim and the figures that say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from pipeline.normalize.claims.model import Claim
from pipeline.normalize.model import Figure, NormalTable
from pipeline.verify.narrative.model import STATUS_ZH, Finding, named, operands_of, status_of, term_of, wan
from pipeline.verify.narrative.rules import TableRule, rules
from pipeline.verify.select import is_rolled_up, select
from pipeline.verify.trial import Term, Trial
from schemas.forms import Selector
from schemas.text import fold

#: Which figure of its subject a claim must state to be held against a table of its stage.
_OWN: Mapping[str, frozenset[str | None]] = {
    "budget": frozenset((None, "own", "budget", "initial_budget")),
    "final": frozenset((None, "own", "final")),
}


def table_findings(
    claims: Sequence[Claim], tables: Sequence[NormalTable], stage: str | None, year: int | None
) -> Iterator[Finding]:
    """Yield the identities between claims and tables of a disclosure."""
    printed = _Printed(tables)
    for claim in claims:
        if claim.fen is None or claim.level not in _OWN.get(stage or "", _OWN["budget"]):
            continue
        if claim.year is not None and year is not None and claim.year != year:
            continue
        if claim.implied and "amount" not in claim.pattern:
            continue
        yield from _equal_findings(claim, printed)
        yield from _bound_findings(claim, printed)


class _Printed:
    """The tables of a disclosure, and what selectors mean in them: many claims ask for the same."""

    def __init__(self, tables: Sequence[NormalTable]) -> None:
        self._by_form: dict[str, list[NormalTable]] = {}
        for table in tables:
            if table.form is not None:
                self._by_form.setdefault(table.form.id, []).append(table)
        self._by_ordinal = {table.table.ordinal: table for table in tables if table.form is not None}
        self._selected: dict[int, tuple[Figure, ...]] = {}

    def has(self, form_id: str) -> bool:
        """Tell whether there is a table of a form."""
        return form_id in self._by_form

    def named(self, ordinal: int) -> tuple[str, str]:
        """Return form id and title of a table, '' where it has none."""
        table = self._by_ordinal.get(ordinal)
        return (table.form.id, table.table.caption.title or "") if table is not None and table.form else ("", "")

    def select(self, selector: Selector) -> tuple[Figure, ...]:
        """Return the figures that a selector of the rules means, where there is one table of its forms."""
        found = self._selected.get(id(selector))
        if found is None:
            sources = [table for form_id in selector.forms for table in self._by_form.get(form_id, ())]
            found = tuple(select(sources[0], selector)) if len(sources) == 1 else ()
            self._selected[id(selector)] = found
        return found


@lru_cache(maxsize=256)
def _rules_of(section_id: str | None) -> tuple[tuple[TableRule, ...], tuple[TableRule, ...]]:
    """Return the rules for claims of a section: that they equal figures, and that they are at most such."""
    known = rules()
    equal, at_most = (tuple(r for r in each if section_id in r.sections) for each in (known.tables, known.at_most))
    return equal, at_most


def _equal_findings(claim: Claim, printed: _Printed) -> Iterator[Finding]:
    for rule in _rules_of(claim.section_id)[0]:
        if not _applies(rule, claim) or _is_ambiguous(rule, printed):
            continue
        for selectors in rule.against:
            figures = _figures(rule, selectors, claim, printed)
            if figures:
                yield _equal(rule, claim, figures, printed)
                if rule.first:
                    break


def _bound_findings(claim: Claim, printed: _Printed) -> Iterator[Finding]:
    for rule in _rules_of(claim.section_id)[1]:
        if any(printed.has(form) for form in rule.unless):
            continue
        if _applies(rule, claim) and (figures := _figures(rule, rule.against[0], claim, printed)):
            finding = _at_most(rule, claim, figures)
            if finding is not None:
                yield finding


def _applies(rule: TableRule, claim: Claim) -> bool:
    if rule.by_code is not None and _code(rule, claim) is None:
        return False
    if rule.subject is not None and not rule.subject.fullmatch(fold(claim.subject)):
        return False
    return rule.scope is None or scope_of(claim) == rule.scope


def _code(rule: TableRule, claim: Claim) -> str | None:
    return claim.economic_code if rule.by_code == "economic" else claim.functional_code


def scope_of(claim: Claim) -> str | None:
    """Return of which money a claim speaks: by its subject, its list, then its headings, innermost first."""
    texts = (claim.subject, claim.metric or "", *reversed(claim.section))
    return next((scope for text in texts if (scope := _scope_in(text)) is not None), None)


@lru_cache(maxsize=1024)
def _scope_in(text: str) -> str | None:
    """Return of which money a subject or a heading speaks; many claims stand under one."""
    folded = fold(text)
    return next((scope for scope, words in rules().scopes if words.search(folded)), None)


def _is_ambiguous(rule: TableRule, printed: _Printed) -> bool:
    """Whether a table prints the total of the year apart from the grand total: the word could mean either."""
    if not rule.or_subtotal:
        return False
    year = [figure for selector in rule.or_subtotal for figure in printed.select(selector)]
    whole = [figure for selector in rule.against[0] for figure in printed.select(selector)]
    return bool(year and whole and year[0].fen is not None and year[0].fen != whole[0].fen)


def _figures(rule: TableRule, selectors: Sequence[Selector], claim: Claim, printed: _Printed) -> list[Term]:
    """Return the figures that a claim should equal; nothing where it is missing or several could be meant."""
    terms: list[Term] = []
    for selector in selectors:
        figures: Sequence[Figure] = printed.select(selector)
        if rule.by_code is not None:
            figures = _of_code(figures, _code(rule, claim) or "")
        elif len(figures) > 1 and not is_rolled_up(selector, figures):
            return []
        if rule.printed and any(figure.row.total is None for figure in figures) and "row" in selector.where:
            return []
        if not figures or not any(figure.fen is not None for figure in figures):
            return []
        terms.extend(Term(figure, selector.sign) for figure in figures)
    return terms


def _of_code(figures: Sequence[Figure], code: str) -> list[Figure]:
    """Return the figure of a code, or the figures right beneath it where its own row is not printed."""
    own = [figure for figure in figures if figure.row.code == code]
    if own:
        return own if len(own) == 1 else []
    below = [figure for figure in figures if figure.row.code is not None and figure.row.code.startswith(code)]
    if not below:
        return []
    top = min(len(figure.row.code or "") for figure in below)
    return [figure for figure in below if len(figure.row.code or "") == top]


def _equal(rule: TableRule, claim: Claim, figures: Sequence[Term], printed: _Printed) -> Finding:
    form_id, title = printed.named(figures[0].figure.table)
    trial = Trial(rule.id, form_id, "narrative", "narrative", (term_of(claim),), tuple(figures))
    return Finding(
        rule=rule.id,
        status=trial.status,
        quantity="money",
        expected=Decimal(trial.expected),
        printed=Decimal(trial.printed),
        tolerance=trial.tolerance,
        message=_message(claim, figures, title, trial),
        operands=operands_of(trial),
        form_id=trial.form_id or None,
        trial=trial,
    )


def _message(claim: Claim, figures: Sequence[Term], title: str, trial: Trial) -> str:
    figure = figures[0].figure
    label = "".join(text for text in (figure.row.label, *figure.column.path[-1:]) if text)
    where = f"《{title}》第{figure.cell.page}页“{label}”" if title else f"第{figure.cell.page}页“{label}”"
    if len(figures) > 1:
        where = f"《{title}》各行相加" if title else "表中各行相加"
    told = f"正文称{named(claim)}{wan(trial.printed)}，{where}为{wan(trial.expected)}"
    if trial.status == "exact":
        return f"{told}，完全相符。"
    return f"{told}，相差{wan(trial.residual)}，{STATUS_ZH[trial.status]}。"


def _at_most(rule: TableRule, claim: Claim, figures: Sequence[Term]) -> Finding | None:
    """Try an inequality; a claim below its bound says nothing and is left out."""
    bound = sum(term.sign * (term.figure.fen or 0) for term in figures)
    steps = [term.figure.step for term in figures if term.figure.step is not None]
    tolerance = (sum(steps, Decimal(0)) + (claim.step or 0)) / 2
    excess = Decimal((claim.fen or 0) - bound)
    if excess < -tolerance or not claim.fen:
        return None
    status = status_of(excess, tolerance)
    end = "，超过了后者，不相符" if status == "violated" else "，" + STATUS_ZH[status]
    operands = operands_of(Trial(rule.id, "", "narrative", "narrative", (term_of(claim),), tuple(figures)))
    return Finding(
        rule=rule.id,
        status=status,
        quantity="money",
        expected=Decimal(bound),
        printed=Decimal(claim.fen),
        tolerance=tolerance,
        message=f"正文称{named(claim)}{wan(claim.fen)}，基本支出表的公用经费为{wan(bound)}{end}。",
        operands=operands,
    )
