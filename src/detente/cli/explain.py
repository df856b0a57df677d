"""The command that tells the reading chain of a provision on an activity."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from detente.cli.asking import Asked, as_of, asking, complete_provision
from detente.cli.output import aside, marked, show
from detente.cli.reading import read

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from detente.instruments import Library
    from detente.obligations.explain import Explanation


@click.command(short_help="Why a provision applies to an activity, or does not.")
@click.argument("file")
@click.argument("activity")
@click.argument("provision", shell_complete=complete_provision)
@click.option("--source", metavar="SOURCE", help="Only this account; without it, every account.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@as_of
@asking
def explain(
    asked: Asked,
    file: str,
    activity: str,
    provision: str,
    source: str | None,
    form: str,
    as_of: dt.datetime | None,
) -> None:
    """Tell condition by condition why PROVISION applies to ACTIVITY of FILE, or does not.

    PROVISION is a full name such as osce/vd-2011/40.1.1; `detente library show osce/vd-2011` lists
    them. Each account is told for itself.
    """
    library = asked.library()
    library.provision(provision)
    supposed = asked.mark()
    result, _ = read([file], library)
    told = [
        _one(result.frame, provision, activity, each, library, as_of)
        for each in _sources(result.frame, activity, source)
    ]
    if form == "json":
        plain = [dataclasses.asdict(each) for each in told]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        aside(supposed)
    else:
        show([*marked(supposed), *_chains(told, library)])


def _sources(frame: pl.DataFrame, activity: str, source: str | None) -> list[str]:
    """Give the accounts of an activity that are asked for.

    Raises:
        UnknownName: no such activity, or no such account of it.
    """
    import polars as pl

    from detente.errors import UnknownName

    found = frame.filter(pl.col("activity") == activity)["source"].to_list()
    if not found:
        raise UnknownName("activity", activity, frame["activity"].unique(maintain_order=True))
    if source is not None and source not in found:
        raise UnknownName(f"account of {activity}", source, found)
    return found if source is None else [source]


def _one(
    frame: pl.DataFrame,
    provision: str,
    activity: str,
    source: str,
    library: Library,
    as_of: dt.datetime | None,
) -> Explanation:
    """Explain one account."""
    import detente as dt_

    return dt_.explain(
        frame, provision, activity=activity, source=source, library=library, as_of=as_of
    )


def _chains(told: Sequence[Explanation], library: Library) -> Iterator[RenderableType]:
    """Give the reading chain of each account; what is the same for all stands once, at the end."""
    from rich.text import Text

    first, *others = told
    _, provision = library.provision(first.name)
    alike = [note for note in first.notes if all(note in each.notes for each in others)]
    yield Text(f"{first.name} {provision.title}", style="bold")
    yield Text(f"{first.citation}: {first.gist}", style="dim")
    for each in told:
        yield from _chain(each, [note for note in each.notes if note not in alike])
        if others:
            yield ""
    if others and alike:
        yield Text("The same for every account:", style="bold")
    yield from _sentences(alike)
    yield ""


def _chain(told: Explanation, notes: Iterable[str]) -> Iterator[RenderableType]:
    """Give the reading chain of one account, its clock, and what is noted on it alone."""
    from rich.text import Text

    from detente.cli.findings_table import STYLES
    from detente.dossiers import words
    from detente.dossiers.harmless import harmless

    word = words.ANSWERS[told.verdict]
    answer = f"{word.sign} {word.text}" if told.evaluated else told.answer
    yield Text.assemble(
        f"{harmless(told.activity)}, by the account of {harmless(told.source)}: ",
        (answer, STYLES[word.key]),
    )
    if told.steps:
        yield _steps(told)
    yield from _sentences([told.clock, *notes])


def _sentences(notes: Iterable[str]) -> Iterator[str]:
    """Begin each note with a capital; leave out what is empty."""
    for note in notes:
        if note:
            yield note[0].upper() + note[1:]


def _steps(told: Explanation) -> RenderableType:
    """Give the conditions, one below the other."""
    from rich.text import Text

    from detente.cli.findings_table import STYLES, frame
    from detente.dossiers import words
    from detente.dossiers.harmless import harmless

    table = frame(("Answer", 16), ("Condition", 56), ("As stated", 26))
    for step in told.steps:
        answer = words.ANSWERS[step.answer]
        said = {True: "yes", False: "no", None: "cannot be told"}[step.answer]
        styled = Text(f"{answer.sign} {said}", style=STYLES[answer.key])
        stated = harmless(step.stated.removeprefix("stated: "))
        table.add_row(styled, f"{'  ' * step.depth}{step.asks}", stated)
    return table
