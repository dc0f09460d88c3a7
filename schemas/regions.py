"""Administrative divisions: the GB/T 2260 code of an agency's name or of a region's own name.

`data/regions.csv` holds the divisions in force and those that have ceased since 2010 (`last_seen`: the last month
in which a dated revision had them), for older documents name places as they were.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from schemas.text import fold

RegionLevel = Literal["province", "prefecture", "county"]

_PEOPLES: Final = (
    "维吾尔|哈萨克|柯尔克孜|塔吉克|达斡尔|鄂温克|鄂伦春|蒙古|布依|朝鲜|土家|哈尼|傈僳|拉祜|东乡|纳西|景颇|仫佬|布朗|撒拉|毛南|"
    "仡佬|锡伯|保安|裕固|独龙|普米|回|满|壮|藏|苗|彝|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒|各"
)
_AUTONOMOUS: Final = re.compile(rf"(.{{2,}}?)(?:(?:{_PEOPLES})族?)+自治([州县旗])")
_PROVINCE_TAIL: Final = re.compile(r"(?:省|市|特别行政区|(?:壮族|回族|维吾尔)?自治区)$")
# 江苏路街道 is not in Jiangsu, and 吉林市 or 海南州 are matched by their own names before this is asked.
_ROAD_AHEAD: Final = re.compile(r"[东西南北中]?[路街巷桥镇乡村湾]|[一二三四]路")
# Short county names occur inside other words (市区和县级, 财政和县域), so they count only where a name may begin.
_BEFORE_NAME: Final = re.compile(r"(?:^|[(《、,。:;-]|中共|共产党|共青团|协商会议|总局|学社|政协|民革|民盟|民建|民进)$")
_ANYWHERE: Final = 4


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative division.

    Attributes:
        code: six digits of GB/T 2260.
        name: its own name (普陀区).
        full_name: with the names of its parents (上海市普陀区).
        level: province, prefecture or county.
        last_seen: month in which it was last in force (`2016-10`), None when it is in force.
    """

    code: str
    name: str
    full_name: str
    level: RegionLevel
    last_seen: str | None = None


@dataclass(frozen=True, slots=True)
class _Atlas:
    by_code: Mapping[str, Region]
    by_name: Mapping[str, tuple[Region, ...]]
    provinces: Mapping[str, Region]
    longest: int


def region(code: str) -> Region | None:
    """Return the division of a six-digit code (the one in force, else the last to bear the code), or None."""
    return _atlas().by_code.get(code)


def find_region(text: str, hint: Region | str | None = None) -> Region | None:
    """Find the division that a name speaks of: the first one named, refined by those that follow it directly.

    Args:
        text: name of an agency or a region, as printed (上海市普陀区财政局, 昌吉州, 江苏省).
        hint: region, six-digit code or text that says where the document comes from; decides between divisions of one
            name (鼓楼区), and is never the answer by itself.

    Returns:
        The division, or None when none is named or the name is ambiguous.
    """
    folded = fold(text)
    if not folded:
        return None
    where = _hinted(hint)
    at = 0
    while at < len(folded):
        candidates, end = _match(folded, at)
        if candidates and _may_begin(candidates, folded, at, end):
            found = _choose(candidates, where)
            return _refine(folded, end, found) if found else None
        at += 1
    return None


def _refine(folded: str, at: int, found: Region) -> Region:
    """Follow the chain of ever smaller divisions (江苏省 | 南京市 | 鼓楼区)."""
    while True:
        candidates, end = _match(folded, at)
        inner = _choose([c for c in candidates if _within(c.code, found.code)], None)
        if inner is None:
            return found
        found, at = inner, end


def _hinted(hint: Region | str | None) -> str | None:
    if isinstance(hint, Region):
        return hint.code
    if hint and re.fullmatch(r"\d{6}", hint):
        return hint
    found = find_region(hint) if hint else None
    return found.code if found else None


def _match(folded: str, at: int) -> tuple[tuple[Region, ...], int]:
    """Return the divisions of the longest name at a place, and where it ends."""
    atlas = _atlas()
    for size in range(min(atlas.longest, len(folded) - at), 1, -1):
        piece = folded[at : at + size]
        if found := atlas.by_name.get(piece):
            return found, at + size
        if at == 0 and (province := atlas.provinces.get(piece)) and not _ROAD_AHEAD.match(folded, at + size):
            return (province,), at + size
    return (), at


def _may_begin(candidates: Iterable[Region], folded: str, at: int, end: int) -> bool:
    if end - at >= _ANYWHERE or any(c.level != "county" for c in candidates):
        return True
    return _BEFORE_NAME.search(folded[:at]) is not None


def _choose(candidates: Iterable[Region], where: str | None) -> Region | None:
    """Return the one division meant: near the hint if there is one, in force before those that ceased."""
    pool = list(candidates)
    if where:
        for digits in (6, 4, 2):
            near = [c for c in pool if c.code[:digits] == where[:digits]]
            if near:
                pool = near
                break
    codes = {c.code for c in pool}
    if len(codes) > 1:
        # A place that got a new code in its province is still one place; two places of one name are not.
        current = [c for c in pool if c.last_seen is None]
        if len({c.code for c in current}) == 1 and len({c.code[:2] for c in pool}) == 1:
            return current[0]
        return None
    return pool[0] if pool else None


def _within(code: str, parent: str) -> bool:
    if code == parent or not parent.endswith("00"):
        return False
    return code.startswith(parent[:2] if parent.endswith("0000") else parent[:4])


@lru_cache(maxsize=1)
def _atlas() -> _Atlas:
    with (Path(__file__).parent / "data" / "regions.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(r["code"], r["name"], r["last_seen"] or None) for r in csv.DictReader(lines)]
    # Rows that ceased come first, so that the division in force is the one a code stands for.
    rows.sort(key=lambda row: row[2] or "9999")
    names = {code: name for code, name, _ in rows}
    by_code: dict[str, Region] = {}
    by_name: dict[str, list[Region]] = {}
    aliases: dict[str, list[Region]] = {}
    provinces: dict[str, Region] = {}
    for code, name, last_seen in rows:
        parents = dict.fromkeys((code[:2] + "0000", code[:4] + "00"))
        above = "".join(names.get(parent, "") for parent in parents if parent != code)
        level: RegionLevel = "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
        entry = Region(code, name, above + name, level, last_seen)
        by_code[code] = entry
        by_name.setdefault(name, []).append(entry)
        if level == "province":
            provinces[_PROVINCE_TAIL.sub("", name)] = entry
        elif short := _AUTONOMOUS.fullmatch(name):
            aliases.setdefault(short.group(1) + short.group(2), []).append(entry)
    for alias, entries in aliases.items():
        by_name.setdefault(alias, entries)
    found = {name: tuple(entries) for name, entries in by_name.items()}
    return _Atlas(by_code, found, provinces, max(len(name) for name in found))
