"""Rows of a table without rulings: lines brought together where a label is wrapped, kept apart where figures are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from extractors.unruled_columns import Columns, overlaps
from extractors.unruled_words import ROW_START, TextLine, Word
from schemas.vocabulary import vocabulary

#: Lines of one wrapped label are at most this many character sizes apart.
WRAP = 1.52
#: And nearer than this share of the usual distance of two rows.
NEARER = 0.92
#: A total is centred over several columns when its middle is off theirs by less than this, in character sizes.
CENTRED = 1.0


@dataclass(frozen=True, slots=True)
class Placed:
    """Words of one box of a row: the lines of a wrapped label, or a figure."""

    row: int
    col: int
    col_span: int
    words: tuple[Word, ...]


@dataclass(slots=True)
class _Piece:
    """Words of one line in one box, on the way into a row."""

    first: int
    last: int
    words: list[Word]
    line: int


def body_rows(
    lines: Sequence[TextLine], columns: Columns, rules: Sequence[float]
) -> tuple[list[Placed], list[tuple[float, float]]]:
    """Return the boxes of the body with text, and upper and lower end of every row.

    Args:
        lines: of the body, top to bottom.
        columns: of the table.
        rules: heights of the rules across the table; rows lie between them when there is one for each.
    """
    pieces = [piece for at, line in enumerate(lines) for piece in _pieces(at, line, columns)]
    groups = _by_rules(lines, rules) or _by_wraps(lines, pieces)
    row_of = {line: row for row, group in enumerate(groups) for line in group}
    found: dict[tuple[int, int, int], list[Word]] = {}
    for piece in pieces:
        found.setdefault((row_of[piece.line], piece.first, piece.last), []).extend(piece.words)
    placed = _whole(found, columns)
    spans = [
        (min(lines[i].y - lines[i].size / 2 for i in g), max(lines[i].y + lines[i].size / 2 for i in g)) for g in groups
    ]
    return placed, spans


def _pieces(at: int, line: TextLine, columns: Columns) -> list[_Piece]:
    """Bring the words of a line that stand in one column together."""
    found: list[_Piece] = []
    for word in line.words:
        under = columns.under(word.x0, word.x1)
        first, last = under[0], under[-1]
        if found and first <= found[-1].last and not (word.is_amount and found[-1].words[-1].is_amount):
            found[-1].words.append(word)
            found[-1].last = max(last, found[-1].last)
        else:
            found.append(_Piece(first, last, [word], at))
    return found


def _by_rules(lines: Sequence[TextLine], rules: Sequence[float]) -> list[list[int]] | None:
    """Return the lines between each two rules; None where rules do not part the rows."""
    inner = [y for y in rules if lines[0].y < y < lines[-1].y]
    counting = sum(line.counts for line in lines)
    if len(inner) + 1 < max(2, counting):
        return None
    groups: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        groups.setdefault(sum(y < line.y for y in inner), []).append(i)
    rows = [groups[key] for key in sorted(groups)]
    if any(_clash(lines[a], lines[b]) for row in rows for a, b in combinations(row, 2)):
        return None
    return rows


def _by_wraps(lines: Sequence[TextLine], pieces: Sequence[_Piece]) -> list[list[int]]:
    """Return the lines of each row: those whose labels are wrapped over them, and the lines in between."""
    joined = [False] * max(0, len(lines) - 1)
    anchored = [any(word.is_figure for word in line.words) for line in lines]
    pitch = _pitch(lines, anchored)
    by_column: dict[tuple[int, int], list[_Piece]] = {}
    for piece in pieces:
        if not any(word.is_figure for word in piece.words):
            by_column.setdefault((piece.first, piece.last), []).append(piece)
    for column in by_column.values():
        for upper, lower in pairwise(column):
            if _is_wrap(lines, anchored, upper, lower, pitch):
                joined[upper.line : lower.line] = [True] * (lower.line - upper.line)
    groups: list[list[int]] = [[0]]
    for i in range(1, len(lines)):
        counts = anchored[i] and any(anchored[k] and _clash(lines[i], lines[k]) for k in groups[-1])
        if joined[i - 1] and not counts:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _pitch(lines: Sequence[TextLine], anchored: Sequence[bool]) -> float:
    """Return how far two rows of one line are apart, in points."""
    steps = sorted(b.y - a.y for a, b, x, y in zip(lines, lines[1:], anchored, anchored[1:], strict=False) if x and y)
    return steps[len(steps) // 4] if steps else 1e9


def _is_wrap(lines: Sequence[TextLine], anchored: Sequence[bool], upper: _Piece, lower: _Piece, pitch: float) -> bool:
    """Tell whether a label goes on in the next line of its column."""
    a, b = lines[upper.line], lines[lower.line]
    apart, size = b.y - a.y, max(a.size, b.size)
    if apart > WRAP * size or ROW_START.match(lower.words[0].folded) or is_total(lower.words):
        return False
    if anchored[upper.line] and anchored[lower.line]:
        return False
    between = any(anchored[i] for i in range(upper.line + 1, lower.line))
    return between or apart < NEARER * pitch


def is_total(words: Sequence[Word]) -> bool:
    """Tell the label of a total, or of the column numbers: 合计, 人员经费合计, 栏次."""
    text = "".join(word.folded for word in words)
    return text.endswith(("合计", "总计", "栏次")) or vocabulary().totals.fullmatch(text) is not None


def _clash(a: TextLine, b: TextLine) -> bool:
    """Tell whether two lines have figures above each other: they are two rows."""
    return any(overlaps((x.x0, x.x1), (y.x0, y.x1)) for x in a.words if x.is_figure for y in b.words if y.is_figure)


def _whole(found: dict[tuple[int, int, int], list[Word]], columns: Columns) -> list[Placed]:
    """Make boxes of what stands in a row, totals over all the columns of labels that they are centred on."""
    placed: list[Placed] = []
    rows: dict[int, list[tuple[int, int, list[Word]]]] = {}
    for (row, first, last), words in sorted(found.items(), key=lambda item: item[0]):
        rows.setdefault(row, []).append((first, last, words))
    labels = _label_columns(found, len(columns.strips))
    for row, boxes in rows.items():
        taken = -1
        for at, (first, last, words) in enumerate(boxes):
            end = boxes[at + 1][0] if at + 1 < len(boxes) else len(columns.strips)
            low, high = _centred(words, max(first, taken + 1), min(last, end - 1), taken + 1, end, labels, columns)
            if is_total(words) and at + 1 < len(boxes) and _is_other_side(labels[high + 1 : end]):
                high = end - 1
            placed.append(Placed(row, low, high - low + 1, tuple(words)))
            taken = high
    return placed


def _is_other_side(blank: Sequence[bool]) -> bool:
    """Tell whether the blank columns between a total and its figure end in labels of a further side."""
    return False in blank and True in blank[blank.index(False) :]


def _label_columns(found: dict[tuple[int, int, int], list[Word]], count: int) -> list[bool]:
    """Tell which columns hold codes and labels rather than amounts."""
    amounts, others = [0] * count, [0] * count
    for (_, first, last), words in found.items():
        if first == last:
            amounts[first] += any(w.is_amount for w in words)
            others[first] += not any(w.is_figure and not w.folded.isdigit() for w in words)
    return [others[i] > amounts[i] for i in range(count)]


def _centred(
    words: Sequence[Word], first: int, last: int, low: int, end: int, labels: Sequence[bool], columns: Columns
) -> tuple[int, int]:
    """Return first and last column of a label: a total may be centred over more than it covers."""
    if first > last:
        return max(first, low), max(first, low)
    if not is_total(words):
        return first, last
    left, right = first, last
    while left > low and labels[left - 1]:
        left -= 1
    while right + 1 < end and labels[right + 1]:
        right += 1
    middle = (words[0].x0 + words[-1].x1) / 2

    def off(a: int, b: int) -> float:
        return abs((columns.edges[a] + columns.edges[b + 1]) / 2 - middle)

    if left < right and off(left, right) < min(CENTRED * words[0].size, off(first, last)):
        return left, right
    return first, last
