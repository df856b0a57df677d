"""Step 1: the first tables.

Nothing here needs what PostgreSQL-compatible distributed databases refuse: no sequences, no
generated columns, no deferrable or exclusion constraints, no types or indexes of extensions.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from detente.store.columns import Instant, Number

__all__ = ["changing", "draw", "take"]


def text(name: str, **more: Any) -> Column[Any]:
    """A text that must be there."""
    return Column(name, Text, nullable=False, **more)


def number(name: str, **more: Any) -> Column[Any]:
    """A whole number that must be there, and that no sequence makes."""
    return Column(name, Number, nullable=False, autoincrement=False, **more)


def octets(name: str) -> Column[Any]:
    """Bytes that must be there."""
    return Column(name, LargeBinary, nullable=False)


def instant(name: str, **more: Any) -> Column[Any]:
    """An instant that must be there."""
    return Column(name, Instant, nullable=False, **more)


def draw(metadata: MetaData) -> None:
    """Draw the tables of the log, the records, and the few rows that change."""
    _log(metadata)
    _records(metadata)
    _records_of_words(metadata)
    _people(metadata)
    _drafts(metadata)
    _errands(metadata)


def take(connection: Connection) -> None:
    """Make the tables, where they do not stand yet."""
    metadata = MetaData()
    draw(metadata)
    metadata.create_all(connection)


def _log(metadata: MetaData) -> None:
    """What the tree proves: entries, the statements behind them, who may read, nodes."""
    Table(
        "entries",
        metadata,
        number("leaf_index", primary_key=True),
        octets("leaf"),
        instant("received"),
    )
    Table(
        "statements",
        metadata,
        number("leaf_index", primary_key=True),
        text("id", unique=True),
        text("author"),
        text("kind"),
        text("marker"),
        text("mark"),
        instant("made"),
        octets("salt"),
        octets("sealed"),
        Index("statements_by_author", "author", "leaf_index"),
        Index("statements_by_kind", "kind", "leaf_index"),
    )
    Table(
        "readers",
        metadata,
        text("reader", primary_key=True),  # a delegation, or `*public`, `*participants`
        number("leaf_index", primary_key=True),
        instant("from_at"),
    )
    Table(
        "refers",
        metadata,
        text("refers_to", primary_key=True),
        number("leaf_index", primary_key=True),
    )
    Table("nodes", metadata, number("number", primary_key=True), octets("hash"))
    Table("checkpoints", metadata, number("size", primary_key=True), text("note"))


def _record(metadata: MetaData, name: str, *columns: Any) -> None:
    """A table of records: each row has its number among all records, and the chain up to it."""
    Table(name, metadata, number("number", primary_key=True), octets("chain"), *columns)


def _records(metadata: MetaData) -> None:
    """What officers did, in the order in which it was written down."""
    _record(
        metadata,
        "acts",
        instant("at"),
        text("officer"),
        text("delegation"),
        text("act"),
        Column("key", Text),
        text("request"),
        text("outcome"),
        UniqueConstraint("officer", "key", name="acts_once"),
        Index("acts_by_delegation", "delegation", "number"),
    )
    _record(
        metadata,
        "draft_events",
        text("draft"),
        number("version"),
        instant("at"),
        text("officer"),
        text("event"),
        text("content"),
        UniqueConstraint("draft", "version", name="draft_events_once"),
    )
    _record(
        metadata,
        "clearances",
        text("draft"),
        number("version"),
        instant("at"),
        text("officer"),
        text("decision"),
        text("remark"),
        Index("clearances_by_draft", "draft", "number"),
    )


def _records_of_words(metadata: MetaData) -> None:
    """Who received a word, which witnesses signed, what was told to whom, a clock that was slow."""
    _record(
        metadata,
        "deliveries",
        text("statement"),
        text("delegation"),
        text("how"),
        instant("at"),
        UniqueConstraint("statement", "delegation", "how", name="deliveries_once"),
    )
    _record(
        metadata,
        "cosignatures",
        number("size"),
        text("witness"),
        text("line"),
        instant("at"),
        UniqueConstraint("size", "witness", name="cosignatures_once"),
    )
    _record(
        metadata,
        "alerts",
        text("id", unique=True),
        text("delegation"),
        instant("at"),
        text("kind"),
        text("about"),
        text("content"),
        Index("alerts_by_delegation", "delegation", "number"),
    )
    _record(
        metadata,
        "holds",  # entries received at an instant that the clock had not reached (again)
        number("leaf_index"),
        instant("clock"),
    )


def changing(metadata: MetaData, name: str, *columns: Any) -> None:
    """A table whose rows change: each has a version, from 1, and a hash of what it says."""
    Table(name, metadata, *columns, number("version"), octets("row_hash"))


def _people(metadata: MetaData) -> None:
    """Delegations and their officers, how they show who they are, and the state of the node."""
    changing(
        metadata,
        "heads",
        text("name", primary_key=True),
        number("size"),
        number("keys"),
        octets("root"),
        Column("received", Instant),  # of the last entry; absent while the log is empty
        number("records"),
        octets("chain"),
    )
    changing(
        metadata,
        "delegations",
        text("id", primary_key=True),
        text("name"),
        text("settings"),
    )
    changing(
        metadata,
        "officers",
        text("id", primary_key=True),
        Column("delegation", Text, ForeignKey("delegations.id"), nullable=False),
        text("name"),
        text("roles"),
        Column("password", Text),
        text("state"),
    )
    changing(
        metadata,
        "api_keys",
        text("id", primary_key=True),
        Column("officer", Text, ForeignKey("officers.id"), nullable=False),
        text("secret", unique=True),
        text("label"),
        instant("made"),
        Column("ends", Instant),
        text("state"),
    )
    changing(
        metadata,
        "sessions",
        text("id", primary_key=True),
        Column("officer", Text, ForeignKey("officers.id"), nullable=False),
        text("secret", unique=True),
        instant("started"),
        instant("ends"),
    )


def _drafts(metadata: MetaData) -> None:
    """Drafts as they stand; every version of each is kept in `draft_events`."""
    changing(
        metadata,
        "drafts",
        text("id", primary_key=True),
        text("delegation"),
        text("state"),
        instant("changed"),
        text("officer"),
        text("content"),
        Index("drafts_by_delegation", "delegation", "id"),
    )


def _errands(metadata: MetaData) -> None:
    """What is still to be sent, whereto, and which alerts an officer has read."""
    changing(
        metadata,
        "alert_marks",
        text("alert", primary_key=True),
        text("officer", primary_key=True),
        instant("read"),
    )
    changing(
        metadata,
        "outbox",
        text("id", primary_key=True),
        text("state"),
        instant("due"),
        text("topic"),
        text("content"),
        number("tries"),
        Column("told", Text),
        Index("outbox_by_due", "state", "due"),
    )
