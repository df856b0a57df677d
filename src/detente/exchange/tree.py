"""The tree of the log as its host keeps it: complete nodes, never changed once they are there.

A node at level 0 is the hash of a leaf; one at level n stands over 2^n leaves. Whoever keeps them
hands in a reader ``node(level, index)`` that gives the 32 bytes of a complete node. All else is
computed: roots, and the proofs of RFC 9162.
"""

from __future__ import annotations

from collections.abc import Callable

from detente.exchange.check.tree import EMPTY, node_hash

__all__ = ["Node", "append", "consistency", "frontier", "inclusion", "root"]

Node = Callable[[int, int], bytes]
"""Gives the hash of a complete node, from its level and its index on that level."""

Kept = tuple[int, int, bytes]
"""A node to keep: level, index, hash."""


def append(size: int, leaf: bytes, node: Node) -> list[Kept]:
    """Give the nodes that become complete when a leaf is added; all are to be kept.

    Args:
        size: how many leaves there are before.
        leaf: the hash of the new leaf.
        node: the reader of what is kept.
    """
    made = [(0, size, leaf)]
    level, index, found = 0, size, leaf
    while index & 1:
        found = node_hash(node(level, index - 1), found)
        level, index = level + 1, index >> 1
        made.append((level, index, found))
    return made


def frontier(size: int, node: Node) -> list[bytes]:
    """Give the roots of the complete subtrees of a tree, largest first."""
    levels = [level for level in reversed(range(size.bit_length())) if size >> level & 1]
    return [node(level, (size >> level) - 1) for level in levels]


def root(size: int, node: Node) -> bytes:
    """Give the root of the tree at a size that it has or has had."""
    return _over(0, size, node)


def inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """Give the proof that a leaf is in the tree of a size (RFC 9162, 2.1.3.1), lowest first.

    Raises:
        ValueError: there is no such leaf at that size.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path, begin, end = [], 0, size
    while end - begin > 1:
        middle = begin + _largest(end - begin)
        if index < middle:
            path.append(_over(middle, end, node))
            end = middle
        else:
            path.append(_over(begin, middle, node))
            begin = middle
    return path[::-1]


def consistency(old: int, new: int, node: Node) -> list[bytes]:
    """Give the proof that a tree only grew (RFC 9162, 2.1.4.1).

    Raises:
        ValueError: the sizes are in the wrong order.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {old} is not how one of {new} begins")
    if old in (0, new):
        return []
    path, begin, end, whole = [], 0, new, True
    while old != end:
        middle = begin + _largest(end - begin)
        if old <= middle:
            path.append(_over(middle, end, node))
            end = middle
        else:
            path.append(_over(begin, middle, node))
            begin, whole = middle, False
    return ([] if whole else [_over(begin, end, node)]) + path[::-1]


def _over(begin: int, end: int, node: Node) -> bytes:
    """The hash over some leaves in a row, of which the first stands where a subtree begins."""
    if begin == end:
        return EMPTY
    parts = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        parts.append(node(level, begin >> level))
        begin += 1 << level
    found = parts.pop()
    while parts:
        found = node_hash(parts.pop(), found)
    return found


def _largest(size: int) -> int:
    """The largest power of two below a size of at least two."""
    return 1 << (size - 1).bit_length() - 1
