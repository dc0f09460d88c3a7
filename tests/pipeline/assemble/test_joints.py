"""Words across joints."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest

from pipeline.assemble import joints
from pipeline.assemble.joints import makes_word
from schemas.lexicon import lexicon


def test_jieba_finds_words_across_a_joint_and_leaves_no_file() -> None:
    cache = Path(tempfile.gettempdir()) / "jieba.cache"
    stood = cache.exists()
    assert makes_word("资金用于日常办", "公经费支出")
    assert not makes_word("收入全部为财政拨款", "支出全部为基本支出")
    assert not makes_word("增长20.52", "万元")
    assert cache.exists() == stood


@pytest.mark.soak
def test_words_are_cut_as_with_the_whole_dictionary() -> None:
    import jieba

    whole = jieba.Tokenizer()
    own = "\n".join(f"{word} {joints.OFTEN} n" for word in lexicon())
    with whole.get_dict_file() as file:
        lines = file.read()
    whole.total = whole.gen_pfdict(io.BytesIO(lines))[1]
    whole.FREQ = whole.gen_pfdict(io.BytesIO(lines.rstrip() + b"\n" + own.encode()))[0]
    whole.initialized = True
    words = joints._words()
    text = "一般公共预算财政拨款支出决算情况说明机关运行经费政府采购国有资产占用龘齉"
    for start in range(len(text)):
        piece = text[start : start + 8]
        assert words.cut(piece) == list(whole.cut(piece, HMM=False))
