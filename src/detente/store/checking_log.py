"""Whether the log that is kept is the one that was signed: every seal, row, node and checkpoint."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from detente.errors import ProofError, RecordError
from detente.exchange.access import read_access
from detente.exchange.check.keyring import Keyring
from detente.exchange.check.notes import read_checkpoint
from detente.exchange.check.reading import json_of
from detente.exchange.check.sealed import Opening, read_entry, read_statement
from detente.exchange.taking import Taken, sealed_of
from detente.exchange.tree import append, root
from detente.store.filing import instant, rows_of
from detente.store.rows import Head
from detente.store.schema import table
from detente.store.tail import edge_of, node_number

__all__ = ["faults_of_log"]

MANY = 1000


class Beside:
    """The rows of a table that stand beside entries, read in the order of the log.

    Attributes:
        name: of the table.
    """

    def __init__(self, connection: Connection, name: str, column: str) -> None:
        """Begin to read; nothing is held but the next row."""
        where = table(name)
        order = [where.c[column], *where.primary_key]
        asked = select(where).order_by(*order)
        self.name, self._column = name, column
        self._rows = iter(
            connection.execute(asked, execution_options={"yield_per": MANY}).mappings()
        )
        self._next = next(self._rows, None)

    def up_to(self, last: int) -> Iterator[RowMapping]:
        """Give the rows up to a number, that included, which were not given yet."""
        while self._next is not None and self._next[self._column] <= last:
            yield self._next
            self._next = next(self._rows, None)

    def rest(self) -> Iterator[str]:
        """Say what stands there beyond the end of the log."""
        if self._next is not None:
            yield f"{self.name} {self._next[self._column]}: stands beyond the end of the log"


@dataclass(slots=True)
class Walk:
    """Where a walk along the log stands.

    Attributes:
        ring: the keys up to there.
        size: entries walked.
        edge: the complete nodes on the right edge of the tree.
        kept: nodes that were read and are not complete yet, by number.
        received: when the last entry was received.
        signed: the size of the last checkpoint.
    """

    ring: Keyring
    size: int = 0
    edge: dict[tuple[int, int], bytes] = field(default_factory=dict)
    kept: dict[int, bytes] = field(default_factory=dict)
    received: datetime | None = None
    signed: int = 0

    def root(self) -> bytes:
        """Give the root of the tree as walked."""
        return root(self.size, lambda level, index: self.edge[level, index])


def faults_of_log(connection: Connection, head: Head, *, seals: bool = True) -> Iterator[str]:
    """Walk the log from its first entry, and give what does not hold.

    Args:
        connection: in a transaction that sees one picture.
        head: where the log is said to stand.
        seals: whether each seal is checked too, which takes most of the time. Statements about
            keys always are.
    """
    readers, refers = (Beside(connection, name, "leaf_index") for name in ("readers", "refers"))
    nodes, notes = Beside(connection, "nodes", "number"), Beside(connection, "checkpoints", "size")
    words, walk = Beside(connection, "statements", "leaf_index"), Walk(Keyring(""))
    for leaf in Beside(connection, "entries", "leaf_index").up_to(sys.maxsize):
        if leaf["leaf_index"] != walk.size:
            yield f"entries {leaf['leaf_index']}: entry {walk.size} should stand there"
            return
        said = list(words.up_to(walk.size))
        if len(said) != 1:
            yield f"statements {walk.size}: not the one that stands behind the entry"
            return
        row = {**said[0], **leaf}
        try:
            taken = _taken(row, walk, seals=seals)
        except (ProofError, RecordError, ValueError, TypeError) as error:
            yield f"entries {walk.size}, with the statement behind it: {error}"
            return
        yield from _of_word(row, taken, walk, (readers, refers))
        yield from _of_tree(walk, taken, nodes)
        yield from _of_checkpoint(walk, notes)
    yield from _of_end(walk, head)
    for each in (words, readers, refers, nodes, notes):
        yield from each.rest()


def _taken(row: Mapping[str, Any], walk: Walk, *, seals: bool) -> Taken:
    """Read a word again from the bytes that are kept, as the host did when it took it.

    Raises:
        ProofError: a seal or a commitment does not hold.
        RecordError: a part cannot be read.
    """
    entry = read_entry(json_of(bytes(row["leaf"]), "entry"))
    opening = Opening(bytes(row["salt"]), sealed_of(bytes(row["sealed"])))
    sealed = opening.of(entry)
    if walk.size == 0:
        walk.ring = Keyring(read_statement(sealed.content()).log)
    if seals or row["kind"] == "keys":
        statement = walk.ring.opened(walk.size, sealed)
    else:
        statement = read_statement(sealed.content())
    if statement.kind == "keys":
        walk.ring.take(walk.size, statement, sealed.key())
    return Taken(walk.size, statement, read_access(statement.access), entry, opening)


def _of_word(
    row: Mapping[str, Any], taken: Taken, walk: Walk, beside: tuple[Beside, ...]
) -> Iterator[str]:
    """Compare the rows of a word with those that it should have."""
    received = instant(taken.entry.received)
    should = rows_of(taken, received)
    for name in ("entries", "statements"):
        (wanted,) = should[name]
        odd = [key for key, value in wanted.items() if _plain(row[key]) != value]
        if odd:
            yield f"{name} {taken.index}: {', '.join(odd)} not as the log has it"
    for each in beside:
        there = [dict(found) for found in each.up_to(taken.index)]
        if sorted(map(_sorted, there)) != sorted(map(_sorted, should[each.name])):
            yield f"{each.name} {taken.index}: not as the word has it"
    if walk.received and received < walk.received:
        yield f"entries {taken.index}: received before the entry before it"
    if taken.entry.keys != len(walk.ring.places):
        yield f"entries {taken.index}: another number of statements about keys came before"
    walk.received = received


def _plain(value: Any) -> Any:
    """Give bytes as bytes, whatever the engine hands out."""
    return bytes(value) if isinstance(value, memoryview) else value


def _sorted(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Give a row so that rows can be put in order."""
    return sorted((name, str(value)) for name, value in row.items())


