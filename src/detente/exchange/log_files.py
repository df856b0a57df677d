"""Writing a log, or a part of it, as the checker reads it; and going on from what is held."""

from __future__ import annotations

import json
from collections.abc import Iterable

from detente.exchange.check.keyring import Keyring
from detente.exchange.check.log_file import LogShown
from detente.exchange.check.reading import text64
from detente.exchange.check.receipt import take_keys
from detente.exchange.check.sealed import Entry, Opening
from detente.exchange.check.tree import Frontier
from detente.exchange.tree import Node, frontier

__all__ = ["begun", "ended", "entered", "held", "write_growth"]


def begun(origin: str, first: int, hashes: Iterable[bytes]) -> bytes:
    """Write the line with which a part of the log begins.

    Args:
        origin: the name of the log.
        first: the entry at which the part begins; 0 for a whole log.
        hashes: the complete subtrees before it (`tree.frontier`), none for a whole log.
    """
    before = [text64(each) for each in hashes]
    return _line({"log": 1, "origin": origin, "first": first, "frontier": before})


def entered(entry: Entry, opening: Opening | None) -> bytes:
    """Write the line of an entry, with its opening where the reader may read the word."""
    shown = f',"opening":{json.dumps(opening.plain())}' if opening else ""
    return f'{{"entry":{entry.canonical().decode()}{shown}}}\n'.encode()


def ended(checkpoint: str) -> bytes:
    """Write the line with which a part ends: the signed checkpoint of the log as it is then."""
    return _line({"checkpoint": checkpoint})


def write_growth(old: int, new: int, path: Iterable[bytes]) -> bytes:
    """Write a proof that the log only grew from one size to another (`tree.consistency`)."""
    hashes = [text64(each) for each in path]
    return _line({"consistency": 1, "old": old, "new": new, "path": hashes})


def _line(value: object) -> bytes:
    """Write one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def held(
    origin: str,
    size: int,
    node: Node,
    about_keys: Iterable[tuple[int, Opening]],
    last: Entry | None,
) -> LogShown:
    """Give what a node holds of a log at a size, so that the next part can be checked against it.

    Args:
        origin: the name of the log.
        size: how many entries, no more than the node holds.
        node: the reader of kept nodes.
        about_keys: the statements about keys before that size, in order, with where they stand.
        last: the entry before that size; None where the size is 0.
    """
    ring = Keyring(origin)
    for index, opening in about_keys:
        take_keys(ring, index, opening)
    return LogShown(origin, size, Frontier(size, frontier(size, node)), ring, last=last)
