"""What every document asks for, loaded before children are forked: they inherit it instead of each loading its own."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Final

from schemas.classification import classification

_ROOMS: Final = ("extractors", "pipeline", "schemas")


def preload() -> None:
    """Call every function of the modules in use that takes nothing and keeps its result: those load data files."""
    import numpy.ma  # noqa: F401 - numpy itself imports it at first need

    for load in list(_loaders()):
        load()
    classification().rows()


def _loaders() -> Iterator[Callable[[], object]]:
    for name, module in sorted(sys.modules.items()):
        if name.partition(".")[0] in _ROOMS:
            for value in vars(module).values():
                own = hasattr(value, "cache_parameters") and value.__module__ == name
                if own and not inspect.signature(value).parameters:
                    yield value
