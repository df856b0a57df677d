"""The command that lays activities beside red lines."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from detente.cli.asides import formulas, kept_accounts
from detente.cli.asking import as_of, gathering, own_library
from detente.cli.findings import VERDICTS, as_parquet, only
from detente.cli.laying import STEPS, Sides, laid_out, left_out, screened, together
from detente.cli.obligations import spare
from detente.cli.output import aside, by_ending, on_terminal, output, put, show
from detente.cli.progress import Steps
from detente.cli.screened import as_csv, as_json
from detente.cli.written_dossier import Question, write

if TYPE_CHECKING:
    import polars as pl

Form = Literal["table", "json", "csv", "parquet", "html"]
FORMS = ("table", "json", "csv", "parquet", "html")
ENDINGS: dict[str, Form] = {
    ".csv": "csv",
    ".json": "json",
    ".parquet": "parquet",
    ".html": "html",
    ".htm": "html",
    ".txt": "table",
}
_ANSWERS = {
    "meets": "applies",
    "cannot-be-told": "cannot-be-told",
    "does-not-meet": "does-not-apply",
}


@dataclass(frozen=True)
class Shown:
    """The options that change how pairs are shown.

    Attributes:
        form: the format; None: by the ending of the output file, else a table.
        output: the file to write; None: standard output.
        answers: the only answers to show; empty: all.
        everything: whether a table shows also lines that do not say of whom or what they speak.
        sets: whether sets of simultaneous activities are told instead of single ones.
    """

    form: Form | None
    output: Path | None
    answers: tuple[str, ...]
    everything: bool
    sets: bool

    def settled(self) -> Form:
        """Settle the format.

        Raises:
            click.UsageError: the options do not go together.
        """
        form: Form = self.form or "table"
        if self.form is None and self.output is not None:
            form = by_ending(self.output, ENDINGS)
        if form == "html" and (self.answers or self.sets):
            raise click.UsageError("a page always shows everything; leave out --verdict, --sets.")
        if form in ("parquet", "html") and self.output is None and on_terminal():
            raise click.UsageError(f"{form} is not for a terminal; give a file with -o.")
        return form

    def kept(self, screened: pl.DataFrame) -> pl.DataFrame:
        """Keep the pairs with the answers that are asked for."""
        if not self.answers:
            return screened
        return only(screened, {VERDICTS[_ANSWERS[name]] for name in self.answers})


_showing = gathering(
    Shown,
    "shown",
    (
        click.option(
            "--format",
            "form",
            type=click.Choice(FORMS),
            help="table, json, csv, parquet or html (the dossier). Without it the ending of -o"
            " tells: .txt, .json, .csv, .parquet, .html; without -o a table.",
        ),
        output,
        click.option(
            "--verdict",
            "answers",
            type=click.Choice(list(_ANSWERS)),
            multiple=True,
            help="Show only this answer. Repeatable.",
        ),
        click.option(
            "--all",
            "everything",
            is_flag=True,
            help="In a table, show also lines that do not say of whose or of which activities they"
            " speak. Other formats hold everything.",
        ),
        click.option(
            "--sets",
            is_flag=True,
            help="Tell only which simultaneous activities reach the level of a line together.",
        ),
    ),
)


within = click.option(
    "--within",
    "within_km",
    type=click.FloatRange(min=0),
    default=0.0,
    show_default=True,
    metavar="KM",
    help="How near, in kilometres, an activity outside the area of a line is still told, for lines"
    " that do not say it themselves.",
)
keep_good = click.option(
    "--keep-good",
    is_flag=True,
    help="Keep the good rows of a file that has bad ones; the faults go to standard error.",
)


@click.command(short_help="Which red lines the activities in files come near to.")
@click.argument("files", nargs=-1, required=True, metavar="ACTIVITIES...")
@click.argument("redlines", metavar="REDLINES")
@_showing
@within
@as_of
@keep_good
@own_library
@click.pass_context
def screen(
    ctx: click.Context,
    shown: Shown,
    files: tuple[str, ...],
    redlines: str,
    within_km: float,
    as_of: dt.datetime | None,
    keep_good: bool,
    folder: Path | None,
) -> None:
    """Say which red lines and concerns in REDLINES the activities in ACTIVITIES... come near to.

    Each account is laid beside each line: whether it lies in the line's area or how far off, which
    days both have in common, how far its figures are from the line's level, and what would settle
    what cannot be told. Pairs that surely have nothing to do with one another are left out. For
    each line with a level it says also which activities that go on at one time reach it together,
    though none does alone.

    ACTIVITIES are CSV, Parquet, JSON, GeoJSON or TOML; - is CSV on standard input. REDLINES is
    TOML, CSV or GeoJSON; a file areas.toml beside it is read too. `detente schema redlines` says
    what it may hold.
    """
    form = shown.settled()
    spare((*files, redlines), shown.output)
    with Steps(STEPS + 3) as steps:
        sides = laid_out(steps, files, redlines, folder, keep_good=keep_good)
        dates = kept_accounts(sides.result, as_of)
        if form == "html":
            asked = Question(within_km=within_km, as_of=as_of)
            write(steps, shown.output, sides, asked)
        else:
            sets = shown.kept(together(steps, sides, as_of))
            found = sets if shown.sets else shown.kept(screened(steps, sides, within_km, as_of))
            steps.begin("Writing")
        if form not in ("table", "html"):
            aside(dates)
            put(_file(found, form), shown.output)
    if form == "table":
        _table(found, sets, sides, shown, dates)
    left_out(ctx, sides)


def _file(found: pl.DataFrame, form: Form) -> str | bytes:
    """Write pairs in a format for programs."""
    if form == "parquet":
        return as_parquet(found)
    if form == "json":
        return as_json(found)
    if "activity" in found.columns:
        aside(formulas(found))
    return as_csv(found)


def _table(found: pl.DataFrame, sets: pl.DataFrame, sides: Sides, shown: Shown, dates: str) -> None:
    """Show pairs and sets as tables."""
    from detente.cli.screened_table import Told, tables

    notes = [dates] if dates else []
    pairs = None if shown.sets else found
    read, lines = sides.result, sides.lines.lines
    told = Told(pairs, sets, read, lines, sides.library, shown.everything, notes)
    show(tables(told), shown.output)
