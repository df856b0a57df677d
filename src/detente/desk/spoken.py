"""Words as one delegation may read them, whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from detente.desk.officers import delegation_of
from detente.exchange.check.sealed import Statement, read_statement
from detente.exchange.taking import sealed_of
from detente.store import table
from detente.store.words import Sought, spoken, word

__all__ = ["Reader", "plain_word", "readers", "statement_of"]


@dataclass(frozen=True)
class Reader:
    """A delegation that looks at the log at an instant.

    Attributes:
        id: the delegation.
        participant: whether the log has admitted it, so that it is one of the participants.
        at: the instant, naive in UTC.
        connection: to read by.
    """

    id: str
    participant: bool
    at: dt.datetime
    connection: Connection

    @property
    def _who(self) -> dict[str, Any]:
        """For whom the store looks."""
        return {"reader": self.id, "participant": self.participant, "at": self.at}

    def then(self, at: dt.datetime) -> Reader:
        """Give the same delegation as it looks at another instant."""
        return replace(self, at=at)

    def may_read(self, identity: str) -> bool:
        """Tell whether it may read a word."""
        return word(self.connection, identity, **self._who) is not None

    def statements(self, sought: Sought) -> Iterator[Statement]:
        """Go through the statements that it may read, in the order of the log."""
        for _, sealed in spoken(self.connection, sought, **self._who):
            yield read_statement(sealed_of(sealed).content())

    def cancelled(self, statement: Statement) -> bool:
        """Tell whether it may read that the author of a word has cancelled it."""
        return any(True for _ in self.later(statement, "cancellation"))

    def later(self, statement: Statement, kind: str) -> Iterator[Statement]:
        """Go through what the author of a word said about it since, of a kind."""
        about = Sought(kinds=(kind,), authors=(statement.by,), refers_to=statement.id, limit=None)
        return self.statements(about)


def statement_of(connection: Connection, identity: str) -> tuple[Statement, dt.datetime]:
    """Give a statement of the log, whoever may read it, and when it was received."""
    said, entries = table("statements"), table("entries")
    here = said.c.leaf_index == entries.c.leaf_index
    asking = select(said.c.sealed, entries.c.received).join_from(said, entries, here)
    row = connection.execute(asking.where(said.c.id == identity)).one()
    return read_statement(sealed_of(bytes(row.sealed)).content()), row.received


def readers(connection: Connection, identity: str, at: dt.datetime) -> list[Reader]:
    """Give the delegations that may read a word at an instant."""
    delegations = table("delegations")
    names = list(connection.scalars(select(delegations.c.id).order_by(delegations.c.id)))
    all_ = [delegation_of(connection, each) for each in names]
    looking = [Reader(each.id, each.receives, at, connection) for each in all_ if each.receives]
    return [each for each in looking if each.may_read(identity)]


def plain_word(statement: Statement) -> dict[str, Any]:
    """Give the word that a statement holds, as it was written; empty where it holds none."""
    said = statement.content.get("word")
    return said if isinstance(said, dict) else {}
