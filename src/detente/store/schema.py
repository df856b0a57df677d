"""The tables as they stand after all steps, which of them only grow, and the taking of steps."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Connection, MetaData, Table, Text, insert, inspect, select

from detente.errors import StoreUnusable
from detente.store.columns import Number
from detente.store.grow_only import guard
from detente.store.steps import STEPS, Step

__all__ = ["CHANGING", "LOG", "RECORDS", "picture", "stands_at", "table", "taken", "upgrade"]

LOG = ("entries", "statements", "readers", "refers", "nodes", "checkpoints")
"""Tables that only grow, and that the tree and the seals prove."""

RECORDS = ("acts", "draft_events", "clearances", "deliveries", "cosignatures", "alerts", "holds")
"""Tables that only grow, and whose rows are chained in the order in which they were written."""

CHANGING = (
    "heads",
    "delegations",
    "officers",
    "api_keys",
    "feed_tokens",
    "logins",
    "sessions",
    "drafts",
    "alert_marks",
    "outbox",
)
"""The few tables whose rows change. No others do."""

taken = Table(
    "steps",
    MetaData(),
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
)
"""Which steps a database has taken."""


def picture(steps: Sequence[Step] = STEPS) -> MetaData:
    """Draw the tables as they are after some steps."""
    metadata = MetaData()
    for step in steps:
        step.draw(metadata)
    return metadata


_NOW = picture()


def table(name: str) -> Table:
    """Give a table as it stands after all steps."""
    return _NOW.tables[name]


def stands_at(connection: Connection) -> int:
    """Tell which step a database stands at; 0 for an empty one.

    Raises:
        StoreUnusable: it has taken a step that this Détente does not know.
    """
    if not inspect(connection).has_table(taken.name):
        return 0
    numbers = sorted(connection.scalars(select(taken.c.number)))
    known = [step.number for step in STEPS]
    if numbers != known[: len(numbers)]:
        raise StoreUnusable(
            f"the database has taken the steps {_listed(numbers)}, and this Détente knows "
            f"{_listed(known)}. It was made by a newer one: use that, or restore a backup."
        )
    return len(numbers)


def _listed(numbers: Sequence[int]) -> str:
    """Name steps: ``1 to 3``."""
    return f"{numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else str(*numbers)


def upgrade(connection: Connection, to: int | None = None) -> list[Step]:
    """Take the steps that a database has not taken yet; answers which.

    Args:
        connection: in a transaction; where the engine undoes tables too, nothing is half-done.
        to: the last step to take; None for all. Used where an older archive is restored.
    """
    taken.create(connection, checkfirst=True)
    due = [step for step in STEPS[stands_at(connection) :] if to is None or step.number <= to]
    for step in due:
        step.take(connection)
        connection.execute(insert(taken).values(number=step.number, name=step.name))
    if due:
        guard(connection, [*LOG, *RECORDS])
    return due
