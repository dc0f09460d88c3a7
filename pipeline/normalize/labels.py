"""Whole names that forms print in their label columns: what tells a cut row from two rows."""

from __future__ import annotations

from functools import lru_cache

from pipeline.normalize.codes import split_code_name
from schemas.classification import LISTS, classification
from schemas.text import fold, strip_of_which, strip_ordinal
from schemas.vocabulary import vocabulary


@lru_cache(maxsize=4096)
def is_label(text: str) -> bool:
    """Tell whether a text is a classification name or a row label of the vocabulary, ordinal and code put aside."""
    bare = strip_of_which(strip_ordinal(text)[1])[1]
    bare = split_code_name(strip_ordinal(bare)[1])[1]
    if not fold(bare):
        return False
    return vocabulary().row(bare) is not None or any(classification().by_name(name, bare) for name in LISTS)
