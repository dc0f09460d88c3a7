"""The vocabulary of printed forms: header and row words → dimensions, units, null tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import yaml

from schemas.openings import searched
from schemas.text import fold
from schemas.words import COMPARISONS, FLOWS, FUNDS, NATURES, ORIGINS, PHASES

#: Dimensions that words can set; the columns of ``amounts`` in the data contract.
DIMENSIONS: Final = ("flow", "fund", "origin", "nature", "phase", "comparison")


#: What each dimension can be; ``unknown`` takes back what the form says of it.
VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "flow": FLOWS,
    "fund": FUNDS,
    "origin": ORIGINS,
    "nature": NATURES,
    "phase": PHASES,
    "comparison": COMPARISONS,
}


@dataclass(frozen=True, slots=True)
class Word:
    """One pattern of printed text and its meaning.

    Attributes:
        dims: dimensions that it sets.
        tag: an item of a form (三公 items and the like) or None.
        total: ``total``, ``subtotal``, ``grand_total`` or None.
    """

    pattern: re.Pattern[str]
    dims: Mapping[str, str]
    tag: str | None = None
    total: str | None = None


class Words(tuple[Word, ...]):
    """Words in the order in which they are tried."""

    @cached_property
    def _any(self) -> tuple[re.Pattern[str], Mapping[int | None, Word]]:
        """One pattern that tries all words in one go, and the word of each of its groups."""
        groups: dict[int | None, Word] = {}
        count = 1
        for word in self:
            groups[count] = word
            count += 1 + word.pattern.groups
        return searched("|".join(f"({word.pattern.pattern})" for word in self) or "(?!)"), groups

    @cached_property
    def first(self) -> Callable[[str], Word | None]:
        """Return the first word whose pattern is the whole (folded) text; labels repeat, so answers are kept."""
        return lru_cache(maxsize=8192)(self._first)

    def _first(self, folded: str) -> Word | None:
        pattern, groups = self._any
        found = pattern.fullmatch(folded)
        return groups[found.lastindex] if found else None


# Words that say outright that their row numbers the columns.
_MARKING: Final = re.compile(r"[栏行列]次|栏")


def _is_ordinal(folded: str) -> bool:
    return folded.isdigit() and len(folded) <= 2


# Equal only to itself, so that answers can be kept.
@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words of ``vocabulary.yaml``, compiled."""

    units: Mapping[str, int]
    nulls: tuple[tuple[str, re.Pattern[str]], ...]
    number_marks: re.Pattern[str]
    label_code: re.Pattern[str]
    label_name: re.Pattern[str]
    label_text: re.Pattern[str]
    label_counted: re.Pattern[str]
    balance_words: re.Pattern[str]
    neutral: re.Pattern[str]
    totals: re.Pattern[str]
    economic_headers: re.Pattern[str]
    subjects: tuple[tuple[re.Pattern[str], str], ...]
    counts: re.Pattern[str]
    count_units: re.Pattern[str]
    title_facets: tuple[tuple[re.Pattern[str], str], ...]
    title_plain: re.Pattern[str]
    organisation: re.Pattern[str]
    organisation_head: re.Pattern[str]
    columns: Words
    rows: Words
    parents: Mapping[str, str]

    def column(self, text: str) -> Word | None:
        """Return the meaning of a header text, or None."""
        return self.columns.first(fold(text))

    def row(self, text: str) -> Word | None:
        """Return the meaning of a row label (without ordinal and 其中), or None."""
        return self.rows.first(fold(text))

    def is_header_word(self, text: str) -> bool:
        """Tell whether a text can stand in a table's header."""
        return _is_header_word(self, fold(text))

    def is_column_number(self, folded: str) -> bool:
        """Tell a number of a column, or what stands in the place of one (※, 栏次), by its folded text."""
        return not folded or _is_ordinal(folded) or bool(self.number_marks.fullmatch(folded))

    def number_columns(self, texts: Sequence[str]) -> bool:
        """Tell whether the texts of a row number the columns (※ ※ 1 2 3, 栏次 1 2, 类 款 项 栏次 1 2)."""
        folded = [fold(text) for text in texts if text]
        marked = any(_MARKING.fullmatch(text) for text in folded)
        if not all(self.is_column_number(text) or (marked and self.label_code.fullmatch(text)) for text in folded):
            return False
        numbers = [int(text) for text in folded if _is_ordinal(text)]
        return len(numbers) >= 2 and all(b - a == 1 for a, b in pairwise(numbers))

    def subject(self, path: tuple[str, ...]) -> str | None:
        """Return of what a column of labels speaks by its header path: unit, project, a classification, any or None."""
        for text in reversed(path):
            folded = fold(text)
            for pattern, subject in self.subjects:
                if pattern.fullmatch(folded):
                    return subject
        return None

    def count_header(self, path: tuple[str, ...]) -> bool:
        """Tell a column that says what each row is counted in (计量单位)."""
        return bool(path) and bool(self.label_counted.fullmatch(fold(path[-1])))

    def facets(self, folded_title: str) -> frozenset[str]:
        """Return what a folded title speaks of; each piece of it is read once."""
        return self.title_words(folded_title)[0]

    def title_words(self, folded_title: str) -> tuple[frozenset[str], bool]:
        """Return what a folded title speaks of, and whether other words of it change nothing."""
        found: set[str] = set()
        rest = folded_title
        for pattern, facet in self.title_facets:
            rest, count = pattern.subn("|", rest)
            if count:
                found.add(facet)
        plain = all(self.title_plain.fullmatch(piece) for piece in rest.split("|"))
        # 一般公共预算财政拨款 is of one fund; 财政拨款 alone is of all that the treasury gives.
        if found & {"general_public", "government_fund", "state_capital"}:
            found.discard("fiscal")
        if found & {"basic", "project", "revenue"}:
            found.discard("expenditure")
        return frozenset(found), plain

    def null_kind(self, text: str) -> str | None:
        """Return the kind of a token that is no figure, or None."""
        folded = fold(text)
        if not folded:
            return "blank"
        return next((kind for kind, pattern in self.nulls if pattern.fullmatch(folded)), None)

    def is_part_of(self, part: str, whole: str) -> bool:
        """Tell whether one fund, nature or item lies strictly inside another."""
        above = self.parents.get(part)
        while above is not None:
            if above == whole:
                return True
            above = self.parents.get(above)
        return False


