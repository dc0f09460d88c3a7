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
    """Take what stands on layers that are off out of the pages and the forms on them; return whether there was any."""
    off = _off(pdf)
    changed = False
    for drawn, resources in _drawn(pdf) if off else ():
        kept = _kept(drawn, resources, off)
        if kept is None:
            continue
        changed = True
        if isinstance(drawn, Stream):
            drawn.write(kept)
        else:
            drawn.Contents = Stream(pdf, kept)
    return changed


def _drawn(pdf: Pdf) -> Iterator[tuple[Any, Any]]:
    """Yield every page, and every form on them once, with what it draws with."""
    stack: list[tuple[Any, Any]] = [(page, page.resources) for page in reversed(pdf.pages)]
    seen: set[tuple[int, int]] = set()
    while stack:
        drawn, resources = stack.pop()
        yield drawn, resources
        for _, form in _items(resources.get("/XObject")):
            own = form.get("/Resources") if form.objgen not in seen and form.get("/Subtype") == "/Form" else None
            seen.add(form.objgen)
            if isinstance(own, Dictionary):
                stack.append((form, own))


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


def _kept(drawn: Any, resources: Any, off: set[tuple[int, int]]) -> bytes | None:
    """Return the instructions of a page or form without what is hidden; None where nothing is."""
    hidden = {str(name) for name, mark in _items(resources.get("/Properties")) if _is_off(mark, off)}
    gone = {str(name) for name, thing in _items(resources.get("/XObject")) if _is_off(thing.get("/OC"), off)}
    if not hidden and not gone:
        return None
    return pikepdf.unparse_content_stream(list(_seen(drawn, hidden, gone)))


def _items(things: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(things, Dictionary):
        yield from ((name, thing) for name, thing in things.items() if isinstance(thing, Dictionary | Stream))


def _seen(drawn: Any, hidden: set[str], gone: set[str]) -> Iterator[Any]:
    """Yield the instructions of a page or form but for those that paint on hidden layers."""
    inside: list[bool] = []
    for instruction in pikepdf.parse_content_stream(drawn):
        operator = str(instruction.operator)
        operands = [str(operand) for operand in instruction.operands] if operator in ("BDC", "Do") else []
        if operator in ("BDC", "BMC"):
            inside.append(operator == "BDC" and operands[0] == "/OC" and operands[-1] in hidden)
        if operator in _FILLS and any(inside):
            yield [], pikepdf.Operator("n")  # a path has to end; what it clips stays clipped
        elif not (operator in _PAINTS and any(inside)) and not (operator == "Do" and operands[0] in gone):
            yield instruction  # what sets the state counts for what comes after
        if operator == "EMC" and inside:
            inside.pop()
