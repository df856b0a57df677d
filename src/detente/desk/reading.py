"""Words as they are received: listed, read, and known to have been read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from detente.desk import asked
from detente.desk.drafts import shown
from detente.desk.sitting import Sitting, written
from detente.errors import NotPermitted
from detente.store import append, table
from detente.store.proofs import receipt
from detente.store.words import Sought, word, words

__all__ = ["deliveries", "listed", "read", "reader_of", "receipt_of", "told_of"]

READ = "read at the desk"


def listed(sitting: Sitting, wanted: asked.Listed) -> list[dict[str, Any]]:
    """List the words that one's delegation may read, in the order of the log."""
    sought = Sought(
        after=wanted.after,
        limit=wanted.limit,
        kinds=wanted.kinds,
        authors=wanted.authors,
        refers_to=wanted.refers_to,
    )
    found = words(sitting.connection, sought, at=sitting.at, **reader_of(sitting))
    return [told_of(each) for each in found]


def read(sitting: Sitting, wanted: asked.AWord) -> dict[str, Any]:
    """Read a word; that one's delegation has read it is kept, and its author may ask for it."""
    statement = shown(sitting, wanted.word)
    found = word(sitting.connection, wanted.word, at=sitting.at, **reader_of(sitting))
    reader = sitting.officer.delegation
    if reader != statement.by and not _delivered(sitting, wanted.word, reader):
        row = {"statement": wanted.word, "delegation": reader, "how": READ, "at": sitting.at}
        append(sitting.keeps, "deliveries", **row)
    about = {"refers": list(statement.refers), "access": statement.access}
    return {**told_of(found), **about, "content": statement.content}


def deliveries(sitting: Sitting, wanted: asked.AWord) -> list[dict[str, Any]]:
    """Tell who has received a word of one's own delegation, when, and how.

    Raises:
        NotPermitted: it is another delegation's word.
    """
    if shown(sitting, wanted.word).by != sitting.officer.delegation:
        raise NotPermitted("who has received a word is told to its author")
    rows = table("deliveries")
    asking = select(rows).where(rows.c.statement == wanted.word).order_by(rows.c.number)
    return [
        {"delegation": row.delegation, "how": row.how, "at": written(row.at)}
        for row in sitting.connection.execute(asking)
    ]


def receipt_of(sitting: Sitting, wanted: asked.AWord) -> dict[str, Any]:
    """Give the receipt of a word that one may read, to be checked by anybody, without the node."""
    shown(sitting, wanted.word)
    said = table("statements")
    asking = select(said.c.leaf_index).where(said.c.id == wanted.word)
    index = sitting.connection.scalars(asking).one()
    return {"receipt": receipt(sitting.connection, index, shown=True).decode()}


def reader_of(sitting: Sitting) -> dict[str, Any]:
    """Tell the store for whom it looks."""
    return {"reader": sitting.officer.delegation, "participant": sitting.delegation.receives}


def _delivered(sitting: Sitting, identity: str, reader: str) -> bool:
    """Tell whether it is kept already that a delegation has read a word."""
    rows = table("deliveries")
    same = (rows.c.statement == identity) & (rows.c.delegation == reader) & (rows.c.how == READ)
    return sitting.connection.scalar(select(rows.c.number).where(same)) is not None


def told_of(found: Any) -> dict[str, Any]:
    """Give what is told of a word without what it says."""
    return {
        "word": found.id,
        "index": found.leaf_index,
        "by": found.author,
        "kind": found.kind,
        "marker": found.marker,
        "mark": found.mark,
        "made": written(found.made),
        "received": written(found.received),
    }
