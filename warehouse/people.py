"""Views for people: made of `people.yaml`, each under an English and a Chinese name."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from schemas.columns import CELL_ID
from schemas.people import people
from warehouse.ids import hex_sql, id_sql

_CALL = re.compile(r"\b(yuan|hex|amount_id|item_name|leaves|unindexed)\(((?:[^()]|\([^()]*\))+)\)")
# SQLite adds the leaves of a report when it comes to it, PostgreSQL those of all reports at once (`t`).
_LEAVES = "(SELECT sum({}) FROM spending_sums AS s WHERE s.doc = d.doc AND s.disclosure_no = d.disclosure_no)"


@dataclass(frozen=True, slots=True)
class PeopleView:
    """One view for people.

    Attributes:
        name: English name.
        zh: Chinese name.
        en: Title in English.
        say: What it holds, in Chinese.
        tell: What it holds, in English.
        columns: Name, Chinese name and SQL of each column.
        source: SQL after FROM, by dialect.
    """

    name: str
    zh: str
    en: str
    say: str
    tell: str
    columns: tuple[tuple[str, str, str], ...]
    source: Mapping[str, str]


@cache
def people_views() -> tuple[PeopleView, ...]:
    """Return the views in the order of creation; some stand on earlier ones."""
    told = yaml.safe_load((Path(__file__).parent / "people.yaml").read_text(encoding="utf-8"))
    return tuple(
        PeopleView(
            view["name"], view["zh"], view["en"], view["say"], view["tell"],
            tuple((name, zh, sql) for name, zh, sql in view["columns"]), _sources(view["from"]),
        )
        for view in told
    )  # fmt: skip


def _sources(told: str | dict[str, str]) -> dict[str, str]:
    """Return the SQL after FROM by dialect; most is the same on both."""
    return {dialect: told if isinstance(told, str) else told[dialect] for dialect in ("sqlite", "postgresql")}


def people_sql(dialect: str) -> dict[str, str]:
    """Return the SQL of the views by name, Chinese ones last."""
    made = {}
    for view in people_views():
        shown = ", ".join(f'{_expanded(sql, dialect)} AS "{name}"' for name, _, sql in view.columns)
        source = _expanded(" ".join(view.source[dialect].split()), dialect)
        made[view.name] = f"CREATE VIEW {view.name} AS SELECT {shown} FROM {source}"  # noqa: S608 - our own words
    for view in people_views():
        shown = ", ".join(f'"{name}" AS "{zh}"' for name, zh, _ in view.columns)
        made[view.zh] = f'CREATE VIEW "{view.zh}" AS SELECT {shown} FROM {view.name}'  # noqa: S608 - our own words
    return made


def render() -> str:
    """Return `docs/views.md`."""
    made = "由 `python -m warehouse.people` 生成，请勿手改。 / Made by `python -m warehouse.people`; do not edit."
    head = f"# 视图 / Views for people\n\n{made}\n"
    sections = [head]
    for view in people_views():
        sections.append(f"## {view.zh} · `{view.name}`\n\n{view.say}。 / {view.en}. {view.tell}.\n")
        sections.append("| 中文列名 | column |\n| --- | --- |")
        sections.append("\n".join(f"| {zh} | `{name}` |" for name, zh, _ in view.columns) + "\n")
    return "\n".join(sections)


def _expanded(sql: str, dialect: str) -> str:
    def expand(call: re.Match[str]) -> str:
        what, given = call[1], _expanded(call[2], dialect)
        if what == "leaves":
            return f"t.{given}" if dialect == "postgresql" else _LEAVES.format(given)
        if what == "unindexed":
            return given if dialect == "postgresql" else f"+{given}"
        if what == "yuan":
            return f"(({given}) / 100.0)::numeric(20, 2)" if dialect == "postgresql" else f"({given}) / 100.0"
        if what == "hex":
            return hex_sql(given, dialect)
        if what == "amount_id":
            return id_sql(CELL_ID, given, dialect)
        cases = " ".join(f"WHEN '{item.item}' THEN '{item.zh}'" for item in people().items)
        return f"CASE {given} {cases} END"

    return _CALL.sub(expand, sql)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a stream of text when run as a command
    sys.stdout.write(render())
