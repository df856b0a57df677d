"""One act in the doing: who acts, when, and the transaction in which it is done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from detente.desk.officers import Delegation, Officer, delegation_of
from detente.desk.workbench import Workbench
from detente.store import Writing

__all__ = ["Sitting", "written"]


@dataclass(frozen=True)
class Sitting:
    """What an act is given.

    Attributes:
        bench: the workbench of the node.
        officer: who acts.
        at: now, naive in UTC, to the second.
        connection: to read by.
        writing: the transaction of an act that writes; None for one that only reads.
        ready: what was worked out before the store was asked for its turn; None: nothing.
    """

    bench: Workbench
    officer: Officer
    at: dt.datetime
    connection: Connection
    writing: Writing | None = None
    ready: Any = None

    @property
    def keeps(self) -> Writing:
        """The transaction to write by."""
        if self.writing is None:
            raise ValueError("an act that writes was given no transaction to write by")
        return self.writing

    @property
    def delegation(self) -> Delegation:
        """The delegation of the officer."""
        return delegation_of(self.connection, self.officer.delegation)


def written(instant: dt.datetime) -> str:
    """Write an instant as a statement has it."""
    return f"{instant.isoformat(timespec='seconds')}Z"
