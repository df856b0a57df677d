"""Errands: what the desk is still to do by itself, each from an instant on, and each once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from detente.desk.workbench import Workbench
from detente.store import Writing, change, table

__all__ = ["Errand", "done", "errand", "put_off", "waiting"]

TRIES = 5
"""How often an errand is tried before it is left to the node's keeper."""


@dataclass(frozen=True)
class Errand:
    """Something to do.

    Attributes:
        id: its id.
        due: from when on, naive in UTC.
        content: what it is about.
    """

    id: str
    due: dt.datetime
    content: str


def errand(writing: Writing, identity: str, topic: str, due: dt.datetime, content: str) -> None:
    """Keep an errand, unless it is kept already."""
    outbox = table("outbox")
    there = select(outbox.c.id).where(outbox.c.id == identity)
    if writing.connection.scalar(there) is None:
        told: dict[str, Any] = {"state": "waits", "due": due, "content": content, "tries": 0}
        change(writing, "outbox", identity, topic=topic, **told)


def waiting(bench: Workbench, topic: str, until: dt.datetime) -> list[Errand]:
    """Give the errands that are due until an instant, the earliest first."""
    outbox = table("outbox")
    due = (outbox.c.topic == topic) & (outbox.c.state == "waits") & (outbox.c.due <= until)
    asking = select(outbox).where(due).order_by(outbox.c.due, outbox.c.id)
    with bench.store.reading() as connection:
        return [Errand(row.id, row.due, row.content) for row in connection.execute(asking)]


def done(writing: Writing, errand: Errand, content: str = "") -> None:
    """Keep that an errand is done; with `content`, that it waits on, and about what."""
    if content:
        change(writing, "outbox", errand.id, content=content)
    else:
        change(writing, "outbox", errand.id, state="done")


def put_off(bench: Workbench, errand: Errand, why: str) -> None:
    """Keep why an errand could not be done; given up after some tries."""
    outbox = table("outbox")
    tried = select(outbox.c.tries).where(outbox.c.id == errand.id)

    def keep(writing: Writing) -> None:
        tries = writing.connection.scalars(tried).one() + 1
        state = "waits" if tries < TRIES else "given up"
        change(writing, "outbox", errand.id, state=state, tries=tries, told=why)

    bench.store.write(keep)
