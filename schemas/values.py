"""How the small values that pass between stages are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[_T]) -> type[_T]:
    """Make a dataclass that nothing may change: type checkers see to that, as freezing it costs four times the rest."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
