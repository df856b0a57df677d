"""``detente notify``: a party's formal word. Here are the commands that need no node."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from detente.cli import notify_desk, notify_feeds, notify_log
from detente.cli.asking import own_library
from detente.cli.notify_draft import draft, follow, number
from detente.cli.output import output, put, show
from detente.cli.reading import read
from detente.cli.refusal import LEFT_OUT, NOT_SOUND
from detente.cli.word_files import (
    WORD,
    before,
    counted,
    form,
    language,
    put_word,
    read_earlier,
    read_word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from detente.instruments import Library
    from detente.notifications import Blank, Word
    from detente.notifications.owed import Owed
    from detente.notifications.word import Value

keep_good = click.option(
    "--keep-good",
    is_flag=True,
    help="Go on with the good fields of a file that has bad lines; these go to standard error.",
)


@click.group(short_help="Draft, check and show a party's formal word.")
def notify() -> None:
    """Draft, check and show a party's formal word: a notification and what follows it.

    A word is a file: TOML to edit, JSON for programs, or TXT, the numbered text that a network
    carries. Its fields are those of a format of the library (`detente notify formats`). The
    commands with --node act at a node, as one of its officers; the others need none.
    """


for command in (draft, follow, number, *notify_desk.VERBS, *notify_log.VERBS, *notify_feeds.VERBS):
    notify.add_command(command)


@notify.command("formats")
@click.argument("name", required=False, metavar="[FORMAT]")
@language
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True
)
@own_library
def formats(name: str | None, language: str, form: str, folder: Path | None) -> None:
    """List the formats of the library, or the fields of one FORMAT such as F25."""
    import detente as dt_
    from detente.notifications import blank

    library = dt_.library(folder)
    names = [name] if name else [full for full, _, _ in library.formats()]
    blanks = [blank(library, each) for each in names]
    if form == "json":
        told = [{"format": each.name, **each.format.model_dump(by_alias=True)} for each in blanks]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2, default=str))
    else:
        show(_fields(blanks[0], language) if name else _formats(blanks, language))


def _formats(blanks: list[Blank], language: str) -> Iterator[RenderableType]:
    """Give the table of all formats."""
    from detente.cli.findings_table import frame

    table = frame(("Format", 0), ("What it is", 36), ("Asked for by", 24))
    for each in blanks:
        title = each.labels.of(each.format.title, language)
        table.add_row(each.name, title, ", ".join(each.format.provisions))
    yield table
    yield "All are drafts until two readers have compared them with the text; no label is official."


def _fields(form: Blank, language: str) -> Iterator[RenderableType]:
    """Give the table of the fields of one format."""
    from detente.cli.findings_table import frame

    yield f"{form.name}: {form.labels.of(form.format.title, language)}"
    yield form.format.gist
    table = frame(("", 2), ("Field", 0), ("Label", 40), ("Holds", 30))
    for field in form.format.field:
        name = f"{field.id} (needed)" if field.required else field.id
        choices = ", ".join(form.choices(field))
        holds = f"{field.type}: {choices}" if choices else field.type
        table.add_row(field.item, name, form.labels.of(field.named, language), holds)
    yield table


@notify.command("owed")
@click.argument("files", nargs=-1, required=True, metavar="ACTIVITIES...")
@click.option("--activity", default="", metavar="ID", help="Only this activity.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True
)
@own_library
def owed(files: tuple[str, ...], activity: str, form: str, folder: Path | None) -> None:
    """Say which words agreed texts ask for on the activities in ACTIVITIES..., each with its clock.

    One activity may owe a word under several texts; each has its own date and addressees.
    """
    import detente as dt_
    from detente.notifications import words_owed

    library = dt_.library(folder)
    result, _ = read(files, library)
    findings = dt_.obligations(result.frame, library=library)
    told = words_owed(findings, library, activity=activity)
    if form == "json":
        plain = [{**vars(each), "due": _iso(each.due), "done": _iso(each.done)} for each in told]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        show(_owed(told, library))


def _iso(moment: object) -> str | None:
    """Write a moment."""
    return None if moment is None else str(moment).replace(" ", "T")


def _owed(told: tuple[Owed, ...], library: Library) -> Iterator[RenderableType]:
    """Give the table of words that are owed."""
    from detente.cli.findings_table import frame

    table = frame(("Due", 0), ("Activity", 22), ("By", 0), ("Under", 28), ("Format", 24), ("", 0))
    for each in told:
        due = each.due.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00") if each.due else "–"
        under = f"{library.text(each.instrument).instrument.short}, {each.provision}"
        answer = (each.timing or "applies") if each.verdict else "cannot be told"
        forms = ", ".join(each.formats) or "none in the library"
        table.add_row(due, each.activity, each.obligor or "–", under, forms, answer)
    yield table
    yield "Times are UTC. `detente obligations` tells what would settle what cannot be told."


@notify.command("check")
@click.argument("file", type=WORD, metavar="WORD")
@before
@language
@keep_good
@own_library
@click.pass_context
def check(
    ctx: click.Context,
    file: Path,
    earlier: tuple[Path, ...],
    language: str,
    keep_good: bool,
    folder: Path | None,
) -> None:
    """Say what is wrong with the word in the file WORD, and what it still lacks.

    Against earlier words (--before) it is seen whether what it refers to is there and still stands,
    and whether a correction changes what it may.
    """
    import detente as dt_
    from detente.notifications import blank, burden, missing
    from detente.notifications import check as faults_of

    library = dt_.library(folder)
    word, bad = read_word(file, library, keep_good=keep_good)
    form = blank(library, word.format)
    faults = faults_of(word, form, read_earlier(earlier, library))
    lacks = missing(word, form, language)
    work = burden(word, form)
    put("".join(_checked(word, faults, [str(each) for each in lacks])), None)
    put("".join(_answered(word, library)), None)
    click.echo(counted(**vars(work)))
    if faults or lacks:
        ctx.exit(NOT_SOUND)
    if bad:
        ctx.exit(LEFT_OUT)


def _checked(word: Word, faults: tuple[object, ...], lacks: list[str]) -> Iterator[str]:
    """Tell what is wrong and what is missing."""
    from detente.dossiers.harmless import harmless

    yield f"{word.marker.upper()}: {word.number or 'no number yet'} ({word.format}, {word.kind})\n"
    yield f"{len(faults)} wrong, {len(lacks)} missing\n"
    yield from (f"  wrong    {harmless(str(fault))}\n" for fault in faults)
    yield from (f"  missing  {each}\n" for each in lacks)


def _answered(word: Word, library: Library) -> Iterator[str]:
    """Tell who answers the word in which format, and by when."""
    from detente.notifications.answers import answers_to
    from detente.times.moments import text_of

    for each in answers_to(word, library):
        until = f" until {text_of(each.due, day=each.of_days)}" if each.due else ""
        draft = " (a draft rule)" if each.gist and each.draft else ""
        yield f"  answer   {each.format}{until}{draft}\n"


@notify.command("show")
@click.argument("file", type=WORD, metavar="WORD")
@language
@keep_good
@output
@own_library
@click.pass_context
def show_(
    ctx: click.Context,
    file: Path,
    language: str,
    keep_good: bool,
    output: Path | None,
    folder: Path | None,
) -> None:
    """Show the word in the file WORD in one of the six languages of the OSCE."""
    import detente as dt_
    from detente.dossiers.harmless import harmless
    from detente.notifications import blank, render

    library = dt_.library(folder)
    word, bad = read_word(file, library, keep_good=keep_good)
    told = render(word, blank(library, word.format), language).text()
    put(harmless(told, lines=True), output)
    if bad:
        ctx.exit(LEFT_OUT)


@notify.command("convert")
@click.argument("file", type=WORD, metavar="WORD")
@form
@language
@keep_good
@output
@own_library
@click.pass_context
def convert(
    ctx: click.Context,
    file: Path,
    form: str | None,
    language: str,
    keep_good: bool,
    output: Path | None,
    folder: Path | None,
) -> None:
    """Write the word in the file WORD as TOML, JSON or numbered text; nothing of it is lost."""
    import detente as dt_

    library = dt_.library(folder)
    word, bad = read_word(file, library, keep_good=keep_good)
    put_word(word, library, output, form, language)
    if bad:
        ctx.exit(LEFT_OUT)


@notify.command("compare")
@click.argument("file", type=WORD, metavar="WORD")
@click.argument("earlier", type=WORD, metavar="EARLIER")
@language
@own_library
def compare(file: Path, earlier: Path, language: str, folder: Path | None) -> None:
    """Say what is different in WORD from the word in EARLIER, such as last year's."""
    import detente as dt_
    from detente.cli.findings_table import frame
    from detente.notifications import blank
    from detente.notifications import compare as changes_of

    library = dt_.library(folder)
    (word, _), (then, _) = read_word(file, library), read_word(earlier, library)
    if word.format != then.format:
        raise click.UsageError(f"{file} is of the format {word.format}, {earlier} of {then.format}")
    form = blank(library, word.format)
    table = frame(("", 2), ("Field", 34), ("Before", 24), ("After", 24), ("", 0))
    changes = changes_of(word, then, form)
    for each in changes:
        field = form.fields[each.field]
        label = form.labels.of(field.named, language)
        pair = (_shown(form, each.field, value, language) for value in (each.before, each.after))
        grown = "" if each.by is None else f"{each.by:+,}"
        table.add_row(each.item, f"{label} ({each.entry})" if each.entry else label, *pair, grown)
    show([table] if changes else ["Nothing is different."])


def _shown(form: Blank, name: str, value: object, language: str) -> str:
    """Show a value of a field; a dash where it is not stated."""
    from detente.dossiers.harmless import harmless
    from detente.notifications.showing import shown

    if value is None:
        return "–"
    return harmless(shown(form, form.fields[name], cast("Value", value), language))
