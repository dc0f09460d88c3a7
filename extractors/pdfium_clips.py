"""Clip paths of a page through pdfium: what is drawn outside of them nobody sees."""

from __future__ import annotations

import ctypes
from itertools import repeat

import extractors.pdfium_calls as call
from extractors.page import Box

#: Everything is inside.
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
#: A clip that leaves less than this of the page out, in points, is the page itself.
SLACK = 1.0


class Clips:
    """The boxes that clip paths leave, in the space of the page or form that the objects stand in.

    Objects that are clipped alike share their paths, so each path is measured once.

    Args:
        whole: box of the page; a clip that holds it hides nothing.
    """

    def __init__(self, whole: Box) -> None:
        self._whole = whole
        self._known: dict[int, Box] = {}
        self._point = (ctypes.c_float * 2)()
        start = ctypes.addressof(self._point)
        self._to_point = (start, start + 4)

    def narrow(self, things: list[int]) -> dict[int, Box]:
        """Return object -> box for the objects (handles) that are not clipped to the whole page or more."""
        clips = list(map(call.clip_path, things))
        counts = list(map(call.clip_count, clips))
        if max(counts, default=0) <= 0:
            return {}
        # A path belongs to one state of the page, and so do those before it: the last one tells all.
        lasts = map(call.clip_segment, clips, [max(0, count - 1) for count in counts], repeat(0))
        keys = list(zip(lasts, counts, strict=True))
        boxes = {key: self._box(clip, key[1]) for key, clip in dict(zip(keys, clips, strict=True)).items()}
        narrow = {key: box for key, box in boxes.items() if key[1] > 0 and not self._holds_page(box)}
        return {thing: narrow[key] for thing, key in zip(things, keys, strict=True) if key in narrow}

    def _holds_page(self, box: Box) -> bool:
        x0, y0, x1, y1 = self._whole
        left, bottom, right, top = box
        return left <= x0 + SLACK and bottom <= y0 + SLACK and right >= x1 - SLACK and top >= y1 - SLACK

    def _box(self, clip: int, count: int) -> Box:
        """Return what is left inside all paths of a clip."""
        left, bottom, right, top = EVERYWHERE
        for number in range(count):
            path = self._path_box(clip, number)
            left, bottom = max(left, path[0]), max(bottom, path[1])
            right, top = min(right, path[2]), min(top, path[3])
        return left, bottom, right, top

    def _path_box(self, clip: int, number: int) -> Box:
        first = call.clip_segment(clip, number, 0)
        if not first:
            return EVERYWHERE
        if first not in self._known:
            xs, ys = [], []
            for place in range(call.clip_segments(clip, number)):
                if call.segment_point(call.clip_segment(clip, number, place), *self._to_point):
                    xs.append(self._point[0])
                    ys.append(self._point[1])
            self._known[first] = (min(xs), min(ys), max(xs), max(ys)) if xs else EVERYWHERE
        return self._known[first]


def cut(segment: Box, clip: Box) -> Box | None:
    """Return what a clip leaves of a horizontal or vertical segment, or None; slanted ones stay whole."""
    xa, ya, xb, yb = segment
    left, bottom, right, top = clip
    if left <= xa <= right and left <= xb <= right and bottom <= ya <= top and bottom <= yb <= top:
        return segment
    if max(xa, xb) < left - SLACK or min(xa, xb) > right + SLACK:
        return None
    if max(ya, yb) < bottom - SLACK or min(ya, yb) > top + SLACK:
        return None
    if xa != xb and ya != yb:
        return segment
    return (
        min(max(xa, left - SLACK), right + SLACK),
        min(max(ya, bottom - SLACK), top + SLACK),
        min(max(xb, left - SLACK), right + SLACK),
        min(max(yb, bottom - SLACK), top + SLACK),
    )
