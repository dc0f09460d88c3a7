"""Chinese text cut into pairs and fours of characters: any word is found, without a dictionary.

Neither engine can cut Chinese into words. Every two and every four neighbouring characters are a term of the index, and
so are the last character of each run of letters and the last three of each run of Chinese. A text that holds all terms
of the words looked for is then read once more, and kept only if it really holds them. Pairs alone would do, but nearly
all budgets hold the pairs of 公务用车购置费, and few of them hold it.
"""

from __future__ import annotations

import re
from typing import Final

_SPACE: Final = " \t\r\n\u00a0\u3000\u200b\ufeff"
_WIDE: Final = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
_CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: One character becomes one, or none. Wide signs become narrow, capitals small.
FROM: Final = _WIDE + _CAPITALS + _SPACE
TO: Final = "".join(chr(ord(sign) - 0xFEE0) for sign in _WIDE).lower() + _CAPITALS.lower()
_TABLE: Final = {ord(one): (TO[place] if place < len(TO) else None) for place, one in enumerate(FROM)}
#: What pairs are made of; both engines take these for letters.
LETTERS: Final = (("0", "9"), ("a", "z"), ("\u3400", "\u4db5"), ("\u4e00", "\u9fcc"))
_RUN: Final = re.compile("[" + "".join(f"{first}-{last}" for first, last in LETTERS) + "]+")
_CHINESE: Final = re.compile("[" + "".join(f"{first}-{last}" for first, last in LETTERS[2:]) + "]+")
#: Words looked for are at most this long.
LONGEST: Final = 500
#: Stands before fours and threes, so that the beginnings of pairs are not theirs.
FOUR: Final = "z"


def folded(text: str) -> str:
    """Return the text as it is compared: without white space, signs narrow, letters small."""
    return text.translate(_TABLE)


def terms(words: str) -> tuple[list[str], list[str]]:
    """Return the terms that a text with these words must hold, and the beginnings of terms."""
    found: dict[str, None] = {}
    begun: dict[str, None] = {}
    for run in _RUN.findall(folded(words)):
        if len(run) == 1:
            begun[run] = None
        chinese = [match.span() for match in _CHINESE.finditer(run) if len(match[0]) > 2]
        for start, end in chinese:
            if end - start == 3:
                begun[FOUR + run[start:end]] = None
            found.update(dict.fromkeys(FOUR + run[place : place + 4] for place in range(start, end - 3)))
        # Fours hold the pairs within.
        pairs = (place for place in range(len(run) - 1) if not any(s <= place < e - 1 for s, e in chinese))
        found.update(dict.fromkeys(run[place : place + 2] for place in pairs))
    return list(found), list(begun)


def snippet(text: str, words: str, width: int = 30) -> tuple[str, str, str]:
    """Return the text before, at and after the first place of the words, white space as it stands."""
    places = [place for place, sign in enumerate(text) if sign.translate(_TABLE)]
    start = folded(text).find(folded(words))
    if start < 0 or not folded(words):
        return text[: 2 * width], "", ""
    first, last = places[start], places[start + len(folded(words)) - 1] + 1
    before, after = text[max(0, first - width) : first], text[last : last + width]
    return ("…" if first > width else "") + before, text[first:last], after + ("…" if last + width < len(text) else "")
