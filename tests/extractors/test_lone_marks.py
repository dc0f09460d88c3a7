"""Marks that stand apart, and the size of lines full of digits."""

from __future__ import annotations

import numpy as np

from extractors.lines import lines_of
from extractors.page import Glyphs


def _glyphs(*marks: tuple[str, float, float, float, float]) -> Glyphs:
    box = np.array([mark[1:] for mark in marks], np.float64)
    code = np.array([ord(mark[0]) for mark in marks], np.uint32)
    return Glyphs(code, box, np.ones(len(marks), np.bool_), np.zeros(len(marks), np.bool_))


def _run(text: str, x: float, y: float, em: float = 12.0) -> list[tuple[str, float, float, float, float]]:
    marks = []
    for char in text:
        wide = em if char > "\u2e7f" else em * 0.35
        marks.append((char, x, y, x + wide, y + em))
        x += wide
    return marks


def test_a_full_stop_alone_on_its_line_stays_there() -> None:
    found = lines_of(_glyphs(*_run("经费减少", 80, 100), ("。", 60, 118, 72, 130), *_run("下一行", 80, 136)))
    assert [line.text for line in found] == ["经费减少", "。", "下一行"]


def test_a_comma_boxed_by_its_ink_joins_its_line() -> None:
    found = lines_of(
        _glyphs(*_run("收入", 80, 100), ("，", 104, 109, 116, 112), *_run("支出", 116, 100), *_run("下一行", 80, 115))
    )
    assert [line.text for line in found] == ["收入，支出", "下一行"]


def test_ideographs_tell_the_size_of_a_line() -> None:
    (line,) = lines_of(_glyphs(*_run("占26.81", 60, 100), *_run("12345", 100, 100)))
    assert line.size == 12.0


def test_bold_type_drawn_twice_is_read_once() -> None:
    twice = [*_run("收入1122元", 80, 100), *_run("收入1122元", 80.4, 100)]
    assert [line.text for line in lines_of(_glyphs(*twice))] == ["收入1122元"]
