"""The command that gathers a question into one readable file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import click

from detente.cli.asking import as_of, gathering, own_library
from detente.cli.laying import laid_out, left_out
from detente.cli.obligations import spare
from detente.cli.output import by_ending
from detente.cli.progress import Steps
from detente.cli.screen import keep_good, within
from detente.cli.written_dossier import ENDINGS, STEPS, Question, write


@dataclass(frozen=True)
class Told:
    """The options that change how a dossier is told.

    Attributes:
        question: its question; None: which lines the activities come near to.
        output: the file to write.
        borders: whether maps show borders.
    """

    question: str | None
    output: Path
    borders: bool


_telling = gathering(
    Told,
    "told",
    (
        click.option(
            "--question",
            metavar="TEXT",
            help="The question in your own words; it becomes the title.",
        ),
        click.option(
            "-o",
            "--output",
            type=click.Path(dir_okay=False, path_type=Path),
            required=True,
            metavar="FILE",
            help="The file to write, .html or .pdf, whole or not at all. An older one is replaced.",
        ),
        click.option(
            "--borders",
            is_flag=True,
            help="Show borders on the maps, as one data set has them; without it only coasts.",
        ),
    ),
)


@click.command(short_help="One readable file: what comes near to which line, maps, timeline.")
@click.argument("files", nargs=-1, required=True, metavar="ACTIVITIES...")
@click.argument("redlines", metavar="REDLINES")
@_telling
@within
@as_of
@keep_good
@own_library
@click.pass_context
def dossier(
    ctx: click.Context,
    told: Told,
    files: tuple[str, ...],
    redlines: str,
    within_km: float,
    as_of: dt.datetime | None,
    keep_good: bool,
    folder: Path | None,
) -> None:
    """Write one self-contained file for a person who has never seen Détente.

    It holds which red lines in REDLINES the activities in ACTIVITIES... come near to, month by
    month; maps and a timeline; what cannot be told and what would settle it; where accounts differ;
    every account, line and source; and the files by hash. It fetches nothing when it is opened.
    """
    by_ending(told.output, ENDINGS)
    spare((*files, redlines), told.output)
    with Steps(2 + STEPS) as steps:
        sides = laid_out(steps, files, redlines, folder, keep_good=keep_good)
        write(steps, told.output, sides, Question(told.question, within_km, as_of, told.borders))
    click.echo(f"Written: {told.output}")
    left_out(ctx, sides)
