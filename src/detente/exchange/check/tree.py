"""The hash tree of RFC 6962 and RFC 9162 with SHA-256: what proofs prove."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from detente.exchange.check.refusal import ProofError

EMPTY = sha256().digest()
"""The root of a tree without leaves (RFC 9162, 2.1.1)."""


def leaf_hash(data: bytes) -> bytes:
    """Hash a leaf: it begins with 0x00, so that no leaf passes for a node (RFC 9162, 2.1.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash a node from the two below it; it begins with 0x01."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the complete subtrees of a growing tree, largest first: all that adding needs.

    Attributes:
        size: how many leaves there are.
        hashes: one 32-byte root for each bit that is set in `size`, highest bit first.
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        """Begin with what is already there; whether it is true shows at the next checkpoint."""
        self.size, self.hashes = size, list(hashes)
        if len(self.hashes) != size.bit_count():
            raise ProofError(f"a tree of {size:,} leaves has {size.bit_count()} complete parts")

    def add(self, leaf: bytes) -> None:
        """Add the hash of the next leaf."""
        size = self.size
        while size & 1:
            leaf = node_hash(self.hashes.pop(), leaf)
            size >>= 1
        self.hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree as it stands."""
        if not self.hashes:
            return EMPTY
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Check that a leaf stands at an index of the tree with this root (RFC 9162, 2.1.3.2).

    Args:
        leaf: the hash of the leaf.
        index: where it stands, the first is 0.
        size: how many leaves the tree has.
        path: the hashes beside the way to the root, lowest first.
        root: the root of the tree.

    Raises:
        ProofError: it does not.
    """
    if not 0 <= index < size:
        raise ProofError(f"there is no entry {index:,} in a log of {size:,}")
    at, last, found = index, size - 1, leaf
    for beside in path:
        if last == 0:
            raise ProofError("the way from the entry to the root is too long")
        if at & 1 or at == last:
            found = node_hash(beside, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        at, last = at >> 1, last >> 1
    if last != 0 or found != root:
        raise ProofError(f"the way from entry {index:,} does not lead to the root of the log")


def check_consistency(
    old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Check that a tree only grew: the old one is how the new one begins (RFC 9162, 2.1.4.2).

    Args:
        old: how many leaves the smaller tree has.
        old_root: its root.
        new: how many leaves the larger tree has.
        new_root: its root.
        path: the hashes of the proof, in the order of the RFC; none where the sizes are equal or
            the smaller tree has no leaves.

    Raises:
        ProofError: it is not so.
    """
    if not 0 <= old <= new:
        raise ProofError(f"a log of {old:,} entries is not the beginning of one of {new:,}")
    if old in (0, new):
        if path or old_root != (EMPTY if old == 0 else new_root):
            raise ProofError(f"two roots for one log of {old:,} entries")
    elif not path:
        raise ProofError("the proof that the log only grew is empty")
    else:
        hashes = path if old & (old - 1) else [old_root, *path]
        _check_growth(old, old_root, new, new_root, hashes)


def _check_growth(
    old: int, old_root: bytes, new: int, new_root: bytes, hashes: Sequence[bytes]
) -> None:
    """Check the proof itself, from the hash at which both trees begin."""
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = hashes[0]
    for beside in hashes[1:]:
        if last == 0:
            raise ProofError("the proof that the log only grew is too long")
        if at & 1 or at == last:
            was, now = node_hash(beside, was), node_hash(beside, now)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            now = node_hash(now, beside)
        at, last = at >> 1, last >> 1
    if last != 0 or was != old_root or now != new_root:
        raise ProofError(f"the log of {old:,} entries is not how the log of {new:,} entries begins")
