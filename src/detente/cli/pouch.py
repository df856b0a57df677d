"""``detente pouch``: the log and sealed words as files on a disk, carried by hand, both ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.at_node import Place, Seat, at_node, key, key_in
from detente.cli.refusal import NOT_SOUND, Refused
from detente.cli.word_files import WORD, read_word

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.exchange.check.pouch import Pouch
    from detente.instruments import Library
    from detente.notifications import Word

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
        begun = seat.act("pack_pouch", first=first)
        packed(path, origin=begun["origin"], log=_lines(seat, begun))
    told = {name: begun[name] for name in ("origin", "first", "size")}
    line = f"{path}: entries {told['first']:,} to {told['size'] - 1:,} of {told['origin']}."
    place.say(told, lambda: iter([line]))


def _lines(seat: Seat, part: dict[str, Any]) -> Iterator[bytes]:
    """Give the lines of the log from its first part on; the others are asked for when it is due."""
    asked = {"first": part["first"], "size": part["size"]}
    while True:
        yield from (line.encode() for line in part["log"])
        if part["next"] is None:
            return
        part = seat.act("pack_pouch", **asked, since=part["next"])


@pouch.command("write")
@click.argument("path", type=click.Path(path_type=Path), metavar="POUCH")
@click.argument("files", nargs=-1, required=True, type=WORD, metavar="WORD...")
@click.option("--delegation", required=True, metavar="CODE", help="Whose words they are.")
@click.option("--log", required=True, help="Name of the log that they are for.")
@click.option("--made", required=True, metavar="INSTANT", help="When, such as 2026-09-01T10:00Z.")
@click.option("--refers-to", multiple=True, metavar="ID", help="Id of a word they are about.")
@key
def write(path: Path, files: tuple[Path, ...], key: Path, **told: Any) -> None:
    """Seal the words in the files WORD... and pack them into POUCH, where there is no node.

    Whoever clears them does so before: no node looks at them here. At the node, `detente pouch
    open` puts them into the log in this order.
    """
    import detente as dt_
    from detente.cli.notify_draft import instant
    from detente.desk.clearing import as_statement
    from detente.exchange.pouches import pack as packed
    from detente.notifications.heads import to_the_second

    library, with_ = dt_.library(), key_in(key, told["delegation"])
    made = to_the_second(instant(told["made"]))
    about = {"log": told["log"], "by": told["delegation"], "made": made}
    words = [read_word(file, library)[0] for file in files]
    for file, word in zip(files, words, strict=True):
        sound(file, word, library, told["delegation"])
    sealed = [
        with_.seal(as_statement(word, **about, refers_to=told["refers_to"])) for word in words
    ]
    packed(path, origin=told["log"], outgoing=sealed)
    click.echo(f"{path}: {len(sealed)} sealed by {with_.id}, for {told['log']}.")


def sound(file: Path, word: Word, library: Library, delegation: str) -> None:
    """Refuse a word that cannot go out as it is.

    Raises:
        Refused: it is another delegation's, or something in it is missing or wrong.
    """
    from detente.notifications import blank, check, missing

    if word.by != delegation:
        raise Refused(f"{file} is a word of {word.by}, and not of {delegation}.")
    form = blank(library, word.format)
    lacks = [each.words for each in missing(word, form) if each.field != "made"]
    # what it refers to lies elsewhere; the node's readers see whether it is there
    faults = [] if word.refers else [str(each) for each in check(word, form, [])]
    if lacks or faults:
        raise Refused(f"{file} lacks or has wrong: {'; '.join([*lacks, *faults])}.")


@pouch.command("open")
@click.argument("path", type=ANY, metavar="POUCH")
@at_node
@click.pass_context
def open_(ctx: click.Context, place: Place, path: Path) -> None:
    """Put the sealed words that POUCH brings for your delegation into the log, each once.

    It may be opened as often as you like. It ends with 1 where a word was refused.
    """
    from detente.exchange.check.pouch import Pouch

    carried = Pouch(path)
    for _ in _brought(carried):
        pass  # one that is none is found before anything is handed to the node
    told: dict[str, Any] = {"taken": [], "refused": []}
    with place.sat_at() as seat:
        for begins, some in _handfuls(_brought(carried)):
            came = seat.act("open_pouch", outgoing=some)
            told["taken"] += came["taken"]
            told["refused"] += [{**each, "nth": begins + each["nth"]} for each in came["refused"]]
    place.say(told, lambda: _told(told))
    if told["refused"]:
        ctx.exit(NOT_SOUND)


AT_ONCE, BYTES = 256, 1 << 20
"""How many sealed words, and of how many bytes, are handed to the node in one act."""


def _brought(pouch: Pouch) -> Iterator[dict[str, str]]:
    """Read the sealed words in a pouch.

    Raises:
        RecordError: one of them is none; nothing was handed to the node.
    """
    from dataclasses import asdict

    from detente.errors import RecordError
    from detente.exchange.check.pouch import OUTGOING
    from detente.exchange.taking import sealed_of

    for name in pouch.names:
        if name.startswith(OUTGOING):
            try:
                yield asdict(sealed_of(pouch.read(name)))
            except RecordError as error:
                raise RecordError(f"{name}: {error}") from None


def _handfuls(brought: Iterator[dict[str, str]]) -> Iterator[tuple[int, list[dict[str, str]]]]:
    """Give sealed words in handfuls, each with the place of its first."""
    begins, size, held = 0, 0, list[dict[str, str]]()
    for each in brought:
        own = sum(map(len, each.values()))
        if held and (len(held) == AT_ONCE or size + own > BYTES):
            yield begins, held
            begins, size, held = begins + len(held), 0, []
        held.append(each)
        size += own
    if held:
        yield begins, held


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
