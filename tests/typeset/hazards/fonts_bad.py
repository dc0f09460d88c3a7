"""Fonts that say little or wrong things of their characters, and what can still be known of these."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont, newTable
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from tests.typeset.hazards.refont import Set, as_bytes, composite, cut, descriptor, to_unicode, widths

_PRIVATE = 0xE000


def _gids(font: TTFont, chars: str) -> dict[str, int]:
    cmap = font.getBestCmap()
    return {char: font.getGlyphID(cmap[ord(char)]) for char in chars}


def _truetype(
    pdf: Pdf, font: TTFont, name: str, cids: dict[str, int], gids: dict[str, int], mapping: bytes | None, **more: Any
) -> Set:
    """Return a composite font of a TrueType file."""
    order = font.getGlyphOrder()
    data = as_bytes(font)
    child: dict[str, Any] = {
        "/Subtype": Name.CIDFontType2,
        "/FontDescriptor": descriptor(pdf, name, "/FontFile2", data),
        "/W": widths(font, {cids[c]: order[gids[c]] for c in gids}),
        "/DW": 1000,
        "/CIDToGIDMap": Name.Identity if mapping is None else pdf.make_indirect(Stream(pdf, mapping)),
    }
    made = composite(pdf, name, child, **more)
    return Set(made, {c: cid.to_bytes(2, "big") for c, cid in cids.items()})


def plain(pdf: Pdf, file: Path, chars: str) -> list[Set]:
    """No ToUnicode; codes are glyph numbers, and the program has its cmap."""
    font = cut(file, chars)
    gids = _gids(font, chars)
    return [_truetype(pdf, font, "PLAIN1+Plain", gids, gids, None)]


def shuffled(pdf: Pdf, file: Path, chars: str) -> list[Set]:
    """No ToUnicode; codes are numbers that only the font's own table turns into glyph numbers."""
    font = cut(file, chars)
    gids = _gids(font, chars)
    numbers = list(range(1, len(chars) + 1))
    random.Random(7).shuffle(numbers)
    cids = dict(zip(chars, numbers, strict=True))
    table = bytearray(2 * (len(chars) + 1))
    for char, cid in cids.items():
        table[2 * cid : 2 * cid + 2] = gids[char].to_bytes(2, "big")
    return [_truetype(pdf, font, "SHUFF1+Shuffled", cids, gids, bytes(table))]


def compact(pdf: Pdf, file: Path, chars: str) -> list[Set]:
    """No ToUnicode and no cmap; a compact font whose glyph names tell the characters."""
    font = cut(file, chars)
    cmap = font.getBestCmap()
    glyphs = font.getGlyphSet()
    names = {cmap[ord(char)]: f"uni{ord(char):04X}" for char in chars}
    order = [".notdef", *(names[g] for g in font.getGlyphOrder() if g in names)]
    strings, metrics = {}, {}
    for old, new in [(".notdef", ".notdef"), *names.items()]:
        pen = T2CharStringPen(glyphs[old].width, glyphs)
        glyphs[old].draw(pen)
        strings[new] = pen.getCharString()
        metrics[new] = (glyphs[old].width, 0)
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({})
    builder.setupCFF("Compact", {}, strings, {})
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader()
    builder.setupPost()
    data = builder.font.getTableData("CFF ")
    gids = {char: order.index(names[cmap[ord(char)]]) for char in chars}
    child = {
        "/Subtype": Name.CIDFontType0,
        "/FontDescriptor": descriptor(pdf, "COMPA1+Compact", "/FontFile3", data, "/CIDFontType0C"),
        "/W": widths(builder.font, {gid: order[gid] for gid in gids.values()}),
        "/DW": 1000,
    }
    made = composite(pdf, "COMPA1+Compact", child)
    return [Set(made, {c: gid.to_bytes(2, "big") for c, gid in gids.items()})]


def simple(pdf: Pdf, file: Path, chars: str) -> list[Set]:
    """No ToUnicode and no Unicode cmap; one-byte fonts whose post table names the glyphs."""
    made = []
    for start in range(0, len(chars), 180):
        part = chars[start : start + 180]
        font = cut(file, part)
        cmap = font.getBestCmap()
        codes = {char: 40 + place for place, char in enumerate(part)}
        order, scale = font.getGlyphOrder(), 1000 / font["head"].unitsPerEm
        names = {cmap[ord(char)]: f"uni{ord(char):04X}" for char in part}
        width = {codes[char]: round(font["hmtx"][cmap[ord(char)]][0] * scale) for char in part}
        _relabel(font, order, names, {codes[c]: names[cmap[ord(c)]] for c in part})
        name = f"SIMPL{start // 180}+Simple"
        first, last = min(width), max(width)
        made.append(
            Set(
                pdf.make_indirect(
                    Dictionary(
                        Type=Name.Font,
                        Subtype=Name.TrueType,
                        BaseFont=Name("/" + name),
                        FirstChar=first,
                        LastChar=last,
                        Widths=Array([width[x] for x in range(first, last + 1)]),
                        FontDescriptor=descriptor(pdf, name, "/FontFile2", as_bytes(font)),
                    )
                ),
                {char: bytes([code]) for char, code in codes.items()},
            )
        )
    return made


