"""``detente log``: what stands in the log, and what proves it."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.at_node import FILE, Place, Seat, at_node, key, key_in, listed, word_at
from detente.cli.output import output, put
from detente.cli.refusal import Refused

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.exchange import PrivateKey

ANY = click.Path(exists=True, path_type=Path)


@click.group(short_help="See what stands in the log, and prove it.")
def log() -> None:
    """See what stands in the log, take proofs of it, and check those of others offline."""


@log.command("show")
@click.option("--after", type=int, default=-1, metavar="INDEX", help="Only those after this place.")
@at_node
def show(place: Place, after: int) -> None:
    """List all words that your delegation may read, those about keys as well."""
    with place.sat_at() as seat:
        told = [each for each in listed(seat) if each["index"] > after]
    place.say(told, lambda: words_table(told))


def words_table(told: Sequence[dict[str, Any]]) -> Iterator[RenderableType]:
    """Give the table of words."""
    from detente.cli.findings_table import frame
    from detente.dossiers.harmless import harmless

    if not told:
        yield "There is none that you may read."
        return
    names = ("Entry", "Received", "By", "Kind", "Marked", "For", "Word")
    folds = {"Kind": 15, "For": 12}
    table = frame(*((name, folds.get(name, 0)) for name in names))
    for each in told:
        parts = (each[name] for name in ("received", "by", "kind", "marker", "mark"))
        plain = (harmless(str(part)) for part in parts)
        table.add_row(str(each["index"]), *plain, each["word"][:8])
    yield table


@log.command("checkpoint")
@output
@at_node
def checkpoint(place: Place, output: Path | None) -> None:
    """Give the last checkpoint: what the log is, signed by its host and its witnesses."""
    with place.sat_at() as seat:
        told = seat.act("checkpoint")
    put(json.dumps(told) + "\n" if place.as_json else told["checkpoint"], output)


@log.command("receipt")
@click.argument("word", metavar="WORD")
@output
@at_node
def receipt(place: Place, word: str, output: Path | None) -> None:
    """Give the receipt of WORD, by its place in the log or its id: a file that proves it alone."""
    with place.sat_at() as seat:
        told = seat.act("receipt_of_word", word=word_at(seat, word))
    put(told["receipt"], output)


@log.command("verify")
@click.argument("files", nargs=-1, required=True, type=ANY, metavar="FILE...")
@click.option("--host", metavar="KEY", help="The host's key as it was given out, or a file.")
@click.option("--word", is_flag=True, help="Show the words of receipts as a whole.")
@click.pass_context
def verify(ctx: click.Context, files: tuple[Path, ...], host: str | None, word: bool) -> None:
    """Check receipts, logs, checkpoints and pouches together, without any node.

    It ends with 0 where all holds, 1 where something does not, 2 where something cannot be read,
    3 where something is left open.
    """
    from detente.exchange.check.told import main

    options = [*(["--host", host] if host else []), *(["--word"] if word else [])]
    ctx.exit(main([*options, *("--", *map(str, files))]))


host_key = click.option(
    "--host",
    metavar="KEY",
    help="The host's key as it was given out, or a file with it; needed at a server.",
)


def _key_of(place: Place, host: str | None) -> str:
    """Tell with which key the host signs: the one that was handed in, or the node's own."""
    if host is None and place.node is None:
        raise Refused("say whose log it is with --host: the host's key as it was given out")
    return host or str(place.node / "host.txt" if place.node else "")


@log.command("compare")
@click.argument("files", nargs=-1, required=True, type=ANY, metavar="CHECKPOINT...")
@host_key
@at_node
@click.pass_context
def compare(ctx: click.Context, place: Place, files: tuple[Path, ...], host: str | None) -> None:
    """Compare checkpoints that others hold with the log of this node, or of a server.

    A host that shows two members two logs is found out here; nothing that a server says is taken
    without proof. It ends as `detente log verify` does.
    """
    from detente.exchange.check.notes import read_checkpoint
    from detente.exchange.check.told import main

    key = _key_of(place, host)
    held = [read_checkpoint(file.read_bytes()).size for file in files]
    with tempfile.TemporaryDirectory() as folder, place.sat_at() as seat:
        own = seat.act("checkpoint")
        proofs = list(_grown(seat, sorted({*held, own["size"]}), own["size"], Path(folder)))
        (mine := Path(folder, "this node")).write_text(own["checkpoint"], encoding="utf-8")
        for file, size in zip(files, held, strict=True):
            click.echo(f"{file}: of {size:,} entries; this node has {own['size']:,}.")
            if size > own["size"]:
                click.echo(f"{file}: this node was put back to an older state, or is another one.")
        ctx.exit(main(["--host", key, "--", *map(str, [*files, mine, *proofs])]))


def _grown(seat: Seat, sizes: list[int], most: int, folder: Path) -> Iterator[Path]:
    """Ask for the proofs that the log only grew between sizes, as far as this node's goes."""
    for old, new in pairwise(size for size in sizes if size <= most):
        told = seat.act("consistency", old=old, new=new)
        (path := folder / f"{old}-{new}").write_text(
            json.dumps({"consistency": 1, **told}), encoding="utf-8"
        )
        yield path


seen_file = click.option(
    "--seen",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="Where the checkpoint is kept that you signed last; it is made the first time.",
)


