"""Pdfium's functions that are called for every character and every object of a page, at the least cost a call.

The bindings of pypdfium2 make an object for each handle and check each argument; ctypes alone still converts each
one by its declared type. Functions here declare none: they take whole numbers that fit a C int, and pointers made
once by ``pointer`` (for handles) or by ``extractors.pdfium_answers`` (for answers), which ctypes passes on as they
are. Handles that pdfium gives back are integers, 0 for none. Nothing checks an argument: mind the signatures.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

import pypdfium2.raw as c

#: A handle or an address as ctypes passes it on.
Pointer = Any
#: A page, or a page of text, as pypdfium2 gives it.
Handle = Any
_INT, _HANDLE = ctypes.c_int, ctypes.c_size_t
#: What pointers are counted from; it is never read.
_START = ctypes.c_char.from_address(0)


def _fast(function: Any, result: Any = _INT) -> Callable[..., Any]:
    """Return a function of the library without checks; pdfium calls nothing back, so the interpreter stays locked."""
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def pointer(handle: Any) -> Pointer:
    """Return a handle of pypdfium2, or the integer that stands for one, as the functions here take it."""
    address = handle if isinstance(handle, int) else ctypes.cast(handle, ctypes.c_void_p).value or 0
    return ctypes.byref(_START, address)


def pointers(handles: Iterable[int]) -> list[Pointer]:
    """Return integers that stand for handles as the functions here take them."""
    return list(map(ctypes.byref, repeat(_START), handles))


#: (page of text, place) and where the answer goes.
char_box = _fast(c.FPDFText_GetLooseCharBox)
#: (page of text, place).
char_code = _fast(c.FPDFText_GetUnicode, ctypes.c_uint)
char_angle = _fast(c.FPDFText_GetCharAngle, ctypes.c_float)
char_is_unmapped = _fast(c.FPDFText_HasUnicodeMapError)
char_is_made_up = _fast(c.FPDFText_IsGenerated)
char_is_hyphen = _fast(c.FPDFText_IsHyphen)
char_object = _fast(c.FPDFText_GetTextObject, _HANDLE)

#: (page) or (form), and the place in it.
page_count = _fast(c.FPDFPage_CountObjects)
page_object = _fast(c.FPDFPage_GetObject, _HANDLE)
form_count = _fast(c.FPDFFormObj_CountObjects)
form_object = _fast(c.FPDFFormObj_GetObject, _HANDLE)

#: (object), and where each answer goes.
object_type = _fast(c.FPDFPageObj_GetType)
object_matrix = _fast(c.FPDFPageObj_GetMatrix)
object_bounds = _fast(c.FPDFPageObj_GetBounds)
object_is_clear = _fast(c.FPDFPageObj_HasTransparency)
fill_colour = _fast(c.FPDFPageObj_GetFillColor)
stroke_colour = _fast(c.FPDFPageObj_GetStrokeColor)
stroke_width = _fast(c.FPDFPageObj_GetStrokeWidth)
#: (object); -1 where it is no text.
text_mode = _fast(c.FPDFTextObj_GetTextRenderMode)

#: (object), then (clip path, path, place).
clip_path = _fast(c.FPDFPageObj_GetClipPath, _HANDLE)
clip_count = _fast(c.FPDFClipPath_CountPaths)
clip_segments = _fast(c.FPDFClipPath_CountPathSegments)
clip_segment = _fast(c.FPDFClipPath_GetPathSegment, _HANDLE)

#: (path, place), then (segment), and where each answer goes.
path_mode = _fast(c.FPDFPath_GetDrawMode)
path_count = _fast(c.FPDFPath_CountSegments)
path_segment = _fast(c.FPDFPath_GetPathSegment, _HANDLE)
segment_point = _fast(c.FPDFPathSegment_GetPoint)
segment_type = _fast(c.FPDFPathSegment_GetType)
segment_closes = _fast(c.FPDFPathSegment_GetClose)
