"""A second opinion: pages whose arithmetic fails, or whose text is doubtful, are read again in other ways.

For each such table the reading whose arithmetic holds is kept, whole: figures of two readings never stand in one table.
Where arithmetic decides nothing the first reading stays, and figures that another one reads otherwise are not proven.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.again import INFERRED, RULED, WAYS, read_again
from extractors.page import PageReading
from pipeline.apart import apart
from pipeline.normalize.model import NormalTable
from pipeline.records import Judged, OtherReading
from pipeline.understand import Understood, understand
from pipeline.verify.trial import Place

#: Time for reading again, in seconds: for one way, and for each of its pages.
SECONDS, SECONDS_A_PAGE = 20.0, 2.0
#: The way that shares least with the first reading: where it agrees no further one is asked.
JUDGE = "pdfplumber"
#: A font whose map lies does so on every page: where this way is chosen for one page it is for all.
FONTS = "fonts"
#: More pages than these are not read again: such a document fails as a whole.
MAX_PAGES = 60

Again = Callable[[str, Sequence[int], str], Sequence[PageReading] | None]


@dataclass(frozen=True, slots=True)
class Opinions:
    """What other readings said.

    Attributes:
        others: table ordinal -> its readings that were not chosen.
        undecided: places of figures that another reading reads otherwise, without arithmetic to decide.
    """

    others: Mapping[int, tuple[OtherReading, ...]]
    undecided: frozenset[Place]


NONE = Opinions({}, frozenset())


@dataclass(frozen=True, slots=True)
class _Score:
    """Identities of some tables that hold and fail, and the forms of the tables."""

    held: int
    failed: int
    forms: Counter[str]

    def is_better(self, other: _Score) -> bool:
        """Whether nothing is worse and something better: no form lost, not fewer held, not more failed."""
        kept = not other.forms - self.forms
        no_worse = self.held >= other.held and self.failed <= other.failed
        return kept and no_worse and (self.held, self.failed) != (other.held, other.failed)


@dataclass(slots=True)
class _Sheets:
    """Pages that tables hold together, the readings of them, and the best so far; the first reading is way ''."""

    pages: frozenset[int]
    readings: dict[str, Understood]
    chosen: str = ""

    def score(self, way: str) -> _Score:
        """Return what the arithmetic says of one reading."""
        return _score(self.readings[way], self.pages)


def second_opinion(
    path: str, first: Understood, file_name: str, again: Again | None = None
) -> tuple[Understood, Opinions]:
    """Read again what is in doubt, and choose.

    Args:
        path: the file.
        first: what the first reading came to; returned as it is where its identities hold.
        file_name: of the document.
        again: reads pages in a way; None where it fails.

    Returns:
        What is to be believed, and what else was read.
    """
    doubted = [sheets for sheets in _sheets(first) if _is_doubted(first, sheets.pages)]
    if not doubted or len(frozenset().union(*(s.pages for s in doubted))) > MAX_PAGES:
        return first, NONE
    for way in WAYS:
        _ask(path, way, first, doubted, file_name, again or _read_apart)
    final = _mixed(first, doubted, file_name)
    if final is None:
        for sheets in doubted:
            sheets.chosen = ""
        final = first
    return final, _opinions(final, doubted)


def _read_apart(path: str, numbers: Sequence[int], way: str) -> Sequence[PageReading] | None:
    return apart(lambda: read_again(path, numbers, way), SECONDS + SECONDS_A_PAGE * len(numbers))


def _tables(understood: Understood) -> Iterator[NormalTable]:
    for judged in understood.tried:
        yield from judged.tables


def _sheets(understood: Understood) -> list[_Sheets]:
    """Return the pages with tables, those together that tables go over."""
    found: list[set[int]] = []
    for table in _tables(understood):
        mine = set(range(table.table.page_first, table.table.page_last + 1))
        for other in [pages for pages in found if pages & mine]:
            mine |= other
            found.remove(other)
        found.append(mine)
    return [_Sheets(frozenset(pages), {"": understood}) for pages in sorted(found, key=min)]


def _is_doubted(understood: Understood, pages: frozenset[int]) -> bool:
    """Tell whether an identity of the tables on some pages fails, or their text could not all be read."""
    lost = any(cell.unmapped for table in _on(understood, pages) for cell in table.table.cells)
    return lost or _score(understood, pages).failed > 0 or _is_unknown(understood, pages)


def _is_unknown(understood: Understood, pages: frozenset[int]) -> bool:
    """Tell whether a table found without rulings is no form that is known: its columns may be wrong."""
    return any(table.form is None and table.table.finder != "rulings" for table in _on(understood, pages))


def _on(understood: Understood, pages: frozenset[int]) -> list[NormalTable]:
    return [table for table in _tables(understood) if table.table.page_first in pages]


def _score(understood: Understood, pages: frozenset[int]) -> _Score:
    tables = _on(understood, pages)
    ordinals = {table.table.ordinal for table in tables}
    trials = [t for judged in understood.tried for t in judged.trials if t.tables & ordinals]
    failed = sum(trial.status == "violated" for trial in trials)
    return _Score(sum(t.holds for t in trials), failed, Counter(t.form.id for t in tables if t.form))


def _ask(path: str, way: str, first: Understood, doubted: Sequence[_Sheets], file_name: str, again: Again) -> None:
    """Read the pages that are still in doubt in one more way, and keep what is better."""
    asked = [sheets for sheets in doubted if _is_open(sheets) and _suits(way, first, sheets.pages)]
    numbers = sorted(frozenset().union(*(sheets.pages for sheets in asked)))
    if numbers and way == FONTS:
        numbers = [page.number for page in first.pages]
    readings = {reading.number: reading for reading in again(path, numbers, way) or ()} if numbers else {}
    if not readings:
        return
    other = understand([readings.get(page.number, page) for page in first.pages], file_name)
    for sheets in asked:
        if not sheets.pages <= readings.keys() or not _stays_within(other, sheets.pages):
            continue
        sheets.readings[way] = other
        if sheets.score(way).is_better(sheets.score(sheets.chosen)):
            sheets.chosen = way


def _is_open(sheets: _Sheets) -> bool:
    """Tell whether no reading that was chosen over another one settles all identities, and no other reader agrees.

    What two readers see alike is what is printed: the identity that fails is the document's own.
    """
    agreed = JUDGE in sheets.readings and _agree(sheets.readings[""], sheets.readings[JUDGE], sheets.pages)
    return not agreed and (not sheets.chosen or sheets.score(sheets.chosen).failed > 0)


def _agree(one: Understood, two: Understood, pages: frozenset[int]) -> bool:
    a, b = _on(one, pages), _on(two, pages)
    return len(a) == len(b) and all(_differing(x, y) == 0 for x, y in zip(a, b, strict=True))


def _suits(way: str, first: Understood, pages: frozenset[int]) -> bool:
    """Tell whether a way can make something of tables with rulings, or without."""
    inferred = any(table.table.finder != "rulings" for table in _on(first, pages))
    return way not in (RULED if inferred else INFERRED)


def _stays_within(understood: Understood, pages: frozenset[int]) -> bool:
    """Tell whether the tables on some pages stand on these alone."""
    for table in _tables(understood):
        mine = set(range(table.table.page_first, table.table.page_last + 1))
        if mine & pages and not mine <= pages:
            return False
    return True


def _mixed(first: Understood, doubted: Sequence[_Sheets], file_name: str) -> Understood | None:
    """Return what the chosen readings come to together; None where that is worse than the first alone."""
    chosen: dict[int, PageReading] = {}
    for sheets in doubted:
        if sheets.chosen:
            by_number = {page.number: page for page in sheets.readings[sheets.chosen].pages}
            chosen.update((number, by_number[number]) for number in sheets.pages)
    if not chosen:
        return first
    base = next((sheets.readings[FONTS] for sheets in doubted if sheets.chosen == FONTS), first)
    final = understand([chosen.get(page.number, page) for page in base.pages], file_name)
    whole = frozenset(page.number for page in first.pages)
    pure = not any("+" in table.table.reader for table in _tables(final))
    return final if pure and _score(final, whole).is_better(_score(first, whole)) else None


def _opinions(final: Understood, doubted: Sequence[_Sheets]) -> Opinions:
    """Set the tables of the final reading beside those of the other ones."""
    others: dict[int, list[OtherReading]] = {}
    undecided: set[Place] = set()
    for sheets in doubted:
        mine = _on(final, sheets.pages)
        best = sheets.score(sheets.chosen)
        for way, understood in sheets.readings.items():
            theirs = _on(understood, sheets.pages)
            if way == sheets.chosen:
                continue
            score = sheets.score(way)
            alike = (score.held, score.failed, score.forms) == (best.held, best.failed, best.forms)
            for at, table in enumerate(mine):
                other = theirs[at] if len(theirs) == len(mine) else None
                named = other or next(iter(theirs), None)
                if named is None:
                    continue
                told = (
                    _score(understood, frozenset((named.table.page_first,)))
                    if other is None
                    else _own(understood, other)
                )
                others.setdefault(table.table.ordinal, []).append(
                    OtherReading(
                        named.table.reader, named.table.finder, told.held, told.failed, _differing(table, other)
                    )
                )
                if alike and other is not None:
                    undecided |= _disagreeing(table, other)
    return Opinions({ordinal: _once(final, ordinal, found) for ordinal, found in others.items()}, frozenset(undecided))


def _once(final: Understood, ordinal: int, found: Sequence[OtherReading]) -> tuple[OtherReading, ...]:
    """Leave one reading for each reader and finder, and none that is the chosen one's."""
    chosen = next(table.table for table in _tables(final) if table.table.ordinal == ordinal)
    kept = {(other.reader, other.finder): other for other in found}
    kept.pop((chosen.reader, chosen.finder), None)
    return tuple(kept.values())


