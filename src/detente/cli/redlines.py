"""``detente redlines``: red lines and concerns that delegations have declared at a node."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from detente.cli.at_node import Place, at_node

if TYPE_CHECKING:
    from rich.console import RenderableType


@click.command("redlines", short_help="List the red lines that were declared at a node.")
@at_node
def redlines(place: Place) -> None:
    """List the red lines and concerns that delegations have declared and yours may read.

    A delegation declares one as it says any word: `detente notify new`, in the format LINE; it is
    modified by `detente notify correct` and withdrawn by `detente notify cancel`. Drafts are
    screened against those that their delegation may read.
    """
    with place.sat_at() as seat:
        told = seat.act("list_redlines")
    place.say(told, lambda: _table(told))


def _table(told: list[dict[str, Any]]) -> Iterator[RenderableType]:
    """Give the table of lines."""
    from detente.cli.findings_table import frame
    from detente.dossiers.harmless import harmless

    names = (("Line", 22), ("By", 0), ("Called", 0), ("Status", 0), ("For", 12), ("Words", 36))
    table = frame(*names)
    for each in told:
        said = each["fields"]
        marker = "" if each["marker"] == "real" else f"{each['marker'].upper()}: "
        words = f"{marker}{said['line_words']['text']}"
        called = str(said["called"]).replace("_", " ")
        row = (each["declared_as"], each["holder"], called, each["status"], each["mark"], words)
        table.add_row(*map(harmless, row))
    yield table if told else "None that you may read has been declared."
