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
from detente.cli.obligations import spare
from detente.cli.output import aside, by_ending, on_terminal, output, put, show
from detente.cli.progress import Steps
from detente.cli.reading import read, read_lines, report_faults
from detente.cli.refusal import LEFT_OUT
from detente.cli.screened import as_csv, as_json

if TYPE_CHECKING:
    import polars as pl

    from detente.activities import ReadResult
    from detente.dossiers import Input
    from detente.instruments import Library
    from detente.redlines import RedLines

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
    """

    form: Form | None
    output: Path | None
    answers: tuple[str, ...]
    everything: bool

    def settled(self) -> Form:
        """Settle the format.

        Raises:
            click.UsageError: the options do not go together.
        """
        form: Form = self.form or "table"
        if self.form is None and self.output is not None:
            form = by_ending(self.output, ENDINGS)
        if form == "html" and self.answers:
            raise click.UsageError("a page always shows every answer; leave out --verdict.")
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
    ),
)


@dataclass(frozen=True)
class Sides:
    """What is laid side by side.

    Attributes:
        result: the activities as read.
        lines: the red lines as read.
        library: the library whose words they use.
        inputs: the files, by hash.
    """

    result: ReadResult
    lines: RedLines
    library: Library
    inputs: tuple[Input, ...]


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
    what cannot be told. Pairs that surely have nothing to do with one another are left out.

    ACTIVITIES are CSV, Parquet, JSON, GeoJSON or TOML; - is CSV on standard input. REDLINES is
    TOML, CSV or GeoJSON; a file areas.toml beside it is read too. `detente schema redlines` says
    what it may hold.
    """
    form = shown.settled()
    spare((*files, redlines), shown.output)
    with Steps(4) as steps:
        sides = laid_out(steps, files, redlines, folder, keep_good=keep_good)
        found = shown.kept(screened(steps, sides, within_km, as_of))
        steps.begin("Writing")
        dates = kept_accounts(sides.result, as_of)
        if form == "html":
            put(_page(found, sides, as_of, within_km), shown.output)
        elif form != "table":
            aside(dates)
            put(_file(found, form), shown.output)
    if form == "table":
        _table(found, sides, shown, dates)
    left_out(ctx, sides)


def laid_out(
    steps: Steps, files: tuple[str, ...], redlines: str, folder: Path | None, *, keep_good: bool
) -> Sides:
    """Read both sides."""
    import detente as dt_

    steps.begin("Reading the library")
    library = dt_.library(folder)
    steps.begin(f"Reading {', '.join(Path(file).name for file in (*files, redlines))}")
    result, inputs = read(files, library, keep_good=keep_good)
    lines, beside = read_lines(redlines, library, keep_good=keep_good)
    return Sides(result, lines, library, (*inputs, *beside))


def screened(
    steps: Steps, sides: Sides, within_km: float, as_of: dt.datetime | None
) -> pl.DataFrame:
    """Lay the sides beside one another."""
    import detente as dt_

    accounts, lines = sides.result.frame.height, sides.lines.lines
    steps.begin(f"Screening {accounts:,} accounts against {len(lines):,} lines")
    found: pl.DataFrame = dt_.screen(
        sides.result.frame, lines, within_km=within_km, as_of=as_of, library=sides.library
    )
    return found


def left_out(ctx: click.Context, sides: Sides) -> None:
    """Tell which rows were left out for their faults, and end with the code that says so."""
    for faults, kept in (
        (sides.result.faults, sides.result.frame.height),
        (sides.lines.faults, len(sides.lines.lines)),
    ):
        if faults:
            report_faults(faults, kept)
    if sides.result.faults or sides.lines.faults:
        ctx.exit(LEFT_OUT)


def _page(found: pl.DataFrame, sides: Sides, as_of: dt.datetime | None, within_km: float) -> str:
    """Write pairs as a page."""
    from detente.dossiers import Asked, dossier

    asked = Asked(as_of=as_of, within_km=within_km, inputs=sides.inputs)
    return dossier(found, sides.result, sides.lines, sides.library, asked)


def _file(found: pl.DataFrame, form: Form) -> str | bytes:
    """Write pairs in a format for programs."""
    if form == "parquet":
        return as_parquet(found)
    if form == "json":
        return as_json(found)
    aside(formulas(found))
    return as_csv(found)


def _table(found: pl.DataFrame, sides: Sides, shown: Shown, dates: str) -> None:
    """Show pairs as a table."""
    from detente.cli.screened_table import Told, tables

    notes = [dates] if dates else []
    told = Told(found, sides.result, sides.lines.lines, sides.library, shown.everything, notes)
    show(tables(told), shown.output)
