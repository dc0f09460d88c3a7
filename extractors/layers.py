"""Layers that are switched off: nobody sees what stands on them, and pdfium's text has it all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Pdf, Stream

#: Operators that leave ink: text and pictures, and paths.
_PAINTS = frozenset(("Tj", "TJ", "'", '"', "Do", "sh", "EI", "INLINE IMAGE"))
_FILLS = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"))


def drop_hidden(pdf: Pdf) -> bool:
    """Take what stands on layers that are off out of the pages; return whether there was any."""
    off = _off(pdf)
    cleaned = [_clean(pdf, page, off) for page in pdf.pages] if off else []
    return any(cleaned)


def _off(pdf: Pdf) -> set[tuple[int, int]]:
    """Return the layers that are off when the document is opened."""
    properties = pdf.Root.get("/OCProperties")
    default = properties.get("/D") if isinstance(properties, Dictionary) else None
    if not isinstance(properties, Dictionary) or not isinstance(default, Dictionary):
        return set()
    if default.get("/BaseState") == "/OFF":
        every, on = properties.get("/OCGs", Array()), default.get("/ON", Array())
        return {layer.objgen for layer in every} - {layer.objgen for layer in on}
    return {layer.objgen for layer in default.get("/OFF", Array())}


def _is_off(thing: Any, off: set[tuple[int, int]]) -> bool:
    """Tell whether a layer, or all of a group of layers, is off."""
    if not isinstance(thing, Dictionary):
        return False
    if thing.objgen in off:
        return True
    members = thing.get("/OCGs")
    layers = list(members) if isinstance(members, Array) else [members] if members is not None else []
    return bool(layers) and all(layer.objgen in off for layer in layers)


def _clean(pdf: Pdf, page: Any, off: set[tuple[int, int]]) -> bool:
    resources = page.resources
    marks, things = resources.get("/Properties"), resources.get("/XObject")
    hidden = {str(name) for name, mark in _items(marks) if _is_off(mark, off)}
    drawn = {str(name) for name, thing in _items(things) if _is_off(thing.get("/OC"), off)}
    if not hidden and not drawn:
        return False
    page.Contents = Stream(pdf, pikepdf.unparse_content_stream(list(_seen(page, hidden, drawn))))
    return True


def _items(things: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(things, Dictionary):
        yield from things.items()


def _seen(page: Any, hidden: set[str], drawn: set[str]) -> Iterator[Any]:
    """Yield the instructions of a page but for those that paint on hidden layers."""
    inside: list[bool] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        operands = [str(operand) for operand in instruction.operands] if operator in ("BDC", "Do") else []
        if operator in ("BDC", "BMC"):
            inside.append(operator == "BDC" and operands[0] == "/OC" and operands[-1] in hidden)
        if operator in _FILLS and any(inside):
            yield [], pikepdf.Operator("n")  # a path has to end; what it clips stays clipped
        elif not (operator in _PAINTS and any(inside)) and not (operator == "Do" and operands[0] in drawn):
            yield instruction  # what sets the state counts for what comes after
        if operator == "EMC" and inside:
            inside.pop()