@log.command("witness")
@seen_file
@host_key
@key
@at_node
def witness(place: Place, seen: Path, host: str | None, key: Path) -> None:
    """Sign the last checkpoint as a witness: that you have seen this log, and that it only grew.

    The host has admitted the key for it (`detente keys make --use witness`). Where the log is not
    the one that you signed last, nothing is signed, and what was shown is kept beside FILE.
    """
    from detente.exchange.check.notes import read_checkpoint
    from detente.exchange.check.reading import bytes_of
    from detente.exchange.check.told import host_in

    _, public = host_in(_key_of(place, host))
    old = read_checkpoint(seen.read_bytes()).size if seen.exists() else 0
    with place.sat_at() as seat:
        note: str = seat.act("checkpoint")["checkpoint"]
        new = read_checkpoint(note).size
        path = seat.act("consistency", old=old, new=new)["path"] if 0 < old <= new else []
        proof = [bytes_of(each, "path") for each in path]
        own = key_in(key, seat.act("see_myself")["delegation"])
        if (signed := _signed(note, public, own, seen, proof)) is None:
            place.say({"size": new}, lambda: iter([_NOT_GROWN]))
            return
        told = seat.act("cosign_checkpoint", note=signed)
    line = f"{told['witness']} has signed the log of {told['size']:,} entries."
    place.say(told, lambda: iter([line]))


_NOT_GROWN = "It has not grown since you signed it."


def _signed(
    note: str, host: bytes, own: PrivateKey, seen: Path, proof: Sequence[bytes]
) -> str | None:
    """Sign a checkpoint as a witness, and keep it; None where it is the one that was signed last.

    Raises:
        Refused: it does not go on from the one that was signed last; both are kept.
    """
    from detente.desk import SystemClock
    from detente.errors import ProofError
    from detente.exchange.check.notes import read_checkpoint
    from detente.exchange.notes import cosign

    before = seen.read_text("utf-8") if seen.exists() else None
    if before and read_checkpoint(note).text == read_checkpoint(before).text:
        return None
    at = int(SystemClock().now().replace(tzinfo=dt.UTC).timestamp())
    try:
        signed = cosign(note, host=host, key=own, at=at, seen=before, path=proof)
    except ProofError as error:
        other = seen.with_name(seen.name + ".other")
        put(note, other)
        raise Refused(
            f"{error}. Nothing was signed. What you signed is in {seen}, what is shown now in "
            f"{other}: keep both, and show them to the other members."
        ) from None
    put(signed, seen)  # before it is handed out: a witness that forgets is none
    return signed


@log.command("growth")
@click.argument("old", type=click.IntRange(min=1), metavar="OLD")
@click.option("--new", type=int, metavar="SIZE", help="Up to this size; else to the last one.")
@output
@at_node
def growth(place: Place, old: int, new: int | None, output: Path | None) -> None:
    """Give the proof that the log only grew since it had OLD entries, for whoever is offline."""
    from detente.exchange.check.reading import bytes_of
    from detente.exchange.log_files import write_growth

    with place.sat_at() as seat:
        size = seat.act("checkpoint")["size"] if new is None else new
        path = seat.act("consistency", old=old, new=size)["path"]
    put(write_growth(old, size, [bytes_of(each, "path") for each in path]), output)


@log.command("cosign")
@click.argument("checkpoint", type=FILE, metavar="CHECKPOINT")
@click.option(
    "--growth",
    type=FILE,
    metavar="FILE",
    help="The proof from `detente log growth`, after the first.",
)
@seen_file
@click.option("--host", required=True, metavar="KEY", help="The host's key, or a file with it.")
@click.option("--delegation", required=True, metavar="CODE", help="Whose witness you are.")
@key
def cosign_(
    checkpoint: Path, growth: Path | None, seen: Path, host: str, delegation: str, key: Path
) -> None:
    """Sign the checkpoint in a file as a witness, without any node.

    FILE of --seen then holds it with your line: it is carried back, and `detente log hand-in` puts
    it under the checkpoint at the node. A log that is not the one you signed last is not signed.
    """
    from detente.exchange.check.notes import read_checkpoint
    from detente.exchange.check.reading import fields, json_of
    from detente.exchange.check.receipt import path_of
    from detente.exchange.check.told import BOM, host_in

    _, public = host_in(host)
    note = checkpoint.read_bytes().removeprefix(BOM).decode("utf-8", "replace")
    size = read_checkpoint(note).size
    proof: Sequence[bytes] = ()
    if growth is not None:
        data = json_of(growth.read_bytes().removeprefix(BOM), str(growth))
        told = fields(data, str(growth), {"consistency", "old", "new", "path"})
        proof = path_of(told["path"])
    if _signed(note, public, key_in(key, delegation), seen, proof) is None:
        click.echo(_NOT_GROWN)
    else:
        click.echo(f"{seen}: {delegation} has signed the log of {size:,} entries; hand it in.")


@log.command("hand-in")
@click.argument("checkpoint", type=FILE, metavar="CHECKPOINT")
@at_node
def hand_in(place: Place, checkpoint: Path) -> None:
    """Put your delegation's line under CHECKPOINT, signed elsewhere, into the node."""
    from detente.exchange.check.told import BOM

    note = checkpoint.read_bytes().removeprefix(BOM).decode("utf-8", "replace")
    with place.sat_at() as seat:
        told = seat.act("cosign_checkpoint", note=note)
    line = f"{told['witness']} has signed the log of {told['size']:,} entries."
    place.say(told, lambda: iter([line]))
