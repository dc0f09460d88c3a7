"""The form catalogue: one YAML file a printed form, with its titles, words, panels and identities.

A file says how to know the form, what its columns and rows mean where the vocabulary does not say it, and which
identities its figures obey. Nothing about a form stands in code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

import yaml

from schemas.text import fold
from schemas.vocabulary import DIMENSIONS, Words, checked_dims, load_yaml, read_word, title_pieces

#: How the rows of a panel are classed.
RowKind = Literal[
    "functional", "economic", "economic_department", "economic_government", "source", "nature", "item", "project",
    "unit", "levels", "key_value", "none", "auto",
]  # fmt: skip
ROW_KINDS: Final[tuple[str, ...]] = get_args(RowKind)
#: What the rows of a form can be classed by.
CODES: Final = ("functional", "economic", "economic_department", "economic_government", "unit", "none")
IDENTITY_KINDS: Final = ("tree", "columns", "equal")
#: What a selector may ask of a figure.
SELECTOR_KEYS: Final = frozenset(
    (*DIMENSIONS, "form", "side", "rows", "row", "tag", "code", "top", "level", "sum", "sign", "optional")
)
#: Which rows a selector can ask for; without ``row``, all but totals.
ROW_WORDS: Final = frozenset(("any", "coded", "top", "all_totals", "total", "year_total", "grand_total", "subtotal"))
BY_KEYS: Final = ("code", "class", "fund", "nature", "row", "tag")
_FORM_KEYS: Final = frozenset(
    (
        "id", "zh", "en", "stage", "titles", "title_optional", "codes", "headers", "headers_any", "rows_any",
        "words_any", "words_all", "defaults", "title_dims", "panels", "rows", "columns", "row_words", "levels",
        "economic_columns", "money_headers", "identities", "facets", "notes", "after", "repeat", "none_of",
        "measure", "untitled", "untitled_headers", "untitled_words",
    )
)  # fmt: skip


class FormError(ValueError):
    """A form file has a mistake; the message names the file, the key and the remedy."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One side of a form: the header it stands under, its flow and how its rows are classed."""

    header: re.Pattern[str]
    side: str | None
    rows: str
    dims: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Selector:
    """Which figures an identity means.

    Attributes:
        forms: form ids, empty for the form itself.
        where: attribute → accepted values.
        sum: several figures are added up; otherwise one is expected.
        sign: 1 or -1.
        optional: counts as nothing when it selects nothing.
    """

    forms: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]]
    sum: bool = False
    sign: int = 1
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """One accounting identity of a form.

    ``tree``: a parent row is the sum of its child rows; ``columns``: a total column is the sum of its group;
    ``equal``: the sums of two lists of selectors are the same, for each value of ``by`` where given.
    """

    id: str
    kind: str
    left: tuple[Selector, ...] = ()
    right: tuple[Selector, ...] = ()
    by: str | None = None
    when_zero: tuple[Selector, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One printed form of the catalogue; patterns are for folded text.

    Attributes:
        titles: what its title can be, anywhere in the printed one.
        codes: what its rows are classed by, any of several; empty where it does not matter.
        facets: what its title speaks of (``title_facets`` of the vocabulary), for wordings that no alias has.
        notes: what a note under the table says of it (本表反映…).
        after: forms right behind which it stands when its title is lost.
        repeat: a disclosure can print it several times.
        none_of: texts that it never prints.
        measure: what its figures are where neither row nor header says it.
        untitled: ``true`` when it can be known by its structure alone, ``after`` when only behind another, ``placed``
            when only by its place in a printed order or by its figures, ``false``.
        untitled_headers, untitled_words: what its header, or any box, then says; each in one box or more.
    """

    id: str
    zh: str
    en: str
    stage: str
    titles: tuple[re.Pattern[str], ...]
    title_optional: bool
    codes: tuple[str, ...]
    headers: tuple[re.Pattern[str], ...]
    headers_any: tuple[re.Pattern[str], ...]
    rows_any: tuple[re.Pattern[str], ...]
    words_any: tuple[re.Pattern[str], ...]
    words_all: tuple[re.Pattern[str], ...]
    defaults: Mapping[str, str]
    title_dims: Words
    panels: tuple[Panel, ...]
    rows: str
    columns: Words
    row_words: Words
    levels: tuple[re.Pattern[str], ...]
    economic_columns: str | None
    money_headers: tuple[re.Pattern[str], ...]
    identities: tuple[Identity, ...]
    facets: frozenset[str]
    notes: tuple[re.Pattern[str], ...]
    after: tuple[str, ...]
    repeat: bool
    none_of: tuple[re.Pattern[str], ...]
    measure: str
    untitled: str
    untitled_headers: tuple[re.Pattern[str], ...]
    untitled_words: tuple[re.Pattern[str], ...]


def read_form(path: Path) -> Form:
    """Read and check one form file.

    Raises:
        FormError: with the file, the key and what to write instead.
    """
    try:
        raw = load_yaml(path)
    except yaml.YAMLError as error:
        raise FormError(f"{path.name}: YAML 语法有误，请改正 / correct the YAML: {error}") from error
    if not isinstance(raw, dict):
        raise FormError(f"{path.name}: 应为键值表 / write a mapping of keys")
    _allow(path, "form", raw, _FORM_KEYS)
    for key in ("id", "zh", "en", "stage", "titles"):
        if key not in raw:
            raise FormError(f"{path.name}: 缺少 {key}，请补上 / add the missing key {key}")
    if raw["id"] != path.stem:
        raise FormError(f"{path.name}: id 应与文件名一致 / give it the id {path.stem}")
    if raw["stage"] not in ("budget", "final", "both"):
        raise FormError(f"{path.name}: stage {raw['stage']!r}，可用 / use budget, final or both")
    rows = str(raw.get("rows", "auto"))
    if rows not in ROW_KINDS:
        raise FormError(f"{path.name}: rows {rows!r}，可用 / use one of {', '.join(ROW_KINDS)}")
    return Form(
        id=raw["id"],
        zh=raw["zh"],
        en=raw["en"],
        stage=raw["stage"],
        titles=tuple(_title(path, t) for t in raw["titles"]),
        title_optional=bool(raw.get("title_optional", False)),
        codes=_codes(path, raw.get("codes")),
        headers=_patterns(raw, "headers"),
        headers_any=_patterns(raw, "headers_any"),
        rows_any=_patterns(raw, "rows_any"),
        words_any=_patterns(raw, "words_any"),
        words_all=_patterns(raw, "words_all"),
        defaults=_dims(path, raw.get("defaults") or {}),
        title_dims=_words(path, raw, "title_dims"),
        panels=tuple(_panel(path, entry) for entry in raw.get("panels", ())),
        rows=rows,
        columns=_words(path, raw, "columns"),
        row_words=_words(path, raw, "row_words"),
        levels=_patterns(raw, "levels"),
        economic_columns=raw.get("economic_columns"),
        money_headers=_patterns(raw, "money_headers"),
        identities=tuple(_identity(path, entry) for entry in raw.get("identities", ())),
        facets=frozenset(raw.get("facets", ())),
        notes=_patterns(raw, "notes"),
        after=tuple(raw.get("after", ())),
        repeat=bool(raw.get("repeat", False)),
        none_of=_patterns(raw, "none_of"),
        measure=str(raw.get("measure", "money")),
        untitled=_untitled(path, raw.get("untitled", True)),
        untitled_headers=_patterns(raw, "untitled_headers"),
        untitled_words=_patterns(raw, "untitled_words"),
    )


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Form]:
    """Return the package's forms by id."""
    folder = Path(__file__).with_name("forms")
    forms = [read_form(path) for path in sorted(folder.glob("*.yaml"))]
    check_references(forms, {form.id for form in forms})
    return {form.id: form for form in forms}


def check_references(forms: Sequence[Form], known: set[str]) -> None:
    """Check that the forms that forms speak of are there.

    Raises:
        FormError: a form that is not known is named.
    """
    for form in forms:
        if missing := set(form.after) - known:
            raise FormError(f"{form.id}.yaml: after: 没有此表 / no such form {sorted(missing)}")
        for identity in form.identities:
            for selector in (*identity.left, *identity.right, *identity.when_zero):
                if missing := set(selector.forms) - known:
                    raise FormError(f"{form.id}.yaml: {identity.id}: 没有此表 / no such form {sorted(missing)}")


def _untitled(path: Path, value: Any) -> str:
    said = str(value).lower()
    if said not in ("true", "false", "after", "placed"):
        raise FormError(f"{path.name}: untitled {value!r}，可用 / use true, false, after or placed")
    return said


def _codes(path: Path, value: Any) -> tuple[str, ...]:
    """Return what the rows can be classed by; empty where the form does not care."""
    codes = tuple(str(v) for v in value) if isinstance(value, list) else (str(value),) if value is not None else ()
    if unknown := sorted(set(codes) - set(CODES)):
        raise FormError(f"{path.name}: codes {unknown}，可用 / use {', '.join(CODES)}")
    return codes


def _allow(path: Path, where: str, entry: Mapping[str, Any], allowed: frozenset[str]) -> None:
    if unknown := sorted(set(entry) - allowed):
        raise FormError(f"{path.name}: {where}: 不认识的键 / unknown keys {unknown}; allowed: {sorted(allowed)}")


def _title(path: Path, text: str) -> re.Pattern[str]:
    """Return the pattern of a title: full-width brackets are brackets, half-width ones group alternatives."""
    shielded = str(text).replace("（", "\ue000").replace("）", "\ue001")
    for piece, words in title_pieces().items():
        shielded = shielded.replace(f"{{{piece}}}", words)
    pattern = fold(shielded).replace("\ue000", r"\(").replace("\ue001", r"\)")
    try:
        return re.compile(pattern)
    except re.error as error:
        raise FormError(f"{path.name}: titles: {text!r}: {error}") from error


def _patterns(raw: Mapping[str, Any], key: str) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(str(pattern)) for pattern in raw.get(key, ()))
    except re.error as error:
        raise FormError(f"{raw.get('id')}.yaml: {key}: 正则有误 / bad pattern {error.pattern!r}: {error}") from error


