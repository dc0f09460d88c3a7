"""Help of the command in the user's language: click's own headings and option texts included."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import click

from pipeline.messages import Text, language

_HEADINGS: Final = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, Text("用法：", "Usage: ").say() if prefix is None else prefix)

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        with super().section(_HEADINGS.get(name, name) if language() == "zh" else name):
            yield


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help follows the locale."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The `--help` option, described in the user's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = Text("显示帮助", "Show this help.").say()
        return option


class Group(click.Group, Command):
    """A group whose help follows the locale, commands in the order they were added."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names in the order of a first reading: ingest before export."""
        return list(self.commands)


def help_of(zh: str, en: str) -> dict[str, Any]:
    """Keyword `help` of a click decorator."""
    return {"help": Text(zh, en).say()}
