"""A forum in memory: a host, its log, and delegations; no disk, no clock, no connection.

It keeps what a node keeps in the plainest way, so that tests can look at it and spoil it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from detente.exchange import (
    Access,
    Keyring,
    PrivateKey,
    compose,
    sign_checkpoint,
    take,
    write_receipt,
)
from detente.exchange.check.log_file import LogShown
from detente.exchange.check.receipt import Place
from detente.exchange.check.sealed import Sealed
from detente.exchange.keys import admitting
from detente.exchange.log_files import begun, ended, entered, held
from detente.exchange.pouches import pack
from detente.exchange.taking import Taken
from detente.exchange.tree import append, frontier, inclusion, root

LOG = "forum.example/log"
PUBLIC = Access("public")
NOON = "2026-03-01T12:00:00Z"


def key_of(owner: str, nth: int = 0) -> PrivateKey:
    """A key that is the same in each run."""
    seed = sha256(f"{owner} {nth}".encode()).digest()
    return PrivateKey(owner, Ed25519PrivateKey.from_private_bytes(seed))


class Forum:
    """A log with its host; `keys` holds the key with which each party seals."""

    def __init__(self, *delegations: str) -> None:
        self.ring = Keyring(LOG)
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.taken: list[Taken] = []
        self.keys = {LOG: key_of(LOG)}
        self.say(LOG, admitting(LOG, self.keys[LOG]), kind="keys")
        for name in delegations:
            self.admit(key_of(name))

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.taken)

    def node(self, level: int, index: int) -> bytes:
        """The reader of kept nodes."""
        return self.nodes[level, index]

    def admit(self, key: PrivateKey, use: str = "seal") -> Taken:
        """Let the host admit a key of a delegation."""
        if use == "seal":
            self.keys[key.owner] = key
        return self.say(LOG, admitting(LOG, key, use=use), kind="keys")

    def sealed(
        self, by: str, content: dict[str, Any], *, key: PrivateKey | None = None, **parts: Any
    ) -> Sealed:
        """Seal a word of a delegation."""
        fixed: dict[str, Any] = {
            "kind": "note",
            "marker": "test",
            "access": PUBLIC,
            "made": NOON,
        } | parts
        return (key or self.keys[by]).seal(compose(log=LOG, by=by, content=content, **fixed))

    def say(self, by: str, content: dict[str, Any], **parts: Any) -> Taken:
        """Seal a word and take it into the log."""
        return self.take(self.sealed(by, content, **parts))

    def take(self, sealed: Sealed, received: str = NOON) -> Taken:
        """Take a sealed word into the log, as a node does."""
        ring, salt = self.ring.copy(), sha256(f"salt {self.size}".encode()).digest()
        taken = take(ring, self.size, sealed, received=received, salt=salt)
        for level, index, found in append(self.size, taken.leaf, self.node):
            assert (level, index) not in self.nodes
            self.nodes[level, index] = found
        self.ring = ring
        self.taken.append(taken)
        return taken

    def lie(self, index: int, **parts: Any) -> None:
        """Have the host write an entry otherwise, so that all its hashes fit."""
        taken = self.taken[index]
        self.taken[index] = replace(taken, entry=replace(taken.entry, **parts))
        self.nodes = {}
        for size, each in enumerate(self.taken):
            for level, at, found in append(size, each.leaf, self.node):
                self.nodes[level, at] = found

    def root(self, size: int | None = None) -> bytes:
        """The root at a size."""
        return root(self.size if size is None else size, self.node)

    def checkpoint(self, size: int | None = None) -> str:
        """The signed checkpoint at a size."""
        size = self.size if size is None else size
        return sign_checkpoint(size, self.root(size), self.keys[LOG])

    def place(self, index: int, size: int | None = None, *, shown: bool = True) -> Place:
        """An entry with its proof."""
        taken = self.taken[index]
        path = tuple(inclusion(index, self.size if size is None else size, self.node))
        return Place(taken.entry, index, path, taken.opening if shown else None)

    def receipt(self, index: int, *, shown: bool = True, checkpoint: str = "") -> bytes:
        """A receipt with all statements about keys."""
        about = [each.index for each in self.taken if each.statement.kind == "keys"]
        keys = [self.place(each) for each in about]
        return write_receipt(self.place(index, shown=shown), checkpoint or self.checkpoint(), keys)

    def lines(
        self, first: int = 0, size: int | None = None, shown: Callable[[Taken], bool] = bool
    ) -> list[bytes]:
        """The lines of a part of the log, as it was at a size, with the words that are shown."""
        size = self.size if size is None else size
        head = begun(LOG, first, frontier(first, self.node))
        some = [entered(e.entry, e.opening if shown(e) else None) for e in self.taken[first:size]]
        return [head, *some, ended(self.checkpoint(size))]

    def held(self, size: int) -> LogShown:
        """What a node holds that has seen the log up to a size."""
        about = [(e.index, e.opening) for e in self.taken[:size] if e.statement.kind == "keys"]
        last = self.taken[size - 1].entry if size else None
        return held(LOG, size, self.node, about, last)

    def pouch(self, path: Path, first: int = 0, **more: Any) -> Path:
        """A pouch with a part of the log."""
        pack(path, origin=LOG, log=self.lines(first), **more)
        return path
