"""The pouch at the desk: what is handed to a carrier, and what a carrier brings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from detente.desk import asked
from detente.desk.filing import file_sealed
from detente.desk.sitting import Sitting
from detente.errors import ActRefused, ProofError, SenderError, UnknownName
from detente.exchange.check.sealed import Entry, Opening
from detente.exchange.log_files import begun, ended, entered
from detente.exchange.tree import frontier
from detente.store import append, table
from detente.store.proofs import checkpoint, entries
from detente.store.tail import reader_for
from detente.store.words import readable

__all__ = ["pack", "take_in"]

CARRIED = "packed into a pouch"


def pack(sitting: Sitting, wanted: asked.Packed) -> dict[str, Any]:
    """Give the log for a pouch, with the words that one's delegation may read, part by part.

    The lines of all parts, one after the other, are the log that the pouch carries. That words
    were handed over is kept as a delivery, as reading them at the desk is.

    Raises:
        UnknownName: the log does not reach so far, or never ended at that size.
    """
    size, note = checkpoint(sitting.connection, wanted.size or None)
    begins = max(wanted.first, wanted.since)
    if begins > size:
        raise UnknownName("entry", str(begins), [], f"There are {size:,}, counted from 0.")
    ends = min(size, begins + wanted.limit)
    shown = _readable(sitting, begins, ends)
    lines = [entered(*each) for each in _entries(sitting.connection, begins, ends, set(shown))]
    if begins == wanted.first:
        before = reader_for(sitting.connection, lambda node: frontier(begins, node))
        lines.insert(0, begun(sitting.bench.log, begins, frontier(begins, before)))
    if ends == size:
        lines.append(ended(note))
    _keep_deliveries(sitting, [identity for identity, by in shown.values() if by])
    told = {"origin": sitting.bench.log, "first": wanted.first, "size": size}
    going_on = ends if ends < size else None
    return {**told, "next": going_on, "log": [line.decode() for line in lines]}


def _readable(sitting: Sitting, first: int, size: int) -> dict[int, tuple[str, bool]]:
    """Tell which words may be shown: where each stands, its id, and whether another spoke it."""
    said, reader = table("statements"), sitting.officer.delegation
    may = readable(reader, participant=sitting.delegation.receives, at=sitting.at)
    asking = select(said.c.leaf_index, said.c.id, said.c.author, said.c.kind)
    asking = asking.where(may, said.c.leaf_index >= first, said.c.leaf_index < size)
    rows = sitting.connection.execute(asking)
    return {row.leaf_index: (row.id, row.author != reader and row.kind != "keys") for row in rows}


def _entries(
    connection: Connection, first: int, size: int, shown: set[int]
) -> Iterator[tuple[Entry, Opening | None]]:
    """Go through the entries, with the openings of those that may be shown."""
    for each in entries(connection, first, size):
        yield each.entry, each.opening if each.index in shown else None


def _keep_deliveries(sitting: Sitting, words: list[str]) -> None:
    """Keep, once for each, that one's delegation was handed words."""
    rows, reader = table("deliveries"), sitting.officer.delegation
    same = (rows.c.delegation == reader) & (rows.c.how == CARRIED)
    same &= rows.c.statement.in_(words)
    there = set(sitting.connection.scalars(select(rows.c.statement).where(same)))
    for identity in words:
        if identity not in there:
            row = {"statement": identity, "delegation": reader, "how": CARRIED, "at": sitting.at}
            append(sitting.keeps, "deliveries", **row)


def take_in(sitting: Sitting, wanted: asked.Carried) -> dict[str, Any]:
    """Put the sealed words of one's own delegation that a pouch brought into the log, each once.

    One that is refused holds up none of the others; it is told which, and why. What refuses it
    does so before anything of it is kept.
    """
    taken, refused = [], []
    for nth, sealed in enumerate(wanted.outgoing):
        try:
            taken.append(file_sealed(sitting, asked.ToFile(sealed=sealed)))
        except (ActRefused, ProofError, SenderError) as error:
            refused.append({"nth": nth, "code": error.code, "why": str(error)})
    return {"taken": taken, "refused": refused}
