"""The command that lays activities beside red lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli import laying, written_dossier
from detente.cli.asides import formulas, kept_accounts
from detente.cli.laying import Sides, Sought, laid_out, screened, seeking, together
from detente.cli.output import aside, put, show
from detente.cli.progress import Steps
from detente.cli.rows import as_csv, as_json, as_parquet
from detente.cli.screened import written
from detente.cli.showing import Form, Shown, showing

if TYPE_CHECKING:
    import polars as pl

_VERDICTS = {"meets": True, "cannot-be-told": None, "does-not-meet": False}


@click.command(short_help="Which red lines the activities in files come near to.")
@showing(
    _VERDICTS,
    page="the dossier",
    left_out="lines that do not say of whose or of which activities they speak",
)
@click.option(
    "--sets",
    is_flag=True,
    help="Tell only which simultaneous activities reach the level of a line together.",
)
@seeking
@click.pass_context
def screen(ctx: click.Context, shown: Shown, sought: Sought, *, sets: bool) -> None:
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
    if form == "html" and sets:
        raise click.UsageError("a page always tells both; leave out --sets.")
    sought.check(shown.output)
    with Steps(laying.STEPS + (written_dossier.STEPS if form == "html" else 3)) as steps:
        sides = laid_out(steps, sought)
        dates = kept_accounts(sides.result, sought.as_of)
        if form == "html":
            written_dossier.write(steps, shown.output, sides)
        else:
            sums = together(steps, sides)
            pairs = None if sets else screened(steps, sides)
            steps.begin("Writing")
        if form not in ("table", "html"):
            aside(dates)
            put(_file(shown.kept(sums if pairs is None else pairs), form), shown.output)
    if form == "table":
        _table(pairs, sums, sides, shown, dates)
    sides.left_out(ctx)


def _file(found: pl.DataFrame, form: Form) -> str | bytes:
    """Write pairs or sets in a format for programs."""
    if form == "parquet":
        return as_parquet(found)
    if form == "json":
        return as_json(written(found))
    if "activity" in found.columns:
        aside(formulas(found))
    return as_csv(written(found))


def _table(
    pairs: pl.DataFrame | None, sums: pl.DataFrame, sides: Sides, shown: Shown, dates: str
) -> None:
    """Show pairs and sets as tables."""
    from detente.cli.screened_table import Told, tables
    from detente.dossiers.accounts import known_at

    told = Told(
        pairs,
        sums,
        known_at(sides.result, sides.sought.as_of),
        sides.lines.lines,
        sides.library,
        shown,
        sides.sought.within_km,
        [dates] if dates else [],
    )
    show(tables(told), shown.output)
