"""What people asked to be taken out: the rules of ``suppress.csv``, and the texts they stand over."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from schemas.columns import Column, Record
from schemas.records import RECORDS, Columns
from schemas.rows import by_column, rows_of

Row = Mapping[str, Any]

FILE: Final = "suppress.csv"
COLUMNS: Final = ("document_id", "page", "pattern", "reason")
#: What stands in place of a text that was taken out.
MARK: Final = "[REDACTED:suppressed]"
#: A document is named by its id, or by as much of it as stands in other ids.
_DOCUMENT: Final = re.compile(r"[0-9a-f]{16,64}")
_SHORT: Final = 16
#: A shorter text would be found in words it is no part of.
_SHORTEST: Final = 2
#: Amounts and codes are public figures; no rule takes them out.
_FIGURE_ROLES: Final = frozenset({"amount", "code", "column_number"})
_FIGURE_COLUMNS: Final = frozenset({("amounts", "printed"), ("amounts", "unit"), ("claims", "pattern")})


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of ``suppress.csv``.

    Attributes:
        document: beginning of the document's id, 16 hexadecimal digits.
        page: from 1, or None for every page.
        pattern: what is taken out.
        told: the line itself, for the recipe of the document.
    """

    document: str
    page: int | None
    pattern: re.Pattern[str]
    told: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """The rules in force, by the beginning of the document's id."""

    rules: Mapping[str, Sequence[Rule]] = field(default_factory=dict)

    def of(self, document_id: str) -> Sequence[Rule]:
        """Return the rules of a document, named by its id or by an id that begins with it."""
        return self.rules.get(document_id[:_SHORT], ())

    def recipe(self, document_id: str, current: str) -> str:
        """Return the recipe of a document: another one when its rules are others, so that it is read again.

        Args:
            document_id: of the document.
            current: recipe without rules.
        """
        rules = self.of(document_id)
        if not rules:
            return current
        told = "\n".join([current, *sorted(rule.told for rule in rules)])
        return hashlib.sha256(told.encode()).hexdigest()[: len(current)]

    def clean(self, document_id: str, bundle: Mapping[str, Columns]) -> Mapping[str, Columns]:
        """Return the columns of one document without what its rules say.

        Args:
            document_id: of the document.
            bundle: columns by record.
        """
        rules = self.of(document_id)
        if not rules:
            return bundle
        pages = {
            str(row["paragraph_id"]): (row.get("page_first"), row.get("page_last"))
            for row in rows_of(bundle.get("paragraphs", {}))
        }
        nowhere = (None, None)
        return {
            name: by_column(
                [
                    clean_row(RECORDS[name], row, rules, within=pages.get(str(row.get("paragraph_id")), nowhere))
                    for row in rows_of(columns)
                ]
            )
            for name, columns in bundle.items()
        }


def read_suppression(texts: Mapping[str, str]) -> tuple[Suppression, list[str]]:
    """Read rules.

    Args:
        texts: content of each ``suppress.csv`` by the name it is told under.

    Returns:
        The rules, and what is wrong with which line; a message never quotes what should be taken out.
    """
    rules: dict[str, list[Rule]] = {}
    problems: list[str] = []
    for name, text in texts.items():
        try:
            rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), restval=""))
        except csv.Error:
            problems.append(f"{name}: 无法读取，请存为 UTF-8 的 CSV / cannot be read, save it as CSV in UTF-8")
            continue
        missing = [column for column in COLUMNS[:3] if rows and column not in rows[0]]
        if missing:
            problems.append(f"{name}: 缺少列 {missing[0]} / the column {missing[0]} is missing")
            continue
        for line, row in enumerate(rows, start=2):
            rule = _rule(row)
            if isinstance(rule, Rule):
                rules.setdefault(rule.document, []).append(rule)
            else:
                problems.append(f"{name}:{line}: {rule}")
    return Suppression(rules), problems


def _rule(row: Mapping[str, str]) -> Rule | str:
    """Return the rule of a line, or what is wrong with it."""
    document, page = (row["document_id"] or "").strip().lower(), (row["page"] or "").strip()
    pattern = (row["pattern"] or "").strip()
    if not _DOCUMENT.fullmatch(document):
        return "document_id 应为 16 至 64 位十六进制，未采用 / document_id needs 16 to 64 hex digits, left out"
    if page and not page.isdecimal():
        return "page 应为页码或留空，未采用 / page needs a page number or nothing, left out"
    shape = _shape(pattern)
    if shape is None:
        return "pattern 太短或不是正则表达式，未采用 / pattern is too short or no regular expression, left out"
    return Rule(document[:_SHORT], int(page) if page else None, shape, f"{document},{page},{pattern}")


def _shape(pattern: str) -> re.Pattern[str] | None:
    """Return what a pattern finds: its text, blanks and line breaks aside; behind ``re:`` a regular expression."""
    if pattern.startswith("re:"):
        try:
            found = re.compile(pattern.removeprefix("re:"))
        except re.error:
            return None
        return None if found.match("") else found
    signs = "".join(pattern.split())
    return re.compile(r"\s*".join(map(re.escape, signs))) if len(signs) >= _SHORTEST else None


def clean_row(
    record: Record,
    row: Row,
    rules: Sequence[Rule],
    *,
    within: tuple[object, object] = (None, None),
) -> Row:
    """Return one row without what the rules of its document say; figures, codes and ids stay.

    Args:
        record: which record the row is of.
        row: values by column.
        rules: of the row's document.
        within: first and last page of what the row belongs to, where it names none itself.
    """
    if row.get("role") in _FIGURE_ROLES:
        return row
    first = row.get("page", row.get("page_first", within[0]))
    last = row.get("page", row.get("page_last", within[1]))
    mine = [rule for rule in rules if _on_page(rule, first, last)]
    if not mine:
        return row
    told: dict[str, Any] = dict(row)
    for column in record.columns:
        value = row.get(column.name)
        if isinstance(value, str) and value and _is_told(record, column):
            told[column.name] = _without(value, mine)[: column.cap]
    return told


def cleaner(record: Record, rules: Suppression) -> Callable[[Sequence[object]], tuple[object, ...]] | None:
    """Return what cleans a row of a record given as values in the order of its columns; None where nothing is to do."""
    names = [column.name for column in record.columns]
    owner = next((at for at, name in enumerate(names) if name == "document_id"), 0)
    if not rules.rules or not any(_is_told(record, column) for column in record.columns):
        return None

    def clean(values: Sequence[object]) -> tuple[object, ...]:
        mine = rules.of(str(values[owner]))
        if not mine:
            return tuple(values)
        return tuple(clean_row(record, dict(zip(names, values, strict=True)), mine).values())

    return clean


def _is_told(record: Record, column: Column) -> bool:
    """Whether a column holds words of the document: no id, no word of a list, no figure."""
    worded = column.type == "text" and column.pattern is None and column.values is None
    return worded and column.name != "file_name" and (record.name, column.name) not in _FIGURE_COLUMNS


def _on_page(rule: Rule, first: object, last: object) -> bool:
    if rule.page is None or not isinstance(first, int):
        return True
    return first <= rule.page <= (last if isinstance(last, int) else first)


def _without(text: str, rules: Sequence[Rule]) -> str:
    for rule in rules:
        text = rule.pattern.sub(MARK, text)
    return text
