"""A stand-in for fonts that a PDF names but does not carry.

Pdfium leaves out every piece of text whose shapes cover no area: where the machine lacks the font a lone ideograph
vanishes, and on a turned page whole lines do. Here every such font is one in which each character is a small
square, so that a page reads the same on every machine, whatever fonts it has. It is not for rendering pages.
"""

from __future__ import annotations

import ctypes
import functools
import struct
from typing import Any

import pypdfium2.raw as c

_NAME = b"Stand-in\0"
_HANDLE = 1
_STANDARD = (b"Courier", b"Helvetica", b"Times-")
#: Units of the type size, and where in it the square stands: inside any character's box, which it must not widen.
_EM, _LOW, _HIGH = 1000, 50, 150
_SHAPES = 0xFFFF


class _StandIn:
    """Answers pdfium's questions for fonts; it is to live as long as the process."""

    def __init__(self) -> None:
        self._font = font_file()
        self.info: Any = c.FPDF_SYSFONTINFO()
        self.info.version = 1
        answers = {
            "EnumFonts": lambda _this, _mapper: None,  # none of the machine's fonts is used
            "MapFont": _map,
            "GetFont": lambda _this, _face: None,
            "GetFontData": lambda _this, _font, table, buffer, size: 0 if table else _give(self._font, buffer, size),
            "GetFaceName": lambda _this, _font, buffer, size: _give(_NAME, buffer, size),
            "GetFontCharset": lambda _this, _font: c.FXFONT_GB2312_CHARSET,
            "DeleteFont": lambda _this, _font: None,
        }
        kinds = dict(c.FPDF_SYSFONTINFO._fields_)
        for name, answer in answers.items():
            setattr(self.info, name, kinds[name](answer))


def _map(_this: Any, _weight: int, _italic: int, charset: int, _pitch: int, face: Any, _exact: Any) -> int | None:
    """Answer with the stand-in, but for the fonts that every reader of PDFs has to have: pdfium brings them along."""
    name = ctypes.cast(face, ctypes.c_char_p).value or b""
    standard = charset == c.FXFONT_ANSI_CHARSET and name.startswith(_STANDARD)
    return None if standard else _HANDLE


def _give(data: bytes, buffer: Any, size: int) -> int:
    """Copy data where it fits; return its length."""
    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))
    return len(data)


@functools.cache
def install() -> _StandIn:
    """Make pdfium use the stand-in in this process."""
    standin = _StandIn()
    c.FPDF_SetSystemFontInfo(standin.info)
    return standin


def font_file() -> bytes:
    """Return a TrueType file in which every character of Unicode, and every glyph number, is a square."""
    shape = struct.pack(">5h", 1, _LOW, _LOW, _HIGH, _HIGH)  # one outline and its box
    shape += struct.pack(">HH", 3, 0)  # its last point; no instructions
    shape += bytes([1] * 4)  # four points on the outline
    side = _HIGH - _LOW
    shape += struct.pack(">8h", _LOW, side, 0, -side, _LOW, 0, side, 0)  # steps in x, then in y
    half = len(shape) // 2
    # Format 13 gives all characters one shape. Places that go to and fro share two shapes among all glyph numbers.
    cmap = struct.pack(">4HL", 0, 1, 3, 10, 12) + struct.pack(">2H6L", 13, 0, 28, 0, 1, 0x20, 0x10FFFF, 2)
    head = (0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, _LOW, _LOW, _HIGH, _HIGH, 0, 8, 2, 0, 0)
    tables = {
        b"cmap": cmap,
        b"glyf": shape * 2,
        b"head": struct.pack(">LLLLHHQQ4hHHhhh", *head),
        b"hhea": struct.pack(">L3hH11hH", 0x10000, 880, -120, 0, _EM, _LOW, 0, _HIGH, 1, 0, 0, 0, 0, 0, 0, 0, 1),
        b"hmtx": struct.pack(">Hh", _EM, _LOW),
        b"loca": struct.pack(">2H", 0, half) * ((_SHAPES + 1) // 2),
        b"maxp": struct.pack(">L14H", 0x10000, _SHAPES, 4, 1, 0, 0, 2, *[0] * 8),
    }
    place = 12 + 16 * len(tables)
    directory, body = struct.pack(">LHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64), b""
    for name, data in tables.items():
        directory += struct.pack(">4sLLL", name, 0, place + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return directory + body
