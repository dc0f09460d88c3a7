"""Performance targets told in prose: 验收合格率达到100%，服务对象满意度不低于90%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from pipeline.normalize.claims.model import Draft
from pipeline.normalize.claims.text import Folded
from schemas.narrative import read_yaml
from schemas.sections import heading_section


@lru_cache(maxsize=1)
def _target() -> re.Pattern[str]:
    words = read_yaml("indicators")
    signs = sorted(words["operators"], key=len, reverse=True)
    relation = "|".join(map(re.escape, [*signs, *words["prose_relations"]]))
    suffix = "|".join(words["suffixes"])
    value = rf"(?:{relation})?(?P<number>\d+(?:\.\d+)?)(?P<unit>{words['prose_units']})?(?:{suffix})?"
    return re.compile(rf"(?P<name>{words['prose_names']})(?:为|是)?(?P<value>{value})(?=[,;。、)]|$)")


def is_goal(section: tuple[str, ...]) -> bool:
    """Whether a paragraph stands under a heading that announces the targets of a project (七、绩效目标)."""
    found = heading_section(section[-1]) if len(section) > 1 else None
    above = heading_section(section[-2]) if len(section) > 1 else None
    return found is not None and found.id == "n_performance" and above is not None and above.id == "n_project"


def target_drafts(folded: Folded) -> Iterator[Draft]:
    """Yield the targets of a paragraph.

    A claim's count is the number of the target, its text the target as printed.
    """
    for found in _target().finditer(folded.text):
        draft = Draft(subject=folded.slice(found.start("name"), found.end("name")), at=(found.start(), found.start()))
        draft.count, draft.unit = Decimal(found.group("number")), found.group("unit")
        draft.text = folded.slice(found.start("value"), found.end("value"))
        draft.patterns.append("target")
        yield draft