def _relabel(font: TTFont, order: list[str], names: dict[str, str], symbol: dict[int, str]) -> None:
    """Put names into the post table, and one table of bytes into the cmap."""
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    glyf, hmtx = font["glyf"], font["hmtx"]
    for old, new in names.items():
        if old == new:
            continue
        glyf.glyphs[new] = glyf.glyphs.pop(old)
        hmtx.metrics[new] = hmtx.metrics.pop(old)
    order = [names.get(name, name) for name in order]
    glyf.glyphOrder = order
    font.setGlyphOrder(order)
    table = CmapSubtable.newSubtable(4)
    table.platformID, table.platEncID, table.language = 3, 0, 0
    table.cmap = {0xF000 + code: glyph for code, glyph in symbol.items()}
    font["cmap"] = newTable("cmap")
    font["cmap"].tableVersion, font["cmap"].tables = 0, [table]
    post = font["post"]
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 2.0, [], {}, order
    for tag in ("vmtx", "vhea", "BASE", "STAT"):
        if tag in font:
            del font[tag]


def nameless(pdf: Pdf, file: Path, chars: str) -> list[Set]:
    """Neither ToUnicode nor cmap nor names: nobody can know without looking at the shapes."""
    font = cut(file, chars)
    gids = _gids(font, chars)
    del font["cmap"]
    return [_truetype(pdf, font, "NAMEL1+Nameless", gids, gids, None)]


def private(pdf: Pdf, file: Path, chars: str) -> list[Set]:
    """ToUnicode leads to private use; the program has its cmap."""
    font = cut(file, chars)
    gids = _gids(font, chars)
    told = {gid.to_bytes(2, "big"): chr(_PRIVATE + gid) for gid in gids.values()}
    return [_truetype(pdf, font, "PRIVA1+Private", gids, gids, None, to_unicode=to_unicode(told))]


def replaced(pdf: Pdf, file: Path, chars: str) -> list[Set]:
    """ToUnicode says U+FFFD of every third character and nothing of every fourth; the program has its cmap."""
    font = cut(file, chars)
    gids = _gids(font, chars)
    told = {g.to_bytes(2, "big"): "\ufffd" if g % 3 == 0 else c for c, g in gids.items() if g % 4}
    return [_truetype(pdf, font, "REPLA1+Replaced", gids, gids, None, to_unicode=to_unicode(told))]


def lying(pdf: Pdf, file: Path, chars: str) -> list[Set]:
    """ToUnicode takes each digit for the next one; the program's cmap knows better."""
    font = cut(file, chars)
    gids = _gids(font, chars)
    other = dict(zip("0123456789", "1234567890", strict=True))
    told = {gid.to_bytes(2, "big"): other.get(char, char) for char, gid in gids.items()}
    return [_truetype(pdf, font, "LYING1+Lying", gids, gids, None, to_unicode=to_unicode(told))]


def absent(encoding: str, codec: str) -> Any:
    """Return what makes a Chinese font that is not in the file, under a predefined encoding."""

    def make(pdf: Pdf, file: Path, chars: str) -> list[Set]:
        child = {
            "/Subtype": Name.CIDFontType2,
            "/FontDescriptor": descriptor(pdf, "FangSong", None),
            "/W": Array([1, 95, 500, 814, 939, 500]),
            "/DW": 1000,
        }
        made = composite(pdf, "FangSong", child, encoding=encoding, ordering="GB1")
        return [Set(made, {char: char.encode(codec) for char in chars})]

    return make


def by_number(pdf: Pdf, file: Path, chars: str) -> list[Set]:
    """A Chinese font that is not in the file, its characters numbered as in Adobe-GB1."""
    from pdfminer.cmapdb import CMapDB

    known = CMapDB.get_unicode_map("Adobe-GB1", vertical=False).cid2unichr
    numbers: dict[str, int] = {}
    for cid, char in known.items():
        numbers.setdefault(char, cid)
    child = {
        "/Subtype": Name.CIDFontType0,
        "/FontDescriptor": descriptor(pdf, "STSong-Light", None),
        "/W": Array([1, 95, 500, 814, 939, 500]),
        "/DW": 1000,
    }
    made = composite(pdf, "STSong-Light", child, ordering="GB1")
    return [Set(made, {char: numbers[char].to_bytes(2, "big") for char in chars})]
