"""ToUnicode maps: what a font says of its codes, read and written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.S)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
#: A range longer than this is no font's.
_LONGEST = 0x10000


def parse(data: bytes) -> dict[int, str]:
    """Return code -> text of a ToUnicode map; what makes no sense is left out."""
    found: dict[int, str] = {}
    for kind, body in _BLOCK.findall(data):
        values = list(_values(body))
        if kind == b"bfchar":
            for code, text in zip(values[0::2], values[1::2], strict=False):
                if isinstance(code, bytes) and isinstance(text, bytes):
                    found[int.from_bytes(code, "big")] = _text(text)
        else:
            _ranges(values, found)
    return found


def _values(body: bytes) -> Iterator[bytes | list[bytes]]:
    """Yield hex strings, and arrays of them."""
    array: list[bytes] | None = None
    for digits, opens, closes in _TOKEN.findall(body):
        if opens:
            array = []
        elif closes:
            if array is not None:
                yield array
            array = None
        else:
            plain = b"".join(digits.split())
            value = bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode("ascii"))
            if array is None:
                yield value
            else:
                array.append(value)


def _ranges(values: list[bytes | list[bytes]], found: dict[int, str]) -> None:
    for first, last, start in zip(values[0::3], values[1::3], values[2::3], strict=False):
        if not isinstance(first, bytes) or not isinstance(last, bytes):
            continue
        low, high = int.from_bytes(first, "big"), int.from_bytes(last, "big")
        if high - low >= _LONGEST:
            continue
        if isinstance(start, list):
            found.update(zip(range(low, high + 1), map(_text, start), strict=False))
            continue
        text = _text(start)
        for step in range(high - low + 1):
            if text and ord(text[-1]) + step <= 0x10FFFF:
                found[low + step] = text[:-1] + chr(ord(text[-1]) + step)


def _text(value: bytes) -> str:
    """Decode UTF-16; halves of pairs stay what they are."""
    return (b"\0" * (len(value) % 2) + value).decode("utf-16-be", "surrogatepass")


def write(meaning: Mapping[int, str], width: int) -> bytes:
    """Return the ToUnicode map that says what codes mean.

    Args:
        meaning: code -> text.
        width: bytes of a code.
    """
    lines = [
        f"<{code:0{2 * width}x}> <{text.encode('utf-16-be', 'surrogatepass').hex()}>"
        for code, text in sorted(meaning.items())
        if text
    ]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <{'00' * width}> <{'ff' * width}> endcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")