def _of_tree(walk: Walk, taken: Taken, nodes: Beside) -> Iterator[str]:
    """Grow the tree by a word, and compare the nodes that are complete with it."""
    walk.kept |= {row["number"]: bytes(row["hash"]) for row in nodes.up_to(2 * taken.index)}
    made = append(walk.size, taken.leaf, lambda level, index: walk.edge[level, index])
    for level, index, hashed in made:
        walk.edge[level, index] = hashed
        if walk.kept.pop(node_number(level, index), None) != hashed:
            yield f"nodes {node_number(level, index)}: not the hash of what stands below it"
    walk.size += 1
    walk.edge = {at: walk.edge[at] for at in edge_of(walk.size)}


def _of_checkpoint(walk: Walk, notes: Beside) -> Iterator[str]:
    """Check the checkpoint that was made when the log had this size, where one was."""
    for row in notes.up_to(walk.size):
        walk.signed = row["size"]
        try:
            found = read_checkpoint(row["note"])
            keys = walk.ring.current(walk.size, walk.ring.log)
            signed = any(found.signed(walk.ring.log, key.public) for key in keys)
        except (ProofError, RecordError) as error:
            yield f"checkpoints {row['size']}: {error}"
            continue
        if not signed or len(found.lines) != 1:
            yield f"checkpoints {row['size']}: not signed by the host, and by it alone"
        if (row["size"], found.size, found.root) != (walk.size, walk.size, walk.root()):
            yield f"checkpoints {row['size']}: not of the log as it was at that size"
        if found.origin != walk.ring.log:
            yield f"checkpoints {row['size']}: of another log, {found.origin}"


def _of_end(walk: Walk, head: Head) -> Iterator[str]:
    """Compare where the walk ended with where the log is said to stand."""
    ended = walk.size, walk.root(), len(walk.ring.places), walk.received
    if ended != (head.size, bytes(head.root), head.keys, head.received):
        yield f"heads: the log is said to have {head.size:,} entries, and {walk.size:,} were found"
    if walk.signed != walk.size:
        yield f"checkpoints: the log of {walk.size:,} entries has none"
    if walk.kept:
        yield f"nodes {min(walk.kept)}: stands where no node is"
