"""The command that evaluates agreed texts on files of activities."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.asides import formulas, kept_accounts, too_large
from detente.cli.asking import Asked, as_of, asking, complete_name
from detente.cli.choice import Choice, chosen
from detente.cli.output import aside, marked, put, show, spare
from detente.cli.progress import Steps
from detente.cli.reading import keep_good, left_out, read
from detente.cli.rows import as_csv, as_json, as_parquet
from detente.cli.showing import Form, Shown, only, showing

if TYPE_CHECKING:
    import polars as pl

    from detente.activities import ReadResult
    from detente.dossiers import Input
    from detente.instruments import Library

_VERDICTS = {"applies": True, "cannot-be-told": None, "does-not-apply": False}


@dataclass(frozen=True)
class Answered:
    """Everything that one question gave.

    Attributes:
        findings: all findings.
        result: the activities as read.
        library: the agreed texts that were asked.
        inputs: the files, by hash.
        supposed: what is supposed, in a line; empty when nothing is.
        dates: which accounts an ``--as-of`` keeps, in a line; empty without one.
    """

    findings: pl.DataFrame
    result: ReadResult
    library: Library
    inputs: tuple[Input, ...]
    supposed: str
    dates: str


@click.command(short_help="What agreed texts ask of the activities in files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@showing(_VERDICTS, page="every account with its findings", left_out="what does not apply")
@as_of
@click.option(
    "--instrument",
    "instruments",
    metavar="PATH",
    multiple=True,
    shell_complete=complete_name,
    help="Ask only this instrument, all below a path such as osce, or one provision such as"
    " osce/vd-2011/40.1.1. Repeatable.",
)
@keep_good
@click.option(
    "--complete",
    is_flag=True,
    help="The files hold every activity of their States in their years; only then may a limit on"
    " numbers answer no.",
)
@asking
@click.pass_context
def obligations(
    ctx: click.Context,
    asked: Asked,
    shown: Shown,
    files: tuple[str, ...],
    as_of: dt.datetime | None,
    instruments: tuple[str, ...],
    keep_good: bool,
    complete: bool,
) -> None:
    """Say what agreed texts ask of the activities in FILE..., by each account for itself.

    Files are CSV, Parquet, JSON, GeoJSON or TOML, told apart by their ending; - is CSV on standard
    input. `detente schema activities` says what they may hold.
    """
    from detente.dossiers.accounts import known_at

    form = shown.settled()
    spare(files, shown.output)
    with Steps(4) as steps:
        steps.begin("Reading the library")
        library = asked.library()
        choice = chosen(instruments, library)
        steps.begin(f"Reading {', '.join(Path(file).name for file in files)}")
        result, inputs = read(files, library, keep_good=keep_good)
        steps.begin(f"Evaluating {result.frame.height:,} accounts")
        findings = _evaluate(result, library, as_of, choice, complete)
        steps.begin("Writing")
        dates = kept_accounts(result, as_of)
        known = known_at(result, as_of)
        answered = Answered(findings, known, library, inputs, asked.mark(), dates)
        if form == "html":
            aside(too_large(findings.height))
            put(_page(answered, asked, as_of, instruments), shown.output)
        elif form != "table":
            put(_file(answered, form, shown), shown.output)
    if form == "table":
        _table(answered, shown, "of those asked" if instruments else "of the library")
    left_out(ctx, (result.faults, result.frame.height))


def _evaluate(
    result: ReadResult,
    library: Library,
    as_of: dt.datetime | None,
    choice: Choice,
    complete: bool,
) -> pl.DataFrame:
    """Evaluate the library on what was read."""
    import polars as pl

    import detente as dt_
    from detente.dossiers import arranged

    found = dt_.obligations(
        result.frame, library=library, as_of=as_of, instruments=choice.paths, complete=complete
    )
    return arranged(choice.only(pl.DataFrame(found)), result.frame, library)


def _file(answered: Answered, form: Form, shown: Shown) -> str | bytes:
    """Write findings in a format for programs."""
    from detente.dossiers import written

    kept = shown.kept(answered.findings)
    for line in (answered.supposed, answered.dates):
        aside(line)
    if form == "parquet":
        return as_parquet(kept)
    told = written(kept, answered.result.frame, answered.library)
    if form == "json":
        return as_json(told)
    aside(formulas(kept))
    return as_csv(told)


def _page(
    answered: Answered,
    asked: Asked,
    as_of: dt.datetime | None,
    instruments: tuple[str, ...],
) -> str:
    """Write findings as a page."""
    from detente.dossiers import report

    names = ", ".join(each.name for each in answered.inputs)
    return report(
        answered.findings,
        answered.result,
        answered.library,
        title=f"What agreed texts ask: {names}",
        as_of=as_of,
        inputs=answered.inputs,
        assumptions=asked.assumptions(),
        asked=instruments,
    )


def _table(answered: Answered, shown: Shown, asked: str) -> None:
    """Show findings as a table, and how many are not shown."""
    from detente.cli.findings_table import Told, tables

    usual = (True, None, False) if shown.everything else (True, None)
    kept = only(answered.findings, shown.verdicts or usual)
    left = answered.findings.height - kept.height
    way = "they give other answers" if shown.verdicts else "--all shows what does not apply"
    are = "finding is" if left == 1 else "findings are"
    hidden = f"{left:,} more {are} not shown ({way})." if left else ""
    told = Told(
        kept,
        {} if shown.verdicts else _quiet(answered, kept),
        answered.result,
        answered.library,
        [note for note in (hidden, answered.dates) if note],
        asked,
    )
    show([*marked(answered.supposed), *tables(told)], shown.output)


def _quiet(answered: Answered, kept: pl.DataFrame) -> dict[str, int]:
    """Count for each activity without a finding to show the provisions that do not apply to it."""
    import polars as pl

    shown = kept["activity"].unique()
    activities = answered.result.frame.select(pl.col("activity").unique(maintain_order=True))
    numbers = (
        answered.findings.select("activity", "instrument", "provision")
        .unique()
        .group_by("activity")
        .len()
    )
    quiet = activities.filter(~pl.col("activity").is_in(shown.implode())).join(
        numbers, on="activity", how="left", maintain_order="left"
    )
    return dict(quiet.select("activity", pl.col("len").fill_null(0)).rows())
