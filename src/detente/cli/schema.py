"""The command that tells what files and answers may hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from detente.cli.output import show

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.cli.columns import Column

SUBJECTS = ("activities", "redlines", "findings", "screened", "sets", "provision")


@click.command(short_help="What files of activities and red lines, and answers, may hold.")
@click.argument("subject", type=click.Choice(SUBJECTS))
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True
)
def schema(subject: str, form: str) -> None:
    """Tell what SUBJECT may hold, as a table or as JSON Schema.

    activities: the columns of a file of activities. redlines: the keys of a red line. findings:
    the columns of what `detente obligations` gives. screened: those of what `detente screen`
    gives. sets: those of `detente screen --sets`. provision: the keys of a [[provision]] of the
    library.
    """
    from detente.cli import columns

    if form == "json":
        click.echo(json.dumps(columns.json_schema(subject), ensure_ascii=False, indent=2))
        return
    show([_table(columns.of(subject)), columns.NOTES[subject]])
    if subject == "activities":
        show([_kinds(columns.kinds())])


def _table(told: list[Column]) -> RenderableType:
    """Give the table of columns."""
    from detente.cli.findings_table import frame

    table = frame(("Column", 30), ("Holds", 22), ("Meaning", 44))
    for column in told:
        name = f"{column.name} (needed)" if column.needed else column.name
        table.add_row(name, column.type, column.meaning)
    return table


def _kinds(told: list[Column]) -> RenderableType:
    """Give the table of kinds of activity."""
    from detente.cli.findings_table import frame

    table = frame(("Kind", 0), ("Meaning", 70))
    for column in told:
        table.add_row(column.name, column.meaning)
    return table
