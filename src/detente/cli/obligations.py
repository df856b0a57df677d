"""The command that evaluates agreed texts on files of activities."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from detente.cli.asking import Asked, as_of, asking, complete_instrument, gathering
from detente.cli.findings import VERDICTS, as_csv, as_json, as_parquet, only
from detente.cli.output import on_terminal, output, put, show
from detente.cli.progress import Steps
from detente.cli.reading import read, report_faults
from detente.cli.refusal import LEFT_OUT, Refused

if TYPE_CHECKING:
    import polars as pl

    from detente.activities import ReadResult
    from detente.dossiers import Input
    from detente.instruments import Library

Form = Literal["table", "json", "csv", "parquet", "html"]
FORMS = ("table", "json", "csv", "parquet", "html")
_WHOLE = ("parquet", "html")


@dataclass(frozen=True)
class Shown:
    """The options that change how findings are shown.

    Attributes:
        form: the format; None: by the ending of the output file, else a table.
        output: the file to write; None: standard output.
        verdicts: the only answers to show; empty: as the format has it.
        everything: whether a table shows also what does not apply.
    """

    form: Form | None
    output: Path | None
    verdicts: tuple[str, ...]
    everything: bool

    def settled(self) -> Form:
        """Settle the format.

        Raises:
            click.UsageError: the options do not go together.
        """
        form = self.form or self._by_ending()
        if form in _WHOLE and self.output is None and on_terminal():
            raise click.UsageError(f"{form} is not for a terminal; give a file with -o.")
        if form == "html" and self.verdicts:
            raise click.UsageError("a page always shows all three answers; leave out --verdict.")
        return form

    def _by_ending(self) -> Form:
        """Take the format from the ending of the output file."""
        ending = self.output.suffix.lower().removeprefix(".") if self.output else ""
        by_ending: dict[str, Form] = {"json": "json", "csv": "csv", "parquet": "parquet"}
        return by_ending.get(ending, "html" if ending in ("html", "htm") else "table")

    def wanted(self, form: Form) -> set[bool | None]:
        """Give the answers to show; a table leaves out what does not apply, unless it is asked."""
        if self.verdicts:
            return {VERDICTS[name] for name in self.verdicts}
        every = set(VERDICTS.values())
        return every - {False} if form == "table" and not self.everything else every


_showing = gathering(
    Shown,
    "shown",
    (
        click.option(
            "--format",
            "form",
            type=click.Choice(FORMS),
            help="table, json, csv, parquet or html. By the ending of -o where that is given,"
            " else a table.",
        ),
        output,
        click.option(
            "--verdict",
            "verdicts",
            type=click.Choice(list(VERDICTS)),
            multiple=True,
            help="Show only this answer. Repeatable.",
        ),
        click.option(
            "--all",
            "everything",
            is_flag=True,
            help="In a table, show also what does not apply. Other formats hold everything.",
        ),
    ),
)


@dataclass(frozen=True)
class Answered:
    """Everything that one question gave.

    Attributes:
        findings: all findings.
        result: the activities as read.
        library: the agreed texts that were asked.
        inputs: the files, by hash.
    """

    findings: pl.DataFrame
    result: ReadResult
    library: Library
    inputs: tuple[Input, ...]


@click.command(short_help="What agreed texts ask of the activities in files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_showing
@as_of
@click.option(
    "--instrument",
    "instruments",
    metavar="PATH",
    multiple=True,
    shell_complete=complete_instrument,
    help="Ask only this instrument, or all below a path such as osce. Repeatable.",
)
@click.option(
    "--keep-good",
    is_flag=True,
    help="Keep the good rows of a file that has bad ones; the faults go to standard error.",
)
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
    form = shown.settled()
    _spare(files, shown.output)
    with Steps(4) as steps:
        steps.begin("Reading the library")
        library = asked.library()
        steps.begin(f"Reading {', '.join(Path(file).name for file in files)}")
        result, inputs = read(files, library, keep_good=keep_good)
        steps.begin(f"Evaluating {result.frame.height:,} accounts")
        findings = _evaluate(result, library, as_of, instruments, complete)
        steps.begin("Writing")
        answered = Answered(findings, result, library, inputs)
        if form == "html":
            put(_page(answered, asked, as_of, instruments), shown.output)
        elif form != "table":
            put(_file(answered, form, shown.wanted(form)), shown.output)
    if form == "table":
        _table(answered, shown)
    if result.faults:
        report_faults(result.faults, result.frame.height)
        ctx.exit(LEFT_OUT)


def _spare(files: tuple[str, ...], output: Path | None) -> None:
    """Refuse to write over a file that is read."""
    for file in files:
        if output is not None and file != "-" and output.resolve() == Path(file).resolve():
            raise Refused(f"{output} is also read; give another file to write, with -o.")


def _evaluate(
    result: ReadResult,
    library: Library,
    as_of: dt.datetime | None,
    instruments: tuple[str, ...],
    complete: bool,
) -> pl.DataFrame:
    """Evaluate the library on what was read."""
    import polars as pl

    import detente as dt_
    from detente.dossiers import arranged

    found = dt_.obligations(
        result.frame, library=library, as_of=as_of, instruments=instruments, complete=complete
    )
    return arranged(pl.DataFrame(found), result.frame, library)


def _file(answered: Answered, form: Form, wanted: set[bool | None]) -> str | bytes:
    """Write findings in a format for programs."""
    kept = only(answered.findings, wanted)
    if form == "parquet":
        return as_parquet(kept)
    write = as_json if form == "json" else as_csv
    return write(kept, answered.result.frame, answered.library)


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


def _table(answered: Answered, shown: Shown) -> None:
    """Show findings as a table, and how many are not shown."""
    from detente.cli.findings_table import tables

    kept = only(answered.findings, shown.wanted("table"))
    left = answered.findings.height - kept.height
    way = "they give other answers" if shown.verdicts else "--all shows what does not apply"
    are = "finding is" if left == 1 else "findings are"
    hidden = f"{left:,} more {are} not shown ({way})." if left else ""
    show(tables(kept, hidden, answered.result, answered.library), shown.output)
