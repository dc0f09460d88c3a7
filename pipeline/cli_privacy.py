"""The command `mingzhang privacy`: what was redacted where, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from pipeline.cli_warehouse import warehouse_option
from pipeline.clihelp import Command, Group, help_of
from pipeline.errors import ExitCode
from pipeline.messages import Text

if TYPE_CHECKING:
    from warehouse.store import Warehouse

#: Texts as they stand in the document: record, column, page.
_TEXTS: Final = (
    ("cells", "text", "page"),
    ("paragraphs", "text", "page_first"),
    ("paragraphs", "section", "page_first"),
    ("tables", "table_title", "page_first"),
    ("tables", "notes", "page_first"),
)
_KINDS: Final = ("person", "phone", "id", "email", "suppressed")
_COLUMNS: Final = ("document_id", "file_name", "page", "record", "kind", "count")


@click.group("privacy", cls=Group, **help_of("个人信息的处理情况", "How personal data was treated."))
def privacy() -> None:
    """Commands about personal data."""


@privacy.command(
    "report",
    cls=Command,
    **help_of(
        "逐文件、逐页统计遮去了多少姓名、电话等；只有数目，没有内容。",
        "Count what was redacted, by document and page: names, numbers and so on. Numbers only, never the data.",
    ),
)
@warehouse_option
@click.option(
    "--format", "shape", type=click.Choice(["table", "csv", "json"]), **help_of("输出格式", "How to print the answer.")
)
def report(address: str, shape: str | None) -> ExitCode:
    """Print the counts, and their sums by kind on standard error."""
    from rich.console import Console

    from pipeline.answers import print_answer
    from warehouse.store import Warehouse

    console, errors = Console(), Console(stderr=True)
    with Warehouse.open(address, create=False) as warehouse:
        rows = redactions(warehouse)
    print_answer(console, list(_COLUMNS), rows, shape or ("table" if console.is_terminal else "csv"))
    sums = {kind: sum(int(str(row[5])) for row in rows if row[4] == kind) for kind in _KINDS}
    told = "  ".join(f"{kind} {count}" for kind, count in sums.items() if count)
    none = Text("没有遮去任何内容", "nothing was redacted").say()
    errors.print(told or none, highlight=False, markup=False)
    return ExitCode.OK


def redactions(warehouse: Warehouse) -> list[tuple[object, ...]]:
    """Count the marks of a warehouse.

    Args:
        warehouse: open for reading.

    Returns:
        Rows of document_id, file_name, page, record, kind and count, in this order; texts that repeat others
        (claims, indicators) are not counted again.
    """
    found: dict[tuple[object, ...], int] = {}
    for record, column, page in _TEXTS:
        select = f"SELECT document_id, file_name, {page}, {column} FROM {record}"  # noqa: S608 - names of the contract
        _, rows = warehouse.query(f"{select} WHERE {column} LIKE '%[REDACTED:%'")
        for document, file_name, where, text in rows:
            for kind in _KINDS:
                count = str(text).count(f"[REDACTED:{kind}]")
                if count:
                    key = (document, file_name, where, record, kind)
                    found[key] = found.get(key, 0) + count
    order = sorted(found, key=lambda key: (str(key[0]), int(str(key[2] or 0)), str(key[3]), str(key[4])))
    return [(*key, found[key]) for key in order]
