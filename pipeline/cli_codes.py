"""`mingzhang codes`: look a code or a name up, and list the codes of documents that no list has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

import click

from pipeline.clihelp import Command, help_of
from pipeline.errors import ExitCode, UsageError
from pipeline.messages import Text

if TYPE_CHECKING:
    from schemas.classification import Entry

_UNLISTED: Final = """
SELECT CASE WHEN functional_code IS NOT NULL THEN 'functional' ELSE 'economic' END AS list,
       COALESCE(functional_code, economic_code) AS code,
       COALESCE(functional_name, economic_name, row_label) AS name,
       code_status, COUNT(DISTINCT document_id) AS documents,
       MIN(fiscal_year) AS first_year, MAX(fiscal_year) AS last_year
FROM amounts WHERE code_status IN ('unlisted', 'conflict')
GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 2, 3
"""


@click.command(
    cls=Command,
    **help_of(
        "查科目：写代码或名称；写 unlisted 列出仓库里不在科目表中、或与名称不符的代码",
        "Look up a classification code or name; with the word unlisted, the codes of the warehouse that the lists "
        "do not have or name otherwise.",
    ),
)
@click.argument("word")
@click.option("--on", "day", metavar="YYYY-MM-DD", **help_of("只列当日有效的", "Only what is in force on this day."))
@click.option(
    "--warehouse",
    "address",
    metavar="URL",
    envvar="MINGZHANG_WAREHOUSE",
    default="warehouse/mingzhang.db",
    **help_of("仓库（只用于 unlisted）", "The warehouse (for unlisted only)."),
)
def codes(word: str, day: str | None, address: str) -> ExitCode:
    """Print entries of the code lists, or what documents print beside them."""
    from rich.console import Console

    from pipeline.answers import print_answer

    if word == "unlisted":
        from warehouse.store import Warehouse

        with Warehouse.open(address, create=False) as warehouse:
            names, rows = warehouse.query(_UNLISTED, None)
        print_answer(Console(), names, rows)
        return ExitCode.OK
    try:
        on = date.fromisoformat(day) if day else None
    except ValueError:
        raise UsageError(Text("日期请写作 2024-01-01", "write the day as 2024-01-01").say()) from None
    found = [_row(entry) for entry in _found(word, on)]
    if not found:
        raise UsageError(
            Text(
                "科目表中没有“{word}”；可只写名称的一部分", "{word} is not in the lists; a part of a name will do"
            ).say(word=word)
        )
    headings = ("list", "code", "name", "path", "account", "valid_from", "valid_to", "provenance")
    print_answer(Console(), headings, found)
    return ExitCode.OK


def _found(word: str, on: date | None) -> Iterator[Entry]:
    """Yield the entries of a code and all beneath it, or those that bear a name or hold it."""
    from schemas.classification import LISTS, classification
    from schemas.text import fold

    folded = fold(word)
    book = classification()
    exact = [entry for name in LISTS for entry in book.by_name(name, word, on=on)]
    for name in LISTS:
        for entry in book.entries(name, on):
            if (
                entry.code.startswith(folded)
                if folded.isdigit()
                else (entry in exact if exact else folded in fold(entry.name))
            ):
                yield entry


def _row(entry: Entry) -> tuple[object, ...]:
    from schemas.classification import classification

    above = [classification().by_code(entry.list, entry.code[:size]) for size in range(3, len(entry.code), 2)]
    return (
        entry.list,
        entry.code,
        entry.name,
        " / ".join(parent.name for parent in above if parent),
        ";".join(entry.account),
        entry.valid_from,
        entry.valid_to,
        entry.provenance,
    )
