"""``detente pouch``: the log and sealed words as files on a disk, carried by hand, both ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.at_node import Place, at_node
from detente.cli.refusal import NOT_SOUND

if TYPE_CHECKING:
    from rich.console import RenderableType

ANY = click.Path(exists=True, path_type=Path)


@click.group(short_help="Carry the log and sealed words on a disk.")
def pouch() -> None:
    """Carry the log and sealed words on a disk, a folder or a .zip, both ways.

    `detente log verify POUCH` checks one on any machine.
    """


@pouch.command("pack")
@click.argument("path", type=click.Path(path_type=Path), metavar="POUCH")
@click.option(
    "--first", type=int, default=0, metavar="INDEX", help="Only from this entry on; 0 for all."
)
@at_node
def pack(place: Place, path: Path, first: int) -> None:
    """Pack the log into POUCH, with the words that your delegation may read.

    Their authors can see that they were packed for you. A pouch is there whole, or not at all.
    """
    from detente.exchange.pouches import pack as packed

    with place.sat_at() as seat:
        told = seat.act("pack_pouch", first=first)
    packed(path, origin=told["origin"], log=(line.encode() for line in told["log"]))
    line = f"{path}: entries {told['first']:,} to {told['size'] - 1:,} of {told['origin']}."
    place.say({**told, "log": len(told["log"])}, lambda: iter([line]))


@pouch.command("open")
@click.argument("path", type=ANY, metavar="POUCH")
@at_node
@click.pass_context
def open_(ctx: click.Context, place: Place, path: Path) -> None:
    """Put the sealed words that POUCH brings for your delegation into the log, each once.

    It may be opened as often as you like. It ends with 1 where a word was refused.
    """
    import json

    from detente.exchange.check.pouch import Pouch

    brought = [json.loads(data) for data in Pouch(path).outgoing()]
    with place.sat_at() as seat:
        told = seat.act("open_pouch", outgoing=brought)
    place.say(told, lambda: _told(told))
    if told["refused"]:
        ctx.exit(NOT_SOUND)


def _told(told: dict[str, Any]) -> Iterator[RenderableType]:
    """Tell what came of each word."""
    from detente.dossiers.harmless import harmless

    for each in told["taken"]:
        how = "stood there already" if each["again"] else "is in the log now"
        yield f"entry {each['index']:,}: {each['word'][:16]} {how}."
    for each in told["refused"]:
        yield harmless(f"word {each['nth'] + 1} is refused: {each['why']}")
    if not told["taken"] and not told["refused"]:
        yield "It brings no words for the log."
