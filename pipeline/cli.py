"""The command `mingzhang`: PDFs in, a warehouse that can be asked out."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from pipeline.cli_codes import codes
from pipeline.cli_forms import forms
from pipeline.cli_privacy import privacy
from pipeline.cli_warehouse import (
    copy,
    export,
    prune,
    query,
    search,
    suppress_option,
    warehouse_group,
    warehouse_option,
)
from pipeline.clihelp import Group, help_of
from pipeline.errors import ExitCode, UsageError
from pipeline.messages import Text

if TYPE_CHECKING:
    from rich.console import Console

DEFAULT_INBOX: Final = "raw_pdfs"
WIDTH_OF_A_PIPE: Final = 200


@click.group(
    cls=Group,
    **help_of(
        "明账：把公开的预算、决算 PDF 读入可以查询的仓库。",
        "Mingzhang reads published Chinese budgets and final accounts (PDF) into a warehouse that can be asked.",
    ),
)
@click.version_option(package_name="mingzhang", **help_of("显示版本", "Show the version."))
def cli() -> None:
    """Top of the command."""


@cli.command(
    **help_of(
        f"把文件夹（或单个文件）里的 PDF 读入仓库；不写 PATH 时读 {DEFAULT_INBOX}。已读过的自动跳过。",
        f"Read the PDFs of folders, or single files, into the warehouse; {DEFAULT_INBOX} when no PATH is given. "
        "What is known already is skipped.",
    )
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@warehouse_option
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    **help_of("同时读取的文件数，默认等于处理器数", "Documents read at the same time; by default one a processor."),
)
@click.option(
    "--label", **help_of("收件夹在仓库中的名称，默认取文件夹名", "Name of the inbox; its folder's by default.")
)
@suppress_option
def ingest(
    paths: tuple[str, ...], address: str, workers: int | None, label: str | None, suppress: str | None
) -> ExitCode:
    """Read PDFs into the warehouse."""
    from pipeline.ingest import Options
    from pipeline.ingest import ingest as run
    from pipeline.report import RunProgress, print_report
    from warehouse.store import Warehouse

    console, errors = _consoles()
    with Warehouse.open(address) as warehouse:
        with RunProgress(errors) as progress:
            report = run(
                paths or (DEFAULT_INBOX,), warehouse, progress, Options(workers=workers, label=label, suppress=suppress)
            )
        print_report(console, errors, report)
        errors.print(warehouse.safe_url, highlight=False, markup=False, soft_wrap=True)
    if report.interrupted:
        return ExitCode.INTERRUPTED
    return ExitCode.SOME_FAILED if report.failures else ExitCode.OK


@cli.command(**help_of("仓库里有什么、哪些文件失败", "What the warehouse holds, and which files failed."))
@warehouse_option
def status(address: str) -> ExitCode:
    """Print counts, inboxes and failures."""
    from pipeline.status import print_status, seen
    from warehouse.glance import glance

    console, errors = _consoles()
    held = glance(address)
    if held is None:
        from warehouse.store import Warehouse

        with Warehouse.open(address, create=False) as warehouse:
            held = seen(warehouse)
    errors.print(held.address, highlight=False, markup=False, soft_wrap=True)
    print_status(console, held)
    return ExitCode.OK


@cli.command(
    **help_of(
        "在终端里看一个文件读出了什么。FILE 可以是文件名、文档编号的开头，或 PDF 的路径。",
        "Show what was read out of a file. FILE is its name, the beginning of its document id, or the path of the PDF.",
    )
)
@click.argument("file")
@warehouse_option
def show(file: str, address: str) -> ExitCode:
    """Print what was read out of one file."""
    from pipeline.show import show as print_file
    from warehouse.store import Warehouse

    console, _ = _consoles()
    if not console.is_terminal:
        console.width = WIDTH_OF_A_PIPE
    with Warehouse.open(address, create=False) as warehouse:
        print_file(console, warehouse, file)
    return ExitCode.OK


for command in (query, search, export, copy, prune, warehouse_group):
    cli.add_command(command)
cli.add_command(codes)
cli.add_command(forms)
cli.add_command(privacy)


def main() -> NoReturn:
    """Entry point: runs the command and turns every ending into one of `ExitCode`."""
    signal.signal(signal.SIGTERM, _terminate)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command.

    Args:
        arguments: without the program's name.

    Returns:
        Its exit code; errors have been printed.
    """
    try:
        return int(cli.main(arguments, prog_name="mingzhang", standalone_mode=False) or ExitCode.OK)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        _say(error.format_message())
        return ExitCode.USAGE
    except click.ClickException as error:
        _say(_usage_text(error))
        return ExitCode.USAGE
    except UsageError as error:
        _say(str(error))
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        _say(Text("已中断", "interrupted").say())
        return ExitCode.INTERRUPTED
    except _expected() as error:
        _say(str(error))
        return _exit_code(error)


def _expected() -> tuple[type[Exception], ...]:
    """Errors of the rooms below, imported only when one has come."""
    from pipeline.warm import ChildUnavailable
    from warehouse.errors import WarehouseError

    return (WarehouseError, ChildUnavailable)


def _exit_code(error: Exception) -> ExitCode:
    from warehouse.errors import WarehouseError

    return ExitCode.WAREHOUSE if isinstance(error, WarehouseError) else ExitCode.ERROR


def _usage_text(error: click.ClickException) -> str:
    text = Text("用法有误：{error}。见 {command} --help", "usage: {error}. See {command} --help")
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "mingzhang"
    return text.say(error=error.format_message().rstrip("."), command=command)


def _say(message: str) -> None:
    click.echo(message, err=True)


def _terminate(*_: Any) -> NoReturn:
    raise KeyboardInterrupt


def _consoles() -> tuple[Console, Console]:
    """Standard output and standard error."""
    from rich.console import Console

    return Console(), Console(stderr=True)


if __name__ == "__main__":
    main()