def _dims(path: Path, entry: Mapping[str, Any]) -> Mapping[str, str]:
    _allow(path, "defaults", entry, frozenset(DIMENSIONS))
    try:
        return checked_dims(entry)
    except ValueError as error:
        raise FormError(f"{path.name}: defaults: {error}") from error


def _words(path: Path, raw: Mapping[str, Any], key: str) -> Words:
    try:
        return Words(read_word(entry) for entry in raw.get(key, ()))
    except ValueError as error:
        raise FormError(f"{path.name}: {key}: {error}") from error


def _panel(path: Path, entry: Mapping[str, Any]) -> Panel:
    _allow(path, "panels", entry, frozenset((*DIMENSIONS, "header", "side", "rows")))
    rows = str(entry.get("rows", "auto"))
    if "header" not in entry or rows not in ROW_KINDS:
        raise FormError(
            f"{path.name}: panels: 写 header，rows 可用 / write a header; rows is one of {', '.join(ROW_KINDS)}"
        )
    try:
        return Panel(re.compile(entry["header"]), entry.get("side"), rows, checked_dims(entry))
    except (ValueError, re.error) as error:
        raise FormError(f"{path.name}: panels: {error}") from error


def _identity(path: Path, entry: Mapping[str, Any]) -> Identity:
    _allow(path, "identities", entry, frozenset(("id", "kind", "left", "right", "by", "when_zero")))
    if entry.get("kind") not in IDENTITY_KINDS:
        raise FormError(f"{path.name}: {entry.get('id')}: kind 可用 / use one of {', '.join(IDENTITY_KINDS)}")
    by = entry.get("by")
    if by is not None and by not in BY_KEYS:
        raise FormError(f"{path.name}: {entry['id']}: by 可用 / use one of {', '.join(BY_KEYS)}")
    return Identity(
        id=str(entry["id"]),
        kind=entry["kind"],
        left=_selectors(path, entry.get("left")),
        right=_selectors(path, entry.get("right")),
        by=by,
        when_zero=_selectors(path, entry.get("when_zero")),
    )


