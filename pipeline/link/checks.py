"""Identities between reports, interpreted from `schemas/links.yaml`; they never bear on trust."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline.normalize.numbers import parse_number, step_fen
from schemas.links import LinkRule, LinkSide
from schemas.text import fold, strip_ordinal
from warehouse.link_figures import CheckFigure, Row
from warehouse.link_store import LinkDisclosure

_MONEY: Final = re.compile(r"(\d[\d,]*(?:\.(\d+))?)(亿元|万元|元)")
_FINE: Final = {"亿元": 10_000_000_000, "万元": 1_000_000, "元": 100}


@dataclass(frozen=True, slots=True)
class Report:
    """The current edition of a report: its disclosures, and all figures they print and sums they state."""

    parts: tuple[LinkDisclosure, ...]
    figures: tuple[CheckFigure, ...]

    @property
    def first(self) -> LinkDisclosure:
        """The disclosure that speaks for the report."""
        return self.parts[0]


@dataclass(frozen=True, slots=True)
class Term:
    """A figure on one side, with what it counts for."""

    figure: CheckFigure
    fen: int


def run_rule(rule: LinkRule, left: Report, others: Sequence[Report]) -> Iterator[tuple[Row, list[Row]]]:
    """Yield the checks of one rule with their operands.

    Args:
        rule: the identity.
        left: the report that the checks belong to.
        others: the one on the right; for `units` the reports of every unit; for `files` the report itself.
    """
    mine = _pick(rule.left, left.figures)
    theirs = [_pick(rule.right, other.figures) for other in others]
    # What has no code is a total or something else: only a rule of its own can tell.
    keys = sorted(({*mine} & {key for found in theirs for key in found}) - {""}) if rule.by_code else [""]
    for key in keys:
        terms = _terms(rule.left, mine, key if rule.by_code else None)
        right = [_terms(rule.right, found, key if rule.by_code else None) for found in theirs]
        if rule.reach == "files":
            # What one document says of itself was tried when it was read.
            right = [[term for term in found if not _same_document(terms, term)] for found in right]
        if terms and all(right) and right:
            yield _check(rule, left, terms, [term for found in right for term in found])


def _same_document(terms: Iterable[Term], other: Term) -> bool:
    return any(term.figure.operand_id[:16] == other.figure.operand_id[:16] for term in terms)


def _pick(side: LinkSide, figures: Iterable[CheckFigure]) -> dict[str, list[Term]]:
    """Return the figures that a side means, by functional code ('' for all others)."""
    found: dict[str, list[Term]] = {}
    for figure in figures:
        if _claimed(side, figure) if side.sections else _printed(side, figure):
            fen = figure.amount_fen - (figure.change_fen or 0) if side.before else figure.amount_fen
            found.setdefault(figure.functional_code or "", []).append(Term(figure, fen))
    return found


def _claimed(side: LinkSide, figure: CheckFigure) -> bool:
    if figure.form_id is not None or figure.section_id not in side.sections:
        return False
    if side.before and figure.change_fen is None:
        return False
    if side.base is not None and figure.base != side.base:
        return False
    return side.subject is None or side.subject.fullmatch(_plain(figure.label)) is not None


def _printed(side: LinkSide, figure: CheckFigure) -> bool:
    if figure.form_id not in side.forms or (side.total is not None and figure.is_total != side.total):
        return False
    if any(figure.dims.get(name) not in allowed for name, allowed in side.dims.items()):
        return False
    column = fold(figure.column_path)
    if side.column is not None and not side.column.search(column):
        return False
    if side.not_column is not None and side.not_column.search(column):
        return False
    return side.label is None or side.label.fullmatch(_plain(figure.label)) is not None


def _plain(label: str) -> str:
    return strip_ordinal(fold(label))[1]


def _terms(side: LinkSide, found: Mapping[str, list[Term]], key: str | None) -> list[Term]:
    """Return the figures of a code, or of all; several that differ could each be meant, so none is."""
    terms = found.get(key, []) if key is not None else [term for some in found.values() for term in some]
    if side.sum or len(terms) <= 1:
        return terms
    # Both sides of a summary print the total, now and then rounded on their own.
    spread = max(term.fen for term in terms) - min(term.fen for term in terms)
    return terms[:1] if spread <= _step(terms[0].figure) else []


def _check(rule: LinkRule, left: Report, mine: Sequence[Term], theirs: Sequence[Term]) -> tuple[Row, list[Row]]:
    printed, expected = sum(term.fen for term in mine), sum(term.fen for term in theirs)
    steps = [_step(term.figure) * (2 if term.fen != term.figure.amount_fen else 1) for term in (*mine, *theirs)]
    tolerance, difference = sum(steps, Decimal(0)) / 2, printed - expected
    status, reason = _status(rule, difference, tolerance)
    operands = sorted(term.figure.operand_id for term in (*mine, *theirs))
    owner = next(p for p in left.parts if p.disclosure_id == mine[0].figure.disclosure_id)
    check_id = hashlib.sha256("|".join([rule.id, *operands]).encode()).hexdigest()[:16]
    money: Row = {
        "expected": _yuan(expected),
        "printed": _yuan(printed),
        "difference": _yuan(difference) if reason is None else None,
        "tolerance": _yuan(tolerance) if reason is None else None,
    }
    form = next((term.figure.form_id for term in (*mine, *theirs) if term.figure.form_id), None)
    row: Row = {
        "check_id": check_id,
        "disclosure_id": owner.disclosure_id,
        "document_id": owner.document_id,
        "form_id": form,
        "rule": rule.id,
        "reach": rule.reach,
        "status": status,
        "quantity": "money",
        **money,
        **{f"{name}_yuan": value for name, value in money.items()},
        "not_testable_reason": reason,
        "message": _message(rule, owner, mine[0].figure, printed, expected, status),
    }
    return row, [
        {
            "check_id": check_id,
            "position": position,
            "side": side,
            "sign": 1,
            "kind": term.figure.kind,
            "operand_id": term.figure.operand_id,
        }
        for position, (side, term) in enumerate(
            [*(("left", term) for term in mine), *(("right", term) for term in theirs)], 1
        )
    ]


def _status(rule: LinkRule, difference: int, tolerance: Decimal) -> tuple[str, str | None]:
    if difference == 0:
        return "exact", None
    if abs(difference) <= tolerance:
        return "within_rounding", None
    if rule.kind == "at_most" and difference > 0:
        # Units that publish nothing of their own leave a gap that says nothing.
        return "not_testable", "所属单位的公开可能不全"
    return "violated", None


def _step(figure: CheckFigure) -> Decimal:
    """Return the printed step of a figure in fen; of a sentence that of the amount in it."""
    if figure.form_id is not None:
        number = parse_number(figure.printed)
        if number is None or number.step is None or figure.unit not in _FINE:
            return Decimal(1)
        return step_fen(number.step, figure.unit)
    for match in _MONEY.finditer("".join(figure.printed.split())):
        size = _FINE[match.group(3)]
        if round(Decimal(match.group(1).replace(",", "")) * size) == figure.amount_fen:
            return Decimal(size).scaleb(-len(match.group(2) or ""))
    return Decimal(10_000)


def _message(
    rule: LinkRule, owner: LinkDisclosure, figure: CheckFigure, printed: int, expected: int, status: str
) -> str:
    stage = "决算" if owner.stage == "final" else "预算"
    label = f"（{figure.label}）" if rule.by_code and figure.label else ""
    said = (
        f"{owner.agency_name}{owner.fiscal_year}年{stage}：{rule.zh}{label}，前者{_wan(printed)}，后者{_wan(expected)}"
    )
    if status == "exact":
        return f"{said}，完全相符。"
    if status == "within_rounding":
        return f"{said}，相差{_wan(abs(printed - expected))}，在四舍五入之内。"
    if status == "not_testable":
        return f"{said}，后者未超过前者。"
    caveat = f"（{rule.caveat}）" if rule.caveat else ""
    return f"{said}，相差{_wan(abs(printed - expected))}，不相符{caveat}。"


def _wan(fen: int) -> str:
    return f"{Decimal(fen) / 1_000_000:,.2f}万元"


def _yuan(fen: Decimal | int) -> str:
    return format(Decimal(fen) / 100, "f")
