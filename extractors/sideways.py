"""Text on its side, as narrow columns have in their headers: turned upright to be read, and back to be placed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from extractors.page import Floats, Line


@dataclass(frozen=True, slots=True)
class Turn:
    """A direction of text: whether it reads from the bottom up, or from the top down."""

    rises: bool

    def upright(self, box: Floats) -> Floats:
        """Turn boxes (n, 4) so that their text stands upright."""
        if self.rises:
            return np.column_stack([-box[:, 3], box[:, 0], -box[:, 1], box[:, 2]])
        return np.column_stack([box[:, 1], -box[:, 2], box[:, 3], -box[:, 0]])

    def as_displayed(self, line: Line) -> Line:
        """Put a line read upright back where it is displayed; it is one piece there."""
        x0, y0, x1, y1 = line.box
        box = (y0, -x1, y1, -x0) if self.rises else (-y1, x0, -y0, x1)
        return replace(line, box=box, parts=((line.text, box[0], box[2]),))


RISING, FALLING = Turn(rises=True), Turn(rises=False)
