"""Font programs: which characters the glyphs of an embedded font show, by its own tables.

A font program knows its glyphs by its Unicode cmap, or by their names where these follow Adobe's rules (``uni6536``,
``A``). Both are what the maker of the type says, so they tell what is printed; a guess by shape is never made.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

logging.getLogger("fontTools").setLevel(logging.CRITICAL)  # what is odd in a font of a stranger is no news

#: Names that tell a number, not a character.
_NUMBERED = ("glyph", "cid", "gid", "index", "g", "c")


@dataclass(frozen=True, slots=True)
class Program:
    """What an embedded font program says.

    Attributes:
        chars: glyph number -> every character that the cmap shows by it; the name's where there is no cmap.
        symbols: code of a symbolic font (one byte) -> glyph number.
        is_cid_keyed: glyphs of a compact font are numbered by CID through its charset, which ``glyph_of`` follows.
        glyph_of: CID -> glyph number, for fonts keyed by CID.
        by_cmap: the characters come from a Unicode cmap.
    """

    chars: Mapping[int, frozenset[str]]
    symbols: Mapping[int, int]
    is_cid_keyed: bool = False
    glyph_of: Mapping[int, int] | None = None
    by_cmap: bool = False


def read_truetype(data: bytes) -> Program:
    """Read a TrueType or OpenType file.

    Raises:
        Exception: whatever fontTools raises for a broken file; see ``extractors.fonts.BROKEN``.
    """
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(data), lazy=True, fontNumber=0) as font:
        tables = font["cmap"].tables if "cmap" in font else []
        # A font without names of its own gets made-up ones (glyph00001), by which cmap and glyphs still agree.
        numbers = font.getReverseGlyphMap()
        chars = _by_cmap(tables, numbers)
        by_cmap = bool(chars)
        if not by_cmap:
            chars = _by_names(font.getGlyphOrder())
        return Program(chars, _symbols(tables, numbers), by_cmap=by_cmap)


def _by_cmap(tables: list[Any], numbers: Mapping[str, int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for table in tables:
        if not table.isUnicode() or table.format == 14 or (table.platformID == 3 and table.platEncID == 0):
            continue
        for code, name in table.cmap.items():
            if name in numbers:
                found.setdefault(numbers[name], set()).add(chr(code))
    return {glyph: frozenset(chars) for glyph, chars in found.items() if glyph}


def _by_names(order: list[str]) -> dict[int, frozenset[str]]:
    """Return the characters that names tell; names by number tell none."""
    from fontTools.agl import toUnicode

    found: dict[int, frozenset[str]] = {}
    for glyph, name in enumerate(order):
        stem = name.split(".", maxsplit=1)[0].lower()
        if not glyph or any(stem.startswith(word) and stem[len(word) :].isdigit() for word in _NUMBERED):
            continue
        char = toUnicode(name)
        if len(char) == 1:
            found[glyph] = frozenset(char)
    return found


def _symbols(tables: list[Any], numbers: Mapping[str, int]) -> dict[int, int]:
    """Return code -> glyph number of a symbolic font: the table for symbols, else the Macintosh one."""
    for platform, encoding in ((3, 0), (1, 0)):
        for table in tables:
            if (table.platformID, table.platEncID) == (platform, encoding):
                return {code & 0xFF: numbers[name] for code, name in table.cmap.items() if name in numbers}
    return {}


def read_compact(data: bytes) -> Program:
    """Read a bare compact font (CFF).

    Raises:
        Exception: whatever fontTools raises for a broken file; see ``extractors.fonts.BROKEN``.
    """
    from fontTools.cffLib import CFFFontSet

    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    top = fonts[fonts.fontNames[0]]
    order = list(top.charset)
    if hasattr(top, "ROS"):
        glyph_of = {
            int(name[3:]): glyph for glyph, name in enumerate(order) if name[:3] == "cid" and name[3:].isdigit()
        }
        return Program({}, {}, is_cid_keyed=True, glyph_of=glyph_of)
    return Program(_by_names(order), {})
