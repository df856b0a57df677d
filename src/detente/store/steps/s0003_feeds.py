"""Step 3: tokens with which programs read feeds, and nothing else, for an officer."""

from __future__ import annotations

from sqlalchemy import Column, Connection, ForeignKey, MetaData, Text

from detente.store.columns import Instant
from detente.store.steps import s0001_first
from detente.store.steps.s0001_first import changing, instant, text

__all__ = ["draw", "take"]

TABLE = "feed_tokens"


def draw(metadata: MetaData) -> None:
    """Draw the table of tokens."""
    changing(
        metadata,
        TABLE,
        text("id", primary_key=True),
        Column("officer", Text, ForeignKey("officers.id"), nullable=False),
        text("secret", unique=True),
        text("label"),
        instant("made"),
        Column("ends", Instant),
        text("state"),
    )


def take(connection: Connection) -> None:
    """Make the table, where it does not stand yet."""
    metadata = MetaData()
    s0001_first.draw(metadata)
    draw(metadata)
    metadata.tables[TABLE].create(connection, checkfirst=True)