@lru_cache(maxsize=16384)
def _is_header_word(said: Vocabulary, folded: str) -> bool:
    patterns = (said.label_code, said.label_name, said.label_text, said.neutral, said.totals, said.economic_headers)
    return any(
        said.columns.first(wording) is not None or any(p.fullmatch(wording) for p in patterns)
        for wording in wordings(strip_unit(folded))
    )


_UNIT_SUFFIX: Final = re.compile(r"\((?:单位:)?(?:亿|万|千|百)?元\)$")


def strip_unit(folded: str) -> str:
    """Remove a unit in brackets at the end of a header."""
    return _UNIT_SUFFIX.sub("", folded)


_BEFORE: Final = (
    re.compile(r"^(?:其中:|\d{1,2}[.、]|[一二三四五六七八九十]{1,3}[.、]|\([一二三四五六七八九十\d]{1,3}\))"),
    re.compile(r"^20\d\d年(?:度)?"),
    re.compile(r"^(?:本年度?|当年)(?=.)"),
)


def wordings(folded: str) -> tuple[str, ...]:
    """Return a header text and what is left of it without its ordinal, its year and 本年, one after the other."""
    found = [folded]
    for pattern in _BEFORE:
        if (rest := pattern.sub("", found[-1])) and rest != found[-1]:
            found.append(rest)
    return tuple(found)


def read_word(entry: Mapping[str, Any]) -> Word:
    """Read one entry of a word list: ``match`` and what it means."""
    unknown = set(entry) - {"match", "tag", "total", *DIMENSIONS}
    if unknown or "match" not in entry:
        raise ValueError(f"词条有误，请改正 / bad vocabulary entry, correct it: {dict(entry)}")
    dims = checked_dims(entry)
    try:
        return Word(re.compile(str(entry["match"])), dims, entry.get("tag"), entry.get("total"))
    except re.error as error:
        raise ValueError(f"正则有误，请改正 / bad pattern, correct it: {entry['match']!r}: {error}") from error


def checked_dims(entry: Mapping[str, Any]) -> dict[str, str]:
    """Return the dimensions of an entry.

    Raises:
        ValueError: a dimension has a value that the data contract does not know.
    """
    dims = {name: str(entry[name]) for name in DIMENSIONS if name in entry}
    for name, value in dims.items():
        if value not in (*VALUES[name], "unknown"):
            raise ValueError(f"{name}: {value!r}，可用 / use one of {', '.join(VALUES[name])}")
    return dims


def load_yaml(path: Path) -> Any:
    """Read a YAML file with the fast safe loader where it was built."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=loader)  # noqa: S506 - both are safe loaders


def _any_of(patterns: str | list[str]) -> re.Pattern[str]:
    """Return one pattern for any of several."""
    return re.compile(patterns if isinstance(patterns, str) else "|".join(patterns))


@lru_cache(maxsize=1)
def _raw() -> Mapping[str, Any]:
    raw: Mapping[str, Any] = load_yaml(Path(__file__).with_name("vocabulary.yaml"))
    return raw


def title_pieces() -> Mapping[str, str]:
    """Return the pieces that titles of forms share, by the name a form writes in braces."""
    pieces: Mapping[str, str] = _raw()["title_pieces"]
    return pieces


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the package's vocabulary."""
    raw = _raw()
    parents = {
        part: whole for tree in ("funds", "items", "natures") for whole, parts in raw[tree].items() for part in parts
    }
    return Vocabulary(
        units=raw["units"],
        nulls=tuple((kind, re.compile(pattern)) for kind, pattern in raw["nulls"].items()),
        number_marks=re.compile(raw["column_number"]["marks"]),
        label_code=_any_of(raw["labels"]["code"]),
        label_name=_any_of(raw["labels"]["name"]),
        label_text=_any_of(raw["labels"]["text"]),
        balance_words=re.compile(raw["balance_words"]),
        label_counted=_any_of(raw["labels"]["counted"]),
        neutral=_any_of(raw["neutral"]),
        totals=_any_of(raw["totals"]),
        economic_headers=_any_of(raw["economic_headers"]),
        subjects=tuple((re.compile(entry["match"]), entry["subject"]) for entry in raw["subjects"]),
        counts=re.compile(raw["counts"]),
        count_units=re.compile(raw["count_units"]),
        title_facets=tuple((re.compile(entry["match"]), entry["facet"]) for entry in raw["title_facets"]),
        title_plain=re.compile(f"(?:{raw['title_plain']})*"),
        organisation=re.compile(raw["organisation"] + "$"),
        organisation_head=re.compile(f"[^()表收支预算基金]{{2,}}{raw['organisation']}"),
        columns=Words(read_word(entry) for entry in raw["columns"]),
        rows=Words(read_word(entry) for entry in raw["rows"]),
        parents=parents,
    )
