"""Narratives that contradict their tables or themselves, told as defects."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from tests.typeset.model import Block, Claim, Defect, Document, Heading, Indicator, Paragraph, Table
from tests.typeset.numbers import Format

_OFFICES = ("科室", "处室")


def _paragraphs(document: Document) -> list[tuple[Paragraph, str]]:
    """Every paragraph with the heading over it."""
    found: list[tuple[Paragraph, str]] = []
    head = ""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                head = block.text
            elif isinstance(block, Paragraph):
                found.append((block, head))
    return found


def _put(document: Document, old: Block, new: Block, defect: Defect) -> Document:
    sections = tuple(replace(s, blocks=tuple(new if b is old else b for b in s.blocks)) for s in document.sections)
    return replace(document, sections=sections, defects=(*document.defects, defect))


def _shown(claim: Claim, paragraph: Paragraph) -> str | None:
    """How the amount of a claim is printed, where that figure stands once in the paragraph."""
    assert claim.fen is not None
    for thousands in (False, True):
        text = Format(zero="0.00", thousands=thousands).show(claim.fen)
        if len(re.findall(rf"(?<![\d.,]){re.escape(text)}(?=万元)", paragraph.text)) == 1:
            return text
    return None


def _amount(rng: random.Random, document: Document) -> Document | None:
    """An amount that its table prints otherwise."""
    places = [
        (p, head, claim, text)
        for p, head in _paragraphs(document)
        for claim in p.claims
        if claim.tied and claim.fen and (text := _shown(claim, p))
    ]
    if not places:
        return None
    paragraph, head, claim, text = rng.choice(places)
    assert claim.fen is not None
    wrong = replace(claim, fen=claim.fen + rng.choice((9, 45, 81)) * 1_000_000)
    printed = Format(zero="0.00", thousands="," in text).show(wrong.fen or 0)
    changed = re.sub(rf"(?<![\d.,]){re.escape(text)}(?=万元)", printed, paragraph.text)
    claims = tuple(wrong if c is claim else c for c in paragraph.claims)
    note = f"{claim.subject}：表中为{text}，文字为{printed}"
    defect = Defect(0, 0, 0, text, printed, "planted_claim", head, note)
    return _put(document, paragraph, replace(paragraph, text=changed, claims=claims), defect)


def _percentage(rng: random.Random, document: Document) -> Document | None:
    """A growth rate that the amounts beside it do not give."""
    places = [
        (p, head, claim)
        for p, head in _paragraphs(document)
        for claim in p.claims
        if claim.change and claim.fen and claim.change_pct and p.text.count(f"{claim.change_pct}%") == 1
    ]
    if not places:
        return None
    paragraph, head, claim = rng.choice(places)
    assert claim.change_pct is not None
    whole, part = claim.change_pct.split(".")
    printed = f"{int(whole) + rng.choice((7, 12, 30))}.{part}"
    claims = tuple(replace(c, change_pct=printed) if c is claim else c for c in paragraph.claims)
    text = paragraph.text.replace(f"{claim.change_pct}%", f"{printed}%")
    note = f"{claim.subject}：按金额推算为{claim.change_pct}%，文字为{printed}%"
    defect = Defect(0, 0, 0, f"{claim.change_pct}%", f"{printed}%", "planted_growth", head, note)
    return _put(document, paragraph, replace(paragraph, text=text, claims=claims), defect)


def _number(rng: random.Random, document: Document) -> Document | None:
    """A number of offices unlike the list behind it, or of cars or people unlike its parts."""
    places = []
    for paragraph, head in _paragraphs(document):
        first = next(iter(paragraph.counts), None)
        if first is None:
            continue
        offices = first.subject in _OFFICES
        total = next((c for c in paragraph.counts if c.subject in ("车辆", "实有人数")), None)
        inside = "其中" in paragraph.text and total is not None and len(paragraph.counts) > 2
        chosen = first if offices else total if inside else None
        if chosen and paragraph.text.count(f"{chosen.value}{chosen.unit}") == 1:
            places.append((paragraph, head, chosen))
    if not places:
        return None
    paragraph, head, chosen = rng.choice(places)
    printed = str(int(chosen.value) + rng.choice((2, 3)))
    text = paragraph.text.replace(f"{chosen.value}{chosen.unit}", f"{printed}{chosen.unit}")
    counts = tuple(replace(c, value=printed) if c is chosen else c for c in paragraph.counts)
    note = f"{chosen.subject}：所列合计{chosen.value}，文字为{printed}"
    old, new = f"{chosen.value}{chosen.unit}", f"{printed}{chosen.unit}"
    defect = Defect(0, 0, 0, old, new, "count_contradiction", head, note)
    return _put(document, paragraph, replace(paragraph, text=text, counts=counts), defect)


def _weight(rng: random.Random, document: Document) -> Document | None:
    """A weight that takes the sum of an overall target table away from 100."""
    for ordinal, table in enumerate(document.tables(), start=1):
        if table.form != "perf_target_overall":
            continue
        r = len(table.rows) - 1
        cell = table.rows[r][-1]
        assert cell is not None
        wrong = str(int(cell.text) - 2)
        row = (*table.rows[r][:-1], replace(cell, text=wrong))
        changed: Table = replace(table, rows=(*table.rows[:r], row))
        last: Indicator = replace(document.performance[-1], weight=wrong)
        defect = Defect(ordinal, r, len(row) - 1, "100", "98", "weight_sum", "", "权重相加98")
        return _put(replace(document, performance=(*document.performance[:-1], last)), table, changed, defect)
    return None


KINDS: tuple[Callable[[random.Random, Document], Document | None], ...] = (_amount, _percentage, _number, _weight)


def misword(document: Document, seed: int) -> Document:
    """The document with one contradiction of its words.

    Raises:
        ValueError: nothing in it can be contradicted.
    """
    rng = random.Random(f"misword-{document.name}-{seed}")
    for kind in rng.sample(KINDS, len(KINDS)):
        changed = kind(rng, document)
        if changed is not None:
            return changed
    raise ValueError(f"{document.name}: no figure to contradict")
