"""Which blocks of lines are headings, and the tree they make."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from schemas.sections import heading_section
from schemas.text import Ordinal, OrdinalKind, fold, strip_ordinal
from schemas.values import value

#: A heading is at most this long without its ordinal, in characters.
MAX_HEADING = 60
#: So much larger than the text, a line is set as a heading.
LARGE = 1.12

_RANK: dict[OrdinalKind, int] = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "chinese": 3,
    "chinese_paren": 4,
    "arabic": 5,
    "arabic_paren": 6,
    "circled": 7,
}
_TITLE_RANK = 0
_STOP = re.compile(r"[。；！？;!?]")
_PAUSE = re.compile(r"[，,]")
_AMOUNT = re.compile(r"\d[\d,，]*\.\d|\d\s*(?:万元|亿元|元|%|％|平方米|辆|人|个)")
_TITLE_TAIL = re.compile(r"(?:情况|说明|职[能责]|构成|设置|概况|解释|计划|任务|目标)$")
_TABLE_TAIL = re.compile(r"表(?:[（(][^）)]*[）)])?$")


@value
class Block:
    """Lines that belong together, before it is known whether they are a heading.

    Attributes:
        text: the lines joined.
        size: character size in points.
        centred: set in the middle of the page.
        before_table: a grid follows before the next block.
    """

    text: str
    size: float
    centred: bool
    before_table: bool


def heading_ranks(blocks: Sequence[Block], body_size: float, announced: Collection[str]) -> list[int | None]:
    """Return for each block its rank as a heading (0 outermost), or None for text.

    Args:
        blocks: the text in reading order.
        body_size: usual character size of the text in points.
        announced: folded texts of the entries of the contents.
    """
    judge = _Judge(blocks, body_size, frozenset(announced))
    ranks = [judge.rank(at) for at in range(len(blocks))]
    # What looks like a heading but has nothing below it is an item of a list.
    for at in reversed(range(len(blocks))):
        rank = ranks[at]
        if rank is not None and not judge.is_sure(at) and not judge.has_content(at, rank, ranks):
            ranks[at] = None
    for at in range(1, len(blocks)):
        if ranks[at] is not None and ranks[at - 1] is None and not judge.is_sure(at) and judge.follows(at):
            ranks[at] = None
    return ranks


def heading_text(text: str) -> str:
    """Return a heading as it is stored: one space behind 第一部分, which prints set there."""
    ordinal, rest = strip_ordinal(text)
    return f"{ordinal.text} {rest}" if ordinal is not None and rest and ordinal.kind in ("part", "chapter") else text


def is_loose_title(block: Block, body_size: float) -> bool:
    """Tell whether a block is the title of a table that stands apart from its grid: no section, no text."""
    return (
        block.size >= LARGE * body_size
        and strip_ordinal(block.text)[0] is None
        and bool(_TABLE_TAIL.search(block.text))
        and not _STOP.search(block.text)
    )


@dataclass(frozen=True, slots=True)
class _Judge:
    blocks: Sequence[Block]
    body_size: float
    announced: frozenset[str]

    def rank(self, at: int) -> int | None:
        """Return the rank a block would have as a heading, or None when its words rule that out."""
        block = self.blocks[at]
        ordinal, rest = strip_ordinal(block.text)
        if ordinal is None:
            return self._title_rank(block)
        if ordinal.kind == "article" or not self._worded_as_heading(ordinal, rest):
            return None
        return _RANK[ordinal.kind]

    def is_sure(self, at: int) -> bool:
        """Tell whether a heading needs no text below it to be one."""
        block = self.blocks[at]
        ordinal, rest = strip_ordinal(block.text)
        if ordinal is None or ordinal.kind in ("part", "chapter"):
            return True
        if fold(block.text) in self.announced or fold(rest) in self.announced:
            return True
        named = _TITLE_TAIL.search(rest) is not None and heading_section(rest) is not None
        return named and ordinal.kind in ("chinese", "chinese_paren")

    def has_content(self, at: int, rank: int, ranks: Sequence[int | None]) -> bool:
        """Tell whether text, a table or a lower heading follows before the next heading of this rank."""
        if self.blocks[at].before_table:
            return True
        if at + 1 >= len(self.blocks):
            return False
        below = ranks[at + 1]
        if below is not None:
            return below > rank
        mine, its = strip_ordinal(self.blocks[at].text)[0], strip_ordinal(self.blocks[at + 1].text)[0]
        return its is None or mine is None or its.kind != mine.kind

    def follows(self, at: int) -> bool:
        """Tell whether a block is the next item of the list that the block before it belongs to."""
        mine, its = strip_ordinal(self.blocks[at].text)[0], strip_ordinal(self.blocks[at - 1].text)[0]
        return mine is not None and its is not None and mine.kind == its.kind and mine.value == its.value + 1

    def _title_rank(self, block: Block) -> int | None:
        text = block.text
        if len(text) > MAX_HEADING or _STOP.search(text) or _AMOUNT.search(text) or text.endswith(("：", ":")):
            return None
        large = block.size >= LARGE * self.body_size
        named = fold(text) in self.announced or (_TITLE_TAIL.search(text) and heading_section(text) is not None)
        title = block.centred and named and not _PAUSE.search(text)
        return _TITLE_RANK if (large and not is_loose_title(block, self.body_size)) or title else None

    def _worded_as_heading(self, ordinal: Ordinal, rest: str) -> bool:
        text = rest.strip()
        if not text or len(text) > MAX_HEADING:
            return False
        if text.endswith("。") and _TITLE_TAIL.search(text[:-1]) and not _PAUSE.search(text):
            text = text[:-1]
        if _STOP.search(text) or (_AMOUNT.search(text) and ordinal.kind != "part"):
            return False
        if ordinal.kind in ("part", "chapter") or fold(text) in self.announced:
            return True
        inner = text.rstrip("：:")
        if "：" in inner or ":" in inner or _PAUSE.search(inner):
            return False
        if inner != text:
            return ordinal.kind in ("chinese", "chinese_paren") and len(inner) <= 25
        return ordinal.kind in ("chinese", "chinese_paren") or len(text) <= 30
