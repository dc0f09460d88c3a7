"""As many documents as wanted out of a few: typeset disclosures with other ids, agencies, years and figures.

Documents of all layouts are typeset and read once (`originals`). Each further document is one of them under another
agency and year, with every money figure exchanged: its digits are mapped to others, alike in tables, sentences and
checks, so that lengths, blanks and zeros stay as they were. What was proven of the original is kept as it is said.
"""

from __future__ import annotations

import hashlib
import random
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pipeline.ids import agency_id
from pipeline.worker import read_document
from warehouse.store import Name

Bundle = dict[str, list[dict[str, Any]]]
Row = dict[str, Any]
STARTED = datetime(2026, 1, 2, tzinfo=UTC)
#: Boxes that a document must have to stand for others.
CELLS: Final = 1_000
_YEARS: Final = 10
_PLACES: Final = (
    "云杉",
    "澄湖",
    "鹭洲",
    "桐溪",
    "橘林",
    "青衣",
    "榕湾",
    "槐树",
    "镜泊",
    "苇荡",
    "驼铃",
    "栖云",
    "花椒",
)
_RANKS: Final = ("县", "市", "区", "镇", "新区")
_OFFICES: Final = (
    "教育局", "财政局", "水利局", "司法局", "商务局", "档案馆", "图书馆", "体育局", "统计局", "审计局", "民政局",
    "交通运输局", "住房和城乡建设局", "卫生健康委员会", "自然资源局", "应急管理局",
)  # fmt: skip
_IDS: Final = (
    "table_id", "amount_id", "disclosure_id", "parent_disclosure_id", "paragraph_id", "claim_id", "indicator_id",
    "operand_id",
)  # fmt: skip
# Columns whose digits are a figure, texts in which figures stand, and figures in fen.
_FIGURES: Final = {
    "amounts": ("value", "printed"),
    "checks": ("expected", "printed", "difference", "expected_yuan", "printed_yuan", "difference_yuan"),
}
_TEXTS: Final = frozenset({"text", "sentence", "message", "section", "table_title", "reason"})
_FEN: Final = frozenset({"amount_fen", "change_fen"})
_DECIMALS: Final = re.compile(r"\d[\d,]*\.\d+")


def originals(seed: int = 5) -> list[Bundle]:
    """Typeset and read a disclosure of every layout; those of at least `CELLS` boxes."""
    from tests.typeset.make import FAMILIES, make

    made = []
    with tempfile.TemporaryDirectory() as folder:
        for family in FAMILIES:
            path, _ = make(Path(folder), family, seed, "canvas", landline=True, contradict=True)
            document_id = hashlib.sha256(path.read_bytes()).hexdigest()
            made.append(dict(read_document(str(path), document_id, path.name)))
    return [bundle for bundle in made if len(bundle["cells"]) >= CELLS]


def many(
    count: int, seed: int = 1, sources: list[Bundle] | None = None, first: int = 0
) -> Iterator[tuple[Bundle, Name]]:
    """Yield documents: agencies with budget and final account of ten years, one document in fifty a second edition.

    Args:
        count: the number behind the last document.
        seed: of the figures and ids.
        sources: what the documents are made of; `originals` by default.
        first: the number of the first document; each is the same whatever stands before it.
    """
    held = sources if sources is not None else originals()
    stages = {stage: [one for one in held if one["disclosures"][0]["stage"] == stage] for stage in ("budget", "final")}
    for number in range(first, count):
        document_id = hashlib.sha256(f"{seed} {number}".encode()).hexdigest()
        place = number - 2 if number % 50 == 49 else number
        agency, turn = divmod(place, 2 * _YEARS)
        kinds = stages["final" if turn % 2 else "budget"]
        chance = random.Random(seed * 1_000_003 + number)
        source = kinds[agency % len(kinds)]
        yield (
            _like(source, document_id, name_of(agency), 2015 + turn // 2, chance),
            Name("many", f"{number:06}.pdf", document_id),
        )


def name_of(agency: int) -> str:
    """Return the name of an invented agency."""
    rest, office = divmod(agency, len(_OFFICES))
    rest, rank = divmod(rest, len(_RANKS))
    rest, place = divmod(rest, len(_PLACES))
    return f"{_PLACES[place]}{'新' * rest}{_RANKS[rank]}{_OFFICES[office]}"


def _like(source: Bundle, document_id: str, agency: str, year: int, chance: random.Random) -> Bundle:
    short, salt = document_id[:16], int(document_id[16:32], 16)
    own = source["disclosures"][0]
    digits = list("123456789")
    chance.shuffle(digits)
    shown = str.maketrans("123456789", "".join(digits))
    was, by = own["agency_name"], f"{own['fiscal_year']}年"

    def said(text: str) -> str:
        renamed = text.replace(was, agency).replace(by, f"{year}年")
        return _DECIMALS.sub(lambda found: found[0].translate(shown), renamed)

    change: Mapping[str, Callable[[Any], Any]] = {
        **dict.fromkeys(_IDS, lambda value: short + value[16:]),
        **dict.fromkeys(_TEXTS, said),
        **dict.fromkeys(_FEN, lambda value: int(str(value).translate(shown))),
        "document_id": lambda _: document_id,
        "check_id": lambda value: f"{int(value, 16) ^ salt:016x}",
    }

    def figure(value: str) -> str:
        return value.translate(shown)

    made = {
        record: _changed(rows, {**change, **dict.fromkeys(_FIGURES.get(record, ()), figure)})
        for record, rows in source.items()
    }
    for row in made["disclosures"]:
        name = (row["agency_name"] or "").replace(was, agency)
        row |= {"agency_id": agency_id(name, row["region_code"]), "agency_name": name, "fiscal_year": year}
    for cell, before in zip(made["cells"], source["cells"], strict=True):
        if cell["role"] == "amount":
            cell["text"] = figure(before["text"])
        if cell["printed"] == before["text"]:
            cell["printed"] = cell["text"]
    return made


def _changed(rows: list[Row], change: Mapping[str, Callable[[Any], Any]]) -> list[Row]:
    """Copies of rows with some columns changed; a value that comes again is changed once."""
    if not rows:
        return []
    columns = {
        name: list(values) for name, values in zip(rows[0], zip(*map(dict.values, rows), strict=True), strict=True)
    }
    for name, values in list(columns.items()):
        if name in change:
            new = {value: None if value is None else change[name](value) for value in set(values)}
            columns[name] = [new[value] for value in values]
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
