"""Pdfium's functions that are called for every character and every line of a page, by address and with plain integers.

The bindings of pypdfium2 make an object for each handle and check each argument; without that a call costs half.
Handles are integers here (``handle``), as are the addresses of what pdfium writes its answers into.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as c

_HANDLE, _INT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float
#: An answer that pdfium writes to an address given.
_OUT = ctypes.c_void_p


def _fast(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return a function of the library without checks; pdfium calls nothing back, so the interpreter stays locked."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def handle(pointer: Any) -> int:
    """Return the integer behind a handle of pypdfium2."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


char_box = _fast(c.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _OUT)
char_code = _fast(c.FPDFText_GetUnicode, ctypes.c_uint, _HANDLE, _INT)
char_angle = _fast(c.FPDFText_GetCharAngle, _FLOAT, _HANDLE, _INT)
char_is_unmapped = _fast(c.FPDFText_HasUnicodeMapError, _INT, _HANDLE, _INT)
char_is_made_up = _fast(c.FPDFText_IsGenerated, _INT, _HANDLE, _INT)
char_is_hyphen = _fast(c.FPDFText_IsHyphen, _INT, _HANDLE, _INT)
char_object = _fast(c.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)

page_count = _fast(c.FPDFPage_CountObjects, _INT, _HANDLE)
page_object = _fast(c.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
form_count = _fast(c.FPDFFormObj_CountObjects, _INT, _HANDLE)
form_object = _fast(c.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)

object_type = _fast(c.FPDFPageObj_GetType, _INT, _HANDLE)
object_matrix = _fast(c.FPDFPageObj_GetMatrix, _INT, _HANDLE, _OUT)
object_bounds = _fast(c.FPDFPageObj_GetBounds, _INT, _HANDLE, _OUT, _OUT, _OUT, _OUT)
fill_colour = _fast(c.FPDFPageObj_GetFillColor, _INT, _HANDLE, _OUT, _OUT, _OUT, _OUT)
stroke_colour = _fast(c.FPDFPageObj_GetStrokeColor, _INT, _HANDLE, _OUT, _OUT, _OUT, _OUT)
stroke_width = _fast(c.FPDFPageObj_GetStrokeWidth, _INT, _HANDLE, _OUT)
text_mode = _fast(c.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)

clip_path = _fast(c.FPDFPageObj_GetClipPath, _HANDLE, _HANDLE)
clip_count = _fast(c.FPDFClipPath_CountPaths, _INT, _HANDLE)
clip_segments = _fast(c.FPDFClipPath_CountPathSegments, _INT, _HANDLE, _INT)
clip_segment = _fast(c.FPDFClipPath_GetPathSegment, _HANDLE, _HANDLE, _INT, _INT)

path_mode = _fast(c.FPDFPath_GetDrawMode, _INT, _HANDLE, _OUT, _OUT)
path_count = _fast(c.FPDFPath_CountSegments, _INT, _HANDLE)
path_segment = _fast(c.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _INT)
segment_point = _fast(c.FPDFPathSegment_GetPoint, _INT, _HANDLE, _OUT, _OUT)
segment_type = _fast(c.FPDFPathSegment_GetType, _INT, _HANDLE)
segment_closes = _fast(c.FPDFPathSegment_GetClose, _INT, _HANDLE)