def read_selectors(path: Path, value: Any) -> tuple[Selector, ...]:
    """Read selectors of another data file of the package, written as in a form.

    Raises:
        FormError: with the file and the key.
    """
    return _selectors(path, value)


def _selectors(path: Path, value: Any) -> tuple[Selector, ...]:
    if value is None:
        return ()
    entries: Sequence[Mapping[str, Any]] = value if isinstance(value, list) else [value]
    return tuple(_selector(path, entry) for entry in entries)


def _selector(path: Path, entry: Mapping[str, Any]) -> Selector:
    _allow(path, "selector", entry, SELECTOR_KEYS)
    where = {
        key: tuple(
            str(v).lower() if isinstance(v, bool) else str(v) for v in (value if isinstance(value, list) else [value])
        )
        for key, value in entry.items()
        if key not in ("form", "sum", "sign", "optional")
    }
    if unknown := sorted(set(where.get("row", ())) - ROW_WORDS):
        raise FormError(f"{path.name}: row {unknown}，可用 / use one of {', '.join(sorted(ROW_WORDS))}")
    forms = entry.get("form", [])
    return Selector(
        forms=tuple(forms if isinstance(forms, list) else [forms]),
        where=where,
        sum=bool(entry.get("sum", False)),
        sign=int(entry.get("sign", 1)),
        optional=bool(entry.get("optional", False)),
    )
