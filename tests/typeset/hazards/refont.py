"""Surgery on finished PDFs: the text of a face is set in a font that says less of its characters, or lies."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Operator, Pdf, Stream, String

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_UPM = 1000


@dataclass(frozen=True, slots=True)
class Set:
    """A font in a PDF: the object, and the bytes by which each of its characters is shown."""

    font: Any
    codes: Mapping[str, bytes]


#: Makes the fonts that show some characters, given the PDF, the file of the face and the characters.
Maker = Callable[[Pdf, Path, str], list[Set]]


def reset(path: Path, faces: Mapping[str, tuple[Path, Maker]]) -> None:
    """Set the text of some faces in other fonts.

    Args:
        path: a PDF of the canvas producer; it is changed.
        faces: a part of the font's name (`Regular`, `Bold`) -> its file, and what makes the fonts in its place.
    """
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        shown: dict[str, set[str]] = {face: set() for face in faces}
        for page in pdf.pages:
            for face, texts in _texts(page, faces):
                shown[face].update(*texts)
        sets = {face: make(pdf, file, "".join(sorted(shown[face]))) for face, (file, make) in faces.items()}
        for page in pdf.pages:
            _reset_page(pdf, page, faces, sets)
        pdf.remove_unreferenced_resources()
        pdf.save(path, static_id=True)


def unicode_map(font: Any) -> dict[int, str]:
    """Return what the map of a simple font says of its codes."""
    if "/ToUnicode" not in font:
        return {}
    body = font.ToUnicode.read_bytes().split(b"endcodespacerange")[-1]
    return {int(a, 16): bytes.fromhex(b.decode()).decode("utf-16-be") for a, b in _PAIR.findall(body)}


def _face_of(font: Any, faces: Iterable[str]) -> str | None:
    name = str(font.get("/BaseFont", ""))
    return next((face for face in faces if name.endswith(face)), None)


def _texts(page: Any, faces: Iterable[str]) -> Iterable[tuple[str, list[str]]]:
    for font in page.Resources.get("/Font", Dictionary()).values():
        face = _face_of(font, faces)
        if face:
            yield face, [char for char in unicode_map(font).values() if char.isprintable()]


def _reset_page(pdf: Pdf, page: Any, faces: Iterable[str], sets: Mapping[str, list[Set]]) -> None:
    fonts = page.Resources.Font
    known = {name: (face, unicode_map(font)) for name, font in fonts.items() if (face := _face_of(font, faces))}
    for face in faces:
        for place, made in enumerate(sets[face]):
            fonts[f"/{face}{place}"] = made.font
    out: list[Any] = []
    name, size = "", 0.0
    for step in pikepdf.parse_content_stream(page):
        operands, operator = step.operands, step.operator
        if str(operator) == "Tf":
            name, size = str(operands[0]), float(operands[1])
        if str(operator) != "Tj" or name not in known:
            out.append((operands, operator))
            continue
        face, meaning = known[name]
        out += _shown([meaning[byte] for byte in bytes(operands[0])], face, sets[face], size)
        out.append(([Name(name), size], Operator("Tf")))
    page.Contents = Stream(pdf, pikepdf.unparse_content_stream(out))


def _shown(chars: list[str], face: str, sets: list[Set], size: float) -> list[Any]:
    def place(char: str) -> int:
        return next(i for i, made in enumerate(sets) if char in made.codes)

    found: list[Any] = []
    for number, run in groupby(chars, place):
        found.append(([Name(f"/{face}{number}"), size], Operator("Tf")))
        found.append(([String(b"".join(sets[number].codes[c] for c in run))], Operator("Tj")))
    return found


def cut(file: Path, chars: str) -> TTFont:
    """Return a face with only some characters, its cmap left in."""
    font = TTFont(file)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, drop_tables=["GPOS", "GSUB"])
    worker = subset.Subsetter(options)
    worker.populate(unicodes=[ord(c) for c in chars])
    worker.subset(font)
    return font


def as_bytes(font: TTFont) -> bytes:
    """Return the file of a font."""
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def descriptor(pdf: Pdf, name: str, key: str | None, data: bytes = b"", kind: str = "") -> Any:
    """Return a font descriptor, with the font program where there is one."""
    made = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/" + name), Flags=4, FontBBox=Array([0, -200, 1000, 900]),
        ItalicAngle=0, Ascent=880, Descent=-120, CapHeight=700, StemV=80,
    )  # fmt: skip
    if key:
        stream = Stream(pdf, data)
        stream["/Length1"] = len(data)
        if kind:
            stream["/Subtype"] = Name(kind)
        made[key] = pdf.make_indirect(stream)
    return pdf.make_indirect(made)


def composite(
    pdf: Pdf,
    name: str,
    descendant: Mapping[str, Any],
    *,
    encoding: str = "/Identity-H",
    ordering: str = "Identity",
    to_unicode: bytes | None = None,
) -> Any:
    """Return a font of two-byte codes."""
    info = Dictionary(Registry=String("Adobe"), Ordering=String(ordering), Supplement=0)
    child = Dictionary(Type=Name.Font, BaseFont=Name("/" + name), CIDSystemInfo=info)
    for key, value in descendant.items():
        child[key] = value
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/" + name), Encoding=Name(encoding),
        DescendantFonts=Array([pdf.make_indirect(child)]),
    )  # fmt: skip
    if to_unicode is not None:
        font.ToUnicode = pdf.make_indirect(Stream(pdf, to_unicode))
    return pdf.make_indirect(font)


def to_unicode(pairs: Mapping[bytes, str]) -> bytes:
    """Return a ToUnicode map."""
    wide = len(next(iter(pairs)))
    lines = [f"<{code.hex()}> <{text.encode('utf-16-be').hex()}>" for code, text in sorted(pairs.items())]
    blocks = [lines[i : i + 100] for i in range(0, len(lines), 100)]
    body = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <{'00' * wide}> <{'ff' * wide}> endcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def widths(font: TTFont, glyphs: Mapping[int, str]) -> Any:
    """Return the widths of CIDs, in thousandths."""
    scale = _UPM / font["head"].unitsPerEm
    return Array([x for cid, glyph in sorted(glyphs.items())
                  for x in (cid, Array([round(font["hmtx"][glyph][0] * scale)]))])  # fmt: skip
