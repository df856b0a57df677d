"""Filing: a sealed word becomes an entry of the log."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from detente.errors import ClockBehind, ProofError
from detente.exchange import Access, take
from detente.exchange.check.sealed import Sealed
from detente.exchange.taking import Taken
from detente.exchange.tree import append as grown
from detente.store.rows import Writing, append
from detente.store.schema import table
from detente.store.tail import Tail, node_number

__all__ = ["PARTICIPANTS", "PUBLIC", "Filed", "file", "rows_of"]

PUBLIC, PARTICIPANTS = "*public", "*participants"
"""Readers that no delegation can be named like."""

PATIENCE = timedelta(minutes=2)
"""How far the clock may stand before the last entry; the new one is then given that one's time."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A word in the log.

    Attributes:
        index: where it stands, the first is 0.
        id: the id of the statement.
        received: when it was received, to the second; never before the entry before it.
        held: by how much that is later than the clock said; nil as long as the clock goes on.
        again: whether it stood there already; nothing was written then.
    """

    index: int
    id: str
    received: datetime
    held: timedelta = timedelta()
    again: bool = False


def file(writing: Writing, sealed: Sealed, *, at: datetime) -> Filed:
    """Put a sealed word into the log, once; its checkpoint is made when the transaction closes.

    It stands there for others, and for the reading of receipts, once the transaction is durable.

    Args:
        writing: the transaction.
        sealed: the word.
        at: now, as the desk's clock has it.

    Raises:
        RecordError: it cannot be read, or is not in canonical form. Its author acts.
        ProofError: its seal does not hold, or its key does not count at this index.
        ClockBehind: the clock stands more than two minutes before the last entry.
    """
    tail = writing.end()
    identity = sha256(sealed.content()).hexdigest()
    stands = _filed_now(tail, identity) or (_stands(writing, identity) if writing.careful else None)
    if stands is not None:
        return stands
    received, held = _received(writing.head.received, at)
    salt, written = secrets.token_bytes(32), _written(received)
    try:
        taken = take(tail.ring, tail.size, sealed, received=written, salt=salt)
    except ProofError:
        stands = _stands(writing, identity)  # a key that it brings counts already, or no more
        if stands is None:
            raise
        return stands
    due = rows_of(taken, received) | {"nodes": _grow(tail, taken)}
    tail.filed[taken.statement.id] = taken.index, received
    for name, rows in due.items():
        writing.due.setdefault(name, []).extend(rows)
    head = writing.head
    head.size, head.keys, head.received = tail.size, len(tail.ring.places), received
    if held:
        append(writing, "holds", leaf_index=taken.index, clock=at)
    return Filed(taken.index, taken.statement.id, received, held)


def _received(last: datetime | None, at: datetime) -> tuple[datetime, timedelta]:
    """Tell when a word is received, and how far that is from what the clock says."""
    now = at.replace(microsecond=0)
    if last is None or last <= now:
        return now, timedelta()
    if last - now > PATIENCE:
        raise ClockBehind(
            f"the clock says {_written(now)}, and the last entry was received {_written(last)}. "
            "Nothing was filed. Set the clock right; what stands in the log stays as it is."
        )
    return last, last - now


def _written(instant: datetime) -> str:
    """Write an instant as an entry has it."""
    return f"{instant.isoformat(timespec='seconds')}Z"


def _filed_now(tail: Tail, identity: str) -> Filed | None:
    """Tell where this very transaction has filed a word; None where it has not."""
    if identity not in tail.filed:
        return None
    index, received = tail.filed[identity]
    return Filed(index, identity, received, again=True)


def _stands(writing: Writing, identity: str) -> Filed | None:
    """Tell where a word stands already; None where it does not."""
    words, entries = table("statements"), table("entries")
    here = words.c.leaf_index == entries.c.leaf_index
    asked = select(words.c.leaf_index, entries.c.received).join_from(words, entries, here)
    row = writing.connection.execute(asked.where(words.c.id == identity)).first()
    return None if row is None else Filed(row.leaf_index, identity, row.received, again=True)


def _grow(tail: Tail, taken: Taken) -> list[dict[str, Any]]:
    """Add a leaf; answers the nodes that it completes."""
    made = grown(tail.size, taken.leaf, tail.node)
    tail.edge |= {(level, index): hashed for level, index, hashed in made}
    tail.size += 1
    return [{"number": node_number(level, index), "hash": hashed} for level, index, hashed in made]


def rows_of(taken: Taken, received: datetime) -> dict[str, list[dict[str, Any]]]:
    """Give the rows of a word, table by table, but for its nodes."""
    statement, index = taken.statement, taken.index
    word = {name: getattr(statement, name) for name in ("id", "kind", "marker")}
    word |= {"author": statement.by, "mark": taken.access.mark, "made": instant(statement.made)}
    shown = {"salt": taken.opening.salt, "sealed": taken.opening.sealed.canonical()}
    readers = _readers(taken.access, statement.by, received)
    return {
        "entries": [{"leaf_index": index, "leaf": taken.entry.canonical(), "received": received}],
        "statements": [{"leaf_index": index, **word, **shown}],
        "readers": [
            {"reader": reader, "leaf_index": index, "from_at": from_at}
            for reader, from_at in readers.items()
        ],
        "refers": [
            {"refers_to": other, "leaf_index": index} for other in dict.fromkeys(statement.refers)
        ],
    }


def instant(text: str) -> datetime:
    """Read an instant of a statement."""
    return datetime.fromisoformat(text).replace(tzinfo=None)


def _readers(access: Access, by: str, received: datetime) -> dict[str, datetime]:
    """Tell who may read, and from when: the earliest instant for each."""
    named = {"named": access.to, "participants": (PARTICIPANTS,), "public": (PUBLIC,)}
    found = dict.fromkeys((by, *named.get(access.mark, ())), received)
    if access.later is None:
        return found
    later = _readers(access.later, by, max(received, instant(access.at)))
    return later | found
