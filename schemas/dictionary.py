"""The data dictionary in Markdown, made from the records: `python -m schemas.dictionary > docs/data-dictionary.md`."""

from __future__ import annotations

import sys

from schemas.columns import TYPE_NAMES_ZH, Column, Record
from schemas.records import RECORDS

_HEAD = """# 数据字典 / Data dictionary

由 `python -m schemas.dictionary` 生成，请勿手改。 / Made by `python -m schemas.dictionary`; do not edit.

每节是一个可查询的表或视图，也是导出的一个 CSV。 / Each section is a table or view to query, and a CSV of the export.

- **空 / null**: 不适用或未知；CSV 中为空字段，印出的空文字为 `""`。 / Does not apply or is not known; an empty field
  in CSV, while an empty text is `""`.
- **十进制 / decimal**: 准确至 15 位有效数字（64 位整数亦准确），CSV 中不带末尾零。 / Exact to 15 significant digits
  (and for 64-bit integers), no trailing zeros in CSV. Compares as a number on both engines.
- **由分生成 / made from fen**: 求和请用 `*_fen`；CSV 的元保留两位小数。 / Sum the `*_fen`; CSV prints yuan with
  two decimals.
- **int** 64 位 / bits · **bool** CSV `true` `false` · **date** `2024-02-19` · **timestamp** `2024-02-19T08:30:00Z` ·
  **float** 量得的坐标 / measured coordinates
- 文字按码位排序 / Text sorts by code point. 🔑 主键 / primary key · 🔍 有索引 / indexed
"""


def render() -> str:
    """Return the whole dictionary, in the order of the contract."""
    contents = " · ".join(f"[{name}](#{name})" for name in RECORDS)
    return "\n".join([_HEAD, contents, "", *(_section(record) for record in RECORDS.values())])


def _section(record: Record) -> str:
    head = f"## {record.name}\n\n{record.zh} / {record.en}\n"
    return "\n".join([head, *column_lines(record), ""])


def column_lines(record: Record) -> list[str]:
    """Return the columns of a record as the lines of a Markdown table."""
    table = ["| 列 / column | 类型 / type | 空 / null | 说明 / description |", "| --- | --- | --- | --- |"]
    return [*table, *(_line(record, column) for column in record.columns)]


def _line(record: Record, column: Column) -> str:
    marks = "🔑" * (column.name in record.primary_key) + "🔍" * column.indexed
    said = f"{column.zh} / {column.en}"
    if column.values is not None:
        said += ": " + " ".join(f"`{value}`" for value in column.values)
    if column.fen is not None:
        said += f" (由 / from `{column.fen}`)"
    kind = f"{TYPE_NAMES_ZH[column.type]} {column.type}"
    return f"| `{column.name}` {marks} | {kind} | {'✓' if column.nullable else ''} | {said} |".replace("`  |", "` |")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a stream of text when run as a command
    sys.stdout.write(render())
