"""Names of classes, groups and items in sentences → functional and economic codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from pipeline.normalize.codes import resolve_code, resolve_path, split_code_name, split_path
from schemas.classification import Level, classification
from schemas.text import strip_ordinal

_LEVELS: tuple[Level, ...] = ("class", "group", "item")
_BRACKETED = re.compile(r"^[（(【\[]([^（）()【】\[\]]+)[）)】\]]")
#: Behind the name of a class in a sentence: which figure it is.
_FIGURE = re.compile(r"(?:预算|决算)?(?:安排|数)?$")
_DASH = re.compile(r"[-—－–―]+|(?<=出)/")
_QUOTED = re.compile(r"^[“\"]([^“”\"]+)[”\"](?:科目)?$")


class PathContext:
    """Remembers class and group from headings and paragraphs above, for items printed alone."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._section: tuple[str, ...] = ()
        self._open: list[tuple[Level, str]] = []

    def enter(self, section: tuple[str, ...]) -> None:
        """Go to the paragraphs of another section; its headings may name a class."""
        if section == self._section:
            return
        self._section = section
        self._open = split_path(section[-1]) if section else []

    def resolve(self, path_text: str) -> tuple[str | None, str | None]:
        """Return the code and the last name of a printed path.

        A group printed as 类 or an item alone is tried under what is open.
        """
        path = split_path(path_text)
        if not path:
            return None, None
        tries = [path]
        above = [entry for entry in self._open if _LEVELS.index(entry[0]) < _LEVELS.index(path[0][0])]
        if above:
            tries.append([*above, *path])
        tries.extend(self._shifted(path))
        for each in tries:
            if each[0][0] != "class":
                continue
            match = resolve_path(each, "functional", self._on)
            if match.code is not None:
                self._open = [entry for entry in each if entry[0] != "item"]
                return match.code, path[-1][1]
        if path[0][0] != "item":
            self._open = [*above, *(entry for entry in path if entry[0] != "item")]
        return None, path[-1][1]

    def _shifted(self, path: Sequence[tuple[Level, str]]) -> list[list[tuple[Level, str]]]:
        """Return the path read by order under the open class, for marks that are off by one level."""
        classes = [entry for entry in self._open if entry[0] == "class"][:1]
        names = [name for _, name in path]
        return [[*classes, *zip(_LEVELS[1:], names, strict=False)]] if classes and len(names) <= 2 else []

    def class_of(self, subject: str) -> str | None:
        """Return the code of a subject that is the name of a class."""
        found = _QUOTED.match(subject)
        name = strip_ordinal(found.group(1) if found else subject)[1].removesuffix("科目").strip('“”"')
        bare = _FIGURE.sub("", name)
        for each in dict.fromkeys((name, bare, f"{bare}支出")):
            codes = {entry.code for entry in classification().by_name("functional", each, None, self._on, "class")}
            if len(codes) == 1:
                return codes.pop()
        return None

    def dashed(self, subject: str) -> tuple[str | None, str | None]:
        """Return the code and the last name of class, group and item set apart by dashes; (None, None) for others."""
        names = [name for name in _DASH.split(subject) if name]
        if not 2 <= len(names) <= len(_LEVELS):
            return None, None
        match = resolve_path(list(zip(_LEVELS, names, strict=False)), "functional", self._on)
        return (match.code, names[-1]) if match.code is not None else (None, None)

    def economic(self, subject: str) -> str | None:
        """Return the department economic code that a subject names, where there is exactly one."""
        match = resolve_code(None, subject, ("economic_department",), self._on)
        return match.code


def coded_name(subject: str) -> tuple[str | None, str]:
    """Split a code printed before a name (2010301行政运行); the code is None where none is printed."""
    code, name = split_code_name(subject, ("functional",))
    if code is None or not name:
        return None, subject
    return code, name.strip('（）()[]【】“”"')
