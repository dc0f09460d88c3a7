"""Surgery on finished PDFs: turned pages, passwords, tabs for spaces."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream


def turn(path: Path, angle: int, *, asked: bool = True) -> None:
    """Turn every sheet; what is drawn stays upright for who looks at it.

    Args:
        path: the PDF; it is changed.
        angle: degrees clockwise that a viewer has to turn the page by.
        asked: whether /Rotate asks viewers for that.
    """
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            _, _, wide, high = (float(x) for x in page.mediabox)
            sheet = (wide, high) if angle == 180 else (high, wide)
            matrix = {90: (0, 1, -1, 0, high, 0), 180: (-1, 0, 0, -1, wide, high), 270: (0, -1, 1, 0, 0, wide)}[angle]
            page.MediaBox = Array([0, 0, *sheet])
            page.CropBox = Array([0, 0, *sheet])
            if asked:
                page.Rotate = angle
            before = ("q " + " ".join(map(str, matrix)) + " cm\n").encode()
            page.contents_add(Stream(pdf, before), prepend=True)
            page.contents_add(Stream(pdf, b"\nQ"))
        pdf.save(path, static_id=True)


def lock(path: Path, *, level: Literal[4, 6]) -> None:
    """Encrypt: an owner's password forbids printing and copying, readers need none.

    Args:
        path: the PDF; it is changed.
        level: 4 for RC4 and AES-128, 6 for AES-256.
    """
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        allow = pikepdf.Permissions(extract=False, print_lowres=False, print_highres=False)
        pdf.save(path, encryption=pikepdf.Encryption(user="", owner="owner-of-this", R=level, allow=allow))


def tabs(path: Path) -> None:
    """Let every space of the embedded fonts be a tab to who copies the text."""
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font and "/ToUnicode" in thing:
                told = thing.ToUnicode.read_bytes().replace(b" <0020>", b" <0009>")
                thing.ToUnicode = pdf.make_indirect(Stream(pdf, told))
        pdf.save(path, static_id=True)


def layer(path: Path, content: bytes, *, compressed: bool = False, in_form: bool = False) -> None:
    """Put content on a layer that is switched off over every page.

    Args:
        path: the PDF; it is changed.
        content: what is hidden, in the operators of a page.
        compressed: whether the catalogue, which names the layers, is compressed.
        in_form: whether the content is part of a form that the page draws.
    """
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("old figures")))
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([group]), D=Dictionary(Order=Array([group]), OFF=Array([group]), BaseState=Name.ON)
        )
        hidden = b"\n/OC /Old BDC\n" + content + b"\nEMC"
        for page in pdf.pages:
            resources: Any = page.Resources
            if in_form:
                form = Stream(pdf, hidden, Type=Name.XObject, Subtype=Name.Form, BBox=page.mediabox)
                form.Resources = Dictionary(Font=resources.Font, Properties=Dictionary(Old=group))
                hidden_by = page.add_resource(form, Name.XObject)
                page.contents_add(Stream(pdf, f"\n{hidden_by} Do".encode()))
            else:
                resources["/Properties"] = Dictionary(Old=group)
                page.contents_add(Stream(pdf, hidden))
        mode = pikepdf.ObjectStreamMode.generate if compressed else pikepdf.ObjectStreamMode.preserve
        pdf.save(path, static_id=True, object_stream_mode=mode)
