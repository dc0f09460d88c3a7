"""Counts, weights and what contradicts itself: people, vehicles, projects, nil statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.normalize.claims.model import Claim
from pipeline.normalize.indicators import Indicator
from pipeline.normalize.model import NormalTable
from pipeline.verify.narrative.model import STATUS_ZH, Finding, Operand, claim_key, named, status_of, wan
from pipeline.verify.narrative.rules import CountRule, rules
from pipeline.verify.trial import Status
from schemas.text import fold

_ITEM = re.compile(r"[、,，;；]")
#: A longer item of a list is a clause, no name of an office.
_LONGEST_NAME = 20


def count_findings(claims: Sequence[Claim]) -> Iterator[Finding]:
    """Yield numbers of people and vehicles against their parts, and numbers of offices against their lists."""
    for claim in claims:
        if claim.count is None:
            continue
        for rule in rules().counts:
            if claim.section_id in rule.sections and rule.total.fullmatch(fold(claim.subject)):
                parts = _parts(rule, claim, claims)
                if parts:
                    yield _sum(rule, claim, parts)
        if claim.kind == "organisation" and claim.text is not None:
            finding = _listed(claim)
            if finding is not None:
                yield finding


def _parts(rule: CountRule, claim: Claim, claims: Sequence[Claim]) -> list[Claim]:
    children = [c for c in claims if c.parent == claim.key and c.count is not None]
    if rule.parts is None:
        same = [c for c in children if c.unit == (rule.unit or claim.unit)]
        return same if len(same) > 1 else []
    found = [c for pattern in rule.parts for c in children if pattern.fullmatch(fold(c.subject))]
    return found if len(found) == len(children) and len(found) > 1 else []


def _number(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")


def _sum(rule: CountRule, claim: Claim, parts: Sequence[Claim]) -> Finding:
    expected = sum((part.count or Decimal(0) for part in parts), Decimal(0))
    printed = claim.count or Decimal(0)
    status = status_of(printed - expected, Decimal(0))
    told = f"正文{named(claim)}为{_number(printed)}{claim.unit or ''}，各项相加为{_number(expected)}{claim.unit or ''}"
    operands = ((claim_key(claim), "left", 1), *((claim_key(part), "right", 1) for part in parts))
    return _count(rule.id, status, printed, expected, f"{told}，{STATUS_ZH[status]}。", operands)


def _listed(claim: Claim) -> Finding | None:
    """Compare a number of offices with the names listed; an open list (等) proves nothing."""
    text = (claim.text or "").rstrip("。；;")
    if text.endswith("等"):
        return None
    depth, plain = 0, []
    for sign in text:
        depth += (sign in "（(“《") - (sign in "）)”》")
        plain.append("·" if depth > 0 else sign)
    items = [item for item in _ITEM.split("".join(plain)) if item.strip()]
    if any(len(item) > _LONGEST_NAME for item in items):
        return None
    # 和 may join two names or stand inside one (养老保险和职业年金科).
    numbers = [Decimal(len(items)), Decimal(len([piece for item in items for piece in item.split("和")]))]
    expected = claim.count if claim.count in numbers else numbers[0]
    printed = claim.count or Decimal(0)
    status = status_of(printed - expected, Decimal(0))
    told = f"正文称{named(claim)}{_number(printed)}{claim.unit or ''}，所列名称为{_number(expected)}{claim.unit or ''}"
    return _count(
        "B-25.list", status, printed, expected, f"{told}，{STATUS_ZH[status]}。", ((claim_key(claim), "left", 1),)
    )


def _count(
    rule: str,
    status: Status,
    printed: Decimal | None,
    expected: Decimal | None,
    message: str,
    operands: tuple[tuple[Operand, str, int], ...],
) -> Finding:
    return Finding(rule, status, "count", expected, printed, Decimal(0), message, operands)


def contradiction_findings(
    claims: Sequence[Claim], indicators: Sequence[Indicator], tables: Sequence[NormalTable]
) -> Iterator[Finding]:
    """Yield statements that cannot all be true."""
    yield from _money_of_none(claims)
    yield from _vehicles(claims)
    yield from _staff(claims, indicators)
    yield from _nil(claims, tables)


def _money_of_none(claims: Sequence[Claim]) -> Iterator[Finding]:
    rule = rules().contradictions["money_of_none"]
    for claim in claims:
        if claim.section_id not in rule["sections"] or claim.count is None or claim.fen is None:
            continue
        if claim.count or not claim.fen or not rule["subject"].fullmatch(fold(claim.subject)):
            continue
        message = f"正文称{named(claim)}为0{claim.unit or ''}，却涉及金额{wan(claim.fen)}，两者不能同时成立。"
        yield _count(rule["id"], "violated", Decimal(0), None, message, ((claim_key(claim), "left", 1),))


def _vehicles(claims: Sequence[Claim]) -> Iterator[Finding]:
    rule = rules().contradictions["vehicles"]
    none = [c for c in claims if c.count is not None and not c.count and c.unit == "辆"]
    none = [c for c in none if rule["subject"].fullmatch(fold(c.subject))]
    if not none or any((c.count or c.fen) and rule["purchase"].fullmatch(fold(c.subject)) for c in claims):
        return
    costs = [c for c in claims if c.fen and rule["cost"].fullmatch(fold(c.subject))]
    costs = [c for c in costs if c.level in (None, "own", "budget", "final") and not c.implied]
    if costs:
        claim, cost = none[0], costs[0]
        message = f"正文称车辆{_number(claim.count)}辆，却有{named(cost)}{wan(cost.fen or 0)}，未作说明。"
        operands = ((claim_key(claim), "left", 1), (claim_key(cost), "right", 1))
        yield _count(rule["id"], "violated", claim.count, None, message, operands)


def _staff(claims: Sequence[Claim], indicators: Sequence[Indicator]) -> Iterator[Finding]:
    rule = rules().contradictions["staff"]
    staff = [c for c in claims if c.kind == "staffing" and rule["staff"].fullmatch(fold(c.subject))]
    if len({c.count for c in staff}) != 1 or staff[0].count is None:
        return
    for target in indicators:
        if target.operator not in (">=", "=") or target.unit != rule["unit"] or not target.value:
            continue
        if not rule["indicator"].fullmatch(fold(target.name)) or not target.value.isdigit():
            continue
        wanted, there = Decimal(target.value), staff[0].count
        status: Status = "violated" if there < wanted else "exact"
        message = (
            f"绩效指标“{target.name}”为{target.operator}{target.value}{target.unit}，"
            f"正文称{named(staff[0])}{_number(there)}人，{STATUS_ZH[status]}。"
        )
        operand: Operand = ("indicator", (target.table, target.row))
        yield _count(
            rule["id"], status, wanted, there, message, ((operand, "left", 1), (claim_key(staff[0]), "right", 1))
        )


def _nil(claims: Sequence[Claim], tables: Sequence[NormalTable]) -> Iterator[Finding]:
    """Compare a statement that there is nothing with the table that would show it."""
    for claim in claims:
        if (
            claim.kind != "nil"
            or ("收入" in claim.subject and "支出" not in claim.subject)
            or rules().nil_refused.search(fold(claim.subject))
        ):
            continue
        for rule in rules().nil:
            found = [t for t in tables if t.form is not None and t.form.id in rule.forms]
            if len(found) != 1 or not rule.subject.fullmatch(fold(claim.subject)):
                continue
            title = found[0].table.caption.title or ""
            spent = [f for f in found[0].figures if f.measure == "money" and f.dims.get("flow") == "expenditure"]
            printed = [f for f in spent if f.fen and not f.dims.get("comparison")]
            largest = max(printed, key=lambda f: abs(f.fen or 0), default=None)
            status: Status = "exact" if largest is None else "violated"
            message = f"正文称无{named(claim)}，《{title}》没有金额，完全相符。"
            operands: tuple[tuple[Operand, str, int], ...] = ((claim_key(claim), "left", 1),)
            if largest is not None:
                message = f"正文称无{named(claim)}，《{title}》却有{wan(largest.fen or 0)}，不相符。"
                operands = (*operands, (("amount", largest.place), "right", 1))
            amount = Decimal(largest.fen or 0) if largest is not None else Decimal(0)
            yield Finding(rule.id, status, "money", amount, Decimal(0), Decimal(0), message, operands, rule.forms[0])


def weight_findings(indicators: Sequence[Indicator], tables: Sequence[NormalTable]) -> Iterator[Finding]:
    """Yield the sum of the weights of each performance form against 100, or 90 beside the execution rate."""
    rule = rules().weights
    forms: dict[tuple[int, int, str | None], list[Indicator]] = {}
    for found in indicators:
        forms.setdefault((found.table, found.form, found.project), []).append(found)
    names = {t.table.ordinal: t for t in tables}
    for (ordinal, _, project), group in forms.items():
        weights = [found.weight for found in group if found.weight is not None]
        if len(weights) < 2 or len(weights) < len(group):
            continue
        printed = sum(weights, Decimal(0))
        whole, execution = Decimal(rule["whole"]), Decimal(rule["execution"])
        if printed <= 1:
            continue
        expected = whole if any(found.is_execution for found in group) or printed != whole - execution else printed
        status = status_of(printed - expected, Decimal(0))
        form = names[ordinal].form if ordinal in names else None
        where = project or (names[ordinal].table.caption.title if ordinal in names else None) or ""
        message = f"《{where}》各项指标权重相加为{_number(printed)}，应为{_number(expected)}，{STATUS_ZH[status]}。"
        operands: list[tuple[Operand, str, int]] = [(("indicator", (f.table, f.row)), "left", 1) for f in group]
        yield Finding(
            rule["id"],
            status,
            "weight",
            expected,
            printed,
            Decimal(0),
            message,
            tuple(operands),
            form.id if form else None,
        )
