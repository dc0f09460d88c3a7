"""`README.md` of an export: what each file and column means, in Chinese first."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.dictionary import column_lines
from warehouse.exports.package import DESCRIPTION_EN, DESCRIPTION_ZH, TITLE_EN, TITLE_ZH, Part

_HEAD = f"""# {TITLE_ZH}

{DESCRIPTION_ZH}

{TITLE_EN}. {DESCRIPTION_EN}

## 怎样读 / How to read it

- **不要直接对 `amounts` 求和。** 同一笔钱会出现在好几张表、好几级科目和合计行里。请用仓库里的视图 `spending`
  （每行一个末级，可以相加），或先按 `form_id`、`phase`、`is_leaf` 筛选。 / **Never sum `amounts` as it is**: the same
  money stands in several forms, at several levels and in totals. Use the view `spending` of the warehouse, or keep to
  one form, one phase and leaves.
- 金额以分存放（`amount_fen`，整数，精确）；`amount_yuan` 由它除以一百。 / Money is kept in fen, exact; yuan is made
  from it.
- 空字段是“不适用或未知”，`""` 是“印着空白”。 / An empty field means not known or not applicable; `""` means printed
  empty.
- 编码（科目、区划）是文本，保留开头的零；用 Excel 打开 CSV 会丢失，请改用 `--format xlsx`。 / Codes are text with
  leading zeros, which Excel drops when it opens a CSV; export with `--format xlsx` for Excel.
- `trust`：`proven` 已由等式印证，`disputed` 所在等式不成立，`unverified` 其余。数字从未为凑平而改动。 / No figure was
  ever altered to make an identity hold.
- CSV：UTF-8 无 BOM，RFC 4180，文本不作公式转义。 / UTF-8 without BOM; text is not escaped against formulas.
- Excel 一格至多 32767 字，更长的文本在 `.xlsx` 中截断，CSV 完整。 / A box of Excel holds 32,767 characters; longer
  text is cut in `.xlsx` and whole in CSV.
"""


def render(parts: Iterable[Part]) -> str:
    """Return the text for the files of an export."""
    sections = [_HEAD]
    for part in parts:
        said = f"{part.record.zh} / {part.record.en} · {part.rows} 行 / rows · `{part.path}`"
        head = f"## {part.record.name}\n\n{said}\n"
        sections.append("\n".join([head, *column_lines(part.record), ""]))
    return "\n".join(sections)
