"""Identities between reports, as data: `links.yaml` says how they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

from schemas.vocabulary import load_yaml
from schemas.words import STAGES

Reach = Literal["files", "units", "stages", "years"]
LinkKind = Literal["equal", "at_most"]

_DIMENSIONS: Final = ("flow", "fund", "origin", "nature", "phase")
_KEYS: Final = {"id", "reach", "kind", "zh", "stage", "by", "caveat", "left", "right"}
_SIDE_KEYS: Final = {
    "form", "label", "column", "not_column", "total", "sum", "claim", "subject", "base", "before", *_DIMENSIONS,
}  # fmt: skip


class LinkError(ValueError):
    """`links.yaml` has a mistake; the message names the rule, the key and the remedy."""


@dataclass(frozen=True, slots=True)
class LinkSide:
    """Which figures, or which stated sums, stand on one side.

    Attributes:
        forms: form ids; empty for stated sums.
        dims: dimension → accepted values.
        label, column, not_column: patterns of the row label and the headers, for folded text.
        sections: sections whose sentences state it; empty for figures.
        subject: pattern of the sentence's subject.
        base: base of the comparison that the sentence must have.
        before: the amount before the change is meant.
        sum: several figures are added up.
    """

    forms: frozenset[str]
    dims: Mapping[str, frozenset[str]]
    label: re.Pattern[str] | None
    column: re.Pattern[str] | None
    not_column: re.Pattern[str] | None
    total: bool | None
    sections: frozenset[str]
    subject: re.Pattern[str] | None
    base: str | None
    before: bool
    sum: bool


@dataclass(frozen=True, slots=True)
class LinkRule:
    """One identity between two reports; `stage` is that of the left one."""

    id: str
    reach: Reach
    kind: LinkKind
    zh: str
    stage: str
    by_code: bool
    caveat: str | None
    left: LinkSide
    right: LinkSide


@lru_cache(maxsize=1)
def link_rules() -> tuple[LinkRule, ...]:
    """Return the rules.

    Raises:
        LinkError: a rule is wrong.
    """
    return tuple(read_rule(entry) for entry in load_yaml(Path(__file__).with_name("links.yaml")))


def read_rule(raw: Mapping[str, Any]) -> LinkRule:
    """Read and check one rule."""
    name = str(raw.get("id"))
    if unknown := set(raw) - _KEYS:
        raise LinkError(f"{name}: 不认识的键 / unknown keys {sorted(unknown)}; allowed: {sorted(_KEYS)}")
    if missing := {"id", "reach", "zh", "stage", "left", "right"} - set(raw):
        raise LinkError(f"{name}: 缺少，请补上 / add the missing keys {sorted(missing)}")
    kind = raw.get("kind", "equal")
    for value, allowed in ((raw["reach"], get_args(Reach)), (kind, get_args(LinkKind)), (raw["stage"], STAGES)):
        if value not in allowed:
            raise LinkError(f"{name}: {value!r}，可用 / use one of {', '.join(allowed)}")
    return LinkRule(
        id=name,
        reach=cast("Reach", raw["reach"]),
        kind=cast("LinkKind", kind),
        zh=raw["zh"],
        stage=raw["stage"],
        by_code=raw.get("by") == "functional_code",
        caveat=raw.get("caveat"),
        left=_side(name, raw["left"]),
        right=_side(name, raw["right"]),
    )


def _side(name: str, raw: Mapping[str, Any]) -> LinkSide:
    if unknown := set(raw) - _SIDE_KEYS:
        raise LinkError(f"{name}: 不认识的键 / unknown keys {sorted(unknown)}; allowed: {sorted(_SIDE_KEYS)}")
    if ("form" in raw) == ("claim" in raw):
        raise LinkError(f"{name}: 须有 form 或 claim 之一 / give either form or claim")
    return LinkSide(
        forms=_several(raw.get("form")),
        dims={key: _several(raw[key]) for key in _DIMENSIONS if key in raw},
        label=_pattern(raw, "label"),
        column=_pattern(raw, "column"),
        not_column=_pattern(raw, "not_column"),
        total=raw.get("total"),
        sections=_several(raw.get("claim")),
        subject=_pattern(raw, "subject"),
        base=raw.get("base"),
        before=bool(raw.get("before", False)),
        sum=bool(raw.get("sum", False)),
    )


def _several(value: Any) -> frozenset[str]:
    if value is None:
        return frozenset()
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset((str(value),))


def _pattern(raw: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
    return re.compile(str(raw[key])) if key in raw else None