def _own(understood: Understood, table: NormalTable) -> _Score:
    """Return the score of one table."""
    trials = [t for judged in understood.tried for t in judged.trials if table.table.ordinal in t.tables]
    return _Score(sum(t.holds for t in trials), sum(t.status == "violated" for t in trials), Counter())


def _differing(table: NormalTable, other: NormalTable | None) -> int | None:
    """Return how many boxes differ in their text; None where the tables cannot be set side by side."""
    if other is None:
        return None
    a, b = ({(c.row, c.col): c.text for c in t.table.cells if c.text} for t in (table, other))
    return sum(a.get(place) != b.get(place) for place in a.keys() | b.keys())


def _disagreeing(table: NormalTable, other: NormalTable) -> set[Place]:
    """Return the places of figures that the other reading has otherwise."""
    values = {(figure.cell.row, figure.cell.col): figure.fen for figure in other.figures}
    return {
        figure.place
        for figure in table.figures
        if figure.fen is not None and values.get((figure.cell.row, figure.cell.col)) != figure.fen
    }


def undecided(judged: Judged, opinions: Opinions) -> Judged:
    """Take back the proof of figures that another reading has otherwise, as good as this one."""
    trust = {
        place: replace(trust, trust="unverified") if place in opinions.undecided and trust.trust == "proven" else trust
        for place, trust in judged.trust.items()
    }
    return replace(judged, trust=trust) if opinions.undecided else judged
