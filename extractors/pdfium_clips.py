"""Clip paths of a page through pdfium: what is drawn outside of them nobody sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np

import extractors.pdfium_calls as call
from extractors.page import Box, Floats, Ints
from extractors.pdfium_answers import POINTS
from extractors.pdfium_calls import Pointer

#: Everything is inside.
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
#: A clip that leaves less than this of the page out, in points, is the page itself.
SLACK = 1.0
#: In place of the number of a box: nothing is hidden.
WHOLE = -1
#: The last path of a clip, and how many paths it has.
_Key = tuple[int, int]


class Clips:
    """The boxes that clip paths leave, in the space of the page or form that the objects stand in.

    Objects that are clipped alike share their paths, so each path is measured once.

    Args:
        whole: box of the page; a clip that holds it hides nothing.
    """

    def __init__(self, whole: Box) -> None:
        self._whole = whole
        self._paths: dict[int, Box] = {}
        self._known: dict[_Key, int] = {}
        #: What clips leave that hide something; in the space of the objects.
        self.boxes: list[Box] = []

    def narrow(self, things: list[Pointer]) -> list[int]:
        """Return which of ``boxes`` each object is clipped to, WHOLE for the page or more; nothing when all are."""
        clips = call.pointers(map(call.clip_path, things))
        counts = list(map(call.clip_count, clips))
        if max(counts, default=0) <= 0:
            return []
        # A path belongs to one state of the page, and so do those before it: the last one tells all.
        lasts = map(call.clip_segment, clips, [count - 1 if count > 0 else 0 for count in counts], repeat(0))
        keys = list(zip(lasts, counts, strict=True))
        known = self._known
        fresh = {key: clip for key, clip in dict(zip(keys, clips, strict=True)).items() if key not in known}
        if fresh:
            self._measure([(clip, number) for (_, count), clip in fresh.items() for number in range(count)])
            for key, clip in fresh.items():
                known[key] = self._number(self._box(clip, key[1]))
        if not self.boxes:
            return []
        which = list(map(known.__getitem__, keys))
        return which if max(which) > WHOLE else []

    def _number(self, box: Box) -> int:
        if self._holds_page(box):
            return WHOLE
        self.boxes.append(box)
        return len(self.boxes) - 1

    def _holds_page(self, box: Box) -> bool:
        x0, y0, x1, y1 = self._whole
        left, bottom, right, top = box
        return left <= x0 + SLACK and bottom <= y0 + SLACK and right >= x1 - SLACK and top >= y1 - SLACK

    def _box(self, clip: Pointer, count: int) -> Box:
        """Return what is left inside all paths of a clip."""
        left, bottom, right, top = EVERYWHERE
        for number in range(count):
            path = self._path_box(clip, number)
            left, bottom = max(left, path[0]), max(bottom, path[1])
            right, top = min(right, path[2]), min(top, path[3])
        return left, bottom, right, top

    def _path_box(self, clip: Pointer, number: int) -> Box:
        return self._paths.get(call.clip_segment(clip, number, 0), EVERYWHERE)

    def _measure(self, paths: list[tuple[Pointer, int]]) -> None:
        """Find the boxes of paths, given as a clip and their number in it, that are not known yet."""
        firsts = [call.clip_segment(clip, number, 0) for clip, number in paths]
        new = {first: path for first, path in zip(firsts, paths, strict=True) if first and first not in self._paths}
        if not new:
            return
        counts = [call.clip_segments(clip, number) for clip, number in new.values()]
        segments = [
            segment
            for (clip, number), count in zip(new.values(), counts, strict=True)
            for segment in map(call.clip_segment, repeat(clip), repeat(number), range(count))
        ]
        points, known = POINTS.ask(call.segment_point, call.pointers(segments))
        starts = np.cumsum([0, *counts[:-1]])
        low = np.minimum.reduceat(np.where(known[:, None], points, np.inf), starts).tolist()
        high = np.maximum.reduceat(np.where(known[:, None], points, -np.inf), starts).tolist()
        for first, (left, bottom), (right, top) in zip(new, low, high, strict=True):
            self._paths[first] = (left, bottom, right, top) if left <= right else EVERYWHERE


@dataclass(frozen=True, slots=True)
class TextClips:
    """What clips leave of the text of a page.

    Attributes:
        boxes: (n + 1, 4) of left, bottom, right, top in page space; the last one is EVERYWHERE, for WHOLE.
        things: text objects by handle, and of each which box.
    """

    boxes: Floats
    things: list[tuple[list[int], list[int]]]

    def which(self, handles: Iterable[int]) -> Ints:
        """Return which box each text object is clipped to."""
        number: dict[int, int] = {}
        for things, boxes in self.things:
            number.update(zip(things, boxes, strict=True))
        return np.array([number.get(handle, WHOLE) for handle in handles], np.intp)


def text_clips(parts: Sequence[tuple[list[int], list[int], list[Box]]]) -> TextClips | None:
    """Put together what the objects of a page and of its forms are clipped to; None where nothing is hidden.

    Args:
        parts: text objects by handle, which box each is clipped to, and these boxes in page space.
    """
    every: list[Box] = []
    things: list[tuple[list[int], list[int]]] = []
    for handles, which, boxes in parts:
        if which:
            before = len(every)
            things.append((handles, [at + before if at > WHOLE else WHOLE for at in which] if before else which))
            every += boxes
    return TextClips(np.array([*every, EVERYWHERE]), things) if things else None


def cut(segments: Floats, clips: Floats) -> Floats:
    """Return what clips leave of horizontal and vertical segments, (n, 4) both; slanted ones stay whole or go."""
    (xa, ya, xb, yb), (left, bottom, right, top) = segments.T, clips.T
    inside = (xa >= left) & (xa <= right) & (xb >= left) & (xb <= right)
    inside &= (ya >= bottom) & (ya <= top) & (yb >= bottom) & (yb <= top)
    if inside.all():
        return segments
    out = (np.maximum(xa, xb) < left - SLACK) | (np.minimum(xa, xb) > right + SLACK)
    out |= (np.maximum(ya, yb) < bottom - SLACK) | (np.minimum(ya, yb) > top + SLACK)
    low, high = clips[:, (0, 1, 0, 1)] - SLACK, clips[:, (2, 3, 2, 3)] + SLACK
    whole = inside | ((xa != xb) & (ya != yb))
    left_over: Floats = np.where(whole[:, None], segments, np.minimum(np.maximum(segments, low), high))
    seen: Floats = left_over[inside | ~out]
    return seen
