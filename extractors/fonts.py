"""Fonts that say nothing, or wrong things, of their characters: their maps rebuilt from their own programs.

Loaded and asked only when a page has characters that nobody can read. A character gets the meaning that the embedded
font program gives its glyph; what the program does not know stays without meaning, and is marked so in its cell.
"""

from __future__ import annotations

import io
import struct
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pikepdf
from fontTools.ttLib import TTLibError
from pikepdf import Dictionary, Stream

from extractors import to_unicode
from extractors.font_programs import Program, read_compact, read_truetype
from extractors.layers import drop_hidden
from schemas.text import fold

#: What libraries raise for broken fonts and files of strangers.
BROKEN: tuple[type[Exception], ...] = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, RecursionError,
    TypeError, ValueError, struct.error, zlib.error, pikepdf.PdfError, TTLibError,
)  # fmt: skip
#: So many characters of a font have to be told alike by map and program before the program may contradict the map.
WITNESSES = 10
#: And this share of those that both tell.
AGREED = 0.5
#: Forms in forms are followed this deep.
_DEPTH = 8


def mended(path: str) -> bytes | None:
    """Return the PDF with the maps of its fonts rebuilt and hidden layers taken out; None where that changes nothing.

    Args:
        path: the file; it is not changed.
    """
    return _changed(path, lambda pdf: any([drop_hidden(pdf), *(_mend(pdf, font) for font in _fonts(pdf))]))


def without_layers(path: str) -> bytes | None:
    """Return the PDF without what stands on layers that are switched off; None where there is nothing."""
    return _changed(path, drop_hidden)


def _changed(path: str, change: Callable[[Any], bool]) -> bytes | None:
    try:
        with pikepdf.open(path) as pdf:
            if not change(pdf):
                return None
            out = io.BytesIO()
            pdf.save(out, static_id=True, compress_streams=False)
            return out.getvalue()
    except BROKEN:
        return None


def _fonts(pdf: Any) -> Iterator[Any]:
    """Yield every font of the pages and the forms on them, once."""
    seen: set[tuple[int, int]] = set()
    stack = [(page.obj.get("/Resources") if "/Resources" in page.obj else page.resources, 0) for page in pdf.pages]
    while stack:
        resources, depth = stack.pop()
        if not isinstance(resources, Dictionary) or resources.objgen in seen:
            continue
        seen.update([resources.objgen] if resources.is_indirect else [])
        for font in _values(resources, "/Font"):
            if not font.is_indirect or font.objgen not in seen:
                seen.update([font.objgen] if font.is_indirect else [])
                yield font
        for form in _values(resources, "/XObject"):
            if depth < _DEPTH and form.objgen not in seen and "/Resources" in form:
                seen.add(form.objgen)
                stack.append((form["/Resources"], depth + 1))


def _values(resources: Any, kind: str) -> Iterator[Any]:
    things = resources.get(kind)
    if isinstance(things, Dictionary):
        yield from (thing for _, thing in things.items() if isinstance(thing, Dictionary | Stream))


def _mend(pdf: Any, font: Any) -> bool:
    """Rebuild the map of one font; return whether it changed."""
    try:
        told = to_unicode.parse(font["/ToUnicode"].read_bytes()) if "/ToUnicode" in font else {}
        shown, width = _shown(font)
    except BROKEN:
        return False  # a broken font tells nothing
    better = _better(told, shown, trusted=width == 2)
    if not better:
        return False
    font["/ToUnicode"] = pdf.make_indirect(pikepdf.Stream(pdf, to_unicode.write(told | better, width)))
    return True


def _shown(font: Any) -> tuple[dict[int, frozenset[str]], int]:
    """Return code -> the characters that the font program may show by it, and the bytes of a code."""
    if font.get("/Subtype") == "/Type0":
        child = font["/DescendantFonts"][0]
        program = _program(child)
        if program is None or font.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
            return {}, 2
        return _by_cid(child, program), 2
    program = _program(font) if font.get("/Subtype") in ("/TrueType", "/MMType1", "/Type1") else None
    # With an encoding the names of the characters are in the file, and pdfium goes by them.
    if program is None or "/Encoding" in font:
        return {}, 1
    return {code: program.chars[glyph] for code, glyph in program.symbols.items() if glyph in program.chars}, 1


def _program(font: Any) -> Program | None:
    """Return what the embedded program says, None where there is none that can be read."""
    descriptor = font.get("/FontDescriptor")
    if descriptor is None:
        return None
    if "/FontFile2" in descriptor:
        return read_truetype(descriptor["/FontFile2"].read_bytes())
    if "/FontFile3" in descriptor:
        file = descriptor["/FontFile3"]
        data = file.read_bytes()
        return read_truetype(data) if data[:4] in (b"OTTO", b"\0\1\0\0", b"true") else read_compact(data)
    return None


def _by_cid(child: Any, program: Program) -> dict[int, frozenset[str]]:
    """Return CID -> characters, through the table that turns CIDs into glyph numbers."""
    mapping = child.get("/CIDToGIDMap")
    if isinstance(mapping, Stream):
        data = mapping.read_bytes()
        glyphs: Any = np.frombuffer(data[: len(data) // 2 * 2], ">u2")
        return {cid: program.chars[g] for cid, g in enumerate(glyphs.tolist()) if g in program.chars}
    if program.is_cid_keyed:
        glyph_of = program.glyph_of or {}
        return {cid: program.chars[g] for cid, g in glyph_of.items() if g in program.chars}
    return dict(program.chars)


def _better(told: Mapping[int, str], shown: Mapping[int, frozenset[str]], *, trusted: bool) -> dict[int, str]:
    """Return what the program says where the map says nothing, or surely something wrong.

    Args:
        told: what the map says.
        shown: what the program says.
        trusted: the program may contradict the map where they agree on enough other characters.
    """
    both = [c for c in shown if c in told and not is_senseless(told[c])]
    against = [c for c in both if _contradicts(told[c], shown[c])]
    agreed = len(both) - len(against)
    if agreed < AGREED * len(both):
        return {}  # the tables of this program were made up with the subset
    better = {c: _plainest(chars) for c, chars in shown.items() if is_senseless(told.get(c, ""))}
    if trusted and agreed >= WITNESSES:
        better |= {c: _plainest(shown[c]) for c in against}
    return {c: char for c, char in better.items() if not is_senseless(char)}


def _contradicts(told: str, shown: frozenset[str]) -> bool:
    """Tell whether a map gives another letter or digit than the glyph shows; marks and blanks are often exchanged."""
    if len(told) != 1 or not told.isalnum():
        return False
    meant = fold(told)
    return all(char.isalnum() and fold(char) != meant for char in shown)


def _plainest(chars: frozenset[str]) -> str:
    """Return the most common of the characters that one glyph shows."""
    return min(chars, key=lambda char: (is_senseless(char), unicodedata.normalize("NFKC", char) != char, char))


def is_senseless(text: str) -> bool:
    """Tell whether a text is no character that can be printed: empty, private, a control code, half a pair, U+FFFD."""
    if not text:
        return True
    return any(c == "\ufffd" or unicodedata.category(c) in ("Cc", "Co", "Cs", "Cn") for c in text if c not in "\t\n\r")
