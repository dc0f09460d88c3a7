"""Rulings and images of a page through pdfium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as c

import extractors.pdfium_calls as call
from extractors.odd_rules import picture_rules, rows_of_dots
from extractors.overlays import CIRCLE, PALE, TRANSLUCENT
from extractors.page import Bools, Box, Floats, Ints
from extractors.pdfium_answers import COLOURS, CORNERS, MODES, WIDTHS, count
from extractors.pdfium_calls import Handle, Pointer
from extractors.pdfium_clips import EVERYWHERE, Clips, TextClips, cut, text_clips
from extractors.pdfium_objects import IDENTITY, Things, box_inside, matrices_of, moved, outer_box, walk
from extractors.pdfium_strokes import points_of, strokes, thin, thin_shapes

#: A stroke thicker than this is a band of colour.
BAND = 6.0
#: Strokes, fills and text at least this bright cannot be seen on paper.
WHITE = 250
#: Lets nothing through.
OPAQUE = 255
#: Ways to paint text that leave nothing to see.
INVISIBLE = frozenset((c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP))
#: A shape of so few segments is one box: its bounds tell whether it is thin, without a look at its points.
ONE_BOX = 5
#: So many segments of paths are looked at together.
TOGETHER = 8192
NO_BOXES: Floats = np.zeros((0, 4))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page, in page space; boxes are opposite corners in rows (n, 4).

    Attributes:
        segments: straight strokes, and thin fills along their middle, as pairs of points.
        images: boxes.
        hidden_text: some text is drawn invisibly, or white.
        backdrop: on a page with white text, boxes of what makes it visible: colour and images.
        clips: what clips leave of the text; None where they hide nothing.
        hints: something may lie over the page: pale or translucent text, white boxes, circles.
    """

    segments: Floats
    images: Floats
    hidden_text: bool
    backdrop: Floats
    clips: TextClips | None
    hints: bool


def read_drawn(page: Handle, box: Box) -> Drawn:
    """Return the straight lines and images of a page.

    Args:
        page: the page.
        box: left, bottom, right, top of what is shown of it, in page space.
    """
    segments, images = [NO_BOXES], [NO_BOXES]
    hidden = False
    hints: list[bool] = []
    clips: list[tuple[list[int], list[int], list[Box]]] = []
    whole = list(walk(page))
    for things in whole:
        hides, pale = _hides_text(things)
        hidden = hidden or hides
        hints.append(pale)
        measure = Clips(box_inside(things.matrix, box))
        which = measure.narrow(things.shown)
        clips.append((things.texts, which, _outer_boxes(things, measure.boxes)))
        segments.append(_seen_segments(things, measure, hints))
        if things.images:
            images.append(_corners(things))
            segments.append(picture_rules(things.images, images[-1]))
    pictures = np.concatenate(images)
    backdrop = [_coloured(things) for things in whole] if hidden else []
    return Drawn(
        np.concatenate(segments),
        pictures,
        hidden,
        np.concatenate([*backdrop, pictures]),
        text_clips(clips),
        any(hints),
    )


def _corners(things: Things) -> Floats:
    """Return where the corners (0, 0) and (1, 1) of each image stand."""
    a, b, c_, d, e, f = matrices_of(things.images, things.matrix).T
    return np.column_stack((e, f, a + c_ + e, b + d + f))


def _hides_text(things: Things) -> tuple[bool, bool]:
    """Tell whether some text is painted white, clear, or not at all; and whether some is pale or translucent."""
    rgba, known = COLOURS.ask(call.fill_colour, things.shown)
    alpha = rgba[:, 3]
    if not np.count_nonzero(rgba[:, :3]) and np.count_nonzero(alpha == OPAQUE) == len(alpha):
        return not INVISIBLE.isdisjoint(things.modes), False  # all is black, as text mostly is
    dark = np.minimum(np.minimum(rgba[:, 0], rgba[:, 1]), rgba[:, 2])
    unseen = known & ((dark >= WHITE) | (alpha == 0))
    pale = known & ~unseen & ((dark >= PALE) | (alpha < TRANSLUCENT))
    return not INVISIBLE.isdisjoint(things.modes) or bool(unseen.any()), bool(pale.any())


def _seen(colour: Callable[..., int], things: list[Pointer]) -> Bools:
    """Tell which colours differ from white paper; what has no single colour does."""
    rgba, known = COLOURS.ask(colour, things)
    red, green, blue, alpha = rgba.T
    seen: Bools = ~known | ((np.minimum(np.minimum(red, green), blue) < WHITE) & (alpha > 0))
    return seen


def _where_seen(mask: Bools, colour: Callable[..., int], things: list[Pointer]) -> None:
    """Take those out of a mask whose colour cannot be seen."""
    places = mask.nonzero()[0]
    if len(places):
        mask[places] = _seen(colour, _chosen(things, places))


def _chosen(things: list[Pointer], places: Ints) -> list[Pointer]:
    return things if len(places) == len(things) else [things[place] for place in places.tolist()]


