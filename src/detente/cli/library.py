"""The commands that look into the library of agreed texts and check it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.asking import FOLDER, complete_instrument, complete_provision
from detente.cli.output import show
from detente.cli.progress import Steps
from detente.cli.refusal import NOT_SOUND

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.instruments import Library, Text

_folder = click.option(
    "--library",
    "folder",
    type=FOLDER,
    metavar="FOLDER",
    help="A library of your own instead of the one that came with Détente.",
)
_form = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True
)


@click.group(short_help="Look into the library of agreed texts, and check it.")
def library() -> None:
    """Look into the library of agreed texts, and check it."""


@library.command("list")
@click.option(
    "--instrument",
    "instruments",
    metavar="PATH",
    multiple=True,
    shell_complete=complete_instrument,
    help="Only this instrument, or all below a path such as osce. Repeatable.",
)
@_form
@_folder
def list_(instruments: tuple[str, ...], form: str, folder: Path | None) -> None:
    """List the instruments: in force when, how many provisions, and which are drafts."""
    import detente as dt_

    texts = list(_chosen(dt_.library(folder), instruments))
    if form == "json":
        click.echo(json.dumps([_line(text) for text in texts], ensure_ascii=False, indent=2))
    else:
        show(_listed(texts))


def _chosen(known: Library, paths: tuple[str, ...]) -> Iterator[Text]:
    """Go through the instruments at or below some paths; all when none is given.

    Raises:
        UnknownName: nothing lies at or below a path.
    """
    from detente.errors import UnknownName

    for path in paths:
        if not any(_below(each, path) for each in known.texts):
            raise UnknownName("instrument", path, known.texts)
    for each, text in known.texts.items():
        if not paths or any(_below(each, path) for path in paths):
            yield text


def _below(path: str, asked: str) -> bool:
    """Whether an instrument is the one asked for, or lies below it."""
    return path == asked or path.startswith(asked.rstrip("/") + "/")


def _line(text: Text) -> dict[str, object]:
    """Give what a list says of one instrument."""
    from detente.cli.library_text import in_force

    return {
        "instrument": text.path,
        "short": text.instrument.short,
        "title": text.instrument.title,
        "in_force": in_force(text),
        "provisions": len(text.provisions),
        "drafts": _drafts(text),
        "cases": len(text.cases),
    }


def _drafts(text: Text) -> int:
    """Count the provisions that two readers have not yet compared with the text."""
    return [provision.draft for provision in text.provisions.values()].count(True)


def _listed(texts: list[Text]) -> Iterator[RenderableType]:
    """Give the table of instruments."""
    from detente.cli.findings_table import DRAFT, DRAFT_NOTE, frame

    table = frame(("Instrument", 0), ("Title", 28), ("In force", 15), ("Provisions", 10))
    for text in texts:
        line = _line(text)
        mark = f" {DRAFT}" if line["drafts"] or text.instrument.draft else ""
        shown = (f"{text.path}{mark}", text.instrument.short)
        table.add_row(*shown, str(line["in_force"]), str(line["provisions"]))
    yield table
    total = sum(len(text.provisions) for text in texts)
    yield f"{_many(len(texts), 'instrument')}, {_many(total, 'provision')}."
    if any(_drafts(text) or text.instrument.draft for text in texts):
        yield f"{DRAFT_NOTE}."


@library.command("show")
@click.argument("name", shell_complete=complete_provision)
@_form
@_folder
def show_(name: str, form: str, folder: Path | None) -> None:
    """Show an instrument such as osce/vd-2011, or one provision such as osce/vd-2011/40.1.1."""
    import detente as dt_
    from detente.cli.library_text import (
        instrument_lines,
        instrument_plain,
        provision_lines,
        provision_plain,
    )
    from detente.errors import UnknownName

    known = dt_.library(folder)
    names = [*known.texts, *(full for full, _, _ in known)]
    if name not in names:
        folder_ = any(_below(each, name) for each in known.texts)
        way = f"It is a folder; see detente library list --instrument {name}." if folder_ else ""
        raise UnknownName("instrument or provision", name, names, way)
    if name in known.texts:
        text = known.texts[name]
        lines, plain = instrument_lines(text, known), instrument_plain(text)
    else:
        text, provision = known.provision(name)
        lines, plain = provision_lines(text, provision, known), provision_plain(text, provision)
    if form == "json":
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        show(lines)


@library.command("check")
@click.argument("folder", required=False, type=FOLDER)
@click.pass_context
def check_(ctx: click.Context, folder: Path | None) -> None:
    """Check a library: that it reads and holds together, and that its cases find what they expect.

    FOLDER is a library of your own, or one proposed instrument (a folder with instrument.toml),
    which is read beside the library that came with Détente.
    """
    from detente.cli.library_check import faults, read, unmet
    from detente.errors import LibraryError

    try:
        known, paths = read(folder)
    except LibraryError as error:
        click.echo(error)
        ctx.exit(NOT_SOUND)
    found = list(faults(known))
    if not found:
        with Steps(sum(len(known.texts[path].cases) for path in paths)) as steps:
            found = list(unmet(known, paths, steps))
    for fault in found:
        click.echo(fault)
    counted = _counted([known.texts[path] for path in paths])
    click.echo(f"{counted}: {f'{len(found)} to mend' if found else 'all hold'}.")
    if found:
        ctx.exit(NOT_SOUND)


def _counted(texts: list[Text]) -> str:
    """Say how much was checked."""
    provisions = sum(len(text.provisions) for text in texts)
    cases = sum(len(text.cases) for text in texts)
    told = {"instrument": len(texts), "provision": provisions, "case": cases}
    return ", ".join(_many(number, thing) for thing, number in told.items())


def _many(number: int, thing: str) -> str:
    """Say how many of a thing there are."""
    return f"{number} {thing}{'' if number == 1 else 's'}"
