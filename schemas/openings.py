"""With which signs can a match of a pattern begin: a search that looks for those first passes over most of a text."""

from __future__ import annotations

import re
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

#: Ops that take up no sign.
_EMPTY = (op.ASSERT, op.ASSERT_NOT, op.AT)
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def searched(pattern: str) -> re.Pattern[str]:
    """Compile a pattern for searching; it finds what it would without this, several times as fast in Chinese text."""
    parts, empty = _openings(_parser.parse(pattern))
    if parts is None or empty:
        return re.compile(pattern)
    return re.compile(f"(?=[{''.join(sorted(parts))}])(?:{pattern})")


def _openings(items: Any) -> tuple[set[str] | None, bool]:
    """Return the parts of a set of signs, None where any sign will do; and whether nothing at all can match too."""
    found: set[str] = set()
    for code, value in items:
        parts, empty = _opening(code, value)
        if parts is None:
            return None, False
        found |= parts
        if not empty:
            return found, False
    return found, True


def _opening(code: Any, value: Any) -> tuple[set[str] | None, bool]:
    if code in _EMPTY:
        return set(), True
    if code is op.LITERAL:
        return {_sign(value)}, False
    if code is op.SUBPATTERN:
        return _openings(value[-1])
    if code in _REPEATS:
        parts, empty = _openings(value[2])
        return parts, empty or value[0] == 0
    if code is op.BRANCH:
        each = [_openings(branch) for branch in value[1]]
        known = [parts for parts, _ in each if parts is not None]
        return set().union(*known) if len(known) == len(each) else None, any(empty for _, empty in each)
    if code is op.IN:
        return _set(value), False
    return None, False


def _set(items: Any) -> set[str] | None:
    found: set[str] = set()
    for code, value in items:
        if code is op.LITERAL:
            found.add(_sign(value))
        elif code is op.RANGE:
            found.add(f"{_sign(value[0])}-{_sign(value[1])}")
        elif code is op.CATEGORY and value is op.CATEGORY_DIGIT:
            found.add(r"\d")
        else:
            return None
    return found


def _sign(code: int) -> str:
    return re.escape(chr(code))
