"""Step 2: words are found in the order in which a reader could first read them."""

from __future__ import annotations

from sqlalchemy import Connection, Index, MetaData

from detente.store.steps import s0001_first

__all__ = ["draw", "take"]


def draw(metadata: MetaData) -> None:
    """Draw the index by which they are found."""
    readers = metadata.tables["readers"]
    Index("readers_by_time", readers.c.reader, readers.c.from_at, readers.c.leaf_index)


def take(connection: Connection) -> None:
    """Make the index, where it does not stand yet."""
    metadata = MetaData()
    s0001_first.draw(metadata)
    draw(metadata)
    for index in metadata.tables["readers"].indexes:
        index.create(connection, checkfirst=True)
