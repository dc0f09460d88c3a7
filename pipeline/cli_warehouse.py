"""Commands that ask a warehouse and move it: query, search, export, copy, prune, warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from pipeline.clihelp import Command, Group, help_of
from pipeline.errors import ExitCode, UsageError
from pipeline.messages import Text

if TYPE_CHECKING:
    from rich.console import Console

    from warehouse.search import Hit

DEFAULT_WAREHOUSE: Final = "warehouse/mingzhang.db"
ROWS_ON_A_TERMINAL: Final = 200
SHORTEST_WORD: Final = 2

_KINDS: Final = {
    "paragraph": Text("段落", "paragraph"),
    "row": Text("行名", "row"),
    "target": Text("绩效", "target"),
}

warehouse_option = click.option(
    "--warehouse",
    "address",
    metavar="URL",
    envvar="MINGZHANG_WAREHOUSE",
    default=DEFAULT_WAREHOUSE,
    **help_of(
        f"仓库：路径、sqlite:///路径 或 postgresql://…；默认取 $MINGZHANG_WAREHOUSE，否则 {DEFAULT_WAREHOUSE}",
        "The warehouse: a path, sqlite:///PATH or postgresql://…; by default $MINGZHANG_WAREHOUSE, "
        f"else {DEFAULT_WAREHOUSE}.",
    ),
)

suppress_option = click.option(
    "--suppress",
    metavar="FILE",
    envvar="MINGZHANG_SUPPRESS",
    **help_of(
        "应要求撤下的内容清单，默认取当前文件夹的 suppress.csv",
        "What people asked to be taken out; suppress.csv of the working folder by default.",
    ),
)


@click.command(
    cls=Command,
    **help_of(
        "用一条 SELECT 查询；终端上显示为表格，否则输出 CSV。只能读，限时。",
        "Ask one SELECT; a table on a terminal, CSV otherwise. It can only read, and its time is limited.",
    ),
)
@click.argument("sql")
@warehouse_option
@click.option(
    "--limit",
    type=click.IntRange(1),
    **help_of(
        f"最多几行；终端上默认 {ROWS_ON_A_TERMINAL}，输出 CSV 时不限",
        f"Rows at most; {ROWS_ON_A_TERMINAL} on a terminal by default, all of them as CSV.",
    ),
)
@click.option(
    "--format", "shape", type=click.Choice(["table", "csv", "json"]), **help_of("输出格式", "How to print the answer.")
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    default=10.0,
    show_default=True,
    **help_of("最多几秒", "Seconds at most."),
)
def query(sql: str, address: str, limit: int | None, shape: str | None, timeout: float) -> ExitCode:
    """Answer a question in SQL."""
    from pipeline.answers import print_answer
    from warehouse.store import Warehouse, WarehouseError

    console, errors = _consoles()
    shape = shape or ("table" if console.is_terminal else "csv")
    with Warehouse.open(address, create=False) as warehouse:
        if limit is None and shape == "table":
            limit = ROWS_ON_A_TERMINAL
        try:
            # One more than asked for shows whether there are more.
            names, rows = warehouse.ask(sql, None if limit is None else limit + 1, timeout)
        except WarehouseError as error:
            raise UsageError(str(error)) from None
    print_answer(console, names, rows[:limit], shape)
    if limit is not None and len(rows) > limit:
        more = Text("只显示前 {n} 行；见 --limit", "first {n} rows only; see --limit")
        errors.print(more.say(n=limit), highlight=False)
    return ExitCode.OK


@click.command(
    cls=Command,
    **help_of(
        "在段落、行名、项目名里找词，如 mingzhang search 取暖费。",
        "Find words in paragraphs, row labels and names of projects: mingzhang search 取暖费",
    ),
)
@click.argument("words", nargs=-1, required=True)
@warehouse_option
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, **help_of("最多几条", "Hits at most.")
)
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", **help_of("输出格式", "Format.")
)
def search(words: tuple[str, ...], address: str, limit: int, shape: str) -> ExitCode:
    """Find words."""
    from warehouse.search import ENOUGH
    from warehouse.store import Warehouse

    console, errors = _consoles()
    with Warehouse.open(address, create=False) as warehouse:
        hits, count = warehouse.search(" ".join(words), limit)
        part = None if count else _longest_word("".join(words))
        if part is not None:
            hits, count = warehouse.search(part, limit)
            instead = Text("没有找到原词，改找“{word}”", "not found as written; looked for “{word}” instead")
            errors.print(instead.say(word=part), highlight=False, markup=False)
    if shape == "json":
        _print_json([{name: getattr(hit, name) for name in hit.__slots__} for hit in hits])
        return ExitCode.OK
    for hit in hits:
        _print_hit(console, hit)
    more = "+" if count >= ENOUGH else ""
    found = Text("共 {n} 处，列出 {shown} 处", "{n} found, {shown} shown").say(n=f"{count}{more}", shown=len(hits))
    errors.print(found, highlight=False)
    return ExitCode.OK


def _longest_word(text: str) -> str | None:
    """The longest word of what was looked for in vain, None where it is one word."""
    from pipeline.assemble.joints import words_of

    found = max(words_of(text), key=len, default="")
    return found if SHORTEST_WORD <= len(found) < len(text) else None


def _print_hit(console: Console, hit: Hit) -> None:
    from rich.text import Text as Styled

    stage = {"budget": Text("预算", "budget"), "final": Text("决算", "final account")}.get(hit.stage or "")
    said = (hit.agency_name, hit.fiscal_year, stage and stage.say(), _KINDS[hit.kind].say())
    page = "" if hit.page is None else f" p.{hit.page}"
    line = Styled(" · ".join(str(part) for part in said if part) + f" · {hit.file_name}{page}\n", "dim")
    before, after = (" ".join(part.split()) for part in (hit.before, hit.after))
    line.append("  " + before, "not dim").append(" ".join(hit.words.split()), "bold red not dim").append(
        after, "not dim"
    )
    console.print(line, soft_wrap=True)


@click.command(
    cls=Command,
    **help_of(
        "输出整个仓库：每张表一个文件，并附说明（datapackage.json、README）；--format xlsx 供 Excel 使用。",
        "Write the warehouse: a file a table with its description (datapackage.json, README); --format xlsx for Excel.",
    ),
)
@click.option(
    "--out",
    type=click.Path(file_okay=False),
    required=True,
    metavar="DIR",
    **help_of("输出文件夹，没有则新建；其中旧的输出会被替换", "Folder to write to; an older export in it is replaced."),
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["csv", "parquet", "xlsx"]),
    default="csv",
    show_default=True,
    **help_of("文件格式", "Kind of files."),
)
@click.option(
    "--where",
    metavar="SQL",
    **help_of(
        "只输出含有符合条件的公开报告的文件，如 \"fiscal_year = 2024 AND region_name = '上海市'\"",
        "Only documents with a disclosure that meets the condition, as \"fiscal_year = 2024 AND stage = 'final'\".",
    ),
)
@warehouse_option
@suppress_option
def export(out: str, kind: str, where: str | None, address: str, suppress: str | None) -> ExitCode:
    """Write every record of the contract."""
    from pipeline.suppress import suppression
    from warehouse.store import Warehouse

    rules, problems = suppression(suppress)
    for problem in problems:
        click.echo(problem, err=True)
    with Warehouse.open(address, create=False) as warehouse:
        counts = warehouse.export(out, kind, where, rules)
    for record, count in counts.items():
        click.echo(f"{record}.csv\t{count}" if kind == "csv" else f"{record}\t{count}")
    return ExitCode.OK


@click.command(
    cls=Command,
    **help_of(
        "把一个仓库原样复制到另一个空仓库（SQLite 与 PostgreSQL 之间皆可）。",
        "Copy a warehouse into an empty one, between SQLite and PostgreSQL in either direction.",
    ),
)
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> ExitCode:
    """Copy a warehouse."""
    from warehouse.store import Warehouse

    with Warehouse.open(source, create=False) as own, Warehouse.open(target) as other:
        own.copy_to(other)
        counts = other.summary()
        said = Text("已复制 {n} 个文件、{amounts} 个数字到 {to}", "{n} documents and {amounts} figures copied to {to}")
        click.echo(said.say(n=counts.documents, amounts=counts.amounts, to=other.safe_url))
    return ExitCode.OK


@click.command(
    cls=Command,
    **help_of(
        "删除原文件已不在收件夹的文件；先列出清单，确认后才删。",
        "Remove documents whose files are no longer in their inbox; they are listed first.",
    ),
)
@click.option("--inbox", metavar="LABEL", **help_of("只限这个收件夹", "Only of this inbox."))
@click.option("--yes", is_flag=True, **help_of("不再询问", "Do not ask."))
@warehouse_option
def prune(inbox: str | None, yes: bool, address: str) -> ExitCode:
    """Remove documents whose files are gone."""
    from pipeline.link.run import link
    from warehouse.store import Warehouse

    with Warehouse.open(address, create=False) as warehouse:
        gone = warehouse.absent(inbox)
        for document_id, name in gone:
            click.echo(f"{document_id[:16]}  {name}")
        if not gone:
            click.echo(Text("没有要删除的文件", "there is nothing to remove").say())
            return ExitCode.OK
        question = Text("从仓库中删除以上 {n} 个文件？", "remove these {n} documents from the warehouse?")
        if not yes and not click.confirm(question.say(n=len(gone))):
            return ExitCode.OK
        count = warehouse.prune(document_id for document_id, _ in gone)
        link(warehouse)
        click.echo(Text("已删除 {n} 个文件", "{n} documents removed").say(n=count))
    return ExitCode.OK


@click.group(cls=Group, name="warehouse", **help_of("管理仓库", "Look after the warehouse."))
def warehouse_group() -> None:
    """Commands for who looks after a warehouse."""


@warehouse_group.command(
    "grant-reader",
    **help_of(
        "在 PostgreSQL 里建立（或更新）只能查询的账户；mingzhang query 用它提问。",
        "Make (or renew) the role of a PostgreSQL warehouse that may only read; mingzhang query asks as this role.",
    ),
)
@warehouse_option
def grant(address: str) -> ExitCode:
    """Make the reader."""
    from warehouse.store import Warehouse

    with Warehouse.open(address, create=False) as warehouse:
        role = warehouse.grant_reader()
    click.echo(Text("只读账户：{role}", "reader: {role}").say(role=role))
    return ExitCode.OK


@warehouse_group.command(
    "upgrade",
    **help_of(
        "把旧版本建立的仓库更新到本版本，内容不变；mingzhang ingest 也会先这样做。请先备份。",
        "Bring a warehouse of an earlier version up to this one, with all it holds; mingzhang ingest does so too. "
        "Make a copy first.",
    ),
)
@warehouse_option
def upgrade(address: str) -> ExitCode:
    """Bring up an older warehouse."""
    from warehouse.store import Warehouse
    from warehouse.summing import VERSION

    Warehouse.upgrade(address)
    click.echo(Text("仓库是版本 {n}", "the warehouse is of version {n}").say(n=VERSION))
    return ExitCode.OK


def _print_json(rows: list[dict[str, Any]]) -> None:
    import json

    click.echo(json.dumps(rows, ensure_ascii=False, indent=1))


def _consoles() -> tuple[Console, Console]:
    """Standard output and standard error."""
    from rich.console import Console

    return Console(), Console(stderr=True)
