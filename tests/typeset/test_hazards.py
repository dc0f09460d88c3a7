"""What hurts readers of pages, through the whole pipeline: a few here, all of them by the soak tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import hazards
from tests.typeset.hazards.catalogue import HAZARDS

RULED = [hazard.name for hazard in HAZARDS if not hazard.name.startswith("unruled-")]
QUICK = ("no-tounicode-shuffled", "lost", "watermark-level", "covered", "apart", "layer-off", "seal", "clipped")


def _check(folder: Path, names: frozenset[str]) -> None:
    results = hazards.run(folder, names)
    assert {result.name for result in results} == names
    assert [result for result in results if not result.passes] == []


def test_hazards(tmp_path: Path) -> None:
    _check(tmp_path, frozenset(QUICK))


@pytest.mark.soak
def test_every_hazard(tmp_path: Path) -> None:
    assert len(RULED) >= 20
    _check(tmp_path, frozenset(RULED))
