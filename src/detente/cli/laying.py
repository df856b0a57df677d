"""Both sides of a screening as the command line takes them, and what is found of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.progress import Steps
from detente.cli.reading import read, read_lines, report_faults
from detente.cli.refusal import LEFT_OUT

if TYPE_CHECKING:
    import polars as pl

    from detente.activities import ReadResult
    from detente.dossiers import Input
    from detente.instruments import Library
    from detente.redlines import RedLines

STEPS = 3
"""How many steps of work `laid_out` and `screened` are."""


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


def together(steps: Steps, sides: Sides, as_of: dt.datetime | None) -> pl.DataFrame:
    """Add up what bears on a line at one time; one more step."""
    import detente as dt_

    steps.begin("Adding up what goes on at one time")
    return dt_.simultaneous(
        sides.result.frame, sides.lines.lines, as_of=as_of, library=sides.library
    )


def met(steps: Steps, sides: Sides, within_km: float, as_of: dt.datetime | None) -> pl.DataFrame:
    """Lay the activities that are placed beside one another; one more step."""
    import detente as dt_

    steps.begin("Laying activities beside one another")
    return dt_.encounters(sides.result.frame, within_km=within_km, placed_only=True, as_of=as_of)


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