def _seen_segments(things: Things, measure: Clips, hints: list[bool]) -> Floats:
    """Return the straight lines that paths draw, as far as clips leave them."""
    if not things.paths:
        return NO_BOXES
    parts = [part for part in _segments(things, hints) if len(part[0])]
    if not parts:
        return NO_BOXES
    places, segments = parts[0]
    if len(parts) > 1:
        places = np.concatenate([place for place, _ in parts])
        order = places.argsort(kind="stable")
        places, segments = places[order], np.concatenate([part for _, part in parts])[order]
    which = measure.narrow(things.paths)
    if not which:
        return segments
    return cut(segments, np.array([*_outer_boxes(things, measure.boxes), EVERYWHERE])[which][places])


def _outer_boxes(things: Things, boxes: list[Box]) -> list[Box]:
    """Return boxes in the space of the page."""
    return boxes[:] if things.matrix == IDENTITY else [outer_box(things.matrix, box) for box in boxes]


def _segments(things: Things, hints: list[bool]) -> Iterator[tuple[Ints, Floats]]:
    """Yield which path draws each straight line, and the line: strokes, and thin fills along their middle.

    White fills may cover what is under them, and circles may be seals: ``hints`` is told.
    """
    paths = things.paths
    fills, stroked = MODES.ask(call.path_mode, paths)[0].T != 0
    _where_seen(stroked, call.stroke_colour, paths)
    # A path is filled only as far as its stroke does not show.
    fills &= ~stroked
    white = fills.copy()
    _where_seen(fills, call.fill_colour, paths)
    white &= ~fills
    counts = count(call.path_count, paths)
    hints.append(bool(((counts >= CIRCLE[0]) & (counts <= CIRCLE[1])).any()))
    is_box = fills & (counts <= ONE_BOX)
    boxes = is_box.nonzero()[0]
    bounds = CORNERS.ask(call.object_bounds, _chosen(paths, boxes))[0].astype(np.float64) if len(boxes) else NO_BOXES
    if white.any():
        hints.append(_whitens(things, white.nonzero()[0], bounds))
    if len(boxes):
        corners = moved(things.matrix, bounds)
        lines, kept = thin(corners)
        yield boxes[kept], lines
        dots = rows_of_dots(corners)
        yield np.full(len(dots), boxes[0], np.intp), dots
    long = (stroked | (fills & ~is_box)).nonzero()[0]
    if len(long):
        yield from _long_paths(things, long, counts[long], stroked[long])


def _whitens(things: Things, white: Ints, dark: Floats) -> bool:
    """Tell whether white areas lie over text drawn before, or on dark ones of which they may leave rules."""
    x0, y0, x1, y1 = CORNERS.ask(call.object_bounds, _chosen(things.paths, white))[0].T
    at = things.path_at[white]
    text_at = things.text_at
    before = text_at < at.max()
    left, bottom, right, top = CORNERS.ask(call.object_bounds, _chosen(things.shown, before.nonzero()[0]))[0].T
    x, y = (left + right)[:, None] / 2, (bottom + top)[:, None] / 2
    later = text_at[before][:, None] < at
    if (later & (x > x0) & (x < x1) & (y > y0) & (y < y1)).any():
        return True
    area = dark[((dark[:, 2] - dark[:, 0]) > BAND) & ((dark[:, 3] - dark[:, 1]) > BAND)]
    left, bottom, right, top = area.T[:, :, None]
    return bool(((x0 >= left) & (x1 <= right) & (y0 >= bottom) & (y1 <= top)).any())


def _long_paths(things: Things, places: Ints, counts: Ints, stroked: Bools) -> Iterator[tuple[Ints, Floats]]:
    """Yield the straight lines of paths whose points have to be looked at."""
    paths = _chosen(things.paths, places)
    matrices = matrices_of(paths, things.matrix)
    batch = counts.cumsum() // TOGETHER
    is_line = ~stroked | (_widths(paths, matrices) <= BAND)
    for number in range(int(batch[-1]) + 1):
        here = (is_line & (batch == number)).nonzero()[0]
        if not len(here):
            continue
        points = points_of(_chosen(paths, here), counts[here], matrices[here])
        on_stroke = stroked[here]
        for mask, find in ((on_stroke, strokes), (~on_stroke, thin_shapes)):
            if mask.any():
                which, lines = find(points if mask.all() else points.where(mask[points.path]))
                yield places[here[which]], lines


def _widths(strokes: list[Pointer], matrices: Floats) -> Floats:
    """Return widths in points; a stroke without one is as thin as can be."""
    width = WIDTHS.ask(call.stroke_width, strokes)[0][:, 0].astype(np.float64)
    a, b, c_, d = matrices.T[:4]
    wide: Floats = width * np.sqrt(np.abs(a * d - b * c_))
    return wide


def _coloured(things: Things) -> Floats:
    """Return the boxes of the areas and bands painted in a colour on which white text can be seen."""
    paths = things.paths
    fills, stroked = MODES.ask(call.path_mode, paths)[0].T != 0
    painted = fills & _seen(call.fill_colour, paths)
    bands = stroked & ~painted & _seen(call.stroke_colour, paths)
    painted |= bands & (_widths(paths, matrices_of(paths, things.matrix)) > BAND)
    bounds, _ = CORNERS.ask(call.object_bounds, _chosen(paths, painted.nonzero()[0]))
    return moved(things.matrix, bounds.astype(np.float64))
