"""The end of the log, to grow on: the keys that count there, and the nodes on its right edge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from detente.errors import StoreDamaged
from detente.exchange.check.keyring import Keyring
from detente.exchange.check.sealed import Sealed
from detente.exchange.taking import sealed_of
from detente.exchange.tree import Node, root
from detente.store.schema import table

__all__ = ["Tail", "kept_nodes", "key_words", "load_tail", "node_number", "reader_for"]

AT_ONCE = 512
"""Nodes asked for in one statement; engines take some thousands."""

Place = tuple[int, int]
"""A node: its level, and its index on that level."""


@dataclass(slots=True)
class Tail:
    """The end of the log.

    Attributes:
        ring: the keys, up to the last entry.
        size: entries in the log.
        edge: the complete nodes on its right edge, and those that a transaction has added.
        filed: the words that this transaction filed, by id: where they stand, and when received.
    """

    ring: Keyring
    size: int
    edge: dict[Place, bytes]
    filed: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def copy(self) -> Tail:
        """Give the end as it is now."""
        return Tail(self.ring.copy(), self.size, dict(self.edge), dict(self.filed))

    def node(self, level: int, index: int) -> bytes:
        """Give a node of the right edge."""
        return self.edge[level, index]

    def root(self) -> bytes:
        """Give the root of the tree."""
        return root(self.size, self.node)

    def settled(self) -> Tail:
        """Give the end as the next transaction begins with it."""
        return Tail(self.ring, self.size, {at: self.edge[at] for at in edge_of(self.size)})


def edge_of(size: int) -> list[Place]:
    """Tell which complete nodes stand on the right edge of a tree, largest first."""
    levels = [level for level in reversed(range(size.bit_length())) if size >> level & 1]
    return [(level, (size >> level) - 1) for level in levels]


def node_number(level: int, index: int) -> int:
    """Number the nodes of a tree from left to right, leaves at 0, 2, 4: one number for each."""
    return (2 * index + 1 << level) - 1


def kept_nodes(connection: Connection, places: Iterable[Place]) -> dict[Place, bytes]:
    """Read nodes, many in one statement.

    Raises:
        StoreDamaged: one is not there.
    """
    numbers = {node_number(*place): place for place in places}
    nodes, found = table("nodes"), {}
    asked = sorted(numbers)
    for start in range(0, len(asked), AT_ONCE):
        some = select(nodes).where(nodes.c.number.in_(asked[start : start + AT_ONCE]))
        for row in connection.execute(some):
            found[numbers[row.number]] = row.hash
    if missing := set(numbers.values()) - set(found):
        raise StoreDamaged([f"nodes: level {at[0]}, index {at[1]} is not there" for at in missing])
    return found


def reader_for(connection: Connection, *asking: Callable[[Node], object]) -> Node:
    """Give a reader of all nodes that some proofs will ask for, read in one statement.

    Args:
        connection: in a transaction.
        asking: each makes a proof with the reader it is handed; what it makes is thrown away.
    """
    places: set[Place] = set()

    def noted(level: int, index: int) -> bytes:
        places.add((level, index))
        return bytes(32)

    for each in asking:
        each(noted)
    found = kept_nodes(connection, places)
    return lambda level, index: found[level, index]


def key_words(connection: Connection, since: int = 0) -> Iterator[tuple[int, Sealed]]:
    """Read the statements about keys, in order, each with its index.

    Args:
        connection: in a transaction.
        since: how many of the first are left out.
    """
    words = table("statements")
    asked = select(words.c.leaf_index, words.c.sealed).where(words.c.kind == "keys")
    for row in connection.execute(asked.order_by(words.c.leaf_index).offset(since)):
        yield row.leaf_index, sealed_of(row.sealed)


def load_tail(connection: Connection, log: str, size: int, known: Tail | None) -> Tail:
    """Read the end of the log.

    Args:
        connection: in a transaction.
        log: the name of the log.
        size: entries in it.
        known: an earlier end, whose keys are gone on from; None to begin anew.

    Raises:
        ProofError: a statement about keys does not hold; `check` tells more.
    """
    ring = known.ring.copy() if known else Keyring(log)
    for index, sealed in key_words(connection, len(ring.places)):
        ring.take(index, ring.opened(index, sealed), sealed.key())
    return Tail(ring, size, kept_nodes(connection, edge_of(size)))
