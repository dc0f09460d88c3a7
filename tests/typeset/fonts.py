"""Static regular and bold cuts of the open Chinese font, reduced to the characters that documents need."""

from __future__ import annotations

import hashlib
import tempfile
from functools import cache
from importlib import resources
from pathlib import Path

FAMILY = "Typeset Sans"
WEIGHTS = {"Regular": 400, "Bold": 700}


def cut(text: str, folder: Path) -> dict[str, Path]:
    """Files of the font, one TrueType file for each weight, in a folder of their own.

    Args:
        text: every character that will be printed.
        folder: an existing folder, used where the common cut lacks a character.

    Returns:
        Style name (`Regular`, `Bold`) to file.

    Raises:
        ValueError: the font lacks a character.
    """
    wanted = frozenset(ord(c) for c in text if c >= " ") | frozenset(range(0x20, 0x7F))
    characters, files, _ = _common()
    return files if wanted <= characters else _make(wanted, folder)


@cache
def _common() -> tuple[frozenset[int], dict[str, Path], tempfile.TemporaryDirectory[str]]:
    """The cut that most documents share: what stands in this package; made once a process, as it takes seconds."""
    here = Path(__file__).parent
    sources = [*sorted(here.glob("*.py")), here / "data" / "codes.csv"]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    wanted = frozenset(ord(c) for c in text + "\u3000" if c >= " ") | frozenset(range(0x20, 0x7F))
    folder = tempfile.TemporaryDirectory()
    return wanted, _make(wanted & _known(), Path(folder.name)), folder


@cache
def _known() -> frozenset[int]:
    """Characters the font has."""
    from fontTools.ttLib import TTFont

    with resources.as_file(_source()) as path, TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _source() -> resources.abc.Traversable:
    return resources.files("justmytype_intl_cjk") / "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"


def _make(wanted: frozenset[int], folder: Path) -> dict[str, Path]:
    """Write the two cuts of a set of characters."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    missing = wanted - _known()
    if missing:
        raise ValueError("the font lacks " + "".join(sorted(chr(c) for c in missing)))
    small = folder / "subset.ttf"
    with resources.as_file(_source()) as path:
        # Time stamps stay out so that the same seed gives the same bytes.
        font = TTFont(path, recalcTimestamp=False)
        options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2, 4, 6])
        worker = subset.Subsetter(options)
        worker.populate(unicodes=wanted)
        worker.subset(font)
        font.save(small)
    # reportlab takes two fonts of one PostScript name for the same font, so each character set has its own.
    tag = hashlib.sha256(repr(sorted(wanted)).encode()).hexdigest()[:6]
    files = {}
    for style, weight in WEIGHTS.items():
        font = instancer.instantiateVariableFont(TTFont(small, recalcTimestamp=False), {"wght": weight})
        for ident, value in {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"TypesetSans{tag}-{style}"}.items():
            font["name"].setName(value, ident, 3, 1, 0x409)
        files[style] = folder / f"{style}.ttf"
        font.save(files[style])
    small.unlink()
    return files
