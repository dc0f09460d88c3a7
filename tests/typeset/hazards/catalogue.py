"""Every hazard: what it is, and how to make a PDF that has it, with its truth."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from tests.typeset import canvas_producer, fonts
from tests.typeset.canvas_hand import Hand
from tests.typeset.hazards import base, fonts_bad, hands, marks, refont, sheets, unruled
from tests.typeset.model import Cell, Document, Line, Table

_WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_LOST = "\ufffd"
Truth = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hazard:
    """One thing that makes readers read wrongly.

    Attributes:
        name: short, for file names.
        what: in a few words, what is done to the document.
        make: writes the PDF and returns its truth.
        goal: the least share of cells right that counts as read.
    """

    name: str
    what: str
    make: Callable[[Path], Truth]
    goal: float = 0.995


def _drawn(hand: Hand | None = None, *changes: base.Change, family: str = "national", seed: int = 4) -> Any:
    def make(path: Path) -> Truth:
        document = base.document(family, seed)
        for change in changes:
            document = change(document)
        return base.typeset(document, path, hand)

    return make


def _then(make: Callable[[Path], Truth], surgery: Callable[[Path], None]) -> Any:
    def whole(path: Path) -> Truth:
        told = make(path)
        surgery(path)
        return told

    return whole


def _set(change: base.Change | None = None, **makers: refont.Maker) -> Any:
    """Set faces (`Regular`, `Bold`) in other fonts."""

    def make(path: Path) -> Truth:
        document = base.document() if change is None else change(base.document())
        told = base.typeset(document, path)
        with tempfile.TemporaryDirectory() as folder:
            files = fonts.cut(canvas_producer.characters(document), Path(folder))
            refont.reset(path, {face: (files[face], maker) for face, maker in makers.items()})
        return told

    return make


def _only_totals_bold(document: Document) -> Document:
    """Bold total rows, and nothing else bold."""
    changed = base.each_table(_plain_but_totals)(document)
    cover, *rest = changed.sections
    blocks = tuple(replace(b, bold=False) if isinstance(b, Line) else b for b in cover.blocks)
    return replace(changed, sections=(replace(cover, blocks=blocks), *rest))


def _plain_but_totals(table: Table) -> Table:
    caption = tuple(replace(line, bold=False) for line in table.caption)
    if table.kind != "grid":
        rows = tuple(tuple(c and replace(c, bold=False) for c in row) for row in table.rows)
        return replace(table, caption=caption, rows=rows)
    return replace(table, caption=caption)


def _lost(path: Path) -> Truth:
    """The bold type of total rows cannot be read: its cells hold marks, and no figures."""
    told: Truth = _set(_only_totals_bold, Bold=fonts_bad.nameless)(path)
    for table, meant in zip(told["tables"], _only_totals_bold(base.document()).tables(), strict=True):
        lost = {(r, c) for r, row in enumerate(meant.rows) for c, cell in enumerate(row) if cell and cell.bold}
        for r, c in lost:
            table["grid"][r][c] = re.sub(r"\S", _LOST, table["grid"][r][c])
        table["facts"] = [f for f in table["facts"] if (f["row"], f["col"]) not in lost]
    return told


def _spaced(cell: Cell) -> Cell:
    """Blanks for thousands separators, as some office programs have them."""
    if cell.amount is None:
        return cell
    whole, point, rest = cell.text.replace(",", "").partition(".")
    if len(whole) < 4 or not whole.isdigit():
        return cell
    return replace(cell, text=f"{whole[:-3]} {whole[-3:]}{point}{rest}")


def _wide(cell: Cell) -> Cell:
    """Full-width digits in codes and amounts."""
    if cell.amount is None and not cell.text.isdigit():
        return cell
    return replace(cell, text=cell.text.translate(_WIDE))


def _small(table: Table) -> Table:
    return replace(table, font_size=min(table.font_size, 7.0))


def _tall(table: Table) -> Table:
    """Narrow columns, and rows in which a header word has room on its side."""
    many = len(table.widths) > 6
    return replace(table, row_height=48.0, font_size=7.0, width_share=0.75 if many else 0.45)


def _cut(table: Table) -> Table:
    """Rows high enough for pages to end in the middle of blocks."""
    return replace(table, break_rows=True, row_height=table.row_height * 2.1, repeat_header=table.header_rows > 1)


_OFF = b"BT /F1 9 Tf 1 0 0 1 200 300 Tm (55,555.55) Tj 120 60 Td (44,444.44) Tj ET"

_DRAWN: tuple[Hazard, ...] = (
    Hazard("bold-thrice", "each line drawn four times a hair apart",
           _drawn(marks.Repeated(((0, 0), (0.4, 0), (0, 0.3), (0.4, 0.3))))),
    Hazard("bold-shadow", "each line drawn again 0.8 pt to the right", _drawn(marks.Repeated(((0, 0), (0.8, 0))))),
    Hazard("letters", "each character a text object of its own", _drawn(marks.Letters())),
    Hazard("watermark-slanted", "large translucent words at 45°", _drawn(marks.Watermark(45))),
    Hazard("watermark-level", "large translucent words across the page", _drawn(marks.Watermark(0))),
    Hazard("watermark-pale", "large pale words across the page, opaque", _drawn(marks.Watermark(0, alpha=1.0))),
    Hazard("watermark-tiled", "small translucent words all over the page, slanted",
           _drawn(marks.Watermark(30, 12, tiled=True))),
    Hazard("watermark-tiled-level", "small translucent words with figures all over the page, level",
           _drawn(marks.Watermark(0, 11, tiled=True))),
    Hazard("watermark-upright", "large translucent words from the bottom up", _drawn(marks.Watermark(90, 48))),
    Hazard("seal", "a red seal of characters and circles", _drawn(marks.Seal())),
    Hazard("hidden", "unpainted, white, clipped and off-page figures", _drawn(marks.Hidden())),
    Hazard("clipped", "words that a clip path cuts in half at the edge of their cell", _drawn(marks.Clipped())),
    Hazard("covered", "old figures under white boxes", _drawn(marks.Covered())),
    Hazard("sideways-up", "header words that read from the bottom up",
           _drawn(marks.Sideways(90), base.each_table(_tall))),
    Hazard("sideways-down", "header words that read from the top down",
           _drawn(marks.Sideways(-90), base.each_table(_tall))),
    Hazard("stacked", "header words one character a line", _drawn(marks.Stacked(), base.each_table(_tall))),
    Hazard("radicals", "Kangxi and supplementary radicals for signs", _drawn(None, base.styled(radicals=True))),
    Hazard("wide-digits", "full-width digits in codes and amounts",
           _drawn(None, base.each_cell(_wide), base.each_table(_small))),
    Hazard("spaces", "blanks inside numbers", _drawn(None, base.each_cell(_spaced))),
    Hazard("rules-doubled", "double rules 1.5 pt apart", _drawn(hands.Doubled(1.5))),
    Hazard("rules-doubled-wide", "double rules 3 pt apart", _drawn(hands.Doubled(3.0))),
    Hazard("rules-broken", "rules with gaps", _drawn(hands.Broken())),
    Hazard("rules-dotted", "rules of square dots", _drawn(hands.Dotted())),
    Hazard("rules-dashed", "hair lines with a dash pattern", _drawn(hands.Dashed())),
    Hazard("rules-pictures", "rules are pictures of one pixel", _drawn(hands.Pictures())),
    Hazard("rules-gaps", "white boxes on a dark area", _drawn(hands.Gaps())),
    Hazard("rules-thick", "grey strips for rules", _drawn(hands.Thick())),
    Hazard("open-sides", "no borders left and right", _drawn(hands.Open("lr"))),
    Hazard("open-left", "no border on the left", _drawn(hands.Open("l"))),
    Hazard("decorated", "slanted lines, underlines, ticks, boxes to tick", _drawn(hands.Decorated())),
    Hazard("apart", "header boxes drawn apart from the body", _drawn(hands.Apart())),
    Hazard("blocks-cut", "merged blocks that pages cut", _drawn(None, base.each_table(_cut))),
)  # fmt: skip

_SURGERY: tuple[Hazard, ...] = (
    *(Hazard(f"rotate-{angle}", f"/Rotate {angle}", _then(_drawn(), partial(sheets.turn, angle=angle)))
      for angle in (90, 180, 270)),
    Hazard("text-turned", "text on its side, no /Rotate",
           _then(_drawn(), lambda p: sheets.turn(p, 90, asked=False))),
    Hazard("tabs", "tabs inside numbers", _then(_drawn(None, base.each_cell(_spaced)), sheets.tabs)),
    Hazard("layer-off", "figures on a layer switched off", _then(_drawn(), lambda p: sheets.layer(p, _OFF))),
    Hazard("owner-password", "owner's password, AES-256", _then(_drawn(), lambda p: sheets.lock(p, level=6))),
    Hazard("owner-password-old", "owner's password, RC4", _then(_drawn(), lambda p: sheets.lock(p, level=4))),
)  # fmt: skip

_FONTS: tuple[Hazard, ...] = (
    Hazard("no-tounicode", "no ToUnicode; embedded cmap", _set(Bold=fonts_bad.plain, Regular=fonts_bad.plain)),
    Hazard("no-tounicode-shuffled", "no ToUnicode; embedded cmap through CIDToGIDMap",
           _set(Bold=fonts_bad.shuffled, Regular=fonts_bad.shuffled)),
    Hazard("no-tounicode-compact", "no ToUnicode; CFF glyph names", _set(Bold=fonts_bad.compact)),
    Hazard("no-tounicode-simple", "no ToUnicode; names in the post table", _set(Bold=fonts_bad.simple)),
    Hazard("private-use", "ToUnicode into private use", _set(Regular=fonts_bad.private)),
    Hazard("replaced", "ToUnicode with U+FFFD and holes", _set(Regular=fonts_bad.replaced)),
    Hazard("lying", "ToUnicode that contradicts the font's cmap", _set(Regular=fonts_bad.lying)),
    Hazard("lost", "bold without any way to know its characters", _lost),
    Hazard("absent-gbk", "font not embedded, GBK-EUC-H", _set(Regular=fonts_bad.absent("/GBK-EUC-H", "gbk"))),
    Hazard("absent-ucs2", "font not embedded, UniGB-UCS2-H",
           _set(Regular=fonts_bad.absent("/UniGB-UCS2-H", "utf-16-be"))),
    Hazard("absent-utf16", "font not embedded, UniGB-UTF16-H",
           _set(Regular=fonts_bad.absent("/UniGB-UTF16-H", "utf-16-be"))),
    Hazard("absent-gb", "font not embedded, GB-EUC-H", _set(Regular=fonts_bad.absent("/GB-EUC-H", "gb2312"))),
    Hazard("absent-cid", "font not embedded, numbers of Adobe-GB1", _set(Regular=fonts_bad.by_number)),
)  # fmt: skip

_UNRULED: tuple[Hazard, ...] = tuple(Hazard(*each, goal=0.98) for each in unruled.UNRULED)

HAZARDS: tuple[Hazard, ...] = (*_FONTS, *_DRAWN, *_SURGERY, *_UNRULED)


def write(folder: Path, names: Mapping[str, Any] | frozenset[str] | None = None) -> Iterator[tuple[Hazard, Truth]]:
    """Write the PDFs of the hazards into a folder, each with its truth beside it."""
    for hazard in HAZARDS:
        if names and hazard.name not in names:
            continue
        path = folder / f"{hazard.name}.pdf"
        told = hazard.make(path)
        path.with_suffix(".truth.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        yield hazard, told
