"""`mingzhang forms`: is a form file right, and which form is each table of a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.clihelp import Group, help_of
from pipeline.errors import ExitCode, UsageError
from pipeline.messages import Text

if TYPE_CHECKING:
    from pipeline.normalize.model import NormalTable
    from pipeline.normalize.recognise import Guess
    from schemas.forms import Form

#: Of each kind of thing that could not be placed this many are shown.
_SHOWN = 12


@click.group(
    cls=Group,
    **help_of("表式目录：检查表式文件，说明一份 PDF 的每张表", "The form catalogue: check a file, explain a PDF."),
)
def forms() -> None:
    """Commands about the form catalogue."""


@forms.command("list", **help_of("列出目录中的全部表式", "List the forms of the catalogue."))
def list_forms() -> ExitCode:
    """Print every form: id, stage, Chinese and English name."""
    from schemas.forms import catalogue

    for form in catalogue().values():
        click.echo(f"{form.id}\t{form.stage}\t{form.zh}\t{form.en}")
    return ExitCode.OK


@forms.command(**help_of("检查一个表式文件并说明错处", "Check a form file and say what is wrong with it."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def lint(file: Path) -> ExitCode:
    """Check one form file."""
    from schemas.forms import FormError, catalogue, check_references, read_form

    try:
        form = read_form(file)
        check_references([form], {*catalogue(), form.id})
    except FormError as error:
        raise UsageError(str(error)) from None
    for remark in _remarks(form):
        click.echo(remark)
    click.echo(Text("{file}：可用", "{file}: fine").say(file=file.name))
    return ExitCode.OK


def _remarks(form: Form) -> Iterator[str]:
    """Yield what is allowed but seldom meant."""
    from schemas.forms import catalogue
    from schemas.text import fold
    from schemas.vocabulary import vocabulary

    known = {facet for _, facet in vocabulary().title_facets}
    if unknown := sorted(form.facets - known):
        yield Text("facets 中没有这些词：{words}", "facets that the vocabulary does not have: {words}").say(
            words=", ".join(unknown)
        )
    if not any(alias.search(fold(form.zh)) for alias in form.titles):
        yield Text("zh“{zh}”不合任何 titles，请核对", "no title fits the form's own name {zh}; look again").say(
            zh=form.zh
        )
    for other in catalogue().values():
        same = {a.pattern for a in form.titles} & {a.pattern for a in other.titles}
        if other.id != form.id and same and form.stage == other.stage and set(form.codes) & set(other.codes):
            yield Text(
                "标题与 {other} 相同，须靠结构区分", "shares titles with {other}: their structure must differ"
            ).say(other=other.id)
    if not form.defaults and form.rows not in ("key_value", "none"):
        yield Text("没有 defaults：金额只有表头说出的维度", "no defaults: figures have only what headers say").say()
    if not form.identities:
        yield Text("没有 identities：金额无从验证", "no identities: none of its figures can be proven").say()


@forms.command(
    **help_of(
        "逐表说明一份 PDF：是哪张表、为什么、哪些表头和行名没有认出",
        "For each table of a PDF: which form, why, and which headers and labels could not be placed.",
    )
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def explain(file: Path) -> ExitCode:
    """Say what becomes of every table of one PDF; nothing is stored."""
    from pipeline.errors import DocumentError
    from pipeline.explain import explained
    from pipeline.messages import FAILURES

    try:
        tables = explained(file)
    except DocumentError as error:
        raise UsageError(FAILURES[error.code].say()) from None
    for table, guess, year in tables:
        _print_table(table, guess, year)
    known = sum(table.form is not None for table, _, _ in tables)
    click.echo(Text("{n} 张表，认出 {known} 张", "{n} tables, {known} recognised").say(n=len(tables), known=known))
    return ExitCode.OK


def _print_table(table: NormalTable, guess: Guess, year: int | None) -> None:
    from pipeline.normalize.columns import unread_headers
    from pipeline.normalize.privacy import redact_text

    printed = table.table
    title = redact_text(printed.caption.title or "") or Text("（无标题）", "(no title)").say()
    form = f"{table.form.id} {table.form.zh}" if table.form else Text("未认出", "not recognised").say()
    click.echo(f"{printed.ordinal}. p{printed.page_first}-{printed.page_last} {title} → {form} [{guess.evidence}]")
    if table.form is None and (can_be := guess.candidates or guess.possible):
        click.echo("   ? " + ", ".join(form.id for form in can_be[:_SHOWN]))
    headers = dict.fromkeys(t for c in table.columns for t in unread_headers(c, table.form, year))
    rows = dict.fromkeys(row.label for row in table.rows if row.unclear)
    codes = dict.fromkeys(
        f"{row.code} {row.label} ({row.status})" for row in table.rows if row.status in ("unlisted", "conflict")
    )
    reasons: dict[str, int] = {}
    for reason in table.unplaced.values():
        reasons[reason] = reasons.get(reason, 0) + 1
    for name, found in (
        (Text("表头未认出", "headers not understood"), list(headers)),
        (Text("行名未认出", "labels not understood"), list(rows)),
        (Text("科目存疑", "codes in doubt"), list(codes)),
        (Text("未用上的格", "boxes not used"), [f"{reason} × {count}" for reason, count in sorted(reasons.items())]),
    ):
        if found:
            more = f" … +{len(found) - _SHOWN}" if len(found) > _SHOWN else ""
            click.echo(f"   {name.say()}: {redact_text('；'.join(found[:_SHOWN]))}{more}")
