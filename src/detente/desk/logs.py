"""The log as it is shown to its members, and the lines of its witnesses."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from detente.desk import asked
from detente.desk.sitting import Sitting
from detente.errors import NotPermitted, OutOfOrder, ProofError
from detente.exchange.check.keyring import Keyring
from detente.exchange.check.notes import Checkpoint, read_checkpoint
from detente.exchange.check.reading import text64
from detente.exchange.check.receipt import witnesses_of
from detente.store import append, table
from detente.store.proofs import checkpoint, growth, root_at
from detente.store.tail import load_tail

__all__ = ["compare", "consistency", "cosign", "latest"]


def latest(sitting: Sitting, _wanted: asked.Nothing) -> dict[str, Any]:
    """Give the last checkpoint, with the lines of its witnesses."""
    size, note = checkpoint(sitting.connection)
    return {"size": size, "checkpoint": note}


def consistency(sitting: Sitting, wanted: asked.Grown) -> dict[str, Any]:
    """Prove that the log only grew from one size to another."""
    new = checkpoint(sitting.connection)[0] if wanted.new is None else wanted.new
    path = growth(sitting.connection, wanted.old, new)
    return {"old": wanted.old, "new": new, "path": [text64(each) for each in path]}


def compare(sitting: Sitting, wanted: asked.Compared) -> list[dict[str, Any]]:
    """Hold checkpoints that others were shown against the log of this node, and say who signed.

    `one_log` is true where the log of this node begins so, false where its host has signed two logs
    that are not one, and null where it cannot be told. Whoever does not trust this node lets
    `detente log verify` look at the files instead.
    """
    size, _ = checkpoint(sitting.connection)
    ring = load_tail(sitting.connection, sitting.bench.log, size, None).ring
    return [_beside(sitting, ring, read_checkpoint(note), size) for note in wanted.notes]


def _beside(sitting: Sitting, ring: Keyring, given: Checkpoint, size: int) -> dict[str, Any]:
    """Lay a checkpoint beside the log of this node."""
    keys = [key for key in ring.keys.values() if (key.owner, key.use) == (ring.log, "seal")]
    try:
        signed = [key.id for key in keys if given.signed(ring.log, key.public)]
        witnesses = sorted(witnesses_of(given, ring))
    except ProofError as error:
        signed, witnesses, told = [], [], str(error)
    else:
        told = "the host of this log did not sign it; nobody is accused with it"
    one = None
    if given.origin != ring.log:
        told = f"it is of another log, {given.origin}"
    elif signed and given.size > size:
        told = (
            f"its host has signed a log of {given.size:,} entries, and this node holds {size:,}: "
            "it was put back to an older state, or is another one that bears the same name"
        )
    elif signed:
        one = root_at(sitting.connection, given.size) == given.root
        told = "the log of this node begins so"
        if not one:
            told = (
                f"SPLIT VIEW: at {given.size:,} entries the log of this node is another one. Its "
                "host signed two logs that are not one. Keep both, and show them to the members"
            )
    seen = {"size": given.size, "root": text64(given.root), "own_size": size}
    return {**seen, "signed": signed, "witnesses": witnesses, "one_log": one, "told": told}


def cosign(sitting: Sitting, wanted: asked.Cosigned) -> dict[str, Any]:
    """Take the line of a witness under a checkpoint of this log.

    Raises:
        NotPermitted: the line is not of the officer's own delegation.
        ProofError: the checkpoint is none of this log, or the line does not hold.
    """
    given = read_checkpoint(wanted.note)
    size, note = checkpoint(sitting.connection, given.size)
    if read_checkpoint(note).text != given.text:
        raise ProofError("the checkpoint is not the one of that size here. Show both to others")
    ring, own = sitting.keeps.end().ring, sitting.officer.delegation
    keys = ring.current(given.size, own, "witness")
    kept = [line for key in keys for line in _lines(wanted.note, own, key.public)]
    if not kept:
        raise NotPermitted(f"no line under it is of a key with which {own} is a witness")
    signed = table("cosignatures")
    mine = (signed.c.size == size) & (signed.c.witness == own)
    if sitting.connection.scalar(select(signed.c.number).where(mine)) is not None:
        raise OutOfOrder(f"{own} has signed the checkpoint of size {size} already")
    row = {"size": size, "witness": own, "line": kept[0], "at": sitting.at}
    append(sitting.keeps, "cosignatures", **row)
    return {"size": size, "witness": own}


def _lines(note: str, name: str, public: bytes) -> list[str]:
    """Give the lines under a checkpoint that a key of a witness has signed."""
    above, _, below = note.rpartition("\n\n")
    lines = [f"{line}\n" for line in below.splitlines()]
    return [
        line
        for line in lines
        if read_checkpoint(f"{above}\n\n{line}").witnessed(name, public) is not None
    ]
