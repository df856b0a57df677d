"""What the log shows of itself: checkpoints, proofs, receipts. Nothing here writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from detente.errors import UnknownName
from detente.exchange import write_receipt
from detente.exchange.check.receipt import Place
from detente.exchange.check.sealed import Entry, Opening, read_entry
from detente.exchange.notes import gathered
from detente.exchange.taking import sealed_of
from detente.exchange.tree import consistency, inclusion, root
from detente.store.schema import table
from detente.store.tail import AT_ONCE, reader_for

__all__ = ["Kept", "checkpoint", "entries", "growth", "kept", "places", "receipt", "root_at"]


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry with what the node keeps behind it.

    Attributes:
        index: where it stands.
        entry: the leaf.
        opening: what shows the word; the node holds it for every word, whoever may read it.
        received: when it was received.
    """

    index: int
    entry: Entry
    opening: Opening
    received: datetime


def checkpoint(connection: Connection, size: int | None = None) -> tuple[int, str]:
    """Give the last checkpoint, or that of a size, with the lines of its witnesses.

    Returns:
        The size, and the note.

    Raises:
        UnknownName: there is none of that size.
    """
    notes = table("checkpoints")
    asked = select(notes).order_by(notes.c.size.desc()).limit(1)
    row = connection.execute(asked if size is None else asked.where(notes.c.size == size)).first()
    if row is None:
        way_out = "A checkpoint is made whenever the log has grown; ask for the last one."
        raise UnknownName("checkpoint", str(size or 0), [], way_out)
    signed = table("cosignatures")
    lines = select(signed.c.line).where(signed.c.size == row.size).order_by(signed.c.number)
    above = row.note.rpartition("\n\n")[0] + "\n\n"
    return row.size, gathered([row.note, *(above + line for line in connection.scalars(lines))])


def growth(connection: Connection, old: int, new: int) -> list[bytes]:
    """Prove that the log of one size is how that of another begins (RFC 9162, 2.1.4).

    Raises:
        UnknownName: the log has not grown so far, or the sizes are in the wrong order.
    """
    _within(connection, new)
    if not 0 <= old <= new:
        raise UnknownName("size of the log", str(old), [], f"It comes before {new}, and is not.")
    node = reader_for(connection, lambda node: consistency(old, new, node))
    return consistency(old, new, node)


def root_at(connection: Connection, size: int) -> bytes:
    """Give the root of the tree as it was at a size.

    Raises:
        UnknownName: the log has not grown so far.
    """
    _within(connection, size)
    return root(size, reader_for(connection, lambda node: root(size, node)))


def places(connection: Connection, indexes: Sequence[int], size: int) -> list[Place]:
    """Prove where entries stand in the log of a size; their words are shown.

    Raises:
        UnknownName: there is no such entry at that size.
    """
    if indexes:
        _within(connection, size)
    if beyond := [index for index in indexes if not 0 <= index < size]:
        raise UnknownName("entry", str(beyond[0]), [], f"There are {size:,}, counted from 0.")
    proofs = [lambda node, index=index: inclusion(index, size, node) for index in indexes]
    node = reader_for(connection, *proofs)
    found = _kept_at(connection, indexes)
    return [
        Place(each.entry, each.index, tuple(inclusion(each.index, size, node)), each.opening)
        for each in (found[index] for index in indexes)
    ]


def receipt(
    connection: Connection, index: int, *, shown: bool, keys: bool = True, size: int | None = None
) -> bytes:
    """Write the receipt of an entry.

    Args:
        connection: in a transaction.
        index: where the entry stands.
        shown: whether it shows the word; only for whom may read it.
        keys: whether it carries the statements about keys, so that the seal can be checked from
            the receipt alone.
        size: of the checkpoint that it is proven against; None for the last one.

    Raises:
        UnknownName: there is no such entry, or no checkpoint of that size.
    """
    size, note = checkpoint(connection, size)
    words = table("statements")
    about_keys = select(words.c.leaf_index).where(words.c.kind == "keys")
    asked = about_keys.where(words.c.leaf_index < size).order_by(words.c.leaf_index)
    with_keys = list(connection.scalars(asked)) if keys else []
    place, *others = places(connection, [index, *with_keys], size)
    return write_receipt(place if shown else replace(place, opening=None), note, others)


def kept(connection: Connection, index: int) -> Kept:
    """Read one entry with what stands behind it.

    Raises:
        UnknownName: there is none.
    """
    for each in entries(connection, index, index + 1):
        return each
    raise UnknownName("entry", str(index), [], "The log does not reach so far.")


def entries(connection: Connection, start: int, stop: int) -> Iterator[Kept]:
    """Read entries in a row, with what stands behind them, as far as the log reaches."""
    index = table("entries").c.leaf_index
    return _those(connection, (index >= start) & (index < stop))


def _kept_at(connection: Connection, indexes: Sequence[int]) -> dict[int, Kept]:
    """Read entries here and there that the log has, many in one statement."""
    index = table("entries").c.leaf_index
    several = (indexes[at : at + AT_ONCE] for at in range(0, len(indexes), AT_ONCE))
    return {each.index: each for some in several for each in _those(connection, index.in_(some))}


def _those(connection: Connection, which: ColumnElement[bool]) -> Iterator[Kept]:
    """Read some entries, with what stands behind them, in the order of the log."""
    leaves, words = table("entries"), table("statements")
    asked = select(leaves, words.c.salt, words.c.sealed).join_from(
        leaves, words, leaves.c.leaf_index == words.c.leaf_index
    )
    for row in connection.execute(asked.where(which).order_by(leaves.c.leaf_index)):
        opening = Opening(bytes(row.salt), sealed_of(row.sealed))
        yield Kept(row.leaf_index, read_entry(json.loads(row.leaf)), opening, row.received)


def _within(connection: Connection, size: int) -> None:
    """See that the log has been as large as that."""
    leaves = table("entries")
    last = select(leaves.c.leaf_index).where(leaves.c.leaf_index == size - 1)
    if size and connection.scalar(last) is None:
        raise UnknownName("size of the log", str(size), [], "It has not grown so far.")
