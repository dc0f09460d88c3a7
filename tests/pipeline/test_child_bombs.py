"""Small files that unfold to more than a machine has: the limits of the child hold with the real reader."""

from __future__ import annotations

import hashlib
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.child import Child, Limits, Refused, Request
from pipeline.reading import Reading, read

MEGABYTE = 1 << 20
pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="macOS enforces no limit of address space")


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    with Child(Limits(memory_bytes=256 * MEGABYTE, page_seconds=30.0)) as child:
        yield child


def _pdf(stream: bytes, filters: bytes) -> bytes:
    """A page with one content stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length %d/Filter%s>>stream\n%s\nendstream" % (len(stream), filters, stream),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def _deflated(unit: bytes, total: int) -> bytes:
    packer = zlib.compressobj(6)
    chunk = unit * (MEGABYTE // len(unit))
    return b"".join(packer.compress(chunk) for _ in range(total // len(chunk))) + packer.flush()


def _read(child: Child, path: Path, data: bytes) -> Reading | Refused:
    path.write_bytes(data)
    return read(child, Request(str(path), hashlib.sha256(data).hexdigest(), path.name))


def test_stream_unfolding_twice_is_stopped(child: Child, tmp_path: Path) -> None:
    once = _deflated(b" ", 500 * MEGABYTE)
    data = _pdf(zlib.compress(once, 9), b"[/FlateDecode/FlateDecode]")
    assert len(data) < 10_000
    outcome = _read(child, tmp_path / "double.pdf", data)
    assert isinstance(outcome, Refused)
    assert outcome.code == "out_of_memory"


@pytest.mark.parametrize("unit", [b"0 0 5 5 re f ", b"q "], ids=["rectangles", "saves"])
def test_endless_drawing_is_stopped(child: Child, tmp_path: Path, unit: bytes) -> None:
    outcome = _read(child, tmp_path / "many.pdf", _pdf(_deflated(unit, 30 * MEGABYTE), b"/FlateDecode"))
    assert isinstance(outcome, Refused)
    assert outcome.code == "out_of_memory"


def test_child_serves_on_after_a_bomb(child: Child, tmp_path: Path) -> None:
    outcome = _read(child, tmp_path / "blank.pdf", _pdf(zlib.compress(b"0 0 5 5 re f"), b"/FlateDecode"))
    assert isinstance(outcome, Refused)
    assert outcome.code == "no_text"
