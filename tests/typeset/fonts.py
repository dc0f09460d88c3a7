"""Static regular and bold cuts of the open Chinese font, reduced to the characters a document needs."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path

FAMILY = "Typeset Sans"
WEIGHTS = {"Regular": 400, "Bold": 700}


def cut(text: str, folder: Path) -> dict[str, Path]:
    """Write one TrueType file for each weight.

    Args:
        text: every character that will be printed.
        folder: an existing folder.

    Returns:
        Style name (`Regular`, `Bold`) to file.

    Raises:
        ValueError: the font lacks a character.
    """
    from fontTools import subset  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
    from fontTools.varLib import instancer  # type: ignore[import-untyped]

    source = resources.files("justmytype_intl_cjk") / "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"
    wanted = {ord(c) for c in text if c >= " "} | set(range(0x20, 0x7F))
    small = folder / "subset.ttf"
    with resources.as_file(source) as path:
        # Time stamps stay out so that the same seed gives the same bytes.
        font = TTFont(path, recalcTimestamp=False)
        missing = wanted - set(font.getBestCmap())
        if missing:
            raise ValueError("the font lacks " + "".join(sorted(chr(c) for c in missing)))
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
    return files
