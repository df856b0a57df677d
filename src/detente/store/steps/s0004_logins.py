"""Step 4: logins of an issuer, each linked with an officer."""

from __future__ import annotations

from sqlalchemy import Column, Connection, ForeignKey, MetaData, Text

from detente.store.steps import s0001_first
from detente.store.steps.s0001_first import changing, instant, text

__all__ = ["draw", "take"]

TABLE = "logins"


def draw(metadata: MetaData) -> None:
    """Draw the table of logins."""
    changing(
        metadata,
        TABLE,
        text("id", primary_key=True),
        text("issuer"),
        text("value"),
        Column("officer", Text, ForeignKey("officers.id"), nullable=False),
        instant("made"),
    )


def take(connection: Connection) -> None:
    """Make the table, where it does not stand yet."""
    metadata = MetaData()
    s0001_first.draw(metadata)
    draw(metadata)
    metadata.tables[TABLE].create(connection, checkfirst=True)
