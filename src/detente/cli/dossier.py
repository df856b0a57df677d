"""The command that gathers a question into one readable file."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli import laying
from detente.cli.laying import Sought, laid_out, seeking
from detente.cli.output import by_ending
from detente.cli.progress import Steps
from detente.cli.written_dossier import ENDINGS, STEPS, write


@click.command(short_help="One readable file: what comes near to which line, maps, timeline.")
@click.option(
    "--question",
    metavar="TEXT",
    default="",
    help="The question in your own words; it becomes the title.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="The file to write, .html or .pdf, whole or not at all. An older one is replaced.",
)
@click.option(
    "--borders",
    is_flag=True,
    help="Show borders on the maps, as one data set has them; without it only coasts.",
)
@seeking
@click.pass_context
def dossier(
    ctx: click.Context, sought: Sought, question: str, output: Path, *, borders: bool
) -> None:
    """Write one self-contained file for a person who has never seen Détente.

    It holds which red lines in REDLINES the activities in ACTIVITIES... come near to, month by
    month; maps and a timeline; what cannot be told and what would settle it; where accounts differ;
    every account, line and source; and the files by hash. It fetches nothing when it is opened.
    """
    by_ending(output, ENDINGS)
    sought.check(output)
    with Steps(laying.STEPS + STEPS) as steps:
        sides = laid_out(steps, sought)
        write(steps, output, sides, question, borders=borders)
    click.echo(f"Written: {output}")
    sides.left_out(ctx)
