"""The header of a table without rulings: wrapped words joined, which columns each stands over, and in which rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import median

from extractors.unruled_columns import Columns, Strip, overlaps
from extractors.unruled_words import TextLine, Word
from schemas.text import fold
from schemas.vocabulary import vocabulary

#: Lines of one wrapped header are nearer than this many character sizes.
WRAP = 1.52
#: Headers whose middles differ by less than this many character sizes stand in one row.
LEVEL = 0.6
#: A header less than this share of the least step below another one stands beside it, in a column of fewer rows.
NEARLY_ROW = 0.85
#: What it costs, in character sizes, to pair a header with no strip, one that stands over two columns with none, a
#: strip with no header, and a strip with a header that stands over two.
ALONE, OVER, BARE, PARENT = 6.0, 0.5, 200.0, 50.0
#: Runs of columns are as good as each other when their middles are off by less than this more, in character sizes.
NEARLY = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """A header: one word, or the lines it is wrapped into; ``lines`` from the top, words of each from the left."""

    lines: tuple[tuple[Word, ...], ...]

    @property
    def words(self) -> list[Word]:
        """All its words."""
        return [word for line in self.lines for word in line]

    @property
    def x0(self) -> float:
        """Left end."""
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        """Right end."""
        return max(word.x1 for word in self.words)

    @property
    def strip(self) -> Strip:
        """Left and right end."""
        return self.x0, self.x1

    @property
    def y(self) -> float:
        """Middle of its height."""
        return (self.lines[0][0].y + self.lines[-1][0].y) / 2

    @property
    def size(self) -> float:
        """Size of its type."""
        return self.lines[0][0].size

    @property
    def text(self) -> str:
        """Its whole text."""
        return "".join(word.text for word in self.words)

    @property
    def is_known(self) -> bool:
        """Whether forms use it as a header."""
        return vocabulary().is_header_word(self.text)


@dataclass(frozen=True, slots=True)
class Headed:
    """One header cell with its place in rows and columns."""

    row: int
    col: int
    row_span: int
    col_span: int
    stack: Stack


def stacks(lines: Sequence[TextLine], strips: Sequence[Strip]) -> list[Stack]:
    """Join the words of each line that stand over one strip of the body, then the lines of wrapped headers."""
    open_: list[list[tuple[Word, ...]]] = []
    for line in lines:
        parts = _joined(line.words, strips)
        pairs = [(i, j) for i, s in enumerate(open_) for j, part in enumerate(parts) if _goes_on(s, part)]
        for j, part in enumerate(parts):
            mine = [i for i, k in pairs if k == j]
            if len(mine) == 1 and sum(i == mine[0] for i, _ in pairs) == 1:
                open_[mine[0]].append(part)
            else:
                open_.append([part])
    return [Stack(tuple(lines)) for lines in open_]


def _joined(words: Sequence[Word], strips: Sequence[Strip]) -> list[tuple[Word, ...]]:
    """Put neighbouring words together that stand over one and the same strip."""
    found: list[list[Word]] = []
    over = [[i for i, s in enumerate(strips) if overlaps(s, (w.x0, w.x1))] for w in words]
    for at, word in enumerate(words):
        near = at and word.x0 - words[at - 1].x1 < 4 * word.size
        if near and len(over[at]) == 1 and over[at] == over[at - 1] and not word.is_figure:
            found[-1].append(word)
        else:
            found.append([word])
    return [tuple(part) for part in found]


def _goes_on(above: Sequence[tuple[Word, ...]], part: tuple[Word, ...]) -> bool:
    """Tell whether a part is the next line of a header."""
    last = above[-1]
    size = max(last[0].size, part[0].size)
    if not 0 < part[0].y - last[0].y < WRAP * size or part[0].is_figure:
        return False
    if vocabulary().number_marks.fullmatch(part[0].folded):
        return False
    x = (last[0].x0, last[-1].x1), (part[0].x0, part[-1].x1)
    if not overlaps(*x):
        return False
    known = vocabulary().is_header_word
    upper = fold("".join(w.text for line in above for w in line))
    lower = fold("".join(w.text for w in part))
    return known(upper + lower) or not (known(upper) and known(lower))


def named_strips(heads: Sequence[Stack], strips: Sequence[Strip]) -> list[Strip]:
    """Return the strips as wide as what heads them, and those that a header alone names: columns with a blank body.

    Headers with nothing below them and strips are paired from left to right, so that every strip has one, at the least
    distance; a header left over stands over two columns when both have headers further down, else over a blank one.
    """
    leaves = sorted(
        (s for s in heads if not any(_is_below(o, s) and overlaps(o.strip, s.strip) for o in heads)), key=_middle_of
    )
    bodies = sorted(strips)
    least = max(NEARLY_ROW * _least(heads), LEVEL * leaves[0].size) if leaves else 0.0
    parents = [_is_parent(leaves, i, least) for i in range(len(leaves))]
    found = set(bodies)
    for i, j in _paired(leaves, parents, bodies):
        leaf = leaves[i].strip
        if j is None and not parents[i] and not any(overlaps(leaf, body) for body in bodies):
            found.add(leaf)
        elif j is not None and not overlaps(leaf, bodies[j]):
            found.discard(bodies[j])
            found.add((min(leaf[0], bodies[j][0]), max(leaf[1], bodies[j][1])))
    return sorted(found)


def _middle_of(stack: Stack) -> float:
    return (stack.x0 + stack.x1) / 2


def _is_parent(leaves: Sequence[Stack], at: int, least: float) -> bool:
    """Tell whether the headers on both sides stand a row lower."""
    return 0 < at < len(leaves) - 1 and all(leaves[k].y - leaves[at].y >= least for k in (at - 1, at + 1))


def _paired(leaves: Sequence[Stack], parents: Sequence[bool], bodies: Sequence[Strip]) -> list[tuple[int, int | None]]:
    """Return each header with the strip it is paired with, None for none; pairs do not cross."""
    n, m = len(leaves), len(bodies)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    step = [[0] * (m + 1) for _ in range(n + 1)]
    covered = [any(overlaps(leaf.strip, body) for leaf in leaves) for body in bodies]
    for i in range(n, -1, -1):
        for j in range(m, -1, -1):
            options: list[tuple[float, int]] = []
            if i < n:
                options.append((best[i + 1][j] + (OVER if parents[i] else ALONE), 1))
            if j < m:
                options.append((best[i][j + 1] + (ALONE if covered[j] else BARE), 2))
            if i < n and j < m:
                gap = max(0.0, _gap(leaves[i].strip, bodies[j])) / leaves[i].size
                options.append((best[i + 1][j + 1] + gap + (PARENT if parents[i] else 0.0), 3))
            if options:
                best[i][j], step[i][j] = min(options)
    found: list[tuple[int, int | None]] = []
    i = j = 0
    while i < n:
        if step[i][j] == 3:
            found.append((i, j))
        elif step[i][j] == 1:
            found.append((i, None))
        i, j = i + (step[i][j] != 2), j + (step[i][j] != 1)
    return found


def _gap(a: Strip, b: Strip) -> float:
    return max(a[0] - b[1], b[0] - a[1])


def _is_below(other: Stack, head: Stack) -> bool:
    return other.y - head.y > LEVEL * head.size


def place(heads: Sequence[Stack], columns: Columns) -> tuple[tuple[Headed, ...], tuple[float, ...]] | None:
    """Return the header cells and the inner edges between their rows; None where they do not tile the header."""
    if not heads:
        return (), ()
    spans = _spans(heads, columns)
    paths = [
        sorted((s for s in heads if spans[s][0] <= col < spans[s][1]), key=lambda s: s.y)
        for col in range(len(columns.strips))
    ]
    edges = _tiled(paths) or _stepped(paths)
    rows = _rows(paths, edges)
    if rows is None:
        return None
    cells = tuple(
        Headed(first, spans[s][0], last - first, spans[s][1] - spans[s][0], s) for s, (first, last) in rows.items()
    )
    return cells, tuple(edges[1:-1])


def _tiled(paths: Sequence[Sequence[Stack]]) -> list[float] | None:
    """Return the edges between rows, worked out from the middles of boxes that fill each column from top to bottom.

    Every box is in the middle of its height: with y the middles of a column, top t and bottom b, the edges below its
    boxes are 2y₁ - t, 2y₂ - 2y₁ + t, …; the last one is b. An odd and an even number of boxes give t and b.
    """
    odd = [_alternating(path) for path in paths if len(path) % 2]
    even = [_alternating(path) for path in paths if path and not len(path) % 2]
    if not odd or not even:
        return None
    total, height = median(odd), median(even)
    top, bottom = (total - height) / 2, (total + height) / 2
    size = paths[0][0].size if paths[0] else 10.0
    cuts: list[float] = []
    for path in paths:
        edge = top
        for stack in path:
            if not top - size < edge <= stack.y:
                return None
            edge = 2 * stack.y - edge
            cuts.append(edge)
        if path and abs(edge - bottom) > 0.6 * size:
            return None
    edges = [top]
    for cut in sorted(cuts):
        if cut - edges[-1] > 0.6 * size and bottom - cut > 0.6 * size:
            edges.append(cut)
    return [*edges, bottom]


def _alternating(path: Sequence[Stack]) -> float:
    return 2.0 * sum(stack.y if (len(path) - i) % 2 else -stack.y for i, stack in enumerate(path))


def _stepped(paths: Sequence[Sequence[Stack]]) -> list[float]:
    """Return the edges between rows from the column with the most headers: half way between their middles."""
    depth = max(map(len, paths))
    deepest = [path for path in paths if len(path) == depth]
    centres = [sum(path[r].y for path in deepest) / len(deepest) for r in range(depth)]
    inner = [(a + b) / 2 for a, b in pairwise(centres)]
    if inner:
        return [2 * centres[0] - inner[0], *inner, 2 * centres[-1] - inner[-1]]
    size = deepest[0][0].size
    return [centres[0] - size, centres[0] + size]


def _spans(heads: Sequence[Stack], columns: Columns) -> dict[Stack, tuple[int, int]]:
    """Return the first column of each header and the one after its last."""
    under = {s: columns.under(*s.strip) for s in heads}
    whole = _alone(heads, under)
    least = NEARLY_ROW * _least(heads)
    found: dict[Stack, tuple[int, int]] = {}
    for head in sorted(heads, key=lambda s: -s.y):
        mine = under[head]
        # What stands lower by less than a row stands beside it, in a column that has more or fewer headers.
        below = {i for s in heads if s.y - head.y >= max(least, LEVEL * head.size) for i in under[s]}
        below -= {i for s in heads if LEVEL * head.size < s.y - head.y < least for i in under[s]}
        level = {i for s in heads if s is not head and abs(s.y - head.y) <= LEVEL * head.size for i in under[s]}
        if len(mine) == 1 and mine[0] not in below:
            found[head] = (mine[0], mine[0] + 1)
            continue
        leaf = not any(i in below for i in mine)

        first = {i: min(s.y for s in heads if _is_below(s, head) and i in under[s]) for i in below}

        def may(i: int, below: set[int] = below, level: set[int] = level, leaf: bool = leaf) -> bool:
            return i not in level and i not in whole and ((i not in below) if leaf else (i in below))

        found[head] = _run(head, mine, columns, may, first)
        under[head] = tuple(range(*found[head]))
    return found


def _least(heads: Sequence[Stack]) -> float:
    """Return the least distance of two headers one of which stands over the other, in points."""
    steps = [b.y - a.y for a in heads for b in heads if _is_below(b, a) and overlaps(a.strip, b.strip)]
    return min(steps, default=0.0)


def _alone(heads: Sequence[Stack], under: dict[Stack, tuple[int, ...]]) -> set[int]:
    """Return the columns with one header as high as all rows: it stands in the middle of the whole height."""
    top, bottom = min(s.lines[0][0].y for s in heads), max(s.lines[-1][0].y for s in heads)
    found: set[int] = set()
    if bottom - top < heads[0].size:
        return found
    for col in {i for cols in under.values() for i in cols}:
        over = [s for s in heads if col in under[s]]
        if len(over) == 1 and abs(over[0].y - (top + bottom) / 2) < 0.35 * over[0].size and len(under[over[0]]) == 1:
            found.add(col)
    return found


def _run(
    head: Stack, mine: Sequence[int], columns: Columns, may: Callable[[int], bool], below: dict[int, float]
) -> tuple[int, int]:
    """Return the run of columns around some whose middle is nearest to the header's."""
    low, high = min(mine), max(mine)
    first, last = low, high
    while first and may(first - 1):
        first -= 1
    while last + 1 < len(columns.strips) and may(last + 1):
        last += 1
    middle = (head.x0 + head.x1) / 2
    runs = [(a, b + 1) for a in range(first, low + 1) for b in range(high, last + 1)]
    off = {run: abs((columns.edges[run[0]] + columns.edges[run[1]]) / 2 - middle) for run in runs}
    best = min(runs, key=lambda run: (off[run], run))
    # 科目编码 over 类 | 款 | 项 is as well in the middle of 款: the widest that is nearly as good, on one level below.
    level = [below[i] for i in range(*best) if i in below]
    alike = [
        run
        for run in runs
        if off[run] <= off[best] + NEARLY * head.size
        and level
        and all(min(abs(below.get(i, 0.0) - y) for y in level) < 0.35 * head.size for i in range(*run))
    ]
    return min(alike, key=lambda run: (run[0] - run[1], off[run])) if alike else best


def _rows(paths: Sequence[Sequence[Stack]], edges: Sequence[float]) -> dict[Stack, tuple[int, int]] | None:
    """Give every header the rows it stands in, so that each column is filled from top to bottom."""
    fixed: dict[Stack, tuple[int, int]] = {}
    for path in sorted(paths, key=len, reverse=True):
        if not path:
            continue
        options = [
            rows
            for rows in _partitions(len(path), len(edges) - 1)
            if all(fixed.get(s, span) == span for s, span in zip(path, rows, strict=True))
        ]
        if not options:
            return None
        best = min(options, key=lambda rows: _cost(path, rows, edges))
        fixed.update(zip(path, best, strict=True))
    return fixed


def _partitions(parts: int, rows: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield the ways to cut rows into consecutive parts."""
    for cuts in combinations(range(1, rows), parts - 1):
        ends = [0, *cuts, rows]
        yield tuple(pairwise(ends))


def _cost(path: Iterable[Stack], rows: Iterable[tuple[int, int]], edges: Sequence[float]) -> float:
    return sum(abs((edges[a] + edges[b]) / 2 - s.y) for s, (a, b) in zip(path, rows, strict=True))
