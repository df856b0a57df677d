"""What a host does with a sealed word before it stands in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.exchange.access import Access
from detente.exchange.check.keyring import Keyring
from detente.exchange.check.reading import json_of
from detente.exchange.check.sealed import Entry, Opening, Sealed, Statement, read_sealed
from detente.exchange.check.tree import leaf_hash
from detente.exchange.statement import understood

__all__ = ["Taken", "sealed_of", "take"]


@dataclass(frozen=True, slots=True)
class Taken:
    """A sealed word that may go into the log, and the entry that fixes it there.

    Attributes:
        index: where it will stand.
        statement: what it says.
        access: who may read it.
        entry: the leaf.
        opening: what shows the word behind the leaf.
    """

    index: int
    statement: Statement
    access: Access
    entry: Entry
    opening: Opening

    @property
    def leaf(self) -> bytes:
        """The hash of the leaf, for the tree."""
        return leaf_hash(self.entry.canonical())


def sealed_of(data: bytes) -> Sealed:
    """Read a sealed word from the bytes of its JSON.

    Raises:
        RecordError: it is none. Whoever sent it acts.
    """
    value: Any = json_of(data, "sealed", 2 << 20)
    return read_sealed(value)


def take(ring: Keyring, index: int, sealed: Sealed, *, received: str, salt: bytes) -> Taken:
    """Check a sealed word and make its entry; a statement about keys is taken into the keyring.

    Args:
        ring: the keys up to this index; changed where the word is about keys, so hand in a copy
            where the entry may yet fail to be kept.
        index: where the word will stand: the number of entries there are.
        sealed: the word.
        received: now, as text in UTC to the second.
        salt: 32 bytes of chance, new for each word.

    Raises:
        RecordError: it cannot be read, or is not in canonical form. Its author acts.
        ProofError: its seal does not hold or does not count here. Nothing is changed.
    """
    ring.opened(index, sealed)
    statement, access = understood(sealed.content())
    if statement.kind == "keys":
        ring.take(index, statement, sealed.key())
    opening = Opening(salt, sealed)
    entry = Entry(opening.commitment(), received, len(ring.places))
    return Taken(index, statement, access, entry, opening)
