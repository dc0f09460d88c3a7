"""Where in a paragraph a claim stands, and which sentences no claim speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.normalize.claims.model import Draft
from pipeline.normalize.claims.reader import ParagraphReader
from pipeline.normalize.claims.sentences import clause_at, split_sentences
from pipeline.normalize.claims.text import Folded

#: A comparison in words: 比上年有所增加.
_COMPARES = re.compile(r"[比较与][^,;。]{0,12}(?:年|预算|决算)[^,;。]{0,10}(?:增加|减少|增长|下降|上升|降低)")


def sentence_of(folded: Folded, draft: Draft, openers: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the place of the sentence that a claim stands in, with the sentence that gives its reason.

    Of clauses between semicolons the claim's own is taken where it says more than the figure; else the whole sentence,
    without what it shares with the items beside it.
    """
    clauses = split_sentences(folded.text)
    if not clauses:
        return 0, len(folded.text)
    at = (draft.at[0], max(draft.at[1], draft.reason_at[1] - 1 if draft.reason_at else 0))
    first = clause_at(clauses, at[0])
    last = max(first, clause_at(clauses, at[1]))
    parted = any(folded.text[clauses[i][1] - 1] == ";" for i in (first - 1, first) if i >= 0)
    if not parted or (draft.reason is None and draft.text is None and draft.change is None):
        while first > 0 and folded.text[clauses[first - 1][1] - 1] == ";":
            first -= 1
        while last + 1 < len(clauses) and folded.text[clauses[last][1] - 1] == ";":
            last += 1
        return clauses[first][0], clauses[last][1]
    start = max([end for _, end in openers if clauses[first][0] <= end <= at[0]], default=clauses[first][0])
    end = min([begin for begin, _ in openers if at[1] <= begin < clauses[last][1]], default=clauses[last][1])
    while end > start and folded.text[end - 1] in ",;。":
        end -= 1
    return start, end


def printed_start(folded: Folded, start: int) -> int:
    """Return where a sentence begins as printed, with the mark of a list or the quotation mark that opens it."""
    if start == 0 or not folded.places:
        return 0
    place = folded.places[start]
    while place > folded.places[start - 1] + 1 and folded.printed[place - 1] in "“‘「『":
        place -= 1
    return place


def uncovered(folded: Folded, reader: ParagraphReader, drafts: Sequence[Draft]) -> Iterator[tuple[int, str, int]]:
    """Yield sentences with figures, or a comparison, that no claim and no other reason speaks of."""
    told = [place for d in drafts for place in (*d.at, *((d.reason_at[0],) if d.reason_at else ()))]
    told += [at for at, _, _ in reader.problems]
    for start, end in split_sentences(folded.text):
        if any(start <= at < end for at in told):
            continue
        signs = [token.sign for token in reader.tokens if start <= token.start < end]
        if any(sign in "MPC" for sign in signs):
            yield start, "figure_in_no_claim", signs.count("M")
        elif "B" in signs or _COMPARES.search(folded.text, start, end):
            yield start, "change_without_amount", 0
